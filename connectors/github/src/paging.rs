//! Lists, followed by Link headers to their end (RFC 8288; GitHub's "Using pagination in the REST
//! API"). It must never leave the endpoint's host, read a page twice or go on for ever.

use std::collections::BTreeSet;

use collect::Error;
use http::header::LINK;
use model::ExchangeId;
use serde_json::Value;

use crate::client::{Ask, Client, Reply};
use crate::errors::Trouble;

/// More pages than the largest organisation has: 200,000 items at 100 a page.
const MOST_PAGES: u32 = 2_000;

/// What a list gave until its end or until trouble.
#[derive(Debug, Default)]
pub(crate) struct List {
    /// The items, in order.
    pub(crate) items: Vec<Item>,
    /// Pages read.
    pub(crate) pages: u32,
    /// `total_count`, where the list carries one.
    pub(crate) total: Option<u64>,
    /// The replies that it was read from.
    pub(crate) exchanges: BTreeSet<ExchangeId>,
    /// The first page's reply, for what its headers say.
    pub(crate) first: Option<Reply>,
    /// Why the list ends before its end.
    pub(crate) trouble: Option<Trouble>,
}

/// An item of a list and the exchange that gave it.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) value: Value,
    pub(crate) exchange: Option<ExchangeId>,
}

impl List {
    /// True if the last page said that it was the last and no count contradicts.
    pub(crate) fn complete(&self) -> bool {
        self.trouble.is_none() && self.total.is_none_or(|total| total == self.items.len() as u64)
    }

    /// Takes the list for a part if a classic token without any of `scopes` asked: it is shown what
    /// is public.
    pub(crate) fn needs_scope(&mut self, scopes: &[&str], noun: &str) {
        let Some(first) = self.first.as_ref().filter(|first| first.lacks_scope(scopes)) else { return };
        let scope = scopes.first().copied().unwrap_or_default();
        let message = format!("without the scope {scope} a classic token is shown the public {noun} only");
        let trouble = Trouble::denied(&format!("classic token: scope {scope}"), message).at(first.exchange.as_ref());
        self.trouble.get_or_insert(trouble);
    }

    /// The items, or why there are not all of them.
    pub(crate) fn all(&self) -> Result<&[Item], Trouble> {
        match &self.trouble {
            Some(trouble) => Err(trouble.clone()),
            None => Ok(&self.items),
        }
    }
}

/// Reads a list. `items_at` is the name under which a page holds its items, or `None` if the page
/// is the array itself.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn list(client: &Client, ask: &Ask, items_at: Option<&str>) -> Result<List, Error> {
    list_kept(client, ask, items_at, |item| item).await
}

/// As [`list`], keeping of each item only what `keep` returns, so that memory stays small.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn list_kept(
    client: &Client,
    ask: &Ask,
    items_at: Option<&str>,
    keep: fn(Value) -> Value,
) -> Result<List, Error> {
    let mut list = List::default();
    let mut path: Option<String> = None;
    let mut seen = BTreeSet::new();
    loop {
        let asked = match &path {
            None => client.send(ask).await?,
            Some(path) => client.page(ask, path).await?,
        };
        let step = asked.and_then(|reply| {
            list.exchanges.extend(reply.exchange.clone());
            list.take(ask, items_at, &reply, keep)?;
            let next = next_page(client, ask, &reply)?;
            list.first.get_or_insert(reply);
            Ok(next)
        });
        match step {
            Ok(None) => return Ok(list),
            Ok(Some(next)) if list.pages < MOST_PAGES && seen.insert(next.clone()) => path = Some(next),
            Ok(Some(_)) => {
                list.trouble = Some(Trouble::bad_reply(format!("{}: the pages do not end", ask.operation)));
                return Ok(list);
            }
            Err(trouble) => {
                list.trouble = Some(trouble);
                return Ok(list);
            }
        }
    }
}

impl List {
    fn take(
        &mut self,
        ask: &Ask,
        items_at: Option<&str>,
        reply: &Reply,
        keep: fn(Value) -> Value,
    ) -> Result<(), Trouble> {
        let mut page = reply.json(ask)?;
        let array = match items_at {
            None => Some(page),
            Some(name) => {
                self.total = page.get("total_count").and_then(Value::as_u64);
                page.get_mut(name).map(Value::take)
            }
        };
        let Some(Value::Array(items)) = array else {
            let message = format!("{}: the page holds no list", ask.operation);
            return Err(Trouble::bad_reply(message).at(reply.exchange.as_ref()));
        };
        let exchange = reply.exchange.clone();
        self.items.extend(items.into_iter().map(|value| Item { value: keep(value), exchange: exchange.clone() }));
        self.pages += 1;
        Ok(())
    }
}

fn next_page(client: &Client, ask: &Ask, reply: &Reply) -> Result<Option<String>, Trouble> {
    for value in reply.headers.get_all(LINK) {
        let Some(url) = value.to_str().ok().and_then(next_link) else { continue };
        let Some(path) = client.endpoint().path_of(url) else {
            let message = format!("{}: the next page is on another host", ask.operation);
            return Err(Trouble::bad_reply(message).at(reply.exchange.as_ref()));
        };
        return Ok(Some(path));
    }
    Ok(None)
}

/// The target of `rel="next"` in a Link header.
fn next_link(header: &str) -> Option<&str> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (url, after) = after.split_once('>')?;
        let end = after.find('<').unwrap_or(after.len());
        let (parameters, tail) = after.split_at_checked(end)?;
        let is_next = parameters.split([';', ',']).any(|parameter| {
            let Some((name, value)) = parameter.split_once('=') else { return false };
            let relations = value.trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case("rel")
                && relations.split_whitespace().any(|r| r.eq_ignore_ascii_case("next"))
        });
        if is_next {
            return Some(url);
        }
        rest = tail;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_link_is_found_among_others() {
        let both =
            r#"<https://x/?page=1>; rel="prev", <https://x/?page=3>; rel="next", <https://x/?page=9>; rel="last""#;
        assert_eq!(next_link(both), Some("https://x/?page=3"));
        assert_eq!(next_link("<https://x/?a=1,2>; rel=next"), Some("https://x/?a=1,2"));
        assert_eq!(next_link(r#"<https://x/?p=2>; title="n"; rel="last next""#), Some("https://x/?p=2"));
        for none in ["", "<", "<a", "<a>", r#"<a>; rel="last""#, "rel=next", r#"<a>; rel="nextone""#, "<ü>é; rel"] {
            assert_eq!(next_link(none), None, "{none}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_link_header_breaks_the_reader(text in "[<>;,= \"a-zé]{0,60}") {
            if let Some(url) = next_link(&text) {
                proptest::prop_assert!(text.contains(url) && text.contains("next"));
            }
        }
    }
}
