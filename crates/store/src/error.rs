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
    /// Something in the store is not what was put there.
    #[error("{path} in the store is damaged: {why}")]
    Damaged {
        /// The object.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// Something in the store is of a later format.
    #[error("{path} in the store is of format {format}, which this version of the program does not know")]
    Later {
        /// The object.
        path: String,
        /// Its format.
        format: u32,
    },
    /// The store has no such bundle.
    #[error("no bundle in {place} fits {wanted:?}; `assize store list` shows what is there")]
    NotStored {
        /// The store.
        place: String,
        /// What was wanted.
        wanted: String,
    },
    /// The name belongs to another bundle.
    #[error(
        "{place} holds another bundle under the name {name}; nothing is ever replaced there. Keep both files and find out why they differ"
    )]
    OtherBundle {
        /// The bundle's name.
        name: String,
        /// The store.
        place: String,
    },
    /// An object is not retained as it should be.
    #[error("{path} in the store is not retained: {why}")]
    NotRetained {
        /// The object.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// The address of a store is none.
    #[error("the store {place} cannot be used: {why}")]
    Address {
        /// The store.
        place: String,
        /// What is wrong.
        why: String,
    },
    /// The store does not answer, or only with its own errors.
    #[error("{place} cannot be reached: {why}")]
    Unreachable {
        /// The store.
        place: String,
        /// What happened.
        why: String,
    },
    /// The store knows nobody by these credentials.
    #[error("{place} does not accept the credentials: {why}")]
    Credentials {
        /// The store.
        place: String,
        /// What it says.
        why: String,
    },
    /// The bucket is not there.
    #[error("there is no bucket (or container) for {0}; make it first, nothing here does")]
    NoBucket(String),
    /// A permission is missing.
    #[error("{place} denies {path:?} ({code}); the permission that it takes is {permission}")]
    Denied {
        /// The store.
        place: String,
        /// The object or the beginning of names.
        path: String,
        /// What the store's own documentation calls it.
        permission: &'static str,
        /// The store's own name of the refusal.
        code: String,
    },
    /// Retention is asked of what cannot retain.
    #[error("{place} cannot retain: {why}")]
    NoLock {
        /// The store.
        place: String,
        /// Why not.
        why: String,
    },
    /// The store refuses for another reason.
    #[error("{path:?} in {place} cannot {action}: {code}")]
    Refused {
        /// The store.
        place: String,
        /// The object or the beginning of names.
        path: String,
        /// What was being done.
        action: &'static str,
        /// The store's own name of the refusal.
        code: String,
    },
    /// The bundle to push cannot be read.
    #[error("the bundle cannot be read: {0}")]
    Bundle(String),
    /// Something is too large to be written down.
    #[error("{0}")]
    Encode(String),
    /// The check itself could not be done.
    #[error("the store could not be checked: {0}")]
    Check(String),
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
    pub(crate) fn spool(source: io::Error) -> Self {
        Self::writing(Path::new("the temporary folder"), source)
    }

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
