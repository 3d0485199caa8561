//! A look before a run: what is missing is named with what it blinds, by few requests, and nothing is
//! written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::estate::Estate;
use support::organization::Organization;
use support::{expect, files, json, out};

const OLD: [&str; 4] = ["--select", "aws.iam.*", "--select", "aws.s3.*"];

fn missing(source: &Value) -> BTreeSet<&str> {
    source["missing"].as_array().unwrap().iter().map(|one| one["permission"].as_str().unwrap()).collect()
}

#[test]
fn each_missing_permission_is_named_with_the_policies_it_blinds() {
    let here = tempfile::tempdir().unwrap();
    let estate = Estate::start(&["--buckets", "40"]);
    let look =
        |format: &str| estate.assize(here.path()).args(["preflight", "--format", format]).args(OLD).output().unwrap();
    estate.deny(&[]);
    let before = files(here.path()).len();
    let output = look("json");
    expect(&output, 0);
    assert_eq!(json(&output)["ready"], true);
    assert_eq!(files(here.path()).len(), before.max(1), "a look wrote something");
    let log = estate.log();
    for (operation, count) in log["requests"].as_object().unwrap() {
        let polled = operation == "iam:GenerateCredentialReport";
        assert!(polled || count.as_u64() <= Some(2), "{operation} was asked {count} times");
    }
    assert!(log["requests"].as_object().unwrap().len() > 20, "{log}");

    let denied = ["iam:GetCredentialReport", "s3:GetBucketPolicyStatus", "s3:GetEncryptionConfiguration"];
    estate.deny(&denied);
    let output = look("json");
    expect(&output, 3);
    let answer = json(&output);
    let source = &answer["sources"][0];
    assert_eq!(missing(source), BTreeSet::from(denied));
    let found = source["missing"].as_array().unwrap();
    let blinds = |permission: &str| -> BTreeSet<String> {
        let one = found.iter().find(|one| one["permission"] == permission).unwrap();
        serde_json::from_value(one["policies"].clone()).unwrap()
    };
    assert!(blinds("s3:GetEncryptionConfiguration").contains("aws.s3.bucket_encrypted"));
    // What is said to be blinded is what a run cannot judge.
    estate.deny(&["s3:GetEncryptionConfiguration"]);
    let report = json(&estate.run(here.path(), &["--select", "aws.s3.*"]));
    let findings = report["findings"].as_array().unwrap().iter();
    let denied = |f: &&Value| f["gaps"].as_array().is_some_and(|gaps| gaps.iter().any(|gap| gap["cause"] == "denied"));
    let unknown: BTreeSet<String> = findings.filter(denied).map(|f| f["policy"].as_str().unwrap().to_owned()).collect();
    assert_eq!(unknown, blinds("s3:GetEncryptionConfiguration"));
    let text = out(&look("text"));
    assert!(text.contains("missing    s3:GetEncryptionConfiguration") && text.contains("not ready"), "{text}");
}

#[test]
fn each_account_is_looked_at_and_one_that_refuses_is_named() {
    let here = tempfile::tempdir().unwrap();
    let organization = Organization::start(2);
    let refuses = organization.accounts[1].clone();
    organization.faults(&json!([{"match": "^sts:AssumeRole$", "body": refuses.as_str(), "kind": "deny"}]));
    let mut command = organization.assize(here.path(), "organization = true\nrole_name = \"assize\"");
    let output = command.args(["preflight", "--format", "json"]).args(OLD).output().unwrap();
    expect(&output, 3);
    let answer = json(&output);
    let sources = answer["sources"].as_array().unwrap();
    assert_eq!(sources.len(), 3);
    for source in sources {
        assert_eq!(source["unavailable"].is_string(), source["source"] == format!("aws/{refuses}"), "{source}");
        assert_eq!(missing(source), BTreeSet::new());
    }
    let empty = sources.iter().find(|one| one["source"] == format!("aws/{}", organization.accounts[0])).unwrap();
    let untried = empty["untried"].to_string();
    assert!(untried.contains("s3:GetBucketAcl"), "there is no bucket to try it on: {untried}");
}
