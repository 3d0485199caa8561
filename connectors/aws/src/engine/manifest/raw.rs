//! A manifest as TOML spells it. Nothing is interpreted here.

use std::collections::BTreeMap;

use model::{FieldName, Kind};
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawManifest {
    pub(super) about: String,
    #[serde(default)]
    pub(super) global: bool,
    #[serde(default)]
    pub(super) on_request: bool,
    #[serde(default)]
    pub(super) operations: BTreeMap<String, RawOperation>,
    #[serde(default)]
    pub(super) kinds: Vec<RawKind>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOperation {
    pub(super) action: Vec<String>,
    #[serde(default)]
    pub(super) send: BTreeMap<String, Value>,
    // These three are turned into facts by describe.py, against the service's model.
    #[serde(default, rename = "withhold")]
    _withhold: Vec<String>,
    #[serde(default, rename = "withhold_all")]
    _withhold_all: Vec<String>,
    #[serde(default, rename = "paging")]
    _paging: Value,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKind {
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) list: String,
    pub(super) items: Option<String>,
    pub(super) id: String,
    pub(super) each: Option<Kind>,
    #[serde(default)]
    pub(super) with: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) only: BTreeMap<String, Value>,
    pub(super) home: Option<String>,
    #[serde(default)]
    pub(super) global: bool,
    #[serde(default)]
    pub(super) absent: Vec<String>,
    #[serde(default)]
    pub(super) lacks_when_empty: bool,
    #[serde(default)]
    pub(super) calls: BTreeMap<String, RawCall>,
    #[serde(default)]
    pub(super) fields: BTreeMap<FieldName, RawField>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCall {
    #[serde(default)]
    pub(super) with: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) absent: Vec<String>,
    pub(super) batch: Option<RawBatch>,
    #[serde(default)]
    pub(super) once: bool,
    pub(super) items: Option<String>,
    pub(super) key: Option<String>,
    pub(super) to: Option<String>,
    #[serde(default)]
    pub(super) many: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBatch {
    pub(super) input: String,
    pub(super) of: String,
    pub(super) size: usize,
    pub(super) items: String,
    pub(super) key: String,
    pub(super) to: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub(super) about: String,
    pub(super) at: String,
    pub(super) from: Option<String>,
    #[serde(rename = "as")]
    pub(super) reading: Option<String>,
    pub(super) default: Option<Value>,
    #[serde(default)]
    pub(super) always: bool,
    pub(super) key: Option<String>,
    pub(super) value: Option<String>,
}
