//! Where a ledger lies: in a folder, or in the store that the bundles are sent to.
//!
//! A ledger that several machines write to belongs into a store that they share: there they race for its
//! next leaf, and none can fork it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::seal::ledger::CHECKPOINT_PATH;
use ::seal::{Reason, Refusal};
use store::{Local, Objects};

use crate::args::LedgerArgs;
use crate::config::{Config, NetworkSection, StoreSection};
use crate::problem::Problem;
use crate::stored;

/// Where a ledger lies.
#[derive(Debug)]
pub(crate) enum Home {
    /// In this folder, as `ledger/`.
    Folder(PathBuf),
    /// In a bucket.
    Store(StoreSection, NetworkSection),
}

/// Reads an object of a ledger, by its path below `ledger/`.
pub(crate) type Reader = Box<dyn FnMut(&str, u64) -> Result<Option<Vec<u8>>, Refusal>>;

impl Home {
    /// Where to write: what the flag says, then `[ledger] path`, then the store, then where bundles go.
    pub(crate) fn to_write(args: &LedgerArgs, config: &Config, output: Option<&Path>) -> Self {
        if let Some(place) = &args.ledger {
            return Self::named(place, config);
        }
        Self::configured(config).unwrap_or_else(|| {
            let output = output.unwrap_or(Path::new("."));
            let is_file = output.is_file() || output.extension().is_some_and(|end| end == "zip");
            let folder = if is_file { output.parent() } else { Some(output) };
            let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
            Self::Folder(folder.unwrap_or(Path::new(".")).to_owned())
        })
    }

    /// Where to read: what is named, else where the configuration lets it be written.
    pub(crate) fn to_read(place: Option<&str>, config: &Config) -> Self {
        match place {
            Some(place) => Self::named(place, config),
            None => Self::to_write(&LedgerArgs::default(), config, config.seal.output.as_deref()),
        }
    }

    fn named(place: &str, config: &Config) -> Self {
        if place.contains("://") {
            let section = StoreSection { url: Some(place.to_owned()), ..config.store.clone() };
            return Self::Store(section, config.network.clone());
        }
        Self::Folder(PathBuf::from(place))
    }

    fn configured(config: &Config) -> Option<Self> {
        if let Some(path) = &config.ledger.path {
            return Some(Self::Folder(path.clone()));
        }
        config.store.url.as_deref().map(|url| Self::named(url, config))
    }

    /// For people.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Store(section, _) => section.url.clone().unwrap_or_default(),
        }
    }

    /// Opens it for writing.
    pub(crate) async fn open(&self) -> Result<Arc<dyn Objects>, Problem> {
        match self {
            Self::Folder(folder) => {
                let local = Local::open(folder)
                    .map_err(|e| Problem::new(format!("cannot keep a ledger in {}", folder.display())).because(e))?;
                Ok(Arc::new(local))
            }
            Self::Store(section, network) => stored::open(section, network).await,
        }
    }

    /// Opens it for reading.
    pub(crate) fn reader(&self) -> Result<Reader, Problem> {
        match self {
            Self::Folder(folder) => Ok(Box::new(folder_reader(folder))),
            Self::Store(section, network) => {
                // The connections live as long as the runtime that made them.
                let runtime = runtime()?;
                let objects = runtime.block_on(stored::open(section, network))?;
                Ok(Box::new(move |name, most| {
                    let read = runtime.block_on(runner::ledger_object(objects.as_ref(), name, most));
                    read.map_err(|e| match e {
                        store::Error::TooLong { .. } => Refusal::new(Reason::LedgerTooLarge, e.to_string()),
                        _ => Refusal::new(Reason::Unreadable, e.to_string()),
                    })
                }))
            }
        }
    }
}

/// A runtime that no signal cuts short: what is written here takes a moment, and half of it is no use.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|e| Problem::new("cannot start").because(e))
}

fn folder_reader(path: &Path) -> impl FnMut(&str, u64) -> Result<Option<Vec<u8>>, Refusal> + use<> {
    let inside = path.join("ledger");
    let root = if inside.join(CHECKPOINT_PATH).is_file() { inside } else { path.to_owned() };
    move |name, most| {
        let file = root.join(name);
        let unreadable = |e: std::io::Error| Refusal::new(Reason::Unreadable, format!("{}: {e}", file.display()));
        match std::fs::metadata(&file) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(unreadable(e)),
            Ok(about) if about.len() > most => Err(Refusal::new(
                Reason::LedgerTooLarge,
                format!("{name} has {} bytes; the limit is {most}", about.len()),
            )),
            Ok(_) => std::fs::read(&file).map(Some).map_err(unreadable),
        }
    }
}
