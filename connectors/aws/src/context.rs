//! What all parts of a collection share: who is asked, what is wanted, and how an answer becomes a
//! field or a gap. It must never set a field that was not wanted or not observed.

use std::collections::BTreeSet;
use std::future::Future;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::DateTime;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use collect::{Error, Sink};
use futures::future::BoxFuture;
use model::{ExchangeId, FieldName, Gap, Kind, Plan, Population, Resource, SourceId, Timestamp};
use serde_json::Value;
use wire::{Wire, traced};

use crate::fault::Fault;
use crate::http::Fatal;

/// An answer, and the exchanges it rests on.
#[derive(Debug, Clone)]
pub(crate) struct Asked<T> {
    pub(crate) result: Result<T, Fault>,
    pub(crate) exchanges: BTreeSet<ExchangeId>,
}

impl<T> Asked<T> {
    /// Reads the answer on; what cannot be read becomes a fault.
    pub(crate) fn read<U>(self, read: impl FnOnce(T) -> Result<U, Fault>) -> Asked<U> {
        Asked { result: self.result.and_then(read), exchanges: self.exchanges }
    }

    /// The exchange that a gap points to: the only one, or the last of several.
    pub(crate) fn exchange(&self) -> Option<&ExchangeId> {
        self.exchanges.last()
    }
}

/// One collection of one source.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) source: &'a SourceId,
    pub(crate) plan: &'a Plan,
    pub(crate) sink: &'a Sink,
    pub(crate) wire: &'a Wire,
    pub(crate) fatal: Fatal,
    /// The account that answers: 12 digits.
    pub(crate) account: String,
    /// `aws`, `aws-cn`, `aws-us-gov`: the second word of its ARNs.
    pub(crate) partition: String,
}

impl<'a> Context<'a> {
    /// Makes a call. `operation` is what messages call it.
    ///
    /// # Errors
    /// When the run cannot go on.
    pub(crate) fn ask<'f, T, E>(
        &'f self,
        operation: &'f str,
        call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send + 'f,
    ) -> BoxFuture<'f, Result<Asked<T>, Error>>
    where
        T: Send,
        E: ProvideErrorMetadata + std::error::Error + Send + 'static,
    {
        ask(&self.fatal, operation, call)
    }

    /// A wanted kind, with its wanted fields.
    pub(crate) fn kind(&self, name: &str) -> Option<(&'a Kind, &'a BTreeSet<FieldName>)> {
        self.plan.iter().find(|(kind, _)| kind.as_str() == name)
    }

    /// A resource to be filled, if its kind is wanted.
    pub(crate) fn draft(&self, kind: &str, id: impl Into<String>) -> Option<Draft<'a>> {
        let (kind, wanted) = self.kind(kind)?;
        Some(Draft { resource: Resource::new(kind.clone(), self.source.clone(), id), wanted })
    }

    /// Takes up a resource that was put aside as canonical bytes.
    ///
    /// # Errors
    /// When the bytes are not a resource, which only a bug could cause.
    pub(crate) fn resume(&self, line: &[u8]) -> Result<Option<Draft<'a>>, Error> {
        let resource: Resource = serde_json::from_slice(line)
            .map_err(|source| model::Error::Read { what: "a resource put aside".to_owned(), source })?;
        let wanted = self.kind(resource.kind.as_str()).map(|(_, wanted)| wanted);
        Ok(wanted.map(|wanted| Draft { resource, wanted }))
    }

    /// Hands a finished resource over.
    pub(crate) fn put(&self, draft: &Draft<'_>) -> Result<(), Error> {
        self.sink.resource(&draft.resource)
    }

    /// Says that the list of `kind` was not learnt, or not to its end.
    pub(crate) fn list_gap(&self, kind: &str, fault: &Fault, permission: Option<&str>, exchange: Option<&ExchangeId>) {
        if let Some((kind, _)) = self.kind(kind) {
            self.sink.gap(gap(self.source, kind, None, None, fault, permission, exchange));
        }
    }

    /// Says how much of `kind` was seen, if it is wanted.
    pub(crate) fn population(
        &self,
        kind: &str,
        pages: u32,
        items: u64,
        independent: Option<u64>,
        complete: bool,
        exchanges: &BTreeSet<ExchangeId>,
    ) {
        if let Some((kind, _)) = self.kind(kind) {
            let population = Population {
                kind: kind.clone(),
                source: self.source.clone(),
                pages,
                items,
                independent_count: independent,
                complete,
                exchanges: BTreeSet::new(),
            };
            self.sink.population(population.resting_on(exchanges));
        }
    }
}

/// Makes a call and notes its exchanges. Boxed, because the SDK's futures are large.
///
/// # Errors
/// When the run cannot go on: the recording has no answer, or cannot be written.
pub(crate) fn ask<'f, T, E>(
    fatal: &'f Fatal,
    operation: &'f str,
    call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send + 'f,
) -> BoxFuture<'f, Result<Asked<T>, Error>>
where
    T: Send,
    E: ProvideErrorMetadata + std::error::Error + Send + 'static,
{
    Box::pin(async move {
        let (outcome, exchanges) = traced(call).await;
        if let Some(error) = fatal.get() {
            return Err(Error::Wire(error));
        }
        Ok(Asked { result: outcome.map_err(|e| Fault::of(operation, &e)), exchanges })
    })
}

fn gap(
    source: &SourceId,
    kind: &Kind,
    resource: Option<&str>,
    field: Option<&FieldName>,
    fault: &Fault,
    permission: Option<&str>,
    exchange: Option<&ExchangeId>,
) -> Gap {
    Gap {
        source: source.clone(),
        kind: kind.clone(),
        resource: resource.map(str::to_owned),
        field: field.cloned(),
        cause: fault.cause,
        permission: permission.map(str::to_owned),
        message: fault.message.clone(),
        exchange: exchange.cloned(),
    }
}

/// A resource being filled. Only wanted fields are kept.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) resource: Resource,
    wanted: &'a BTreeSet<FieldName>,
}

impl Draft<'_> {
    fn field(&self, name: &str) -> Option<&FieldName> {
        self.wanted.iter().find(|field| field.as_str() == name)
    }

    /// True if the field is wanted.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// Notes an observation.
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        if let Some(field) = self.field(name).cloned() {
            self.resource.fields.insert(field, value);
        }
    }

    /// Notes that a wanted field could not be learnt.
    pub(crate) fn gap(&mut self, name: &str, fault: &Fault, permission: Option<&str>, exchange: Option<&ExchangeId>) {
        if let Some(field) = self.field(name).cloned() {
            let r = &self.resource;
            let gap = gap(&r.source, &r.kind, Some(&r.id), Some(&field), fault, permission, exchange);
            self.resource.gaps.insert(field, gap);
        }
    }

    /// Notes an observation, or why there is none.
    pub(crate) fn observe(&mut self, name: &str, asked: Asked<Value>, permission: &str) {
        let exchange = asked.exchange().cloned();
        match asked.result {
            Ok(value) => self.set(name, value),
            Err(fault) => self.gap(name, &fault, Some(permission), exchange.as_ref()),
        }
        self.rests_on(&asked.exchanges);
    }

    /// Adds exchanges that the resource was read from.
    pub(crate) fn rests_on(&mut self, exchanges: &BTreeSet<ExchangeId>) {
        self.resource.exchanges.extend(exchanges.iter().cloned());
    }
}

/// A moment of the SDK as RFC 3339 in UTC; `null` if there is none.
pub(crate) fn time(moment: Option<&DateTime>) -> Result<Value, Fault> {
    let Some(moment) = moment else { return Ok(Value::Null) };
    let nanos = i32::try_from(moment.subsec_nanos()).unwrap_or(0);
    match Timestamp::new(moment.secs(), nanos) {
        Ok(time) => Ok(Value::String(time.to_string())),
        Err(_) => Err(Fault::bad_reply(format!("the moment {} is out of range", moment.secs()))),
    }
}

/// The value, or a fault that names what lacks.
pub(crate) fn needed<T>(value: Option<T>, what: &str) -> Result<T, Fault> {
    value.ok_or_else(|| Fault::bad_reply(format!("the reply lacks {what}")))
}

/// A word of an enumeration. The SDK fills a missing one in; that is no observation.
pub(crate) fn said<'t>(word: &'t str, what: &str) -> Result<&'t str, Fault> {
    needed(Some(word).filter(|word| !word.is_empty() && *word != "no value was set"), what)
}
