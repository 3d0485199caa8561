//! Reads TOML: `[[<table>]]` for each entry, and `[defaults]` for what all entries of the file share.
//! A file of an incident is the entry itself.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::raw::{Cell, Fault, Row, Rows, Value, hint};
use crate::shape::Register;

/// What all entries of a file share.
const DEFAULTS: &str = "defaults";

/// Finds the line of a byte.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i).collect())
    }

    fn at(&self, span: &Range<usize>) -> u32 {
        u32::try_from(self.0.partition_point(|end| *end < span.start) + 1).unwrap_or(u32::MAX)
    }
}

/// The entries of a file. `itself` is the id of the entry when the whole file is one.
pub(crate) fn rows(register: &Register, file: &str, text: &str, itself: Option<&str>) -> Rows {
    let lines = Lines::of(text);
    let top = match DeTable::parse(text) {
        Ok(top) => top.into_inner(),
        Err(error) => {
            let line = lines.at(&error.span().unwrap_or(0..0));
            return Rows::broken(file, line, error.message().replace('\n', " "));
        }
    };
    if let Some(id) = itself {
        let mut row = row(&top, &lines, 1);
        row.cells.entry("id".to_owned()).or_insert_with(|| Cell { value: Value::Text(id.to_owned()), line: 1 });
        return Rows { rows: vec![row], faults: Vec::new() };
    }
    let mut out = Rows::default();
    let mut defaults = BTreeMap::new();
    for (key, value) in &top {
        let (name, line) = (key.get_ref().as_ref(), lines.at(&key.span()));
        let mut refuse = |message: String| {
            out.faults.push(Fault { file: file.to_owned(), line, entry: None, message });
        };
        match value.get_ref() {
            DeValue::Table(table) if name == DEFAULTS => defaults = row(table, &lines, line).cells,
            DeValue::Array(items) if name == register.table => {
                for item in items.iter() {
                    match item.get_ref() {
                        DeValue::Table(table) => out.rows.push(row(table, &lines, lines.at(&item.span()))),
                        _ => out.faults.push(Fault {
                            file: file.to_owned(),
                            line: lines.at(&item.span()),
                            entry: None,
                            message: format!("write [[{name}]] above each entry"),
                        }),
                    }
                }
            }
            _ if name == register.table => refuse(format!("write [[{name}]], with two brackets, above each entry")),
            _ => {
                let hint = hint(name, [register.table, DEFAULTS].into_iter());
                refuse(format!("{name} is neither [[{}]] nor [{DEFAULTS}]{hint}", register.table));
            }
        }
    }
    for row in &mut out.rows {
        for (name, cell) in &defaults {
            row.cells.entry(name.clone()).or_insert_with(|| cell.clone());
        }
    }
    out
}

fn row(table: &DeTable<'_>, lines: &Lines, line: u32) -> Row {
    let cells = table.iter().map(|(key, value)| {
        let cell = Cell { value: value_of(value), line: lines.at(&key.span()) };
        (key.get_ref().to_string(), cell)
    });
    Row { line, cells: cells.collect(), loose: false }
}

fn value_of(value: &Spanned<DeValue<'_>>) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Datetime(moment) => Value::Text(moment.to_string()),
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other("a number that is too large"), Value::Int),
        DeValue::Float(_) => Value::Other("a fraction"),
        DeValue::Table(_) => Value::Other("a table"),
        DeValue::Array(items) => {
            let texts: Option<Vec<String>> =
                items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect();
            texts.map_or(Value::Other("a list of other things than texts"), Value::List)
        }
    }
}
