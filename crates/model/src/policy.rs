//! A policy as its METADATA describes it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Digest, FieldName, FrameworkId, IdError, Kind, PolicyId, RequirementId};

/// A policy: one question asked of each resource of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    /// Its id, package and path.
    pub id: PolicyId,
    /// A statement that is true when the policy passes.
    pub title: String,
    /// Why it matters, two or three sentences.
    pub description: String,
    /// The kind it judges.
    pub kind: Kind,
    /// What must have been observed before it may judge.
    pub needs: Vec<Need>,
    /// How bad a failure is.
    pub severity: Severity,
    /// The requirements it is evidence for.
    pub requirements: BTreeMap<FrameworkId, Vec<RequirementId>>,
    /// What to do about a failure.
    pub remediation: String,
    /// Parameters with the values in force.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, serde_json::Value>,
    /// Checks of other tools that ask the same.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub equivalent: Equivalents,
    /// SHA-256 of the source file.
    pub digest: Digest,
}

/// Tool or benchmark → its ids for the same check.
pub type Equivalents = BTreeMap<String, Vec<String>>;

/// Something a policy needs: `encryption` (a field of its own kind), `aws.s3.account` (the whole
/// list of another kind) or `aws.s3.account/public_access_block` (that list with this field).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub enum Need {
    /// A field of the resource judged.
    Field(FieldName),
    /// Another kind, and optionally one of its fields.
    Other(Kind, Option<FieldName>),
}

impl FromStr for Need {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        match text.split_once('/') {
            Some((kind, field)) => Ok(Self::Other(kind.parse()?, Some(field.parse()?))),
            None if text.contains('.') => Ok(Self::Other(text.parse()?, None)),
            None => Ok(Self::Field(text.parse()?)),
        }
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => write!(f, "{field}"),
            Self::Other(kind, None) => write!(f, "{kind}"),
            Self::Other(kind, Some(field)) => write!(f, "{kind}/{field}"),
        }
    }
}

impl TryFrom<String> for Need {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<Need> for String {
    fn from(need: Need) -> Self {
        need.to_string()
    }
}

/// How bad a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth tidying.
    Low,
    /// Weakens a control.
    Medium,
    /// A control is missing.
    High,
    /// Open to attack now.
    Critical,
}

impl Severity {
    /// The word used in records and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}
