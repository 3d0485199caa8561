//! Least privilege: whoever has only the printed policy sees everything, and each printed action is
//! needed. moto checks the reader's permissions itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use support::estate::Estate;
use support::{err, expect, json, out, run};

/// The actions in what `permissions aws` prints.
fn actions(directory: &Path, args: &[&str]) -> Vec<String> {
    let output = run(directory, &[&["permissions", "aws"], args].concat());
    expect(&output, 0);
    let action = |action: &Value| action.as_str().unwrap().to_owned();
    json(&output)["Statement"][0]["Action"].as_array().unwrap().iter().map(action).collect()
}

/// The permissions that `denied` gaps name, of the run and of findings.
fn missing(report: &Value) -> BTreeSet<String> {
    let of_findings = report["findings"].as_array().unwrap().iter().filter_map(|f| f["gaps"].as_array());
    let gaps = report["gaps"].as_array().into_iter().chain(of_findings).flatten();
    let denied = gaps.filter(|gap| gap["cause"] == "denied");
    let named = denied.map(|gap| gap["permission"].as_str().expect("a denied gap names its permission"));
    named.filter(|action| !UNKNOWN_TO_MOTO.contains(action)).map(str::to_owned).collect()
}

/// Reads that moto does not know: once it checks permissions it refuses them, whatever is allowed.
const UNKNOWN_TO_MOTO: [&str; 3] =
    ["iam:GenerateServiceLastAccessedDetails", "iam:GetServiceLastAccessedDetails", "iam:ListOrganizationsFeatures"];

const OLD: [&str; 4] = ["--select", "aws.iam.*", "--select", "aws.s3.*"];

#[test]
fn whoever_has_only_the_printed_policy_is_denied_nothing_and_needs_all_of_it() {
    let here = tempfile::tempdir().unwrap();
    let estate = Estate::start(&[]);
    let printed = actions(here.path(), &OLD);
    let full = json(&estate.run(here.path(), &OLD));
    assert!(printed.len() > 20 && printed.iter().any(|a| a == "sts:GetCallerIdentity"), "{printed:?}");
    let allow = |left_out: Option<&str>| {
        let known = |action: &&str| !UNKNOWN_TO_MOTO.contains(action) && Some(*action) != left_out;
        let kept = printed.iter().map(String::as_str).filter(known);
        estate.enforce(&[&["--allow"], kept.collect::<Vec<_>>().as_slice()].concat());
    };
    allow(None);
    let report = json(&estate.run(here.path(), &OLD));
    assert_eq!(missing(&report), BTreeSet::new());
    assert_eq!(report["total"], full["total"], "with the printed policy, something is judged otherwise");

    // moto knows five of S3's reads under one name, and lets everybody ask who he is.
    let shared = ["Encryption", "OwnershipControls", "ObjectLock", "Replication", "GetBucketPublicAccessBlock"];
    let separate = |a: &&String| {
        let other = a.starts_with("sts:") || UNKNOWN_TO_MOTO.contains(&a.as_str());
        !other && !shared.iter().any(|word| a.contains(word))
    };
    // A third of them; `denied.rs` takes each one away, by the proxy.
    let mut taken = 0;
    for action in printed.iter().filter(separate).step_by(3) {
        allow(Some(action));
        let half = if action.starts_with("s3:") { "aws.s3.*" } else { "aws.iam.*" };
        let output = estate.run(here.path(), &["--select", half]);
        expect(&output, 3);
        assert_eq!(missing(&json(&output)), BTreeSet::from([action.clone()]), "without {action}");
        taken += 1;
    }
    assert!(taken > 5, "only {taken} actions were taken away");
}

#[test]
fn fewer_policies_need_fewer_permissions_and_every_form_names_the_same() {
    let here = tempfile::tempdir().unwrap();
    let few = actions(here.path(), &["--policy", "aws.s3.bucket_encrypted"]);
    assert_eq!(few, ["s3:GetEncryptionConfiguration", "s3:ListAllMyBuckets", "sts:GetCallerIdentity"]);

    let all = actions(here.path(), &OLD);
    let template = run(here.path(), &[&["permissions", "aws", "--format", "cloudformation"][..], &OLD].concat());
    let template = json(&template);
    assert_eq!(
        template["Resources"]["Reads1"]["Properties"]["PolicyDocument"]["Statement"][0]["Action"],
        Value::from(all.clone())
    );
    let trust = &template["Resources"]["Role"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0];
    assert_eq!(trust["Condition"]["StringEquals"]["sts:ExternalId"]["Ref"], "ExternalId");

    let module = out(&run(here.path(), &[&["permissions", "aws", "--format", "terraform"][..], &OLD].concat()));
    for action in &all {
        assert!(module.contains(&format!("\"{action}\"")), "{action} is not in the module");
    }
    assert!(module.contains("\"sts:ExternalId\" = var.external_id"));
    assert_eq!(module.matches('{').count(), module.matches('}').count(), "a brace is open");
}

#[test]
fn a_service_on_request_needs_permissions_where_a_source_names_it() {
    let here = tempfile::tempdir().unwrap();
    let classic = |config: &str| {
        std::fs::write(here.path().join("assize.toml"), config).unwrap();
        actions(here.path(), &["--select", "aws.waf*"]).iter().filter(|action| action.starts_with("waf:")).count()
    };
    assert_eq!(classic(""), 0);
    assert_eq!(classic("[[source]]\nconnector = \"aws\"\n"), 0);
    assert_eq!(classic("[[source]]\nconnector = \"aws\"\nservices = [\"default\", \"waf\"]\n"), 7);
    assert_eq!(classic("[[source]]\nconnector = \"aws\"\nservices = [\"wafv2\"]\n"), 0);
}

#[test]
fn github_has_permissions_and_no_template_and_others_have_none() {
    let here = tempfile::tempdir().unwrap();
    let told = json(&run(here.path(), &["permissions", "github", "--select", "github.org.*"]));
    let names: Vec<&str> = told["fine_grained_token"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
    assert!(names.contains(&"organization members: read"), "{names:?}");
    let output = run(here.path(), &["permissions", "github", "--format", "terraform"]);
    expect(&output, 2);
    assert!(err(&output).contains("hint:"), "{}", err(&output));
    let output = run(here.path(), &["permissions", "registers"]);
    expect(&output, 2);
    assert!(err(&output).contains("permissions github"), "{}", err(&output));
}
