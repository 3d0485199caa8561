//! Cuts a stream into pieces at places that depend on the content only, so that an insertion moves no
//! other cut: at line ends, and inside long lines where `FastCDC` (Xia et al., 2020) says.

use fastcdc::v2020::FastCDC;
use sha2::{Digest as _, Sha256};

const LEAST: usize = 64;
const USUAL: usize = 256;
/// The longest piece.
const MOST: usize = 1024;

/// 128 bits of a piece's SHA-256: enough to tell pieces apart, half the memory. What is put together
/// from pieces is checked by its whole SHA-256.
pub(crate) type Mark = [u8; 16];

/// The mark of a piece.
pub(crate) fn mark(piece: &[u8]) -> Mark {
    let digest: [u8; 32] = Sha256::digest(piece).into();
    let (half, _) = digest.split_at(16);
    half.try_into().unwrap_or_default()
}

/// Calls `each` with the pieces of `stream` in order.
pub(crate) fn pieces<'a, E>(stream: &'a [u8], mut each: impl FnMut(&'a [u8]) -> Result<(), E>) -> Result<(), E> {
    for line in stream.split_inclusive(|byte| *byte == b'\n') {
        if line.len() <= MOST {
            each(line)?;
            continue;
        }
        for cut in FastCDC::new(line, LEAST, USUAL, MOST) {
            each(line.get(cut.offset..cut.offset.saturating_add(cut.length)).unwrap_or_default())?;
        }
    }
    Ok(())
}

/// A value of the column of digests: 64 hex digits and the byte that closes them.
const VALUE: usize = 65;

/// Columns, cut before the digests at their end; and those, one by one.
pub(crate) fn values(columns: &[u8]) -> (&[u8], impl Iterator<Item = &[u8]>) {
    let is_digest = |value: &&[u8]| {
        value.split_last().is_some_and(|(close, hex)| {
            *close == b'"' && hex.len() + 1 == VALUE && hex.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        })
    };
    let count = columns.rchunks(VALUE).take_while(is_digest).count();
    let (before, digests) = columns.split_at(columns.len().saturating_sub(count * VALUE));
    (before, digests.chunks(VALUE))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::{MOST, pieces, values};

    fn cut(stream: &[u8]) -> Vec<&[u8]> {
        let mut out = Vec::new();
        pieces(stream, |piece| -> Result<(), Infallible> {
            out.push(piece);
            Ok(())
        })
        .unwrap();
        out
    }

    #[test]
    fn digests_at_the_end_of_columns_are_cut_one_by_one() {
        let value = |digit: &str| format!("{}\"", digit.repeat(64));
        let columns = format!("now\"{}id<{}{}", value("a"), value("0"), value("f"));
        let (before, digests) = values(columns.as_bytes());
        assert_eq!(before, format!("now\"{}id<", value("a")).as_bytes());
        assert_eq!(digests.collect::<Vec<_>>(), [value("0").as_bytes(), value("f").as_bytes()]);
        for none in ["", "x", &"g".repeat(65), &value("A")] {
            let (before, mut digests) = values(none.as_bytes());
            assert_eq!((before, digests.next()), (none.as_bytes(), None));
        }
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_stream(stream in prop::collection::vec(prop_oneof![9 => any::<u8>(), 1 => Just(b'\n')], 0..9000)) {
            let cut = cut(&stream);
            prop_assert!(cut.iter().all(|piece| (1..=MOST).contains(&piece.len())));
            prop_assert_eq!(cut.concat(), stream);
        }

        #[test]
        fn an_insertion_moves_few_cuts(seed in any::<u64>(), at in 0..60_000_usize, inserted in prop::collection::vec(any::<u8>(), 1..50)) {
            let mut state = seed | 1;
            let stream: Vec<u8> = (0..60_000).map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                b'a' + u8::try_from((state >> 33) % 26).unwrap()
            }).collect();
            let mut changed = stream.clone();
            changed.splice(at..at, inserted);
            let old: BTreeSet<&[u8]> = cut(&stream).into_iter().collect();
            let new: usize = cut(&changed).iter().filter(|piece| !old.contains(*piece)).map(|piece| piece.len()).sum();
            prop_assert!(new < 8 * MOST, "{new} bytes are new");
        }
    }
}
