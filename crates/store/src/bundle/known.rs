//! Pieces that earlier nights left in the store, found by their content.

use std::collections::BTreeSet;

use super::chunk::{Spool, Stream};
use super::cut::{self, Mark};
use super::index::{Catalogue, Index};
use super::recipe::{Range, Recipe};
use super::split::split;
use crate::Error;

/// The most pieces that are remembered: 224 MB. What is beyond is stored again.
const MOST: usize = 8 << 20;

#[derive(Clone, Copy)]
struct Piece {
    mark: Mark,
    at: Range,
}

/// Where pieces lie, in the order of the night they come from.
#[derive(Default)]
pub(crate) struct Known {
    pieces: Vec<Piece>,
    /// Places in `pieces`, sorted by mark and then by place.
    by_mark: Vec<u32>,
}

impl Known {
    /// The pieces of the bundle that `index` describes and whose chunks `spool` holds.
    pub(crate) fn of(index: &Index, catalogue: &Catalogue, spool: &mut Spool) -> Result<Self, Error> {
        let mut known = Self::default();
        known.read(&index.catalogue.recipe, [(index.catalogue.bytes, true)].into_iter(), spool)?;
        let lengths = catalogue.0.iter().flat_map(|file| &file.blocks);
        let lengths = lengths.flat_map(|block| [(block.body, true), (block.columns, false)]);
        known.read(&index.content.recipe, lengths, spool)?;
        let mut by_mark: Vec<u32> = (0..u32::try_from(known.pieces.len()).unwrap_or(0)).collect();
        by_mark.sort_unstable_by_key(|at| (known.pieces.get(*at as usize).map(|piece| piece.mark), *at));
        known.by_mark = by_mark;
        Ok(known)
    }

    /// Forgets the pieces of all other chunks.
    pub(crate) fn keep_only(&mut self, chunks: &BTreeSet<u32>) {
        let lies_in = |at: &u32| self.pieces.get(*at as usize).is_some_and(|piece| chunks.contains(&piece.at.chunk));
        self.by_mark.retain(lies_in);
    }

    /// Reads streams of such lengths, each a body or columns.
    fn read(
        &mut self,
        recipe: &Recipe,
        lengths: impl Iterator<Item = (u64, bool)>,
        spool: &mut Spool,
    ) -> Result<(), Error> {
        let mut stream = Stream::new(recipe);
        for (length, is_body) in lengths {
            let taken = stream.take(usize::try_from(length).unwrap_or(usize::MAX), spool)?;
            // A base that does not add up is no base; the night is stored whole.
            let Some((bytes, from)) = taken else { return Ok(()) };
            self.note(&bytes, &from, is_body);
        }
        Ok(())
    }

    /// Cuts `bytes`, which lie in `from`, and remembers each piece that lies in one range; of columns
    /// the digests.
    fn note(&mut self, bytes: &[u8], from: &[Range], is_body: bool) {
        let mut ranges = from.iter();
        let mut now = ranges.next().copied();
        let mut each = |piece: &[u8], is_piece: bool| -> Result<(), ()> {
            let length = u32::try_from(piece.len()).map_err(|_| ())?;
            let mut left = length;
            if left == 0 {
                return Ok(());
            }
            let range = now.ok_or(())?;
            if is_piece && range.length >= length && self.pieces.len() < MOST {
                let at = Range { length, ..range };
                self.pieces.push(Piece { mark: cut::mark(piece), at });
            }
            while left > 0 {
                let range = now.as_mut().ok_or(())?;
                let step = left.min(range.length);
                (range.offset, range.length, left) =
                    (range.offset.saturating_add(step), range.length - step, left - step);
                if range.length == 0 {
                    now = ranges.next().copied();
                }
            }
            Ok(())
        };
        if is_body {
            let _ = cut::pieces(bytes, |piece| each(piece, true));
        } else {
            let (before, mut digests) = cut::values(bytes);
            let _ = each(before, false).and_then(|()| digests.try_for_each(|digest| each(digest, true)));
        }
    }

    /// A piece of this content, if there is one: the first after `last`, so that what was in a row is
    /// found in a row. Gives its place here and its range.
    pub(crate) fn find(&self, piece: &[u8], last: Option<usize>) -> Option<(usize, Range)> {
        if self.pieces.is_empty() {
            return None;
        }
        let mark = cut::mark(piece);
        let mark_at = |at: &u32| self.pieces.get(*at as usize).map(|piece| piece.mark);
        let first = self.by_mark.partition_point(|at| mark_at(at) < Some(mark));
        let same = self.by_mark.get(first..)?;
        let same = same.get(..same.partition_point(|at| mark_at(at) == Some(mark)))?;
        let after = same.partition_point(|at| last.is_some_and(|last| *at as usize <= last));
        let at = *same.get(after).or_else(|| same.first())? as usize;
        let found = self.pieces.get(at)?;
        (found.at.length as usize == piece.len()).then_some((at, found.at))
    }
}

/// How many marks make a sketch.
const SKETCH: usize = 32;

/// The smallest marks of some content. Two contents that share much share many of them, so an index
/// alone tells which earlier night is most like this one.
#[derive(Debug, Default)]
pub(crate) struct Sketch(BTreeSet<u64>);

impl Sketch {
    /// Takes in a part of the content.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        let (body, _) = split(bytes);
        let _ = cut::pieces(&body, |piece| -> Result<(), std::convert::Infallible> {
            let mark = cut::mark(piece);
            self.0.insert(mark.first_chunk().map_or(0, |head| u64::from_be_bytes(*head)));
            if self.0.len() > SKETCH {
                self.0.pop_last();
            }
            Ok(())
        });
    }

    /// As it stands in an index.
    pub(crate) fn to_hex(&self) -> Vec<String> {
        self.0.iter().map(|n| format!("{n:016x}")).collect()
    }
}
