//! Texts with holes, as manifests write ids and inputs: `arn:{partition}:sqs:{region}:{account}:{.|last}`.
//! A hole that nothing fills is an error, never an empty place.

use serde_json::{Map, Value};

use super::path::Path;
use crate::engine::described::{Shape, Shapes};

/// Longest text with holes.
const MOST_TEXT: usize = 1_000;

/// What fills holes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'v> {
    pub(crate) region: &'v str,
    pub(crate) account: &'v str,
    pub(crate) partition: &'v str,
    /// The item at hand.
    pub(crate) item: Option<&'v Value>,
    /// The item of the parent, and the id of its resource.
    pub(crate) parent: Option<(&'v Value, &'v str)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Hole(Hole),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Hole {
    of: Of,
    /// Only what follows the last one of this.
    after: Option<char>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Of {
    Region,
    Account,
    Partition,
    ParentId,
    Item(Path),
    Parent(Path),
}

/// A text with holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(Vec<Piece>);

/// The shapes that paths in holes lead through.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shaped<'s> {
    pub(crate) item: Option<&'s Shape>,
    pub(crate) item_shapes: &'s Shapes,
    pub(crate) parent: Option<&'s Shape>,
}

impl Template {
    /// Reads a template; the error says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MOST_TEXT {
            return Err(format!("a text with holes has at most {MOST_TEXT} bytes"));
        }
        let (mut pieces, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((hole, after)) = after.split_once('}') else {
                return Err(format!("{text:?}: a hole is not closed"));
            };
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Hole(Hole::parse(hole)?));
            rest = after;
        }
        if rest.contains('}') || text.contains("}}") {
            return Err(format!("{text:?}: a hole is closed that was not opened"));
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self(pieces))
    }

    /// The template with the paths of its holes bound.
    pub(crate) fn bind(&self, shaped: &Shaped<'_>) -> Result<Self, String> {
        let piece = |piece: &Piece| {
            let Piece::Hole(hole) = piece else { return Ok(piece.clone()) };
            let inside = |shape: Option<&Shape>, path: &Path| {
                let shape = shape.ok_or_else(|| format!("{{{path}}} stands where there is no item"))?;
                path.bind(shape, shaped.item_shapes).map(|(path, _)| path)
            };
            let of = match &hole.of {
                Of::Item(path) => Of::Item(inside(shaped.item, path)?),
                Of::Parent(path) => Of::Parent(inside(shaped.parent, path)?),
                Of::ParentId if shaped.parent.is_none() => {
                    return Err("{parent_id} stands where there is no parent".into());
                }
                other => other.clone(),
            };
            Ok(Piece::Hole(Hole { of, after: hole.after }))
        };
        self.0.iter().map(piece).collect::<Result<_, String>>().map(Self)
    }

    /// The text with its holes filled; `Err` names the hole that stays empty.
    pub(crate) fn text(&self, scope: &Scope<'_>) -> Result<String, String> {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Hole(hole) => match hole.value(scope)? {
                    Value::String(text) => out.push_str(&text),
                    Value::Bool(_) | Value::Number(_) => out.push_str(&hole.value(scope)?.to_string()),
                    _ => return Err(format!("{hole} is no single value")),
                },
            }
        }
        Ok(out)
    }

    /// The value of a template that is one hole, with its type; else the text.
    pub(crate) fn value(&self, scope: &Scope<'_>) -> Result<Value, String> {
        match self.0.as_slice() {
            [Piece::Hole(hole)] => hole.value(scope),
            _ => self.text(scope).map(Value::String),
        }
    }
}

impl Hole {
    fn parse(text: &str) -> Result<Self, String> {
        let (path, word) = text.split_once('|').map_or((text, None), |(path, word)| (path, Some(word)));
        let after = match word {
            None => None,
            Some("last") => Some('/'),
            Some("last_colon") => Some(':'),
            Some(_) => return Err(format!("{{{text}}}: the word after | must be last or last_colon")),
        };
        let of = match path {
            "region" => Of::Region,
            "account" => Of::Account,
            "partition" => Of::Partition,
            "parent_id" => Of::ParentId,
            _ => match path.strip_prefix("parent.") {
                Some(path) => Of::Parent(Path::parse(path)?),
                None => Of::Item(Path::parse(path)?),
            },
        };
        if matches!(&of, Of::Item(path) | Of::Parent(path) if path.plucks()) {
            return Err(format!("{{{text}}}: a hole takes one value, not a list"));
        }
        Ok(Self { of, after })
    }

    fn value(&self, scope: &Scope<'_>) -> Result<Value, String> {
        let found = match &self.of {
            Of::Region => Some(Value::from(scope.region)),
            Of::Account => Some(Value::from(scope.account)),
            Of::Partition => Some(Value::from(scope.partition)),
            Of::ParentId => scope.parent.map(|(_, id)| Value::from(id)),
            Of::Item(path) => scope.item.and_then(|item| path.one(item)).cloned(),
            Of::Parent(path) => scope.parent.and_then(|(parent, _)| path.one(parent)).cloned(),
        };
        let empty = |value: &Value| value.is_null() || value.as_str().is_some_and(str::is_empty);
        let value = found.filter(|value| !empty(value)).ok_or_else(|| format!("there is no {self}"))?;
        Ok(match (self.after, value) {
            (Some(after), Value::String(text)) => Value::from(text.rsplit(after).next().unwrap_or_default()),
            (_, value) => value,
        })
    }
}

impl std::fmt::Display for Hole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.of {
            Of::Region => f.write_str("region"),
            Of::Account => f.write_str("account"),
            Of::Partition => f.write_str("partition"),
            Of::ParentId => f.write_str("parent_id"),
            Of::Item(path) => write!(f, "{path}"),
            Of::Parent(path) => write!(f, "parent.{path}"),
        }
    }
}

/// A value that is sent, with templates for texts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Input {
    Constant(Value),
    Text(Template),
    List(Vec<Input>),
    Table(Vec<(String, Input)>),
}

impl Input {
    /// Reads a value of a manifest.
    pub(crate) fn parse(value: &Value) -> Result<Self, String> {
        Ok(match value {
            Value::String(text) if text.contains(['{', '}']) => Self::Text(Template::parse(text)?),
            Value::Array(list) => Self::List(list.iter().map(Self::parse).collect::<Result<_, _>>()?),
            Value::Object(table) => Self::Table(
                table
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), Self::parse(value)?)))
                    .collect::<Result<_, String>>()?,
            ),
            other => Self::Constant(other.clone()),
        })
    }

    /// The input with the paths of its holes bound.
    pub(crate) fn bind(&self, shaped: &Shaped<'_>) -> Result<Self, String> {
        Ok(match self {
            Self::Constant(value) => Self::Constant(value.clone()),
            Self::Text(template) => Self::Text(template.bind(shaped)?),
            Self::List(list) => Self::List(list.iter().map(|i| i.bind(shaped)).collect::<Result<_, _>>()?),
            Self::Table(table) => {
                Self::Table(table.iter().map(|(n, i)| Ok((n.clone(), i.bind(shaped)?))).collect::<Result<_, String>>()?)
            }
        })
    }

    /// The value with all holes filled.
    pub(crate) fn value(&self, scope: &Scope<'_>) -> Result<Value, String> {
        match self {
            Self::Constant(value) => Ok(value.clone()),
            Self::Text(template) => template.value(scope),
            Self::List(list) => list.iter().map(|i| i.value(scope)).collect::<Result<_, _>>().map(Value::Array),
            Self::Table(table) => {
                let entries = table.iter().map(|(name, i)| Ok((name.clone(), i.value(scope)?)));
                entries.collect::<Result<Map<_, _>, String>>().map(Value::Object)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn filled(text: &str, item: &Value) -> Result<Value, String> {
        let parent = json!({"id": "p/1"});
        let scope = Scope {
            region: "eu-west-1",
            account: "123456789012",
            partition: "aws",
            item: Some(item),
            parent: Some((&parent, "arn:p")),
        };
        Template::parse(text)?.value(&scope)
    }

    #[test]
    fn holes_are_filled_and_a_single_one_keeps_its_type() {
        let item = json!({"a": {"b": 3}, "url": "https://x/123/name", "empty": "", "list": [1]});
        assert_eq!(
            filled("arn:{partition}:{region}:{account}:{url|last}", &item).unwrap(),
            "arn:aws:eu-west-1:123456789012:name"
        );
        assert_eq!(filled("{a.b}", &item).unwrap(), 3);
        assert_eq!(filled("{a.b}/{parent.id|last}/{parent_id|last_colon}", &item).unwrap(), "3/1/p");
        assert_eq!(filled("{.}", &json!("x")).unwrap(), "x");
        for text in ["{nothing}", "x{empty}", "x{list}", "{a|first}", "{a", "a}", "{a{b}}", "{list[]}", "{}"] {
            assert!(filled(text, &item).is_err(), "{text}");
        }
    }
}
