//! The run: who asked what, when, with which version.

use std::collections::BTreeMap;

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
    /// What it is asked for: its connector, or those of the connector's services that its setting
    /// `services` names, as `aws.iam`.
    pub fn asked(&self) -> Vec<String> {
        match self.settings.get("services").and_then(Value::as_array) {
            Some(services) => {
                services.iter().filter_map(Value::as_str).map(|s| format!("{}.{s}", self.connector)).collect()
            }
            None => vec![self.connector.clone()],
        }
    }

    /// True if it is asked for `kind`.
    pub fn asks(&self, kind: &Kind) -> bool {
        self.asked().iter().any(|asked| kind.is_under(asked))
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
