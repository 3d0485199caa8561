//! Where a re-performance departs from a bundle, in words and for machines.

use std::io::Write;

use runner::{About, Difference, How};
use serde::Serialize;

/// The first difference.
#[derive(Serialize)]
pub(crate) struct First {
    file: String,
    line: u64,
    how: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    framework: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirement: Option<String>,
    fields: Vec<Field>,
    exchanges: Vec<Exchange>,
    sealed: Option<String>,
    replayed: Option<String>,
    also: Vec<&'static str>,
}

#[derive(Serialize)]
struct Field {
    pointer: String,
    sealed: Option<String>,
    replayed: Option<String>,
}

#[derive(Serialize)]
struct Exchange {
    id: String,
    operation: Option<String>,
}

impl First {
    pub(crate) fn of(difference: Difference) -> Self {
        let Difference { file, line, how, about, fields, exchanges, sealed, replayed, also } = difference;
        let About { policy, kind, resource, source, framework, requirement } = about;
        let how = match how {
            How::Changed => "changed",
            How::OnlySealed => "only sealed",
            How::OnlyReplayed => "only replayed",
        };
        let field = |f: runner::Field| Field { pointer: f.pointer, sealed: f.sealed, replayed: f.replayed };
        let fields = fields.into_iter().map(field).collect();
        let exchanges = exchanges.into_iter().map(|e| Exchange { id: e.id, operation: e.operation }).collect();
        Self {
            file,
            line,
            how,
            policy,
            kind,
            resource,
            source,
            framework,
            requirement,
            fields,
            exchanges,
            sealed,
            replayed,
            also,
        }
    }

    pub(crate) fn text(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let what = match self.how {
            "only sealed" => "the bundle has a line that does not come out again",
            "only replayed" => "a line comes out that the bundle does not have",
            _ => "a line says something else",
        };
        writeln!(out, "replay     DIFFERENT: {what}, first in {} line {}", self.file, self.line)?;
        let told = [
            ("policy", &self.policy),
            ("kind", &self.kind),
            ("resource", &self.resource),
            ("source", &self.source),
            ("framework", &self.framework),
            ("requirement", &self.requirement),
        ];
        for (name, value) in told {
            value.iter().try_for_each(|value| writeln!(out, "  {name:<11} {}", tame(value)))?;
        }
        let or_nothing = |value: &Option<String>| value.as_deref().map_or_else(|| "(nothing)".to_owned(), tame);
        for field in &self.fields {
            writeln!(out, "  field       {}", tame(&field.pointer))?;
            writeln!(out, "    sealed    {}", or_nothing(&field.sealed))?;
            writeln!(out, "    replayed  {}", or_nothing(&field.replayed))?;
        }
        if self.fields.is_empty() {
            writeln!(out, "  sealed      {}", or_nothing(&self.sealed))?;
            writeln!(out, "  replayed    {}", or_nothing(&self.replayed))?;
        }
        for exchange in &self.exchanges {
            let operation = exchange.operation.as_deref().unwrap_or("(the bundle has no such exchange)");
            writeln!(out, "  exchange    {} {}", tame(&exchange.id), tame(operation))?;
        }
        if !self.also.is_empty() {
            writeln!(out, "  also differ {}", self.also.join(", "))?;
        }
        Ok(())
    }
}

/// A bundle's text, without what could steer a terminal or turn its direction.
fn tame(text: &str) -> String {
    let hostile = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().map(|c| if hostile(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
