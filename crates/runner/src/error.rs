//! Why a run cannot go on.

use std::path::{Path, PathBuf};

/// Why a run cannot go on. A refusal of an API is never here: it is a gap.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A source names a connector that is not built in.
    #[error("source {origin} wants the connector {connector:?}, which this version does not have")]
    NoConnector {
        /// The source.
        origin: String,
        /// The connector.
        connector: String,
    },
    /// A source cannot be opened or collected.
    #[error(transparent)]
    Collect(#[from] collect_crate::Error),
    /// No source at all can be asked.
    #[error("no source can be asked: {}", .0.join("; "))]
    NothingToAsk(Vec<String>),
    /// The recording cannot be read or written.
    #[error(transparent)]
    Wire(#[from] wire::WireError),
    /// Policies cannot be run.
    #[error(transparent)]
    Evaluate(#[from] evaluate::Error),
    /// Frameworks or waivers cannot be used.
    #[error(transparent)]
    Assess(#[from] assess::Error),
    /// A noun cannot be read or written.
    #[error(transparent)]
    Model(#[from] model::Error),
    /// A sealed bundle cannot be read or written.
    #[error(transparent)]
    Seal(#[from] seal::Error),
    /// Sealed policies are refused by this version's checks.
    #[error("the policies are refused: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Policies(Vec<evaluate::Diagnostic>),
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A file cannot be read or written.
    #[error("cannot {doing} {}: {source}", .path.display())]
    File {
        /// What was tried: `write`, `read`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's complaint.
        source: std::io::Error,
    },
    /// What is asked to be disclosed is not there.
    #[error("{0}")]
    Ask(String),
    /// The run record names other accounts than the recording.
    #[error("source {origin}: the recording shows other accounts than the run record: {what}")]
    OtherAccounts {
        /// The source.
        origin: String,
        /// The difference.
        what: String,
    },
    /// Bundles cannot be joined. The text names the bundles and what does not fit.
    #[error("{0}")]
    Parts(String),
    /// A live collection and its own recording give different results. Nothing is sealed.
    #[error("the recording does not give what was collected ({0}); this is a fault of the program, nothing was sealed")]
    NotReplayable(String),
}

impl Error {
    pub(crate) fn file(doing: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::File { doing, path: path.to_path_buf(), source }
    }
}
