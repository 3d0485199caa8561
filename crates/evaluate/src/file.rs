//! Reads one policy file, and puts files that belong together together.

use std::collections::{BTreeMap, BTreeSet};

use model::{Digest, KindSpec, Policy, PolicyId};

use crate::diagnostic::{Diagnostic, Report, did_you_mean};
use crate::facts::{self, Facts, Role};
use crate::lint::{self, Module};
use crate::metadata::{self, Metadata};
use crate::once;
use crate::set::{Loaded, PolicySet, TestFile};
use crate::token::{self, Pos};

const MAX_BYTES: usize = 128 * 1024;
const MAX_LINES: usize = 5_000;
const MAX_COLUMNS: usize = 1_000;

/// A file that could be read.
pub(crate) struct File {
    text: String,
    role: Role,
    facts: Facts,
    metadata: Option<Metadata>,
}

/// A problem of a file as a whole.
pub(crate) fn problem(path: &str, code: &'static str, message: impl Into<String>, hint: Option<String>) -> Diagnostic {
    Diagnostic { file: path.to_owned(), line: 0, column: 0, code, message: message.into(), hint }
}

/// Reads a file by itself. `None` when it is too broken to go on with.
pub(crate) fn read(path: &str, bytes: Vec<u8>, catalogue: &[KindSpec], found: &mut Vec<Diagnostic>) -> Option<File> {
    let mut report = Report::new(path);
    let file = read_into(path, bytes, catalogue, &mut report);
    found.append(&mut report.found);
    file
}

fn read_into(path: &str, bytes: Vec<u8>, catalogue: &[KindSpec], report: &mut Report<'_>) -> Option<File> {
    let text = text(bytes, report)?;
    let tokens = match token::tokenize(&text) {
        Ok(tokens) => tokens,
        Err(unreadable) => {
            report.add(unreadable.at, "unreadable", unreadable.what, None);
            return None;
        }
    };
    let Some(stem) = path.strip_suffix(".rego") else {
        report.add(Pos::default(), "path", "a policy file ends in .rego", None);
        return None;
    };
    let role = match stem {
        _ if stem.ends_with("_test") => Role::Test,
        _ if stem.starts_with("lib/") => Role::Lib,
        _ => Role::Policy,
    };
    let facts = facts::read(&tokens, role, report)?;
    let package = stem.replace('/', ".");
    if !facts.package.is_empty() && facts.package != package {
        let hint = Some(format!("write package {package}, or move the file"));
        report.add(facts.package_at, "path", format!("the package {} is not the file's path", facts.package), hint);
    }
    let metadata = if role == Role::Policy {
        if let Err(error) = package.parse::<PolicyId>() {
            report.add(Pos::default(), "path", error.to_string(), Some("<connector>/<area>/<name>.rego".to_owned()));
        }
        metadata::read(&tokens, catalogue, report)
    } else {
        None
    };
    drop(tokens);
    Some(File { text, role, facts, metadata })
}

fn text(bytes: Vec<u8>, report: &mut Report<'_>) -> Option<String> {
    if bytes.len() > MAX_BYTES {
        report.add(Pos::default(), "size", format!("the file is larger than {MAX_BYTES} bytes"), None);
        return None;
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            report.add(Pos::default(), "encoding", format!("the file is not UTF-8 from byte {good} on"), None);
            return None;
        }
    };
    let mut lines = 0;
    for (line, number) in text.lines().zip(1..) {
        lines = number;
        if line.len() > MAX_COLUMNS {
            let at = Pos { line: u32::try_from(number).unwrap_or(u32::MAX), column: 0 };
            report.add(at, "size", format!("the line is longer than {MAX_COLUMNS} bytes"), None);
            return None;
        }
    }
    if lines > MAX_LINES {
        report.add(Pos::default(), "size", format!("the file has more than {MAX_LINES} lines"), None);
        return None;
    }
    Some(text)
}

/// Checks files against each other and makes the set of those that are good.
pub(crate) fn assemble(files: BTreeMap<String, File>, found: &mut Vec<Diagnostic>) -> PolicySet {
    let mut set = PolicySet {
        policies: BTreeMap::new(),
        on_request: BTreeSet::new(),
        libs: BTreeMap::new(),
        tests: BTreeMap::new(),
    };
    let mut libs: BTreeMap<String, Facts> = BTreeMap::new();
    let mut rest: Vec<(String, File)> = Vec::new();
    for (path, file) in files {
        if file.role == Role::Lib {
            set.libs.insert(file.facts.package.clone(), (path, file.text));
            libs.insert(file.facts.package.clone(), file.facts);
        } else {
            rest.push((path, file));
        }
    }
    for (package, facts) in &libs {
        let path = set.libs.get(package).map_or("", |(path, _)| path);
        let mut report = Report::new(path);
        lint::check(&Module { package, facts }, &libs, None, &mut report);
        found.append(&mut report.found);
    }
    for (path, file) in rest {
        let mut report = Report::new(&path);
        if file.role == Role::Test {
            test(&path, file, &libs, &mut set, &mut report);
        } else {
            policy(&path, file, &libs, &mut set, &mut report);
        }
        found.append(&mut report.found);
    }
    let subjects: BTreeSet<&str> =
        set.policies.keys().map(PolicyId::as_str).chain(set.libs.keys().map(String::as_str)).collect();
    // Policies with problems are not in the set; a test without its policy is then no news.
    if found.is_empty() {
        for (subject, test) in set.tests.iter().filter(|(subject, _)| !subjects.contains(subject.as_str())) {
            let hint = did_you_mean(subject, subjects.iter().copied());
            found.push(problem(&test.path, "test", format!("there is no policy {subject} to test"), hint));
        }
    }
    set
}

fn test(path: &str, file: File, libs: &BTreeMap<String, Facts>, set: &mut PolicySet, report: &mut Report<'_>) {
    let Some(subject) = file.facts.package.strip_suffix("_test").map(str::to_owned) else { return };
    let module = Module { package: &file.facts.package, facts: &file.facts };
    let reach = lint::check(&module, libs, Some(&subject), report);
    let rules = file.facts.rules.iter().map(|rule| rule.name.clone()).collect();
    set.tests.insert(subject, TestFile { path: path.to_owned(), text: file.text, rules, libs: reach.libs });
}

fn policy(path: &str, file: File, libs: &BTreeMap<String, Facts>, set: &mut PolicySet, report: &mut Report<'_>) {
    let module = Module { package: &file.facts.package, facts: &file.facts };
    let reach = lint::check(&module, libs, None, report);
    let (Some(meta), Ok(id)) = (file.metadata, file.facts.package.parse::<PolicyId>()) else { return };
    lint::declarations(&file.facts, &meta, &reach, report);
    if !report.found.is_empty() {
        return;
    }
    let policy = Policy {
        id: id.clone(),
        title: meta.title,
        description: meta.description,
        kind: meta.kind,
        needs: meta.needs,
        severity: meta.severity,
        requirements: meta.requirements,
        remediation: meta.remediation,
        params: meta.params,
        equivalent: meta.equivalent,
        digest: Digest::of(file.text.as_bytes()),
    };
    let may_not_apply = file.facts.rules.iter().any(|rule| rule.name == "not_applicable");
    let once = once::find(&file.text, &file.facts, libs);
    let own_paths = once::names_itself(&file.facts);
    let loaded =
        Loaded { policy, path: path.to_owned(), text: file.text, libs: reach.libs, may_not_apply, once, own_paths };
    set.policies.insert(id, loaded);
}
