//! The nouns of Assize: every type that is ever written down or handed from one step to the next.
//!
//! Nothing here reads a clock, a file, the network or the environment. A type that is serialised
//! anywhere in the program lives in this crate, so that a bundle has one vocabulary.

mod assessment;
mod canonical;
mod exchange;
mod finding;
mod gap;
mod ids;
mod kind;
mod policy;
mod resource;
mod run;

pub use assessment::{Assessment, Counts, EvidenceForm, FormStatus, Technical};
pub use canonical::{canonical_json, canonical_line, digest_of};
pub use exchange::{Body, Exchange, Failure, FailureKind, Reply, Request};
pub use finding::{Finding, Outcome, Tally, Waiver};
pub use gap::{Cause, Gap, Population};
pub use ids::{Digest, ExchangeId, FieldName, FrameworkId, IdError, Kind, PolicyId, RequirementId, SourceId};
pub use kind::{FieldSpec, KindSpec, Plan};
pub use policy::{Equivalents, Need, Policy, Severity};
pub use resource::{Resource, ResourceKey, ResourceSet};
pub use run::{Accounts, Run, Seen, Shard, Source};

/// An instant in UTC, written as RFC 3339.
pub use jiff::Timestamp;

/// What can go wrong while a noun is written or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A value could not be written as JSON.
    #[error("cannot write as JSON: {0}")]
    Write(serde_json::Error),
    /// A line or document is not what it should be.
    #[error("cannot read {what}: {source}")]
    Read {
        /// What was being read.
        what: String,
        /// The parser's complaint.
        source: serde_json::Error,
    },
    /// Two resources claim the same kind, source and id.
    #[error("two resources of kind {} in {} have the id {:?}", .0.kind, .0.source, .0.id)]
    Duplicate(ResourceKey),
}
