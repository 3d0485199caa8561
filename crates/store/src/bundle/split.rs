//! Takes what differs every night (moments, request ids) out of recorded exchanges and puts it back, so
//! that what stays the same lies together and is stored once. Reversible for any bytes: nothing is
//! understood, only marks are found.
//!
//! The body keeps every mark and loses the value behind it; the values of one mark stand in one
//! column, each with its closing byte. Where a value has no end, or too long a one, it stays in the
//! body and an empty one stands in the column.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, BuildError, Input, MatchKind};

use super::index::FORMAT;

/// What stands before a value, the byte that ends it, and the column for it. Part of the format: see
/// LAYOUT.md. An id stands in a reply's header and once more in its body: in one column, the second is
/// a mere repetition. The last mark came with format 2: a body that tells its request id has another
/// digest every night.
const MARKS: [(&str, u8, usize); 15] = [
    ("\"fetched_at\":\"", b'"', 0),
    ("\"date\":\"", b'"', 1),
    ("\"x-amzn-requestid\":\"", b'"', 2),
    ("\"x-amz-request-id\":\"", b'"', 2),
    ("\"x-amz-id-2\":\"", b'"', 3),
    ("\"x-github-request-id\":\"", b'"', 2),
    ("\"x-request-id\":\"", b'"', 2),
    ("\"x-ratelimit-remaining\":\"", b'"', 4),
    ("\"x-ratelimit-reset\":\"", b'"', 5),
    ("\"x-ratelimit-used\":\"", b'"', 6),
    ("<RequestId>", b'<', 2),
    ("<RequestID>", b'<', 2),
    ("<requestId>", b'<', 2),
    ("<HostId>", b'<', 3),
    ("\"body\":{\"sha256\":\"", b'"', 7),
];

/// So many of the marks has format 1.
const MARKS_1: usize = 14;

/// How many columns there are.
const COLUMNS: usize = 8;

/// The longest value that is taken out.
const LONGEST: usize = 200;

type Finder = LazyLock<Result<AhoCorasick, BuildError>>;
static FINDER_1: Finder = LazyLock::new(|| finder(MARKS_1));
static FINDER_2: Finder = LazyLock::new(|| finder(MARKS.len()));

fn finder(marks: usize) -> Result<AhoCorasick, BuildError> {
    let marks = MARKS.iter().take(marks).map(|(mark, ..)| mark);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(marks)
}

/// Where the next mark of a format from `at` on ends, and which it is.
fn next_mark(format: u32, bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let finder = if format == 1 { &FINDER_1 } else { &FINDER_2 };
    let found = finder.as_ref().ok()?.find(Input::new(bytes).range(at..))?;
    Some((found.end(), found.pattern().as_usize()))
}

/// The body without its values, and the columns of values one after the other, as the newest format
/// has them.
pub(crate) fn split(whole: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut body = Vec::with_capacity(whole.len());
    let mut columns: [Vec<u8>; COLUMNS] = Default::default();
    let mut at = 0;
    while let Some((end, which)) = next_mark(FORMAT, whole, at) {
        body.extend_from_slice(whole.get(at..end).unwrap_or_default());
        at = end;
        let Some((_, close, column)) = MARKS.get(which) else { break };
        let Some(column) = columns.get_mut(*column) else { break };
        let ahead = whole.get(at..).unwrap_or_default();
        if let Some(length) = ahead.iter().take(LONGEST + 1).position(|byte| byte == close) {
            column.extend_from_slice(ahead.get(..length).unwrap_or_default());
            at += length;
        }
        column.push(*close);
    }
    body.extend_from_slice(whole.get(at..).unwrap_or_default());
    (body, columns.concat())
}

/// Undoes [`split`] of a format. `None` if the columns do not belong to the body. `most` bounds the
/// result.
pub(crate) fn join(format: u32, body: &[u8], columns: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut heads = column_starts(format, body, columns)?;
    let mut whole = Vec::with_capacity(body.len().saturating_add(columns.len()).min(most));
    let mut at = 0;
    while let Some((end, which)) = next_mark(format, body, at) {
        whole.extend_from_slice(body.get(at..end)?);
        at = end;
        let (_, close, column) = MARKS.get(which)?;
        let head = heads.get_mut(*column)?;
        let length = value_length(columns.get(*head..)?, *close)?;
        whole.extend_from_slice(columns.get(*head..*head + length)?);
        *head += length + 1;
        if whole.len() > most {
            return None;
        }
    }
    whole.extend_from_slice(body.get(at..)?);
    (whole.len() <= most).then_some(whole)
}

fn value_length(column: &[u8], close: u8) -> Option<usize> {
    column.iter().take(LONGEST + 1).position(|byte| *byte == close)
}

/// Where each column begins: as many values belong to it as the body has marks of its kinds.
fn column_starts(format: u32, body: &[u8], columns: &[u8]) -> Option<[usize; COLUMNS]> {
    let mut closes: [Vec<u8>; COLUMNS] = Default::default();
    let mut at = 0;
    while let Some((end, which)) = next_mark(format, body, at) {
        let (_, close, column) = MARKS.get(which)?;
        closes.get_mut(*column)?.push(*close);
        at = end;
    }
    let mut starts = [0; COLUMNS];
    let mut at = 0;
    for (start, closes) in starts.iter_mut().zip(&closes) {
        *start = at;
        for close in closes {
            at += value_length(columns.get(at..)?, *close)? + 1;
        }
    }
    (at == columns.len()).then_some(starts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FORMAT, join, split};

    fn there_and_back(whole: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let (body, columns) = split(whole);
        assert_eq!(join(FORMAT, &body, &columns, whole.len()).as_deref(), Some(whole));
        (body, columns)
    }

    #[test]
    fn what_differs_every_night_is_taken_out() {
        let line = |moment: &str, id: &str| {
            format!("{{\"fetched_at\":\"{moment}\",\"x\":\"<RequestId>{id}</RequestId>\",\"date\":\"\"}}\n")
                .into_bytes()
        };
        let (first, _) = there_and_back(&line("2026-11-25T01:00:00Z", "1-2-3"));
        let (second, values) = there_and_back(&line("2026-11-26T01:00:07Z", "4-5"));
        assert_eq!(first, second);
        assert_eq!(values, b"2026-11-26T01:00:07Z\"\"4-5<");
    }

    #[test]
    fn format_1_leaves_digests_of_bodies_where_they_are() {
        let whole = br#"{"date":"now","reply":{"body":{"sha256":"abc","size":3}}}"#;
        let body = br#"{"date":"","reply":{"body":{"sha256":"abc","size":3}}}"#;
        assert_eq!(join(1, body, b"now\"", whole.len()).as_deref(), Some(whole.as_slice()));
        let (newer, columns) = there_and_back(whole);
        assert_eq!((newer.len(), columns.as_slice()), (body.len() - 3, b"now\"abc\"".as_slice()));
        assert_eq!(join(1, &newer, &columns, whole.len()), None);
    }

    #[test]
    fn foreign_columns_are_refused() {
        let (body, columns) = split(b"<HostId>abc</HostId>");
        for wrong in [b"".as_slice(), b"abc", b"abc<x", b"<abc<", &[b'a'; 300]] {
            assert_eq!(join(FORMAT, &body, wrong, 1000), None, "{wrong:?}");
        }
        assert_eq!(join(FORMAT, &body, &columns, 19), None, "longer than allowed");
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(parts in prop::collection::vec(prop_oneof![
            Just(b"\"date\":\"".to_vec()), Just(b"<RequestId>".to_vec()), Just(b"<HostId>".to_vec()), Just(b"\"".to_vec()),
            Just(b"\"body\":{\"sha256\":\"".to_vec()),
            Just(b"<".to_vec()), Just(b"\"da".to_vec()), Just(b"te\":\"".to_vec()), Just(b"<Requ".to_vec()), Just(vec![b'x'; 199]),
            prop::collection::vec(any::<u8>(), 0..6),
        ], 0..60)) {
            there_and_back(&parts.concat());
        }

        #[test]
        fn any_columns_are_borne(body in ".{0,200}", columns in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = join(FORMAT, format!("<HostId>{body}\"date\":\"").as_bytes(), &columns, 500);
        }
    }
}
