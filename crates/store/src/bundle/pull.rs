//! Gives a bundle back, file by file, each checked against what was pushed.

use std::path::Path;
use std::sync::Arc;

use futures::StreamExt as _;
use model::Digest;
use sha2::{Digest as _, Sha256};

use super::chunk::{self, MOST_STORED, Spool, Stream};
use super::index::{Block, Catalogue, Index, Whole};
use super::{AT_ONCE, Progress, Tell, damaged, index, missing, read_index, split};
use crate::Error;
use crate::objects::Objects;

/// A bundle on its way back: its chunks are here and checked.
pub struct Pulled {
    index: Index,
    catalogue: Catalogue,
    spool: Spool,
}

impl std::fmt::Debug for Pulled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pulled").field("name", &self.index.name).finish_non_exhaustive()
    }
}

/// Fetches all chunks of the bundle `name` into a file of no name in `scratch`.
///
/// # Errors
/// When there is no such bundle, a chunk is missing, or one is not what its name says.
pub async fn pull(objects: &Arc<dyn Objects>, name: &str, scratch: &Path, tell: Tell<'_>) -> Result<Pulled, Error> {
    let Some(index) = read_index(objects.as_ref(), name).await? else {
        return Err(Error::NotStored { place: objects.place(), wanted: name.to_owned() });
    };
    let which: Vec<usize> = (0..index.chunks.len()).collect();
    let mut spool = fetch(objects, &index, &which, scratch, tell).await?;
    let catalogue = read_catalogue(&index, &mut spool)?;
    Ok(Pulled { index, catalogue, spool })
}

/// Fetches some of an index's chunks.
pub(crate) async fn fetch(
    objects: &Arc<dyn Objects>,
    index: &Index,
    which: &[usize],
    scratch: &Path,
    tell: Tell<'_>,
) -> Result<Spool, Error> {
    let mut spool = Spool::new(scratch, index.chunks.len())?;
    let wanted = which.iter().filter_map(|at| Some((*at, index.chunks.get(*at)?.clone())));
    let gets = wanted.map(|(at, id)| {
        let objects = Arc::clone(objects);
        async move {
            let stored = objects.get(&chunk::object_of(&id), MOST_STORED).await?.ok_or_else(|| missing(&id))?;
            Ok::<_, Error>((at, chunk::unpack(&id, &stored.bytes)?))
        }
    });
    let mut fetched = futures::stream::iter(gets).buffer_unordered(AT_ONCE);
    let (mut done, total) = (0, which.len() as u64);
    while let Some(got) = fetched.next().await {
        let (at, content) = got?;
        spool.keep(at, &content)?;
        done += 1;
        tell(Progress { done, total });
    }
    Ok(spool)
}

/// The catalogue of an index whose chunks are here.
pub(crate) fn read_catalogue(index: &Index, spool: &mut Spool) -> Result<Catalogue, Error> {
    let wrong = |why: &str| damaged(&index::object_of(&index.name), why);
    let length = usize::try_from(index.catalogue.bytes).unwrap_or(usize::MAX);
    let taken = Stream::new(&index.catalogue.recipe).take(length, spool)?;
    let (bytes, _) = taken.ok_or_else(|| wrong("its catalogue is not in its chunks"))?;
    if Digest::from_raw(Sha256::digest(&bytes).into()) != index.catalogue.sha256 {
        return Err(wrong("its catalogue is not the one that was pushed"));
    }
    Catalogue::parse(index, &bytes)
}

impl Pulled {
    /// The bundle's name.
    pub fn name(&self) -> &str {
        &self.index.name
    }

    /// The top folder: the run's id.
    pub fn run(&self) -> &str {
        &self.index.run
    }

    /// The file as it was pushed.
    pub fn whole(&self) -> &Whole {
        &self.index.bundle
    }

    /// Hands over the files in the bundle's own order: path, size, and a reader of portions that must
    /// be called until it gives `None`; the last call checks the file's digest.
    ///
    /// # Errors
    /// When a file is not the one that was pushed, or `each` fails.
    pub fn files<E: From<Error>>(
        &mut self,
        mut each: impl FnMut(&str, u64, &mut dyn FnMut() -> Result<Option<Vec<u8>>, Error>) -> Result<(), E>,
    ) -> Result<(), E> {
        let format = self.index.format;
        let mut stream = Stream::new(&self.index.content.recipe);
        for entry in &self.catalogue.0 {
            let wrong = |why: &str| damaged(&index::object_of(&self.index.name), &format!("{}: {why}", entry.path));
            let mut blocks = entry.blocks.iter();
            let (mut hash, mut finished) = (Sha256::new(), false);
            let spool = &mut self.spool;
            let mut next = || {
                let Some(block) = blocks.next() else {
                    finished = true;
                    let fits = Digest::from_raw(hash.clone().finalize().into()) == entry.sha256;
                    return if fits { Ok(None) } else { Err(wrong("it is not the file that was pushed")) };
                };
                let bytes =
                    read_block(format, *block, &mut stream, spool)?.ok_or_else(|| wrong("its parts do not fit"))?;
                hash.update(&bytes);
                Ok(Some(bytes))
            };
            each(&entry.path, entry.bytes(), &mut next)?;
            if !finished {
                return Err(wrong("it was not read to its end").into());
            }
        }
        if stream.is_done() {
            Ok(())
        } else {
            Err(damaged(&index::object_of(&self.index.name), "content is left over").into())
        }
    }
}

fn read_block(format: u32, block: Block, stream: &mut Stream<'_>, spool: &mut Spool) -> Result<Option<Vec<u8>>, Error> {
    let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let Some((body, _)) = stream.take(size(block.body), spool)? else { return Ok(None) };
    if block.columns == 0 {
        return Ok(Some(body));
    }
    let Some((columns, _)) = stream.take(size(block.columns), spool)? else { return Ok(None) };
    let whole = split::join(format, &body, &columns, size(block.whole));
    Ok(whole.filter(|whole| whole.len() as u64 == block.whole))
}
