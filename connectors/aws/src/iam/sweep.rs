//! One paged sweep over all users, groups, roles and policies (`GetAccountAuthorizationDetails`).
//! The request is always the same, whatever is wanted, so that a recording serves every choice of
//! policies. Pages are read one at a time; what waits for a later page is put aside as bytes.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_account_authorization_details::GetAccountAuthorizationDetailsOutput;
use aws_sdk_iam::types::{GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail};
use collect::Error;
use model::ExchangeId;
use serde_json::{Value, json};

use super::SWEEP;
use super::account::Counts;
use super::facts::{attached, inline, tags};
use super::grants::Document;
use super::identities::{Grants, Known};
use super::last_used;
use super::report::Fetched;
use crate::context::{Asked, Context, Draft, needed, time};
use crate::documents;
use crate::fault::Fault;
use crate::pages::Pages;

const USER: &str = "aws.iam.user";
const GROUP: &str = "aws.iam.group";
const ROLE: &str = "aws.iam.role";
const POLICY: &str = "aws.iam.policy";

/// Fields of users and roles that wait for the end of the sweep.
const RIGHTS: [&str; 3] = ["is_admin", "rights", last_used::FIELD];

/// What others want to know of the sweep.
#[derive(Debug)]
pub(super) struct Swept {
    /// Whether `AWSSupportAccess` is attached to anybody.
    pub(super) support: Asked<Value>,
    /// Who has certain policies of AWS.
    pub(super) holders: Asked<Value>,
    /// Users that the credential report does not know.
    pub(super) unreported: u64,
}

/// Sweeps, if something wanted needs it.
pub(super) async fn collect(
    context: &Context<'_>,
    iam: &Client,
    report: Option<&Fetched>,
    counts: &Counts,
) -> Result<Option<Swept>, Error> {
    let wanted = [USER, GROUP, ROLE, POLICY].iter().any(|kind| context.plan.wants_kind(kind))
        || ["support_role_attached", "aws_policy_holders"].iter().any(|f| context.plan.wants("aws.iam.account", f));
    if !wanted {
        return Ok(None);
    }
    let mut sweep = Sweep::new(context, report);
    let mut pages = Pages::default();
    let mut marker = None;
    let cut = loop {
        let call = iam.get_account_authorization_details().max_items(1000).set_marker(marker);
        let asked = context.ask(SWEEP, call.send()).await?;
        sweep.exchanges.extend(asked.exchanges.iter().cloned());
        let next = match asked.result {
            Ok(page) => {
                sweep.page(&page, &asked.exchanges)?;
                pages.next(page.is_truncated(), page.marker())
            }
            Err(fault) => Err(fault),
        };
        match next {
            Ok(None) => break None,
            Ok(more) => marker = more,
            Err(fault) => break Some((fault, asked.exchanges.last().cloned())),
        }
    };
    let fault = cut.as_ref().map(|(fault, _)| fault);
    sweep.finish_held(iam, fault).await?;
    sweep.populations(pages.count, cut.as_ref(), counts);
    let exchanges = sweep.exchanges;
    Ok(Some(Swept {
        support: Asked { result: sweep.known.is_held("AWSSupportAccess").read(fault), exchanges: exchanges.clone() },
        holders: Asked { result: sweep.known.holders(fault), exchanges },
        unreported: sweep.unreported,
    }))
}

/// A resource that waits for the end of the sweep, as canonical bytes.
#[derive(Debug)]
struct Held {
    line: Box<[u8]>,
    waits_for: Waits,
}

#[derive(Debug)]
enum Waits {
    /// What it may do: policies and groups may stand on later pages.
    Rights(Box<Grants>),
    /// `members`: users may stand on later pages.
    Members(String),
    /// A policy of AWS that is attached to nobody: is it anybody's permissions boundary?
    Boundary(String),
}

#[derive(Debug)]
struct Sweep<'c, 'a> {
    context: &'c Context<'a>,
    report: Option<&'c Fetched>,
    exchanges: BTreeSet<ExchangeId>,
    /// The pages with groups or policies: what a user or role may do rests on these and its own page.
    grants_on: BTreeSet<ExchangeId>,
    /// How many of each kind were listed.
    counted: BTreeMap<&'static str, u64>,
    service_linked: u64,
    /// Kinds with an entry that could not be read.
    broken: BTreeSet<&'static str>,
    held: Vec<Held>,
    /// Per group, its users.
    members: BTreeMap<String, BTreeSet<String>>,
    known: Known,
    /// Policies that bound a user or role.
    boundaries: BTreeSet<String>,
    unreported: u64,
}

impl<'c, 'a> Sweep<'c, 'a> {
    fn new(context: &'c Context<'a>, report: Option<&'c Fetched>) -> Self {
        Self {
            context,
            report,
            exchanges: BTreeSet::new(),
            grants_on: BTreeSet::new(),
            counted: BTreeMap::new(),
            service_linked: 0,
            broken: BTreeSet::new(),
            held: Vec::new(),
            members: BTreeMap::new(),
            known: Known::new(&context.partition),
            boundaries: BTreeSet::new(),
            unreported: 0,
        }
    }

    fn page(
        &mut self,
        page: &GetAccountAuthorizationDetailsOutput,
        exchanges: &BTreeSet<ExchangeId>,
    ) -> Result<(), Error> {
        if !(page.group_detail_list().is_empty() && page.policies().is_empty()) {
            self.grants_on.extend(exchanges.iter().cloned());
        }
        for user in page.user_detail_list() {
            match needed(user.arn().zip(user.user_name()), "the ARN or name of a user") {
                Ok((arn, name)) => self.user(user, arn, name, exchanges)?,
                Err(fault) => self.broken(USER, &fault, exchanges),
            }
        }
        for group in page.group_detail_list() {
            match needed(group.arn().zip(group.group_name()), "the ARN or name of a group") {
                Ok((arn, name)) => self.group(group, arn, name, exchanges)?,
                Err(fault) => self.broken(GROUP, &fault, exchanges),
            }
        }
        for role in page.role_detail_list() {
            match needed(role.arn().zip(role.role_name()), "the ARN or name of a role") {
                Ok((arn, name)) => self.role(role, arn, name, exchanges)?,
                Err(fault) => self.broken(ROLE, &fault, exchanges),
            }
        }
        for policy in page.policies() {
            match needed(policy.arn().and_then(|arn| Some((arn, arn.rsplit_once('/')?.1))), "the ARN of a policy") {
                // The name ends the ARN; not every server tells it apart.
                Ok((arn, name)) => self.policy(policy, arn, name, exchanges)?,
                Err(fault) => self.broken(POLICY, &fault, exchanges),
            }
        }
        Ok(())
    }

    fn count(&mut self, kind: &'static str) {
        *self.counted.entry(kind).or_default() += 1;
    }

    /// An entry without a name cannot become a resource; the list is not complete without it.
    fn broken(&mut self, kind: &'static str, fault: &Fault, exchanges: &BTreeSet<ExchangeId>) {
        self.context.list_gap(kind, fault, None, exchanges.last());
        self.broken.insert(kind);
        self.known.unlisted(fault);
    }

    fn user(&mut self, user: &UserDetail, arn: &str, name: &str, page: &BTreeSet<ExchangeId>) -> Result<(), Error> {
        self.count(USER);
        let attached = attached(user.attached_managed_policies());
        self.known.attached("users", name, &attached.arns, &attached.field);
        for group in user.group_list() {
            self.members.entry(group.clone()).or_default().insert(name.to_owned());
        }
        let boundary = user.permissions_boundary().and_then(|b| b.permissions_boundary_arn());
        self.boundaries.extend(boundary.map(str::to_owned));
        let Some(mut draft) = self.context.draft(USER, arn) else { return Ok(()) };
        draft.rests_on(page);
        let inline = inline(user.user_policy_list());
        draft.set("name", Value::from(name));
        draft.set("tags", tags(user.tags()));
        draft.set("groups", json!(user.group_list()));
        draft.set("permissions_boundary", json!(boundary));
        set(&mut draft, "created_at", time(user.create_date()), page);
        set(&mut draft, "inline_policies", inline.field, page);
        set(&mut draft, "attached_policies", attached.field, page);
        if let Some(report) = self.report {
            self.unreported += u64::from(!report.user(arn, &mut draft));
        }
        let grants = Grants {
            arn: arn.to_owned(),
            user: Some(name.to_owned()),
            inline: inline.documents,
            unread: inline.unread,
            attached: attached.arns,
            groups: user.group_list().to_vec(),
            boundary: boundary.map(str::to_owned),
        };
        self.put_or_hold(&draft, &RIGHTS, Waits::Rights(Box::new(grants)))
    }

    fn group(&mut self, group: &GroupDetail, arn: &str, name: &str, page: &BTreeSet<ExchangeId>) -> Result<(), Error> {
        self.count(GROUP);
        let attached = attached(group.attached_managed_policies());
        self.known.attached("groups", name, &attached.arns, &attached.field);
        let inline = inline(group.group_policy_list());
        let grants = Grants {
            arn: arn.to_owned(),
            inline: inline.documents,
            unread: inline.unread,
            attached: attached.arns,
            ..Grants::default()
        };
        self.known.group(name, grants);
        let Some(mut draft) = self.context.draft(GROUP, arn) else { return Ok(()) };
        draft.rests_on(page);
        draft.set("name", Value::from(name));
        set(&mut draft, "created_at", time(group.create_date()), page);
        set(&mut draft, "inline_policies", inline.field, page);
        set(&mut draft, "attached_policies", attached.field, page);
        self.put_or_hold(&draft, &["members"], Waits::Members(name.to_owned()))
    }

    fn role(&mut self, role: &RoleDetail, arn: &str, name: &str, page: &BTreeSet<ExchangeId>) -> Result<(), Error> {
        self.count(ROLE);
        let attached = attached(role.attached_managed_policies());
        self.known.attached("roles", name, &attached.arns, &attached.field);
        let linked = role.path().map(|path| path.starts_with("/aws-service-role/"));
        self.service_linked += u64::from(linked == Some(true));
        let boundary = role.permissions_boundary().and_then(|b| b.permissions_boundary_arn());
        self.boundaries.extend(boundary.map(str::to_owned));
        let Some(mut draft) = self.context.draft(ROLE, arn) else { return Ok(()) };
        draft.rests_on(page);
        let inline = inline(role.role_policy_list());
        let trust = needed(role.assume_role_policy_document(), "the trust policy");
        let trust =
            trust.and_then(|text| documents::encoded(text).map_err(|e| Fault::bad_reply(format!("trust policy: {e}"))));
        draft.set("name", Value::from(name));
        draft.set("tags", tags(role.tags()));
        draft.set("permissions_boundary", json!(boundary));
        set(&mut draft, "path", needed(role.path(), "the path of the role").map(Value::from), page);
        set(&mut draft, "service_linked", needed(linked, "the path of the role").map(Value::from), page);
        set(&mut draft, "created_at", time(role.create_date()), page);
        set(&mut draft, "trust_policy", trust, page);
        set(&mut draft, "inline_policies", inline.field, page);
        set(&mut draft, "attached_policies", attached.field, page);
        set(&mut draft, "last_used", time(role.role_last_used().and_then(|used| used.last_used_date())), page);
        let grants = Grants {
            arn: arn.to_owned(),
            inline: inline.documents,
            unread: inline.unread,
            attached: attached.arns,
            boundary: boundary.map(str::to_owned),
            ..Grants::default()
        };
        self.put_or_hold(&draft, &RIGHTS, Waits::Rights(Box::new(grants)))
    }

    fn policy(
        &mut self,
        policy: &ManagedPolicyDetail,
        arn: &str,
        name: &str,
        page: &BTreeSet<ExchangeId>,
    ) -> Result<(), Error> {
        let version = policy.policy_version_list().iter().find(|version| version.is_default_version());
        let document = needed(version.and_then(|v| v.document()), "the default version of the policy");
        let document = document.and_then(|text| documents::encoded(text).map_err(Fault::bad_reply));
        let seen = document.as_ref().map(Document::of).map_err(|fault| format!("policy {arn}: {}", fault.message));
        self.known.policy(arn, seen);
        let aws_managed = arn.split(':').nth(4) == Some("aws");
        // AWS lists of its own policies those in use; a server that lists all of them adds over a thousand that
        // are nobody's.
        let unattached = aws_managed && policy.attachment_count() == Some(0);
        let bounds = policy.permissions_boundary_usage_count();
        if unattached && bounds == Some(0) {
            return Ok(());
        }
        let perhaps_unused = unattached && bounds.is_none();
        if !perhaps_unused {
            self.count(POLICY);
        }
        let Some(mut draft) = self.context.draft(POLICY, arn) else { return Ok(()) };
        draft.rests_on(page);
        draft.set("name", Value::from(name));
        draft.set("aws_managed", Value::Bool(aws_managed));
        set(
            &mut draft,
            "attachment_count",
            needed(policy.attachment_count(), "the attachment count").map(Value::from),
            page,
        );
        set(&mut draft, "document", document, page);
        if perhaps_unused {
            // Whom it bounds is known at the end of the sweep only.
            self.hold(&draft, Waits::Boundary(arn.to_owned()))
        } else {
            self.context.put(&draft)
        }
    }

    fn put_or_hold(&mut self, draft: &Draft<'_>, fields: &[&str], waits_for: Waits) -> Result<(), Error> {
        if !fields.iter().any(|field| draft.wants(field)) {
            return self.context.put(draft);
        }
        self.hold(draft, waits_for)
    }

    fn hold(&mut self, draft: &Draft<'_>, waits_for: Waits) -> Result<(), Error> {
        let line = model::canonical_json(&draft.resource)?.into_boxed_slice();
        self.held.push(Held { line, waits_for });
        Ok(())
    }

    /// Gives what was put aside its last fields, and hands it over.
    async fn finish_held(&mut self, iam: &Client, cut: Option<&Fault>) -> Result<(), Error> {
        let held = std::mem::take(&mut self.held);
        let mut used = self.look_up_use(iam, &held).await?;
        for held in held {
            let Some(mut draft) = self.context.resume(&held.line)? else { continue };
            match held.waits_for {
                Waits::Rights(grants) => {
                    draft.rests_on(&self.grants_on);
                    let (rights, is_admin) = self.known.rights(&grants, cut);
                    set(&mut draft, "is_admin", is_admin, &self.exchanges);
                    set(&mut draft, "rights", rights, &self.exchanges);
                    if let Some(used) = used.remove(&grants.arn) {
                        draft.observe(last_used::FIELD, used.asked, used.permission);
                    } else {
                        // Without the rest of the sweep nobody can say that no policy allows the service.
                        let known =
                            cut.map_or_else(|| self.known.services(&grants).map(|_| json!({})), |f| Err(f.clone()));
                        set(&mut draft, last_used::FIELD, known, &self.exchanges);
                    }
                }
                Waits::Boundary(arn) => {
                    let all_known = cut.is_none() && self.broken.is_empty();
                    if all_known && !self.boundaries.contains(&arn) {
                        continue;
                    }
                    self.count(POLICY);
                }
                Waits::Members(group) => {
                    draft.rests_on(&self.exchanges);
                    let members = self.members.get(&group).map_or_else(|| json!([]), |names| json!(names));
                    // A user that could not be read may be a member of any group.
                    let unread = self.broken.contains(USER).then(|| Fault::bad_reply("a listed user cannot be read"));
                    let members = cut.cloned().or(unread).map_or(Ok(members), Err);
                    set(&mut draft, "members", members, &self.exchanges);
                }
            }
            self.context.put(&draft)?;
        }
        Ok(())
    }

    /// Asks when those who may use certain services last did. Nobody else is asked about.
    async fn look_up_use(&self, iam: &Client, held: &[Held]) -> Result<BTreeMap<String, last_used::Use>, Error> {
        let mut concerned = Vec::new();
        for held in held {
            let Waits::Rights(grants) = &held.waits_for else { continue };
            let kind = if grants.user.is_some() { USER } else { ROLE };
            // AWS services use their own roles as they like.
            if !self.context.plan.wants(kind, last_used::FIELD) || grants.arn.contains(":role/aws-service-role/") {
                continue;
            }
            if let Ok(services) = self.known.services(grants)
                && !services.is_empty()
            {
                concerned.push((grants.arn.clone(), services));
            }
        }
        last_used::look_up(self.context, iam, concerned).await
    }

    fn populations(&self, pages: u32, cut: Option<&(Fault, Option<ExchangeId>)>, counts: &Counts) {
        for kind in [USER, GROUP, ROLE, POLICY] {
            let items = self.counted.get(kind).copied().unwrap_or(0);
            if let Some((fault, exchange)) = cut {
                self.context.list_gap(kind, fault, Some(SWEEP), exchange.as_ref());
            }
            let independent = match kind {
                USER => counts.users,
                GROUP => counts.groups,
                // Where a server leaves service-linked roles out, it counts another set.
                ROLE => counts.roles.filter(|n| self.service_linked == 0 || *n != items - self.service_linked),
                _ => None,
            };
            let agrees = independent.is_none_or(|n| n == items);
            if let (Some(n), None, false) = (independent, cut, agrees) {
                let fault = Fault::bad_reply(format!("the account summary counts {n}, the list holds {items}"));
                self.context.list_gap(kind, &fault, None, self.exchanges.last());
            }
            let complete = cut.is_none() && agrees && !self.broken.contains(kind);
            self.context.population(kind, pages, items, independent, complete, &self.exchanges);
        }
    }
}

/// A value read from the sweep, or why it cannot be read.
fn set(draft: &mut Draft<'_>, name: &str, value: Result<Value, Fault>, exchanges: &BTreeSet<ExchangeId>) {
    match value {
        Ok(value) => draft.set(name, value),
        Err(fault) => draft.gap(name, &fault, None, exchanges.last()),
    }
}
