//! How a ledger grows by one leaf: which objects to read, and which to write.
//!
//! Reads the right edge only: some ten objects for a million leaves. What was read is worth nothing until
//! it leads to the root that was signed, and the signed head must extend the one this writer signed last.

use std::collections::BTreeMap;

use model::{Digest, Timestamp};

use crate::ledger::checkpoint::{Checkpoint, MOST_LEAVES};
use crate::ledger::leaf::Leaf;
use crate::ledger::tile::{self, TILE_WIDTH, Tile, Tiles, Wanted, entries_path, parse_entries, write_entries};
use crate::ledger::tree::{self, Hash, is_consistent, leaf_hash, node_hash, root_of_inclusion};
use crate::refusal::{Reason, Refusal, refuse};

/// Where the newest checkpoint lies, under the ledger's folder.
pub const CHECKPOINT_PATH: &str = "checkpoint";
/// Where the intent lies.
pub const INTENT_PATH: &str = "next";

/// Where the checkpoint of `size` leaves is kept for good.
pub fn kept_path(size: u64) -> String {
    format!("checkpoints/{size:08}")
}

/// Objects by path.
pub type ObjectsRead = BTreeMap<String, Vec<u8>>;

/// What must be read to add a leaf after `size` leaves, when the writer's own last head had `seen` of them.
///
/// # Errors
/// `ledger_too_large`.
pub fn wanted(size: u64, seen: u64) -> Result<Vec<String>, Refusal> {
    if size >= MOST_LEAVES {
        return refuse(Reason::LedgerTooLarge, format!("{size} leaves"));
    }
    let tiles = wanted_tiles(size, seen)?;
    let mut paths: Vec<String> = tiles.iter().map(Tile::path).collect();
    if let Some(last) = size.checked_sub(1) {
        let index = last / TILE_WIDTH;
        paths.push(entries_path(index, tile::width(size, index)));
    }
    Ok(paths)
}

fn wanted_tiles(size: u64, seen: u64) -> Result<Vec<Tile>, Refusal> {
    let mut wanted = Wanted::new(size);
    if let Some(last) = size.checked_sub(1) {
        wanted.edge();
        tree::inclusion_proof(&mut wanted, last, size)?;
        // The last leaf itself, to compare it with what stands among the entries.
        tree::Nodes::node(&mut wanted, 0, last)?;
        if (1..size).contains(&seen) {
            tree::consistency_proof(&mut wanted, seen, size)?;
        }
    }
    Ok(wanted.tiles.into_iter().collect())
}

/// The end of a ledger: authenticated, and ready to grow.
#[derive(Debug, Clone)]
pub struct Tip {
    head: Checkpoint,
    tiles: Tiles,
    entries: Vec<Vec<u8>>,
    last: Option<Leaf>,
    last_digest: Option<Digest>,
}

/// One leaf more.
#[derive(Debug, Clone)]
pub struct Growth {
    /// The head after it.
    pub checkpoint: Checkpoint,
    /// Tiles to write before the checkpoint, each with its path.
    pub writes: Vec<(String, Vec<u8>)>,
    /// The new leaf's path to the root.
    pub path: Vec<Hash>,
}

impl Tip {
    /// The end of the ledger that `head`, whose signature has been checked, speaks of. `seen` is the head
    /// that this writer signed last, from where the ledger's keeper cannot reach it.
    ///
    /// # Errors
    /// `ledger_rolled_back`, `ledger_forked`, `ledger_rewritten` if the ledger is no longer the one this
    /// writer signed; `ledger_missing`, `tile_malformed`, `entries_malformed`, `root_mismatch` if what was
    /// read is not what the head says.
    pub fn read(head: Checkpoint, seen: Option<&Checkpoint>, read: &ObjectsRead) -> Result<Self, Refusal> {
        let seen_size = seen.map_or(0, |s| s.size);
        if seen_size > head.size {
            let detail = format!("it has {} leaves; this writer last signed {seen_size}", head.size);
            return refuse(Reason::LedgerRolledBack, detail);
        }
        let mut tiles = Tiles::new(head.size);
        for tile in wanted_tiles(head.size, seen_size)? {
            tiles.add(tile, object(read, &tile.path())?)?;
        }
        if tree::root(&mut tiles, head.size)? != head.root {
            return refuse(Reason::RootMismatch, format!("the tiles at the right edge of {} leaves", head.size));
        }
        if let Some(seen) = seen {
            extends(seen, &head, &mut tiles)?;
        }
        let (entries, last_bytes) = last_entries(&head, &mut tiles, read)?;
        let last = last_bytes.as_deref().map(Leaf::parse).transpose()?;
        let last_digest = last_bytes.as_deref().map(Digest::of);
        Ok(Self { head, tiles, entries, last, last_digest })
    }

    /// The head.
    pub fn head(&self) -> &Checkpoint {
        &self.head
    }

    /// The last leaf.
    pub fn last(&self) -> Option<&Leaf> {
        self.last.as_ref()
    }

    /// The bytes of a leaf, if it is among the last ones that were read anyway.
    pub fn entry(&self, index: u64) -> Option<&[u8]> {
        let first = self.head.size - self.entries.len() as u64;
        let at = usize::try_from(index.checked_sub(first)?).ok()?;
        self.entries.get(at).map(Vec::as_slice)
    }

    /// The SHA-256 of the last leaf, for the next one to name.
    pub fn last_digest(&self) -> Option<Digest> {
        self.last_digest.clone()
    }

    /// The path of the last leaf to the head's root.
    ///
    /// # Errors
    /// When the ledger is empty.
    pub fn last_path(&mut self) -> Result<Vec<Hash>, Refusal> {
        match self.head.size.checked_sub(1) {
            Some(last) => tree::inclusion_proof(&mut self.tiles, last, self.head.size),
            None => refuse(Reason::LedgerMissing, "the ledger is empty"),
        }
    }

    /// What to write so that `leaf` follows.
    ///
    /// # Errors
    /// `leaf_malformed`, `previous_mismatch`, `leaf_out_of_order` if it may not follow.
    pub fn grown(&mut self, leaf: &[u8]) -> Result<Growth, Refusal> {
        let parsed = Leaf::parse(leaf)?;
        follows(self.last.as_ref().map(|l| l.at), self.last_digest.as_ref(), &parsed, self.head.size)?;
        let size = self.head.size + 1;
        let mut entries: Vec<&[u8]> = self.entries.iter().map(Vec::as_slice).collect();
        entries.push(leaf);
        let width = entries.len() as u64;
        let bytes = write_entries(entries.into_iter())?;
        let mut writes = vec![(entries_path(self.head.size / TILE_WIDTH, width), bytes)];
        let mut peaks = self.peaks()?;
        let mut path = Vec::new();
        let mut root = leaf_hash(leaf);
        while let Some(left) = peaks.pop() {
            root = node_hash(&left, &root);
            path.push(left);
        }
        self.grow_tiles(leaf_hash(leaf), &mut writes);
        let checkpoint = Checkpoint { origin: self.head.origin.clone(), size, root };
        Ok(Growth { checkpoint, writes, path })
    }

    /// Roots of the complete subtrees of the whole, the largest first.
    fn peaks(&mut self) -> Result<Vec<Hash>, Refusal> {
        let size = self.head.size;
        let levels = (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1);
        levels
            .map(|level| tree::Nodes::node(&mut self.tiles, u8::try_from(level).unwrap_or(63), (size >> level) - 1))
            .collect()
    }

    /// The tiles that one more hash changes: level 0, and one more level for each that it fills.
    fn grow_tiles(&self, leaf: Hash, writes: &mut Vec<(String, Vec<u8>)>) {
        let mut hash = leaf;
        for level in 0..8 {
            let total = tile::total(self.head.size, level);
            let (index, width) = (total / TILE_WIDTH, total % TILE_WIDTH);
            let standing = self.tiles.get(&Tile { level, index, width }).unwrap_or_default();
            let mut row: Vec<Hash> = standing.iter().copied().chain([hash]).collect();
            writes.push((Tile { level, index, width: width + 1 }.path(), row.as_flattened().to_vec()));
            if width + 1 < TILE_WIDTH {
                break;
            }
            while let [_, _, ..] = row.as_slice() {
                row = row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
            }
            hash = row.first().copied().unwrap_or_default();
        }
    }
}

/// Refuses a leaf that may not stand at `index`, after a leaf written at `last`.
///
/// # Errors
/// `previous_mismatch`, `leaf_out_of_order`.
pub(crate) fn follows(
    last: Option<Timestamp>,
    digest: Option<&Digest>,
    leaf: &Leaf,
    index: u64,
) -> Result<(), Refusal> {
    if leaf.previous.as_ref() != digest {
        return refuse(Reason::PreviousMismatch, format!("leaf {index} does not name the leaf before it"));
    }
    match last {
        Some(last) if leaf.at < last => {
            refuse(Reason::LeafOutOfOrder, format!("leaf {index} is of {}, the one before it of {last}", leaf.at))
        }
        _ => Ok(()),
    }
}

/// Refuses a head that does not extend the one seen before.
fn extends(seen: &Checkpoint, head: &Checkpoint, tiles: &mut Tiles) -> Result<(), Refusal> {
    if seen.size == 0 {
        return Ok(());
    }
    if seen.size == head.size && seen.root != head.root {
        return refuse(Reason::LedgerForked, format!("two heads of {} leaves have different roots", head.size));
    }
    let proof = tree::consistency_proof(tiles, seen.size, head.size)?;
    if is_consistent((seen.size, &seen.root), (head.size, &head.root), &proof) {
        return Ok(());
    }
    let detail = format!("the head of {} leaves is no prefix of that of {}", seen.size, head.size);
    refuse(Reason::LedgerRewritten, detail)
}

fn object<'a>(read: &'a ObjectsRead, path: &str) -> Result<&'a [u8], Refusal> {
    read.get(path).map(Vec::as_slice).ok_or_else(|| Refusal::new(Reason::LedgerMissing, path))
}

/// The entries of the last tile if it is not full, and the last entry if there is one.
type LastEntries = (Vec<Vec<u8>>, Option<Vec<u8>>);

/// The entries of the last tile, if it is not full, and the last entry of all: compared with the tree.
fn last_entries(head: &Checkpoint, tiles: &mut Tiles, read: &ObjectsRead) -> Result<LastEntries, Refusal> {
    let Some(last) = head.size.checked_sub(1) else { return Ok((Vec::new(), None)) };
    let index = last / TILE_WIDTH;
    let width = tile::width(head.size, index);
    let path = entries_path(index, width);
    let entries = parse_entries(&path, object(read, &path)?, width)?;
    for (at, entry) in (index * TILE_WIDTH..).zip(&entries) {
        if tree::Nodes::node(tiles, 0, at)? != leaf_hash(entry) {
            return refuse(Reason::RootMismatch, format!("{path}: entry {at} is not the one in the tree"));
        }
    }
    // The tile of leaf hashes counts because it leads to the root, too.
    let proof = tree::inclusion_proof(tiles, last, head.size)?;
    let last_entry = entries.last().cloned().unwrap_or_default();
    if root_of_inclusion(last, head.size, leaf_hash(&last_entry), &proof) != Some(head.root) {
        return refuse(Reason::RootMismatch, format!("{path}: the last entry is not the one in the tree"));
    }
    let partial = if width < TILE_WIDTH { entries } else { Vec::new() };
    Ok((partial, Some(last_entry)))
}
