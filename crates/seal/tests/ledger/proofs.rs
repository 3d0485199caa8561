//! Proofs over every size up to 300 and random ones, against the definition of RFC 6962.

use proptest::prelude::*;
use seal::Refusal;
use seal::ledger::{
    Frontier, Hash, Nodes, Tile, Tiles, consistency_proof, inclusion_proof, is_consistent, leaf_hash, node_hash, root,
    root_of_inclusion,
};

use super::forge::mth;

fn hashes(size: u64) -> Vec<Hash> {
    (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

/// The nodes of a tree, level by level.
struct Leaves(Vec<Vec<Hash>>);

impl Leaves {
    fn new(leaves: &[Hash]) -> Self {
        let levels = std::iter::successors(Some(leaves.to_vec()), |row| {
            (row.len() > 1).then(|| row.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect())
        });
        Self(levels.collect())
    }
}

impl Nodes for Leaves {
    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Refusal> {
        Ok(self.0[usize::from(level)][usize::try_from(index).unwrap()])
    }
}

#[test]
fn every_leaf_of_every_tree_up_to_300_is_proven_and_no_other() {
    let all = hashes(300);
    for size in 1..=300_u64 {
        let leaves = &all[..usize::try_from(size).unwrap()];
        let expected = mth(leaves);
        let mut nodes = Leaves::new(leaves);
        assert_eq!(root(&mut nodes, size).unwrap(), expected);
        for index in 0..size {
            let path = inclusion_proof(&mut nodes, index, size).unwrap();
            let leaf = leaves[usize::try_from(index).unwrap()];
            assert_eq!(root_of_inclusion(index, size, leaf, &path), Some(expected), "{index} of {size}");
            let other = (index + 1) % size;
            if other != index {
                assert_ne!(
                    root_of_inclusion(other, size, leaf, &path),
                    Some(expected),
                    "{other} for {index} of {size}"
                );
            }
            assert_eq!(root_of_inclusion(size, size, leaf, &path), None, "an index beyond the tree");
        }
    }
}

#[test]
fn every_prefix_of_every_tree_up_to_300_is_proven() {
    let all = hashes(300);
    let roots: Vec<Hash> = (1..=300).map(|size| mth(&all[..size])).collect();
    let mut nodes = Leaves::new(&all);
    for new in 1..=300_u64 {
        let new_root = roots[usize::try_from(new).unwrap() - 1];
        for old in 1..=new {
            let path = consistency_proof(&mut nodes, old, new).unwrap();
            let old_root = roots[usize::try_from(old).unwrap() - 1];
            assert!(is_consistent((old, &old_root), (new, &new_root), &path), "{old} of {new}");
            assert!(!is_consistent((old, &[0; 32]), (new, &new_root), &path), "another old root, {old} of {new}");
            assert!(!is_consistent((old, &old_root), (new, &[0; 32]), &path), "another new root, {old} of {new}");
        }
    }
    assert!(!is_consistent((2, &roots[1]), (1, &roots[0]), &[]), "backwards");
    assert!(!is_consistent((0, &roots[1]), (1, &roots[0]), &[]), "from nothing");
}

#[test]
fn a_growing_tree_has_the_root_of_each_prefix() {
    let all = hashes(300);
    let mut frontier = Frontier::default();
    for (size, leaf) in (1_usize..).zip(&all) {
        frontier.push(*leaf);
        assert_eq!(frontier.root(), mth(&all[..size]));
        assert_eq!(frontier.size(), size as u64);
    }
}

#[test]
fn tile_paths_are_those_of_the_specification() {
    for (level, index, width, path) in [
        (0, 0, 256, "tile/0/000"),
        (0, 1, 44, "tile/0/001.p/44"),
        (1, 0, 1, "tile/1/000.p/1"),
        (2, 1_234_067, 256, "tile/2/x001/x234/067"),
        (0, 1_000, 255, "tile/0/x001/000.p/255"),
    ] {
        assert_eq!(Tile { level, index, width }.path(), path);
    }
}

/// All tiles of a tree.
fn tiles(leaves: &[Hash]) -> Tiles {
    let mut tiles = Tiles::new(leaves.len() as u64);
    let mut row = leaves.to_vec();
    for level in 0.. {
        for (index, chunk) in (0_u64..).zip(row.chunks(256)) {
            tiles.add(Tile { level, index, width: chunk.len() as u64 }, &chunk.concat()).unwrap();
        }
        row = row.chunks_exact(256).map(mth).collect();
        if row.is_empty() {
            break;
        }
    }
    tiles
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn proofs_from_tiles_hold_in_larger_trees(size in 250_u64..3_000, at in any::<u64>(), old in any::<u64>()) {
        let leaves = hashes(size);
        let (index, old) = (at % size, 1 + old % size);
        let mut tiles = tiles(&leaves);
        let expected = mth(&leaves);
        prop_assert_eq!(root(&mut tiles, size).unwrap(), expected);
        let path = inclusion_proof(&mut tiles, index, size).unwrap();
        let leaf = leaves[usize::try_from(index).unwrap()];
        prop_assert_eq!(root_of_inclusion(index, size, leaf, &path), Some(expected));
        let proof = consistency_proof(&mut tiles, old, size).unwrap();
        let old_root = mth(&leaves[..usize::try_from(old).unwrap()]);
        prop_assert!(is_consistent((old, &old_root), (size, &expected), &proof));
    }

    #[test]
    fn a_changed_proof_proves_nothing(size in 2_u64..300, at in any::<u64>(), bit in 0_usize..256, which in any::<usize>()) {
        let leaves = hashes(size);
        let index = at % size;
        let mut path = inclusion_proof(&mut Leaves::new(&leaves), index, size).unwrap();
        let leaf = leaves[usize::try_from(index).unwrap()];
        let which = which % path.len();
        path[which][bit / 8] ^= 1 << (bit % 8);
        prop_assert_ne!(root_of_inclusion(index, size, leaf, &path), Some(mth(&leaves)));
        path.pop();
        prop_assert_eq!(root_of_inclusion(index, size, leaf, &path), None, "too short");
    }
}
