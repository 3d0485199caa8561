//! A folder of bundles, named so that a listing is in the order of time.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use model::Timestamp;

use crate::workspace::{Workspace, is_held};
use crate::{BUNDLE_SUFFIX, Error, TEMPORARY_PREFIX, TEMPORARY_SUFFIX};

/// Bundles and recordings in a local folder.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

/// A bundle in the store, as its name tells. Nothing in it has been looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredBundle {
    /// When its run started, as in the name: `20261124T010000Z`.
    pub started: String,
    /// Its run.
    pub run_id: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
}

/// True for names that are safe on every system.
pub(crate) fn check_name(run_id: &str) -> Result<(), Error> {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let good = (1..=100).contains(&run_id.len())
        && run_id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !run_id.ends_with('.')
        && run_id.chars().all(safe);
    if good { Ok(()) } else { Err(Error::BadName(run_id.chars().take(120).collect())) }
}

impl Store {
    /// The store in `root`, which is made if it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(root: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(root).map_err(|e| Error::writing(root, e))?;
        Ok(Self { root: root.to_owned() })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the bundle of a run belongs: `<started>-<run id>.assize.zip`.
    ///
    /// # Errors
    /// When the run id cannot be part of a file's name.
    pub fn bundle_path(&self, started_at: Timestamp, run_id: &str) -> Result<PathBuf, Error> {
        Ok(self.root.join(Self::bundle_name(started_at, run_id)?))
    }

    /// The file's name of the bundle of a run.
    ///
    /// # Errors
    /// When the run id cannot be part of a file's name.
    pub fn bundle_name(started_at: Timestamp, run_id: &str) -> Result<String, Error> {
        check_name(run_id)?;
        let started = started_at.strftime("%Y%m%dT%H%M%SZ");
        Ok(format!("{started}-{run_id}{BUNDLE_SUFFIX}"))
    }

    /// A folder for a recording in progress, on the store's own disk.
    ///
    /// # Errors
    /// When it cannot be made, or another process records the same run.
    pub fn workspace(&self, run_id: &str) -> Result<Workspace, Error> {
        Workspace::create(&self.root, run_id)
    }

    /// All bundles, the oldest first. Whatever has another kind of name is passed over.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn bundles(&self) -> Result<Vec<StoredBundle>, Error> {
        let failed = |e| Error::reading(&self.root, e);
        let mut bundles = Vec::new();
        for entry in std::fs::read_dir(&self.root).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if !entry.file_type().map_err(failed)?.is_file() {
                continue;
            }
            let name = entry.file_name();
            let Some((started, run_id)) = name.to_str().and_then(parse_name) else { continue };
            let bytes = entry.metadata().map_err(failed)?.len();
            let (started, run_id) = (started.to_owned(), run_id.to_owned());
            bundles.push(StoredBundle { started, run_id, path: entry.path(), bytes });
        }
        bundles.sort();
        Ok(bundles)
    }

    /// The one bundle whose run id begins with `wanted`; `latest` is the newest.
    ///
    /// # Errors
    /// When none or more than one fits.
    pub fn find(&self, wanted: &str) -> Result<StoredBundle, Error> {
        let mut bundles = self.bundles()?;
        let latest = bundles.pop();
        let fitting: Vec<StoredBundle> = if wanted == "latest" {
            latest.into_iter().collect()
        } else {
            bundles.into_iter().chain(latest).filter(|bundle| bundle.run_id.starts_with(wanted)).collect()
        };
        match <[StoredBundle; 1]>::try_from(fitting) {
            Ok([bundle]) => Ok(bundle),
            Err(none) if none.is_empty() => {
                Err(Error::NotFound { folder: self.root.display().to_string(), wanted: wanted.to_owned() })
            }
            Err(many) => {
                let found: Vec<String> = many.into_iter().map(|bundle| bundle.run_id).collect();
                Err(Error::Ambiguous { wanted: wanted.to_owned(), found: found.join(", ") })
            }
        }
    }

    /// Removes what killed runs left behind: unfinished things that no living process holds and
    /// that nobody touched for `age` before `now`. Gives what was removed.
    ///
    /// # Errors
    /// When the folder cannot be read or a leftover cannot be removed.
    pub fn clean(&self, now: SystemTime, age: Duration) -> Result<Vec<PathBuf>, Error> {
        let failed = |e| Error::reading(&self.root, e);
        let mut removed = Vec::new();
        for entry in std::fs::read_dir(&self.root).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            let unfinished = |name: &str| name.starts_with(TEMPORARY_PREFIX) && name.ends_with(TEMPORARY_SUFFIX);
            if !name.to_str().is_some_and(unfinished) {
                continue;
            }
            let path = entry.path();
            let about = entry.metadata().map_err(failed)?;
            let touched = about.modified().map_err(failed)?;
            let old = now.duration_since(touched).is_ok_and(|passed| passed >= age);
            if !old || is_held(&path) {
                continue;
            }
            let gone = if about.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            gone.map_err(|e| Error::writing(&path, e))?;
            removed.push(path);
        }
        removed.sort();
        Ok(removed)
    }
}

/// Start and run id out of a bundle's name.
fn parse_name(name: &str) -> Option<(&str, &str)> {
    let (started, run_id) = name.strip_suffix(BUNDLE_SUFFIX)?.split_once('-')?;
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    let (day, time) = started.strip_suffix('Z')?.split_once('T')?;
    (digits(day, 8) && digits(time, 6) && check_name(run_id).is_ok()).then_some((started, run_id))
}
