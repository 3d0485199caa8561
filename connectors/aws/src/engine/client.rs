//! Asks one service in one region. Every answer is a value or a named fault; an error of the
//! recording ends the run.

use std::collections::{BTreeMap, BTreeSet};

use collect::Error;
use http::StatusCode;
use model::{Cause, ExchangeId, FailureKind};
use serde_json::Value;
use wire::{Idempotent, Operation as Name, Scope as WireScope, WireError, Withheld, traced};

use super::bound::{Bound, BoundKind};
use super::decode::{self, Refusal};
use super::described::{Described, Operation, Paging};
use super::encode::{self, Params};
use super::manifest::path::Path;
use super::place::{self, Place, Whose};
use super::sign::Signer;
use crate::context::Context;
use crate::fault::{Fault, clean};
use crate::pages::Pages;
use crate::settings::Settings;

/// Why a call gave nothing.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) fault: Fault,
    pub(crate) refusal: Refusal,
    /// True if nobody answered at the address.
    pub(crate) no_host: bool,
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self { fault, refusal: Refusal::default(), no_host: false }
    }
}

/// The pages of a call, as far as they came.
#[derive(Debug, Default)]
pub(crate) struct Fetched {
    pub(crate) pages: Vec<(Value, BTreeSet<ExchangeId>)>,
    /// Why it ended before the last page.
    pub(crate) refused: Option<Refused>,
    /// All exchanges, those of failed tries too.
    pub(crate) exchanges: BTreeSet<ExchangeId>,
}

/// One service in one region.
pub(crate) struct Client<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) settings: &'a Settings,
    pub(crate) signer: &'a Signer,
    pub(crate) bound: &'a Bound,
    pub(crate) region: String,
    /// All regions that are asked, this one among them; none for a service that has no regions.
    pub(crate) regions: &'a [String],
}

impl Client<'_> {
    /// True where what belongs to the account, or to a region that is not asked, is looked at: once.
    pub(crate) fn is_home(&self) -> bool {
        let own = self.regions.contains(&self.settings.region).then_some(&self.settings.region);
        own.or(self.regions.first()).is_none_or(|home| *home == self.region)
    }

    /// True if the kind is to be asked for here.
    pub(crate) fn keeps(&self, kind: &BoundKind) -> bool {
        if kind.global {
            let partition = &self.context.partition;
            return self.region == place::global_region(self.described(), partition, &self.settings.region);
        }
        self.bound.global || self.regions.contains(&self.region)
    }

    fn described(&self) -> &Described {
        &self.bound.described
    }

    fn whose(&self) -> Whose<'_> {
        Whose { partition: &self.context.partition, account: &self.context.account }
    }

    /// True if the service is known not to be in this region.
    pub(crate) fn is_lacking(&self) -> bool {
        let hosts = self.described().hosts.get(&self.context.partition);
        hosts.is_some_and(|hosts| hosts.lacking.contains(&self.region))
    }

    /// Asks for all pages of a call.
    ///
    /// # Errors
    /// When the run cannot go on.
    pub(crate) async fn all(&self, name: &str, given: Params) -> Result<Fetched, Error> {
        let mut fetched = Fetched::default();
        let Some(operation) = self.described().operations.get(name) else {
            fetched.refused = Some(Fault::bad_reply(format!("{name} is not described")).into());
            return Ok(fetched);
        };
        let mut params: Params = self.bound.send.get(name).cloned().unwrap_or_default();
        params.extend(given);
        let mut pages = Pages::default();
        loop {
            let (outcome, exchanges) = self.one(name, operation, &params).await?;
            fetched.exchanges.extend(exchanges.iter().cloned());
            let page = match outcome {
                Ok(page) => page,
                Err(refused) => {
                    fetched.refused = Some(refused);
                    return Ok(fetched);
                }
            };
            let next = self.next(name, operation, &page, &mut pages);
            fetched.pages.push((page, exchanges));
            match next {
                Ok(None) => return Ok(fetched),
                Ok(Some(tokens)) => params.extend(tokens),
                Err(fault) => {
                    fetched.refused = Some(fault.into());
                    return Ok(fetched);
                }
            }
        }
    }

    /// What to send for the next page.
    fn next(
        &self,
        name: &str,
        operation: &Operation,
        page: &Value,
        pages: &mut Pages,
    ) -> Result<Option<Params>, Fault> {
        let Some(paging) = &operation.paging else { return Ok(None) };
        if paging.first && holds_something(page) {
            return Ok(None);
        }
        let located = |fault: Fault| self.located(name, fault);
        let tokens = tokens(self.described(), operation, paging, page).map_err(|w| located(Fault::bad_reply(w)))?;
        let more = paging.more.as_ref().map(|more| flag(self.described(), operation, more, page));
        let more = more.transpose().map_err(|w| located(Fault::bad_reply(w)))?;
        let marker = if tokens.is_empty() { None } else { serde_json::to_string(&tokens).ok() };
        let next = pages.next(more.unwrap_or(marker.is_some()), marker.as_deref()).map_err(located)?;
        Ok(next.map(|_| tokens))
    }

    /// Makes one call.
    async fn one(
        &self,
        name: &str,
        operation: &Operation,
        params: &Params,
    ) -> Result<(Result<Value, Refused>, BTreeSet<ExchangeId>), Error> {
        let request = match self.request(name, operation, params).await {
            Ok(request) => request,
            Err(fault) => return Ok((Err(self.located(name, fault).into()), BTreeSet::new())),
        };
        let (outcome, exchanges) = traced(self.context.wire.call(request)).await;
        let refused = |fault: Fault| Refused::from(self.located(name, fault));
        let result = match outcome {
            Ok(reply) if reply.status() == StatusCode::OK => {
                let decoded = decode::reply(self.described(), name, operation, reply.body());
                decoded.map_err(|why| refused(Fault::bad_reply(why)))
            }
            Ok(reply) => {
                let refusal = Refusal::of(self.described().protocol, reply.headers(), reply.body());
                let fault = self.fault(reply.status().as_u16(), &refusal, reply.body());
                Err(Refused { refusal, ..refused(fault) })
            }
            Err(WireError::Failed(failure)) => {
                let cause = if failure.kind == FailureKind::TooLarge { Cause::BadReply } else { Cause::Transient };
                let fault = Fault::new(cause, format!("no reply: {}", clean(&failure.message)));
                Err(Refused { no_host: failure.kind == FailureKind::Connect, ..refused(fault) })
            }
            Err(fatal) => return Err(Error::Wire(fatal)),
        };
        Ok((result, exchanges))
    }

    async fn request(
        &self,
        name: &str,
        operation: &Operation,
        params: &Params,
    ) -> Result<http::Request<bytes::Bytes>, Fault> {
        let described = self.described();
        let whose = self.whose();
        let place = Place::of(described, self.settings, whose, &self.region)
            .map_err(|why| Fault::new(Cause::Unsupported, why))?;
        let own = self.settings.endpoint.is_none() && !self.settings.endpoints.contains_key(&described.client);
        let url = place.for_operation(operation, own, whose);
        let request = encode::request(described, name, operation, &url, params).map_err(Fault::bad_reply)?;
        let mut request = self.signer.sign(request, &described.signing, &place.region).await?;
        let extensions = request.extensions_mut();
        extensions.insert(Name(format!("{}:{name}", described.client)));
        extensions.insert(Idempotent);
        extensions.insert(WireScope(format!("{}/{}", place.region, described.signing)));
        if !operation.withhold.is_empty() {
            let rules = operation.withhold.iter().map(|rule| (rule.path.clone(), rule.all));
            extensions.insert(Withheld::new(rules));
        }
        Ok(request)
    }

    /// The fault of an error reply. In a region other than the source's own, an unknown key means
    /// that the account has not enabled the region: the same key was just used elsewhere.
    fn fault(&self, status: u16, refusal: &Refusal, body: &[u8]) -> Fault {
        let mut fault = Fault::answered(status, &refusal.code, &refusal.message, body);
        let unknown = ["InvalidClientTokenId", "UnrecognizedClientException", "AuthFailure"];
        if unknown.contains(&refusal.code.as_str()) && self.region != self.settings.region {
            fault.cause = Cause::NotEnabled;
            fault.message = format!("{}; the account may not have enabled the region {}", refusal.code, self.region);
        } else if fault.cause == Cause::Denied
            && let Some(cause) = decode::says_not_enabled(&refusal.message)
        {
            fault.cause = cause;
        }
        fault
    }

    fn located(&self, name: &str, mut fault: Fault) -> Fault {
        let client = &self.described().client;
        let place = if self.bound.global { String::new() } else { format!(" in {}", self.region) };
        fault.message = format!("{client}:{name}{place}: {}", fault.message);
        fault
    }
}

/// True if a page has an item: services that filter may send empty pages before one that has.
fn holds_something(page: &Value) -> bool {
    match page {
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => members.values().any(holds_something),
        _ => false,
    }
}

fn bound(described: &Described, operation: &Operation, path: &str) -> Result<Path, String> {
    Path::parse(path)?.bind(&operation.output, &described.shapes).map(|(path, _)| path)
}

/// The members that say where the next page begins, as far as the page has them.
fn tokens(described: &Described, operation: &Operation, paging: &Paging, page: &Value) -> Result<Params, String> {
    let mut found = BTreeMap::new();
    for (send, take) in paging.send.iter().zip(&paging.take) {
        let token = bound(described, operation, take)?.one(page).cloned();
        let empty = |token: &Value| token.is_null() || token.as_str().is_some_and(str::is_empty);
        if let Some(token) = token.filter(|token| !empty(token)) {
            found.insert(send.clone(), token);
        }
    }
    Ok(found)
}

fn flag(described: &Described, operation: &Operation, more: &str, page: &Value) -> Result<bool, String> {
    Ok(match bound(described, operation, more)?.one(page) {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::Bool(true)) => true,
        // Some services say more by giving something.
        Some(other) => !other.as_str().is_some_and(str::is_empty),
    })
}

impl Fetched {
    /// All pages as one value: lists are joined, the rest is that of the first page.
    pub(crate) fn merged(self) -> Result<Value, Box<Refused>> {
        if let Some(refused) = self.refused {
            return Err(Box::new(refused));
        }
        let mut pages = self.pages.into_iter().map(|(page, _)| page);
        let first = pages.next().unwrap_or_default();
        Ok(pages.fold(first, merge))
    }
}

fn merge(into: Value, page: Value) -> Value {
    match (into, page) {
        (Value::Array(mut list), Value::Array(more)) => {
            list.extend(more);
            Value::Array(list)
        }
        (Value::Object(mut into), Value::Object(page)) => {
            for (key, value) in page {
                let merged = match into.remove(&key) {
                    Some(known) => merge(known, value),
                    None => value,
                };
                into.insert(key, merged);
            }
            Value::Object(into)
        }
        (into, _) => into,
    }
}
