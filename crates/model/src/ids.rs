//! Identifiers, parsed once at the edge and trusted afterwards.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is not an identifier of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a {what}: {rule}")]
pub struct IdError {
    /// The refused text, cut to 80 characters.
    pub text: String,
    /// What it should have been.
    pub what: &'static str,
    /// The rule it breaks.
    pub rule: &'static str,
}

fn refuse(text: &str, what: &'static str, rule: &'static str) -> IdError {
    IdError { text: text.chars().take(80).collect(), what, rule }
}

/// Dotted lower-case words: each starts with a letter; then letters, digits and `_`.
fn dotted(text: &str, least: usize) -> bool {
    let words: Vec<&str> = text.split('.').collect();
    text.len() <= 120
        && words.len() >= least
        && words.iter().all(|word| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
}

/// Parses an identifier where it stands, without a copy in between.
struct Parse<T>(std::marker::PhantomData<T>);

impl<T: FromStr<Err = IdError>> Visitor<'_> for Parse<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $what:literal, $rule:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
        #[schemars(with = "String")]
        pub struct $name(
            // Shared, because a run has few of them and names them in every finding.
            Arc<str>,
        );

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let check: fn(&str) -> bool = $check;
                if check(text) { Ok(Self(text.into())) } else { Err(refuse(text, $what, $rule)) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.as_str().to_owned()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                from.deserialize_str(Parse(std::marker::PhantomData))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

identifier! {
    /// A kind of resource, such as `aws.s3.bucket`: connector, area, noun.
    Kind, "kind", "three dotted lower-case words, such as aws.s3.bucket", |t| dotted(t, 3)
}

identifier! {
    /// A policy, such as `aws.s3.bucket_encrypted`. It is also the Rego package and, with `/` for
    /// `.`, the path of the file.
    PolicyId, "policy id", "three or more dotted lower-case words, such as aws.s3.bucket_encrypted", |t| dotted(t, 3)
}

identifier! {
    /// A top-level field of a resource, such as `encryption`.
    FieldName, "field name", "one lower-case word that is not id, kind or source",
    |t| dotted(t, 1) && !t.contains('.') && !matches!(t, "id" | "kind" | "source")
}

identifier! {
    /// A framework, such as `soc2` or `nis2`.
    FrameworkId, "framework id", "one lower-case word, such as soc2", |t| dotted(t, 1) && !t.contains('.')
}

identifier! {
    /// A requirement or criterion inside a framework, such as `CC6.1` or `art.21.2.h`.
    RequirementId, "requirement id", "1 to 40 letters, digits and dots", |t| {
        (1..=40).contains(&t.len()) && t.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
    }
}

identifier! {
    /// A configured source, such as `aws` or `github-acme`: one account or organisation. One account of
    /// a source that stands for many is `aws/111122223333`: the source's name, `/`, the account.
    SourceId, "source name",
    "1 to 60 lower-case letters, digits, '-' and '_', starting with a letter, perhaps '/' and an account", |t| {
        let plain = |t: &str| {
            (1..=60).contains(&t.len())
                && t.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
        };
        let (name, account) = t.split_once('/').map_or((t, None), |(name, account)| (name, Some(account)));
        name.starts_with(|c: char| c.is_ascii_lowercase()) && plain(name) && account.is_none_or(plain)
    }
}

impl SourceId {
    /// The source of one account of this one.
    ///
    /// # Errors
    /// When the account is no part of a name, or this is an account's source already.
    pub fn of_account(&self, account: &str) -> Result<Self, IdError> {
        format!("{self}/{account}").parse()
    }

    /// The source that stands for many, of which this is one account.
    pub fn whole(&self) -> Option<&str> {
        self.0.split_once('/').map(|(whole, _)| whole)
    }

    /// The account, if this is the source of one account of many.
    pub fn account(&self) -> Option<&str> {
        self.0.split_once('/').map(|(_, account)| account)
    }
}

identifier! {
    /// A recorded exchange: 20 hex digits of the SHA-256 of the request, then which time it was
    /// asked, so that it does not depend on the order in which replies came in.
    ExchangeId, "exchange id", "20 hex digits, '-', a number", |t| {
        t.split_once('-').is_some_and(|(hash, n)| {
            hash.len() == 20
                && hash.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
                && (1..=9).contains(&n.len())
                && n.chars().all(|c| c.is_ascii_digit())
        })
    }
}

identifier! {
    /// A SHA-256 digest as 64 lower-case hex digits.
    Digest, "SHA-256 digest", "64 lower-case hex digits", |t| {
        t.len() == 64 && t.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
    }
}

impl Digest {
    /// The SHA-256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(hex::encode(sha2::Sha256::digest(bytes)).into())
    }

    /// Wraps a digest that was computed piece by piece.
    pub fn from_raw(raw: [u8; 32]) -> Self {
        Self(hex::encode(raw).into())
    }
}

impl ExchangeId {
    /// The id of the `nth` (from 1) time that the request with this canonical `key` was asked. The
    /// key begins with the source's name and a space, since two accounts ask one endpoint the same.
    pub fn for_request(key: &str, nth: u32) -> Self {
        let hash: String = Digest::of(key.as_bytes()).as_str().chars().take(20).collect();
        Self(format!("{hash}-{nth}").into())
    }
}

impl Kind {
    /// The connector this kind belongs to: its first word.
    pub fn connector(&self) -> &str {
        self.0.split('.').next().unwrap_or(&self.0)
    }

    /// True if it belongs to `part`: a connector (`aws`) or one of its services (`aws.iam`).
    pub fn is_under(&self, part: &str) -> bool {
        self.0.strip_prefix(part).is_some_and(|rest| rest.starts_with('.'))
    }

    /// True if whoever is asked for `part` is asked for it. What is `on_request` must be named by its
    /// service; the connector alone is not enough.
    pub fn is_asked_by(&self, part: &str, on_request: bool) -> bool {
        self.is_under(part) && (!on_request || part.contains('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_ids_parse_and_bad_ones_name_the_rule() {
        assert!("aws.s3.bucket".parse::<Kind>().is_ok());
        for bad in ["aws.s3", "Aws.s3.bucket", "aws..bucket", "aws.s3.bu-cket", "", "aws.s3.1st"] {
            let error = bad.parse::<Kind>().unwrap_err();
            assert!(error.to_string().contains("three dotted"), "{error}");
        }
        assert!("id".parse::<FieldName>().is_err(), "reserved names cannot be fields");
        assert!("art.21.2.h".parse::<RequirementId>().is_ok());
        assert!("../x".parse::<RequirementId>().is_err());
    }

    #[test]
    fn an_account_of_many_has_a_name_of_its_own() {
        let whole: SourceId = "aws".parse().unwrap();
        let one = whole.of_account("111122223333").unwrap();
        assert_eq!((one.as_str(), one.whole(), one.account()), ("aws/111122223333", Some("aws"), Some("111122223333")));
        assert_eq!((whole.whole(), whole.account()), (None, None));
        for bad in ["aws/", "/1", "aws/1/2", "aws/..", "1/aws", "aws/A"] {
            assert!(bad.parse::<SourceId>().is_err(), "{bad}");
        }
        assert!(one.of_account("2").is_err());
    }

    #[test]
    fn exchange_ids_depend_on_the_request_alone() {
        let first = ExchangeId::for_request("GET https://x/", 1);
        assert_eq!(first, ExchangeId::for_request("GET https://x/", 1));
        assert_ne!(first, ExchangeId::for_request("GET https://x/", 2));
        assert_eq!(first.as_str().parse::<ExchangeId>(), Ok(first));
    }

    #[test]
    fn digest_is_sha256() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Digest::of(b"").as_str(), empty);
    }
}
