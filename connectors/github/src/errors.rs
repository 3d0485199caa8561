//! What kept a thing from being learnt. Turns refusals, failures and unreadable replies into the
//! causes of gaps. It must never turn one into an absence.

use http::{HeaderMap, StatusCode};
use model::{Cause, ExchangeId, FailureKind, FieldName, Gap, Kind, SourceId};
use serde_json::Value;

/// Why one thing is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) cause: Cause,
    pub(crate) permission: Option<String>,
    pub(crate) message: String,
    pub(crate) exchange: Option<ExchangeId>,
}

/// The outcome of asking: outside, whether the run can go on; inside, whether the thing is known.
pub(crate) type Asked<T> = Result<Result<T, Trouble>, collect::Error>;

impl Trouble {
    pub(crate) fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self { cause, permission: None, message: message.into(), exchange: None }
    }

    pub(crate) fn bad_reply(message: impl Into<String>) -> Self {
        Self::new(Cause::BadReply, message)
    }

    pub(crate) fn denied(permission: &str, message: impl Into<String>) -> Self {
        Self { permission: Some(permission.to_owned()), ..Self::new(Cause::Denied, message) }
    }

    #[must_use]
    pub(crate) fn at(mut self, exchange: Option<&ExchangeId>) -> Self {
        self.exchange = self.exchange.or_else(|| exchange.cloned());
        self
    }

    pub(crate) fn gap(&self, source: &SourceId, kind: &Kind, resource: Option<&str>, field: Option<&FieldName>) -> Gap {
        Gap {
            source: source.clone(),
            kind: kind.clone(),
            resource: resource.map(str::to_owned),
            field: field.cloned(),
            cause: self.cause,
            permission: self.permission.clone(),
            message: self.message.clone(),
            exchange: self.exchange.clone(),
        }
    }
}

/// There was no reply.
pub(crate) fn no_reply(operation: &str, failure: &model::Failure) -> Trouble {
    let cause = match failure.kind {
        FailureKind::TooLarge => Cause::BadReply,
        FailureKind::Refused => Cause::Unsupported,
        FailureKind::Connect | FailureKind::Tls | FailureKind::Timeout | FailureKind::Broken => Cause::Transient,
    };
    Trouble::new(cause, format!("{operation}: {}", failure.message))
}

/// The reply says no. `permission` is what the documentation names for the operation; the reply's
/// own words about it win.
pub(crate) fn refused(
    operation: &str,
    permission: &str,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> Trouble {
    let words = message_of(body);
    let cause = cause_of(status, headers, &words);
    let mut message = format!("{operation} answered {}", status.as_u16());
    if !words.is_empty() {
        message = format!("{message}: {words}");
    }
    if headers.contains_key("x-github-sso") {
        message.push_str(" (the token must be authorised for the organisation's single sign-on)");
    }
    // Whoever is not known lacks no permission: another token closes this gap, and no right of this one.
    let unknown_caller = status == StatusCode::UNAUTHORIZED;
    if unknown_caller {
        message.push_str(" (the token or App key is wrong, revoked or has expired: renew it and run again)");
    }
    let permission = (cause == Cause::Denied && !unknown_caller).then(|| missing_permission(headers, permission));
    Trouble { cause, permission, message, exchange: None }
}

fn cause_of(status: StatusCode, headers: &HeaderMap, words: &str) -> Cause {
    let lower = words.to_lowercase();
    match status.as_u16() {
        429 => Cause::Throttled,
        403 if is_throttled(headers, &lower) => Cause::Throttled,
        403 if !headers.contains_key("x-github-sso") && is_not_enabled(&lower) => Cause::NotEnabled,
        // GitHub sends strangers from the members to the public members with a 302.
        302 | 401 | 403 | 404 | 451 => Cause::Denied,
        // GitHub's words for the 2FA filter when the caller is no owner.
        422 if lower.contains("only owners") => Cause::Denied,
        410 => Cause::NotEnabled,
        400 | 405 | 406 | 415 | 422 | 501 => Cause::Unsupported,
        202 | 409 | 500..=599 => Cause::Transient,
        _ => Cause::BadReply,
    }
}

/// Primary and secondary limits: docs.github.com, "Rate limits for the REST API".
fn is_throttled(headers: &HeaderMap, lower: &str) -> bool {
    let exhausted = headers.get("x-ratelimit-remaining").is_some_and(|left| left.as_bytes() == b"0");
    exhausted
        || headers.contains_key("retry-after")
        || lower.contains("rate limit")
        || lower.contains("abuse detection")
}

/// The plan or feature that would answer is off: the words of 403 replies.
fn is_not_enabled(lower: &str) -> bool {
    ["upgrade to", "must be enabled", "is not enabled", "not available for this", "is disabled", "are disabled"]
        .iter()
        .any(|words| lower.contains(words))
}

fn missing_permission(headers: &HeaderMap, documented: &str) -> String {
    let named = |name: &str| {
        let text = headers.get(name)?.to_str().ok()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    // The first is GitHub's answer to Apps and fine-grained tokens, the second to classic tokens.
    if let Some(fine_grained) = named("x-accepted-github-permissions") {
        return fine_grained;
    }
    match named("x-accepted-oauth-scopes") {
        Some(scopes) => format!("{documented} (classic token: scope {scopes})"),
        None => documented.to_owned(),
    }
}

/// GitHub's own words in an error body, cut to what fits a line.
pub(crate) fn message_of(body: &[u8]) -> String {
    let parsed = serde_json::from_slice::<Value>(body).ok();
    let words = parsed.as_ref().and_then(|value| value.get("message")).and_then(Value::as_str).unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(status: u16, headers: &[(&'static str, &'static str)], words: &str) -> Trouble {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        let body = serde_json::json!({ "message": words }).to_string();
        let status = StatusCode::from_u16(status).unwrap();
        refused("GET /x", "repository administration: read", status, &map, body.as_bytes())
    }

    #[test]
    fn each_refusal_has_its_cause() {
        let advanced = "Advanced Security must be enabled for this repository to use code scanning.";
        for (status, words, expected) in [
            (401, "Bad credentials", Cause::Denied),
            (403, "Must have admin rights to Repository.", Cause::Denied),
            (403, "Resource not accessible by integration", Cause::Denied),
            (403, "Upgrade to GitHub Pro or make this repository public to enable this feature.", Cause::NotEnabled),
            (403, advanced, Cause::NotEnabled),
            (403, "API rate limit exceeded for user ID 1.", Cause::Throttled),
            (403, "You have exceeded a secondary rate limit", Cause::Throttled),
            (404, "Not Found", Cause::Denied),
            (410, "Gone", Cause::NotEnabled),
            (422, "Validation Failed", Cause::Unsupported),
            (422, "Only owners can use this filter.", Cause::Denied),
            (429, "", Cause::Throttled),
            (451, "Repository access blocked", Cause::Denied),
            (500, "", Cause::Transient),
            (503, "", Cause::Transient),
            (302, "", Cause::Denied),
            (418, "", Cause::BadReply),
        ] {
            assert_eq!(cause(status, &[], words).cause, expected, "{status} {words}");
        }
        assert_eq!(cause(403, &[("x-ratelimit-remaining", "0")], "no").cause, Cause::Throttled);
        assert_eq!(cause(403, &[("retry-after", "60")], "no").cause, Cause::Throttled);
    }

    #[test]
    fn the_reply_names_the_permission() {
        let plain = cause(403, &[], "no");
        assert_eq!(plain.permission.as_deref(), Some("repository administration: read"));
        let fine = cause(403, &[("x-accepted-github-permissions", "administration=read")], "no");
        assert_eq!(fine.permission.as_deref(), Some("administration=read"));
        let classic = cause(403, &[("x-accepted-oauth-scopes", "repo")], "no");
        assert!(classic.permission.unwrap().contains("scope repo"));
        assert_eq!(cause(429, &[], "no").permission, None, "waiting, not a permission, closes this gap");
    }

    #[test]
    fn credentials_that_count_no_more_are_no_missing_permission() {
        let trouble = cause(401, &[("x-accepted-oauth-scopes", "repo")], "Bad credentials");
        assert_eq!((trouble.cause, trouble.permission), (Cause::Denied, None));
        assert!(
            trouble.message.contains("Bad credentials") && trouble.message.contains("renew"),
            "{}",
            trouble.message
        );
    }

    #[test]
    fn single_sign_on_is_a_refusal_with_a_hint() {
        let sso = ("x-github-sso", "required; url=https://github.com/orgs/acme/sso");
        let trouble = cause(403, &[sso], "Resource protected by organization SAML enforcement must be enabled");
        assert_eq!(trouble.cause, Cause::Denied);
        assert!(trouble.message.contains("single sign-on"));
    }

    #[test]
    fn hostile_bodies_give_short_messages() {
        assert_eq!(message_of(b"<html>"), "");
        assert_eq!(message_of(b"{\"message\": 5}"), "");
        assert_eq!(message_of(&[0xff, 0xfe]), "");
        let long = serde_json::json!({ "message": "a\nb ".repeat(5000) }).to_string();
        assert!(message_of(long.as_bytes()).chars().count() <= 200);
        let deep = "[".repeat(100_000);
        assert_eq!(message_of(deep.as_bytes()), "");
    }
}
