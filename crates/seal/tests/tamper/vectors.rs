//! Writes the test vectors under `fixtures/bundles` from the tables beside this file. They are frozen:
//! what is there already is left alone, only new ones are added.
//!
//! `cargo test -p assize-seal --test tamper write_new_vectors -- --ignored`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use seal::{Algorithm, Limits, PrivateKey};

use crate::support::forge::Forged;
use crate::support::{cosigner, key, seal_by, trust_in};
use crate::{all_cases, sealing_key};

const HEAD: &str = "\
# Bundles of format version 1 and the verdict that every verifier must reach on them: \"good\", or the
# name of the reason in crates/seal/FORMAT.md, section 12. They are frozen: what is good here stays good.
# `trust` is what the verifier has from elsewhere: a public key, or a trust file (section 9).
";

/// A good bundle: its file, who signs it, and what it is.
type Good = (&'static str, fn() -> Vec<PrivateKey>, &'static str);

const GOOD: &[Good] = &[
    ("good-p256", || vec![key(Algorithm::EcdsaP256)], "a good bundle"),
    ("good-ed25519", || vec![sealing_key()], "a good bundle"),
    ("good-two-signers", || vec![sealing_key(), cosigner()], "a good bundle with a co-signer"),
];

/// A good bundle looked at with other trust, and the verdict then.
const OTHERWISE: &[(&str, &str, &str, &str)] = &[
    ("good-p256", "ed25519.pub", "unknown_key", "a good bundle, another key trusted"),
    ("good-two-signers", "cosigner.pub", "good", "only the co-signer is trusted"),
    ("good-two-signers", "p256.pub", "unknown_key", "neither signer is trusted"),
    ("good-two-signers", "two-of-two.toml", "good", "both signers are needed and there"),
    ("good-two-signers", "two-of-strangers.toml", "too_few_signatures", "the second envelope is of an unknown key"),
    ("good-ed25519", "two-of-two.toml", "too_few_signatures", "both signers are needed, one is there"),
    ("good-ed25519", "ledger-required.toml", "no_ledger_proof", "a ledger's proof is needed, none is there"),
];

/// The file of a tampered bundle and the case of the tables that it shows.
const TAMPERED: &[(&str, &str)] = &[
    ("truncated", "cut off the directory"),
    ("appended", "append a byte"),
    ("hidden-bytes", "bytes between entries"),
    ("overlap", "two records for the same bytes"),
    ("leads-up", "leads up"),
    ("name-twice", "the same name twice"),
    ("case", "the same name but for case"),
    ("two-names", "other name in the local header"),
    ("finding-turned", "a finding turned from fail to pass"),
    ("manifest-too", "file and manifest changed together"),
    ("file-added", "a payload file added"),
    ("file-removed", "a payload file removed"),
    ("signature-twice", "signature doubled"),
    ("statement-changed", "statement changed"),
    ("algorithm-confusion", "a P-256 signature under an Ed25519 key's name"),
    ("stranger", "a stranger's own signature"),
    ("later-format", "a later format"),
    ("other-statement", "a statement about something else"),
    ("insider-unlisted", "manifest that does not name a file"),
    ("insider-policies", "a digest of the policies that does not fit"),
    ("result-removed", "test result removed"),
    ("result-of-another-bundle", "test result of another bundle"),
    ("result-by-stranger", "test result by a stranger"),
    ("result-turned", "test result that passes"),
    ("result-is-evidence", "the evidence in the place of the test result"),
    ("cosigner-of-other", "co-signer of another statement"),
    ("signer-twice", "the first signer co-signs"),
    ("cosigner-hole", "co-signers with a hole between"),
    ("cosigner-tenth", "a tenth signer"),
    ("stamps-empty", "no timestamps, said at length"),
    ("proof-garbage", "a proof that is none"),
    ("proof-misplaced", "a proof before the envelopes"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/bundles")
}

/// Writes a file unless it is there.
pub(super) fn keep(name: &str, bytes: &[u8]) {
    let path = folder().join(name);
    if !path.exists() {
        std::fs::write(path, bytes).unwrap();
    }
}

fn keys_and_trust_files() {
    let keys = [("ed25519", sealing_key()), ("p256", key(Algorithm::EcdsaP256)), ("cosigner", cosigner())];
    for (name, key) in keys {
        keep(&format!("{name}.pub"), key.public_key().to_pem().as_bytes());
    }
    let file = |keys: [&str; 2]| {
        let keys = keys.map(|name| format!("\n[[key]]\nfile = \"{name}.pub\"\n")).concat();
        format!("minimum_signatures = 2\n{keys}")
    };
    keep("two-of-two.toml", file(["ed25519", "cosigner"]).as_bytes());
    keep("two-of-strangers.toml", file(["ed25519", "p256"]).as_bytes());
    let ledger = "\n[[ledger]]\nkey = \"acme.example/evidence+f9b9ce81+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH\"\nrequired = true\n";
    keep("ledger-required.toml", format!("[[key]]\nfile = \"ed25519.pub\"\n{ledger}").as_bytes());
}

/// The verdict on a vector, under a key or a trust file of the folder.
fn verdict(file: &str, trust: &str) -> String {
    let trust = trust_in(&folder(), trust);
    let found = seal::verify(&folder().join(file), &trust, &Limits::default());
    found.map_or_else(|refusal| refusal.name(), |_| "good").to_owned()
}

#[test]
#[ignore = "writes into fixtures/bundles"]
fn write_new_vectors() {
    keys_and_trust_files();
    let mut list = HEAD.to_owned();
    let mut row = |name: &str, trust: &str, expected: &str, what: &str| {
        let file = format!("{name}.assize.zip");
        assert_eq!(verdict(&file, trust), expected, "{file} under {trust}");
        write!(
            list,
            "\n[[bundle]]\nfile = \"{file}\"\ntrust = \"{trust}\"\nverdict = \"{expected}\"\nwhat = \"{what}\"\n"
        )
        .unwrap();
    };
    let outer = tempfile::tempdir().unwrap();
    for (name, keys, what) in GOOD {
        let path = outer.path().join(name);
        seal_by(&path, &keys());
        keep(&format!("{name}.assize.zip"), &std::fs::read(&path).unwrap());
        let trust = if *name == "good-p256" { "p256.pub" } else { "ed25519.pub" };
        row(name, trust, "good", what);
    }
    for (name, trust, expected, what) in OTHERWISE {
        row(name, trust, expected, what);
    }
    let good = Forged::of(&outer.path().join("good-ed25519"));
    for (name, wanted) in TAMPERED {
        let (what, reason, cheat) = all_cases().into_iter().find(|(what, ..)| what == wanted).expect(wanted);
        let mut forged = good.clone();
        cheat(&mut forged);
        keep(&format!("{name}.assize.zip"), &forged.build());
        row(name, "ed25519.pub", reason.name(), what);
    }
    for (name, trust, expected, what) in super::services::ROWS {
        row(name, trust, expected, what);
    }
    std::fs::write(folder().join("verdicts.toml"), list).unwrap();
}
