//! OAuth apps that the organisation approved or refused. GitHub lists them through no API; only the
//! audit log (Enterprise Cloud and Enterprise Server) shows the decisions, as far back as it reaches.
//! An empty log must never be read as an organisation without OAuth apps, and nothing of the people
//! in the log may be recorded.

use std::collections::{BTreeMap, BTreeSet};

use collect::Error;
use model::{Cause, ExchangeId, Population, Timestamp};
use serde_json::{Value, json};
use wire::Withheld;

use crate::client::Client;
use crate::context::Context;
use crate::errors::Trouble;
use crate::kinds::{OAUTH_APP, ORG_ADMIN};
use crate::organization::Org;
use crate::paging::{List, list_kept};

const OPERATION: &str = "GET /orgs/{org}/audit-log";

/// The decisions and their events, from what takes access to what gives it: of two at the same
/// moment the later in this list counts.
const DECISIONS: [(&str, &str); 4] = [
    ("denied", "org.oauth_app_access_denied"),
    ("blocked", "org.oauth_app_access_blocked"),
    ("unblocked", "org.oauth_app_access_unblocked"),
    ("approved", "org.oauth_app_access_approved"),
];

/// Without a date the log shows three months. GitHub opened in 2008, so this asks for all it has.
const SINCE: &str = "2008-01-01";

/// docs.github.com, "Reviewing the audit log for your organization": events of the last 180 days.
const CLOUD_REACHES_DAYS: u64 = 180;

/// Members of an event that may be recorded; GitHub Enterprise Server puts some below `data`. The
/// rest is about people: who, from which address and place, with which token.
const KEPT: [&[&str]; 7] = [
    &["action"],
    &["created_at"],
    &["@timestamp"],
    &["_document_id"],
    &["org"],
    &["oauth_application_name"],
    &["data", "oauth_application_name"],
];

/// Milliseconds before 1973: a time in seconds, or none at all.
const TOO_EARLY: i64 = 100_000_000_000;

/// The lists of decisions, in the order of [`DECISIONS`], until one made trouble.
#[derive(Default)]
struct Log {
    lists: Vec<List>,
    trouble: Option<Trouble>,
}

/// What the log says of one app.
#[derive(Debug, PartialEq)]
struct App {
    decided_at: Timestamp,
    /// Place in [`DECISIONS`].
    decision: usize,
    exchanges: BTreeSet<ExchangeId>,
}

/// Puts the OAuth apps.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn collect(context: &Context<'_>, org: &Org) -> Result<(), Error> {
    let Some(wanted) = context.wanted(OAUTH_APP) else { return Ok(()) };
    let mut log = Log::read(context, org).await?;
    let apps = log.apps();
    let reach = log.reaches_days();
    let first = log.lists.iter().filter_map(|list| list.first.as_ref()?.exchange.clone()).collect::<BTreeSet<_>>();
    for (name, app) in &apps {
        let mut draft = context.draft(wanted, &format!("{}/{name}", context.settings.organization));
        // That no later decision was taken rests on the lists of the others.
        draft.rests_on(&(&app.exchanges | &first));
        draft.put("name", Ok(json!(name)));
        let (state, decided_at) = match &log.trouble {
            // What could not be read may hold a later decision.
            Some(trouble) => (Err(trouble.clone()), Err(trouble.clone())),
            None => (Ok(json!(DECISIONS.get(app.decision).map(|(state, _)| state))), Ok(json!(app.decided_at))),
        };
        draft.put("state", state);
        draft.put("decided_at", decided_at);
        draft.put("log_reaches_days", Ok(json!(reach)));
        draft.finish(context.out)?;
    }
    if let Some(trouble) = &log.trouble {
        context.list_gap(wanted.kind, trouble);
    }
    let population = Population {
        kind: wanted.kind.clone(),
        source: context.settings.source.clone(),
        pages: log.lists.iter().map(|list| list.pages).sum(),
        items: apps.len() as u64,
        independent_count: None,
        complete: log.trouble.is_none(),
        exchanges: BTreeSet::new(),
    };
    context.out.population(population.resting_on(log.lists.iter().flat_map(|list| &list.exchanges)));
    Ok(())
}

impl Log {
    /// Reads one list for each decision: GitHub does not say what a phrase with several actions finds.
    async fn read(context: &Context<'_>, org: &Org) -> Result<Self, Error> {
        let client = context.client.withholding(Withheld::all_but(&["*"], &KEPT));
        let mut log = Self::default();
        for (_, action) in DECISIONS {
            let mut list = decisions(context, &client, action).await?;
            log.trouble = list.trouble.take().map(|trouble| explained(trouble, org));
            log.lists.push(list);
            if log.trouble.is_some() {
                break;
            }
        }
        Ok(log)
    }

    /// The apps by name, each with its last decision. What cannot be read is trouble.
    fn apps(&mut self) -> BTreeMap<String, App> {
        let mut apps: BTreeMap<String, App> = BTreeMap::new();
        for (decision, (list, (_, action))) in self.lists.iter().zip(DECISIONS).enumerate() {
            for item in &list.items {
                let (name, decided_at) = match event(&item.value, action) {
                    Ok(event) => event,
                    Err(trouble) => {
                        self.trouble.get_or_insert(trouble.at(item.exchange.as_ref()));
                        continue;
                    }
                };
                let known = apps.entry(name.to_owned()).or_insert_with(|| App {
                    decided_at,
                    decision,
                    exchanges: BTreeSet::new(),
                });
                if (decided_at, decision) > (known.decided_at, known.decision) {
                    (known.decided_at, known.decision) = (decided_at, decision);
                }
                known.exchanges.extend(item.exchange.clone());
            }
        }
        apps
    }

    /// How far back the log reaches, if that is GitHub's rule and not a server's setting.
    fn reaches_days(&self) -> Option<u64> {
        let first = self.lists.iter().find_map(|list| list.first.as_ref());
        let server = first.is_some_and(|reply| reply.headers.contains_key("x-github-enterprise-version"));
        (!server).then_some(CLOUD_REACHES_DAYS)
    }
}

async fn decisions(context: &Context<'_>, client: &Client, action: &str) -> Result<List, Error> {
    // `:`, a space, `>` and `=` as a query writes them.
    let tail = format!("/audit-log?phrase=action%3A{action}%20created%3A%3E%3D{SINCE}&per_page=100");
    list_kept(client, &context.org_ask(OPERATION, &tail, ORG_ADMIN), None, bare).await
}

/// Of an event only what is read, so that memory stays small.
fn bare(event: Value) -> Value {
    let Value::Object(mut members) = event else { return Value::Null };
    let mut take = |name: &str| members.remove(name).filter(|found| !found.is_null());
    let (action, created_at, name) = (take("action"), take("created_at"), take("oauth_application_name"));
    let name = name.or_else(|| take("data")?.get_mut("oauth_application_name").map(Value::take));
    json!({"action": action, "created_at": created_at, "name": name})
}

/// The app and the moment of an event, if it is one that was asked for.
fn event<'e>(event: &'e Value, action: &str) -> Result<(&'e str, Timestamp), Trouble> {
    let bad = |what: &str| Trouble::bad_reply(format!("{OPERATION}: an event {what}"));
    if event.get("action").and_then(Value::as_str) != Some(action) {
        return Err(bad(&format!("is not {action}, which was asked for")));
    }
    let name = event.get("name").and_then(Value::as_str).filter(|name| !name.trim().is_empty());
    let name = name.ok_or_else(|| bad("names no OAuth app"))?;
    let moment = event.get("created_at").and_then(Value::as_i64).filter(|moment| *moment > TOO_EARLY);
    let moment = moment.and_then(|moment| Timestamp::from_millisecond(moment).ok());
    Ok((name, moment.ok_or_else(|| bad("has no moment in milliseconds"))?))
}

/// GitHub refuses in the same words whoever may not read the log and whoever has none. The plan of
/// the organisation tells them apart, where the caller is shown it.
fn explained(trouble: Trouble, org: &Org) -> Trouble {
    if trouble.cause != Cause::Denied {
        return trouble;
    }
    let plan = org.as_ref().ok().and_then(|(org, _)| org.pointer("/plan/name")?.as_str());
    match plan {
        Some(plan @ ("free" | "team")) => Trouble {
            cause: Cause::NotEnabled,
            permission: None,
            message: format!("{}; the plan {plan} has no audit log API, Enterprise Cloud has", trouble.message),
            exchange: trouble.exchange,
        },
        _ => Trouble {
            message: format!(
                "{}; without Enterprise Cloud GitHub answers the same (classic token: scope read:audit_log)",
                trouble.message
            ),
            ..trouble
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_only_if_it_is_whole() {
        let action = "org.oauth_app_access_approved";
        let good = json!({"action": action, "created_at": 1_761_000_000_123_i64, "oauth_application_name": "Robot"});
        let read = |value: &Value| event(&bare(value.clone()), action).map(|(name, at)| (name.to_owned(), at)).ok();
        let moment = "2025-10-20T22:40:00.123Z".parse().unwrap();
        assert_eq!(read(&good), Some(("Robot".to_owned(), moment)));
        let mut below = good.clone();
        below.as_object_mut().unwrap().remove("oauth_application_name");
        below["data"] = json!({"oauth_application_name": "Robot"});
        assert_eq!(read(&below), Some(("Robot".to_owned(), moment)));
        for (member, odd) in [
            ("action", json!("org.oauth_app_access_denied")),
            ("action", json!(null)),
            ("oauth_application_name", json!(" ")),
            ("oauth_application_name", json!(["Robot"])),
            ("oauth_application_name", json!({"name": "Robot"})),
            ("created_at", json!("2025-10-20T22:40:00Z")),
            ("created_at", json!(1_761_000_000)),
            ("created_at", json!(1_761_000_000_123.5)),
            ("created_at", json!(i64::MAX)),
            ("created_at", json!(-1)),
            ("created_at", json!(null)),
        ] {
            let mut event = good.clone();
            event[member] = odd.clone();
            assert_eq!(read(&event), None, "{member}: {odd}");
        }
        for odd in [json!(null), json!([good]), json!("x"), json!({})] {
            assert_eq!(read(&odd), None, "{odd}");
        }
    }
}
