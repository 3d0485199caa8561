//! `assize ledger`: check a ledger, list it, prove a bundle's place in it.

use std::path::Path;

use ::seal::ledger::{
    CHECKPOINT_BYTES, CHECKPOINT_PATH, CheckpointNote, Event, LedgerAudit, LedgerChecks, LedgerKeys, LedgerProof,
    Nodes, NoteKey, audit_ledger, inclusion_proof, leaf_hash, node_hash,
};
use ::seal::time::{Authority, Token};
use ::seal::{Limits, Reason, Refusal, evidence_digest, staple};
use store::{Existing, write_file};

use crate::args::{Format, LedgerArgs, LedgerCommand, LedgerKeyArgs, LedgerReadArgs, SealArgs, TrustArgs};
use crate::assets::read_text;
use crate::command::verify::check;
use crate::command::{ledger_cosign, ledger_period};
use crate::config::{self, Config};
use crate::ledger::{Keeping, signer};
use crate::ledger_home::{Home, Reader};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::sources;
use crate::trust::{file as trust_file, trust};

/// `assize ledger`.
pub(crate) fn ledger(command: LedgerCommand, screen: &Screen) -> Result<Exit, Problem> {
    match command {
        LedgerCommand::Verify(args) => ledger_period::verify(&args, screen),
        LedgerCommand::Show { read, format } => show(&read, format, screen),
        LedgerCommand::Prove { bundle, read, output, format, .. } => {
            prove(&bundle, &read, output.as_deref(), format, screen)
        }
        LedgerCommand::Cosign { read, witness_key, witness_name, state, format } => {
            ledger_cosign::cosign(&read, (&witness_key, &witness_name), state, format, screen)
        }
        LedgerCommand::Key { ledger, config, format } => {
            let config = load(config.as_deref())?;
            let Some((_, signer)) = signer(&ledger, &config)? else { return Err(no_key()) };
            tell_key(signer.public(), format, screen)?;
            Ok(Exit::Pass)
        }
        LedgerCommand::Add { bundle, trust, ledger, config, format } => {
            add(&bundle, &trust, &ledger, config.as_deref(), format, screen)
        }
        LedgerCommand::Rotate { to, ledger, config, format } => rotate(&to, &ledger, config.as_deref(), format, screen),
    }
}

/// Prints a verifier key.
pub(crate) fn tell_key(key: &NoteKey, format: Format, screen: &Screen) -> Result<(), Problem> {
    match format {
        Format::Json => screen.json(&serde_json::json!({ "verifier_key": key.to_string() })),
        _ => screen.result(|out| writeln!(out, "{key}")),
    }
}

fn add(
    bundle: &Path,
    trusted: &TrustArgs,
    ledger: &LedgerArgs,
    config: Option<&Path>,
    format: Format,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let trusted = trust(trusted)?;
    let config = load(config)?;
    let verified = check(bundle, &trusted, format, screen)?;
    let keeping = Keeping::prepare(ledger, &SealArgs::default(), &config, bundle.parent())?.ok_or_else(no_key)?;
    keeping.refuse_known(&verified.statement.predicate.run.id)?;
    let outcomes = &verified.statement.predicate.outcomes;
    let exit = match (outcomes.unknown + outcomes.error, outcomes.fail) {
        (0, 0) => Exit::Pass,
        (0, _) => Exit::Fail,
        _ => Exit::Unknown,
    };
    let unstamped = keeping.enter(&verified, exit as u8, bundle, &trusted, screen)?;
    if format == Format::Json {
        let run = &verified.statement.predicate.run.id;
        screen.json(&serde_json::json!({ "entered": bundle.display().to_string(), "run": run }))?;
    }
    told(&unstamped, &config, screen)
}

fn rotate(
    to: &str,
    ledger: &LedgerArgs,
    config: Option<&Path>,
    format: Format,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let config = load(config)?;
    let output = config.seal.output.as_deref();
    let keeping = Keeping::prepare(ledger, &SealArgs::default(), &config, output)?.ok_or_else(no_key)?;
    let next = LedgerArgs { ledger_key: Some(to.to_owned()), ..ledger.clone() };
    let (_, next) = signer(&next, &config)?.ok_or_else(no_key)?;
    let unstamped = keeping.rotate(&next, to, screen)?;
    tell_key(next.public(), format, screen)?;
    told(&unstamped, &config, screen)
}

/// A time-stamp that is missing is told, and a failure if the configuration says so.
fn told(unstamped: &[String], config: &Config, screen: &Screen) -> Result<Exit, Problem> {
    for missing in unstamped {
        screen.note(format!("warning: a time-stamp is missing: {missing}"));
    }
    if unstamped.is_empty() || !config.seal.timestamps_required.unwrap_or(true) {
        return Ok(Exit::Pass);
    }
    Err(Problem::new("the leaf stands in the ledger, but is not stamped as wanted")
        .exit(Exit::Refused)
        .hint("the ledger is whole; timestamps_required = false in [seal] makes this a warning"))
}

pub(crate) fn load(path: Option<&Path>) -> Result<Config, Problem> {
    config::load(path, &sources::names(&sources::connectors()))
}

fn no_key() -> Problem {
    Problem::new("no ledger key is given")
        .hint("make one with `assize key generate --algorithm ed25519 -o ledger.key`,\nand give --ledger-key ledger.key or key in [ledger]")
}

/// A ledger to read, and whom to trust about it.
pub(crate) struct Reading {
    home: Home,
    fetch: Reader,
    keys: LedgerKeys,
    authorities: Vec<Authority>,
}

impl Reading {
    /// Opens the ledger that the command line names.
    pub(crate) fn open(read: &LedgerReadArgs) -> Result<Self, Problem> {
        let home = Home::to_read(read.path.as_deref(), &load(read.config.as_deref())?);
        let mut fetch = home.reader()?;
        let origin = fetch(CHECKPOINT_PATH, CHECKPOINT_BYTES).ok().flatten();
        let origin = origin.and_then(|bytes| CheckpointNote::parse(&bytes).ok()).map(|note| note.checkpoint.origin);
        let (keys, authorities) = keys(&read.trusted, origin.as_deref().unwrap_or_default())?;
        Ok(Self { home, fetch, keys, authorities })
    }

    /// Verifies it; a refusal says its name.
    pub(crate) fn audit(&mut self, held: &[Vec<u8>], format: Format, screen: &Screen) -> Result<LedgerAudit, Problem> {
        screen.step("verifying the ledger");
        let authorities = &self.authorities;
        let stamp = |response: &[u8], note: &[u8]| Ok(Token::read(response)?.verify(note, authorities)?.at);
        let checks = LedgerChecks { trust: &self.keys, held, stamp: Some(&stamp) };
        audit_ledger(&mut self.fetch, &checks).map_err(|refusal| refused(&self.home.shown(), &refusal, format, screen))
    }

    /// Where it lies, for people.
    pub(crate) fn shown(&self) -> String {
        self.home.shown()
    }

    /// Where it lies.
    pub(crate) fn home(&self) -> &Home {
        &self.home
    }
}

/// Whom the command line trusts about the ledger of this origin.
fn keys(args: &LedgerKeyArgs, origin: &str) -> Result<(LedgerKeys, Vec<Authority>), Problem> {
    let unusable = |e: Refusal| Problem::new("the ledger's key cannot be used").because(e);
    if let Some(path) = &args.trust {
        let trust = trust_file(path)?;
        let named = trust.ledgers.iter().find(|ledger| ledger.key.split('+').next() == Some(origin));
        let Some(ledger) = named else {
            return Err(Problem::new(format!(
                "the ledger is {origin:?}, and {} trusts none of that name",
                path.display()
            ))
            .exit(Exit::Refused)
            .hint("do not rely on this ledger, or add a [[ledger]] whose key you got from elsewhere"));
        };
        return Ok((ledger.keys().map_err(unusable)?, trust.authorities.clone()));
    }
    let mut keys = Vec::new();
    for spec in &args.key {
        let text = if Path::new(spec).is_file() { read_text(Path::new(spec))? } else { spec.clone() };
        keys.push(NoteKey::parse(text.trim()).map_err(unusable)?);
    }
    Ok((LedgerKeys::new(keys, Vec::new(), 0).map_err(unusable)?, Vec::new()))
}

/// Says by name why a ledger is refused.
pub(crate) fn refused(shown: &str, refusal: &Refusal, format: Format, screen: &Screen) -> Problem {
    if format == Format::Json {
        let said = serde_json::json!({
            "ledger": shown, "verified": false, "refused": refusal.name(), "detail": refusal.detail,
        });
        if let Err(problem) = screen.json(&said) {
            return problem;
        }
    }
    Problem::new(format!("the ledger in {shown} is refused: {}", refusal.name()))
        .cause(refusal.reason.explanation())
        .cause(refusal.detail.clone())
        .hint("crates/seal/FORMAT.md, section \"Ledger\", explains each reason; do not rely on this ledger")
        .exit(Exit::Refused)
}

fn show(read: &LedgerReadArgs, format: Format, screen: &Screen) -> Result<Exit, Problem> {
    let audit = Reading::open(read)?.audit(&[], format, screen)?;
    if format == Format::Json {
        screen.json(&serde_json::json!({
            "origin": audit.head.origin, "size": audit.head.size, "leaves": audit.leaves,
        }))?;
        return Ok(Exit::Pass);
    }
    screen.result(|out| {
        writeln!(out, "{}, {} leaves", audit.head.origin, audit.head.size)?;
        for (index, leaf) in audit.leaves.iter().enumerate() {
            writeln!(out, "{index:>6}  {}  {}", leaf.at, line(&leaf.event))?;
        }
        Ok(())
    })?;
    Ok(Exit::Pass)
}

/// A leaf in one line.
pub(crate) fn line(event: &Event) -> String {
    match event {
        Event::Run { run, exit, .. } => format!("run     {run}, exit {exit}"),
        Event::Failed { exit, text, .. } => format!("failed  exit {exit}: {}", text.escape_debug()),
        Event::Scope { sources, every, .. } => {
            let every = every.map_or_else(|| "no schedule".to_owned(), |seconds| format!("every {seconds} s"));
            format!("scope   {}; {every}", sources.join(", "))
        }
        Event::Key { key } => format!("key     {key}"),
    }
}

/// The nodes of a tree that is in memory.
struct Levels(Vec<Vec<[u8; 32]>>);

impl Nodes for Levels {
    fn node(&mut self, level: u8, index: u64) -> Result<[u8; 32], Refusal> {
        let row = self.0.get(usize::from(level));
        let hash = row.and_then(|row| row.get(usize::try_from(index).unwrap_or(usize::MAX)));
        hash.copied().ok_or_else(|| Refusal::new(Reason::LedgerMissing, format!("node {level}/{index}")))
    }
}

/// Without a file to write to, the proof goes into the bundle.
fn prove(
    bundle: &Path,
    read: &LedgerReadArgs,
    output: Option<&Path>,
    format: Format,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let mut reading = Reading::open(read)?;
    let shown = reading.shown();
    let refuse = |e: Refusal| refused(&shown, &e, format, screen);
    let wanted = evidence_digest(bundle, &Limits::default()).map_err(|e| {
        Problem::new(format!("{} is refused: {}", bundle.display(), e.name())).because(e).exit(Exit::Refused)
    })?;
    let audit = reading.audit(&[], format, screen)?;
    let found =
        audit.leaves.iter().position(|leaf| matches!(&leaf.event, Event::Run { evidence, .. } if *evidence == wanted));
    let Some(index) = found else {
        return Err(Problem::new(format!("{} is not in the ledger {}", bundle.display(), audit.head.origin))
            .exit(Exit::Refused)
            .hint("`assize ledger add` enters a bundle that was left out"));
    };
    let bytes: Result<Vec<Vec<u8>>, Refusal> = audit.leaves.iter().map(::seal::ledger::Leaf::to_bytes).collect();
    let bytes = bytes.map_err(refuse)?;
    let mut levels = vec![bytes.iter().map(|leaf| leaf_hash(leaf)).collect::<Vec<_>>()];
    while let Some(row) = levels.last().filter(|row| row.len() > 1) {
        let (pairs, _) = row.as_chunks::<2>();
        levels.push(pairs.iter().map(|[left, right]| node_hash(left, right)).collect());
    }
    let path = inclusion_proof(&mut Levels(levels), index as u64, audit.head.size).map_err(refuse)?;
    let checkpoint = (reading.fetch)(CHECKPOINT_PATH, CHECKPOINT_BYTES).map_err(refuse)?.unwrap_or_default();
    let leaf = bytes.into_iter().nth(index).unwrap_or_default();
    let proof = LedgerProof { leaf, index: index as u64, path, checkpoint };
    // Another writer may have moved the ledger on meanwhile; a proof that does not prove is not written.
    CheckpointNote::parse(&proof.checkpoint).and_then(|note| proof.included(&note)).map_err(refuse)?;
    match (output, &read.trusted.trust) {
        (None, Some(trust)) => {
            staple(bundle, &proof.to_bytes(), &trust_file(trust)?, &Limits::default()).map_err(|e| {
                Problem::new(format!("the proof cannot be stapled to {}", bundle.display()))
                    .because(e)
                    .hint("the bundle is as it was; -o FILE writes the proof to a file of its own")
                    .exit(Exit::Refused)
            })?;
            proven(("stapled", bundle), index, &audit, format, screen)
        }
        (None, None) => Err(Problem::new("nothing says whom to trust about the bundle").hint("give --trust FILE")),
        (Some(output), _) => {
            write_file(output, &proof.to_bytes(), Existing::Keep)
                .map_err(|e| Problem::new(format!("cannot write {}", output.display())).because(e))?;
            proven(("wrote", output), index, &audit, format, screen)
        }
    }
}

/// Says what became of a proof, and of which leaf it is.
fn proven(
    (what, path): (&str, &Path),
    index: usize,
    audit: &LedgerAudit,
    format: Format,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let (path, head) = (path.display().to_string(), &audit.head);
    if format == Format::Json {
        screen.json(&serde_json::json!({ what: path, "leaf": index, "size": head.size, "origin": head.origin }))?;
    } else {
        let to = if what == "stapled" { " to" } else { "" };
        screen.note(format!("{what}{to} {path}: leaf {index} of {}", head.size));
    }
    Ok(Exit::Pass)
}
