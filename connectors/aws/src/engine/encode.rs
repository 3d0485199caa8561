//! Writes the input of a call as its protocol wants it. What no model names is never sent.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderValue, Method, Request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::described::{Described, Member, Operation, Place, Protocol, Shape, Shapes};

/// RFC 3986's unreserved letters stay.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The input of a call: members by their names in the model.
pub(crate) type Params = BTreeMap<String, Value>;

/// An unsigned request to `url` (scheme and host); the error names what cannot be sent.
pub(crate) fn request(
    described: &Described,
    name: &str,
    operation: &Operation,
    url: &str,
    params: &Params,
) -> Result<Request<Bytes>, String> {
    let unknown = params.keys().find(|name| !operation.input.contains_key(*name));
    if let Some(unknown) = unknown {
        return Err(format!("{name} takes no {unknown} as far as is described"));
    }
    let (path, query) = uri(operation, params)?;
    let mut request = Request::builder().method(method(&operation.method)?).uri(format!("{url}{path}{query}"));
    for (name, member) in at(operation, params, Place::Header) {
        if let Some(value) = params.get(name) {
            let value =
                HeaderValue::from_str(&plain(value)?).map_err(|_| format!("{name} cannot stand in a header"))?;
            request = request.header(member.wire(name).to_ascii_lowercase(), value);
        }
    }
    let body = body(described, name, operation, params)?;
    if let Some((kind, _)) = &body {
        request = request.header(http::header::CONTENT_TYPE, kind);
    }
    match described.protocol {
        Protocol::Json => {
            let target = described.target.as_deref().unwrap_or_default();
            request = request.header("x-amz-target", format!("{target}.{name}"));
        }
        // Without it API Gateway answers in another format.
        Protocol::RestJson => request = request.header(http::header::ACCEPT, "application/json"),
        _ => {}
    }
    let body = body.map_or_else(Bytes::new, |(_, body)| Bytes::from(body));
    request.body(body).map_err(|e| format!("the request cannot be made: {e}"))
}

fn method(text: &str) -> Result<Method, String> {
    match text {
        "GET" | "POST" | "HEAD" | "PUT" => Method::from_bytes(text.as_bytes()).map_err(|e| e.to_string()),
        other => Err(format!("{other} is no method of a call that reads")),
    }
}

fn at<'o>(operation: &'o Operation, params: &Params, place: Place) -> Vec<(&'o String, &'o Member)> {
    operation.input.iter().filter(|(name, member)| member.to == place && params.contains_key(*name)).collect()
}

fn uri(operation: &Operation, params: &Params) -> Result<(String, String), String> {
    let (template, fixed) = operation.path.split_once('?').unwrap_or((&operation.path, ""));
    let mut path = template.to_owned();
    for (name, member) in at(operation, params, Place::Path) {
        let value = plain(params.get(name).unwrap_or(&Value::Null))?;
        if value.is_empty() || value == "." || value == ".." {
            return Err(format!("{name} cannot stand in a path: {value:?}"));
        }
        let encoded = utf8_percent_encode(&value, RESERVED).to_string();
        path = path.replace(&format!("{{{}}}", member.wire(name)), &encoded);
        path = path.replace(&format!("{{{}+}}", member.wire(name)), &encoded.replace("%2F", "/"));
    }
    if let Some((_, hole)) = path.split_once('{') {
        return Err(format!("{} is not given", hole.split('}').next().unwrap_or_default()));
    }
    let mut pairs: Vec<String> = fixed.split('&').filter(|pair| !pair.is_empty()).map(str::to_owned).collect();
    for (name, member) in at(operation, params, Place::Query) {
        let values = match params.get(name) {
            Some(Value::Array(list)) => list.iter().map(plain).collect::<Result<Vec<_>, _>>()?,
            other => vec![plain(other.unwrap_or(&Value::Null))?],
        };
        let wire = utf8_percent_encode(member.wire(name), RESERVED).to_string();
        pairs.extend(values.iter().map(|value| format!("{wire}={}", utf8_percent_encode(value, RESERVED))));
    }
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    Ok((path, query))
}

/// A value that is one word.
fn plain(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        _ => Err("a list or structure stands where one value is due".to_owned()),
    }
}

/// The body with its content type.
fn body(
    described: &Described,
    name: &str,
    operation: &Operation,
    params: &Params,
) -> Result<Option<(String, Vec<u8>)>, String> {
    let shapes = &described.shapes;
    let json = |members: Vec<(&String, &Member)>| {
        let entries = members.into_iter().filter_map(|(name, member)| {
            Some((member.wire(name).to_owned(), spelled(&member.is, shapes, params.get(name)?)))
        });
        Value::Object(entries.collect::<Map<_, _>>())
    };
    let members = at(operation, params, Place::Body);
    match described.protocol {
        Protocol::Json => {
            let kind = format!("application/x-amz-json-{}", described.json.as_deref().unwrap_or("1.0"));
            Ok(Some((kind, json(members).to_string().into_bytes())))
        }
        Protocol::RestJson => {
            let kind = "application/json".to_owned();
            if let Some((name, member)) = at(operation, params, Place::Payload).first() {
                let value = params.get(*name).map(|value| spelled(&member.is, shapes, value));
                return Ok(value.map(|value| (kind, value.to_string().into_bytes())));
            }
            // A POST without members still has an empty structure for a body.
            let empty = members.is_empty() && operation.method != "POST";
            Ok((!empty).then(|| (kind, json(members).to_string().into_bytes())))
        }
        Protocol::RestXml if members.is_empty() => Ok(None),
        Protocol::RestXml => Err("an XML body cannot be sent".to_owned()),
        Protocol::Query | Protocol::Ec2 => {
            let mut form = BTreeMap::new();
            form.insert("Action".to_owned(), name.to_owned());
            form.insert("Version".to_owned(), described.version.clone());
            let writer = Form { shapes, ec2: described.protocol == Protocol::Ec2 };
            for (name, member) in members {
                if let Some(value) = params.get(name) {
                    writer.write(member.wire(name), &member.is, value, &mut form)?;
                }
            }
            let pair = |(name, value): (&String, &String)| {
                format!("{}={}", utf8_percent_encode(name, RESERVED), utf8_percent_encode(value, RESERVED))
            };
            let text = form.iter().map(pair).collect::<Vec<_>>().join("&");
            Ok(Some(("application/x-www-form-urlencoded; charset=utf-8".to_owned(), text.into_bytes())))
        }
    }
}

/// A value with its members named as they are on the wire.
fn spelled(shape: &Shape, shapes: &Shapes, value: &Value) -> Value {
    match (shape, value) {
        (Shape::List(list), Value::Array(items)) => items.iter().map(|item| spelled(&list.of, shapes, item)).collect(),
        (Shape::Map(map), Value::Object(entries)) => {
            entries.iter().map(|(key, value)| (key.clone(), spelled(&map.of, shapes, value))).collect()
        }
        (shape, Value::Object(entries)) => match shapes.members(shape) {
            Some(members) => entries
                .iter()
                .filter_map(|(name, value)| {
                    let member = members.get(name)?;
                    Some((member.wire(name).to_owned(), spelled(&member.is, shapes, value)))
                })
                .collect(),
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

/// Writes nested values as `Filter.1.Value.2`.
struct Form<'s> {
    shapes: &'s Shapes,
    ec2: bool,
}

impl Form<'_> {
    fn write(
        &self,
        prefix: &str,
        shape: &Shape,
        value: &Value,
        out: &mut BTreeMap<String, String>,
    ) -> Result<(), String> {
        match (shape, value) {
            (Shape::List(list), Value::Array(items)) => {
                let prefix =
                    if self.ec2 || list.flat { prefix.to_owned() } else { format!("{prefix}.{}", list.element) };
                for (at, item) in items.iter().enumerate() {
                    self.write(&format!("{prefix}.{}", at + 1), &list.of, item, out)?;
                }
                Ok(())
            }
            (shape, Value::Object(entries)) => {
                let members = self.shapes.members(shape).ok_or("a map cannot be sent in a form")?;
                for (name, value) in entries {
                    let member = members.get(name).ok_or_else(|| format!("{name} is not described"))?;
                    self.write(&format!("{prefix}.{}", member.wire(name)), &member.is, value, out)?;
                }
                Ok(())
            }
            (_, value) => {
                out.insert(prefix.to_owned(), plain(value)?);
                Ok(())
            }
        }
    }
}
