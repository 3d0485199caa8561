//! Entering runs in a ledger: the key, the place, the scope, and the words when it cannot be done.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::seal::ledger::{Event, FAILURE_TEXT, Failure, LedgerProof, NoteSigner};
use ::seal::{Limits, Reason, Trust, TrustedLedger, Verified, staple};
use model::{Digest, Source};
use runner::{Entry, Ledger, LedgerError, Rules};
use store::{Local, Objects};

use crate::args::LedgerArgs;
use crate::config::Config;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::seal::private_key;
use crate::world;

/// A ledger that this run is entered in, however it ends.
pub(crate) struct Keeping {
    ledger: Ledger,
    objects: Arc<dyn Objects>,
    every: Option<u64>,
    witnesses: Vec<String>,
    scope: RefCell<Option<Event>>,
    sources: RefCell<Vec<Source>>,
    stage: Cell<Failure>,
    sealed: Cell<bool>,
}

impl Keeping {
    /// `None` if no ledger key is given anywhere. `output` is where bundles are written.
    pub(crate) fn prepare(args: &LedgerArgs, config: &Config, output: Option<&Path>) -> Result<Option<Self>, Problem> {
        let Some((spec, signer)) = signer(args, config)? else { return Ok(None) };
        let folder = args.ledger.as_deref().or(config.ledger.path.as_deref()).or(output).unwrap_or(Path::new("."));
        let folder = if folder.is_file() || folder.extension().is_some_and(|e| e == "zip") {
            folder.parent().unwrap_or(Path::new("."))
        } else {
            folder
        };
        let objects = Local::open(folder)
            .map_err(|e| Problem::new(format!("cannot keep a ledger in {}", folder.display())).because(e))?;
        let every = config.ledger.every.as_deref().map(seconds).transpose()?;
        let head = match &config.ledger.state {
            Some(path) => path.clone(),
            None => head_file(&spec, &signer)?,
        };
        Ok(Some(Self {
            ledger: Ledger { signer, head },
            objects: Arc::new(objects),
            every: every.and_then(|every| u64::try_from(every).ok()),
            witnesses: config.ledger.witnesses.clone(),
            scope: RefCell::new(None),
            sources: RefCell::new(config.sources.clone()),
            stage: Cell::new(Failure::Usage),
            sealed: Cell::new(false),
        }))
    }

    /// Says what the run is at, for the leaf of one that fails.
    pub(crate) fn stage(&self, stage: Failure) {
        self.stage.set(stage);
    }

    /// Says that a bundle stands: whatever fails now, the run has not.
    pub(crate) fn sealed(&self) {
        self.sealed.set(true);
    }

    /// Says what is in scope, once it is known.
    pub(crate) fn scope(&self, sources: &[Source], rules: &Rules) -> Result<(), Problem> {
        let policies = rules.policies.digest().map_err(|e| Problem::new("the policies have no digest").because(e))?;
        self.sources.replace(sources.to_vec());
        self.scope.replace(Some(self.scope_of(Some(policies))?));
        Ok(())
    }

    fn scope_of(&self, policies: Option<Digest>) -> Result<Event, Problem> {
        let sources = self.sources.borrow();
        let settings =
            model::digest_of(&*sources).map_err(|e| Problem::new("the sources have no digest").because(e))?;
        Ok(Event::Scope {
            every: self.every,
            policies,
            sources: sources.iter().map(|source| source.id.to_string()).collect(),
            settings,
            key: self.ledger.signer.public().to_string(),
        })
    }

    fn append(&self, event: Event, scope: Option<Event>) -> Result<LedgerProof, LedgerError> {
        let entry = Entry { event, scope, at: (world::clock())() };
        // A signal is answered when the leaf stands: it takes a moment, and half of it is no use.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| LedgerError::Head {
            doing: "read",
            path: self.ledger.head.clone(),
            why: e.to_string(),
        })?;
        runtime.block_on(self.ledger.append(self.objects.as_ref(), entry))
    }

    /// Enters a sealed run and staples the proof to its bundle.
    pub(crate) fn enter(
        &self,
        verified: &Verified,
        exit: u8,
        path: &Path,
        trust: &Trust,
        screen: &Screen,
    ) -> Result<(), Problem> {
        screen.step("entering the run in the ledger");
        let run = &verified.statement.predicate.run;
        let event = Event::Run {
            run: run.id.clone(),
            started_at: run.started_at,
            finished_at: run.finished_at,
            evidence: verified.evidence_sha256.clone(),
            statement: verified.statement_sha256.clone(),
            exit,
        };
        let shown = path.display();
        let proof = self.append(event, self.scope.borrow().clone()).map_err(|e| {
            problem(&e, &format!("{shown} is sealed, but not in the ledger"))
                .hint("`assize ledger add` enters it once the cause is mended; until then the ledger shows a hole")
        })?;
        let mut trust = trust.clone();
        trust.ledgers = vec![TrustedLedger {
            key: self.ledger.signer.public().to_string(),
            witnesses: self.witnesses.clone(),
            minimum_witnesses: 0,
            required: true,
        }];
        staple(path, &proof.to_bytes(), &trust, &Limits::default()).map_err(|e| {
            Problem::new(format!("{shown} is in the ledger, but its proof cannot be stapled to it"))
                .because(e)
                .hint("`assize ledger prove` writes the proof to a file of its own")
                .exit(Exit::Refused)
        })?;
        screen.note(format!("entered in the ledger {} as leaf {}", self.ledger.signer.public().name(), proof.index));
        Ok(())
    }

    /// Enters that the run failed, if it did, and gives its result back.
    pub(crate) fn told(&self, result: Result<Exit, Problem>, screen: &Screen) -> Result<Exit, Problem> {
        let Err(failed) = result else { return result };
        if self.sealed.get() {
            return Err(failed);
        }
        let reason = if failed.exit == Exit::Interrupted { Failure::Interrupted } else { self.stage.get() };
        // Only the first line: causes repeat what foreign systems said, and nobody has cleaned that.
        let text = failed.error.chars().take(FAILURE_TEXT).collect();
        let event = Event::Failed { run: None, exit: failed.exit as u8, reason, text };
        let mut entered = self.append(event.clone(), self.scope.borrow().clone());
        if matches!(&entered, Err(LedgerError::Refused(r)) if r.reason == Reason::NoScope) {
            // The very first run, and it failed before its policies were known.
            entered = self.append(event, self.scope_of(None).ok());
        }
        match entered {
            Ok(proof) => screen.note(format!("the failed run is leaf {} of the ledger", proof.index)),
            Err(e) => screen.note(format!("the failed run could not be entered in the ledger: {e}")),
        }
        Err(failed)
    }
}

/// The key of a ledger and where it came from; `None` if there is none.
pub(crate) fn signer(args: &LedgerArgs, config: &Config) -> Result<Option<(String, NoteSigner)>, Problem> {
    let Some(spec) = args.ledger_key.as_ref().or(config.ledger.key.as_ref()) else { return Ok(None) };
    let Some(origin) = args.ledger_origin.as_ref().or(config.ledger.origin.as_ref()) else {
        return Err(Problem::new("a ledger has a key but no name")
            .hint("give it one that never changes: --ledger-origin acme.example/evidence, or origin in [ledger]"));
    };
    let signer = NoteSigner::new(origin, private_key(spec)?).map_err(|e| {
        Problem::new(format!("the ledger {origin} cannot be signed with {spec}"))
            .because(e)
            .hint("a ledger's key is Ed25519: `assize key generate --algorithm ed25519 -o ledger.key`")
    })?;
    Ok(Some((spec.clone(), signer)))
}

/// Where the head signed last is remembered: beside a key file, otherwise in the user's state directory.
fn head_file(spec: &str, signer: &NoteSigner) -> Result<PathBuf, Problem> {
    if !spec.starts_with("env:") {
        return Ok(PathBuf::from(format!("{spec}.head")));
    }
    let environment = world::environment();
    let state = environment("XDG_STATE_HOME").map(PathBuf::from);
    let state = state.or_else(|| environment("HOME").map(|home| PathBuf::from(home).join(".local/state")));
    let Some(state) = state else {
        return Err(Problem::new("there is no place to remember the ledger's head in")
            .hint("set HOME or XDG_STATE_HOME, or state in [ledger]: a file outside the ledger"));
    };
    let id = u32::from_be_bytes(signer.public().id());
    Ok(state.join("assize").join(format!("ledger-{id:08x}.head")))
}

/// A refusal of the ledger, in words.
pub(crate) fn problem(error: &LedgerError, what: &str) -> Problem {
    let problem = Problem::new(what).because(error).exit(Exit::Refused);
    match error {
        LedgerError::Refused(refusal) => problem.cause(refusal.reason.explanation()),
        _ => problem,
    }
}

/// A length of time in seconds: `24h`, `7d`, `90m`, `30s`.
pub(crate) fn seconds(text: &str) -> Result<i64, Problem> {
    let wrong = || Problem::new(format!("{text:?} is no length of time")).hint("write 24h, 7d, 90m or 30s");
    let number = text.strip_suffix(['s', 'm', 'h', 'd']).ok_or_else(wrong)?;
    let unit = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3_600,
        _ => 86_400,
    };
    let number: u32 = number.parse().map_err(|_| wrong())?;
    if number == 0 { Err(wrong()) } else { Ok(i64::from(number) * unit) }
}
