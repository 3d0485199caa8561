//! The main job from outside: run, seal, report, verify, replay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;

use support::{assize, code, err, expect, json, key, out, run, sealed};

#[test]
fn the_example_estate_needs_no_account_no_key_and_no_configuration() {
    let here = tempfile::tempdir().unwrap();
    let output = run(here.path(), &["run", "--fixtures", "acme"]);
    assert!([1, 3].contains(&code(&output)), "acme has good and bad parts: {}", err(&output));
    for part in ["aws.s3.", "aws.iam.", "github.repo.", "soc2", "nis2", "evidence for"] {
        assert!(out(&output).contains(part), "the report lacks {part:?}:\n{}", out(&output));
    }
    assert!(!out(&output).to_lowercase().contains("compliant"), "a run is evidence, not a verdict on compliance");
    assert!(fs::read_dir(here.path()).unwrap().next().is_none(), "nothing is written unless asked for");
}

#[test]
fn every_verdict_names_the_exchanges_that_it_rests_on() {
    let here = tempfile::tempdir().unwrap();
    let registers = format!("{}/fixtures/acme-registers", env!("CARGO_MANIFEST_DIR"));
    for estate in ["acme", &registers] {
        let report = json(&run(here.path(), &["run", "--fixtures", estate, "--format", "json", "--all"]));
        let findings = report["findings"].as_array().unwrap();
        assert!(!findings.is_empty());
        support::all_rest_on_exchanges(findings);
    }
}

#[test]
fn every_selected_policy_is_accounted_for_and_every_outcome_occurs() {
    let here = tempfile::tempdir().unwrap();
    let report = json(&run(here.path(), &["run", "--fixtures", "acme", "--format", "json"]));
    let listed = json(&run(here.path(), &["policy", "list", "--format", "json"]));
    let tallies = report["tallies"].as_object().expect("tallies");
    // The example estate has no registers and of AWS only IAM and S3: policies that read other kinds are not chosen.
    let asked = ["aws.iam.", "aws.s3.", "github."];
    let elsewhere = |policy: &&serde_json::Value| {
        let needs = policy["needs"].as_array().expect("needs");
        let texts = needs.iter().chain([&policy["kind"]]).map(|text| text.as_str().unwrap());
        // A field of its own kind has no dot.
        texts.into_iter().any(|text| text.contains('.') && !asked.iter().any(|area| text.starts_with(area)))
    };
    let policies: Vec<_> = listed.as_array().expect("policies").iter().filter(|p| !elsewhere(p)).collect();
    assert!(policies.len() >= 40, "only {} policies", policies.len());
    assert_eq!(tallies.len(), policies.len());
    let mut sums = [0_u64; 4];
    for policy in policies {
        let id = policy["id"].as_str().unwrap();
        let tally = &tallies[id];
        let counts = ["pass", "fail", "unknown", "not_applicable"].map(|o| tally[o].as_u64().unwrap());
        assert!(counts.iter().sum::<u64>() > 0, "{id} has no finding at all");
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    assert!(sums.iter().all(|s| *s > 0), "acme should show every outcome, got {sums:?}");
}

#[test]
fn what_is_sealed_verifies_and_comes_out_again() {
    let here = tempfile::tempdir().unwrap();
    for algorithm in ["p256", "ed25519"] {
        let (private, public) = key(here.path(), algorithm);
        let bundle = sealed(here.path(), &private, &format!("{algorithm}.zip"));
        let verdict = assize(here.path())
            .args(["verify", "--replay", "--format", "json", "--key"])
            .arg(&public)
            .arg(&bundle)
            .output()
            .unwrap();
        expect(&verdict, 0);
        let verdict = json(&verdict);
        assert_eq!(verdict["verified"], true);
        assert_eq!(verdict["replay"]["same"], true, "{verdict}");
        assert!(verdict["replay"]["findings"].as_u64().unwrap() > 100, "{verdict}");
    }
}

#[test]
fn the_same_evidence_and_key_give_the_same_bundle() {
    let here = tempfile::tempdir().unwrap();
    let (private, _) = key(here.path(), "p256");
    let first = fs::read(sealed(here.path(), &private, "a.zip")).unwrap();
    let second = fs::read(sealed(here.path(), &private, "b.zip")).unwrap();
    assert!(first == second, "two seals of one recording differ");
}

#[test]
fn another_key_refuses_and_names_the_reason() {
    let here = tempfile::tempdir().unwrap();
    let (private, _) = key(here.path(), "p256");
    let (_, stranger) = key(here.path(), "ed25519");
    let bundle = sealed(here.path(), &private, "a.zip");
    let verdict = assize(here.path()).args(["verify", "--key"]).arg(&stranger).arg(&bundle).output().unwrap();
    expect(&verdict, 4);
    assert!(err(&verdict).contains("unknown_key"), "{}", err(&verdict));
    let report = assize(here.path()).args(["report", "--key"]).arg(&stranger).arg(&bundle).output().unwrap();
    expect(&report, 4);
    assert_eq!(out(&report), "", "nothing of a refused bundle is reported");
}

#[test]
fn two_keys_seal_and_a_trust_file_asks_for_both() {
    let here = tempfile::tempdir().unwrap();
    let (first, first_public) = key(here.path(), "p256");
    let (second, _) = key(here.path(), "ed25519");
    let settings = "[seal]\nkeys = [\"p256.key\", \"ed25519.key\"]\n";
    fs::write(here.path().join("assize.toml"), settings).unwrap();
    let made = run(here.path(), &["run", "--fixtures", "acme", "--output", "two.zip"]);
    assert!([1, 3].contains(&code(&made)), "{}", err(&made));
    let flags = assize(here.path())
        .args(["run", "--fixtures", "acme", "--output", "flags.zip", "--key"])
        .arg(&first)
        .arg("--key")
        .arg(&second)
        .output()
        .unwrap();
    assert_eq!(code(&flags), code(&made), "{}", err(&flags));
    let read = |name: &str| fs::read(here.path().join(name)).unwrap();
    assert!(read("two.zip") == read("flags.zip"), "settings and flags seal differently");

    let trust = "minimum_signatures = 2\n[[key]]\nfile = \"p256.key.pub\"\n[[key]]\nfile = \"ed25519.key.pub\"\n";
    fs::create_dir(here.path().join("trust")).unwrap();
    fs::write(here.path().join("trust/both.toml"), trust).unwrap();
    for name in ["p256.key.pub", "ed25519.key.pub"] {
        fs::copy(here.path().join(name), here.path().join("trust").join(name)).unwrap();
    }
    let verdict = run(here.path(), &["verify", "two.zip", "--trust", "trust/both.toml", "--format", "json"]);
    expect(&verdict, 0);
    let verdict = json(&verdict);
    assert_eq!(verdict["signers"].as_array().unwrap().len(), 2, "{verdict}");
    assert_eq!(verdict["test_result"]["result"], "FAILED", "{verdict}");
    let report = run(here.path(), &["report", "two.zip", "--trust", "trust/both.toml"]);
    expect(&report, 0);

    // Whoever knows one key only is told that the other was not checked.
    let told = assize(here.path()).args(["verify", "two.zip", "--key"]).arg(&first_public).output().unwrap();
    expect(&told, 0);
    assert!(out(&told).contains("unchecked  signature (attestations/evidence-2.sigstore.json)"), "{}", out(&told));
    assert!(out(&told).contains("unchecked  time: "), "{}", out(&told));

    // A bundle that only the first signed is not enough for both.
    sealed(here.path(), &first, "one.zip");
    let refused = run(here.path(), &["verify", "one.zip", "--trust", "trust/both.toml"]);
    expect(&refused, 4);
    assert!(err(&refused).contains("too_few_signatures"), "{}", err(&refused));
}

#[test]
fn a_wrong_trust_file_is_pointed_at() {
    let here = tempfile::tempdir().unwrap();
    let (private, _) = key(here.path(), "p256");
    sealed(here.path(), &private, "a.zip");
    for (text, place, words) in [
        ("minimum = 2\n[[key]]\nfile = \"p256.key.pub\"\n", "t.toml:1:1", "minimum"),
        ("[[key]]\nfile = \"p256.pub\"\n", "t.toml:2:8", "cannot read"),
        ("minimum_signatures = 2\n[[key]]\nfile = \"p256.key.pub\"\n", "t.toml:1:22", "could never reach 2"),
        ("", "t.toml:1:1", "trusts nobody"),
    ] {
        fs::write(here.path().join("t.toml"), text).unwrap();
        let refused = run(here.path(), &["verify", "a.zip", "--trust", "t.toml"]);
        expect(&refused, 2);
        assert!(err(&refused).contains(place) && err(&refused).contains(words), "{text:?}: {}", err(&refused));
    }
    let twice = run(here.path(), &["verify", "a.zip", "--trust", "t.toml", "--key", "p256.key.pub"]);
    expect(&twice, 2);
    let none = run(here.path(), &["verify", "a.zip"]);
    expect(&none, 2);
    assert!(err(&none).contains("--key"), "{}", err(&none));
}

#[test]
fn one_key_does_not_sign_twice() {
    let here = tempfile::tempdir().unwrap();
    key(here.path(), "p256");
    let args = ["run", "--fixtures", "acme", "--output", "a.zip", "--key", "p256.key", "--key", "p256.key"];
    let refused = run(here.path(), &args);
    expect(&refused, 2);
    assert!(err(&refused).contains("twice"), "{}", err(&refused));
}

#[test]
fn a_bundle_is_not_overwritten_unless_asked() {
    let here = tempfile::tempdir().unwrap();
    let (private, _) = key(here.path(), "p256");
    let bundle = sealed(here.path(), &private, "a.zip");
    let before = fs::read(&bundle).unwrap();
    let args = ["run", "--fixtures", "acme", "--output", "a.zip", "--key", "p256.key"];
    let again = run(here.path(), &args);
    expect(&again, 2);
    assert!(err(&again).contains("--force"), "{}", err(&again));
    assert_eq!(fs::read(&bundle).unwrap(), before);
    let forced = assize(here.path()).args(args).arg("--force").output().unwrap();
    assert!([1, 3].contains(&code(&forced)), "{}", err(&forced));
}

#[test]
fn a_directory_gets_a_bundle_named_after_the_run() {
    let here = tempfile::tempdir().unwrap();
    let (private, _) = key(here.path(), "p256");
    let output = assize(here.path())
        .args(["run", "--fixtures", "acme", "--output", "evidence/", "--key"])
        .arg(&private)
        .output()
        .unwrap();
    let names: Vec<String> = fs::read_dir(here.path().join("evidence"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), 1, "{}", err(&output));
    assert!(names[0].ends_with(".assize.zip"), "{names:?}");
}

#[test]
fn reports_come_in_three_formats_from_a_verified_bundle() {
    let here = tempfile::tempdir().unwrap();
    let (private, public) = key(here.path(), "p256");
    let bundle = sealed(here.path(), &private, "a.zip");
    let report = |format: &str| {
        let output = assize(here.path())
            .args(["report", "--format", format, "--key"])
            .arg(&public)
            .arg(&bundle)
            .output()
            .unwrap();
        expect(&output, 0);
        out(&output)
    };
    assert!(report("text").contains("pass"));
    assert!(report("markdown").starts_with("# "));
    let parsed: serde_json::Value = serde_json::from_str(&report("json")).unwrap();
    let direct = json(&run(here.path(), &["run", "--fixtures", "acme", "--format", "json"]));
    assert_eq!(parsed["findings"], direct["findings"], "a bundle's report tells what its run told");
    assert_eq!(parsed["tallies"], direct["tallies"]);
}
