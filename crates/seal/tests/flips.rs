//! Any single changed byte is either refused or changes nothing of what was verified.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::path::Path;

use proptest::prelude::*;
use seal::{Algorithm, Limits, PublicKey, Trust, Verified};
use support::{good, key};

/// Everything a reader of the bundle can learn from it.
fn content(verified: &Verified) -> Vec<(String, Vec<u8>)> {
    let bag = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "VERIFY.txt"];
    let all = verified.reader.paths().chain(bag);
    let mut content: Vec<_> = all.map(|path| (path.to_owned(), verified.reader.read(path, 1 << 20).unwrap())).collect();
    content.push(("statement".into(), model::canonical_json(&verified.statement).unwrap()));
    content
}

/// Writes `bytes` with one changed; true if it was refused.
fn refused_or_same(
    path: &Path,
    bytes: &mut [u8],
    (at, mask): (usize, u8),
    key: &PublicKey,
    expected: &[(String, Vec<u8>)],
) -> bool {
    bytes[at] ^= mask;
    std::fs::write(path, &bytes).unwrap();
    bytes[at] ^= mask;
    match seal::verify(path, &Trust::of_keys(std::slice::from_ref(key)), &Limits::default()) {
        Err(refusal) => !refusal.name().is_empty(),
        Ok(verified) => {
            assert_eq!(content(&verified), expected, "byte {at} ^ {mask:#x} was accepted with other content");
            assert_eq!(verified.signed_by(), key.hint());
            false
        }
    }
}

#[test]
fn every_byte_counts() {
    let (folder, path) = good(Algorithm::Ed25519);
    let key = key(Algorithm::Ed25519).public_key().clone();
    let expected =
        content(&seal::verify(&path, &Trust::of_keys(std::slice::from_ref(&key)), &Limits::default()).unwrap());
    let mut bytes = std::fs::read(&path).unwrap();
    let forged = folder.path().join("flipped.zip");
    let accepted: Vec<usize> = (0..bytes.len())
        .filter(|at| !refused_or_same(&forged, &mut bytes, (*at, 1 << (at % 8)), &key, &expected))
        .collect();
    // Only the padding bits behind a packed stream carry no meaning; there are as many such bytes
    // as packed entries at most.
    assert!(accepted.len() <= expected.len(), "{accepted:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_change_of_one_byte_is_refused_or_harmless(at in any::<prop::sample::Index>(), mask in 1u8..) {
        let (folder, path) = good(Algorithm::EcdsaP256);
        let key = key(Algorithm::EcdsaP256).public_key().clone();
        let expected = content(&seal::verify(&path, &Trust::of_keys(std::slice::from_ref(&key)), &Limits::default()).unwrap());
        let mut bytes = std::fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        refused_or_same(&folder.path().join("flipped.zip"), &mut bytes, (at, mask), &key, &expected);
    }

    #[test]
    fn noise_is_refused_without_a_panic(noise in prop::collection::vec(any::<u8>(), 0..600), tail in any::<bool>()) {
        let (folder, path) = good(Algorithm::Ed25519);
        let good = std::fs::read(&path).unwrap();
        // Noise alone, or noise in place of the directory before a true end record.
        let bytes = if tail { [&noise[..], &good[good.len() - 22..]].concat() } else { noise };
        let forged = folder.path().join("noise.zip");
        std::fs::write(&forged, bytes).unwrap();
        let trusted = support::trust(&[&key(Algorithm::Ed25519)]);
        prop_assert!(seal::verify(&forged, &trusted, &Limits::default()).is_err());
    }
}
