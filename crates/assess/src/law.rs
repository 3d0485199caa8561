//! What a law counts, as data: size classes, sectors, entity types, the order of the scope decision,
//! significant incidents, registration, supervision and fines. It decides nothing: whom a law binds
//! is said by a policy, and a fine is set by a court or an authority.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::{FrameworkId, RequirementId};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::error::{Place, Text, hint, nearest};
use crate::{Error, Framework};

/// The numbers of one law.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Which framework, and since when.
    pub law: LawHead,
    /// What a Member State may find of an entity (Art. 2(2)(b) to (e)).
    pub designation: Vec<Designation>,
    /// Size classes, smallest first; the first whose ceilings hold is the one.
    pub size: Vec<SizeClass>,
    /// Sectors of the annexes.
    pub sector: Vec<Sector>,
    /// Types of provider that the law names.
    pub entity_type: Vec<EntityType>,
    /// The scope decision, in order.
    pub scope_rule: Vec<ScopeRule>,
    /// How incidents are weighed.
    pub significance: Significance,
    /// What makes an incident significant.
    pub criterion: Vec<Criterion>,
    /// When incidents count together.
    pub recurring: Recurring,
    /// Where entities are registered.
    pub register: Vec<Register>,
    /// What authorities may do.
    pub supervision: Vec<Supervision>,
    /// Ceilings of fines.
    pub fine: Vec<Fine>,
}

/// Which framework the numbers belong to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawHead {
    /// The framework.
    pub framework: FrameworkId,
    /// Its name.
    pub title: String,
    /// The day from which Member States apply the directive.
    pub apply_from: String,
    /// The day on which the implementing regulation came into force.
    pub regulation_in_force: String,
    /// The Member States as two letters; Greece as `EL` and as `GR`.
    pub member_states: BTreeSet<String>,
}

/// A finding of a Member State that puts an entity in scope at any size.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Designation {
    /// The word for it, in answers and registers.
    pub id: String,
    /// Where it is written.
    pub cite: String,
}

/// A size class. A ceiling that is `None` does not exist: the last class has none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeClass {
    /// `micro`, `small`, `medium`, `large`.
    pub id: String,
    /// Fewer annual work units than this.
    pub staff_below: Option<u64>,
    /// Turnover at most, in euros; enough alone beside the staff.
    pub turnover_eur: Option<u64>,
    /// Balance sheet total at most, in euros; enough alone beside the staff.
    pub balance_sheet_eur: Option<u64>,
    /// Where it is written.
    pub cite: String,
}

/// A sector of Annex I or II.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sector {
    /// Its id.
    pub id: String,
    /// 1 or 2.
    pub annex: u8,
    /// Its number in the annex.
    pub number: u8,
    /// Its name.
    pub title: String,
    /// Where it is written.
    pub cite: String,
    /// Its sub-sectors or kinds of entity, where the annex names them.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// What narrows it.
    pub note: Option<String>,
    /// The law that applies in place of parts of this one.
    pub displaced_by: Option<String>,
}

/// A sub-sector.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its id within the sector.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// A type of provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntityType {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its sector; `None` if it is in no annex.
    pub sector: Option<String>,
    /// Where it is written.
    pub cite: String,
    /// The rule that puts it in scope at any size.
    pub any_size: Option<String>,
    /// True if Implementing Regulation (EU) 2024/2690 binds it.
    pub under_regulation: bool,
    /// True if it is entered in the registry of Article 27.
    pub in_eu_registry: bool,
    /// What a reader must know of it.
    pub note: Option<String>,
}

/// A step of the scope decision.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeRule {
    /// Its place; the first rule that holds decides.
    pub order: u8,
    /// When it holds.
    pub when: String,
    /// `essential`, `important`, `registration_duties_only` or `out_of_scope`.
    pub then: String,
    /// Where it is written.
    pub cite: String,
}

/// How incidents are weighed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Significance {
    /// How the criteria are joined.
    pub logic: String,
    /// What does not count.
    pub not_counted: RequirementId,
    /// How users are counted.
    pub users_counted: RequirementId,
}

/// Something that makes an incident significant.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its id, which is also a requirement of the framework.
    pub id: RequirementId,
    /// It, in the project's own words.
    pub title: String,
    /// Provider types; empty for all.
    #[serde(default)]
    pub applies_to: Vec<String>,
    /// What happened: `unavailable`, `limited_availability`, `slow`, `data_compromised`…
    pub event: String,
    /// To what.
    pub of: Option<String>,
    /// By what, if that matters.
    pub cause: Option<String>,
    /// Longer than this duration.
    pub longer_than: Option<String>,
    /// Slower than this on average.
    pub average_response_over: Option<String>,
    /// The time over which outages are added up.
    pub summed_over: Option<String>,
    /// What is left out.
    pub except: Option<String>,
    /// Whether what could have happened counts too.
    pub counts: Option<String>,
    /// More users in the Union than this; the smaller of the two numbers.
    pub users: Option<Users>,
    /// A loss over this many euros, or over the share of turnover below, the lower.
    pub over_eur: Option<u64>,
    /// A loss over this share of the turnover of the preceding year, in thousandths.
    pub over_turnover_permille: Option<u64>,
}

/// A number of users as a share and as a count; the smaller of the two is the limit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Users {
    /// Thousandths of the users in the Union.
    pub over_permille: u64,
    /// Users in the Union.
    pub over: u64,
}

/// When incidents that are not significant alone count together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recurring {
    /// The rule.
    pub id: RequirementId,
    /// How many.
    pub at_least: u64,
    /// Within which time.
    pub within: String,
    /// What they have in common.
    pub same: String,
    /// The criterion that they meet together.
    pub together_meet: RequirementId,
    /// How often that is looked at.
    pub check_every: String,
    /// Where that is written.
    pub check_cite: String,
}

/// A register that entities give data to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Its id.
    pub id: String,
    /// The requirement that asks for the data.
    pub requirement: RequirementId,
    /// The requirement that asks for changes, if it is another one.
    pub changes: Option<RequirementId>,
    /// Its name.
    pub title: String,
    /// Entity types; empty for all in scope.
    #[serde(default)]
    pub who: Vec<String>,
    /// The time to tell a change.
    pub change_within: String,
    /// What is given.
    pub data: Vec<String>,
    /// The day by which it was first due.
    pub due: String,
    /// What a reader must know of it.
    pub note: Option<String>,
}

/// How an authority supervises a class of entities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supervision {
    /// `essential` or `important`.
    pub class: String,
    /// The requirement.
    pub requirement: RequirementId,
    /// Before, after or both.
    pub regime: String,
    /// What it may do.
    pub powers: Vec<String>,
    /// What it may do when nothing else helps.
    #[serde(default)]
    pub last_resort: Vec<String>,
    /// What persons are liable for.
    pub natural_persons: String,
    /// Where it is written.
    pub cite: String,
}

/// The ceiling that national fines must at least have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fine {
    /// `essential` or `important`.
    pub class: String,
    /// The requirement.
    pub requirement: RequirementId,
    /// Euros.
    pub at_least_eur: u64,
    /// Thousandths of the turnover; the higher of the two counts.
    pub turnover_permille: u64,
    /// Articles whose infringement is fined.
    pub infringing: Vec<String>,
    /// Whose turnover.
    pub turnover_of: String,
    /// Where it is written.
    pub cite: String,
    /// What a reader must know of it.
    pub notes: Vec<String>,
}

/// A law and the place of its head.
pub(crate) struct LocatedLaw {
    pub(crate) law: Law,
    place: Place,
}

impl Law {
    /// The entity type called `id`.
    pub fn entity_type(&self, id: &str) -> Option<&EntityType> {
        self.entity_type.iter().find(|one| one.id == id)
    }

    /// The sector called `id`, or that of the part `sector.part`.
    pub fn sector(&self, id: &str) -> Option<&Sector> {
        let (name, part) = id.split_once('.').map_or((id, None), |(name, part)| (name, Some(part)));
        let sector = self.sector.iter().find(|one| one.id == name)?;
        part.is_none_or(|part| sector.parts.iter().any(|one| one.id == part)).then_some(sector)
    }

    /// The supervision and the fines of a class, `essential` or `important`.
    pub fn exposure(&self, class: &str) -> Option<(&Supervision, &Fine)> {
        let supervision = self.supervision.iter().find(|one| one.class == class)?;
        Some((supervision, self.fine.iter().find(|one| one.class == class)?))
    }

    /// Every requirement that it names.
    fn cited(&self) -> impl Iterator<Item = &RequirementId> {
        let significance = [&self.significance.not_counted, &self.significance.users_counted];
        let recurring = [&self.recurring.id, &self.recurring.together_meet];
        let criteria = self.criterion.iter().map(|one| &one.id);
        let registers = self.register.iter().flat_map(|one| [Some(&one.requirement), one.changes.as_ref()]).flatten();
        let powers = self.supervision.iter().map(|one| &one.requirement);
        let fines = self.fine.iter().map(|one| &one.requirement);
        significance.into_iter().chain(recurring).chain(criteria).chain(registers).chain(powers).chain(fines)
    }
}

impl Fine {
    /// The ceiling for an undertaking with this worldwide turnover: the higher of the two, in euros.
    pub fn ceiling(&self, turnover_eur: u64) -> u64 {
        let share = u128::from(turnover_eur) * u128::from(self.turnover_permille) / 1000;
        self.at_least_eur.max(u64::try_from(share).unwrap_or(u64::MAX))
    }
}

impl LocatedLaw {
    /// Reads a law; whether its requirements exist is for the collection to check.
    pub(crate) fn read(text: &Arc<Text>) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Head {
            law: Spanned<serde::de::IgnoredAny>,
        }
        let head: Head = text.parse()?;
        let located = Self { law: text.parse()?, place: Place::new(text, head.law.span()) };
        located.check()?;
        Ok(located)
    }

    /// Checks ids within the law.
    fn check(&self) -> Result<(), Error> {
        let law = &self.law;
        let types: BTreeSet<&str> = law.entity_type.iter().map(|one| one.id.as_str()).collect();
        let used = law.criterion.iter().flat_map(|one| &one.applies_to).chain(law.register.iter().flat_map(|r| &r.who));
        for name in used {
            if !types.contains(name.as_str()) {
                let near = nearest(name, types.iter().copied());
                return Err(self.place.fault(format!("there is no entity type {name}{}", hint(near.as_deref()))));
            }
        }
        for one in &law.entity_type {
            if let Some(sector) = one.sector.as_deref().filter(|sector| law.sector(sector).is_none()) {
                return Err(self.place.fault(format!("entity type {}: there is no sector {sector}", one.id)));
            }
        }
        Ok(())
    }

    /// Checks that the requirements exist.
    pub(crate) fn link(&self, framework: Option<&Framework>) -> Result<(), Error> {
        let Some(framework) = framework else {
            return Err(self.place.fault(format!("the framework {} is not known", self.law.law.framework)));
        };
        for id in self.law.cited() {
            if framework.get(id).is_none() {
                let near = nearest(id.as_str(), framework.requirements.iter().map(|r| r.id.as_str()));
                return Err(self.place.fault(format!(
                    "{id} is no requirement of {}{}",
                    framework.id,
                    hint(near.as_deref())
                )));
            }
        }
        Ok(())
    }
}
