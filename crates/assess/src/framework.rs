//! A framework: its requirements, the forms of evidence each needs, and its deadlines, from TOML.
//! Refuses unknown keys, double ids and dangling parents; it never fills in what a file leaves out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use model::{EvidenceForm, FrameworkId, RequirementId};
use serde::Deserialize;
use toml::Spanned;

use crate::Error;
use crate::error::{Place, Text, hint, nearest};

/// A framework and its requirements, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// Its id, as policies cite it.
    pub id: FrameworkId,
    /// Its full name.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// True if it is law for those whom it addresses.
    pub binding: bool,
    /// What a reader must know of it.
    pub note: Option<String>,
    /// The requirements.
    pub requirements: Vec<Requirement>,
    /// The clocks it sets.
    pub deadlines: Vec<Deadline>,
}

/// One requirement, criterion, control or rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its id in the framework.
    pub id: RequirementId,
    /// How an auditor cites it: `Art. 21(2)(j)`.
    pub cite: String,
    /// Its title, in the project's own words.
    pub title: String,
    /// What it asks, in a sentence; empty where the title says it all.
    pub intent: String,
    /// What sort of rule it is.
    pub kind: RequirementKind,
    /// Whom it binds.
    pub addressee: Addressee,
    /// The forms of evidence it needs, sorted; empty if it asks for none.
    pub forms: BTreeSet<EvidenceForm>,
    /// The requirements that it details: a finding on it counts for them too.
    pub parents: Vec<RequirementId>,
    /// Words of the rule that soften it: `where_appropriate`.
    pub qualifier: Vec<String>,
    /// Entity types it is limited to; empty for all.
    pub applies_to: Vec<String>,
    /// The longest time between two performances, as an ISO 8601 duration.
    pub at_least_every: Option<String>,
    /// What a reader must know of it.
    pub note: Option<String>,
    pub(crate) place: Place,
}

/// What sort of rule a requirement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequirementKind {
    /// Gathers the requirements below it.
    Heading,
    /// Something that must be done.
    Duty,
    /// A SOC 2 criterion.
    Criterion,
    /// A control to choose and apply.
    Control,
    /// A clause of a management system standard.
    Clause,
    /// Says whom the framework binds.
    Scope,
    /// Says what a word means.
    Definition,
    /// Something that may be done.
    Option,
    /// What an authority may do.
    Power,
    /// What follows from an infringement.
    Sanction,
}

/// Whom a requirement binds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// The organisation assessed.
    #[default]
    Entity,
    /// A supervisor or CSIRT.
    Authority,
    /// A state.
    MemberState,
    /// The European Commission.
    Commission,
}

/// A clock that a requirement sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Its id in the framework.
    pub id: String,
    /// The requirement that sets it.
    pub requirement: RequirementId,
    /// The moment it runs from: `aware_at`.
    pub starts: String,
    /// How long, as an ISO 8601 duration; `None` if the rule names no period.
    pub within: Option<String>,
    /// True if the rule also says "without undue delay".
    pub promptly: bool,
    /// The condition under which it runs.
    pub when: Option<String>,
    /// Entity types it is limited to; empty for all.
    pub applies_to: Vec<String>,
    /// What a reader must know of it.
    pub note: Option<String>,
    pub(crate) place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    framework: Head,
    #[serde(default)]
    requirement: Vec<RawRequirement>,
    #[serde(default)]
    deadline: Vec<RawDeadline>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: FrameworkId,
    title: String,
    publisher: String,
    #[serde(default)]
    binding: bool,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRequirement {
    id: Spanned<RequirementId>,
    cite: String,
    title: Spanned<String>,
    #[serde(default)]
    intent: String,
    kind: RequirementKind,
    #[serde(default)]
    addressee: Addressee,
    forms: BTreeSet<EvidenceForm>,
    #[serde(default)]
    parents: Vec<RequirementId>,
    #[serde(default)]
    qualifier: Vec<String>,
    #[serde(default)]
    applies_to: Vec<String>,
    at_least_every: Option<Spanned<String>>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDeadline {
    id: Spanned<String>,
    requirement: Spanned<RequirementId>,
    starts: String,
    within: Option<Spanned<String>>,
    #[serde(default)]
    promptly: bool,
    when: Option<String>,
    #[serde(default)]
    applies_to: Vec<String>,
    note: Option<String>,
}

impl Framework {
    /// Reads a framework that stands alone. `name` is what errors call the file.
    ///
    /// # Errors
    /// When the TOML is wrong, has an unknown key or a double id, or a parent is missing or is its
    /// own descendant. The error carries file, bytes, line and column.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let framework = Self::read(&Text::new(name, text)?)?;
        framework.link()?;
        Ok(framework)
    }

    /// Reads a file whose parents may stand in an earlier file of the same framework.
    pub(crate) fn read(text: &Arc<Text>) -> Result<Self, Error> {
        let File { framework: head, requirement, deadline } = text.parse()?;
        let mut framework = Self {
            id: head.id,
            title: head.title,
            publisher: head.publisher,
            binding: head.binding,
            note: head.note,
            requirements: Vec::new(),
            deadlines: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        for raw in requirement {
            let requirement = raw.check(text)?;
            if !seen.insert(requirement.id.clone()) {
                return Err(requirement.place.fault(format!("the id {} is used twice in this file", requirement.id)));
            }
            framework.requirements.push(requirement);
        }
        let mut seen = BTreeSet::new();
        for raw in deadline {
            let deadline = raw.check(text)?;
            if !seen.insert(deadline.id.clone()) {
                return Err(deadline.place.fault(format!("the deadline {} is used twice in this file", deadline.id)));
            }
            framework.deadlines.push(deadline);
        }
        Ok(framework)
    }

    /// The requirement called `id`.
    pub fn get(&self, id: &RequirementId) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| requirement.id == *id)
    }

    /// `id` and everything that it details, directly or not. Empty if there is no such requirement.
    pub fn with_ancestors(&self, id: &RequirementId) -> BTreeSet<RequirementId> {
        Self::climb(&self.index(), id)
    }

    pub(crate) fn index(&self) -> BTreeMap<&RequirementId, &Requirement> {
        self.requirements.iter().map(|requirement| (&requirement.id, requirement)).collect()
    }

    pub(crate) fn climb(index: &BTreeMap<&RequirementId, &Requirement>, id: &RequirementId) -> BTreeSet<RequirementId> {
        let mut found = BTreeSet::new();
        let mut next = vec![id];
        while let Some(id) = next.pop() {
            if let Some(requirement) = index.get(id)
                && found.insert(id.clone())
            {
                next.extend(&requirement.parents);
            }
        }
        found
    }

    /// Takes over the head, requirements and deadlines of a later file; equal ids are replaced.
    pub(crate) fn extend(&mut self, later: Self) {
        let Self { id: _, title, publisher, binding, note, requirements, deadlines } = later;
        (self.title, self.publisher, self.binding, self.note) = (title, publisher, binding, note);
        replace(&mut self.requirements, requirements, |one, other| one.id == other.id);
        replace(&mut self.deadlines, deadlines, |one, other| one.id == other.id);
    }

    /// Checks that parents and deadlines point at something, and that no requirement details itself.
    pub(crate) fn link(&self) -> Result<(), Error> {
        let index = self.index();
        let missing = |id: &RequirementId, place: &Place, what: &str| {
            let near = nearest(id.as_str(), index.keys().map(|id| id.as_str()));
            Err(place.fault(format!("{what} {id} is no requirement of {}{}", self.id, hint(near.as_deref()))))
        };
        for requirement in &self.requirements {
            for parent in &requirement.parents {
                if !index.contains_key(parent) {
                    return missing(parent, &requirement.place, "the parent");
                }
                if Self::climb(&index, parent).contains(&requirement.id) {
                    return Err(requirement.place.fault(format!("{} is among its own parents", requirement.id)));
                }
            }
        }
        for deadline in &self.deadlines {
            if !index.contains_key(&deadline.requirement) {
                return missing(&deadline.requirement, &deadline.place, "the deadline's requirement");
            }
        }
        Ok(())
    }
}

fn replace<T>(old: &mut Vec<T>, new: Vec<T>, same: impl Fn(&T, &T) -> bool) {
    for item in new {
        match old.iter_mut().find(|candidate| same(candidate, &item)) {
            Some(slot) => *slot = item,
            None => old.push(item),
        }
    }
}

/// Refuses what is no ISO 8601 duration.
fn duration(text: &Arc<Text>, raw: Option<Spanned<String>>) -> Result<Option<String>, Error> {
    let Some(raw) = raw else { return Ok(None) };
    let place = Place::new(text, raw.span());
    let value = raw.into_inner();
    match value.parse::<jiff::Span>() {
        Ok(span) if value.starts_with('P') && span.is_positive() => Ok(Some(value)),
        _ => Err(place.fault(format!("{value:?} is no ISO 8601 duration, such as PT24H or P1M"))),
    }
}

impl RawRequirement {
    fn check(self, text: &Arc<Text>) -> Result<Requirement, Error> {
        if self.title.get_ref().trim().is_empty() {
            return Err(Place::new(text, self.title.span()).fault("a requirement needs a title"));
        }
        Ok(Requirement {
            place: Place::new(text, self.id.span()),
            id: self.id.into_inner(),
            cite: self.cite,
            title: self.title.into_inner(),
            intent: self.intent,
            kind: self.kind,
            addressee: self.addressee,
            forms: self.forms,
            parents: self.parents,
            qualifier: self.qualifier,
            applies_to: self.applies_to,
            at_least_every: duration(text, self.at_least_every)?,
            note: self.note,
        })
    }
}

impl RawDeadline {
    fn check(self, text: &Arc<Text>) -> Result<Deadline, Error> {
        Ok(Deadline {
            place: Place::new(text, self.requirement.span()),
            id: self.id.into_inner(),
            requirement: self.requirement.into_inner(),
            starts: self.starts,
            within: duration(text, self.within)?,
            promptly: self.promptly,
            when: self.when,
            applies_to: self.applies_to,
            note: self.note,
        })
    }
}
