//! Packs a run's files into a bundle and signs it.
//!
//! Writes to a temporary name beside the target and moves it there only after the whole bundle has
//! been verified as a stranger would. Whatever goes wrong, nothing half-written stays.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Seek as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use crate::bag::{self, Parts};
use crate::envelope::{self, pae};
use crate::header::Widths;
use crate::keys::{PrivateKey, PublicKey};
use crate::limits::Limits;
use crate::pack::{Content, Pack};
use crate::refusal::{Reason, Refusal};
use crate::statement::{Facts, Statement};
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

/// A bundle that is packed and waits for its signature, under a temporary name beside the target.
/// Dropping it removes it.
pub struct Draft {
    pack: Pack<BufWriter<NamedTempFile>>,
    target: PathBuf,
    existing: Existing,
    limits: Limits,
    widths: Widths,
    statement: Statement,
    payload: Vec<u8>,
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
    let signature = key.sign(&draft.to_sign())?;
    draft.finish(key.public_key(), &signature)
}

impl Draft {
    /// Packs everything but the signature.
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
        items.sort_by(|a, b| a.path.cmp(&b.path));
        check_items(&items, facts)?;
        let file = temporary(target)?;
        let mut pack = Pack::new(BufWriter::new(file), target, &facts.run_id, limits.clone(), widths);
        let mut parts = Parts::known();
        let mut manifest = String::new();
        let mut bytes: u64 = 0;
        for item in &items {
            let packed = pack.add(&item.path, &item.content)?;
            manifest.push_str(&bag::line(packed.sha256, &item.path));
            parts.see(packed.sha256, &item.path);
            bytes = bytes.saturating_add(packed.size);
        }
        let statement = add_tags(&mut pack, facts, manifest, parts, (bytes, items.len() as u64))?;
        let payload = statement.to_bytes()?;
        let (target, limits) = (target.to_owned(), limits.clone());
        Ok(Self { pack, target, existing, limits, widths, statement, payload })
    }

    /// The statement that is about to be signed.
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The exact bytes to sign; under 4096, so that a key service takes them whole.
    pub fn to_sign(&self) -> Vec<u8> {
        pae(&self.payload)
    }

    /// Adds the signature of [`Draft::to_sign`], verifies the whole bundle as a stranger would, and
    /// moves it to its target.
    ///
    /// # Errors
    /// When the signature does not fit or the bundle cannot be written; then nothing is left.
    pub fn finish(mut self, key: &PublicKey, signature: &[u8]) -> Result<Verified, Error> {
        let signature = key.normalise(signature);
        if !key.verify(&self.to_sign(), &signature) {
            return Err(Error::Signature(key.hint()));
        }
        let envelope = envelope::write(&self.payload, key, &signature).map_err(|e| Error::Encode(e.to_string()))?;
        self.pack.add(names::ENVELOPE, &Content::Bytes(envelope))?;
        let failed = |e| Error::writing(&self.target, e);
        let file = self.pack.finish()?.into_inner().map_err(|e| failed(e.into_error()))?;
        file.as_file().sync_all().map_err(failed)?;
        let verified = verify_with(file.path(), std::slice::from_ref(key), &self.limits, self.widths)?;
        let moved = match self.existing {
            Existing::Keep => file.persist_noclobber(&self.target),
            Existing::Replace => file.persist(&self.target),
        };
        moved.map_err(|e| match e.error.kind() {
            std::io::ErrorKind::AlreadyExists => Error::Exists(self.target.display().to_string()),
            _ => failed(e.error),
        })?;
        sync_folder(parent(&self.target)).map_err(failed)?;
        Ok(verified)
    }
}

/// The folder that a path lies in.
pub(crate) fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// An empty file beside `target`, named so that leftovers of a killed run can be told and removed.
pub(crate) fn temporary(target: &Path) -> Result<NamedTempFile, Error> {
    let mut file = tempfile::Builder::new()
        .prefix(crate::TEMPORARY_PREFIX)
        .suffix(crate::TEMPORARY_SUFFIX)
        .tempfile_in(parent(target))
        .map_err(|e| Error::writing(target, e))?;
    file.rewind().map_err(|e| Error::writing(target, e))?;
    // Held until this process ends, so that a clean-up can tell it from a leftover. Some network disks
    // know no locks; there, only its age tells. On Windows a lock would keep our own verifier out.
    #[cfg(unix)]
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// Makes a rename durable.
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Refuses what a verifier would refuse by name, before anything is written.
fn check_items(items: &[Item], facts: &Facts) -> Result<(), Error> {
    if items.is_empty() {
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

/// Adds the bag's own files after the payload; gives the statement over them.
fn add_tags<W: std::io::Write + std::io::Seek>(
    pack: &mut Pack<W>,
    facts: &Facts,
    manifest: String,
    parts: Parts,
    (bytes, files): (u64, u64),
) -> Result<Statement, Error> {
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
    Ok(Statement::new(facts, manifest_digest, tag_digest, parts.into_digests()))
}
