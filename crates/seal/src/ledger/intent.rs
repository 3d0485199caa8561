//! The intent: which leaf comes next, agreed on before anything of it is written.
//!
//! Writers race for this one object by a conditional write. Whoever wins has fixed the next leaf, and
//! anybody who holds the key can then write its tiles and its checkpoint: always the same bytes, so that
//! a writer that died, or one that is slow, does no harm. A verifier never reads it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;

use crate::ledger::checkpoint::Checkpoint;
use crate::ledger::note::{Note, NoteSigner};
use crate::refusal::{Reason, Refusal, refuse};

/// Its first line. No origin may be this, so no intent can be taken for a checkpoint.
pub const INTENT_HEAD: &str = "assize-ledger-next/v1";

/// The next leaf and the head it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// What the checkpoint will say.
    pub checkpoint: Checkpoint,
    /// The leaf's bytes.
    pub leaf: Vec<u8>,
}

impl Intent {
    /// The signed note.
    ///
    /// # Errors
    /// When the key does not work.
    pub fn sign(&self, signer: &NoteSigner) -> Result<Vec<u8>, Refusal> {
        let text = format!("{INTENT_HEAD}\n{}{}\n", self.checkpoint.text(), BASE64.encode(&self.leaf));
        Ok(signer.sign(&text)?.into_bytes())
    }

    /// Reads an intent, whoever laid it there. Nothing of it may be carried out before [`Intent::check`].
    ///
    /// # Errors
    /// `intent_refused`.
    pub fn parse(bytes: &[u8]) -> Result<(Self, Note), Refusal> {
        let refused = |why: String| Refusal::new(Reason::IntentRefused, why);
        let note = Note::parse(bytes).map_err(|e| refused(e.to_string()))?;
        let rest = note.text().strip_prefix(INTENT_HEAD).and_then(|text| text.strip_prefix('\n'));
        let rest = rest.and_then(|rest| rest.strip_suffix('\n'));
        // The line feed stays with the checkpoint, whose text ends in one and in one only.
        let parts = rest.and_then(|rest| rest.split_at_checked(rest.rfind('\n')? + 1));
        let (checkpoint, leaf) = parts.ok_or_else(|| refused("it is not in its one spelling".into()))?;
        let leaf = BASE64.decode(leaf).map_err(|_| refused("its leaf is not base64".into()))?;
        let checkpoint = Checkpoint::parse(checkpoint).map_err(|e| refused(e.to_string()))?;
        Ok((Self { checkpoint, leaf }, note))
    }

    /// Refuses an intent that one of `signers` did not sign: what a stranger laid there is never carried out.
    ///
    /// # Errors
    /// `intent_refused`.
    pub fn check(&self, note: &Note, signers: &[&NoteSigner]) -> Result<(), Refusal> {
        let mut signed = false;
        for signer in signers {
            let fits = note.signed_by(signer.public());
            signed |= fits.map_err(|e| Refusal::new(Reason::IntentRefused, e.to_string()))?;
        }
        if signed && signers.iter().all(|s| s.public().name() == self.checkpoint.origin) {
            return Ok(());
        }
        refuse(Reason::IntentRefused, "it is not signed by the ledger's key")
    }
}

#[cfg(test)]
mod tests {
    use super::{INTENT_HEAD, Intent};
    use crate::ledger::{Checkpoint, NoteSigner};
    use crate::{Algorithm, PrivateKey, Reason};

    #[test]
    fn an_intent_has_one_spelling() {
        let signer =
            NoteSigner::new("acme.example/evidence", PrivateKey::generate(Algorithm::Ed25519, &[7; 32])).unwrap();
        let checkpoint = Checkpoint { origin: signer.public().name().to_owned(), size: 1, root: [0; 32] };
        let intent = Intent { checkpoint, leaf: b"leaf".to_vec() };
        assert_eq!(Intent::parse(&intent.sign(&signer).unwrap()).unwrap().0, intent);
        let text = |between: &str| format!("{INTENT_HEAD}\n{}{between}bGVhZg==\n", intent.checkpoint.text());
        let read = |text: String| Intent::parse(signer.sign(&text).unwrap().as_bytes()).map(|(intent, _)| intent);
        assert!(read(text("")).is_ok());
        for between in ["\n", "\n\n", "more\n"] {
            assert_eq!(read(text(between)).unwrap_err().reason, Reason::IntentRefused, "{between:?}");
        }
    }
}
