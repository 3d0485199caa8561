//! `assize waivers`: every waiver with its state, and what they come to over a period. Also tells,
//! after a run, which are void and which end soon.

use std::collections::BTreeMap;

use assess::{WaiverState, WaiverUse, Waivers};
use model::Timestamp;
use serde_json::json;

use crate::args::{Format, WaiversArgs};
use crate::assets;
use crate::config;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::register_folder::moment;
use crate::rules::all_policies;
use crate::sources;

/// A waiver that ends within so many days is announced.
const SOON_DAYS: i64 = 30;

/// `assize waivers`. Code 1: one is void.
pub(crate) fn waivers(args: &WaiversArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = config::load(args.config.as_deref(), &sources::names(&sources::connectors()))?;
    let connectors = sources::connectors_with(config.policies.manifests.as_deref())?;
    let Some(file) = args.file.as_deref().or(config.waivers.as_deref()) else {
        return Err(Problem::new("there is no file of waivers")
            .hint("name one, or set waivers = \"waivers.toml\" in assize.toml"));
    };
    let mut waivers = Waivers::parse(&file.display().to_string(), &assets::read_text(file)?)
        .map_err(|e| Problem::new("the waivers cannot be used").because(e))?;
    let directory = args.policies.as_deref().or(config.policies.directory.as_deref());
    let policies = all_policies(directory, &runner::collect::catalogue(&connectors))?;
    let policies: Vec<model::Policy> = policies.policies().cloned().collect();
    waivers.hold_to(&policies);
    let as_of = moment(args.as_of.as_deref())?;
    let uses = waivers.uses(as_of);
    let from = as_of.checked_sub(hours(i64::from(args.period) * 24)).unwrap_or(Timestamp::MIN);
    let void = uses.iter().any(|waiver| is_void(waiver.state));
    let unknown: Vec<&WaiverUse> = uses.iter().filter(|w| !policies.iter().any(|p| p.id == w.policy)).collect();
    if args.format == Format::Json {
        let rows: Vec<serde_json::Value> = uses.iter().map(|waiver| row(waiver, from, as_of)).collect();
        screen.json(&json!({ "as_of": as_of.to_string(), "period_days": args.period, "waivers": rows }))?;
    } else {
        screen.result(|out| {
            for waiver in &uses {
                show(out, waiver, as_of)?;
            }
            for waiver in &unknown {
                writeln!(
                    out,
                    "there is no policy {}; the waiver of {} covers nothing",
                    waiver.policy, waiver.resource
                )?;
            }
            writeln!(out, "{}", sentence(&uses, from, as_of, args.period))
        })?;
    }
    Ok(if void { Exit::Fail } else { Exit::Pass })
}

fn hours(hours: i64) -> std::time::Duration {
    std::time::Duration::from_secs(u64::try_from(hours).unwrap_or(0) * 3600)
}

fn is_void(state: WaiverState) -> bool {
    !matches!(state, WaiverState::InForce | WaiverState::NotYet)
}

fn days_left(waiver: &WaiverUse, as_of: Timestamp) -> i64 {
    waiver.waiver.expires.duration_since(as_of).as_hours().div_euclid(24)
}

fn show(out: &mut dyn std::io::Write, waiver: &WaiverUse, as_of: Timestamp) -> std::io::Result<()> {
    let left = days_left(waiver, as_of);
    let soon = waiver.state == WaiverState::InForce && left < SOON_DAYS;
    let soon = if soon { format!(", ends in {left} days") } else { String::new() };
    writeln!(out, "{}  {}  [{}{soon}]", waiver.policy, waiver.resource, waiver.state.as_str())?;
    let approver = if waiver.waiver.approver.is_empty() { "nobody" } else { waiver.waiver.approver.as_str() };
    let (created, expires, author) = (waiver.waiver.created, waiver.waiver.expires, &waiver.waiver.author);
    writeln!(out, "    {created} to {expires}, asked by {author}, approved by {approver}")?;
    writeln!(out, "    {}", waiver.waiver.reason)
}

/// What the waivers come to over the period.
fn sentence(uses: &[WaiverUse], from: Timestamp, to: Timestamp, days: u32) -> String {
    let dated = |w: &&WaiverUse| w.state != WaiverState::Unapproved && w.days_within(from, to) > 0;
    let within: Vec<&WaiverUse> = uses.iter().filter(dated).collect();
    let mut of: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for waiver in &within {
        *of.entry((waiver.policy.as_str(), waiver.resource.as_str())).or_default() += 1;
    }
    let renewed = of.values().filter(|count| **count > 1).count();
    let sum: i64 = within.iter().map(|waiver| waiver.days_within(from, to)).sum();
    let void = uses.iter().filter(|waiver| is_void(waiver.state)).count();
    format!(
        "waivers {}, void {void}; within {days} days: approved {}, renewed {renewed}, {sum} days in all",
        uses.len(),
        within.len()
    )
}

fn row(waiver: &WaiverUse, from: Timestamp, as_of: Timestamp) -> serde_json::Value {
    json!({
        "policy": waiver.policy, "resource": waiver.resource, "source": waiver.source,
        "state": waiver.state.as_str(), "void": is_void(waiver.state), "days_left": days_left(waiver, as_of),
        "days_within_period": waiver.days_within(from, as_of), "reason": waiver.waiver.reason,
        "author": waiver.waiver.author, "approver": waiver.waiver.approver,
        "created": waiver.waiver.created.to_string(), "expires": waiver.waiver.expires.to_string(),
    })
}

/// The waivers as a report shows them.
pub(crate) fn lines(uses: &[WaiverUse], as_of: Timestamp) -> Vec<report::WaiverLine> {
    let line = |one: &WaiverUse| report::WaiverLine {
        policy: one.policy.clone(),
        source: one.source.clone(),
        resource: one.resource.clone(),
        state: one.state.as_str().to_owned(),
        void: is_void(one.state),
        days_left: days_left(one, as_of),
        ends_soon: one.state == WaiverState::InForce && days_left(one, as_of) < SOON_DAYS,
        covered: one.covered,
        waiver: one.waiver.clone(),
    };
    uses.iter().map(line).collect()
}

/// Tells after a run which waivers covered failures, which are void, and which end soon.
pub(crate) fn announce(uses: &[WaiverUse], as_of: Timestamp, screen: &Screen) {
    let covered: u64 = uses.iter().map(|waiver| waiver.covered).sum();
    if covered > 0 {
        let (what, told) = match covered {
            1 => ("1 failure stands".to_owned(), "is told as a failure"),
            many => (format!("{many} failures stand"), "are told as failures"),
        };
        screen.note(format!("{what} under a waiver in force, and {told} in report and bundle"));
    }
    for waiver in uses {
        let (policy, resource) = (&waiver.policy, &waiver.resource);
        let left = days_left(waiver, as_of);
        if is_void(waiver.state) {
            screen.note(format!("waiver {policy} {resource}: {}", waiver.state.as_str()));
        } else if waiver.state == WaiverState::InForce && left < SOON_DAYS {
            screen.note(format!("waiver {policy} {resource}: ends in {left} days, on {}", waiver.waiver.expires));
        }
    }
}
