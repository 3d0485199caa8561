//! Re-performance: from a verified bundle's exchanges and rules to everything derived, once more,
//! compared byte for byte with what was sealed.

use std::fs::File;

use evaluate::Place;
use seal::BundleReader;

use crate::collect::{Connectors, again, catalogue};
use crate::derive::{DERIVED, judge};
use crate::difference::{self, Difference};
use crate::{Error, Recording, sealed_rules};

/// What a re-performance showed.
#[derive(Debug)]
pub struct Proof {
    /// Files compared.
    pub files: usize,
    /// Findings that came out again.
    pub findings: u64,
    /// The first difference; `None` if every byte is the same.
    pub difference: Option<Difference>,
}

/// Re-performs a verified bundle.
///
/// # Errors
/// When it cannot be re-performed at all: an exchange is missing, a policy is refused.
pub async fn reperform(connectors: &Connectors, bundle: &BundleReader, place: &Place) -> Result<Proof, Error> {
    let recording = Recording::from_bundle(bundle)?;
    let rules = sealed_rules(bundle, &catalogue(connectors))?;
    let collected = again(connectors, &recording, &rules.policies.plan()).await?;
    let judged = judge(&recording.run, collected, &rules, place)?;
    let mut difference: Option<Difference> = None;
    for name in DERIVED {
        let path = judged.dir().join(name);
        let replayed = File::open(&path).map_err(|e| Error::file("read", &path, e))?;
        let sealed = bundle.entry(&format!("data/{name}")).map_err(seal::Error::from)?;
        let found = difference::first(name, sealed, replayed, recording.replay.exchanges());
        let found = found.map_err(|e| Error::file("read", &path, e))?;
        match &mut difference {
            None => difference = found,
            Some(first) => first.also.extend(found.map(|_| name)),
        }
    }
    Ok(Proof { files: DERIVED.len(), findings: judged.total().total(), difference })
}
