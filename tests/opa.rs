//! Real OPA is asked everything that our engine is asked over the example estate, and every policy
//! test, and must answer the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::disallowed_methods)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{assize, err, expect, json, out, run};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Python that has real OPA.
fn python() -> PathBuf {
    let tools = std::env::var("ASSIZE_TEST_TOOLS")
        .expect("ASSIZE_TEST_TOOLS is not set: run tests/run, or eval \"$(tests/servers/up)\" first");
    PathBuf::from(tools).join("opa/bin/python")
}

fn export(recording: &str, into: &Path, select: &[&str]) {
    let here = tempfile::tempdir().unwrap();
    let mut command = assize(here.path());
    command.args(["__export", recording]);
    for policy in select {
        command.args(["--select", policy]);
    }
    let output = command.output().unwrap();
    expect(&output, 0);
    std::fs::write(into, &output.stdout).unwrap();
}

fn compare(file: &Path) -> Output {
    Command::new(python()).arg(root().join("tests/opa/differential.py")).arg(file).output().unwrap()
}

#[test]
fn real_opa_gives_the_same_outcomes_over_the_example_estate() {
    let here = tempfile::tempdir().unwrap();
    let file = here.path().join("acme.jsonl");
    export("acme", &file, &[]);
    let text = std::fs::read_to_string(&file).unwrap();
    // Also of the policies of which the estate has nothing: no policy goes unheard.
    let policies = json(&run(here.path(), &["policy", "list", "--format", "json"]));
    for policy in policies.as_array().unwrap() {
        let tests = format!("\"package\":\"{}_test\"", policy["id"].as_str().unwrap());
        assert!(text.contains(&tests), "OPA is not asked about the tests of {}", policy["id"]);
    }
    let output = compare(&file);
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    // The comparison must be able to fail: one verdict turned round is found, and one test that does not hold.
    let asked: Vec<&str> = text.lines().filter(|line| !line.starts_with("{\"tests\"")).collect();
    let turned = asked.join("\n").replacen("\"pass\":true", "\"pass\":false", 1);
    assert_ne!(asked.join("\n"), turned, "the export says nowhere that a policy passes");
    std::fs::write(&file, turned).unwrap();
    assert_eq!(compare(&file).status.code(), Some(1), "a turned verdict was not noticed");
    let wrong = "{\"tests\":{\"files\":[[\"a_test.rego\",\"package a_test\\n\\ntest_b if 1 == 1\\n\\ntest_c if 1 == 2\\n\"]],\
                 \"package\":\"a_test\",\"rules\":[\"test_b\",\"test_c\"]}}\n";
    std::fs::write(&file, wrong).unwrap();
    let output = compare(&file);
    assert_eq!(out(&output).lines().next(), Some("a_test.test_c: does not hold under OPA"), "{}", err(&output));
}

/// What moto answers of an estate of over fifty services: of most of them no fixture has anything.
#[test]
fn real_opa_gives_the_same_outcomes_over_a_wide_estate() {
    let estate = support::estate::Estate::start(&["--wide"]);
    let here = tempfile::tempdir().unwrap();
    let mut command = estate.assize(here.path());
    let settings = here.path().join("assize.toml");
    let everywhere = r#"regions = ["eu-west-1", "us-east-1"]"#;
    let text = std::fs::read_to_string(&settings).unwrap().replace(r#"services = ["iam", "s3"]"#, everywhere);
    std::fs::write(&settings, text).unwrap();
    let collected = command.args(["collect", "--output", "wide"]).output().unwrap();
    assert!(here.path().join("wide/exchanges.jsonl").exists(), "{}", err(&collected));
    let file = here.path().join("wide.jsonl");
    export(here.path().join("wide").to_str().unwrap(), &file, &["aws.*"]);
    // The tests of the policies are asked elsewhere.
    let text = std::fs::read_to_string(&file).unwrap();
    let asked: Vec<&str> = text.lines().filter(|line| !line.starts_with("{\"tests\"")).collect();
    std::fs::write(&file, asked.join("\n")).unwrap();
    let output = compare(&file);
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    let answers: usize = out(&output).split_whitespace().next().unwrap().parse().unwrap();
    assert!(answers > 2000, "{}", out(&output));
}

#[test]
fn real_opa_gives_the_same_outcomes_over_the_example_registers_joined_with_the_estate() {
    let here = tempfile::tempdir().unwrap();
    let recording = support::registers::joined(here.path());
    let file = here.path().join("registers.jsonl");
    export(recording.to_str().unwrap(), &file, &["registers.*"]);
    let output = compare(&file);
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    assert!(!out(&output).starts_with("0 answers"), "{}", out(&output));
}

#[test]
fn real_opa_gives_the_same_outcomes_over_the_branch_protection_scenarios() {
    let here = tempfile::tempdir().unwrap();
    let policies = ["branch_protected", "reviews_required", "status_checks_required", "history_protected", "no_bypass"]
        .map(|name| format!("github.repo.{name}"));
    let policies: Vec<&str> = policies.iter().map(String::as_str).collect();
    let mut compared = 0;
    for entry in std::fs::read_dir(root().join("fixtures/github-protection")).unwrap() {
        let scenario = entry.unwrap().path();
        if scenario.is_dir() {
            let file = here.path().join("scenario.jsonl");
            export(scenario.to_str().unwrap(), &file, &policies);
            let output = compare(&file);
            // Code 2: where everything is unknown for want of data, no policy is asked anything.
            let nothing_asked = output.status.code() == Some(2) && out(&output).starts_with("0 answers");
            assert!(
                output.status.success() || nothing_asked,
                "{}: {}{}",
                scenario.display(),
                out(&output),
                err(&output)
            );
            compared += usize::from(!nothing_asked);
        }
    }
    assert!(compared >= 10, "only {compared} scenarios were compared");
}
