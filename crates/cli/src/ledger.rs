//! Entering runs in a ledger: the key, the place, the scope, and the words when it cannot be done.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};

use ::seal::ledger::{
    CHECKPOINT_BYTES, CHECKPOINT_PATH, Event, FAILURE_TEXT, Failure, Leaf, LedgerChecks, LedgerKeys, LedgerProof,
    NoteSigner, STAMP_CLOCK_SECONDS, audit_ledger, kept_path,
};
use ::seal::{Limits, Reason, Trust, TrustedLedger, Verified, staple};
use model::{Digest, Source, Timestamp};
use runner::{Entry, Ledger, LedgerError, Rules};
use store::ledger::LEDGER;
use store::{Condition, Objects};

use crate::args::{LedgerArgs, SealArgs};
use crate::config::Config;
use crate::ledger_home::{Home, runtime};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::seal::private_key;
use crate::stamps::Stamper;
use crate::world;

/// A ledger that this run is entered in, however it ends.
pub(crate) struct Keeping {
    ledger: Ledger,
    home: Home,
    stamper: Stamper,
    every: Option<u64>,
    witnesses: Vec<String>,
    scope: RefCell<Option<Event>>,
    sources: RefCell<Vec<Source>>,
    stage: Cell<Failure>,
    sealed: Cell<bool>,
    run: RefCell<Option<String>>,
}

/// A leaf that stands.
struct Entered {
    proof: LedgerProof,
    /// Why its checkpoint has no time-stamp, if it was to have one.
    unstamped: Vec<String>,
}

/// Why a leaf does not stand.
enum NotEntered {
    Ledger(LedgerError),
    Place(Problem),
}

impl NotEntered {
    fn problem(self, what: &str) -> Problem {
        match self {
            Self::Ledger(error) => problem(&error, what),
            Self::Place(inner) => Problem::new(what).cause(inner.in_one_line()).exit(Exit::Store),
        }
    }
}

impl Keeping {
    /// `None` if no ledger key is given anywhere. `output` is where bundles are written.
    pub(crate) fn prepare(
        args: &LedgerArgs,
        seal: &SealArgs,
        config: &Config,
        output: Option<&Path>,
    ) -> Result<Option<Self>, Problem> {
        let Some((spec, signer)) = signer(args, config)? else { return Ok(None) };
        let every = config.ledger.every.as_deref().map(seconds).transpose()?;
        let head = match &config.ledger.state {
            Some(path) => path.clone(),
            None => head_file(&spec, &signer)?,
        };
        Ok(Some(Self {
            ledger: Ledger { signer, head },
            home: Home::to_write(args, config, output),
            stamper: Stamper::prepare(seal, config)?,
            every: every.and_then(|every| u64::try_from(every).ok()),
            witnesses: config.ledger.witnesses.clone(),
            scope: RefCell::new(None),
            sources: RefCell::new(Vec::new()),
            stage: Cell::new(Failure::Usage),
            sealed: Cell::new(false),
            run: RefCell::new(None),
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

    fn append(&self, event: Event, scope: Option<Event>) -> Result<Entered, NotEntered> {
        let entry = Entry { event, scope, at: (world::clock())() };
        self.appended(Write::Leaf(entry))
    }

    /// Hands the ledger over to the key `next`, which comes from `spec`.
    pub(crate) fn rotate(&self, next: &NoteSigner, spec: &str, screen: &Screen) -> Result<Vec<String>, Problem> {
        let at = (world::clock())();
        let entered = self.appended(Write::HandOver(next, at));
        let entered = entered.map_err(|e| e.problem("the ledger is not handed over"))?;
        // Both keys signed the head that is remembered: the next key remembers it too.
        let remembered = head_file(spec, next)?;
        if !remembered.exists() {
            std::fs::copy(&self.ledger.head, &remembered).map_err(|e| {
                Problem::new(format!("the ledger is handed over, but {} cannot be written", remembered.display()))
                    .because(e)
                    .hint(format!("copy {} there", self.ledger.head.display()))
            })?;
        }
        screen.note(format!("leaf {} hands the ledger over", entered.proof.index));
        Ok(entered.unstamped)
    }

    fn appended(&self, write: Write<'_>) -> Result<Entered, NotEntered> {
        let runtime = runtime().map_err(NotEntered::Place)?;
        runtime.block_on(async {
            let objects = self.home.open().await.map_err(NotEntered::Place)?;
            let proof = match write {
                Write::Leaf(entry) => self.ledger.append(objects.as_ref(), entry).await,
                Write::HandOver(next, at) => self.ledger.rotate(objects.as_ref(), next, at).await,
            };
            let proof = proof.map_err(NotEntered::Ledger)?;
            let unstamped = self.stamp(objects.as_ref(), &proof).await;
            Ok(Entered { proof, unstamped })
        })
    }

    /// Keeps a time-stamp beside the checkpoint of the new leaf; says why not, if one is wanted.
    async fn stamp(&self, objects: &dyn Objects, proof: &LedgerProof) -> Vec<String> {
        let mut missing = Vec::new();
        for url in self.stamper.urls() {
            match self.stamped(objects, proof, url).await {
                Ok(()) => return Vec::new(),
                Err(why) => missing.push(format!("the ledger's checkpoint: {why}")),
            }
        }
        missing
    }

    async fn stamped(&self, objects: &dyn Objects, proof: &LedgerProof, url: &str) -> Result<(), String> {
        let path = format!("{LEDGER}{}", kept_path(proof.index + 1));
        let kept = objects.get(&path, CHECKPOINT_BYTES).await.map_err(|e| e.to_string())?;
        let kept = kept.ok_or_else(|| format!("{path} is gone"))?;
        let stamp = self.stamper.stamp(url, &kept.bytes).await?;
        let at = Leaf::parse(&proof.leaf).map_err(|e| e.to_string())?.at;
        // No later leaf can be older than this one. So a stamp this close to it contradicts none, whenever it is kept.
        if (stamp.time.at.as_second() - at.as_second()).abs() >= STAMP_CLOCK_SECONDS {
            return Err(format!("{url} says {}, and the leaf is of {at}; set the clock", stamp.time.at));
        }
        let put = objects.put(&format!("{path}.tsr"), stamp.response.into(), Condition::Absent).await;
        put.map(|_| ()).map_err(|e| e.to_string())
    }

    /// Refuses a run that has its leaf already: a second one would spoil the ledger for ever.
    pub(crate) fn refuse_known(&self, run: &str) -> Result<(), Problem> {
        let mut fetch = self.home.reader()?;
        let refuse =
            |e: ::seal::Refusal| problem(&e.into(), &format!("the ledger in {} is refused", self.home.shown()));
        if fetch(CHECKPOINT_PATH, CHECKPOINT_BYTES).map_err(refuse)?.is_none() {
            return Ok(());
        }
        let keys = LedgerKeys::new(vec![self.ledger.signer.public().clone()], Vec::new(), 0).map_err(refuse)?;
        let checks = LedgerChecks { trust: &keys, held: &[], stamp: None };
        let audit = audit_ledger(&mut fetch, &checks).map_err(refuse)?;
        let is_it = |leaf: &Leaf| matches!(&leaf.event, Event::Run { run: known, .. } if known == run);
        match audit.leaves.iter().position(is_it) {
            None => Ok(()),
            Some(index) => Err(Problem::new(format!("the run {run} is in the ledger already, as leaf {index}"))
                .hint("a run is entered once; `assize ledger prove` writes its proof to a file")
                .exit(Exit::Refused)),
        }
    }

    /// Says which sources are asked, before more is known.
    pub(crate) fn sources(&self, sources: &[Source]) {
        self.sources.replace(sources.to_vec());
    }

    /// Says which run this is.
    pub(crate) fn run(&self, run: &str) {
        self.run.replace(Some(run.to_owned()));
    }

    /// Enters a sealed run and staples the proof to its bundle.
    pub(crate) fn enter(
        &self,
        verified: &Verified,
        exit: u8,
        path: &Path,
        trust: &Trust,
        screen: &Screen,
    ) -> Result<Vec<String>, Problem> {
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
        let Entered { proof, unstamped } = self.append(event, self.scope.borrow().clone()).map_err(|e| {
            e.problem(&format!("{shown} is sealed, but not in the ledger"))
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
        Ok(unstamped)
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
        // A run that failed before it had an id gets one here: two machines that fail alike in one
        // millisecond would otherwise write the same leaf, and count as one.
        let known = self.run.borrow().clone();
        let run = known.or_else(|| world::run_id().ok());
        let event = Event::Failed { run, exit: failed.exit as u8, reason, text };
        let mut entered = self.append(event.clone(), self.scope.borrow().clone());
        if matches!(&entered, Err(NotEntered::Ledger(LedgerError::Refused(r))) if r.reason == Reason::NoScope) {
            // The very first run, and it failed before its policies were known.
            entered = self.append(event, self.scope_of(None).ok());
        }
        match entered {
            Ok(Entered { proof, unstamped }) => {
                screen.note(format!("the failed run is leaf {} of the ledger", proof.index));
                for missing in unstamped {
                    screen.note(format!("warning: there is no time-stamp: {missing}"));
                }
            }
            Err(e) => screen.note(e.problem("the failed run could not be entered in the ledger").in_one_line()),
        }
        Err(failed)
    }
}

/// What to write to a ledger.
enum Write<'a> {
    Leaf(Entry),
    /// Which key comes next, and the time.
    HandOver(&'a NoteSigner, Timestamp),
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
        LedgerError::Store(_) => problem.exit(Exit::Store),
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
