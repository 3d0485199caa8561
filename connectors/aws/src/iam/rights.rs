//! What an identity may do of the actions that lead to more rights, all its policies taken together:
//! its own, its groups', denials and the permissions boundary. Control policies of the organisation are
//! not seen from within an account, so what is allowed here may still be refused there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::grants::{Document, Reach, Target, WATCHED};

/// Whoever may do all of these to everyone has everything, whatever else its policies say.
const TAKE_OVER: [&str; 10] = [
    "iam:addusertogroup",
    "iam:attachgrouppolicy",
    "iam:attachrolepolicy",
    "iam:attachuserpolicy",
    "iam:createpolicyversion",
    "iam:passrole",
    "iam:putgrouppolicy",
    "iam:putrolepolicy",
    "iam:putuserpolicy",
    "iam:updateassumerolepolicy",
];

/// How an action is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Holding {
    No,
    /// Under conditions with these keys.
    If(BTreeSet<String>),
    Yes,
}

impl Holding {
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::If(mut keys), Self::If(more)) => {
                keys.extend(more);
                Self::If(keys)
            }
            (Self::No, other) | (other, Self::No) => other,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::If(mut keys), Self::If(more)) => {
                keys.extend(more);
                Self::If(keys)
            }
            (Self::Yes, other) | (other, Self::Yes) => other,
        }
    }
}

/// A user or a role.
#[derive(Debug, Clone)]
pub(super) struct Identity<'i> {
    pub(super) arn: &'i str,
    /// The name, if it is a user.
    pub(super) user: Option<&'i str>,
    /// ARNs of its groups, and of the managed policies of its own account that it or they have: what it
    /// can change to change its own rights.
    pub(super) groups: Vec<String>,
    pub(super) policies: Vec<String>,
    /// What each policy is called, and grants.
    pub(super) documents: Vec<(String, &'i Document)>,
    pub(super) boundary: Option<&'i Document>,
}

/// Whether an identity has everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admin {
    No,
    Conditional,
    Yes,
}

impl Identity<'_> {
    /// The field `rights`, and whether the identity is an administrator.
    pub(super) fn rights(&self) -> (Value, Admin) {
        let own: Vec<&Document> = self.documents.iter().map(|(_, document)| *document).collect();
        let mut allowed = BTreeSet::new();
        let mut conditional = BTreeMap::new();
        let mut holdings = BTreeMap::new();
        for (place, action) in WATCHED.iter().enumerate() {
            let holding = self.effective(&own, place, action);
            match &holding {
                Holding::Yes => drop(allowed.insert(*action)),
                Holding::If(keys) => drop(conditional.insert(*action, keys.clone())),
                Holding::No => {}
            }
            holdings.insert(*action, holding);
        }
        let (admin, conditions) = self.admin(&own, &holdings);
        let word = match admin {
            Admin::Yes => "yes",
            Admin::Conditional => "conditional",
            Admin::No => "no",
        };
        // An administrator's list would be the whole table.
        let listed = admin != Admin::Yes;
        let rights = json!({
            "admin": word,
            "conditions": conditions,
            "via": if admin == Admin::No { BTreeSet::new() } else { self.via() },
            "actions": if listed { json!(allowed) } else { Value::Null },
            "conditional_actions": if listed { json!(conditional) } else { Value::Null },
            "passes_to": if listed { json!(self.passes_to(&own)) } else { Value::Null },
        });
        (rights, admin)
    }

    /// An administrator is granted all that takes over an account, on everyone, and at least one such way
    /// is left by denials and boundary. So a denial of this or that makes no lesser administrator.
    fn admin(&self, own: &[&Document], holdings: &BTreeMap<&str, Holding>) -> (Admin, BTreeSet<String>) {
        let granted = take_over().map(|(place, action)| allows(own, place, any(self.arn, action).as_target()));
        let granted = granted.fold(Holding::Yes, Holding::and);
        let left = take_over().filter_map(|(_, action)| holdings.get(action).cloned()).fold(Holding::No, Holding::or);
        match granted.and(left) {
            Holding::Yes => (Admin::Yes, BTreeSet::new()),
            Holding::If(keys) => (Admin::Conditional, keys),
            Holding::No => (Admin::No, BTreeSet::new()),
        }
    }

    /// The policies that grant it: those that do so alone, or else all that have a part in it.
    fn via(&self) -> BTreeSet<&str> {
        let grants = |document: &Document, all: bool| {
            let mut held = take_over()
                .map(|(place, action)| allows(&[document], place, any(self.arn, action).as_target()) != Holding::No);
            if all { held.all(|one| one) } else { held.any(|one| one) }
        };
        let named = |all: bool| -> BTreeSet<&str> {
            let those = self.documents.iter().filter(|(_, document)| grants(document, all));
            those.map(|(name, _)| name.as_str()).collect()
        };
        let alone = named(true);
        if alone.is_empty() { named(false) } else { alone }
    }

    /// Whether the action is allowed on everything of its type, or on what gives the identity itself more.
    fn effective(&self, own: &[&Document], place: usize, action: &str) -> Holding {
        let anything = any(self.arn, action);
        let mut targets = vec![anything.as_target()];
        targets.extend(self.itself(action).into_iter().map(|arn| Target::This(arn, self.user)));
        let holdings = targets.into_iter().map(|target| {
            let holding = decide(own, place, target);
            self.boundary.map_or(holding.clone(), |boundary| holding.and(decide(&[boundary], place, target)))
        });
        holdings.fold(Holding::No, Holding::or)
    }

    /// The resources of which a change is a change of one's own rights.
    fn itself(&self, action: &str) -> Vec<&str> {
        match (action, self.user) {
            ("iam:deleteuserpermissionsboundary", Some(_)) if self.boundary.is_none() => Vec::new(),
            ("iam:attachuserpolicy" | "iam:putuserpolicy" | "iam:deleteuserpermissionsboundary", Some(_))
            | ("iam:attachrolepolicy" | "iam:putrolepolicy", None) => vec![self.arn],
            ("iam:attachgrouppolicy" | "iam:putgrouppolicy", _) => self.groups.iter().map(String::as_str).collect(),
            ("iam:createpolicyversion" | "iam:setdefaultpolicyversion", _) => {
                self.policies.iter().map(String::as_str).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The services to which any role may be passed, where a condition names services and nothing else.
    fn passes_to(&self, own: &[&Document]) -> BTreeSet<String> {
        let action = "iam:passrole";
        let Ok(place) = WATCHED.binary_search(&action) else { return BTreeSet::new() };
        let anything = any(self.arn, action);
        let target = anything.as_target();
        let shut = |documents: &[&Document]| denies(documents, place, target) != Holding::No;
        if shut(own) || self.boundary.is_some_and(|b| decide(&[b], place, target) != Holding::Yes) {
            return BTreeSet::new();
        }
        let rules = own.iter().flat_map(|document| &document.rules);
        let open = rules.filter(|r| r.allow && r.speaks_of(place) && r.keys.is_empty());
        open.filter(|r| r.reaches(target) == Reach::Yes).filter_map(|r| r.passed_to.clone()).flatten().collect()
    }
}

fn take_over() -> impl Iterator<Item = (usize, &'static str)> {
    TAKE_OVER.into_iter().filter_map(|action| Some((WATCHED.binary_search(&action).ok()?, action)))
}

/// A target that borrows from itself.
enum Anything {
    Iam(String),
    Other { service: String, account: String },
}

impl Anything {
    fn as_target(&self) -> Target<'_> {
        match self {
            Self::Iam(arn) => Target::Any(arn),
            Self::Other { service, account } => Target::Broad { service, account },
        }
    }
}

/// Every resource that the action is done on, in the partition and account of the identity. The name is one that no
/// pattern has that means less than all.
fn any(identity: &str, action: &str) -> Anything {
    let kind = match action {
        "iam:addusertogroup" | "iam:attachgrouppolicy" | "iam:putgrouppolicy" => "group",
        "iam:createpolicyversion" | "iam:setdefaultpolicyversion" => "policy",
        "iam:updatesamlprovider" => "saml-provider",
        "sts:assumerole"
        | "iam:attachrolepolicy"
        | "iam:deleterolepermissionsboundary"
        | "iam:passrole"
        | "iam:putrolepolicy"
        | "iam:updateassumerolepolicy" => "role",
        _ if action.starts_with("iam:") => "user",
        _ => {
            let service = action.split(':').next().unwrap_or_default().to_owned();
            return Anything::Other { service, account: identity.split(':').nth(4).unwrap_or_default().to_owned() };
        }
    };
    let head = identity.rsplit_once(':').map_or("", |(head, _)| head);
    Anything::Iam(format!("{head}:{kind}/=,.@_anything"))
}

/// What the documents say, denials included.
fn decide(documents: &[&Document], place: usize, target: Target<'_>) -> Holding {
    match denies(documents, place, target) {
        Holding::Yes => Holding::No,
        Holding::No => allows(documents, place, target),
        Holding::If(keys) => allows(documents, place, target).and(Holding::If(keys)),
    }
}

fn allows(documents: &[&Document], place: usize, target: Target<'_>) -> Holding {
    say(documents, place, target, true)
}

fn denies(documents: &[&Document], place: usize, target: Target<'_>) -> Holding {
    say(documents, place, target, false)
}

fn say(documents: &[&Document], place: usize, target: Target<'_>, allow: bool) -> Holding {
    let mut out = Holding::No;
    for rule in documents.iter().flat_map(|document| &document.rules) {
        if rule.allow != allow || !rule.speaks_of(place) {
            continue;
        }
        let mut keys = rule.keys.clone();
        if rule.passed_to.is_some() {
            keys.insert("iam:passedtoservice".to_owned());
        }
        match rule.reaches(target) {
            Reach::No => continue,
            Reach::Yes => {}
            Reach::Perhaps => drop(keys.insert("a variable in Resource".to_owned())),
        }
        if keys.is_empty() {
            return Holding::Yes;
        }
        out = out.or(Holding::If(keys));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::grants::Document;
    use super::*;
    use crate::documents;

    /// Identities with their policies, written as people write them, and what they come to: `who` (`user/alice`
    /// if it is not there), `policies`, `boundary`, `admin`, `conditions`, and unless `admin` is yes
    /// `conditional`, `passes_to` and `actions` (which is not compared if it is not there).
    const TABLE: &str = include_str!("../../tests/data/identities.json");

    fn document(value: &Value) -> Document {
        Document::of(&documents::plain(&value.to_string()).unwrap())
    }

    fn check(row: &Value) {
        let who = row["who"].as_str().unwrap_or("user/alice");
        let arn = format!("arn:aws:iam::111122223333:{who}");
        let read: Vec<Document> = row["policies"].as_array().unwrap().iter().map(document).collect();
        let boundary = row.get("boundary").map(document);
        let identity = Identity {
            arn: &arn,
            user: who.strip_prefix("user/"),
            groups: vec!["arn:aws:iam::111122223333:group/team".to_owned()],
            policies: vec!["arn:aws:iam::111122223333:policy/own".to_owned()],
            documents: read.iter().enumerate().map(|(n, d)| (format!("p{n}"), d)).collect(),
            boundary: boundary.as_ref(),
        };
        let (rights, admin) = identity.rights();
        let why = &row["why"];
        let said = |name: &str, empty: Value| row.get(name).cloned().unwrap_or(empty);
        assert_eq!(rights["admin"], row["admin"], "{why}: {rights}");
        assert_eq!(rights["conditions"], said("conditions", json!([])), "{why}");
        assert_eq!(admin == Admin::No, rights["via"] == json!([]), "{why}: {}", rights["via"]);
        if admin != Admin::Yes {
            assert_eq!(rights["conditional_actions"], said("conditional", json!({})), "{why}");
            assert_eq!(rights["passes_to"], said("passes_to", json!([])), "{why}");
            assert_eq!(rights["actions"], said("actions", rights["actions"].clone()), "{why}");
        }
    }

    #[test]
    fn every_row_of_the_table_comes_to_what_it_says() {
        let rows: Vec<Value> = serde_json::from_str(TABLE).unwrap();
        assert!(rows.len() >= 50, "only {} rows", rows.len());
        rows.iter().for_each(check);
    }

    #[test]
    fn the_policies_that_grant_it_are_named() {
        let everything = Document::everything();
        let some = document(&json!({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}));
        let identity = Identity {
            arn: "arn:aws:iam::111122223333:role/app",
            user: None,
            groups: Vec::new(),
            policies: Vec::new(),
            documents: vec![("some".to_owned(), &some), ("all".to_owned(), &everything)],
            boundary: None,
        };
        let (rights, admin) = identity.rights();
        assert_eq!((admin, &rights["via"], &rights["actions"]), (Admin::Yes, &json!(["all"]), &Value::Null));
    }
}
