//! From what a file says to checked fields. Every mistake of an entry is told, not only the first;
//! an entry with a mistake is never used.

use std::collections::BTreeMap;

use jiff::Timestamp;
use model::Digest;
use serde_json::{Map, Value as Json, json};

use crate::moment::{self, Grain};
use crate::raw::{Cell, Fault, Row, Rows, Value, hint, text};
use crate::shape::{Field, Of, Register};
use crate::{read_csv, read_toml};

/// A checked entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// The line it begins on.
    pub line: u32,
    /// Its written fields; attachments are left to the one who can read files.
    pub fields: Map<String, Json>,
    /// Files it rests on.
    pub attachments: Vec<Attached>,
}

/// A file that an entry rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Its path below the folder of registers.
    pub path: String,
    /// The digest that the register holds it to.
    pub pinned: Option<Digest>,
    /// The line that names it.
    pub line: u32,
}

/// Longest id and longest text, in characters.
const LONGEST_ID: usize = 120;
const LONGEST_TEXT: usize = 20_000;

/// Reads a file of `register`: the entries without a mistake, and all mistakes. `read_at` is the
/// moment after which everything lies in the future.
pub fn read(register: &Register, file: &str, bytes: &[u8], read_at: Timestamp) -> (Vec<Entry>, Vec<Fault>) {
    let rows = match text(bytes) {
        Err((line, message)) => Rows::broken(file, line, message),
        Ok(text) if file.ends_with(".csv") => read_csv::rows(register, file, text),
        Ok(text) => read_toml::rows(register, file, text, itself(register, file)),
    };
    let (mut entries, mut faults) = (Vec::new(), rows.faults);
    for row in &rows.rows {
        let mut check = Check { register, file, read_at, entry: None, faults: Vec::new() };
        let entry = check.entry(row);
        match entry {
            Some(entry) if check.faults.is_empty() => entries.push(entry),
            _ => faults.append(&mut check.faults),
        }
    }
    (entries, faults)
}

/// The id of the entry that a whole file is: its name.
fn itself<'f>(register: &Register, file: &'f str) -> Option<&'f str> {
    let (_, name) = file.split_once('/').filter(|_| register.file_each())?;
    name.strip_suffix(".toml")
}

struct Check<'r> {
    register: &'r Register,
    file: &'r str,
    read_at: Timestamp,
    entry: Option<String>,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn refuse(&mut self, line: u32, message: impl Into<String>) {
        let (file, entry) = (self.file.to_owned(), self.entry.clone());
        self.faults.push(Fault { file, line, entry, message: message.into() });
    }

    fn entry(&mut self, row: &Row) -> Option<Entry> {
        let id = self.id(row)?;
        self.entry = Some(id.clone());
        let known = || self.register.every_field().map(|field| field.name);
        let unknown: Vec<(u32, String)> = row
            .cells
            .iter()
            .filter(|(name, _)| *name != "id" && !known().any(|k| k == *name))
            .map(|(name, cell)| (cell.line, format!("the register has no field {name}{}", hint(name, known()))))
            .collect();
        for (line, message) in unknown {
            self.refuse(line, message);
        }
        let (mut fields, mut moments, mut attachments) = (Map::new(), BTreeMap::new(), Vec::new());
        for field in self.register.every_field() {
            let Some(cell) = row.cells.get(field.name) else {
                if field.must {
                    self.refuse(row.line, format!("{} is missing: {}", field.name, field.about));
                }
                fields.insert(field.name.to_owned(), absent(field));
                continue;
            };
            match self.value(field, cell, row.loose, &mut attachments) {
                Ok((json, moment)) => {
                    moments.extend(moment.map(|moment| (field.name, moment)));
                    fields.insert(field.name.to_owned(), json);
                }
                Err(message) => self.refuse(cell.line, format!("{}: {message}", field.name)),
            }
        }
        self.people(row, &fields);
        self.order(row, &moments);
        Some(Entry { id, line: row.line, fields, attachments })
    }

    fn id(&mut self, row: &Row) -> Option<String> {
        let Some(cell) = row.cells.get("id") else {
            self.refuse(row.line, "the entry has no id; give it one that is not used twice");
            return None;
        };
        let text = match &cell.value {
            Value::Text(text) => text.trim().to_owned(),
            Value::Int(number) => number.to_string(),
            _ => String::new(),
        };
        let good = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '/' | ':' | '+');
        if text.is_empty() || text.chars().count() > LONGEST_ID || !text.chars().all(good) {
            let message = format!("id must be 1 to {LONGEST_ID} letters, digits and . _ - @ / : + without spaces");
            self.refuse(cell.line, message);
            return None;
        }
        if let Some(name) = itself(self.register, self.file).filter(|name| *name != text) {
            self.refuse(cell.line, format!("id is {text}, but the file is named {name}.toml"));
        }
        Some(text)
    }

    /// The value of a field, and its moment if it is one.
    fn value(
        &self,
        field: &Field,
        cell: &Cell,
        loose: bool,
        attachments: &mut Vec<Attached>,
    ) -> Result<(Json, Option<Timestamp>), String> {
        let plain = |json: Json| Ok((json, None));
        match field.of {
            Of::Text => plain(json!(one_text(&cell.value)?)),
            Of::Texts => plain(json!(texts(&cell.value, loose)?)),
            Of::Bool => plain(json!(truth(&cell.value, loose)?)),
            Of::Count => plain(json!(number(&cell.value, loose)?)),
            Of::One(words) => plain(json!(word(&one_text(&cell.value)?, words)?)),
            Of::Each(words) => {
                let all = texts(&cell.value, loose)?;
                let checked: Result<Vec<&str>, String> = all.iter().map(|text| word(text, words)).collect();
                plain(json!(checked?))
            }
            Of::Digest => plain(json!(digest(&one_text(&cell.value)?)?)),
            Of::Files => {
                for text in texts(&cell.value, loose)? {
                    attachments.push(attached(&text, cell.line)?);
                }
                plain(json!([]))
            }
            Of::Past | Of::Moment | Of::Any => {
                let grain = if field.of == Of::Moment { Grain::Hour } else { Grain::Day };
                let moment = moment::parse(&one_text(&cell.value)?, grain)?;
                if field.of != Of::Any && moment > self.read_at {
                    return Err(format!("{moment} lies in the future; the registers were read at {}", self.read_at));
                }
                Ok((json!(moment.to_string()), Some(moment)))
            }
        }
    }

    /// Nobody approves what is his own.
    fn people(&mut self, row: &Row, fields: &Map<String, Json>) {
        let text = |name: &str| fields.get(name).and_then(Json::as_str);
        let line = |name: &str| row.cells.get(name).map_or(row.line, |cell| cell.line);
        match (text("approver"), text("approved_at")) {
            (Some(approver), Some(_)) => {
                let same = |other: &str| text(other).is_some_and(|name| name.to_lowercase() == approver.to_lowercase());
                if same("author") {
                    self.refuse(line("approver"), "the approver is the author; somebody else must approve");
                } else if text("author").is_none() {
                    self.refuse(line("approver"), "who approved is named, but not the author; add author");
                }
            }
            (Some(_), None) => self.refuse(line("approver"), "there is an approver, but no approved_at"),
            (None, Some(_)) => self.refuse(line("approved_at"), "there is an approved_at, but no approver"),
            (None, None) => {}
        }
    }

    /// Dates that contradict each other.
    fn order(&mut self, row: &Row, moments: &BTreeMap<&str, Timestamp>) {
        const ORDER: &[(&str, &str)] = &[
            ("collected_at", "received_at"),
            ("effective_at", "expires_at"),
            ("joined_at", "left_at"),
            ("detected_at", "aware_at"),
            ("detected_at", "handled_at"),
            ("started_at", "restored_at"),
            ("data_from", "started_at"),
            ("asked_at", "answered_at"),
            ("changed_at", "notified_at"),
            ("found_at", "closed_at"),
            ("aware_at", "early_warning_at"),
            ("aware_at", "notification_at"),
            ("notification_at", "progress_report_at"),
            ("notification_at", "final_report_at"),
        ];
        for (first, second) in ORDER {
            if let (Some(before), Some(after)) = (moments.get(first), moments.get(second))
                && after < before
            {
                let line = row.cells.get(*second).map_or(row.line, |cell| cell.line);
                self.refuse(line, format!("{second} ({after}) is before {first} ({before})"));
            }
        }
    }
}

/// What a field holds that an entry does not have.
fn absent(field: &Field) -> Json {
    match field.of {
        Of::Texts | Of::Each(_) | Of::Files => json!([]),
        _ => Json::Null,
    }
}

fn one_text(value: &Value) -> Result<String, String> {
    match value {
        Value::Text(text) if text.trim().is_empty() => Err("it is empty; leave it out".to_owned()),
        Value::Text(text) if text.chars().count() > LONGEST_TEXT => {
            Err(format!("it is longer than {LONGEST_TEXT} characters; attach a file"))
        }
        Value::Text(text) => Ok(text.trim().to_owned()),
        other => Err(format!("it must be a text, not {}", named(other))),
    }
}

fn texts(value: &Value, loose: bool) -> Result<Vec<String>, String> {
    match value {
        Value::List(items) => items.iter().map(|item| one_text(&Value::Text(item.clone()))).collect(),
        Value::Text(text) if loose => text.split('|').map(|item| one_text(&Value::Text(item.to_owned()))).collect(),
        other => Err(format!("it must be a list of texts, not {}", named(other))),
    }
}

fn truth(value: &Value, loose: bool) -> Result<bool, String> {
    match value {
        Value::Bool(yes) => Ok(*yes),
        Value::Text(text) if loose && matches!(text.to_lowercase().as_str(), "true" | "yes") => Ok(true),
        Value::Text(text) if loose && matches!(text.to_lowercase().as_str(), "false" | "no") => Ok(false),
        other => Err(format!("it must be true or false, not {}", named(other))),
    }
}

fn number(value: &Value, loose: bool) -> Result<u64, String> {
    let parsed = match value {
        Value::Int(number) => u64::try_from(*number).ok(),
        Value::Text(text) if loose => text.parse().ok(),
        _ => None,
    };
    parsed.filter(|n| *n <= 1 << 53).ok_or_else(|| format!("it must be a whole number from 0, not {}", named(value)))
}

fn word<'w>(text: &str, words: &[&'w str]) -> Result<&'w str, String> {
    let found = words.iter().find(|word| **word == text);
    found
        .copied()
        .ok_or_else(|| format!("{text:?} is not one of {}{}", words.join(", "), hint(text, words.iter().copied())))
}

fn digest(text: &str) -> Result<String, String> {
    let hex = text.strip_prefix("sha256:").unwrap_or(text);
    hex.parse::<Digest>().map(|digest| digest.to_string()).map_err(|e| e.to_string())
}

fn attached(text: &str, line: u32) -> Result<Attached, String> {
    let (path, pinned) = match text.rsplit_once(" sha256:") {
        Some((path, hex)) => (path.trim(), Some(digest(hex.trim())?)),
        None => (text, None),
    };
    let down = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']);
    if !path.split('/').all(down) {
        return Err(format!("{path:?} must be a path below the folder of registers, without hidden parts"));
    }
    let pinned = pinned.map(|hex| hex.parse()).transpose().map_err(|e: model::IdError| e.to_string())?;
    Ok(Attached { path: path.to_owned(), pinned, line })
}

fn named(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{:?}", text.chars().take(60).collect::<String>()),
        Value::List(_) => "a list".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Other(what) => (*what).to_owned(),
    }
}
