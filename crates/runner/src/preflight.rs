//! A look before a run: which of the permissions that it needs are there. Each source is asked as a run
//! would ask it, but each operation only once; nothing is recorded and nothing is kept.

use collect_crate::{Collected, Sink};
use model::{Cause, Gap, Plan, Resource, Shard, Source, SourceId};
use wire::{Secrets, Wire};

use crate::Error;
use crate::collect::{Connectors, World, ask_all};
use crate::scope::Opener;

/// What a look showed.
#[derive(Debug)]
pub struct Look {
    /// The sources, those of many accounts taken apart. One that stands for accounts is not among them.
    pub sources: Vec<Source>,
    /// What was seen of them: a part, and no evidence.
    pub collected: Collected,
    /// All gaps, those of resources too, but for what was held back.
    pub gaps: Vec<Gap>,
}

/// Asks each operation that `plan` needs once.
///
/// # Errors
/// When a setting is wrong or no source can be asked.
pub async fn preflight(
    connectors: &Connectors,
    sources: Vec<Source>,
    plan: &Plan,
    world: &World,
    run: &str,
    shard: Option<Shard>,
) -> Result<Look, Error> {
    let secrets = Secrets::default();
    let unrecorded = Wire::live(world.transport.clone(), world.clock.clone());
    // All accounts are listed, to their end: each is looked at.
    let whole = |_: &SourceId| unrecorded.clone();
    let opener = Opener { connectors, world, secrets: &secrets, run, wire: &whole };
    let scope = opener.open(sources, shard).await?;
    let sink = Sink::default();
    let sampled = |_: &SourceId| unrecorded.over(wire::sampling(world.transport.clone()));
    ask_all(&scope.sources, plan, &sampled, &sink).await?;
    let mut collected = sink.finish();
    let mut gaps = std::mem::take(&mut collected.gaps);
    for (key, line) in collected.resources.iter() {
        let read = |source| model::Error::Read { what: format!("resource {}", key.id), source };
        let resource: Resource = serde_json::from_slice(line).map_err(read)?;
        gaps.extend(resource.gaps.into_values());
    }
    gaps.retain(|gap| !(gap.cause == Cause::Transient && gap.message.contains(wire::HELD_BACK)));
    for gap in &mut gaps {
        if let Some(clean) = secrets.scrub(&gap.message) {
            gap.message = clean;
        }
    }
    let asked = scope.sources.into_iter().map(|(source, _)| source);
    let sources = asked.filter(|source| !scope.accounts.contains_key(&source.id)).collect();
    Ok(Look { sources, collected, gaps })
}
