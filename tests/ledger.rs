//! The ledger from outside: runs are entered, failed ones too, and who deletes, rolls back or replaces is
//! named.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Output;

use support::{assize, code, err, expect, json, key, out};

const ORIGIN: &str = "acme.example/evidence";

struct House {
    home: tempfile::TempDir,
    public: PathBuf,
    vkey: String,
}

impl House {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (_, public) = key(home.path(), "p256");
        key(home.path(), "ed25519");
        let shown = assize(home.path())
            .args(["ledger", "key", "--ledger-key", "ed25519.key", "--ledger-origin", ORIGIN])
            .output()
            .unwrap();
        expect(&shown, 0);
        Self { vkey: out(&shown).trim().to_owned(), home, public }
    }

    fn path(&self) -> &Path {
        self.home.path()
    }

    /// A run over a recording; `night` is a file to seal to, so that the built-in run may stand only once.
    fn run(&self, fixture: &str, night: &str) -> Output {
        let args = ["--key", "p256.key", "--ledger-key", "ed25519.key", "--ledger-origin", ORIGIN];
        assize(self.path())
            .args(["run", "--fixtures", fixture, "--output", night, "--ledger", "evidence"])
            .args(args)
            .output()
            .unwrap()
    }

    fn ledger(&self, args: &[&str]) -> Output {
        assize(self.path()).arg("ledger").args(args).args(["--key", &self.vkey]).output().unwrap()
    }
}

#[test]
fn a_run_and_a_failed_run_are_leaves_and_the_proof_is_stapled() {
    let house = House::new();
    let ran = house.run("acme", "evidence/");
    assert!([1, 3].contains(&code(&ran)), "{}", err(&ran));
    assert!(err(&ran).contains("entered in the ledger"), "{}", err(&ran));
    expect(&house.run("no-such-recording", "evidence/"), 2);
    let shown = json(&house.ledger(&["show", "evidence", "--format", "json"]));
    let kinds: Vec<&str> = shown["leaves"].as_array().unwrap().iter().map(|l| l["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["scope", "run", "failed"]);

    let bundle =
        support::files(&house.path().join("evidence")).into_iter().find(|p| p.extension().is_some_and(|e| e == "zip"));
    let bundle = bundle.expect("a bundle");
    let trust = format!("[[key]]\nfile = \"p256.key.pub\"\n[[ledger]]\nkey = \"{}\"\nrequired = true\n", house.vkey);
    std::fs::write(house.path().join("trust.toml"), trust).unwrap();
    let verified = assize(house.path())
        .args(["verify", "--trust", "trust.toml", "--format", "json"])
        .arg(&bundle)
        .output()
        .unwrap();
    expect(&verified, 0);
    assert_eq!(json(&verified)["ledger"]["index"], 1);
    assert!(house.public.is_file());
    the_proof_goes_with_a_disclosure(&house, &bundle);
}

fn the_proof_goes_with_a_disclosure(house: &House, bundle: &Path) {
    let call = |command: &str, file: &Path, more: &[&str]| {
        let trust = ["--trust", "trust.toml", "--format", "json"];
        assize(house.path()).arg(command).arg(file).args(trust).args(more).output().unwrap()
    };
    expect(&call("disclose", bundle, &["--policy", "aws.s3.*", "--output", "shown.jsonl"]), 0);
    let file = house.path().join("shown.jsonl");
    let verified = call("verify", &file, &[]);
    expect(&verified, 0);
    assert_eq!(json(&verified)["ledger"]["index"], 1);
    let text = std::fs::read_to_string(&file).unwrap();
    let (header, rest) = text.split_once('\n').unwrap();
    let (before, proof) = header.split_once(",\"proof\":").unwrap();
    std::fs::write(&file, format!("{before},\"version\":1}}\n{rest}")).unwrap();
    let refused = call("verify", &file, &[]);
    expect(&refused, 4);
    assert_eq!(json(&refused)["refused"], "no_ledger_proof");
    let other = proof.replacen("index 1", "index 0", 1);
    assert_ne!(other, proof);
    std::fs::write(&file, format!("{before},\"proof\":{other}\n{rest}")).unwrap();
    assert_eq!(json(&call("verify", &file, &[]))["refused"], "inclusion_failed");
}

#[test]
fn who_deletes_replaces_or_rolls_back_is_named() {
    let house = House::new();
    house.run("acme", "evidence/");
    // The recording is old: with a short interval its run would be late.
    let verify = |extra: &[&str]| house.ledger(&[&["verify", "evidence", "--every", "9999d"], extra].concat());
    expect(&verify(&["--bundles", "evidence"]), 0);
    let checkpoint = house.path().join("evidence/ledger/checkpoint");
    std::fs::copy(&checkpoint, house.path().join("held")).unwrap();
    let first = std::fs::read(house.path().join("evidence/ledger/checkpoints/00000001")).unwrap();

    let bundle =
        support::files(&house.path().join("evidence")).into_iter().find(|p| p.extension().is_some_and(|e| e == "zip"));
    let bundle = bundle.unwrap();
    std::fs::rename(&bundle, house.path().join("away.zip")).unwrap();
    let gone = verify(&["--bundles", "evidence"]);
    expect(&gone, 3);
    assert!(out(&gone).contains("was deleted"), "{}", out(&gone));
    let other = support::sealed(house.path(), &house.path().join("ed25519.key"), "other.zip");
    std::fs::rename(other, &bundle).unwrap();
    let replaced = verify(&["--bundles", "evidence"]);
    expect(&replaced, 4);
    assert!(err(&replaced).contains("bundle_differs"), "{}", err(&replaced));
    std::fs::remove_file(&bundle).unwrap();

    std::fs::write(&checkpoint, first).unwrap();
    let rolled_back = verify(&["--checkpoint", "held"]);
    expect(&rolled_back, 4);
    assert!(err(&rolled_back).contains("ledger_rolled_back"), "{}", err(&rolled_back));
    // The machine that signed remembers how far it had come. A signed intent would carry on to there.
    std::fs::remove_file(house.path().join("evidence/ledger/next")).unwrap();
    let again = house.run("acme", "again.assize.zip");
    expect(&again, 4);
    assert!(err(&again).contains("not in the ledger"), "{}", err(&again));
}

#[test]
fn a_period_with_a_hole_is_told() {
    let house = House::new();
    house.run("acme", "evidence/");
    let told = house.ledger(&[
        "verify",
        "evidence",
        "--from",
        "2020-01-01",
        "--to",
        "2020-01-04",
        "--every",
        "1d",
        "--format",
        "json",
    ]);
    expect(&told, 3);
    let verdict = json(&told);
    let states: Vec<&str> =
        verdict["intervals"].as_array().unwrap().iter().map(|i| i["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["did not run"; 3]);
    let other = assize(house.path())
        .args(["ledger", "verify", "evidence", "--every", "1d", "--key", "acme.example/evidence+00000000+AAAA"])
        .output()
        .unwrap();
    expect(&other, 2);
}
