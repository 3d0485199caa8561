//! The files of a recording that is being made. A crash leaves every exchange that was complete;
//! after the first failure nothing more is written, so that a full disk cannot leave holes that
//! look like a whole.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use model::{Digest, Exchange, ExchangeId};

use crate::WireError;
use crate::canonical::exchange_id;
use crate::recording::{BODIES, EXCHANGES, PART, failed};

/// The recording's files.
pub(crate) struct Store {
    dir: PathBuf,
    index: Mutex<Index>,
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

/// An exchange that is on the disk.
pub(crate) struct Stored {
    /// Its id.
    pub(crate) id: ExchangeId,
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

    fn over(dir: &Path, part: File) -> Self {
        let index = Index { part, written: 0, lines: BTreeMap::new(), asked: BTreeMap::new(), closed: None };
        Self { dir: dir.to_owned(), index: Mutex::new(index), temporary: AtomicU64::new(0) }
    }

    fn index(&self) -> MutexGuard<'_, Index> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether more can be recorded.
    pub(crate) fn check(&self) -> Result<(), WireError> {
        self.index().closed.clone().map_or(Ok(()), |why| Err(WireError::Recording(why)))
    }

    /// Keeps an error and passes it on: from now on nothing can be recorded.
    fn broken<T>(&self, outcome: Result<T, WireError>) -> Result<T, WireError> {
        if let Err(error) = &outcome {
            self.index().closed.get_or_insert_with(|| error.to_string());
        }
        outcome
    }

    /// Stores a body under its digest, if there is something to store and it is not there yet.
    pub(crate) fn body(&self, body: &Bytes) -> Result<(), WireError> {
        if body.is_empty() {
            return Ok(());
        }
        self.broken(self.write_body(body))
    }

    fn write_body(&self, body: &Bytes) -> Result<(), WireError> {
        let folder = self.dir.join(BODIES);
        let path = folder.join(Digest::of(body).as_str());
        if path.exists() {
            return Ok(());
        }
        // Two tasks may store the same body at once; each renames a whole file of its own.
        let number = self.temporary.fetch_add(1, Ordering::Relaxed);
        let temporary = folder.join(format!(".{number}.tmp"));
        let written = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)
            .and_then(|mut file| file.write_all(body))
            .and_then(|()| fs::rename(&temporary, &path));
        written.map_err(|e| {
            let _ = fs::remove_file(&temporary);
            failed("write the recorded body", &path, &e)
        })
    }

    /// Appends an exchange, after giving it the id of the next time that `key` was asked.
    pub(crate) fn exchange(&self, exchange: &mut Exchange, key: &str) -> Result<Stored, WireError> {
        self.check()?;
        let outcome = self.append(exchange, key);
        self.broken(outcome)
    }

    fn append(&self, exchange: &mut Exchange, key: &str) -> Result<Stored, WireError> {
        let path = self.dir.join(PART);
        let mut index = self.index();
        let first = exchange_id(&exchange.source, key, 1);
        let nth = index.asked.get(&first).copied().unwrap_or(0) + 1;
        exchange.id = exchange_id(&exchange.source, key, nth);
        let line = model::canonical_line(exchange).map_err(|e| failed("write", &path, &e))?;
        index.part.write_all(&line).map_err(|e| failed("write the recording", &path, &e))?;
        let at = index.written;
        index.written += u64::try_from(line.len()).unwrap_or(u64::MAX);
        index.asked.insert(first, nth);
        index.lines.insert(exchange.id.clone(), (at, line.len()));
        Ok(Stored { id: exchange.id.clone() })
    }

    /// Writes the sorted list and closes the recording; answers the number of exchanges.
    pub(crate) fn finish(&self) -> Result<u64, WireError> {
        self.check()?;
        let outcome = self.sort();
        let outcome = self.broken(outcome)?;
        self.index().closed = Some(format!("the recording {} is finished", self.dir.display()));
        Ok(outcome)
    }

    fn sort(&self) -> Result<u64, WireError> {
        let (part, done) = (self.dir.join(PART), self.dir.join(EXCHANGES));
        let temporary = self.dir.join(format!(".{EXCHANGES}.tmp"));
        let index = self.index();
        let written = File::open(&part)
            .and_then(|from| Ok((BufReader::new(from), BufWriter::new(File::create(&temporary)?))))
            .and_then(|(mut from, mut to)| {
                let mut line = Vec::new();
                for (at, length) in index.lines.values() {
                    line.resize(*length, 0);
                    from.seek(SeekFrom::Start(*at))?;
                    from.read_exact(&mut line)?;
                    to.write_all(&line)?;
                }
                to.into_inner()?.sync_all()?;
                fs::rename(&temporary, &done)?;
                File::open(&self.dir)?.sync_all()
            });
        written.map_err(|e| failed("write the recording", &done, &e))?;
        fs::remove_file(&part).map_err(|e| failed("remove", &part, &e))?;
        Ok(u64::try_from(index.lines.len()).unwrap_or(u64::MAX))
    }
}
