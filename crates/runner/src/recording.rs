//! A recording: the run record and its exchanges, wherever they lie.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use model::{Body, Run, canonical_line};
use store::{Existing, write_file};
use wire::{Bodies, DirBodies, PackedBodies, Replay, WireError};

use crate::Error;

/// The run record in a recording and in a bundle.
pub(crate) const RUN: &str = "run.json";
/// The exchanges in a recording and in a bundle.
pub(crate) const EXCHANGES: &str = "exchanges.jsonl";
/// The folder of bodies in a recording and in a bundle.
pub(crate) const BODIES: &str = "bodies";
/// A run record larger than this is none.
const LARGEST_RUN: usize = 4 << 20;

/// What was recorded: all that the rest of the flow may know of the world.
#[derive(Debug, Clone)]
pub struct Recording {
    /// Who asked what, when.
    pub run: Run,
    /// The exchanges.
    pub replay: Replay,
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
        Ok(Self { run: parse_run(&run, &path.display().to_string())?, replay, bodies: place })
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
        Ok(Self { run, replay: Replay::new(exchanges, Arc::new(FileBodies(files)))?, bodies: Place::Elsewhere })
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
        Ok(Self { run, replay: Replay::new(Replay::parse(exchanges, EXCHANGES)?, bodies)?, bodies: Place::Elsewhere })
    }

    /// Writes the run record into a recording directory.
    pub(crate) fn write_run(dir: &Path, run: &Run) -> Result<(), Error> {
        Ok(write_file(&dir.join(RUN), &canonical_line(run)?, Existing::Keep)?)
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
