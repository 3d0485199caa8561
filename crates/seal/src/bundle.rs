//! Safe access to the files of a verified bundle: for replay, reports and disclosure.
//!
//! Checks each file's digest again as it is read, because the bundle may have been changed on disk
//! since it was verified.

use std::io::Read as _;
use std::sync::Arc;

use crate::header::Entry;
use crate::refusal::{Reason, Refusal, refuse};
use crate::unpack::{Archive, EntryReader, into_refusal};

/// The files of a verified bundle, by path (`data/run.json`). Cheap to clone; `Send` and `Sync`.
#[derive(Clone)]
pub struct BundleReader {
    archive: Arc<Archive>,
    /// Of the entries, in the archive's order.
    digests: Arc<Vec<[u8; 32]>>,
}

impl std::fmt::Debug for BundleReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BundleReader").field("root", &self.archive.root).finish_non_exhaustive()
    }
}

impl BundleReader {
    pub(crate) fn new(archive: Arc<Archive>, digests: Vec<[u8; 32]>) -> Self {
        Self { archive, digests: Arc::new(digests) }
    }

    fn find(&self, path: &str) -> Option<(&Entry, [u8; 32])> {
        let entries = &self.archive.entries;
        // The payload comes first and is sorted; the few files after it are looked through.
        let payload = entries.partition_point(|entry| self.archive.path(entry).starts_with(crate::names::PAYLOAD));
        let sorted = entries.get(..payload).unwrap_or_default();
        let found = sorted.binary_search_by(|entry| self.archive.path(entry).cmp(path)).ok();
        let at = found.or_else(|| {
            (payload..entries.len()).find(|at| entries.get(*at).is_some_and(|e| self.archive.path(e) == path))
        })?;
        Some((entries.get(at)?, *self.digests.get(at)?))
    }

    /// The paths of the payload, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.archive.entries.iter().map(|entry| self.archive.path(entry)).filter(|path| path.starts_with("data/"))
    }

    /// True if there is such a file.
    pub fn contains(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// Size and SHA-256 of a file.
    pub fn about(&self, path: &str) -> Option<(u64, model::Digest)> {
        self.find(path).map(|(entry, raw)| (entry.size, model::Digest::from_raw(raw)))
    }

    pub(crate) fn raw_digest(&self, path: &str) -> Option<[u8; 32]> {
        self.find(path).map(|(_, raw)| raw)
    }

    /// The bytes of a file, streamed. Its digest is checked when the end is read: use nothing of it
    /// before.
    ///
    /// # Errors
    /// `missing_entry` if there is no such file.
    pub fn entry(&self, path: &str) -> Result<EntryReader, Refusal> {
        match self.find(path) {
            Some((entry, digest)) => Ok(self.archive.reader(entry, Some(digest))),
            None => refuse(Reason::MissingEntry, path.escape_default().to_string()),
        }
    }

    /// All bytes of a file, checked, if it is not longer than `most`.
    ///
    /// # Errors
    /// When it is missing, longer, or has changed since the bundle was verified.
    pub fn read(&self, path: &str, most: u64) -> Result<Vec<u8>, Refusal> {
        let mut reader = self.entry(path)?;
        if reader.size() > most {
            return refuse(Reason::EntryTooLarge, format!("{path} has {} bytes; the limit is {most}", reader.size()));
        }
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(into_refusal)?;
        Ok(bytes)
    }
}
