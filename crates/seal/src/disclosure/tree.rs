//! The Merkle tree of RFC 6962, section 2.1: its root while leaves go by, and proofs for some of them.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::{Hash, MOST_PROOF};

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Where a leaf stands, and the hashes that lead from it to the root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) index: u64,
    pub(super) proof: Vec<Hash>,
}

/// A subtree that is complete.
struct Subtree {
    root: Hash,
    leaves: u64,
    /// The watched leaves in it.
    watched: Vec<Hash>,
}

/// A tree that is fed leaf by leaf. Its memory grows with the logarithm of the tree and with what is
/// watched.
#[derive(Default)]
pub(super) struct Tree {
    size: u64,
    stack: Vec<Subtree>,
    positions: BTreeMap<Hash, Position>,
}

impl Tree {
    /// A tree that finds the positions of these leaves.
    pub(super) fn watching(leaves: impl IntoIterator<Item = Hash>) -> Self {
        Self { positions: leaves.into_iter().map(|leaf| (leaf, Position::default())).collect(), ..Self::default() }
    }

    pub(super) fn push(&mut self, leaf: Hash) {
        let mut watched = Vec::new();
        if let Some(position) = self.positions.get_mut(&leaf) {
            position.index = self.size;
            watched.push(leaf);
        }
        self.size += 1;
        self.stack.push(Subtree { root: leaf, leaves: 1, watched });
        while self.stack.iter().rev().take(2).map(|tree| tree.leaves).reduce(|a, b| if a == b { a } else { 0 })
            != Some(0)
            && self.stack.len() > 1
        {
            self.join();
        }
    }

    /// Joins the two last subtrees.
    fn join(&mut self) {
        let (Some(right), Some(left)) = (self.stack.pop(), self.stack.pop()) else { return };
        for (watched, sibling) in [(&left.watched, right.root), (&right.watched, left.root)] {
            for leaf in watched {
                if let Some(position) = self.positions.get_mut(leaf) {
                    position.proof.push(sibling);
                }
            }
        }
        let (mut watched, more) = (left.watched, right.watched);
        watched.extend(more);
        self.stack.push(Subtree { root: node(&left.root, &right.root), leaves: left.leaves + right.leaves, watched });
    }

    /// Root, size, and the positions of the watched leaves. No root if there is no leaf.
    pub(super) fn finish(mut self) -> (Option<Hash>, u64, BTreeMap<Hash, Position>) {
        while self.stack.len() > 1 {
            self.join();
        }
        (self.stack.pop().map(|tree| tree.root), self.size, self.positions)
    }
}

/// The root that `leaf` at `index` of `size` leads to. `None` if the proof has another length than index
/// and size demand (RFC 9162, section 2.1.3.2).
pub(super) fn root_from(leaf: Hash, index: u64, size: u64, proof: &[Hash]) -> Option<Hash> {
    let (mut at, mut last) = (index, size.checked_sub(1)?);
    if at > last || proof.len() > MOST_PROOF {
        return None;
    }
    let mut root = leaf;
    for sibling in proof {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            root = node(sibling, &root);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            root = node(&root, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(root)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 6962, section 2.1, word for word.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => panic!("not used for empty trees"),
            [leaf] => *leaf,
            many => {
                let half = many.len().next_power_of_two() / 2;
                node(&by_definition(&many[..half]), &by_definition(&many[half..]))
            }
        }
    }

    fn leaf(n: u64) -> Hash {
        Sha256::digest(n.to_be_bytes()).into()
    }

    proptest! {
        #[test]
        fn every_leaf_leads_to_the_root_by_its_own_proof_only(size in 1_u64..70, other in any::<u64>()) {
            let leaves: Vec<Hash> = (0..size).map(leaf).collect();
            let mut tree = Tree::watching(leaves.iter().copied());
            for leaf in &leaves {
                tree.push(*leaf);
            }
            let (root, counted, positions) = tree.finish();
            let root = root.unwrap();
            prop_assert_eq!(root, by_definition(&leaves));
            prop_assert_eq!(counted, size);
            for (i, leaf) in leaves.iter().enumerate() {
                let Position { index, proof } = &positions[leaf];
                prop_assert_eq!(*index, i as u64);
                prop_assert_eq!(root_from(*leaf, *index, size, proof), Some(root));
                let elsewhere = other % (size + 2);
                if elsewhere != *index {
                    prop_assert_ne!(root_from(*leaf, elsewhere, size, proof), Some(root));
                }
                let longer: Vec<Hash> = proof.iter().copied().chain([*leaf]).collect();
                prop_assert_eq!(root_from(*leaf, *index, size, &longer), None);
                if let Some((_, shorter)) = proof.split_last() {
                    prop_assert_eq!(root_from(*leaf, *index, size, shorter), None);
                }
            }
        }
    }

    #[test]
    fn an_empty_tree_has_no_root_and_an_absurd_position_none_either() {
        assert_eq!(Tree::default().finish().0, None);
        assert_eq!(root_from(leaf(0), 0, 0, &[]), None);
        assert_eq!(root_from(leaf(0), u64::MAX, u64::MAX, &[leaf(1); 64]), None);
        assert!(root_from(leaf(0), u64::MAX - 1, u64::MAX, &[leaf(1); 65]).is_none());
    }
}
