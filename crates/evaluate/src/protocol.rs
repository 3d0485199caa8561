//! What parent and child say to each other: JSON, one message a line.
//!
//! The child trusts the parent. The parent trusts nothing that comes back: replies are bounded
//! here and held against what was asked in [`crate::sandbox`].

use std::io::{BufRead, Read};

use serde::{Deserialize, Serialize};

use crate::judge::{MAX_MESSAGE, MAX_MESSAGES, Unit, Verdict};

/// The longest message that is read.
pub(crate) const MAX_LINE: u64 = 64 * 1024 * 1024;

/// The child's first words, when its limits are set.
pub(crate) const READY: &[u8] = b"{\"ready\":1}";

/// The first message.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Start {
    pub(crate) units: Vec<Unit>,
    pub(crate) as_of: String,
    pub(crate) memory: u64,
    pub(crate) cpu: u64,
    pub(crate) wall: u64,
}

/// What follows.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Request {
    /// A resource of another kind of the source that comes next.
    Join(regorus::Value),
    /// All of these were sent: the next source begins.
    Seat(()),
    /// A resource, and which policies to ask. Answered with a list of index and verdict.
    Judge(Vec<usize>, regorus::Value),
}

/// Appends `{"join":line}`.
pub(crate) fn write_join(out: &mut Vec<u8>, line: &[u8]) {
    out.extend_from_slice(b"{\"join\":");
    out.extend_from_slice(line);
    out.extend_from_slice(b"}\n");
}

/// Appends `{"seat":null}`.
pub(crate) fn write_seat(out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"seat\":null}\n");
}

/// Appends `{"judge":[wanted,line]}`.
pub(crate) fn write_judge(out: &mut Vec<u8>, wanted: &[usize], line: &[u8]) {
    let wanted: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    out.extend_from_slice(format!("{{\"judge\":[[{}],", wanted.join(",")).as_bytes());
    out.extend_from_slice(line);
    out.extend_from_slice(b"]}\n");
}

/// Reads a line without its end. `None` at the end of the stream.
pub(crate) fn read_line(from: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<Option<()>> {
    line.clear();
    from.take(MAX_LINE).read_until(b'\n', line)?;
    match line.pop() {
        None => Ok(None),
        Some(b'\n') => Ok(Some(())),
        Some(_) => Err(std::io::Error::other("a message is too long or cut off")),
    }
}

/// Reads an answer and holds it against what was asked.
pub(crate) fn read_answer(line: &[u8], wanted: &[usize]) -> Option<Vec<(usize, Verdict)>> {
    let answer: Vec<(usize, Verdict)> = serde_json::from_slice(line).ok()?;
    let said: Vec<usize> = answer.iter().map(|(i, _)| *i).collect();
    let bounded = |text: &String| !text.is_empty() && text.chars().count() <= MAX_MESSAGE;
    let sound = |verdict: &Verdict| {
        let silent = !verdict.pass && verdict.fail.is_empty() && verdict.not_applicable.is_empty();
        verdict.fail.len() <= MAX_MESSAGES
            && verdict.not_applicable.len() <= MAX_MESSAGES
            && verdict.fail.iter().chain(&verdict.not_applicable).chain(&verdict.error).all(bounded)
            && (verdict.error.is_none() || silent)
            && (verdict.error.is_some() || !verdict.broken)
    };
    (said == wanted && answer.iter().all(|(_, verdict)| sound(verdict))).then_some(answer)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_answers_to_what_was_asked_are_believed() {
        let good = br#"[[0,{"pass":true}],[3,{"fail":["x"]}]]"#;
        assert_eq!(read_answer(good, &[0, 3]).unwrap().len(), 2);
        assert!(read_answer(good, &[0]).is_none(), "a policy that was not asked");
        assert!(read_answer(good, &[0, 2]).is_none());
        assert!(read_answer(br#"[[0,{"pass":true,"error":"x"}]]"#, &[0]).is_none(), "an error that passes");
        assert!(read_answer(br#"[[0,{"pass":true,"waiver":{}}]]"#, &[0]).is_none());
        assert!(read_answer(format!(r#"[[0,{{"fail":["{}"]}}]]"#, "x".repeat(2_000)).as_bytes(), &[0]).is_none());
        assert!(read_answer(br#"[[0,{"fail":[""]}]]"#, &[0]).is_none());
    }

    proptest! {
        #[test]
        fn rubbish_is_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(read_answer(&bytes, &[0]).is_none());
        }
    }
}
