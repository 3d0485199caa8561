//! Canonical bytes, digests, container, signatures and their verification. FORMAT.md is the
//! specification; this crate is one implementation of it.
//!
//! Checking a seal needs no network, no clock and no configuration, and so does making one: keys,
//! randomness and facts of the run come from the caller.

mod bag;
mod bundle;
mod container;
mod directory;
mod envelope;
mod error;
mod header;
mod keys;
mod limits;
mod names;
mod pack;
mod refusal;
mod seal;
mod statement;
mod unpack;
mod verify;
#[cfg(test)]
mod wide;

pub use bundle::BundleReader;
pub use container::{Container, Repack};
pub use envelope::{MEDIA_TYPE, PAYLOAD_TYPE, pae};
pub use error::Error;
pub use keys::{Algorithm, KeyError, PrivateKey, PublicKey, write_key_file};
pub use limits::{Limits, RATIO_FLOOR, STATEMENT_BYTES};
pub use names::check_path;
pub use pack::Content;
pub use refusal::{Reason, Refusal};
pub use seal::{Draft, Existing, Item, items_of, seal};
pub use statement::{
    FORMAT_VERSION, Facts, Outcomes, PREDICATE_TYPE, PartDigest, Predicate, RunFacts, Runner, STATEMENT_TYPE,
    Sha256Digest, Statement, Subject,
};
pub use unpack::EntryReader;
pub use verify::{Stats, Verified, verify};

/// Bundles being written carry names that begin like this, so that leftovers of a killed process
/// can be told from everything else.
pub const TEMPORARY_PREFIX: &str = ".assize-";
/// And end like this.
pub const TEMPORARY_SUFFIX: &str = ".part";
