//! Canonical bytes, digests, container, signatures and their verification. FORMAT.md is the
//! specification; this crate is one implementation of it.
//!
//! Checking a seal needs no network, no clock and no configuration, and so does making one: keys,
//! randomness and facts of the run come from the caller.

mod attest;
mod bag;
mod bundle;
mod container;
mod directory;
pub mod disclosure;
mod envelope;
mod error;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod header;
pub mod keyless;
mod keys;
pub mod ledger;
mod limits;
mod names;
mod pack;
mod place;
mod proof;
mod refusal;
mod seal;
mod signing;
mod staple;
mod statement;
mod test_result;
pub mod time;
mod trust;
mod unpack;
mod verify;
#[cfg(test)]
mod wide;

pub use attest::{Counted, SignerName, Unchecked};
pub use bundle::BundleReader;
pub use container::{Container, Repack};
pub use envelope::{MEDIA_TYPE, PAYLOAD_TYPE, pae};
pub use error::Error;
pub use keyless::Identity;
pub use keys::{Algorithm, KeyError, PrivateKey, PublicKey, write_key_file};
pub use limits::{Limits, RATIO_FLOOR, STATEMENT_BYTES};
pub use names::check_path;
pub use pack::Content;
pub use refusal::{Reason, Refusal};
pub use seal::{Draft, Existing, Item, items_of, seal};
pub use signing::{Attestation, Attested, Signed, Signer, ToSign, sign_with};
pub use staple::staple;
pub use statement::{
    Disclosure, FORMAT_VERSION, Facts, Outcomes, PREDICATE_TYPE, PartDigest, Predicate, RunFacts, Runner,
    STATEMENT_TYPE, Sha256Digest, Statement, Subject,
};
pub use test_result::{TEST_RESULT_TYPE, TestOutcome, TestPredicate, TestResult, Tests};
pub use trust::{Trust, TrustError, TrustedLedger};
pub use unpack::EntryReader;
pub use verify::{Stats, Verified, evidence_digest, verify};

/// Bundles being written carry names that begin like this, so that leftovers of a killed process
/// can be told from everything else.
pub const TEMPORARY_PREFIX: &str = ".assize-";
/// And end like this.
pub const TEMPORARY_SUFFIX: &str = ".part";
