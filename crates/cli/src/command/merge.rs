//! `assize merge`: one bundle of the bundles of all parts of a run. Each part is verified, the exchanges
//! are joined, and everything is judged anew: nothing that was derived is taken over.

use std::cell::Cell;

use ::seal::Trust;
use ::seal::disclosure::Seed;
use collect::Connector;
use runner::{Recording, Rules};

use crate::args::{Format, MergeArgs, TrustArgs};
use crate::command::run::{End, judge_and_tell};
use crate::command::verify::check;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::trust::trust;
use crate::{config, sources, world};

/// `assize merge`.
pub(crate) fn merge(args: &MergeArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = config::load(args.config.as_deref(), &sources::names(&sources::connectors()))?;
    let whom = trust(&TrustArgs { key: args.trust_key.clone(), trust: args.trust.clone() })?;
    let end = End::prepare(&args.seal, &config, None, &args.result)?;
    if !end.seals() {
        return Err(Problem::new("the joined bundle needs a key").hint("add --key assize.key"));
    }
    let Read { connectors, parts, rules } = read(args, &whom, screen)?;
    let refuse = |e: &runner::Error| {
        Problem::new("the bundles cannot be joined")
            .because(e)
            .exit(Exit::Refused)
            .hint("name the bundle of each part of one run, once: those of `assize run --shard 1/n … n/n`")
    };
    let joined = runner::merge(parts, world::run_id()?, Seed::new(world::random()?)).map_err(|e| refuse(&e))?;
    // Through a folder, so that not all bodies are in memory at once when they are sealed.
    let work = tempfile::tempdir().map_err(|e| Problem::new("cannot make a temporary directory").because(e))?;
    let folder = work.path().join("recording");
    joined.write(&folder).map_err(|e| refuse(&e))?;
    let recording = Recording::open(&folder).map_err(|e| refuse(&e))?;
    screen.step("reading the recording");
    let collected = world::block_on(async {
        runner::collect::again(&connectors, &recording, &rules.policies.plan()).await.map_err(|e| refuse(&e))
    })?;
    judge_and_tell(&recording, collected, &rules, &end, &Cell::new(false), screen)
}

type Connectors = Vec<Box<dyn Connector>>;

/// What the bundles of all parts hold: their recordings, and what all of them were read and judged by.
struct Read {
    connectors: Connectors,
    parts: Vec<runner::Part>,
    rules: Rules,
}

fn read(args: &MergeArgs, whom: &Trust, screen: &Screen) -> Result<Read, Problem> {
    let mut parts = Vec::new();
    let mut common: Option<(String, Connectors, Rules)> = None;
    for path in &args.bundles {
        screen.step("verifying");
        let name = path.display().to_string();
        let reader = check(path, whom, Format::Text, screen)?.reader;
        let unreadable = |e: runner::Error| {
            Problem::new(format!("{name} verifies, but cannot be read")).because(e).exit(Exit::Refused)
        };
        parts.push((name.clone(), Recording::from_bundle(&reader).map_err(unreadable)?));
        let connectors = sources::connectors_of(&name, &reader)?;
        let rules = runner::sealed_rules(&reader, &runner::collect::catalogue(&connectors)).map_err(unreadable)?;
        match &common {
            None => common = Some((name, connectors, rules)),
            Some((first, _, common)) => {
                if let Some(what) = runner::other_rules(common, &rules).map_err(unreadable)? {
                    return Err(Problem::new("the bundles cannot be joined")
                        .cause(format!("{first} and {name} were judged by different {what}"))
                        .exit(Exit::Refused));
                }
            }
        }
    }
    let (_, connectors, rules) = common.ok_or_else(|| Problem::new("there is nothing to join"))?;
    Ok(Read { connectors, parts, rules })
}
