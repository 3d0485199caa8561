//! What evidence for one framework is worth for another, requirement by requirement. A relation is
//! shown with its reason and never turns a finding into evidence for a second requirement.

use std::collections::BTreeMap;

use model::{Assessment, EvidenceForm, FrameworkId, RequirementId, Technical};
use serde::Serialize;

use crate::crosswalk::{RelationKind, Reuse};
use crate::framework::{Addressee, Requirement, RequirementKind};
use crate::{Framework, Frameworks, statement};

/// How far evidence for another framework goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// The requirement lies in what the evidence is for, and the evidence is whole.
    Covered,
    /// Some serves.
    Partly,
    /// Nothing serves.
    NotCovered,
}

/// A requirement and how far it is covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// The requirement.
    pub requirement: RequirementId,
    /// How an auditor cites it.
    pub cite: String,
    /// Its title.
    pub title: String,
    /// How far it is covered.
    pub coverage: Coverage,
    /// Through which requirements of the other framework.
    pub through: Vec<Through>,
    /// The findings that cite the requirement itself, in a sentence.
    pub own: Option<String>,
    /// What must be added, in sentences; empty if it is covered.
    pub add: Vec<String>,
}

/// A requirement of the other framework and what the evidence says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Through {
    /// The requirement of the other framework.
    pub requirement: RequirementId,
    /// The relation, read from the requirement that is to be covered to all of `through` together.
    pub relation: RelationKind,
    /// How much was judged to be reusable.
    pub reuse: Option<Reuse>,
    /// True if all forms are present and no finding fails or is unknown.
    pub whole: bool,
    /// Forms present and forms needed.
    pub forms: (usize, usize),
    /// Forms that are missing.
    pub missing: Vec<EvidenceForm>,
    /// What live systems show.
    pub technical: Technical,
    /// What registers show.
    pub attested: Technical,
}

/// A relation as it is read from the requirement that is to be covered.
struct Link<'a> {
    relation: RelationKind,
    reuse: Option<Reuse>,
    others: Vec<&'a RequirementId>,
    gap: Option<&'a str>,
}

/// How far the assessments of `from` cover the duties of `to`.
pub fn coverage(frameworks: &Frameworks, from: &Framework, to: &Framework, all: &[Assessment]) -> Vec<Covered> {
    let of = |framework: &FrameworkId| -> BTreeMap<&RequirementId, &Assessment> {
        all.iter().filter(|one| one.framework == *framework).map(|one| (&one.requirement, one)).collect()
    };
    let (evidence, own) = (of(&from.id), of(&to.id));
    let asks = |one: &&Requirement| {
        one.addressee == Addressee::Entity && one.kind != RequirementKind::Heading && !one.forms.is_empty()
    };
    to.requirements
        .iter()
        .filter(asks)
        .map(|one| covered(one, &links(frameworks, from, to, one), &evidence, own.get(&one.id).copied()))
        .collect()
}

fn links<'a>(frameworks: &'a Frameworks, from: &Framework, to: &Framework, one: &'a Requirement) -> Vec<Link<'a>> {
    let forwards = frameworks.related(&to.id, &one.id).into_iter().filter(|row| row.target == from.id);
    let mut links: Vec<Link<'a>> = forwards
        .map(|row| Link {
            relation: row.relation,
            reuse: row.reuse,
            others: row.targets.iter().collect(),
            gap: row.gap.as_deref(),
        })
        .collect();
    let all = frameworks.crosswalks().flat_map(|crosswalk| &crosswalk.relations);
    let back = all.filter(|row| row.source == from.id && row.target == to.id && row.targets.contains(&one.id));
    links.extend(back.map(|row| Link {
        // Of several targets taken together, one alone is only known to have something in common.
        relation: if row.targets.len() == 1 { row.relation.mirrored() } else { RelationKind::Intersects },
        reuse: row.reuse,
        others: vec![&row.requirement],
        gap: None,
    }));
    links
}

fn covered(
    one: &Requirement,
    links: &[Link<'_>],
    evidence: &BTreeMap<&RequirementId, &Assessment>,
    own: Option<&Assessment>,
) -> Covered {
    let through: Vec<Through> = links
        .iter()
        .flat_map(|link| link.others.iter().map(move |other| through(link, other, evidence.get(*other).copied())))
        .collect();
    let inside = |link: &Link<'_>| {
        matches!(link.relation, RelationKind::Equal | RelationKind::Subset)
            && link.others.iter().all(|id| through.iter().any(|t| t.requirement == **id && t.whole))
    };
    let coverage = if links.iter().any(inside) {
        Coverage::Covered
    } else if through.iter().any(|other| other.forms.0 > 0) {
        Coverage::Partly
    } else {
        Coverage::NotCovered
    };
    let add = if coverage == Coverage::Covered { Vec::new() } else { add(one, links, &through, own) };
    let own = own.filter(|own| !own.technical.is_none() || !own.attested.is_none()).map(|own| own.statement.clone());
    let (requirement, cite, title) = (one.id.clone(), one.cite.clone(), one.title.clone());
    Covered { requirement, cite, title, coverage, through, own, add }
}

fn through(link: &Link<'_>, other: &RequirementId, found: Option<&Assessment>) -> Through {
    let missing: Vec<EvidenceForm> =
        found.iter().flat_map(|a| &a.forms).filter(|form| !form.present).map(|form| form.form).collect();
    let needed = found.map_or(0, |a| a.forms.len());
    let (technical, attested) = found.map_or_else(Default::default, |a| (a.technical, a.attested));
    let good = |state| !matches!(state, Technical::NotMet | Technical::Unknown);
    Through {
        requirement: other.clone(),
        relation: link.relation,
        reuse: link.reuse,
        whole: needed > 0 && missing.is_empty() && good(technical) && good(attested),
        forms: (needed - missing.len(), needed),
        missing,
        technical,
        attested,
    }
}

/// What is missing, the gap of the law first.
fn add(one: &Requirement, links: &[Link<'_>], through: &[Through], own: Option<&Assessment>) -> Vec<String> {
    let beyond = links.iter().filter(|link| !matches!(link.relation, RelationKind::Equal | RelationKind::Subset));
    let mut add: Vec<String> = beyond.filter_map(|link| Some(format!("beyond: {}", link.gap?))).collect();
    for other in through.iter().filter(|other| !other.whole) {
        let state = |name: &str, state| match state {
            Technical::NotMet => Some(format!("{name} part not met")),
            Technical::Unknown => Some(format!("{name} part not decided")),
            _ => None,
        };
        let lacks = (!other.missing.is_empty()).then(|| format!("lacks {}", forms(&other.missing)));
        let what = [lacks, state("technical", other.technical), state("attested", other.attested)];
        let what: Vec<String> = what.into_iter().flatten().collect();
        let what = if what.is_empty() { "was not assessed".to_owned() } else { what.join(", ") };
        add.push(format!("{}: {what}", other.requirement));
    }
    if through.is_empty() {
        let present = |form: &EvidenceForm| own.is_some_and(|a| a.forms.iter().any(|f| f.form == *form && f.present));
        let missing: Vec<EvidenceForm> = one.forms.iter().copied().filter(|form| !present(form)).collect();
        if !missing.is_empty() {
            add.push(format!("evidence of its own: {}", forms(&missing)));
        }
    }
    add
}

fn forms(forms: &[EvidenceForm]) -> String {
    forms.iter().map(|form| statement::word(*form)).collect::<Vec<_>>().join(", ")
}
