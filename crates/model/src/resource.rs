//! A thing that policies judge, normalised from recorded exchanges.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Error, ExchangeId, FieldName, Gap, Kind, SourceId, canonical_json};

/// One resource. A field is either observed (in `fields`, where `null` means "observed to be
/// absent") or not observed (in `gaps`, or in neither). Absence is never read from silence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Its kind.
    pub kind: Kind,
    /// Its id in its source, as an auditor would quote it: an ARN, `owner/repository`.
    pub id: String,
    /// The source it was seen in.
    pub source: SourceId,
    /// What was observed.
    pub fields: BTreeMap<FieldName, Value>,
    /// The exchanges it was read from.
    pub exchanges: BTreeSet<ExchangeId>,
    /// What was asked and could not be learnt, by field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub gaps: BTreeMap<FieldName, Gap>,
}

/// What tells resources apart, and the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResourceKey {
    /// The kind.
    pub kind: Kind,
    /// The source.
    pub source: SourceId,
    /// The id in the source.
    pub id: String,
}

impl Resource {
    /// A resource with nothing observed yet.
    pub fn new(kind: Kind, source: SourceId, id: impl Into<String>) -> Self {
        Self { kind, id: id.into(), source, fields: BTreeMap::new(), exchanges: BTreeSet::new(), gaps: BTreeMap::new() }
    }

    /// What tells it apart from others.
    pub fn key(&self) -> ResourceKey {
        ResourceKey { kind: self.kind.clone(), source: self.source.clone(), id: self.id.clone() }
    }
}

/// All resources of a run in their written order. Each is kept as its canonical bytes, which are
/// several times smaller than the tree and are needed anyway.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResourceSet {
    lines: BTreeMap<ResourceKey, Box<[u8]>>,
}

impl ResourceSet {
    /// Adds a resource.
    ///
    /// # Errors
    /// When there is one with the same key already; the first is kept.
    pub fn insert(&mut self, resource: &Resource) -> Result<(), Error> {
        let key = resource.key();
        if self.lines.contains_key(&key) {
            return Err(Error::Duplicate(key));
        }
        self.lines.insert(key, canonical_json(resource)?.into_boxed_slice());
        Ok(())
    }

    /// Number of resources.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Keys and canonical JSON, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&ResourceKey, &[u8])> {
        self.lines.iter().map(|(key, line)| (key, &**line))
    }

    /// The resources of one kind, in order.
    pub fn of_kind<'a>(&'a self, kind: &'a Kind) -> impl Iterator<Item = (&'a ResourceKey, &'a [u8])> {
        self.iter().filter(move |(key, _)| key.kind == *kind)
    }

    /// Reads one back.
    ///
    /// # Errors
    /// When the bytes are not a resource, which only a bug could cause.
    pub fn get(&self, key: &ResourceKey) -> Result<Option<Resource>, Error> {
        let parse = |line: &[u8]| {
            serde_json::from_slice(line).map_err(|source| Error::Read { what: format!("resource {}", key.id), source })
        };
        self.lines.get(key).map(|line| parse(line)).transpose()
    }

    /// Adds a resource from its JSON line.
    ///
    /// # Errors
    /// When the line is not a resource, or is one that is there already.
    pub fn insert_line(&mut self, line: &[u8]) -> Result<(), Error> {
        let resource: Resource =
            serde_json::from_slice(line).map_err(|source| Error::Read { what: "a resource".to_owned(), source })?;
        self.insert(&resource)
    }
}
