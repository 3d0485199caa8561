//! The fixtures of `fixtures/github-protection`: they are what `support/scenarios.rs` says, they
//! replay, and each gives the protection that its scenario stands for.
//!
//! `ASSIZE_TEST_WRITE_FIXTURES=1 cargo test -p assize-github --test world` writes them anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::support::scenarios::{PAGE, Scenario, all};
use crate::support::{AS_OF, REPOSITORY, collect_over, field, gap, only, plan, run};
use model::{Cause, Exchange, Plan, Run};
use serde_json::{Value, json};
use wire::{Replay, Wire};

const POLICIES: [&str; 5] = [
    "github.repo.branch_protected",
    "github.repo.reviews_required",
    "github.repo.status_checks_required",
    "github.repo.history_protected",
    "github.repo.no_bypass",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/github-protection")
}

/// Every field that takes no further question, so that policies may need any of them.
fn wanted(codeowners: bool) -> Plan {
    let mut fields = vec![
        "visibility",
        "archived",
        "fork",
        "empty",
        "default_branch",
        "created_at",
        "pushed_at",
        "viewer_is_admin",
        "protection",
        "security",
    ];
    if codeowners {
        fields.push("codeowners");
    }
    plan(REPOSITORY, &fields)
}

/// File name → bytes.
fn files(scenario: &Scenario) -> BTreeMap<&'static str, Vec<u8>> {
    // The page query differs with CODEOWNERS wanted or not; the fixture answers both.
    scenario.world.collect(&wanted(true));
    let first = scenario.world.asked.lock().unwrap().len();
    scenario.world.collect(&wanted(false));
    let asked = scenario.world.asked.lock().unwrap();
    let mut lines: BTreeMap<String, &Exchange> = BTreeMap::new();
    for (index, exchange) in asked.iter().enumerate() {
        if index < first || exchange.operation == PAGE {
            lines.insert(exchange.id.to_string(), exchange);
        }
    }
    let exchanges = lines.into_values().flat_map(|exchange| model::canonical_line(exchange).unwrap()).collect();
    let run = Run {
        id: format!("github-protection-{}", scenario.name),
        started_at: AS_OF.parse().unwrap(),
        finished_at: AS_OF.parse().unwrap(),
        assize: "0.1.0".to_owned(),
        sources: vec![crate::support::source(json!({}))],
        config: None,
        accounts: BTreeMap::new(),
        shard: None,
        merged: Vec::new(),
    };
    let expected: BTreeMap<_, _> = POLICIES.iter().zip(scenario.outcomes).collect();
    let pretty = |value: Value| format!("{value:#}\n").into_bytes();
    BTreeMap::from([
        ("exchanges.jsonl", exchanges),
        ("run.json", pretty(serde_json::to_value(run).unwrap())),
        ("expected.json", pretty(serde_json::to_value(expected).unwrap())),
    ])
}

#[test]
fn the_fixtures_are_what_the_scenarios_say() {
    #[allow(clippy::disallowed_methods, reason = "a test decides from its environment whether to write")]
    let write = std::env::var("ASSIZE_TEST_WRITE_FIXTURES").is_ok_and(|value| value == "1");
    for scenario in all() {
        let here = folder().join(scenario.name);
        for (name, bytes) in files(&scenario) {
            let path = here.join(name);
            if write {
                std::fs::create_dir_all(&here).unwrap();
                std::fs::write(&path, &bytes).unwrap();
            }
            let found = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert!(found == bytes, "{} is out of date; see the head of this file", path.display());
        }
    }
    let known: Vec<_> = all().iter().map(|scenario| scenario.name).collect();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name.as_str()) || name == "README.md", "no scenario is called {name}");
    }
}

#[test]
fn each_fixture_replays_to_its_protection() {
    for scenario in all() {
        let replay = Replay::open(&folder().join(scenario.name)).unwrap();
        let wire = Wire::recorded(replay.transport(&"github".parse().unwrap()), AS_OF.parse().unwrap());
        let collected = run(collect_over(&wire, &wanted(true), json!({}))).unwrap();
        let repository = only(&collected, REPOSITORY);
        if let Some(protected) = scenario.protected {
            assert_eq!(!field(&repository, "protection").is_null(), protected, "{}", scenario.name);
        } else {
            let gap = gap(&repository, "protection");
            assert_eq!(gap.cause, Cause::Denied, "{}", scenario.name);
            assert_eq!(gap.permission.as_deref(), Some("repository administration: read"));
            assert!(gap.exchange.is_some(), "the gap shows the refusal");
        }
        assert_eq!(field(&repository, "empty"), &json!(scenario.name == "empty"));
        assert_eq!(field(&repository, "archived"), &json!(scenario.name == "archived"));
        assert!(collected.populations.iter().all(|p| p.complete && p.independent_count == Some(1)));
        assert_eq!(collected.gaps, [], "{}", scenario.name);
        let recorded = replay.exchanges().iter().map(|exchange| &exchange.id);
        let recorded: Vec<_> = recorded.collect();
        assert!(repository.exchanges.iter().all(|id| recorded.contains(&id)), "{}", scenario.name);
    }
}

/// What the policies must say is what the merged protection says.
#[test]
fn the_expected_outcomes_follow_from_the_protection() {
    for scenario in all().iter().filter(|scenario| scenario.protected == Some(true)) {
        let repository = only(&scenario.world.collect(&wanted(true)), REPOSITORY);
        let protection = field(&repository, "protection");
        let outcome = |good: Option<bool>| match good {
            Some(true) => "pass",
            Some(false) => "fail",
            None => "unknown",
        };
        let is = |name: &str| protection[name].as_bool();
        let open = protection.get("bypass_actors").map(|actors| actors.as_array().unwrap().is_empty());
        let derived = [
            outcome(is("pull_request_required")),
            outcome(protection["required_approvals"].as_u64().map(|count| count > 0)),
            outcome(protection["required_status_checks"].as_array().map(|checks| !checks.is_empty())),
            outcome(is("force_push_blocked").zip(is("deletion_blocked")).map(|(a, b)| a && b)),
            outcome(is("admins_enforced").zip(open).map(|(a, b)| a && b)),
        ];
        assert_eq!(derived, scenario.outcomes, "{}", scenario.name);
    }
}
