//! Tiles as C2SP tlog-tiles lays them out: paths, bytes, and the nodes that they hold.
//!
//! Nothing in a tile is believed here; whoever reads one compares the root that it leads to.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::tree::{Hash, Nodes, node_hash};
use crate::refusal::{Reason, Refusal, refuse};

/// Hashes, or entries, in a full tile.
pub const TILE_WIDTH: u64 = 256;
/// Levels of the tree in one tile.
const TILE_HEIGHT: u8 = 8;
/// Bytes of the longest entry: its length is written as 16 bits.
pub const LONGEST_ENTRY: usize = 65_535;

/// A tile of hashes: level, index in the level, and how many hashes it holds (1 to 256).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// 0 holds the leaves' hashes.
    pub level: u8,
    /// From the left, beginning with 0.
    pub index: u64,
    /// 256 if it is full.
    pub width: u64,
}

/// How many hashes, or entries, tile `index` of a level holds if the level has `total`.
pub(crate) fn width(total: u64, index: u64) -> u64 {
    total.saturating_sub(index.saturating_mul(TILE_WIDTH)).min(TILE_WIDTH)
}

/// How many hashes a level of tiles holds in a tree of `size` leaves.
pub(crate) fn total(size: u64, level: u8) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(TILE_HEIGHT)).unwrap_or(0)
}

/// `index` in groups of three digits, all but the last with an x; and the width if it is not full.
fn numbered(index: u64, width: u64) -> String {
    let mut text = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        text = format!("x{:03}/{text}", rest % 1000);
        rest /= 1000;
    }
    if width < TILE_WIDTH { format!("{text}.p/{width}") } else { text }
}

/// Where the entries of tile `index` lie, `width` of them.
pub fn entries_path(index: u64, width: u64) -> String {
    format!("tile/entries/{}", numbered(index, width))
}

impl Tile {
    /// Where it lies.
    pub fn path(&self) -> String {
        format!("tile/{}/{}", self.level, numbered(self.index, self.width))
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> u64 {
        self.width * 32
    }

    /// The tile that holds a node in a tree of `size` leaves.
    fn of_node(level: u8, index: u64, size: u64) -> Self {
        let (tile_level, inside) = (level / TILE_HEIGHT, level % TILE_HEIGHT);
        let index = (index << inside) / TILE_WIDTH;
        Self { level: tile_level, index, width: width(total(size, tile_level), index) }
    }

    /// Its hashes.
    ///
    /// # Errors
    /// `tile_malformed` if there are not as many as its name says.
    pub fn parse(&self, bytes: &[u8]) -> Result<Vec<Hash>, Refusal> {
        if bytes.len() as u64 != self.bytes() {
            let detail = format!("{} has {} bytes, not {}", self.path(), bytes.len(), self.bytes());
            return refuse(Reason::TileMalformed, detail);
        }
        let (hashes, _) = bytes.as_chunks::<32>();
        Ok(hashes.to_vec())
    }
}

/// The entries of a bundle of entries.
///
/// # Errors
/// `entries_malformed` if there are not exactly `width`.
pub fn parse_entries(path: &str, bytes: &[u8], width: u64) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length));
        let Some((entry, after)) = after.split_at_checked(length) else {
            return refuse(Reason::EntriesMalformed, format!("{path} ends within entry {}", entries.len()));
        };
        entries.push(entry.to_vec());
        rest = after;
        if entries.len() as u64 > width {
            break;
        }
    }
    if !rest.is_empty() || entries.len() as u64 != width {
        return refuse(Reason::EntriesMalformed, format!("{path} does not hold {width} entries"));
    }
    Ok(entries)
}

/// The bytes of a bundle of entries.
///
/// # Errors
/// `entries_malformed` if one is longer than [`LONGEST_ENTRY`].
pub fn write_entries<'a>(entries: impl Iterator<Item = &'a [u8]>) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    for entry in entries {
        let Ok(length) = u16::try_from(entry.len()) else {
            return refuse(Reason::EntriesMalformed, format!("an entry of {} bytes", entry.len()));
        };
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// Tiles that were read, as the nodes of a tree of `size` leaves.
#[derive(Debug, Clone, Default)]
pub struct Tiles {
    size: u64,
    read: BTreeMap<Tile, Vec<Hash>>,
}

impl Tiles {
    /// None yet.
    pub fn new(size: u64) -> Self {
        Self { size, read: BTreeMap::new() }
    }

    /// Adds a tile.
    ///
    /// # Errors
    /// `tile_malformed` if it has another size than its name says.
    pub fn add(&mut self, tile: Tile, bytes: &[u8]) -> Result<(), Refusal> {
        self.read.insert(tile, tile.parse(bytes)?);
        Ok(())
    }

    /// The hashes of a tile that was added.
    pub fn get(&self, tile: &Tile) -> Option<&[Hash]> {
        self.read.get(tile).map(Vec::as_slice)
    }
}

impl Nodes for Tiles {
    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Refusal> {
        let tile = Tile::of_node(level, index, self.size);
        let inside = level % TILE_HEIGHT;
        let begin = usize::try_from((index << inside) % TILE_WIDTH).unwrap_or(usize::MAX);
        let hashes = self.read.get(&tile).and_then(|h| h.get(begin..begin.saturating_add(1 << inside)));
        let Some(hashes) = hashes else {
            return refuse(Reason::LedgerMissing, tile.path());
        };
        let mut row = hashes.to_vec();
        while let [_, _, ..] = row.as_slice() {
            row = row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
        }
        row.first().copied().ok_or_else(|| Refusal::new(Reason::LedgerMissing, tile.path()))
    }
}

/// Which tiles a proof will ask for: the same recursions run over it first, with hashes of nothing.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    size: u64,
    pub(crate) tiles: BTreeSet<Tile>,
}

impl Wanted {
    pub(crate) fn new(size: u64) -> Self {
        Self { size, tiles: BTreeSet::new() }
    }

    /// The partial tiles at the right edge.
    pub(crate) fn edge(&mut self) {
        for level in 0..TILE_HEIGHT {
            let total = total(self.size, level);
            let width = total % TILE_WIDTH;
            if width > 0 {
                self.tiles.insert(Tile { level, index: total / TILE_WIDTH, width });
            }
        }
    }
}

impl Nodes for Wanted {
    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Refusal> {
        self.tiles.insert(Tile::of_node(level, index, self.size));
        Ok([0; 32])
    }
}
