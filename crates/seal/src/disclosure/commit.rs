//! Builds the signed tree while files go by: once, in order, in bounded memory.

use std::collections::BTreeMap;
use std::io::{self, Read as _};

use model::Digest;

use crate::bundle::BundleReader;
use crate::refusal::{Reason, Refusal, refuse};
use crate::statement::Disclosure;
use crate::unpack::into_refusal;

use super::leaf::{Bound, FileKey, leaf, try_fields};
use super::lines::{Line, Lines};
use super::sort::Sorter;
use super::tree::{Position, Tree};
use super::{ALGORITHM, Hash, KEY_FILE, Seed, is_lined};

/// An entry that went by.
pub(super) struct Passed<'a> {
    pub(super) path: &'a str,
    /// 0 for a whole file.
    pub(super) line: u64,
    /// Its line feed included; `None` if it is long or a whole file.
    pub(super) bytes: Option<&'a [u8]>,
    pub(super) fielded: bool,
    pub(super) leaf: Hash,
}

type Watch<'w> = Box<dyn FnMut(&Passed<'_>) + 'w>;

/// A tree in the making.
pub(crate) struct Committer<'w> {
    seed: Seed,
    sorter: Sorter,
    scratch: Vec<Hash>,
    file: Option<OpenFile>,
    watch: Option<Watch<'w>>,
    failed: Option<io::Error>,
}

struct OpenFile {
    path: String,
    key: FileKey,
    lines: Option<Lines>,
}

impl<'w> Committer<'w> {
    /// A tree salted by `seed`.
    pub(crate) fn new(seed: &Seed) -> Self {
        Self {
            seed: seed.clone(),
            sorter: Sorter::default(),
            scratch: Vec::new(),
            file: None,
            watch: None,
            failed: None,
        }
    }

    /// The same, telling `watch` of each entry.
    pub(super) fn watching(seed: &Seed, watch: impl FnMut(&Passed<'_>) + 'w) -> Self {
        Self { watch: Some(Box::new(watch)), ..Self::new(seed) }
    }

    /// The next file begins. False if its bytes are not needed.
    pub(crate) fn begin(&mut self, path: &str) -> bool {
        let lines = is_lined(path).then(Lines::default);
        let wanted = lines.is_some();
        let file = || OpenFile { path: path.to_owned(), key: FileKey::of(&self.seed, path), lines };
        self.file = (path != KEY_FILE).then(file);
        wanted
    }

    /// Bytes of the file, in order.
    pub(crate) fn update(&mut self, piece: &[u8]) {
        self.pass(|lines, each| lines.feed(piece, each));
    }

    /// The file is at its end; this is its SHA-256.
    pub(crate) fn end(&mut self, sha256: Hash) {
        self.pass(|lines, each| lines.end(each));
        if let Some(OpenFile { path, key, lines: None }) = self.file.take() {
            let hash = leaf(&key.entry(0).own_salt(), &path, 0, &Bound::Whole(sha256));
            let passed = Passed { path: &path, line: 0, bytes: None, fielded: false, leaf: hash };
            let (sorter, watch, failed) = (&mut self.sorter, &mut self.watch, &mut self.failed);
            keep(sorter, watch, failed, &passed);
        }
    }

    fn pass(&mut self, work: impl FnOnce(&mut Lines, &mut dyn FnMut(u64, Line<'_>))) {
        let Some(OpenFile { path, key, lines: Some(lines) }) = &mut self.file else { return };
        let (sorter, watch, failed, scratch) = (&mut self.sorter, &mut self.watch, &mut self.failed, &mut self.scratch);
        work(lines, &mut |line, content| {
            let key = key.entry(line);
            let (bound, bytes) = bind(content, &key, scratch);
            let fielded = matches!(bound, Bound::Fields(_));
            let passed = Passed { path, line, bytes, fielded, leaf: leaf(&key.own_salt(), path, line, &bound) };
            keep(sorter, watch, failed, &passed);
        });
    }

    /// All leaves, once every file has gone by.
    ///
    /// # Errors
    /// When a temporary file failed.
    pub(super) fn into_leaves(self) -> io::Result<Leaves> {
        self.failed.map_or(Ok(Leaves(self.sorter)), Err)
    }

    /// What goes into the statement.
    ///
    /// # Errors
    /// When a temporary file failed, or there is no entry at all.
    pub(crate) fn finish(self) -> io::Result<Disclosure> {
        self.into_leaves()?.positions([]).map(|(disclosure, _)| disclosure)
    }
}

/// The leaves of a payload.
pub(super) struct Leaves(Sorter);

impl Leaves {
    /// What goes into the statement, and the positions of the leaves in `watched`.
    ///
    /// # Errors
    /// When a temporary file failed, or there is no leaf.
    pub(super) fn positions(
        self,
        watched: impl IntoIterator<Item = Hash>,
    ) -> io::Result<(Disclosure, BTreeMap<Hash, Position>)> {
        let mut tree = Tree::watching(watched);
        self.0.each(|leaf| tree.push(leaf))?;
        let (root, size, positions) = tree.finish();
        let root = root.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the payload has no entry"))?;
        Ok((Disclosure { algorithm: ALGORITHM.to_owned(), root: Digest::from_raw(root), size }, positions))
    }
}

fn bind<'a>(content: Line<'a>, key: &super::leaf::EntryKey, scratch: &mut Vec<Hash>) -> (Bound, Option<&'a [u8]>) {
    use sha2::Digest as _;
    match content {
        Line::Long(sha256) => (Bound::Whole(sha256), None),
        Line::Held(bytes) => {
            let fields = bytes.strip_suffix(b"\n").and_then(|object| try_fields(object, key, scratch));
            (fields.unwrap_or_else(|| Bound::Whole(sha2::Sha256::digest(bytes).into())), Some(bytes))
        }
    }
}

fn keep(sorter: &mut Sorter, watch: &mut Option<Watch<'_>>, failed: &mut Option<io::Error>, passed: &Passed<'_>) {
    if let Some(watch) = watch {
        watch(passed);
    }
    if failed.is_none() {
        *failed = sorter.push(passed.leaf).err();
    }
}

/// Sends all files of a verified bundle through `committer`.
pub(super) fn pass_bundle(bundle: &BundleReader, committer: &mut Committer<'_>) -> Result<(), Refusal> {
    let mut buffer = vec![0; 64 << 10];
    for path in bundle.paths() {
        if committer.begin(path) {
            let mut reader = bundle.entry(path)?;
            loop {
                let n = reader.read(&mut buffer).map_err(into_refusal)?;
                if n == 0 {
                    break;
                }
                committer.update(buffer.get(..n).unwrap_or_default());
            }
        }
        committer.end(bundle.raw_digest(path).unwrap_or_default());
    }
    Ok(())
}

/// The seed that a verified bundle carries.
pub(super) fn seed_of(bundle: &BundleReader) -> Result<Seed, Refusal> {
    if !bundle.contains(KEY_FILE) {
        return refuse(Reason::DisclosureKeyMalformed, format!("there is no {KEY_FILE}"));
    }
    Seed::from_file(&bundle.read(KEY_FILE, 65)?)
}

/// A verified bundle carries a seed.
pub(crate) fn check_key(bundle: &BundleReader) -> Result<(), Refusal> {
    seed_of(bundle).map(|_| ())
}

/// Builds the tree of a verified bundle once more and compares it with the signed one.
///
/// # Errors
/// `disclosure_root_mismatch` if they differ.
pub fn recompute(bundle: &BundleReader, signed: &Disclosure) -> Result<(), Refusal> {
    let mut committer = Committer::new(&seed_of(bundle)?);
    pass_bundle(bundle, &mut committer)?;
    compare(signed, &committer.finish().map_err(into_refusal)?)
}

pub(super) fn compare(signed: &Disclosure, found: &Disclosure) -> Result<(), Refusal> {
    if signed == found {
        return Ok(());
    }
    let detail = format!("signed {} of {} leaves, found {} of {}", signed.root, signed.size, found.root, found.size);
    refuse(Reason::DisclosureRootMismatch, detail)
}
