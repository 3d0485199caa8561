//! `assize ledger verify`: what a verified ledger says about a period, and whether its bundles are there.

use ::seal::Refusal;
use ::seal::ledger::{Event, Interval, LedgerAudit, STAMP_CLOCK_SECONDS, State, intervals};
use model::Timestamp;
use serde::Serialize;

use crate::args::{Format, LedgerVerifyArgs};
use crate::command::ledger::{Reading, refused};
use crate::command::ledger_bundles::{Compared, compare};
use crate::ledger::seconds;
use crate::print::Screen;
use crate::problem::{Exit, Problem};

#[derive(Serialize)]
struct Verdict {
    ledger: String,
    verified: bool,
    origin: String,
    size: u64,
    keys: Vec<String>,
    witnesses: Vec<Witness>,
    stamped: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    dated: Option<Dated>,
    held: Vec<u64>,
    from: Timestamp,
    to: Timestamp,
    every: i64,
    intervals: Vec<Stretch>,
    deleted: Vec<String>,
    not_in_ledger: Vec<String>,
    compared: Option<usize>,
    not_proven: Vec<&'static str>,
    whole: bool,
}

/// How far trusted times bound when leaves were written.
#[derive(Serialize)]
struct Dated {
    /// So many leaves, the first ones, stood
    leaves: u64,
    /// by then.
    by: Timestamp,
    /// The first time-stamp: what stood by then may be of any time before.
    since: Timestamp,
    /// After it, no leaf is back-dated by more: the longest time between two time-stamps, and what clocks may differ by.
    within_seconds: i64,
}

#[derive(Serialize)]
struct Witness {
    name: String,
    at: Timestamp,
}

#[derive(Serialize)]
struct Stretch {
    from: Timestamp,
    to: Timestamp,
    state: &'static str,
    leaves: Vec<usize>,
    late: Vec<usize>,
}

/// `assize ledger verify`.
pub(crate) fn verify(args: &LedgerVerifyArgs, screen: &Screen) -> Result<Exit, Problem> {
    let read = |path: &std::path::PathBuf| {
        std::fs::read(path).map_err(|e| Problem::new(format!("cannot read {}", path.display())).because(e))
    };
    let held = args.checkpoint.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut reading = Reading::open(&args.read)?;
    let audit = reading.audit(&held, args.format, screen)?;
    let shown = reading.shown();
    let refuse = |e: &Refusal| refused(&shown, e, args.format, screen);
    let (from, to, every) = period(args, &audit)?;
    let found = intervals(&audit.leaves, from, to, every).map_err(|e| {
        Problem::new("there is no such period").because(e).hint("--from comes before --to, and --every is not tiny")
    })?;
    let config = args.read.config.as_deref();
    let bundles = args.bundles.as_deref().map(|place| compare(place, config, &audit, screen)).transpose()?;
    let bundles = bundles.transpose().map_err(|e| refuse(&e))?;
    let verdict = verdict(args, shown.clone(), audit, (from, to, every), &found, bundles);
    match args.format {
        Format::Json => screen.json(&verdict)?,
        _ => screen.result(|out| text(out, &verdict))?,
    }
    Ok(if verdict.whole { Exit::Pass } else { Exit::Unknown })
}

fn moment(text: &str) -> Result<Timestamp, Problem> {
    let whole = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00:00Z") };
    whole.parse().map_err(|e: jiff_error::Error| {
        Problem::new(format!("{text:?} is no day and no moment"))
            .because(e)
            .hint("write 2026-01-31 or 2026-01-31T06:00:00Z")
    })
}

/// The error of reading a moment, by the type that the model's instants have.
mod jiff_error {
    pub(super) type Error = <model::Timestamp as std::str::FromStr>::Err;
}

fn period(args: &LedgerVerifyArgs, audit: &LedgerAudit) -> Result<(Timestamp, Timestamp, i64), Problem> {
    let first = audit.leaves.first().map(|leaf| leaf.at).unwrap_or_default();
    let last = audit.leaves.last().map(|leaf| leaf.at).unwrap_or_default();
    let from = args.from.as_deref().map(moment).transpose()?.unwrap_or(first);
    // The end is not in the period; the last leaf shall be.
    let after = Timestamp::from_second(last.as_second() + 1).unwrap_or(last);
    let to = args.to.as_deref().map(moment).transpose()?.unwrap_or(after);
    let scoped = audit.leaves.iter().rev().find_map(|leaf| match leaf.event {
        Event::Scope { every, .. } => Some(every),
        _ => None,
    });
    let every = match (&args.every, scoped.flatten()) {
        (Some(text), _) => seconds(text)?,
        (None, Some(every)) => i64::try_from(every).unwrap_or(i64::MAX),
        (None, None) => {
            return Err(Problem::new("the ledger names no schedule, and none is given")
                .hint("say how often a run was due: --every 24h"));
        }
    };
    Ok((from, to, every))
}

fn verdict(
    args: &LedgerVerifyArgs,
    ledger: String,
    audit: LedgerAudit,
    (from, to, every): (Timestamp, Timestamp, i64),
    found: &[Interval],
    bundles: Option<Compared>,
) -> Verdict {
    let mut not_proven = vec![];
    let dated = dated(&audit);
    match &dated {
        None => not_proven.push("when leaves were written: no trusted time was checked, so it is the keeper's word"),
        Some(dated) if dated.leaves < audit.head.size => {
            not_proven.push("when the leaves after the last time-stamp were written: that is the keeper's word");
        }
        Some(_) => {}
    }
    if audit.held.is_empty() && audit.witnesses.is_empty() {
        not_proven.push("that this is the only ledger of its name: nobody else vouches for it; give --checkpoint");
    }
    if args.to.is_none() {
        not_proven.push("that nothing is missing after the last leaf; give --to");
    }
    not_proven.push(match &bundles {
        None => "that the bundles are there: give --bundles",
        Some(_) => "what is in the bundles: their signed envelopes were compared; `assize verify` checks each whole",
    });
    let compared = bundles.as_ref().map(|bundles| bundles.same);
    let (deleted, not_in_ledger) = bundles.map(|bundles| (bundles.deleted, bundles.strange)).unwrap_or_default();
    let whole = found.iter().all(|i| i.state == State::Ran) && deleted.is_empty() && not_in_ledger.is_empty();
    Verdict {
        ledger,
        verified: true,
        origin: audit.head.origin,
        size: audit.head.size,
        keys: audit.keys.iter().map(ToString::to_string).collect(),
        witnesses: audit.witnesses.into_iter().map(|(name, at)| Witness { name, at }).collect(),
        stamped: audit.stamps.len(),
        dated,
        held: audit.held,
        from,
        to,
        every,
        intervals: found.iter().map(stretch).collect(),
        deleted,
        not_in_ledger,
        compared,
        not_proven,
        whole,
    }
}

fn dated(audit: &LedgerAudit) -> Option<Dated> {
    let (_, since) = audit.stamps.first_key_value()?;
    let (leaves, by) = audit.stamps.last_key_value()?;
    let (earlier, later) = (audit.stamps.values(), audit.stamps.values().skip(1));
    let between = earlier.zip(later).map(|(a, b)| b.as_second() - a.as_second());
    Some(Dated {
        leaves: *leaves,
        by: *by,
        since: *since,
        within_seconds: between.max().unwrap_or(0) + STAMP_CLOCK_SECONDS,
    })
}

fn stretch(interval: &Interval) -> Stretch {
    let state = match interval.state {
        State::Ran => "ran",
        State::Failed => "ran and failed",
        State::NoRun => "did not run",
    };
    let (leaves, late) = (interval.leaves.clone(), interval.late.clone());
    Stretch { from: interval.from, to: interval.to, state, leaves, late }
}

fn text(out: &mut dyn std::io::Write, verdict: &Verdict) -> std::io::Result<()> {
    writeln!(out, "verified   {} ({}), {} leaves", verdict.ledger, verdict.origin, verdict.size)?;
    writeln!(out, "           nothing removed, replaced or reordered since each leaf was signed")?;
    for key in &verdict.keys {
        writeln!(out, "key        {key}")?;
    }
    for size in &verdict.held {
        writeln!(out, "held       the checkpoint of {size} leaves is a prefix")?;
    }
    if let Some(dated) = &verdict.dated {
        writeln!(
            out,
            "stamped    {} checkpoints; the first {} leaves stood by {}",
            verdict.stamped, dated.leaves, dated.by
        )?;
        writeln!(
            out,
            "           of those written after {}, none is back-dated by more than {} s",
            dated.since, dated.within_seconds
        )?;
    }
    for witness in &verdict.witnesses {
        writeln!(out, "witness    {}, {}", witness.name, witness.at)?;
    }
    let count = |state| verdict.intervals.iter().filter(|i| i.state == state).count();
    writeln!(out, "period     {} to {}, every {} s", verdict.from, verdict.to, verdict.every)?;
    writeln!(
        out,
        "intervals  {}: {} ran, {} ran and failed, {} did not run",
        verdict.intervals.len(),
        count("ran"),
        count("ran and failed"),
        count("did not run")
    )?;
    for hole in verdict.intervals.iter().filter(|i| i.state != "ran") {
        writeln!(out, "  {} to {}  {}", hole.from, hole.to, hole.state)?;
    }
    for late in verdict.intervals.iter().filter(|i| !i.late.is_empty()) {
        writeln!(out, "  {} to {}  entered late, leaves {:?}: they fill no hole", late.from, late.to, late.late)?;
    }
    if let Some(compared) = verdict.compared {
        writeln!(out, "bundles    {compared} have the envelope that was entered")?;
    }
    for run in &verdict.deleted {
        writeln!(out, "  run {run} was deleted: its bundle is not there")?;
    }
    for path in &verdict.not_in_ledger {
        writeln!(out, "  {path} is in no leaf")?;
    }
    for why in &verdict.not_proven {
        writeln!(out, "unproven   {why}")?;
    }
    Ok(())
}
