//! Packs a run's files into a bundle and signs it, in steps: pack, sign, finish.
//!
//! Writes to a temporary name beside the target and moves it there only after the whole bundle has
//! been verified as a stranger would. Whatever goes wrong, nothing half-written stays.

use std::collections::BTreeSet;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use crate::bag::{self, Parts};
use crate::disclosure::{self, Committer};
use crate::envelope::{self, MOST_TIMESTAMPS, pae};
use crate::header::Widths;
use crate::keys::PrivateKey;
use crate::limits::Limits;
use crate::pack::{Content, Pack};
use crate::place::{move_into_place, temporary};
use crate::refusal::{Reason, Refusal};
use crate::signing::{Attestation, Attested, Signed, Signer, ToSign, sign_with};
use crate::statement::{Facts, Statement};
use crate::test_result::TestResult;
use crate::trust::Trust;
use crate::verify::{Verified, verify_with};
use crate::{Error, names};

/// One file of the payload: its path (`data/run.json`) and its bytes.
#[derive(Debug, Clone)]
pub struct Item {
    /// Path inside the bundle; begins with `data/`.
    pub path: String,
    /// Its bytes.
    pub content: Content,
}

/// What to do if a bundle stands at the target already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Leave it and fail.
    Keep,
    /// Replace it, at once and whole.
    Replace,
}

/// A bundle that is packed and waits for its signatures, under a temporary name beside the target.
/// Dropping it removes it.
pub struct Draft {
    pack: Pack<BufWriter<NamedTempFile>>,
    target: PathBuf,
    existing: Existing,
    limits: Limits,
    widths: Widths,
    statement: Statement,
    /// The evidence statement's bytes.
    evidence: Vec<u8>,
    /// The test result's bytes.
    test_result: Vec<u8>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("target", &self.target).finish_non_exhaustive()
    }
}

/// The files under `folder` as items under `prefix` (such as `data/policies`).
///
/// # Errors
/// When something cannot be read, or is neither a folder nor a plain file.
pub fn items_of(folder: &Path, prefix: &str) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    walk(folder, prefix, 0, &mut items)?;
    Ok(items)
}

fn walk(folder: &Path, prefix: &str, depth: usize, items: &mut Vec<Item>) -> Result<(), Error> {
    let failed = |path: &Path, source| Error::Read { path: path.display().to_string(), source };
    if depth > names::PATH_DEPTH {
        return Err(Refusal::new(Reason::UnsafeName, format!("{prefix} is too deep")).into());
    }
    for entry in std::fs::read_dir(folder).map_err(|e| failed(folder, e))? {
        let entry = entry.map_err(|e| failed(folder, e))?;
        let file = entry.path();
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return Err(Refusal::new(Reason::UnsafeName, file.display().to_string()).into());
        };
        let path = format!("{prefix}/{name}");
        let kind = entry.file_type().map_err(|e| failed(&file, e))?;
        if kind.is_dir() {
            walk(&file, &path, depth + 1, items)?;
        } else if kind.is_file() {
            items.push(Item { path, content: Content::File(file) });
        } else {
            let reason = if kind.is_symlink() { Reason::Symlink } else { Reason::SpecialEntry };
            return Err(Refusal::new(reason, file.display().to_string()).into());
        }
    }
    Ok(())
}

/// Packs `items`, signs with `key`, verifies and moves the bundle to `target`.
///
/// # Errors
/// When anything fails; then no bundle is left, and what stood at `target` is unchanged.
pub fn seal(
    items: Vec<Item>,
    facts: &Facts,
    key: &PrivateKey,
    target: &Path,
    existing: Existing,
    limits: &Limits,
) -> Result<Verified, Error> {
    let draft = Draft::pack(items, facts, target, existing, limits)?;
    let attested = sign_with(std::slice::from_ref(key), &draft.to_sign())?;
    draft.finish(attested)
}

impl Draft {
    /// Packs everything but the attestations.
    ///
    /// # Errors
    /// When the items would be refused, or cannot be read or written.
    pub fn pack(
        items: Vec<Item>,
        facts: &Facts,
        target: &Path,
        existing: Existing,
        limits: &Limits,
    ) -> Result<Self, Error> {
        Self::pack_with(items, facts, target, existing, limits, Widths::STANDARD)
    }

    pub(crate) fn pack_with(
        mut items: Vec<Item>,
        facts: &Facts,
        target: &Path,
        existing: Existing,
        limits: &Limits,
        widths: Widths,
    ) -> Result<Self, Error> {
        if existing == Existing::Keep && target.symlink_metadata().is_ok() {
            return Err(Error::Exists(target.display().to_string()));
        }
        items.push(Item { path: disclosure::KEY_FILE.to_owned(), content: Content::Bytes(facts.seed.to_file()) });
        items.sort_by(|a, b| a.path.cmp(&b.path));
        check_items(&items, facts)?;
        let file = temporary(target)?;
        let mut pack = Pack::new(BufWriter::new(file), target, &facts.run_id, limits.clone(), widths);
        let mut parts = Parts::known();
        let mut manifest = String::new();
        let mut tree = Committer::new(&facts.seed);
        let mut bytes: u64 = 0;
        for item in &items {
            tree.begin(&item.path);
            let packed = pack.add_seen(&item.path, &item.content, &mut |piece| tree.update(piece))?;
            tree.end(packed.sha256);
            manifest.push_str(&bag::line(packed.sha256, &item.path));
            parts.see(packed.sha256, &item.path);
            bytes = bytes.saturating_add(packed.size);
        }
        let disclosure = tree.finish().map_err(|e| Error::writing(target, e))?;
        let tags = add_tags(&mut pack, facts, manifest, (bytes, items.len() as u64))?;
        let statement = Statement::new(facts, tags, parts.into_digests(), disclosure);
        let evidence = statement.to_bytes()?;
        let test_result = TestResult::to_bytes(&statement, facts.tests.as_ref())?;
        let (target, limits) = (target.to_owned(), limits.clone());
        Ok(Self { pack, target, existing, limits, widths, statement, evidence, test_result })
    }

    /// The statement that is about to be signed.
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// What is to be signed. The first signer signs all of it, a co-signer the evidence only.
    pub fn to_sign(&self) -> Vec<ToSign> {
        [Attestation::Evidence, Attestation::TestResult]
            .map(|name| ToSign { name, pae: pae(self.payload(name)) })
            .to_vec()
    }

    fn payload(&self, name: Attestation) -> &[u8] {
        match name {
            Attestation::Evidence => &self.evidence,
            Attestation::TestResult => &self.test_result,
        }
    }

    /// Adds the signatures over [`Draft::to_sign`], verifies the whole bundle as a stranger would who
    /// trusts exactly these signers, and moves it to its target.
    ///
    /// `attested` has one signature over the test result and one to nine over the evidence, the first
    /// of them by the same signer. Timestamps are verified too, but for whose authority they are.
    ///
    /// # Errors
    /// When a signature is missing or does not fit, or the bundle cannot be written; then nothing is
    /// left.
    pub fn finish(self, attested: Vec<Attested>) -> Result<Verified, Error> {
        self.finish_under(attested, &Trust::of_keys(&[]))
    }

    /// As [`Draft::finish`], by a stranger who also trusts the authorities and identities of `trust`
    /// and asks for its minimum of timestamps. A signature by certificate needs its identity there.
    ///
    /// # Errors
    /// As [`Draft::finish`].
    pub fn finish_under(mut self, attested: Vec<Attested>, trust: &Trust) -> Result<Verified, Error> {
        let (evidence, test_result) = arrange(attested)?;
        let mut trust = Trust { minimum_signatures: evidence.len(), ledgers: Vec::new(), ..trust.clone() };
        let mut envelopes = Vec::new();
        for (path, signed) in names::ENVELOPES.into_iter().zip(evidence) {
            if let Signer::Key(key) = &signed.signer {
                trust.keys.retain(|known| known != key);
                trust.keys.push(key.clone());
            }
            envelopes.push((path, self.envelope(Attestation::Evidence, signed)?));
        }
        envelopes.push((names::TEST_RESULT, self.envelope(Attestation::TestResult, test_result)?));
        for (path, bytes) in envelopes {
            self.pack.add(path, &Content::Bytes(bytes))?;
        }
        let failed = |e| Error::writing(&self.target, e);
        let file = self.pack.finish()?.into_inner().map_err(|e| failed(e.into_error()))?;
        file.as_file().sync_all().map_err(failed)?;
        let verified = verify_with(file.path(), &trust, &self.limits, self.widths)?;
        move_into_place(file, &self.target, self.existing)?;
        Ok(verified)
    }

    /// The envelope of one statement; its signature is checked first.
    fn envelope(&self, name: Attestation, mut signed: Signed) -> Result<Vec<u8>, Error> {
        let payload = self.payload(name);
        // A certificate's signature is judged with its whole envelope, when the bundle is verified.
        if let Signer::Key(key) = &signed.signer {
            signed.signature = key.normalise(&signed.signature);
            if !key.verify(&pae(payload), &signed.signature) {
                return Err(Error::Signature(key.hint()));
            }
        }
        if signed.timestamps.len() > MOST_TIMESTAMPS {
            return Err(Error::Signers(format!("more than {MOST_TIMESTAMPS} timestamps for one signature")));
        }
        envelope::write(payload, &signed).map_err(|e| Error::Encode(e.to_string()))
    }
}

/// The signatures over the evidence in their order, and the one over the test result.
fn arrange(attested: Vec<Attested>) -> Result<(Vec<Signed>, Signed), Error> {
    let (evidence, results): (Vec<Attested>, Vec<Attested>) =
        attested.into_iter().partition(|one| one.name == Attestation::Evidence);
    let evidence: Vec<Signed> = evidence.into_iter().map(|one| one.signed).collect();
    let most = names::ENVELOPES.len();
    if evidence.is_empty() || evidence.len() > most {
        return Err(Error::Signers(format!(
            "{} signatures over the evidence; 1 to {most} are possible",
            evidence.len()
        )));
    }
    let mut results = results.into_iter();
    let (Some(result), None) = (results.next(), results.next()) else {
        return Err(Error::Signers("exactly one signature over the test result is needed".into()));
    };
    if evidence.first().map(|signed| &signed.signer) != Some(&result.signed.signer) {
        return Err(Error::Signers("the test result is not signed by the evidence's first signer".into()));
    }
    Ok((evidence, result.signed))
}

/// Refuses what a verifier would refuse by name, before anything is written.
fn check_items(items: &[Item], facts: &Facts) -> Result<(), Error> {
    // The seed's file is always there.
    if items.len() < 2 {
        return Err(Error::Empty);
    }
    if facts.run_id.contains('/') {
        return Err(Refusal::new(Reason::UnsafeName, format!("the run id {:?} has a / in it", facts.run_id)).into());
    }
    names::check_path(&facts.run_id)?;
    if facts.version.contains(['\n', '\r']) {
        return Err(Refusal::new(Reason::BagMalformed, "the version has a line end in it").into());
    }
    for item in items {
        names::check_path(&item.path)?;
        if !item.path.starts_with(names::PAYLOAD) {
            return Err(Refusal::new(Reason::UnexpectedEntry, format!("{} is not in data/", item.path)).into());
        }
    }
    let paths: Vec<&str> = items.iter().map(|item| item.path.as_str()).collect();
    names::check_set(&paths)?;
    Ok(())
}

/// Adds the bag's own files after the payload; gives the digests of the two manifests.
fn add_tags<W: std::io::Write + std::io::Seek>(
    pack: &mut Pack<W>,
    facts: &Facts,
    manifest: String,
    (bytes, files): (u64, u64),
) -> Result<[[u8; 32]; 2], Error> {
    let manifest_digest: [u8; 32] = Sha256::digest(&manifest).into();
    let texts = [
        (names::BAG_INFO, bag::info(facts, bytes, files)),
        (names::BAGIT, bag::DECLARATION.to_owned()),
        (names::MANIFEST, manifest),
        (names::HOW_TO, bag::HOW_TO.to_owned()),
    ];
    let mut lines = BTreeSet::new();
    for (path, text) in texts {
        let packed = pack.add(path, &Content::Bytes(text.into_bytes()))?;
        lines.insert((path, bag::line(packed.sha256, path)));
    }
    let tag_manifest: String = lines.into_iter().map(|(_, line)| line).collect();
    let tag_digest: [u8; 32] = Sha256::digest(&tag_manifest).into();
    pack.add(names::TAG_MANIFEST, &Content::Bytes(tag_manifest.into_bytes()))?;
    Ok([manifest_digest, tag_digest])
}
