//! Collecting from live systems: the client, its patience, and the progress line.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ::seal::disclosure::Seed;
use collect::{Collected, Connector};
use model::{Plan, Shard};
use runner::Recording;
use runner::collect::{Purpose, Request, World};
use wire::{Live, LiveOptions, Progress, RetryOptions, Transport};

use crate::config::{Config, NetworkSection};
use crate::print::Screen;
use crate::problem::Problem;
use crate::world;

/// Requests at once to one host, unless configured.
const CONCURRENCY: usize = 16;

/// Collects what `plan` wants of the configured sources into a new recording in `dir`, which only
/// this process can read unless its purpose is to be kept.
pub(crate) fn collect(
    connectors: &[Box<dyn Connector>],
    config: &Config,
    id: String,
    plan: Plan,
    (dir, purpose): (PathBuf, Purpose),
    shard: Option<Shard>,
    screen: &Screen,
) -> Result<(Recording, Collected), Problem> {
    screen.step("asking");
    let request = Request {
        id,
        seed: Seed::new(world::random()?),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        config: config.digest.clone(),
        sources: config.sources.clone(),
        plan,
        purpose,
        shard,
    };
    let (recording, collected, stats) = world::block_on(async {
        let world = world(config, screen)?;
        runner::collect::live(connectors, request, &world, &dir).await.map_err(|e| problem(&e))
    })?;
    let sums = stats.sums();
    let requests: u64 = sums.values().map(|s| s.requests).sum();
    let retries: u64 = sums.values().map(|s| s.attempts - s.requests.min(s.attempts)).sum();
    let throttles: u64 = sums.values().map(|s| s.throttles).sum();
    screen.note(format!("asked {requests} times ({retries} retries, {throttles} throttled)"));
    Ok((recording, collected))
}

/// The world as the configuration lets it be reached.
pub(crate) fn world(config: &Config, screen: &Screen) -> Result<World, Problem> {
    let clock = world::clock();
    Ok(World {
        transport: wire::with_files(transport(&config.network, &clock)?, folders(&config.sources)?, clock.clone()),
        clock,
        environment: world::environment(),
        progress: Some(progress(screen)),
    })
}

/// The folders that may be read: those of registers that the configuration names.
fn folders(sources: &[model::Source]) -> Result<wire::Folders, Problem> {
    let folder = |source: &model::Source| {
        let folder = registers::folder(source).map_err(|e| Problem::new("the registers cannot be read").because(e))?;
        Ok((source.id.to_string(), folder.into()))
    };
    sources.iter().filter(|source| source.connector == registers::NAME).map(folder).collect()
}

/// The client behind its limits, which tries each request several times; nothing that goes over it
/// is recorded here.
pub(crate) fn transport(network: &NetworkSection, clock: &wire::Clock) -> Result<Transport, Problem> {
    let limited = limited(network)?;
    let random = Arc::new(|| world::random::<8>().map_or(0, u64::from_le_bytes));
    let mut retry = RetryOptions::new(clock.clone(), random);
    if let Some(attempts) = network.attempts {
        retry.attempts = attempts.max(1);
        retry.attempts_unanswered = retry.attempts_unanswered.min(retry.attempts);
    }
    Ok(wire::retrying(limited, retry))
}

/// The client behind its limits, which tries each request once.
pub(crate) fn limited(network: &NetworkSection) -> Result<Transport, Problem> {
    let mut options = LiveOptions { extra_ca: network.ca_files.clone(), ..LiveOptions::default() };
    if let Some(seconds) = network.timeout_seconds {
        options.total_timeout = Duration::from_secs(seconds);
        options.read_timeout = options.read_timeout.min(options.total_timeout);
        options.connect_timeout = options.connect_timeout.min(options.total_timeout);
    }
    let client = Live::new(&options).map_err(|e| Problem::new("the HTTP client cannot be set up").because(e))?;
    Ok(wire::per_host(client.transport(), network.concurrency.unwrap_or(CONCURRENCY).max(1)))
}

fn progress(screen: &Screen) -> Progress {
    let (bar, asked) = (screen.bar(), AtomicU64::new(0));
    Arc::new(move |finished| {
        let n = asked.fetch_add(1, Ordering::Relaxed) + 1;
        bar.set_message(format!("asked {n} times, last {} {}", finished.source, finished.operation));
        tracing::info!(
            target: "assize",
            "{} {}: {}, {} attempts, {} bytes, {} ms",
            finished.source,
            finished.operation,
            finished.status.map_or_else(|| "no reply".to_owned(), |status| status.to_string()),
            finished.attempts,
            finished.bytes,
            finished.millis
        );
    })
}

pub(crate) fn problem(error: &runner::Error) -> Problem {
    let problem = Problem::new("the sources cannot be collected").because(error);
    match error {
        runner::Error::NothingToAsk(_) => problem.hint(
            "AWS credentials come from the environment, a profile, SSO, a web identity or the instance;\na GitHub token from GITHUB_TOKEN or GH_TOKEN, or an app from app_id and app_key_file in assize.toml",
        ),
        runner::Error::Wire(wire::WireError::Recording(_))
        | runner::Error::Collect(collect::Error::Wire(wire::WireError::Recording(_))) => {
            problem.hint("check the free space and rights of the temporary directory (TMPDIR) or of --output")
        }
        _ => problem,
    }
}
