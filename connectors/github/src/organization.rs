//! The organisation and its settings. What only owners are shown is a gap for everybody else.

use collect::Error;
use model::Population;
use serde_json::{Map, Value, json};

use crate::client::{Ask, Reply};
use crate::context::Context;
use crate::draft::{flag, optional_text, text};
use crate::errors::{Asked, Trouble};
use crate::kinds::{ORG_ADMIN, ORGANIZATION};
use crate::people::People;

/// Field of the kind → member of GitHub's reply, all bools.
const FLAGS: [(&str, &str); 6] = [
    ("two_factor_required", "/two_factor_requirement_enabled"),
    ("members_can_create_public_repositories", "/members_can_create_public_repositories"),
    ("members_can_delete_repositories", "/members_can_delete_repositories"),
    ("members_can_change_repo_visibility", "/members_can_change_repo_visibility"),
    ("members_can_fork_private_repositories", "/members_can_fork_private_repositories"),
    ("web_commit_signoff_required", "/web_commit_signoff_required"),
];

/// Member of `security_defaults` → member of GitHub's reply, all bools.
const SECURITY_DEFAULTS: [(&str, &str); 6] = [
    ("advanced_security_for_new", "advanced_security_enabled_for_new_repositories"),
    ("dependabot_alerts_for_new", "dependabot_alerts_enabled_for_new_repositories"),
    ("dependabot_security_updates_for_new", "dependabot_security_updates_enabled_for_new_repositories"),
    ("dependency_graph_for_new", "dependency_graph_enabled_for_new_repositories"),
    ("secret_scanning_for_new", "secret_scanning_enabled_for_new_repositories"),
    ("push_protection_for_new", "secret_scanning_push_protection_enabled_for_new_repositories"),
];

/// The reply of `GET /orgs/{org}`.
pub(crate) type Org = Result<(Value, Reply), Trouble>;

/// Asks for the organisation itself.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn fetch(context: &Context<'_>) -> Asked<(Value, Reply)> {
    context.client.get(&context.org_ask("GET /orgs/{org}", "", ORG_ADMIN)).await
}

/// Puts the organisation and its settings.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn collect(context: &Context<'_>, org: &Org, people: &People) -> Result<(), Error> {
    let Some(wanted) = context.wanted(ORGANIZATION) else { return Ok(()) };
    let login = org.as_ref().ok().and_then(|(org, _)| org.get("login")).and_then(Value::as_str);
    context.out.population(Population {
        kind: wanted.kind.clone(),
        source: context.settings.source.clone(),
        pages: u32::from(login.is_some()),
        items: u64::from(login.is_some()),
        independent_count: None,
        complete: login.is_some(),
        exchanges: org.as_ref().ok().and_then(|(_, reply)| reply.exchange.clone()).into_iter().collect(),
    });
    let (Ok((org, reply)), Some(login)) = (org, login) else {
        let unreadable = Trouble::bad_reply("GET /orgs/{org}: the reply has no login");
        context.list_gap(wanted.kind, org.as_ref().err().unwrap_or(&unreadable));
        return Ok(());
    };
    let mut draft = context.draft(wanted, login);
    draft.rests_on(&reply.exchange);
    let from_here = |trouble: Trouble| trouble.at(reply.exchange.as_ref());
    for (field, pointer) in FLAGS {
        draft.put(field, for_owners(org, pointer, flag).map_err(from_here));
    }
    let permission = for_owners(org, "/default_repository_permission", text);
    draft.put("default_repository_permission", permission.map_err(from_here));
    draft.put("verified", flag(org, "/is_verified").map_err(from_here));
    draft.put("security_defaults", security_defaults(org).map_err(from_here));
    for (field, logins) in [("owners", people.owners()), ("members_without_two_factor", people.without_two_factor())] {
        if wanted.has(field) {
            let (logins, exchanges) = logins;
            draft.put(field, logins.map(|logins| json!(logins)));
            draft.rests_on(&exchanges);
        }
    }
    if wanted.has("actions") {
        let ask = context.org_ask("GET /orgs/{org}/actions/permissions", "/actions/permissions", ORG_ADMIN);
        let (learnt, exchanges) = wire::traced(ask_and(context, &ask, actions)).await;
        draft.put("actions", learnt?);
        draft.rests_on(&exchanges);
    }
    if wanted.has("workflow_permissions") {
        let operation = "GET /orgs/{org}/actions/permissions/workflow";
        let ask = context.org_ask(operation, "/actions/permissions/workflow", ORG_ADMIN);
        let (learnt, exchanges) = wire::traced(ask_and(context, &ask, workflow_permissions)).await;
        draft.put("workflow_permissions", learnt?);
        draft.rests_on(&exchanges);
    }
    draft.finish(context.out)
}

/// Asks and reads the reply with `read`.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn ask_and(
    context: &Context<'_>,
    ask: &Ask,
    read: fn(&Value) -> Result<Value, Trouble>,
) -> Asked<Value> {
    let asked = context.client.get(ask).await?;
    Ok(asked.and_then(|(value, reply)| read(&value).map_err(|trouble| trouble.at(reply.exchange.as_ref()))))
}

/// A member that GitHub leaves out, or sends as null, unless the caller is an owner.
fn for_owners(org: &Value, pointer: &str, read: fn(&Value, &str) -> Result<Value, Trouble>) -> Result<Value, Trouble> {
    match org.pointer(pointer) {
        None | Some(Value::Null) => {
            let name = pointer.trim_start_matches('/');
            Err(Trouble::denied(ORG_ADMIN, format!("GET /orgs/{{org}} does not show {name} to this caller")))
        }
        Some(_) => read(org, pointer),
    }
}

fn security_defaults(org: &Value) -> Result<Value, Trouble> {
    let mut defaults = Map::new();
    for (name, member) in SECURITY_DEFAULTS {
        if let Some(on) = org.get(member).and_then(Value::as_bool) {
            defaults.insert(name.to_owned(), json!(on));
        }
    }
    if defaults.is_empty() {
        return Err(Trouble::denied(ORG_ADMIN, "GET /orgs/{org} does not show the security defaults to this caller"));
    }
    Ok(Value::Object(defaults))
}

fn actions(reply: &Value) -> Result<Value, Trouble> {
    Ok(json!({
        "enabled_repositories": text(reply, "/enabled_repositories")?,
        "allowed_actions": optional_text(reply, "/allowed_actions")?,
        "sha_pinning_required": reply.get("sha_pinning_required").and_then(Value::as_bool),
    }))
}

/// The default rights of workflow tokens, of an organisation or a repository.
pub(crate) fn workflow_permissions(reply: &Value) -> Result<Value, Trouble> {
    Ok(json!({
        "default_workflow_permissions": text(reply, "/default_workflow_permissions")?,
        "can_approve_pull_request_reviews": flag(reply, "/can_approve_pull_request_reviews")?,
    }))
}
