//! Bodies of a recording one after another in one file. Making a file for each costs more than all
//! else that is done with a small body. Only the process that wrote such a recording can read it,
//! so it serves recordings that are sealed or thrown away before the process ends.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use model::{Body, Digest};

use crate::replay::check;
use crate::{Bodies, WireError, recording::failed};

/// The file, beside the list of exchanges.
const NAME: &str = "bodies.pack";

/// Packed bodies. Clones share the file.
#[derive(Debug, Clone)]
pub struct PackedBodies {
    path: Arc<Path>,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug)]
struct Inner {
    file: File,
    end: u64,
    /// Where each body begins, and its length.
    places: BTreeMap<Digest, (u64, u64)>,
}

impl PackedBodies {
    /// An empty pack in `dir`.
    pub(crate) fn create(dir: &Path) -> Result<Self, WireError> {
        let path: PathBuf = dir.join(NAME);
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path);
        let file = file.map_err(|e| failed("begin the recorded bodies", &path, &e))?;
        let inner = Inner { file, end: 0, places: BTreeMap::new() };
        Ok(Self { path: path.into(), inner: Arc::new(Mutex::new(inner)) })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Inner) -> std::io::Result<T>) -> std::io::Result<T> {
        work(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Appends a body unless it is there. Half a body that could not be written is never referred to.
    pub(crate) fn add(&self, sha256: &Digest, bytes: &[u8]) -> Result<(), WireError> {
        let added = self.with(|inner| {
            if inner.places.contains_key(sha256) {
                return Ok(());
            }
            inner.file.seek(SeekFrom::Start(inner.end))?;
            inner.file.write_all(bytes)?;
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            inner.places.insert(sha256.clone(), (inner.end, length));
            inner.end += length;
            Ok(())
        });
        added.map_err(|e| failed("write the recorded bodies", &self.path, &e))
    }

    /// The file, and where in it the body begins and how long it is.
    pub fn place(&self, sha256: &Digest) -> Option<(&Path, u64, u64)> {
        let place = self.with(|inner| Ok(inner.places.get(sha256).copied())).ok().flatten();
        place.map(|(at, length)| (&*self.path, at, length))
    }
}

impl Bodies for PackedBodies {
    fn read(&self, body: &Body) -> Result<Bytes, WireError> {
        let Body::Stored { sha256, size } = body else { return crate::NoBodies.read(body) };
        let refuse = |cause: &dyn std::fmt::Display| failed(&format!("read the body {sha256} in"), &self.path, cause);
        let read = self.with(|inner| {
            let Some((at, length)) = inner.places.get(sha256).copied() else { return Ok(None) };
            let mut bytes = Vec::new();
            bytes.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX))?;
            inner.file.seek(SeekFrom::Start(at))?;
            Read::by_ref(&mut inner.file).take(length).read_to_end(&mut bytes)?;
            Ok(Some(bytes))
        });
        let bytes = read.map_err(|e| refuse(&e))?.ok_or_else(|| refuse(&"it was not recorded"))?;
        if u64::try_from(bytes.len()).ok() != Some(*size) {
            return Err(refuse(&format!("it has {} bytes, recorded were {size}", bytes.len())));
        }
        check(sha256, &bytes).map_err(|cause| refuse(&cause))?;
        Ok(Bytes::from(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(bytes: &[u8]) -> Body {
        Body::Stored { sha256: Digest::of(bytes), size: bytes.len() as u64 }
    }

    #[test]
    fn bodies_come_back_and_equal_ones_lie_there_once() {
        let dir = tempfile::tempdir().unwrap();
        let pack = PackedBodies::create(dir.path()).unwrap();
        for bytes in ["one", "two", "one", "three"] {
            pack.add(&Digest::of(bytes.as_bytes()), bytes.as_bytes()).unwrap();
        }
        assert_eq!(std::fs::read(dir.path().join(NAME)).unwrap(), b"onetwothree");
        assert_eq!(pack.read(&stored(b"two")).unwrap(), "two");
        let (path, at, length) = pack.place(&Digest::of(b"three")).unwrap();
        assert_eq!((path, at, length), (dir.path().join(NAME).as_path(), 6, 5));
        assert!(pack.read(&stored(b"four")).unwrap_err().to_string().contains("not recorded"));
    }

    #[test]
    fn bytes_that_were_changed_or_cut_off_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let pack = PackedBodies::create(dir.path()).unwrap();
        pack.add(&Digest::of(b"one"), b"one").unwrap();
        std::fs::write(dir.path().join(NAME), "two").unwrap();
        assert!(pack.read(&stored(b"one")).unwrap_err().to_string().contains("SHA-256"));
        std::fs::write(dir.path().join(NAME), "o").unwrap();
        assert!(pack.read(&stored(b"one")).unwrap_err().to_string().contains("1 bytes"));
    }
}
