//! The hidden `assize __export`: what policies were asked and said, for another Rego engine.

use evaluate::Inputs;

use crate::args::EvaluateArgs;
use crate::command::run::open_recording;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::rules::chosen_policies;
use crate::{config, sources, world};

/// Writes the export of a recording to standard output.
pub(crate) fn export(args: &EvaluateArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = config::load(args.config.as_deref(), &sources::names(&sources::connectors()))?;
    let connectors = super::run::connectors(&args.policy, &config)?;
    let recording = open_recording(&args.recording)?;
    let catalogue = runner::collect::catalogue(&connectors);
    // All of them, also those of which the recording has nothing: their tests are exported too.
    let set = chosen_policies(&args.policy, &config, &[], &catalogue)?;
    let wrong = |e: &dyn std::error::Error| Problem::new("the recording cannot be exported").cause(e.to_string());
    let collected = world::block_on(async {
        runner::collect::again(&connectors, &recording, &set.plan()).await.map_err(|e| wrong(&e))
    })?;
    let judged = recording.run.judged();
    let inputs = Inputs {
        as_of: recording.run.started_at,
        sources: &judged,
        resources: &collected.resources,
        gaps: &collected.gaps,
        populations: &collected.populations,
    };
    let mut lines = Vec::new();
    evaluate::export(&set, &inputs, &mut lines).map_err(|e| wrong(&e))?;
    screen.result(|out| out.write_all(&lines))?;
    Ok(Exit::Pass)
}
