//! The index of all ways to cheat that the tests try, by the reason for which each is refused. Read out of
//! the tests themselves, of every crate: tables of cases, test vectors, and tests that name a reason.
//!
//! `cargo test -p assize-seal --test cheats write_the_index -- --ignored` writes `CHEATS.md` anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use seal::Reason;

/// Where tests stand. Of `src`, only what is in a module called `tests` counts.
const PLACES: [&str; 7] = [
    "crates/seal/tests",
    "crates/seal/src",
    "crates/store/tests",
    "crates/store/src",
    "crates/sign/tests",
    "tests",
    "crates/cli/src",
];
/// This file, and those that write the vectors out of the tables.
const NOT_READ: [&str; 4] = ["tests/cheats.rs", "tamper/services.rs", "tamper/vectors.rs", "disclosure/vectors.rs"];
const VECTORS: [&str; 2] = ["fixtures/bundles/verdicts.toml", "fixtures/disclosures/verdicts.toml"];

/// By reason: what is done, and in which file.
#[derive(Default)]
struct Ways {
    /// Rows of tables, and test vectors.
    cases: BTreeMap<Reason, BTreeSet<(String, String)>>,
    /// Tests that name the reason otherwise.
    tests: BTreeMap<Reason, BTreeSet<(String, String)>>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") && !NOT_READ.iter().any(|name| path.ends_with(name)) {
            found.push(path);
        }
    }
}

fn by_name(name: &str) -> Option<Reason> {
    Reason::ALL.iter().copied().find(|reason| reason.name() == name)
}

/// The text of a string literal that needs no escapes.
fn text(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    Some(literal.to_string().strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

/// The reason that is named at the start of `tokens`: `Reason::X`, `R::X`, or its name in quotes.
fn reason(tokens: &[TokenTree]) -> Option<Reason> {
    if let Some(name) = tokens.first().and_then(text) {
        return by_name(&name);
    }
    let [TokenTree::Ident(kind), TokenTree::Punct(a), TokenTree::Punct(b), TokenTree::Ident(variant), ..] = tokens
    else {
        return None;
    };
    let named = ["Reason", "R"].iter().any(|name| kind == name) && a.as_char() == ':' && b.as_char() == ':';
    let wanted = variant.to_string();
    Reason::ALL.iter().copied().find(|reason| named && format!("{reason:?}") == wanted)
}

/// The reason in a list of one.
fn only(token: &TokenTree) -> Option<Reason> {
    let TokenTree::Group(group) = token else { return None };
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let single = group.delimiter() == Delimiter::Bracket && tokens.len() <= 4;
    reason(&tokens).filter(|_| single)
}

struct Reader<'a> {
    ways: &'a mut Ways,
    file: String,
    /// The function that is being read.
    test: Option<String>,
    /// If what is being read is part of a test at all.
    counts: bool,
}

impl Reader<'_> {
    fn read(&mut self, tokens: TokenStream, in_case: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(word) if word == "fn" => {
                    self.test = tokens.get(at + 1).map(|name| name.to_string().replace('_', " "));
                }
                TokenTree::Group(group) => {
                    let module =
                        at >= 2 && tokens[at - 2].to_string() == "mod" && tokens[at - 1].to_string() == "tests";
                    let outer = self.counts;
                    self.counts |= module;
                    let case = group.delimiter() == Delimiter::Parenthesis && self.case(group.stream());
                    self.read(group.stream(), case);
                    self.counts = outer;
                }
                _ => {}
            }
            let test = self.test.as_ref().filter(|test| *test != "every reason has a way to cheat");
            if let (Some(reason), false, true, Some(test)) = (reason(&tokens[at..]), in_case, self.counts, test) {
                self.ways.tests.entry(reason).or_default().insert((test.clone(), self.file.clone()));
            }
        }
    }

    /// Takes note of a row of a table: `("what is done", …, Reason::X, …)`, or `&[Reason::X]` there.
    fn case(&mut self, tokens: TokenStream) -> bool {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let row = tokens.get(1).is_some_and(|token| token.to_string() == ",");
        let what = tokens.first().and_then(text).filter(|what| row && self.counts && by_name(what).is_none());
        let found = (1..tokens.len()).find_map(|at| reason(&tokens[at..]).or_else(|| only(&tokens[at])));
        let (Some(what), Some(reason)) = (what, found) else { return false };
        self.ways.cases.entry(reason).or_default().insert((what, self.file.clone()));
        true
    }
}

fn ways() -> Ways {
    let mut ways = Ways::default();
    for place in PLACES {
        let mut files = Vec::new();
        sources(&root().join(place), &mut files);
        for path in files {
            let file = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            let tokens = std::fs::read_to_string(&path).unwrap().parse::<TokenStream>().unwrap();
            Reader { ways: &mut ways, file, test: None, counts: !place.ends_with("src") }.read(tokens, false);
        }
    }
    for file in VECTORS {
        let listed = std::fs::read_to_string(root().join(file)).unwrap();
        for vector in listed.split("\n[[").skip(1) {
            let field = |name: &str| {
                vector.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(" = \"")?.strip_suffix('"'))
            };
            if let Some(reason) = by_name(field("verdict").unwrap()) {
                ways.cases.entry(reason).or_default().insert((field("what").unwrap().to_owned(), file.to_owned()));
            }
        }
    }
    ways
}

/// What is done, whatever number of tests do it.
fn distinct(ways: &Ways) -> usize {
    let cases = ways.cases.iter().flat_map(|(reason, all)| all.iter().map(move |(what, _)| (reason, what)));
    cases.collect::<BTreeSet<_>>().len()
}

fn index() -> String {
    let ways = ways();
    let mut out = format!(
        "# Ways to cheat\n\nWritten by `cheats.rs` beside this file from the tests of all crates. {} ways stand in tables of cases or \
         among the\ntest vectors; each of the {} reasons is shown by them or by a test of its own.\n",
        distinct(&ways),
        Reason::ALL.len(),
    );
    for reason in Reason::ALL {
        write!(out, "\n## {}\n\n{}\n\n", reason.name(), reason.explanation()).unwrap();
        for (what, file) in ways.cases.get(reason).into_iter().flatten() {
            writeln!(out, "- {what} (`{file}`)").unwrap();
        }
        for (test, file) in ways.tests.get(reason).into_iter().flatten() {
            writeln!(out, "- test: {test} (`{file}`)").unwrap();
        }
    }
    out
}

fn place() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/CHEATS.md")
}

#[test]
fn every_reason_has_a_way_to_cheat() {
    let ways = ways();
    let shown = |reason: &Reason| ways.cases.contains_key(reason) || ways.tests.contains_key(reason);
    let unshown: Vec<&str> = Reason::ALL.iter().filter(|reason| !shown(reason)).map(|reason| reason.name()).collect();
    assert_eq!(unshown, [""; 0], "a reason without a case");
    assert!(distinct(&ways) >= 100, "{} ways", distinct(&ways));
}

#[test]
fn the_index_says_what_the_tests_do() {
    let again = "run cargo test -p assize-seal --test cheats write_the_index -- --ignored";
    assert!(
        std::fs::read_to_string(place()).is_ok_and(|written| written == index()),
        "CHEATS.md is out of date: {again}"
    );
}

#[test]
#[ignore = "writes the index"]
fn write_the_index() {
    std::fs::write(place(), index()).unwrap();
}
