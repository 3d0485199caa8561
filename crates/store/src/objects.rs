//! Objects under names: the little that a folder, S3, Google Cloud Storage and Azure have in common,
//! and no more. Everything else in this crate (bundles, ledger) is written against it.
//!
//! An object appears whole or not at all. There is no way to delete one: evidence is only added.

use std::fmt::Debug;

use bytes::Bytes;

use crate::Error;

/// What tells two contents of one object apart. Opaque: only ever handed back to the store it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version(pub(crate) String);

impl Version {
    /// A version by the words of the place that gave it; for whoever implements [`Objects`].
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

/// What must hold for a write to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Nothing: the last writer wins.
    Any,
    /// No such object exists.
    Absent,
    /// The object exists and is still the one that had this version.
    Matches(Version),
}

/// What came of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It happened; this is the object's version now.
    Done(Version),
    /// The condition did not hold, nothing was written. Over a network this can also be the echo of
    /// one's own write whose reply was lost: whoever needs to know reads the object and compares.
    Taken,
}

/// An object, read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its content.
    pub bytes: Bytes,
    /// Which content that is.
    pub version: Version,
}

/// An object in a listing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Its name.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A place for objects. Names are relative paths of safe segments: see [`check_object_path`].
#[async_trait::async_trait]
pub trait Objects: Send + Sync + Debug {
    /// Where this is, for people: no secrets.
    fn place(&self) -> String;

    /// The object of this name, `None` if there is none.
    ///
    /// # Errors
    /// When it is longer than `most` bytes (more is never held in memory) or cannot be read.
    async fn get(&self, path: &str, most: u64) -> Result<Option<Object>, Error>;

    /// The size of the object of this name in bytes, `None` if there is none.
    ///
    /// # Errors
    /// When that cannot be found out.
    async fn size(&self, path: &str) -> Result<Option<u64>, Error>;

    /// Writes an object if the condition holds. After `Done` the object is durable, and retained if
    /// the store was opened with a lock.
    ///
    /// # Errors
    /// When it cannot be written, or not be retained as asked.
    async fn put(&self, path: &str, bytes: Bytes, condition: Condition) -> Result<Put, Error>;

    /// All objects whose name begins with `prefix` (empty: all; otherwise it ends in `/`), sorted.
    ///
    /// # Errors
    /// When the listing cannot be read to its end.
    async fn list(&self, prefix: &str) -> Result<Vec<Listed>, Error>;

    /// Makes sure that an object written earlier is retained at least as long as one written now.
    /// A store without a lock has nothing to do.
    ///
    /// # Errors
    /// When the object is gone or its retention cannot be read or extended.
    async fn retain(&self, path: &str) -> Result<(), Error> {
        let _ = path;
        Ok(())
    }

    /// Checks that an object is retained by the lock this store was opened with, and for how long
    /// (RFC 3339). `None`: the store was opened without a lock.
    ///
    /// # Errors
    /// When the object is not retained, or that cannot be found out.
    async fn retained(&self, path: &str) -> Result<Option<String>, Error> {
        let _ = path;
        Ok(None)
    }
}

/// The longest name of an object in bytes.
const LONGEST_PATH: usize = 512;
/// The longest segment of a name in bytes.
const LONGEST_SEGMENT: usize = 160;

/// Refuses names that are not the same object everywhere: 1 to 512 bytes of `a-z A-Z 0-9 . _ -` in
/// segments of at most 160, none empty, none that begins or ends with `.`, none that Windows reserves.
/// Names must not differ in case only; that is the caller's part.
///
/// # Errors
/// [`Error::BadObject`].
pub fn check_object_path(path: &str) -> Result<(), Error> {
    let good = path.len() <= LONGEST_PATH && path.split('/').all(is_safe_segment);
    if good { Ok(()) } else { Err(Error::BadObject(path.chars().take(120).collect())) }
}

/// The same for the beginning of names: empty, or a name with `/` at its end.
///
/// # Errors
/// [`Error::BadObject`].
pub(crate) fn check_prefix(prefix: &str) -> Result<(), Error> {
    match prefix.strip_suffix('/') {
        _ if prefix.is_empty() => Ok(()),
        Some(path) => check_object_path(path),
        None => Err(Error::BadObject(prefix.chars().take(120).collect())),
    }
}

fn is_safe_segment(segment: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (1..=LONGEST_SEGMENT).contains(&segment.len())
        && !segment.starts_with('.')
        && !segment.ends_with('.')
        && segment.chars().all(safe)
        && !is_reserved(segment)
}

/// Windows keeps these for devices, with any ending.
fn is_reserved(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| (b'1'..=b'9').contains(&b)))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::{check_object_path, check_prefix};

    #[test]
    fn only_safe_names_pass() {
        for good in
            ["a", "chunks/00/0011", "ledger/tile/entries/x001/067.p/17", "bundles/20261124T010000Z-r.json", "com10"]
        {
            check_object_path(good).unwrap_or_else(|e| panic!("{good}: {e}"));
        }
        let long = "a".repeat(161);
        for bad in [
            "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", ".hidden", "a.", "a\\b", "C:", "C:/x",
            "a b", "a\0b", "ü", "a\nb", "con", "NUL.txt", "x/COM1.p", "lpt9", &long, "a%2fb", "a*b", "a+b", "a=b",
        ] {
            assert!(check_object_path(bad).is_err(), "{bad:?}");
        }
        for (prefix, good) in [("", true), ("a/", true), ("a", false), ("/", false), ("../", false)] {
            assert_eq!(check_prefix(prefix).is_ok(), good, "{prefix:?}");
        }
    }
}
