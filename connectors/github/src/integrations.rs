//! What else can act on the organisation: webhooks and installed Apps. Addresses of webhooks are
//! put without user, password and query, because people hide keys there.

use collect::Error;
use serde_json::{Value, json};

use crate::context::Context;
use crate::draft::{Draft, flag, text};
use crate::errors::Trouble;
use crate::kinds::{INSTALLATION, ORG_ADMIN, ORG_HOOKS, ORG_WEBHOOK};
use crate::paging::list;

/// Puts the organisation's webhooks.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn collect_webhooks(context: &Context<'_>) -> Result<(), Error> {
    let Some(wanted) = context.wanted(ORG_WEBHOOK) else { return Ok(()) };
    let ask = context.org_ask("GET /orgs/{org}/hooks", "/hooks?per_page=100", ORG_HOOKS);
    let hooks = list(&context.client, &ask, None).await?;
    for item in &hooks.items {
        let Some(id) = item.value.get("id").and_then(Value::as_u64) else {
            context.list_gap(wanted.kind, &Trouble::bad_reply("a webhook has no id").at(item.exchange.as_ref()));
            continue;
        };
        let mut draft = context.draft(wanted, &format!("{}/hooks/{id}", context.settings.organization));
        draft.rests_on(&item.exchange);
        put_webhook(&mut draft, &item.value);
        draft.finish(context.out)?;
    }
    context.counted(wanted.kind, &hooks);
    Ok(())
}

/// The fields that webhooks of organisations and repositories share.
pub(crate) fn put_webhook(draft: &mut Draft<'_>, hook: &Value) {
    draft.put("url", text(hook, "/config/url").and_then(|url| address(url.as_str().unwrap_or_default())));
    draft.put("active", flag(hook, "/active"));
    draft.put("insecure_ssl", insecure_ssl(hook));
    draft.put("content_type", text(hook, "/config/content_type"));
    let secret = hook.pointer("/config/secret").and_then(Value::as_str).is_some_and(|secret| !secret.is_empty());
    draft.put("secret_set", Ok(json!(secret)));
    let events = hook.get("events").filter(|events| events.is_array()).cloned();
    draft.put("events", events.ok_or_else(|| Trouble::bad_reply("the webhook has no list of events")));
}

/// GitHub writes the number as a text, sometimes as a number.
fn insecure_ssl(hook: &Value) -> Result<Value, Trouble> {
    match hook.pointer("/config/insecure_ssl") {
        Some(Value::String(text)) if text == "0" || text == "1" => Ok(json!(text == "1")),
        Some(Value::Number(number)) if number.as_u64().is_some_and(|n| n < 2) => Ok(json!(number.as_u64() == Some(1))),
        _ => Err(Trouble::bad_reply("the webhook does not say whether certificates are checked")),
    }
}

fn address(url: &str) -> Result<Value, Trouble> {
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = bare.split_once("://").ok_or_else(|| Trouble::bad_reply("the webhook's address is no URL"))?;
    let (authority, path) = match rest.find('/') {
        Some(slash) => rest.split_at_checked(slash).unwrap_or((rest, "")),
        None => (rest, ""),
    };
    let host = authority.rsplit('@').next().unwrap_or_default();
    Ok(json!(format!("{scheme}://{host}{path}")))
}

/// Puts the installed Apps.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn collect_installations(context: &Context<'_>) -> Result<(), Error> {
    let Some(wanted) = context.wanted(INSTALLATION) else { return Ok(()) };
    let ask = context.org_ask("GET /orgs/{org}/installations", "/installations?per_page=100", ORG_ADMIN);
    let installations = list(&context.client, &ask, Some("installations")).await?;
    for item in &installations.items {
        let Some(slug) = item.value.get("app_slug").and_then(Value::as_str) else {
            context.list_gap(wanted.kind, &Trouble::bad_reply("an installation has no App").at(item.exchange.as_ref()));
            continue;
        };
        let mut draft = context.draft(wanted, &format!("{}/{slug}", context.settings.organization));
        draft.rests_on(&item.exchange);
        draft.put("app_slug", Ok(json!(slug)));
        draft.put("repository_selection", text(&item.value, "/repository_selection"));
        let permissions = item.value.get("permissions").filter(|permissions| permissions.is_object()).cloned();
        draft.put("permissions", permissions.ok_or_else(|| Trouble::bad_reply("the installation has no permissions")));
        let suspended = item.value.get("suspended_at").map(|at| json!(!at.is_null()));
        draft.put("suspended", suspended.ok_or_else(|| Trouble::bad_reply("the installation has no suspended_at")));
        draft.finish(context.out)?;
    }
    context.counted(wanted.kind, &installations);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_what_people_hide_in_them() {
        for (url, shown) in [
            ("https://ci.example.com/hook?token=abc", "https://ci.example.com/hook"),
            ("https://user:pw@ci.example.com/hook#x", "https://ci.example.com/hook"),
            ("http://ci.example.com:8080", "http://ci.example.com:8080"),
            ("https://a@b@c/x@y", "https://c/x@y"),
        ] {
            assert_eq!(address(url).unwrap(), json!(shown));
        }
        assert!(address("ci.example.com").is_err());
    }

    #[test]
    fn certificates_are_checked_only_if_the_reply_says_so() {
        let read = |value: Value| insecure_ssl(&json!({"config": {"insecure_ssl": value}})).ok();
        assert_eq!(read(json!("0")), Some(json!(false)));
        assert_eq!(read(json!("1")), Some(json!(true)));
        assert_eq!(read(json!(1)), Some(json!(true)));
        for unclear in [json!("2"), json!(-1), json!(null), json!(true)] {
            assert_eq!(read(unclear), None);
        }
    }
}
