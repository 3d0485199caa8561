//! Calls whose reply speaks of many items at once: made once for a region, or for so many items at
//! a time. Their items are joined to those of the list by a key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use collect::Error;
use futures::{StreamExt, TryStreamExt};
use model::ExchangeId;
use serde_json::Value;

use super::bound::{BoundCall, BoundJoin};
use super::client::{Fetched, Refused};
use super::unit::{Answer, Item, Unit, params};
use crate::fault::Fault;

/// What the call said, by key.
#[derive(Debug)]
pub(crate) struct Joined {
    found: BTreeMap<String, (Vec<Value>, BTreeSet<ExchangeId>)>,
    /// The replies that were asked about an item, by what was asked; of a call made once, under "".
    asked: BTreeMap<String, Arc<Reply>>,
}

#[derive(Debug, Default)]
struct Reply {
    refused: Option<Refused>,
    exchanges: BTreeSet<ExchangeId>,
}

impl Joined {
    /// Makes the calls for `items`.
    pub(crate) async fn fetch(
        unit: &Unit<'_>,
        name: &str,
        call: &BoundCall,
        join: &BoundJoin,
        items: &[Arc<Item>],
    ) -> Result<Self, Error> {
        let mut joined = Self { found: BTreeMap::new(), asked: BTreeMap::new() };
        if items.is_empty() {
            return Ok(joined);
        }
        let scope = unit.scope(None, None);
        let given = match params(&call.with, &scope) {
            Ok(given) => given,
            Err(why) => {
                let refused = Some(Fault::bad_reply(format!("{name} cannot be asked: {why}")).into());
                joined.asked.insert(String::new(), Arc::new(Reply { refused, exchanges: BTreeSet::new() }));
                return Ok(joined);
            }
        };
        let Some((input, of, size)) = &join.batch else {
            let fetched = unit.fetch(name, given).await?;
            joined.take(unit, name, join, &fetched, &[String::new()]);
            return Ok(joined);
        };
        let wanted: BTreeMap<String, Value> = items
            .iter()
            .filter_map(|item| {
                let value = of.value(&unit.scope(Some(&item.value), item.parent.as_deref())).ok()?;
                Some((key_of(&value), value))
            })
            .collect();
        let wanted: Vec<_> = wanted.into_iter().collect();
        let calls = wanted.chunks(*size).map(|chunk| {
            let mut params = given.clone();
            params.insert(input.clone(), chunk.iter().map(|(_, value)| value.clone()).collect());
            let asked: Vec<String> = chunk.iter().map(|(key, _)| key.clone()).collect();
            async move { Ok::<_, Error>((unit.client.all(name, params).await?, asked)) }
        });
        let replies: Vec<(Fetched, Vec<String>)> = futures::stream::iter(calls.collect::<Vec<_>>())
            .buffered(unit.client.settings.concurrency)
            .try_collect()
            .await?;
        for (fetched, asked) in &replies {
            joined.take(unit, name, join, fetched, asked);
        }
        Ok(joined)
    }

    fn take(&mut self, unit: &Unit<'_>, name: &str, join: &BoundJoin, fetched: &Fetched, asked: &[String]) {
        let mut refused = fetched.refused.clone();
        for (page, exchanges) in &fetched.pages {
            let Some(items) = join.items.items(page.clone(), join.may_lack) else {
                let why = format!("the reply to {name} holds no {}", join.items);
                refused.get_or_insert(Fault::bad_reply(why).into());
                continue;
            };
            for item in items {
                match join.key.value(&unit.scope(Some(&item), None)) {
                    Ok(key) => {
                        let entry = self.found.entry(key_of(&key)).or_default();
                        entry.0.push(item);
                        entry.1.extend(exchanges.iter().cloned());
                    }
                    Err(why) => {
                        refused.get_or_insert(Fault::bad_reply(format!("an item of {name} has no key: {why}")).into());
                    }
                }
            }
        }
        let reply = Arc::new(Reply { refused, exchanges: fetched.exchanges.clone() });
        self.asked.extend(asked.iter().map(|key| (key.clone(), Arc::clone(&reply))));
    }

    /// What was said of one item.
    pub(crate) fn of(&self, unit: &Unit<'_>, call: &BoundCall, item: &Item) -> Answer {
        let Some(join) = &call.join else { return Answer { result: Ok(None), exchanges: BTreeSet::new() } };
        let scope = unit.scope(Some(&item.value), item.parent.as_deref());
        let asked = match &join.batch {
            Some((_, of, _)) => of.value(&scope).map(|value| key_of(&value)).unwrap_or_default(),
            None => String::new(),
        };
        let reply = self.asked.get(&asked);
        let exchanges = reply.map(|reply| reply.exchanges.clone()).unwrap_or_default();
        let refused = reply.and_then(|reply| reply.refused.as_ref());
        if let Some(refused) = refused.filter(|refused| !refused.refusal.is_one_of(&call.absent)) {
            return Answer { result: Err(refused.clone()), exchanges };
        }
        let key = join.to.value(&scope).map(|key| key_of(&key));
        let found = key.as_ref().ok().and_then(|key| self.found.get(key));
        let result = match (found, &join.batch) {
            (Some((values, _)), _) if join.many => Ok(Some(Value::Array(values.clone()))),
            (Some((values, _)), _) => Ok(values.first().cloned()),
            (None, None) if join.many => Ok(Some(Value::Array(Vec::new()))),
            (None, None) => Ok(None),
            (None, Some(_)) if refused.is_some() => Ok(None),
            (None, Some(_)) => Err(Fault::bad_reply(format!("the reply leaves {} out", item.id)).into()),
        };
        Answer { result, exchanges: found.map(|(_, exchanges)| exchanges.clone()).unwrap_or(exchanges) }
    }
}

/// A key as text: numbers and texts that say the same are the same.
fn key_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
