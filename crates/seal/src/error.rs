//! What can go wrong while sealing. Why a bundle is refused is another matter: `refusal.rs`.

use std::io;
use std::path::Path;

use crate::{KeyError, Refusal};

/// A bundle could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The disk, the quota or the file size limit is exhausted.
    #[error("no room to write {path} ({source}); free some space or choose another folder. Nothing was left behind")]
    NoRoom {
        /// What was being written.
        path: String,
        /// The system's words.
        source: io::Error,
    },
    /// The bundle cannot be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// What was being written.
        path: String,
        /// The system's words.
        source: io::Error,
    },
    /// Something that belongs into the bundle cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// What was being read.
        path: String,
        /// The system's words.
        source: io::Error,
    },
    /// A file changed while it was packed.
    #[error("{0} changed while it was being sealed; run again when nothing else writes there")]
    Changed(String),
    /// A bundle already stands at the target.
    #[error("{0} exists already; a sealed bundle is not overwritten unless asked to")]
    Exists(String),
    /// There is nothing to seal.
    #[error("there is nothing to seal: no file was given")]
    Empty,
    /// What was given would be refused by every verifier.
    #[error("this cannot be sealed, because it would be refused: {0}")]
    WouldBeRefused(#[from] Refusal),
    /// The statement is too long to be signed by a key service.
    #[error("the statement is {0} bytes long, the limit is {limit}; shorten the run id or the version", limit = crate::STATEMENT_BYTES)]
    StatementTooLong(usize),
    /// The key does not work.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The signature given does not fit the statement and the key.
    #[error("the signature does not fit the statement and the key {0}; nothing was sealed")]
    Signature(String),
    /// The signatures given are not those that a bundle needs.
    #[error("the signatures do not make a bundle: {0}; nothing was sealed")]
    Signers(String),
    /// A value cannot be written as JSON.
    #[error("cannot write the statement: {0}")]
    Encode(String),
}

impl Error {
    /// A failed write at `path`: full disks are told apart, because the way out differs.
    pub(crate) fn writing(path: &Path, source: io::Error) -> Self {
        let path = path.display().to_string();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::NoRoom { path, source }
            }
            _ => Self::Write { path, source },
        }
    }
}
