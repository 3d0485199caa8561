//! Where policies run: in this process, or in a child with limits.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use model::{Kind, ResourceKey};
use regorus::Value;

use crate::judge::{Judge, Unit, Verdict};
use crate::sandbox::{Child, Sandbox};
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

/// Other kinds, as written lines: of the source at hand, or of all sources of another connector.
pub(crate) type Join<'a, 'b> = BTreeMap<&'a Kind, Cow<'b, [(&'a ResourceKey, &'a [u8])]>>;

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

/// Written lines of other kinds as the engine's values.
pub(crate) fn values(join: &Join<'_, '_>) -> Result<BTreeMap<Kind, Vec<Value>>, Error> {
    let mut joined = BTreeMap::new();
    for (kind, rows) in join {
        let values: Result<Vec<Value>, Error> = rows.iter().map(|(key, line)| value(key, line)).collect();
        joined.insert((*kind).clone(), values?);
    }
    Ok(joined)
}

/// A written line as the engine's value.
pub(crate) fn value(key: &ResourceKey, line: &[u8]) -> Result<Value, Error> {
    let read = |source| Error::from(model::Error::Read { what: format!("resource {}", key.id), source });
    serde_json::from_slice(line).map_err(read)
}
