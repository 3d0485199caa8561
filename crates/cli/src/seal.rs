//! Sealing: the key, where the bundle goes, and the words when it cannot be done.

use std::path::{Path, PathBuf};

use ::seal::{Existing, Facts, Limits, Outcomes, PrivateKey, PublicKey};
use runner::{Judged, Recording, Rules};
use secrecy::SecretString;

use crate::args::SealArgs;
use crate::assets::read_text;
use crate::config::Config;
use crate::print::Screen;
use crate::problem::Problem;

/// The variable that holds a key's password.
const PASSWORD: &str = "ASSIZE_KEY_PASSWORD";
/// What bundle files end with.
const EXTENSION: &str = "assize.zip";

/// A key that works and a place to write to, checked before anything is collected.
pub(crate) struct Sealing {
    key: PrivateKey,
    output: PathBuf,
    existing: Existing,
}

/// A bundle that was written.
pub(crate) struct Sealed {
    pub(crate) path: PathBuf,
    pub(crate) key: String,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

impl Sealing {
    /// `None` if no key is given anywhere and no output is asked for.
    pub(crate) fn prepare(args: &SealArgs, config: &Config) -> Result<Option<Self>, Problem> {
        let key = args.key.as_ref().or(config.seal.key.as_ref());
        let output = args.output.as_ref().or(config.seal.output.as_ref());
        let Some(key) = key else {
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
        Ok(Some(Self { key: private_key(key)?, output, existing }))
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
    let total = judged.total();
    let facts = Facts {
        run_id: run.id.clone(),
        started_at: run.started_at,
        finished_at: run.finished_at,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        outcomes: Outcomes {
            error: judged.tallies.values().filter(|t| t.error.is_some()).count() as u64,
            fail: total.fail,
            not_applicable: total.not_applicable,
            pass: total.pass,
            unknown: total.unknown,
        },
    };
    let refuse = |e: &dyn std::error::Error| {
        Problem::new("the bundle cannot be sealed").cause(e.to_string()).exit(crate::problem::Exit::Refused)
    };
    let target = target(&sealing.output, &run.id)?;
    let items = runner::items(recording, rules, judged).map_err(|e| refuse(&e))?;
    let verified = ::seal::seal(items, &facts, &sealing.key, &target, sealing.existing, &Limits::default())
        .map_err(|e| refuse(&e))?;
    Ok(Sealed {
        path: target,
        key: sealing.key.public_key().hint(),
        files: verified.stats.payload_files,
        bytes: verified.stats.bundle_bytes,
    })
}

/// The file to write: `output` itself, or a file named after the run in the directory `output`.
fn target(output: &Path, run: &str) -> Result<PathBuf, Problem> {
    let as_directory = output.is_dir() || output.as_os_str().to_string_lossy().ends_with(['/', '\\']);
    if !as_directory {
        return Ok(output.to_path_buf());
    }
    std::fs::create_dir_all(output)
        .map_err(|e| Problem::new(format!("cannot make the directory {}", output.display())).because(e))?;
    Ok(output.join(format!("{run}.{EXTENSION}")))
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

/// Public keys from PEM files.
pub(crate) fn public_keys(paths: &[PathBuf]) -> Result<Vec<PublicKey>, Problem> {
    let read = |path: &PathBuf| {
        PublicKey::from_pem(&read_text(path)?).map_err(|e| {
            Problem::new(format!("the public key {} cannot be used", path.display()))
                .because(e)
                .hint("verifying takes the public key: the file that ends in .pub")
        })
    };
    paths.iter().map(read).collect()
}
