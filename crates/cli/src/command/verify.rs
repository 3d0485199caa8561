//! `assize verify`: is this bundle what was sealed, and does it come out again.

use ::seal::{Limits, Refusal, Verified};
use runner::Difference;
use serde::Serialize;

use crate::args::{Format, VerifyArgs};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::seal::public_keys;
use crate::{sources, world};

/// What verifying showed, for machines.
#[derive(Serialize)]
struct Verdict<'a> {
    bundle: String,
    verified: bool,
    key: String,
    files: u64,
    bytes: u64,
    statement: &'a ::seal::Statement,
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<Replay>,
}

#[derive(Serialize)]
struct Replay {
    same: bool,
    files: usize,
    findings: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<First>,
}

#[derive(Serialize)]
struct First {
    file: String,
    line: u64,
    sealed: Option<String>,
    replayed: Option<String>,
}

/// `assize verify`.
pub(crate) fn verify(args: &VerifyArgs, screen: &Screen) -> Result<Exit, Problem> {
    let keys = public_keys(&args.key)?;
    screen.step("verifying");
    let verified = check(&args.bundle, &keys, args.format, screen)?;
    let replay = if args.replay { Some(reperform(&verified, screen)?) } else { None };
    let exit = if replay.as_ref().is_some_and(|r| !r.same) { Exit::Refused } else { Exit::Pass };
    let verdict = Verdict {
        bundle: args.bundle.display().to_string(),
        verified: true,
        key: verified.key.hint(),
        files: verified.stats.payload_files,
        bytes: verified.stats.payload_bytes,
        statement: &verified.statement,
        replay,
    };
    match args.format {
        Format::Json => screen.json(&verdict)?,
        Format::Text | Format::Markdown => screen.result(|out| text(out, &verdict))?,
    }
    Ok(exit)
}

/// Verifies a bundle; a refusal says its name.
pub(crate) fn check(
    path: &std::path::Path,
    keys: &[::seal::PublicKey],
    format: Format,
    screen: &Screen,
) -> Result<Verified, Problem> {
    let opened = std::fs::metadata(path);
    if let Err(e) = opened {
        return Err(Problem::new(format!("cannot read {}", path.display())).because(e));
    }
    ::seal::verify(path, keys, &Limits::default()).map_err(|refusal| {
        if format == Format::Json {
            let said = screen.json(&serde_json::json!({
                "bundle": path.display().to_string(),
                "verified": false,
                "refused": refusal.name(),
                "detail": refusal.detail,
            }));
            if let Err(problem) = said {
                return problem;
            }
        }
        refused(path, &refusal)
    })
}

fn refused(path: &std::path::Path, refusal: &Refusal) -> Problem {
    Problem::new(format!("{} is refused: {}", path.display(), refusal.name()))
        .cause(refusal.to_string())
        .hint("crates/seal/FORMAT.md explains each reason; do not rely on anything in this file")
        .exit(Exit::Refused)
}

fn reperform(verified: &Verified, screen: &Screen) -> Result<Replay, Problem> {
    screen.step("re-performing");
    let connectors = sources::connectors();
    let place = world::place()?;
    let proof = world::block_on(async {
        runner::reperform(&connectors, &verified.reader, &place)
            .await
            .map_err(|e| Problem::new("the bundle verifies, but cannot be re-performed").because(e).exit(Exit::Refused))
    })?;
    let first = |d: Difference| First { file: d.file, line: d.line, sealed: d.sealed, replayed: d.replayed };
    Ok(Replay {
        same: proof.difference.is_none(),
        files: proof.files,
        findings: proof.findings,
        difference: proof.difference.map(first),
    })
}

fn text(out: &mut dyn std::io::Write, verdict: &Verdict<'_>) -> std::io::Result<()> {
    let run = &verdict.statement.predicate.run;
    writeln!(out, "verified   {}", verdict.bundle)?;
    writeln!(out, "run        {}, collected {} to {}", run.id, run.started_at, run.finished_at)?;
    writeln!(out, "key        {}", verdict.key)?;
    writeln!(out, "contents   {} files, {} bytes, each as it was sealed", verdict.files, verdict.bytes)?;
    let o = &verdict.statement.predicate.outcomes;
    writeln!(
        out,
        "findings   {} pass, {} fail, {} unknown, {} not applicable",
        o.pass, o.fail, o.unknown, o.not_applicable
    )?;
    match &verdict.replay {
        None => writeln!(out, "replay     not asked for; add --replay to re-perform the findings"),
        Some(replay) if replay.same => writeln!(
            out,
            "replay     same: {} findings and {} derived files came out again, byte for byte",
            replay.findings, replay.files
        ),
        Some(replay) => {
            let Some(d) = &replay.difference else { return Ok(()) };
            writeln!(out, "replay     DIFFERENT: first in {} line {}", d.file, d.line)?;
            writeln!(out, "  sealed   {}", d.sealed.as_deref().unwrap_or("(nothing)"))?;
            writeln!(out, "  replayed {}", d.replayed.as_deref().unwrap_or("(nothing)"))
        }
    }
}
