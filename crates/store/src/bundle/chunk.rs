//! Chunks: up to 4 MiB of pieces of any number of files, packed together and named by the SHA-256 of
//! their content. What is read back is a stranger's until its digest fits.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use bytes::Bytes;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use model::Digest;
use sha2::{Digest as _, Sha256};

use super::recipe::{Range, Recipe};
use crate::Error;

/// A chunk is closed when it holds so many bytes.
pub(crate) const FULL: usize = 4 << 20;
/// The most bytes that a chunk has, unpacked: a full one takes one more piece.
const MOST: u64 = 5 << 20;
/// The most bytes of a chunk as it is stored. Deflate never adds more than this to 5 MiB.
pub(crate) const MOST_STORED: u64 = 6 << 20;

/// The name of a chunk's object.
pub(crate) fn object_of(id: &Digest) -> String {
    let hex = id.as_str();
    format!("chunks/{}/{hex}", hex.get(..2).unwrap_or_default())
}

/// Name and stored bytes of a chunk.
pub(crate) fn pack(content: &[u8]) -> std::io::Result<(Digest, Bytes)> {
    let id = Digest::from_raw(Sha256::digest(content).into());
    let mut out = DeflateEncoder::new(Vec::new(), Compression::new(9));
    out.write_all(content)?;
    Ok((id, out.finish()?.into()))
}

/// The content of a stored chunk.
pub(crate) fn unpack(id: &Digest, stored: &[u8]) -> Result<Vec<u8>, Error> {
    let wrong = |why: &str| Error::Damaged { path: object_of(id), why: why.to_owned() };
    let mut content = Vec::new();
    let read = DeflateDecoder::new(stored).take(MOST + 1).read_to_end(&mut content);
    read.map_err(|_| wrong("it cannot be unpacked"))?;
    if content.len() as u64 > MOST {
        return Err(wrong("it unpacks to more than a chunk can hold"));
    }
    if Digest::from_raw(Sha256::digest(&content).into()) != *id {
        return Err(wrong("its SHA-256 is not its name"));
    }
    Ok(content)
}

/// Chunks of one bundle, unpacked and checked, in a file of no name that goes away by itself.
pub(crate) struct Spool {
    file: File,
    /// Of each chunk in the index's list, where it begins and how long it is.
    places: Vec<Option<(u64, u32)>>,
    end: u64,
}

impl Spool {
    /// Room for `count` chunks in `folder`.
    pub(crate) fn new(folder: &Path, count: usize) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(folder).map_err(|e| Error::writing(folder, e))?;
        Ok(Self { file, places: vec![None; count], end: 0 })
    }

    /// Keeps a chunk's content.
    pub(crate) fn keep(&mut self, which: usize, content: &[u8]) -> Result<(), Error> {
        let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
        self.file.seek(SeekFrom::Start(self.end)).and_then(|_| self.file.write_all(content)).map_err(Error::spool)?;
        if let Some(place) = self.places.get_mut(which) {
            *place = Some((self.end, length));
        }
        self.end = self.end.saturating_add(content.len() as u64);
        Ok(())
    }

    /// The bytes of a range, appended to `out`. `None` if the range is not in what was kept.
    pub(crate) fn read(&mut self, range: Range, out: &mut Vec<u8>) -> Option<std::io::Result<()>> {
        let (start, length) = (*self.places.get(range.chunk as usize)?)?;
        let end = range.offset.checked_add(range.length).filter(|end| *end <= length)?;
        let mut read = || {
            self.file.seek(SeekFrom::Start(start.saturating_add(range.offset.into())))?;
            let n = (&self.file).take(u64::from(end - range.offset)).read_to_end(out)?;
            if n as u64 == u64::from(range.length) { Ok(()) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
        };
        Some(read())
    }
}

/// Bytes of a stream, and the ranges that they came from.
pub(crate) type Taken = (Vec<u8>, Vec<Range>);

/// Reads a recipe's stream from its beginning, in portions.
pub(crate) struct Stream<'a> {
    ranges: &'a [Range],
    /// How much of the first range was given.
    given: u32,
}

impl<'a> Stream<'a> {
    pub(crate) fn new(recipe: &'a Recipe) -> Self {
        Self { ranges: &recipe.0, given: 0 }
    }

    /// The next `n` bytes, and the ranges they came from. `None` if the recipe does not give them.
    pub(crate) fn take(&mut self, n: usize, spool: &mut Spool) -> Result<Option<Taken>, Error> {
        let (mut bytes, mut from) = (Vec::new(), Vec::new());
        while bytes.len() < n {
            let Some((first, rest)) = self.ranges.split_first() else { return Ok(None) };
            let left = u32::try_from(n - bytes.len()).unwrap_or(u32::MAX);
            let length = (first.length - self.given).min(left);
            let part = Range { offset: first.offset.saturating_add(self.given), length, ..*first };
            match spool.read(part, &mut bytes) {
                None => return Ok(None),
                Some(read) => read.map_err(Error::spool)?,
            }
            from.push(part);
            self.given += length;
            if self.given == first.length {
                (self.ranges, self.given) = (rest, 0);
            }
        }
        Ok(Some((bytes, from)))
    }

    /// True if nothing is left.
    pub(crate) fn is_done(&self) -> bool {
        self.ranges.is_empty()
    }
}
