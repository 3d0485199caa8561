//! The calls that a run would make, told before any is made. It must never ask anything.

use model::Kind;
use serde::Serialize;

/// A call, and how often it is made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Call {
    /// Its name, as in exchanges: `ec2:DescribeVolumes`.
    pub operation: String,
    /// The permissions that it needs.
    pub permissions: Vec<String>,
    /// How often.
    #[serde(flatten)]
    pub once: Once,
    /// True if it is made again for each further page, or until an answer is ready.
    pub repeats: bool,
}

/// What a call is made once for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "once_per", rename_all = "snake_case")]
pub enum Once {
    /// The source, however many accounts it stands for.
    Source,
    /// An account.
    Account,
    /// A region of an account.
    Region,
    /// A resource of this kind: such calls grow with the estate.
    Resource {
        /// The kind.
        kind: Kind,
    },
    /// So many resources of this kind.
    Batch {
        /// The kind.
        kind: Kind,
        /// At most so many in one call.
        size: usize,
    },
}
