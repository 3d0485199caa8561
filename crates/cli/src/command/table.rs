//! Tables as CSV and Markdown. Cells may come from a customer's own files, so none of them can
//! become a formula in a spreadsheet or markup in a document.

use std::io::Write;

/// A table: its columns and its rows.
pub(super) struct Table {
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// Writes RFC 4180 CSV.
    pub(super) fn csv(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let heads: Vec<String> = self.columns.iter().map(|c| (*c).to_owned()).collect();
        for row in std::iter::once(&heads).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| csv_cell(cell)).collect();
            write!(out, "{}\r\n", cells.join(","))?;
        }
        Ok(())
    }

    /// Writes a Markdown table.
    pub(super) fn markdown(&self, out: &mut dyn Write) -> std::io::Result<()> {
        writeln!(out, "| {} |", self.columns.join(" | "))?;
        writeln!(out, "|{}", " --- |".repeat(self.columns.len()))?;
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| markdown_cell(cell)).collect();
            writeln!(out, "| {} |", cells.join(" | "))?;
        }
        Ok(())
    }
}

/// A cell that begins like a formula gets a quote before it, which spreadsheets show as text.
fn csv_cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn markdown_cell(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' => out.push_str("&#124;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '`' | '*' | '[' | ']' | '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Writes `text` wrapped at spaces, the first line after `label`, the others below it.
pub(super) fn wrap(out: &mut dyn Write, indent: usize, label: &str, text: &str) -> std::io::Result<()> {
    const WIDTH: usize = 100;
    let hanging = indent + label.chars().count();
    let mut line = format!("{:indent$}{label}", "");
    let mut used = hanging;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > hanging && used + 1 + length > WIDTH {
            writeln!(out, "{}", line.trim_end())?;
            line = " ".repeat(hanging);
            used = hanging;
        }
        if used > hanging {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    writeln!(out, "{}", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_becomes_a_formula_or_leaves_its_place() {
        let table = Table { columns: vec!["a", "b"], rows: vec![vec!["=1+1".to_owned(), "x, \"y\"\nz".to_owned()]] };
        let mut out = Vec::new();
        table.csv(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a,b\r\n'=1+1,\"x, \"\"y\"\"\nz\"\r\n");
        let mut out = Vec::new();
        Table { columns: vec!["a"], rows: vec![vec!["x | <b>\ny".to_owned()]] }.markdown(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "| a |\n| --- |\n| x &#124; &lt;b&gt; y |\n");
    }

    #[test]
    fn words_are_kept_whole_when_wrapped() {
        let mut out = Vec::new();
        wrap(&mut out, 2, "gap: ", &"word ".repeat(40)).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= 100 && !line.ends_with(' ')), "{text}");
        assert_eq!(text.split_whitespace().filter(|word| *word == "word").count(), 40);
    }
}
