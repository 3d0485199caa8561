//! What a report is made from. Borrowed, so that nothing is copied; findings are read again for
//! each part of a report, so that no report needs them all in memory.

use std::collections::BTreeMap;

use model::{Assessment, Finding, Gap, Outcome, Policy, PolicyId, Population, Run, Seen, SourceId, Tally, Waiver};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;

/// A run and all that was derived from it.
#[derive(Clone, Copy)]
pub struct ReportInput<'a> {
    /// The run.
    pub run: &'a Run,
    /// Who answered.
    pub seen: &'a [Seen],
    /// How much of each kind was seen.
    pub populations: &'a [Population],
    /// What was asked and not learnt, apart from gaps of single resources.
    pub gaps: &'a [Gap],
    /// The policies that judged.
    pub policies: &'a [Policy],
    /// What each policy counted; a policy without a tally is shown as one that gave no finding.
    pub tallies: &'a BTreeMap<PolicyId, Tally>,
    /// What the findings are evidence for.
    pub assessments: &'a [Assessment],
    /// Every waiver of the run, also those that are void or cover nothing.
    pub waivers: &'a [WaiverLine],
    /// The findings.
    pub findings: &'a dyn FindingSource,
    /// What is known of the seal.
    pub seal: SealStatus<'a>,
    /// How it should look.
    pub style: Style,
}

/// A waiver and what became of it in the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverLine {
    /// The policy.
    pub policy: PolicyId,
    /// The source it is limited to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// The resources, with `*` and `?`.
    pub resource: String,
    /// Whether it is in force, in words.
    pub state: String,
    /// True if it covers nothing any more.
    pub void: bool,
    /// Whole days from the run to its end; less than 0 when that is past.
    pub days_left: i64,
    /// True if it is in force and ends within thirty days.
    pub ends_soon: bool,
    /// The failures that it covers.
    pub covered: u64,
    /// Its reason, people and dates; the approver is empty while nobody has approved it.
    pub waiver: Waiver,
}

impl WaiverLine {
    /// Its state, and how soon it ends: `in force, ends in 14 days`.
    pub(crate) fn told(&self) -> String {
        let days = if self.days_left == 1 { "day" } else { "days" };
        let soon = if self.ends_soon { format!(", ends in {} {days}", self.days_left) } else { String::new() };
        format!("{}{soon}", self.state)
    }

    /// Who approved it.
    pub(crate) fn approver(&self) -> &str {
        if self.waiver.approver.is_empty() { "nobody" } else { &self.waiver.approver }
    }
}

/// Findings that can be read from the start as often as needed, in the same order each time.
pub trait FindingSource {
    /// Calls `visit` with each finding; stops at the first error.
    ///
    /// # Errors
    /// When the findings cannot be read ([`Error::Findings`]), or `visit` fails.
    fn each(&self, visit: &mut dyn FnMut(&Finding) -> Result<(), Error>) -> Result<(), Error>;

    /// Calls `visit` with each finding of `policy`. A source that can find them without reading
    /// all the others should say how.
    ///
    /// # Errors
    /// As [`Self::each`].
    fn of(&self, policy: &PolicyId, visit: &mut dyn FnMut(&Finding) -> Result<(), Error>) -> Result<(), Error> {
        self.each(&mut |finding| if finding.policy == *policy { visit(finding) } else { Ok(()) })
    }

    /// Calls `visit` with each finding of one of these outcomes. Most findings are of others, so a
    /// source should say how to pass over them.
    ///
    /// # Errors
    /// As [`Self::each`].
    fn with(&self, outcomes: &[Outcome], visit: &mut dyn FnMut(&Finding) -> Result<(), Error>) -> Result<(), Error> {
        self.each(&mut |finding| if outcomes.contains(&finding.outcome) { visit(finding) } else { Ok(()) })
    }
}

impl FindingSource for Vec<Finding> {
    fn each(&self, visit: &mut dyn FnMut(&Finding) -> Result<(), Error>) -> Result<(), Error> {
        self.iter().try_for_each(visit)
    }
}

/// What is known of the seal on what is reported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SealStatus<'a> {
    /// Nothing seals it.
    #[default]
    Unsigned,
    /// Signed in this run with the key of this hint; nobody has verified it yet.
    Signed(&'a str),
    /// The seal was verified with the key of this hint.
    Verified(&'a str),
}

/// How a report should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Colours, as ANSI escapes. Text only.
    pub ansi: bool,
    /// Text: every failure and gap, not the first few of each policy. Markdown: passes too.
    pub all: bool,
    /// Columns of the terminal. Text only.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { ansi: false, all: false, width: 100 }
    }
}
