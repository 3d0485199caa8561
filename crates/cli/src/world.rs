//! The world below the command line: clock, randomness, environment, and the runtime that waits.

use std::sync::Arc;

use evaluate::{Limits, Place, Sandbox};
use model::Timestamp;

use crate::problem::{Exit, Problem};

/// The hidden argument that makes the program evaluate policies for its parent.
pub(crate) const EVALUATE_CHILD: &str = "__evaluate";

/// Address space of the child that evaluates, in bytes. Its stack alone reserves half a gigabyte.
const CHILD_MEMORY: u64 = 4 << 30;
/// CPU seconds of the child that evaluates.
const CHILD_CPU: u64 = 600;
/// Seconds that one policy may take on one resource.
const POLICY_SECONDS: u64 = 10;

/// The clock.
pub(crate) fn clock() -> wire::Clock {
    Arc::new(Timestamp::now)
}

/// Random bytes from the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| Problem::new("the system gives no random numbers").cause(e.to_string()))?;
    Ok(bytes)
}

/// The environment as connectors may see it.
pub(crate) fn environment() -> collect::Environment {
    Arc::new(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
}

/// A run id that sorts by time: `20261124T013000Z-` and eight random hex digits.
pub(crate) fn run_id(now: Timestamp) -> Result<String, Problem> {
    let random: [u8; 4] = random()?;
    let digits: String = random.iter().map(|b| format!("{b:02x}")).collect();
    Ok(format!("{}-{digits}", now.strftime("%Y%m%dT%H%M%SZ")))
}

/// Where policies run: a child of this program, limited.
pub(crate) fn place() -> Result<Place, Problem> {
    let program = std::env::current_exe()
        .map_err(|e| Problem::new("cannot find the running program, to start it again").because(e))?;
    let limits = Limits { memory: CHILD_MEMORY, cpu: CHILD_CPU, wall: POLICY_SECONDS };
    Ok(Place::Child(Sandbox { program, args: vec![EVALUATE_CHILD.to_owned()], limits }))
}

/// Runs `work` to its end, or until SIGINT or SIGTERM. Work that is dropped half-way leaves only
/// temporary files, which are removed as they are dropped.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Problem::new("cannot start").because(e))?;
    runtime.block_on(async {
        tokio::select! {
            done = work => done,
            signal = interrupted() => Err(Problem::new(format!("interrupted by {signal}"))
                .exit(Exit::Interrupted)
                .hint("nothing was sealed and nothing half-written is left; run again to start over")),
        }
    })
}

#[cfg(unix)]
async fn interrupted() -> &'static str {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut int), Ok(mut term)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = int.recv() => "SIGINT",
        _ = term.recv() => "SIGTERM",
    }
}

#[cfg(not(unix))]
async fn interrupted() -> &'static str {
    match tokio::signal::ctrl_c().await {
        Ok(()) => "Ctrl-C",
        Err(_) => std::future::pending().await,
    }
}
