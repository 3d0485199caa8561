//! Proofs that stand alone (C2SP tlog-proof): leaf, index, path and checkpoint in one text that is
//! stapled to a bundle.
//!
//! The leaf is carried as `extra`, which the specification does not authenticate: it counts only
//! because its hash is what the path starts from.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use model::{Digest, Timestamp};

use crate::ledger::checkpoint::{CheckpointNote, LedgerKeys, MOST_LEAVES};
use crate::ledger::leaf::{Event, Leaf};
use crate::ledger::tree::{Hash, leaf_hash, root_of_inclusion};
use crate::refusal::{Reason, Refusal, refuse};

const HEAD: &str = "c2sp.org/tlog-proof@v1";
/// The longest proof: leaf, path and checkpoint.
pub const PROOF_BYTES: u64 = crate::limits::PROOF_BYTES;

/// Leaf, index, path and checkpoint. Nothing of it has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerProof {
    /// The leaf's bytes.
    pub leaf: Vec<u8>,
    /// Its place.
    pub index: u64,
    /// From the leaf's sibling upwards.
    pub path: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: Vec<u8>,
}

/// Where a bundle stands in a ledger, proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Which ledger.
    pub origin: String,
    /// The leaf's place.
    pub index: u64,
    /// How long the ledger was then.
    pub size: u64,
    /// When the leaf says it was written.
    pub at: Timestamp,
    /// Trusted witnesses that cosigned, and when they say so.
    pub witnesses: Vec<(String, Timestamp)>,
}

impl LedgerProof {
    /// The text.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!("{HEAD}\nextra {}\nindex {}\n", BASE64.encode(&self.leaf), self.index);
        for hash in &self.path {
            text.push_str(&BASE64.encode(hash));
            text.push('\n');
        }
        text.push('\n');
        [text.as_bytes(), &self.checkpoint].concat()
    }

    /// Takes a proof apart.
    ///
    /// # Errors
    /// `proof_malformed`.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let malformed = |why: &str| Refusal::new(Reason::ProofMalformed, why);
        if bytes.len() as u64 > PROOF_BYTES {
            return Err(malformed("it is too long"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| malformed("it is not UTF-8"))?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or_else(|| malformed("it has no empty line"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(HEAD) {
            return Err(malformed("it does not begin with its name and version"));
        }
        let leaf = lines.next().and_then(|line| BASE64.decode(line.strip_prefix("extra ")?).ok());
        let leaf = leaf.ok_or_else(|| malformed("its second line is not `extra` and a leaf in base64"))?;
        let index = lines.next().and_then(|line| line.strip_prefix("index "));
        let index = index.filter(|i| *i == "0" || (!i.starts_with(['0', '+']))).and_then(|i| i.parse().ok());
        let index =
            index.filter(|i| *i < MOST_LEAVES).ok_or_else(|| malformed("its third line is not `index` and a place"))?;
        let path: Option<Vec<Hash>> = lines.map(|line| Hash::try_from(BASE64.decode(line).ok()?).ok()).collect();
        let path = path.filter(|path| path.len() < 64);
        let path = path.ok_or_else(|| malformed("its path is not made of hashes in base64, at most 63"))?;
        Ok(Self { leaf, index, path, checkpoint: checkpoint.as_bytes().to_vec() })
    }

    /// Checks a proof for the bundle whose envelope has the SHA-256 `evidence` and whose statement
    /// `statement`, against the one of the trusted ledgers whose origin it names.
    ///
    /// # Errors
    /// `unknown_ledger`, whatever the checkpoint is refused for, `inclusion_failed`,
    /// `proof_of_another_leaf`.
    pub fn check(&self, ledgers: &[LedgerKeys], evidence: &Digest, statement: &Digest) -> Result<Position, Refusal> {
        let (checkpoint, trust) = self.open(ledgers)?;
        let leaf = self.included(&checkpoint)?;
        match &leaf.event {
            Event::Run { evidence: e, statement: s, .. } if e == evidence && s == statement => {}
            Event::Run { run, .. } => {
                return refuse(Reason::ProofOfAnotherLeaf, format!("it is about the run {run} with another envelope"));
            }
            _ => return refuse(Reason::ProofOfAnotherLeaf, "it is about a leaf that is no run"),
        }
        Ok(Position {
            origin: checkpoint.checkpoint.origin.clone(),
            index: self.index,
            size: checkpoint.checkpoint.size,
            at: leaf.at,
            witnesses: trust.witnessed(&checkpoint.note)?,
        })
    }

    fn open<'a>(&self, ledgers: &'a [LedgerKeys]) -> Result<(CheckpointNote, &'a LedgerKeys), Refusal> {
        let named = CheckpointNote::parse(&self.checkpoint)?.checkpoint.origin;
        let trusted: Vec<&str> = ledgers.iter().map(LedgerKeys::origin).collect();
        let detail = format!("{}; trusted: {}", named.escape_debug(), trusted.join(", "));
        let mut last = refuse(Reason::UnknownLedger, detail);
        // A ledger that was handed over stands there once for each key.
        for trust in ledgers.iter().filter(|ledger| ledger.origin() == named) {
            last = trust.open(&self.checkpoint).map(|opened| (opened, trust));
            if last.is_ok() {
                break;
            }
        }
        last
    }

    /// The leaf, if the path leads from it to the checkpoint's root.
    ///
    /// # Errors
    /// `inclusion_failed`, `leaf_malformed`.
    pub fn included(&self, checkpoint: &CheckpointNote) -> Result<Leaf, Refusal> {
        let head = &checkpoint.checkpoint;
        let root = root_of_inclusion(self.index, head.size, leaf_hash(&self.leaf), &self.path);
        if root != Some(head.root) {
            let detail = format!("leaf {} does not lead to the root of {} leaves", self.index, head.size);
            return refuse(Reason::InclusionFailed, detail);
        }
        Leaf::parse(&self.leaf)
    }
}
