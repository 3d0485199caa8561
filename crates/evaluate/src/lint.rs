//! Checks across a policy and the helpers it uses: what it calls, reads and declares.
//!
//! A policy that passes here is hermetic, does not recurse, and reads nothing it did not declare.

use std::collections::{BTreeMap, BTreeSet};

use model::{FieldName, Need};

use crate::builtins;
use crate::diagnostic::{Report, did_you_mean};
use crate::facts::{Facts, Head, Name, Rule};
use crate::metadata::Metadata;
use crate::token::Pos;

/// A file in the graph: its name in paths (`lib.iam`, or the package of a policy) and its facts.
pub(crate) struct Module<'f> {
    pub(crate) package: &'f str,
    pub(crate) facts: &'f Facts,
}

/// A rule in the graph: package and name.
pub(crate) type Node<'f> = (&'f str, &'f str);

/// What is reachable from a file's rules.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    pub(crate) inputs: BTreeSet<(String, Pos)>,
    pub(crate) kinds: BTreeSet<(String, Pos)>,
    pub(crate) params: BTreeSet<(String, Pos)>,
    /// Names of the helper packages used, such as `lib.iam`.
    pub(crate) libs: BTreeSet<String>,
}

/// Checks calls, names, imports and recursion of `module`, and gathers what it reads, itself and
/// through helpers. `test_of` is the policy's package when `module` holds its tests.
pub(crate) fn check(
    module: &Module<'_>,
    libs: &BTreeMap<String, Facts>,
    test_of: Option<&str>,
    report: &mut Report<'_>,
) -> Reach {
    imports(module, libs, test_of, report);
    let mut edges: BTreeMap<Node<'_>, BTreeSet<Node<'_>>> = BTreeMap::new();
    for rule in &module.facts.rules {
        let to = targets(module, rule, libs, test_of, Some(report));
        edges.entry((module.package, &rule.name)).or_default().extend(to);
    }
    let mut silent: Vec<Node<'_>> = edges.values().flatten().copied().collect();
    while let Some(node) = silent.pop() {
        if edges.contains_key(&node) {
            continue;
        }
        let Some((package, facts)) = libs.get_key_value(node.0) else { continue };
        let lib = Module { package, facts };
        let mut to = BTreeSet::new();
        for rule in facts.rules.iter().filter(|rule| rule.name == node.1) {
            // Problems inside a helper are told once, where the helper itself is checked.
            to.extend(targets(&lib, rule, libs, None, None));
        }
        silent.extend(to.iter().copied());
        edges.insert(node, to);
    }
    recursion(module, &edges, report);
    reach(module, libs, &edges)
}

fn imports(module: &Module<'_>, libs: &BTreeMap<String, Facts>, test_of: Option<&str>, report: &mut Report<'_>) {
    let mut v1 = false;
    for (path, at) in &module.facts.imports {
        v1 |= path == "rego.v1";
        let lib = path.strip_prefix("data.").filter(|name| name.starts_with("lib."));
        let policy = test_of.is_some_and(|id| path.strip_prefix("data.") == Some(id));
        if path == "rego.v1" || policy || lib.is_some_and(|name| libs.contains_key(name)) {
            continue;
        }
        let names = libs.keys().map(String::as_str);
        let hint = lib.and_then(|name| did_you_mean(name, names));
        let message =
            if lib.is_some() { format!("there is no helper {path}") } else { format!("{path} must not be imported") };
        report.add(*at, "import", message, hint.or(Some("only rego.v1 and data.lib.<name> may be".to_owned())));
    }
    if !v1 {
        report.add(module.facts.package_at, "import", "import rego.v1 is missing", None);
    }
}

/// The rules that `rule` refers to. Names that are neither rule nor function are variables.
pub(crate) fn targets<'f>(
    module: &Module<'f>,
    rule: &'f Rule,
    libs: &'f BTreeMap<String, Facts>,
    test_of: Option<&str>,
    mut report: Option<&mut Report<'_>>,
) -> BTreeSet<Node<'f>> {
    let mut out = BTreeSet::new();
    for name in &rule.names {
        match resolve(module, name, libs) {
            Target::Rule(node) => drop(out.insert(node)),
            Target::Nothing => {}
            Target::Unknown if calls_policy(name, test_of) => {}
            Target::Unknown => {
                if let Some(report) = report.as_deref_mut() {
                    unknown(module, name, report);
                }
            }
        }
    }
    out
}

enum Target<'f> {
    Rule(Node<'f>),
    /// A variable or an allowed built-in.
    Nothing,
    Unknown,
}

fn resolve<'f>(module: &Module<'f>, name: &'f Name, libs: &'f BTreeMap<String, Facts>) -> Target<'f> {
    let words: Vec<&str> = name.path.iter().map(String::as_str).collect();
    let local = |word: &str| module.facts.rules.iter().find(|r| r.name == word).map(|r| r.name.as_str());
    let in_lib = |lib: &str, word: &str| {
        let (package, facts) = libs.get_key_value(&format!("lib.{lib}"))?;
        let rule = facts.rules.iter().find(|r| r.name == word)?;
        Some((package.as_str(), rule.name.as_str()))
    };
    let imported =
        |word: &str| module.facts.imports.iter().any(|(path, _)| path.strip_prefix("data.lib.") == Some(word));
    if let ["data", rest @ ..] = words.as_slice() {
        if let ["lib", lib, rule, ..] = rest {
            return in_lib(lib, rule).map_or(Target::Unknown, Target::Rule);
        }
        let package: Vec<&str> = module.package.split('.').collect();
        let own = rest.strip_prefix(package.as_slice()).and_then(|rest| rest.first()).and_then(|word| local(word));
        return own.map_or(Target::Unknown, |rule| Target::Rule((module.package, rule)));
    }
    match words.as_slice() {
        [alias, rule, ..] if imported(alias) => in_lib(alias, rule).map_or(Target::Unknown, Target::Rule),
        [word, ..] => match local(word) {
            Some(rule) => Target::Rule((module.package, rule)),
            None if name.called && !builtins::allowed(&words.join(".")) => Target::Unknown,
            None if imported(word) => Target::Unknown,
            None => Target::Nothing,
        },
        [] => Target::Nothing,
    }
}

/// Tests may call the policy's own functions through its imported name.
fn calls_policy(name: &Name, test_of: Option<&str>) -> bool {
    let last = test_of.and_then(|id| id.rsplit('.').next());
    last.is_some() && name.path.first().map(String::as_str) == last
}

fn unknown(module: &Module<'_>, name: &Name, report: &mut Report<'_>) {
    let path = name.path.join(".");
    if name.called && name.path.first().is_none_or(|word| word != "data") {
        let local: Vec<&str> = module.facts.rules.iter().map(|r| r.name.as_str()).collect();
        let (code, message, hint) = builtins::explain(&path, &local);
        report.add(name.at, code, message, hint);
    } else {
        let hint = "data.resources[\"<kind>\"], data.run.as_of, data.params.<name>, data.lib.<name>.<rule>";
        report.add(name.at, "data", format!("{path} is not there to be read"), Some(hint.to_owned()));
    }
}

/// Leaves only rules that lie on a circle (or between two) by taking away all that call nothing
/// that is left, then all that nothing left calls.
fn recursion(module: &Module<'_>, edges: &BTreeMap<Node<'_>, BTreeSet<Node<'_>>>, report: &mut Report<'_>) {
    let mut left: BTreeSet<Node<'_>> = edges.keys().copied().collect();
    for callers in [false, true] {
        loop {
            let bound = |node: &Node<'_>| {
                if callers {
                    left.iter().any(|from| edges.get(from).is_some_and(|to| to.contains(node)))
                } else {
                    edges.get(node).is_some_and(|to| to.iter().any(|next| left.contains(next)))
                }
            };
            let kept: BTreeSet<Node<'_>> = left.iter().copied().filter(bound).collect();
            if kept.len() == left.len() {
                break;
            }
            left = kept;
        }
    }
    if left.is_empty() {
        return;
    }
    let names: Vec<String> = left.iter().take(5).map(|(package, rule)| format!("{package}.{rule}")).collect();
    let own = module.facts.rules.iter().find(|rule| left.contains(&(module.package, rule.name.as_str())));
    let at = own.map_or(module.facts.package_at, |rule| rule.at);
    let hint = Some("a rule must not need itself; rename variables that have a rule's name".to_owned());
    report.add(at, "recursion", format!("these rules refer to each other in a circle: {}", names.join(", ")), hint);
}

fn reach(module: &Module<'_>, libs: &BTreeMap<String, Facts>, edges: &BTreeMap<Node<'_>, BTreeSet<Node<'_>>>) -> Reach {
    let mut out = Reach::default();
    let mut add = |rule: &Rule, at: Option<Pos>| {
        let place = |set: &BTreeSet<(String, Pos)>| -> Vec<(String, Pos)> {
            set.iter().map(|(name, own)| (name.clone(), at.unwrap_or(*own))).collect()
        };
        out.inputs.extend(place(&rule.inputs));
        out.kinds.extend(place(&rule.kinds));
        out.params.extend(place(&rule.params));
    };
    for rule in &module.facts.rules {
        add(rule, None);
    }
    for (package, name) in edges.keys() {
        if let Some(facts) = libs.get(*package).filter(|_| *package != module.package) {
            facts.rules.iter().filter(|r| r.name == *name).for_each(|r| add(r, Some(module.facts.package_at)));
        }
    }
    let imported = module.facts.imports.iter().filter_map(|(path, _)| path.strip_prefix("data."));
    let used = edges.keys().map(|(package, _)| *package).filter(|package| *package != module.package);
    out.libs = imported.chain(used).filter(|name| libs.contains_key(*name)).map(str::to_owned).collect();
    // A helper that is loaded needs what it imports, used or not.
    let mut more: Vec<String> = out.libs.iter().cloned().collect();
    while let Some(name) = more.pop() {
        let imports = libs.get(&name).into_iter().flat_map(|facts| &facts.imports);
        for next in imports.filter_map(|(path, _)| path.strip_prefix("data.")).filter(|n| libs.contains_key(*n)) {
            if out.libs.insert(next.to_owned()) {
                more.push(next.to_owned());
            }
        }
    }
    out
}

/// Holds what a policy reads against what its METADATA declares, and checks its verdict rules.
pub(crate) fn declarations(facts: &Facts, meta: &Metadata, reach: &Reach, report: &mut Report<'_>) {
    let fields: BTreeSet<&str> = meta.needs.iter().filter_map(own).map(FieldName::as_str).collect();
    let kinds: BTreeSet<&str> = meta.needs.iter().filter_map(other).collect();
    let params: BTreeSet<&str> = meta.params.keys().map(String::as_str).collect();
    let free: BTreeSet<&str> = ["id", "kind", "source"].into();
    compare(&reach.inputs, &fields, &free, "input.", "needs", meta, report);
    compare(&reach.kinds, &kinds, &BTreeSet::new(), "data.resources ", "needs", meta, report);
    compare(&reach.params, &params, &BTreeSet::new(), "data.params.", "params", meta, report);
    for (name, head, least) in
        [("pass", Head::Value, true), ("fail", Head::Set, true), ("not_applicable", Head::Set, false)]
    {
        let mut found = false;
        for rule in facts.rules.iter().filter(|rule| rule.name == name) {
            found = true;
            if rule.head != head {
                let form = if head == Head::Set { "contains \"why\" if …" } else { "if …" };
                report.add(rule.at, "verdict", format!("{name} must be written {name} {form}"), None);
            }
        }
        if least && !found {
            report.add(
                facts.package_at,
                "verdict",
                format!("the policy has no {name} rule, so it can never {name}"),
                None,
            );
        }
    }
}

fn own(need: &Need) -> Option<&FieldName> {
    match need {
        Need::Field(name) => Some(name),
        Need::Other(..) => None,
    }
}

fn other(need: &Need) -> Option<&str> {
    match need {
        Need::Field(_) => None,
        Need::Other(kind, _) => Some(kind.as_str()),
    }
}

fn compare(
    used: &BTreeSet<(String, Pos)>,
    declared: &BTreeSet<&str>,
    free: &BTreeSet<&str>,
    prefix: &str,
    key: &str,
    meta: &Metadata,
    report: &mut Report<'_>,
) {
    let mut told = BTreeSet::new();
    for (name, at) in used {
        if !declared.contains(name.as_str()) && !free.contains(name.as_str()) && told.insert(name) {
            let hint = did_you_mean(name, declared.iter().copied());
            let hint = hint.or_else(|| Some(format!("add it to {key}, or read something else")));
            report.add(*at, "undeclared", format!("{prefix}{name} is read but not declared in {key}"), hint);
        }
    }
    for name in declared.iter().filter(|name| !used.iter().any(|(used, _)| used == *name)) {
        let at = Pos { line: meta.line, column: 0 };
        report.add(at, "unused", format!("{name} is declared in {key} but {prefix}{name} is never read"), None);
    }
}
