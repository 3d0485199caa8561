//! Verifies a whole ledger: that the signed checkpoint is the root of exactly these entries, that every
//! earlier checkpoint is a prefix of it, and that the leaves follow one another.
//!
//! Objects come through a closure; nothing in them is believed before the root has been computed from the
//! entries themselves. Never writes, never asks the network.

use std::collections::BTreeMap;

use model::{Digest, Timestamp};

use crate::ledger::checkpoint::{CHECKPOINT_BYTES, Checkpoint, CheckpointNote, LedgerKeys};
use crate::ledger::grow::{CHECKPOINT_PATH, follows, kept_path};
use crate::ledger::leaf::{Event, Leaf};
use crate::ledger::note::NoteKey;
use crate::ledger::tile::{self, LONGEST_ENTRY, TILE_WIDTH, Tile, entries_path, parse_entries};
use crate::ledger::tree::{Frontier, Hash, leaf_hash, node_hash};
use crate::refusal::{Reason, Refusal, refuse};

/// Gives an object by its path under the ledger's folder, of at most so many bytes; nothing if there is none.
pub type Fetch<'a> = dyn FnMut(&str, u64) -> Result<Option<Vec<u8>>, Refusal> + 'a;

/// Reads a time-stamp response over a checkpoint's bytes: the time that a trusted authority vouches for.
pub type Stamp<'a> = dyn Fn(&[u8], &[u8]) -> Result<Timestamp, Refusal> + 'a;

/// The longest time-stamp response.
pub const STAMP_BYTES: u64 = 64 * 1024;
/// Clocks of writer and authority may differ by this many seconds.
pub const STAMP_CLOCK_SECONDS: i64 = 300;

/// What is checked against, besides the ledger itself.
pub struct LedgerChecks<'a> {
    /// Whom the verifier trusts.
    pub trust: &'a LedgerKeys,
    /// Checkpoints that the verifier holds from before.
    pub held: &'a [Vec<u8>],
    /// Reads time stamps; without it none is looked at.
    pub stamp: Option<&'a Stamp<'a>>,
}

/// A ledger that is what its checkpoint says.
#[derive(Debug, Clone)]
pub struct LedgerAudit {
    /// The newest checkpoint.
    pub head: Checkpoint,
    /// The leaves, in order.
    pub leaves: Vec<Leaf>,
    /// The keys that signed, the first one first.
    pub keys: Vec<NoteKey>,
    /// Trusted witnesses that cosigned the newest checkpoint.
    pub witnesses: Vec<(String, Timestamp)>,
    /// Trusted times of checkpoints, by their size.
    pub stamps: BTreeMap<u64, Timestamp>,
    /// Sizes of the held checkpoints that are prefixes.
    pub held: Vec<u64>,
}

/// Verifies the ledger that `fetch` reads.
///
/// # Errors
/// The first rule it breaks.
pub fn audit_ledger(fetch: &mut Fetch<'_>, checks: &LedgerChecks<'_>) -> Result<LedgerAudit, Refusal> {
    let newest = CheckpointNote::parse(&need(fetch, CHECKPOINT_PATH, CHECKPOINT_BYTES)?)?;
    let head = newest.checkpoint.clone();
    if head.origin != checks.trust.origin() {
        let detail = format!("{} instead of {}", head.origin.escape_debug(), checks.trust.origin());
        return refuse(Reason::OtherOrigin, detail);
    }
    // A trusted key's signature that does not fit is refused before anything large is read.
    for key in checks.trust.keys() {
        newest.note.signed_by(key)?;
    }
    let entries = entries(fetch, head.size)?;
    let hashes: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
    let roots = roots(&hashes);
    if roots.last() != Some(&head.root) {
        return refuse(Reason::RootMismatch, format!("the {} entries do not hash to the checkpoint's root", head.size));
    }
    tiles(fetch, hashes)?;
    let leaves = leaves(&entries)?;
    let mut chain = Chain::begin(&head.origin, leaves.first(), checks.trust)?;
    let stamps = kept(fetch, &leaves, &roots, &mut chain, checks.stamp)?;
    chain.newest(&newest)?;
    let prefixes: Result<Vec<u64>, Refusal> = checks.held.iter().map(|h| chain.held(h, &roots, &head)).collect();
    let witnesses = checks.trust.witnessed(&newest.note)?;
    Ok(LedgerAudit { held: prefixes?, head, leaves, keys: chain.keys, witnesses, stamps })
}

fn need(fetch: &mut Fetch<'_>, path: &str, most: u64) -> Result<Vec<u8>, Refusal> {
    let bytes = fetch(path, most)?.ok_or_else(|| Refusal::new(Reason::LedgerMissing, path))?;
    if bytes.len() as u64 > most {
        return refuse(Reason::LedgerTooLarge, format!("{path} has {} bytes; the limit is {most}", bytes.len()));
    }
    Ok(bytes)
}

fn entries(fetch: &mut Fetch<'_>, size: u64) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut all = Vec::new();
    for index in 0..size.div_ceil(TILE_WIDTH) {
        let width = tile::width(size, index);
        let path = entries_path(index, width);
        let bytes = need(fetch, &path, width * (LONGEST_ENTRY as u64 + 2))?;
        all.extend(parse_entries(&path, &bytes, width)?);
    }
    Ok(all)
}

/// The root of each prefix, from one leaf to all.
fn roots(hashes: &[Hash]) -> Vec<Hash> {
    let mut frontier = Frontier::default();
    let grown = hashes.iter().map(|hash| {
        frontier.push(*hash);
        frontier.root()
    });
    grown.collect()
}

/// Every tile is the one that the entries lead to.
fn tiles(fetch: &mut Fetch<'_>, leaves: Vec<Hash>) -> Result<(), Refusal> {
    let mut row = leaves;
    for level in 0..8 {
        for (index, hashes) in (0_u64..).zip(row.chunks(256)) {
            let tile = Tile { level, index, width: hashes.len() as u64 };
            let found = tile.parse(&need(fetch, &tile.path(), TILE_WIDTH * 32)?)?;
            if found != hashes {
                return refuse(
                    Reason::TileMismatch,
                    format!("{} is not the one that the entries lead to", tile.path()),
                );
            }
        }
        let (full, _) = row.as_chunks::<256>();
        row = full.iter().map(|hashes| subtree(hashes)).collect();
        if row.is_empty() {
            break;
        }
    }
    Ok(())
}

fn subtree(hashes: &[Hash]) -> Hash {
    let mut row = hashes.to_vec();
    while let [_, _, ..] = row.as_slice() {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    row.first().copied().unwrap_or_default()
}

/// The leaves: each in its one spelling, each naming the one before, in the order of time, no run twice.
fn leaves(entries: &[Vec<u8>]) -> Result<Vec<Leaf>, Refusal> {
    let mut leaves: Vec<Leaf> = Vec::new();
    let mut previous = None;
    let mut runs: BTreeMap<String, usize> = BTreeMap::new();
    for (index, bytes) in entries.iter().enumerate() {
        let leaf = Leaf::parse(bytes).map_err(|e| Refusal { detail: format!("leaf {index}: {}", e.detail), ..e })?;
        follows(leaves.last().map(|l| l.at), previous.as_ref(), &leaf, index as u64)?;
        let same = leaves.last().is_none_or(|last| last.scope == leaf.scope);
        if !same && !matches!(leaf.event, Event::Scope { .. }) {
            return refuse(Reason::NoScope, format!("leaf {index} names a scope that no leaf before it sets"));
        }
        if let Event::Run { run, .. } = &leaf.event
            && let Some(first) = runs.insert(run.clone(), index)
        {
            return refuse(Reason::DuplicateRun, format!("leaves {first} and {index} are both the run {run}"));
        }
        previous = Some(Digest::of(bytes));
        leaves.push(leaf);
    }
    Ok(leaves)
}

/// Every kept checkpoint: signed by the key of its time, and a prefix. Gives the trusted times.
fn kept(
    fetch: &mut Fetch<'_>,
    leaves: &[Leaf],
    roots: &[Hash],
    chain: &mut Chain<'_>,
    stamp: Option<&Stamp<'_>>,
) -> Result<BTreeMap<u64, Timestamp>, Refusal> {
    let mut stamps = BTreeMap::new();
    let mut latest: Option<(u64, Timestamp)> = None;
    for ((size, leaf), root) in (1_u64..).zip(leaves).zip(roots) {
        let path = kept_path(size);
        let bytes = need(fetch, &path, CHECKPOINT_BYTES)?;
        let named = |e: Refusal| Refusal { detail: format!("{path}: {}", e.detail), ..e };
        let note = CheckpointNote::parse(&bytes).map_err(named)?;
        chain.step(&note, &leaf.event).map_err(named)?;
        if note.checkpoint.size != size {
            return refuse(Reason::CheckpointMalformed, format!("{path} is of {} leaves", note.checkpoint.size));
        }
        if note.checkpoint.root != *root {
            return refuse(Reason::LedgerRewritten, format!("{path} was signed and is no prefix of what stands here"));
        }
        // Something was stamped before this leaf was added, and the leaf claims to be older than the stamp.
        if let Some((earlier, time)) =
            latest.filter(|(_, time)| seconds(leaf.at) + STAMP_CLOCK_SECONDS < seconds(*time))
        {
            let detail = format!("leaf {} says {}, but {earlier} leaves were stamped at {time}", size - 1, leaf.at);
            return refuse(Reason::LeafBackDated, detail);
        }
        let Some(stamp) = stamp else { continue };
        if let Some(response) = fetch(&format!("{path}.tsr"), STAMP_BYTES)? {
            let time = match stamp(&response, &bytes) {
                Ok(time) => time,
                // Another verifier may trust this authority; here it proves nothing.
                Err(e) if matches!(e.reason, Reason::TimestampAuthorityUnknown | Reason::TimestampNoCertificate) => {
                    continue;
                }
                Err(e) => return Err(named(e)),
            };
            if seconds(time) + STAMP_CLOCK_SECONDS < seconds(leaf.at) {
                let detail = format!("leaf {} says {}, but it was stamped at {time} already", size - 1, leaf.at);
                return refuse(Reason::LeafBackDated, detail);
            }
            latest = Some((size, time));
            stamps.insert(size, time);
        }
    }
    Ok(stamps)
}

fn seconds(time: Timestamp) -> i64 {
    time.as_second()
}

/// The keys of a ledger over time: the first is named by the first leaf, each next one by a leaf whose
/// checkpoint both sign. One of them must be trusted, and have signed.
struct Chain<'a> {
    keys: Vec<NoteKey>,
    trust: &'a LedgerKeys,
    anchored: bool,
}

impl<'a> Chain<'a> {
    fn begin(origin: &str, first: Option<&Leaf>, trust: &'a LedgerKeys) -> Result<Self, Refusal> {
        let Some(Event::Scope { key, .. }) = first.map(|leaf| &leaf.event) else {
            return refuse(Reason::NoScope, "the first leaf does not say what is in scope");
        };
        let mut chain = Self { keys: Vec::new(), trust, anchored: false };
        chain.add(key, origin)?;
        Ok(chain)
    }

    fn add(&mut self, key: &str, origin: &str) -> Result<(), Refusal> {
        let key = NoteKey::parse(key)?;
        if key.name() != origin {
            return refuse(Reason::OtherOrigin, format!("a leaf names the key of {}", key.name()));
        }
        self.keys.push(key);
        Ok(())
    }

    fn current(&self) -> Result<&NoteKey, Refusal> {
        self.keys.last().ok_or_else(|| Refusal::new(Reason::NoScope, "no key"))
    }

    /// A checkpoint of the time of `event`.
    fn step(&mut self, note: &CheckpointNote, event: &Event) -> Result<(), Refusal> {
        note.check(self.current()?)?;
        self.anchored |= self.trust.keys().contains(self.current()?);
        if let Event::Key { key } = event {
            self.add(key, &note.checkpoint.origin)?;
            if !note.note.signed_by(self.current()?)? {
                return refuse(Reason::RotationUnsigned, format!("the new key {key} did not sign its own beginning"));
            }
            self.anchored |= self.trust.keys().contains(self.current()?);
        }
        Ok(())
    }

    /// The newest checkpoint.
    fn newest(&self, note: &CheckpointNote) -> Result<(), Refusal> {
        note.check(self.current()?)?;
        if self.anchored {
            return Ok(());
        }
        let used: Vec<String> = self.keys.iter().map(ToString::to_string).collect();
        refuse(Reason::CheckpointUnsigned, format!("the ledger is signed by {}, none of them trusted", used.join(", ")))
    }

    /// A checkpoint that the verifier brought along.
    fn held(&self, bytes: &[u8], roots: &[Hash], head: &Checkpoint) -> Result<u64, Refusal> {
        let note = CheckpointNote::parse(bytes)?;
        let old = &note.checkpoint;
        let mut last = refuse(Reason::CheckpointUnsigned, "the checkpoint held was signed by no key of the ledger");
        for key in &self.keys {
            last = note.check(key);
            if last.is_ok() {
                break;
            }
        }
        last?;
        if old.size > head.size {
            let detail = format!("a checkpoint of {} leaves is held; the ledger has {}", old.size, head.size);
            return refuse(Reason::LedgerRolledBack, detail);
        }
        let Some(index) = old.size.checked_sub(1).and_then(|i| usize::try_from(i).ok()) else { return Ok(0) };
        if roots.get(index) == Some(&old.root) {
            return Ok(old.size);
        }
        if old.size == head.size {
            return refuse(
                Reason::LedgerForked,
                format!("two signed heads of {} leaves differ: a split view", old.size),
            );
        }
        refuse(Reason::LedgerRewritten, format!("the checkpoint held, of {} leaves, is no prefix", old.size))
    }
}
