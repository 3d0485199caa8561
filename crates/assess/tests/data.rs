//! The built-in frameworks say what they should: counts, ids, parents, deadlines, crosswalk.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use assess::{Addressee, Framework, RelationKind, RequirementKind};
use common::built_in;
use model::{EvidenceForm, RequirementId};

fn framework(id: &str) -> Framework {
    built_in().get(&id.parse().unwrap()).unwrap_or_else(|| panic!("{id} is missing")).clone()
}

fn ids(framework: &Framework, kind: RequirementKind, prefix: &str) -> BTreeSet<String> {
    let chosen = framework.requirements.iter().filter(|r| r.kind == kind && r.id.as_str().starts_with(prefix));
    chosen.map(|r| r.id.to_string()).collect()
}

/// True for points of the annex; `ir.art3.1.a` is an article of the regulation itself.
fn annex(id: &str) -> bool {
    id.starts_with("ir.") && !id.starts_with("ir.art")
}

#[test]
fn soc2_has_its_61_criteria() {
    let soc2 = framework("soc2");
    assert_eq!(ids(&soc2, RequirementKind::Criterion, "").len(), 61);
    // Counts per series, from the published structure of the 2017 criteria.
    let series = [
        ("CC1", 5),
        ("CC2", 3),
        ("CC3", 4),
        ("CC4", 2),
        ("CC5", 3),
        ("CC6", 8),
        ("CC7", 5),
        ("CC8", 1),
        ("CC9", 2),
        ("A1", 3),
        ("C1", 2),
        ("PI1", 5),
        ("P1", 1),
        ("P2", 1),
        ("P3", 2),
        ("P4", 3),
        ("P5", 2),
        ("P6", 7),
        ("P7", 1),
        ("P8", 1),
    ];
    for (prefix, count) in series {
        let found = ids(&soc2, RequirementKind::Criterion, &format!("{prefix}."));
        assert_eq!(found.len(), count, "{prefix}: {found:?}");
    }
}

#[test]
fn nis2_has_the_articles_that_bind_an_entity() {
    let nis2 = framework("nis2");
    let duties = ids(&nis2, RequirementKind::Duty, "art.");
    let points: BTreeSet<String> = ('a'..='j').map(|letter| format!("art.21.2.{letter}")).collect();
    let found: BTreeSet<String> = duties.iter().filter(|id| id.starts_with("art.21.2.")).cloned().collect();
    assert_eq!(found, points);
    let others =
        ["art.20.1", "art.20.2", "art.21.1", "art.21.3", "art.21.4", "art.3.4", "art.27.2", "art.27.3", "art.23.1"];
    for id in others {
        assert!(duties.contains(id), "{id}");
    }
    for letter in 'a'..='e' {
        assert!(duties.contains(&format!("art.23.4.{letter}")), "{letter}");
    }
}

#[test]
fn nis2_has_the_whole_annex() {
    let nis2 = framework("nis2");
    assert_eq!(nis2.requirements.iter().filter(|r| annex(r.id.as_str())).count(), 436);
    for section in 1..=13 {
        assert!(nis2.get(&format!("ir.{section}").parse().unwrap()).is_some(), "section {section}");
    }
}

#[test]
fn iso_has_its_93_controls() {
    let iso = framework("iso27001");
    for (theme, count) in [("A.5.", 37), ("A.6.", 8), ("A.7.", 14), ("A.8.", 34)] {
        let found: Vec<u32> = ids(&iso, RequirementKind::Control, theme)
            .iter()
            .map(|id| id.strip_prefix(theme).unwrap().parse().unwrap())
            .collect::<BTreeSet<u32>>()
            .into_iter()
            .collect();
        assert_eq!(found, (1..=count).collect::<Vec<u32>>(), "{theme}");
    }
}

#[test]
fn every_deadline_of_the_law_is_there_with_its_article() {
    let nis2 = framework("nis2");
    let found: BTreeSet<(&str, &str)> =
        nis2.deadlines.iter().filter_map(|d| Some((d.requirement.as_str(), d.within.as_deref()?))).collect();
    // Directive (EU) 2022/2555, Articles 3(4), 23(4) and 27(3); annex 3.4.2(b) of 2024/2690.
    let law = [
        ("art.23.4.a", "PT24H"),
        ("art.23.4.b", "PT72H"),
        ("art.23.4.tsp", "PT24H"),
        ("art.23.4.d", "P1M"),
        ("art.23.4.e", "P1M"),
        ("art.3.4", "P14D"),
        ("art.27.3", "P3M"),
        ("ir.3.4.2.b", "P3M"),
    ];
    assert_eq!(found, BTreeSet::from(law));
    let stage = |id: &str| nis2.deadlines.iter().find(|d| d.id == id).unwrap();
    assert!(stage("early_warning").promptly && stage("incident_notification").promptly);
    assert_eq!(stage("early_warning").starts, "aware_at");
    assert_eq!(stage("final_report").starts, "incident_notification_submitted_at");
    assert_eq!(stage("intermediate_report").within, None, "the directive sets no period");
}

#[test]
fn ids_are_unique_over_each_framework() {
    for framework in built_in().iter() {
        let mut count: BTreeMap<&RequirementId, u32> = BTreeMap::new();
        framework.requirements.iter().for_each(|r| *count.entry(&r.id).or_default() += 1);
        assert!(count.values().all(|n| *n == 1), "{}", framework.id);
        let cites: BTreeSet<&str> = framework.requirements.iter().map(|r| r.cite.as_str()).collect();
        assert_eq!(cites.len(), count.len(), "{}: two requirements are cited alike", framework.id);
    }
}

#[test]
fn every_duty_of_an_entity_needs_some_form_and_its_parent_needs_it_too() {
    for framework in built_in().iter() {
        for requirement in &framework.requirements {
            let binds = matches!(
                requirement.kind,
                RequirementKind::Duty | RequirementKind::Criterion | RequirementKind::Control | RequirementKind::Clause
            ) && requirement.addressee == Addressee::Entity;
            assert_eq!(
                binds || requirement.kind == RequirementKind::Heading,
                !requirement.forms.is_empty(),
                "{}",
                requirement.id
            );
            for parent in &requirement.parents {
                let parent = framework.get(parent).unwrap();
                assert!(parent.forms.is_superset(&requirement.forms), "{} under {}", requirement.id, parent.id);
            }
        }
    }
}

#[test]
fn every_annex_point_leads_up_to_an_article() {
    let nis2 = framework("nis2");
    // The heading of section 13 stands over three articles; its parts count for one each.
    let above = nis2.requirements.iter().filter(|r| annex(r.id.as_str()) && r.id.as_str() != "ir.13");
    for requirement in above {
        let up = nis2.with_ancestors(&requirement.id);
        assert!(up.iter().any(|id| id.as_str().starts_with("art.21.2.")), "{}", requirement.id);
    }
    let up = nis2.with_ancestors(&"ir.11.7.1".parse().unwrap());
    let up: Vec<&str> = up.iter().map(RequirementId::as_str).collect();
    assert_eq!(up, ["art.21.2.i", "art.21.2.j", "ir.11", "ir.11.7", "ir.11.7.1"]);
    let rights = nis2.with_ancestors(&"ir.11.2.3".parse().unwrap());
    assert!(!rights.contains(&"art.21.2.j".parse().unwrap()), "access rights say nothing of MFA");
}

#[test]
fn the_crosswalk_covers_both_sides_and_never_says_equal() {
    let all = built_in();
    let crosswalk = all.crosswalks().next().unwrap();
    let (soc2, nis2) = (framework("soc2"), framework("nis2"));
    let mapped: BTreeSet<&str> = crosswalk
        .relations
        .iter()
        .flat_map(|r| r.targets.iter().chain([&r.requirement]))
        .map(RequirementId::as_str)
        .collect();
    for id in ids(&soc2, RequirementKind::Criterion, "") {
        assert!(mapped.contains(id.as_str()), "{id} has no row");
    }
    for requirement in
        nis2.requirements.iter().filter(|r| r.kind == RequirementKind::Duty && r.addressee == Addressee::Entity)
    {
        // Annex section 13 and trust service providers are reached through rows of parts or parents.
        let related = all.related(&nis2.id, &requirement.id);
        assert!(!related.is_empty(), "{} has no row and no parent with one", requirement.id);
    }
    assert!(
        crosswalk.relations.iter().all(|r| r.relation != RelationKind::Equal),
        "no two of these texts ask the same"
    );
    assert!(crosswalk.bases.iter().any(|b| b.attribution.as_deref().is_some_and(|a| a.contains("CC BY 4.0"))));
    assert_eq!(crosswalk.beyond.len(), 5);
}

#[test]
fn a_point_without_a_row_takes_its_parents_row() {
    let all = built_in();
    let nis2 = "nis2".parse().unwrap();
    let rows = all.related(&nis2, &"ir.11.7.1".parse().unwrap());
    assert!(rows.iter().any(|r| r.requirement.as_str() == "ir.11.7" && r.relation == RelationKind::Subset));
}

#[test]
fn configuration_alone_is_never_all_of_article_21() {
    let nis2 = framework("nis2");
    for letter in 'a'..='j' {
        let point = nis2.get(&format!("art.21.2.{letter}").parse().unwrap()).unwrap();
        assert!(point.forms.contains(&EvidenceForm::Document), "{letter}");
    }
}

#[test]
fn each_of_the_ten_themes_has_policies_and_attested_evidence() {
    let all = built_in();
    let crosswalk = all.crosswalks().next().unwrap();
    let ids: Vec<&str> = crosswalk.themes.iter().map(|theme| theme.id.as_str()).collect();
    let ten = [
        "risk_analysis",
        "incident_handling",
        "business_continuity",
        "access_control",
        "cryptography",
        "network_security",
        "vulnerability_management",
        "supply_chain",
        "human_resources",
        "mfa",
    ];
    assert_eq!(ids, ten);
    for theme in &crosswalk.themes {
        let policies: BTreeSet<_> = theme.policies.iter().collect();
        assert!(policies.len() >= 2 && policies.len() == theme.policies.len(), "{}: {policies:?}", theme.id);
        assert!(!theme.evidence.is_empty(), "{}", theme.id);
        assert!(!theme.rationale.is_empty() && !theme.gap.is_empty(), "{}", theme.id);
        for kind in &theme.evidence {
            let listed = all.evidence_type(kind).unwrap_or_else(|| panic!("{}: {kind} is not listed", theme.id));
            let attested = [EvidenceForm::Document, EvidenceForm::Attestation];
            assert!(attested.iter().any(|form| listed.forms.contains(form)), "{kind} is not attested");
        }
    }
}

#[test]
fn the_seed_criteria_are_in_each_theme() {
    let crosswalk = built_in().crosswalks().next().unwrap();
    let seed: [(&str, &str, &[&str]); 10] = [
        ("risk_analysis", "art.21.2.a", &["CC3.1", "CC3.2", "CC3.3", "CC3.4", "CC5.1", "CC5.2", "CC5.3"]),
        ("incident_handling", "art.21.2.b", &["CC7.1", "CC7.2", "CC7.3", "CC7.4", "CC7.5"]),
        ("business_continuity", "art.21.2.c", &["A1.1", "A1.2", "A1.3", "CC7.5"]),
        ("access_control", "art.21.2.i", &["CC6.1", "CC6.2", "CC6.3", "CC6.4", "CC6.5", "CC6.6", "CC6.7", "CC6.8"]),
        ("cryptography", "art.21.2.h", &["CC6.1"]),
        ("network_security", "art.21.2.e", &["CC6.6", "CC6.7"]),
        ("vulnerability_management", "art.21.2.e", &["CC7.1"]),
        ("supply_chain", "art.21.2.d", &["CC9.2"]),
        ("human_resources", "art.21.2.i", &["CC1.4", "CC1.5"]),
        ("mfa", "art.21.2.j", &["CC6.1", "CC6.6"]),
    ];
    for (id, article, criteria) in seed {
        let theme = crosswalk.themes.iter().find(|theme| theme.id == id).unwrap();
        assert!(theme.requirements.iter().any(|r| r.as_str() == article), "{id}");
        let targets: BTreeSet<&str> = theme.targets.iter().map(RequirementId::as_str).collect();
        assert!(criteria.iter().all(|c| targets.contains(c)), "{id}: {targets:?}");
    }
}
