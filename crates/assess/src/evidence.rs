//! Which form of evidence a kind of resource gives. What nobody lists is a setting that was read
//! from a live system; registers and logs are listed.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::{EvidenceForm, Kind};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::Error;
use crate::error::{Place, Text};

/// A kind of resource as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceType {
    /// The kind.
    pub kind: Kind,
    /// What it is evidence of, in a few words.
    pub title: String,
    /// The forms it gives; never empty.
    pub forms: BTreeSet<EvidenceForm>,
    /// True if policies judge it to judge other registers as a whole, whose forms count then.
    pub anchor: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "evidence")]
    _head: Head,
    #[serde(default, rename = "type")]
    types: Vec<Spanned<Raw>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    #[serde(rename = "title")]
    _title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    kind: Kind,
    title: String,
    forms: BTreeSet<EvidenceForm>,
    #[serde(default)]
    anchor: bool,
}

impl EvidenceType {
    /// Reads a file of evidence types.
    pub(crate) fn read(text: &Arc<Text>) -> Result<Vec<Self>, Error> {
        let file: File = text.parse()?;
        let mut seen = BTreeSet::new();
        let mut types = Vec::new();
        for raw in file.types {
            let place = Place::new(text, raw.span());
            let Raw { kind, title, forms, anchor } = raw.into_inner();
            if forms.is_empty() {
                return Err(place.fault(format!("{kind} gives no form of evidence")));
            }
            if !seen.insert(kind.clone()) {
                return Err(place.fault(format!("the kind {kind} is listed twice in this file")));
            }
            types.push(Self { kind, title, forms, anchor });
        }
        Ok(types)
    }
}
