//! Where connectors put what they learn.

use std::sync::Mutex;

use model::{Cause, Gap, Population, Resource, ResourceSet, Seen};

use crate::Error;

/// Everything learnt in a run, in an order that does not depend on which reply came first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// The resources.
    pub resources: ResourceSet,
    /// What was asked and not learnt, sorted. Gaps of a resource's field stand in the resource.
    pub gaps: Vec<Gap>,
    /// How much of each kind was seen, sorted.
    pub populations: Vec<Population>,
    /// Who answered, sorted.
    pub seen: Vec<Seen>,
}

/// Takes what connectors learn, from several of them at once.
#[derive(Debug, Default)]
pub struct Sink {
    inner: Mutex<Collected>,
}

impl Sink {
    fn with<T>(&self, change: impl FnOnce(&mut Collected) -> T) -> T {
        // A panic in another thread cannot leave half a change behind: each is one push or insert.
        let mut inner = self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        change(&mut inner)
    }

    /// Adds a resource. A second one with the same id is not evidence of anything but a reply that
    /// contradicts itself: the first is kept and a gap says so.
    ///
    /// # Errors
    /// When the resource cannot be written as JSON.
    pub fn resource(&self, resource: &Resource) -> Result<(), Error> {
        self.with(|c| match c.resources.insert(resource) {
            Ok(()) => Ok(()),
            Err(model::Error::Duplicate(key)) => {
                c.gaps.push(Gap {
                    source: key.source,
                    kind: key.kind,
                    resource: Some(key.id.clone()),
                    field: None,
                    cause: Cause::BadReply,
                    permission: None,
                    message: format!("the API listed {} twice; the first is kept", key.id),
                    exchange: resource.exchanges.first().cloned(),
                });
                Ok(())
            }
            Err(other) => Err(other.into()),
        })
    }

    /// Adds a gap of a whole kind, of a field of all resources of a kind, or of a resource that
    /// could not be built.
    pub fn gap(&self, gap: Gap) {
        self.with(|c| c.gaps.push(gap));
    }

    /// Adds a population.
    pub fn population(&self, population: Population) {
        self.with(|c| c.populations.push(population));
    }

    /// Says who answered.
    pub fn seen(&self, seen: Seen) {
        self.with(|c| c.seen.push(seen));
    }

    /// Closes the sink.
    pub fn finish(self) -> Collected {
        let mut collected = self.inner.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        collected.gaps.sort();
        collected.gaps.dedup();
        collected.populations.sort();
        collected.seen.sort();
        collected
    }
}
