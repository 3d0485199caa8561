//! Registers to start from: one file each, with an example that is commented out. They are made from
//! the shapes, so that they cannot fall behind.

use std::fmt::Write;

use crate::shape::{self, Field, Of, Register};

/// The files of a new folder of registers, as path and text. Uncommented, each is read without a
/// mistake.
pub fn scaffold() -> Vec<(String, String)> {
    let files = shape::all().map(|register| {
        let name = if register.file_each() {
            format!("{}/EXAMPLE.toml.txt", register.stem)
        } else {
            format!("{}.toml", register.stem)
        };
        (name, text(register))
    });
    std::iter::once(("README.md".to_owned(), readme())).chain(files).collect()
}

fn text(register: &Register) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "# {}. Judged as {}.", register.title, register.kind);
    if register.file_each() {
        let _ =
            writeln!(out, "# Each has a file of its own here, named after its id: `assize incident open` makes one.");
    } else if register.single {
        let _ = writeln!(out, "# There is exactly one. Take the marks away and fill it in.");
    } else {
        let _ = writeln!(
            out,
            "# One [[{}]] for each. The same columns in {}.csv do as well.",
            register.table, register.stem
        );
    }
    let _ = writeln!(out, "#");
    if !register.file_each() {
        let _ = writeln!(out, "#: [[{}]]", register.table);
        let _ = writeln!(out, "#: id = \"{}-1\"  # Used once in this register.", register.table);
    }
    for field in register.fields.iter().chain(&shape::COMMON) {
        let optional = if field.must { "" } else { "Optional. " };
        let _ = writeln!(out, "#: {} = {}  # {optional}{}", field.name, example(field), field.about);
    }
    out
}

/// An example without the marks that comment it out.
///
/// Lines that begin with `#:` are the example; everything else is explanation.
pub fn uncommented(text: &str) -> String {
    text.lines().filter_map(|line| line.strip_prefix("#: ")).fold(String::new(), |mut out, line| {
        out.push_str(line);
        out.push('\n');
        out
    })
}

fn example(field: &Field) -> String {
    match (field.name, field.of) {
        ("owner", _) => "\"security team\"".to_owned(),
        ("author", _) => "\"alice\"".to_owned(),
        ("approver", _) => "\"bob\"".to_owned(),
        ("attachments", _) => "[]".to_owned(),
        ("requirements", _) => "[\"nis2:art.21.2.a\"]".to_owned(),
        ("member_state", _) => "\"DE\"".to_owned(),
        ("data_from", _) => "2026-01-15T09:00:00Z".to_owned(),
        (_, Of::Text) => "\"…\"".to_owned(),
        (_, Of::Texts) => "[\"…\"]".to_owned(),
        (_, Of::Bool) => "false".to_owned(),
        (_, Of::Count) => "1".to_owned(),
        (_, Of::Past) => "2026-01-15".to_owned(),
        (_, Of::Any) => "2036-01-15".to_owned(),
        (_, Of::Moment) => "2026-01-15T10:00:00Z".to_owned(),
        (_, Of::One(words)) => format!("{:?}", words.first().copied().unwrap_or_default()),
        (_, Of::Each(words)) => format!("[{:?}]", words.first().copied().unwrap_or_default()),
        (_, Of::Digest) => format!("\"{}\"", "0".repeat(64)),
        (_, Of::Files) => "[]".to_owned(),
    }
}

fn readme() -> String {
    let mut out = "# Registers\n\nEvidence that people attest to. Each file is a register; a file that is not there is an empty one.\n\
        Write TOML, or CSV with the same names as columns (lists parted by `|`). `assize registers check`\n\
        tells every mistake with its line.\n\n\
        - Every entry has an `id`, an `owner` and three dates: since when it holds (`effective_at`), when the\n  \
        evidence was gathered (`collected_at`) and when it was entered (`received_at`).\n\
        - A date is its first moment in UTC. A time has its zone: `2026-01-31T10:00:00Z`.\n\
        - Who approves is not who wrote: `author`, `approver`, `approved_at`.\n\
        - `attachments` are files in a folder below this one: `files/minutes.pdf`. With a digest behind the path\n  \
        (`files/minutes.pdf sha256:…`) a later change of the file is noticed. They are sealed with the evidence:\n  \
        attach nothing that an auditor must not see.\n\n\
        | file | what | kind |\n| --- | --- | --- |\n"
        .to_owned();
    for register in shape::all() {
        let name = if register.file_each() {
            format!("{}/<id>.toml", register.stem)
        } else {
            format!("{}.toml", register.stem)
        };
        let _ = writeln!(out, "| `{name}` | {} | `{}` |", register.title, register.kind);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_read_without_a_mistake_once_the_marks_are_gone() {
        let files = scaffold();
        let now = "2026-11-24T02:00:00Z".parse().unwrap();
        for register in shape::all() {
            let (path, text) =
                files.iter().find(|(path, _)| path.split(['.', '/']).next() == Some(register.stem)).unwrap();
            let path = path.strip_suffix(".txt").unwrap_or(path);
            let (entries, faults) = crate::read(register, path, uncommented(text).as_bytes(), now);
            let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
            assert!(told.is_empty(), "{path}: {told:?}");
            assert_eq!(entries.len(), 1, "{path}");
            let (none, faults) = crate::read(register, path, text.as_bytes(), now);
            let untouched = if register.file_each() { none.is_empty() } else { none.is_empty() && faults.is_empty() };
            assert!(untouched, "{path} says something before it is filled in");
        }
    }
}
