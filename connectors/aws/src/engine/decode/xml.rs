//! XML replies. The document is read in one pass into a small tree, then into what the model names.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use xmlparser::{ElementEnd, Token, Tokenizer};

use super::{MAX_DEPTH, scalar};
use crate::engine::described::{Described, Member, Operation, Protocol, Shape, Shapes};
use crate::engine::names::snake;

/// Most elements of a reply: the largest honest ones have some hundred thousand.
const MAX_ELEMENTS: usize = 2_000_000;

/// An element. Names have no prefixes.
#[derive(Debug, Default)]
struct Element<'t> {
    name: &'t str,
    attributes: Vec<(&'t str, &'t str)>,
    children: Vec<Element<'t>>,
    text: String,
}

/// The members of a reply.
pub(super) fn reply(described: &Described, name: &str, operation: &Operation, text: &str) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    let root = parse(text)?;
    let reader = Reader { shapes: &described.shapes };
    let foreign = || format!("is a <{}> document, not what the operation answers", scalar::short(root.name));
    match described.protocol {
        Protocol::Query | Protocol::Ec2 if root.name != format!("{name}Response") => Err(foreign()),
        Protocol::Query => match &operation.result {
            None => Ok(Value::Object(Map::new())),
            Some(result) => {
                let inner = root.children.iter().find(|child| child.name == result);
                let inner = inner.ok_or_else(|| format!("holds no {result}"))?;
                reader.value(&operation.output, inner)
            }
        },
        Protocol::RestXml if !operation.roots.is_empty() && !operation.roots.iter().any(|r| r == root.name) => {
            Err(foreign())
        }
        _ => match operation.payload() {
            Some((name, member)) => {
                let inner = reader.value(&member.is, &root)?;
                Ok(Value::Object(Map::from_iter([(snake(name), inner)])))
            }
            None => reader.value(&operation.output, &root),
        },
    }
}

/// Reads a whole document.
fn parse(text: &str) -> Result<Element<'_>, String> {
    let mut open: Vec<Element<'_>> = Vec::new();
    let (mut root, mut count) = (None, 0_usize);
    for token in Tokenizer::from(text) {
        match token.map_err(|e| format!("is not whole XML: {e}"))? {
            Token::DtdStart { .. } | Token::EmptyDtd { .. } | Token::EntityDeclaration { .. } => {
                return Err("has a document type, which AWS never sends".to_owned());
            }
            Token::ElementStart { local, .. } => {
                if root.is_some() {
                    return Err("is not whole XML: it has two roots".to_owned());
                }
                open.push(Element { name: local.as_str(), ..Element::default() });
                count += 1;
                if count > MAX_ELEMENTS {
                    return Err(format!("holds more than {MAX_ELEMENTS} elements"));
                }
                if open.len() > MAX_DEPTH {
                    return Err(format!("is nested deeper than {MAX_DEPTH} elements"));
                }
            }
            Token::Attribute { local, value, .. } => {
                if let Some(element) = open.last_mut() {
                    element.attributes.push((local.as_str(), value.as_str()));
                }
            }
            Token::ElementEnd { end: ElementEnd::Open, .. } => {}
            Token::ElementEnd { end, .. } => {
                let element = open.pop().ok_or("is not whole XML: something closes that was not opened")?;
                if let ElementEnd::Close(_, local) = end
                    && local.as_str() != element.name
                {
                    return Err(format!("is not whole XML: </{local}> closes nothing"));
                }
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => root = Some(element),
                }
            }
            // The white space between elements is no text.
            Token::Text { text } if text.as_str().starts_with('\n') && text.as_str().trim().is_empty() => {}
            Token::Text { text } => {
                if let Some(element) = open.last_mut() {
                    unescape(text.as_str(), &mut element.text)?;
                }
            }
            Token::Cdata { text, .. } => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(text.as_str());
                }
            }
            _ => {}
        }
    }
    match open.last() {
        Some(element) => Err(format!("is cut off inside <{}>", scalar::short(element.name))),
        None => root.ok_or_else(|| "holds no element".to_owned()),
    }
}

/// The predefined entities and character references; others would need a document type.
fn unescape(text: &str, out: &mut String) -> Result<(), String> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (entity, after) = after.split_once(';').ok_or("has a bare & in a text")?;
        let code = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let letter = match entity {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match entity.strip_prefix("#x").or_else(|| entity.strip_prefix("#X")) {
                Some(hex) => code(hex, 16),
                None => entity.strip_prefix('#').and_then(|digits| code(digits, 10)),
            },
        };
        out.push(letter.ok_or_else(|| format!("has an unknown entity &{};", scalar::short(entity)))?);
        rest = after;
    }
    out.push_str(rest);
    Ok(())
}

struct Reader<'s> {
    shapes: &'s Shapes,
}

impl Reader<'_> {
    fn members(&self, members: &BTreeMap<String, Member>, element: &Element<'_>) -> Result<Value, String> {
        let mut found = Map::new();
        for (name, member) in members {
            if let Some(value) = self.member(member.wire(name), member, element)? {
                found.insert(snake(name), value);
            }
        }
        Ok(Value::Object(found))
    }

    fn member(&self, wire: &str, member: &Member, element: &Element<'_>) -> Result<Option<Value>, String> {
        if member.attribute {
            let local = wire.rsplit(':').next().unwrap_or_default();
            let found = element.attributes.iter().find(|(name, _)| *name == local);
            return found.map(|(_, text)| scalar::of_text(&member.is, text)).transpose();
        }
        let mut here = element.children.iter().filter(|child| child.name == wire).peekable();
        if here.peek().is_none() {
            return Ok(None);
        }
        match &member.is {
            Shape::List(list) if list.flat => {
                let items = here.map(|child| self.value(&list.of, child));
                items.collect::<Result<Vec<_>, _>>().map(|items| Some(Value::Array(items)))
            }
            Shape::Map(map) if map.flat => self.entries(&map.key, &map.value, &map.of, here).map(Some),
            shape => match (here.next(), here.next()) {
                (Some(one), None) => self.value(shape, one).map(Some),
                _ => Err(format!("names {wire} twice")),
            },
        }
    }

    fn value(&self, shape: &Shape, element: &Element<'_>) -> Result<Value, String> {
        if let Some(members) = self.shapes.members(shape) {
            return self.members(members, element);
        }
        match shape {
            Shape::List(list) => {
                let items = element.children.iter().filter(|child| list.flat || child.name == list.element);
                items.map(|item| self.value(&list.of, item)).collect::<Result<_, _>>().map(Value::Array)
            }
            Shape::Map(map) => {
                let entries = element.children.iter().filter(|child| child.name == "entry");
                self.entries(&map.key, &map.value, &map.of, entries)
            }
            Shape::Struct(_) | Shape::Named(_) => Err(format!("has an unknown shape at {}", element.name)),
            _ if !element.children.is_empty() => {
                Err(format!("holds elements in <{}> where a text is due", scalar::short(element.name)))
            }
            shape => scalar::of_text(shape, &element.text),
        }
    }

    fn entries<'t, 'e: 't>(
        &self,
        key: &str,
        value: &str,
        of: &Shape,
        entries: impl Iterator<Item = &'t Element<'e>>,
    ) -> Result<Value, String> {
        let mut found = Map::new();
        for entry in entries {
            let part = |name: &str| entry.children.iter().find(|child| child.name == name);
            let name = part(key).ok_or_else(|| format!("has an entry without {key}"))?;
            let inner = part(value).map(|inner| self.value(of, inner)).transpose()?.unwrap_or(Value::Null);
            if found.insert(name.text.clone(), inner).is_some() {
                return Err(format!("names {:?} twice", scalar::short(&name.text)));
            }
        }
        Ok(Value::Object(found))
    }
}
