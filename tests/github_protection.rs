//! Branch protection on GitHub, scenario by scenario, through the whole program: each recorded
//! estate must give the outcome written beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use support::{assize, code, err, json};

/// The situations that must be among the scenarios.
const SITUATIONS: [&str; 12] = [
    "classic-only",
    "ruleset-only",
    "ruleset-of-organization",
    "classic-and-ruleset",
    "ruleset-only-evaluates",
    "ruleset-with-bypass",
    "unprotected-seen-by-admin",
    "not-found-without-admin",
    "forbidden",
    "archived",
    "empty",
    "default-branch-renamed",
];

fn scenarios() -> BTreeMap<String, PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/github-protection");
    let directories = std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir());
    directories.map(|p| (p.file_name().unwrap().to_str().unwrap().to_owned(), p)).collect()
}

fn outcomes(directory: &Path, policies: impl Iterator<Item = String>) -> BTreeMap<String, Vec<String>> {
    let here = tempfile::tempdir().unwrap();
    let mut command = assize(here.path());
    command.arg("evaluate").arg(directory).args(["--format", "json"]);
    for policy in policies {
        command.args(["--select", &policy]);
    }
    let output = command.output().unwrap();
    assert!([0, 1, 3].contains(&code(&output)), "{}: {}", directory.display(), err(&output));
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in json(&output)["findings"].as_array().unwrap() {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        found.entry(text("policy")).or_default().push(text("outcome"));
    }
    found
}

#[test]
fn every_situation_is_covered() {
    let scenarios = scenarios();
    for situation in SITUATIONS {
        assert!(scenarios.contains_key(situation), "no scenario {situation}");
    }
}

#[test]
fn each_scenario_gives_the_outcome_beside_it() {
    for (name, directory) in scenarios() {
        let text = std::fs::read_to_string(directory.join("expected.json")).unwrap();
        let expected: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
        assert_eq!(expected.len(), 5, "{name}: five policies speak of branch protection");
        let found = outcomes(&directory, expected.keys().cloned());
        for (policy, outcome) in &expected {
            assert_eq!(found.get(policy), Some(&vec![outcome.clone()]), "{name}: {policy}");
        }
    }
}
