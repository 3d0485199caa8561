//! Bundles in a store: cut into pieces, so that a night that changed little costs little. LAYOUT.md is
//! the specification.
//!
//! Knows nothing of a bundle's container or of what its files mean: whoever calls takes a bundle apart
//! and puts it together. Nothing is ever removed or written over.

mod check;
mod chunk;
mod cut;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod index;
mod known;
mod open;
mod pull;
mod push;
mod recipe;
mod split;

use std::io::{self, Read};

use model::Digest;

pub use check::{Checked, check};
pub use index::Whole;
pub use pull::{Pulled, pull};
pub use push::{Pushed, push};

use crate::Error;
use crate::objects::{Objects, check_object_path};
use index::{Index, MOST_INDEX};

/// A bundle taken apart.
pub trait Parts: Sync {
    /// Its top folder: the run's id.
    fn run(&self) -> &str;
    /// The file as a whole.
    fn whole(&self) -> Whole;
    /// Path and size of its files, in its own order.
    fn files(&self) -> Vec<(String, u64)>;
    /// The bytes of a file, by its place in that list.
    ///
    /// # Errors
    /// When it cannot be read; reading fails if it is damaged.
    fn open(&self, which: usize) -> io::Result<Box<dyn Read + '_>>;
}

/// How far some long work is, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes done, unpacked.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
}

/// Is told how far the work is.
pub type Tell<'a> = &'a (dyn Fn(Progress) + Sync);

/// A bundle in a listing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// Its name: `<started>-<run>`.
    pub name: String,
    /// Size of its index.
    pub index_bytes: u64,
}

/// How many requests are under way at once.
const AT_ONCE: usize = 8;

/// The bundles of a store, the oldest first (by name). Only names are looked at.
///
/// # Errors
/// When the store cannot be listed.
pub async fn list(objects: &dyn Objects) -> Result<Vec<Kept>, Error> {
    let listed = objects.list("bundles/").await?;
    let kept = listed.into_iter().filter_map(|object| {
        let name = object.path.strip_prefix("bundles/")?.strip_suffix(".json")?;
        (!name.contains('/')).then(|| Kept { name: name.to_owned(), index_bytes: object.bytes })
    });
    Ok(kept.collect())
}

/// The one bundle whose run id (or whole name) begins with `wanted`; `latest` is the newest.
///
/// # Errors
/// When none or more than one fits.
pub async fn find(objects: &dyn Objects, wanted: &str) -> Result<String, Error> {
    let mut all: Vec<String> = list(objects).await?.into_iter().map(|kept| kept.name).collect();
    let run_of = |name: &str| name.split_once('-').map_or(String::new(), |(_, run)| run.to_owned());
    if wanted == "latest" {
        all = all.pop().into_iter().collect();
    } else if all.iter().any(|name| name == wanted) {
        all = vec![wanted.to_owned()];
    } else {
        all.retain(|name| name.starts_with(wanted) || run_of(name).starts_with(wanted));
    }
    match <[String; 1]>::try_from(all) {
        Ok([name]) => Ok(name),
        Err(none) if none.is_empty() => Err(Error::NotStored { place: objects.place(), wanted: wanted.to_owned() }),
        Err(many) => Err(Error::Ambiguous { wanted: wanted.to_owned(), found: many.join(", ") }),
    }
}

/// The whole file that was pushed under `name`, as its index tells.
///
/// # Errors
/// When the index cannot be read.
pub async fn about(objects: &dyn Objects, name: &str) -> Result<Option<Whole>, Error> {
    Ok(read_index(objects, name).await?.map(|index| index.bundle))
}

async fn read_index(objects: &dyn Objects, name: &str) -> Result<Option<Index>, Error> {
    let path = index::object_of(name);
    check_object_path(&path)?;
    let Some(object) = objects.get(&path, MOST_INDEX).await? else { return Ok(None) };
    Index::parse(name, &object.bytes).map(Some)
}

fn damaged(path: &str, why: &str) -> Error {
    Error::Damaged { path: path.to_owned(), why: why.to_owned() }
}

fn missing(id: &Digest) -> Error {
    damaged(&chunk::object_of(id), "it is not there")
}
