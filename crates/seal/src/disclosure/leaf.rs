//! Keys, salts and hashes (FORMAT.md, sections 18.2 and 18.3).
//!
//! One HMAC for each file; below it only hashes over inputs of one length, so that a salt costs half
//! a compression.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::{Hash, Salt, Seed, fields};

const FILE: &[u8] = b"assize-fields-v1\n";

/// Derives the n-th value of `key`.
fn derive(key: &Hash, n: u64) -> Hash {
    let mut input = [0; 40];
    let (head, tail) = input.split_at_mut(32);
    head.copy_from_slice(key);
    tail.copy_from_slice(&n.to_be_bytes());
    Sha256::digest(input).into()
}

/// The key of one file's entries.
#[derive(Clone)]
pub(super) struct FileKey(Hash);

impl FileKey {
    pub(super) fn of(seed: &Seed, path: &str) -> Self {
        // HMAC takes keys of every length; an error cannot happen.
        let mac = Hmac::<Sha256>::new_from_slice(seed.bytes());
        Self(mac.map_or([0; 32], |mac| mac.chain_update(FILE).chain_update(path).finalize().into_bytes().into()))
    }

    pub(super) fn entry(&self, line: u64) -> EntryKey {
        EntryKey(derive(&self.0, line))
    }
}

/// The key of one entry. Giving it away gives away this entry's salts and no other's.
#[derive(Clone)]
pub(super) struct EntryKey(pub(super) Hash);

impl EntryKey {
    /// The entry's own salt, then that of each field.
    pub(super) fn salts(&self) -> Salts<'_> {
        Salts { key: &self.0, block: 0, second: None }
    }

    pub(super) fn own_salt(&self) -> Salt {
        self.salts().next_salt()
    }
}

/// The salts of an entry, one after the other.
pub(super) struct Salts<'a> {
    key: &'a Hash,
    block: u64,
    second: Option<Salt>,
}

impl Salts<'_> {
    pub(super) fn next_salt(&mut self) -> Salt {
        if let Some(salt) = self.second.take() {
            return salt;
        }
        let block = derive(self.key, self.block);
        self.block += 1;
        let mut halves = [[0; 16]; 2];
        halves.as_flattened_mut().copy_from_slice(&block);
        let [first, second] = halves;
        self.second = Some(second);
        first
    }
}

/// The hash of one field.
pub(super) fn field(salt: &Salt, pointer: &str, value: &[u8]) -> Hash {
    let length = u32::try_from(pointer.len()).unwrap_or(u32::MAX).to_be_bytes();
    let hash = Sha256::new().chain_update([2]).chain_update(salt).chain_update(length);
    hash.chain_update(pointer).chain_update(value).finalize().into()
}

/// What an entry holds, as its leaf binds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// A fielded line: the hash over its field hashes.
    Fields(Hash),
    /// An opaque entry: the SHA-256 of its bytes.
    Whole(Hash),
}

/// The content of a fielded line. Sorts `hashes`.
pub(super) fn fielded(hashes: &mut [Hash]) -> Bound {
    hashes.sort_unstable();
    let all = hashes.as_flattened();
    Bound::Fields(Sha256::new().chain_update([3]).chain_update(all).finalize().into())
}

/// The content of a line without its line feed, if it can be fielded. `scratch` is reused.
pub(super) fn try_fields(object: &[u8], key: &EntryKey, scratch: &mut Vec<Hash>) -> Option<Bound> {
    let mut salts = key.salts();
    let _own = salts.next_salt();
    scratch.clear();
    fields::split(object, &mut |pointer, value| scratch.push(field(&salts.next_salt(), pointer, value)))?;
    Some(fielded(scratch))
}

/// The leaf of an entry.
pub(super) fn leaf(salt: &Salt, path: &str, line: u64, bound: &Bound) -> Hash {
    let (kind, content) = match bound {
        Bound::Fields(content) => (b'F', content),
        Bound::Whole(content) => (b'W', content),
    };
    let length = u16::try_from(path.len()).unwrap_or(u16::MAX).to_be_bytes();
    let hash = Sha256::new().chain_update([0, kind]).chain_update(salt).chain_update(line.to_be_bytes());
    hash.chain_update(length).chain_update(path).chain_update(content).finalize().into()
}
