//! Showing a part of a bundle, from outside: sealed, disclosed, verified, and nothing withheld in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use support::{assize, err, expect, json, key, out, sealed};

struct Here {
    folder: tempfile::TempDir,
    public: PathBuf,
    bundle: PathBuf,
}

fn here() -> Here {
    let folder = tempfile::tempdir().unwrap();
    let (private, public) = key(folder.path(), "ed25519");
    let bundle = sealed(folder.path(), &private, "whole.zip");
    Here { folder, public, bundle }
}

impl Here {
    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn call(&self, command: &str, file: &Path, more: &[&str]) -> Output {
        assize(self.path()).arg(command).arg(file).arg("--key").arg(&self.public).args(more).output().unwrap()
    }

    fn disclose(&self, more: &[&str], output: &str) -> Output {
        self.call("disclose", &self.bundle, &[more, &["--output", output]].concat())
    }

    fn verify(&self, file: &str, more: &[&str]) -> Output {
        self.call("verify", &self.path().join(file), more)
    }
}

fn entries(file: &Path) -> Vec<Value> {
    fs::read_to_string(file).unwrap().lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn of<'a>(entries: &'a [Value], path: &'a str) -> impl Iterator<Item = &'a Value> {
    entries.iter().filter(move |entry| entry["path"] == path)
}

#[test]
fn a_requirement_is_shown_with_what_it_rests_on_and_nothing_else() {
    let here = here();
    expect(&here.disclose(&["--requirement", "CC6.1"], "shown.jsonl"), 0);
    let verdict = here.verify("shown.jsonl", &["--format", "json"]);
    expect(&verdict, 0);
    let verdict = json(&verdict);
    assert_eq!((&verdict["verified"], &verdict["complete"]), (&Value::from(true), &Value::from(false)));
    assert!(verdict["entries"].as_u64().unwrap() < verdict["size"].as_u64().unwrap());
    let shown = entries(&here.path().join("shown.jsonl"));
    let assessments: Vec<&Value> = of(&shown, "data/assessments.jsonl").map(|entry| &entry["value"]).collect();
    assert!(!assessments.is_empty() && assessments.iter().all(|a| a["requirement"] == "CC6.1"), "{assessments:?}");
    let policies: BTreeSet<&str> =
        of(&shown, "data/policies.jsonl").map(|entry| entry["value"]["id"].as_str().unwrap()).collect();
    let findings: Vec<&Value> = of(&shown, "data/findings.jsonl").map(|entry| &entry["value"]).collect();
    let judged: BTreeSet<&str> = findings.iter().map(|finding| finding["policy"].as_str().unwrap()).collect();
    assert_eq!(judged, policies, "every policy shown has its findings and every finding its policy");
    let counted: u64 = ["pass", "fail", "unknown", "not_applicable"]
        .iter()
        .map(|outcome| assessments[0]["counts"][outcome].as_u64().unwrap())
        .sum();
    assert_eq!(counted, findings.len() as u64, "as many findings as the assessment counted");
    for finding in findings.iter().filter(|finding| finding["resource"].is_string()) {
        let there = of(&shown, "data/resources.jsonl").any(|entry| {
            ["kind", "source"].iter().all(|name| entry["value"][name] == finding[name])
                && entry["value"]["id"] == finding["resource"]
        });
        assert!(there, "the resource of {finding} is shown");
    }
    assert_eq!(of(&shown, "data/exchanges.jsonl").count(), 0, "replies only if asked for");
    let text = out(&here.verify("shown.jsonl", &[]));
    for part in ["which shows a part of a bundle", "complete   never", "nothing here says what they are"] {
        assert!(text.contains(part), "{part:?} is missing:\n{text}");
    }
}

#[test]
fn what_is_redacted_is_nowhere_in_the_file() {
    let here = here();
    let user = "alice";
    let named = ["--kind", "aws.iam.user", "--redact", "/id"];
    let refused = here.disclose(&named, "shown.jsonl");
    expect(&refused, 2);
    assert!(err(&refused).contains("still stand") && err(&refused).contains("--redact"), "{}", err(&refused));
    assert!(!here.path().join("shown.jsonl").exists(), "a refused disclosure leaves nothing");
    // Each place where the name still stands is told, until it is nowhere.
    let mut args = named.to_vec();
    let told = ["in /messages", "in /fields", "in /params", "in /gaps", "in /exchanges", "in /identity", "in /sources"];
    for (also, told) in
        ["/resource", "/messages", "/fields", "/params", "/gaps", "/exchanges", "/identity"].into_iter().zip(told)
    {
        args.extend(["--redact", also]);
        let refused = here.disclose(&args, "shown.jsonl");
        expect(&refused, 2);
        assert!(err(&refused).contains(told), "after {also}: {}", err(&refused));
    }
    args.extend(["--redact", "/sources"]);
    expect(&here.disclose(&args, "shown.jsonl"), 0);
    let whole = json(&here.call("report", &here.bundle, &["--format", "json", "--all"])).to_string();
    let text = fs::read_to_string(here.path().join("shown.jsonl")).unwrap();
    assert!(whole.contains(user), "the estate has a user of that name");
    assert!(!text.contains(user), "the user's name is nowhere");
    assert!(!text.contains("\"/fields"), "nor are the names of the fields");
    let verdict = json(&here.verify("shown.jsonl", &["--format", "json"]));
    assert!(verdict["fields_withheld"].as_u64().unwrap() > 0, "that something is withheld is said: {verdict}");
    assert!(verdict["findings_on_withheld_resources"].as_u64().unwrap() > 0, "{verdict}");
}

#[test]
fn a_changed_disclosure_is_refused_by_name() {
    let here = here();
    expect(&here.disclose(&["--policy", "aws.s3.*"], "shown.jsonl"), 0);
    let file = here.path().join("shown.jsonl");
    let good = fs::read_to_string(&file).unwrap();
    let turned = good.replacen("\"outcome\":\"fail\"", "\"outcome\":\"pass\"", 1);
    assert_ne!(turned, good);
    fs::write(&file, turned).unwrap();
    let refused = here.verify("shown.jsonl", &["--format", "json"]);
    expect(&refused, 4);
    assert_eq!(json(&refused)["refused"], "disclosure_mismatch");
    fs::write(&file, &good[..good.len() - 1]).unwrap();
    assert_eq!(json(&here.verify("shown.jsonl", &["--format", "json"]))["refused"], "disclosure_truncated");
    fs::write(&file, &good).unwrap();
    let report = here.call("report", &file, &[]);
    assert!(err(&report).contains("is a disclosure, not a whole bundle"), "{}", err(&report));
    expect(&here.verify("shown.jsonl", &["--replay"]), 2);
}

#[test]
fn replies_come_only_when_asked_for_and_never_beside_redactions() {
    let here = here();
    let args = ["--policy", "aws.s3.bucket_encrypted", "--with-replies"];
    expect(&here.disclose(&args, "shown.jsonl"), 0);
    let shown = entries(&here.path().join("shown.jsonl"));
    assert!(of(&shown, "data/exchanges.jsonl").count() > 0);
    expect(&here.verify("shown.jsonl", &[]), 0);
    expect(&here.disclose(&[&args[..], &["--redact", "/id"]].concat(), "other.jsonl"), 2);
}

#[test]
fn what_fits_nothing_is_said() {
    let here = here();
    for (args, said) in [
        (["--requirement", "CC99.9"], "no policy"),
        (["--policy", "aws.nothing.*"], "no policy"),
        (["--resource", "nobody-of-that-name"], "no finding"),
        (["--redact", "/fields/no_such_field"], "nothing was withheld by it"),
        (["--redact", "id"], "no pointer"),
        (["--recipient", "age1nonsense"], "no age recipient"),
    ] {
        let refused = here.disclose(&args, "shown.jsonl");
        expect(&refused, 2);
        assert!(err(&refused).contains(said), "{args:?}: {}", err(&refused));
    }
    assert!(!here.path().join("shown.jsonl").exists());
    expect(&here.disclose(&["--policy", "aws.s3.*"], "shown.jsonl"), 0);
    expect(&here.disclose(&["--policy", "aws.s3.*"], "shown.jsonl"), 2);
}

/// Debian's `age` opens what was encrypted, and gets a disclosure that verifies.
#[test]
fn age_opens_what_was_encrypted_to_a_recipient() {
    let here = here();
    let keygen =
        Command::new("age-keygen").arg("-o").arg(here.path().join("identity")).output().expect("age is needed");
    assert!(keygen.status.success());
    let identity = fs::read_to_string(here.path().join("identity")).unwrap();
    let recipient = identity.lines().find_map(|line| line.strip_prefix("# public key: ")).unwrap();
    fs::write(here.path().join("auditors"), format!("# auditors\n{recipient}\n")).unwrap();
    let query = ["--policy", "aws.s3.*"];
    for how in [["--recipient", recipient], ["--recipients-file", "auditors"]] {
        let name = format!("{}.age", &how[0][2..]);
        expect(&here.disclose(&[&query[..], &how].concat(), &name), 0);
        let refused = here.verify(&name, &["--format", "json"]);
        expect(&refused, 4);
        assert_eq!(json(&refused)["refused"], "encrypted_file");
        assert!(err(&refused).contains("age --decrypt"), "{}", err(&refused));
        let mut age = Command::new("age");
        age.args(["--decrypt", "-i", "identity", "-o", "opened", &name]).current_dir(here.path());
        assert!(age.status().unwrap().success());
        expect(&here.verify("opened", &[]), 0);
        fs::remove_file(here.path().join("opened")).unwrap();
    }
}
