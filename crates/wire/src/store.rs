//! The files of a recording that is being made. A crash leaves every exchange that was complete;
//! after the first failure nothing more is written, so that a full disk cannot leave holes that
//! look like a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use model::{Body, Digest, Exchange, ExchangeId};

use crate::canonical::exchange_id;
use crate::recording::{BODIES, EXCHANGES, PART, failed};
use crate::{PackedBodies, WireError};

/// The recording's files.
pub(crate) struct Store {
    dir: PathBuf,
    index: Mutex<Index>,
    /// Where bodies go, unless each is a file of its own.
    pack: Option<PackedBodies>,
    /// The bodies that are stored whole as files.
    stored: Mutex<BTreeSet<Digest>>,
    temporary: AtomicU64,
}

struct Index {
    part: File,
    written: u64,
    /// Where each exchange's line stands. Lines stay on the disk, so memory grows by ids only.
    lines: BTreeMap<ExchangeId, (u64, usize)>,
    /// How often each request was recorded, by its id as if it were the first.
    asked: BTreeMap<ExchangeId, u32>,
    /// Why nothing more can be written.
    closed: Option<String>,
}

impl Store {
    /// Makes an empty recording in `dir`.
    pub(crate) fn create(dir: &Path) -> Result<Self, WireError> {
        let bodies = dir.join(BODIES);
        fs::create_dir_all(&bodies).map_err(|e| failed("make the recording directory", &bodies, &e))?;
        let finished = dir.join(EXCHANGES);
        let used = fs::read_dir(&bodies).map_err(|e| failed("read", &bodies, &e))?.next().is_some();
        if used || finished.exists() {
            return Err(failed("record into", dir, &"it holds a recording already; name an empty directory"));
        }
        let path = dir.join(PART);
        let part = OpenOptions::new()
            .read(true)
            .append(true)
            .create_new(true)
            .open(&path)
            .map_err(|e| failed("begin the recording", &path, &e))?;
        Ok(Self::over(dir, part))
    }

    /// The same with all bodies in one file.
    pub(crate) fn packed(dir: &Path) -> Result<(Self, PackedBodies), WireError> {
        let store = Self::create(dir)?;
        let pack = PackedBodies::create(dir)?;
        Ok((Self { pack: Some(pack.clone()), ..store }, pack))
    }

    fn over(dir: &Path, part: File) -> Self {
        let index = Index { part, written: 0, lines: BTreeMap::new(), asked: BTreeMap::new(), closed: None };
        Self {
            dir: dir.to_owned(),
            index: Mutex::new(index),
            pack: None,
            stored: Mutex::default(),
            temporary: AtomicU64::new(0),
        }
    }

    fn index(&self) -> MutexGuard<'_, Index> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether more can be recorded.
    pub(crate) fn check(&self) -> Result<(), WireError> {
        self.index().check()
    }

    /// Passes `outcome` on. If it is an error, nothing can be recorded from now on.
    pub(crate) fn or_close<T>(&self, outcome: Result<T, WireError>) -> Result<T, WireError> {
        if let Err(error) = &outcome {
            self.index().closed.get_or_insert_with(|| error.to_string());
        }
        outcome
    }

    /// Stores the bytes of a body under its digest, if there is one and it is not there yet.
    pub(crate) fn body(&self, body: Option<&Body>, bytes: &Bytes) -> Result<(), WireError> {
        let Some(Body::Stored { sha256, .. }) = body else { return Ok(()) };
        if let Some(pack) = &self.pack {
            return pack.add(sha256, bytes);
        }
        if self.stored().contains(sha256) {
            return Ok(());
        }
        let folder = self.dir.join(BODIES);
        let path = folder.join(sha256.as_str());
        // Two tasks may store the same body at once; each renames a whole file of its own.
        let number = self.temporary.fetch_add(1, Ordering::Relaxed);
        let temporary = folder.join(format!(".{number}.tmp"));
        let written = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)
            .and_then(|mut file| file.write_all(bytes))
            .and_then(|()| fs::rename(&temporary, &path));
        written.map_err(|e| {
            let _ = fs::remove_file(&temporary);
            failed("write the recorded body", &path, &e)
        })?;
        self.stored().insert(sha256.clone());
        Ok(())
    }

    fn stored(&self) -> MutexGuard<'_, BTreeSet<Digest>> {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends an exchange, after giving it the id of the next time that `key` was asked.
    pub(crate) fn exchange(&self, exchange: &mut Exchange, key: &str) -> Result<(), WireError> {
        let path = self.dir.join(PART);
        let mut index = self.index();
        index.check()?;
        let first = exchange_id(&exchange.source, key, 1);
        let nth = index.asked.get(&first).copied().unwrap_or(0) + 1;
        exchange.id = exchange_id(&exchange.source, key, nth);
        let line = model::canonical_line(exchange).map_err(|e| failed("write", &path, &e))?;
        index.part.write_all(&line).map_err(|e| failed("write the recording", &path, &e))?;
        let at = index.written;
        index.written += u64::try_from(line.len()).unwrap_or(u64::MAX);
        index.asked.insert(first, nth);
        index.lines.insert(exchange.id.clone(), (at, line.len()));
        Ok(())
    }

    /// Writes the sorted list and closes the recording; answers the number of exchanges.
    pub(crate) fn finish(&self) -> Result<u64, WireError> {
        // One lock for all of it, so that no exchange can slip in between.
        let mut index = self.index();
        index.check()?;
        let (part, done) = (self.dir.join(PART), self.dir.join(EXCHANGES));
        let sorted = self.sort(&index, &part, &done).map_err(|e| failed("write the recording", &done, &e));
        let outcome = sorted.and_then(|()| fs::remove_file(&part).map_err(|e| failed("remove", &part, &e)));
        index.closed = Some(match &outcome {
            Ok(()) => format!("the recording {} is finished", self.dir.display()),
            Err(error) => error.to_string(),
        });
        outcome.map(|()| u64::try_from(index.lines.len()).unwrap_or(u64::MAX))
    }

    fn sort(&self, index: &Index, part: &Path, done: &Path) -> std::io::Result<()> {
        let temporary = self.dir.join(format!(".{EXCHANGES}.tmp"));
        // Lines are read in another order than they stand in, so a buffer would be read in vain.
        let mut from = File::open(part)?;
        let mut to = BufWriter::new(File::create(&temporary)?);
        let mut line = Vec::new();
        for (at, length) in index.lines.values() {
            line.resize(*length, 0);
            from.seek(SeekFrom::Start(*at))?;
            from.read_exact(&mut line)?;
            to.write_all(&line)?;
        }
        to.into_inner()?.sync_all()?;
        fs::rename(&temporary, done)?;
        File::open(&self.dir)?.sync_all()
    }
}

impl Index {
    fn check(&self) -> Result<(), WireError> {
        self.closed.clone().map_or(Ok(()), |why| Err(WireError::Recording(why)))
    }
}

#[cfg(test)]
mod tests {
    use model::{Failure, FailureKind, Request};

    use super::*;

    fn exchange() -> Exchange {
        let source = "aws".parse().unwrap();
        Exchange {
            id: exchange_id(&source, "GET https://h/", 1),
            source,
            operation: "GET /".into(),
            request: Request { method: "GET".into(), url: "https://h/".into(), headers: BTreeMap::new(), body: None },
            reply: None,
            failure: Some(Failure { kind: FailureKind::Broken, message: "reset".into() }),
            attempts: 1,
            fetched_at: "2026-11-24T02:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_full_disk_ends_the_recording_and_says_where_and_why() {
        let dir = tempfile::tempdir().unwrap();
        let full = OpenOptions::new().append(true).open("/dev/full").unwrap();
        let store = Store::over(dir.path(), full);
        let outcome = store.exchange(&mut exchange(), "GET https://h/");
        let error = store.or_close(outcome).unwrap_err().to_string();
        assert!(error.contains("exchanges.part") && error.contains("No space left"), "{error}");
        assert_eq!(store.check().unwrap_err().to_string(), error, "the next request must fail before it is sent");
        assert_eq!(store.finish().unwrap_err().to_string(), error, "a recording with holes must not look whole");
        assert!(!dir.path().join(EXCHANGES).exists());
    }

    #[test]
    fn a_recording_is_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        Store::create(dir.path()).unwrap().finish().unwrap();
        let again = Store::create(dir.path()).err().unwrap().to_string();
        assert!(again.contains("holds a recording already"), "{again}");
        let other = tempfile::tempdir().unwrap();
        let _unfinished = Store::create(other.path()).unwrap();
        assert!(Store::create(other.path()).is_err(), "nor one that was left unfinished");
    }
}
