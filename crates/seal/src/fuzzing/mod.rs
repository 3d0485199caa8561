//! What the fuzz targets in `fuzz/` call: one function for each parser of foreign bytes. Compiled for
//! tests and fuzzers only.
//!
//! Each panics when a rule is broken that holds for all bytes: what parses has one spelling, and nothing
//! is accepted that a trusted key did not sign. All in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod known;
mod ledger;
#[cfg(test)]
mod seeds;

use std::io::{BufReader, Cursor, Read as _};
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use model::Digest;
use serde_json::{Map, Value};

pub use ledger::{checkpoint, leaf, tiles, tlog_proof};

use crate::envelope::Envelope;
use crate::header::Widths;
use crate::pack::Pack;
use crate::statement::Statement;
use crate::test_result::TestResult;
use crate::time::Token;
use crate::unpack::Archive;
use crate::{
    Content, Limits, PublicKey, Refusal, Trust, attest, bag, disclosure as shown, names, statement as statements,
    verify as verifying,
};
use known::KNOWN;

fn open(bytes: &[u8]) -> Result<Archive, Refusal> {
    Archive::open(Cursor::new(bytes.to_vec()), &Limits::default(), Widths::STANDARD)
}

fn contains(bytes: &[u8], text: &str) -> bool {
    text.is_empty() || bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// A whole bundle: nobody's signature is accepted, and of the known keys only what they signed.
pub fn bundle(bytes: &[u8]) {
    let Ok(archive) = open(bytes) else { return };
    assert!(verifying::judge(archive, &Trust::of_keys(&[])).is_err(), "accepted with nobody trusted");
    let Ok(verified) = verifying::judge(open(bytes).unwrap(), &KNOWN.trust) else { return };
    assert!(KNOWN.bundles.contains(&verified.statement_sha256), "accepted what nobody signed");
    assert!(verified.signers.iter().all(|signer| !signer.by.to_string().is_empty()));
    for path in verified.reader.paths() {
        verified.reader.read(path, u64::MAX).unwrap();
    }
    shown::recompute(&verified.reader, &verified.statement.predicate.disclosure).unwrap();
}

/// The files of a container that holds, to be compared with what another reader of ZIP sees.
pub fn container(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let archive = open(bytes).ok()?;
    let mut files = Vec::new();
    for entry in &archive.entries {
        let mut content = Vec::new();
        archive.reader(entry, None).read_to_end(&mut content).ok()?;
        files.push((entry.name.clone(), content));
    }
    Some(files)
}

/// A known bundle of which one file is replaced or left out, packed as it should be. The first byte says
/// which file, the second what becomes of it.
pub fn bundle_file(bytes: &[u8]) {
    let [which, how, replacement @ ..] = bytes else { return };
    let which = usize::from(*which) % KNOWN.files.len();
    let mut pack = Pack::new(Cursor::new(Vec::new()), Path::new("-"), &KNOWN.root, Limits::default(), Widths::STANDARD);
    for (at, (path, content)) in KNOWN.files.iter().enumerate() {
        let content = match (at == which, how % 3) {
            (true, 0) => replacement.to_vec(),
            // A piece of it is replaced: where is in the next two bytes.
            (true, 1) => spliced(content, replacement),
            (true, _) => continue,
            _ => content.clone(),
        };
        if pack.add(path, &Content::Bytes(content)).is_err() {
            return;
        }
    }
    let Ok(out) = pack.finish() else { return };
    let Ok(verified) = open(out.get_ref()).and_then(|archive| verifying::judge(archive, &KNOWN.trust)) else { return };
    assert!(KNOWN.bundles.contains(&verified.statement_sha256), "accepted what nobody signed");
    for (path, content) in KNOWN.files.iter().filter(|(path, _)| !path.starts_with("attestations/")) {
        assert_eq!(verified.reader.read(path, u64::MAX).as_deref(), Ok(content.as_slice()), "{path}");
    }
}

fn spliced(content: &[u8], replacement: &[u8]) -> Vec<u8> {
    let [high, low, piece @ ..] = replacement else { return content.to_vec() };
    let at = usize::from(u16::from_be_bytes([*high, *low])) % (content.len() + 1);
    let rest = content.get(at + piece.len()..).unwrap_or_default();
    [&content[..at], piece, rest].concat()
}

/// An envelope, by key or keyless.
pub fn envelope(bytes: &[u8]) {
    if let Ok(envelope) = Envelope::parse(bytes) {
        for part in [&envelope.payload, &envelope.signature].into_iter().chain(&envelope.timestamps) {
            assert!(contains(bytes, &BASE64.encode(part)), "another spelling of the same bytes");
        }
    }
    let files = [(names::ENVELOPE, bytes.to_vec())];
    assert!(attest::evidence(&files, &Trust::of_keys(&[])).is_err(), "accepted with nobody trusted");
    if let Ok(evidence) = attest::evidence(&files, &KNOWN.trust) {
        assert!(KNOWN.payloads.contains(&Digest::of(&evidence.payload)), "accepted what nobody signed");
    }
}

/// A statement: ours, or the test result.
pub fn statement(bytes: &[u8]) {
    if let Ok(statement) = Statement::parse(bytes) {
        assert_eq!(statement.to_bytes().unwrap(), bytes);
    }
    if let Ok(result) = TestResult::parse(bytes, &KNOWN.statement) {
        assert_eq!(model::canonical_json(&result).unwrap(), bytes);
    }
    let _ = statements::strict::<Statement>(bytes);
}

/// A reply of a time-stamp authority.
pub fn timestamp(bytes: &[u8]) {
    let Ok(token) = Token::read(bytes) else { return };
    assert!(token.verify(known::STAMPED, &[]).is_err(), "accepted with nobody trusted");
    let _ = token.answers(1);
    if let Ok(time) = token.verify(known::STAMPED, &KNOWN.trust.authorities) {
        assert_eq!(
            (time.at.to_string().as_str(), time.serial.as_str()),
            known::STAMP,
            "another time than the authority's"
        );
    }
}

/// A trust file, with keys inside or in files beside; and a key alone.
pub fn trust(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(key) = PublicKey::from_pem(text) {
        assert_eq!(PublicKey::from_pem(&key.to_pem()).unwrap(), key);
    }
    let mut read = |name: &str| match name {
        "key.pub" => Ok(known::KEYS[0].to_owned()),
        "authority.pem" => Ok(known::AUTHORITY.to_owned()),
        _ => Err("there is no such file".to_owned()),
    };
    match Trust::parse(text, &mut read) {
        Ok(trust) => {
            let signers = trust.keys.len() + trust.identities.len();
            assert!((1..=signers).contains(&trust.minimum_signatures), "a minimum that cannot be reached");
            assert!(trust.minimum_timestamps <= trust.authorities.len(), "a minimum that cannot be reached");
            for ledger in &trust.ledgers {
                assert!(ledger.minimum_witnesses <= ledger.witnesses.len(), "a minimum that cannot be reached");
                let _ = ledger.keys();
            }
        }
        Err(error) => assert!(error.line >= 1 && text.get(error.at.clone()).is_some(), "{error} stands nowhere"),
    }
}

/// The lines of a manifest.
pub fn manifest(bytes: &[u8]) {
    let (mut reader, mut again) = (BufReader::new(bytes), String::new());
    while let Ok(Some((sha256, path))) = verifying::next_line(&mut reader) {
        again.push_str(&bag::line(sha256, &path));
    }
    assert!(bytes.starts_with(again.as_bytes()), "a line has two spellings");
    if let Ok(text) = std::str::from_utf8(bytes) {
        for line in text.split('\n') {
            if let Some((sha256, path)) = bag::parse_line(line) {
                assert_eq!(bag::line(sha256, path).strip_suffix('\n'), Some(line));
            }
        }
    }
}

/// A disclosure's file.
pub fn disclosure(bytes: &[u8]) {
    assert!(shown::verify(bytes, &Trust::of_keys(&[]), &mut |_| {}).is_err(), "accepted with nobody trusted");
    let mut entries = Vec::new();
    let Ok(verified) = shown::verify(bytes, &KNOWN.trust, &mut |entry| entries.push(entry)) else { return };
    assert_eq!(verified.entries, entries.len() as u64);
    let statement = verified.statement.to_bytes().unwrap();
    assert!(KNOWN.payloads.contains(&Digest::of(&statement)), "accepted what nobody signed");
    for entry in entries {
        let Some(signed) = KNOWN.entries.get(&(entry.path, entry.line)) else { continue };
        match entry.content {
            shown::Content::Full(bytes) => assert_eq!(&bytes, signed, "shows what was not signed"),
            shown::Content::Part { object, .. } => {
                assert!(within(&object, &serde_json::from_slice(signed).unwrap()), "shows what was not signed");
            }
        }
    }
}

/// True if all of `part` stands in `whole`.
fn within(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|found| within(value, found)))
        }
        _ => part == whole,
    }
}

/// The fields of a line: put together again they are the line.
pub fn fields(bytes: &[u8]) {
    let Some(fields) = shown::fields_of(bytes) else { return };
    let whole: Value = serde_json::from_slice(bytes).unwrap();
    let mut again = Value::Object(Map::new());
    for (pointer, value) in &fields {
        let mut place = &mut again;
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            place = place.as_object_mut().unwrap().entry(token).or_insert_with(|| Value::Object(Map::new()));
        }
        *place = serde_json::from_slice(value).unwrap();
    }
    assert_eq!(again, whole);
    assert_eq!(model::canonical_json(&whole).unwrap(), bytes, "another spelling of the same line");
}
