//! What can go wrong with the store.

use std::io;
use std::path::Path;

/// Something could not be kept or found.
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
    /// Something cannot be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// What was being written.
        path: String,
        /// The system's words.
        source: io::Error,
    },
    /// Something cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// What was being read.
        path: String,
        /// The system's words.
        source: io::Error,
    },
    /// The target is taken.
    #[error("{0} exists already; remove it or choose another name")]
    Exists(String),
    /// A run id that cannot be a file's name.
    #[error(
        "the run id {0:?} cannot be a file name; use 1 to 100 of a-z, A-Z, 0-9, '.', '_', '-', the first a letter or digit"
    )]
    BadName(String),
    /// Another process works on the same run.
    #[error("the run {0} is being recorded by another process")]
    Busy(String),
    /// A name that no object can have.
    #[error("{0:?} cannot be the name of an object in a store")]
    BadObject(String),
    /// A link, a device, or a folder where a file should be.
    #[error("{0} is not a plain file or folder; a store holds nothing else, and follows no links")]
    Strange(String),
    /// An object is longer than it can honestly be.
    #[error("{path} in the store is longer than {most} bytes; it was not written by this program")]
    TooLong {
        /// The object.
        path: String,
        /// The limit.
        most: u64,
    },
    /// The program is stopping.
    #[error("the work was stopped: {0}")]
    Stopped(String),
    /// No bundle fits.
    #[error("no bundle in {folder} fits {wanted:?}; `assize run` makes one")]
    NotFound {
        /// Where was looked.
        folder: String,
        /// What was wanted.
        wanted: String,
    },
    /// More than one bundle fits.
    #[error("more than one bundle fits {wanted:?}: {found}; give more of the run id")]
    Ambiguous {
        /// What was wanted.
        wanted: String,
        /// What fits.
        found: String,
    },
}

impl Error {
    pub(crate) fn writing(path: &Path, source: io::Error) -> Self {
        let path = path.display().to_string();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::NoRoom { path, source }
            }
            _ => Self::Write { path, source },
        }
    }

    pub(crate) fn reading(path: &Path, source: io::Error) -> Self {
        Self::Read { path: path.display().to_string(), source }
    }
}
