//! The calls of a run, told before it: by rows that can be counted, and held against what a run asks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use support::estate::{Estate, operations};
use support::{err, expect, json, out, run};

/// Calls as `operation, made once per, kind`.
fn rows(answer: &Value) -> BTreeSet<(String, String, String)> {
    let calls = answer["sources"][0]["calls"].as_array().unwrap();
    let word = |call: &Value, key: &str| call[key].as_str().unwrap_or_default().to_owned();
    calls.iter().map(|call| (word(call, "operation"), word(call, "once_per"), word(call, "kind"))).collect()
}

fn plan(directory: &Path, config: &str, flags: &[&str]) -> BTreeSet<(String, String, String)> {
    std::fs::write(directory.join("assize.toml"), config).unwrap();
    let output = run(directory, &[&["plan", "--format", "json"], flags].concat());
    expect(&output, 0);
    rows(&json(&output))
}

fn row(operation: &str, once: &str, kind: &str) -> (String, String, String) {
    (operation.to_owned(), once.to_owned(), kind.to_owned())
}

#[test]
fn a_plan_names_each_call_with_what_it_is_made_for() {
    let here = tempfile::tempdir().unwrap();
    let one = "[[source]]\nconnector = \"aws\"\nname = \"aws\"\n";
    let policy = |name| ["--policy", name];
    let encrypted = plan(here.path(), one, &policy("aws.s3.bucket_encrypted"));
    let expected = [
        row("s3:GetBucketEncryption", "resource", "aws.s3.bucket"),
        row("s3:ListBuckets", "account", ""),
        row("sts:GetCallerIdentity", "account", ""),
    ];
    assert_eq!(encrypted, BTreeSet::from(expected));
    // Whether there are versions decides whether there is a lock to ask for.
    let locked = plan(here.path(), one, &policy("aws.s3.object_lock"));
    assert!(locked.contains(&row("s3:GetBucketVersioning", "resource", "aws.s3.bucket")), "{locked:?}");
    let batched = plan(here.path(), one, &policy("aws.codebuild.*"));
    assert!(batched.contains(&row("codebuild:BatchGetProjects", "batch", "aws.codebuild.project")), "{batched:?}");

    let many = format!("{one}organization = true\nrole_name = \"assize\"\nregions = \"enabled\"\n");
    let many = plan(here.path(), &many, &policy("aws.sns.*"));
    let expected = [
        row("ec2:DescribeRegions", "account", ""),
        row("organizations:ListAccounts", "source", ""),
        row("sns:GetTopicAttributes", "resource", "aws.sns.topic"),
        row("sns:ListTopics", "region", ""),
        row("sts:AssumeRole", "account", ""),
        row("sts:GetCallerIdentity", "account", ""),
        row("sts:GetCallerIdentity", "source", ""),
    ];
    assert_eq!(many, BTreeSet::from(expected));
    let text = out(&run(here.path(), &["plan", "--policy", "aws.sns.*"]));
    assert!(text.contains("for each region: sns:ListTopics+"), "{text}");
    assert!(text.contains("3 for each account, 1 for each region, 1 that grow with the estate"), "{text}");
    let markdown = out(&run(here.path(), &["plan", "--policy", "aws.sns.*", "--format", "markdown"]));
    assert!(markdown.contains("| aws | sns:ListTopics | for each region | yes | sns:ListTopics |"), "{markdown}");
}

/// What is chosen and not asked must not go under among what is.
#[test]
fn a_choice_of_services_on_request_is_never_dropped_in_silence() {
    let here = tempfile::tempdir().unwrap();
    let flags = ["plan", "--source", "aws", "--select", "aws.s3.*", "--select", "aws.waf.*"];
    let output = run(here.path(), &flags);
    expect(&output, 2);
    assert!(
        err(&output).contains("aws.waf.*") && err(&output).contains("services = [\"default\", \"waf\"]"),
        "{}",
        err(&output)
    );
    let named = "[[source]]\nconnector = \"aws\"\nname = \"aws\"\nservices = [\"default\", \"waf\"]\n";
    std::fs::write(here.path().join("assize.toml"), named).unwrap();
    let output = run(here.path(), &["plan", "--select", "aws.s3.*", "--select", "aws.waf.*"]);
    expect(&output, 0);
    assert!(out(&output).contains("waf:ListWebACLs"), "{}", out(&output));
}

#[test]
fn who_does_not_tell_is_named_and_a_wrong_setting_stops() {
    let here = tempfile::tempdir().unwrap();
    let output = run(here.path(), &["plan", "--source", "github:acme"]);
    expect(&output, 0);
    assert!(out(&output).contains("does not tell its calls"), "{}", out(&output));
    std::fs::write(here.path().join("assize.toml"), "[[source]]\nconnector = \"aws\"\nregoin = \"x\"\n").unwrap();
    let output = run(here.path(), &["plan"]);
    expect(&output, 2);
    assert!(err(&output).contains("regoin"), "{}", err(&output));
}

/// Made once for a region if there is something to join it to, and in the estate there is not.
const JOINED_TO_NOTHING: &str = "logs:DescribeDeliveries";

/// What a run asks is in its plan, no more often than that says; and whatever is told to be asked once for
/// an account or a region is asked.
#[test]
fn a_run_asks_what_its_plan_says() {
    let here = tempfile::tempdir().unwrap();
    let estate = Estate::start(&["--wide"]);
    let mut command = estate.assize(here.path());
    let settings = here.path().join("assize.toml");
    let everywhere = r#"regions = ["eu-west-1", "us-east-1"]"#;
    let text = std::fs::read_to_string(&settings).unwrap().replace(r#"services = ["iam", "s3"]"#, everywhere);
    std::fs::write(&settings, text).unwrap();
    let told = json(&run(here.path(), &["plan", "--format", "json"]));
    command.args(["collect", "--output", "rec"]).output().unwrap();
    drop(estate);
    let mut asked: BTreeMap<String, u64> = BTreeMap::new();
    for operation in operations(&here.path().join("rec")) {
        *asked.entry(operation).or_default() += 1;
    }
    let report = json(&run(here.path(), &["run", "--fixtures", "rec", "--format", "json"]));
    let found: BTreeMap<&str, u64> = report["populations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["kind"].as_str().unwrap(), p["items"].as_u64().unwrap()))
        .collect();
    let mut most: BTreeMap<&str, Option<u64>> = BTreeMap::new();
    for call in told["sources"][0]["calls"].as_array().unwrap() {
        let operation = call["operation"].as_str().unwrap();
        let items = call["kind"].as_str().map(|kind| found.get(kind).copied());
        let times = match call["once_per"].as_str().unwrap() {
            "account" => Some(1),
            "region" => Some(2),
            "resource" => items.unwrap(),
            "batch" => items.unwrap().map(|items| items.div_ceil(call["size"].as_u64().unwrap()) + 1),
            other => panic!("{other}"),
        };
        if ["account", "region"].contains(&call["once_per"].as_str().unwrap()) {
            let is_asked = asked.contains_key(operation) || operation == JOINED_TO_NOTHING;
            assert!(is_asked, "{operation} was planned and not asked");
        }
        let entry = most.entry(operation).or_insert(Some(0));
        // Of a kind that only leads to another nobody counts the items; pages have no limit.
        *entry = entry.zip(times).filter(|_| call["repeats"] == false).map(|(a, b)| a + b);
    }
    for (operation, count) in &asked {
        let most = most.get(operation.as_str()).unwrap_or_else(|| panic!("{operation} was asked and not planned"));
        assert!(most.is_none_or(|most| *count <= most), "{operation} was asked {count} times, planned {most:?}");
    }
    let bounded = asked.keys().filter(|operation| most[operation.as_str()].is_some()).count();
    assert!(asked.len() > 150 && bounded > 50, "{} asked, {bounded} bounded", asked.len());
}
