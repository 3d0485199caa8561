//! `assize run` and `assize evaluate`: the whole flow.

use std::path::Path;

use collect::Collected;
use model::Tally;
use runner::{Judged, Recording, Rules};

use crate::args::{EvaluateArgs, OutputArgs, RunArgs, SealArgs};
use crate::assets;
use crate::command::report::print;
use crate::config::{self, Config};
use crate::live;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::rules::rules;
use crate::seal::{Sealing, seal};
use crate::sources;
use crate::stored::Sending;
use crate::world;

/// `assize run`.
pub(crate) fn run(args: &RunArgs, screen: &Screen) -> Result<Exit, Problem> {
    if let Some(name) = &args.fixtures {
        let config = config::load(args.sources.config.as_deref(), &sources::names(&sources::connectors()))?;
        return judge_recording(name, &config, &args.policy, &args.seal, &args.output, screen);
    }
    let connectors = sources::connectors();
    let config = sources::resolve(&args.sources, &connectors)?;
    let catalogue = runner::collect::catalogue(&connectors);
    let asked: Vec<&str> = config.sources.iter().map(|s| s.connector.as_str()).collect();
    let rules = rules(&args.policy, &config, &asked, &catalogue)?;
    // A wrong key, a taken file name or an impossible store must be known before the night's work.
    let sealing = Sealing::prepare(&args.seal, &config)?;
    let sending = sealing.as_ref().map(|_| Sending::prepare(&config)).transpose()?.flatten();
    let work = tempfile::tempdir().map_err(|e| Problem::new("cannot make a temporary directory").because(e))?;
    let recorded = live::collect(&connectors, &config, rules.policies.plan(), &work.path().join("recording"), screen)?;
    let (recording, collected) = recorded;
    judge_and_tell(&recording, collected, &rules, (sealing.as_ref(), sending.as_ref()), &args.output, screen)
}

/// `assize evaluate`.
pub(crate) fn evaluate(args: &EvaluateArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = config::load(args.config.as_deref(), &sources::names(&sources::connectors()))?;
    judge_recording(&args.recording, &config, &args.policy, &args.seal, &args.output, screen)
}

fn judge_recording(
    name: &str,
    config: &Config,
    policy: &crate::args::PolicyArgs,
    seal: &SealArgs,
    output: &OutputArgs,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let connectors = sources::connectors();
    let recording = open_recording(name)?;
    let catalogue = runner::collect::catalogue(&connectors);
    let asked: Vec<&str> = recording.run.sources.iter().map(|s| s.connector.as_str()).collect();
    let rules = rules(policy, config, &asked, &catalogue)?;
    let sealing = Sealing::prepare(seal, config)?;
    let sending = sealing.as_ref().map(|_| Sending::prepare(config)).transpose()?.flatten();
    screen.step("reading the recording");
    let collected = world::block_on(async {
        runner::collect::again(&connectors, &recording, &rules.policies.plan())
            .await
            .map_err(|e| replay_problem(name, &e))
    })?;
    judge_and_tell(&recording, collected, &rules, (sealing.as_ref(), sending.as_ref()), output, screen)
}

fn replay_problem(name: &str, error: &runner::Error) -> Problem {
    let problem = Problem::new(format!("the recording {name} cannot be judged")).because(error);
    match error {
        runner::Error::Collect(collect::Error::Wire(wire::WireError::NotRecorded { .. })) => problem
            .hint("it was recorded for other policies; choose fewer with --select, or record again with --everything"),
        _ => problem,
    }
}

/// A recording directory, or a built-in fixture. A directory of that name wins.
pub(crate) fn open_recording(name: &str) -> Result<Recording, Problem> {
    let path = Path::new(name);
    let opened = if path.is_dir() {
        Recording::open(path)
    } else if let Some(files) = assets::fixture(name) {
        Recording::from_files(name, files)
    } else {
        return Err(Problem::new(format!("there is no recording {name}"))
            .hint("name a directory made by `assize collect` or `assize record`, or the built-in estate `acme`"));
    };
    opened.map_err(|e| Problem::new(format!("the recording {name} cannot be read")).because(e))
}

/// Judge, seal, report, and send what was sealed to the store. No source is asked again.
fn judge_and_tell(
    recording: &Recording,
    collected: Collected,
    rules: &Rules,
    (sealing, sending): (Option<&Sealing>, Option<&Sending>),
    output: &OutputArgs,
    screen: &Screen,
) -> Result<Exit, Problem> {
    screen.step("judging");
    let place = world::place()?;
    let judged = judge(recording, collected, rules, &place)?;
    let sealed = sealing.map(|s| seal(s, recording, rules, &judged, screen)).transpose()?;
    print(&recording.run, &judged, sealed.as_ref().map(|s| s.key.as_str()), output, screen)?;
    if let Some(sealed) = &sealed {
        screen.note(format!("sealed {} ({} files, {} bytes)", sealed.path.display(), sealed.files, sealed.bytes));
        if let Some(sending) = sending {
            sending.send(&sealed.path, screen)?;
        }
    }
    Ok(exit(&judged.total(), judged.tallies.values()))
}

/// Judges off the main thread's back, so that SIGINT is heard meanwhile.
fn judge(
    recording: &Recording,
    collected: Collected,
    rules: &Rules,
    place: &::evaluate::Place,
) -> Result<Judged, Problem> {
    runner::judge(&recording.run, collected, rules, place)
        .map_err(|e| Problem::new("the evidence cannot be judged").because(e))
}

/// What the outcomes mean for whoever called. Unknown outweighs fail, because a run that could not
/// see everything must not be taken for one that did.
pub(crate) fn exit<'a>(total: &Tally, mut tallies: impl Iterator<Item = &'a Tally>) -> Exit {
    if total.unknown > 0 || tallies.any(|t| t.error.is_some()) {
        Exit::Unknown
    } else if total.fail > 0 {
        Exit::Fail
    } else {
        Exit::Pass
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_outweighs_fail_and_fail_outweighs_pass() {
        let tally = |pass, fail, unknown| Tally { pass, fail, unknown, ..Tally::default() };
        for (total, expected) in [
            (tally(3, 0, 0), Exit::Pass),
            (tally(3, 1, 0), Exit::Fail),
            (tally(3, 1, 1), Exit::Unknown),
            (tally(0, 0, 0), Exit::Pass),
        ] {
            assert_eq!(exit(&total, std::iter::once(&total)), expected);
        }
        let died = Tally { error: Some("out of memory".to_owned()), ..Tally::default() };
        assert_eq!(exit(&Tally::default(), std::iter::once(&died)), Exit::Unknown);
    }
}
