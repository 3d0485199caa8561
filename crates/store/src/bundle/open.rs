//! A chunk that is being filled. What a night adds to an earlier one is many short pieces that name the
//! same new digests: a line of the list of exchanges, of the manifest, of the catalogue. Deflate sees
//! back 32 KiB only, so pieces that name the same digest are laid side by side.

use std::collections::BTreeMap;

use super::recipe::{Range, Recipe};

/// Hex digits of a SHA-256.
const DIGEST: usize = 64;

/// A chunk being filled, and the recipes' ranges of it and of others since it was begun.
#[derive(Default)]
pub(crate) struct Open {
    /// Its place in the index's list.
    pub(crate) place: u32,
    content: Vec<u8>,
    /// Where each piece ends.
    ends: Vec<usize>,
}

impl Open {
    /// An empty chunk.
    pub(crate) fn new(place: u32) -> Self {
        Self { place, ..Self::default() }
    }

    /// How many bytes it has.
    pub(crate) fn len(&self) -> usize {
        self.content.len()
    }

    /// Adds a piece, and tells where it lies until [`Self::close`] says where it came to lie.
    pub(crate) fn add(&mut self, piece: &[u8]) -> Range {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let range = Range { chunk: self.place, offset: number(self.content.len()), length: number(piece.len()) };
        self.content.extend_from_slice(piece);
        self.ends.push(self.content.len());
        range
    }

    /// The content as it is to be stored. With `side_by_side`, pieces that name the same digest are
    /// moved together; the ranges say where pieces came to lie.
    pub(crate) fn close(self, side_by_side: bool) -> (Vec<u8>, Moved) {
        let mut moved = Moved { place: self.place, offsets: BTreeMap::new() };
        if !side_by_side {
            return (self.content, moved);
        }
        let mut content = Vec::with_capacity(self.content.len());
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let pieces: Vec<(usize, &[u8])> = starts
            .zip(&self.ends)
            .map(|(start, end)| (start, self.content.get(start..*end).unwrap_or_default()))
            .collect();
        for which in order(&pieces) {
            let Some((start, piece)) = pieces.get(which) else { continue };
            if *start != content.len() {
                let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                moved.offsets.insert(number(*start), number(content.len()));
            }
            content.extend_from_slice(piece);
        }
        (content, moved)
    }
}

/// The order in which pieces are laid: each behind the first that names the same digest.
fn order(pieces: &[(usize, &[u8])]) -> Vec<usize> {
    let mut first: BTreeMap<&[u8], usize> = BTreeMap::new();
    let mut behind: Vec<usize> = Vec::with_capacity(pieces.len());
    for (which, (_, piece)) in pieces.iter().enumerate() {
        let mut leader = which;
        for digest in digests(piece) {
            leader = leader.min(*first.entry(digest).or_insert(which));
        }
        behind.push(behind.get(leader).copied().unwrap_or(leader));
    }
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by_key(|which| behind.get(*which).copied());
    order
}

/// Runs of exactly 64 lower-case hex digits.
fn digests(piece: &[u8]) -> impl Iterator<Item = &[u8]> {
    piece.split(|byte| !matches!(byte, b'0'..=b'9' | b'a'..=b'f')).filter(|run| run.len() == DIGEST)
}

/// Where the pieces of one chunk came to lie.
pub(crate) struct Moved {
    place: u32,
    /// The offset that a piece was told, and the one that it has.
    offsets: BTreeMap<u32, u32>,
}

impl Moved {
    /// The range as it is now.
    fn of(&self, range: Range) -> Range {
        let moved = self.offsets.get(&range.offset).filter(|_| range.chunk == self.place);
        Range { offset: moved.copied().unwrap_or(range.offset), ..range }
    }
}

/// A recipe being written: ranges since the open chunk was begun may still move.
#[derive(Default)]
pub(crate) struct Draft {
    settled: Recipe,
    open: Vec<Range>,
}

impl Draft {
    /// Adds a range.
    pub(crate) fn add(&mut self, range: Range) {
        self.open.push(range);
    }

    /// Takes in where the pieces of a chunk came to lie.
    pub(crate) fn settle(&mut self, moved: &Moved) {
        for range in self.open.drain(..) {
            self.settled.add(moved.of(range));
        }
    }

    /// The recipe, when nothing moves any more.
    pub(crate) fn finish(mut self) -> Recipe {
        for range in self.open {
            self.settled.add(range);
        }
        self.settled
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Draft, Open};

    const ONE: &str = "1111111111111111111111111111111111111111111111111111111111111111";
    const TWO: &str = "2222222222222222222222222222222222222222222222222222222222222222";

    #[test]
    fn pieces_that_name_the_same_digest_lie_together() {
        let mut open = Open::new(3);
        let lines = [
            format!("a {ONE}\n"),
            format!("b {TWO}\n"),
            "c\n".to_owned(),
            format!("d {ONE} {TWO}\n"),
            format!("e {TWO}\n"),
        ];
        for line in &lines {
            open.add(line.as_bytes());
        }
        let (content, _) = open.close(true);
        let heads: String =
            String::from_utf8(content).unwrap().lines().filter_map(|line| line.chars().next()).collect();
        assert_eq!(heads, "adbec");
    }

    proptest! {
        #[test]
        fn a_recipe_gives_its_stream_whatever_moves(
            pieces in prop::collection::vec((prop_oneof![Just(ONE), Just(TWO), Just("x")], "[a-z \n]{0,5}", any::<bool>()), 1..40),
            chunk_ends in prop::collection::vec(any::<bool>(), 40),
            side_by_side in any::<bool>(),
        ) {
            // Two streams share the open chunks, as content and catalogue do.
            let (mut drafts, mut streams) = ([Draft::default(), Draft::default()], [Vec::new(), Vec::new()]);
            let (mut chunks, mut open) = (Vec::new(), Open::new(0));
            for ((digest, text, second), ends) in pieces.iter().zip(chunk_ends) {
                let (piece, which) = (format!("{digest}{text}"), usize::from(*second));
                drafts[which].add(open.add(piece.as_bytes()));
                streams[which].extend_from_slice(piece.as_bytes());
                if ends {
                    let next = Open::new(open.place + 1);
                    let (content, moved) = std::mem::replace(&mut open, next).close(side_by_side);
                    chunks.push(content);
                    for draft in &mut drafts {
                        draft.settle(&moved);
                    }
                }
            }
            let (content, moved) = open.close(side_by_side);
            chunks.push(content);
            for (mut draft, stream) in drafts.into_iter().zip(streams) {
                draft.settle(&moved);
                let recipe = draft.finish();
                let back: Vec<u8> = recipe.0.iter().flat_map(|range| {
                    let start = range.offset as usize;
                    chunks[range.chunk as usize][start..start + range.length as usize].to_vec()
                }).collect();
                prop_assert_eq!(back, stream);
            }
        }
    }
}
