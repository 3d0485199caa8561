//! The folder of a run in progress. It goes away with the run unless it is kept, and after a kill it
//! can be told from that of a living process by its lock.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::files::{copy_all, parent, sync_all, sync_folder};
use crate::store::check_name;
use crate::{Error, TEMPORARY_PREFIX, TEMPORARY_SUFFIX};

const LOCK: &str = "lock";
const RECORDING: &str = "recording";

/// A recording in progress. Dropping it removes everything that was not kept.
#[derive(Debug)]
pub struct Workspace {
    folder: PathBuf,
    // Held as long as the process lives; its end, however it comes, frees it.
    _lock: File,
}

impl Workspace {
    /// The folder to record into, empty.
    pub(crate) fn create(root: &Path, run_id: &str) -> Result<Self, Error> {
        check_name(run_id)?;
        let folder = root.join(format!("{TEMPORARY_PREFIX}{run_id}{TEMPORARY_SUFFIX}"));
        let failed = |e| Error::writing(&folder, e);
        private_folder(&folder).map_err(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => Error::Busy(run_id.to_owned()),
            _ => failed(e),
        })?;
        let made =
            File::create(folder.join(LOCK)).and_then(|lock| std::fs::create_dir(folder.join(RECORDING)).map(|()| lock));
        let lock = made.map_err(|e| {
            // The first error is the one worth telling.
            let _ = std::fs::remove_dir_all(&folder);
            failed(e)
        })?;
        // Some network disks know no locks; there, only its age tells a leftover.
        let _ = lock.try_lock();
        Ok(Self { folder, _lock: lock })
    }

    /// Where to record.
    pub fn recording(&self) -> PathBuf {
        self.folder.join(RECORDING)
    }

    /// Moves the recording to `target`, whole or not at all. On another disk it is copied beside the
    /// target first.
    ///
    /// # Errors
    /// When the target is taken or cannot be written; then nothing is left there.
    pub fn keep(self, target: &Path) -> Result<(), Error> {
        let failed = |e| Error::writing(target, e);
        if target.symlink_metadata().is_ok() {
            return Err(Error::Exists(target.display().to_string()));
        }
        let recording = self.recording();
        sync_all(&recording).map_err(failed)?;
        match std::fs::rename(&recording, target) {
            Ok(()) => {}
            Err(e) if e.kind() == io::ErrorKind::CrossesDevices => copy_beside(&recording, target)?,
            Err(e) => return Err(failed(e)),
        }
        sync_folder(parent(target)).map_err(failed)
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        // Nobody is left to tell; what stays is cleaned up as a leftover.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Makes a folder that only its owner can enter, where modes exist: what is recorded is nobody
/// else's business before it is sealed.
fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

pub(crate) fn copy_beside(from: &Path, target: &Path) -> Result<(), Error> {
    let failed = |e| Error::writing(target, e);
    let copy: TempDir = tempfile::Builder::new()
        .prefix(TEMPORARY_PREFIX)
        .suffix(TEMPORARY_SUFFIX)
        .tempdir_in(parent(target))
        .map_err(failed)?;
    copy_all(from, copy.path()).and_then(|()| sync_all(copy.path())).map_err(failed)?;
    std::fs::rename(copy.path(), target).map_err(failed)?;
    // It has moved; there is nothing left to remove under the old name.
    let _ = copy.keep();
    Ok(())
}

/// True if a living process holds the leftover-to-be at `path`.
pub(crate) fn is_held(path: &Path) -> bool {
    let lock = if path.is_dir() { path.join(LOCK) } else { path.to_owned() };
    File::open(lock).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

#[cfg(test)]
mod tests {
    use super::copy_beside;

    // Two disks are not to be had in every test run, so the copy is tried on one.
    #[test]
    fn a_copy_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("from");
        std::fs::create_dir_all(from.join("bodies")).unwrap();
        std::fs::write(from.join("bodies/x"), "body").unwrap();
        let out = folder.path().join("out");
        std::fs::create_dir(&out).unwrap();
        copy_beside(&from, &out.join("kept")).unwrap();
        assert_eq!(std::fs::read(out.join("kept/bodies/x")).unwrap(), b"body");
        assert!(copy_beside(&from, &out.join("kept")).is_err(), "the target is taken");
        assert!(copy_beside(&folder.path().join("absent"), &out.join("other")).is_err());
        let left: Vec<_> = std::fs::read_dir(&out).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["kept"]);
    }
}
