//! Re-performing what somebody sealed who holds the key and lies: what was changed is named, by policy,
//! resource, field and exchange; and the policies of a bundle are as hostile as any.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, Instant};

use seal::disclosure::Seed;
use seal::{Content, Existing, Facts, Item, Limits, PublicKey, Trust, Verified};
use serde_json::Value;
use support::{assize, err, expect, json, key, out, sealed};

type Files = BTreeMap<String, String>;

struct Insider {
    home: tempfile::TempDir,
    public: PathBuf,
    key: seal::PrivateKey,
    honest: Verified,
}

impl Insider {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (private, public) = key(home.path(), "ed25519");
        let bundle = sealed(home.path(), &private, "honest.zip");
        let trusted = PublicKey::from_pem(&std::fs::read_to_string(&public).unwrap()).unwrap();
        let honest = seal::verify(&bundle, &Trust::of_keys(&[trusted]), &Limits::default()).unwrap();
        let key = seal::PrivateKey::from_pem(&std::fs::read_to_string(private).unwrap(), None).unwrap();
        Self { home, public, key, honest }
    }

    /// Seals the payload anew, with the true key, after `edit`: every digest and signature fits.
    fn reseal(&self, edit: impl FnOnce(&mut Files)) -> PathBuf {
        let reader = &self.honest.reader;
        let read = |path: &str| String::from_utf8(reader.read(path, 64 << 20).unwrap()).unwrap();
        let mut files: Files =
            reader.paths().filter(|p| p.starts_with("data/")).map(|p| (p.to_owned(), read(p))).collect();
        let seed = files.remove("data/disclosure.key").unwrap();
        edit(&mut files);
        let statement = &self.honest.statement.predicate;
        let facts = Facts {
            run_id: statement.run.id.clone(),
            started_at: statement.run.started_at,
            finished_at: statement.run.finished_at,
            version: statement.runner.version.clone(),
            outcomes: statement.outcomes.clone(),
            tests: None,
            seed: Seed::from_file(seed.as_bytes()).unwrap(),
        };
        let item = |(path, text): (String, String)| Item { path, content: Content::Bytes(text.into_bytes()) };
        let target = self.home.path().join("forged.zip");
        let items = files.into_iter().map(item).collect();
        seal::seal(items, &facts, &self.key, &target, Existing::Replace, &Limits::default()).unwrap();
        target
    }

    fn verify(&self, bundle: &Path, more: &[&str]) -> Output {
        assize(self.home.path()).arg("verify").arg(bundle).arg("--key").arg(&self.public).args(more).output().unwrap()
    }

    /// The first difference, after the seal itself was found good.
    fn difference(&self, edit: impl FnOnce(&mut Files)) -> (Value, String) {
        let forged = self.reseal(edit);
        expect(&self.verify(&forged, &[]), 0);
        let text = self.verify(&forged, &["--replay"]);
        expect(&text, 4);
        let verdict = self.verify(&forged, &["--replay", "--format", "json"]);
        expect(&verdict, 4);
        let verdict = json(&verdict);
        assert_eq!(verdict["replay"]["same"], false, "{verdict}");
        (verdict["replay"]["difference"].clone(), out(&text))
    }
}

/// Replaces the text once and says if it was there.
fn turn(files: &mut Files, path: &str, from: &str, to: &str) {
    let text = files.get_mut(path).unwrap();
    let changed = text.replacen(from, to, 1);
    assert_ne!(*text, changed, "{from} is not in {path}");
    *text = changed;
}

fn line(files: &Files, path: &str, with: &[&str]) -> String {
    let found = files[path].lines().find(|line| with.iter().all(|part| line.contains(part)));
    format!("{}\n", found.unwrap_or_else(|| panic!("{path} has no line with {with:?}")))
}

const FINDINGS: &str = "data/findings.jsonl";

#[test]
fn a_finding_that_was_turned_is_named_by_policy_resource_and_exchange() {
    let insider = Insider::new();
    let (first, text) = insider.difference(|files| {
        let old = line(files, FINDINGS, &["\"policy\":\"aws.s3.versioning\"", "\"outcome\":\"fail\""]);
        turn(files, FINDINGS, &old, &old.replace("\"outcome\":\"fail\"", "\"outcome\":\"pass\""));
    });
    assert_eq!((&first["file"], &first["how"]), (&"findings.jsonl".into(), &"changed".into()), "{first}");
    assert_eq!((&first["policy"], &first["kind"]), (&"aws.s3.versioning".into(), &"aws.s3.bucket".into()));
    assert_eq!(first["fields"][0]["pointer"], "/outcome");
    assert_eq!(
        (&first["fields"][0]["sealed"], &first["fields"][0]["replayed"]),
        (&"\"pass\"".into(), &"\"fail\"".into())
    );
    let exchanges = first["exchanges"].as_array().unwrap();
    assert!(exchanges.iter().any(|e| e["operation"] == "s3:GetBucketVersioning"), "{exchanges:?}");
    for part in ["DIFFERENT", "aws.s3.versioning", "/outcome", "s3:GetBucketVersioning"] {
        assert!(text.contains(part), "{part} is missing:\n{text}");
    }
}

#[test]
fn a_finding_or_a_resource_that_was_dropped_is_named() {
    let insider = Insider::new();
    let (first, _) = insider.difference(|files| {
        let old = line(files, FINDINGS, &["\"outcome\":\"fail\"", "\"kind\":\"aws.s3.bucket\""]);
        turn(files, FINDINGS, &old, "");
    });
    assert_eq!((&first["file"], &first["how"]), (&"findings.jsonl".into(), &"only replayed".into()), "{first}");
    assert_eq!(first["kind"], "aws.s3.bucket");
    let mut user = String::new();
    let (first, _) = insider.difference(|files| {
        user = line(files, "data/resources.jsonl", &["\"kind\":\"aws.iam.user\"", "bob"]);
        turn(files, "data/resources.jsonl", &user, "");
        let others: String = files[FINDINGS].split_inclusive('\n').filter(|line| !line.contains("bob")).collect();
        files.insert(FINDINGS.into(), others);
    });
    let user: Value = serde_json::from_str(&user).unwrap();
    assert_eq!((&first["file"], &first["how"]), (&"resources.jsonl".into(), &"only replayed".into()), "{first}");
    assert_eq!(first["resource"], user["id"]);
    assert!(first["also"].as_array().unwrap().contains(&"findings.jsonl".into()), "{first}");
}

#[test]
fn a_reply_that_was_changed_shows_in_the_resource_that_was_made_of_it() {
    let insider = Insider::new();
    let (first, text) = insider.difference(|files| {
        let old = line(files, "data/exchanges.jsonl", &["s3:GetBucketVersioning", "<Status>Enabled</Status>"]);
        turn(files, "data/exchanges.jsonl", &old, &old.replace("<Status>Enabled", "<Status>Suspended"));
    });
    assert_eq!((&first["file"], &first["how"]), (&"resources.jsonl".into(), &"changed".into()), "{first}");
    let pointer = first["fields"][0]["pointer"].as_str().unwrap();
    assert!(pointer.starts_with("/fields/versioning"), "{first}");
    assert!(text.contains("also differ") && text.contains("findings.jsonl"), "{text}");
}

#[test]
fn an_exchange_that_is_gone_is_named() {
    let insider = Insider::new();
    let forged = insider.reseal(|files| {
        let old = line(files, "data/exchanges.jsonl", &["\"operation\":\"s3:GetBucketVersioning\""]);
        turn(files, "data/exchanges.jsonl", &old, "");
    });
    let gone = insider.verify(&forged, &["--replay"]);
    expect(&gone, 4);
    let told = format!("{}{}", out(&gone), err(&gone));
    assert!(told.contains("s3:GetBucketVersioning"), "{told}");
}

/// A policy of the bundle that never ends, or reaches out: a named end, and soon.
#[test]
fn policies_of_a_bundle_are_hostile() {
    let insider = Insider::new();
    let path = "data/policies/aws/s3/versioning.rego";
    let loops = "\n\nfail contains \"x\" if {\n\tsome a in numbers.range(1, 100000)\n\tsome b in numbers.range(1, 100000)\n\ta * b == -1\n}\n";
    let begun = Instant::now();
    let (first, _) = insider.difference(|files| files.get_mut(path).unwrap().push_str(loops));
    assert!(begun.elapsed() < Duration::from_mins(5), "it is stopped");
    assert_eq!(first["policy"], "aws.s3.versioning", "{first}");
    let calls = "\n\nfail contains \"x\" if http.send({\"method\": \"GET\", \"url\": \"http://127.0.0.1:1/\"}).status_code == 200\n";
    let forged = insider.reseal(|files| files.get_mut(path).unwrap().push_str(calls));
    let refused = insider.verify(&forged, &["--replay"]);
    expect(&refused, 4);
    assert!(
        err(&refused).contains("http.send") && err(&refused).contains("aws/s3/versioning.rego"),
        "{}",
        err(&refused)
    );
}

/// Nobody is asked: the network is taken away where the system lets us, and the wall clock says another year.
#[test]
#[cfg(target_os = "linux")]
fn a_replay_needs_no_network_and_no_clock() {
    let insider = Insider::new();
    let bundle = insider.home.path().join("honest.zip");
    let program = env!("CARGO_BIN_EXE_assize");
    let there = |tool: &str, args: &[&str]| {
        std::process::Command::new(tool).args(args).output().is_ok_and(|o| o.status.success())
    };
    let mut command = Vec::new();
    if there("unshare", &["--user", "--map-root-user", "--net", "true"]) {
        command.extend(["unshare", "--user", "--map-root-user", "--net"]);
    }
    if there("faketime", &["2031-01-01", "true"]) {
        command.extend(["faketime", "2031-01-01"]);
    }
    command.push(program);
    let replayed = std::process::Command::new(command[0])
        .args(&command[1..])
        .args(["verify", "--replay", "--format", "json", "--key"])
        .args([&insider.public, &bundle])
        .current_dir(insider.home.path())
        // Whoever asked by way of these would not come back with an answer.
        .envs([("HTTPS_PROXY", "http://127.0.0.1:1"), ("HTTP_PROXY", "http://127.0.0.1:1")])
        .output()
        .unwrap();
    expect(&replayed, 0);
    assert_eq!(json(&replayed)["replay"]["same"], true);
}
