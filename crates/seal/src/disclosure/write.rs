//! Writes a disclosure: finds the leaves of what is to be shown, their proofs, and the lines.
//!
//! Never writes before the bundle's own tree has come out as the signed one, and never shows more
//! than was selected.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::value::RawValue;

use crate::bundle::BundleReader;
use crate::limits::{ENVELOPE_BYTES, PROOF_BYTES};
use crate::refusal::{Reason, Refusal, refuse};
use crate::statement::Statement;
use crate::unpack::into_refusal;
use crate::{Error, names};

use super::commit::{Committer, Passed, compare, pass_bundle, seed_of};
use super::leaf::{FileKey, field};
use super::line::{Entry, Few, Field, Header, Hex, KIND, hex_salt};
use super::lines::{Line, Lines};
use super::tree::Position;
use super::{Hash, LINE_BYTES, Seed, VERSION, fields, is_lined};

/// What is to be shown: by path, by line (0 for a whole file).
pub type Selection = BTreeMap<String, BTreeMap<u64, Show>>;

/// How much of an entry is to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Show {
    /// Only the fields at or beneath these pointers; all if `None`.
    pub only: Option<BTreeSet<String>>,
    /// But none at or beneath these.
    pub without: BTreeSet<String>,
}

/// What a disclosure came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries shown in full.
    pub full: u64,
    /// Entries shown in part.
    pub part: u64,
    /// Fields hidden in those.
    pub fields: u64,
    /// Selected entries that had to be left out, because fields of theirs were to be hidden and they
    /// have none that can be, or because nothing of them would be left.
    pub left_out: Vec<(String, u64)>,
    /// Entries of the bundle.
    pub size: u64,
}

impl Show {
    fn shows(&self, pointer: &str) -> bool {
        let within = |set: &BTreeSet<String>| {
            set.contains(pointer) || fields::parents(pointer).any(|parent| set.contains(parent))
        };
        self.only.as_ref().is_none_or(within) && !within(&self.without)
    }

    fn is_all(&self) -> bool {
        self.only.is_none() && self.without.is_empty()
    }

    /// How a line with these bytes is shown: `None` not at all, else the number of hidden fields.
    fn hides(&self, passed: &Passed<'_>) -> Option<u64> {
        if self.is_all() || passed.line == 0 {
            return Some(0);
        }
        let object = passed.bytes.filter(|_| passed.fielded)?.strip_suffix(b"\n")?;
        let mut hidden = 0;
        let all = fields::split(object, &mut |pointer, _| hidden += u64::from(!self.shows(pointer)))?;
        (hidden < all as u64).then_some(hidden)
    }
}

/// What was decided on an entry.
struct Plan {
    leaf: Hash,
    part: bool,
}

/// Writes what `selection` names of a verified bundle.
///
/// # Errors
/// When a selected entry is not there, the bundle's tree is not the signed one, or writing fails.
pub fn write(
    bundle: &BundleReader,
    statement: &Statement,
    selection: &Selection,
    out: &mut dyn Write,
) -> Result<Counts, Error> {
    let seed = seed_of(bundle)?;
    let mut counts = Counts::default();
    let mut plans: BTreeMap<&str, BTreeMap<u64, Plan>> = BTreeMap::new();
    let mut committer = Committer::watching(&seed, |passed| {
        let Some((path, lines)) = selection.get_key_value(passed.path) else { return };
        let Some(show) = lines.get(&passed.line) else { return };
        let Some(hidden) = show.hides(passed) else {
            counts.left_out.push((path.clone(), passed.line));
            return;
        };
        counts.fields += hidden;
        *(if hidden > 0 { &mut counts.part } else { &mut counts.full }) += 1;
        plans.entry(path).or_default().insert(passed.line, Plan { leaf: passed.leaf, part: hidden > 0 });
    });
    pass_bundle(bundle, &mut committer)?;
    let leaves = committer.into_leaves().map_err(into_refusal)?;
    let watched: Vec<Hash> = plans.values().flat_map(BTreeMap::values).map(|plan| plan.leaf).collect();
    let (found, positions) = leaves.positions(watched).map_err(into_refusal)?;
    compare(&statement.predicate.disclosure, &found)?;
    counts.size = found.size;
    check_all_there(selection, &plans, &counts)?;
    let mut writer = Writer { bundle, seed, selection, positions, out };
    writer.header(counts.full + counts.part)?;
    for (path, lines) in &plans {
        writer.file(path, lines)?;
    }
    writer.out.flush().map_err(failed)?;
    Ok(counts)
}

fn check_all_there(
    selection: &Selection,
    plans: &BTreeMap<&str, BTreeMap<u64, Plan>>,
    counts: &Counts,
) -> Result<(), Refusal> {
    for (path, lines) in selection {
        let there = plans.get(path.as_str()).map_or(0, BTreeMap::len);
        let left_out = counts.left_out.iter().filter(|(left, _)| left == path).count();
        if there + left_out != lines.len() {
            return refuse(Reason::MissingEntry, format!("{path} lacks a line that is to be shown"));
        }
    }
    Ok(())
}

fn failed(e: std::io::Error) -> Error {
    Error::writing(std::path::Path::new("the disclosure"), e)
}

struct Writer<'a> {
    bundle: &'a BundleReader,
    seed: Seed,
    selection: &'a Selection,
    positions: BTreeMap<Hash, Position>,
    out: &'a mut dyn Write,
}

impl Writer<'_> {
    fn line<T: serde::Serialize>(&mut self, line: &T) -> Result<(), Error> {
        let mut bytes = serde_json::to_vec(line).map_err(|e| Error::Encode(e.to_string()))?;
        if bytes.len() > LINE_BYTES {
            let detail = format!("a line of {} bytes; the limit is {LINE_BYTES}", bytes.len());
            return Err(Refusal::new(Reason::DisclosureTooLarge, detail).into());
        }
        bytes.push(b'\n');
        self.out.write_all(&bytes).map_err(failed)
    }

    fn header(&mut self, entries: u64) -> Result<(), Error> {
        let mut envelopes = Vec::new();
        for path in names::ENVELOPES.into_iter().filter(|path| self.bundle.contains(path)) {
            let bytes = self.bundle.read(path, ENVELOPE_BYTES)?;
            envelopes.push(String::from_utf8(bytes).map_err(|e| Error::Encode(e.to_string()))?);
        }
        let proof =
            self.bundle.contains(names::PROOF).then(|| self.bundle.read(names::PROOF, PROOF_BYTES)).transpose()?;
        let proof = proof.map(String::from_utf8).transpose().map_err(|e| Error::Encode(e.to_string()))?;
        self.line(&Header { assize: KIND.to_owned(), entries, envelopes: Few(envelopes), proof, version: VERSION })
    }

    /// Writes the entries of one file. Reads it again, for nothing of it was kept.
    fn file(&mut self, path: &str, plans: &BTreeMap<u64, Plan>) -> Result<(), Error> {
        if !is_lined(path) {
            let bytes = self.bundle.read(path, LINE_BYTES as u64)?;
            return plans.get(&0).map_or(Ok(()), |plan| self.entry(path, 0, &bytes, plan));
        }
        let mut reader = self.bundle.entry(path)?;
        let (mut lines, mut buffer, mut result) = (Lines::default(), vec![0; 64 << 10], Ok(()));
        let mut each = |number, line: Line<'_>| {
            if let (Ok(()), Some(plan)) = (&result, plans.get(&number)) {
                result = match line {
                    Line::Held(bytes) => self.entry(path, number, bytes, plan),
                    Line::Long(_) => {
                        let detail = format!("{path} line {number} is too long to be shown");
                        Err(Refusal::new(Reason::DisclosureTooLarge, detail).into())
                    }
                };
            }
        };
        loop {
            let n = reader.read(&mut buffer).map_err(into_refusal)?;
            if n == 0 {
                break;
            }
            lines.feed(buffer.get(..n).unwrap_or_default(), &mut each);
        }
        lines.end(&mut each);
        result
    }

    fn entry(&mut self, path: &str, line: u64, bytes: &[u8], plan: &Plan) -> Result<(), Error> {
        let Position { index, proof } = self.positions.remove(&plan.leaf).unwrap_or_default();
        let key = FileKey::of(&self.seed, path).entry(line);
        let mut entry = Entry {
            base64: None,
            fields: None,
            hidden: None,
            index,
            key: None,
            line,
            path: path.to_owned(),
            proof: Few(proof.into_iter().map(Hex).collect()),
            salt: None,
            text: None,
            value: None,
        };
        let object = bytes.strip_suffix(b"\n").filter(|_| line > 0).unwrap_or_default();
        let is_fielded = fields::split(object, &mut |_, _| ()).is_some();
        if plan.part {
            let show = self.selection.get(path).and_then(|lines| lines.get(&line));
            let (shown, hidden) = split(object, &key, show.unwrap_or(&Show::default()))?;
            entry.salt = Some(hex_salt(key.own_salt()));
            (entry.fields, entry.hidden) = (Some(Few(shown)), Some(Few(hidden)));
            return self.line(&entry);
        }
        entry.key = Some(Hex(key.0));
        match std::str::from_utf8(bytes) {
            Ok(_) if is_fielded => entry.value = Some(raw(object)?),
            Ok(text) => entry.text = Some(text.to_owned()),
            Err(_) => entry.base64 = Some(BASE64.encode(bytes)),
        }
        self.line(&entry)
    }
}

fn raw(value: &[u8]) -> Result<Box<RawValue>, Error> {
    let text = String::from_utf8(value.to_vec()).map_err(|e| Error::Encode(e.to_string()))?;
    RawValue::from_string(text).map_err(|e| Error::Encode(e.to_string()))
}

/// The fields that are shown, sorted, and the hashes of the others, sorted.
fn split(object: &[u8], key: &super::leaf::EntryKey, show: &Show) -> Result<(Vec<Field>, Vec<Hex<32>>), Error> {
    let mut salts = key.salts();
    let _own = salts.next_salt();
    let (mut shown, mut hidden) = (Vec::new(), Vec::new());
    let mut all = Vec::new();
    fields::split(object, &mut |pointer, value| all.push((pointer.to_owned(), value, salts.next_salt())));
    for (pointer, value, salt) in all {
        if show.shows(&pointer) {
            shown.push(Field { pointer, salt: hex_salt(salt), value: raw(value)? });
        } else {
            hidden.push(field(&salt, &pointer, value));
        }
    }
    shown.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    hidden.sort_unstable();
    Ok((shown, hidden.into_iter().map(Hex).collect()))
}
