//! The decision against the facts and against the numbers of the law, through the whole path.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::*;

struct World {
    set: evaluate::PolicySet,
    all: Frameworks,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let catalogue = runner::collect::catalogue(&sources::connectors());
        World {
            set: all_policies(None, &catalogue).unwrap_or_else(|e| panic!("{e}")),
            all: frameworks(&assets::frameworks(None).unwrap()).unwrap(),
        }
    })
}

fn told(answers: Value) -> Told {
    let World { set, all } = world();
    let answers: Answers = serde_json::from_value(answers).unwrap();
    let law = law(all).unwrap();
    assert_eq!(answers.problems(law), Vec::<String>::new());
    decide(set, answers, all, law).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn the_examples_of_the_facts_come_out() {
    let facts: Value = serde_json::from_str(include_str!("../../../assess/tests/facts.json")).unwrap();
    let examples = facts["examples"].as_array().unwrap();
    assert!(examples.len() >= 14);
    let million = |value: &Value| value.as_u64().unwrap() * 1_000_000;
    for one in examples {
        let mut answers = serde_json::json!({
            "entity_types": [one["type"]], "staff": one["staff"],
            "turnover_eur": million(&one["turnover_meur"]), "balance_eur": million(&one["balance_meur"]),
        });
        if let Some(qualified) = one.get("qualified") {
            answers["qualified_trust_service"] = qualified.clone();
        }
        let told = told(answers);
        assert_eq!(
            (&told.decision.class, &told.decision.size),
            (&one["then"].as_str().unwrap().to_owned(), &one["size"].as_str().unwrap().to_owned()),
            "{one}"
        );
    }
}

#[test]
fn every_ceiling_of_the_law_decides_in_rego_too() {
    let law = law(&world().all).unwrap();
    for (at, class) in law.size.iter().enumerate().filter(|(_, class)| class.staff_below.is_some()) {
        let (below, turnover, balance) =
            (class.staff_below.unwrap(), class.turnover_eur.unwrap(), class.balance_sheet_eur.unwrap());
        let above = &law.size[at + 1].id;
        let size = |staff: u64, turnover: u64, balance: u64| {
            told(serde_json::json!({"entity_types": ["cloud"], "staff": staff, "turnover_eur": turnover, "balance_eur": balance})).decision.size
        };
        assert_eq!(size(below - 1, turnover, balance), class.id);
        assert_eq!(size(below - 1, turnover + 1, balance), class.id, "the balance sheet alone keeps it");
        assert_eq!(size(below - 1, turnover, balance + 1), class.id, "the turnover alone keeps it");
        assert_eq!(size(below - 1, turnover + 1, balance + 1), *above);
        assert_eq!(size(below, turnover, balance), *above);
    }
}

#[test]
fn every_type_and_sector_of_the_law_is_known_to_the_decision() {
    let law = law(&world().all).unwrap();
    for one in &law.entity_type {
        let told = told(serde_json::json!({
            "entity_types": [one.id], "staff": 300, "qualified_trust_service": false
        }));
        let annex = one.sector.as_deref().and_then(|sector| law.sector(sector)).map(|sector| sector.annex);
        let class = match annex {
            Some(1) => "essential",
            Some(_) => "important",
            None => "registration_duties_only",
        };
        assert_eq!(told.decision.class, class, "{}", one.id);
        assert_eq!(told.decision.regulation_2690 == "yes", one.under_regulation, "{}", one.id);
        assert_eq!(told.decision.duties.contains(&"art.27.2".to_owned()), one.in_eu_registry, "{}", one.id);
    }
    for one in &law.sector {
        let told = told(serde_json::json!({"entity_types": [], "sectors": [one.id], "staff": 300}));
        let class = if one.annex == 1 { "essential" } else { "important" };
        assert_eq!(told.decision.class, class, "{}", one.id);
        let dora = told.decision.notes.iter().any(|note| note.text.contains("DORA"));
        assert_eq!(dora, one.displaced_by.is_some(), "{}", one.id);
    }
}

#[test]
fn articles_of_the_reasons_are_those_of_the_law() {
    let law = law(&world().all).unwrap();
    let cites: Vec<&str> = law.scope_rule.iter().map(|rule| rule.cite.as_str()).collect();
    for answers in [
        serde_json::json!({"entity_types": ["dns"]}),
        serde_json::json!({"entity_types": ["public_ecs"], "staff": 60}),
        serde_json::json!({"public_administration": "central"}),
        serde_json::json!({"entity_types": ["cloud"], "staff": 60, "turnover_eur": 1, "balance_eur": 1}),
        serde_json::json!({"entity_types": ["domain_registration"]}),
        serde_json::json!({}),
    ] {
        for reason in told(answers).decision.reasons {
            let rule = law.scope_rule.iter().find(|rule| rule.cite == reason.cite && rule.then == reason.then);
            assert!(rule.is_some(), "{} {} is not in {cites:?}", reason.cite, reason.then);
        }
    }
}

#[test]
fn exposure_follows_class_and_group() {
    let essential = told(serde_json::json!({"entity_types": ["dns"], "turnover_eur": 1_000_000_000_u64}));
    let exposure = essential.exposure.unwrap();
    assert_eq!((exposure.ceiling_eur, exposure.supervision.requirement.as_str()), (20_000_000, "art.32"));
    let important = told(serde_json::json!({
        "entity_types": ["marketplace"], "staff": 60, "turnover_eur": 1_000_000, "group_turnover_eur": 1_000_000_000_u64
    }));
    let exposure = important.exposure.unwrap();
    assert_eq!((exposure.ceiling_eur, exposure.supervision.requirement.as_str()), (14_000_000, "art.33"));
    let registrar = told(serde_json::json!({"entity_types": ["domain_registration"]}));
    assert!(registrar.exposure.is_none(), "Article 34 speaks of Articles 21 and 23 only");
}

#[test]
fn dora_displaces_duties_supervision_and_fines_of_financial_entities() {
    let law = law(&world().all).unwrap();
    let displaced: BTreeSet<&str> =
        law.sector.iter().filter(|sector| sector.displaced_by.is_some()).map(|sector| sector.id.as_str()).collect();
    assert_eq!(words(include_str!("../../../../policies/lib/nis2_answer.rego"), "displaced_sectors"), displaced);
    for sector in displaced {
        let bank = told(serde_json::json!({"sectors": [sector], "staff": 300}));
        assert_eq!((bank.decision.class.as_str(), bank.decision.duties), ("essential", vec!["art.3.4".to_owned()]));
        assert!(bank.exposure.is_none(), "{sector}");
        let both = told(serde_json::json!({"sectors": [sector, "health"], "staff": 300}));
        assert!(both.exposure.is_some(), "{sector} is not all that it does");
    }
}

#[test]
fn the_four_situations_are_told_apart() {
    let of = |answers| told(answers).decision.situation;
    let small = |customers: &[&str]| serde_json::json!({"entity_types": ["cloud"], "staff": 9, "turnover_eur": 1, "balance_eur": 1, "customers": customers});
    assert_eq!(of(small(&["consumers"])), "neither");
    assert_eq!(of(small(&["us_businesses"])), "soc2_only");
    let mut large = serde_json::json!({"entity_types": ["cloud"], "staff": 300});
    assert_eq!(of(large.clone()), "nis2_without_soc2");
    large["programmes"] = serde_json::json!(["soc2"]);
    let told = told(large);
    assert_eq!(told.decision.situation, "nis2_with_soc2");
    let added = told.next.iter().filter(|text| text.contains("art.")).count();
    assert_eq!(added, 5, "the five parts beyond SOC 2 are named: {:?}", told.next);
}

#[test]
fn wrong_answers_are_named() {
    let law = law(&world().all).unwrap();
    let answers = Answers {
        entity_types: Some(vec!["clud".to_owned(), "msp".to_owned(), "msp".to_owned()]),
        sectors: Some(vec!["energy.wind".to_owned()]),
        member_state: Some("Germany".to_owned()),
        turnover_eur: Some(u64::MAX),
        ..Answers::default()
    };
    let found = answers.problems(law).join("\n");
    for part in ["did you mean cloud?", "msp is there twice", "energy.wind", "Germany", "turnover_eur is larger"] {
        assert!(found.contains(part), "{part} in {found}");
    }
}

#[test]
fn an_entry_for_the_register_holds_answers_and_decision() {
    let told = told(serde_json::json!({
        "entity_types": ["cloud"], "staff": 60, "turnover_eur": 8_000_000, "balance_eur": 5_000_000,
        "customers": ["us_businesses"], "critical_entity": false
    }));
    let text = entry(&told, "legal \"office\"", "2026-11-25T03:00:00Z").unwrap();
    let file: toml::Table = toml::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
    let one = &file["decision"][0];
    assert_eq!((one["result"].as_str(), one["owner"].as_str()), (Some("important"), Some("legal \"office\"")));
    assert_eq!((one["staff"].as_integer(), one["critical_entity"].as_bool()), (Some(60), Some(false)));
    assert!(one["reasons"][0].as_str().unwrap().starts_with("Art. 3(2): "));
    assert!(one.get("customers").is_none(), "what decides nothing stays out");
}

/// The words between quotation marks of a table of the decision.
fn words(rego: &'static str, name: &str) -> BTreeSet<&'static str> {
    let from = rego.split_once(&format!("\n{name} := {{")).unwrap_or_else(|| panic!("no {name}")).1;
    from.split_once('}').unwrap().0.split('"').skip(1).step_by(2).collect()
}

#[test]
fn member_states_and_designations_are_the_same_in_law_decision_questions_and_register() {
    let law = law(&world().all).unwrap();
    let rego = include_str!("../../../../policies/lib/nis2_scope.rego");
    let states: BTreeSet<&str> = law.law.member_states.iter().map(String::as_str).collect();
    assert_eq!(words(rego, "union"), states);
    assert_eq!(states.len(), 28, "27 Member States, and Greece by both of its codes");
    for (state, class) in [("DE", "essential"), ("EL", "essential"), ("GR", "essential"), ("GB", "out_of_scope")] {
        let told = told(serde_json::json!({"entity_types": ["cloud"], "staff": 300, "member_states": [state]}));
        assert_eq!(told.decision.class, class, "{state}");
    }
    let grounds: Vec<&str> = law.designation.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(grounds, assess::scope::DESIGNATIONS);
    let cited: BTreeSet<&str> = law.designation.iter().flat_map(|one| [one.id.as_str(), one.cite.as_str()]).collect();
    assert_eq!(words(rego, "designation_grounds"), cited);
    let field = registers::shape::all()
        .find(|register| register.kind == "registers.governance.scope")
        .and_then(|register| register.every_field().find(|field| field.name == "designations"));
    assert!(matches!(field.unwrap().of, registers::shape::Of::Each(words) if *words == grounds[..]));
}
