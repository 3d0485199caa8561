//! Reads the container of a stranger: every header is compared with the one spelling allowed, every
//! byte of the file is owned by exactly one structure, and unpacked bytes are counted as they come.
//!
//! Never trusts a declared size, never allocates by one beyond the limits, never panics.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use sha2::{Digest as _, Sha256};

use crate::header::{Entry, Method, Widths};
use crate::limits::Limits;
use crate::refusal::{Reason, Refusal, refuse};
use crate::{directory, names};

/// Where a container's bytes come from: a file, or memory.
pub(crate) trait Media: Read + Seek + Send {}

impl<T: Read + Seek + Send> Media for T {}

/// Bytes that several readers share.
pub(crate) struct Source {
    media: Mutex<Box<dyn Media>>,
    pub(crate) len: u64,
}

impl Source {
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut media = self.media.lock().unwrap_or_else(PoisonError::into_inner);
        media.seek(SeekFrom::Start(at))?;
        media.read(buffer)
    }

    /// `n` bytes from `at`; the caller has bounded `n`.
    pub(crate) fn bytes(self: &Arc<Self>, at: u64, n: usize) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let end = at.saturating_add(n as u64);
        Section { source: Arc::clone(self), at, end }.read_to_end(&mut bytes).map_err(into_refusal)?;
        if bytes.len() == n {
            Ok(bytes)
        } else {
            refuse(Reason::Truncated, format!("the file ends at byte {}", self.len))
        }
    }
}

/// Part of a shared file.
pub(crate) struct Section {
    source: Arc<Source>,
    at: u64,
    end: u64,
}

impl Section {
    pub(crate) fn new(source: &Arc<Source>, at: u64, len: u64) -> Self {
        Self { source: Arc::clone(source), at, end: at.saturating_add(len) }
    }
}

impl Read for Section {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = left.min(buffer.len());
        let n = self.source.read_at(self.at, buffer.get_mut(..most).unwrap_or_default())?;
        self.at += n as u64;
        Ok(n)
    }
}

/// A parsed container. Its entries are in the order of the file.
pub(crate) struct Archive {
    source: Arc<Source>,
    pub(crate) root: String,
    pub(crate) entries: Vec<Entry>,
    widths: Widths,
}

impl Archive {
    /// Parses the structure; reads no entry's bytes.
    pub(crate) fn open(mut media: impl Media + 'static, limits: &Limits, widths: Widths) -> Result<Self, Refusal> {
        let len = media.seek(SeekFrom::End(0)).map_err(into_refusal)?;
        if len > limits.bundle_bytes {
            return refuse(Reason::BundleTooLarge, format!("{len} bytes; the limit is {}", limits.bundle_bytes));
        }
        let source = Arc::new(Source { media: Mutex::new(Box::new(media)), len });
        let end = directory::find_end(&source, limits, widths)?;
        let entries = directory::read(&source, &end, limits, widths)?;
        let root = check_names(&entries)?;
        let archive = Self { source, root, entries, widths };
        archive.check_layout(end.directory_at)?;
        archive.check_sizes(limits)?;
        Ok(archive)
    }

    /// How long the container is.
    pub(crate) fn bytes(&self) -> u64 {
        self.source.len
    }

    /// The name of `entry` inside the top folder.
    pub(crate) fn path<'a>(&self, entry: &'a Entry) -> &'a str {
        entry.name.get(self.root.len() + 1..).unwrap_or_default()
    }

    /// Every byte before the directory belongs to exactly one entry, and local headers agree.
    fn check_layout(&self, directory_at: u64) -> Result<(), Refusal> {
        let mut order: Vec<&Entry> = self.entries.iter().collect();
        order.sort_by_key(|entry| entry.offset);
        let mut at = 0;
        for entry in &order {
            if entry.offset > at && at == 0 {
                return refuse(Reason::PrependedData, format!("{} bytes before the first entry", entry.offset));
            }
            if entry.offset > at {
                return refuse(Reason::HiddenData, format!("{} bytes before {}", entry.offset - at, entry.name));
            }
            if entry.offset < at {
                return refuse(Reason::Overlap, format!("{} begins inside another entry", entry.name));
            }
            at = entry.data_at(self.widths).saturating_add(entry.packed);
            if at > directory_at {
                return refuse(Reason::Overlap, format!("{} reaches into the directory", entry.name));
            }
            let expected = entry.local(self.widths);
            if self.source.bytes(entry.offset, expected.len())? != expected {
                return refuse(Reason::LocalHeaderMismatch, entry.name.clone());
            }
        }
        if at != directory_at {
            return refuse(Reason::HiddenData, format!("{} bytes before the directory", directory_at - at));
        }
        if order.iter().zip(&self.entries).any(|(a, b)| a.offset != b.offset) {
            return refuse(Reason::WrongOrder, "the directory lists entries in another order than the file");
        }
        Ok(())
    }

    fn check_sizes(&self, limits: &Limits) -> Result<(), Refusal> {
        let mut total: u64 = 0;
        for entry in &self.entries {
            if entry.size > limits.entry_bytes {
                return refuse(Reason::EntryTooLarge, format!("{} declares {} bytes", entry.name, entry.size));
            }
            if limits.is_bomb(entry.size, entry.packed) {
                let detail = format!("{} declares {} bytes out of {}", entry.name, entry.size, entry.packed);
                return refuse(Reason::RatioExceeded, detail);
            }
            if entry.method == Method::Stored && entry.size != entry.packed {
                return refuse(Reason::SizeMismatch, format!("{} is stored, yet its two sizes differ", entry.name));
            }
            total = total.saturating_add(entry.size);
        }
        if total > limits.total_bytes {
            return refuse(Reason::TotalTooLarge, format!("{total} bytes in all; the limit is {}", limits.total_bytes));
        }
        Ok(())
    }

    /// The unpacked bytes of `entry`, checked as they are read and at their end.
    pub(crate) fn reader(&self, entry: &Entry, expected: Option<[u8; 32]>) -> EntryReader {
        let section = Section::new(&self.source, entry.data_at(self.widths), entry.packed);
        let packed = BufReader::with_capacity(buffer_for(entry.packed), section);
        let body = match entry.method {
            Method::Stored => Body::Stored(packed),
            Method::Deflated => Body::Deflated(DeflateDecoder::new(packed)),
        };
        let facts =
            Facts { name: entry.name.clone(), size: entry.size, packed: entry.packed, crc: entry.crc, expected };
        EntryReader { body, facts, crc: Crc::new(), hash: Sha256::new(), count: 0, done: false }
    }
}

fn buffer_for(packed: u64) -> usize {
    usize::try_from(packed.clamp(16, 64 << 10)).unwrap_or(64 << 10)
}

fn check_names(entries: &[Entry]) -> Result<String, Refusal> {
    let Some(first) = entries.first() else {
        return refuse(Reason::MissingEntry, "the archive is empty");
    };
    for entry in entries {
        names::check_full(&entry.name)?;
    }
    let root = first.name.split('/').next().unwrap_or_default().to_owned();
    let inside = |name: &str| name.strip_prefix(root.as_str()).is_some_and(|rest| rest.starts_with('/'));
    if let Some(outside) = entries.iter().find(|entry| !inside(&entry.name)) {
        return refuse(Reason::ForeignRoot, format!("{} is not in {root}/", outside.name));
    }
    let all: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    names::check_set(&all)?;
    Ok(root)
}

enum Body {
    Stored(BufReader<Section>),
    Deflated(DeflateDecoder<BufReader<Section>>),
}

struct Facts {
    name: String,
    size: u64,
    packed: u64,
    crc: u32,
    expected: Option<[u8; 32]>,
}

/// The bytes of one entry. Reading to the end checks size, checksum and digest; the last `read`
/// fails if one does not fit, so use the bytes only after the end was reached.
pub struct EntryReader {
    body: Body,
    facts: Facts,
    crc: Crc,
    hash: Sha256,
    count: u64,
    done: bool,
}

impl EntryReader {
    /// Declared size in bytes; more is never given.
    pub fn size(&self) -> u64 {
        self.facts.size
    }

    /// Reads all there is without keeping it; gives the SHA-256.
    pub(crate) fn drain(mut self) -> Result<[u8; 32], Refusal> {
        let mut buffer = vec![0; buffer_for(self.facts.size)];
        while self.read(&mut buffer).map_err(into_refusal)? > 0 {}
        Ok(self.hash.finalize().into())
    }

    fn at_end(&mut self) -> Result<(), Refusal> {
        let facts = &self.facts;
        if self.count != facts.size {
            let detail = format!("{}: {} bytes instead of {}", facts.name, self.count, facts.size);
            return refuse(Reason::SizeMismatch, detail);
        }
        let left = match &mut self.body {
            Body::Stored(_) => false,
            Body::Deflated(decoder) => decoder.total_in() != facts.packed,
        };
        if left {
            return refuse(Reason::CorruptData, format!("{}: bytes stand after the packed ones", facts.name));
        }
        if self.crc.sum() != facts.crc {
            return refuse(Reason::CrcMismatch, facts.name.clone());
        }
        let digest: [u8; 32] = self.hash.clone().finalize().into();
        if facts.expected.is_some_and(|expected| expected != digest) {
            return refuse(Reason::DigestMismatch, facts.name.clone());
        }
        Ok(())
    }
}

impl Read for EntryReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.done || buffer.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.body {
            Body::Stored(body) => body.read(buffer),
            Body::Deflated(body) => body.read(buffer),
        };
        let n = read.map_err(|e| match e.kind() {
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                refused(Refusal::new(Reason::CorruptData, format!("{}: {e}", self.facts.name)))
            }
            _ => e,
        })?;
        self.count += n as u64;
        if self.count > self.facts.size {
            let detail = format!("{}: more than the {} bytes declared", self.facts.name, self.facts.size);
            return Err(refused(Refusal::new(Reason::SizeMismatch, detail)));
        }
        let piece = buffer.get(..n).unwrap_or_default();
        self.crc.update(piece);
        self.hash.update(piece);
        if n == 0 {
            self.at_end().map_err(refused)?;
            self.done = true;
        }
        Ok(n)
    }
}

fn refused(refusal: Refusal) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, refusal)
}

/// The refusal inside an error of a reader, or `unreadable`.
pub(crate) fn into_refusal(error: io::Error) -> Refusal {
    let told = error.to_string();
    match error.into_inner().map(<dyn std::error::Error + Send + Sync>::downcast::<Refusal>) {
        Some(Ok(refusal)) => *refusal,
        _ => Refusal::new(Reason::Unreadable, told),
    }
}
