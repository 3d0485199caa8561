//! What one Rego file says of itself: package, imports, rules, and what each rule reads and calls.
//!
//! Read from tokens, before any parser. The layout rule (a rule starts in the first column, all
//! else is indented or inside brackets) is what makes this possible, and it is enforced here.

use std::collections::BTreeSet;

use crate::diagnostic::Report;
use crate::token::{Class, Pos, Token, Tokens};

/// Brackets may be nested this deep: the parser's time doubles with each level.
const MAX_DEPTH: usize = 8;

/// What kind of file it is, which decides what it may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A policy.
    Policy,
    /// A helper under `lib/`.
    Lib,
    /// The tests of a policy.
    Test,
}

/// What the head of a rule looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    /// `name if`, `name := value`.
    Value,
    /// `name contains value`.
    Set,
    /// `name(x)`.
    Function,
}

/// A name used in a rule that may be a rule, a helper or a built-in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    pub(crate) path: Vec<String>,
    pub(crate) called: bool,
    pub(crate) at: Pos,
}

/// A rule, or one of several with the same name.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) head: Head,
    pub(crate) at: Pos,
    /// The lines it takes up; no other rule is on them.
    pub(crate) first_line: u32,
    pub(crate) last_line: u32,
    pub(crate) inputs: BTreeSet<(String, Pos)>,
    pub(crate) kinds: BTreeSet<(String, Pos)>,
    pub(crate) params: BTreeSet<(String, Pos)>,
    pub(crate) names: BTreeSet<Name>,
}

/// A file's facts.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) package: String,
    pub(crate) package_at: Pos,
    pub(crate) imports: Vec<(String, Pos)>,
    pub(crate) rules: Vec<Rule>,
}

const KEYWORDS: &[&str] = &[
    "as", "contains", "default", "else", "every", "false", "if", "import", "in", "not", "null", "package", "some",
    "true", "with",
];

/// Reads the facts; problems go to `report`. `None` when the brackets make no sense.
pub(crate) fn read(tokens: &Tokens<'_>, role: Role, report: &mut Report<'_>) -> Option<Facts> {
    let mut facts = Facts::default();
    let statements = split(&tokens.tokens, report)?;
    for statement in &statements {
        let Some(first) = statement.first() else { continue };
        if first.is("package") {
            let (path, _) = chain(statement, 1);
            if !facts.package.is_empty() {
                report.add(first.at, "package", "a file has one package", None);
            }
            (facts.package, facts.package_at) = (path.join("."), first.at);
        } else if first.is("import") {
            import(statement, &mut facts, report);
        } else if let Some(rule) = rule(statement, role, report) {
            facts.rules.push(rule);
        }
    }
    if facts.package.is_empty() {
        report.add(Pos::default(), "package", "the file has no package", None);
    }
    Some(facts)
}

fn import(statement: &[Token<'_>], facts: &mut Facts, report: &mut Report<'_>) {
    let (path, end) = chain(statement, 1);
    let at = statement.first().map(|t| t.at).unwrap_or_default();
    if statement.get(end).is_some() {
        report.add(at, "import", "an import has no alias", Some("write import data.lib.<name>".to_owned()));
    }
    facts.imports.push((path.join("."), at));
}

/// Splits at each rule's first column and checks brackets and layout.
fn split<'t, 'a>(tokens: &'t [Token<'a>], report: &mut Report<'_>) -> Option<Vec<&'t [Token<'a>]>> {
    let mut starts = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut layout_told = false;
    for (i, token) in tokens.iter().enumerate() {
        let closes = token.class == Class::Sign && matches!(token.text, "]" | "}" | ")");
        if open.is_empty() && token.first && !closes && !token.is("else") {
            if token.at.column == 1 {
                starts.push(i);
            } else if !layout_told {
                let hint = Some("start rules in the first column and put bodies of several lines in { }".to_owned());
                report.add(token.at, "layout", "this line is neither the start of a rule nor inside brackets", hint);
                layout_told = true;
            }
        }
        if token.class == Class::Sign && matches!(token.text, "[" | "{" | "(") {
            open.push(token.text);
            if open.len() > MAX_DEPTH {
                let hint = Some("name the inner parts in rules of their own".to_owned());
                report.add(token.at, "nesting", format!("brackets are nested more than {MAX_DEPTH} deep"), hint);
                return None;
            }
        }
        if token.class == Class::Number && !token.text.bytes().all(|b| b.is_ascii_digit()) {
            let hint = Some("count in whole numbers: days, cents, per mille".to_owned());
            report.add(token.at, "fraction", "the engine and OPA write fractions differently", hint);
        }
        if closes && !matches!((open.pop(), token.text), (Some("["), "]") | (Some("{"), "}") | (Some("("), ")")) {
            report.add(token.at, "brackets", format!("{} closes nothing", token.text), None);
            return None;
        }
    }
    if !open.is_empty() {
        let at = tokens.last().map(|t| t.at).unwrap_or_default();
        report.add(at, "brackets", "a bracket is not closed before the end of the file", None);
        return None;
    }
    let ends = starts.iter().copied().skip(1).chain([tokens.len()]);
    Some(starts.iter().zip(ends).filter_map(|(start, end)| tokens.get(*start..end)).collect())
}

/// The dotted path that starts at `start` (`a.b`, `a["b"]`), and the index after it.
fn chain(tokens: &[Token<'_>], start: usize) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    let mut i = start;
    match tokens.get(i) {
        Some(token) if token.class == Class::Word => path.push(token.text.to_owned()),
        _ => return (path, start),
    }
    i += 1;
    loop {
        let (a, b, c) = (tokens.get(i), tokens.get(i + 1), tokens.get(i + 2));
        match (a, b, c) {
            (Some(dot), Some(word), _) if dot.is(".") && word.class == Class::Word => {
                path.push(word.text.to_owned());
                i += 2;
            }
            (Some(open), Some(key), Some(close)) if open.is("[") && open.glued && close.is("]") => {
                match key.string() {
                    Some(text) => path.push(text),
                    None => return (path, i),
                }
                i += 3;
            }
            _ => return (path, i),
        }
    }
}

fn rule(statement: &[Token<'_>], role: Role, report: &mut Report<'_>) -> Option<Rule> {
    let default = statement.first().is_some_and(|t| t.is("default"));
    let at = usize::from(default);
    let name = statement.get(at)?;
    if name.class != Class::Word || KEYWORDS.contains(&name.text) || matches!(name.text, "input" | "data") {
        report.add(name.at, "layout", format!("{} cannot start a rule", name.text), None);
        return None;
    }
    let next = statement.get(at + 1);
    let head = match next {
        Some(t) if t.is("(") && default => {
            let hint = Some("write the other case as a rule of its own".to_owned());
            report.add(name.at, "default-function", "a function must not have a default", hint);
            Head::Function
        }
        Some(t) if t.is("(") => Head::Function,
        Some(t) if t.is("contains") => Head::Set,
        Some(t) if t.is("[") || t.is(".") => {
            let hint = Some("use a comprehension, or a set with contains".to_owned());
            report.add(
                name.at,
                "general-head",
                "a rule's name must be one word: the engine leaves such a rule undefined where OPA has an empty value",
                hint,
            );
            Head::Value
        }
        _ => Head::Value,
    };
    let mut out = Rule {
        name: name.text.to_owned(),
        head,
        at: name.at,
        first_line: statement.first().map_or(name.at.line, |token| token.at.line),
        last_line: statement.last().map_or(name.at.line, last_line),
        inputs: BTreeSet::new(),
        kinds: BTreeSet::new(),
        params: BTreeSet::new(),
        names: BTreeSet::new(),
    };
    uses(statement, at + 1, role, &mut out, report);
    Some(out)
}

/// The line on which a token ends: a raw string may go over several.
fn last_line(token: &Token<'_>) -> u32 {
    token.at.line.saturating_add(u32::try_from(token.text.matches('\n').count()).unwrap_or(u32::MAX))
}

fn uses(statement: &[Token<'_>], from: usize, role: Role, out: &mut Rule, report: &mut Report<'_>) {
    let mut i = from;
    while let Some(token) = statement.get(i) {
        let after_dot = i.checked_sub(1).and_then(|p| statement.get(p)).is_some_and(|t| t.is("."));
        if token.class != Class::Word || after_dot {
            i += 1;
            continue;
        }
        let called_at = |end: usize| statement.get(end).is_some_and(|t| t.is("(") && t.glued);
        if KEYWORDS.contains(&token.text) && !(token.text == "contains" && called_at(i + 1)) {
            if token.is("with") && role != Role::Test {
                report.add(token.at, "with", "with is for tests: a policy judges what was observed", None);
            }
            i += 1;
            continue;
        }
        let (path, end) = chain(statement, i);
        let at = token.at;
        match token.text {
            _ if role == Role::Test && matches!(token.text, "input" | "data") => {}
            "input" => match path.get(1) {
                Some(field) => drop(out.inputs.insert((field.clone(), at))),
                None => report.add(
                    at,
                    "dynamic-input",
                    "input is used as a whole, so nobody can tell what it needs",
                    Some("name the fields: input.<field>".to_owned()),
                ),
            },
            "data" => data(&path, called_at(end), at, out, report),
            _ => drop(out.names.insert(Name { path, called: called_at(end), at })),
        }
        i = end.max(i + 1);
    }
}

fn data(path: &[String], called: bool, at: Pos, rule: &mut Rule, report: &mut Report<'_>) {
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["data", "resources", kind, ..] => drop(rule.kinds.insert(((*kind).to_owned(), at))),
        ["data", "params", name, ..] => drop(rule.params.insert(((*name).to_owned(), at))),
        ["data", "run", "as_of"] => {}
        ["data", "resources" | "params" | "run", ..] => report.add(
            at,
            "dynamic-data",
            format!("{} must be followed by one fixed name", words.join(".")),
            Some("data.resources[\"<kind>\"], data.params.<name>, data.run.as_of".to_owned()),
        ),
        _ => drop(rule.names.insert(Name { path: path.to_vec(), called, at })),
    }
}
