//! What a connector can deliver, and what of it a run wants.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{FieldName, Kind, Source};

/// A kind of resource as a connector declares it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KindSpec {
    /// Its name.
    pub kind: Kind,
    /// What it is, in a few words.
    pub title: String,
    /// The permissions the list itself needs.
    pub permissions: Vec<String>,
    /// True if it is asked only of sources that name its service.
    #[serde(default)]
    pub on_request: bool,
    /// Its fields.
    pub fields: Vec<FieldSpec>,
}

/// A top-level field of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldSpec {
    /// Its name.
    pub name: FieldName,
    /// What it holds and its shape, in a sentence.
    pub about: String,
    /// The permissions needed to read it, beyond those of the list.
    pub permissions: Vec<String>,
}

/// What a run wants to know: only these kinds and fields are fetched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    kinds: BTreeMap<Kind, BTreeSet<FieldName>>,
    /// Kinds that only sources which name their service are asked for.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    on_request: BTreeSet<Kind>,
}

impl Plan {
    /// Asks for a kind's list.
    pub fn want(&mut self, kind: Kind) -> &mut BTreeSet<FieldName> {
        self.kinds.entry(kind).or_default()
    }

    /// True if the list of `kind` is wanted.
    pub fn wants_kind(&self, kind: &str) -> bool {
        self.kinds.keys().any(|k| k.as_str() == kind)
    }

    /// True if `field` of `kind` is wanted.
    pub fn wants(&self, kind: &str, field: &str) -> bool {
        self.kinds.iter().any(|(k, fields)| k.as_str() == kind && fields.iter().any(|f| f.as_str() == field))
    }

    /// All wanted kinds with their wanted fields.
    pub fn iter(&self) -> impl Iterator<Item = (&Kind, &BTreeSet<FieldName>)> {
        self.kinds.iter()
    }

    /// Says which kinds are asked on request only.
    pub fn on_request(&mut self, kinds: impl IntoIterator<Item = Kind>) {
        self.on_request.extend(kinds);
    }

    /// What of it this source is asked for.
    #[must_use]
    pub fn of(&self, source: &Source) -> Self {
        let asked = self.kinds.iter().filter(|(kind, _)| source.asks(kind, self.on_request.contains(*kind)));
        let kinds = asked.map(|(kind, fields)| (kind.clone(), fields.clone())).collect();
        Self { kinds, on_request: self.on_request.clone() }
    }

    /// Everything that `specs` offer.
    pub fn everything(specs: &[KindSpec]) -> Self {
        let mut plan = Self::default();
        for spec in specs {
            plan.want(spec.kind.clone()).extend(spec.fields.iter().map(|f| f.name.clone()));
        }
        plan.on_request(specs.iter().filter(|spec| spec.on_request).map(|spec| spec.kind.clone()));
        plan
    }
}
