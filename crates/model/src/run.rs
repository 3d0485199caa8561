//! The run: who asked what, when, with which version.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Digest, Kind, SourceId, Timestamp};

/// A run, as recorded when its collecting ended. All that is derived later is derived from this
/// and from the exchanges alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Unique; given by the command line.
    pub id: String,
    /// When collecting began. It is also the moment policies judge at (`data.run.as_of`).
    #[schemars(with = "String")]
    pub started_at: Timestamp,
    /// When collecting ended.
    #[schemars(with = "String")]
    pub finished_at: Timestamp,
    /// Version of the program that collected.
    pub assize: String,
    /// The sources asked, with the settings that shape requests. Never a secret.
    pub sources: Vec<Source>,
    /// SHA-256 of the configuration file, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<Digest>,
    /// The accounts that each source of many was found to stand for: the scope, over all shards.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub accounts: BTreeMap<SourceId, Accounts>,
    /// Which part of the sources this run asked, if it was one of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// The ids of the runs that this one was joined from, if so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<String>,
}

impl Run {
    /// The sources that findings are about: each that was asked, but for those that only stand for
    /// their accounts.
    pub fn judged(&self) -> Vec<Source> {
        self.sources.iter().filter(|source| !self.accounts.contains_key(&source.id)).cloned().collect()
    }
}

/// What a source of many accounts was found to stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// The accounts asked, each as the source `<source>/<account>`.
    pub asked: BTreeSet<String>,
    /// Accounts found and not asked, with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<String, String>,
}

/// One of several runs that share the sources between them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shard {
    /// From 1.
    pub index: u32,
    /// How many there are.
    pub of: u32,
    /// The sources that the others ask.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub elsewhere: BTreeSet<SourceId>,
}

impl Shard {
    /// Part `index` of `of`, if there is such a part.
    pub fn new(index: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&index).then(|| Self { index, of, elsewhere: BTreeSet::new() })
    }

    /// True if this part asks `source`: decided by the SHA-256 of the account's id, or of the name of a
    /// source that is not one of many, so that every run comes to the same.
    pub fn holds(&self, source: &SourceId) -> bool {
        let key = source.account().unwrap_or(source.as_str());
        // 15 of the hex digits fit into 64 bits.
        let hex: String = Digest::of(key.as_bytes()).as_str().chars().take(15).collect();
        let number = u64::from_str_radix(&hex, 16).unwrap_or_default();
        number % u64::from(self.of.max(1)) + 1 == u64::from(self.index)
    }
}

/// A source as asked for: one account or organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name in the configuration.
    pub id: SourceId,
    /// The connector that serves it.
    pub connector: String,
    /// Settings that shape requests (organisation, regions, endpoint). Never a secret.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, Value>,
    /// Why it could not be asked at all, if so: everything wanted of it is then a gap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<String>,
}

impl Source {
    /// The name in the setting `services` that stands for all services but those on request.
    pub const DEFAULT: &str = "default";

    /// What it is asked for: its connector, or those of the connector's services that its setting
    /// `services` names, as `aws.iam`.
    pub fn asked(&self) -> Vec<String> {
        let part = |service: &str| match service {
            Self::DEFAULT => self.connector.clone(),
            service => format!("{}.{service}", self.connector),
        };
        match self.settings.get("services").and_then(Value::as_array) {
            Some(services) => services.iter().filter_map(Value::as_str).map(part).collect(),
            None => vec![self.connector.clone()],
        }
    }

    /// True if it is asked for `kind`, which is `on_request` or not.
    pub fn asks(&self, kind: &Kind, on_request: bool) -> bool {
        self.asked().iter().any(|part| kind.is_asked_by(part, on_request))
    }
}

/// A source as seen: what answered, and as whom we asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The source.
    pub source: SourceId,
    /// The account or organisation that answered: an AWS account id, a GitHub organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The identity that asked: a caller ARN, a user login, an app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// Regions covered, where that means something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_on_request_is_asked_only_where_it_is_named() {
        let asks = |services: Value, kind: &str, on_request| {
            let settings = BTreeMap::from([("services".to_owned(), services)]);
            let source = Source { id: "a".parse().unwrap(), connector: "aws".to_owned(), settings, unavailable: None };
            source.asks(&kind.parse().unwrap(), on_request)
        };
        let (bucket, old) = ("aws.s3.bucket", "aws.waf.rule");
        for (services, has_bucket, has_old) in [
            (Value::Null, true, false),
            (json!(["s3"]), true, false),
            (json!(["waf"]), false, true),
            (json!(["default"]), true, false),
            (json!(["default", "waf"]), true, true),
            (json!(["wafv2"]), false, false),
        ] {
            assert_eq!(asks(services.clone(), bucket, false), has_bucket, "{services}");
            assert_eq!(asks(services.clone(), old, true), has_old, "{services}");
        }
        assert!(asks(Value::Null, old, false), "what is not on request is asked anyway");
    }

    #[test]
    fn every_account_is_in_exactly_one_part_and_parts_are_of_like_size() {
        let accounts: Vec<SourceId> = (0..1000).map(|n| format!("aws/{n:012}").parse().unwrap()).collect();
        let parts: Vec<Shard> = (1..=4).map(|n| Shard::new(n, 4).unwrap()).collect();
        for account in &accounts {
            assert_eq!(parts.iter().filter(|part| part.holds(account)).count(), 1, "{account}");
        }
        for part in &parts {
            let size = accounts.iter().filter(|account| part.holds(account)).count();
            assert!((180..=320).contains(&size), "part {} has {size}", part.index);
        }
        let other: SourceId = "elsewhere/000000000007".parse().unwrap();
        let same = |part: &&Shard| part.holds(&accounts[7]) == part.holds(&other);
        assert_eq!(parts.iter().filter(same).count(), 4, "the account decides, not the source's name");
        assert!(Shard::new(0, 4).is_none() && Shard::new(5, 4).is_none() && Shard::new(1, 0).is_none());
    }
}
