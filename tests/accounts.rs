//! Many accounts in one source: found through the organisation, each asked with a role of its own. What
//! goes wrong in one account is a gap of that account, and a replay finds the same accounts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use support::organization::{OWN, Organization};
use support::{assize, err, expect, json, key, out, run};

const ALL: &str = "organization = true\nrole_name = \"assize\"";

/// Source and resource → policy and outcome, sorted.
fn outcomes(report: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let text = |name: &str| finding[name].as_str().unwrap_or("-").to_owned();
        let what = format!("{} {} {}", text("resource"), text("policy"), text("outcome"));
        assert!(all.entry(text("source")).or_default().insert(what), "a finding stands twice: {finding}");
    }
    all
}

fn asked(report: &Value) -> BTreeSet<String> {
    serde_json::from_value(report["run"]["accounts"]["aws"]["asked"].clone()).unwrap()
}

#[test]
fn one_account_that_refuses_costs_its_own_findings_and_no_others() {
    let here = tempfile::tempdir().unwrap();
    let (private, public) = key(here.path(), "p256");
    let organization = Organization::start(4);
    let accounts = organization.accounts.clone();
    let [first, _, refuses, closed] = &accounts[..] else { panic!("four accounts") };
    organization.close(closed);
    let full = json(&organization.run(here.path(), ALL, &[]));
    let all: BTreeSet<String> = organization.accounts.iter().filter(|id| *id != closed).cloned().collect();
    assert_eq!(asked(&full), all.iter().cloned().chain([OWN.to_owned()]).collect());
    assert_eq!(full["run"]["accounts"]["aws"]["left_out"], json!({closed.as_str(): "it is suspended"}));
    let before = outcomes(&full);
    assert!(before[&format!("aws/{first}")].iter().any(|one| one.contains("user/user-0 ")), "{before:?}");
    assert!(!before.contains_key("aws"), "a source that stands for its accounts is not judged itself");

    organization.faults(&json!([{"match": "^sts:AssumeRole$", "body": refuses.as_str(), "kind": "deny"}]));
    let bundle = here.path().join("one.assize.zip");
    let seal = ["--key", private.to_str().unwrap(), "--output", bundle.to_str().unwrap()];
    let output = organization.run(here.path(), ALL, &seal);
    expect(&output, 3);
    let report = json(&output);
    assert_eq!(asked(&report), asked(&full), "the scope does not shrink with what answers");
    let mut after = outcomes(&report);
    let source = format!("aws/{refuses}");
    let lost = after.remove(&source).expect("the account is still judged");
    assert!(!lost.is_empty() && lost.iter().all(|one| one.ends_with(" unknown")), "{lost:?}");
    let mut others = before.clone();
    others.remove(&source);
    assert_eq!(after, others, "another account's findings changed");
    let gaps: Vec<&Value> = report["gaps"].as_array().unwrap().iter().filter(|gap| gap["source"] == source).collect();
    assert!(!gaps.is_empty());
    for gap in gaps {
        let message = gap["message"].as_str().unwrap();
        assert!(
            message.contains(&format!("arn:aws:iam::{refuses}:role/assize")) && message.contains("AccessDenied"),
            "{gap}"
        );
    }

    // Nobody answers any more; the recording tells the same accounts and the same findings.
    drop(organization);
    let verify = ["verify", bundle.to_str().unwrap(), "--key", public.to_str().unwrap(), "--replay"];
    expect(&run(here.path(), &verify), 0);
    let report =
        out(&assize(here.path()).args(["report", bundle.to_str().unwrap(), "--key"]).arg(&public).output().unwrap());
    assert!(report.contains("4 accounts asked, 1 left out"), "{report}");
    assert!(report.contains(closed.as_str()) && report.contains("it is suspended"), "{report}");
    assert!(report.contains(refuses.as_str()), "an account that did not answer is named: {report}");
    assert!(
        !report.contains(&format!("asked    aws/{first}")),
        "accounts that answered are listed with --all: {report}"
    );
}

#[test]
fn sessions_bear_the_run_and_the_external_id_and_only_chosen_accounts_are_asked() {
    let here = tempfile::tempdir().unwrap();
    let organization = Organization::start(2);
    let [one, two] = &organization.accounts[..] else { panic!("two accounts") };
    // Whoever does not say the external id, the session's name or the tag is refused.
    organization.faults(&json!([
        {"match": "^sts:AssumeRole$", "body": "(?s)^(?!.*ExternalId=e-1)", "kind": "deny"},
        {"match": "^sts:AssumeRole$", "body": "(?s)^(?!.*RoleSessionName=night-[0-9a-f]{16})", "kind": "deny"},
        {"match": "^sts:AssumeRole$", "body": "(?s)^(?!.*assize-run)", "kind": "deny"},
    ]));
    let settings = format!(
        "accounts = [\"{one}\"]\nrole_arn = \"arn:aws:iam::{{account}}:role/x\"\nsession_name = \"night-{{run}}\"\nsession_tags = {{ team = \"risk\" }}"
    );
    let report = json(&organization.run(here.path(), &settings, &[]));
    assert_eq!(asked(&report), BTreeSet::from([one.clone()]));
    let seen = report["seen"].as_array().unwrap().iter().find(|seen| seen["source"] == format!("aws/{one}"));
    let identity = seen.expect("the account answered")["identity"].as_str().unwrap();
    let id = report["run"]["id"].as_str().unwrap();
    assert!(identity.ends_with(&format!("assumed-role/x/night-{id}")), "{identity}");
    assert!(report["gaps"].as_array().unwrap().is_empty(), "{}", report["gaps"]);

    let settings = format!("{ALL}\naccounts = {{ include = [\"{two}\", \"999999999999\"] }}");
    let settings = format!("{settings}\nsession_name = \"night-{{run}}\"\nsession_tags = {{}}");
    let report = json(&organization.run(here.path(), &settings, &[]));
    assert_eq!(asked(&report), BTreeSet::from([two.clone()]));
    let left_out = &report["run"]["accounts"]["aws"]["left_out"];
    assert_eq!(left_out["999999999999"], "it is not in the organisation");
    assert_eq!(left_out[one.as_str()], "accounts.include does not name it");
}

#[test]
fn an_organisation_that_cannot_be_listed_is_a_gap_and_a_changed_scope_is_not_replayed() {
    let here = tempfile::tempdir().unwrap();
    let organization = Organization::start(1);
    organization.faults(&json!([{"match": "^organizations:", "kind": "deny"}]));
    let output = organization.run(here.path(), ALL, &[]);
    expect(&output, 2);
    assert!(err(&output).contains("organizations:ListAccounts"), "{}", err(&output));

    organization.faults(&json!([]));
    let recording = here.path().join("recording");
    let mut command = organization.assize(here.path(), ALL);
    let made = command.args(["collect", "--select", "aws.iam.user*", "--output"]).arg(&recording).output().unwrap();
    expect(&made, 0);
    drop(organization);
    let evaluate = |expected: i32| {
        let output =
            assize(here.path()).args(["evaluate", "--select", "aws.iam.user*"]).arg(&recording).output().unwrap();
        let code = output.status.code().unwrap();
        assert!(if expected == 2 { code == 2 } else { code != 2 }, "{code}: {}", err(&output));
        err(&output)
    };
    evaluate(0);
    // Somebody takes an account out of the record, to hide it.
    let path = recording.join("run.json");
    let mut run: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let hidden = run["accounts"]["aws"]["asked"].as_array_mut().unwrap().remove(0);
    let hidden = format!("aws/{}", hidden.as_str().unwrap());
    run["sources"].as_array_mut().unwrap().retain(|source| source["id"] != hidden);
    std::fs::write(&path, run.to_string()).unwrap();
    let told = evaluate(2);
    assert!(told.contains("other accounts than the run record"), "{told}");
}

#[test]
fn every_tenth_reply_throttled_costs_no_finding() {
    let here = tempfile::tempdir().unwrap();
    let organization = Organization::start(5);
    let full = json(&organization.run(here.path(), ALL, &[]));
    organization.faults(&json!([{"match": "", "every": 10, "kind": "throttle"}]));
    let report = json(&organization.run(here.path(), ALL, &[]));
    assert!(organization.estate.log()["faults"]["throttle"].as_u64() > Some(1), "nothing was throttled");
    assert_eq!(outcomes(&report), outcomes(&full));
    assert_eq!(report["gaps"], full["gaps"]);
}
