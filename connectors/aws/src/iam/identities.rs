//! What the sweep remembers of every policy and group, and which documents an identity has. A document
//! that was not seen makes a no unknown, never a yes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::facts::Answer;
use super::grants::Document;
use super::rights::{Admin, Identity};
use crate::fault::Fault;

/// Policies that the account's own settings ask after, by the last word of their ARN.
const ASKED_AFTER: [&str; 3] = ["AWSCloudShellFullAccess", "AWSSupportAccess", "SecurityAudit"];

/// What an entity is granted, as far as its own entry tells.
#[derive(Debug, Default)]
pub(super) struct Grants {
    pub(super) arn: String,
    /// The name, if it is a user.
    pub(super) user: Option<String>,
    /// Inline documents by name.
    pub(super) inline: Vec<(String, Document)>,
    /// Why an inline document could not be read.
    pub(super) unread: Option<String>,
    pub(super) attached: Vec<String>,
    pub(super) groups: Vec<String>,
    pub(super) boundary: Option<String>,
}

/// What was seen of the whole account.
#[derive(Debug)]
pub(super) struct Known {
    partition: String,
    policies: BTreeMap<String, Result<Document, String>>,
    groups: BTreeMap<String, Grants>,
    everything: Document,
    holders: BTreeMap<&'static str, BTreeMap<&'static str, BTreeSet<String>>>,
    /// Why a holder may be missing.
    unlisted: Option<Fault>,
}

impl Known {
    pub(super) fn new(partition: &str) -> Self {
        let nobody = || ["groups", "roles", "users"].map(|sort| (sort, BTreeSet::new())).into();
        Self {
            partition: partition.to_owned(),
            policies: BTreeMap::new(),
            groups: BTreeMap::new(),
            everything: Document::everything(),
            holders: ASKED_AFTER.map(|policy| (policy, nobody())).into(),
            unlisted: None,
        }
    }

    pub(super) fn policy(&mut self, arn: &str, document: Result<Document, String>) {
        self.policies.insert(arn.to_owned(), document);
    }

    pub(super) fn group(&mut self, name: &str, grants: Grants) {
        self.groups.insert(name.to_owned(), grants);
    }

    /// Notes which of the policies asked after the entity has. `sort` is `users`, `groups` or `roles`.
    pub(super) fn attached(&mut self, sort: &'static str, name: &str, arns: &[String], field: &Result<Value, Fault>) {
        for policy in ASKED_AFTER {
            let wanted = format!("arn:{}:iam::aws:policy/{policy}", self.partition);
            if arns.contains(&wanted) {
                let holders = self.holders.entry(policy).or_default().entry(sort).or_default();
                holders.insert(name.to_owned());
            }
        }
        if let Err(fault) = field {
            self.unlisted(fault);
        }
    }

    pub(super) fn unlisted(&mut self, fault: &Fault) {
        self.unlisted.get_or_insert_with(|| fault.clone());
    }

    /// The field `aws_policy_holders`.
    pub(super) fn holders(&self, cut: Option<&Fault>) -> Result<Value, Fault> {
        match cut.or(self.unlisted.as_ref()) {
            Some(fault) => Err(fault.clone()),
            None => serde_json::to_value(&self.holders).map_err(|e| Fault::bad_reply(e.to_string())),
        }
    }

    /// Whether anybody has the policy of AWS.
    pub(super) fn is_held(&self, policy: &str) -> Answer {
        let held = self.holders.get(policy).is_some_and(|sorts| sorts.values().any(|names| !names.is_empty()));
        match &self.unlisted {
            _ if held => Answer::Yes,
            Some(fault) => Answer::Unknown(fault.message.clone()),
            None => Answer::No,
        }
    }

    /// The fields `rights` and `is_admin`. `cut` is what cut the sweep short.
    pub(super) fn rights(&self, grants: &Grants, cut: Option<&Fault>) -> (Result<Value, Fault>, Result<Value, Fault>) {
        let (identity, unseen) = self.identity(grants);
        let (rights, admin) = identity.rights();
        let is_admin = match (admin, &unseen) {
            (Admin::Yes, _) => Answer::Yes,
            (_, Some(why)) => Answer::Unknown(why.clone()),
            (Admin::Conditional | Admin::No, None) => Answer::No,
        };
        let rights = match (cut, unseen) {
            (Some(fault), _) => Err(fault.clone()),
            (None, Some(why)) => Err(Fault::bad_reply(why)),
            (None, None) => Ok(rights),
        };
        (rights, is_admin.read(cut))
    }

    /// Of the services looked up, those of which a policy of the identity allows anything; or why that is not known.
    pub(super) fn services(&self, grants: &Grants) -> Result<BTreeSet<&'static str>, Fault> {
        let (identity, unseen) = self.identity(grants);
        match unseen {
            Some(why) => Err(Fault::bad_reply(why)),
            None => Ok(identity.documents.iter().flat_map(|(_, document)| document.services.iter().copied()).collect()),
        }
    }

    /// The identity with all its documents, and why one is missing.
    fn identity<'i>(&'i self, grants: &'i Grants) -> (Identity<'i>, Option<String>) {
        let mut unseen = None;
        let mut identity = Identity {
            arn: &grants.arn,
            user: grants.user.as_deref(),
            groups: Vec::new(),
            policies: Vec::new(),
            documents: Vec::new(),
            boundary: None,
        };
        self.add(&mut identity, grants, "", &mut unseen);
        for name in &grants.groups {
            match self.groups.get(name) {
                Some(group) => {
                    identity.groups.push(group.arn.clone());
                    self.add(&mut identity, group, &format!("group {name}: "), &mut unseen);
                }
                None => drop(unseen.get_or_insert_with(|| format!("the group {name} is not in the sweep"))),
            }
        }
        if let Some(arn) = &grants.boundary {
            match self.document(arn) {
                Ok(document) => identity.boundary = Some(document),
                Err(why) => {
                    // Whatever the policies grant, the boundary may refuse.
                    identity.documents.clear();
                    unseen.get_or_insert(format!("permissions boundary: {why}"));
                }
            }
        }
        (identity, unseen)
    }

    fn add<'i>(&'i self, identity: &mut Identity<'i>, grants: &'i Grants, of: &str, unseen: &mut Option<String>) {
        if let Some(why) = &grants.unread {
            unseen.get_or_insert_with(|| why.clone());
        }
        identity
            .documents
            .extend(grants.inline.iter().map(|(name, document)| (format!("{of}inline {name}"), document)));
        for arn in &grants.attached {
            match self.document(arn) {
                Ok(document) => identity.documents.push((format!("{of}{arn}"), document)),
                Err(why) => drop(unseen.get_or_insert(why)),
            }
            if arn.split(':').nth(4) != Some("aws") {
                identity.policies.push(arn.clone());
            }
        }
    }

    fn document(&self, arn: &str) -> Result<&Document, String> {
        let administrator = format!("arn:{}:iam::aws:policy/AdministratorAccess", self.partition);
        match self.policies.get(arn) {
            Some(Ok(document)) => Ok(document),
            _ if arn == administrator => Ok(&self.everything),
            Some(Err(why)) => Err(why.clone()),
            None => Err(format!("the document of {arn} is not in the sweep")),
        }
    }
}
