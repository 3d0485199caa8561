//! The report for programs: everything that a run found, in a stable structure.
//!
//! One object. Each part is canonical JSON on a line of its own and each finding too, so that two
//! reports can be compared line by line. Its schema is [`json_schema`].

use std::collections::BTreeMap;
use std::io::Write;

use model::{Assessment, Finding, Gap, Policy, PolicyId, Population, Run, Seen, Tally, canonical_json};
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use crate::summary::Summary;
use crate::{Error, ReportInput, SealStatus, WaiverLine, safe};

/// The value of `format`. It changes when a reader of the old structure would go wrong.
const FORMAT: &str = "assize-report/1";

/// The structure of a JSON report.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JsonReport {
    /// `assize-report/1`.
    pub format: String,
    /// The run.
    pub run: Run,
    /// What is known of the seal.
    pub seal: JsonSeal,
    /// All findings by outcome.
    pub total: Tally,
    /// Who answered.
    pub seen: Vec<Seen>,
    /// How much of each kind was seen.
    pub populations: Vec<Population>,
    /// What was asked and not learnt, apart from gaps of single resources.
    pub gaps: Vec<Gap>,
    /// The policies that judged.
    pub policies: Vec<Policy>,
    /// Findings by policy and outcome.
    pub tallies: BTreeMap<PolicyId, Tally>,
    /// What the findings are evidence for.
    pub assessments: Vec<Assessment>,
    /// Every waiver, with its state at the run.
    #[serde(default)]
    pub waivers: Vec<WaiverLine>,
    /// The findings.
    pub findings: Vec<Finding>,
}

/// What is known of the seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JsonSeal {
    /// `unsigned`, `signed` or `verified`.
    pub state: String,
    /// A hint of the key that signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// The JSON Schema of a report.
pub fn json_schema() -> Schema {
    schema_for!(JsonReport)
}

/// Writes the report.
pub(crate) fn write(input: &ReportInput<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let total = Summary::totals(input).total;
    out.write_all(b"{\n")?;
    part(out, "format", FORMAT)?;
    part(out, "run", input.run)?;
    part(out, "seal", &seal(input.seal))?;
    part(out, "total", &total)?;
    part(out, "seen", input.seen)?;
    part(out, "populations", input.populations)?;
    part(out, "gaps", input.gaps)?;
    part(out, "policies", input.policies)?;
    part(out, "tallies", input.tallies)?;
    part(out, "waivers", input.waivers)?;
    list(out, "assessments", |line| {
        input.assessments.iter().try_for_each(|assessment| line(&canonical_json(assessment)?))
    })?;
    out.write_all(b",\n")?;
    list(out, "findings", |line| input.findings.each(&mut |finding| line(&canonical_json(finding)?)))?;
    out.write_all(b"\n}\n")?;
    Ok(())
}

fn seal(status: SealStatus<'_>) -> JsonSeal {
    let (state, key) = match status {
        SealStatus::Unsigned => ("unsigned", None),
        SealStatus::Signed(key) => ("signed", Some(key.to_owned())),
        SealStatus::Verified(key) => ("verified", Some(key.to_owned())),
    };
    JsonSeal { state: state.to_owned(), key }
}

fn part<T: Serialize + ?Sized>(out: &mut dyn Write, key: &str, value: &T) -> Result<(), Error> {
    write!(out, "\"{key}\":")?;
    out.write_all(&safe::json(&canonical_json(value)?))?;
    out.write_all(b",\n")?;
    Ok(())
}

/// A list with one element a line, which never is in memory as a whole.
fn list(
    out: &mut dyn Write,
    key: &str,
    fill: impl FnOnce(&mut dyn FnMut(&[u8]) -> Result<(), Error>) -> Result<(), Error>,
) -> Result<(), Error> {
    write!(out, "\"{key}\":[")?;
    let mut before: &[u8] = b"\n";
    fill(&mut |element| {
        out.write_all(before)?;
        out.write_all(&safe::json(element))?;
        before = b",\n";
        Ok(())
    })?;
    out.write_all(b"\n]")?;
    Ok(())
}
