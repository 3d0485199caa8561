//! What SOC 2 evidence is worth for NIS2: covered only if it lies within and is whole.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use assess::{Coverage, Covered, RelationKind, coverage};
use common::built_in;
use model::{Assessment, Technical};

/// An assessment for every SOC 2 requirement, with all forms present.
fn whole() -> Vec<Assessment> {
    let mut all = assess::assess(built_in(), &[], []).unwrap();
    for one in all.iter_mut().filter(|one| one.framework.as_str() == "soc2") {
        one.technical = Technical::Met;
        one.attested = Technical::Met;
        one.forms.iter_mut().for_each(|form| form.present = true);
    }
    all
}

fn from_soc2(all: &[Assessment]) -> Vec<Covered> {
    let get = |id: &str| built_in().get(&id.parse().unwrap()).unwrap();
    coverage(built_in(), get("soc2"), get("nis2"), all)
}

fn of<'a>(found: &'a [Covered], id: &str) -> &'a Covered {
    found.iter().find(|one| one.requirement.as_str() == id).unwrap()
}

#[test]
fn without_evidence_nothing_is_covered() {
    let found = from_soc2(&assess::assess(built_in(), &[], []).unwrap());
    assert!(found.len() > 360, "{}", found.len());
    assert!(found.iter().all(|one| one.coverage == Coverage::NotCovered && !one.add.is_empty()));
}

#[test]
fn whole_evidence_covers_what_lies_within_and_serves_the_rest_in_part() {
    let found = from_soc2(&whole());
    // Annex 11.7 lies within CC6.1 and CC6.6; Article 21(2)(j) asks more; Article 23 has no counterpart.
    assert_eq!(of(&found, "ir.11.7.1").coverage, Coverage::Covered);
    assert!(of(&found, "ir.11.7.1").add.is_empty());
    let mfa = of(&found, "art.21.2.j");
    assert_eq!(mfa.coverage, Coverage::Partly);
    assert_eq!(mfa.add, ["beyond: Secured and emergency communication"]);
    for id in ["art.23.4.a", "art.23.4.b", "art.23.4.d", "art.3.4", "art.27.2", "ir.5.1.3"] {
        let one = of(&found, id);
        assert_eq!(one.coverage, Coverage::NotCovered, "{id}");
        assert!(one.through.is_empty() && !one.add.is_empty(), "{id}");
    }
    for one in &found {
        let within = one.through.iter().any(|t| matches!(t.relation, RelationKind::Subset | RelationKind::Equal));
        assert_eq!(one.coverage == Coverage::Covered, within, "{}", one.requirement);
    }
}

#[test]
fn one_missing_form_or_one_failure_uncovers() {
    for spoil in [
        |one: &mut Assessment| one.forms[0].present = false,
        |one: &mut Assessment| one.technical = Technical::NotMet,
        |one: &mut Assessment| one.attested = Technical::Unknown,
    ] {
        let mut all = whole();
        spoil(all.iter_mut().find(|one| one.requirement.as_str() == "CC6.6").unwrap());
        let found = from_soc2(&all);
        let one = of(&found, "ir.11.7.1");
        assert_eq!(one.coverage, Coverage::Partly);
        assert!(one.add.iter().any(|add| add.starts_with("CC6.6: ")), "{:?}", one.add);
    }
}

#[test]
fn read_the_other_way_one_of_several_targets_only_shares() {
    let get = |id: &str| built_in().get(&id.parse().unwrap()).unwrap();
    let mut all = assess::assess(built_in(), &[], []).unwrap();
    for one in all.iter_mut().filter(|one| one.framework.as_str() == "nis2") {
        one.technical = Technical::Met;
        one.forms.iter_mut().for_each(|form| form.present = true);
    }
    let found = coverage(built_in(), get("nis2"), get("soc2"), &all);
    assert_eq!(found.len(), 61);
    let privacy = of(&found, "P1.1");
    assert_eq!(privacy.coverage, Coverage::NotCovered, "privacy is not a matter of NIS2");
    let mfa = of(&found, "CC6.6");
    assert_eq!(mfa.coverage, Coverage::Partly);
    assert!(mfa.through.iter().any(|t| t.requirement.as_str() == "ir.11.7" && t.relation == RelationKind::Intersects));
}
