//! Makes a field of what stands in a reply. What is not there is `null` or the default that the
//! manifest knows from the API's documentation; what cannot be read is a fault, never a value.

use serde_json::{Map, Value};

use super::bound::BoundField;
use super::manifest::template::Scope;
use super::manifest::{At, Reading};
use crate::documents;

/// Names that pairs have, besides those a manifest gives.
const PAIRS: [(&str, &str); 2] = [("key", "value"), ("tag_key", "tag_value")];

impl BoundField {
    /// The field's value, read from `source`: the item, or the reply of a call.
    pub(crate) fn read(&self, source: &Value, scope: &Scope<'_>) -> Result<Value, String> {
        let say = |why: String| format!("{}: {why}", self.name);
        let (found, many) = match &self.at {
            At::Path(path) => (path.find(source), path.plucks()),
            // A hole that stays empty says that the member is not there.
            At::Template(template) => (template.value(scope).ok(), false),
        };
        let value = self.reading.read(found, many).map_err(say)?.or_else(|| self.default.clone());
        match value {
            None if self.always => Err(say("the reply lacks it, which the API always sends".to_owned())),
            value => Ok(value.unwrap_or(Value::Null)),
        }
    }

    /// The value of a field about which the API says that nothing is set.
    pub(crate) fn absent(&self) -> Value {
        let absent = match self.reading {
            Reading::Present => Some(Value::Bool(false)),
            _ => self.default.clone(),
        };
        absent.unwrap_or(Value::Null)
    }
}

impl Reading {
    fn read(&self, found: Option<Value>, many: bool) -> Result<Option<Value>, String> {
        if *self == Self::Present {
            return Ok(Some(Value::Bool(found.is_some_and(|value| !is_empty(&value)))));
        }
        let Some(found) = found else { return Ok(None) };
        match (self, found) {
            (Self::Plain | Self::Present, value) => Ok(Some(value)),
            (Self::Count, Value::Array(list)) => Ok(Some(Value::from(list.len()))),
            (Self::Count, Value::Object(map)) => Ok(Some(Value::from(map.len()))),
            (Self::Count, _) => Err("is no list that can be counted".to_owned()),
            (Self::Pairs(names), value) => pairs(value, names.as_ref()).map(Some),
            (reading, Value::Array(list)) if many => {
                let read = list.into_iter().filter_map(|value| reading.one(value).transpose());
                read.collect::<Result<_, _>>().map(|list| Some(Value::Array(list)))
            }
            (reading, value) => reading.one(value),
        }
    }

    fn one(&self, value: Value) -> Result<Option<Value>, String> {
        match (self, value) {
            (Self::Bool, Value::Bool(flag)) => Ok(Some(Value::Bool(flag))),
            (Self::Int, Value::Number(number)) if number.is_i64() => Ok(Some(Value::Number(number))),
            // A document that the API sends as a structure.
            (Self::Json, value @ (Value::Object(_) | Value::Array(_))) => Ok(Some(value)),
            (_, Value::String(text)) if text.is_empty() => Ok(None),
            (Self::Policy, Value::String(text)) => documents::encoded(&text).map(Some),
            (Self::Policy, value @ Value::Object(_)) => documents::plain(&value.to_string()).map(Some),
            (Self::Json, Value::String(text)) => {
                serde_json::from_str(&text).map(Some).map_err(|e| format!("is not JSON: {e}"))
            }
            (Self::Bool, Value::String(text)) => match text.to_ascii_lowercase().as_str() {
                "true" => Ok(Some(Value::Bool(true))),
                "false" => Ok(Some(Value::Bool(false))),
                _ => Err("is neither true nor false".to_owned()),
            },
            (Self::Int, Value::String(text)) => {
                text.trim().parse::<i64>().map(|n| Some(Value::from(n))).map_err(|_| "is no whole number".to_owned())
            }
            (Self::After(mark), Value::String(text)) => {
                Ok(Some(Value::from(text.rsplit(*mark).next().unwrap_or_default())))
            }
            _ => Err("is not what its field reads".to_owned()),
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// `[{Key, Value}]` as `{key: value}`; a map is one already.
fn pairs(value: Value, names: Option<&(String, String)>) -> Result<Value, String> {
    let list = match value {
        Value::Object(map) => return Ok(Value::Object(map)),
        Value::Array(list) => list,
        _ => return Err("is no list of pairs".to_owned()),
    };
    let mut map = Map::new();
    for pair in list {
        let pair_of = |key: &str, value: &str| {
            let key = pair.get(key)?.as_str()?.to_owned();
            Some((key, pair.get(value).cloned().unwrap_or(Value::Null)))
        };
        let found = match names {
            Some((key, value)) => pair_of(key, value),
            None => PAIRS.iter().find_map(|(key, value)| pair_of(key, value)),
        };
        let (key, value) = found.ok_or("has a pair without a key")?;
        if map.insert(key, value).is_some() {
            return Err("names a key twice".to_owned());
        }
    }
    Ok(Value::Object(map))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(reading: &Reading, value: Value) -> Result<Value, String> {
        reading.read(Some(value), false).map(Option::unwrap_or_default)
    }

    #[test]
    fn values_are_read_as_they_are_meant() {
        let statement = r#"{"Statement":{"Effect":"Allow","Action":"a:B","Resource":"*","Principal":"*"}}"#;
        for (reading, value, expected) in [
            (Reading::Pairs(None), json!([{"key": "a", "value": "1"}, {"key": "b"}]), json!({"a": "1", "b": null})),
            (Reading::Pairs(None), json!([{"tag_key": "a", "tag_value": "1"}]), json!({"a": "1"})),
            (Reading::Pairs(Some(("n".into(), "v".into()))), json!([{"n": "a", "v": 1}]), json!({"a": 1})),
            (Reading::Pairs(None), json!({"a": "1"}), json!({"a": "1"})),
            (Reading::Bool, json!("True"), json!(true)),
            (Reading::Int, json!("12"), json!(12)),
            (Reading::Count, json!([1, 2]), json!(2)),
            (Reading::Present, json!({}), json!(false)),
            (Reading::Present, json!("x"), json!(true)),
            (Reading::After(':'), json!("arn:aws:sns:r:1:name"), json!("name")),
            (Reading::Json, json!("{\"a\": [1]}"), json!({"a": [1]})),
            (Reading::Policy, json!(""), Value::Null),
        ] {
            assert_eq!(read(&reading, value).unwrap(), expected, "{reading:?}");
        }
        assert_eq!(
            read(&Reading::Policy, json!(statement)).unwrap()["Statement"][0]["Principal"],
            json!({"AWS": ["*"]})
        );
        for (reading, value) in [
            (Reading::Pairs(None), json!([{"key": "a"}, {"key": "a"}])),
            (Reading::Pairs(None), json!([{"name": "a"}])),
            (Reading::Pairs(None), json!("x")),
            (Reading::Bool, json!("maybe")),
            (Reading::Int, json!("1.5")),
            (Reading::Count, json!("x")),
            (Reading::Json, json!("{")),
            (Reading::Policy, json!("{}")),
            (Reading::After('/'), json!(3)),
        ] {
            assert!(read(&reading, value).is_err(), "{reading:?}");
        }
        assert_eq!(Reading::Present.read(None, false).unwrap(), Some(json!(false)));
        assert_eq!(Reading::Count.read(None, false).unwrap(), None);
    }
}
