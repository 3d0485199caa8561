//! Joins the recordings of runs that shared the sources between them into the recording of one run. It
//! must never join what does not fit: a part that is missing, doubled, or of another night.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use model::{Body, Digest, Exchange, Run, SourceId};
use seal::disclosure::Seed;
use wire::{Bodies, Replay, WireError};

use crate::recording::Place;
use crate::{Error, Recording, Rules};

/// Parts that began further apart are not of one run, in seconds.
const ONE_NIGHT: i64 = 24 * 60 * 60;

/// A part: what errors call it, and its recording.
pub type Part = (String, Recording);

/// One recording of all parts, with the id `id`.
///
/// # Errors
/// [`Error::Parts`] when a part is missing, stands twice or does not fit to the others.
pub fn merge(mut parts: Vec<Part>, id: String, seed: Seed) -> Result<Recording, Error> {
    parts.sort_by_key(|(_, recording)| recording.run.shard.as_ref().map(|shard| shard.index));
    fit(&parts).map_err(Error::Parts)?;
    let Some((_, first)) = parts.first() else { return Err(Error::Parts("there is no part".to_owned())) };
    let mut run = Run { id, shard: None, merged: Vec::new(), sources: Vec::new(), ..first.run.clone() };
    let (mut exchanges, mut places) = (Vec::new(), BTreeMap::new());
    for (index, (_, part)) in parts.iter().enumerate() {
        run.started_at = run.started_at.min(part.run.started_at);
        run.finished_at = run.finished_at.max(part.run.finished_at);
        run.merged.push(part.run.id.clone());
        // Each part asked which accounts there are, and all heard the same: one telling is enough.
        let told = |source: &SourceId| index > 0 && run.accounts.contains_key(source);
        let sources: Vec<_> = part.run.sources.iter().filter(|source| !told(&source.id)).cloned().collect();
        for exchange in part.replay.exchanges().iter().filter(|exchange| !told(&exchange.source)) {
            note(exchange, index, &mut places);
            exchanges.push(exchange.clone());
        }
        run.sources.extend(sources);
    }
    run.sources.sort_by(|a, b| a.id.cmp(&b.id));
    let replays = parts.into_iter().map(|(_, part)| part.replay).collect();
    let replay = Replay::new(exchanges, Arc::new(Joined { replays, places }))?;
    Ok(Recording { run, replay, seed: Some(seed), bodies: Place::Elsewhere })
}

fn note(exchange: &Exchange, index: usize, places: &mut BTreeMap<Digest, usize>) {
    let bodies = exchange.request.body.iter().chain(exchange.reply.iter().filter_map(|r| r.body.as_ref()));
    for body in bodies {
        if let Body::Stored { sha256, .. } = body {
            places.entry(sha256.clone()).or_insert(index);
        }
    }
}

/// The bodies of several recordings.
struct Joined {
    replays: Vec<Replay>,
    places: BTreeMap<Digest, usize>,
}

impl Bodies for Joined {
    fn read(&self, body: &Body) -> Result<Bytes, WireError> {
        let Body::Stored { sha256, .. } = body else { return wire::NoBodies.read(body) };
        let replay = self.places.get(sha256).and_then(|index| self.replays.get(*index));
        replay.ok_or_else(|| WireError::Recording(format!("the body {sha256} is in no part")))?.body(body)
    }
}

/// What keeps the parts, sorted by their number, from being one run.
fn fit(parts: &[Part]) -> Result<(), String> {
    let mut numbers: BTreeMap<u32, &str> = BTreeMap::new();
    let mut of = None;
    for (name, part) in parts {
        let Some(shard) = &part.run.shard else {
            return Err(format!("{name} is no part of a run: it was not made with --shard"));
        };
        if let Some(other) = numbers.insert(shard.index, name) {
            return Err(format!("{other} and {name} are both part {}/{}", shard.index, shard.of));
        }
        if *of.get_or_insert(shard.of) != shard.of {
            return Err(format!("{name} is one of {} parts, the others are of {}", shard.of, of.unwrap_or_default()));
        }
    }
    let of = of.unwrap_or_default();
    let missing: Vec<String> =
        (1..=of).filter(|n| !numbers.contains_key(n)).take(20).map(|n| format!("{n}/{of}")).collect();
    if !missing.is_empty() {
        return Err(format!("of {of} parts, these are missing: {}", missing.join(", ")));
    }
    same_run(parts)?;
    each_source_once(parts)
}

/// All parts are of one night, one configuration and one program, and saw the same accounts.
fn same_run(parts: &[Part]) -> Result<(), String> {
    let Some((first, head)) = parts.first() else { return Ok(()) };
    for (name, part) in parts {
        let apart = part.run.started_at.as_second() - head.run.started_at.as_second();
        if apart.abs() > ONE_NIGHT {
            return Err(format!("{first} and {name} began more than a day apart"));
        }
        if part.run.config != head.run.config {
            return Err(format!("{first} and {name} were made with different configuration files"));
        }
        if part.run.assize != head.run.assize {
            return Err(format!("{first} and {name} were made by different versions of the program"));
        }
        if part.run.accounts == head.run.accounts {
            continue;
        }
        let accounts = |run: &Run| -> BTreeSet<String> {
            run.accounts.iter().flat_map(|(id, all)| all.asked.iter().map(move |one| format!("{id}/{one}"))).collect()
        };
        let (here, there) = (accounts(&head.run), accounts(&part.run));
        let other = here.symmetric_difference(&there).next().cloned();
        let other = other.unwrap_or_else(|| "those left out".to_owned());
        return Err(format!("{first} and {name} saw different accounts: {other}"));
    }
    Ok(())
}

fn each_source_once(parts: &[Part]) -> Result<(), String> {
    let mut asked: BTreeMap<&SourceId, &str> = BTreeMap::new();
    for (name, part) in parts {
        for source in part.run.sources.iter().filter(|source| !part.run.accounts.contains_key(&source.id)) {
            if let Some(other) = asked.insert(&source.id, name) {
                return Err(format!("{other} and {name} both asked {}", source.id));
            }
        }
    }
    for (name, part) in parts {
        let elsewhere = part.run.shard.iter().flat_map(|shard| &shard.elsewhere);
        if let Some(lost) = elsewhere.into_iter().find(|id| !asked.contains_key(id)) {
            return Err(format!("{name} left {lost} to another part, and none asked it"));
        }
    }
    Ok(())
}

/// Says what the rules of two parts differ in; `None` if they are the same.
///
/// # Errors
/// When the policies cannot be written down, which only a bug could cause.
pub fn other_rules(a: &Rules, b: &Rules) -> Result<Option<&'static str>, Error> {
    Ok(if a.policies.digest()? != b.policies.digest()? {
        Some("policies or parameters")
    } else if a.framework_texts != b.framework_texts {
        Some("frameworks")
    } else if a.manifest_texts != b.manifest_texts {
        Some("manifests")
    } else if a.waiver_text != b.waiver_text {
        Some("waivers")
    } else {
        None
    })
}
