//! `assize kinds`: what the connectors can observe, a page and a JSON Schema for each kind.

use std::collections::BTreeMap;
use std::io::Write;

use collect::Connector;
use model::{Kind, KindSpec};
use serde_json::{Map, Value, json};

use crate::args::{Format, KindsArgs};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::sources;

/// `assize kinds`.
pub(crate) fn kinds(args: &KindsArgs, screen: &Screen) -> Result<Exit, Problem> {
    let connectors = sources::connectors_with(args.manifests.as_deref())?;
    let catalogue = runner::collect::catalogue(&connectors);
    let chosen: Vec<&KindSpec> = match &args.kind {
        None => catalogue.specs().iter().collect(),
        Some(name) => catalogue.specs().iter().filter(|spec| is_or_in(&spec.kind, name)).collect(),
    };
    if chosen.is_empty() {
        let name = args.kind.as_deref().unwrap_or_default();
        return Err(
            Problem::new(format!("no connector delivers the kind {name}")).hint("`assize kinds` shows all kinds")
        );
    }
    match args.format {
        Format::Json => {
            let all: BTreeMap<&str, Value> =
                chosen.iter().map(|spec| (spec.kind.as_str(), schema(&connectors, spec))).collect();
            screen.json(&all)?;
        }
        Format::Text if args.kind.is_none() => list(&chosen, screen)?,
        Format::Text | Format::Markdown => screen.result(|out| {
            for spec in &chosen {
                page(out, spec, &schema(&connectors, spec))?;
            }
            Ok(())
        })?,
    }
    Ok(Exit::Pass)
}

/// True for the kind itself, and for all of an area: `aws.sns`, `aws`.
fn is_or_in(kind: &Kind, name: &str) -> bool {
    let rest = kind.as_str().strip_prefix(name.trim_end_matches('.'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn list(chosen: &[&KindSpec], screen: &Screen) -> Result<(), Problem> {
    let width = chosen.iter().map(|spec| spec.kind.as_str().len()).max().unwrap_or_default();
    screen.result(|out| {
        for spec in chosen {
            let mark = if spec.on_request { " (on request)" } else { "" };
            writeln!(out, "{:width$}  {}{mark}", spec.kind, spec.title)?;
        }
        writeln!(out, "\n{} kinds; `assize kinds KIND` tells more", chosen.len())
    })
}

/// The schema that the connector knows, or one that names the fields.
fn schema(connectors: &[Box<dyn Connector>], spec: &KindSpec) -> Value {
    connectors.iter().find_map(|connector| connector.schema(&spec.kind)).unwrap_or_else(|| {
        let field = |field: &model::FieldSpec| (field.name.to_string(), json!({"description": field.about}));
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": spec.title,
            "description": format!("Fields of {}. One that was not observed is not there.", spec.kind),
            "type": "object",
            "properties": spec.fields.iter().map(field).collect::<Map<_, _>>(),
            "additionalProperties": false,
        })
    })
}

fn page(out: &mut dyn Write, spec: &KindSpec, schema: &Value) -> std::io::Result<()> {
    writeln!(out, "# `{}`\n\n{}.\n", spec.kind, spec.title)?;
    if spec.on_request {
        writeln!(out, "{}\n", on_request(&spec.kind))?;
    }
    if !spec.permissions.is_empty() {
        writeln!(out, "Listing them needs {}.\n", quoted(&spec.permissions))?;
    }
    writeln!(out, "| field | type | what it holds | permission |\n| --- | --- | --- | --- |")?;
    for field in &spec.fields {
        let of = schema.pointer(&format!("/properties/{}", field.name)).map(type_of).unwrap_or_default();
        let about = field.about.replace('|', "\\|");
        writeln!(out, "| `{}` | {of} | {about} | {} |", field.name, quoted(&field.permissions))?;
    }
    writeln!(out)
}

fn on_request(kind: &Kind) -> String {
    let service = kind.as_str().split('.').nth(1).unwrap_or_default();
    format!(
        "Asked only on request: where `services` of a source names it, as in `services = [\"default\", \"{service}\"]`."
    )
}

fn quoted(permissions: &[String]) -> String {
    permissions.iter().map(|permission| format!("`{permission}`")).collect::<Vec<_>>().join(", ")
}

/// A schema in a word or two.
fn type_of(schema: &Value) -> String {
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        let mut types: Vec<String> = any.iter().map(type_of).filter(|word| !word.is_empty()).collect();
        types.dedup();
        // "list of text or null" would say of the list what holds for what is in it.
        if let [one, null] = types.as_slice()
            && null == "null"
            && one.ends_with(" or null")
        {
            return format!("{one}, or null");
        }
        return types.join(" or ");
    }
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    let format = schema.get("format").and_then(Value::as_str);
    match (schema.get("type").and_then(Value::as_str), format) {
        (_, Some("date-time")) => "moment".to_owned(),
        (Some("array"), _) => format!("list of {}", schema.get("items").map(type_of).unwrap_or_default()),
        (Some(word), _) => word.to_owned(),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_page_that_names_each_field_and_its_permissions() {
        let connectors = sources::connectors();
        for spec in runner::collect::catalogue(&connectors).specs() {
            let mut out = Vec::new();
            page(&mut out, spec, &schema(&connectors, spec)).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert_eq!(text.contains("on request"), spec.on_request, "{text}");
            for field in &spec.fields {
                let line = text.lines().find(|line| line.starts_with(&format!("| `{}` |", field.name)));
                let line = line.unwrap_or_else(|| panic!("{}: {} is missing", spec.kind, field.name));
                assert!(field.permissions.iter().all(|p| line.contains(p.as_str())), "{line}");
            }
        }
    }

    #[test]
    fn a_type_is_told_in_words_that_cannot_be_taken_for_another() {
        let text_or_null = json!({"anyOf": [{"type": "string"}, {"type": "null"}]});
        let list = json!({"type": "array", "items": text_or_null.clone()});
        let list_or_null = json!({"anyOf": [list.clone(), {"type": "null"}]});
        for (schema, words) in [
            (text_or_null, "string or null"),
            (list, "list of string or null"),
            (list_or_null, "list of string or null, or null"),
        ] {
            assert_eq!(type_of(&schema), words);
        }
    }

    #[test]
    fn an_area_names_its_kinds() {
        let kind: Kind = "aws.s3.bucket".parse().unwrap();
        for (name, expected) in
            [("aws.s3.bucket", true), ("aws.s3", true), ("aws", true), ("aws.s", false), ("aws.s3.b", false)]
        {
            assert_eq!(is_or_in(&kind, name), expected, "{name}");
        }
    }
}
