//! The standard statement beside the evidence.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::path::Path;

use seal::{Algorithm, Error, Existing, Facts, Limits, Outcomes, Reason, TestOutcome, Tests, Verified};
use support::{facts, items, key};

fn seal(facts: &Facts, folder: &Path) -> Result<Verified, Error> {
    let key = key(Algorithm::Ed25519);
    seal::seal(items(), facts, &key, &folder.join("b.zip"), Existing::Replace, &Limits::default())
}

fn counts(pass: u64, fail: u64, unknown: u64, error: u64) -> Outcomes {
    Outcomes { error, fail, not_applicable: 1, pass, unknown }
}

#[test]
fn the_result_follows_from_the_outcomes() {
    let folder = tempfile::tempdir().unwrap();
    for (outcomes, expected) in [
        (counts(5, 0, 0, 0), TestOutcome::Passed),
        (counts(0, 0, 0, 0), TestOutcome::Passed),
        (counts(5, 0, 2, 0), TestOutcome::Warned),
        (counts(5, 1, 2, 0), TestOutcome::Failed),
        (counts(5, 0, 2, 1), TestOutcome::Failed),
    ] {
        let verified = seal(&Facts { outcomes, tests: None, ..facts() }, folder.path()).unwrap();
        let predicate = verified.test_result.predicate;
        assert_eq!(predicate.result, expected);
        assert_eq!((predicate.failed_tests, predicate.passed_tests, predicate.warned_tests), (None, None, None));
    }
}

#[test]
fn policies_are_listed_where_their_counts_belong() {
    let mut tests = Tests::default();
    tests.add("passes", &counts(3, 0, 0, 0));
    tests.add("fails", &counts(3, 1, 4, 0));
    tests.add("unknown", &counts(3, 0, 1, 0));
    tests.add("died", &counts(0, 0, 0, 1));
    tests.add("nothing to judge", &counts(0, 0, 0, 0));
    let names = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let expected = Tests { failed: names(&["fails", "died"]), passed: names(&["passes"]), warned: names(&["unknown"]) };
    assert_eq!(tests, expected);
}

#[test]
fn lists_are_sorted_and_the_statement_is_in_toto() {
    let folder = tempfile::tempdir().unwrap();
    let verified = seal(&facts(), folder.path()).unwrap();
    let value = serde_json::to_value(&verified.test_result).unwrap();
    assert_eq!(value["_type"], "https://in-toto.io/Statement/v1");
    assert_eq!(value["predicateType"], "https://in-toto.io/attestation/test-result/v0.1");
    let predicate = &value["predicate"];
    assert_eq!(predicate["passedTests"], serde_json::json!(["aws.iam.no_root_keys", "aws.iam.root_mfa"]));
    assert_eq!(predicate["result"], "FAILED");
    let digests = &verified.statement.predicate.digests;
    let names: Vec<&str> = verified.test_result.predicate.configuration.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["data/policies/", "data/params.json"], "no frameworks are in this payload");
    assert_eq!(verified.test_result.predicate.configuration[0].digest.sha256, digests["policies"].sha256);
    assert_eq!(verified.test_result.subject, verified.statement.subject);
}

#[test]
fn lists_too_long_to_sign_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let tests = |n: usize| {
        let failed = (0..n).map(|i| format!("aws.service.policy_number_{i:04}")).collect();
        Some(Tests { failed, ..Tests::default() })
    };
    let listed = |n: usize| {
        let facts = Facts { outcomes: counts(0, 9, 0, 0), tests: tests(n), ..facts() };
        seal(&facts, folder.path()).unwrap().test_result.predicate.failed_tests.map(|list| list.len())
    };
    assert_eq!(listed(60), Some(60));
    assert_eq!(listed(120), None);
}

#[test]
fn tests_that_contradict_the_outcomes_are_not_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let list = |names: &[&str]| names.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let none = Tests::default;
    for (outcomes, tests, why) in [
        (counts(1, 1, 0, 0), none(), "a failure without a failed policy"),
        (counts(1, 0, 0, 0), Tests { failed: list(&["a"]), ..none() }, "a failed policy without a failure"),
        (counts(1, 0, 1, 0), none(), "an unknown without a policy"),
        (counts(1, 0, 0, 0), Tests { warned: list(&["a"]), ..none() }, "a policy without an unknown"),
        (counts(0, 0, 0, 0), Tests { passed: list(&["a"]), ..none() }, "a passing policy without a pass"),
        (counts(1, 1, 0, 0), Tests { failed: list(&["a"]), passed: list(&["a"]), ..none() }, "twice"),
    ] {
        let error = seal(&Facts { outcomes, tests: Some(tests), ..facts() }, folder.path()).unwrap_err();
        assert!(matches!(&error, Error::WouldBeRefused(r) if r.reason == Reason::TestResultMismatch), "{why}: {error}");
    }
}
