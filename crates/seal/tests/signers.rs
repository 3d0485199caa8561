//! Who signed, who counts, and what is told about the rest.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::path::Path;

use seal::{Algorithm, Attestation, Draft, Error, Existing, Limits, PrivateKey, Reason, Trust};
use support::{cosigner, facts, items, key, listing, seal_by, trust};

const PROOF: &[u8] = b"c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nacme\n";

fn first() -> PrivateKey {
    key(Algorithm::Ed25519)
}

fn stranger() -> PrivateKey {
    PrivateKey::generate(Algorithm::Ed25519, &[66; 32])
}

fn pack(target: &Path) -> Draft {
    Draft::pack(items(), &facts(), target, Existing::Keep, &Limits::default()).unwrap()
}

/// What a verifier was told it did not check.
fn unchecked(path: &Path, trust: &Trust) -> Vec<(&'static str, Option<String>)> {
    let verified = seal::verify(path, trust, &Limits::default()).unwrap();
    verified.unchecked.into_iter().map(|u| (u.what, u.file)).collect()
}

#[test]
fn two_signers_count_for_whoever_trusts_both() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.zip");
    let sealed = seal_by(&path, &[first(), cosigner()]);
    assert_eq!(sealed.signers.len(), 2);
    let both = Trust { minimum_signatures: 2, ..trust(&[&first(), &cosigner()]) };
    let verified = seal::verify(&path, &both, &Limits::default()).unwrap();
    let files: Vec<&str> = verified.signers.iter().map(|s| s.file.as_str()).collect();
    assert_eq!(files, ["attestations/evidence.sigstore.json", "attestations/evidence-2.sigstore.json"]);
    assert_eq!(verified.signed_by(), format!("{}, {}", first().public_key().hint(), cosigner().public_key().hint()));
    assert_eq!(unchecked(&path, &both), [("time", None), ("ledger", None)]);
    let three = Trust { minimum_signatures: 3, ..both };
    assert_eq!(seal::verify(&path, &three, &Limits::default()).unwrap_err().reason, Reason::TooFewSignatures);
}

#[test]
fn an_unknown_signer_is_passed_over_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.zip");
    seal_by(&path, &[first(), cosigner()]);
    let second = "attestations/evidence-2.sigstore.json".to_owned();
    let expected = [("signature", Some(second)), ("time", None), ("ledger", None)];
    assert_eq!(unchecked(&path, &trust(&[&first()])), expected);
    // A verifier who knows only the co-signer has the same evidence, and a test result of a stranger.
    let file = |name: &str| Some(format!("attestations/{name}.sigstore.json"));
    let expected =
        [("signature", file("evidence")), ("time", None), ("test-result", file("test-result")), ("ledger", None)];
    assert_eq!(unchecked(&path, &trust(&[&cosigner()])), expected);
    let two = Trust { minimum_signatures: 2, ..trust(&[&first(), &stranger()]) };
    assert_eq!(seal::verify(&path, &two, &Limits::default()).unwrap_err().reason, Reason::TooFewSignatures);
    let nobody = trust(&[&stranger()]);
    assert_eq!(seal::verify(&path, &nobody, &Limits::default()).unwrap_err().reason, Reason::UnknownKey);
}

#[test]
fn asking_for_what_is_not_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.zip");
    seal_by(&path, &[first()]);
    let name = |trust: Trust| seal::verify(&path, &trust, &Limits::default()).unwrap_err().name();
    assert_eq!(name(Trust { minimum_timestamps: 1, ..trust(&[&first()]) }), "too_few_timestamps");
    let ledger = seal::TrustedLedger { key: "acme".into(), witnesses: vec![], minimum_witnesses: 0, required: true };
    assert_eq!(name(Trust { ledgers: vec![ledger], ..trust(&[&first()]) }), "no_ledger_proof");
}

#[test]
fn the_same_facts_give_the_same_bytes_to_sign() {
    let folder = tempfile::tempdir().unwrap();
    let one = pack(&folder.path().join("one.zip")).to_sign();
    let mut reversed = items();
    reversed.reverse();
    let other = folder.path().join("other.zip");
    let other = Draft::pack(reversed, &facts(), &other, Existing::Keep, &Limits::default()).unwrap().to_sign();
    assert_eq!(one, other);
    let names: Vec<Attestation> = one.iter().map(|s| s.name).collect();
    assert_eq!(names, [Attestation::Evidence, Attestation::TestResult]);
    assert!(one.iter().all(|s| s.pae.starts_with(b"DSSEv1 28 application/vnd.in-toto+json ") && s.pae.len() <= 4096));
    let mut later = facts();
    later.version = "0.1.1".into();
    let later = Draft::pack(items(), &later, &folder.path().join("l.zip"), Existing::Keep, &Limits::default()).unwrap();
    assert_ne!(one, later.to_sign());
}

#[test]
fn signatures_that_make_no_bundle_are_not_packed() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("b.zip");
    let refused = |edit: &dyn Fn(&mut Vec<seal::Attested>)| {
        let draft = pack(&target);
        let mut attested = seal::sign_with(&[first(), cosigner()], &draft.to_sign()).unwrap();
        edit(&mut attested);
        let error = draft.finish(attested).unwrap_err();
        assert_eq!(listing(folder.path()), Vec::<String>::new());
        error
    };
    assert!(matches!(refused(&|all| all.clear()), Error::Signers(_)));
    assert!(matches!(refused(&|all| all.retain(|a| a.name == Attestation::Evidence)), Error::Signers(_)));
    assert!(matches!(refused(&|all| all.retain(|a| a.name == Attestation::TestResult)), Error::Signers(_)));
    assert!(matches!(refused(&|all| all.push(all[1].clone())), Error::Signers(_)), "two test results");
    assert!(matches!(refused(&|all| all.swap(0, 2)), Error::Signers(_)), "the co-signer first");
    let twice = refused(&|all| all.push(all[0].clone()));
    assert!(matches!(&twice, Error::WouldBeRefused(r) if r.reason == Reason::SignerTwice), "{twice}");
    let many = refused(&|all| all.extend(vec![all[0].clone(); 9]));
    assert!(matches!(many, Error::Signers(_)), "{many}");
    let stamped = refused(&|all| all[0].signed.timestamps.push(b"noise".to_vec()));
    assert!(matches!(&stamped, Error::WouldBeRefused(_)), "a timestamp that cannot be checked: {stamped}");
}

#[test]
fn the_digests_are_those_of_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.zip");
    let verified = seal_by(&path, &[first()]);
    let envelope = verified.reader.read("attestations/evidence.sigstore.json", 1 << 20).unwrap();
    assert_eq!(verified.evidence_sha256, model::Digest::of(&envelope));
    let statement = model::canonical_json(&verified.statement).unwrap();
    assert_eq!(verified.statement_sha256, model::Digest::of(&statement));
}

#[test]
fn a_proof_is_stapled_and_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.zip");
    let before = seal_by(&path, &[first(), cosigner()]);
    let bytes = std::fs::read(&path).unwrap();
    let trust = trust(&[&first()]);
    for proof in [PROOF.to_vec(), [PROOF, b"longer\n"].concat(), PROOF.to_vec()] {
        let after = seal::staple(&path, &proof, &trust, &Limits::default()).unwrap();
        assert_eq!(after.reader.read("attestations/ledger.tlog-proof", 1 << 20).unwrap(), proof);
        assert_eq!(after.evidence_sha256, before.evidence_sha256);
        assert_eq!(listing(folder.path()), ["b.zip"]);
        let again = seal::verify(&path, &trust, &Limits::default()).unwrap();
        assert_eq!(again.unchecked.last().unwrap().file.as_deref(), Some("attestations/ledger.tlog-proof"));
        // What was sealed is at the same place as before, byte for byte.
        let new = std::fs::read(&path).unwrap();
        let same = bytes.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let directory = bytes.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
        let at = u32::from_le_bytes(bytes[directory + 16..directory + 20].try_into().unwrap());
        assert!(same >= at as usize, "{same} of {at}");
    }
}

#[test]
fn what_cannot_be_stapled_leaves_the_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.zip");
    seal_by(&path, &[first()]);
    let bytes = std::fs::read(&path).unwrap();
    let refused = |proof: &[u8], trust: &Trust, limits: &Limits| {
        let error = seal::staple(&path, proof, trust, limits).unwrap_err();
        assert_eq!(listing(folder.path()), ["b.zip"]);
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
        match error {
            Error::WouldBeRefused(refusal) => refusal.name(),
            other => panic!("{other}"),
        }
    };
    let (normal, known) = (Limits::default(), trust(&[&first()]));
    assert_eq!(refused(b"believe me", &known, &normal), "proof_malformed");
    assert_eq!(refused(&vec![b'x'; 200 << 10], &known, &normal), "entry_too_large");
    assert_eq!(refused(PROOF, &trust(&[&stranger()]), &normal), "unknown_key");
    assert_eq!(refused(PROOF, &known, &Limits { entries: 16, ..normal.clone() }), "too_many_entries");
}

#[test]
fn a_bundle_changed_before_stapling_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.zip");
    seal_by(&path, &[first()]);
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.windows(16).position(|w| w == b"package lib.time").unwrap();
    bytes[at + 9] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let error = seal::staple(&path, PROOF, &trust(&[&first()]), &Limits::default()).unwrap_err();
    assert!(matches!(&error, Error::WouldBeRefused(r) if r.reason == Reason::CrcMismatch), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}
