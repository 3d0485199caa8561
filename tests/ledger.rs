//! The ledger from outside: runs are entered, failed ones too, and who deletes, rolls back or replaces is
//! named.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::disallowed_methods)]

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

#[test]
fn a_run_that_is_there_is_not_entered_twice() {
    let house = House::new();
    house.run("acme", "evidence/");
    // Judged again: its place in the ledger is taken, and the ledger stays whole.
    let again = house.run("acme", "again.assize.zip");
    expect(&again, 4);
    assert!(err(&again).contains("in the ledger already, as leaf 1"), "{}", err(&again));
    let bundle =
        support::files(&house.path().join("evidence")).into_iter().find(|p| p.extension().is_some_and(|e| e == "zip"));
    let added = assize(house.path())
        .args(["ledger", "add", "--key", "p256.key.pub", "--ledger", "evidence"])
        .args(["--ledger-key", "ed25519.key", "--ledger-origin", ORIGIN])
        .arg(bundle.unwrap())
        .output()
        .unwrap();
    expect(&added, 4);
    assert!(err(&added).contains("in the ledger already, as leaf 1"), "{}", err(&added));
    let shown = json(&house.ledger(&["show", "evidence", "--format", "json"]));
    let leaves = shown["leaves"].as_array().unwrap();
    assert_eq!(leaves.iter().filter(|leaf| leaf["kind"] == "run").count(), 1);
    let failed = leaves.iter().find(|leaf| leaf["kind"] == "failed").expect("the attempt has a leaf");
    assert_eq!(failed["run"], "acme", "the run is known by then");
}

#[test]
fn a_bundle_that_was_left_out_is_added() {
    let house = House::new();
    let bundle = support::sealed(house.path(), &house.path().join("p256.key"), "night.assize.zip");
    // The first leaf of a ledger says what is in scope; a run that failed has said so.
    expect(&house.run("no-such-recording", "evidence/"), 2);
    let added = assize(house.path())
        .args(["ledger", "add", "--key", "p256.key.pub", "--ledger", "evidence"])
        .args(["--ledger-key", "ed25519.key", "--ledger-origin", ORIGIN, "--format", "json"])
        .arg(&bundle)
        .output()
        .unwrap();
    expect(&added, 0);
    assert_eq!(json(&added)["run"], "acme");
    let shown = json(&house.ledger(&["show", "evidence", "--format", "json"]));
    assert_eq!(shown["leaves"][2]["run"], "acme");
}

#[test]
fn a_configuration_that_names_nothing_to_ask_leaves_a_leaf() {
    let house = House::new();
    let text = format!("[ledger]\nkey = \"ed25519.key\"\norigin = \"{ORIGIN}\"\npath = \"evidence\"\n");
    std::fs::write(house.path().join("assize.toml"), text).unwrap();
    expect(&support::run(house.path(), &["run", "--key", "p256.key"]), 2);
    let shown = json(&house.ledger(&["show", "evidence", "--format", "json"]));
    let failed = &shown["leaves"][1];
    assert_eq!((&failed["kind"], &failed["exit"]), (&"failed".into(), &2.into()), "{shown}");
    assert!(failed["text"].as_str().unwrap().contains("no source is configured"), "{shown}");
}

#[test]
fn a_ledger_is_handed_over_to_another_key_and_old_trust_holds() {
    let house = House::new();
    house.run("acme", "evidence/");
    let made = assize(house.path())
        .args(["key", "generate", "--algorithm", "ed25519", "--no-password", "--output", "next.key"])
        .output()
        .unwrap();
    expect(&made, 0);
    let handed = assize(house.path())
        .args(["ledger", "rotate", "--to", "next.key", "--ledger", "evidence"])
        .args(["--ledger-key", "ed25519.key", "--ledger-origin", ORIGIN, "--format", "json"])
        .output()
        .unwrap();
    expect(&handed, 0);
    let handed = json(&handed);
    // The next key goes on from the head that both signed.
    let failed = assize(house.path())
        .args(["run", "--fixtures", "no-such-recording", "--key", "p256.key", "--ledger", "evidence"])
        .args(["--ledger-key", "next.key", "--ledger-origin", ORIGIN])
        .output()
        .unwrap();
    expect(&failed, 2);
    assert!(err(&failed).contains("the failed run is leaf 3"), "{}", err(&failed));
    for vkey in [house.vkey.as_str(), handed["verifier_key"].as_str().unwrap()] {
        let args = ["ledger", "verify", "evidence", "--every", "9999d", "--key", vkey];
        let verified = support::run(house.path(), &args);
        assert_eq!(out(&verified).lines().filter(|line| line.starts_with("key ")).count(), 2, "{}", err(&verified));
    }
    // The old key has nothing to say any more.
    let old = house.run("no-such-recording", "evidence/");
    assert!(err(&old).contains("could not be entered"), "{}", err(&old));
}

fn cosign(house: &House, witness: &str, place: &str) -> Output {
    assize(house.path())
        .args(["ledger", "cosign", place, "--key", &house.vkey, "--witness-key", witness])
        .args(["--witness-name", "auditor.example/w1"])
        .output()
        .unwrap()
}

#[test]
fn a_witness_cosigns_and_a_bundle_comes_by_its_cosignature() {
    let house = House::new();
    house.run("acme", "evidence/");
    let made = ["key", "generate", "--algorithm", "ed25519", "--no-password", "--output", "witness.key"];
    expect(&support::run(house.path(), &made), 0);
    let bundle =
        support::files(&house.path().join("evidence")).into_iter().find(|p| p.extension().is_some_and(|e| e == "zip"));
    let bundle = bundle.unwrap();
    let first = cosign(&house, "witness.key", "evidence");
    expect(&first, 0);
    let trust = format!(
        "[[key]]\nfile = \"p256.key.pub\"\n[[ledger]]\nkey = \"{}\"\nwitnesses = [\"{}\"]\nminimum_witnesses = 1\nrequired = true\n",
        house.vkey,
        out(&first).trim()
    );
    std::fs::write(house.path().join("trust.toml"), trust).unwrap();
    let call = |args: &[&str]| support::run(house.path(), &[args, &["--trust", "trust.toml"]].concat());
    let shown = bundle.display().to_string();
    // Sealed before the witness came: the proof in it has no cosignature.
    let before = call(&["verify", &shown, "--format", "json"]);
    expect(&before, 4);
    assert_eq!(json(&before)["refused"], "too_few_witnesses");
    expect(&call(&["ledger", "verify", "evidence", "--every", "9999d"]), 0);
    let stapled = call(&["ledger", "prove", &shown, "evidence", "--staple", "--format", "json"]);
    expect(&stapled, 0);
    let (stapled, text) = (json(&stapled), |value: &serde_json::Value| value.as_str().unwrap().to_owned());
    assert_eq!((text(&stapled["stapled"]), text(&stapled["origin"])), (shown.clone(), ORIGIN.to_owned()));
    assert_eq!((stapled["leaf"].as_u64(), stapled["size"].as_u64()), (Some(1), Some(2)));
    let after = call(&["verify", &shown, "--format", "json"]);
    expect(&after, 0);
    assert_eq!(json(&after)["ledger"]["witnesses"][0], "auditor.example/w1");
    // A second time changes nothing; a new leaf waits for the witness.
    let checkpoint = house.path().join("evidence/ledger/checkpoint");
    let cosigned = std::fs::read(&checkpoint).unwrap();
    let again = ["ledger", "cosign", "evidence", "--key", &house.vkey, "--witness-key", "witness.key"];
    let name = ["--witness-name", "auditor.example/w1", "--format", "json"];
    let again = support::run(house.path(), &[&again[..], &name].concat());
    expect(&again, 0);
    assert_eq!(json(&again)["verifier_key"], out(&first).trim());
    assert_eq!(std::fs::read(&checkpoint).unwrap(), cosigned);
    expect(&house.run("no-such-recording", "evidence/"), 2);
    let waits = call(&["ledger", "verify", "evidence", "--every", "9999d"]);
    expect(&waits, 4);
    assert!(err(&waits).contains("too_few_witnesses"), "{}", err(&waits));
}

#[test]
fn a_witness_signs_no_second_ledger_of_one_name_and_no_earlier_head() {
    let house = House::new();
    for _ in 0..2 {
        house.run("no-such-recording", "evidence/");
    }
    let made = ["key", "generate", "--algorithm", "ed25519", "--no-password", "--output", "witness.key"];
    expect(&support::run(house.path(), &made), 0);
    expect(&cosign(&house, "witness.key", "evidence"), 0);
    let first = std::fs::read(house.path().join("evidence/ledger/checkpoints/00000001")).unwrap();
    let refused = |place: &str, reason: &str| {
        let checkpoint = house.path().join(place).join("ledger/checkpoint");
        let before = std::fs::read(&checkpoint).unwrap();
        let told = cosign(&house, "witness.key", place);
        expect(&told, 4);
        assert!(err(&told).contains(reason), "{}", err(&told));
        assert_eq!(std::fs::read(checkpoint).unwrap(), before, "nothing is signed");
    };
    // A second ledger of the same name and key, by a keeper who put away what he remembers.
    std::fs::remove_file(house.path().join("ed25519.key.head")).unwrap();
    for _ in 0..2 {
        let args = ["--key", "p256.key", "--ledger-key", "ed25519.key", "--ledger-origin", ORIGIN];
        let nicer = ["run", "--fixtures", "no-such-recording", "--output", "nicer/", "--ledger", "nicer"];
        expect(&assize(house.path()).args(nicer).args(args).output().unwrap(), 2);
    }
    refused("nicer", "ledger_forked");
    std::fs::write(house.path().join("evidence/ledger/checkpoint"), first).unwrap();
    refused("evidence", "ledger_rolled_back");
}

#[test]
fn comparing_bundles_claims_no_more_than_was_compared() {
    let house = House::new();
    house.run("acme", "evidence/");
    let bundle =
        support::files(&house.path().join("evidence")).into_iter().find(|p| p.extension().is_some_and(|e| e == "zip"));
    let bundle = bundle.unwrap();
    let mut bytes = std::fs::read(&bundle).unwrap();
    let name = b"acme/data/tallies.json";
    let at = bytes.windows(name.len()).position(|w| w == name).unwrap() + name.len() + 9;
    bytes[at] ^= 1;
    std::fs::write(&bundle, bytes).unwrap();
    let compared = house.ledger(&["verify", "evidence", "--every", "9999d", "--bundles", "evidence"]);
    expect(&compared, 0);
    assert!(out(&compared).contains("unproven   what is in the bundles"), "{}", out(&compared));
    let whole = assize(house.path()).arg("verify").arg(&bundle).args(["--key", "p256.key.pub"]).output().unwrap();
    expect(&whole, 4);
}

/// `aics-tlog` (`PyPI`) reads the very files that the program wrote.
#[test]
fn a_stranger_accepts_the_ledger_that_runs_wrote() {
    let house = House::new();
    house.run("acme", "evidence/");
    house.run("no-such-recording", "evidence/");
    let tools = std::env::var("ASSIZE_TEST_TOOLS").expect("ASSIZE_TEST_TOOLS is not set: run tests/run");
    std::fs::write(house.path().join("vkey"), &house.vkey).unwrap();
    let tiles = std::fs::read(house.path().join("evidence/ledger/tile/entries/000.p/3")).unwrap();
    let first = 2 + usize::from(u16::from_be_bytes([tiles[0], tiles[1]]));
    let second = usize::from(u16::from_be_bytes([tiles[first], tiles[first + 1]]));
    std::fs::write(house.path().join("leaf"), &tiles[first + 2..first + 2 + second]).unwrap();
    let verify = |command: &str, more: &[&str]| {
        let mut stranger = std::process::Command::new(Path::new(&tools).join("seal/tlog/bin/aics-tlog"));
        let stranger =
            stranger.current_dir(house.path()).args([command, "--tiles", "evidence/ledger", "--vkey-file", "vkey"]);
        let told = stranger.args(more).output().unwrap();
        (told.status.success() && out(&told).contains("\"ok\": true"), format!("{}{}", out(&told), err(&told)))
    };
    for (command, more, accepted) in [
        ("verify-checkpoint", &[][..], true),
        ("verify-inclusion", &["--index", "1", "--leaf", "leaf"], true),
        ("verify-inclusion", &["--index", "2", "--leaf", "leaf"], false),
        ("verify-consistency", &["--old-checkpoint", "evidence/ledger/checkpoints/00000001"], true),
    ] {
        let (found, told) = verify(command, more);
        assert_eq!(found, accepted, "{command} {more:?}: {told}");
    }
}

/// A run that is interrupted has run: it is not taken for one that did not.
#[cfg(unix)]
#[test]
fn an_interrupted_run_is_a_leaf() {
    let house = House::new();
    let server = support::server::serve(|_| support::server::Say::Hang);
    let text = format!(
        "[[source]]\nconnector = \"aws\"\nendpoint = \"{}\"\nregion = \"us-east-1\"\nservices = [\"iam\"]\n[ledger]\nkey = \"ed25519.key\"\norigin = \"{ORIGIN}\"\npath = \"kept\"\n",
        server.url
    );
    std::fs::write(house.path().join("assize.toml"), text).unwrap();
    let mut child = assize(house.path())
        .args(["run", "--output", "evidence/", "--key", "p256.key"])
        .envs([("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG")])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let patience = std::time::Instant::now();
    while server.count.load(std::sync::atomic::Ordering::SeqCst) == 0 {
        assert!(patience.elapsed().as_secs() < 30, "the run never asked anything");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let _ = child.wait().unwrap();
    let told = child.wait_with_output().unwrap();
    assert_eq!(code(&told), 130, "{}", err(&told));
    let shown = json(&house.ledger(&["show", "kept", "--format", "json"]));
    let leaf = shown["leaves"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&leaf["kind"], &leaf["exit"], &leaf["reason"]),
        (&"failed".into(), &130.into(), &"interrupted".into()),
        "{shown}"
    );
}
