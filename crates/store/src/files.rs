//! Files that appear whole or not at all.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use crate::{Error, TEMPORARY_PREFIX, TEMPORARY_SUFFIX};

/// What to do if the target is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Leave it and fail.
    Keep,
    /// Replace it, at once and whole.
    Replace,
}

/// Writes `bytes` to `path`: a reader sees the old file or the new one, never a part.
///
/// # Errors
/// When the target is taken and to be kept, or cannot be written; then nothing is left behind.
pub fn write_file(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), Error> {
    let failed = |e| Error::writing(path, e);
    let folder = parent(path);
    let mut file = tempfile::Builder::new()
        .prefix(TEMPORARY_PREFIX)
        .suffix(TEMPORARY_SUFFIX)
        .tempfile_in(folder)
        .map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    let moved = match existing {
        Existing::Keep => file.persist_noclobber(path),
        Existing::Replace => file.persist(path),
    };
    moved.map_err(|e| match e.error.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists(path.display().to_string()),
        _ => failed(e.error),
    })?;
    sync_folder(folder).map_err(failed)
}

/// The folder that a path lies in.
pub(crate) fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes what was created or renamed in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Flushes all files and folders under `folder`. Links and special files have no place in a
/// recording and are refused.
pub(crate) fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            sync_all(&entry.path())?;
        } else if kind.is_file() {
            // Flushing needs a writable handle on some systems.
            File::options().append(true).open(entry.path())?.sync_all()?;
        } else {
            return Err(strange(&entry.path()));
        }
    }
    sync_folder(folder)
}

/// Copies a folder of plain files.
pub(crate) fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            std::fs::create_dir(&target)?;
            copy_all(&entry.path(), &target)?;
        } else if kind.is_file() {
            std::fs::copy(entry.path(), target)?;
        } else {
            return Err(strange(&entry.path()));
        }
    }
    Ok(())
}

fn strange(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("{} is neither a file nor a folder", path.display()))
}
