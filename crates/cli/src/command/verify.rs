//! `assize verify`: is this bundle what was sealed, and does it come out again.

use ::seal::{Counted, Limits, Refusal, SignerName, Trust, Verified};
use runner::Difference;
use serde::Serialize;

use crate::args::{Format, VerifyArgs};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::trust::trust;
use crate::{sources, world};

/// What verifying showed, for machines.
#[derive(Serialize)]
struct Verdict<'a> {
    bundle: String,
    verified: bool,
    signers: Vec<Signer>,
    not_checked: Vec<NotChecked<'a>>,
    files: u64,
    bytes: u64,
    statement: &'a ::seal::Statement,
    test_result: &'a ::seal::TestPredicate,
    evidence_sha256: &'a model::Digest,
    statement_sha256: &'a model::Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<Replay>,
}

/// A signer that counts.
#[derive(Serialize)]
struct Signer {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    algorithm: Option<String>,
    times: Vec<Time>,
}

#[derive(Serialize)]
struct Time {
    at: model::Timestamp,
    authority: String,
}

#[derive(Serialize)]
struct NotChecked<'a> {
    what: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    why: &'a str,
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
    let trust = trust(&args.trust)?;
    screen.step("verifying");
    let verified = check(&args.bundle, &trust, args.format, screen)?;
    let replay = if args.replay { Some(reperform(&verified, screen)?) } else { None };
    let exit = if replay.as_ref().is_some_and(|r| !r.same) { Exit::Refused } else { Exit::Pass };
    let verdict = verdict(args.bundle.display().to_string(), &verified, replay);
    match args.format {
        Format::Json => screen.json(&verdict)?,
        Format::Text | Format::Markdown => screen.result(|out| text(out, &verdict))?,
    }
    Ok(exit)
}

fn verdict(bundle: String, verified: &Verified, replay: Option<Replay>) -> Verdict<'_> {
    let not_checked = verified.unchecked.iter();
    Verdict {
        bundle,
        verified: true,
        signers: verified.signers.iter().map(signer).collect(),
        not_checked: not_checked.map(|u| NotChecked { what: u.what, file: u.file.as_deref(), why: &u.why }).collect(),
        files: verified.stats.payload_files,
        bytes: verified.stats.payload_bytes,
        statement: &verified.statement,
        test_result: &verified.test_result.predicate,
        evidence_sha256: &verified.evidence_sha256,
        statement_sha256: &verified.statement_sha256,
        replay,
    }
}

fn signer(counted: &Counted) -> Signer {
    let (key, algorithm) = match &counted.by {
        SignerName::Key(key) => (Some(key.hint()), Some(key.algorithm().to_string())),
        _ => (None, None),
    };
    let times = counted.times.iter().map(|t| Time { at: t.at, authority: t.authority.clone() }).collect();
    Signer { file: counted.file.clone(), key, algorithm, times }
}

/// Verifies a bundle; a refusal says its name.
pub(crate) fn check(
    path: &std::path::Path,
    trust: &Trust,
    format: Format,
    screen: &Screen,
) -> Result<Verified, Problem> {
    let opened = std::fs::metadata(path);
    if let Err(e) = opened {
        return Err(Problem::new(format!("cannot read {}", path.display())).because(e));
    }
    ::seal::verify(path, trust, &Limits::default()).map_err(|refusal| {
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
    for signer in &verdict.signers {
        let key = signer.key.as_deref().unwrap_or("a certificate");
        writeln!(out, "signed by  {key} ({})", signer.algorithm.as_deref().unwrap_or("keyless"))?;
        for time in &signer.times {
            writeln!(out, "  before   {}, says {}", time.at, time.authority)?;
        }
    }
    writeln!(out, "contents   {} files, {} bytes, each as it was sealed", verdict.files, verdict.bytes)?;
    let o = &verdict.statement.predicate.outcomes;
    writeln!(
        out,
        "findings   {} pass, {} fail, {} unknown, {} not applicable",
        o.pass, o.fail, o.unknown, o.not_applicable
    )?;
    writeln!(out, "result     {}, also as an in-toto test result", verdict.test_result.result)?;
    for unchecked in &verdict.not_checked {
        let file = unchecked.file.map(|file| format!(" ({file})")).unwrap_or_default();
        writeln!(out, "unchecked  {}{file}: {}", unchecked.what, unchecked.why)?;
    }
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
