//! The ledger's parsers.

use std::sync::LazyLock;

use model::{Digest, Timestamp};

use crate::ledger::{
    Checkpoint, CheckpointNote, Event, Hash, Intent, Leaf, LedgerKeys, LedgerProof, NoteKey, NoteSigner, Tile,
    inclusion_proof, is_consistent, leaf_hash, node_hash, parse_entries, root_of_inclusion, write_entries,
};
use crate::{Algorithm, PrivateKey};

/// The ledger of the seeds.
pub(super) static SIGNER: LazyLock<NoteSigner> = LazyLock::new(|| {
    NoteSigner::new("ledger.example/acme", PrivateKey::generate(Algorithm::Ed25519, &[7; 32])).unwrap()
});
static KEYS: LazyLock<Vec<LedgerKeys>> =
    LazyLock::new(|| vec![LedgerKeys::new(vec![SIGNER.public().clone()], Vec::new(), 0).unwrap()]);

/// What it says of a bundle.
pub(super) fn known_leaf(n: u8) -> Vec<u8> {
    let at = Timestamp::from_second(1_790_000_000 + i64::from(n) * 86_400).unwrap();
    let event = Event::Run {
        run: format!("run-{n}"),
        started_at: at,
        finished_at: at,
        evidence: Digest::of(&[n]),
        statement: Digest::of(&[n, 1]),
        exit: n % 2,
    };
    Leaf::new(at, (n > 0).then(|| Digest::of(&known_leaf(n - 1))), Digest::of(b"scope"), event).to_bytes().unwrap()
}

/// Leaves of a small tree, as nodes of every level.
pub(super) struct Small(pub(super) Vec<Hash>);

impl crate::ledger::Nodes for Small {
    fn node(&mut self, level: u8, index: u64) -> Result<Hash, crate::Refusal> {
        if level == 0 {
            return Ok(self.0[usize::try_from(index).unwrap()]);
        }
        Ok(node_hash(&self.node(level - 1, index * 2)?, &self.node(level - 1, index * 2 + 1)?))
    }
}

/// The ledger of five leaves that the seeds are cut from.
pub(super) fn known_ledger() -> (Small, Checkpoint) {
    let mut tree = Small((0..5).map(|n| leaf_hash(&known_leaf(n))).collect());
    let root = crate::ledger::root(&mut tree, 5).unwrap();
    (tree, Checkpoint { origin: SIGNER.public().name().to_owned(), size: 5, root })
}

static HEAD: LazyLock<String> = LazyLock::new(|| known_ledger().1.text());

/// A note, a checkpoint, an intent, a verifier key.
pub fn checkpoint(bytes: &[u8]) {
    if let Ok(opened) = CheckpointNote::parse(bytes) {
        assert_eq!(opened.checkpoint.text(), opened.note.text(), "a checkpoint has two spellings");
        assert!(bytes.starts_with(opened.note.text().as_bytes()));
    }
    if let Ok(opened) = KEYS[0].open(bytes) {
        assert_eq!(opened.note.text(), *HEAD, "accepted what nobody signed");
    }
    if let Ok((intent, note)) = Intent::parse(bytes) {
        let again = intent.sign(&SIGNER).unwrap();
        assert!(again.starts_with(note.text().as_bytes()), "an intent has two spellings");
        if intent.check(&note, &[&SIGNER]).is_ok() {
            assert_eq!(intent.checkpoint.text(), *HEAD, "accepted what nobody signed");
        }
    }
    if let Some(key) = std::str::from_utf8(bytes).ok().and_then(|text| NoteKey::parse(text).ok()) {
        assert_eq!(key.to_string().as_bytes(), bytes, "a key has two spellings");
    }
}

/// A tile, a bundle of entries, and proofs over a small tree: only the true path leads to the root.
pub fn tiles(bytes: &[u8]) {
    let [level, index, width, rest @ ..] = bytes else { return };
    let tile = Tile { level: level % 8, index: u64::from(*index) * 997, width: u64::from(*width) + 1 };
    if let Ok(hashes) = tile.parse(rest) {
        assert_eq!(hashes.concat(), rest);
        let mut tiles = crate::ledger::Tiles::new(tile.width);
        let whole = Tile { level: 0, index: 0, width: tile.width };
        tiles.add(whole, rest).unwrap();
        assert_eq!(crate::ledger::root(&mut tiles, tile.width), crate::ledger::root(&mut Small(hashes), tile.width));
    }
    if let Ok(entries) = parse_entries("tile/entries/000", rest, tile.width) {
        assert_eq!(write_entries(entries.iter().map(Vec::as_slice)).unwrap(), rest);
    }
    let path: Vec<Hash> = rest.as_chunks::<32>().0.to_vec();
    let size = u64::from(*width % 40) + 1;
    let index = u64::from(*index % 48);
    let mut tree = Small((0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect());
    let root = crate::ledger::root(&mut tree, size).unwrap();
    let true_path = (index < size).then(|| inclusion_proof(&mut tree, index, size).unwrap());
    let found = root_of_inclusion(index, size, leaf_hash(&index.to_be_bytes()), &path);
    assert_eq!(found == Some(root), true_path.as_ref() == Some(&path), "a path leads where it must not");
    let old = u64::from(*level) % (size + 1);
    let mut left = Small(tree.0[..usize::try_from(old).unwrap()].to_vec());
    if old > 0 {
        let old_root = crate::ledger::root(&mut left, old).unwrap();
        let true_path = crate::ledger::consistency_proof(&mut tree, old, size).unwrap();
        assert!(is_consistent((old, &old_root), (size, &root), &true_path));
        assert!(path == true_path || !is_consistent((old, &old_root), (size, &root), &path), "a false path holds");
        assert!(!is_consistent((old, &root_of_nothing(&old_root)), (size, &root), &true_path), "another root holds");
    }
    let _ = root_of_inclusion(u64::from_le_bytes([*level; 8]), u64::from_le_bytes([*width; 8]), root, &path);
    let _ = is_consistent((u64::from_le_bytes([*level; 8]), &root), (u64::from_le_bytes([*width; 8]), &root), &path);
}

fn root_of_nothing(root: &Hash) -> Hash {
    node_hash(root, root)
}

/// A leaf.
pub fn leaf(bytes: &[u8]) {
    if let Ok(leaf) = Leaf::parse(bytes) {
        assert_eq!(leaf.to_bytes().unwrap(), bytes);
    }
}

/// A proof that stands alone.
pub fn tlog_proof(bytes: &[u8]) {
    let Ok(proof) = LedgerProof::parse(bytes) else { return };
    assert_eq!(proof.to_bytes(), bytes, "a proof has two spellings");
    for n in 0..5 {
        if proof.check(&KEYS, &Digest::of(&[n]), &Digest::of(&[n, 1])).is_ok() {
            assert_eq!((proof.leaf.as_slice(), proof.index), (known_leaf(n).as_slice(), u64::from(n)));
        }
        assert!(proof.check(&[], &Digest::of(&[n]), &Digest::of(&[n, 1])).is_err());
    }
}
