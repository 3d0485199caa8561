//! A witness, as C2SP tlog-cosignature has it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use seal::ledger::{NoteKey, NoteKeyKind};
use seal::{Algorithm, PrivateKey};

/// A witness's line under a checkpoint, as C2SP tlog-cosignature has it.
pub(crate) fn cosign(name: &str, seed: u8, checkpoint: &[u8], time: u64) -> (NoteKey, Vec<u8>) {
    let key = PrivateKey::generate(Algorithm::Ed25519, &[seed; 32]);
    let public = NoteKey::new(name, NoteKeyKind::Cosigner, key.public_key()).unwrap();
    let text = std::str::from_utf8(checkpoint).unwrap();
    let body = text.split_inclusive("\n\n").next().unwrap().strip_suffix('\n').unwrap();
    let signature = key.sign(format!("cosignature/v1\ntime {time}\n{body}").as_bytes()).unwrap();
    let line = BASE64.encode([&public.id()[..], &time.to_be_bytes(), &signature].concat());
    (public, format!("{text}\u{2014} {name} {line}\n").into_bytes())
}
