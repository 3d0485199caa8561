//! What of a judged run goes into a bundle, and how it is read back.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;
use std::sync::Arc;

use assess::{Frameworks, Waivers};
use bytes::Bytes;
use collect_crate::Catalogue;
use evaluate::PolicySet;
use model::{Body, canonical_line};
use seal::{BundleReader, Content, Item};
use serde_json::Value;
use wire::{Bodies, WireError};

use crate::derive::{DERIVED, Judged, Rules};
use crate::recording::{BODIES, EXCHANGES, Place, RUN};
use crate::{Error, Recording};

/// Texts in a bundle (a policy, a framework, parameters) are not larger than this.
const LARGEST_TEXT: u64 = 4 << 20;
/// Bodies in a bundle are not larger than this; the wire takes none that is.
const LARGEST_BODY: u64 = 64 << 20;

type Params = BTreeMap<String, BTreeMap<String, Value>>;

/// The files of a bundle: the evidence, the rules, and what was derived.
///
/// # Errors
/// When a body of the recording cannot be read.
pub fn items(recording: &Recording, rules: &Rules, judged: &Judged) -> Result<Vec<Item>, Error> {
    let mut items = vec![item(RUN, canonical_line(&recording.run)?)];
    let mut stored = BTreeSet::new();
    for exchange in recording.replay.exchanges() {
        let bodies = exchange.request.body.iter().chain(exchange.reply.iter().filter_map(|r| r.body.as_ref()));
        for body in bodies {
            if let Body::Stored { sha256, .. } = body
                && stored.insert(sha256.clone())
            {
                items.push(stored_item(recording, body, sha256)?);
            }
        }
    }
    items.push(item(EXCHANGES, recording.exchange_lines()?));
    for (path, text) in rules.policies.files() {
        items.push(item(&format!("policies/{path}"), text.into_bytes()));
    }
    for (path, text) in &rules.framework_texts {
        items.push(item(&format!("frameworks/{path}"), text.clone().into_bytes()));
    }
    for (path, text) in &rules.manifest_texts {
        items.push(item(&format!("manifests/{path}"), text.clone().into_bytes()));
    }
    items.push(item("params.json", canonical_line(&params(&rules.policies))?));
    if let Some(text) = &rules.waiver_text {
        items.push(item("waivers.toml", text.clone().into_bytes()));
    }
    for name in DERIVED {
        items.push(Item { path: format!("data/{name}"), content: Content::File(judged.dir().join(name)) });
    }
    Ok(items)
}

fn item(path: &str, bytes: Vec<u8>) -> Item {
    Item { path: format!("data/{path}"), content: Content::Bytes(bytes) }
}

fn stored_item(recording: &Recording, body: &Body, sha256: &model::Digest) -> Result<Item, Error> {
    let path = format!("data/{BODIES}/{sha256}");
    // Left on the disk until its turn comes, so that memory does not grow with the estate.
    let content = match &recording.bodies {
        Place::Folder(folder) => Content::File(folder.join(sha256.as_str())),
        Place::Pack(pack) => {
            let lacks = || WireError::Recording(format!("the body {sha256} was not recorded"));
            let (file, at, size) = pack.place(sha256).ok_or_else(lacks)?;
            Content::Part { file: file.to_owned(), at, size }
        }
        Place::Elsewhere => Content::Bytes(recording.replay.body(body)?.to_vec()),
    };
    Ok(Item { path, content })
}

fn params(policies: &PolicySet) -> Params {
    policies.policies().filter(|p| !p.params.is_empty()).map(|p| (p.id.to_string(), p.params.clone())).collect()
}

/// The rules that a verified bundle was judged by.
///
/// # Errors
/// When a file is missing or is not what it should be, or this version's checks refuse a policy.
pub fn sealed_rules(bundle: &BundleReader, catalogue: &Catalogue) -> Result<Rules, Error> {
    let mut policies = PolicySet::load(texts(bundle, "policies")?, catalogue.specs()).map_err(Error::Policies)?;
    let params: Params = serde_json::from_str(&text(bundle, "data/params.json")?)
        .map_err(|source| model::Error::Read { what: "data/params.json".to_owned(), source })?;
    policies.set_params(&params)?;
    let framework_texts = texts(bundle, "frameworks")?;
    let frameworks = Frameworks::read(&framework_texts)?;
    let waiver_text = bundle.contains("data/waivers.toml").then(|| text(bundle, "data/waivers.toml")).transpose()?;
    let waivers = Waivers::parse("waivers.toml", waiver_text.as_deref().unwrap_or_default())?;
    Ok(Rules { policies, framework_texts, frameworks, manifest_texts: sealed_manifests(bundle)?, waiver_text, waivers })
}

/// The manifests that the run of a verified bundle was given besides the built-in ones, as path and text.
///
/// # Errors
/// When one is too large or is not UTF-8.
pub fn sealed_manifests(bundle: &BundleReader) -> Result<BTreeMap<String, String>, Error> {
    texts(bundle, "manifests")
}

fn texts(bundle: &BundleReader, folder: &str) -> Result<BTreeMap<String, String>, Error> {
    let prefix = format!("data/{folder}/");
    let inside = bundle.paths().filter_map(|p| p.strip_prefix(&prefix).map(|rest| (p.to_owned(), rest.to_owned())));
    inside.map(|(path, rest)| Ok((rest, text(bundle, &path)?))).collect()
}

fn text(bundle: &BundleReader, path: &str) -> Result<String, Error> {
    let bytes = bundle.read(path, LARGEST_TEXT).map_err(seal::Error::from)?;
    String::from_utf8(bytes).map_err(|_| WireError::Recording(format!("{path} is not UTF-8 text")).into())
}

impl Recording {
    /// The recording in a verified bundle.
    ///
    /// # Errors
    /// When a file is missing or is not what it should be.
    pub fn from_bundle(bundle: &BundleReader) -> Result<Self, Error> {
        let run = bundle.read(&format!("data/{RUN}"), LARGEST_TEXT).map_err(seal::Error::from)?;
        let exchanges = bundle.entry(&format!("data/{EXCHANGES}")).map_err(seal::Error::from)?;
        Self::from_parts(&run, BufReader::new(exchanges), Arc::new(BundleBodies(bundle.clone())))
    }
}

struct BundleBodies(BundleReader);

impl Bodies for BundleBodies {
    fn read(&self, body: &Body) -> Result<Bytes, WireError> {
        let Body::Stored { sha256, .. } = body else { return wire::NoBodies.read(body) };
        let path = format!("data/{BODIES}/{sha256}");
        let bytes = self.0.read(&path, LARGEST_BODY).map_err(|e| WireError::Recording(e.to_string()))?;
        // The manifest vouches for the bytes under this path, not that the path is their digest.
        if model::Digest::of(&bytes) == *sha256 {
            Ok(Bytes::from(bytes))
        } else {
            Err(WireError::Recording(format!("{path} has other bytes than its name says")))
        }
    }
}
