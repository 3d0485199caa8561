//! What is a secret where secrets are expected. It is stricter than the formats that are searched
//! everywhere, and still must not take a reference to a secret for the secret.

use std::borrow::Cow;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use regex::{Captures, Regex};

use crate::patterns::{Patterns, is_no_secret, mark};

/// Tokens that providers issue, by their beginnings.
const TOKENS: &[&str] = &[
    r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}",
    r"\bwhsec_[A-Za-z0-9]{16,}",
    r"\bsk-[A-Za-z0-9_-]{20,}",
    r"\bnpm_[A-Za-z0-9]{30,}",
    r"\bpypi-[A-Za-z0-9_-]{30,}",
    r"\brubygems_[0-9a-f]{40,}",
    r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
    r"\bSK[0-9a-f]{32}\b",
    r"\bkey-[0-9a-f]{32}\b",
    r"\bxkeysib-[0-9a-f]{40,}",
    r"\bhf_[A-Za-z0-9]{30,}",
    r"\bdo[opr]_v1_[0-9a-f]{40,}",
    r"\bdapi[0-9a-f]{32}",
    r"\bhv[sbr]\.[A-Za-z0-9_-]{20,}",
    r"\bAGE-SECRET-KEY-1[A-Z0-9]{40,}",
    r"\bdckr_pat_[A-Za-z0-9_-]{20,}",
    r"\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
    r"\bATATT3[A-Za-z0-9_=-]{20,}",
    r"\bNRAK-[A-Z0-9]{20,}",
    r"\bya29\.[A-Za-z0-9_-]{20,}",
    r"\bsq0(?:atp|csp)-[A-Za-z0-9_-]{20,}",
    r"\blin_api_[A-Za-z0-9]{30,}",
    r"\bglsa_[A-Za-z0-9_]{30,}",
    r"\bdp\.(?:st|pt|ct)\.[A-Za-z0-9._-]{30,}",
    r"\bsntry[su]_[A-Za-z0-9+/=_-]{30,}",
    r"\btskey-[A-Za-z0-9-]{20,}",
    r"\bPMAK-[0-9a-f]{24}-[0-9a-f]{30,}",
    r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{32,}",
    r"\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/=]{40,}",
    r"\bdiscord(?:app)?\.com/api/webhooks/[0-9]{5,}/[A-Za-z0-9_-]{20,}",
];

/// `password=…`, `"token": "…"`: the name stays.
const ASSIGNED: &str = r#"(?i)(?<before>\b[A-Za-z0-9_.-]{0,40}(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)[A-Za-z0-9_.-]{0,20}["']?\s{0,5}[=:]\s{0,5}["']?)(?<value>[^\s"'<>,;&\\]{4,200})"#;

/// `--password …`, `-token …`.
const FLAG: &str = r#"(?i)(?<before>(?:^|\s)--?[a-z-]{0,30}(?:password|passwd|passphrase|secret|token|key|credential)[a-z-]{0,15}\s{1,3}["']?)(?<value>[^\s"'<>,;&\\-][^\s"'<>,;&\\]{3,200})"#;

/// `curl -u user:…`.
const USER: &str = r#"(?<before>\s(?:-u|--user)\s{1,3}["']?[^\s:"']{1,80}:)(?<value>[^\s"']{3,200})"#;

/// `aws configure set aws_secret_access_key …`.
const CONFIGURED: &str =
    r"(?i)(?<before>\b(?:aws_)?(?:secret_access_key|session_token)\s{1,5})(?<value>[A-Za-z0-9/+=]{16,2000})";

struct Rules {
    tokens: Regex,
    /// Those whose value alone is replaced.
    assigned: [Regex; 4],
}

static RULES: LazyLock<Result<Rules, regex::Error>> = LazyLock::new(|| {
    let assigned = [Regex::new(ASSIGNED)?, Regex::new(FLAG)?, Regex::new(USER)?, Regex::new(CONFIGURED)?];
    Ok(Rules { tokens: Regex::new(&TOKENS.join("|"))?, assigned })
});

/// Words in names whose values are secrets.
const SECRET_WORDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "privatekey",
    "credential",
    "connectionstring",
    "pwd",
    "authkey",
    "signingkey",
    "encryptionkey",
    "webhookurl",
];

/// Ends of names that speak about a secret and do not hold it.
const ABOUT: &[&str] = &[
    "arn",
    "name",
    "id",
    "ids",
    "url",
    "uri",
    "endpoint",
    "file",
    "path",
    "ttl",
    "expiry",
    "expiration",
    "length",
    "enabled",
    "version",
    "type",
    "region",
    "policy",
    "table",
    "header",
    "prefix",
    "count",
    "age",
    "days",
    "rotation",
    "manager",
    "store",
    "provider",
    "algorithm",
    "mode",
    "issuer",
    "audience",
    "scope",
    "limit",
    "min",
    "max",
    "seconds",
    "bucket",
    "tokens",
    "required",
];

/// Words in names whose values are secrets if they look like chance.
const KEY_WORDS: &[&str] = &["key", "auth", "salt", "cert", "signature", "sas", "dsn", "pass", "pin", "hash", "seed"];

/// True for the name of a member that names the value beside it: `Key`, `name`, `ParameterKey`.
pub(super) fn names_values(name: &str) -> bool {
    let name = letters(name);
    name == "key"
        || name == "name"
        || name.ends_with("parameterkey")
        || name.ends_with("outputkey")
        || name == "parametername"
}

/// What a value becomes, or `None` if it stays. `labels` are the names that say what it is; with
/// `all` it is withheld whatever it says.
pub(super) fn judge(value: &str, labels: &[&str], all: bool, count: &mut dyn FnMut(&'static str)) -> Option<String> {
    if value.is_empty() || value.starts_with("[redacted:") {
        return None;
    }
    let mut whole = |class: &'static str| {
        count(class);
        Some(mark(class))
    };
    if all {
        return whole("withheld");
    }
    let reference = is_reference(value);
    if !reference && value.len() >= 4 && labels.iter().any(|label| is_secret_name(label)) {
        return whole("member");
    }
    if let Some(decoded) = decoded(value) {
        return text(&decoded, count).map(|changed| STANDARD.encode(changed));
    }
    let named = labels.iter().any(|label| is_key_name(label));
    if !reference && is_chance(value, named) {
        return whole("entropy");
    }
    text(value, count)
}

/// A text with the secrets in it replaced.
fn text(value: &str, count: &mut dyn FnMut(&'static str)) -> Option<String> {
    let (Ok(rules), Ok(patterns)) = (RULES.as_ref(), Patterns::get()) else {
        // A test compiles all. If one could not be, nothing that it should search may be kept.
        count("unreadable");
        return Some(mark("unreadable"));
    };
    let mut current = patterns.apply(value, false, count).map_or(Cow::Borrowed(value), Cow::Owned);
    if rules.tokens.is_match(&current) {
        let replaced = rules.tokens.replace_all(&current, |_: &Captures<'_>| {
            count("token");
            mark("token")
        });
        current = Cow::Owned(replaced.into_owned());
    }
    for rule in &rules.assigned {
        let replaced = rule.replace_all(&current, |found: &Captures<'_>| {
            let part = |name| found.name(name).map_or("", |m| m.as_str());
            let (before, value) = (part("before"), part("value"));
            if is_reference(value) || is_about(before) {
                return format!("{before}{value}");
            }
            count("assigned");
            format!("{before}{}", mark("assigned"))
        });
        if replaced != current {
            current = Cow::Owned(replaced.into_owned());
        }
    }
    (current != value).then(|| current.into_owned())
}

/// A text that was encoded in base64, as user data is. One that is compressed cannot be searched.
fn decoded(value: &str) -> Option<String> {
    let packed: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    if packed.len() < 16 || !packed.len().is_multiple_of(4) {
        return None;
    }
    let bytes = STANDARD.decode(packed).ok()?;
    // The head of gzip. What cannot be searched is assigned nothing, so it is withheld here.
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Some("password=[compressed]".to_owned());
    }
    String::from_utf8(bytes).ok().filter(|text| text.chars().all(|c| !c.is_control() || c.is_whitespace()))
}

fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).take(120).collect()
}

fn is_secret_name(name: &str) -> bool {
    let name = letters(name);
    SECRET_WORDS.iter().any(|word| name.contains(word)) && !ABOUT.iter().any(|end| name.ends_with(end))
}

/// True if the name before a value speaks about a secret and does not hold it.
fn is_about(before: &str) -> bool {
    let name = before.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let name = letters(name.rsplit(char::is_whitespace).next().unwrap_or_default());
    ABOUT.iter().any(|end| name.ends_with(end))
}

fn is_key_name(name: &str) -> bool {
    let name = letters(name);
    KEY_WORDS.iter().any(|word| name.contains(word)) && !ABOUT.iter().any(|end| name.ends_with(end))
}

/// A value that says where a secret is, and a value that cannot be one.
fn is_reference(value: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "arn:",
        "{{",
        "${",
        "$(",
        "ssm:",
        "secretsmanager:",
        "vault:",
        "s3://",
        "file:",
        "/aws/",
        "alias/",
        "sha256:",
        "[redacted:",
    ];
    let web = value.starts_with("https://") || value.starts_with("http://");
    let path = value.starts_with('/') && value.chars().all(|c| c.is_ascii_alphanumeric() || "/_.-".contains(c));
    is_no_secret(value)
        || BEGINNINGS.iter().any(|begin| value.starts_with(begin))
        || (web && !value.contains('@') && !value.contains('='))
        || path
        || value.starts_with('$')
}

/// True for a text that looks like chance: one word with letters of both cases and digits, hardly
/// any of which stands twice. Without a name that says so it must be long.
fn is_chance(value: &str, named: bool) -> bool {
    let word = value.chars().all(|c| c.is_ascii_alphanumeric() || "+/=_-".contains(c));
    let classes = [char::is_ascii_uppercase, char::is_ascii_lowercase, char::is_ascii_digit];
    let counts = classes.map(|class| value.chars().filter(class).count());
    let (least, digits, bits) = if named { (16, 1, 3.2) } else { (32, 4, 4.2) };
    let hex = value.len() >= 32 && named && value.chars().all(|c| c.is_ascii_hexdigit());
    hex || (word
        && (least..=256).contains(&value.len())
        && counts.iter().all(|count| *count > 0)
        && counts.last().is_some_and(|count| *count >= digits)
        && entropy(value) >= bits)
}

/// Bits a letter (Shannon).
#[allow(clippy::cast_precision_loss, reason = "the text is short")]
fn entropy(text: &str) -> f64 {
    let mut counts = [0_usize; 128];
    for byte in text.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let all = text.len() as f64;
    counts.iter().filter(|count| **count > 0).map(|count| *count as f64 / all).map(|p| -p * p.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(name: &str, value: &str) -> String {
        judge(value, &[name], false, &mut |_| ()).unwrap_or_else(|| value.to_owned())
    }

    #[test]
    fn every_expression_compiles() {
        assert!(RULES.is_ok());
    }

    #[test]
    fn secrets_are_withheld() {
        for (name, value) in [
            ("DB_PASSWORD", "hunter22"),
            ("API_TOKEN", "abcd"),
            ("ClientSecret", "s3cr3t!"),
            ("ENCRYPTION_KEY", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            ("SIGNING_SALT", "Zx81LqPoVn5TgRb2YhNc"),
            ("URL", "postgres://app:hunter22@db.internal/app"),
            ("X", "sk_live_4eC39HqLyjWDarjtT1zdp7dc"),
            ("X", "kR8vQz2LpXw9sLd4RtYb6FmGc1JeUa3ZoTiV8CnB"),
            ("X", "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----"),
            ("CONFIG", "host=db;password=hunter22;port=5432"),
            ("CONFIG", r#"{"user": "app", "password": "hunter22"}"#),
            ("SCRIPT", "mysql --password hunter22 -h db"),
            ("SCRIPT", "aws configure set aws_secret_access_key hunter22xxxxxxxxxxxxxxxx"),
            ("SCRIPT", "curl -u app:hunter22 https://example.com"),
        ] {
            let found = judged(name, value);
            assert!(found.contains("[redacted:"), "{name}={value}: {found}");
            assert!(!found.contains("hunter22"), "{found}");
        }
        let data = STANDARD.encode("#!/bin/sh\nexport DB_PASSWORD=hunter22\necho ok\n");
        let changed = String::from_utf8(STANDARD.decode(judged("UserData", &data)).unwrap()).unwrap();
        assert_eq!(changed, "#!/bin/sh\nexport DB_PASSWORD=[redacted:assigned]\necho ok\n");
        let packed = STANDARD.encode([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2]);
        assert_ne!(judged("UserData", &packed), packed, "what cannot be searched is not kept");
    }

    #[test]
    fn what_is_no_secret_stays() {
        for (name, value) in [
            ("DB_PASSWORD_ARN", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"),
            ("DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"),
            ("DB_PASSWORD", "{{resolve:secretsmanager:db}}"),
            ("SECRET_NAME", "prod/database"),
            ("TOKEN_TTL", "3600"),
            ("TOKEN_URL", "https://auth.example.com/oauth/token"),
            ("API_KEY_ID", "1234abcd"),
            ("PASSWORD_FILE", "/run/secrets/db"),
            ("DB_PASSWORD", "/prod/db/password"),
            ("TABLE", "Customers"),
            ("TABLE", "MyApplicationCustomerOrdersProduction"),
            ("BUCKET", "acme-prod-artifacts-123456789012-eu-west-1"),
            ("COMMIT", "0a4d55a8d778e5022fab701977c5d840bbc486d0"),
            ("FUNCTION", "arn:aws:lambda:eu-west-1:123456789012:function:f"),
            ("LOG_LEVEL", "INFO"),
            ("ABOUT", "The password is kept elsewhere; ask for a token there."),
            ("Team", "payments"),
            ("X", ""),
        ] {
            assert_eq!(judged(name, value), value, "{name}");
        }
    }
}
