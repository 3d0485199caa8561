//! Verifiers that nobody here wrote accept our bundles and refuse tampered ones: openssl, jq and
//! sha256sum by the commands of VERIFY.txt, unzip, bagit and in-toto-attestation (`PyPI`) and
//! `@sigstore/verify` (npm). The last three come from `verifiers/install`; without them these tests fail, they do not skip.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use seal::Algorithm;
use support::{facts, good, key};

const BOTH: [Algorithm; 2] = [Algorithm::EcdsaP256, Algorithm::Ed25519];

// The environment is banned below the command line; where the tools lie is the test run's matter.
#[allow(clippy::disallowed_methods)]
fn tools() -> PathBuf {
    let how = "run `crates/seal/tests/verifiers/install FOLDER` and set ASSIZE_TEST_TOOLS=FOLDER (absolute)";
    let tools = PathBuf::from(std::env::var_os("ASSIZE_TEST_TOOLS").expect(how)).join("seal");
    assert!(tools.join("venv/bin/python").exists() && tools.join("node_modules").exists(), "{how}");
    tools
}

fn told(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

/// An unpacked bundle and the public key of its sealer.
struct Unpacked {
    _outer: tempfile::TempDir,
    folder: PathBuf,
    key: PathBuf,
    algorithm: Algorithm,
}

fn unpack(algorithm: Algorithm) -> Unpacked {
    let (outer, bundle) = good(algorithm);
    let tested = Command::new("unzip").arg("-tqq").arg(&bundle).output().expect("unzip is needed");
    assert!(tested.status.success(), "{}", told(&tested));
    let unpacked = Command::new("unzip").arg("-qq").arg(&bundle).arg("-d").arg(outer.path()).output().unwrap();
    assert!(unpacked.status.success(), "{}", told(&unpacked));
    let public = outer.path().join("KEY.pub");
    std::fs::write(&public, key(algorithm).public_key().to_pem()).unwrap();
    Unpacked { folder: outer.path().join(facts().run_id), key: public, algorithm, _outer: outer }
}

impl Unpacked {
    /// The commands that VERIFY.txt gives, one after the other, as an auditor would run them.
    fn by_instructions(&self) -> Result<(), String> {
        self.by_instructions_for("evidence")
    }

    /// The same for another envelope, as FORMAT.md says.
    fn by_instructions_for(&self, envelope: &str) -> Result<(), String> {
        let text = include_str!("../src/VERIFY.txt").replace("/evidence.", &format!("/{envelope}."));
        let other = match self.algorithm {
            Algorithm::EcdsaP256 => "openssl pkeyutl",
            Algorithm::Ed25519 => "openssl dgst",
        };
        let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("    ")).collect();
        assert_eq!(commands.len(), 10, "{commands:?}");
        for command in commands.into_iter().filter(|command| !command.starts_with(other)) {
            let command = command.replace("KEY.pub", "../KEY.pub");
            let output = Command::new("sh").arg("-c").arg(&command).current_dir(&self.folder).output().unwrap();
            if !output.status.success() {
                return Err(format!("{command}: {}", told(&output)));
            }
        }
        Ok(())
    }

    fn by_sigstore(&self) -> Result<(), String> {
        let tools = tools();
        let mut node = Command::new("node");
        let output = node.arg(tools.join("verify.mjs")).arg(&self.folder).arg(&self.key).output().unwrap();
        if output.status.success() { Ok(()) } else { Err(told(&output)) }
    }

    fn by_bagit(&self) -> Result<(), String> {
        let mut python = Command::new(tools().join("venv/bin/python"));
        let output = python.args(["-m", "bagit", "--validate"]).arg(&self.folder).output().unwrap();
        if output.status.success() { Ok(()) } else { Err(told(&output)) }
    }

    /// The standard statement, read by the types of its specification.
    fn by_in_toto(&self) -> Result<(), String> {
        let mut python = Command::new(tools().join("venv/bin/python"));
        let output = python.arg(tools().join("in_toto.py")).arg(&self.folder).output().unwrap();
        let expected = "OK FAILED ['aws.s3.bucket_encrypted']\n";
        if output.status.success() && output.stdout == expected.as_bytes() { Ok(()) } else { Err(told(&output)) }
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let file = self.folder.join(path);
        let text = std::fs::read_to_string(&file).unwrap();
        let changed = text.replacen(from, to, 1);
        assert_ne!(text, changed, "{from} is not in {path}");
        std::fs::write(file, changed).unwrap();
    }
}

#[test]
fn good_bundles_are_accepted_by_all() {
    for algorithm in BOTH {
        let bundle = unpack(algorithm);
        assert_eq!(bundle.by_instructions(), Ok(()), "{algorithm}");
        assert_eq!(bundle.by_instructions_for("test-result"), Ok(()), "{algorithm}");
        assert_eq!(bundle.by_sigstore(), Ok(()), "{algorithm}");
        assert_eq!(bundle.by_bagit(), Ok(()), "{algorithm}");
        assert_eq!(bundle.by_in_toto(), Ok(()), "{algorithm}");
    }
}

const ENVELOPE: &str = "attestations/evidence.sigstore.json";
const TEST_RESULT: &str = "attestations/test-result.sigstore.json";

/// What is changed, and which of (instructions, sigstore, bagit) must refuse it.
type Case = (&'static str, [bool; 3], fn(&Unpacked));

/// The first characters of the signature, as they stand in the envelope.
fn signature_head(bundle: &Unpacked) -> String {
    let text = std::fs::read_to_string(bundle.folder.join(ENVELOPE)).unwrap();
    let at = text.find("\"sig\":\"").unwrap() + 7;
    text[at..at + 14].to_owned()
}

const CASES: &[Case] = &[
    ("a finding changed", [true, false, true], |b| b.edit("data/findings.jsonl", "fail", "pass")),
    ("a file added", [true, false, true], |b| std::fs::write(b.folder.join("data/added.json"), "{}").unwrap()),
    ("a file removed", [true, false, true], |b| std::fs::remove_file(b.folder.join("data/run.json")).unwrap()),
    ("file and manifest changed", [true, true, true], |b| {
        let old = model::Digest::of(b"{}");
        b.edit("data/params.json", "{}", "[]");
        b.edit("manifest-sha256.txt", old.as_str(), model::Digest::of(b"[]").as_str());
    }),
    ("instructions changed", [true, false, true], |b| b.edit("VERIFY.txt", "HOW", "WHY")),
    ("test result's signature changed", [false, true, false], |b| {
        let text = std::fs::read_to_string(b.folder.join(TEST_RESULT)).unwrap();
        let at = text.find("\"sig\":\"").unwrap() + 20;
        let changed = if &text[at..=at] == "A" { "B" } else { "A" };
        std::fs::write(b.folder.join(TEST_RESULT), format!("{}{changed}{}", &text[..at], &text[at + 1..])).unwrap();
    }),
    ("test result removed", [false, true, false], |b| std::fs::remove_file(b.folder.join(TEST_RESULT)).unwrap()),
    ("payload type changed", [true, true, false], |b| b.edit(ENVELOPE, "vnd.in-toto+json", "vnd.other+json")),
    ("signature changed", [true, true, false], |b| {
        let head = signature_head(b);
        let changed = if head.ends_with('A') { "B" } else { "A" };
        b.edit(ENVELOPE, &head, &format!("{}{changed}", &head[..13]));
    }),
    ("signature removed", [true, true, false], |b| {
        let text = std::fs::read_to_string(b.folder.join(ENVELOPE)).unwrap();
        let from = text.find("\"signatures\":[").unwrap() + 14;
        let to = from + text[from..].find(']').unwrap();
        std::fs::write(b.folder.join(ENVELOPE), format!("{}{}", &text[..from], &text[to..])).unwrap();
    }),
    ("signature doubled", [true, true, false], |b| {
        let text = std::fs::read_to_string(b.folder.join(ENVELOPE)).unwrap();
        let from = text.find("\"signatures\":[").unwrap() + 14;
        let to = from + text[from..].find(']').unwrap();
        let one = &text[from..to];
        std::fs::write(b.folder.join(ENVELOPE), text.replacen(one, &format!("{one},{one}"), 1)).unwrap();
    }),
    ("another key", [true, true, false], |b| {
        let other = seal::PrivateKey::generate(b.algorithm, &[9; 32]);
        std::fs::write(&b.key, other.public_key().to_pem()).unwrap();
    }),
];

fn refused(by: Result<(), String>) -> bool {
    // A verifier that could not start has refused nothing.
    by.is_err_and(|told| {
        assert!(!told.contains("Cannot find module") && !told.contains("No module named"), "{told}");
        true
    })
}

#[test]
fn tampered_bundles_are_refused_by_those_who_look_there() {
    for algorithm in BOTH {
        for (what, expected, tamper) in CASES {
            let bundle = unpack(algorithm);
            tamper(&bundle);
            let verdicts = [bundle.by_instructions(), bundle.by_sigstore(), bundle.by_bagit()].map(refused);
            assert_eq!(verdicts, *expected, "{what}, {algorithm}");
        }
    }
}

#[test]
fn a_tampered_archive_is_refused_by_unzip() {
    let (_folder, bundle) = good(Algorithm::Ed25519);
    let mut bytes = std::fs::read(&bundle).unwrap();
    let at = bytes.windows(16).position(|w| w == b"package lib.time").unwrap();
    bytes[at + 9] ^= 1;
    std::fs::write(&bundle, bytes).unwrap();
    assert!(!unzip_accepts(&bundle));
}

fn unzip_accepts(bundle: &Path) -> bool {
    Command::new("unzip").arg("-tqq").arg(bundle).output().unwrap().status.success()
}
