//! Reads the `# METADATA` block of a policy and holds it against what connectors can deliver.
//!
//! The block is YAML from a file somebody wrote: bounded in size, without anchors, and every key
//! that is not known is a mistake, never ignored.

use std::collections::BTreeMap;

use model::{Equivalents, FieldName, FrameworkId, Kind, KindSpec, Need, RequirementId, Severity};
use serde_json::{Map, Value};

use crate::diagnostic::{Report, did_you_mean};
use crate::token::{Pos, Tokens};

const MAX_BYTES: usize = 16 * 1024;

/// The block, checked.
#[derive(Debug, Clone)]
pub(crate) struct Metadata {
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) kind: Kind,
    pub(crate) needs: Vec<Need>,
    pub(crate) severity: Severity,
    pub(crate) requirements: BTreeMap<FrameworkId, Vec<RequirementId>>,
    pub(crate) remediation: String,
    pub(crate) params: BTreeMap<String, Value>,
    pub(crate) equivalent: Equivalents,
    /// Line of the block's start, for problems found later.
    pub(crate) line: u32,
}

struct Block<'r, 'f> {
    start: u32,
    lines: Vec<String>,
    report: &'r mut Report<'f>,
}

impl Block<'_, '_> {
    /// The line where `word` first stands in the block.
    fn line_of(&self, word: &str) -> u32 {
        let at = self.lines.iter().position(|line| line.contains(word));
        self.start + at.and_then(|i| u32::try_from(i + 1).ok()).unwrap_or(0)
    }

    fn refuse(&mut self, word: &str, message: impl Into<String>, hint: Option<String>) {
        let at = Pos { line: self.line_of(word), column: 0 };
        self.report.add(at, "metadata", message, hint);
    }

    fn keys(&mut self, map: &Map<String, Value>, known: &[&str]) {
        for key in map.keys().filter(|key| !known.contains(&key.as_str())) {
            self.refuse(key, format!("unknown key {key}"), did_you_mean(key, known.iter().copied()));
        }
    }

    fn text(&mut self, map: &Map<String, Value>, key: &str) -> Option<String> {
        match map.get(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Some(_) => {
                self.refuse(key, format!("{key} must be a text that is not empty"), None);
                None
            }
            None => {
                self.refuse("METADATA", format!("{key} is missing"), None);
                None
            }
        }
    }

    fn parsed<T: std::str::FromStr>(&mut self, text: &str) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        text.parse().map_err(|error: T::Err| self.refuse(text, error.to_string(), None)).ok()
    }

    fn texts(&mut self, value: &Value, key: &str) -> Vec<String> {
        let items = value.as_array().filter(|items| !items.is_empty());
        let texts: Option<Vec<String>> =
            items.and_then(|items| items.iter().map(|v| v.as_str().map(str::to_owned)).collect());
        texts.unwrap_or_else(|| {
            self.refuse(
                key,
                format!("{key} must be a list of texts that is not empty"),
                Some("quote numbers".to_owned()),
            );
            Vec::new()
        })
    }
}

/// Reads the block of a policy file.
pub(crate) fn read(tokens: &Tokens<'_>, catalogue: &[KindSpec], report: &mut Report<'_>) -> Option<Metadata> {
    let package = tokens.tokens.first().map_or(u32::MAX, |t| t.at.line);
    let begin = tokens.comments.iter().position(|c| c.alone && c.text.trim() == "METADATA" && c.line < package);
    let Some((begin, first)) = begin.and_then(|i| Some((i, tokens.comments.get(i)?))) else {
        let hint = Some("begin the file with # METADATA, see policies/README.md".to_owned());
        report.add(Pos { line: 1, column: 0 }, "metadata", "the file has no # METADATA block above its package", hint);
        return None;
    };
    let lines: Vec<String> = tokens
        .comments
        .iter()
        .skip(begin + 1)
        .zip(first.line + 1..)
        .take_while(|(c, line)| c.alone && c.line == *line)
        .map(|(c, _)| c.text.strip_prefix(' ').unwrap_or(c.text).to_owned())
        .collect();
    let mut block = Block { start: first.line, lines, report };
    let value = yaml(&mut block)?;
    check(&value, catalogue, &mut block)
}

fn yaml(block: &mut Block<'_, '_>) -> Option<Map<String, Value>> {
    let text = block.lines.join("\n");
    if text.len() > MAX_BYTES {
        block.refuse("METADATA", format!("the block is larger than {MAX_BYTES} bytes"), None);
        return None;
    }
    let budget = serde_saphyr::budget! { max_aliases: 0, max_anchors: 0, max_depth: 16, max_nodes: 2_000 };
    let options = serde_saphyr::options! { budget: budget, with_snippet: false };
    match serde_saphyr::from_str_with_options::<Value>(&text, options) {
        Ok(Value::Object(map)) => Some(map),
        Ok(_) => {
            block.refuse("METADATA", "the block must be keys and values", None);
            None
        }
        Err(error) => {
            let line = error.location().and_then(|l| u32::try_from(l.line()).ok()).unwrap_or(0);
            let at = Pos { line: block.start + line, column: 0 };
            block.report.add(at, "metadata", format!("the block is not YAML: {error}"), None);
            None
        }
    }
}

fn check(top: &Map<String, Value>, catalogue: &[KindSpec], block: &mut Block<'_, '_>) -> Option<Metadata> {
    let before = block.report.found.len();
    block.keys(top, &["title", "description", "custom"]);
    let (title, description) = (block.text(top, "title"), block.text(top, "description"));
    let Some(Value::Object(custom)) = top.get("custom") else {
        block.refuse("METADATA", "custom is missing", None);
        return None;
    };
    block.keys(custom, &["kind", "needs", "severity", "requirements", "remediation", "params", "equivalent"]);
    let remediation = block.text(custom, "remediation");
    let severity = block.text(custom, "severity").and_then(|text| severity(&text, block));
    let spec = block.text(custom, "kind").and_then(|text| kind(&text, catalogue, block));
    let needs = needs(custom.get("needs"), spec, catalogue, block);
    let requirements = requirements(custom.get("requirements"), block);
    let params = params(custom.get("params"), block);
    let equivalent = equivalent(custom.get("equivalent"), block);
    if block.report.found.len() > before {
        return None;
    }
    Some(Metadata {
        title: title?,
        description: description?,
        kind: spec?.kind.clone(),
        needs,
        severity: severity?,
        requirements,
        remediation: remediation?,
        params,
        equivalent,
        line: block.start,
    })
}

fn severity(text: &str, block: &mut Block<'_, '_>) -> Option<Severity> {
    let all = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];
    let found = all.into_iter().find(|s| s.as_str() == text);
    if found.is_none() {
        let hint = did_you_mean(text, all.iter().map(|s| s.as_str()));
        block.refuse("severity", format!("{text} is not a severity: low, medium, high or critical"), hint);
    }
    found
}

fn kind<'c>(text: &str, catalogue: &'c [KindSpec], block: &mut Block<'_, '_>) -> Option<&'c KindSpec> {
    let found = catalogue.iter().find(|spec| spec.kind.as_str() == text);
    if found.is_none() {
        let hint = did_you_mean(text, catalogue.iter().map(|spec| spec.kind.as_str()));
        block.refuse(text, format!("no connector delivers the kind {text}"), hint);
    }
    found
}

fn field(name: &FieldName, spec: &KindSpec, block: &mut Block<'_, '_>) -> bool {
    let known = spec.fields.iter().any(|f| f.name == *name);
    if !known {
        let hint = did_you_mean(name.as_str(), spec.fields.iter().map(|f| f.name.as_str()));
        block.refuse(name.as_str(), format!("{} has no field {name}", spec.kind), hint);
    }
    known
}

fn needs(
    value: Option<&Value>,
    own: Option<&KindSpec>,
    catalogue: &[KindSpec],
    block: &mut Block<'_, '_>,
) -> Vec<Need> {
    let Some(value) = value else {
        block.refuse("METADATA", "needs is missing", Some("list the fields the policy reads".to_owned()));
        return Vec::new();
    };
    let mut out = Vec::new();
    // Nothing needed: the policy judges that the resource is there, or its id.
    if value.as_array().is_some_and(Vec::is_empty) {
        return out;
    }
    for text in block.texts(value, "needs") {
        let Some(need) = block.parsed::<Need>(&text) else { continue };
        let good = match (&need, own) {
            (Need::Field(name), Some(spec)) => field(name, spec, block),
            (Need::Field(_), None) => false,
            (Need::Other(other, name), _) => kind(other.as_str(), catalogue, block)
                .is_some_and(|spec| name.as_ref().is_none_or(|name| field(name, spec, block))),
        };
        if good && out.contains(&need) {
            block.refuse(&text, format!("{need} is named twice in needs"), None);
        } else if good {
            out.push(need);
        }
    }
    out
}

fn requirements(value: Option<&Value>, block: &mut Block<'_, '_>) -> BTreeMap<FrameworkId, Vec<RequirementId>> {
    let Some(map) = value.and_then(Value::as_object).filter(|map| !map.is_empty()) else {
        let hint = Some("requirements: {soc2: [CC6.1]}".to_owned());
        block.refuse("requirements", "requirements must name at least one requirement", hint);
        return BTreeMap::new();
    };
    let mut out = BTreeMap::new();
    for (framework, ids) in map {
        let ids = block.texts(ids, framework).iter().filter_map(|id| block.parsed(id)).collect();
        if let Some(framework) = block.parsed(framework) {
            out.insert(framework, ids);
        }
    }
    out
}

fn params(value: Option<&Value>, block: &mut Block<'_, '_>) -> BTreeMap<String, Value> {
    let map = match value {
        None => return BTreeMap::new(),
        Some(Value::Object(map)) => map,
        Some(_) => {
            block.refuse("params", "params must be names and default values", None);
            return BTreeMap::new();
        }
    };
    let mut out = BTreeMap::new();
    for (name, default) in map {
        let plain = match default {
            Value::Number(number) => number.is_i64(),
            Value::Null => false,
            Value::Object(items) => items.values().all(|v| v.is_string() || v.is_i64()),
            Value::Array(items) => items.iter().all(|v| v.is_string() || v.is_i64()),
            Value::Bool(_) | Value::String(_) => true,
        };
        if name.parse::<FieldName>().is_err() {
            block.refuse(name, format!("{name} is not a parameter name: one lower-case word"), None);
        } else if plain {
            out.insert(name.clone(), default.clone());
        } else {
            block.refuse(
                name,
                format!("the default of {name} must be a text, whole number, bool, or a list or map of texts and whole numbers"),
                None,
            );
        }
    }
    out
}

fn equivalent(value: Option<&Value>, block: &mut Block<'_, '_>) -> Equivalents {
    let map = match value {
        None => return Equivalents::new(),
        Some(Value::Object(map)) => map,
        Some(_) => {
            block.refuse("equivalent", "equivalent must be tool names, each with a list of ids", None);
            return Equivalents::new();
        }
    };
    map.iter().map(|(tool, ids)| (tool.clone(), block.texts(ids, tool))).collect()
}
