//! Counts what was seen of each kind over all regions. A kind is complete only if its list was
//! read to the end in every region asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use model::{ExchangeId, Kind};

use super::bound::BoundKind;
use super::client::Client;
use crate::context::Context;
use crate::fault::Fault;

#[derive(Debug, Default)]
struct Count {
    pages: u32,
    items: u64,
    incomplete: bool,
    exchanges: BTreeSet<ExchangeId>,
    /// The kind whose items its lists were asked of.
    parent: Option<Kind>,
}

/// The counts, from all units at once.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    counts: Mutex<BTreeMap<Kind, Count>>,
    regions: Mutex<BTreeSet<String>>,
}

impl Tally {
    fn count(&self, kind: &Kind, change: impl FnOnce(&mut Count)) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        change(counts.entry(kind.clone()).or_default());
    }

    /// Counts a list, and keeps the replies it was read from.
    pub(crate) fn add(&self, kind: &BoundKind, pages: u32, items: usize, exchanges: &BTreeSet<ExchangeId>) {
        self.count(&kind.kind, |count| {
            count.pages = count.pages.saturating_add(pages);
            count.items += u64::try_from(items).unwrap_or(u64::MAX);
            count.exchanges.extend(exchanges.iter().cloned());
        });
    }

    /// Says that a kind is listed for each item of another. Where that has none, its list is what shows it.
    pub(crate) fn under(&self, kind: &BoundKind, parent: &BoundKind) {
        self.count(&kind.kind, |count| count.parent = Some(parent.kind.clone()));
    }

    /// Takes back the one resource of a region in which the service turned out not to be.
    pub(crate) fn take_back(&self, kind: &BoundKind) {
        self.count(&kind.kind, |count| count.items = count.items.saturating_sub(1));
    }

    /// Says that a list was not learnt, or not to its end. The kinds under it are not either.
    pub(crate) fn gap(
        &self,
        client: &Client<'_>,
        kind: &BoundKind,
        fault: &Fault,
        permission: Option<&str>,
        exchange: Option<&ExchangeId>,
    ) {
        let kinds = &client.bound.kinds;
        for other in kinds.iter().filter(|other| is_under(kinds, other, kind)) {
            self.count(&other.kind, |count| count.incomplete = true);
            client.context.list_gap(other.kind.as_str(), fault, permission, exchange);
        }
    }

    /// Says that a kind was not asked for at all.
    pub(crate) fn unasked(
        &self,
        context: &Context<'_>,
        kind: &Kind,
        fault: &Fault,
        permission: Option<&str>,
        exchange: Option<&ExchangeId>,
    ) {
        self.count(kind, |count| count.incomplete = true);
        context.list_gap(kind.as_str(), fault, permission, exchange);
    }

    /// Notes that a region was asked.
    pub(crate) fn region(&self, region: &str) {
        self.regions.lock().unwrap_or_else(PoisonError::into_inner).insert(region.to_owned());
    }

    /// The regions asked, sorted.
    pub(crate) fn regions(&self) -> Vec<String> {
        self.regions.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Hands the populations over.
    pub(crate) fn tell(&self, context: &Context<'_>) {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for (kind, count) in counts.iter() {
            context.population(kind.as_str(), count.pages, count.items, None, !count.incomplete, shown(&counts, count));
        }
    }
}

/// The replies that show a count: its own, or those of the nearest kind above that has any.
fn shown<'c>(counts: &'c BTreeMap<Kind, Count>, count: &'c Count) -> &'c BTreeSet<ExchangeId> {
    let mut shown = count;
    for _ in 0..8 {
        match shown.parent.as_ref().and_then(|parent| counts.get(parent)) {
            Some(above) if shown.exchanges.is_empty() => shown = above,
            _ => break,
        }
    }
    &shown.exchanges
}

/// True for the kind itself and all that hang on its items.
fn is_under(kinds: &[BoundKind], kind: &BoundKind, above: &BoundKind) -> bool {
    let mut current = Some(kind);
    for _ in 0..8 {
        let Some(here) = current else { return false };
        if here.kind == above.kind {
            return true;
        }
        current = here.parent.and_then(|at| kinds.get(at));
    }
    false
}
