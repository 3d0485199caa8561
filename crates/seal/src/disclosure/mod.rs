//! Showing a part of a bundle that still verifies against the bundle's signature. FORMAT.md,
//! section 18, is the specification.
//!
//! Never lets a withheld thing be guessed: each hash that stands for one is salted from a seed that
//! only the bundle's holder has. Never says that nothing else is there.

mod commit;
mod fields;
mod leaf;
mod line;
mod lines;
mod read;
mod seed;
mod sort;
mod tree;
mod write;

pub(crate) use commit::Committer;
pub(crate) use commit::check_key;
pub use commit::recompute;
pub use read::{Content, Shown, VerifiedDisclosure, looks_like_one, verify};
pub use seed::Seed;
pub use write::{Counts, Selection, Show, write};

/// The algorithm that the statement names.
pub const ALGORITHM: &str = "assize-fields-v1";
/// The seed's file. It is in the manifest and no entry of the tree.
pub const KEY_FILE: &str = "data/disclosure.key";
/// The version of the disclosure's file.
pub const VERSION: u32 = 1;

/// Longest line of the payload whose fields can be shown one by one.
const FIELDED_BYTES: usize = 1 << 20;
/// Most fields of such a line.
const MOST_FIELDS: usize = 4096;
/// How deep objects and arrays may lie in each other there.
const DEPTH: usize = 32;
/// Longest line of a disclosure.
const LINE_BYTES: usize = 128 << 20;
/// Most entries that a disclosure shows.
const MOST_ENTRIES: u64 = 1 << 24;
/// Most hashes of a proof: a tree has fewer than 2^64 leaves.
const MOST_PROOF: usize = 64;
/// Most envelopes in a header: the first signer and those that follow.
const MOST_ENVELOPES: usize = 9;

/// A SHA-256.
type Hash = [u8; 32];
/// What makes a hash unguessable.
type Salt = [u8; 16];

/// True if a file with this path has an entry for each of its lines.
fn is_lined(path: &str) -> bool {
    // The specification knows lower case only; other spellings are whole files.
    [".jsonl", ".json"].iter().any(|suffix| path.ends_with(suffix))
}

/// The fields of an object, as the fuzz targets ask for them.
#[cfg(any(test, fuzzing))]
pub(crate) fn fields_of(object: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut all = Vec::new();
    fields::split(object, &mut |pointer, value| all.push((pointer.to_owned(), value.to_vec())))?;
    Some(all)
}
