//! Policies that loop, swallow memory, call out or contradict themselves: each is refused or named,
//! and never costs the others their findings.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::path::Path;
use std::process::Output;

use support::{assize, code, err, expect, json, out};

const METADATA: &str = "\
# METADATA
# title: Something is so
# description: A policy made for a test of the program.
# custom:
#   kind: aws.s3.bucket
#   needs: [versioning]
#   severity: low
#   requirements: {soc2: [CC6.1]}
#   remediation: Nothing to do.
package aws.s3.mischief

import rego.v1

";

fn with_policy(directory: &Path, text: &str) -> Output {
    let folder = directory.join("policies/aws/s3");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("mischief.rego"), text).unwrap();
    assize(directory)
        .args(["run", "--fixtures", "acme", "--policies", "policies", "--format", "json"])
        .output()
        .unwrap()
}

fn refused(body: &str, words: &[&str]) {
    let here = tempfile::tempdir().unwrap();
    let output = with_policy(here.path(), body);
    expect(&output, 2);
    for word in words.iter().chain(&["aws/s3/mischief.rego"]) {
        assert!(err(&output).contains(word), "should mention {word:?}: {}", err(&output));
    }
}

#[test]
fn calls_that_reach_out_are_refused_at_load() {
    for (call, name) in [
        ("http.send({\"method\": \"get\", \"url\": \"http://127.0.0.1/\"})", "http.send"),
        ("opa.runtime()", "opa.runtime"),
        ("time.now_ns()", "time.now_ns"),
        ("rand.intn(\"x\", 3)", "rand.intn"),
        ("net.lookup_ip_addr(\"localhost\")", "net.lookup_ip_addr"),
        ("uuid.rfc4122(\"x\")", "uuid.rfc4122"),
        ("no.such_function(1)", "no.such_function"),
    ] {
        let body = format!(
            "{METADATA}pass if {{\n\tx := {call}\n\tinput.versioning.status == x\n}}\n\nfail contains \"no\" if input.versioning.status == \"x\"\n"
        );
        refused(&body, &[name, ":"]);
    }
}

#[test]
fn a_policy_must_say_what_it_is() {
    let rules = "pass if input.versioning.status == \"Enabled\"\n\nfail contains \"off\" if input.versioning.status != \"Enabled\"\n";
    refused(&format!("package aws.s3.mischief\n\nimport rego.v1\n\n{rules}"), &["METADATA"]);
    refused(
        &format!("{}{rules}", METADATA.replace("aws.s3.bucket", "aws.s3.buket")),
        &["aws.s3.buket", "aws.s3.bucket"],
    );
    refused(&format!("{}{rules}", METADATA.replace("[versioning]", "[versionin]")), &["versionin"]);
    refused(&format!("{}{rules}", METADATA.replace("severity: low", "severity: lwo")), &["lwo"]);
    refused(
        &format!("{}{rules}", METADATA.replace("package aws.s3.mischief", "package aws.s3.other")),
        &["aws.s3.other"],
    );
    let here = tempfile::tempdir().unwrap();
    let unknown = with_policy(here.path(), &format!("{}{rules}", METADATA.replace("CC6.1", "CC66.1")));
    expect(&unknown, 2);
    assert!(err(&unknown).contains("aws.s3.mischief") && err(&unknown).contains("CC6.1?"), "{}", err(&unknown));
}

#[test]
fn what_the_engine_would_choke_on_is_refused_before_it_sees_it() {
    let deep = format!("{METADATA}pass if {}input.versioning.status{} == 1\n", "[".repeat(400), "]".repeat(400));
    refused(&deep, &["deep"]);
    refused(&format!("{METADATA}f(n) := f(n - 1)\n\npass if f(1) == input.versioning.status\n"), &["f"]);
    let long = format!("{METADATA}# {}\n", "x".repeat(2_000_000));
    let here = tempfile::tempdir().unwrap();
    let output = with_policy(here.path(), &long);
    expect(&output, 2);
    assert!(err(&output).contains("mischief.rego"), "{}", err(&output));
}

/// The policy is named with a reason; its findings are unknown; all others stand as without it.
fn named_and_alone(body: &str, words: &[&str]) {
    let here = tempfile::tempdir().unwrap();
    let plain = assize(here.path()).args(["run", "--fixtures", "acme", "--format", "json"]).output().unwrap();
    let plain = json(&plain);
    let output = with_policy(here.path(), body);
    assert_eq!(code(&output), 3, "{}", err(&output));
    let report = json(&output);
    let tally = &report["tallies"]["aws.s3.mischief"];
    let error = tally["error"].as_str().unwrap_or_else(|| panic!("no error is told: {tally}"));
    assert!(words.iter().any(|w| error.contains(w)), "{error:?} should mention one of {words:?}");
    assert_eq!((&tally["pass"], &tally["fail"]), (&0.into(), &0.into()), "{tally}");
    assert!(tally["unknown"].as_u64().unwrap() > 0, "{tally}");
    for (policy, before) in plain["tallies"].as_object().unwrap() {
        assert_eq!(&report["tallies"][policy], before, "{policy} lost its findings to another's mischief");
    }
}

#[test]
fn a_policy_that_loops_is_stopped() {
    let body = format!(
        "{METADATA}pass if {{\n\tcount([1 | some a in numbers.range(1, 5000); some b in numbers.range(1, 5000); some c in numbers.range(1, 5000); a * b * c == 7]) == 1\n\tinput.versioning.status == \"x\"\n}}\n\nfail contains \"off\" if input.versioning.status == \"y\"\n"
    );
    named_and_alone(&body, &["longer than", "time"]);
}

#[test]
fn a_policy_that_swallows_memory_is_stopped() {
    let mut body = format!("{METADATA}s0 := concat(\"\", [\"0123456789abcdef\", input.versioning.status])\n\n");
    for i in 1..40 {
        let before = i - 1;
        body +=
            &["s", &i.to_string(), " := concat(\"\", [s", &before.to_string(), ", s", &before.to_string(), "])\n\n"]
                .concat();
    }
    body += "pass if count(s39) == 1\n\nfail contains \"off\" if count(s39) == 2\n";
    named_and_alone(&body, &["memory", "time", "crash"]);
}

#[test]
fn a_policy_that_says_two_things_costs_its_findings_and_not_the_night() {
    let here = tempfile::tempdir().unwrap();
    let body = format!(
        "{METADATA}pass if input.versioning.status in {{\"Enabled\", \"Never\", \"Suspended\"}}\n\nfail contains \"off\" if input.versioning.status != \"x\"\n"
    );
    let output = with_policy(here.path(), &body);
    expect(&output, 3);
    assert!(out(&output).contains("aws.s3.mischief"), "{}", out(&output));
    assert!(out(&output).contains("the policy did not work: it says both pass and fail of arn:"), "{}", out(&output));
}

#[test]
fn a_policy_folder_replaces_a_built_in_policy_of_the_same_path() {
    let here = tempfile::tempdir().unwrap();
    let shown = assize(here.path()).args(["policy", "explain", "aws.s3.versioning"]).output().unwrap();
    expect(&shown, 0);
    let folder = here.path().join("mine/aws/s3");
    std::fs::create_dir_all(&folder).unwrap();
    let text = METADATA.replace("mischief", "versioning").replace("Something is so", "My own versioning rule")
        + "pass if input.versioning.status == \"Enabled\"\n\nfail contains \"off\" if input.versioning.status != \"Enabled\"\n";
    std::fs::write(folder.join("versioning.rego"), text).unwrap();
    let mine =
        assize(here.path()).args(["policy", "explain", "aws.s3.versioning", "--policies", "mine"]).output().unwrap();
    expect(&mine, 0);
    assert!(out(&mine).contains("My own versioning rule"), "{}", out(&mine));
}
