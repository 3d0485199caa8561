//! Reads CSV as people's programs write it: comma, semicolon or tab, with or without a byte order
//! mark, any end of line. What could be read in two ways is refused, never guessed.

use std::collections::BTreeMap;

use crate::raw::{Cell, Fault, Row, Rows, Value, hint};
use crate::shape::{Of, Register};

/// The entries of a file.
pub(crate) fn rows(register: &Register, file: &str, text: &str) -> Rows {
    let mut lines = Lines::of(text);
    // An open quote swallows every row after it without a word from any reader.
    if let Some(line) = open_quote(text) {
        return Rows::broken(file, line, "a quotation mark is not closed, or stands inside a cell without quotes");
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter(text)).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return Rows::broken(file, lines.at(error.position()), words(&error)),
    };
    let columns: Vec<String> = header.iter().map(str::to_lowercase).collect();
    let mut out = Rows { rows: Vec::new(), faults: unknown_columns(register, file, &columns) };
    if !out.faults.is_empty() {
        return out;
    }
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let message = words(&error);
                let line = lines.at(error.position());
                out.faults.push(Fault { file: file.to_owned(), line, entry: None, message });
                continue;
            }
        };
        let line = lines.at(record.position());
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
    let mut open = None;
    for (at, _) in text.match_indices('"') {
        open = if open.is_some() { None } else { Some(at) };
    }
    let before = text.get(..open?).unwrap_or_default();
    // A return without a feed ends a line too.
    let ends = before.bytes().zip(before.bytes().skip(1).chain([0]));
    let ends = ends.filter(|(byte, next)| *byte == b'\n' || (*byte == b'\r' && *next != b'\n')).count();
    Some(u32::try_from(ends).unwrap_or(u32::MAX).saturating_add(1))
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

/// Counts lines of a text from its start on: a feed, a return, or both end one.
struct Lines<'t> {
    text: &'t [u8],
    byte: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self { text: text.as_bytes(), byte: 0, line: 1 }
    }

    /// The line of the row that the reader began at a position, which never goes back. The reader
    /// begins a row before the feed of the last one's end and before empty lines, and counts feeds
    /// alone; an editor shows another number.
    fn at(&mut self, position: Option<&csv::Position>) -> u32 {
        let start = position.and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(self.byte);
        while let Some(byte) = self.text.get(self.byte) {
            if self.byte >= start && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            let ends = match byte {
                b'\n' => true,
                b'\r' => self.text.get(self.byte.saturating_add(1)) != Some(&b'\n'),
                _ => false,
            };
            self.line = self.line.saturating_add(u32::from(ends));
            self.byte = self.byte.saturating_add(1);
        }
        self.line
    }
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
