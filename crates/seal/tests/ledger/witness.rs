//! A witness of the tests.

use seal::ledger::{NoteKey, Witness};
use seal::{Algorithm, PrivateKey};

/// A checkpoint with a witness's line beneath.
pub(crate) fn cosign(name: &str, seed: u8, checkpoint: &[u8], time: i64) -> (NoteKey, Vec<u8>) {
    let witness = Witness::new(name, PrivateKey::generate(Algorithm::Ed25519, &[seed; 32])).unwrap();
    let at = model::Timestamp::from_second(time).unwrap();
    (witness.public().clone(), witness.cosign(checkpoint, at).unwrap())
}
