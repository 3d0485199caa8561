//! Decides whether a bundle is what a trusted key signed, whole and unchanged.
//!
//! The story, top to bottom: structure, signatures, statements, manifests, payload. Nothing of the
//! bundle is believed before a trusted signature fits, and the algorithm comes from the trusted key.
//! Never writes, never asks the network, never holds the bundle in memory.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::sync::Arc;

use model::Digest;

use crate::attest::{self, Counted, Unchecked};
use crate::bag::{self, Parts};
use crate::bundle::BundleReader;
use crate::disclosure;
use crate::header::{Entry, Widths};
use crate::ledger::Position;
use crate::limits::{ENVELOPE_BYTES, Limits, PROOF_BYTES};
use crate::refusal::{Reason, Refusal, refuse};
use crate::statement::Statement;
use crate::test_result::TestResult;
use crate::trust::Trust;
use crate::unpack::{Archive, into_refusal};
use crate::{names, proof};

/// A bundle that is what its statement says.
#[derive(Debug, Clone)]
pub struct Verified {
    /// What was signed.
    pub statement: Statement,
    /// The standard statement beside it. Its own signature was checked, unless `unchecked` says
    /// otherwise; that it says what the evidence says was checked in any case.
    pub test_result: TestResult,
    /// The signers that count, in the order of their envelopes; at least one.
    pub signers: Vec<Counted>,
    /// What was not checked, or that nobody vouches for, and why.
    pub unchecked: Vec<Unchecked>,
    /// Where it stands in a ledger that the verifier trusts; nothing if that was not checked.
    pub ledger: Option<Position>,
    /// SHA-256 of the bytes of `attestations/evidence.sigstore.json`.
    pub evidence_sha256: Digest,
    /// SHA-256 of the signed evidence statement.
    pub statement_sha256: Digest,
    /// What was counted on the way.
    pub stats: Stats,
    /// The files.
    pub reader: BundleReader,
}

/// What was counted while verifying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Files of the payload.
    pub payload_files: u64,
    /// Their bytes, unpacked.
    pub payload_bytes: u64,
    /// Bytes of the bundle's file.
    pub bundle_bytes: u64,
}

impl Verified {
    /// The signers that count, for people: their key hints or identities.
    pub fn signed_by(&self) -> String {
        let names: Vec<String> = self.signers.iter().map(|signer| signer.by.to_string()).collect();
        names.join(", ")
    }
}

/// Verifies the bundle at `path` against what the caller trusts.
///
/// # Errors
/// The first rule that the bundle breaks.
pub fn verify(path: &Path, trust: &Trust, limits: &Limits) -> Result<Verified, Refusal> {
    verify_with(path, trust, limits, Widths::STANDARD)
}

pub(crate) fn verify_with(path: &Path, trust: &Trust, limits: &Limits, widths: Widths) -> Result<Verified, Refusal> {
    let shown = path.display();
    let file = File::open(path).map_err(|e| Refusal::new(Reason::Unreadable, format!("{shown}: {e}")))?;
    let about = file.metadata().map_err(|e| Refusal::new(Reason::Unreadable, format!("{shown}: {e}")))?;
    if !about.is_file() {
        return refuse(Reason::Unreadable, format!("{shown} is not a plain file"));
    }
    judge(Archive::open(file, limits, widths)?, trust)
}

/// Everything after the structure.
pub(crate) fn judge(archive: Archive, trust: &Trust) -> Result<Verified, Refusal> {
    let bag = Bag::layout(&archive)?;
    let envelopes = bag.envelopes()?;
    let mut evidence = attest::evidence(&envelopes, trust)?;
    let statement = Statement::parse(&evidence.payload)?;
    if statement.predicate.run.id != archive.root {
        let detail = format!("folder {:?}, statement {:?}", archive.root, statement.predicate.run.id);
        return refuse(Reason::RunIdMismatch, detail);
    }
    let test_result = bag.read(names::TEST_RESULT, ENVELOPE_BYTES)?;
    let test_result = attest::test_result(&test_result, &mut evidence, &statement, trust)?;
    let stapled = bag.has(names::PROOF).then(|| bag.read(names::PROOF, PROOF_BYTES)).transpose()?;
    let evidence_sha256 = Digest::of(envelopes.first().map(|(_, bytes)| bytes.as_slice()).unwrap_or_default());
    let statement_sha256 = Digest::of(&evidence.payload);
    let ledger = match proof::check(stapled.as_deref(), &trust.ledgers, &evidence_sha256, &statement_sha256)? {
        Ok(position) => Some(position),
        Err(why) => {
            evidence.unchecked.push(Unchecked::new("ledger", stapled.is_some().then_some(names::PROOF), why));
            None
        }
    };
    bag.check_subjects(&statement)?;
    let tags = bag.check_tags()?;
    let mut digests = bag.check_manifest(&statement)?;
    let payload_bytes = bag.check_payload(&digests)?;
    let payload_files = bag.payload.len() as u64;
    bag.check_info(&statement, payload_bytes, payload_files)?;
    digests.extend(tags);
    let stats = Stats { payload_files, payload_bytes, bundle_bytes: archive.bytes() };
    let reader = BundleReader::new(Arc::new(archive), digests);
    disclosure::check_key(&reader)?;
    Ok(Verified {
        statement,
        test_result,
        signers: evidence.counted,
        unchecked: evidence.unchecked,
        ledger,
        evidence_sha256,
        statement_sha256,
        stats,
        reader,
    })
}

/// The SHA-256 of a bundle's `attestations/evidence.sigstore.json`, to be compared with what a ledger says
/// of it. Nothing of the bundle is verified.
///
/// # Errors
/// When the file is no bundle or has no such envelope.
pub fn evidence_digest(path: &Path, limits: &Limits) -> Result<Digest, Refusal> {
    let shown = path.display();
    let file = File::open(path).map_err(|e| Refusal::new(Reason::Unreadable, format!("{shown}: {e}")))?;
    let archive = Archive::open(file, limits, Widths::STANDARD)?;
    let bag = Bag::layout(&archive)?;
    Ok(Digest::of(&bag.read(names::ENVELOPE, ENVELOPE_BYTES)?))
}

/// The entries by their role.
struct Bag<'a> {
    archive: &'a Archive,
    payload: &'a [Entry],
    tail: &'a [Entry],
}

impl<'a> Bag<'a> {
    /// Every entry has its place: the payload sorted, then the bag's own files in their order, then
    /// the attestations in theirs.
    fn layout(archive: &'a Archive) -> Result<Self, Refusal> {
        let entries = &archive.entries;
        let path = |entry: &'a Entry| archive.path(entry);
        let fixed = |path: &str| {
            names::BAG.contains(&path)
                || names::ENVELOPES.contains(&path)
                || [names::TEST_RESULT, names::PROOF].contains(&path)
        };
        let known = |path: &str| path.starts_with(names::PAYLOAD) || fixed(path);
        if let Some(entry) = entries.iter().find(|entry| !known(path(entry))) {
            return refuse(Reason::UnexpectedEntry, entry.name.clone());
        }
        let there: Vec<&str> = entries.iter().map(path).filter(|path| fixed(path)).collect();
        let last = names::ENVELOPES.iter().rposition(|envelope| there.contains(envelope)).unwrap_or(0);
        let envelopes = names::ENVELOPES.get(..=last).unwrap_or_default();
        let mut order = [&names::BAG[..], envelopes, &[names::TEST_RESULT]].concat();
        for wanted in &order {
            if !there.contains(wanted) {
                let reason = if *wanted == names::ENVELOPE { Reason::NoSignature } else { Reason::MissingEntry };
                return refuse(reason, format!("there is no {wanted}"));
            }
        }
        if there.contains(&names::PROOF) {
            order.push(names::PROOF);
        }
        let split = entries.len().saturating_sub(order.len());
        let (payload, tail) = entries.split_at_checked(split).unwrap_or_default();
        let sorted = payload.windows(2).all(|pair| matches!(pair, [a, b] if a.name < b.name));
        if !sorted || !tail.iter().map(path).eq(order) {
            let why = "the payload must come first, sorted; then the bag's own files, then the attestations";
            return refuse(Reason::WrongOrder, why);
        }
        if payload.is_empty() {
            return refuse(Reason::MissingEntry, "the payload is empty");
        }
        Ok(Self { archive, payload, tail })
    }

    fn has(&self, path: &str) -> bool {
        self.tail.iter().any(|entry| self.archive.path(entry) == path)
    }

    fn tag(&self, wanted: &str) -> Result<&'a Entry, Refusal> {
        let found = self.tail.iter().find(|entry| self.archive.path(entry) == wanted);
        found.ok_or_else(|| Refusal::new(Reason::MissingEntry, format!("there is no {wanted}")))
    }

    /// All bytes of a small file of the bag.
    fn read(&self, wanted: &str, most: u64) -> Result<Vec<u8>, Refusal> {
        let entry = self.tag(wanted)?;
        if entry.size > most {
            return refuse(Reason::EntryTooLarge, format!("{wanted} has {} bytes; the limit is {most}", entry.size));
        }
        let mut bytes = Vec::new();
        let mut reader = self.archive.reader(entry, None);
        std::io::Read::read_to_end(&mut reader, &mut bytes).map_err(into_refusal)?;
        Ok(bytes)
    }

    fn text(&self, wanted: &str, reason: Reason) -> Result<String, Refusal> {
        String::from_utf8(self.read(wanted, ENVELOPE_BYTES)?)
            .map_err(|_| Refusal::new(reason, format!("{wanted} is not UTF-8")))
    }

    /// The envelopes over the evidence, in their order.
    fn envelopes(&self) -> Result<Vec<(&'static str, Vec<u8>)>, Refusal> {
        let there = names::ENVELOPES.into_iter().filter(|path| self.has(path));
        there.map(|path| Ok((path, self.read(path, ENVELOPE_BYTES)?))).collect()
    }

    fn hash(&self, wanted: &str) -> Result<[u8; 32], Refusal> {
        self.archive.reader(self.tag(wanted)?, None).drain()
    }

    /// The manifests are the signed ones.
    fn check_subjects(&self, statement: &Statement) -> Result<(), Refusal> {
        for name in [names::MANIFEST, names::TAG_MANIFEST] {
            let found = Digest::from_raw(self.hash(name)?);
            let signed = statement.subject_digest(name);
            if signed != Some(&found) {
                let signed = signed.map_or("nothing", Digest::as_str);
                return refuse(Reason::SubjectMismatch, format!("{name}: signed {signed}, found {found}"));
            }
        }
        Ok(())
    }

    /// The bag's own files are those of the tag manifest. Gives the digests in the tail's order.
    fn check_tags(&self) -> Result<Vec<[u8; 32]>, Refusal> {
        let text = self.text(names::TAG_MANIFEST, Reason::ManifestMalformed)?;
        let lines: Option<Vec<([u8; 32], &str)>> = text.split_terminator('\n').map(bag::parse_line).collect();
        let lines = lines.filter(|_| text.ends_with('\n')).unwrap_or_default();
        if !lines.iter().map(|(_, path)| *path).eq(names::TAGGED) {
            return refuse(Reason::ManifestMalformed, format!("{} has other lines than it must", names::TAG_MANIFEST));
        }
        for (signed, path) in &lines {
            if self.hash(path)? != *signed {
                return refuse(Reason::TagMismatch, (*path).to_owned());
            }
        }
        self.tail.iter().map(|entry| self.archive.reader(entry, None).drain()).collect()
    }

    /// The manifest names exactly the payload, in its order. Gives the payload's digests.
    fn check_manifest(&self, statement: &Statement) -> Result<Vec<[u8; 32]>, Refusal> {
        let parts = &statement.predicate.digests;
        let mut seen = Parts::of(parts.values().map(|part| part.path.as_str()));
        let entry = self.tag(names::MANIFEST)?;
        let signed = statement.subject_digest(names::MANIFEST).map(Digest::as_str).unwrap_or_default();
        let mut expected = [0; 32];
        hex::decode_to_slice(signed, &mut expected)
            .map_err(|e| Refusal::new(Reason::StatementMalformed, e.to_string()))?;
        // Read a second time, so checked a second time: the file may change under us.
        let mut lines = BufReader::with_capacity(64 << 10, self.archive.reader(entry, Some(expected)));
        let mut digests = Vec::new();
        let mut last = String::new();
        let mut payload = self.payload.iter().map(|entry| self.archive.path(entry)).peekable();
        while let Some((sha256, path)) = next_line(&mut lines)? {
            if path <= last {
                return refuse(Reason::ManifestMalformed, format!("{path} is out of order or there twice"));
            }
            match payload.next() {
                Some(found) if found == path => {}
                Some(found) if found < path.as_str() => return refuse(Reason::ExtraEntry, found.to_owned()),
                _ => return refuse(Reason::MissingEntry, path),
            }
            seen.see(sha256, &path);
            digests.push(sha256);
            last = path;
        }
        if let Some(found) = payload.next() {
            return refuse(Reason::ExtraEntry, found.to_owned());
        }
        for (name, part) in parts {
            if seen.digest(&part.path).map(Digest::from_raw).as_ref() != Some(&part.sha256) {
                return refuse(Reason::SummaryMismatch, format!("{name} ({})", part.path));
            }
        }
        Ok(digests)
    }

    /// Every file of the payload is the one in the manifest. Gives the payload's size.
    fn check_payload(&self, digests: &[[u8; 32]]) -> Result<u64, Refusal> {
        let mut bytes: u64 = 0;
        for (entry, expected) in self.payload.iter().zip(digests) {
            self.archive.reader(entry, Some(*expected)).drain()?;
            bytes = bytes.saturating_add(entry.size);
        }
        Ok(bytes)
    }

    fn check_info(&self, statement: &Statement, bytes: u64, files: u64) -> Result<(), Refusal> {
        if self.text(names::BAGIT, Reason::BagMalformed)? != bag::DECLARATION {
            return refuse(Reason::BagMalformed, "bagit.txt is not the declaration of BagIt 1.0");
        }
        bag::check_info(&self.text(names::BAG_INFO, Reason::BagMalformed)?, statement, bytes, files)
    }
}

/// The next line of a manifest.
pub(crate) fn next_line(reader: &mut impl std::io::BufRead) -> Result<Option<([u8; 32], String)>, Refusal> {
    let mut line = String::new();
    let mut bounded = std::io::Read::take(reader, 512);
    let n = bounded.read_line(&mut line).map_err(into_refusal)?;
    if n == 0 {
        return Ok(None);
    }
    let shown = || line.escape_default().to_string();
    let safe = |path: &str| path.starts_with(names::PAYLOAD) && names::check_path(path).is_ok();
    let parsed = line.strip_suffix('\n').and_then(bag::parse_line).filter(|(_, path)| safe(path));
    match parsed {
        Some((sha256, path)) => Ok(Some((sha256, path.to_owned()))),
        None => refuse(Reason::ManifestMalformed, format!("{} has the line {}", names::MANIFEST, shown())),
    }
}
