//! Cuts bytes into lines as they come, without holding a long one.

use sha2::{Digest as _, Sha256};

use super::{FIELDED_BYTES, Hash};

/// A line, with its line feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Short enough to be held.
    Held(&'a [u8]),
    /// The SHA-256 of a longer one.
    Long(Hash),
}

/// What has come of the line that is not yet at its end.
#[derive(Default)]
pub(super) struct Lines {
    number: u64,
    held: Vec<u8>,
    long: Option<Sha256>,
}

impl Lines {
    /// Takes the next bytes; `each` gets every line that ends in them, numbered from 1.
    pub(super) fn feed(&mut self, mut piece: &[u8], each: &mut dyn FnMut(u64, Line<'_>)) {
        while let Some(end) = piece.iter().position(|b| *b == b'\n') {
            let (line, rest) = piece.split_at(end + 1);
            piece = rest;
            if self.held.is_empty() && self.long.is_none() && line.len() <= FIELDED_BYTES {
                self.number += 1;
                each(self.number, Line::Held(line));
            } else {
                self.keep(line);
                self.end(each);
            }
        }
        self.keep(piece);
    }

    /// The bytes are at their end.
    pub(super) fn end(&mut self, each: &mut dyn FnMut(u64, Line<'_>)) {
        if let Some(long) = self.long.take() {
            self.number += 1;
            each(self.number, Line::Long(long.finalize().into()));
        } else if !self.held.is_empty() {
            self.number += 1;
            each(self.number, Line::Held(&self.held));
        }
        self.held.clear();
    }

    fn keep(&mut self, piece: &[u8]) {
        if let Some(long) = &mut self.long {
            long.update(piece);
        } else if self.held.len() + piece.len() > FIELDED_BYTES {
            self.long = Some(Sha256::new().chain_update(&self.held).chain_update(piece));
            self.held.clear();
        } else {
            self.held.extend_from_slice(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(pieces: &[&[u8]]) -> Vec<(u64, Result<Vec<u8>, Hash>)> {
        let (mut lines, mut found) = (Lines::default(), Vec::new());
        let mut each = |n, line: Line<'_>| {
            found.push((
                n,
                match line {
                    Line::Held(bytes) => Ok(bytes.to_vec()),
                    Line::Long(hash) => Err(hash),
                },
            ));
        };
        for piece in pieces {
            lines.feed(piece, &mut each);
        }
        lines.end(&mut each);
        found
    }

    #[test]
    fn long_lines_are_hashed_and_not_held() {
        let long = [vec![b'x'; FIELDED_BYTES], b"\n".to_vec()].concat();
        let fits = [vec![b'x'; FIELDED_BYTES - 1], b"\n".to_vec()].concat();
        let hash: Hash = Sha256::digest(&long).into();
        let (a, b) = long.split_at(70_000);
        assert_eq!(cut(&[b"a\n", a, b, b"b"]), [(1, Ok(b"a\n".to_vec())), (2, Err(hash)), (3, Ok(b"b".to_vec()))]);
        assert_eq!(cut(&[&long]), [(1, Err(hash))]);
        assert_eq!(cut(&[&fits, b"\n"]), [(1, Ok(fits.clone())), (2, Ok(b"\n".to_vec()))]);
    }

    proptest! {
        #[test]
        fn pieces_do_not_matter(text in "[ab\n]{0,40}", at in 0_usize..40) {
            let bytes = text.as_bytes();
            let (a, b) = bytes.split_at(at.min(bytes.len()));
            let expected: Vec<_> = bytes.split_inclusive(|b| *b == b'\n').map(|line| Ok(line.to_vec())).collect();
            let found = cut(&[a, b]);
            prop_assert!(found.iter().enumerate().all(|(i, (n, _))| *n == i as u64 + 1));
            prop_assert_eq!(found.into_iter().map(|(_, line)| line).collect::<Vec<_>>(), expected);
        }
    }
}
