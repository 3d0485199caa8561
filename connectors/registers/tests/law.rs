//! The thresholds of significance against the numbers of the law, criterion by criterion: exactly at
//! each limit nothing is met, and just over it the criterion is.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use registers::significance::{BOUND, criteria};
use serde_json::{Map, Value, json};
use toml::{Table, Value as Toml};

fn law() -> Table {
    toml::from_str(include_str!("../../../frameworks/nis2-law.toml")).unwrap()
}

fn rows(law: &Table, name: &str) -> Vec<Table> {
    law[name].as_array().unwrap().iter().map(|one| one.as_table().unwrap().clone()).collect()
}

fn number(value: &Toml) -> u64 {
    u64::try_from(value.as_integer().unwrap()).unwrap()
}

fn minutes(duration: &str) -> u64 {
    let span: jiff::Span = duration.parse().unwrap();
    u64::try_from(span.get_hours()).unwrap() * 60 + u64::try_from(span.get_minutes()).unwrap()
}

/// The word of the register for an event of the law.
fn event(word: &str) -> &str {
    match word {
        "limited_availability" => "limited",
        "physical_access_compromised" => "physical_access",
        same => same,
    }
}

/// The facts of one incident, by name.
type Facts = Map<String, Value>;

/// Facts that meet the criterion, and by name those that are exactly at a limit or lack a condition.
fn facts(one: &Table, of: &str) -> (Facts, Vec<(&'static str, Facts)>) {
    let mut over = json!({"entity_types": [of], "event": event(one["event"].as_str().unwrap())});
    let mut below: Vec<(&'static str, Value)> = Vec::new();
    if let Some(longer) = one.get("longer_than") {
        let limit = minutes(longer.as_str().unwrap());
        let name = if one.contains_key("summed_over") { "week_minutes" } else { "duration_minutes" };
        over[name] = json!(limit + 1);
        below.push(("time", json!({name: limit})));
    }
    if let Some(slow) = one.get("average_response_over") {
        let limit = slow.as_str().unwrap().parse::<jiff::Span>().unwrap().get_seconds() * 1000;
        over["average_response_ms"] = json!(limit + 1);
        below.push(("response", json!({"average_response_ms": limit})));
    }
    if let Some(users) = one.get("users") {
        let (permille, count) = (number(&users["over_permille"]), number(&users["over"]));
        // So many users that both limits fall together.
        let all = count * 1000 / permille;
        over["eu_users"] = json!(all);
        over["eu_users_affected"] = json!(count + 1);
        below.push(("users", json!({"eu_users_affected": count})));
        below.push(("share", json!({"eu_users": all * 2, "eu_users_affected": count})));
    }
    if one.get("cause").is_some_and(|cause| cause.as_str() == Some("suspected_malicious")) {
        over["malicious"] = json!(true);
        below.push(("intent", json!({"malicious": false})));
    }
    let over = over.as_object().unwrap().clone();
    let with = |change: &Value| {
        let mut facts = over.clone();
        facts.extend(change.as_object().unwrap().clone());
        facts
    };
    let below = below.iter().map(|(name, change)| (*name, with(change))).collect();
    (over, below)
}

#[test]
fn every_criterion_of_a_type_is_met_just_over_its_limits_and_not_at_them() {
    let typed: Vec<Table> =
        rows(&law(), "criterion").into_iter().filter(|one| one.contains_key("applies_to")).collect();
    assert!(typed.len() >= 39, "Articles 5 to 14 have more criteria than {}", typed.len());
    for one in &typed {
        let id = one["id"].as_str().unwrap();
        for of in one["applies_to"].as_array().unwrap() {
            let (over, below) = facts(one, of.as_str().unwrap());
            assert!(criteria(&over).contains(id), "{id} is not met by {over:?}");
            for (what, facts) in below {
                assert!(!criteria(&facts).contains(id), "{id} is met at the limit of {what}: {facts:?}");
            }
            let mut other = over.clone();
            other.insert("entity_types".to_owned(), json!(["other"]));
            assert!(criteria(&other).is_empty(), "{id} binds nobody else");
        }
        // Whoever is bound but not named by the criterion does not meet it.
        let named: BTreeSet<&str> = one["applies_to"].as_array().unwrap().iter().filter_map(Toml::as_str).collect();
        for of in BOUND.iter().filter(|of| !named.contains(**of)) {
            assert!(!criteria(&facts(one, of).0).contains(id), "{id} is met by {of}");
        }
    }
}

#[test]
fn a_share_of_the_users_is_enough_where_it_is_the_smaller_limit() {
    for one in rows(&law(), "criterion").iter().filter(|one| one.contains_key("users")) {
        let (id, of) = (one["id"].as_str().unwrap(), one["applies_to"][0].as_str().unwrap());
        let permille = number(&one["users"]["over_permille"]);
        let mut facts = facts(one, of).0;
        facts.insert("eu_users".to_owned(), json!(1000));
        facts.insert("eu_users_affected".to_owned(), json!(permille));
        assert!(!criteria(&facts).contains(id), "{id}: exactly the share");
        facts.insert("eu_users_affected".to_owned(), json!(permille + 1));
        assert!(criteria(&facts).contains(id), "{id}: over the share");
    }
}

#[test]
fn the_loss_of_article_3_is_that_of_the_law() {
    let law = law();
    let all = rows(&law, "criterion");
    let loss = all.iter().find(|one| one.contains_key("over_eur")).unwrap();
    let (id, limit, permille) =
        (loss["id"].as_str().unwrap(), number(&loss["over_eur"]), number(&loss["over_turnover_permille"]));
    let met = |loss: u64, turnover: Option<u64>| {
        let facts = json!({"entity_types": ["cloud"], "financial_loss_eur": loss, "turnover_eur": turnover});
        criteria(facts.as_object().unwrap()).contains(id)
    };
    assert!(!met(limit, None) && met(limit + 1, None));
    let turnover = 1_000_000;
    let share = turnover * permille / 1000;
    assert!(!met(share, Some(turnover)) && met(share + 1, Some(turnover)), "the lower of the two");
    assert!(!met(limit, Some(u64::MAX / 2)) && met(limit + 1, Some(u64::MAX / 2)));
}

#[test]
fn those_bound_are_those_of_the_law() {
    let bound: BTreeSet<String> = rows(&law(), "entity_type")
        .iter()
        .filter(|one| one["under_regulation"].as_bool() == Some(true))
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(bound, BOUND.iter().map(|of| (*of).to_owned()).collect());
}
