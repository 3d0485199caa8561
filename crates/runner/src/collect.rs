//! Collecting: from the world, or once more from a recording.

use std::path::Path;

use collect_crate::{Access, Catalogue, Collected, Connector, Environment, Session, Sink};
use futures::{StreamExt as _, TryStreamExt as _};
use model::{Cause, Digest, Gap, Plan, Run, Shard, Source, SourceId};
use wire::{Clock, Progress, Recorder, Secrets, Stats, Transport, Wire};

use crate::scope::{Opener, Opening, connector, same_accounts};
use crate::{Error, Recording};

/// Sources asked at once. Each has limits of its own; this bounds what is held in memory.
const ASKED_AT_ONCE: usize = 16;

/// The connectors that are built in.
pub type Connectors = [Box<dyn Connector>];

/// All kinds that `connectors` deliver.
pub fn catalogue(connectors: &Connectors) -> Catalogue {
    Catalogue::new(connectors.iter().flat_map(|c| c.kinds()))
}

/// The world, as the command line hands it over.
pub struct World {
    /// The client with retry and limits, unrecorded.
    pub transport: Transport,
    /// The clock.
    pub clock: Clock,
    /// Environment variables that connectors may look up.
    pub environment: Environment,
    /// Is told of each exchange.
    pub progress: Option<Progress>,
}

/// What to collect, and what the run record says besides.
#[derive(Debug)]
pub struct Request {
    /// The id of the run.
    pub id: String,
    /// The seed of what will be disclosed: 32 bytes of the system's randomness.
    pub seed: seal::disclosure::Seed,
    /// The version of the program.
    pub version: String,
    /// SHA-256 of the configuration.
    pub config: Option<Digest>,
    /// The sources to ask.
    pub sources: Vec<Source>,
    /// The kinds and fields wanted.
    pub plan: Plan,
    /// What becomes of the recording.
    pub purpose: Purpose,
    /// Which part of the sources is asked, if several runs share them.
    pub shard: Option<Shard>,
}

/// What becomes of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It is judged and then gone: nobody will perform it again.
    Judge,
    /// It is judged and sealed.
    Seal,
    /// It outlives this process as a folder: each body is a file of its own.
    Keep,
}

/// Collects from the world into a new recording in `dir`. If the recording is sealed or kept, it is
/// proven at once that it gives the same again.
///
/// # Errors
/// When a setting is wrong, no source can be asked, or the recording cannot be written. An API
/// that refuses is a gap in the result.
pub async fn live(
    connectors: &Connectors,
    request: Request,
    world: &World,
    dir: &Path,
) -> Result<(Recording, Collected, Stats), Error> {
    let started_at = (world.clock)();
    let secrets = Secrets::default();
    let (clock, progress) = (world.clock.clone(), world.progress.clone());
    let (recorder, bodies) = if request.purpose == Purpose::Keep {
        (Recorder::with_progress(dir, clock, secrets.clone(), progress)?, None)
    } else {
        let (recorder, bodies) = Recorder::packed(dir, clock, secrets.clone(), progress)?;
        (recorder, Some(bodies))
    };
    let unrecorded = Wire::live(world.transport.clone(), world.clock.clone());
    let wire = |id: &SourceId| unrecorded.over(recorder.transport(id, world.transport.clone()));
    let opener = Opener { connectors, world, secrets: &secrets, run: &request.id, wire: &wire };
    let scope = opener.open(request.sources, request.shard).await?;
    let sink = Sink::default();
    scope.seen.into_iter().for_each(|seen| sink.seen(seen));
    ask_all(&scope.sources, &request.plan, &wire, &sink).await?;
    let stats = recorder.stats();
    recorder.finish()?;
    let run = Run {
        id: request.id,
        started_at,
        finished_at: (world.clock)(),
        assize: request.version,
        sources: scope.sources.into_iter().map(|(source, _)| source).collect(),
        config: request.config,
        accounts: scope.accounts,
        shard: scope.shard,
        merged: Vec::new(),
    };
    Recording::write_seed(dir, &request.seed)?;
    Recording::write_run(dir, &run)?;
    let recording = match bodies {
        None => Recording::open(dir)?,
        Some(bodies) => Recording::packed(dir, bodies)?,
    };
    let collected = sink.finish();
    if request.purpose != Purpose::Judge {
        same(&collected, &again(connectors, &recording, &request.plan).await?)?;
    }
    Ok((recording, collected, stats))
}

/// Collects from a recording: no network, no clock, no credential.
///
/// # Errors
/// When the recording wants a connector that is not there, or was never asked what is asked now.
pub async fn again(connectors: &Connectors, recording: &Recording, plan: &Plan) -> Result<Collected, Error> {
    let sink = Sink::default();
    for source in &recording.run.sources {
        let wire = Wire::recorded(recording.replay.transport(&source.id), recording.run.started_at);
        let session = match source.unavailable {
            Some(_) => None,
            None => Some(connector(connectors, source)?.open(source, Access::Recorded).await?),
        };
        match (session.as_deref(), recording.run.accounts.get(&source.id)) {
            (Some(session), Some(accounts)) => {
                sink.seen(same_accounts(session, source, accounts, &recording.run, &wire).await?);
            }
            (session, _) => one(session, source, plan, &wire, &sink).await?,
        }
    }
    Ok(sink.finish())
}

/// Asks every source, several at a time.
pub(crate) async fn ask_all(
    sources: &[(Source, Opening)],
    plan: &Plan,
    wire: &(dyn Fn(&SourceId) -> Wire + '_),
    sink: &Sink,
) -> Result<(), Error> {
    let work = sources.iter().map(|(source, opening)| async move {
        match opening {
            Opening::Session(session) => one(Some(session.as_ref()), source, plan, &wire(&source.id), sink).await,
            Opening::Unavailable => one(None, source, plan, &wire(&source.id), sink).await,
            Opening::Whole => Ok(()),
        }
    });
    futures::stream::iter(work).buffer_unordered(ASKED_AT_ONCE).try_collect().await
}

async fn one(
    session: Option<&dyn Session>,
    source: &Source,
    plan: &Plan,
    wire: &Wire,
    sink: &Sink,
) -> Result<(), Error> {
    let plan = plan.of(source);
    if let Some(session) = session {
        return Ok(session.collect(&plan, wire, sink).await?);
    }
    for (kind, _) in plan.iter() {
        sink.gap(Gap {
            source: source.id.clone(),
            kind: kind.clone(),
            resource: None,
            field: None,
            cause: Cause::NotConfigured,
            permission: None,
            message: source.unavailable.clone().unwrap_or_default(),
            exchange: None,
        });
    }
    Ok(())
}

fn same(live: &Collected, replayed: &Collected) -> Result<(), Error> {
    if live == replayed {
        return Ok(());
    }
    let first = live
        .resources
        .iter()
        .zip(replayed.resources.iter())
        .find(|(a, b)| a != b)
        .map(|((key, _), _)| format!("{} {}", key.kind, key.id));
    let other =
        if live.resources.len() == replayed.resources.len() { "gaps or populations" } else { "number of resources" };
    Err(Error::NotReplayable(first.unwrap_or_else(|| other.to_owned())))
}
