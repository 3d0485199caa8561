//! Puts a bundle into a store: chunks first, the index last, so that what has an index is whole. A push
//! that was killed can be repeated; what has arrived is not sent again.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use model::Digest;
use sha2::{Digest as _, Sha256};
use tokio::task::JoinSet;

use super::chunk::{self, FULL};
use super::index::{self, BLOCK, Block, Catalogue, Entry, Index, Part, Whole};
use super::known::{Known, Sketch};
use super::open::{Draft, Open};
use super::recipe::{Range, Recipe};
use super::{AT_ONCE, Parts, Progress, Tell, cut, list, pull, read_index, split};
use crate::Error;
use crate::objects::{Condition, Objects, Put, check_object_path};

/// Of so many earlier nights the one most like this is taken as its base.
const LOOK_BACK: usize = 16;
/// At most so many chunks of the base are used: the more nights a bundle is spread over, the more
/// requests it takes to read. Pieces of the others are stored anew, together.
const MOST_BASE_CHUNKS: usize = 128;
/// A sketch looks at so many bytes of each file.
const SKETCHED: u64 = 8 << 20;

/// The recipe of the files' content.
const CONTENT: usize = 0;
/// The recipe of the list of files.
const CATALOGUE: usize = 1;

/// What a push did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// The bundle's name.
    pub name: String,
    /// True if exactly this bundle was there already.
    pub was_there: bool,
    /// Bytes that the store holds more than before.
    pub bytes_added: u64,
    /// Objects that it holds more than before.
    pub objects_added: u64,
    /// The bundle file's size.
    pub bundle_bytes: u64,
    /// The earlier night that this one shares most with.
    pub base: Option<String>,
    /// Until when (RFC 3339) all of it is retained, read back from the store; `None` without a lock.
    pub retained_until: Option<String>,
}

/// Pushes a bundle under `name`. `scratch` is a folder with room for an earlier night, unpacked.
///
/// # Errors
/// When the bundle cannot be read, the store not be written, or another bundle has this name. What was
/// sent stays and is not sent again next time.
pub async fn push(
    objects: &Arc<dyn Objects>,
    bundle: &dyn Parts,
    name: &str,
    scratch: &Path,
    tell: Tell<'_>,
) -> Result<Pushed, Error> {
    let path = index::object_of(name);
    check_object_path(&path)?;
    let whole = bundle.whole();
    if let Some(there) = read_index(objects.as_ref(), name).await? {
        return already_there(objects, there, whole).await;
    }
    let sketch = sketch_of(bundle)?;
    let base = choose_base(objects, &sketch.to_hex(), name).await?;
    let mut writer = Writer::new(objects, tell, bundle);
    let mut base_name = None;
    if let Some(base) = base {
        // A base that is damaged must not stop this night, and must not spread: it is not used.
        if let Ok(known) = load_base(objects, &base, scratch).await {
            writer.known = known;
            base_name = Some(base.name.clone());
            writer.base_chunks = base.chunks;
        }
    }
    let catalogue = writer.add_files(bundle).await?;
    let (mut index, added) = writer.finish(name, whole, &catalogue).await?;
    index.sketch = sketch.to_hex();
    let bytes = index.to_bytes()?;
    let size = bytes.len() as u64;
    if let Put::Taken = objects.put(&path, bytes.clone(), Condition::Absent).await? {
        // Somebody else was first, or our own earlier try arrived after all.
        let there = read_index(objects.as_ref(), name).await?;
        return match there {
            Some(there) => already_there(objects, there, index.bundle).await,
            None => Err(Error::Damaged { path, why: "it comes and goes".to_owned() }),
        };
    }
    let retained_until = earliest(added.retained_until, objects.retained(&path).await?);
    Ok(Pushed {
        name: name.to_owned(),
        was_there: false,
        bytes_added: added.bytes + size,
        objects_added: added.objects + 1,
        bundle_bytes: index.bundle.bytes,
        base: base_name,
        retained_until,
    })
}

/// The bundle's name is taken: by itself, which is fine, or by another one.
async fn already_there(objects: &Arc<dyn Objects>, there: Index, whole: Whole) -> Result<Pushed, Error> {
    if there.bundle != whole {
        return Err(Error::OtherBundle { name: there.name, place: objects.place() });
    }
    let mut until = None;
    let paths = there.chunks.iter().map(chunk::object_of).chain([index::object_of(&there.name)]);
    for path in paths {
        objects.retain(&path).await?;
        until = earliest(until, objects.retained(&path).await?);
    }
    Ok(Pushed {
        name: there.name,
        was_there: true,
        bytes_added: 0,
        objects_added: 0,
        bundle_bytes: whole.bytes,
        base: None,
        retained_until: until,
    })
}

fn earliest(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> Error {
    Error::Bundle(format!("{path}: {error}"))
}

fn sketch_of(bundle: &dyn Parts) -> Result<Sketch, Error> {
    let mut sketch = Sketch::default();
    for (which, (path, size)) in bundle.files().iter().enumerate() {
        let mut bytes = Vec::new();
        let read = bundle.open(which).and_then(|file| file.take(SKETCHED.min(*size)).read_to_end(&mut bytes));
        read.map_err(|e| unreadable(path, &e))?;
        sketch.add(&bytes);
    }
    Ok(sketch)
}

/// The most alike of the last nights; of equals the newest.
async fn choose_base(objects: &Arc<dyn Objects>, sketch: &[String], name: &str) -> Result<Option<Index>, Error> {
    let kept = list(objects.as_ref()).await?;
    let mut best: Option<(usize, Index)> = None;
    for earlier in kept.iter().rev().filter(|kept| kept.name != name).take(LOOK_BACK) {
        // A damaged index is `check`'s to tell; here it is merely no base.
        let Ok(Some(index)) = read_index(objects.as_ref(), &earlier.name).await else { continue };
        let likeness = index.likeness(sketch);
        if likeness > 0 && best.as_ref().is_none_or(|(most, _)| likeness > *most) {
            best = Some((likeness, index));
        }
    }
    Ok(best.map(|(_, index)| index))
}

/// Reads the base back, so that this night leans on nothing that was not seen whole.
async fn load_base(objects: &Arc<dyn Objects>, base: &Index, scratch: &Path) -> Result<Known, Error> {
    // What is retained less strictly than this night will be cannot carry it.
    objects.retained(&index::object_of(&base.name)).await?;
    let mut used: BTreeMap<u32, u64> = BTreeMap::new();
    for range in base.content.recipe.0.iter().chain(&base.catalogue.recipe.0) {
        *used.entry(range.chunk).or_default() += u64::from(range.length);
    }
    let mut chunks: Vec<(u64, u32)> = used.into_iter().map(|(chunk, bytes)| (bytes, chunk)).collect();
    chunks.sort_unstable_by(|a, b| b.cmp(a));
    let which: Vec<usize> = chunks.iter().map(|(_, chunk)| *chunk as usize).collect();
    let mut spool = pull::fetch(objects, base, &which, scratch, &|_| ()).await?;
    let catalogue = pull::read_catalogue(base, &mut spool)?;
    let mut known = Known::of(base, &catalogue, &mut spool)?;
    known.keep_only(&chunks.iter().take(MOST_BASE_CHUNKS).map(|(_, chunk)| *chunk).collect());
    Ok(known)
}

/// What was added so far.
#[derive(Default)]
struct Added {
    bytes: u64,
    objects: u64,
    retained_until: Option<String>,
}

struct Writer<'a> {
    objects: Arc<dyn Objects>,
    tell: Tell<'a>,
    run: String,
    known: Known,
    base_chunks: Vec<Digest>,
    /// Of each chunk in the index's list its name, once it is known.
    chunks: Vec<Option<Digest>>,
    /// Where the base's chunks stand in that list.
    places: BTreeMap<u32, u32>,
    /// Bodies and columns are so unlike that each gets chunks of its own.
    bodies: Option<Open>,
    columns: Option<Open>,
    /// Of the files' content and of their catalogue, in this order.
    recipes: [Draft; 2],
    uploads: JoinSet<Result<(u64, Option<String>), Error>>,
    added: Added,
    progress: Progress,
}

impl<'a> Writer<'a> {
    fn new(objects: &Arc<dyn Objects>, tell: Tell<'a>, bundle: &dyn Parts) -> Self {
        let total = bundle.files().iter().map(|(_, size)| *size).sum();
        Self {
            objects: Arc::clone(objects),
            tell,
            run: bundle.run().to_owned(),
            known: Known::default(),
            base_chunks: Vec::new(),
            chunks: Vec::new(),
            places: BTreeMap::new(),
            bodies: None,
            columns: None,
            recipes: Default::default(),
            uploads: JoinSet::new(),
            added: Added::default(),
            progress: Progress { done: 0, total },
        }
    }

    /// Adds all files; gives their catalogue and the digest of their content.
    async fn add_files(&mut self, bundle: &dyn Parts) -> Result<(Catalogue, Digest), Error> {
        let (mut catalogue, mut stream_hash) = (Catalogue::default(), Sha256::new());
        for (which, (path, size)) in bundle.files().into_iter().enumerate() {
            let mut file = bundle.open(which).map_err(|e| unreadable(&path, &e))?;
            let (mut hash, mut blocks, mut rest) = (Sha256::new(), Vec::new(), Vec::new());
            loop {
                let whole = next_block(&mut file, &mut rest).map_err(|e| unreadable(&path, &e))?;
                if whole.is_empty() {
                    break;
                }
                hash.update(&whole);
                let (body, columns) = split::split(&whole);
                stream_hash.update(&body);
                stream_hash.update(&columns);
                self.add(&body, CONTENT, true).await?;
                self.add(&columns, CONTENT, false).await?;
                let bytes = |part: &[u8]| part.len() as u64;
                blocks.push(Block { body: bytes(&body), columns: bytes(&columns), whole: bytes(&whole) });
            }
            let entry = Entry { blocks, path, sha256: Digest::from_raw(hash.finalize().into()) };
            if entry.bytes() != size {
                return Err(Error::Bundle(format!("{} changed while it was read", entry.path)));
            }
            self.progress.done += size;
            (self.tell)(self.progress);
            catalogue.0.push(entry);
        }
        Ok((catalogue, Digest::from_raw(stream_hash.finalize().into())))
    }

    /// Adds a stream; what the base has of bodies, and of digests in columns, is pointed at, all else stored.
    async fn add(&mut self, stream: &[u8], recipe: usize, is_body: bool) -> Result<(), Error> {
        let mut pieces: Vec<&[u8]> = Vec::new();
        if is_body {
            let _ = cut::pieces(stream, |piece| -> Result<(), std::convert::Infallible> {
                pieces.push(piece);
                Ok(())
            });
        } else {
            let (values, digests) = cut::values(stream);
            for piece in values.chunks(FULL) {
                let range = self.store(piece, false)?;
                self.note(range, recipe);
                self.close_full(false).await?;
            }
            pieces.extend(digests);
        }
        let mut last = None;
        for piece in pieces {
            let range = if let Some((at, there)) = self.known.find(piece, last) {
                last = Some(at);
                Range { chunk: self.place_of(there.chunk)?, ..there }
            } else {
                self.store(piece, true)?
            };
            self.note(range, recipe);
            // Only now, because closing a chunk settles the ranges that speak of it.
            self.close_full(true).await?;
        }
        Ok(())
    }

    fn note(&mut self, range: Range, recipe: usize) {
        if let Some(recipe) = self.recipes.get_mut(recipe) {
            recipe.add(range);
        }
    }

    /// The place of a base's chunk in the new list.
    fn place_of(&mut self, chunk: u32) -> Result<u32, Error> {
        if let Some(place) = self.places.get(&chunk) {
            return Ok(*place);
        }
        let id = self.base_chunks.get(chunk as usize).cloned();
        let place = next_place(&self.chunks)?;
        self.chunks.push(id);
        self.places.insert(chunk, place);
        Ok(place)
    }

    /// Puts a piece into the open chunk.
    fn store(&mut self, piece: &[u8], is_body: bool) -> Result<Range, Error> {
        let slot = if is_body { &mut self.bodies } else { &mut self.columns };
        if slot.is_none() {
            let place = next_place(&self.chunks)?;
            self.chunks.push(None);
            *slot = Some(Open::new(place));
        }
        let Some(open) = slot else { return Err(Error::Stopped("no chunk is open".to_owned())) };
        Ok(open.add(piece))
    }

    async fn close_full(&mut self, is_body: bool) -> Result<(), Error> {
        let slot = if is_body { &mut self.bodies } else { &mut self.columns };
        let full = slot.take_if(|open| open.len() >= FULL);
        self.close(full, is_body).await
    }

    /// Sends a chunk on its way.
    async fn close(&mut self, open: Option<Open>, is_body: bool) -> Result<(), Error> {
        let Some(open) = open else { return Ok(()) };
        let place = open.place;
        // A first night's pieces stay in a row: later nights lean on long rows of them.
        let (content, moved) = open.close(is_body && !self.base_chunks.is_empty());
        if is_body {
            self.recipes.iter_mut().for_each(|recipe| recipe.settle(&moved));
        }
        let (id, stored) = chunk::pack(&content).map_err(|e| Error::Encode(e.to_string()))?;
        if let Some(chunk) = self.chunks.get_mut(place as usize) {
            *chunk = Some(id.clone());
        }
        while self.uploads.len() >= AT_ONCE {
            self.arrived().await?;
        }
        let objects = Arc::clone(&self.objects);
        self.uploads.spawn(async move { upload(objects.as_ref(), &id, stored).await });
        Ok(())
    }

    async fn arrived(&mut self) -> Result<(), Error> {
        if let Some(done) = self.uploads.join_next().await {
            let (bytes, until) = done.map_err(|e| Error::Stopped(e.to_string()))??;
            self.added.bytes += bytes;
            self.added.objects += u64::from(bytes > 0);
            self.added.retained_until = earliest(self.added.retained_until.take(), until);
        }
        Ok(())
    }

    /// Waits until all chunks are safe, and gives the index over them.
    async fn finish(mut self, name: &str, whole: Whole, files: &(Catalogue, Digest)) -> Result<(Index, Added), Error> {
        let (catalogue, content_sha256) = files;
        let bytes = catalogue.to_bytes()?;
        self.add(&bytes, CATALOGUE, true).await?;
        for (open, is_body) in [(self.bodies.take(), true), (self.columns.take(), false)] {
            self.close(open, is_body).await?;
        }
        let sha256 = Digest::from_raw(Sha256::digest(&bytes).into());
        let [content, catalogue] = std::mem::take(&mut self.recipes).map(Draft::finish);
        let part = |recipe: Recipe, sha256| Part { bytes: recipe.bytes(), recipe, sha256 };
        let (content, catalogue) = (part(content, content_sha256.clone()), part(catalogue, sha256));
        while !self.uploads.is_empty() {
            self.arrived().await?;
        }
        for chunk in self.places.keys().filter_map(|chunk| self.base_chunks.get(*chunk as usize)) {
            let path = chunk::object_of(chunk);
            self.objects.retain(&path).await?;
            self.added.retained_until = earliest(self.added.retained_until.take(), self.objects.retained(&path).await?);
        }
        let mut index = Index::new(name, &self.run, whole, (catalogue, content));
        index.chunks = self.chunks.into_iter().flatten().collect();
        Ok((index, self.added))
    }
}

fn next_place(chunks: &[Option<Digest>]) -> Result<u32, Error> {
    u32::try_from(chunks.len()).map_err(|_| Error::Encode("a bundle has too many chunks".to_owned()))
}

/// Makes sure that a chunk is there; gives the bytes added, and until when it is retained.
async fn upload(objects: &dyn Objects, id: &Digest, stored: Bytes) -> Result<(u64, Option<String>), Error> {
    let path = chunk::object_of(id);
    let size = stored.len() as u64;
    let there = objects.size(&path).await?;
    let added = match there {
        // Another version of the deflate library makes another size of the same chunk.
        Some(other) if other != size => {
            let object = objects.get(&path, chunk::MOST_STORED).await?.ok_or_else(|| super::missing(id))?;
            chunk::unpack(id, &object.bytes)?;
            0
        }
        Some(_) => 0,
        None => match objects.put(&path, stored.clone(), Condition::Absent).await? {
            Put::Done(_) => size,
            Put::Taken => 0,
        },
    };
    if added == 0
        && let Err(error) = objects.retain(&path).await
    {
        // A retention of another mode cannot be made stricter, but a new version of the object can be.
        let Error::NotRetained { .. } = error else { return Err(error) };
        objects.put(&path, stored, Condition::Any).await?;
        return Ok((size, objects.retained(&path).await?));
    }
    Ok((added, objects.retained(&path).await?))
}

/// Up to a block of a file, cut at a line end if there is one. Empty at the end. `rest` is what was read
/// beyond.
fn next_block(file: &mut dyn Read, rest: &mut Vec<u8>) -> std::io::Result<Vec<u8>> {
    let mut block = std::mem::take(rest);
    let more = BLOCK.saturating_sub(block.len()) as u64;
    file.take(more).read_to_end(&mut block)?;
    if block.len() == BLOCK
        && let Some(end) = block.iter().rposition(|byte| *byte == b'\n')
    {
        *rest = block.split_off(end + 1);
    }
    Ok(block)
}
