//! Operation over a period: held only if every run met it and nobody looked away too long.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use assess::{OperationState, Operations, Period, assess};
use common::{built_in, finding, policy};
use model::{Assessment, Outcome, Timestamp};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn night(outcome: Option<Outcome>) -> Vec<Assessment> {
    let policy = policy("aws.iam.root_mfa", "aws.iam.account", &[("soc2", &["CC6.6"])]);
    let policies: &[_] = if outcome.is_some() { std::slice::from_ref(&policy) } else { &[] };
    let findings: Vec<_> = outcome.map(|outcome| finding(&policy, "x", outcome)).into_iter().collect();
    assess(built_in(), policies, &findings).unwrap()
}

fn state(nights: &[(&str, Option<Outcome>)], gap: u64) -> (OperationState, String) {
    let period = Period { from: at("2026-01-01T00:00:00Z"), to: at("2026-01-04T00:00:00Z"), longest_gap_hours: gap };
    let mut operations = Operations::new(period);
    for (when, outcome) in nights {
        operations.count(at(when), &night(*outcome));
    }
    let found = operations.finish();
    let one = found.iter().find(|one| one.requirement.as_str() == "CC6.6").unwrap();
    (one.state, serde_json::to_string(one).unwrap())
}

const DAYS: [&str; 3] = ["2026-01-01T02:00:00Z", "2026-01-02T02:00:00Z", "2026-01-03T02:00:00Z"];

#[test]
fn a_period_holds_only_if_every_run_does() {
    let (pass, fail, unknown) = (Some(Outcome::Pass), Some(Outcome::Fail), Some(Outcome::Unknown));
    let table: [([Option<Outcome>; 3], OperationState); 6] = [
        ([pass, pass, pass], OperationState::Held),
        ([pass, fail, pass], OperationState::NotHeld),
        ([pass, unknown, pass], OperationState::Undecided),
        ([pass, None, pass], OperationState::Undecided),
        ([pass, Some(Outcome::NotApplicable), pass], OperationState::Undecided),
        ([None, None, None], OperationState::NoEvidence),
    ];
    for (outcomes, expected) in table {
        let nights: Vec<_> = DAYS.into_iter().zip(outcomes).collect();
        let (state, said) = state(&nights, 24);
        assert_eq!(state, expected, "{said}");
    }
}

#[test]
fn one_run_shows_design_and_a_failing_one_shows_failure() {
    assert_eq!(state(&[(DAYS[0], Some(Outcome::Pass))], 99).0, OperationState::DesignOnly);
    assert_eq!(state(&[(DAYS[0], Some(Outcome::Fail))], 99).0, OperationState::NotHeld);
}

#[test]
fn a_gap_that_is_too_long_leaves_it_open_at_either_end_and_between() {
    let pass = Some(Outcome::Pass);
    let all: Vec<_> = DAYS.into_iter().map(|day| (day, pass)).collect();
    assert_eq!(state(&all, 24).0, OperationState::Held);
    assert_eq!(state(&all, 23).0, OperationState::Undecided, "24 hours lie between two runs");
    assert_eq!(state(&[all[0], all[2]], 24).0, OperationState::Undecided, "a night is missing");
    assert_eq!(state(&[all[0], all[1]], 24).0, OperationState::Undecided, "the last night is missing");
}

#[test]
fn runs_outside_of_the_period_do_not_count() {
    let period = Period { from: at("2026-01-01T00:00:00Z"), to: at("2026-01-04T00:00:00Z"), longest_gap_hours: 24 };
    let mut operations = Operations::new(period);
    assert!(!operations.count(at("2025-12-31T23:59:59Z"), &night(Some(Outcome::Fail))));
    assert!(!operations.count(at("2026-01-04T00:00:01Z"), &night(Some(Outcome::Fail))));
    assert!(operations.count(at("2026-01-04T00:00:00Z"), &night(Some(Outcome::Pass))));
    assert_eq!(operations.runs(), 1);
}

#[test]
fn failures_are_dated() {
    let (pass, fail) = (Some(Outcome::Pass), Some(Outcome::Fail));
    let (_, said) = state(&[(DAYS[2], fail), (DAYS[0], fail), (DAYS[1], pass)], 24);
    assert!(said.contains("\"first_not_met\":\"2026-01-01T02:00:00Z\""), "{said}");
    assert!(said.contains("\"last_not_met\":\"2026-01-03T02:00:00Z\""), "{said}");
}
