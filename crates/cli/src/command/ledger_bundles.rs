//! Whether the bundles of a ledger's runs are there, in a folder or in a store, and bear the envelopes that were
//! entered. What else is in them is for `assize verify` to judge.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::seal::ledger::{Event, LedgerAudit};
use ::seal::{Limits, Reason, Refusal, evidence_digest};
use model::Digest;
use sha2::{Digest as _, Sha256};
use store::{Local, Objects, Store, bundle};

use crate::command::ledger::load;
use crate::config::StoreSection;
use crate::ledger_home::runtime;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::stored;

/// The first signer's envelope, as bundles name it.
const ENVELOPE: &str = "attestations/evidence.sigstore.json";

/// What was found.
pub(crate) struct Compared {
    /// Runs whose bundle is gone.
    pub(crate) deleted: Vec<String>,
    /// Bundles that are in no leaf.
    pub(crate) strange: Vec<String>,
    /// Bundles that have the envelope that was entered.
    pub(crate) same: usize,
}

/// Bundles by their run.
enum Kept {
    Folder(BTreeMap<String, PathBuf>),
    Store(Arc<dyn Objects>, BTreeMap<String, String>),
}

/// Compares each run's bundle with its leaf. The inner error is that a bundle is another than was entered.
pub(crate) fn compare(
    place: &str,
    config: Option<&Path>,
    audit: &LedgerAudit,
    screen: &Screen,
) -> Result<Result<Compared, Refusal>, Problem> {
    screen.step("comparing the bundles");
    let runtime = runtime()?;
    let kept = runtime.block_on(open(place, config))?;
    let (mut deleted, mut known, mut same) = (Vec::new(), BTreeSet::new(), 0);
    for (index, leaf) in audit.leaves.iter().enumerate() {
        let Event::Run { run, evidence, .. } = &leaf.event else { continue };
        known.insert(run.clone());
        let found = match &kept {
            Kept::Folder(paths) => match paths.get(run) {
                None => None,
                Some(path) => match evidence_digest(path, &Limits::default()) {
                    Ok(digest) => Some((path.display().to_string(), digest)),
                    Err(refusal) => return Ok(Err(refusal)),
                },
            },
            Kept::Store(objects, names) => match names.get(run) {
                None => None,
                Some(name) => Some((name.clone(), runtime.block_on(envelope(objects, name))?)),
            },
        };
        match found {
            None => deleted.push(run.clone()),
            Some((_, digest)) if digest == *evidence => same += 1,
            Some((shown, _)) => {
                let detail = format!("{shown} is not the bundle of leaf {index}");
                return Ok(Err(Refusal::new(Reason::BundleDiffers, detail)));
            }
        }
    }
    let all: BTreeMap<String, String> = match kept {
        Kept::Folder(paths) => paths.into_iter().map(|(run, path)| (run, path.display().to_string())).collect(),
        Kept::Store(_, names) => names,
    };
    let strange = all.into_iter().filter(|(run, _)| !known.contains(run)).map(|(_, shown)| shown).collect();
    Ok(Ok(Compared { deleted, strange, same }))
}

async fn open(place: &str, config: Option<&Path>) -> Result<Kept, Problem> {
    let unreadable = |e: store::Error| Problem::new(format!("cannot read {place}")).because(e).exit(Exit::Store);
    let folder = Path::new(place);
    let objects: Arc<dyn Objects> = if place.contains("://") {
        let config = load(config)?;
        let section = StoreSection { url: Some(place.to_owned()), ..config.store };
        stored::open(&section, &config.network).await?
    } else if folder.join("chunks").is_dir() {
        Arc::new(Local::open(folder).map_err(unreadable)?)
    } else if folder.is_dir() {
        let bundles = Store::open(folder).and_then(|store| store.bundles()).map_err(unreadable)?;
        return Ok(Kept::Folder(bundles.into_iter().map(|bundle| (bundle.run_id, bundle.path)).collect()));
    } else {
        return Err(Problem::new(format!("{place} is no folder")).hint("name a folder of bundles, or a store (s3://…)"));
    };
    let listed = bundle::list(objects.as_ref()).await.map_err(unreadable)?;
    let by_run = |kept: bundle::Kept| Some((kept.name.split_once('-')?.1.to_owned(), kept.name));
    Ok(Kept::Store(objects, listed.into_iter().filter_map(by_run).collect()))
}

/// The SHA-256 of a stored bundle's envelope, read back with all its chunks.
async fn envelope(objects: &Arc<dyn Objects>, name: &str) -> Result<Digest, Problem> {
    let failed = |e: store::Error| Problem::new(format!("cannot read {name} back")).because(e).exit(Exit::Store);
    let mut pulled = bundle::pull(objects, name, &std::env::temp_dir(), &|_| ()).await.map_err(failed)?;
    let mut found = None;
    let read = pulled.files(|path, _, next| {
        let mut hash = Sha256::new();
        while let Some(part) = next()? {
            hash.update(&part);
        }
        if path == ENVELOPE {
            found = Some(Digest::from_raw(hash.finalize().into()));
        }
        Ok::<(), store::Error>(())
    });
    read.map_err(failed)?;
    found.ok_or_else(|| Problem::new(format!("{name} has no {ENVELOPE}")).exit(Exit::Refused))
}
