//! The main job against a live account: moto, which nobody here wrote, with the estate `acme`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use support::estate::{Estate, operations};
use support::server::{Say, serve};
use support::{all_rest_on_exchanges, code, err, expect, json, key, run};

/// Findings that moto cannot let us reach, with the reason: its credential report has no row for
/// the root user, its account summary has no `AccountPasswordPresent`, and it knows neither central
/// management of root credentials nor when services were last used.
const UNKNOWN_IN_MOTO: [&str; 5] = [
    "aws.iam.root_credentials_central",
    "aws.iam.root_hardware_mfa",
    "aws.iam.root_mfa",
    "aws.iam.root_usage",
    "aws.iam.user_services_used",
];

/// Kinds of which policies want the whole list.
const KINDS: [&str; 11] = [
    "aws.iam.access_key",
    "aws.iam.account",
    "aws.iam.group",
    "aws.iam.oidc_provider",
    "aws.iam.policy",
    "aws.iam.role",
    "aws.iam.saml_provider",
    "aws.iam.server_certificate",
    "aws.iam.user",
    "aws.s3.account",
    "aws.s3.bucket",
];

/// IAM and STS calls that a run may make, whatever the number of users.
const CALLS: usize = 20;

/// Policy, end of the resource's id, and the outcome that the seed was made for.
const EXPECTED: &[(&str, &str, &str)] = &[
    ("aws.iam.user_console_mfa", ":user/alice", "pass"),
    ("aws.iam.user_console_mfa", ":user/bob", "fail"),
    ("aws.iam.access_key_rotation", ":user/dave/access_key_1", "fail"),
    ("aws.s3.versioning", ":acme-logged", "pass"),
    ("aws.s3.versioning", ":acme-scratch", "fail"),
    ("aws.s3.versioning", ":acme-suspended", "fail"),
    ("aws.s3.bucket_not_public", ":acme-logged", "pass"),
    ("aws.s3.bucket_not_public", ":acme-website", "fail"),
    // Public by its access control list, which the account's public access block ignores.
    ("aws.s3.acl_owner_only", ":acme-downloads", "fail"),
    ("aws.s3.bucket_not_public", ":acme-downloads", "pass"),
    ("aws.s3.bucket_encrypted", ":acme-logged", "pass"),
    ("aws.s3.bucket_encrypted", ":acme-scratch", "fail"),
    ("aws.s3.tls_only", ":acme-logged", "pass"),
    ("aws.s3.tls_only", ":acme-website", "fail"),
    ("aws.s3.policy_cross_account", ":acme-partner-drop", "fail"),
];

fn items(report: &Value, kind: &str) -> u64 {
    let populations = report["populations"].as_array().unwrap();
    populations.iter().find(|p| p["kind"] == kind).and_then(|p| p["items"].as_u64()).unwrap()
}

fn all_populations_complete(report: &Value) {
    let populations = report["populations"].as_array().unwrap();
    let complete: BTreeSet<&str> =
        populations.iter().filter(|p| p["complete"] == true).map(|p| p["kind"].as_str().unwrap()).collect();
    assert_eq!(complete, BTreeSet::from(KINDS), "{populations:?}");
    assert_eq!(populations.len(), KINDS.len(), "{populations:?}");
    assert_eq!(report["gaps"], serde_json::json!([]));
}

fn only_motos_lies_are_unknown(report: &Value) {
    let findings = report["findings"].as_array().unwrap();
    let unknown: BTreeSet<&str> =
        findings.iter().filter(|f| f["outcome"] == "unknown").map(|f| f["policy"].as_str().unwrap()).collect();
    assert_eq!(unknown, BTreeSet::from(UNKNOWN_IN_MOTO));
}

/// Outcome of a policy on the resource whose id ends so.
fn outcome<'r>(report: &'r Value, policy: &str, resource: &str) -> &'r str {
    let findings = report["findings"].as_array().unwrap();
    let about = |f: &&Value| f["policy"] == policy && f["resource"].as_str().is_some_and(|r| r.ends_with(resource));
    findings.iter().find(about).unwrap_or_else(|| panic!("no finding of {policy} on {resource}"))["outcome"]
        .as_str()
        .unwrap()
}

/// The seed says what is good and bad; these are the outcomes it must have.
fn the_seed_is_judged_rightly(report: &Value) {
    for (policy, resource, expected) in EXPECTED {
        assert_eq!(outcome(report, policy, resource), *expected, "{policy} on {resource}");
    }
}

#[test]
fn a_live_run_is_judged_sealed_verified_and_performed_again() {
    let here = tempfile::tempdir().unwrap();
    let estate = Estate::start(&[]);
    let (private, public) = key(here.path(), "p256");
    let private = private.display().to_string();
    let output = estate.run(here.path(), &["--key", &private, "--output", "live.zip"]);
    expect(&output, 3);
    let report = json(&output);
    assert_eq!(report["seal"]["state"], "signed");
    assert_eq!(report["seen"][0]["account"], estate.told("account"));
    all_populations_complete(&report);
    only_motos_lies_are_unknown(&report);
    the_seed_is_judged_rightly(&report);
    drop(estate);

    // The account is gone; the bundle alone must give everything again.
    let public = public.display().to_string();
    let verdict = run(here.path(), &["verify", "--replay", "--format", "json", "--key", &public, "live.zip"]);
    expect(&verdict, 0);
    let verdict = json(&verdict);
    assert_eq!((&verdict["verified"], &verdict["replay"]["same"]), (&true.into(), &true.into()), "{verdict}");
    assert_eq!(verdict["replay"]["findings"], report["findings"].as_array().unwrap().len());
    let sealed = json(&run(here.path(), &["report", "--format", "json", "--key", &public, "live.zip"]));
    for part in ["findings", "tallies", "populations", "assessments"] {
        assert_eq!(sealed[part], report[part], "the bundle tells other {part} than its run");
    }
}

/// What two runs over one account must have in common; ids of exchanges may differ, because moto
/// answers that a credential report is ready sooner the second time.
fn outcomes(report: &Value) -> Vec<[Value; 4]> {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|f| ["policy", "resource", "outcome", "messages"].map(|part| f[part].clone())).collect()
}

/// A fixture is lines that people read and edit; what is edited is what is judged.
#[test]
fn a_fixture_is_recorded_that_people_can_read_and_edit() {
    let here = tempfile::tempdir().unwrap();
    let server = serve(|asked| match asked.target.as_str() {
        "/orgs/acme" => Say::json(200, "{\"login\": \"acme\", \"id\": 1, \"two_factor_requirement_enabled\": true}"),
        _ => Say::json(404, "{\"message\":\"Not Found\"}"),
    });
    let source =
        format!("[[source]]\nconnector = \"github\"\norganization = \"acme\"\nendpoint = \"{}\"\n", server.url);
    std::fs::write(here.path().join("assize.toml"), source).unwrap();
    let live = |args: &[&str]| {
        let token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
        support::assize(here.path()).args(args).env("GITHUB_TOKEN", token).output().unwrap()
    };
    let recorded = live(&["record", "--output", "fixture", "--format", "json"]);
    expect(&recorded, 3);
    assert_eq!(json(&recorded)["wrote"], "fixture");
    let file = here.path().join("fixture/exchanges.jsonl");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!here.path().join("fixture/bodies").exists(), "every body here is text and stands in its line");
    let outcome = |output: &std::process::Output| {
        let report = json(output);
        let of_it = |f: &&Value| f["policy"] == "github.org.two_factor_required";
        report["findings"].as_array().unwrap().iter().find(of_it).unwrap()["outcome"].clone()
    };
    assert_eq!(outcome(&live(&["run", "--format", "json"])), "pass");
    assert_eq!(outcome(&run(here.path(), &["run", "--fixtures", "fixture", "--format", "json"])), "pass");
    let edited = text.replace("two_factor_requirement_enabled\\\": true", "two_factor_requirement_enabled\\\": false");
    assert_ne!(edited, text, "the reply stands there as text: {text}");
    std::fs::write(&file, edited).unwrap();
    assert_eq!(outcome(&run(here.path(), &["run", "--fixtures", "fixture", "--format", "json"])), "fail");
}

#[test]
fn collecting_first_and_judging_later_gives_what_a_run_gives() {
    let here = tempfile::tempdir().unwrap();
    let estate = Estate::start(&[]);
    let collected = estate.assize(here.path()).args(["collect", "--output", "recording"]).output().unwrap();
    // moto's credential report has no row for the root user, and two calls are unknown to it: gaps.
    expect(&collected, 3);
    assert!(err(&collected).contains("3 gaps"), "{}", err(&collected));
    let direct = json(&estate.run(here.path(), &[]));
    drop(estate);
    let later = run(here.path(), &["evaluate", "recording", "--format", "json"]);
    expect(&later, 3);
    let later = json(&later);
    assert_eq!(later["tallies"], direct["tallies"]);
    assert_eq!(outcomes(&later), outcomes(&direct));
    assert_eq!(later["assessments"], direct["assessments"]);
}

#[test]
fn the_number_of_calls_does_not_grow_with_the_number_of_users() {
    let here = tempfile::tempdir().unwrap();
    let estate = Estate::start(&["--users", "500", "--roles", "300", "--buckets", "20"]);
    let collected = estate.assize(here.path()).args(["collect", "--output", "recording"]).output().unwrap();
    assert!([0, 3].contains(&code(&collected)), "{}", err(&collected));
    let asked = estate.log()["requests"].clone();
    drop(estate);
    let operations = operations(&here.path().join("recording"));
    let central = operations.iter().filter(|o| o.starts_with("iam:") || o.starts_with("sts:")).count();
    assert!(central <= CALLS, "{central} calls to IAM and STS");
    let served: u64 = asked.as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(served, operations.len() as u64, "what was asked is what was recorded");

    let report = json(&run(here.path(), &["evaluate", "recording", "--format", "json"]));
    all_populations_complete(&report);
    let kinds = ["aws.iam.user", "aws.iam.role", "aws.s3.bucket"];
    assert_eq!(kinds.map(|kind| items(&report, kind)), [500, 300, 20]);
    judged_whole(&report, here.path());
}

/// A policy about each user has a finding for each of them.
fn judged_whole(report: &Value, directory: &Path) {
    let listed = json(&run(directory, &["policy", "list", "--format", "json"]));
    let mut looked = 0;
    for policy in listed.as_array().unwrap().iter().filter(|p| p["kind"] == "aws.iam.user") {
        let id = policy["id"].as_str().unwrap();
        let tally = &report["tallies"][id];
        let foreign = |need: &Value| need.as_str().unwrap().starts_with("registers.");
        if policy["needs"].as_array().unwrap().iter().any(foreign) {
            assert!(tally.is_null(), "{id} needs registers, which nobody asked");
            continue;
        }
        let judged: u64 =
            ["pass", "fail", "unknown", "not_applicable"].iter().map(|o| tally[o].as_u64().unwrap()).sum();
        assert_eq!(judged, 500, "{id}: {tally}");
        looked += 1;
    }
    assert!(looked > 0, "no policy is about users");
}

/// Services with a manifest, in two regions, over a server that knows most of them.
#[test]
fn every_service_is_asked_in_every_region_and_performed_again() {
    let here = tempfile::tempdir().unwrap();
    let (_, public) = key(here.path(), "p256");
    let estate = Estate::start(&[]);
    let mut command = estate.assize(here.path());
    let settings = here.path().join("assize.toml");
    let narrow = std::fs::read_to_string(&settings).unwrap();
    let wide = narrow.replace(r#"services = ["iam", "s3"]"#, r#"regions = ["eu-west-1", "us-east-1"]"#);
    assert_ne!(wide, narrow);
    std::fs::write(&settings, wide).unwrap();
    let ran = command.args(["run", "--key", "p256.key", "--output", "all.zip", "--format", "json", "--all"]).output();
    let ran = ran.unwrap();
    drop(estate);
    expect(&ran, 3);
    let report = json(&ran);
    all_rest_on_exchanges(report["findings"].as_array().unwrap());
    let listed = json(&run(here.path(), &["policy", "list", "--format", "json"]));
    let kinds = |policy: &Value| policy["kind"].as_str().unwrap().to_owned();
    let by_itself = |kind: &String| kind.starts_with("aws.") && !is_on_request(kind);
    let judged: BTreeSet<String> = listed.as_array().unwrap().iter().map(kinds).filter(by_itself).collect();
    let populations = report["populations"].as_array().unwrap();
    let seen: BTreeSet<String> = populations.iter().map(kinds).collect();
    assert!(!seen.iter().any(|kind| is_on_request(kind)), "{seen:?}");
    assert!(judged.len() > 100 && judged.is_subset(&seen), "{:?}", judged.difference(&seen));
    // What the server does not know is a gap with the call's name, and nothing passes for it.
    let gaps = report["gaps"].as_array().unwrap();
    assert!(gaps.iter().any(|gap| gap["cause"] == "unsupported"), "{gaps:?}");
    for kind in populations.iter().filter(|p| p["complete"] == false).map(kinds) {
        assert!(gaps.iter().any(|gap| gap["kind"] == kind.as_str()), "{kind} is not whole and nothing says why");
    }
    let public = public.display().to_string();
    expect(&run(here.path(), &["verify", "all.zip", "--key", &public, "--replay"]), 0);
}

fn is_on_request(kind: &str) -> bool {
    kind.starts_with("aws.waf.") || kind.starts_with("aws.waf_regional.")
}

/// WAF Classic comes to its end: by itself nobody asks for it, and whoever names it hears the truth.
#[test]
fn a_service_on_request_is_asked_only_where_it_is_named_and_never_passes_unseen() {
    let here = tempfile::tempdir().unwrap();
    let (_, public) = key(here.path(), "p256");
    let estate = Estate::start(&["--empty"]);
    let run_with = |services: &str, flags: &[&str]| {
        let mut command = estate.assize(here.path());
        let settings = here.path().join("assize.toml");
        let text = std::fs::read_to_string(&settings).unwrap().replace(r#"services = ["iam", "s3"]"#, services);
        std::fs::write(&settings, text).unwrap();
        estate.deny(&[]);
        let output = command.args(["run", "--format", "json", "--all"]).args(flags).output().unwrap();
        let log = estate.log();
        let asked = |service: &str| log["requests"].as_object().unwrap().keys().any(|name| name.starts_with(service));
        (output, asked("waf:"), asked("waf-regional:"), asked("wafv2:"))
    };
    let (output, classic, regional, new) = run_with("", &["--select", "aws.waf*"]);
    let report = json(&output);
    assert_eq!((classic, regional, new), (false, false, true), "{report}");
    assert!(!report["findings"].to_string().contains("aws.waf."), "{report}");

    let flags = ["--select", "aws.waf*", "--key", "p256.key", "--output", "named.zip"];
    let (output, classic, regional, new) = run_with(r#"services = ["default", "waf"]"#, &flags);
    assert_eq!((classic, regional, new), (true, false, true));
    expect(&output, 3);
    let findings = json(&output)["findings"].as_array().unwrap().clone();
    let of: Vec<_> = findings.iter().filter(|f| f["policy"].as_str().unwrap().starts_with("aws.waf.")).collect();
    assert_eq!(of.len(), 4, "{findings:?}");
    assert!(of.iter().all(|finding| finding["outcome"] == "unknown"), "{of:?}");
    expect(&run(here.path(), &["verify", "named.zip", "--key", &public.display().to_string(), "--replay"]), 0);

    let (output, ..) = run_with("", &["--select", "aws.waf.*"]);
    expect(&output, 2);
    assert!(support::err(&output).contains(r#"services = ["default", "waf"]"#), "{}", support::err(&output));
}

#[test]
fn manifests_of_ones_own_are_sealed_and_serve_the_replay() {
    let here = tempfile::tempdir().unwrap();
    let (_, public) = key(here.path(), "p256");
    let built_in = std::fs::read_to_string("connectors/aws/services/ec2.toml").unwrap();
    let own = built_in.replace(":vpc/{VpcId}", ":our-vpc/{VpcId}");
    assert_ne!(own, built_in);
    std::fs::create_dir(here.path().join("ours")).unwrap();
    std::fs::write(here.path().join("ours/ec2.toml"), &own).unwrap();
    let estate = Estate::start(&["--empty"]);
    let settings = here.path().join("assize.toml");
    let mut command = estate.assize(here.path());
    let text =
        std::fs::read_to_string(&settings).unwrap().replace(r#"services = ["iam", "s3"]"#, r#"services = ["ec2"]"#);
    std::fs::write(&settings, text).unwrap();
    let flags = ["run", "--manifests", "ours", "--select", "aws.ec2.vpc*", "--key", "p256.key", "--output", "own.zip"];
    let ran = command.args(flags).args(["--format", "json", "--all"]).output().unwrap();
    drop(estate);
    let findings = json(&ran)["findings"].as_array().unwrap().clone();
    assert!(findings.iter().any(|f| f["resource"].as_str().unwrap().contains(":our-vpc/")), "{findings:?}");
    std::fs::remove_dir_all(here.path().join("ours")).unwrap();
    let public = public.display().to_string();
    expect(&run(here.path(), &["verify", "own.zip", "--key", &public, "--replay"]), 0);
}
