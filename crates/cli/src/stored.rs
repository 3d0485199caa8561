//! The store as configured: opened, and what a run does with it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::seal::{Container, Limits};
use ::store::bundle::{self, Parts, Progress, Pushed, Whole};
use ::store::{BUNDLE_SUFFIX, Lock, LockMode, Objects, Settings, Store};
use bytes::Bytes;
use model::{Digest, Timestamp};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tower::{Service as _, ServiceExt as _};
use wire::{Transport, Wire};

use crate::config::{Config, LockName, NetworkSection, StoreSection};
use crate::live;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::world;

/// The most bytes of a bundle's `run.json`.
const MOST_RUN: u64 = 1 << 20;

/// A store that bundles are sent to after a run.
pub(crate) struct Sending {
    section: StoreSection,
    network: NetworkSection,
}

impl Sending {
    /// `None` if no store is configured. Checks what can be checked without asking anybody.
    pub(crate) fn prepare(config: &Config) -> Result<Option<Self>, Problem> {
        let Some(url) = &config.store.url else { return Ok(None) };
        let settings =
            Settings { http: Some(http(&config.network)?), lock: lock(&config.store), ..Settings::default() };
        match ::store::open(
            url,
            &Settings { keys: Some(Arc::new(NoKeys)), region: Some(region(&config.store)), ..settings },
        ) {
            Ok(_) => {}
            Err(e) if url.starts_with("gs://") || url.starts_with("az://") => tracing::debug!(target: "assize", "{e}"),
            Err(e) => return Err(unusable(&e)),
        }
        Ok(Some(Self { section: config.store.clone(), network: config.network.clone() }))
    }

    /// Sends the bundle, and those beside it that earlier runs could not send. When that fails the bundle
    /// stays where it is, and the error says so.
    pub(crate) fn send(&self, sealed: &Path, screen: &Screen) -> Result<(), Problem> {
        let kept = |problem: Problem| {
            let hint = format!(
                "the sealed bundle is safe in {}; the next run sends it, or `assize store push` now",
                sealed.display()
            );
            problem.hint(hint).exit(Exit::Store)
        };
        let outcome = world::block_on(async {
            let objects = open(&self.section, &self.network).await?;
            let pending = pending(objects.as_ref(), sealed).await?;
            let mut sent = Vec::new();
            for path in pending {
                sent.push(push(&objects, &path, screen).await?);
            }
            Ok((objects.place(), sent))
        });
        let (place, sent) = outcome.map_err(|problem| match problem.exit {
            Exit::Interrupted => problem.hint(format!("the sealed bundle is safe in {}", sealed.display())),
            _ => kept(problem),
        })?;
        for pushed in sent {
            screen.note(told(&pushed, &place));
        }
        Ok(())
    }
}

/// One line on a bundle that was sent.
pub(crate) fn told(pushed: &Pushed, place: &str) -> String {
    let until = pushed.retained_until.as_ref().map(|until| format!(", retained until {until}")).unwrap_or_default();
    if pushed.was_there {
        return format!("there already: {} in {place}{until}", pushed.name);
    }
    format!(
        "stored {} in {place} ({} bytes in {} objects added{until})",
        pushed.name, pushed.bytes_added, pushed.objects_added
    )
}

/// The bundle and those beside it that the store has not, the oldest first.
async fn pending(objects: &dyn Objects, sealed: &Path) -> Result<Vec<PathBuf>, Problem> {
    let there: Vec<String> =
        bundle::list(objects).await.map_err(|e| unreachable(&e))?.into_iter().map(|k| k.name).collect();
    let folder = sealed.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = Store::open(folder)
        .and_then(|store| store.bundles())
        .map_err(|e| Problem::new("cannot list the folder").because(e))?;
    let missing = beside.into_iter().filter(|b| !there.contains(&format!("{}-{}", b.started, b.run_id)));
    let mut pending: Vec<PathBuf> =
        missing.map(|b| b.path).filter(|path| path.file_name() != sealed.file_name()).collect();
    pending.push(sealed.to_path_buf());
    Ok(pending)
}

/// Sends one bundle.
pub(crate) async fn push(objects: &Arc<dyn Objects>, path: &Path, screen: &Screen) -> Result<Pushed, Problem> {
    let file = BundleFile::open(path)?;
    let name = file.name()?;
    screen.step(format!("sending {name}"));
    let bar = screen.bar();
    let tell = |p: Progress| bar.set_message(format!("sending {name}: {} of {} MB", p.done >> 20, p.total >> 20));
    bundle::push(objects, &file, &name, &std::env::temp_dir(), &tell).await.map_err(|e| match e {
        ::store::Error::Bundle(_) => refused(path, &e),
        e => unreachable(&e).cause(format!("while sending {}", path.display())),
    })
}

fn refused(path: &Path, why: &dyn std::fmt::Display) -> Problem {
    Problem::new(format!("{} is no bundle that can be stored", path.display()))
        .cause(why.to_string())
        .exit(Exit::Refused)
}

/// The store could not do its part.
pub(crate) fn unreachable(error: &::store::Error) -> Problem {
    Problem::new("the store could not be used").because(error).exit(Exit::Store)
}

fn unusable(error: &::store::Error) -> Problem {
    Problem::new("the store cannot be used as configured")
        .because(error)
        .hint("a store is a folder, s3://BUCKET/PREFIX, gs://BUCKET/PREFIX or az://ACCOUNT/CONTAINER/PREFIX")
}

/// Opens the configured store.
pub(crate) async fn open(section: &StoreSection, network: &NetworkSection) -> Result<Arc<dyn Objects>, Problem> {
    let Some(url) = &section.url else {
        return Err(Problem::new("there is no store")
            .hint("name one with --url, or in assize.toml:\n[store]\nurl = \"s3://acme-evidence/nights\""));
    };
    let mut settings = Settings { lock: lock(section), ..Settings::default() };
    if url.contains("://") {
        settings.http = Some(http(network)?);
        settings.environment = std::env::vars()
            .filter(|(name, value)| !value.is_empty() && (name.starts_with("GOOGLE_") || name.starts_with("AZURE_")))
            .collect();
    }
    if url.starts_with("s3://") {
        settings.region = Some(region(section));
        settings.endpoint = section.endpoint.clone().or_else(endpoint_of_environment);
        settings.keys = Some(Arc::new(Chain(key_chain(section, network).await?)));
    }
    ::store::open(url, &settings).map_err(|e| unusable(&e))
}

fn endpoint_of_environment() -> Option<String> {
    let read = world::environment();
    read("AWS_ENDPOINT_URL_S3").or_else(|| read("AWS_ENDPOINT_URL"))
}

fn region(section: &StoreSection) -> String {
    let read = world::environment();
    let found = section.region.clone().or_else(|| read("AWS_REGION")).or_else(|| read("AWS_DEFAULT_REGION"));
    found.unwrap_or_else(|| "us-east-1".to_owned())
}

fn lock(section: &StoreSection) -> Option<Lock> {
    let lock = section.lock?;
    let mode = match lock.mode {
        LockName::Governance => LockMode::Governance,
        LockName::Compliance => LockMode::Compliance,
    };
    Some(Lock { mode, days: u32::from(lock.days.get()), now: Arc::new(Timestamp::now) })
}

async fn key_chain(section: &StoreSection, network: &NetworkSection) -> Result<aws::KeyChain, Problem> {
    let mut settings: BTreeMap<String, Value> = BTreeMap::from([("region".to_owned(), Value::from(region(section)))]);
    let profile = section.profile.clone().or_else(|| world::environment()("AWS_PROFILE"));
    for (name, value) in [("profile", &profile), ("role_arn", &section.role_arn), ("external_id", &section.external_id)]
    {
        if let Some(value) = value {
            settings.insert(name.to_owned(), Value::from(value.as_str()));
        }
    }
    if let Some(imds) = section.imds {
        settings.insert("imds".to_owned(), Value::from(imds));
    }
    let clock = world::clock();
    let wire = Wire::live(live::transport(network, &clock)?, clock);
    let name = "store".parse().map_err(|e: model::IdError| Problem::new("the store has no name").because(e))?;
    aws::KeyChain::open(&name, &settings, &wire)
        .await
        .map_err(|why| Problem::new("the store needs AWS credentials").cause(why).exit(Exit::Store))
}

fn http(network: &NetworkSection) -> Result<Arc<dyn ::store::Http>, Problem> {
    Ok(Arc::new(OverWire(live::limited(network)?)))
}

/// The program's one client, for the store.
struct OverWire(Transport);

impl std::fmt::Debug for OverWire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OverWire(..)")
    }
}

#[async_trait::async_trait]
impl ::store::Http for OverWire {
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, ::store::HttpFailure> {
        let failed = |error: wire::WireError| {
            use model::FailureKind::{Connect, Refused, Tls};
            let unsent = matches!(&error, wire::WireError::Failed(f) if matches!(f.kind, Connect | Refused | Tls));
            ::store::HttpFailure { unsent, message: error.to_string() }
        };
        let mut transport = self.0.clone();
        transport.ready().await.map_err(failed)?.call(request).await.map_err(failed)
    }
}

/// AWS access keys, for the store.
#[derive(Debug)]
struct Chain(aws::KeyChain);

#[async_trait::async_trait]
impl ::store::KeySource for Chain {
    async fn keys(&self) -> Result<::store::Keys, String> {
        let aws::Keys { id, secret, token } = self.0.keys().await?;
        Ok(::store::Keys { id, secret, token })
    }
}

/// Stands in while only the configuration is checked.
#[derive(Debug)]
struct NoKeys;

#[async_trait::async_trait]
impl ::store::KeySource for NoKeys {
    async fn keys(&self) -> Result<::store::Keys, String> {
        Err("nothing is asked yet".to_owned())
    }
}

/// A bundle on this machine, taken apart.
pub(crate) struct BundleFile {
    path: PathBuf,
    container: Container,
    whole: Whole,
}

impl BundleFile {
    /// Opens a bundle: its structure is checked, its seal is not.
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        let container = Container::open(path, &Limits::default()).map_err(|e| refused(path, &e))?;
        let whole = whole(path).map_err(|e| refused(path, &e))?;
        Ok(Self { path: path.to_owned(), container, whole })
    }

    /// `<started>-<run>`, from what is in it and not from what the file is called.
    pub(crate) fn name(&self) -> Result<String, Problem> {
        let run = self.container.root();
        let which = self.container.files().position(|(path, _)| path == "data/run.json");
        let which = which.ok_or_else(|| refused(&self.path, &"it has no data/run.json"))?;
        let mut text = String::new();
        let reader = self.container.read(which).map_err(|e| refused(&self.path, &e))?;
        reader.take(MOST_RUN).read_to_string(&mut text).map_err(|e| refused(&self.path, &e))?;
        let started = serde_json::from_str::<Value>(&text).ok();
        let started = started.as_ref().and_then(|run| run.get("started_at")?.as_str()?.parse::<Timestamp>().ok());
        let started = started.ok_or_else(|| refused(&self.path, &"data/run.json does not say when the run started"))?;
        let named = Store::bundle_name(started, run).map_err(|e| refused(&self.path, &e))?;
        Ok(named.trim_end_matches(BUNDLE_SUFFIX).to_owned())
    }
}

/// Size and SHA-256 of a file.
pub(crate) fn whole(path: &Path) -> io::Result<Whole> {
    let (mut file, mut hash, mut bytes) = (File::open(path)?, Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok(Whole { bytes, sha256: Digest::from_raw(hash.finalize().into()) });
        }
        hash.update(buffer.get(..n).unwrap_or_default());
        bytes += n as u64;
    }
}

impl Parts for BundleFile {
    fn run(&self) -> &str {
        self.container.root()
    }

    fn whole(&self) -> Whole {
        self.whole.clone()
    }

    fn files(&self) -> Vec<(String, u64)> {
        self.container.files().map(|(path, size)| (path.to_owned(), size)).collect()
    }

    fn open(&self, which: usize) -> io::Result<Box<dyn Read + '_>> {
        let reader = self.container.read(which).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
        Ok(Box::new(reader))
    }
}
