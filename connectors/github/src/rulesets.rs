//! Reads what protects a default branch: classic protection, active rules, rulesets. 403 and 404
//! are read as "not protected" only where GitHub says exactly that.

use std::collections::BTreeMap;

use model::{Cause, ExchangeId};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::client::{Ask, segment};
use crate::context::Context;
use crate::errors::{Asked, Trouble, message_of, refused};
use crate::kinds::{ORG_ADMIN, REPO_ADMIN, REPO_METADATA};
use crate::paging::list;
use crate::protection::{Detail, Input, merge, ruleset_id};

/// The organisation's rulesets, each read once however many repositories it covers.
pub(crate) type OrgRulesets = Mutex<BTreeMap<u64, (Result<Detail, Trouble>, Option<ExchangeId>)>>;

/// One branch to look at.
pub(crate) struct Branch<'a> {
    /// `/repos/{owner}/{repo}`, encoded.
    pub(crate) repository: &'a str,
    pub(crate) name: &'a str,
    pub(crate) viewer_is_admin: bool,
}

/// The `protection` field of a repository with commits.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn protection(context: &Context<'_>, branch: &Branch<'_>, cache: &OrgRulesets) -> Asked<Value> {
    let classic = match classic(context, branch).await? {
        Ok(classic) => classic,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let operation = "GET /repos/{owner}/{repo}/rules/branches/{branch}";
    let path = format!("{}/rules/branches/{}?per_page=100", branch.repository, segment(branch.name));
    let rules = list(&context.client, &Ask { operation, path, permission: REPO_METADATA }, None).await?;
    let operation = "GET /repos/{owner}/{repo}/rulesets";
    let path = format!("{}/rulesets?includes_parents=true&per_page=100", branch.repository);
    let rulesets = list(&context.client, &Ask { operation, path, permission: REPO_METADATA }, None).await?;
    let exchange = rules.first.as_ref().and_then(|reply| reply.exchange.clone());
    let (rules, rulesets) = match (rules.all(), rulesets.all()) {
        (Ok(rules), Ok(rulesets)) => (rules, rulesets),
        (Err(trouble), _) | (_, Err(trouble)) => return Ok(Err(trouble)),
    };
    let mut input = Input { classic, rules: rules.iter().map(|item| item.value.clone()).collect(), ..Input::default() };
    input.evaluate_only = rulesets.iter().filter_map(|item| watching(&item.value)).collect();
    let names: BTreeMap<u64, &str> = rulesets.iter().filter_map(|item| named(&item.value)).collect();
    for rule in &input.rules {
        let Some(id) = ruleset_id(rule).filter(|id| !input.details.contains_key(id)) else { continue };
        let mut detail = match detail(context, branch, rule, id, cache).await? {
            Ok(detail) => detail,
            // Who may not see the ruleset still sees its rules.
            Err(trouble) if matches!(trouble.cause, Cause::Denied | Cause::NotEnabled | Cause::Unsupported) => {
                Detail::default()
            }
            Err(trouble) => return Ok(Err(trouble)),
        };
        detail.name = names.get(&id).map(|name| (*name).to_owned()).or(detail.name);
        input.details.insert(id, detail);
    }
    Ok(merge(&input).map_err(|what| Trouble::bad_reply(what).at(exchange.as_ref())))
}

/// Classic protection; `None` if GitHub says that there is none.
async fn classic(context: &Context<'_>, branch: &Branch<'_>) -> Asked<Option<Value>> {
    let ask = Ask {
        operation: "GET /repos/{owner}/{repo}/branches/{branch}/protection",
        path: format!("{}/branches/{}/protection", branch.repository, segment(branch.name)),
        permission: REPO_ADMIN,
    };
    let reply = match context.client.send(&ask).await? {
        Ok(reply) => reply,
        Err(trouble) => return Ok(Err(trouble)),
    };
    if reply.status.as_u16() != 404 {
        return Ok(reply.json(&ask).map(Some));
    }
    let words = message_of(&reply.body);
    if words == "Branch not protected" {
        return Ok(Ok(None));
    }
    if words == "Branch not found" {
        let message = format!("{}: the default branch {:?} is not there", ask.operation, branch.name);
        return Ok(Err(Trouble::bad_reply(message).at(reply.exchange.as_ref())));
    }
    // Only an administrator's 404 means absence; anybody else gets it for "you may not know".
    if branch.viewer_is_admin && reply.parse(ask.operation).is_ok() {
        return Ok(Ok(None));
    }
    let trouble = refused(ask.operation, REPO_ADMIN, reply.status, &reply.headers, &reply.body);
    Ok(Err(trouble.at(reply.exchange.as_ref())))
}

async fn detail(
    context: &Context<'_>,
    branch: &Branch<'_>,
    rule: &Value,
    id: u64,
    cache: &OrgRulesets,
) -> Asked<Detail> {
    let text = |name: &str| rule.get(name).and_then(Value::as_str).unwrap_or_default();
    let of_this_org = text("ruleset_source_type") == "Organization"
        && text("ruleset_source").eq_ignore_ascii_case(&context.settings.organization);
    if !of_this_org {
        let operation = "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}";
        let path = format!("{}/rulesets/{id}?includes_parents=true", branch.repository);
        let asked = context.client.get(&Ask { operation, path, permission: REPO_ADMIN }).await?;
        return Ok(asked.map(|(value, _)| read_detail(&value)));
    }
    // Held while asking, so that many repositories at once ask once.
    let mut known = cache.lock().await;
    if let Some((detail, exchange)) = known.get(&id) {
        exchange.iter().for_each(wire::note_exchange);
        return Ok(detail.clone());
    }
    let ask = context.org_ask("GET /orgs/{org}/rulesets/{ruleset_id}", &format!("/rulesets/{id}"), ORG_ADMIN);
    let asked = context.client.get(&ask).await?;
    let exchange = match &asked {
        Ok((_, reply)) => reply.exchange.clone(),
        Err(trouble) => trouble.exchange.clone(),
    };
    let detail = asked.map(|(value, _)| read_detail(&value));
    known.insert(id, (detail.clone(), exchange));
    Ok(detail)
}

fn read_detail(value: &Value) -> Detail {
    Detail {
        name: value.get("name").and_then(Value::as_str).map(str::to_owned),
        // GitHub leaves it out for callers who may not change the ruleset.
        bypass_actors: value.get("bypass_actors").and_then(Value::as_array).cloned(),
    }
}

fn named(ruleset: &Value) -> Option<(u64, &str)> {
    Some((ruleset.get("id")?.as_u64()?, ruleset.get("name")?.as_str()?))
}

/// A branch ruleset that only watches, whichever branches it names.
fn watching(ruleset: &Value) -> Option<Value> {
    let is = |name: &str, what: &str| ruleset.get(name).and_then(Value::as_str) == Some(what);
    let (id, name) = named(ruleset)?;
    (is("enforcement", "evaluate") && is("target", "branch")).then(|| json!({ "id": id, "name": name }))
}
