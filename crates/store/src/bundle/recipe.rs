//! A recipe: which ranges of which chunks, one after the other, give a stream back. Small, because a
//! night that changed little is little else.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// The most bytes that a recipe takes, unpacked.
const MOST_BYTES: u64 = 256 << 20;

/// A range of one chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    /// Which chunk, by its place in the index's list.
    pub(crate) chunk: u32,
    /// Where in it, unpacked.
    pub(crate) offset: u32,
    /// How many bytes; never 0.
    pub(crate) length: u32,
}

/// Ranges in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Recipe(pub(crate) Vec<Range>);

impl Recipe {
    /// Adds a range; one that continues the last is joined with it.
    pub(crate) fn add(&mut self, range: Range) {
        if let Some(last) = self.0.last_mut()
            && last.chunk == range.chunk
            && last.offset.checked_add(last.length) == Some(range.offset)
            && let Some(length) = last.length.checked_add(range.length)
        {
            last.length = length;
        } else if range.length > 0 {
            self.0.push(range);
        }
    }

    /// How many bytes the stream has.
    pub(crate) fn bytes(&self) -> u64 {
        self.0.iter().map(|range| u64::from(range.length)).sum()
    }

    /// Three numbers a range: the chunk and the offset as differences to what is likely, the length.
    pub(crate) fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut out = DeflateEncoder::new(Vec::new(), Compression::new(9));
        let mut likely = Likely::default();
        let mut numbers = Vec::new();
        for range in &self.0 {
            numbers.clear();
            push(&mut numbers, zigzag(i64::from(range.chunk) - i64::from(likely.chunk)));
            push(&mut numbers, zigzag(i64::from(range.offset) - i64::from(likely.offset(range.chunk))));
            push(&mut numbers, range.length.into());
            out.write_all(&numbers)?;
            likely.saw(*range);
        }
        out.finish()
    }

    /// Undoes [`Recipe::to_bytes`]; `None` for bytes that no recipe gives.
    pub(crate) fn parse(packed: &[u8]) -> Option<Self> {
        let mut numbers = Vec::new();
        let mut reader = DeflateDecoder::new(packed).take(MOST_BYTES + 1);
        reader.read_to_end(&mut numbers).ok()?;
        let mut left = numbers.as_slice();
        if left.len() as u64 > MOST_BYTES {
            return None;
        }
        let (mut likely, mut ranges) = (Likely::default(), Vec::new());
        while !left.is_empty() {
            let chunk = u32::try_from(i64::from(likely.chunk).checked_add(unzigzag(pop(&mut left)?))?).ok()?;
            let offset = i64::from(likely.offset(chunk)).checked_add(unzigzag(pop(&mut left)?))?;
            let (offset, length) = (u32::try_from(offset).ok()?, u32::try_from(pop(&mut left)?).ok()?);
            offset.checked_add(length).filter(|_| length > 0)?;
            let range = Range { chunk, offset, length };
            likely.saw(range);
            ranges.push(range);
        }
        Some(Self(ranges))
    }
}

/// What the next range will most likely be: the same chunk, where its last range ended.
#[derive(Default)]
struct Likely {
    chunk: u32,
    ends: BTreeMap<u32, u32>,
}

impl Likely {
    fn offset(&self, chunk: u32) -> u32 {
        self.ends.get(&chunk).copied().unwrap_or(0)
    }

    fn saw(&mut self, range: Range) {
        self.chunk = range.chunk;
        self.ends.insert(range.chunk, range.offset.saturating_add(range.length));
    }
}

fn zigzag(n: i64) -> u64 {
    (n << 1 ^ n >> 63).cast_unsigned()
}

fn unzigzag(n: u64) -> i64 {
    (n >> 1).cast_signed() ^ -(n & 1).cast_signed()
}

/// LEB128.
fn push(out: &mut Vec<u8>, mut n: u64) {
    loop {
        let low = u8::try_from(n & 0x7f).unwrap_or(0);
        n >>= 7;
        out.push(if n == 0 { low } else { low | 0x80 });
        if n == 0 {
            return;
        }
    }
}

fn pop(left: &mut &[u8]) -> Option<u64> {
    let mut n: u64 = 0;
    for shift in (0..63).step_by(7) {
        let (byte, rest) = left.split_first()?;
        *left = rest;
        n |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Range, Recipe};

    proptest! {
        #[test]
        fn any_recipe_comes_back(ranges in prop::collection::vec((0..300_u32, 0..9_000_000_u32, 1..5000_u32), 0..200)) {
            let mut recipe = Recipe::default();
            for (chunk, offset, length) in &ranges {
                recipe.add(Range { chunk: *chunk, offset: *offset, length: *length });
            }
            let total: u64 = ranges.iter().map(|(_, _, length)| u64::from(*length)).sum();
            prop_assert_eq!(recipe.bytes(), total);
            prop_assert_eq!(Recipe::parse(&recipe.to_bytes().unwrap()), Some(recipe));
        }

        #[test]
        fn any_bytes_are_borne(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Recipe::parse(&bytes);
        }
    }

    #[test]
    fn neighbours_are_joined() {
        let mut recipe = Recipe::default();
        for range in [(0, 0, 5), (0, 5, 5), (0, 11, 1), (1, 12, 1)] {
            recipe.add(Range { chunk: range.0, offset: range.1, length: range.2 });
        }
        assert_eq!(recipe.0.len(), 3);
    }
}
