//! JSON replies, read straight into what the model names: the rest is skipped and costs no memory.

use std::collections::BTreeMap;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{MAX_DEPTH, scalar};
use crate::engine::described::{Described, Member, Operation, Shape, Shapes};
use crate::engine::names::snake;

/// The members of a reply.
pub(super) fn reply(described: &Described, operation: &Operation, text: &str) -> Result<Value, String> {
    let why = |e: serde_json::Error| {
        if e.is_data() {
            e.to_string()
        } else if text.trim().is_empty() {
            "is empty".to_owned()
        } else {
            format!("is not whole JSON: {e}")
        }
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    let shapes = &described.shapes;
    let value = if let Some((name, member)) = operation.payload() {
        let inner = Seed { shape: &member.is, shapes, depth: 0 }.deserialize(&mut reader).map_err(why)?;
        if inner.is_null() {
            return Err("holds null".to_owned());
        }
        Value::Object(Map::from_iter([(snake(name), inner)]))
    } else {
        let of = shapes.members(&operation.output).ok_or("has no described structure")?;
        Members { of, shapes, depth: 0 }.deserialize(&mut reader).map_err(why)?
    };
    reader.end().map_err(why)?;
    Ok(value)
}

/// Code and message of an error document.
pub(super) fn error_of(body: &[u8]) -> Option<(String, String)> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let text = |names: &[&str]| {
        let found = names.iter().find_map(|name| body.get(name).and_then(Value::as_str));
        found.unwrap_or_default().to_owned()
    };
    Some((text(&["__type", "code", "Code"]), text(&["message", "Message", "errorMessage"])))
}

/// A value of a shape.
#[derive(Clone, Copy)]
struct Seed<'s> {
    shape: &'s Shape,
    shapes: &'s Shapes,
    depth: usize,
}

/// A structure.
struct Members<'s> {
    of: &'s BTreeMap<String, Member>,
    shapes: &'s Shapes,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a structure")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut found = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let member = match self.of.get_key_value(&key) {
                Some((name, member)) if member.wire.is_none() => Some((name, member)),
                _ => self.of.iter().find(|(_, member)| member.wire.as_deref() == Some(&key)),
            };
            let Some((name, member)) = member else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = map.next_value_seed(Seed { shape: &member.is, shapes: self.shapes, depth: self.depth + 1 })?;
            // A null says that the member is not set.
            if !value.is_null() && found.insert(snake(name), value).is_some() {
                return Err(A::Error::custom(format!("names {key} twice")));
            }
        }
        Ok(Value::Object(found))
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        if self.depth > MAX_DEPTH {
            return Err(D::Error::custom(format!("is nested deeper than {MAX_DEPTH}")));
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.shape {
            Shape::Text | Shape::Blob => "a text",
            Shape::Int | Shape::Float => "a number",
            Shape::Bool => "true or false",
            Shape::Time => "a moment",
            Shape::Document => "any JSON",
            Shape::List(_) => "a list",
            Shape::Map(_) => "a map",
            Shape::Struct(_) | Shape::Named(_) => "a structure",
        })
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        match self.shape {
            Shape::Bool | Shape::Document => Ok(Value::Bool(flag)),
            Shape::Text => Ok(Value::from(if flag { "true" } else { "false" })),
            _ => Err(E::custom(format!("says {flag} where {} is due", Expected(&self)))),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        #[allow(clippy::cast_precision_loss, reason = "only moments read it as a fraction")]
        scalar::of_number(self.shape, number as f64, Some(number)).map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        match i64::try_from(number) {
            Ok(number) => self.visit_i64(number),
            Err(_) => Err(E::custom(format!("says {number}, which is too large"))),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        scalar::of_number(self.shape, number, None).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        scalar::of_text(self.shape, text).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let of = match self.shape {
            Shape::List(list) => list.of.as_ref(),
            Shape::Document => self.shape,
            _ => return Err(A::Error::custom(format!("holds a list where {} is due", Expected(&self)))),
        };
        let mut found = Vec::new();
        while let Some(value) = seq.next_element_seed(Seed { shape: of, depth: self.depth + 1, ..self })? {
            found.push(value);
        }
        Ok(Value::Array(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        if let Some(of) = self.shapes.members(self.shape) {
            return Members { of, shapes: self.shapes, depth: self.depth }.visit_map(map);
        }
        let of = match self.shape {
            Shape::Map(values) => values.of.as_ref(),
            Shape::Document => self.shape,
            _ => return Err(A::Error::custom(format!("holds a structure where {} is due", Expected(&self)))),
        };
        let mut found = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(Seed { shape: of, depth: self.depth + 1, ..self })?;
            if found.insert(key.clone(), value).is_some() {
                return Err(A::Error::custom(format!("names {:?} twice", scalar::short(&key))));
            }
        }
        Ok(Value::Object(found))
    }
}

struct Expected<'a, 's>(&'a Seed<'s>);

impl std::fmt::Display for Expected<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.expecting(f)
    }
}
