//! `assize verify`: is this bundle what was sealed, and does it come out again.

use std::io::Read as _;
use std::path::Path;

use ::seal::ledger::Position;
use ::seal::{Counted, Limits, Reason, Refusal, SignerName, Trust, Unchecked, Verified};

use serde::Serialize;

use crate::args::{Format, VerifyArgs};
use crate::command::reperformed::First;
use crate::command::shown::verify_disclosure;
use crate::encrypt::is_encrypted;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<Ledger<'a>>,
    evidence_sha256: &'a model::Digest,
    statement_sha256: &'a model::Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<Replay>,
}

/// A signer that counts.
#[derive(Serialize)]
pub(crate) struct Signer {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    algorithm: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    times: Vec<Time>,
}

#[derive(Serialize)]
struct Time {
    at: model::Timestamp,
    authority: String,
}

/// A bundle's place in a trusted ledger.
#[derive(Serialize)]
pub(crate) struct Ledger<'a> {
    origin: &'a str,
    index: u64,
    size: u64,
    at: model::Timestamp,
    witnesses: Vec<&'a str>,
}

impl<'a> Ledger<'a> {
    pub(crate) fn of(place: &'a Position) -> Self {
        Self {
            origin: &place.origin,
            index: place.index,
            size: place.size,
            at: place.at,
            witnesses: place.witnesses.iter().map(|(name, _)| name.as_str()).collect(),
        }
    }

    pub(crate) fn text(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        writeln!(out, "ledger     leaf {} of {} in {}, written {}", self.index, self.size, self.origin, self.at)?;
        self.witnesses.iter().try_for_each(|witness| writeln!(out, "  witness  {witness}"))
    }
}

#[derive(Serialize)]
pub(crate) struct NotChecked<'a> {
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

/// `assize verify`.
pub(crate) fn verify(args: &VerifyArgs, screen: &Screen) -> Result<Exit, Problem> {
    let trust = trust(&args.trust)?;
    screen.step("verifying");
    if ::seal::disclosure::looks_like_one(&head(&args.bundle)?) {
        if args.replay {
            return Err(Problem::new(format!("{} is a disclosure and cannot be re-performed", args.bundle.display()))
                .hint("only a whole bundle can; ask its holder for it, or leave --replay away"));
        }
        return verify_disclosure(&args.bundle, &trust, args.format, screen);
    }
    let verified = check(&args.bundle, &trust, args.format, screen)?;
    let name = args.bundle.display().to_string();
    let replay = if args.replay { Some(reperform(&name, &verified, screen)?) } else { None };
    let exit = if replay.as_ref().is_some_and(|r| !r.same) { Exit::Refused } else { Exit::Pass };
    let verdict = verdict(name, &verified, replay);
    match args.format {
        Format::Json => screen.json(&verdict)?,
        Format::Text | Format::Markdown => screen.result(|out| text(out, &verdict))?,
    }
    Ok(exit)
}

fn verdict(bundle: String, verified: &Verified, replay: Option<Replay>) -> Verdict<'_> {
    Verdict {
        bundle,
        verified: true,
        signers: verified.signers.iter().map(signer).collect(),
        not_checked: not_checked(&verified.unchecked),
        files: verified.stats.payload_files,
        bytes: verified.stats.payload_bytes,
        statement: &verified.statement,
        test_result: &verified.test_result.predicate,
        ledger: verified.ledger.as_ref().map(Ledger::of),
        evidence_sha256: &verified.evidence_sha256,
        statement_sha256: &verified.statement_sha256,
        replay,
    }
}

pub(crate) fn not_checked(unchecked: &[Unchecked]) -> Vec<NotChecked<'_>> {
    unchecked.iter().map(|u| NotChecked { what: u.what, file: u.file.as_deref(), why: &u.why }).collect()
}

pub(crate) fn signer(counted: &Counted) -> Signer {
    let mut times: Vec<Time> =
        counted.times.iter().map(|t| Time { at: t.at, authority: t.authority.clone() }).collect();
    let mut signer = Signer {
        file: counted.file.clone(),
        key: None,
        algorithm: None,
        identity: None,
        issuer: None,
        times: Vec::new(),
    };
    match &counted.by {
        SignerName::Key(key) => {
            signer.key = Some(key.hint());
            signer.algorithm = Some(key.algorithm().to_string());
        }
        SignerName::Identity(by) => {
            signer.identity = Some(by.subject.clone());
            signer.issuer = Some(by.issuer.clone());
            times.extend(by.times.iter().map(|at| Time { at: *at, authority: "Sigstore".to_owned() }));
        }
        _ => {}
    }
    Signer { times, ..signer }
}

/// Verifies a bundle; a refusal says its name.
pub(crate) fn check(path: &Path, trust: &Trust, format: Format, screen: &Screen) -> Result<Verified, Problem> {
    let head = head(path)?;
    if ::seal::disclosure::looks_like_one(&head) {
        return Err(Problem::new(format!("{} is a disclosure, not a whole bundle", path.display()))
            .hint("`assize verify` checks it and says what it shows"));
    }
    if is_encrypted(&head) {
        let refusal = Refusal { reason: Reason::EncryptedFile, detail: "it begins as age files do".to_owned() };
        let problem = refusal_problem(path, &refusal, format, screen);
        return Err(
            problem.hint("open it first: `age --decrypt -i IDENTITY FILE > OPENED`, then verify what comes out")
        );
    }
    ::seal::verify(path, trust, &Limits::default()).map_err(|refusal| refusal_problem(path, &refusal, format, screen))
}

/// The first bytes of a file; none of what is no plain file.
fn head(path: &Path) -> Result<Vec<u8>, Problem> {
    let cannot = |e: std::io::Error| Problem::new(format!("cannot read {}", path.display())).because(e);
    if !std::fs::metadata(path).map_err(cannot)?.is_file() {
        return Ok(Vec::new());
    }
    let mut head = Vec::new();
    let file = std::fs::File::open(path).map_err(cannot)?;
    file.take(64).read_to_end(&mut head).map_err(cannot)?;
    Ok(head)
}

/// A refusal in the words and in the format asked for.
pub(crate) fn refusal_problem(path: &Path, refusal: &Refusal, format: Format, screen: &Screen) -> Problem {
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
    refused(path, refusal)
}

fn refused(path: &Path, refusal: &Refusal) -> Problem {
    Problem::new(format!("{} is refused: {}", path.display(), refusal.name()))
        .cause(refusal.reason.explanation())
        .cause(refusal.detail.clone())
        .hint("do not rely on anything in this file; crates/seal/FORMAT.md of the program's source has all rules")
        .exit(Exit::Refused)
}

fn reperform(name: &str, verified: &Verified, screen: &Screen) -> Result<Replay, Problem> {
    screen.step("re-performing");
    let signed = &verified.statement.predicate.disclosure;
    ::seal::disclosure::recompute(&verified.reader, signed).map_err(|refusal| {
        Problem::new("the bundle verifies, but cannot be re-performed").because(refusal).exit(Exit::Refused)
    })?;
    let connectors = sources::connectors_of(name, &verified.reader)?;
    let place = world::place()?;
    let proof = world::block_on(async {
        runner::reperform(&connectors, &verified.reader, &place)
            .await
            .map_err(|e| Problem::new("the bundle verifies, but cannot be re-performed").because(e).exit(Exit::Refused))
    })?;
    Ok(Replay {
        same: proof.difference.is_none(),
        files: proof.files,
        findings: proof.findings,
        difference: proof.difference.map(First::of),
    })
}

/// The signers that count, for people.
pub(crate) fn signers_text(out: &mut dyn std::io::Write, signers: &[Signer]) -> std::io::Result<()> {
    for signer in signers {
        let by = signer.key.as_deref().or(signer.identity.as_deref()).unwrap_or_default();
        let how = signer.algorithm.as_deref().or(signer.issuer.as_deref()).unwrap_or_default();
        writeln!(out, "signed by  {by} ({how})")?;
        for time in &signer.times {
            writeln!(out, "  before   {}, says {}", time.at, time.authority)?;
        }
    }
    Ok(())
}

impl NotChecked<'_> {
    /// What was not checked, for people.
    pub(crate) fn text(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        let file = self.file.map(|file| format!(" ({file})")).unwrap_or_default();
        writeln!(out, "unchecked  {}{file}: {}", self.what, self.why)
    }
}

fn text(out: &mut dyn std::io::Write, verdict: &Verdict<'_>) -> std::io::Result<()> {
    let run = &verdict.statement.predicate.run;
    writeln!(out, "verified   {}", verdict.bundle)?;
    writeln!(out, "run        {}, collected {} to {}", run.id, run.started_at, run.finished_at)?;
    signers_text(out, &verdict.signers)?;
    writeln!(out, "contents   {} files, {} bytes, each as it was sealed", verdict.files, verdict.bytes)?;
    let o = &verdict.statement.predicate.outcomes;
    writeln!(
        out,
        "findings   {} pass, {} fail, {} unknown, {} not applicable",
        o.pass, o.fail, o.unknown, o.not_applicable
    )?;
    writeln!(out, "result     {}, also as an in-toto test result", verdict.test_result.result)?;
    verdict.ledger.iter().try_for_each(|place| place.text(out))?;
    for unchecked in &verdict.not_checked {
        unchecked.text(out)?;
    }
    match &verdict.replay {
        None => writeln!(out, "replay     not asked for; add --replay to re-perform the findings"),
        Some(replay) if replay.same => writeln!(
            out,
            "replay     same: {} findings and {} derived files came out again, byte for byte",
            replay.findings, replay.files
        ),
        Some(replay) => replay.difference.iter().try_for_each(|first| first.text(out)),
    }
}
