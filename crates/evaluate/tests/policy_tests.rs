//! `policy test`: good policies are found good, and tests that prove nothing are found out.

#[cfg(test)]
mod common;

use common::{HONEST, bucket_policy, catalogue, sample_files, samples};
use evaluate::{PolicySet, Tested, test};

/// Tests `HONEST` (or `body`) with this test file.
#[cfg(test)]
fn tested(body: &str, tests: &str) -> Tested {
    let head = "package aws.s3.p_test\n\nimport rego.v1\n\nimport data.aws.s3.p\n\n";
    let files = [bucket_policy("p", body), ("aws/s3/p_test.rego".to_owned(), format!("{head}{tests}\n"))];
    let set = PolicySet::load(files, &catalogue()).unwrap_or_else(|found| panic!("{found:#?}"));
    test(&set).unwrap().remove(0)
}

const GOLDEN: &str = "golden := {\"encryption\": {\"algorithm\": \"AES256\"}}\n\n";
const PASSES: &str = "test_passes if p.pass with input as golden\n\n";
const FAILS: &str = "test_fails if count(p.fail) == 1 with input as {\"encryption\": {\"algorithm\": \"x\"}}\n\n";

#[test]
fn the_samples_are_good_and_covered() {
    for tested in test(&samples()).unwrap() {
        assert!(tested.good(), "{tested:#?}");
        assert!(tested.not_covered.is_empty() && !tested.covered.is_empty(), "{tested:#?}");
        assert!(tested.unguarded.is_empty(), "{tested:#?}");
    }
}

#[test]
fn a_policy_without_tests_is_not_proven() {
    let mut files = sample_files();
    files.remove("aws/s3/bucket_encrypted_test.rego").unwrap();
    let all = test(&PolicySet::load(files, &catalogue()).unwrap()).unwrap();
    let bad: Vec<_> =
        all.iter().filter(|tested| !tested.good()).map(|tested| (tested.subject.as_str(), &tested.problems)).collect();
    assert_eq!(bad, [("aws.s3.bucket_encrypted", &vec!["it has no test file".to_owned()])]);
}

#[test]
fn tests_that_hold_whatever_the_policy_says_are_found_out() {
    let empty = tested(
        HONEST,
        &format!("{GOLDEN}test_passes if true\n\ntest_fails if count(p.fail) == 0 with input as golden"),
    );
    assert!(empty.tests.values().all(Option::is_none), "both tests hold");
    assert_eq!(empty.problems.len(), 2, "{:?}", empty.problems);
    assert!(empty.problems[0].contains("can pass") && empty.problems[1].contains("can fail"));
    assert!(tested(HONEST, &format!("{GOLDEN}{PASSES}{FAILS}")).good());
}

#[test]
fn a_rule_whose_loss_nobody_notices_is_named_by_line() {
    let body = format!("{HONEST}\nfail contains \"none\" if input.encryption == null\n");
    let found = tested(&body, &format!("{GOLDEN}{PASSES}{FAILS}"));
    assert!(found.good());
    let line = bucket_policy("p", &body).1.lines().position(|line| line.contains("\"none\"")).unwrap() + 1;
    assert_eq!(found.unguarded.into_iter().collect::<Vec<_>>(), [u32::try_from(line).unwrap()]);
}

#[test]
fn a_failing_and_an_erring_test_are_told_apart() {
    let found = tested(
        HONEST,
        &format!(
            "{GOLDEN}{PASSES}{FAILS}test_wrong if p.pass with input as {{\"encryption\": 1}}\n\ntest_errs if count(1) == 2"
        ),
    );
    assert_eq!(found.tests["test_passes"], None);
    assert_eq!(found.tests["test_wrong"].as_deref(), Some("it does not hold"));
    assert!(found.tests["test_errs"].as_ref().unwrap().contains("count"), "{found:?}");
}

#[test]
fn the_golden_resource_must_pass_and_be_there() {
    let missing = tested(
        HONEST,
        &format!("{}{FAILS}", PASSES.replace("golden", "{\"encryption\": {\"algorithm\": \"AES256\"}}")),
    );
    assert!(missing.problems[0].contains("no golden rule"), "{:?}", missing.problems);
    let wrong = tested(
        HONEST,
        &format!(
            "golden := {{\"encryption\": {{\"algorithm\": \"x\"}}}}\n\n{FAILS}{}",
            PASSES.replace("golden", "{\"encryption\": {\"algorithm\": \"AES256\"}}")
        ),
    );
    assert!(wrong.problems[0].contains("must be pass as it is, but is fail: not AES256"), "{:?}", wrong.problems);
}
