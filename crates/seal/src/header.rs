//! The bytes of the container's headers: one spelling for each entry, written and compared, never
//! guessed. The sealer emits them; the verifier builds the same ones and compares.
//!
//! Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.14–16, 4.5.3.

pub(crate) const LOCAL: u32 = 0x0403_4b50;
pub(crate) const CENTRAL: u32 = 0x0201_4b50;
pub(crate) const END: u32 = 0x0605_4b50;
pub(crate) const END64: u32 = 0x0606_4b50;
pub(crate) const LOCATOR: u32 = 0x0706_4b50;

pub(crate) const LOCAL_LEN: usize = 30;
pub(crate) const CENTRAL_LEN: usize = 46;
pub(crate) const END_LEN: usize = 22;
pub(crate) const END64_LEN: usize = 56;
pub(crate) const LOCATOR_LEN: usize = 20;

/// 1980-01-01 00:00:00, the earliest a ZIP can say.
pub(crate) const DATE: u16 = 0x0021;
/// A plain file, mode 0644, in the upper half as Unix writes it.
pub(crate) const MODE: u32 = 0o100_644 << 16;
/// Made on Unix (so that modes mean something), by version 4.5 of the format.
const MADE_BY: u16 = 0x032d;

/// How an entry is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Stored,
    Deflated,
}

impl Method {
    pub(crate) fn code(self) -> u16 {
        match self {
            Self::Stored => 0,
            Self::Deflated => 8,
        }
    }
}

/// What the directory says of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Full name, with the top folder.
    pub(crate) name: String,
    pub(crate) method: Method,
    pub(crate) crc: u32,
    pub(crate) packed: u64,
    pub(crate) size: u64,
    /// Where its local header begins.
    pub(crate) offset: u64,
}

/// From where on 64-bit fields are used. Always [`Widths::STANDARD`] outside tests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Widths {
    /// Entries of at least this size carry 64-bit sizes. Below the 32-bit limit, because packing
    /// can make incompressible bytes a little longer.
    pub(crate) size: u64,
    /// Offsets and directory sizes of at least this value are written in 64 bits.
    pub(crate) offset: u64,
    /// Entry counts of at least this value are written in 64 bits.
    pub(crate) count: u64,
}

impl Widths {
    pub(crate) const STANDARD: Self = Self { size: 0xf000_0000, offset: 0xffff_ffff, count: 0xffff };
}

fn narrow(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX)
}

struct Out(Vec<u8>);

impl Out {
    fn u16(&mut self, value: u16) -> &mut Self {
        self.0.extend_from_slice(&value.to_le_bytes());
        self
    }
    fn u32(&mut self, value: u32) -> &mut Self {
        self.0.extend_from_slice(&value.to_le_bytes());
        self
    }
    fn u64(&mut self, value: u64) -> &mut Self {
        self.0.extend_from_slice(&value.to_le_bytes());
        self
    }
}

impl Entry {
    fn is_wide(&self, widths: Widths) -> bool {
        self.size >= widths.size
    }

    /// The fields from "version needed" to "uncompressed size", which both headers share.
    fn common(&self, out: &mut Out, wide_header: bool, widths: Widths) {
        out.u16(if wide_header { 45 } else { 20 }).u16(0).u16(self.method.code()).u16(0).u16(DATE).u32(self.crc);
        if self.is_wide(widths) {
            out.u32(u32::MAX).u32(u32::MAX);
        } else {
            out.u32(narrow(self.packed)).u32(narrow(self.size));
        }
    }

    /// The local header, name and extra field included.
    pub(crate) fn local(&self, widths: Widths) -> Vec<u8> {
        let wide = self.is_wide(widths);
        let mut out = Out(Vec::with_capacity(LOCAL_LEN + self.name.len() + 20));
        out.u32(LOCAL);
        self.common(&mut out, wide, widths);
        out.u16(length(self.name.as_bytes())).u16(if wide { 20 } else { 0 });
        out.0.extend_from_slice(self.name.as_bytes());
        if wide {
            out.u16(1).u16(16).u64(self.size).u64(self.packed);
        }
        out.0
    }

    /// The directory record.
    pub(crate) fn central(&self, widths: Widths) -> Vec<u8> {
        let wide = self.is_wide(widths);
        let far = self.offset >= widths.offset;
        let mut extra = Out(Vec::new());
        if wide || far {
            extra.u16(1).u16(if wide { 16 } else { 0 } + if far { 8 } else { 0 });
            if wide {
                extra.u64(self.size).u64(self.packed);
            }
            if far {
                extra.u64(self.offset);
            }
        }
        let mut out = Out(Vec::with_capacity(CENTRAL_LEN + self.name.len() + extra.0.len()));
        out.u32(CENTRAL).u16(MADE_BY);
        self.common(&mut out, wide || far, widths);
        out.u16(length(self.name.as_bytes())).u16(length(&extra.0)).u16(0).u16(0).u16(0).u32(MODE);
        out.u32(if far { u32::MAX } else { narrow(self.offset) });
        out.0.extend_from_slice(self.name.as_bytes());
        out.0.extend_from_slice(&extra.0);
        out.0
    }

    /// Where the packed bytes begin.
    pub(crate) fn data_at(&self, widths: Widths) -> u64 {
        let extra = if self.is_wide(widths) { 20 } else { 0 };
        self.offset.saturating_add((LOCAL_LEN + self.name.len() + extra) as u64)
    }
}

/// The end of the archive: the 64-bit record and its locator if needed, then the classic one.
pub(crate) fn end(count: u64, directory_size: u64, directory_at: u64, widths: Widths) -> Vec<u8> {
    let many = count >= widths.count;
    let big = directory_size >= widths.offset;
    let far = directory_at >= widths.offset;
    let mut out = Out(Vec::new());
    if many || big || far {
        out.u32(END64).u64(44).u16(MADE_BY).u16(45).u32(0).u32(0).u64(count).u64(count);
        out.u64(directory_size).u64(directory_at);
        out.u32(LOCATOR).u32(0).u64(directory_at.saturating_add(directory_size)).u32(1);
    }
    let count = if many { u16::MAX } else { u16::try_from(count).unwrap_or(u16::MAX) };
    out.u32(END).u16(0).u16(0).u16(count).u16(count);
    out.u32(if big { u32::MAX } else { narrow(directory_size) });
    out.u32(if far { u32::MAX } else { narrow(directory_at) }).u16(0);
    out.0
}

/// Little-endian numbers out of a slice, without a way to read past it.
pub(crate) struct Fields<'a>(pub(crate) &'a [u8]);

impl<'a> Fields<'a> {
    pub(crate) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }
    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }
    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }
    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }
}
