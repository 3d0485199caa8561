//! The JSON Schema of a kind, made from its manifest and the shapes of its calls. It says what a
//! policy may find; a field that was not observed is not there, so none is required.

use std::collections::BTreeMap;

use model::Kind;
use serde_json::{Map, Value, json};

use super::bound::{call_shape, item_shape};
use super::described::{Described, Shape};
use super::manifest::{At, Field, KindOf, List, REGION, Reading};
use super::names::snake;
use super::services::{Service, Services};

impl Services {
    /// The schema of a kind with a manifest; the error says what does not fit.
    pub(crate) fn schema(&self, kind: &Kind) -> Option<Result<Value, String>> {
        let service = self.iter().find(|service| service.manifest.get(kind).is_some())?;
        Some(schema(service, kind))
    }
}

fn schema(service: &Service, kind: &Kind) -> Result<Value, String> {
    let described = service.described()?;
    let kind = service.manifest.get(kind).ok_or("the kind is not known")?;
    let mut writer = Writer { described: &described, definitions: BTreeMap::new() };
    let mut properties = Map::new();
    for (name, field) in &kind.fields {
        let mut said = writer.field(kind, field)?;
        said.insert("description".to_owned(), Value::from(field.about.as_str()));
        properties.insert(name.to_string(), Value::Object(said));
    }
    if !service.manifest.global && !matches!(kind.list, List::Account) {
        properties.insert(REGION.to_owned(), json!({"type": "string", "description": "its region"}));
    }
    let asked = if service.manifest.on_request { " Asked on request only." } else { "" };
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.title,
        "description": format!("Fields of {}. One that was not observed is not there.{asked}", kind.kind),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    let definitions = writer.all()?;
    if let (false, Some(schema)) = (definitions.is_empty(), schema.as_object_mut()) {
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    Ok(schema)
}

struct Writer<'d> {
    described: &'d Described,
    /// Structures that are referred to, and what they are once that is written.
    definitions: BTreeMap<String, Option<Value>>,
}

type Members = Map<String, Value>;

impl Writer<'_> {
    fn field(&mut self, kind: &KindOf, field: &Field) -> Result<Members, String> {
        let described = self.described;
        let (shape, many) = match &field.at {
            At::Template(_) => (&Shape::Text, false),
            At::Path(path) => {
                let call = field.from.as_ref().and_then(|from| Some((from, kind.calls.get(from)?)));
                let from = match call {
                    Some((name, call)) => call_shape(described, name, call)?,
                    None => item_shape(kind, described)?.ok_or("there is no item to read from")?,
                };
                (path.bind(from, &described.shapes)?.1, path.plucks())
            }
        };
        let one = self.reading(&field.reading, shape);
        let whole = match field.reading {
            Reading::Count | Reading::Present | Reading::Pairs(_) => one,
            _ if many => json!({"type": "array", "items": one}),
            _ => one,
        };
        Ok(match (&field.default, &field.reading, whole) {
            // A reply without what the API always sends is a gap, and never null.
            (None, reading, whole) if *reading != Reading::Present && !field.always => {
                Members::from_iter([("anyOf".to_owned(), json!([whole, {"type": "null"}]))])
            }
            (Some(default), _, whole) => {
                let known = Members::from_iter([("anyOf".to_owned(), json!([whole, {"const": default}]))]);
                known.into_iter().chain([("default".to_owned(), default.clone())]).collect()
            }
            (_, _, Value::Object(whole)) => whole,
            _ => Members::new(),
        })
    }

    fn reading(&mut self, reading: &Reading, shape: &Shape) -> Value {
        match reading {
            Reading::Plain => self.shape(shape),
            Reading::Bool | Reading::Present => json!({"type": "boolean"}),
            Reading::Int => json!({"type": "integer"}),
            Reading::Count => json!({"type": "integer", "minimum": 0}),
            Reading::After(_) => json!({"type": "string"}),
            Reading::Json => json!({}),
            Reading::Pairs(_) => json!({"type": "object"}),
            Reading::Policy => json!({
                "type": "object",
                "properties": {"Statement": {"type": "array", "items": {"type": "object"}}},
                "required": ["Statement"],
            }),
        }
    }

    fn shape(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Text => json!({"type": "string"}),
            Shape::Blob => json!({"type": "string", "contentEncoding": "base64"}),
            Shape::Time => json!({"type": "string", "format": "date-time"}),
            Shape::Int => json!({"type": "integer"}),
            Shape::Float => json!({"type": "number"}),
            Shape::Bool => json!({"type": "boolean"}),
            Shape::Document => json!({}),
            // In lists and maps the API may send null for what it withholds.
            Shape::List(list) => json!({"type": "array", "items": self.or_null(&list.of)}),
            Shape::Map(map) => json!({"type": "object", "additionalProperties": self.or_null(&map.of)}),
            Shape::Struct(_) => self.structure(shape),
            Shape::Named(name) => {
                self.definitions.entry(name.clone()).or_insert(None);
                json!({"$ref": format!("#/$defs/{name}")})
            }
        }
    }

    fn or_null(&mut self, shape: &Shape) -> Value {
        json!({"anyOf": [self.shape(shape), {"type": "null"}]})
    }

    fn structure(&mut self, shape: &Shape) -> Value {
        let Some(members) = self.described.shapes.members(shape) else { return json!({}) };
        let properties: Members = members.iter().map(|(name, member)| (snake(name), self.shape(&member.is))).collect();
        json!({"type": "object", "properties": properties, "additionalProperties": false})
    }

    /// Writes the structures that are referred to, and those that they refer to.
    fn all(mut self) -> Result<Members, String> {
        while let Some(name) = self.definitions.iter().find(|(_, said)| said.is_none()).map(|(name, _)| name.clone()) {
            let said = self.structure(&Shape::Named(name.clone()));
            if said.as_object().is_none_or(Map::is_empty) {
                return Err(format!("the structure {name} is not described"));
            }
            self.definitions.insert(name, Some(said));
        }
        Ok(self.definitions.into_iter().filter_map(|(name, said)| Some((name, said?))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_with_a_manifest_has_a_schema_that_names_its_fields() {
        let services = Services::built_in().unwrap();
        let specs = services.kinds();
        assert!(!specs.is_empty());
        for spec in specs {
            let schema = services.schema(&spec.kind).unwrap().unwrap_or_else(|why| panic!("{}: {why}", spec.kind));
            let properties = schema["properties"].as_object().unwrap();
            let named: Vec<_> = spec.fields.iter().map(|field| field.name.as_str()).collect();
            assert_eq!(properties.len(), named.len(), "{}", spec.kind);
            assert!(named.iter().all(|name| properties.contains_key(*name)), "{}", spec.kind);
            let service = services.iter().find(|service| service.manifest.get(&spec.kind).is_some()).unwrap();
            for (name, field) in &service.manifest.get(&spec.kind).unwrap().fields {
                let null = properties[name.as_str()]["anyOf"].to_string().contains(r#"{"type":"null"}]"#);
                assert!(!(field.always && null), "{}: {name} is never null", spec.kind);
            }
        }
        assert!(services.schema(&"aws.none.such".parse().unwrap()).is_none());
    }
}
