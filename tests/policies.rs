//! The shipped policies: every one is tested, and proven able to pass, to fail and not to know.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use support::{assize, code, expect, json, out, run};

#[test]
fn every_policy_is_tested_and_proven() {
    let here = tempfile::tempdir().unwrap();
    let output = run(here.path(), &["policy", "test", "--format", "json"]);
    expect(&output, 0);
    let tested = json(&output);
    let tested = tested.as_array().unwrap();
    assert!(tested.len() >= 40, "only {} policies were tested", tested.len());
    for one in tested {
        let subject = one["subject"].as_str().unwrap();
        assert_eq!(one["problems"].as_array().unwrap().len(), 0, "{subject}: {}", one["problems"]);
        let tests = one["tests"].as_object().unwrap();
        assert!(tests.len() >= 2, "{subject} has only {} tests", tests.len());
        assert!(tests.values().all(serde_json::Value::is_null), "{subject}: {}", one["tests"]);
        assert_eq!(one["not_covered"].as_array().unwrap().len(), 0, "{subject} has lines that no test runs");
    }
}

#[test]
fn a_policy_whose_test_proves_nothing_is_found_out() {
    let here = tempfile::tempdir().unwrap();
    let folder = here.path().join("mine/aws/s3");
    std::fs::create_dir_all(&folder).unwrap();
    let metadata = "# METADATA\n# title: A bucket keeps versions\n# description: For a test of the program.\n# custom:\n\
                    #   kind: aws.s3.bucket\n#   needs: [versioning]\n#   severity: low\n\
                    #   requirements: {soc2: [CC6.1]}\n#   remediation: Turn versioning on.\npackage aws.s3.mine\n\n\
                    import rego.v1\n\n";
    let rules = "pass if input.versioning.status == \"Enabled\"\n\nfail contains \"off\" if input.versioning.status != \"Enabled\"\n";
    let empty = "package aws.s3.mine_test\n\nimport rego.v1\n\ngolden := {\"versioning\": {\"status\": \"Enabled\"}}\n\ntest_nothing if true\n";
    std::fs::write(folder.join("mine.rego"), format!("{metadata}{rules}")).unwrap();
    let test = |text: Option<&str>| {
        let file = folder.join("mine_test.rego");
        match text {
            Some(text) => std::fs::write(&file, text).unwrap(),
            None => drop(std::fs::remove_file(&file)),
        }
        let output = assize(here.path())
            .args(["policy", "test", "--policies", "mine", "--select", "aws.s3.mine"])
            .output()
            .unwrap();
        (code(&output), out(&output))
    };
    for text in [None, Some(empty)] {
        let (code, said) = test(text);
        assert!([1, 2].contains(&code), "an untested policy was accepted: {said}");
        assert!(code == 2 || said.contains("aws.s3.mine"), "{said}");
    }
}

#[test]
fn the_shipped_policies_speak_of_all_three_areas_and_both_frameworks() {
    let here = tempfile::tempdir().unwrap();
    let policies = json(&run(here.path(), &["policy", "list", "--format", "json"]));
    let policies = policies.as_array().unwrap();
    for area in ["aws.iam.", "aws.s3.", "github.org.", "github.repo."] {
        let count = policies.iter().filter(|p| p["id"].as_str().unwrap().starts_with(area)).count();
        assert!(count >= 10, "only {count} policies of {area}");
    }
    for policy in policies {
        let cited = |framework: &str| policy["requirements"][framework].as_array().cloned().unwrap_or_default();
        let (soc2, nis2) = (cited("soc2"), cited("nis2"));
        assert!(!soc2.is_empty(), "{} says nothing of soc2", policy["id"]);
        // Privacy and the integrity of processing (P and PI) have no counterpart in NIS2: the crosswalk says so.
        let alone = soc2.iter().all(|id| id.as_str().unwrap().starts_with('P'));
        assert_eq!(nis2.is_empty(), alone, "{} cites {nis2:?} of nis2", policy["id"]);
        assert!(policy["remediation"].as_str().unwrap().len() > 20, "{}", policy["id"]);
    }
}
