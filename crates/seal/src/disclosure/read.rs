//! Decides whether a disclosure shows what a trusted signer signed.
//!
//! Reads line by line and holds one at a time. Never says that anything is complete, and never builds
//! a tree of what a stranger wrote.

use std::collections::BTreeSet;
use std::io::{BufRead, Read as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use model::Digest;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::ledger::Position;
use crate::refusal::{Reason, Refusal, refuse};
use crate::statement::Statement;
use crate::trust::Trust;
use crate::unpack::into_refusal;
use crate::{Counted, Unchecked, attest, names, proof};

use super::leaf::{Bound, EntryKey, field, fielded, leaf, try_fields};
use super::line::{Entry, Field, Header, Hex, KIND, MAGIC, hashes, malformed, parse, too_large};
use super::{Hash, KEY_FILE, LINE_BYTES, MOST_ENTRIES, MOST_FIELDS, VERSION, fields, is_lined, tree};

/// A disclosure that shows what was signed, and never that it is all.
#[derive(Debug, Clone)]
pub struct VerifiedDisclosure {
    /// What was signed.
    pub statement: Statement,
    /// The signers that count, in the order of their envelopes; at least one.
    pub signers: Vec<Counted>,
    /// Where the bundle stands in a ledger that the verifier trusts; nothing if that was not checked.
    pub ledger: Option<Position>,
    /// What was not checked, or that nobody vouches for, and why.
    pub unchecked: Vec<Unchecked>,
    /// Entries shown, in full or in part.
    pub entries: u64,
}

/// An entry that is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Its file in the bundle.
    pub path: String,
    /// Its line there, from 1; 0 for a whole file.
    pub line: u64,
    /// What is shown of it.
    pub content: Content,
}

/// What is shown of an entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// All of it, byte for byte.
    Full(Vec<u8>),
    /// The fields that are shown, in their places, and how many are hidden.
    Part {
        /// An object with the fields that are shown.
        object: Value,
        /// Fields that are hidden.
        hidden: u64,
    },
}

/// True if a file that begins with `bytes` is meant to be a disclosure.
pub fn looks_like_one(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Verifies a disclosure against what the caller trusts. `visit` gets each entry as it is
/// read; believe nothing of it before this function has returned well.
///
/// # Errors
/// The first rule that the disclosure breaks.
pub fn verify(input: impl BufRead, trust: &Trust, visit: &mut dyn FnMut(Shown)) -> Result<VerifiedDisclosure, Refusal> {
    let mut lines = Lines { input, number: 0, line: Vec::new() };
    let header = header(&mut lines)?;
    let files = envelopes(&header);
    let mut evidence = attest::evidence(&files, trust)?;
    let statement = Statement::parse(&evidence.payload)?;
    let ledger = ledger(&header, &files, &mut evidence, trust)?;
    let disclosure = &statement.predicate.disclosure;
    let mut root = [0; 32];
    hex::decode_to_slice(disclosure.root.as_str(), &mut root)
        .map_err(|e| Refusal::new(Reason::StatementMalformed, e.to_string()))?;
    let mut last: Option<(String, u64)> = None;
    while lines.next()? {
        let number = lines.number;
        if number - 1 > header.entries {
            return refuse(Reason::DisclosureTrailing, format!("more than {} entries", header.entries));
        }
        let entry: Entry = parse(&lines.line, number)?;
        check_place(&entry, number, last.as_ref(), disclosure.size)?;
        let (path, line) = (entry.path.clone(), entry.line);
        let (index, proof) = (entry.index, hashes(&entry.proof.0));
        let (hash, content) = content(&entry, number)?;
        match tree::root_from(hash, index, disclosure.size, &proof) {
            None => return refuse(Reason::DisclosureProof, format!("line {number}: {} hashes", proof.len())),
            Some(found) if found != root => {
                return refuse(Reason::DisclosureMismatch, format!("line {number}: {path} line {line}"));
            }
            Some(_) => visit(Shown { path: path.clone(), line, content }),
        }
        last = Some((path, line));
    }
    if lines.number - 1 < header.entries {
        let detail = format!("{} entries of {}", lines.number - 1, header.entries);
        return refuse(Reason::DisclosureTruncated, detail);
    }
    Ok(VerifiedDisclosure {
        statement,
        signers: evidence.counted,
        ledger,
        unchecked: evidence.unchecked,
        entries: header.entries,
    })
}

/// Checks the proof that was stapled to the bundle, if it came along.
fn ledger(
    header: &Header,
    files: &[(&'static str, Vec<u8>)],
    evidence: &mut attest::Evidence,
    trust: &Trust,
) -> Result<Option<Position>, Refusal> {
    let stapled = header.proof.as_ref().map(String::as_bytes);
    let signed = Digest::of(files.first().map(|(_, bytes)| bytes.as_slice()).unwrap_or_default());
    match proof::check(stapled, &trust.ledgers, &signed, &Digest::of(&evidence.payload))? {
        Ok(position) => Ok(Some(position)),
        Err(why) => {
            evidence.unchecked.push(Unchecked::new("ledger", stapled.map(|_| names::PROOF), why));
            Ok(None)
        }
    }
}

struct Lines<R> {
    input: R,
    number: u64,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// Reads the next line into `line`, without its line feed. False at the end.
    fn next(&mut self) -> Result<bool, Refusal> {
        self.line.clear();
        let most = LINE_BYTES as u64 + 1;
        let n = self.input.by_ref().take(most).read_until(b'\n', &mut self.line).map_err(into_refusal)?;
        if n == 0 {
            return Ok(false);
        }
        self.number += 1;
        if self.line.pop() == Some(b'\n') {
            return Ok(true);
        }
        if n as u64 == most {
            return too_large(self.number, "it is too long", LINE_BYTES as u64);
        }
        refuse(Reason::DisclosureTruncated, format!("line {} breaks off", self.number))
    }
}

fn header<R: BufRead>(lines: &mut Lines<R>) -> Result<Header, Refusal> {
    let start = lines.input.fill_buf().map_err(into_refusal)?;
    let alike = start.len().min(MAGIC.len());
    if alike == 0 || start.get(..alike) != MAGIC.get(..alike) {
        return refuse(Reason::NotADisclosure, "it does not begin like a disclosure");
    }
    lines.next()?;
    // Told before anything else of the line, so that a later version is named as such.
    if let Ok(Value::Object(loose)) = serde_json::from_slice(&lines.line)
        && let Some(version) = loose.get("version").filter(|version| **version != VERSION)
    {
        return refuse(Reason::DisclosureUnsupported, format!("version {version}"));
    }
    let header: Header = parse(&lines.line, 1)?;
    if header.assize != KIND || header.envelopes.0.is_empty() {
        return Err(malformed(1, "it is no header with an envelope"));
    }
    if header.entries > MOST_ENTRIES {
        return too_large(1, &format!("{} entries", header.entries), MOST_ENTRIES);
    }
    Ok(header)
}

/// The envelopes under the names that they have in a bundle.
fn envelopes(header: &Header) -> Vec<(&'static str, Vec<u8>)> {
    names::ENVELOPES.into_iter().zip(header.envelopes.0.iter().map(|text| text.clone().into_bytes())).collect()
}

/// Checks what needs no hash: path, order and index.
fn check_place(entry: &Entry, number: u64, last: Option<&(String, u64)>, size: u64) -> Result<(), Refusal> {
    let Entry { path, line, index, .. } = entry;
    if names::check_path(path).is_err() || !path.starts_with(names::PAYLOAD) || path == KEY_FILE {
        return Err(malformed(number, format!("{} is no path of an entry", path.escape_default())));
    }
    if is_lined(path) != (*line > 0) {
        return Err(malformed(number, format!("{path} has no entry {line}")));
    }
    match last.map(|(last_path, last_line)| (last_path, last_line).cmp(&(path, line))) {
        Some(std::cmp::Ordering::Equal) => refuse(Reason::DisclosureDuplicate, format!("line {number}: {path} {line}")),
        Some(std::cmp::Ordering::Greater) => refuse(Reason::DisclosureOrder, format!("line {number}: {path} {line}")),
        _ if *index >= size => refuse(Reason::DisclosureIndex, format!("line {number}: {index} of {size}")),
        _ => Ok(()),
    }
}

/// The leaf of an entry, and what it shows.
fn content(entry: &Entry, number: u64) -> Result<(Hash, Content), Refusal> {
    let Entry { path, line, .. } = entry;
    let full = |key: &Hex<32>, bytes: Vec<u8>, is_fielded: bool| {
        let key = EntryKey(key.0);
        let object = bytes.strip_suffix(b"\n").filter(|_| *line > 0).unwrap_or_default();
        let bound = match (is_fielded, try_fields(object, &key, &mut Vec::new())) {
            (true, Some(bound)) => bound,
            (false, None) => Bound::Whole(Sha256::digest(&bytes).into()),
            _ => return Err(malformed(number, "the entry is not shown in its one spelling")),
        };
        Ok((leaf(&key.own_salt(), path, *line, &bound), Content::Full(bytes)))
    };
    match entry {
        Entry { key: Some(key), value: Some(value), .. } if entry.contents() == 2 => {
            full(key, format!("{}\n", value.get()).into_bytes(), true)
        }
        Entry { key: Some(key), text: Some(text), .. } if entry.contents() == 2 => {
            full(key, text.clone().into_bytes(), false)
        }
        Entry { key: Some(key), base64: Some(text), .. } if entry.contents() == 2 => {
            let bytes = BASE64.decode(text).map_err(|e| malformed(number, e))?;
            if std::str::from_utf8(&bytes).is_ok() {
                return Err(malformed(number, "what is text is shown as text"));
            }
            full(key, bytes, false)
        }
        Entry { salt: Some(salt), fields: Some(fields), hidden: Some(hidden), .. } if entry.contents() == 3 => {
            let (bound, content) = part(&fields.0, &hidden.0, number)?;
            Ok((leaf(&salt.0, path, *line, &bound), content))
        }
        _ => Err(malformed(number, "an entry is shown as value, text or base64 with key, or in part with salt")),
    }
}

impl Entry {
    /// How many of the fields that make up its content are there.
    fn contents(&self) -> usize {
        let there = [
            self.base64.is_some(),
            self.fields.is_some(),
            self.hidden.is_some(),
            self.key.is_some(),
            self.salt.is_some(),
            self.text.is_some(),
            self.value.is_some(),
        ];
        there.into_iter().filter(|there| *there).count()
    }
}

fn part(shown: &[Field], hidden: &[Hex<32>], number: u64) -> Result<(Bound, Content), Refusal> {
    let hidden_hashes = hashes(hidden);
    let count = shown.len() + hidden.len();
    let sorted = hidden_hashes.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    if shown.is_empty() || hidden.is_empty() || count > MOST_FIELDS || !sorted {
        return Err(malformed(number, "fields or hidden is empty, too long or not in order"));
    }
    check_pointers(shown, number)?;
    let mut all = Vec::with_capacity(count);
    for Field { pointer, salt, value } in shown {
        if !fields::is_field_value(value.get().as_bytes()) {
            return Err(malformed(number, format!("{pointer} is not what a field can be")));
        }
        all.push(field(&salt.0, pointer, value.get().as_bytes()));
    }
    if all.iter().any(|hash| hidden_hashes.binary_search(hash).is_ok()) {
        return refuse(Reason::DisclosureFields, format!("line {number}: a field is shown and hidden"));
    }
    all.extend(hidden_hashes);
    let object = object(shown).ok_or_else(|| malformed(number, "its fields make no object"))?;
    Ok((fielded(&mut all), Content::Part { object, hidden: hidden.len() as u64 }))
}

fn check_pointers(shown: &[Field], number: u64) -> Result<(), Refusal> {
    let conflict = |pointer: &str| refuse(Reason::DisclosureFields, format!("line {number}: {pointer}"));
    let mut seen = BTreeSet::new();
    for Field { pointer, .. } in shown {
        if !fields::is_pointer(pointer) {
            return Err(malformed(number, format!("{pointer:?} is no pointer")));
        }
        if seen.contains(pointer.as_str()) {
            return conflict(pointer);
        }
        if seen.last().is_some_and(|last| *last > pointer.as_str()) {
            return Err(malformed(number, "its fields are not in order"));
        }
        seen.insert(pointer.as_str());
    }
    match shown.iter().find(|f| fields::parents(&f.pointer).any(|parent| seen.contains(parent))) {
        Some(field) => conflict(&field.pointer),
        None => Ok(()),
    }
}

/// The fields in their places.
fn object(shown: &[Field]) -> Option<Value> {
    let mut root = Map::new();
    for Field { pointer, value, .. } in shown {
        let mut tokens: Vec<String> = pointer.split('/').skip(1).map(fields::unescape_token).collect();
        let name = tokens.pop()?;
        let mut place = &mut root;
        for token in tokens {
            place = place.entry(token).or_insert_with(|| Value::Object(Map::new())).as_object_mut()?;
        }
        place.insert(name, serde_json::from_str(value.get()).ok()?);
    }
    Some(Value::Object(root))
}
