//! The ledger: an append-only transparency log of sealed runs, in files that any C2SP tlog-tiles reader
//! can check. FORMAT.md, section "Ledger", is the specification.
//!
//! Pure: which bytes to read and write, and what they prove. The tree and the notes are written here rather
//! than taken from a crate: some 400 lines over hashes and signatures that the seal links anyway, each rule
//! with a refusal of its own, and nothing foreign between an auditor and the proof. An implementation that
//! nobody here wrote checks the result in the tests.

mod audit;
mod checkpoint;
mod grow;
mod intent;
mod leaf;
mod note;
mod period;
mod proof;
mod tile;
mod tree;
mod witness;

pub use audit::{Fetch, LedgerAudit, LedgerChecks, STAMP_BYTES, STAMP_CLOCK_SECONDS, Stamp, audit_ledger};
pub use checkpoint::{CHECKPOINT_BYTES, Checkpoint, CheckpointNote, LedgerKeys, MOST_LEAVES};
pub use grow::{CHECKPOINT_PATH, Growth, INTENT_PATH, ObjectsRead, Tip, kept_path, wanted};
pub use intent::{INTENT_HEAD, Intent};
pub use leaf::{Event, FAILURE_TEXT, Failure, Leaf};
pub use note::{NOTE_BYTES, Note, NoteKey, NoteKeyKind, NoteSigner, check_distinct};
pub use period::{Interval, State, intervals};
pub use proof::{LedgerProof, PROOF_BYTES, Position};
pub use tile::{LONGEST_ENTRY, TILE_WIDTH, Tile, Tiles, entries_path, parse_entries, write_entries};
pub use tree::{
    Frontier, Hash, Nodes, consistency_proof, inclusion_proof, is_consistent, leaf_hash, node_hash, root,
    root_of_inclusion,
};
pub use witness::Witness;
