//! A recording: the run record and its exchanges, wherever they lie.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use model::{Body, Run, canonical_line};
use seal::disclosure::Seed;
use store::{Existing, write_file};
use wire::{Bodies, DirBodies, PackedBodies, Replay, WireError};

use crate::Error;

/// The run record in a recording and in a bundle.
pub(crate) const RUN: &str = "run.json";
/// The exchanges in a recording and in a bundle.
pub(crate) const EXCHANGES: &str = "exchanges.jsonl";
/// The folder of bodies in a recording and in a bundle.
pub(crate) const BODIES: &str = "bodies";
/// The seed of disclosures in a recording.
const SEED: &str = "disclosure.key";
/// A run record larger than this is none.
const LARGEST_RUN: usize = 4 << 20;

/// What was recorded: all that the rest of the flow may know of the world.
#[derive(Debug, Clone)]
pub struct Recording {
    /// Who asked what, when.
    pub run: Run,
    /// The exchanges.
    pub replay: Replay,
    /// The seed of disclosures, if it was recorded.
    pub(crate) seed: Option<Seed>,
    /// Where a bundle takes the bodies from.
    pub(crate) bodies: Place,
}

/// Where the bodies of a recording lie.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// Each is a file in this folder.
    Folder(PathBuf),
    /// All are in one file.
    Pack(PackedBodies),
    /// Somewhere that has no files.
    Elsewhere,
}

impl Recording {
    /// The recording in a directory.
    ///
    /// # Errors
    /// When a file is missing, too large or not what it should be; the file is named.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let folder = dir.join(BODIES);
        Self::read(dir, Arc::new(DirBodies::new(&folder)), Place::Folder(folder))
    }

    /// The recording in a directory, made by this process with its bodies packed.
    ///
    /// # Errors
    /// As [`Recording::open`].
    pub(crate) fn packed(dir: &Path, bodies: PackedBodies) -> Result<Self, Error> {
        Self::read(dir, Arc::new(bodies.clone()), Place::Pack(bodies))
    }

    fn read(dir: &Path, bodies: Arc<dyn Bodies>, place: Place) -> Result<Self, Error> {
        let path = dir.join(RUN);
        let size = std::fs::metadata(&path).map_err(|e| Error::file("read", &path, e))?.len();
        if size > LARGEST_RUN as u64 {
            let cause = format!("{} is {size} bytes long, more than {LARGEST_RUN}", path.display());
            return Err(WireError::Recording(cause).into());
        }
        let run = std::fs::read(&path).map_err(|e| Error::file("read", &path, e))?;
        let list = dir.join(EXCHANGES);
        let file = std::fs::File::open(&list).map_err(|e| Error::file("read", &list, e))?;
        let exchanges = Replay::parse(std::io::BufReader::new(file), &list.display().to_string())?;
        let replay = Replay::new(exchanges, bodies)?;
        let seed = read_seed(&dir.join(SEED))?;
        Ok(Self { run: parse_run(&run, &path.display().to_string())?, replay, seed, bodies: place })
    }

    /// Writes the recording as a directory that another process can open. `dir` must not exist; it
    /// appears whole or not at all.
    ///
    /// # Errors
    /// When something cannot be read or written; then nothing is left.
    pub fn write(&self, dir: &Path) -> Result<(), Error> {
        let parent = dir.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let work = tempfile::Builder::new()
            .prefix(store::TEMPORARY_PREFIX)
            .suffix(store::TEMPORARY_SUFFIX)
            .tempdir_in(parent)
            .map_err(|e| Error::file("write", parent, e))?;
        let folder = work.path().join(BODIES);
        std::fs::create_dir(&folder).map_err(|e| Error::file("write", &folder, e))?;
        for exchange in self.replay.exchanges() {
            let bodies = exchange.request.body.iter().chain(exchange.reply.iter().filter_map(|r| r.body.as_ref()));
            for body in bodies {
                let Body::Stored { sha256, .. } = body else { continue };
                let file = folder.join(sha256.as_str());
                if !file.exists() {
                    write_file(&file, &self.replay.body(body)?, Existing::Keep)?;
                }
            }
        }
        write_file(&work.path().join(EXCHANGES), &self.exchange_lines()?, Existing::Keep)?;
        Self::write_seed(work.path(), &self.seed()?)?;
        Self::write_run(work.path(), &self.run)?;
        std::fs::rename(work.path(), dir).map_err(|e| Error::file("write", dir, e))
    }

    /// The recording in files held in memory (a fixture that is built in).
    ///
    /// # Errors
    /// As [`Recording::open`].
    pub fn from_files(name: &str, files: BTreeMap<String, Vec<u8>>) -> Result<Self, Error> {
        let missing = |file: &str| Error::Wire(WireError::Recording(format!("fixture {name} has no {file}")));
        let run = parse_run(files.get(RUN).ok_or_else(|| missing(RUN))?, RUN)?;
        let list = files.get(EXCHANGES).ok_or_else(|| missing(EXCHANGES))?;
        let exchanges = Replay::parse(list.as_slice(), EXCHANGES)?;
        let seed = files.get(SEED).map(|bytes| Seed::from_file(bytes)).transpose().map_err(seal::Error::from)?;
        Ok(Self { run, replay: Replay::new(exchanges, Arc::new(FileBodies(files)))?, seed, bodies: Place::Elsewhere })
    }

    /// The recording of these parts, with bodies that are read when asked for.
    ///
    /// # Errors
    /// As [`Recording::open`].
    pub fn from_parts(run: &[u8], exchanges: impl std::io::BufRead, bodies: Arc<dyn Bodies>) -> Result<Self, Error> {
        if run.len() > LARGEST_RUN {
            return Err(WireError::Recording(format!("{RUN} is longer than {LARGEST_RUN} bytes")).into());
        }
        let run = parse_run(run, RUN)?;
        let replay = Replay::new(Replay::parse(exchanges, EXCHANGES)?, bodies)?;
        Ok(Self { run, replay, seed: None, bodies: Place::Elsewhere })
    }

    /// The seed of what is disclosed of this recording's bundle: the recorded one. A recording without
    /// one is an example that anyone may read; its seed follows from its content, so that sealing it
    /// again gives the same bytes.
    ///
    /// # Errors
    /// When a record cannot be written down.
    pub fn seed(&self) -> Result<Seed, Error> {
        if let Some(seed) = &self.seed {
            return Ok(seed.clone());
        }
        Ok(Self::seed_of_example(&canonical_line(&self.run)?, &self.exchange_lines()?))
    }

    /// The seed of a recording that is no secret (FORMAT.md, section 18.7).
    pub(crate) fn seed_of_example(run: &[u8], exchanges: &[u8]) -> Seed {
        let digest = model::Digest::of(&[b"assize-example\n", run, exchanges].concat());
        let file = format!("{digest}\n");
        // A digest is spelled as a seed's file is; an error cannot happen.
        Seed::from_file(file.as_bytes()).unwrap_or_else(|_| Seed::new([0; 32]))
    }

    /// The exchanges as a bundle holds them: sorted by id, one a line.
    pub(crate) fn exchange_lines(&self) -> Result<Vec<u8>, Error> {
        let mut exchanges: Vec<_> = self.replay.exchanges().iter().collect();
        exchanges.sort_by(|a, b| a.id.cmp(&b.id));
        let mut lines = Vec::new();
        for exchange in exchanges {
            lines.extend(canonical_line(exchange)?);
        }
        Ok(lines)
    }

    /// Writes the seed into a recording directory.
    pub(crate) fn write_seed(dir: &Path, seed: &Seed) -> Result<(), Error> {
        Ok(write_file(&dir.join(SEED), &seed.to_file(), Existing::Keep)?)
    }

    /// Writes the run record into a recording directory.
    pub(crate) fn write_run(dir: &Path, run: &Run) -> Result<(), Error> {
        Ok(write_file(&dir.join(RUN), &canonical_line(run)?, Existing::Keep)?)
    }
}

fn read_seed(path: &Path) -> Result<Option<Seed>, Error> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(Seed::from_file(&bytes).map_err(seal::Error::from)?)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::file("read", path, e)),
    }
}

fn parse_run(bytes: &[u8], name: &str) -> Result<Run, Error> {
    serde_json::from_slice(bytes).map_err(|source| model::Error::Read { what: name.to_owned(), source }.into())
}

struct FileBodies(BTreeMap<String, Vec<u8>>);

impl Bodies for FileBodies {
    fn read(&self, body: &Body) -> Result<Bytes, WireError> {
        let Body::Stored { sha256, .. } = body else { return wire::NoBodies.read(body) };
        let bytes = self
            .0
            .get(&format!("{BODIES}/{sha256}"))
            .ok_or_else(|| WireError::Recording(format!("the body {sha256} is missing")))?;
        if model::Digest::of(bytes) == *sha256 {
            Ok(Bytes::from(bytes.clone()))
        } else {
            Err(WireError::Recording(format!("the body {sha256} has other bytes than its name says")))
        }
    }
}
