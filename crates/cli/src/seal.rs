//! Sealing: the key, where the bundle goes, and the words when it cannot be done.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use ::seal::disclosure::Seed;
use ::seal::{Draft, Existing, Facts, Limits, Outcomes, PrivateKey, Tests, Trust, Verified};
use model::{Run, Tally};
use runner::{Judged, Recording, Rules};
use secrecy::SecretString;
use store::Store;

use crate::args::SealArgs;
use crate::assets::read_text;
use crate::config::Config;
use crate::print::Screen;
use crate::problem::Problem;
use crate::signers::Signers;

/// The variable that holds a key's password.
const PASSWORD: &str = "ASSIZE_KEY_PASSWORD";
/// What a killed run left in the store is removed once nobody has touched it for this long.
const LEFTOVERS: Duration = Duration::from_hours(24);

/// Keys that work and a place to write to, checked before anything is collected.
pub(crate) struct Sealing {
    signers: Signers,
    output: PathBuf,
    existing: Existing,
}

/// A bundle that was written.
pub(crate) struct Sealed {
    pub(crate) path: PathBuf,
    /// Who signed, for people.
    pub(crate) signed_by: String,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    /// What the ledger says of it.
    pub(crate) verified: Verified,
    /// Whom to trust to verify it again.
    pub(crate) trust: Trust,
    /// Time-stamps that are missing, in words.
    pub(crate) unstamped: Vec<String>,
    /// True if a missing one is a failure.
    pub(crate) stamps_required: bool,
}

impl Sealing {
    /// `None` if no key is given anywhere and no output is asked for.
    pub(crate) fn prepare(args: &SealArgs, config: &Config) -> Result<Option<Self>, Problem> {
        let output = args.output.as_ref().or(config.seal.output.as_ref());
        let Some(signers) = Signers::prepare(args, config)? else {
            return match output {
                Some(_) => Err(Problem::new("a bundle is sealed with a key, and none is given").hint(
                    "make one with `assize key generate` and add --key assize.key;\nto keep unsealed evidence use `assize collect`",
                )),
                None => Ok(None),
            };
        };
        let output = output.cloned().unwrap_or_else(|| PathBuf::from("."));
        let existing = if args.force { Existing::Replace } else { Existing::Keep };
        if existing == Existing::Keep && output.is_file() {
            return Err(Problem::new(format!("{} exists already", output.display()))
                .hint("name another file, a directory, or add --force"));
        }
        Ok(Some(Self { signers, output, existing }))
    }
}

impl Sealing {
    /// The folder that the bundle is written to.
    pub(crate) fn folder(&self) -> &Path {
        let file = !is_directory(&self.output);
        let parent = self.output.parent().filter(|_| file).unwrap_or(&self.output);
        if parent.as_os_str().is_empty() { Path::new(".") } else { parent }
    }
}

/// Writes the bundle.
pub(crate) fn seal(
    sealing: &Sealing,
    recording: &Recording,
    rules: &Rules,
    judged: &Judged,
    screen: &Screen,
) -> Result<Sealed, Problem> {
    screen.step("sealing");
    let run = &recording.run;
    let seed = recording.seed().map_err(|e| Problem::new("the bundle cannot be sealed").because(e))?;
    let facts = facts(run, judged, seed);
    let refuse = |e: &dyn std::error::Error| {
        Problem::new("the bundle cannot be sealed").cause(e.to_string()).exit(crate::problem::Exit::Refused)
    };
    let target = target(&sealing.output, run)?;
    let items = runner::items(recording, rules, judged).map_err(|e| refuse(&e))?;
    let limits = Limits::default();
    let draft = Draft::pack(items, &facts, &target, sealing.existing, &limits).map_err(|e| refuse(&e))?;
    let given = sealing.signers.sign(&draft.to_sign())?;
    let verified = draft.finish_under(given.attested, &given.trust).map_err(|e| refuse(&e))?;
    Ok(Sealed {
        path: target,
        signed_by: verified.signed_by(),
        files: verified.stats.payload_files,
        bytes: verified.stats.bundle_bytes,
        verified,
        trust: given.trust,
        stamps_required: sealing.signers.stamps_required(),
        unstamped: given.unstamped,
    })
}

/// What the statements say of the run.
fn facts(run: &Run, judged: &Judged, seed: Seed) -> Facts {
    let mut tests = Tests::default();
    let mut sum = Outcomes::default();
    for (policy, tally) in &judged.tallies {
        let counts = outcomes(tally);
        tests.add(policy.to_string(), &counts);
        sum.error += counts.error;
        sum.fail += counts.fail;
        sum.not_applicable += counts.not_applicable;
        sum.pass += counts.pass;
        sum.unknown += counts.unknown;
    }
    Facts {
        run_id: run.id.clone(),
        started_at: run.started_at,
        finished_at: run.finished_at,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        outcomes: sum,
        tests: Some(tests),
        seed,
    }
}

fn outcomes(tally: &Tally) -> Outcomes {
    Outcomes {
        error: u64::from(tally.error.is_some()),
        fail: tally.fail,
        not_applicable: tally.not_applicable,
        pass: tally.pass,
        unknown: tally.unknown,
    }
}

/// True for a directory, and for what is written like one.
fn is_directory(output: &Path) -> bool {
    output.is_dir() || output.as_os_str().to_string_lossy().ends_with(['/', '\\'])
}

/// The file to write: `output` itself, or a file named after the run in the directory `output`.
fn target(output: &Path, run: &Run) -> Result<PathBuf, Problem> {
    if !is_directory(output) {
        return Ok(output.to_path_buf());
    }
    let refuse = |e: store::Error| Problem::new(format!("cannot use the directory {}", output.display())).because(e);
    let store = Store::open(output).map_err(refuse)?;
    store.clean(SystemTime::now(), LEFTOVERS).map_err(refuse)?;
    store.bundle_path(run.started_at, &run.id).map_err(refuse)
}

/// A private key from a PEM file or from an environment variable.
pub(crate) fn private_key(spec: &str) -> Result<PrivateKey, Problem> {
    let pem = match spec.strip_prefix("env:") {
        Some(name) => std::env::var(name)
            .map_err(|_| Problem::new(format!("the key is to come from the variable {name}, which is not set")))?,
        None => read_text(Path::new(spec)).map_err(|p| p.hint("make a key with `assize key generate`"))?,
    };
    let encrypted = pem.contains("ENCRYPTED");
    let password = if encrypted { Some(password(&format!("Password of {spec}: "))?) } else { None };
    PrivateKey::from_pem(&pem, password.as_ref())
        .map_err(|e| Problem::new(format!("the key {spec} cannot be used")).because(e))
}

/// A password from the environment, or typed on a terminal.
pub(crate) fn password(prompt: &str) -> Result<SecretString, Problem> {
    if let Ok(given) = std::env::var(PASSWORD) {
        return Ok(SecretString::from(given));
    }
    rpassword::prompt_password(prompt).map(SecretString::from).map_err(|e| {
        Problem::new("the key needs a password").because(e).hint(format!("set {PASSWORD}, or run on a terminal"))
    })
}
