//! Checkpoints (C2SP tlog-checkpoint): a signed note that says how long the ledger is and what its
//! root is. Also whom a verifier trusts about one ledger.
//!
//! Extension lines are refused: nobody could audit them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use model::Timestamp;

use crate::ledger::note::{Note, NoteKey, NoteKeyKind, NoteSigner, check_distinct};
use crate::ledger::tree::Hash;
use crate::refusal::{Reason, Refusal, refuse};

/// The longest checkpoint.
pub const CHECKPOINT_BYTES: u64 = 64 * 1024;
/// More leaves than this are refused: a night each, they are a hundred thousand years.
pub const MOST_LEAVES: u64 = 1 << 26;

/// How long a ledger is, and its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which ledger.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root))
    }

    /// The signed note.
    ///
    /// # Errors
    /// When the key does not work.
    pub fn sign(&self, signer: &NoteSigner) -> Result<Vec<u8>, Refusal> {
        Ok(signer.sign(&self.text())?.into_bytes())
    }

    /// The signed note, by the key that is given up and by the one that follows it.
    ///
    /// # Errors
    /// When a key does not work.
    pub fn sign_both(&self, old: &NoteSigner, new: &NoteSigner) -> Result<Vec<u8>, Refusal> {
        Ok(format!("{}{}", old.sign(&self.text())?, new.line(&self.text())?).into_bytes())
    }

    /// Reads the text of a checkpoint in its one spelling.
    ///
    /// # Errors
    /// `checkpoint_malformed`, `checkpoint_extension`, `ledger_too_large`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let malformed = |why: &str| Refusal::new(Reason::CheckpointMalformed, why);
        let text = text.strip_suffix('\n').ok_or_else(|| malformed("it does not end in a line feed"))?;
        let mut lines = text.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(malformed("it has fewer than three lines"));
        };
        let digits = !size.is_empty() && size.bytes().all(|b| b.is_ascii_digit());
        if origin.is_empty() || !digits || (size.len() > 1 && size.starts_with('0')) {
            return Err(malformed("its size is not a decimal without leading zeros, or it has no origin"));
        }
        let root = BASE64.decode(root).ok().and_then(|root| Hash::try_from(root).ok());
        let Some(root) = root else { return Err(malformed("its root is not the base64 of 32 bytes")) };
        if let Some(line) = lines.next() {
            return refuse(Reason::CheckpointExtension, line.escape_debug().to_string());
        }
        match size.parse() {
            Ok(size) if size <= MOST_LEAVES => Ok(Self { origin: origin.to_owned(), size, root }),
            _ => refuse(Reason::LedgerTooLarge, format!("it claims {size} leaves; the limit is {MOST_LEAVES}")),
        }
    }
}

/// A checkpoint and the note it stands in. Its signatures have not been looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointNote {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The note.
    pub note: Note,
}

impl CheckpointNote {
    /// Reads a checkpoint.
    ///
    /// # Errors
    /// When note or text are not in their one spelling.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() as u64 > CHECKPOINT_BYTES {
            return refuse(Reason::CheckpointMalformed, format!("it is longer than {CHECKPOINT_BYTES} bytes"));
        }
        let note = Note::parse(bytes)?;
        Ok(Self { checkpoint: Checkpoint::parse(note.text())?, note })
    }

    /// Refuses it unless it is of the ledger `origin` and `key` signed it.
    ///
    /// # Errors
    /// `other_origin`, `checkpoint_unsigned`, `bad_checkpoint_signature`.
    pub fn check(&self, key: &NoteKey) -> Result<(), Refusal> {
        let origin = &self.checkpoint.origin;
        if origin != key.name() {
            return refuse(Reason::OtherOrigin, format!("{} instead of {}", origin.escape_debug(), key.name()));
        }
        if self.note.signed_by(key)? {
            return Ok(());
        }
        let signers: Vec<String> = self.note.signers().map(|(n, id)| format!("{n}+{}", hex::encode(id))).collect();
        refuse(Reason::CheckpointUnsigned, format!("signed by {}, not by {key}", signers.join(", ")))
    }
}

/// Whom a verifier trusts about one ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerKeys {
    keys: Vec<NoteKey>,
    witnesses: Vec<NoteKey>,
    minimum: usize,
}

impl LedgerKeys {
    /// Keys of one ledger, of which any will do; witnesses, and how many of them must have cosigned.
    ///
    /// # Errors
    /// `vkey_malformed` if there is no key, keys are of several origins or of the wrong kind, or more
    /// witnesses are wanted than named; `key_id_collision`.
    pub fn new(keys: Vec<NoteKey>, witnesses: Vec<NoteKey>, minimum: usize) -> Result<Self, Refusal> {
        let malformed = |why: String| Refusal::new(Reason::VkeyMalformed, why);
        let Some(first) = keys.first() else { return Err(malformed("no key of the ledger is trusted".into())) };
        if let Some(other) = keys.iter().find(|k| k.name() != first.name() || k.kind() != NoteKeyKind::Log) {
            return Err(malformed(format!("{other} is not a log's key, or not one of {}", first.name())));
        }
        if let Some(other) = witnesses.iter().find(|k| k.kind() != NoteKeyKind::Cosigner) {
            return Err(malformed(format!("{other} is not a cosigner's key (kind 4)")));
        }
        if minimum > witnesses.len() {
            return Err(malformed(format!("{minimum} witnesses are wanted and {} are named", witnesses.len())));
        }
        // A witness is somebody else: not the ledger's keeper, and not another witness under a second name.
        let known = |at: usize, key: &NoteKey| keys.iter().chain(witnesses.iter().take(at)).any(|k| k.same_key(key));
        if let Some((_, twin)) = witnesses.iter().enumerate().find(|(at, witness)| known(*at, witness)) {
            return Err(malformed(format!(
                "{twin} is the key of the ledger or of another witness, under a second name"
            )));
        }
        let all: Vec<NoteKey> = keys.iter().chain(&witnesses).cloned().collect();
        check_distinct(&all)?;
        Ok(Self { keys, witnesses, minimum })
    }

    /// The ledger's origin.
    pub fn origin(&self) -> &str {
        self.keys.first().map_or("", NoteKey::name)
    }

    /// The keys.
    pub fn keys(&self) -> &[NoteKey] {
        &self.keys
    }

    /// Which trusted witnesses cosigned a checkpoint, and when they say so.
    ///
    /// # Errors
    /// `bad_cosignature`; `too_few_witnesses`.
    pub fn witnessed(&self, note: &Note) -> Result<Vec<(String, Timestamp)>, Refusal> {
        let mut found = Vec::new();
        for witness in &self.witnesses {
            if let Some(time) = note.cosigned_by(witness)? {
                found.push((witness.name().to_owned(), time));
            }
        }
        if found.len() < self.minimum {
            let detail = format!("{} of the trusted witnesses cosigned, {} are wanted", found.len(), self.minimum);
            return refuse(Reason::TooFewWitnesses, detail);
        }
        Ok(found)
    }

    /// Opens a checkpoint that one of the trusted keys must have signed, whoever kept the ledger since.
    ///
    /// # Errors
    /// `other_origin`, `checkpoint_unsigned`, `bad_checkpoint_signature`, and what parsing refuses.
    pub fn open(&self, bytes: &[u8]) -> Result<CheckpointNote, Refusal> {
        let opened = CheckpointNote::parse(bytes)?;
        let mut last = None;
        for key in &self.keys {
            match opened.check(key) {
                Ok(()) => return Ok(opened),
                Err(refusal) if refusal.reason == Reason::CheckpointUnsigned => last = Some(refusal),
                Err(refusal) => return Err(refusal),
            }
        }
        Err(last.unwrap_or_else(|| Refusal::new(Reason::CheckpointUnsigned, "no key is trusted")))
    }
}
