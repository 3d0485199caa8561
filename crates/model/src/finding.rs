//! What a policy said of a resource.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ExchangeId, Gap, Kind, PolicyId, SourceId, Timestamp};

/// One policy's verdict on one resource, or on a whole population when `resource` is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The policy.
    pub policy: PolicyId,
    /// The kind judged.
    pub kind: Kind,
    /// The source judged.
    pub source: SourceId,
    /// The resource judged; `None` for a statement on the population as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The verdict.
    pub outcome: Outcome,
    /// Why, in sentences; empty for a plain pass. Sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<String>,
    /// The exchanges that the verdict rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub exchanges: BTreeSet<ExchangeId>,
    /// The gaps that made it `unknown`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// The parameters the policy was run with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, serde_json::Value>,
    /// A waiver that covers it. The outcome stays what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Waiver>,
}

/// The four things a finding can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The policy's `pass` held, on data that was all observed.
    Pass,
    /// The policy's `fail` produced a message, on data that was all observed.
    Fail,
    /// Something needed was not observed, or the policy reached no verdict.
    Unknown,
    /// There is nothing to judge: an empty, complete population, or the policy says so.
    NotApplicable,
}

impl Outcome {
    /// The word used in records and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// An approved exception. It never hides a finding and never outlives its date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Why the exception is acceptable.
    pub reason: String,
    /// Who asked for it.
    pub author: String,
    /// Who approved it; never the author.
    pub approver: String,
    /// From when.
    #[schemars(with = "String")]
    pub created: Timestamp,
    /// Until when.
    #[schemars(with = "String")]
    pub expires: Timestamp,
}

/// How many findings of each outcome a policy gave. Every selected policy has one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Findings that pass.
    pub pass: u64,
    /// Findings that fail.
    pub fail: u64,
    /// Findings that could not be decided.
    pub unknown: u64,
    /// Findings with nothing to judge.
    pub not_applicable: u64,
    /// Why the policy itself did not work (died, looped, type error), if it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Tally {
    /// Counts one more finding.
    pub fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Pass => self.pass += 1,
            Outcome::Fail => self.fail += 1,
            Outcome::Unknown => self.unknown += 1,
            Outcome::NotApplicable => self.not_applicable += 1,
        }
    }

    /// All findings counted.
    pub fn total(&self) -> u64 {
        self.pass + self.fail + self.unknown + self.not_applicable
    }
}
