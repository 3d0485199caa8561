//! `assize run` and `assize evaluate`: the whole flow.

use std::cell::Cell;
use std::path::Path;

use ::seal::ledger::Failure;
use collect::{Collected, Connector};
use model::{Run, Source, Tally};
use runner::collect::Purpose;
use runner::{Judged, Recording, Rules};

use crate::args::{EvaluateArgs, LedgerArgs, OutputArgs, PolicyArgs, RunArgs, SealArgs};
use crate::assets;
use crate::command::report::print;
use crate::command::waivers;
use crate::config::{self, Config};
use crate::ledger::Keeping;
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
        return judge_recording(name, &config, &args.into(), screen);
    }
    let config = config::load(args.sources.config.as_deref(), &sources::names(&sources::connectors()))?;
    let connectors = connectors(&args.policy, &config)?;
    let keeping = keeping(&args.ledger, &args.seal, &config)?;
    let result = sources::choose(&args.sources, &connectors, config)
        .and_then(|config| judge_live(args, &config, &connectors, keeping.as_ref(), screen));
    told(keeping.as_ref(), result, screen)
}

/// The connectors, with the manifests that flags or the configuration add.
pub(crate) fn connectors(policy: &PolicyArgs, config: &Config) -> Result<Vec<Box<dyn Connector>>, Problem> {
    sources::connectors_with(policy.manifests.as_deref().or(config.policies.manifests.as_deref()))
}

fn keeping(ledger: &LedgerArgs, seal: &SealArgs, config: &Config) -> Result<Option<Keeping>, Problem> {
    Keeping::prepare(ledger, seal, config, seal.output.as_deref().or(config.seal.output.as_deref()))
}

/// However a run ended, the ledger says so.
fn told(keeping: Option<&Keeping>, result: Result<Exit, Problem>, screen: &Screen) -> Result<Exit, Problem> {
    match keeping {
        Some(keeping) => keeping.told(result, screen),
        None => result,
    }
}

fn judge_live(
    args: &RunArgs,
    config: &Config,
    connectors: &[Box<dyn Connector>],
    keeping: Option<&Keeping>,
    screen: &Screen,
) -> Result<Exit, Problem> {
    if let Some(keeping) = keeping {
        keeping.sources(&config.sources);
    }
    sources::check(config, connectors)?;
    let catalogue = runner::collect::catalogue(connectors);
    let asked: Vec<String> = config.sources.iter().flat_map(Source::asked).collect();
    let rules = rules(&args.policy, config, &asked, &catalogue)?;
    // A wrong key, a taken file name or an impossible store must be known before the night's work.
    let end = End::prepare(&args.seal, config, keeping, &args.output)?;
    end.begin(&config.sources, &rules, Failure::Collect)?;
    let work = tempfile::tempdir().map_err(|e| Problem::new("cannot make a temporary directory").because(e))?;
    let id = world::run_id()?;
    if let Some(keeping) = keeping {
        keeping.run(&id);
    }
    let purpose = if end.sealing.is_some() { Purpose::Seal } else { Purpose::Judge };
    let place = (work.path().join("recording"), purpose);
    let (recording, collected) =
        live::collect(connectors, config, id, rules.policies.plan(), place, args.sources.shard.clone(), screen)?;
    let unkept = Cell::new(true);
    judge_and_tell(&recording, collected, &rules, &end, &unkept, screen).map_err(|problem| match &end.sealing {
        Some(sealing) if unkept.get() => keep(problem, &recording, sealing),
        _ => problem,
    })
}

/// A night that could not be judged or sealed is not lost: what was recorded is kept where the bundle
/// should stand, to be judged and sealed later.
fn keep(problem: Problem, recording: &Recording, sealing: &Sealing) -> Problem {
    if problem.exit == Exit::Interrupted {
        return problem;
    }
    let kept = sealing.folder().join(format!("{}.recording", recording.run.id));
    let shown = kept.display();
    match recording.write(&kept) {
        Ok(()) => problem.hint(format!("what was recorded is kept; seal it with `assize evaluate {shown} --key …`")),
        Err(e) => problem.hint(format!("what was recorded could not be kept in {shown} either: {e}")),
    }
}

/// `assize evaluate`.
pub(crate) fn evaluate(args: &EvaluateArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = config::load(args.config.as_deref(), &sources::names(&sources::connectors()))?;
    judge_recording(&args.recording, &config, &args.into(), screen)
}

/// The flags that judging a recording shares between `run` and `evaluate`.
struct Flags<'a> {
    policy: &'a PolicyArgs,
    seal: &'a SealArgs,
    ledger: &'a LedgerArgs,
    output: &'a OutputArgs,
}

impl<'a> From<&'a RunArgs> for Flags<'a> {
    fn from(args: &'a RunArgs) -> Self {
        Self { policy: &args.policy, seal: &args.seal, ledger: &args.ledger, output: &args.output }
    }
}

impl<'a> From<&'a EvaluateArgs> for Flags<'a> {
    fn from(args: &'a EvaluateArgs) -> Self {
        Self { policy: &args.policy, seal: &args.seal, ledger: &args.ledger, output: &args.output }
    }
}

fn judge_recording(name: &str, config: &Config, flags: &Flags<'_>, screen: &Screen) -> Result<Exit, Problem> {
    let keeping = keeping(flags.ledger, flags.seal, config)?;
    let result = judge_recorded(name, config, flags, keeping.as_ref(), screen);
    told(keeping.as_ref(), result, screen)
}

fn judge_recorded(
    name: &str,
    config: &Config,
    flags: &Flags<'_>,
    keeping: Option<&Keeping>,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let connectors = connectors(flags.policy, config)?;
    let recording = open_recording(name)?;
    if let Some(keeping) = keeping {
        keeping.run(&recording.run.id);
        keeping.sources(&configured(&recording.run));
    }
    let catalogue = runner::collect::catalogue(&connectors);
    let asked: Vec<String> = recording.run.sources.iter().flat_map(Source::asked).collect();
    let rules = rules(flags.policy, config, &asked, &catalogue)?;
    let end = End::prepare(flags.seal, config, keeping, flags.output)?;
    // A recording can be judged again and again; its run has one place in a ledger.
    keeping.map_or(Ok(()), |keeping| keeping.refuse_known(&recording.run.id))?;
    end.begin(&configured(&recording.run), &rules, Failure::Collect)?;
    screen.step("reading the recording");
    let collected = world::block_on(async {
        runner::collect::again(&connectors, &recording, &rules.policies.plan())
            .await
            .map_err(|e| replay_problem(name, &e))
    })?;
    judge_and_tell(&recording, collected, &rules, &end, &Cell::new(false), screen)
}

/// The sources as they were configured, without the single accounts of those that stand for many.
fn configured(run: &Run) -> Vec<Source> {
    run.sources.iter().filter(|source| source.id.whole().is_none()).cloned().collect()
}

/// What happens once it is judged: sealing, the ledger, the report.
pub(super) struct End<'a> {
    sealing: Option<Sealing>,
    sending: Option<Sending>,
    keeping: Option<&'a Keeping>,
    output: &'a OutputArgs,
}

impl<'a> End<'a> {
    pub(super) fn prepare(
        seal: &SealArgs,
        config: &Config,
        keeping: Option<&'a Keeping>,
        output: &'a OutputArgs,
    ) -> Result<Self, Problem> {
        let sealing = Sealing::prepare(seal, config)?;
        if keeping.is_some() && sealing.is_none() {
            return Err(Problem::new("a ledger has a key, and the bundle has none")
                .hint("what is entered in a ledger is a sealed bundle: add --key assize.key"));
        }
        let sending = sealing.as_ref().map(|_| Sending::prepare(config)).transpose()?.flatten();
        Ok(Self { sealing, sending, keeping, output })
    }

    /// True if a bundle is written.
    pub(super) fn seals(&self) -> bool {
        self.sealing.is_some()
    }

    /// Tells the ledger what is in scope, and what is tried next.
    fn begin(&self, sources: &[Source], rules: &Rules, stage: Failure) -> Result<(), Problem> {
        let Some(keeping) = self.keeping else { return Ok(()) };
        keeping.scope(sources, rules)?;
        keeping.stage(stage);
        Ok(())
    }

    fn stage(&self, stage: Failure) {
        if let Some(keeping) = self.keeping {
            keeping.stage(stage);
        }
    }
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
pub(super) fn judge_and_tell(
    recording: &Recording,
    collected: Collected,
    rules: &Rules,
    end: &End<'_>,
    unkept: &Cell<bool>,
    screen: &Screen,
) -> Result<Exit, Problem> {
    end.stage(Failure::Judge);
    screen.step("judging");
    let place = world::place()?;
    let judged = judge(recording, collected, rules, &place)?;
    end.stage(Failure::Seal);
    let sealed = end.sealing.as_ref().map(|s| seal(s, recording, rules, &judged, screen)).transpose()?;
    unkept.set(sealed.is_none());
    let exit = exit(&judged.total(), judged.waived(), judged.tallies.values());
    let mut unstamped = sealed.as_ref().map(|sealed| sealed.unstamped.clone()).unwrap_or_default();
    if let (Some(sealed), Some(keeping)) = (&sealed, end.keeping) {
        keeping.sealed();
        unstamped.extend(keeping.enter(&sealed.verified, exit as u8, &sealed.path, &sealed.trust, screen)?);
    }
    print(&recording.run, &judged, sealed.as_ref().map(|s| s.signed_by.as_str()), end.output, screen)?;
    if let Some(sealed) = &sealed {
        screen.note(format!("sealed {} ({} files, {} bytes)", sealed.path.display(), sealed.files, sealed.bytes));
        for missing in &unstamped {
            screen.note(format!("warning: a time-stamp is missing: {missing}"));
        }
        if let Some(sending) = &end.sending {
            sending.send(&sealed.path, screen)?;
        }
        if sealed.stamps_required && !unstamped.is_empty() {
            return Err(Problem::new(format!("{} is sealed, but not stamped as wanted", sealed.path.display()))
                .exit(Exit::Refused)
                .hint("the bundle is whole and verifies without its time-stamp; timestamps_required = false in [seal] makes this a warning"));
        }
    }
    waivers::announce(&judged.waivers, recording.run.started_at, screen);
    Ok(exit)
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
/// see everything must not be taken for one that did. A failure under a waiver in force is reported as
/// the failure it is, but two people have answered for it until a date, so it does not end a pipeline.
pub(crate) fn exit<'a>(total: &Tally, waived: u64, mut tallies: impl Iterator<Item = &'a Tally>) -> Exit {
    if total.unknown > 0 || tallies.any(|t| t.error.is_some()) {
        Exit::Unknown
    } else if total.fail > waived {
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
            assert_eq!(exit(&total, 0, std::iter::once(&total)), expected);
        }
        let died = Tally { error: Some("out of memory".to_owned()), ..Tally::default() };
        assert_eq!(exit(&Tally::default(), 0, std::iter::once(&died)), Exit::Unknown);
        let failed = tally(3, 2, 0);
        assert_eq!(exit(&failed, 2, std::iter::once(&failed)), Exit::Pass, "all failures are waived");
        assert_eq!(exit(&failed, 1, std::iter::once(&failed)), Exit::Fail, "one failure is not");
    }
}
