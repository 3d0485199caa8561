//! Ways to cheat, each refused with its own named reason. The tables are in `tamper/`; `cheats.rs` sees to
//! it that every reason has a case somewhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "tamper/attestations.rs"]
mod attestations;
#[path = "tamper/container.rs"]
mod container;
#[path = "tamper/insider.rs"]
mod insider;
#[path = "ledger/forge.rs"]
#[allow(dead_code)]
mod ledger_forge;
#[path = "tamper/outsider.rs"]
mod outsider;
#[path = "tamper/services.rs"]
mod services;
mod support;
#[path = "support/tsa.rs"]
mod tsa;
#[path = "tamper/vectors.rs"]
mod vectors;
#[path = "ledger/witness.rs"]
mod witness;

use std::path::Path;

use seal::{Algorithm, Limits, PrivateKey, Reason};
use support::forge::{Forged, Raw};
use support::{good, key};

/// What is done, why it must be refused, and how.
pub(crate) type Case = (&'static str, Reason, fn(&mut Forged));

fn sealing_key() -> PrivateKey {
    key(Algorithm::Ed25519)
}

fn verdict(bytes: &[u8], folder: &Path, limits: &Limits) -> Result<(), seal::Refusal> {
    let path = folder.join("forged.zip");
    std::fs::write(&path, bytes).unwrap();
    seal::verify(&path, &support::trust(&[&sealing_key()]), limits).map(|_| ())
}

fn all_cases() -> Vec<Case> {
    [container::CASES, container::NAMES, outsider::CASES, insider::CASES, attestations::CASES].concat()
}

#[test]
fn the_workshop_itself_makes_good_bundles() {
    let (folder, path) = good(Algorithm::Ed25519);
    let mut forged = Forged::of(&path);
    verdict(&forged.build(), folder.path(), &Limits::default()).expect("stored instead of deflated is as good");
    forged.resign(&sealing_key(), |_| {});
    verdict(&forged.build(), folder.path(), &Limits::default()).expect("the insider's signature is a true one");
}

#[test]
fn every_way_to_cheat_is_refused_by_name() {
    let (folder, path) = good(Algorithm::Ed25519);
    let good = Forged::of(&path);
    let cases = all_cases();
    assert!(cases.len() >= 100, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for (what, reason, cheat) in cases {
        let mut forged = good.clone();
        cheat(&mut forged);
        match verdict(&forged.build(), folder.path(), &Limits::default()) {
            Err(refusal) if refusal.reason == reason => {}
            other => wrong.push(format!("{what}: expected {}, got {other:?}", reason.name())),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn limits_are_kept() {
    let (folder, path) = good(Algorithm::Ed25519);
    let bytes = std::fs::read(&path).unwrap();
    let name = |limits: Limits| verdict(&bytes, folder.path(), &limits).unwrap_err().name();
    let normal = Limits::default();
    assert_eq!(name(Limits { bundle_bytes: bytes.len() as u64 - 1, ..normal.clone() }), "bundle_too_large");
    assert_eq!(name(Limits { entries: 15, ..normal.clone() }), "too_many_entries");
    assert_eq!(name(Limits { entry_bytes: 1159, ..normal.clone() }), "entry_too_large");
    assert_eq!(name(Limits { total_bytes: 2000, ..normal.clone() }), "total_too_large");
    verdict(&bytes, folder.path(), &Limits { entries: 16, ..normal }).unwrap();
}

#[test]
fn an_envelope_too_large_to_be_one_is_not_read() {
    let (folder, path) = good(Algorithm::Ed25519);
    let mut forged = Forged::of(&path);
    let root = forged.root();
    let at = forged.at(support::forge::ENVELOPE);
    forged.entries[at] = Raw::deflated(&format!("{root}/{}", support::forge::ENVELOPE), &vec![b' '; 1 << 19]);
    let refusal = verdict(&forged.build(), folder.path(), &Limits::default()).unwrap_err();
    assert_eq!(refusal.reason, Reason::EntryTooLarge);
}

#[test]
fn what_is_no_archive_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for bytes in [&b""[..], b"x", b"hello, this is not an archive at all", &[0; 4096]] {
        assert_eq!(verdict(bytes, folder.path(), &Limits::default()).unwrap_err().name(), "not_a_bundle");
    }
    let trusted = support::trust(&[&sealing_key()]);
    for path in [folder.path().join("absent"), folder.path().to_owned()] {
        assert_eq!(seal::verify(&path, &trusted, &Limits::default()).unwrap_err().name(), "unreadable");
    }
}

#[test]
fn every_cut_is_refused() {
    let (folder, path) = good(Algorithm::Ed25519);
    let bytes = std::fs::read(&path).unwrap();
    for n in 0..bytes.len() {
        let refusal = verdict(&bytes[..n], folder.path(), &Limits::default()).unwrap_err();
        let expected: &[&str] = if n == 0 { &["not_a_bundle"] } else { &["truncated"] };
        assert!(expected.contains(&refusal.name()), "cut to {n}: {refusal}");
    }
}

#[test]
fn only_trusted_keys_count() {
    let (_folder, path) = good(Algorithm::EcdsaP256);
    let p256 = key(Algorithm::EcdsaP256);
    let other = PrivateKey::generate(Algorithm::EcdsaP256, &[8; 32]);
    let ed25519 = sealing_key();
    let name =
        |keys: &[&PrivateKey]| seal::verify(&path, &support::trust(keys), &Limits::default()).map_err(|r| r.name());
    assert_eq!(name(&[]).unwrap_err(), "unknown_key");
    assert_eq!(name(&[&other]).unwrap_err(), "unknown_key");
    assert_eq!(name(&[&other, &ed25519, &p256]).unwrap().signed_by(), p256.public_key().hint());
}
