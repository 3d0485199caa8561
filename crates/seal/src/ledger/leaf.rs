//! Leaves: what one entry of the ledger says. Canonical JSON, at most 65535 bytes, each naming the one
//! before by its digest.
//!
//! A leaf is the word of whoever holds the ledger's key; that it stands there, and since when, is what
//! the ledger shows. Never put a secret, a resource's name or a person's into one.

use model::{Digest, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ledger::tile::LONGEST_ENTRY;
use crate::refusal::{Reason, Refusal, refuse};

/// The version of leaves.
const VERSION: u32 = 1;
/// Characters of a failure's text.
pub const FAILURE_TEXT: usize = 500;

/// One entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    v: u32,
    /// When it was written. Never before that of the leaf before.
    pub at: Timestamp,
    /// SHA-256 of the bytes of the leaf before; of the first, nothing.
    pub previous: Option<Digest>,
    /// Which scope holds: the digest of the last leaf of kind `scope`, or of this one if it is one.
    pub scope: Digest,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What a leaf speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum Event {
    /// A run was sealed.
    Run {
        /// Its id.
        run: String,
        /// When its collection began.
        started_at: Timestamp,
        /// When it ended.
        finished_at: Timestamp,
        /// SHA-256 of `attestations/evidence.sigstore.json`.
        evidence: Digest,
        /// SHA-256 of the statement that is signed in it.
        statement: Digest,
        /// 0 all pass, 1 a policy failed, 3 something could not be judged.
        exit: u8,
    },
    /// A run ended without a bundle.
    Failed {
        /// Its id, if it came that far.
        run: Option<String>,
        /// How the program ended: 2, 4 or 130.
        exit: u8,
        /// Why, as one of a closed list.
        reason: Failure,
        /// Why, in words without secrets; at most 500 characters.
        text: String,
    },
    /// What is in scope from now on. The first leaf is one.
    Scope {
        /// Seconds from one run to the next; nothing if there is no schedule.
        every: Option<u64>,
        /// SHA-256 of the policies that judge; nothing if they could not be read.
        policies: Option<Digest>,
        /// Names of the sources asked.
        sources: Vec<String>,
        /// SHA-256 of the sources' settings.
        settings: Digest,
        /// The ledger's own verifier key (signed-note vkey).
        key: String,
    },
    /// From now on another key signs. The checkpoint of this leaf is signed by both.
    Key {
        /// The verifier key that follows.
        key: String,
    },
}

/// Why a run ended without a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// Flags, configuration, policies or surroundings are wrong.
    Usage,
    /// The sources could not be asked.
    Collect,
    /// What was collected could not be judged.
    Judge,
    /// The bundle could not be sealed.
    Seal,
    /// SIGINT or SIGTERM.
    Interrupted,
}

impl Leaf {
    /// The leaf that says `event`.
    pub fn new(at: Timestamp, previous: Option<Digest>, scope: Digest, event: Event) -> Self {
        Self { v: VERSION, at, previous, scope, event }
    }

    /// The bytes that are hashed into the tree.
    ///
    /// # Errors
    /// `leaf_malformed` if it would be refused.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Refusal> {
        let bytes = model::canonical_json(self).map_err(|e| Refusal::new(Reason::LeafMalformed, e.to_string()))?;
        Self::parse(&bytes)?;
        Ok(bytes)
    }

    /// Reads a leaf in its one spelling.
    ///
    /// # Errors
    /// `leaf_malformed`; `leaf_back_dated` if its times contradict each other.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > LONGEST_ENTRY {
            return refuse(
                Reason::LeafMalformed,
                format!("it has {} bytes; the limit is {LONGEST_ENTRY}", bytes.len()),
            );
        }
        let malformed = |why: String| Refusal::new(Reason::LeafMalformed, why);
        let leaf: Self = serde_json::from_slice(bytes).map_err(|e| malformed(e.to_string()))?;
        let again = model::canonical_json(&leaf).map_err(|e| malformed(e.to_string()))?;
        if again != bytes || leaf.v != VERSION {
            return Err(malformed("it is not in canonical JSON, has unknown fields, or is of another version".into()));
        }
        match &leaf.event {
            Event::Run { run, started_at, finished_at, exit, .. } => {
                crate::names::check_path(run).map_err(|e| malformed(e.detail))?;
                if !matches!(exit, 0 | 1 | 3) {
                    return Err(malformed(format!("a run with a bundle does not end with {exit}")));
                }
                if started_at > finished_at || *finished_at > leaf.at {
                    let detail = format!("run {run}: {started_at} to {finished_at}, written at {}", leaf.at);
                    return refuse(Reason::LeafBackDated, detail);
                }
            }
            Event::Scope { .. } if leaf.event.scope()?.as_ref() != Some(&leaf.scope) => {
                return Err(malformed("its scope is not the digest of what it says".into()));
            }
            Event::Failed { text, .. } if text.chars().count() > FAILURE_TEXT => {
                return Err(malformed(format!("its text is longer than {FAILURE_TEXT} characters")));
            }
            _ => {}
        }
        Ok(leaf)
    }
}

impl Event {
    /// Of a scope: the SHA-256 of the canonical JSON of all it says but the key.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn scope(&self) -> Result<Option<Digest>, Refusal> {
        let Self::Scope { every, policies, sources, settings, .. } = self else { return Ok(None) };
        let what = serde_json::json!({
            "every": every, "policies": policies, "settings": settings, "sources": sources,
        });
        let bytes = model::canonical_json(&what).map_err(|e| Refusal::new(Reason::LeafMalformed, e.to_string()))?;
        Ok(Some(Digest::of(&bytes)))
    }
}
