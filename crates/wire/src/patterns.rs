//! What a secret looks like when nobody told us of it: formats of tokens and keys, and names under
//! which secrets stand. All expressions run in linear time. None may match what an evidence needs:
//! ids, dates, flags, tokens that only lead to the next page.

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;
use regex::{Captures, Regex};

use crate::canonical::{PARAMETER, SECRET_PARAMETERS};

/// A format of secrets.
struct Rule {
    class: &'static str,
    source: String,
    /// Compiled when first needed: most rules never are, and each costs as much as a few requests.
    regex: OnceLock<Result<Regex, regex::Error>>,
    /// A bit of its own.
    flag: u64,
    /// True if it also holds where an opaque token that leads to the next page stands.
    unmistakable: bool,
}

/// All formats, and what finds in one pass which of them may occur.
pub(crate) struct Patterns {
    triggers: AhoCorasick,
    /// The flag of each trigger's rule.
    rule_of: Vec<u64>,
    rules: Vec<Rule>,
}

/// Class, texts (in any case) without which it cannot match, expression. In each, the groups
/// `before` and `after`, if present, are kept and the rest is replaced. No expression may look far
/// ahead from each of many beginnings, or many of them would take quadratic time.
const RULES: &[(&str, &[&str], &str)] = &[
    (
        // RFC 7468; with the end line if it is there, else as far as the base64 goes.
        "private_key",
        &["PRIVATE KEY"],
        r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?:[A-Za-z0-9+/=\s\\:,.()]|-[A-Za-z0-9])*-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|[A-Za-z0-9+/=\s\\]*)",
    ),
    (
        // 40 characters soon after an access key id.
        "aws_secret",
        &["AKIA", "ASIA"],
        r"(?<before>\b(?:AKIA|ASIA)[A-Z0-9]{16}\b[ -~\t\r\n]{0,40}?[^A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?<after>$|[^A-Za-z0-9/+=])",
    ),
    (
        "aws_secret",
        &["secret", "session"],
        r#"(?i)(?<before>\b(?:aws_?)?(?:secret_?access_?key|session_?token)["']?\s*[=:]\s*["']?)[A-Za-z0-9/+=]{16,}"#,
    ),
    (
        "github_token",
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
        r"\bgh[pousr]_[A-Za-z0-9]{16,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{20,}",
    ),
    (
        "gitlab_token",
        &["glpat-", "glptt-", "gldt-", "glrt-", "glcbt-", "glft-", "glagent-", "gloas-", "glsoat-", "glimt-"],
        r"\bgl(?:pat|ptt|dt|rt|cbt|ft|agent|oas|soat|imt)-[A-Za-z0-9_.-]{16,}",
    ),
    ("slack_token", &["xox", "xapp-"], r"\b(?:xox[a-z]|xapp)-[A-Za-z0-9-]{10,}"),
    (
        "slack_webhook",
        &["hooks.slack.com"],
        r"(?<before>hooks\.slack\.com/(?:services|workflows|triggers)/)[A-Za-z0-9/_-]+",
    ),
    ("google_api_key", &["AIza"], r"\bAIza[0-9A-Za-z_-]{35}"),
    ("jwt", &["eyJ"], r"\beyJ[A-Za-z0-9_-]{6,}\.eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}"),
    ("userinfo", &["://"], r#"(?<before>://)[^/\s:@"'<>?#\[\]\\]{0,200}:[^/\s@"'<>\[\]\\]{1,500}(?<after>@)"#),
    (
        "authorization",
        &["authorization"],
        r#"(?i)(?<before>\bauthorization["']?\s{0,9}[:=]\s{0,9}["']?(?:bearer|basic|token)\s{1,9})[^\s"'<>,\[\\]{8,}"#,
    ),
];

/// These have a prefix of their own, which an opaque token has not by chance.
const UNMISTAKABLE: &[&str] = &["private_key", "github_token", "gitlab_token", "slack_token", "google_api_key"];

static PATTERNS: LazyLock<Result<Patterns, String>> = LazyLock::new(|| {
    let names = SECRET_PARAMETERS.iter().map(|p| regex::escape(p)).collect::<Vec<_>>().join("|");
    let parameter = format!(r#"(?i)(?<before>(?:^|[?&;\s])(?:{names})=)[^&\s"'<>\[\]\\]+"#);
    let (mut rules, mut texts, mut rule_of) = (Vec::new(), Vec::new(), Vec::new());
    for (class, triggers, source) in RULES.iter().chain([&("parameter", ["="].as_slice(), parameter.as_str())]) {
        let flag = 1 << rules.len();
        rule_of.resize(rule_of.len() + triggers.len(), flag);
        texts.extend_from_slice(triggers);
        let (source, regex) = ((*source).to_owned(), OnceLock::new());
        rules.push(Rule { class, source, regex, flag, unmistakable: UNMISTAKABLE.contains(class) });
    }
    let triggers = AhoCorasick::builder().ascii_case_insensitive(true).build(texts).map_err(|e| e.to_string())?;
    Ok(Patterns { triggers, rule_of, rules })
});

impl Patterns {
    /// The patterns, compiled once.
    pub(crate) fn get() -> Result<&'static Self, &'static String> {
        PATTERNS.as_ref()
    }

    /// `text` with all that looks like a secret replaced, or `None` if nothing does. `count` is told
    /// the class of each. With `opaque`, the text is a token of which only the unmistakable formats
    /// are taken for secrets.
    pub(crate) fn apply(&self, text: &str, opaque: bool, count: &mut dyn FnMut(&'static str)) -> Option<String> {
        // The shortest thing any rule matches is "sig=x".
        if text.len() < 5 {
            return None;
        }
        let mut wanted = 0_u64;
        for found in self.triggers.find_overlapping_iter(text) {
            wanted |= self.rule_of.get(found.pattern().as_usize()).copied().unwrap_or(0);
        }
        let mut out: Option<String> = None;
        for rule in self.rules.iter().filter(|rule| wanted & rule.flag != 0 && (rule.unmistakable || !opaque)) {
            let current = out.as_deref().unwrap_or(text);
            if let Cow::Owned(changed) = rule.apply(current, count)
                && changed != current
            {
                out = Some(changed);
            }
        }
        out
    }
}

/// Where triggers stand in a text, so that its parts need not be searched one by one.
pub(crate) struct Hits {
    /// Start and end of each, by start; `None` if they are too many to be listed.
    places: Option<Vec<(usize, usize)>>,
    next: usize,
}

/// Triggers that are listed of one text.
const MOST_HITS: usize = 100_000;

impl Patterns {
    /// All triggers in `text`.
    pub(crate) fn hits(&self, text: &str) -> Hits {
        let mut places = Vec::new();
        for found in self.triggers.find_overlapping_iter(text) {
            if places.len() == MOST_HITS {
                return Hits { places: None, next: 0 };
            }
            places.push((found.start(), found.end()));
        }
        places.sort_unstable();
        Hits { places: Some(places), next: 0 }
    }
}

impl Hits {
    /// True if the text holds no trigger.
    pub(crate) fn is_empty(&self) -> bool {
        self.places.as_ref().is_some_and(Vec::is_empty)
    }

    /// False if no trigger stands between `start` and `end`. Parts must be asked for in their order.
    pub(crate) fn within(&mut self, start: usize, end: usize) -> bool {
        let Some(places) = &self.places else { return true };
        while places.get(self.next).is_some_and(|(begins, _)| *begins < start) {
            self.next += 1;
        }
        let here = places.get(self.next..).unwrap_or_default().iter();
        here.take_while(|(begins, _)| *begins < end).any(|(_, ends)| *ends <= end)
    }
}

impl Rule {
    fn apply<'t>(&self, text: &'t str, count: &mut dyn FnMut(&'static str)) -> Cow<'t, str> {
        let Ok(regex) = self.regex.get_or_init(|| Regex::new(&self.source)) else {
            // A test compiles all. If one could not be, nothing that it should search may be kept.
            count(self.class);
            return Cow::Owned(mark(self.class));
        };
        regex.replace_all(text, |found: &Captures<'_>| {
            if is_plain_digest(self.class, found) {
                return found.get(0).map_or(String::new(), |all| all.as_str().to_owned());
            }
            count(self.class);
            let group = |name| found.name(name).map_or("", |m| m.as_str());
            format!("{}{}{}", group("before"), mark(self.class), group("after"))
        })
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
    // The seed of a virtual MFA device, as text and as a picture (IAM, CreateVirtualMFADevice).
    "stringseed",
    "qrcodepng",
];

/// Names that end like a secret's and are settings.
const SETTINGS: &[&str] = &["allowuserstochangepassword", "managemasteruserpassword", "changepassword"];

impl Name {
    /// Judges a name.
    pub(crate) fn of(name: &str) -> Self {
        // What is left of a replaced name says nothing, or a second pass would replace more.
        if name.len() > 120 || name.contains("[redacted:") {
            return Self::Plain;
        }
        let mut letters = [0; 120];
        let spelled = name.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase());
        let length = letters.iter_mut().zip(spelled).map(|(to, from)| *to = from).count();
        let name = letters.get(..length).and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default();
        match name {
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

/// The mark as it stands where readers insist on base64.
pub(crate) const BASE64_MARK: &str = "W3JlZGFjdGVkOm1lbWJlcl0=";

/// True for secrets whose readers insist on base64 (IAM's model calls them blobs).
pub(crate) fn is_base64(name: &str) -> bool {
    name.ends_with("StringSeed") || name.ends_with("QRCodePNG")
}

/// Values that say whether there is a secret, not what it is: flags, masks, references.
pub(crate) fn is_no_secret(value: &str) -> bool {
    let value = value.trim();
    value.chars().all(|c| c == '*')
        || value.starts_with("[redacted:")
        || value == BASE64_MARK
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_expression_compiles() {
        for rule in &Patterns::get().unwrap().rules {
            assert!(Regex::new(&rule.source).is_ok(), "{}", rule.source);
        }
    }
}
