//! Collecting: from the world, or once more from a recording.

use std::path::Path;

use collect_crate::{Access, Catalogue, Collected, Connector, Environment, Session, Sink};
use model::{Cause, Digest, Gap, Plan, Run, Source};
use wire::{Clock, Progress, Recorder, Secrets, Stats, Transport, Wire};

use crate::{Error, Recording};

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
    let (sources, sessions) = open_all(connectors, request.sources, world, &secrets).await?;
    let (clock, progress) = (world.clock.clone(), world.progress.clone());
    let (recorder, bodies) = if request.purpose == Purpose::Keep {
        (Recorder::with_progress(dir, clock, secrets, progress)?, None)
    } else {
        let (recorder, bodies) = Recorder::packed(dir, clock, secrets, progress)?;
        (recorder, Some(bodies))
    };
    let sink = Sink::default();
    let unrecorded = Wire::live(world.transport.clone(), world.clock.clone());
    let work = sessions.iter().zip(&sources).map(|(session, source)| {
        let wire = unrecorded.over(recorder.transport(&source.id, world.transport.clone()));
        let (plan, sink) = (&request.plan, &sink);
        async move { one(session.as_deref(), source, plan, &wire, sink).await }
    });
    futures::future::try_join_all(work).await?;
    let stats = recorder.stats();
    recorder.finish()?;
    let run = Run {
        id: request.id,
        started_at,
        finished_at: (world.clock)(),
        assize: request.version,
        sources,
        config: request.config,
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
        let session = match source.unavailable {
            Some(_) => None,
            None => Some(connector(connectors, source)?.open(source, Access::Recorded).await?),
        };
        let wire = Wire::recorded(recording.replay.transport(&source.id), recording.run.started_at);
        one(session.as_deref(), source, plan, &wire, &sink).await?;
    }
    Ok(sink.finish())
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

fn connector<'a>(connectors: &'a Connectors, source: &Source) -> Result<&'a dyn Connector, Error> {
    connectors
        .iter()
        .map(AsRef::as_ref)
        .find(|c| c.name() == source.connector)
        .ok_or_else(|| Error::NoConnector { origin: source.id.to_string(), connector: source.connector.clone() })
}

type Sessions = Vec<Option<Box<dyn Session>>>;

/// Opens every source. One without a credential costs its own findings, not the night; a wrong
/// setting stops the run, because only a person can mend it.
async fn open_all(
    connectors: &Connectors,
    mut sources: Vec<Source>,
    world: &World,
    secrets: &Secrets,
) -> Result<(Vec<Source>, Sessions), Error> {
    let mut sessions: Sessions = Vec::new();
    for source in &mut sources {
        let access = Access::Live {
            wire: Wire::live(world.transport.clone(), world.clock.clone()),
            environment: world.environment.clone(),
            secrets: secrets.clone(),
        };
        match connector(connectors, source)?.open(source, access).await {
            Ok(session) => sessions.push(Some(session)),
            Err(collect_crate::Error::Credential { message, .. }) => {
                source.unavailable = Some(secrets.scrub(&message).unwrap_or(message));
                sessions.push(None);
            }
            Err(other) => return Err(other.into()),
        }
    }
    if sessions.iter().all(Option::is_none) {
        let why = |s: &Source| format!("{}: {}", s.id, s.unavailable.as_deref().unwrap_or("not opened"));
        return Err(Error::NothingToAsk(sources.iter().map(why).collect()));
    }
    Ok((sources, sessions))
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
