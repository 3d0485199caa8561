//! What every part of a collection shares: the client, the plan and where results go.

use std::collections::BTreeSet;

use collect::Sink;
use model::{Kind, Plan, Population};

use crate::client::{Ask, Client, segment};
use crate::draft::{Draft, Wanted};
use crate::errors::Trouble;
use crate::paging::List;
use crate::settings::Settings;

/// One collection of one source.
pub(crate) struct Context<'a> {
    pub(crate) client: Client,
    pub(crate) settings: &'a Settings,
    pub(crate) plan: &'a Plan,
    pub(crate) out: &'a Sink,
}

impl<'a> Context<'a> {
    pub(crate) fn wanted(&self, kind: &str) -> Option<Wanted<'a>> {
        Wanted::of(self.plan, kind)
    }

    pub(crate) fn draft(&self, wanted: Wanted<'a>, id: &str) -> Draft<'a> {
        Draft::new(wanted, &self.settings.source, id)
    }

    /// A question below `/orgs/{org}`.
    pub(crate) fn org_ask(&self, operation: &'static str, tail: &str, permission: &'static str) -> Ask {
        Ask { operation, path: format!("/orgs/{}{tail}", segment(&self.settings.organization)), permission }
    }

    /// Says that the list of `kind`, or a part of it, is not known.
    pub(crate) fn list_gap(&self, kind: &Kind, trouble: &Trouble) {
        self.out.gap(trouble.gap(&self.settings.source, kind, None, None));
    }

    /// Says how much of `kind` was seen, and why not all of it.
    pub(crate) fn counted(&self, kind: &Kind, list: &List) {
        if let Some(trouble) = &list.trouble {
            self.list_gap(kind, trouble);
        }
        let population = Population {
            kind: kind.clone(),
            source: self.settings.source.clone(),
            pages: list.pages,
            items: list.items.len() as u64,
            independent_count: list.total,
            complete: list.complete(),
            exchanges: BTreeSet::new(),
        };
        self.out.population(population.resting_on(&list.exchanges));
    }
}
