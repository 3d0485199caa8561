//! The end of the container and its directory: found at one place only, parsed, and compared with
//! the bytes that the format prescribes for what it says.

use std::io::{BufReader, Read as _};
use std::sync::Arc;

use crate::header::{self, Entry, Fields, Method, Widths};
use crate::limits::Limits;
use crate::names;
use crate::refusal::{Reason, Refusal, refuse};
use crate::unpack::{Section, Source, into_refusal};

/// What the end of the archive says.
pub(crate) struct End {
    pub(crate) count: u64,
    pub(crate) directory_at: u64,
    pub(crate) directory_len: u64,
}

/// The longest name a directory record may carry here: a top folder and a path.
const MOST_NAME: usize = names::SEGMENT_BYTES + 1 + names::PATH_BYTES;
/// The longest directory record: fixed part, name, all three 64-bit fields.
const MOST_RECORD: u64 = (header::CENTRAL_LEN + MOST_NAME + 28) as u64;

fn malformed<T>(detail: &str) -> Result<T, Refusal> {
    refuse(Reason::ContainerMalformed, detail)
}

/// Finds the end of the archive, which must be the end of the file.
pub(crate) fn find_end(source: &Arc<Source>, limits: &Limits, widths: Widths) -> Result<End, Refusal> {
    let end_at = source.len.checked_sub(header::END_LEN as u64);
    let classic = match end_at {
        Some(at) => source.bytes(at, header::END_LEN)?,
        None => return why_no_end(source),
    };
    let Some(end_at) = end_at.filter(|_| classic.starts_with(&header::END.to_le_bytes())) else {
        return why_no_end(source);
    };
    let mut end = parse_classic(&classic)?;
    let saturated = end.count == 0xffff || end.directory_at == 0xffff_ffff || end.directory_len == 0xffff_ffff;
    let mut tail = classic;
    let mut tail_at = end_at;
    if saturated {
        let more = header::END64_LEN + header::LOCATOR_LEN;
        tail_at = match end_at.checked_sub(more as u64) {
            Some(at) => at,
            None => return malformed("the 64-bit end record is missing"),
        };
        let mut bytes = source.bytes(tail_at, more)?;
        end = parse_wide(&bytes)?;
        bytes.append(&mut tail);
        tail = bytes;
    }
    if end.count > limits.entries {
        return refuse(Reason::TooManyEntries, format!("{} entries; the limit is {}", end.count, limits.entries));
    }
    if end.directory_len > end.count.saturating_mul(MOST_RECORD) {
        return malformed("the directory is longer than its entries can be");
    }
    let directory_end = end.directory_at.saturating_add(end.directory_len);
    if directory_end < tail_at {
        return why_gap(source, tail_at - directory_end);
    }
    if directory_end > tail_at {
        return refuse(Reason::Truncated, "the directory should reach beyond where the archive ends");
    }
    if header::end(end.count, end.directory_len, end.directory_at, widths) != tail {
        return malformed("the end of the archive is not in its one allowed spelling");
    }
    Ok(end)
}

fn parse_classic(bytes: &[u8]) -> Result<End, Refusal> {
    let mut fields = Fields(bytes);
    let parsed = (|| {
        fields.u32()?;
        let disks = (fields.u16()?, fields.u16()?);
        let counts = (fields.u16()?, fields.u16()?);
        let sizes = (fields.u32()?, fields.u32()?);
        Some((disks, counts, sizes, fields.u16()?))
    })();
    let Some((disks, counts, (len, at), comment)) = parsed else {
        return malformed("the end record is too short");
    };
    if disks != (0, 0) || counts.0 != counts.1 {
        return refuse(Reason::MultiDisk, format!("disks {disks:?}, entries {counts:?}"));
    }
    if comment != 0 {
        return refuse(Reason::Truncated, format!("a comment of {comment} bytes is announced and missing"));
    }
    Ok(End { count: counts.0.into(), directory_at: at.into(), directory_len: len.into() })
}

fn parse_wide(bytes: &[u8]) -> Result<End, Refusal> {
    let mut fields = Fields(bytes);
    let parsed = (|| {
        let signature = fields.u32()?;
        fields.take(28)?;
        let (count, len, at) = (fields.u64()?, fields.u64()?, fields.u64()?);
        (signature == header::END64).then_some(End { count, directory_at: at, directory_len: len })
    })();
    parsed.map_or_else(|| malformed("the 64-bit end record is missing"), Ok)
}

/// The file does not end as an archive does; says why as closely as can be seen.
fn why_no_end(source: &Arc<Source>) -> Result<End, Refusal> {
    let head = source.bytes(0, usize::try_from(source.len.min(4)).unwrap_or(0))?;
    let back = source.len.min(0xffff + header::END_LEN as u64);
    let tail = source.bytes(source.len - back, usize::try_from(back).unwrap_or(0))?;
    let signature = header::END.to_le_bytes();
    let found = tail.windows(header::END_LEN).rposition(|window| window.starts_with(&signature));
    if let Some(at) = found {
        let after = (tail.len() - at - header::END_LEN) as u64;
        let announced = tail.get(at + 20..at + 22).and_then(|n| n.try_into().ok()).map_or(0, u16::from_le_bytes);
        if u64::from(announced) == after {
            return refuse(Reason::Comment, format!("the archive carries a comment of {after} bytes"));
        }
        return refuse(Reason::TrailingData, format!("{after} bytes after the end of the archive"));
    }
    if !head.is_empty() && header::LOCAL.to_le_bytes().starts_with(&head) {
        return refuse(Reason::Truncated, format!("the archive breaks off after {} bytes", source.len));
    }
    refuse(Reason::NotABundle, "it neither begins nor ends like a ZIP archive")
}

fn why_gap(source: &Arc<Source>, gap: u64) -> Result<End, Refusal> {
    let head = source.bytes(0, 4)?;
    if head == header::LOCAL.to_le_bytes() {
        return refuse(Reason::HiddenData, format!("{gap} bytes that the directory does not account for"));
    }
    refuse(Reason::PrependedData, format!("{gap} bytes before the archive"))
}

/// Reads the directory's records.
pub(crate) fn read(source: &Arc<Source>, end: &End, limits: &Limits, widths: Widths) -> Result<Vec<Entry>, Refusal> {
    let mut reader = BufReader::with_capacity(64 << 10, Section::new(source, end.directory_at, end.directory_len));
    let mut entries = Vec::new();
    let mut left = end.directory_len;
    while left > 0 {
        if entries.len() as u64 >= limits.entries {
            return refuse(Reason::TooManyEntries, format!("the limit is {}", limits.entries));
        }
        let mut take = |n: usize| -> Result<Vec<u8>, Refusal> {
            left = match left.checked_sub(n as u64) {
                Some(rest) => rest,
                None => return malformed("a directory record breaks off"),
            };
            let mut bytes = vec![0; n];
            reader.read_exact(&mut bytes).map_err(into_refusal)?;
            Ok(bytes)
        };
        let fixed = take(header::CENTRAL_LEN)?;
        let Some(record) = Record::parse(&fixed) else {
            return malformed("a directory record is none");
        };
        let rest = take(record.rest())?;
        entries.push(record.entry(&fixed, &rest, widths)?);
    }
    if entries.len() as u64 != end.count {
        return malformed("the directory has another number of records than it says");
    }
    Ok(entries)
}

struct Record {
    flags: u16,
    method: u16,
    crc: u32,
    packed: u32,
    size: u32,
    name: usize,
    extra: usize,
    comment: usize,
    disk: u16,
    mode: u32,
    offset: u32,
}

impl Record {
    fn parse(fixed: &[u8]) -> Option<Self> {
        let mut f = Fields(fixed);
        if f.u32()? != header::CENTRAL {
            return None;
        }
        f.take(4)?;
        let (flags, method) = (f.u16()?, f.u16()?);
        f.take(4)?;
        let (crc, packed, size) = (f.u32()?, f.u32()?, f.u32()?);
        let (name, extra, comment) = (f.u16()?.into(), f.u16()?.into(), f.u16()?.into());
        let disk = f.u16()?;
        f.take(2)?;
        let (mode, offset) = (f.u32()?, f.u32()?);
        Some(Self { flags, method, crc, packed, size, name, extra, comment, disk, mode, offset })
    }

    fn rest(&self) -> usize {
        self.name + self.extra + self.comment
    }

    fn entry(&self, fixed: &[u8], rest: &[u8], widths: Widths) -> Result<Entry, Refusal> {
        let mut fields = Fields(rest);
        let name = fields.take(self.name).unwrap_or_default();
        let extra = fields.take(self.extra).unwrap_or_default();
        let Some(name) = std::str::from_utf8(name).ok().filter(|name| name.len() <= MOST_NAME) else {
            let shown: String = name.escape_ascii().to_string().chars().take(120).collect();
            return refuse(Reason::UnsafeName, format!("{shown} is not ASCII or longer than {MOST_NAME} bytes"));
        };
        let method = self.check_flags(name)?;
        let (size, packed, offset) = self.wide(extra);
        let entry = Entry { name: name.to_owned(), method, crc: self.crc, packed, size, offset };
        if entry.central(widths) != [fixed, rest].concat() {
            return refuse(Reason::HeaderNotCanonical, name.escape_default().to_string());
        }
        Ok(entry)
    }

    fn check_flags(&self, name: &str) -> Result<Method, Refusal> {
        let shown = name.escape_default().to_string();
        if self.flags & 1 != 0 || self.flags & 0x40 != 0 {
            return refuse(Reason::EncryptedEntry, shown);
        }
        if self.flags & 8 != 0 {
            return refuse(Reason::DataDescriptor, shown);
        }
        if self.comment != 0 {
            return refuse(Reason::Comment, format!("{shown} carries a comment"));
        }
        if self.disk != 0 && self.disk != u16::MAX {
            return refuse(Reason::MultiDisk, format!("{shown} is on disk {}", self.disk));
        }
        match self.mode >> 28 {
            0o12 => return refuse(Reason::Symlink, shown),
            0o10 | 0 if self.mode & 0x10 == 0 && !name.ends_with('/') => {}
            _ => return refuse(Reason::SpecialEntry, shown),
        }
        match self.method {
            0 => Ok(Method::Stored),
            8 => Ok(Method::Deflated),
            other => refuse(Reason::UnsupportedCompression, format!("{shown} uses method {other}")),
        }
    }

    /// Size, packed size and offset, from the 64-bit extra field where the 32-bit ones are full.
    /// What does not fit shows when the record is compared with the prescribed one.
    fn wide(&self, extra: &[u8]) -> (u64, u64, u64) {
        let mut fields = Fields(extra);
        let _ = fields.take(4);
        let mut widen = |narrow: u32, wanted: bool| {
            if wanted { fields.u64().unwrap_or_default() } else { u64::from(narrow) }
        };
        let is_wide = self.size == u32::MAX;
        let size = widen(self.size, is_wide);
        let packed = widen(self.packed, is_wide);
        let offset = widen(self.offset, self.offset == u32::MAX);
        (size, packed, offset)
    }
}
