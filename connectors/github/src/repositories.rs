//! The repositories of the organisation: the list, then what the plan wants of each, several at
//! once. One repository's trouble must never touch another's.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use collect::Error;
use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt, TryStreamExt};
use model::{ExchangeId, Population};
use serde_json::{Map, Value};

use crate::context::Context;
use crate::draft::Wanted;
use crate::errors::Trouble;
use crate::graphql::{BATCH, Facts, facts};
use crate::kinds::{DEPLOY_KEY, REPO_METADATA, REPO_WEBHOOK, REPOSITORY};
use crate::organization::Org;
use crate::paging::{List, list_kept};
use crate::repository::{self, Part};
use crate::rulesets::OrgRulesets;

/// Members of a listed repository that are kept; GitHub sends ninety.
const KEPT: [&str; 10] = [
    "full_name",
    "node_id",
    "visibility",
    "archived",
    "fork",
    "default_branch",
    "created_at",
    "pushed_at",
    "permissions",
    "security_and_analysis",
];

/// A repository as listed.
pub(crate) struct Listed {
    pub(crate) full_name: String,
    pub(crate) value: Value,
    /// The page that listed it.
    pub(crate) exchange: Option<ExchangeId>,
    /// That page and the batch that gave the facts.
    pub(crate) exchanges: BTreeSet<ExchangeId>,
    pub(crate) facts: Option<Facts>,
}

/// What the plan wants of repositories.
#[derive(Clone, Copy)]
pub(crate) struct Wants<'a> {
    pub(crate) repository: Option<Wanted<'a>>,
    pub(crate) deploy_key: Option<Wanted<'a>>,
    pub(crate) webhook: Option<Wanted<'a>>,
}

/// Puts the repositories, their deploy keys and their webhooks.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn collect(context: &Context<'_>, org: &Org) -> Result<(), Error> {
    let wants = Wants {
        repository: context.wanted(REPOSITORY),
        deploy_key: context.wanted(DEPLOY_KEY),
        webhook: context.wanted(REPO_WEBHOOK),
    };
    let kinds: Vec<_> = [wants.repository, wants.deploy_key, wants.webhook].into_iter().flatten().collect();
    if kinds.is_empty() {
        return Ok(());
    }
    let ask = context.org_ask(
        "GET /orgs/{org}/repos",
        "/repos?type=all&sort=full_name&direction=asc&per_page=100",
        REPO_METADATA,
    );
    let mut list = list_kept(&context.client, &ask, None, keep).await?;
    list.needs_scope(&["repo"], "repositories");
    for wanted in &kinds {
        if let Some(trouble) = &list.trouble {
            context.list_gap(wanted.kind, trouble);
        }
    }
    let (pages, whole, independent_count) = judge(context, &list, org);
    let exchanges = list.exchanges.clone();
    let repositories = select(context, list, &kinds);
    if let Some(wanted) = wants.repository {
        let population = Population {
            kind: wanted.kind.clone(),
            source: context.settings.source.clone(),
            pages,
            items: repositories.len() as u64,
            independent_count,
            complete: whole,
            exchanges: BTreeSet::new(),
        };
        context.out.population(population.resting_on(&exchanges));
    }
    let parts = visit_all(context, wants, repositories).await?;
    for (wanted, part) in [(wants.deploy_key, parts.0), (wants.webhook, parts.1)] {
        if let Some(wanted) = wanted {
            let population = Population {
                kind: wanted.kind.clone(),
                source: context.settings.source.clone(),
                pages: part.pages,
                items: part.items,
                independent_count: None,
                complete: whole && part.complete,
                exchanges: BTreeSet::new(),
            };
            context.out.population(population.resting_on(exchanges.iter().chain(&part.exchanges)));
        }
    }
    Ok(())
}

/// Pages, whether the list is whole, and GitHub's own count of repositories. The count is used only
/// if both halves of it are shown, which they are to callers who may see every repository, and only
/// if no setting leaves repositories out.
fn judge(context: &Context<'_>, list: &List, org: &Org) -> (u32, bool, Option<u64>) {
    let count = |name: &str| org.as_ref().ok().and_then(|(org, _)| org.get(name)).and_then(Value::as_u64);
    let count = count("public_repos").zip(count("total_private_repos")).map(|(public, private)| public + private);
    let count = count.filter(|_| !context.settings.is_filtered());
    let agrees = count.is_none_or(|count| count == list.items.len() as u64);
    (list.pages, list.complete() && agrees, count)
}

/// The listed repositories that the settings select, by name. What is listed twice is looked at once.
fn select(context: &Context<'_>, list: List, kinds: &[Wanted<'_>]) -> Vec<Listed> {
    let mut selected = BTreeMap::new();
    let bad = |message: String, exchange: &Option<ExchangeId>| {
        let trouble = Trouble::bad_reply(message).at(exchange.as_ref());
        for wanted in kinds {
            context.list_gap(wanted.kind, &trouble);
        }
    };
    for item in list.items {
        let Some(full_name) = item.value.get("full_name").and_then(Value::as_str).map(str::to_owned) else {
            bad("GET /orgs/{org}/repos: a repository has no full_name".to_owned(), &item.exchange);
            continue;
        };
        if full_name.split('/').filter(|part| !part.is_empty()).count() != 2 || full_name.split('/').count() != 2 {
            bad(format!("GET /orgs/{{org}}/repos: {full_name:?} is no owner/name"), &item.exchange);
        } else if context.settings.selects(&full_name) {
            let Entry::Vacant(place) = selected.entry(full_name.clone()) else {
                bad(format!("GET /orgs/{{org}}/repos: {full_name} is listed twice; the first is kept"), &item.exchange);
                continue;
            };
            place.insert(Listed {
                full_name,
                value: item.value,
                exchanges: item.exchange.iter().cloned().collect(),
                exchange: item.exchange,
                facts: None,
            });
        }
    }
    selected.into_values().collect()
}

/// Looks at each repository: first the facts in batches, then the rest, several repositories at once.
async fn visit_all(
    context: &Context<'_>,
    wants: Wants<'_>,
    mut repositories: Vec<Listed>,
) -> Result<(Part, Part), Error> {
    let cache = OrgRulesets::default();
    let mut all = (Part::default(), Part::default());
    while !repositories.is_empty() {
        let rest = repositories.split_off(repositories.len().min(BATCH));
        let mut batch = std::mem::replace(&mut repositories, rest);
        add_facts(context, wants, &mut batch).await?;
        // Boxed, because the compiler cannot see through a stream of borrowing futures.
        let visits: Vec<BoxFuture<'_, _>> =
            batch.iter().map(|listed| repository::visit(context, wants, listed, &cache).boxed()).collect();
        let mut visits = stream::iter(visits).buffer_unordered(context.settings.concurrency);
        while let Some((keys, hooks)) = visits.try_next().await? {
            all.0.add(&keys);
            all.1.add(&hooks);
        }
    }
    Ok(all)
}

async fn add_facts(context: &Context<'_>, wants: Wants<'_>, batch: &mut [Listed]) -> Result<(), Error> {
    let Some(wanted) = wants.repository.filter(|w| w.any(&["empty", "default_branch", "protection", "codeowners"]))
    else {
        return Ok(());
    };
    let node_id = |listed: &Listed| listed.value.get("node_id").and_then(Value::as_str).map(str::to_owned);
    let mut asked: Vec<&mut Listed> = batch.iter_mut().filter(|listed| node_id(listed).is_some()).collect();
    let ids: Vec<_> = asked.iter().filter_map(|l| Some((node_id(l)?, l.full_name.clone()))).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let (found, exchanges) = wire::traced(facts(&context.client, &ids, wanted.has("codeowners"))).await;
    for (listed, facts) in asked.iter_mut().zip(found?) {
        listed.facts = Some(facts);
    }
    // All repositories of the batch rest on this exchange as well.
    for listed in batch {
        listed.exchanges.extend(exchanges.iter().cloned());
    }
    Ok(())
}

fn keep(mut item: Value) -> Value {
    let kept = KEPT.iter().filter_map(|name| Some(((*name).to_owned(), item.get_mut(*name)?.take())));
    Value::Object(kept.collect::<Map<_, _>>())
}
