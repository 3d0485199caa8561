//! The Merkle tree of RFC 6962, section 2.1: hashes, roots, inclusion and consistency proofs.
//!
//! Proofs are made from the roots of complete subtrees, wherever those come from ([`Nodes`]), so that a
//! proof in a tree of a million leaves asks for some twenty hashes. Never holds a whole tree.

use sha2::{Digest as _, Sha256};

use crate::refusal::Refusal;

/// A SHA-256.
pub type Hash = [u8; 32];

/// The hash of a leaf (RFC 6962, section 2.1: prefix 0x00).
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

/// The hash of two subtrees (RFC 6962, section 2.1: prefix 0x01).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Where the roots of complete subtrees come from.
pub trait Nodes {
    /// The root over leaves `index << level` to `(index + 1) << level`.
    ///
    /// # Errors
    /// When it cannot be had.
    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Refusal>;
}

/// The largest power of two that is less than `width`, which is at least 2.
fn split(width: u64) -> u64 {
    1 << (u64::BITS - 1 - (width - 1).leading_zeros())
}

/// The root over leaves `begin..end`, where `begin` is a multiple of the least power of two that is
/// not less than the width: every range that the recursions below reach is of that kind.
fn range(nodes: &mut dyn Nodes, begin: u64, end: u64) -> Result<Hash, Refusal> {
    let width = end - begin;
    if width.is_power_of_two() {
        // At most 63: the shift below cannot overflow.
        let level = u8::try_from(width.trailing_zeros()).unwrap_or(63);
        return nodes.node(level, begin >> level);
    }
    let middle = begin + split(width);
    Ok(node_hash(&range(nodes, begin, middle)?, &range(nodes, middle, end)?))
}

/// The root of the tree over the first `size` leaves; of none, the hash of nothing.
///
/// # Errors
/// When a node cannot be had.
pub fn root(nodes: &mut dyn Nodes, size: u64) -> Result<Hash, Refusal> {
    if size == 0 { Ok(Sha256::digest([]).into()) } else { range(nodes, 0, size) }
}

/// The path of leaf `index` in the tree of `size` leaves, from the leaf's sibling upwards
/// (RFC 6962, section 2.1.1). `index` is less than `size`.
///
/// # Errors
/// When a node cannot be had.
pub fn inclusion_proof(nodes: &mut dyn Nodes, index: u64, size: u64) -> Result<Vec<Hash>, Refusal> {
    let (mut begin, mut end) = (0, size);
    let mut path = Vec::new();
    while end - begin > 1 {
        let middle = begin + split(end - begin);
        if index < middle {
            path.push(range(nodes, middle, end)?);
            end = middle;
        } else {
            path.push(range(nodes, begin, middle)?);
            begin = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the tree of `old` leaves is a prefix of that of `new` (RFC 6962, section 2.1.2).
/// `old` is at least 1 and at most `new`; for equal sizes the proof is empty.
///
/// # Errors
/// When a node cannot be had.
pub fn consistency_proof(nodes: &mut dyn Nodes, old: u64, new: u64) -> Result<Vec<Hash>, Refusal> {
    let (mut begin, mut end) = (0, new);
    let mut path = Vec::new();
    while end != old {
        let middle = begin + split(end - begin);
        if old <= middle {
            path.push(range(nodes, middle, end)?);
            end = middle;
        } else {
            path.push(range(nodes, begin, middle)?);
            begin = middle;
        }
    }
    if begin > 0 {
        // The old tree's own last part; if it is the whole old tree, the verifier holds its root already.
        path.push(range(nodes, begin, end)?);
    }
    path.reverse();
    Ok(path)
}

/// The root that a path leads to (RFC 9162, section 2.1.3.2), or `None` if it is too long or too short.
pub fn root_of_inclusion(index: u64, size: u64, leaf: Hash, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return None;
        }
        if at % 2 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            while at.is_multiple_of(2) && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}

/// True if `path` proves that the tree of `old` leaves is a prefix of that of `new`
/// (RFC 9162, section 2.1.4.2).
pub fn is_consistent((old, old_root): (u64, &Hash), (new, new_root): (u64, &Hash), path: &[Hash]) -> bool {
    if old == 0 || old > new {
        return false;
    }
    if old == new {
        return path.is_empty() && old_root == new_root;
    }
    let mut rest = path.iter();
    let first = if old.is_power_of_two() { Some(old_root) } else { rest.next() };
    let Some(first) = first else { return false };
    let (mut at, mut last) = (old - 1, new - 1);
    while at % 2 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut of_old, mut of_new) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            of_old = node_hash(sibling, &of_old);
            of_new = node_hash(sibling, &of_new);
            while at.is_multiple_of(2) && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            of_new = node_hash(&of_new, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && of_old == *old_root && of_new == *new_root
}

/// A tree that only grows: the roots of its complete subtrees, the largest first.
#[derive(Debug, Clone, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// Adds a leaf's hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves so far.
    pub fn root(&self) -> Hash {
        let joined = self.peaks.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        joined.unwrap_or_else(|| Sha256::digest([]).into())
    }
}
