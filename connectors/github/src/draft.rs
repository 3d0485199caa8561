//! A resource in the making: fields that were learnt, gaps for those that were not. It must never
//! fill in a value that no reply gave.

use std::collections::BTreeSet;

use collect::{Error, Sink};
use model::{ExchangeId, FieldName, Kind, Plan, Resource, SourceId, Timestamp};
use serde_json::{Value, json};

use crate::errors::Trouble;

/// What the plan wants of one kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) kind: &'a Kind,
    fields: &'a BTreeSet<FieldName>,
}

impl<'a> Wanted<'a> {
    /// What `plan` wants of the kind called `name`, if anything.
    pub(crate) fn of(plan: &'a Plan, name: &str) -> Option<Self> {
        plan.iter().find(|(kind, _)| kind.as_str() == name).map(|(kind, fields)| Self { kind, fields })
    }

    /// True if `field` is wanted.
    pub(crate) fn has(self, field: &str) -> bool {
        self.name(field).is_some()
    }

    /// True if any of `fields` is wanted.
    pub(crate) fn any(self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.has(field))
    }

    fn name(self, field: &str) -> Option<&'a FieldName> {
        self.fields.iter().find(|name| name.as_str() == field)
    }
}

/// A resource in the making.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    wanted: Wanted<'a>,
    resource: Resource,
}

impl<'a> Draft<'a> {
    /// A resource of the wanted kind with nothing learnt yet.
    pub(crate) fn new(wanted: Wanted<'a>, source: &SourceId, id: &str) -> Self {
        Self { wanted, resource: Resource::new(wanted.kind.clone(), source.clone(), id) }
    }

    /// Puts what was learnt, if the plan wants the field.
    pub(crate) fn put(&mut self, field: &str, learnt: Result<Value, Trouble>) {
        let Some(name) = self.wanted.name(field) else { return };
        match learnt {
            Ok(value) => {
                self.resource.fields.insert(name.clone(), value);
            }
            Err(trouble) => {
                let Resource { source, kind, id, .. } = &self.resource;
                let gap = trouble.gap(source, kind, Some(id), Some(name));
                self.resource.gaps.insert(name.clone(), gap);
            }
        }
    }

    /// Says which exchanges it was read from.
    pub(crate) fn rests_on<'e>(&mut self, exchanges: impl IntoIterator<Item = &'e ExchangeId>) {
        self.resource.exchanges.extend(exchanges.into_iter().cloned());
    }

    /// Hands it over.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn finish(self, out: &Sink) -> Result<(), Error> {
        out.resource(&self.resource)
    }
}

fn pick(value: &Value, pointer: &str, what: &str, good: fn(&Value) -> bool) -> Result<Value, Trouble> {
    match value.pointer(pointer) {
        Some(found) if good(found) => Ok(found.clone()),
        Some(_) => Err(Trouble::bad_reply(format!("{pointer} in the reply is not {what}"))),
        None => Err(Trouble::bad_reply(format!("the reply has no {pointer}"))),
    }
}

/// A text in a reply.
pub(crate) fn text(value: &Value, pointer: &str) -> Result<Value, Trouble> {
    pick(value, pointer, "a text", Value::is_string)
}

/// A bool in a reply.
pub(crate) fn flag(value: &Value, pointer: &str) -> Result<Value, Trouble> {
    pick(value, pointer, "true or false", Value::is_boolean)
}

/// A text in a reply, `null` if it is null or left out.
pub(crate) fn optional_text(value: &Value, pointer: &str) -> Result<Value, Trouble> {
    match value.pointer(pointer) {
        None | Some(Value::Null) => Ok(Value::Null),
        Some(_) => text(value, pointer),
    }
}

/// A moment in a reply, in UTC; `null` if it is null or left out.
pub(crate) fn optional_time(value: &Value, pointer: &str) -> Result<Value, Trouble> {
    let found = optional_text(value, pointer)?;
    let Some(written) = found.as_str() else { return Ok(Value::Null) };
    let time: Timestamp =
        written.parse().map_err(|_| Trouble::bad_reply(format!("{pointer} in the reply is not a moment")))?;
    Ok(json!(time))
}

/// A moment in a reply, in UTC.
pub(crate) fn time(value: &Value, pointer: &str) -> Result<Value, Trouble> {
    text(value, pointer)?;
    optional_time(value, pointer)
}
