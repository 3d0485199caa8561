//! What people write wrongly: each mistake is told with its file and line, and nothing is lost.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::fmt::Write as _;

use common::{COMMON, collect, gaps, of_kind};

const ENTITY: &str =
    "[[entity]]\nid = \"acme\"\nname = \"Acme\"\nentity_types = [\"cloud\"]\ncategory = \"important\"\n";

/// A folder with an entity and one more file.
fn folder(file: &str, bytes: &[u8]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("entity.toml"), format!("{ENTITY}{COMMON}")).unwrap();
    let path = dir.path().join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
    dir
}

fn told(file: &str, bytes: &[u8]) -> Vec<String> {
    gaps(&collect(folder(file, bytes).path()))
}

fn policy(lines: &str) -> String {
    format!("[[policy]]\nid = \"p1\"\ntitle = \"Security\"\ntopics = [\"security\"]\nversion = \"1\"\n{COMMON}{lines}")
}

#[test]
fn each_mistake_is_told_at_its_line() {
    for (lines, line, says) in [
        ("expires_at = 2027-01-01T00:00:00\n", 10, "no zone"),
        ("approved_at = 2026-11-24T02:00:01Z\n", 10, "lies in the future"),
        ("reviewed_at = 2026-12-01\n", 10, "lies in the future"),
        ("author = \"alice\"\napprover = \"Alice\"\napproved_at = 2026-01-01\n", 11, "the approver is the author"),
        ("approver = \"bob\"\napproved_at = 2026-01-01\n", 10, "add author"),
        ("author = \"alice\"\napprover = \"bob\"\n", 11, "no approved_at"),
        ("expires_at = 2026-08-01\n", 10, "expires_at (2026-08-01T00:00:00Z) is before effective_at"),
        ("revewed_at = 2026-01-01\n", 10, "did you mean reviewed_at?"),
        ("attachments = [\"../secret\"]\n", 10, "below the folder of registers"),
        ("attachments = [\"/etc/passwd\"]\n", 10, "below the folder of registers"),
        ("attachments = [\"files/none.pdf\"]\n", 10, "cannot be read: files/none.pdf"),
        ("attachments = [\"a.pdf sha256:12\"]\n", 10, "64 lower-case hex digits"),
        ("notes = 7\n", 10, "must be a text"),
        ("notes = \"\"\n", 10, "it is empty"),
        ("notes = 1.5\n", 10, "a fraction"),
        ("version = \"2\"\n", 10, "duplicate key"),
    ] {
        let told = told("policies.toml", policy(lines).as_bytes());
        let wanted = format!("registers/policies.toml:{line}: ");
        assert!(told.iter().any(|t| t.starts_with(&wanted) && t.contains(says)), "{lines}: {told:?}");
        assert_eq!(told.len(), 1, "{lines}: {told:?}");
    }
}

#[test]
fn all_mistakes_of_an_entry_are_told_and_the_others_are_read() {
    let text = format!("{}[[policy]]\nid = \"p2\"\ntitle = 3\n{COMMON}[[policy]]\ntitle = \"no id\"\n", policy(""));
    let collected = collect(folder("policies.toml", text.as_bytes()).path());
    let told = gaps(&collected);
    let about = |line: u32| told.iter().filter(|t| t.starts_with(&format!("registers/policies.toml:{line}: "))).count();
    assert_eq!((about(10), about(12), about(17)), (2, 1, 1), "{told:?}");
    assert_eq!(of_kind(&collected, "registers.policy.document").len(), 1, "p1 has no mistake");
    let population = collected.populations.iter().find(|p| p.kind.as_str() == "registers.policy.document").unwrap();
    assert!(!population.complete, "an entry without id may be any: the list is not whole");
}

#[test]
fn an_id_that_is_used_twice_belongs_to_neither() {
    let dir = folder("policies.toml", format!("{}{}", policy(""), policy("")).as_bytes());
    let collected = collect(dir.path());
    let told = gaps(&collected);
    assert!(told[0].contains("policies.toml:10: the id p1 is used twice, first in policies.toml:1"), "{told:?}");
    assert!(of_kind(&collected, "registers.policy.document").is_empty());
}

#[test]
fn an_attachment_that_was_changed_is_noticed() {
    let dir = folder("files/text.md", b"as approved");
    let digest = model::Digest::of(b"as approved");
    let text = policy(&format!("attachments = [\"files/text.md sha256:{digest}\"]\n"));
    std::fs::write(dir.path().join("policies.toml"), text).unwrap();
    let collected = collect(dir.path());
    assert_eq!(gaps(&collected), Vec::<String>::new());
    let read = of_kind(&collected, "registers.policy.document");
    let attached = &read[0].fields.iter().find(|(name, _)| name.as_str() == "attachments").unwrap().1[0];
    assert_eq!((attached["sha256"].as_str(), attached["pinned"].as_bool()), (Some(digest.as_str()), Some(true)));
    assert!(read[0].exchanges.len() == 3, "list, register and attachment: {:?}", read[0].exchanges);
    std::fs::write(dir.path().join("files/text.md"), b"as changed").unwrap();
    let told = gaps(&collect(dir.path()));
    assert!(told[0].contains("policies.toml:10: files/text.md was changed since it was entered"), "{told:?}");
}

#[cfg(unix)]
#[test]
fn links_are_named_and_not_followed() {
    let dir = folder("files/text.md", b"x");
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink(outside.path(), dir.path().join("people.csv")).unwrap();
    let told = gaps(&collect(dir.path()));
    assert!(told.iter().any(|t| t.contains("people.csv: it is not read: it is a link")), "{told:?}");
}

#[test]
fn a_file_that_no_register_is_called_like_is_told() {
    let told = told("suppliesr.toml", b"");
    assert!(told[0].contains("suppliesr.toml: no register has this name (did you mean suppliers?)"), "{told:?}");
}

const HEADER: &str = "id,person,course,audience,completed_at,owner,effective_at,collected_at,received_at";
const ROW: &str = "t1,alice,Basics,awareness,2026-03-01,hr,2026-03-01,2026-03-02,2026-03-02";

fn trainings(text: &str) -> (usize, Vec<String>) {
    let collected = collect(folder("trainings.csv", text.as_bytes()).path());
    (of_kind(&collected, "registers.people.training").len(), gaps(&collected))
}

#[test]
fn csv_of_many_programs_is_read() {
    let quoted = ROW.replace("Basics", "\"Basics, part \"\"one\"\"\nand two\"");
    for text in [
        format!("{HEADER}\n{ROW}\n"),
        format!("\u{feff}{HEADER}\r\n{ROW}\r\n"),
        format!("{HEADER}\n{ROW}").replace(',', ";"),
        format!("{HEADER}\n{ROW}").replace(',', "\t"),
        format!("{HEADER}\r{ROW}\r"),
        format!("{HEADER}\n\n{ROW}\n,,,,,,,,\n"),
        format!("{HEADER}\n{quoted}\n"),
        format!("{}\n{ROW}\n", HEADER.to_uppercase()),
    ] {
        assert_eq!(trainings(&text), (1, vec![]), "{text:?}");
    }
}

#[test]
fn csv_that_could_be_read_in_two_ways_is_refused_at_its_line() {
    for (text, says) in [
        (format!("{HEADER}\n{}\n", ROW.replace("Basics", "=cmd()")), ":2: course begins like a formula"),
        (format!("{HEADER}\n{}\n", ROW.replace("alice", "@alice")), ":2: person begins like a formula"),
        (format!("{HEADER}\n{}\n", ROW.replace("Basics", "+A1+B1")), ":2: course begins like a formula"),
        (format!("{HEADER}\n{}\n", ROW.replace("Basics", "-A1")), ":2: course begins like a formula"),
        (format!("{HEADER}\n{ROW},more\n"), ":2: the row has 10 cells, the header has 9"),
        (format!("{HEADER}\n{}\n", ROW.replace("Basics", "\"Basics")), ":2: a quotation mark is not closed"),
        (format!("{HEADER},colour\n{ROW},red\n"), ":1: the register has no column \"colour\""),
        (format!("{HEADER},owner\n{ROW},it\n"), ":1: the column owner stands twice"),
        (format!("{}\n", HEADER.replace("person,", "")), ":1: the header has no column person"),
        (format!("{ROW}\n"), ":1: the header has no column id"),
        (
            format!("{HEADER}\n{}\n", ROW.replace("2026-03-02,2026-03-02", "02.03.2026,2026-03-02")),
            ":2: collected_at: \"02.03.2026\" is no date",
        ),
        (format!("{HEADER}\n{}\n", ROW.replace("awareness", "aware")), ":2: audience: \"aware\" is not one of"),
    ] {
        let (_, told) = trainings(&text);
        assert!(told.iter().any(|t| t.contains("trainings.csv") && t.contains(says)), "{says}: {told:?}");
    }
    let told = told("trainings.csv", &[0xff, 0xfe, b'i', 0]);
    assert!(told[0].contains("UTF-16"), "{told:?}");
    let told = common::gaps(&collect(folder("trainings.csv", &[b'i', b'd', b'\n', 0xe4]).path()));
    assert!(told[0].contains("trainings.csv:2: the file is not UTF-8"), "{told:?}");
}

#[test]
fn the_line_is_the_one_that_an_editor_shows() {
    let bad = ROW.replace("t1", "t2").replace("alice", "=1");
    let split = ROW.replace("Basics", "\"Basics\nand more\"");
    let long = format!("{ROW},more");
    let open = ROW.replace("Basics", "\"Basics");
    for (text, line) in [
        (format!("{HEADER}\n{ROW}\n{bad}\n"), 3),
        (format!("{HEADER}\r\n{ROW}\r\n{bad}\r\n"), 3),
        (format!("\u{feff}{HEADER}\r\n{ROW}\r\n{bad}\r\n"), 3),
        (format!("{HEADER}\r{ROW}\r{bad}\r"), 3),
        (format!("{HEADER}\n\n{ROW}\n\n\n{bad}\n"), 6),
        (format!("{HEADER}\r\n\r\n{ROW}\r\n\r\n{bad}"), 5),
        (format!("{HEADER}\n{split}\n{bad}\n"), 4),
        (format!("{HEADER}\r\n{}\r\n{bad}\r\n", split.replace('\n', "\r\n")), 4),
        (format!("{HEADER}\r\n{ROW}\r\n{long}\r\n"), 3),
        (format!("{HEADER}\r{ROW}\r{open}\r"), 3),
    ] {
        let (_, told) = trainings(&text);
        assert!(told.iter().any(|t| t.contains(&format!("trainings.csv:{line}: "))), "{line}: {text:?}: {told:?}");
    }
}

#[test]
fn a_hundred_thousand_rows_are_read_and_one_bad_one_is_found() {
    let mut text = format!("{HEADER}\n");
    for n in 1..=100_000 {
        let person = if n == 77_777 { "=1" } else { "alice" };
        let _ = writeln!(text, "t{n},{person},Basics,awareness,2026-03-01,hr,2026-03-01,2026-03-02,2026-03-02");
    }
    let (read, told) = trainings(&text);
    assert_eq!(read, 99_999);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("trainings.csv:77778: person begins like a formula"), "{told:?}");
}

#[test]
fn the_entity_is_one_and_must_be_there() {
    let twice = format!("{ENTITY}{COMMON}{}{COMMON}", ENTITY.replace("acme", "other"));
    let told = told("entity.toml", twice.as_bytes());
    assert!(told[0].contains("entity.toml:10: there is one [[entity]] only"), "{told:?}");
    let empty = tempfile::tempdir().unwrap();
    let told = gaps(&collect(empty.path()));
    assert!(told[0].contains("entity.toml is not there"), "{told:?}");
    let told = gaps(&collect(&empty.path().join("nowhere")));
    assert!(told[0].contains("the folder of registers registers cannot be read"), "{told:?}");
    assert!(told[0].contains("assize init --registers"), "the way out: {told:?}");
}

#[test]
fn an_incident_is_a_file_named_after_it() {
    let text = format!(
        "id = \"other\"\ntitle = \"x\"\nseverity = \"low\"\ndetected_at = 2026-09-01\nsignificant = \"no\"\n{COMMON}"
    );
    let told = told("incidents/2026-001.toml", text.as_bytes());
    assert!(told.iter().any(|t| t.contains("2026-001.toml:1: id is other, but the file is named")), "{told:?}");
    assert!(told.iter().any(|t| t.contains("2026-001.toml:4: detected_at: 2026-09-01 has no time")), "{told:?}");
}

#[test]
fn a_mistake_rests_on_the_exchange_of_its_own_file() {
    let dir = folder("policies.toml", policy("notes = 7\n").as_bytes());
    std::fs::write(dir.path().join("risks.toml"), "[[risk]]\nid = \"r1\"\n").unwrap();
    std::fs::write(dir.path().join("polices.toml"), "").unwrap();
    let collected = collect(dir.path());
    let of = |part: &str| {
        let gap = collected.gaps.iter().find(|gap| gap.message.contains(part)).unwrap_or_else(|| panic!("{part}"));
        gap.exchange.clone().unwrap()
    };
    let listed = of("polices.toml");
    let (policies, risks) = (of("policies.toml"), of("risks.toml"));
    assert!(policies != listed && risks != listed && policies != risks, "{listed} {policies} {risks}");
}
