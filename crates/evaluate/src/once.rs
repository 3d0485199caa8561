//! Rules of a policy that are the same for every resource of a source: they read resources of
//! other kinds and never `input`. They are worked out once for each source instead of once for
//! each resource, so that a policy can look things up in a table it makes itself.
//!
//! The text that runs has `table := data.assize_once.table` in place of such a rule. It must never
//! change what a policy says: policies cannot use `with`, so nothing else can be seen in between,
//! and what goes wrong in such a rule goes wrong again for each resource, in the text as written.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::facts::{Facts, Head};
use crate::lint::{self, Module, Node};

/// Where the values stand under `data`.
pub(crate) const ROOT: &str = "assize_once";

/// A policy's text with the values of some rules taken from data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Once {
    /// The names of the rules.
    pub(crate) rules: BTreeSet<String>,
    /// The text to run. Lines have the numbers they had.
    pub(crate) text: String,
}

/// Finds the rules and writes the text; `None` when there is no such rule.
pub(crate) fn find(text: &str, facts: &Facts, libs: &BTreeMap<String, Facts>) -> Option<Once> {
    let module = Module { package: &facts.package, facts };
    let functions = facts.rules.iter().filter(|rule| rule.head == Head::Function).map(|rule| rule.name.as_str());
    let verdicts = ["pass", "fail", "not_applicable"];
    let excluded: BTreeSet<&str> = functions.chain(verdicts).collect();
    let rules: BTreeSet<String> = facts
        .rules
        .iter()
        .map(|rule| rule.name.as_str())
        .filter(|name| !excluded.contains(name) && is_same_for_all(&module, libs, name))
        .map(str::to_owned)
        .collect();
    (!rules.is_empty()).then(|| Once { text: rewrite(text, facts, &rules), rules })
}

/// True if the rule reads another kind, and neither it nor anything it uses reads `input`.
fn is_same_for_all(module: &Module<'_>, libs: &BTreeMap<String, Facts>, name: &str) -> bool {
    let mut seen: BTreeSet<Node<'_>> = BTreeSet::new();
    let mut open: Vec<Node<'_>> = vec![(module.package, name)];
    let mut reads_others = false;
    while let Some(node) = open.pop() {
        if !seen.insert(node) {
            continue;
        }
        let (package, facts) = match libs.get_key_value(node.0) {
            Some((package, facts)) => (package.as_str(), facts),
            None => (module.package, module.facts),
        };
        for rule in facts.rules.iter().filter(|rule| rule.name == node.1) {
            if !rule.inputs.is_empty() {
                return false;
            }
            reads_others |= !rule.kinds.is_empty();
            open.extend(lint::targets(&Module { package, facts }, rule, libs, None, None));
        }
    }
    reads_others
}

/// True if a rule of the policy is named by its whole path, `data.<package>.<rule>`.
pub(crate) fn names_itself(facts: &Facts) -> bool {
    let outside = |path: &[String]| matches!(path, [data, next, ..] if data == "data" && next != "lib");
    facts.rules.iter().flat_map(|rule| &rule.names).any(|name| outside(&name.path) || name.path == ["data"])
}

/// The first of several rules with one name makes way for the value, the others for empty lines.
fn rewrite(text: &str, facts: &Facts, rules: &BTreeSet<String>) -> String {
    let mut lines: BTreeMap<u32, String> = BTreeMap::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for rule in facts.rules.iter().filter(|rule| rules.contains(&rule.name)) {
        lines.extend((rule.first_line..=rule.last_line).map(|line| (line, String::new())));
        if told.insert(&rule.name) {
            let name = &rule.name;
            lines.insert(rule.first_line, format!("{name} := data.{ROOT}.{name}"));
        }
    }
    let kept = text.lines().zip(1..).map(|(line, number)| lines.get(&number).map_or(line, String::as_str));
    kept.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Report;
    use crate::facts::{self, Role};
    use crate::token;

    fn found(body: &str) -> Option<Once> {
        let text = format!("package a.b.c\n\n{body}");
        let facts = facts::read(&token::tokenize(&text).unwrap(), Role::Policy, &mut Report::new("c.rego")).unwrap();
        find(&text, &facts, &BTreeMap::new())
    }

    #[test]
    fn tables_are_found_and_lines_keep_their_numbers() {
        let body = "t := {x |\n\tsome x in data.resources[\"a.b\"]\n}\n\nu if count(t) > 0\n\npass if input.id in t\n";
        let once = found(body).unwrap();
        assert_eq!(once.rules.iter().map(String::as_str).collect::<Vec<_>>(), ["t", "u"]);
        let wanted =
            "package a.b.c\n\nt := data.assize_once.t\n\n\n\nu := data.assize_once.u\n\npass if input.id in t\n";
        assert_eq!(once.text, wanted);
    }

    #[test]
    fn rules_that_see_the_resource_stay() {
        assert!(found("t if {\n\tsome x in data.resources[\"a.b\"]\n\tx.id == input.id\n}\n").is_none());
        let through = "mine := input.id\n\nt if {\n\tsome x in data.resources[\"a.b\"]\n\tx.id == mine\n}\n";
        assert!(found(through).is_none(), "through another rule");
        assert!(found("t := 1\n\npass if count(data.resources[\"a.b\"]) == t\n").is_none(), "constants and verdicts");
        assert!(found("f(x) if x in data.resources[\"a.b\"]\n").is_none(), "functions");
    }
}
