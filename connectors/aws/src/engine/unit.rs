//! Collects what is wanted of one service in one region: lists, the calls for each item, and the
//! kinds under it. A refusal costs what it was asked for, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use collect::Error;
use futures::future::BoxFuture;
use futures::{StreamExt, TryStreamExt};
use model::{ExchangeId, Resource};
use serde_json::Value;
use tokio::sync::{Mutex, OnceCell};

use super::bound::{BoundKind, BoundList};
use super::client::{Client, Fetched, Refused};
use super::encode::Params;
use super::join::Joined;
use super::manifest::template::{Input, Scope};
use super::tally::Tally;
use crate::context::Draft;
use crate::fault::Fault;

/// An item of a list, with what it rests on.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) id: String,
    /// What the list says of it; `null` for a kind without a list.
    pub(crate) value: Value,
    pub(crate) parent: Option<Arc<Item>>,
    pub(crate) exchanges: BTreeSet<ExchangeId>,
}

/// One service in one region.
pub(crate) struct Unit<'a> {
    pub(crate) client: Client<'a>,
    pub(crate) tally: &'a Tally,
    shared: Mutex<BTreeMap<String, Arc<OnceCell<Arc<Fetched>>>>>,
}

impl<'a> Unit<'a> {
    pub(crate) fn new(client: Client<'a>, tally: &'a Tally) -> Self {
        Self { client, tally, shared: Mutex::default() }
    }

    fn kinds(&self) -> &'a [BoundKind] {
        &self.client.bound.kinds
    }

    fn is_wanted(&self, kind: &BoundKind) -> bool {
        self.client.context.kind(kind.kind.as_str()).is_some()
    }

    /// True if the kind, or one under it, is wanted.
    fn is_needed(&self, at: usize) -> bool {
        let kinds = self.kinds();
        let own = kinds.get(at).is_some_and(|kind| self.is_wanted(kind));
        own || kinds.iter().enumerate().any(|(below, kind)| kind.parent == Some(at) && self.is_needed(below))
    }

    /// Collects everything wanted; the resources come in the order of the manifest.
    pub(crate) async fn collect(&self) -> Result<Vec<Resource>, Error> {
        let is_root = |kind: &BoundKind| kind.parent.is_none() && self.client.keeps(kind);
        let roots =
            (0..self.kinds().len()).filter(|at| self.kinds().get(*at).is_some_and(is_root) && self.is_needed(*at));
        let roots: Vec<_> = roots.map(|at| self.kind(at, None)).collect();
        let found = futures::future::try_join_all(roots).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// One kind and those under it.
    fn kind(&self, at: usize, parents: Option<Vec<Arc<Item>>>) -> BoxFuture<'_, Result<Vec<Resource>, Error>> {
        Box::pin(async move {
            let Some(kind) = self.kinds().get(at) else { return Ok(Vec::new()) };
            // Without a parent there is nothing to ask, and that is a count too.
            self.tally.add(kind, 0, 0, &BTreeSet::new());
            if let Some(parent) = kind.parent.and_then(|at| self.kinds().get(at)) {
                self.tally.under(kind, parent);
            }
            let items = match parents {
                None => self.list(kind, None).await?,
                Some(parents) => {
                    let each = parents.into_iter().map(|parent| self.list(kind, Some(parent)));
                    let lists: Vec<Vec<Item>> =
                        futures::stream::iter(each).buffered(self.client.settings.concurrency).try_collect().await?;
                    lists.into_iter().flatten().collect()
                }
            };
            let items: Vec<Arc<Item>> = items.into_iter().map(Arc::new).collect();
            let mut resources = if self.is_wanted(kind) { self.resources(kind, &items).await? } else { Vec::new() };
            for (below, child) in self.kinds().iter().enumerate() {
                if child.parent == Some(at) && self.is_needed(below) {
                    resources.extend(self.kind(below, Some(items.clone())).await?);
                }
            }
            Ok(resources)
        })
    }

    pub(crate) fn scope<'v>(&'v self, item: Option<&'v Value>, parent: Option<&'v Item>) -> Scope<'v> {
        Scope {
            region: &self.client.region,
            account: &self.client.context.account,
            partition: &self.client.context.partition,
            item,
            parent: parent.map(|parent| (&parent.value, parent.id.as_str())),
        }
    }

    /// Asks for a list; with a parent, for that of the parent.
    async fn list(&self, kind: &BoundKind, parent: Option<Arc<Item>>) -> Result<Vec<Item>, Error> {
        let (operation, path, with, may_lack) = match &kind.list {
            BoundList::Region | BoundList::Account => return Ok(self.single(kind)),
            BoundList::Call { operation, items, with, may_lack } => (operation, items, with, *may_lack),
        };
        let permission = self.client.bound.permission(operation);
        let scope = self.scope(None, parent.as_deref());
        let fetched = match params(with, &scope) {
            Ok(params) => self.fetch(operation, params).await?,
            Err(why) => {
                let fault = Fault::bad_reply(format!("{operation} cannot be asked: {why}"));
                self.tally.gap(&self.client, kind, &fault, permission, None);
                return Ok(Vec::new());
            }
        };
        let pages = u32::try_from(fetched.pages.len()).unwrap_or(u32::MAX);
        let mut items = Vec::new();
        for (page, exchanges) in &fetched.pages {
            if let Some(found) = path.items(page.clone(), may_lack) {
                for value in found {
                    self.take(kind, value, parent.as_ref(), exchanges, &mut items);
                }
            } else {
                let fault = Fault::bad_reply(format!("the reply to {operation} holds no {path}"));
                self.tally.gap(&self.client, kind, &fault, permission, exchanges.last());
            }
        }
        self.tally.add(kind, pages, items.len(), &fetched.exchanges);
        if let Some(refused) = fetched.refused.as_ref().filter(|refused| !self.says_none(kind, refused)) {
            self.tally.gap(&self.client, kind, &refused.fault, permission, fetched.exchanges.last());
        }
        Ok(items)
    }

    /// True if a refusal says that there can be none: by its code, or because the service is not
    /// in the region.
    fn says_none(&self, kind: &BoundKind, refused: &Refused) -> bool {
        refused.refusal.is_one_of(&kind.absent) || (refused.no_host && self.client.is_lacking())
    }

    /// The one resource of a region or an account.
    fn single(&self, kind: &BoundKind) -> Vec<Item> {
        if matches!(kind.list, BoundList::Account) && !self.client.is_home() {
            return Vec::new();
        }
        let item = Item { id: String::new(), value: Value::Null, parent: None, exchanges: BTreeSet::new() };
        match kind.id.text(&self.scope(None, None)) {
            Ok(id) => {
                self.tally.add(kind, 1, 1, &BTreeSet::new());
                vec![Item { id, ..item }]
            }
            Err(why) => {
                self.tally.gap(&self.client, kind, &Fault::bad_reply(format!("no id: {why}")), None, None);
                Vec::new()
            }
        }
    }

    fn take(
        &self,
        kind: &BoundKind,
        value: Value,
        parent: Option<&Arc<Item>>,
        exchanges: &BTreeSet<ExchangeId>,
        into: &mut Vec<Item>,
    ) {
        if !self.takes(kind, &value) {
            return;
        }
        match kind.id.text(&self.scope(Some(&value), parent.map(Arc::as_ref))) {
            Ok(id) => into.push(Item { id, value, parent: parent.cloned(), exchanges: exchanges.clone() }),
            Err(why) => {
                let fault = Fault::bad_reply(format!("an item of {} has no id: {why}", kind.kind));
                self.tally.gap(&self.client, kind, &fault, None, exchanges.last());
            }
        }
    }

    /// True if the manifest keeps an item, and this is the region to take it in.
    fn takes(&self, kind: &BoundKind, value: &Value) -> bool {
        let account = self.client.context.account.as_str();
        let kept = kind.only.iter().all(|(path, wanted)| match wanted.as_str() {
            Some("{account}") => path.one(value).and_then(Value::as_str) == Some(account),
            _ => keeps(path.one(value), wanted),
        });
        let here = kind.home.as_ref().and_then(|path| path.one(value)?.as_str()).is_none_or(|home| {
            let asked = self.client.regions.iter().any(|region| region == home);
            home == self.client.region || (!asked && self.client.is_home())
        });
        kept && here
    }

    /// Asks for all pages of a call; one that several kinds share is made once.
    pub(crate) async fn fetch(&self, operation: &str, params: Params) -> Result<Arc<Fetched>, Error> {
        if !self.client.bound.shared.contains(operation) {
            return self.client.all(operation, params).await.map(Arc::new);
        }
        let key = format!("{operation} {}", serde_json::to_string(&params).unwrap_or_default());
        let cell = Arc::clone(self.shared.lock().await.entry(key).or_default());
        let fetched = cell.get_or_try_init(|| async { self.client.all(operation, params).await.map(Arc::new) }).await?;
        Ok(Arc::clone(fetched))
    }

    /// The resources of items, with their wanted fields.
    async fn resources(&self, kind: &BoundKind, items: &[Arc<Item>]) -> Result<Vec<Resource>, Error> {
        let Some((_, wanted)) = self.client.context.kind(kind.kind.as_str()) else { return Ok(Vec::new()) };
        let fields: Vec<_> = kind.fields.iter().filter(|field| wanted.contains(&field.name)).collect();
        let calls: BTreeSet<&str> = fields.iter().filter_map(|field| field.from.as_deref()).collect();
        let mut joined = BTreeMap::new();
        for name in &calls {
            if let Some((call, join)) = kind.calls.get(*name).and_then(|call| Some((call, call.join.as_ref()?))) {
                joined.insert(*name, Joined::fetch(self, name, call, join, items).await?);
            }
        }
        let joined = &joined;
        let calls = &calls;
        let each = futures::stream::iter(items.to_vec())
            .map(|item: Arc<Item>| async move { self.resource(kind, &item, calls, joined).await });
        let found: Vec<Option<Resource>> = each.buffered(self.client.settings.concurrency).try_collect().await?;
        Ok(found.into_iter().flatten().collect())
    }

    async fn resource(
        &self,
        kind: &BoundKind,
        item: &Item,
        calls: &BTreeSet<&str>,
        joined: &BTreeMap<&str, Joined>,
    ) -> Result<Option<Resource>, Error> {
        let Some(mut draft) = self.client.context.draft(kind.kind.as_str(), item.id.as_str()) else { return Ok(None) };
        draft.rests_on(&item.exchanges);
        if !self.client.bound.global {
            let own = kind.home.as_ref().and_then(|path| path.one(&item.value)?.as_str());
            draft.set(super::manifest::REGION, Value::from(own.unwrap_or(self.client.region.as_str())));
        }
        let scope = self.scope(Some(&item.value), item.parent.as_deref());
        self.read(kind, None, &item.value, &scope, &mut draft, item.exchanges.last());
        for name in calls {
            let Some(call) = kind.calls.get(*name) else { continue };
            let answer = match joined.get(name) {
                Some(joined) => joined.of(self, call, item),
                None => self.call(name, &call.with, &call.absent, &scope).await?,
            };
            draft.rests_on(&answer.exchanges);
            match answer.result {
                Ok(Some(value)) => {
                    let scope = Scope { item: Some(&item.value), ..scope };
                    self.read(kind, Some(name), &value, &scope, &mut draft, answer.exchanges.last());
                }
                Ok(None) => {
                    for field in kind.fields.iter().filter(|field| field.from.as_deref() == Some(name)) {
                        draft.set(field.name.as_str(), field.absent());
                    }
                }
                Err(refused) if refused.no_host && self.client.is_lacking() && item.value.is_null() => {
                    self.tally.take_back(kind);
                    return Ok(None);
                }
                Err(refused) => {
                    for field in kind.fields.iter().filter(|field| field.from.as_deref() == Some(name)) {
                        let permission = self.client.bound.permission(name);
                        draft.gap(field.name.as_str(), &refused.fault, permission, answer.exchanges.last());
                    }
                }
            }
        }
        Ok(Some(draft.resource))
    }

    /// Reads the wanted fields that come from one reply.
    fn read(
        &self,
        kind: &BoundKind,
        from: Option<&str>,
        source: &Value,
        scope: &Scope<'_>,
        draft: &mut Draft<'_>,
        exchange: Option<&ExchangeId>,
    ) {
        for field in kind.fields.iter().filter(|field| field.from.as_deref() == from) {
            if !draft.wants(field.name.as_str()) {
                continue;
            }
            match field.read(source, scope) {
                Ok(value) => draft.set(field.name.as_str(), value),
                Err(why) => {
                    let permission = from.and_then(|from| self.client.bound.permission(from));
                    draft.gap(field.name.as_str(), &Fault::bad_reply(why), permission, exchange);
                }
            }
        }
    }

    /// Makes a call for one item.
    async fn call(
        &self,
        name: &str,
        with: &[(String, Input)],
        absent: &[String],
        scope: &Scope<'_>,
    ) -> Result<Answer, Error> {
        let params = match params(with, scope) {
            Ok(params) => params,
            Err(why) => {
                let fault = Fault::bad_reply(format!("{name} cannot be asked: {why}"));
                return Ok(Answer { result: Err(fault.into()), exchanges: BTreeSet::new() });
            }
        };
        let fetched = self.client.all(name, params).await?;
        let exchanges = fetched.exchanges.clone();
        let result = match fetched.merged() {
            Ok(value) => Ok(Some(value)),
            Err(refused) if refused.refusal.is_one_of(absent) => Ok(None),
            Err(refused) => Err(*refused),
        };
        Ok(Answer { result, exchanges })
    }
}

/// What a call says of an item: `Ok(None)` that nothing is set.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) result: Result<Option<Value>, Refused>,
    pub(crate) exchanges: BTreeSet<ExchangeId>,
}

/// The input of a call.
pub(crate) fn params(with: &[(String, Input)], scope: &Scope<'_>) -> Result<Params, String> {
    with.iter().map(|(name, input)| Ok((name.clone(), input.value(scope)?))).collect()
}

/// Whether an item has a value; one that is left out is as good as `false` or `null`.
fn keeps(found: Option<&Value>, wanted: &Value) -> bool {
    match found {
        None => matches!(wanted, Value::Null | Value::Bool(false)),
        Some(found) => found == wanted,
    }
}
