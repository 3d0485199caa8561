//! What one run is evidence for, requirement by requirement.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{FrameworkId, PolicyId, RequirementId, Tally};

/// The state of one requirement after a run. It says "evidence for", never "compliant".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// The framework.
    pub framework: FrameworkId,
    /// The requirement or criterion.
    pub requirement: RequirementId,
    /// Its title, in the project's own words.
    pub title: String,
    /// What the findings on live systems say.
    pub technical: Technical,
    /// What the findings on registers say: documents and what people attest to.
    #[serde(default, skip_serializing_if = "Technical::is_none")]
    pub attested: Technical,
    /// Each form of evidence that the requirement needs, and whether this run holds it.
    pub forms: Vec<FormStatus>,
    /// The policies counted.
    pub policies: BTreeSet<PolicyId>,
    /// The findings counted.
    pub counts: Counts,
    /// The permissions whose absence left findings unknown.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub missing_permissions: BTreeSet<String>,
    /// One sentence that says all of this to a reader.
    pub statement: String,
}

/// Finding counts by outcome.
pub type Counts = Tally;

/// What the findings of a requirement's policies add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Technical {
    /// At least one pass, no fail, no unknown.
    Met,
    /// At least one fail.
    NotMet,
    /// No fail, but something could not be decided.
    Unknown,
    /// All policies had nothing to judge.
    NotApplicable,
    /// No selected policy speaks of it.
    #[default]
    NoEvidence,
}

impl Technical {
    /// True if no selected policy speaks of it.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub fn is_none(&self) -> bool {
        *self == Self::NoEvidence
    }
}

/// A form that evidence takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceForm {
    /// A setting read from a live system.
    Configuration,
    /// A record of things that happened.
    Log,
    /// A written policy, plan or procedure.
    Document,
    /// A statement or record made by a person.
    Attestation,
}

/// A needed form and whether it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormStatus {
    /// The form.
    pub form: EvidenceForm,
    /// True if this run holds evidence of that form: a live system was seen, or a register entry
    /// holds good.
    pub present: bool,
    /// The findings of that form; `None` if no selected policy gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
}
