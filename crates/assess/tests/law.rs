//! The built-in files against a second copy of the facts: every id, article, deadline, threshold
//! and fine is compared, both ways. `facts.json` was written down from the legal texts apart from
//! the files that it checks.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use assess::{Framework, Law, RequirementKind};
use common::built_in;
use serde_json::{Value, json};

fn facts() -> Value {
    serde_json::from_str(include_str!("facts.json")).unwrap()
}

fn nis2() -> &'static Framework {
    built_in().get(&"nis2".parse().unwrap()).unwrap()
}

fn law() -> &'static Law {
    built_in().law(&"nis2".parse().unwrap()).unwrap()
}

#[test]
fn every_requirement_of_the_law_is_there_with_its_article_and_interval() {
    let is = |r: &assess::Requirement| match &r.at_least_every {
        Some(every) => json!([r.id.as_str(), r.cite, every]),
        None => json!([r.id.as_str(), r.cite]),
    };
    let found: BTreeSet<String> = nis2()
        .requirements
        .iter()
        .filter(|r| !r.id.as_str().starts_with("ir.art"))
        .map(|r| is(r).to_string())
        .collect();
    let facts: BTreeSet<String> = facts()["nis2"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert_eq!(found, facts);
}

#[test]
fn every_criterion_of_soc_2_is_there_under_its_category() {
    let soc2 = built_in().get(&"soc2".parse().unwrap()).unwrap();
    let found: Vec<&str> =
        soc2.requirements.iter().filter(|r| r.kind == RequirementKind::Criterion).map(|r| r.id.as_str()).collect();
    let facts = facts();
    let facts: Vec<&str> = facts["soc2"].as_array().unwrap().iter().map(|c| c[0].as_str().unwrap()).collect();
    assert_eq!(found.iter().collect::<BTreeSet<_>>(), facts.iter().collect::<BTreeSet<_>>());
    assert_eq!(found.len(), 61);
}

#[test]
fn every_stage_of_reporting_runs_from_the_right_moment() {
    let found: BTreeSet<String> = nis2()
        .deadlines
        .iter()
        .filter(|d| d.requirement.as_str().starts_with("art.23.4."))
        .map(|d| json!([d.id, d.requirement.as_str(), d.starts, d.within]).to_string())
        .collect();
    let facts: BTreeSet<String> = facts()["stages"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert_eq!(found, facts);
}

#[test]
fn changes_of_registered_data_have_two_weeks_and_three_months() {
    let facts = facts();
    for register in &law().register {
        let fact = &facts["registers"][&register.id];
        assert_eq!(json!([register.change_within, register.due, register.data.len()]), *fact, "{}", register.id);
        let asks = register.changes.as_ref().unwrap_or(&register.requirement);
        let clock = nis2().deadlines.iter().find(|d| d.requirement == *asks).unwrap();
        assert_eq!(clock.within.as_ref(), Some(&register.change_within), "{}", register.id);
    }
    assert_eq!(law().register.len(), 2);
}

#[test]
fn entity_types_are_bound_and_registered_as_the_law_says() {
    let facts = facts();
    let found: Vec<Value> =
        law().entity_type.iter().map(|t| json!([t.id, t.sector, t.under_regulation, t.any_size.is_some()])).collect();
    assert_eq!(Value::from(found), facts["entity_types"]);
    let set = |name: &str| -> BTreeSet<String> {
        facts[name].as_array().unwrap().iter().map(|t| t.as_str().unwrap().to_owned()).collect()
    };
    let who = |chosen: fn(&assess::EntityType) -> bool| -> BTreeSet<String> {
        law().entity_type.iter().filter(|t| chosen(t)).map(|t| t.id.clone()).collect()
    };
    // Article 1 of 2024/2690 and Article 27(1) of the directive differ in two types.
    assert_eq!(who(|t| t.under_regulation), set("bound_by_2690"));
    assert_eq!(who(|t| t.in_eu_registry), set("in_eu_registry"));
    let registry = law().register.iter().find(|r| r.id == "eu_registry").unwrap();
    assert_eq!(registry.who.iter().cloned().collect::<BTreeSet<_>>(), set("in_eu_registry"));
}

#[test]
fn sectors_stand_at_their_points_of_the_annexes() {
    let found: Vec<Value> = law().sector.iter().map(|s| json!([s.annex, s.number, s.id])).collect();
    assert_eq!(Value::from(found), facts()["sectors"]);
    for sector in &law().sector {
        let annex = if sector.annex == 1 { "I" } else { "II" };
        assert_eq!(sector.cite, format!("Annex {annex}, point {}", sector.number));
    }
}

#[test]
fn size_classes_have_the_ceilings_of_the_recommendation() {
    let found: Vec<_> =
        law().size.iter().map(|s| (s.id.as_str(), s.staff_below, s.turnover_eur, s.balance_sheet_eur)).collect();
    let million = 1_000_000;
    assert_eq!(
        found,
        [
            ("micro", Some(10), Some(2 * million), Some(2 * million)),
            ("small", Some(50), Some(10 * million), Some(10 * million)),
            ("medium", Some(250), Some(50 * million), Some(43 * million)),
            ("large", None, None, None),
        ]
    );
}

#[test]
fn the_order_of_the_scope_decision_is_that_of_the_facts() {
    for (rule, fact) in law().scope_rule.iter().zip(facts()["decision"].as_array().unwrap()) {
        assert_eq!(json!([rule.order, rule.then]), json!([fact[0], fact[1]]));
        if let Some(cite) = fact[2].as_str() {
            assert_eq!(rule.cite, cite, "rule {}", rule.order);
        }
    }
    assert_eq!(law().scope_rule.len(), facts()["decision"].as_array().unwrap().len());
}

#[test]
fn every_threshold_of_significance_is_that_of_the_regulation() {
    let mut found = BTreeMap::new();
    for one in &law().criterion {
        let mut fact = json!({ "types": one.applies_to });
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                fact[name] = value;
            }
        };
        put("longer_than", one.longer_than.clone().map(Value::from));
        put("average_response_over", one.average_response_over.clone().map(Value::from));
        put("over_eur", one.over_eur.map(Value::from));
        put("turnover_permille", one.over_turnover_permille.map(Value::from));
        put("users_permille", one.users.as_ref().map(|u| u.over_permille.into()));
        put("users", one.users.as_ref().map(|u| u.over.into()));
        found.insert(one.id.to_string(), fact);
    }
    assert_eq!(json!(found), facts()["criteria"]);
    let recurring = &law().recurring;
    assert_eq!(json!({"at_least": recurring.at_least, "within": recurring.within}), facts()["recurring"]);
}

#[test]
fn titles_of_significance_say_the_numbers_that_the_data_says() {
    for one in &law().criterion {
        let title = &nis2().get(&one.id).unwrap().title;
        assert_eq!(*title, one.title, "{}", one.id);
        let words = [("PT20M", "20 minutes"), ("PT30M", "30 minutes"), ("PT1H", "one hour")];
        if let Some(time) = &one.longer_than {
            let word = words.iter().find(|(iso, _)| iso == time).unwrap().1;
            assert!(title.contains(word), "{}: {title}", one.id);
        }
        if let Some(users) = &one.users {
            let share = match users.over_permille {
                50 => "more than 5 % or 1,000,000 of",
                10 => "more than 1 % or 200,000 of",
                1 => "more than 0.1 % or 100 of",
                other => panic!("{}: {other}", one.id),
            };
            assert!(title.contains(share), "{}: {title}", one.id);
        }
    }
}

#[test]
fn fines_and_supervision_are_those_of_articles_32_to_34() {
    let facts = facts();
    for class in ["essential", "important"] {
        let (supervision, fine) = law().exposure(class).unwrap();
        let fact = json!([fine.requirement.as_str(), fine.at_least_eur, fine.turnover_permille]);
        assert_eq!(fact, facts["fines"][class]);
        assert_eq!(
            fine.infringing,
            ["art.21", "art.23"],
            "Articles 3, 20 and 27 are not fined under Article 34(4)-(5)"
        );
        let powers = (supervision.powers.len(), supervision.last_resort.len());
        let fact = json!([supervision.requirement.as_str(), supervision.regime, powers.0, powers.1]);
        assert_eq!(fact, facts["supervision"][class]);
    }
    assert!(law().exposure("out_of_scope").is_none());
}

#[test]
fn the_higher_of_sum_and_share_is_the_ceiling() {
    let (_, essential) = law().exposure("essential").unwrap();
    let (_, important) = law().exposure("important").unwrap();
    // 2 % of 500 million is 10 million exactly; 1.4 % of 500 million is 7 million exactly.
    for (turnover, high, low) in [
        (0, 10_000_000, 7_000_000),
        (499_999_999, 10_000_000, 7_000_000),
        (500_000_000, 10_000_000, 7_000_000),
        (500_000_100, 10_000_002, 7_000_001),
        (1_000_000_000, 20_000_000, 14_000_000),
        (u64::MAX, u64::MAX / 50, u64::MAX / 1000 * 14 + 8),
    ] {
        assert_eq!(essential.ceiling(turnover), high, "{turnover}");
        assert_eq!(important.ceiling(turnover), low, "{turnover}");
    }
}

#[test]
fn the_crosswalk_has_the_judged_relations() {
    let crosswalk = built_in().crosswalks().next().unwrap();
    let found: BTreeMap<&str, Value> = crosswalk
        .relations
        .iter()
        .filter(|r| r.source.as_str() == "nis2" && r.target.as_str() == "soc2")
        .map(|r| {
            let targets: Vec<&str> = r.targets.iter().map(model::RequirementId::as_str).collect();
            let reuse = r.reuse.map(assess::Reuse::as_str);
            (r.requirement.as_str(), json!([r.requirement.as_str(), targets, r.relation.as_str(), reuse]))
        })
        .collect();
    let facts = facts();
    let rows = facts["rows"].as_array().unwrap();
    for row in rows {
        assert_eq!(found.get(row[0].as_str().unwrap()), Some(row));
    }
    assert_eq!(found.len(), rows.len());
}
