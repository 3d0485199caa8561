//! Looks whether everything that the indexes promise is there.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::index::Index;
use super::{Progress, Tell, chunk, list, pull, read_index};
use crate::Error;
use crate::objects::Objects;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Bundles whose index was read.
    pub bundles: u64,
    /// Chunks that they are made of, each counted once.
    pub chunks: u64,
    /// Bytes of those chunks and of the indexes, as stored.
    pub bytes: u64,
    /// Chunks that no index speaks of: left by pushes that were killed, or under way now.
    pub unused: u64,
    /// Bytes of all bundles that were read back whole.
    pub read: u64,
    /// What is wrong, one sentence each, with the bundle's name.
    pub wrong: Vec<(String, String)>,
    /// The earliest moment (RFC 3339) at which something stops being retained; `None` without a lock.
    pub retained_until: Option<String>,
}

/// Checks every bundle, or those of `names`: its index, that its chunks are there, and that all is
/// retained if the store was opened with a lock. `deep` reads back and checks all bytes.
///
/// # Errors
/// When the store cannot be listed or read. What is wrong with a bundle is no error but a finding.
pub async fn check(
    objects: &Arc<dyn Objects>,
    names: Option<&[String]>,
    deep: Option<&Path>,
    tell: Tell<'_>,
) -> Result<Checked, Error> {
    let mut checked = Checked::default();
    let there: BTreeMap<String, u64> =
        objects.list("chunks/").await?.into_iter().map(|object| (object.path, object.bytes)).collect();
    let mut used: BTreeMap<String, Option<String>> = BTreeMap::new();
    let kept = list(objects.as_ref()).await?;
    let wanted: Vec<_> = kept.iter().filter(|kept| names.is_none_or(|names| names.contains(&kept.name))).collect();
    let total = wanted.len() as u64;
    for (done, kept) in (1..).zip(wanted) {
        let index = match read_index(objects.as_ref(), &kept.name).await {
            Ok(Some(index)) => index,
            Ok(None) => continue,
            Err(error) => {
                note(&mut checked, &kept.name, &error)?;
                continue;
            }
        };
        checked.bundles += 1;
        checked.bytes += kept.index_bytes;
        shallow(objects, &index, &there, &mut used, &mut checked).await?;
        if let Some(scratch) = deep {
            match read_back(objects, &index.name, scratch).await {
                Ok(bytes) => checked.read += bytes,
                Err(error) => note(&mut checked, &kept.name, &error)?,
            }
        }
        tell(Progress { done, total });
    }
    checked.chunks = used.len() as u64;
    checked.bytes += used.keys().filter_map(|path| there.get(path)).sum::<u64>();
    checked.unused =
        if names.is_none() { there.keys().filter(|path| !used.contains_key(*path)).count() as u64 } else { 0 };
    checked.wrong.dedup();
    Ok(checked)
}

/// Errors that speak of the bundle are findings; others end the check.
fn note(checked: &mut Checked, name: &str, error: &Error) -> Result<(), Error> {
    match error {
        Error::Damaged { .. }
        | Error::Later { .. }
        | Error::TooLong { .. }
        | Error::NotRetained { .. }
        | Error::Strange(_) => {
            checked.wrong.push((name.to_owned(), error.to_string()));
            Ok(())
        }
        other => Err(Error::Check(other.to_string())),
    }
}

async fn shallow(
    objects: &Arc<dyn Objects>,
    index: &Index,
    there: &BTreeMap<String, u64>,
    used: &mut BTreeMap<String, Option<String>>,
    checked: &mut Checked,
) -> Result<(), Error> {
    let mut paths: Vec<(String, bool)> = index.chunks.iter().map(|id| (chunk::object_of(id), true)).collect();
    paths.push((super::index::object_of(&index.name), false));
    for (path, is_chunk) in paths {
        if is_chunk && !there.contains_key(&path) {
            checked.wrong.push((index.name.clone(), format!("{path} is not there")));
            continue;
        }
        let until = match used.get(&path) {
            Some(until) => until.clone(),
            None => match objects.retained(&path).await {
                Ok(until) => until,
                Err(error) => {
                    note(checked, &index.name, &error)?;
                    None
                }
            },
        };
        if let Some(until) = &until
            && checked.retained_until.as_ref().is_none_or(|earliest| until < earliest)
        {
            checked.retained_until = Some(until.clone());
        }
        if is_chunk {
            used.insert(path, until);
        }
    }
    Ok(())
}

async fn read_back(objects: &Arc<dyn Objects>, name: &str, scratch: &Path) -> Result<u64, Error> {
    let mut pulled = pull(objects, name, scratch, &|_| ()).await?;
    let mut bytes: u64 = 0;
    pulled.files(|_, _, next| {
        while let Some(part) = next()? {
            bytes += part.len() as u64;
        }
        Ok::<(), Error>(())
    })?;
    Ok(bytes)
}
