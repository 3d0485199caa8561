//! Attested evidence from outside: registers joined with a live estate, checked, sealed, replayed;
//! incidents and waivers from the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use support::registers::{copy, fixture, joined};
use support::{err, expect, json, key, out, run};

/// Policy and resource → outcome and messages.
fn judged(recording: &Path, more: &[&str]) -> BTreeMap<(String, String), (String, String)> {
    let here = tempfile::tempdir().unwrap();
    let mut args = vec!["evaluate", recording.to_str().unwrap(), "--select", "registers.*", "--format", "json"];
    args.extend(more);
    let output = run(here.path(), &args);
    let findings = json(&output)["findings"].clone();
    let row = |f: &Value| {
        let text = |name: &str| f[name].as_str().unwrap_or_default().to_owned();
        let messages =
            f["messages"].as_array().map(|m| m.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "));
        ((text("policy"), text("resource")), (text("outcome"), messages.unwrap_or_default()))
    };
    findings.as_array().unwrap().iter().map(row).collect()
}

#[test]
fn registers_are_joined_with_what_the_other_sources_saw() {
    let here = tempfile::tempdir().unwrap();
    let findings = judged(&joined(here.path()), &[]);
    for (policy, resource, outcome, says) in [
        ("people.leaver_aws_user", "dave", "fail", "the IAM user dave still exists"),
        ("people.leaver_aws_user", "oscar", "pass", ""),
        ("people.leaver_aws_user", "alice", "not_applicable", "works here"),
        ("people.leaver_github_member", "judy", "fail", "judy-contractor is still in the organisation"),
        ("supply.github_app_assessed", "acme/acme-ci", "pass", ""),
        ("supply.github_app_assessed", "acme/acme-scanner", "fail", "was not assessed"),
        ("supply.github_app_assessed", "acme/acme-release", "fail", "in no supplier's identities"),
        ("supply.oauth_app_assessed", "acme/Chat Bridge", "fail", "was approved and is in no supplier's identities"),
        (
            "supply.oauth_app_assessed",
            "acme/Diagram Studio",
            "not_applicable",
            "the last decision in the audit log is denied",
        ),
        ("supply.bucket_policy_assessed", "arn:aws:s3:::acme-partner-drop", "fail", "in no supplier's identities"),
        ("people.management_trained", "carol", "pass", ""),
        ("people.management_trained", "peggy", "fail", "no training for the management body"),
        ("governance.measures_approved", "measures", "fail", "changed since they were approved"),
        ("incident.notification_in_time", "2026-001", "fail", "due on 2026-10-08T18:30:00Z"),
        ("incident.notification_in_time", "2026-002", "not_applicable", "is due on 2026-11-26T09:00:00Z"),
        ("incident.final_report_in_time", "2026-001", "pass", ""),
        ("exception.mfa_names_people", "mfa-all", "fail", "is no person or account"),
        ("governance.change_notified", "c1", "fail", "due was 2026-10-15"),
        ("governance.change_notified", "c2", "not_applicable", "until 2027-01-01"),
    ] {
        let key = (format!("registers.{policy}"), resource.to_owned());
        let (found, messages) = findings.get(&key).unwrap_or_else(|| panic!("no finding of {policy} on {resource}"));
        assert_eq!(found, outcome, "{policy} on {resource}: {messages}");
        assert!(messages.contains(says), "{policy} on {resource}: {messages}");
    }
    assert!(findings.values().all(|(outcome, _)| outcome != "unknown"), "nothing is unknown in this estate");
}

#[test]
fn a_policy_that_joins_a_source_which_is_not_asked_is_not_chosen() {
    let findings = judged(&fixture(), &[]);
    assert!(findings.keys().any(|(policy, _)| policy == "registers.people.trained"));
    assert!(!findings.keys().any(|(policy, _)| policy.contains("leaver_aws_user") || policy.contains("supply.github")));
}

#[test]
fn a_mistake_costs_its_entry_and_is_told_with_its_line() {
    let here = tempfile::tempdir().unwrap();
    let folder = here.path().join("registers");
    copy(&fixture().join("registers"), &folder);
    let text = std::fs::read_to_string(folder.join("exceptions.toml")).unwrap();
    let text = text.replacen("approver = \"carol\"", "approver = \"alice\"", 1) + "requirements = [\"nis2:art.99\"]\n";
    std::fs::write(folder.join("exceptions.toml"), text).unwrap();
    let checked = run(here.path(), &["registers", "check"]);
    expect(&checked, 2);
    assert!(out(&checked).contains("registers/exceptions.toml:13: the approver is the author"), "{}", out(&checked));
    assert!(out(&checked).contains("requirements: nis2 has no requirement \"art.99\""), "{}", out(&checked));
    let args = ["run", "--source", "registers:registers", "--select", "registers.exception.*", "--format", "json"];
    let output = run(here.path(), &args);
    expect(&output, 3);
    let findings = json(&output)["findings"].clone();
    let unknown = findings.as_array().unwrap().iter().filter(|f| f["outcome"] == "unknown").count();
    assert!(unknown >= 2, "{findings}");
    assert!(findings.to_string().contains("registers/exceptions.toml:13"), "{findings}");
}

#[test]
fn registers_are_sealed_with_their_attachments_and_re_performed() {
    let here = tempfile::tempdir().unwrap();
    copy(&fixture().join("registers"), &here.path().join("registers"));
    let (private, public) = key(here.path(), "p256");
    let bundle = here.path().join("b.zip");
    let args = ["run", "--source", "registers:registers", "--key", private.to_str().unwrap(), "--output", "b.zip"];
    let output = run(here.path(), &args);
    expect(&output, 1);
    let attached = std::fs::read(here.path().join("registers/files/minutes-2026-09.txt")).unwrap();
    let listed = String::from_utf8_lossy(&std::fs::read(&bundle).unwrap()).into_owned();
    let digest = model_digest(&attached);
    assert!(listed.contains(&format!("bodies/{digest}")), "the minutes are not in the bundle");
    let verified = run(here.path(), &["verify", "b.zip", "--replay", "--key", public.to_str().unwrap()]);
    expect(&verified, 0);
}

/// SHA-256 as the program's own `sha256sum` neighbour would print it.
fn model_digest(bytes: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("x");
    std::fs::write(&file, bytes).unwrap();
    let output = std::process::Command::new("sha256sum").arg(&file).output().unwrap();
    out(&output).split_whitespace().next().unwrap().to_owned()
}

#[test]
fn an_incident_is_kept_from_opening_to_closing() {
    let here = tempfile::tempdir().unwrap();
    expect(&run(here.path(), &["init", "--registers"]), 0);
    let incident = |args: &[&str]| run(here.path(), &[&["incident"], args].concat());
    let opened =
        incident(&["open", "2026-001", "--title", "Down", "--owner", "alice", "--detected-at", "2026-01-29T09:00:00Z"]);
    expect(&opened, 0);
    expect(&incident(&["open", "2026-001", "--title", "Again", "--owner", "bob"]), 2);
    let file = here.path().join("registers/incidents/2026-001.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("title = \"Down\"", "title = \"Down\" # from the pager")).unwrap();
    let set =
        ["--set", "aware_at=2026-01-29T10:00:00Z", "--set", "significant=yes", "--set", "title=The console is down"];
    expect(&incident(&[&["update", "2026-001"], &set[..]].concat()), 0);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("title = \"The console is down\" # from the pager"), "comments stay: {text}");
    let status = |as_of: &str| incident(&["status", "--as-of", as_of, "--format", "json"]);
    let early = status("2026-01-30T09:00:00Z");
    expect(&early, 0);
    assert_eq!(json(&early)["incidents"][0]["reports"][0]["state"], "due soon");
    let late = status("2026-02-01T10:00:00Z");
    expect(&late, 1);
    assert_eq!(json(&late)["incidents"][0]["reports"][1]["due"], "2026-02-01T10:00:00Z");
    assert_eq!(json(&late)["incidents"][0]["reports"][1]["state"], "overdue");
    expect(&incident(&["notify", "2026-001", "early-warning"]), 0);
    assert!(here.path().join("registers/files/2026-001-early-warning.md").is_file());
    for (stage, at) in [("early-warning", "2026-01-30T09:00:00Z"), ("notification", "2026-01-31T09:30:00Z")] {
        expect(&incident(&["notify", "2026-001", stage, "--sent-at", at, "--receipt", "R-1"]), 0);
    }
    expect(&incident(&["close", "2026-001", "--at", "2026-02-03T00:00:00Z", "--root-cause", "a certificate"]), 0);
    let closed = json(&status("2026-02-28T09:29:59Z"));
    let last = closed["incidents"][0]["reports"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((last["report"].as_str(), last["due"].as_str()), (Some("Final report"), Some("2026-02-28T09:30:00Z")));
}

#[test]
fn an_edit_that_would_hold_a_mistake_is_not_written() {
    let here = tempfile::tempdir().unwrap();
    copy(&fixture().join("registers"), &here.path().join("registers"));
    let file = here.path().join("registers/incidents/2026-003.toml");
    let before = std::fs::read(&file).unwrap();
    for (set, says) in [
        ("significant=perhaps", "is not one of yes, no, undecided"),
        ("handled_at=2026-09-01T10:00:00", "no zone"),
        ("handled_at=2026-08-01T10:00:00Z", "is before detected_at"),
        ("colour=red", "no field colour"),
    ] {
        let output = run(here.path(), &["incident", "update", "2026-003", "--set", set]);
        expect(&output, 2);
        assert!(err(&output).contains(says) && err(&output).contains("2026-003.toml:"), "{}", err(&output));
        assert_eq!(std::fs::read(&file).unwrap(), before, "{set}");
    }
}

#[test]
fn a_waiver_keeps_the_failure_and_spares_the_pipeline_while_it_is_in_force() {
    let here = tempfile::tempdir().unwrap();
    let recording = joined(here.path());
    let policy = "registers.people.leaver_aws_user";
    let explained = json(&run(here.path(), &["policy", "explain", policy, "--format", "json"]));
    let digest = explained["digest"].as_str().unwrap_or_else(|| panic!("{explained}")).to_owned();
    let waiver = |digest: &str| {
        format!(
            "[[waiver]]\npolicy = \"{policy}\"\nresource = \"dave\"\nreason = \"Kept for a legal hold until the end of the year.\"\n\
             author = \"alice\"\napprover = \"carol\"\npolicy_digest = \"{digest}\"\ncreated = 2026-10-16\nexpires = 2026-12-10\n"
        )
    };
    std::fs::write(here.path().join("assize.toml"), "waivers = \"waivers.toml\"\n").unwrap();
    let evaluate = |text: String| {
        std::fs::write(here.path().join("waivers.toml"), text).unwrap();
        run(here.path(), &["evaluate", recording.to_str().unwrap(), "--select", policy, "--format", "json"])
    };
    let excused = evaluate(waiver(&digest));
    expect(&excused, 0);
    let findings = json(&excused)["findings"].to_string();
    assert!(findings.contains("\"outcome\":\"fail\"") && findings.contains("legal hold"), "{findings}");
    assert!(err(&excused).contains("ends in 14 days"), "{}", err(&excused));
    let void = evaluate(waiver(&"0".repeat(64)));
    expect(&void, 1);
    assert!(err(&void).contains("void: the policy changed"), "{}", err(&void));
    let told = |output: &std::process::Output| json(output)["waivers"][0].clone();
    assert_eq!((told(&excused)["ends_soon"].as_bool(), told(&excused)["covered"].as_u64()), (Some(true), Some(1)));
    assert_eq!(
        (told(&void)["state"].as_str(), told(&void)["void"].as_bool()),
        (Some("void: the policy changed"), Some(true))
    );
    let unapproved = evaluate(waiver(&digest).replace("approver = \"carol\"\n", ""));
    expect(&unapproved, 1);
    expect(&run(here.path(), &["waivers", "--as-of", "2026-11-25T00:00:00Z"]), 1);
}

#[test]
fn suppliers_that_were_seen_and_are_not_listed_are_proposed() {
    let here = tempfile::tempdir().unwrap();
    copy(&fixture().join("registers"), &here.path().join("registers"));
    let seeded = run(here.path(), &["registers", "seed", "acme"]);
    expect(&seeded, 1);
    let text = out(&seeded);
    assert!(text.contains("github-app:acme-release") && text.contains("aws-account:210987654321"), "{text}");
    assert!(!text.contains("github-app:acme-ci"), "it is listed already: {text}");
    assert!(
        text.contains("github-oauth-app:Chat Bridge") && !text.contains("Diagram Studio"),
        "one was denied: {text}"
    );
    assert!(!err(&seeded).contains("not all of"), "everything was seen: {}", err(&seeded));
    assert!(text.contains("arn:aws:s3:::acme-partner-drop"), "a bucket policy lets an account in: {text}");
    assert!(!text.contains("123456789012\""), "the estate's own account is nobody's supplier: {text}");
}
