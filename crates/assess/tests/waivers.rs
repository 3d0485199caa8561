//! Waivers cover failures, visibly, and only while they are in force.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use assess::{WaiverState, Waivers};
use common::{finding, policy};
use model::{Outcome, Timestamp};

const ONE: &str = r#"
[[waiver]]
policy = "aws.s3.bucket_logging"
resource = "arn:aws:s3:::acme-public-*"
reason = "Public web assets; access logs are kept by the CDN"
author = "alice"
approver = "bob"
policy_digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
created = 2026-01-01
expires = 2026-07-01T00:00:00Z
"#;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn it_covers_matching_failures_only() {
    let logging = policy("aws.s3.bucket_logging", "aws.s3.bucket", &[]);
    let other = policy("aws.s3.bucket_encrypted", "aws.s3.bucket", &[]);
    let mut waivers = Waivers::parse("waivers.toml", ONE).unwrap();
    let now = at("2026-06-30T23:59:59Z");
    let mut table = [
        (finding(&logging, "arn:aws:s3:::acme-public-site", Outcome::Fail), true),
        (finding(&logging, "arn:aws:s3:::acme-private", Outcome::Fail), false),
        (finding(&other, "arn:aws:s3:::acme-public-site", Outcome::Fail), false),
        (finding(&logging, "arn:aws:s3:::acme-public-site", Outcome::Unknown), false),
        (finding(&logging, "arn:aws:s3:::acme-public-site", Outcome::Pass), false),
    ];
    for (finding, covered) in &mut table {
        let before = finding.outcome;
        waivers.apply(finding, now);
        assert_eq!(finding.waiver.is_some(), *covered, "{finding:?}");
        assert_eq!(finding.outcome, before, "a waiver never changes an outcome");
    }
    assert_eq!(waivers.uses(now)[0].covered, 1);
}

#[test]
fn it_is_void_on_its_day_and_still_shown() {
    let logging = policy("aws.s3.bucket_logging", "aws.s3.bucket", &[]);
    for (moment, state) in [
        ("2025-12-31T23:59:59Z", WaiverState::NotYet),
        ("2026-01-01T00:00:00Z", WaiverState::InForce),
        ("2026-07-01T00:00:00Z", WaiverState::Expired),
    ] {
        let mut waivers = Waivers::parse("waivers.toml", ONE).unwrap();
        let mut failure = finding(&logging, "arn:aws:s3:::acme-public-site", Outcome::Fail);
        waivers.apply(&mut failure, at(moment));
        assert_eq!(failure.waiver.is_some(), state == WaiverState::InForce, "{moment}");
        assert_eq!(waivers.uses(at(moment))[0].state, state, "{moment}");
    }
}

#[test]
fn what_makes_no_exception_is_refused_at_its_line() {
    for (from, to, line, says) in [
        ("Public web assets; access logs are kept by the CDN", "because", 5, "at least 20 characters"),
        ("\"bob\"", "\" Alice \"", 7, "somebody else must approve"),
        ("\"bob\"", "\"\"", 7, "approver is empty"),
        ("2026-07-01T00:00:00Z", "2026-01-01", 10, "expires before it is created"),
        ("2026-07-01T00:00:00Z", "2026-07-01T00:00:00", 10, "time with its offset"),
        ("2026-07-01T00:00:00Z", "\"next year\"", 10, "time with its offset"),
        ("author = \"alice\"\n", "", 2, "missing field `author`"),
        ("sha256:0000", "sha256:000", 8, "assize policy explain"),
        ("approver", "aprover", 7, "unknown field `aprover`"),
        ("aws.s3.bucket_logging", "logging", 3, "not a policy id"),
    ] {
        let error = Waivers::parse("waivers.toml", &ONE.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(says), "{to}: {error}");
        assert!(error.starts_with(&format!("waivers.toml:{line}:")), "{to}: {error}");
    }
}

#[test]
fn a_source_narrows_it() {
    let logging = policy("aws.s3.bucket_logging", "aws.s3.bucket", &[]);
    let text = ONE.replacen("reason", "source = \"aws-prod\"\nreason", 1);
    let mut waivers = Waivers::parse("waivers.toml", &text).unwrap();
    let mut failure = finding(&logging, "arn:aws:s3:::acme-public-site", Outcome::Fail);
    waivers.apply(&mut failure, at("2026-02-01T00:00:00Z"));
    assert!(failure.waiver.is_none(), "the finding is of the source aws");
}

#[test]
fn it_is_void_while_nobody_has_approved_it_and_when_the_policy_changed() {
    let logging = policy("aws.s3.bucket_logging", "aws.s3.bucket", &[]);
    let now = at("2026-02-01T00:00:00Z");
    let pinned = ONE.replacen(&"0".repeat(64), logging.digest.as_str(), 1);
    for (text, state) in [
        (pinned.clone(), WaiverState::InForce),
        (ONE.replacen(&"0".repeat(64), &"1".repeat(64), 1), WaiverState::PolicyChanged),
        (pinned.replacen("approver = \"bob\"\n", "", 1), WaiverState::Unapproved),
    ] {
        let mut waivers = Waivers::parse("waivers.toml", &text).unwrap();
        waivers.hold_to(std::slice::from_ref(&logging));
        let mut failure = finding(&logging, "arn:aws:s3:::acme-public-site", Outcome::Fail);
        waivers.apply(&mut failure, now);
        assert_eq!(waivers.uses(now)[0].state, state);
        assert_eq!(failure.waiver.is_some(), state == WaiverState::InForce, "{state:?}");
    }
}

#[test]
fn its_days_within_a_period_are_counted() {
    let uses = Waivers::parse("waivers.toml", ONE).unwrap().uses(at("2026-02-01T00:00:00Z"));
    let days = |from, to| uses[0].days_within(at(from), at(to));
    assert_eq!(days("2026-01-01T00:00:00Z", "2026-01-11T00:00:00Z"), 10);
    assert_eq!(days("2025-01-01T00:00:00Z", "2026-01-01T00:00:01Z"), 1, "a day that has begun counts");
    assert_eq!(days("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"), 0);
    assert_eq!(days("2026-06-30T00:00:00Z", "2027-01-01T00:00:00Z"), 1);
}
