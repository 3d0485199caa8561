//! Registers: evidence that people attest to, in TOML and CSV files of one folder.
//!
//! Reading a file is an exchange like any other, so attested evidence is recorded, sealed and
//! replayed with the rest. It must never touch the file system itself, and never guess: a mistake in
//! a file is a gap with its line.

pub mod deadlines;
mod derive;
mod entry;
mod examples;
mod kinds;
mod moment;
mod raw;
mod read_csv;
mod read_toml;
mod session;
pub mod shape;
pub mod significance;
mod table;

use async_trait::async_trait;
use collect::{Access, Connector, Error, Session};
use model::{KindSpec, Source};
use serde_json::Value;

pub use derive::{deadlines_of, moment, trust_services};
pub use entry::{Attached, Entry, read};
pub use examples::{scaffold, uncommented};
pub use raw::Fault;

/// The connector's name.
pub const NAME: &str = "registers";
/// The folder when the configuration names none.
pub const FOLDER: &str = "registers";

/// The registers as a connector.
#[derive(Debug, Clone, Copy, Default)]
pub struct Registers;

/// The folder that a source's settings name.
///
/// # Errors
/// When the settings are wrong.
pub fn folder(source: &Source) -> Result<String, Error> {
    let wrong = |message: String| Error::Setting { origin: source.id.to_string(), message };
    if let Some(name) = source.settings.keys().find(|name| *name != "directory") {
        return Err(wrong(format!("there is no setting {name}; directory names the folder of registers")));
    }
    match source.settings.get("directory") {
        None => Ok(FOLDER.to_owned()),
        Some(Value::String(folder)) if !folder.is_empty() => Ok(folder.clone()),
        Some(_) => Err(wrong("directory must be the path of a folder".to_owned())),
    }
}

#[async_trait]
impl Connector for Registers {
    fn name(&self) -> &'static str {
        NAME
    }

    fn kinds(&self) -> Vec<KindSpec> {
        kinds::all()
    }

    fn check(&self, source: &Source) -> Result<(), Error> {
        folder(source).map(drop)
    }

    async fn open(&self, source: &Source, _: Access) -> Result<Box<dyn Session>, Error> {
        Ok(Box::new(session::Opened { source: source.id.clone(), folder: folder(source)? }))
    }
}
