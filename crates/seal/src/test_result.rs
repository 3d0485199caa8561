//! The standard statement beside our own: in-toto's test-result v0.1, so that policy engines which
//! do not know the evidence predicate can gate on a run.
//!
//! Says nothing that the evidence statement does not bear out; the verifier compares the two. Source:
//! in-toto Attestation Framework, predicate `https://in-toto.io/attestation/test-result/v0.1`.

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::limits::STATEMENT_BYTES;
use crate::refusal::{Reason, Refusal, refuse};
use crate::statement::{self, Outcomes, STATEMENT_TYPE, Sha256Digest, Statement, Subject};

/// The predicate's type.
pub const TEST_RESULT_TYPE: &str = "https://in-toto.io/attestation/test-result/v0.1";
/// [`TEST_RESULT_TYPE`] without its version.
const FAMILY: &str = "https://in-toto.io/attestation/test-result/";
/// The parts of the evidence that configured the tests, in the order in which they are listed.
const CONFIGURATION: [&str; 3] = ["policies", "frameworks", "params"];

/// Policy ids by how the policy came out. A policy with nothing to judge is in none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tests {
    /// At least one finding fails, or the policy did not work.
    pub failed: Vec<String>,
    /// Nothing fails, at least one finding passes, none is unknown.
    pub passed: Vec<String>,
    /// Nothing fails, at least one finding is unknown.
    pub warned: Vec<String>,
}

impl Tests {
    /// Puts a policy where its counts belong.
    pub fn add(&mut self, policy: impl Into<String>, counts: &Outcomes) {
        let list = if counts.fail > 0 || counts.error > 0 {
            &mut self.failed
        } else if counts.unknown > 0 {
            &mut self.warned
        } else if counts.pass > 0 {
            &mut self.passed
        } else {
            return;
        };
        list.push(policy.into());
    }
}

/// How a run came out as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TestOutcome {
    /// Nothing fails and nothing is unknown.
    Passed,
    /// Nothing fails, something is unknown.
    Warned,
    /// Something fails, or a policy did not work.
    Failed,
}

impl From<&Outcomes> for TestOutcome {
    fn from(counts: &Outcomes) -> Self {
        match counts {
            c if c.fail > 0 || c.error > 0 => Self::Failed,
            c if c.unknown > 0 => Self::Warned,
            _ => Self::Passed,
        }
    }
}

impl std::fmt::Display for TestOutcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Passed => "PASSED",
            Self::Warned => "WARNED",
            Self::Failed => "FAILED",
        })
    }
}

/// An in-toto Statement v1 about the result of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestResult {
    /// Always [`STATEMENT_TYPE`].
    #[serde(rename = "_type")]
    pub statement_type: String,
    /// The result.
    pub predicate: TestPredicate,
    /// Always [`TEST_RESULT_TYPE`].
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// The two manifests, as in the evidence statement.
    pub subject: Vec<Subject>,
}

/// The predicate of test-result v0.1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TestPredicate {
    /// What the tests were: descriptors of policies, frameworks and parameters.
    pub configuration: Vec<Subject>,
    /// Ids of policies that failed. All three lists are there, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_tests: Option<Vec<String>>,
    /// Ids of policies that passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_tests: Option<Vec<String>>,
    /// How the run came out.
    pub result: TestOutcome,
    /// Ids of policies that could not be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_tests: Option<Vec<String>>,
}

impl TestResult {
    /// What `evidence` comes to, with the lists of `tests` if there is room for them.
    ///
    /// # Errors
    /// When it cannot be written, or is too long without any list.
    pub(crate) fn to_bytes(evidence: &Statement, tests: Option<&Tests>) -> Result<Vec<u8>, Error> {
        let encode = |tests| {
            model::canonical_json(&Self::of(evidence, tests)).map_err(|e: model::Error| Error::Encode(e.to_string()))
        };
        let bytes = encode(tests)?;
        if bytes.len() <= STATEMENT_BYTES {
            return Ok(bytes);
        }
        let short = encode(None)?;
        if short.len() > STATEMENT_BYTES { Err(Error::StatementTooLong(short.len())) } else { Ok(short) }
    }

    fn of(evidence: &Statement, tests: Option<&Tests>) -> Self {
        let sorted = |list: &Vec<String>| {
            let mut list = list.clone();
            list.sort_unstable();
            list
        };
        Self {
            statement_type: STATEMENT_TYPE.into(),
            predicate: TestPredicate {
                configuration: configuration(evidence),
                failed_tests: tests.map(|t| sorted(&t.failed)),
                passed_tests: tests.map(|t| sorted(&t.passed)),
                result: TestOutcome::from(&evidence.predicate.outcomes),
                warned_tests: tests.map(|t| sorted(&t.warned)),
            },
            predicate_type: TEST_RESULT_TYPE.into(),
            subject: evidence.subject.clone(),
        }
    }

    /// Reads a test result whose signature has been checked, and compares it with the evidence.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub(crate) fn parse(bytes: &[u8], evidence: &Statement) -> Result<Self, Refusal> {
        statement::open(bytes, TEST_RESULT_TYPE, FAMILY)?;
        let found: Self = statement::strict(bytes)?;
        statement::check_subjects(&found.subject)?;
        let mismatch = |what: &str| refuse(Reason::TestResultMismatch, what);
        if found.subject != evidence.subject {
            return mismatch("its subjects are those of another bundle");
        }
        if found.predicate.configuration != configuration(evidence) {
            return mismatch("its configuration is not the evidence's policies, frameworks and parameters");
        }
        let expected = TestOutcome::from(&evidence.predicate.outcomes);
        if found.predicate.result != expected {
            return mismatch(&format!("it says {}, the evidence says {expected}", found.predicate.result));
        }
        found.predicate.check_lists(&evidence.predicate.outcomes)?;
        Ok(found)
    }
}

impl TestPredicate {
    fn check_lists(&self, counts: &Outcomes) -> Result<(), Refusal> {
        let mismatch = |what: &str| refuse(Reason::TestResultMismatch, what);
        let (failed, passed, warned) = match (&self.failed_tests, &self.passed_tests, &self.warned_tests) {
            (None, None, None) => return Ok(()),
            (Some(failed), Some(passed), Some(warned)) => (failed, passed, warned),
            _ => return refuse(Reason::StatementMalformed, "one of the three lists is missing"),
        };
        let sorted = |list: &[String]| list.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        if ![failed, passed, warned].into_iter().all(|list| sorted(list)) {
            return refuse(Reason::StatementMalformed, "a list is not sorted or names a policy twice");
        }
        let mut all: Vec<&String> = failed.iter().chain(passed).chain(warned).collect();
        all.sort_unstable();
        if all.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
            return mismatch("a policy is in two lists");
        }
        if failed.is_empty() != (counts.fail == 0 && counts.error == 0) {
            return mismatch("failedTests does not fit the failures that the evidence counts");
        }
        if counts.unknown == 0 && !warned.is_empty() {
            return mismatch("warnedTests names policies, and the evidence counts nothing unknown");
        }
        if self.result == TestOutcome::Warned && warned.is_empty() {
            return mismatch("warnedTests is empty, and the evidence counts something unknown");
        }
        if counts.pass == 0 && !passed.is_empty() {
            return mismatch("passedTests names policies, and the evidence counts nothing that passes");
        }
        Ok(())
    }
}

fn configuration(evidence: &Statement) -> Vec<Subject> {
    let parts = CONFIGURATION.iter().filter_map(|name| evidence.predicate.digests.get(*name));
    let descriptor = |part: &statement::PartDigest| Subject {
        digest: Sha256Digest { sha256: part.sha256.clone() },
        name: part.path.clone(),
    };
    parts.map(descriptor).collect()
}
