//! Denied permissions: what could not be seen is unknown, by name, and everything else stays as it
//! was. Nothing may turn from fail to pass or from pass to fail, and no policy may go missing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use support::estate::Estate;
use support::{expect, json};

/// Policy and resource (null if the finding is about a whole population) → outcome.
type Outcomes = BTreeMap<(String, String), String>;

fn outcomes(report: &Value) -> Outcomes {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().expect("findings");
    findings.iter().map(|f| ((word(&f["policy"]), word(&f["resource"])), word(&f["outcome"]))).collect()
}

fn policies(outcomes: &Outcomes) -> BTreeSet<&str> {
    outcomes.keys().map(|(policy, _)| policy.as_str()).collect()
}

/// The permissions that gaps name, of the run and of findings, by policy (empty for the run).
fn named(report: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut note = |policy: &str, gaps: &Value| {
        for gap in gaps.as_array().into_iter().flatten().filter(|gap| gap["cause"] == "denied") {
            let permission = gap["permission"].as_str().unwrap_or_else(|| panic!("no permission is named: {gap}"));
            named.entry(policy.to_owned()).or_default().insert(permission.to_owned());
        }
    };
    note("", &report["gaps"]);
    for finding in report["findings"].as_array().unwrap() {
        note(finding["policy"].as_str().unwrap(), &finding["gaps"]);
    }
    named
}

/// Holds a run with denials against the full run: `full` has the outcomes of the same policies.
fn nothing_turned(what: &str, full: &Outcomes, report: &Value) {
    let now = outcomes(report);
    assert_eq!(policies(&now), policies(full), "{what}: policies went missing or came");
    let tallied: BTreeSet<&str> = report["tallies"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(tallied, policies(full), "{what}: tallies do not name every policy");
    for (key, outcome) in &now {
        let before = full.get(key).map(String::as_str);
        assert!(outcome == "unknown" || before == Some(outcome), "{what}: {key:?} turned from {before:?} to {outcome}");
    }
    // What is not told about one resource any more must be covered by an unknown of its policy.
    for (key, before) in full.iter().filter(|(key, _)| !now.contains_key(key)) {
        let unknown = now.iter().any(|((policy, _), outcome)| *policy == key.0 && outcome == "unknown");
        assert!(unknown, "{what}: {key:?} was {before} and is gone without a word");
    }
    // Whoever lost sight says why.
    let named = named(report);
    let lost = now.iter().filter(|(key, outcome)| *outcome == "unknown" && full.get(key) != Some(outcome));
    for (policy, resource) in lost.map(|(key, _)| key) {
        assert!(named.contains_key(policy), "{what}: {policy} on {resource:?} is unknown and names no permission");
    }
}

fn all_named(report: &Value) -> BTreeSet<String> {
    named(report).into_values().flatten().collect()
}

/// The accounting in the report adds up to its findings.
fn counts_add_up(report: &Value) {
    let sum: u64 = report["tallies"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|tally| ["pass", "fail", "unknown", "not_applicable"].map(|o| tally[o].as_u64().unwrap()))
        .sum();
    assert_eq!(sum, report["findings"].as_array().unwrap().len() as u64);
}

#[test]
fn with_all_24_reads_denied_everything_is_unknown_and_nothing_turns() {
    let here = tempfile::tempdir().unwrap();
    let estate = Estate::start(&["--users", "500", "--roles", "300", "--buckets", "200"]);
    let full = json(&estate.run(here.path(), &[]));
    let before = outcomes(&full);
    let turns = |outcome: &str| before.values().filter(|o| *o == outcome).count();
    assert!(turns("pass") > 100 && turns("fail") > 100, "the full run has too little that could turn");

    let denied = estate.enforce(&["--reads"]);
    assert_eq!(denied.len(), 24);
    let output = estate.run(here.path(), &[]);
    expect(&output, 3);
    let report = json(&output);
    nothing_turned("24 reads denied", &before, &report);
    counts_add_up(&report);
    assert!(outcomes(&report).values().all(|outcome| outcome == "unknown"), "something is known without a single read");

    // The same without the two lists: each resource is there, and nothing about it can be read.
    estate.enforce(&["--off"]);
    let lists = ["iam:GetAccountAuthorizationDetails", "s3:ListAllMyBuckets"];
    let reads: Vec<&str> = denied.iter().map(String::as_str).filter(|name| !lists.contains(name)).collect();
    estate.deny(&reads);
    let output = estate.run(here.path(), &[]);
    expect(&output, 3);
    let report = json(&output);
    nothing_turned("22 reads denied", &before, &report);
    counts_add_up(&report);
    let missing: Vec<&&str> = reads.iter().filter(|name| !all_named(&report).contains(**name)).collect();
    let never: Vec<Value> = serde_json::from_value(estate.log()["never_asked"].clone()).unwrap();
    let excused = |name: &str| never.iter().any(|n| n == name);
    assert!(missing.iter().all(|name| excused(name)), "no gap names {missing:?}; never asked: {never:?}");
    assert!(never.len() <= 2, "reads that follow a denied one may be skipped, no others: {never:?}");
}

#[test]
fn each_read_denied_alone_is_named_and_turns_nothing() {
    let here = tempfile::tempdir().unwrap();
    let estate = Estate::start(&[]);
    let full = outcomes(&json(&estate.run(here.path(), &[])));
    let reads = estate.enforce(&["--reads"]);
    assert_eq!(reads.len(), 24);
    estate.enforce(&["--off"]);
    for read in &reads {
        // No policy about IAM reads S3 or the other way round, which the first test would notice.
        let half = if read.starts_with("s3:") { "aws.s3." } else { "aws.iam." };
        let expected: Outcomes =
            full.iter().filter(|(key, _)| key.0.starts_with(half)).map(|(k, o)| (k.clone(), o.clone())).collect();
        estate.deny(&[read.as_str()]);
        let output = estate.run(here.path(), &["--select", &format!("{half}*")]);
        expect(&output, 3);
        let report = json(&output);
        nothing_turned(read, &expected, &report);
        counts_add_up(&report);
        assert!(estate.log()["denied"][read].as_u64() > Some(0), "{read} was never asked, so this shows nothing");
        assert_eq!(all_named(&report), BTreeSet::from([read.clone()]), "the gaps name other permissions than {read}");
    }
}
