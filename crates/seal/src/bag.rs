//! The bag's own files (BagIt, RFC 8493): their one allowed spelling, written and compared.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::refusal::{Reason, Refusal, refuse};
use crate::statement::{self, Facts, PARTS, PartDigest, Statement};

/// RFC 8493, section 2.1.1.
pub(crate) const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// How to check a bundle without this program.
pub(crate) const HOW_TO: &str = include_str!("VERIFY.txt");

/// bag-info.txt (RFC 8493, section 2.2.2), labels in order.
pub(crate) fn info(facts: &Facts, payload_bytes: u64, payload_files: u64) -> String {
    info_text(&facts.version, &day(facts.finished_at), &facts.run_id, payload_bytes, payload_files)
}

fn day(moment: model::Timestamp) -> String {
    moment.to_string().chars().take(10).collect()
}

fn info_text(version: &str, day: &str, run_id: &str, bytes: u64, files: u64) -> String {
    format!(
        "Bag-Software-Agent: assize {version}\nBagging-Date: {day}\nExternal-Identifier: {run_id}\nPayload-Oxum: {bytes}.{files}\n"
    )
}

/// Compares bag-info.txt with what the statement and the payload say it must be.
pub(crate) fn check_info(text: &str, about: &Statement, bytes: u64, files: u64) -> Result<(), Refusal> {
    let run = &about.predicate.run;
    let expected = info_text(&about.predicate.runner.version, &day(run.finished_at), &run.id, bytes, files);
    for (expected, found) in expected.lines().zip(text.lines()) {
        if expected != found {
            let reason = match expected.split(':').next() {
                Some("External-Identifier") => Reason::RunIdMismatch,
                Some("Payload-Oxum") => Reason::OxumMismatch,
                _ => Reason::BagMalformed,
            };
            return refuse(reason, format!("bag-info.txt says {found:?} instead of {expected:?}"));
        }
    }
    if text == expected { Ok(()) } else { refuse(Reason::BagMalformed, "bag-info.txt has lines missing or too many") }
}

/// A line of a manifest: `sha256sum`'s own format.
pub(crate) fn line(sha256: [u8; 32], path: &str) -> String {
    format!("{}  {path}\n", hex::encode(sha256))
}

/// Reads a line of a manifest (without its line feed).
pub(crate) fn parse_line(line: &str) -> Option<([u8; 32], &str)> {
    let (hex_digits, path) = line.split_once("  ")?;
    let mut raw = [0; 32];
    if hex_digits.len() != 64 || hex_digits.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    hex::decode_to_slice(hex_digits, &mut raw).ok()?;
    Some((raw, path))
}

/// Collects the digests of the statement's parts while a manifest goes by, line by line.
#[derive(Default)]
pub(crate) struct Parts {
    files: BTreeMap<String, [u8; 32]>,
    folders: BTreeMap<String, Sha256>,
}

impl Parts {
    /// Watches the parts that a statement names.
    pub(crate) fn of<'a>(paths: impl IntoIterator<Item = &'a str>) -> Self {
        let mut parts = Self::default();
        for path in paths {
            if path.ends_with('/') {
                parts.folders.insert(path.to_owned(), Sha256::new());
            } else {
                parts.files.insert(path.to_owned(), [0; 32]);
            }
        }
        parts
    }

    /// Watches the parts that version 1 knows.
    pub(crate) fn known() -> Self {
        Self::of(PARTS.iter().map(|(_, path)| *path))
    }

    /// Takes note of one line.
    pub(crate) fn see(&mut self, sha256: [u8; 32], path: &str) {
        if let Some(seen) = self.files.get_mut(path) {
            *seen = sha256;
        }
        for (folder, hash) in &mut self.folders {
            if path.starts_with(folder.as_str()) {
                hash.update(line(sha256, path));
            }
        }
    }

    /// The digest of a part, if anything of it was seen.
    pub(crate) fn digest(&self, path: &str) -> Option<[u8; 32]> {
        let empty: [u8; 32] = Sha256::new().finalize().into();
        let folder = || self.folders.get(path).map(|hash| hash.clone().finalize().into());
        let found: Option<[u8; 32]> = self.files.get(path).copied().or_else(folder);
        found.filter(|raw| *raw != [0; 32] && *raw != empty)
    }

    /// What goes into the statement.
    pub(crate) fn into_digests(self) -> BTreeMap<String, PartDigest> {
        let part = |(name, path): &(&str, &str)| {
            let sha256 = statement::digest(self.digest(path)?);
            Some(((*name).to_owned(), PartDigest { path: (*path).to_owned(), sha256 }))
        };
        PARTS.iter().filter_map(part).collect()
    }
}
