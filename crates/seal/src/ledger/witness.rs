//! A witness (C2SP tlog-cosignature): someone else than the ledger's keeper who signs, beneath the keeper's
//! signature, that a checkpoint extends every one that the witness signed before.
//!
//! Signs only; that the checkpoint does extend them is for the caller to have verified.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use model::Timestamp;

use crate::keys::PrivateKey;
use crate::ledger::checkpoint::CheckpointNote;
use crate::ledger::note::{NoteKey, NoteKeyKind};
use crate::refusal::{Reason, Refusal};

/// A witness's private key and its name.
#[derive(Debug)]
pub struct Witness {
    key: PrivateKey,
    public: NoteKey,
}

impl Witness {
    /// The witness `name`.
    ///
    /// # Errors
    /// `vkey_malformed` if it cannot be a key's name or the key is not Ed25519.
    pub fn new(name: &str, key: PrivateKey) -> Result<Self, Refusal> {
        let public = NoteKey::new(name, NoteKeyKind::Cosigner, key.public_key())?;
        Ok(Self { key, public })
    }

    /// Its public half, to be named under `witnesses` in a trust file.
    pub fn public(&self) -> &NoteKey {
        &self.public
    }

    /// The checkpoint with this witness's line beneath; as it is if the line is there already.
    ///
    /// # Errors
    /// When the checkpoint is not in its one spelling, bears a line of this name that does not fit, or the key
    /// does not work.
    pub fn cosign(&self, checkpoint: &[u8], at: Timestamp) -> Result<Vec<u8>, Refusal> {
        let opened = CheckpointNote::parse(checkpoint)?;
        if opened.note.cosigned_by(&self.public)?.is_some() {
            return Ok(checkpoint.to_vec());
        }
        let bad = |why: String| Refusal::new(Reason::BadCosignature, why);
        let seconds = u64::try_from(at.as_second()).map_err(|_| bad(format!("{at} is before 1970")))?;
        let message = format!("cosignature/v1\ntime {seconds}\n{}", opened.note.text());
        let signature = self.key.sign(message.as_bytes()).map_err(|e| bad(e.to_string()))?;
        let body = BASE64.encode([&self.public.id()[..], &seconds.to_be_bytes(), &signature].concat());
        let line = format!("\u{2014} {} {body}\n", self.public.name());
        let cosigned = [checkpoint, line.as_bytes()].concat();
        // Too many lines, or a name that no reader takes: better not written than not read.
        CheckpointNote::parse(&cosigned)?;
        Ok(cosigned)
    }
}
