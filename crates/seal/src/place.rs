//! Where a bundle is written: a temporary name beside the target, moved there at once and whole.

#[cfg(unix)]
use std::fs::File;
use std::io::Seek as _;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::Error;
use crate::seal::Existing;

/// The folder that a path lies in.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// An empty file beside `target`, named so that leftovers of a killed run can be told and removed.
pub(crate) fn temporary(target: &Path) -> Result<NamedTempFile, Error> {
    let mut file = tempfile::Builder::new()
        .prefix(crate::TEMPORARY_PREFIX)
        .suffix(crate::TEMPORARY_SUFFIX)
        .tempfile_in(parent(target))
        .map_err(|e| Error::writing(target, e))?;
    file.rewind().map_err(|e| Error::writing(target, e))?;
    // Held until this process ends, so that a clean-up can tell it from a leftover. Some network disks
    // know no locks; there, only its age tells. On Windows a lock would keep our own verifier out.
    #[cfg(unix)]
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// Gives a finished, synced and verified file its name, durably.
pub(crate) fn move_into_place(file: NamedTempFile, target: &Path, existing: Existing) -> Result<(), Error> {
    let failed = |e| Error::writing(target, e);
    let moved = match existing {
        Existing::Keep => file.persist_noclobber(target),
        Existing::Replace => file.persist(target),
    };
    moved.map_err(|e| match e.error.kind() {
        std::io::ErrorKind::AlreadyExists => Error::Exists(target.display().to_string()),
        _ => failed(e.error),
    })?;
    sync_folder(parent(target)).map_err(failed)
}

/// Makes a rename durable.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
