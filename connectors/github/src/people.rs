//! Members, owners and outside collaborators. A token that is shown only public members must never
//! pass their list off as the whole one.

use std::collections::BTreeSet;

use collect::Error;
use model::{ExchangeId, Population};
use serde_json::{Value, json};

use crate::context::Context;
use crate::draft::Wanted;
use crate::errors::Trouble;
use crate::kinds::{MEMBER, ORG_MEMBERS, ORGANIZATION, OUTSIDE_COLLABORATOR};
use crate::paging::{List, list};

/// Lists of logins that several kinds use; `None` where the plan does not want one.
#[derive(Default)]
pub(crate) struct People {
    admins: Option<List>,
    without_two_factor: Option<List>,
}

/// Logins, and the exchanges that gave them.
pub(crate) type Logins = (Result<Vec<String>, Trouble>, BTreeSet<ExchangeId>);

impl People {
    /// Reads the lists that the plan wants.
    ///
    /// # Errors
    /// When the run cannot go on.
    pub(crate) async fn fetch(context: &Context<'_>) -> Result<Self, Error> {
        let wants = |field| context.plan.wants(ORGANIZATION, field);
        let mut people = Self::default();
        if wants("owners") || context.plan.wants_kind(MEMBER) {
            people.admins = Some(members(context, "?role=admin&per_page=100").await?);
        }
        if wants("members_without_two_factor") || context.plan.wants(MEMBER, "two_factor") {
            people.without_two_factor = Some(members(context, "?filter=2fa_disabled&per_page=100").await?);
        }
        Ok(people)
    }

    /// The logins of the owners, sorted.
    pub(crate) fn owners(&self) -> Logins {
        logins(self.admins.as_ref())
    }

    /// The logins of members without two-factor authentication, sorted.
    pub(crate) fn without_two_factor(&self) -> Logins {
        logins(self.without_two_factor.as_ref())
    }

    /// Puts the members.
    ///
    /// # Errors
    /// When the run cannot go on.
    pub(crate) async fn collect_members(self, context: &Context<'_>) -> Result<(), Error> {
        let Some(wanted) = context.wanted(MEMBER) else { return Ok(()) };
        let weak = self.without_two_factor();
        let admins = self.admins.unwrap_or_default();
        let others = members(context, "?role=member&per_page=100").await?;
        for (role, list) in [("admin", &admins), ("member", &others)] {
            put_people(context, wanted, list, Some(role), &weak)?;
        }
        for trouble in [&admins.trouble, &others.trouble].into_iter().flatten() {
            context.list_gap(wanted.kind, trouble);
        }
        let population = Population {
            kind: wanted.kind.clone(),
            source: context.settings.source.clone(),
            pages: admins.pages + others.pages,
            items: (admins.items.len() + others.items.len()) as u64,
            independent_count: None,
            complete: admins.complete() && others.complete(),
            exchanges: BTreeSet::new(),
        };
        context.out.population(population.resting_on(&(&admins.exchanges | &others.exchanges)));
        Ok(())
    }
}

/// Puts the outside collaborators.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn collect_outside(context: &Context<'_>) -> Result<(), Error> {
    let Some(wanted) = context.wanted(OUTSIDE_COLLABORATOR) else { return Ok(()) };
    let operation = "GET /orgs/{org}/outside_collaborators";
    let ask = |query: &str| context.org_ask(operation, &format!("/outside_collaborators{query}"), ORG_MEMBERS);
    let all = list(&context.client, &ask("?per_page=100"), None).await?;
    let weak = if wanted.has("two_factor") {
        Some(list(&context.client, &ask("?filter=2fa_disabled&per_page=100"), None).await?)
    } else {
        None
    };
    put_people(context, wanted, &all, None, &logins(weak.as_ref()))?;
    context.counted(wanted.kind, &all);
    Ok(())
}

async fn members(context: &Context<'_>, query: &str) -> Result<List, Error> {
    let ask = context.org_ask("GET /orgs/{org}/members", &format!("/members{query}"), ORG_MEMBERS);
    let mut list = list(&context.client, &ask, None).await?;
    list.needs_scope(&["read:org", "write:org", "admin:org"], "members");
    Ok(list)
}

fn put_people(
    context: &Context<'_>,
    wanted: Wanted<'_>,
    list: &List,
    role: Option<&str>,
    weak: &Logins,
) -> Result<(), Error> {
    for item in &list.items {
        let Some(login) = item.value.get("login").and_then(Value::as_str) else {
            let trouble = Trouble::bad_reply("a person in the list has no login").at(item.exchange.as_ref());
            context.list_gap(wanted.kind, &trouble);
            continue;
        };
        let mut draft = context.draft(wanted, login);
        draft.rests_on(&item.exchange);
        if let Some(role) = role {
            draft.put("role", Ok(json!(role)));
        }
        if wanted.has("two_factor") {
            let has_it = weak.0.as_ref().map(|weak| weak.binary_search_by(|other| other.as_str().cmp(login)).is_err());
            draft.put("two_factor", has_it.map(|on| json!(on)).map_err(Clone::clone));
            draft.rests_on(&weak.1);
        }
        draft.finish(context.out)?;
    }
    Ok(())
}

fn logins(list: Option<&List>) -> Logins {
    let Some(list) = list else {
        return (Err(Trouble::bad_reply("the list was not asked for")), BTreeSet::new());
    };
    let exchanges = list.items.iter().filter_map(|item| item.exchange.clone());
    let first = list.first.as_ref().and_then(|reply| reply.exchange.clone());
    let exchanges = exchanges.chain(first).collect();
    let sorted = list.all().and_then(|items| {
        let named = items.iter().map(|item| {
            let login = item.value.get("login").and_then(Value::as_str);
            login
                .map(str::to_owned)
                .ok_or_else(|| Trouble::bad_reply("a person in the list has no login").at(item.exchange.as_ref()))
        });
        Ok(named.collect::<Result<BTreeSet<_>, _>>()?.into_iter().collect())
    });
    (sorted, exchanges)
}
