//! What a secret looks like when nobody told us of it: formats of tokens and keys, and names under
//! which secrets stand. All expressions run in linear time. None may match what an evidence needs:
//! ids, dates, flags, tokens that only lead to the next page.

use std::sync::LazyLock;

use regex::{Captures, Regex, RegexSet};

use crate::canonical::{PARAMETER, SECRET_PARAMETERS};

/// A format of secrets.
struct Rule {
    class: &'static str,
    regex: Regex,
}

/// All formats, and a set that says in one pass which of them occur.
pub(crate) struct Patterns {
    set: RegexSet,
    rules: Vec<Rule>,
}

/// In each, the groups `before` and `after`, if present, are kept and the rest is replaced.
fn sources() -> Vec<(&'static str, String)> {
    let parameters = SECRET_PARAMETERS.iter().map(|p| regex::escape(p)).collect::<Vec<_>>().join("|");
    let plain: &[(&str, &str)] = &[
        (
            // RFC 7468; with the end line if it is there, else as far as the base64 goes.
            "private_key",
            r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s\\:,.()-]*?-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|[A-Za-z0-9+/=\s\\]*)",
        ),
        (
            // 40 characters soon after an access key id.
            "aws_secret",
            r"(?<before>\b(?:AKIA|ASIA)[A-Z0-9]{16}\b(?s:.){0,100}?[^A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?<after>$|[^A-Za-z0-9/+=])",
        ),
        (
            "aws_secret",
            r#"(?i)(?<before>\b(?:aws_?)?(?:secret_?access_?key|session_?token)["']?\s*[=:]\s*["']?)[A-Za-z0-9/+=]{16,}"#,
        ),
        ("github_token", r"(?:\bgh[pousr]_[A-Za-z0-9]{16,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{20,})"),
        ("gitlab_token", r"\bgl(?:pat|ptt|dt|rt|cbt|ft|agent|oas|soat|imt)-[A-Za-z0-9_.-]{16,}"),
        ("slack_token", r"\b(?:xox[a-z]|xapp)-[A-Za-z0-9-]{10,}"),
        ("slack_webhook", r"(?<before>hooks\.slack\.com/(?:services|workflows|triggers)/)[A-Za-z0-9/_-]+"),
        ("google_api_key", r"\bAIza[0-9A-Za-z_-]{35}"),
        ("jwt", r"\beyJ[A-Za-z0-9_-]{6,}\.eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}"),
        ("userinfo", r#"(?<before>://)[^/\s:@"'<>?#\[\]\\]*:[^/\s@"'<>\[\]\\]+(?<after>@)"#),
        (
            "authorization",
            r#"(?i)(?<before>\bauthorization["']?\s*[:=]\s*["']?(?:bearer|basic|token)\s+)[^\s"'<>,\[\\]{8,}"#,
        ),
    ];
    let mut all: Vec<(&str, String)> = plain.iter().map(|(class, source)| (*class, (*source).to_owned())).collect();
    all.push(("parameter", format!(r#"(?i)(?<before>(?:^|[?&;\s])(?:{parameters})=)[^&\s"'<>\[\]\\]+"#)));
    all
}

static PATTERNS: LazyLock<Result<Patterns, regex::Error>> = LazyLock::new(|| {
    let sources = sources();
    let set = RegexSet::new(sources.iter().map(|(_, source)| source))?;
    let rules = sources
        .iter()
        .map(|(class, source)| Ok(Rule { class, regex: Regex::new(source)? }))
        .collect::<Result<_, _>>()?;
    Ok(Patterns { set, rules })
});

impl Patterns {
    /// The patterns, compiled once.
    pub(crate) fn get() -> Result<&'static Self, &'static regex::Error> {
        PATTERNS.as_ref()
    }

    /// `text` with all that looks like a secret replaced, or `None` if nothing does. `count` is told
    /// the class of each.
    pub(crate) fn apply(&self, text: &str, count: &mut dyn FnMut(&'static str)) -> Option<String> {
        // The shortest thing any rule matches is "://:x@".
        if text.len() < 6 {
            return None;
        }
        let mut out: Option<String> = None;
        for index in &self.set.matches(text) {
            let Some(rule) = self.rules.get(index) else { continue };
            let current = out.as_deref().unwrap_or(text);
            let replaced = rule.regex.replace_all(current, |found: &Captures<'_>| {
                if is_plain_digest(rule.class, found) {
                    return found.get(0).map_or(String::new(), |all| all.as_str().to_owned());
                }
                count(rule.class);
                let group = |name| found.name(name).map_or("", |m| m.as_str());
                format!("{}{}{}", group("before"), mark(rule.class), group("after"))
            });
            if let std::borrow::Cow::Owned(changed) = replaced
                && changed != current
            {
                out = Some(changed);
            }
        }
        out
    }
}

/// What stands for a secret of `class`.
pub(crate) fn mark(class: &str) -> String {
    if class == "parameter" { PARAMETER.to_owned() } else { format!("[redacted:{class}]") }
}

/// 40 hex digits beside a key id are a SHA-1, not a secret key.
fn is_plain_digest(class: &str, found: &Captures<'_>) -> bool {
    let before = found.name("before").map_or(0, |m| m.len());
    class == "aws_secret"
        && found
            .get(0)
            .and_then(|all| all.as_str().get(before..before + 40))
            .is_some_and(|key| key.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// What the name of a member, element or variable says about its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Name {
    /// Nothing.
    #[default]
    Plain,
    /// It is a secret.
    Secret,
    /// It leads to the next page and must come back as it was sent.
    Paging,
    /// It names the value beside it: `{"name": "DB_PASSWORD", "value": "…"}`.
    Label,
    /// It is named by the label beside it.
    Value,
}

/// Words in names of tokens that are no secret: they lead to the next page or mark a request.
const PAGING: &[&str] = &[
    "next", "page", "pagin", "continu", "cursor", "marker", "forward", "backward", "sequence", "sync", "skip", "start",
    "request", "idempot", "client",
];

/// Ends of names under which secrets stand, without `_` and `-`, in lower case.
const SECRET_ENDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "secretvalue",
    "secretstring",
    "secretbinary",
    "privatekey",
    "secretkey",
    "secretaccesskey",
    "apikey",
    "accountkey",
    "connectionstring",
    "token",
];

/// Names that end like a secret's and are settings.
const SETTINGS: &[&str] = &["allowuserstochangepassword", "managemasteruserpassword", "changepassword"];

impl Name {
    /// Judges a name.
    pub(crate) fn of(name: &str) -> Self {
        if name.len() > 120 {
            return Self::Plain;
        }
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        match name.as_str() {
            "name" | "key" => return Self::Label,
            "value" => return Self::Value,
            "marker" | "nextmarker" | "endcursor" | "startcursor" | "cursor" => return Self::Paging,
            _ => {}
        }
        if name.ends_with("token") && PAGING.iter().any(|word| name.contains(word)) {
            Self::Paging
        } else if SECRET_ENDS.iter().any(|end| name.ends_with(end)) && !SETTINGS.iter().any(|s| name.ends_with(s)) {
            Self::Secret
        } else {
            Self::Plain
        }
    }
}

/// Values that say whether there is a secret, not what it is: flags, masks, references.
pub(crate) fn is_no_secret(value: &str) -> bool {
    let value = value.trim();
    value.chars().all(|c| c == '*')
        || value.starts_with("[redacted:")
        || value.starts_with("arn:")
        || [
            "true",
            "false",
            "yes",
            "no",
            "null",
            "none",
            "enabled",
            "disabled",
            "required",
            "optional",
            "n/a",
            "not_supported",
        ]
        .iter()
        .any(|flag| value.eq_ignore_ascii_case(flag))
}
