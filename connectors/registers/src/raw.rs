//! Entries as a file says them, before their fields are checked: names, values, lines.

use std::collections::BTreeMap;

/// A mistake in a register, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, as a path below the folder of registers.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: u32,
    /// The id of the entry concerned, if it has one.
    pub entry: Option<String>,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.message),
            line => write!(f, "{}:{line}: {}", self.file, self.message),
        }
    }
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// Text, a date, or a cell of CSV.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    Bool(bool),
    Int(i64),
    /// Anything else, by the name of its type.
    Other(&'static str),
}

/// A value and the line it stands on.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) value: Value,
    pub(crate) line: u32,
}

/// An entry: its cells by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) line: u32,
    pub(crate) cells: BTreeMap<String, Cell>,
    /// True for CSV, where everything is text and lists are parted by `|`.
    pub(crate) loose: bool,
}

/// What was read of a file.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<Row>,
    pub(crate) faults: Vec<Fault>,
}

impl Rows {
    /// A file of which nothing can be believed.
    pub(crate) fn broken(file: &str, line: u32, message: impl Into<String>) -> Self {
        let fault = Fault { file: file.to_owned(), line, entry: None, message: message.into() };
        Self { rows: Vec::new(), faults: vec![fault] }
    }
}

/// The text of a file, without the mark that some programs put before it.
///
/// # Errors
/// What is wrong with its encoding, and the line.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, (u32, String)> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err((1, "the file is UTF-16; save it as UTF-8".to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let before = bytes.get(..e.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), "the file is not UTF-8; save it as UTF-8".to_owned())
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// ` (did you mean …?)`, or nothing.
pub(crate) fn hint<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> String {
    let limit = (wrong.chars().count() / 3).clamp(1, 3);
    known
        .map(|name| (strsim::damerau_levenshtein(&wrong.to_lowercase(), name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map_or_else(String::new, |(_, name)| format!(" (did you mean {name}?)"))
}
