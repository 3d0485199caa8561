//! A folder as a place for objects. Atomic by rename; one writer at a time where a condition compares,
//! held between processes of one host by a lock file; nothing is read or written through a link.
//!
//! Files that begin with a `.` are its own: `.lock`, and `.incoming` for what is not finished. No object
//! can have such a name.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use crate::files::{parent, sync_folder};
use crate::objects::{Condition, Listed, Object, Objects, Put, Version, check_object_path, check_prefix};
use crate::{Error, TEMPORARY_PREFIX, TEMPORARY_SUFFIX};

const LOCK: &str = ".lock";
const INCOMING: &str = ".incoming";

/// Objects in a local folder.
#[derive(Debug, Clone)]
pub struct Local {
    root: Arc<PathBuf>,
}

impl Local {
    /// The objects in `root`, which is made if it is not there. Removes what killed writers left, unless
    /// somebody is writing right now.
    ///
    /// # Errors
    /// When the folder cannot be made or is none.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let failed = |e| Error::writing(root, e);
        std::fs::create_dir_all(root.join(INCOMING)).map_err(failed)?;
        // The root itself may be a link: whoever runs the program chose it.
        let root = root.canonicalize().map_err(failed)?;
        let local = Self { root: Arc::new(root) };
        local.clean();
        Ok(local)
    }

    /// Leftovers cost space only, so a failure to remove them stops nothing.
    fn clean(&self) {
        let Ok(lock) = self.lock_file(INCOMING) else { return };
        if lock.try_lock().is_err() {
            return;
        }
        let leftovers = std::fs::read_dir(self.root.join(INCOMING)).into_iter().flatten().flatten();
        for leftover in leftovers.filter(|entry| entry.file_name() != LOCK) {
            let _ = std::fs::remove_file(leftover.path());
        }
    }

    /// The lock file in `folder`.
    fn lock_file(&self, folder: &str) -> Result<File, Error> {
        let path = self.root.join(folder).join(LOCK);
        File::options().create(true).append(true).open(&path).map_err(|e| Error::writing(&path, e))
    }

    /// The file of an object, if nothing on the way to it is a link or a special file.
    fn resolve(&self, path: &str) -> Result<PathBuf, Error> {
        check_object_path(path)?;
        let mut at = self.root.as_ref().clone();
        let mut segments = path.split('/').peekable();
        while let Some(segment) = segments.next() {
            at.push(segment);
            let about = match at.symlink_metadata() {
                Ok(about) => about,
                Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
                Err(e) => return Err(Error::reading(&at, e)),
            };
            let last = segments.peek().is_none();
            let fits = if last { about.is_file() } else { about.is_dir() };
            if !fits {
                return Err(Error::Strange(at.display().to_string()));
            }
        }
        Ok(at)
    }

    fn read(&self, path: &str, most: u64) -> Result<Option<Object>, Error> {
        let file_path = self.resolve(path)?;
        let failed = |e| Error::reading(&file_path, e);
        let file = match File::open(&file_path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(failed(e)),
        };
        let mut bytes = Vec::new();
        file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > most {
            return Err(Error::TooLong { path: path.to_owned(), most });
        }
        let version = version_of(&bytes);
        Ok(Some(Object { bytes: bytes.into(), version }))
    }

    fn write(&self, path: &str, bytes: &[u8], condition: &Condition) -> Result<Put, Error> {
        let target = self.resolve(path)?;
        let failed = |e| Error::writing(&target, e);
        // Held while something of ours lies in the incoming folder, so that nobody cleans it away.
        let writing = self.lock_file(INCOMING)?;
        writing.lock_shared().map_err(failed)?;
        if *condition == Condition::Absent && target.symlink_metadata().is_ok() {
            return Ok(Put::Taken);
        }
        let incoming = self.incoming(bytes).map_err(failed)?;
        make_folders(&self.root, parent(&target)).map_err(failed)?;
        let version = version_of(bytes);
        let done = match condition {
            Condition::Absent => match incoming.persist_noclobber(&target) {
                Ok(_) => true,
                Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => false,
                Err(e) => return Err(failed(e.error)),
            },
            Condition::Any => self.replace(incoming, &target, None)?,
            Condition::Matches(wanted) => self.replace(incoming, &target, Some(wanted))?,
        };
        if !done {
            return Ok(Put::Taken);
        }
        sync_folder(parent(&target)).map_err(failed)?;
        Ok(Put::Done(version))
    }

    fn incoming(&self, bytes: &[u8]) -> io::Result<NamedTempFile> {
        let mut file = tempfile::Builder::new()
            .prefix(TEMPORARY_PREFIX)
            .suffix(TEMPORARY_SUFFIX)
            .tempfile_in(self.root.join(INCOMING))?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(file)
    }

    /// Compares and replaces while nobody else can.
    fn replace(&self, incoming: NamedTempFile, target: &Path, wanted: Option<&Version>) -> Result<bool, Error> {
        let failed = |e| Error::writing(target, e);
        let lock = self.lock_file("")?;
        lock.lock().map_err(failed)?;
        if let Some(wanted) = wanted {
            let now = match std::fs::read(target) {
                Ok(bytes) => bytes,
                Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
                Err(e) => return Err(Error::reading(target, e)),
            };
            if version_of(&now) != *wanted {
                return Ok(false);
            }
        }
        incoming.persist(target).map_err(|e| failed(e.error))?;
        Ok(true)
    }

    fn walk(&self, prefix: &str) -> Result<Vec<Listed>, Error> {
        check_prefix(prefix)?;
        let mut found = Vec::new();
        let mut waiting = vec![prefix.to_owned()];
        while let Some(folder) = waiting.pop() {
            let path = match folder.strip_suffix('/') {
                None => self.root.as_ref().clone(),
                Some(inside) => match self.folder(inside)? {
                    Some(path) => path,
                    None => continue,
                },
            };
            let failed = |e| Error::reading(&path, e);
            for entry in std::fs::read_dir(&path).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let name = entry.file_name();
                // What no object can be named is not an object.
                let Some(name) = name.to_str().filter(|name| check_object_path(name).is_ok()) else { continue };
                let kind = entry.file_type().map_err(failed)?;
                if kind.is_dir() {
                    waiting.push(format!("{folder}{name}/"));
                } else if kind.is_file() {
                    let bytes = entry.metadata().map_err(failed)?.len();
                    found.push(Listed { path: format!("{folder}{name}"), bytes });
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// A folder inside, if it is there and no link leads to it.
    fn folder(&self, inside: &str) -> Result<Option<PathBuf>, Error> {
        let mut at = self.root.as_ref().clone();
        for segment in inside.split('/') {
            at.push(segment);
            match at.symlink_metadata() {
                Ok(about) if about.is_dir() => {}
                Ok(_) => return Err(Error::Strange(at.display().to_string())),
                Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(e) => return Err(Error::reading(&at, e)),
            }
        }
        Ok(Some(at))
    }
}

/// Equal content is the same version: whoever compares wants to know whether anything changed.
fn version_of(bytes: &[u8]) -> Version {
    Version(hex::encode(Sha256::digest(bytes)))
}

/// Makes `folder` inside `root`, each new level durable in the one above.
fn make_folders(root: &Path, folder: &Path) -> io::Result<()> {
    let mut missing = Vec::new();
    let mut at = folder;
    while at != root && at.symlink_metadata().is_err() {
        missing.push(at);
        at = parent(at);
    }
    for new in missing.into_iter().rev() {
        match std::fs::create_dir(new) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
            _ => sync_folder(parent(new))?,
        }
    }
    Ok(())
}

/// Runs what waits for the disk or a lock where it holds nobody up.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Stopped(e.to_string()))?
}

#[async_trait::async_trait]
impl Objects for Local {
    fn place(&self) -> String {
        self.root.display().to_string()
    }

    async fn get(&self, path: &str, most: u64) -> Result<Option<Object>, Error> {
        let (local, path) = (self.clone(), path.to_owned());
        aside(move || local.read(&path, most)).await
    }

    async fn size(&self, path: &str) -> Result<Option<u64>, Error> {
        let file = self.resolve(path)?;
        match file.symlink_metadata() {
            Ok(about) => Ok(Some(about.len())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::reading(&file, e)),
        }
    }

    async fn put(&self, path: &str, bytes: Bytes, condition: Condition) -> Result<Put, Error> {
        let (local, path) = (self.clone(), path.to_owned());
        aside(move || local.write(&path, &bytes, &condition)).await
    }

    async fn list(&self, prefix: &str) -> Result<Vec<Listed>, Error> {
        let (local, prefix) = (self.clone(), prefix.to_owned());
        aside(move || local.walk(&prefix)).await
    }
}
