//! Where policies run: in this process, or in a child with limits.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use model::{FieldName, Kind, ResourceKey};
use regorus::Value;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::judge::{Judge, Unit, Verdict};
use crate::sandbox::{Child, Sandbox};
use crate::shared::Shared;
use crate::{Error, engine};

/// Where policies run.
#[derive(Debug, Clone)]
pub enum Place {
    /// In this process, each evaluation limited in time only: for tests, benches and policies that
    /// are part of the program.
    InProcess {
        /// Longest wall-clock time of one policy on one resource.
        time: Duration,
    },
    /// In a child process with limits on memory, time and stack.
    Child(Sandbox),
}

impl Place {
    /// In this process, ten seconds for each evaluation.
    pub fn in_process() -> Self {
        Self::InProcess { time: Duration::from_secs(10) }
    }

    pub(crate) fn open(&self, units: Vec<Unit>, as_of: &str) -> Result<Box<dyn Bench>, Error> {
        Ok(match self {
            Self::InProcess { time } => {
                let judge = engine::on_big_stack(|| Judge::new(units, as_of, *time)).map_err(Error::Child)?;
                Box::new(InProcess { judge })
            }
            Self::Child(sandbox) => Box::new(Child::start(sandbox.clone(), units, as_of.to_owned())?),
        })
    }
}

/// One resource and the policies to ask about it.
#[derive(Debug, Clone)]
pub(crate) struct Ask<'a> {
    pub(crate) wanted: Vec<usize>,
    pub(crate) key: &'a ResourceKey,
    pub(crate) line: &'a [u8],
}

/// Resources of another kind: of the source at hand, or of all sources of another connector.
#[derive(Debug, Clone)]
pub(crate) struct Joins<'a, 'b> {
    /// The fields that policies may see. The others are left out: they can be large and many.
    pub(crate) fields: BTreeSet<&'a FieldName>,
    /// The written lines.
    pub(crate) rows: Cow<'b, [(&'a ResourceKey, &'a [u8])]>,
}

/// Other kinds of the source at hand.
pub(crate) type Join<'a, 'b> = BTreeMap<&'a Kind, Joins<'a, 'b>>;

impl Joins<'_, '_> {
    /// Each resource as policies see it, as JSON: its fields with id, kind and source.
    pub(crate) fn documents(&self) -> impl Iterator<Item = Result<Vec<u8>, Error>> {
        self.rows.iter().map(|(key, line)| self.document(key, line))
    }

    fn document(&self, key: &ResourceKey, line: &[u8]) -> Result<Vec<u8>, Error> {
        #[derive(Deserialize)]
        struct Written<'l> {
            #[serde(borrow)]
            fields: BTreeMap<&'l str, &'l RawValue>,
            #[serde(borrow)]
            id: &'l RawValue,
            #[serde(borrow)]
            kind: &'l RawValue,
            #[serde(borrow)]
            source: &'l RawValue,
        }
        let written: Written<'_> = serde_json::from_slice(line).map_err(|source| odd(key, source))?;
        let mut out = Vec::new();
        let parts = [("id", written.id), ("kind", written.kind), ("source", written.source)];
        let fields = self.fields.iter().filter_map(|name| written.fields.get_key_value(name.as_str()));
        for (name, value) in parts.into_iter().chain(fields.map(|(name, value)| (*name, *value))) {
            out.push(if out.is_empty() { b'{' } else { b',' });
            // Neither these names nor those of fields have anything to escape.
            out.extend_from_slice(format!("\"{name}\":").as_bytes());
            out.extend_from_slice(value.get().as_bytes());
        }
        out.push(b'}');
        Ok(out)
    }
}

/// Something that answers for policies.
pub(crate) trait Bench {
    /// Sets the resources of other kinds for what is asked next.
    fn source(&mut self, join: &Join<'_, '_>) -> Result<(), Error>;

    /// Asks. One answer for each ask, in order, each with exactly the policies wanted.
    fn ask(&mut self, asks: &[Ask<'_>]) -> Result<Vec<Vec<(usize, Verdict)>>, Error>;
}

struct InProcess {
    judge: Judge,
}

impl Bench for InProcess {
    fn source(&mut self, join: &Join<'_, '_>) -> Result<(), Error> {
        self.judge.source(values(join)?);
        Ok(())
    }

    fn ask(&mut self, asks: &[Ask<'_>]) -> Result<Vec<Vec<(usize, Verdict)>>, Error> {
        let judge = &mut self.judge;
        let work = || asks.iter().map(|ask| Ok(judge.judge(&ask.wanted, &value(ask.key, ask.line)?))).collect();
        engine::on_big_stack(work).map_err(Error::Child)?
    }
}

/// Resources of other kinds as the engine's values.
pub(crate) fn values(join: &Join<'_, '_>) -> Result<BTreeMap<Kind, Vec<Value>>, Error> {
    let (mut joined, mut shared) = (BTreeMap::new(), Shared::default());
    for (kind, joins) in join {
        let mut values: Vec<Value> = Vec::new();
        for (document, (key, _)) in joins.documents().zip(joins.rows.iter()) {
            let value = serde_json::from_slice(&document?).map_err(|source| odd(key, source))?;
            values.push(shared.resource(&value));
        }
        joined.insert((*kind).clone(), values);
    }
    Ok(joined)
}

/// A written line as the engine's value.
pub(crate) fn value(key: &ResourceKey, line: &[u8]) -> Result<Value, Error> {
    serde_json::from_slice(line).map_err(|source| odd(key, source))
}

fn odd(key: &ResourceKey, source: serde_json::Error) -> Error {
    Error::from(model::Error::Read { what: format!("resource {}", key.id), source })
}
