//! Reads CSV as people's programs write it: comma, semicolon or tab, with or without a byte order
//! mark, any end of line. What could be read in two ways is refused, never guessed.

use std::collections::BTreeMap;

use crate::raw::{Cell, Fault, Row, Rows, Value, hint};
use crate::shape::{Of, Register};

/// The entries of a file.
pub(crate) fn rows(register: &Register, file: &str, text: &str) -> Rows {
    // An open quote swallows every row after it without a word from any reader.
    if let Some(line) = open_quote(text) {
        return Rows::broken(file, line, "a quotation mark is not closed, or stands inside a cell without quotes");
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter(text)).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return Rows::broken(file, line_of(&error), words(&error)),
    };
    let columns: Vec<String> = header.iter().map(str::to_lowercase).collect();
    let mut out = Rows::default();
    out.faults = unknown_columns(register, file, &columns);
    if !out.faults.is_empty() {
        return out;
    }
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let message = words(&error);
                out.faults.push(Fault { file: file.to_owned(), line: line_of(&error), entry: None, message });
                continue;
            }
        };
        let line = record.position().map_or(0, |at| u32::try_from(at.line()).unwrap_or(u32::MAX));
        let filled = columns.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
        let cells: BTreeMap<String, Cell> =
            filled.map(|(name, cell)| (name.clone(), Cell { value: Value::Text(cell.to_owned()), line })).collect();
        if cells.is_empty() {
            continue;
        }
        let entry = record.get(columns.iter().position(|c| c == "id").unwrap_or(usize::MAX)).map(str::to_owned);
        let formulas = cells.iter().filter(|(_, cell)| matches!(&cell.value, Value::Text(t) if is_formula(t)));
        let faults: Vec<Fault> = formulas
            .map(|(name, _)| Fault {
                file: file.to_owned(),
                line,
                entry: entry.clone(),
                message: format!("{name} begins like a formula of a spreadsheet; write the value itself"),
            })
            .collect();
        if faults.is_empty() {
            out.rows.push(Row { line, cells, loose: true });
        }
        out.faults.extend(faults);
    }
    out
}

fn unknown_columns(register: &Register, file: &str, columns: &[String]) -> Vec<Fault> {
    let known: Vec<&str> = register.every_field().map(|field| field.name).chain(["id"]).collect();
    let mut faults = Vec::new();
    let mut refuse = |message: String| faults.push(Fault { file: file.to_owned(), line: 1, entry: None, message });
    for (i, column) in columns.iter().enumerate() {
        if !known.contains(&column.as_str()) {
            refuse(format!("the register has no column {column:?}{}", hint(column, known.iter().copied())));
        } else if columns.iter().take(i).any(|before| before == column) {
            refuse(format!("the column {column} stands twice in the header"));
        }
    }
    if !columns.iter().any(|column| column == "id") {
        refuse("the header has no column id; the first line names the columns".to_owned());
    }
    for field in register.every_field().filter(|field| field.must && field.of != Of::Files) {
        if !columns.iter().any(|column| column == field.name) {
            refuse(format!("the header has no column {}: {}", field.name, field.about));
        }
    }
    faults
}

/// The delimiter is the one that stands most often in the header.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |sign: u8| header.bytes().filter(|b| *b == sign).count();
    [b';', b'\t'].into_iter().filter(|sign| count(*sign) > count(b',')).max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

/// The line of the first quotation mark that opens and is never closed.
fn open_quote(text: &str) -> Option<u32> {
    let (mut open, mut line) = (None, 1_u32);
    for byte in text.bytes() {
        match byte {
            b'"' => open = if open.is_some() { None } else { Some(line) },
            b'\n' => line = line.saturating_add(1),
            _ => {}
        }
    }
    open
}

/// `=`, `+`, `-` and `@` begin a formula in common spreadsheets. A sign before digits is a number or
/// a telephone number.
fn is_formula(cell: &str) -> bool {
    let digits = |rest: &str| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '-' | '.' | '/'))
    };
    match cell.chars().next() {
        Some('=' | '@') => true,
        Some('+' | '-') => !digits(cell.get(1..).unwrap_or_default()),
        _ => false,
    }
}

fn line_of(error: &csv::Error) -> u32 {
    error.position().map_or(1, |at| u32::try_from(at.line()).unwrap_or(u32::MAX))
}

fn words(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!(
                "the row has {len} cells, the header has {expected_len}; put cells that hold the delimiter in quotes"
            )
        }
        _ => error.to_string(),
    }
}
