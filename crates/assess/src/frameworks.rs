//! All frameworks and crosswalks of a run, from built-in files and the customer's own.
//! Later files extend or replace what earlier ones say; no file is ever skipped in silence.

use std::collections::{BTreeMap, BTreeSet};

use model::{EvidenceForm, FrameworkId, Kind, Need, Policy, PolicyId, RequirementId};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::crosswalk::{Crosswalk, Located, Relation};
use crate::error::{Text, hint, nearest};
use crate::evidence::EvidenceType;
use crate::law::{Law, LocatedLaw};
use crate::{Error, Framework};

/// Frameworks by id, and crosswalks by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frameworks {
    by_id: BTreeMap<FrameworkId, Framework>,
    crosswalks: BTreeMap<String, Crosswalk>,
    laws: BTreeMap<FrameworkId, Law>,
    evidence: BTreeMap<Kind, EvidenceType>,
}

/// A requirement that a policy cites and that no framework has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The policy.
    pub policy: PolicyId,
    /// The framework cited.
    pub framework: FrameworkId,
    /// The requirement cited; `None` if the framework itself is unknown.
    pub requirement: Option<RequirementId>,
    /// What was most likely meant.
    pub suggestion: Option<String>,
    /// All of it in a sentence.
    pub message: String,
}

/// Tells the four sorts of file by their heads.
#[derive(Deserialize)]
struct Probe {
    crosswalk: Option<IgnoredAny>,
    law: Option<IgnoredAny>,
    evidence: Option<IgnoredAny>,
}

impl Frameworks {
    /// Reads files given as name and text, in order. A file of a framework that an earlier file
    /// began replaces its head and the requirements of equal id, and adds the others.
    ///
    /// # Errors
    /// When a file is wrong, or a parent or a crosswalk's id is nowhere to be found at the end.
    pub fn read<N: AsRef<str>, T: AsRef<str>>(files: impl IntoIterator<Item = (N, T)>) -> Result<Self, Error> {
        let mut all = Self::default();
        let mut crosswalks = BTreeMap::new();
        let mut laws = BTreeMap::new();
        for (name, text) in files {
            let text = Text::new(name.as_ref(), text.as_ref())?;
            let probe: Probe = text.parse()?;
            if probe.crosswalk.is_some() {
                let located = Located::read(&text)?;
                crosswalks.insert(located.crosswalk.id.clone(), located);
                continue;
            }
            if probe.law.is_some() {
                let located = LocatedLaw::read(&text)?;
                laws.insert(located.law.law.framework.clone(), located);
                continue;
            }
            if probe.evidence.is_some() {
                let types = EvidenceType::read(&text)?;
                all.evidence.extend(types.into_iter().map(|one| (one.kind.clone(), one)));
                continue;
            }
            let framework = Framework::read(&text)?;
            match all.by_id.get_mut(&framework.id) {
                Some(earlier) => earlier.extend(framework),
                None => drop(all.by_id.insert(framework.id.clone(), framework)),
            }
        }
        for framework in all.by_id.values() {
            framework.link()?;
        }
        for (id, located) in laws {
            located.link(all.by_id.get(&id))?;
            all.laws.insert(id, located.law);
        }
        for (id, located) in crosswalks {
            all.link(&located)?;
            all.crosswalks.insert(id, located.crosswalk);
        }
        Ok(all)
    }

    /// The frameworks, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Framework> {
        self.by_id.values()
    }

    /// The framework called `id`.
    pub fn get(&self, id: &FrameworkId) -> Option<&Framework> {
        self.by_id.get(id)
    }

    /// The crosswalks, by id.
    pub fn crosswalks(&self) -> impl Iterator<Item = &Crosswalk> {
        self.crosswalks.values()
    }

    /// What a framework counts, if it is a law with numbers.
    pub fn law(&self, framework: &FrameworkId) -> Option<&Law> {
        self.laws.get(framework)
    }

    /// The listed evidence types, by kind.
    pub fn evidence(&self) -> impl Iterator<Item = &EvidenceType> {
        self.evidence.values()
    }

    /// The evidence type of a kind, if it is listed.
    pub fn evidence_type(&self, kind: &Kind) -> Option<&EvidenceType> {
        self.evidence.get(kind)
    }

    /// True if people attest to what a kind holds: it is listed and gives more than settings and logs.
    pub fn is_attested(&self, kind: &Kind) -> bool {
        let said = [EvidenceForm::Document, EvidenceForm::Attestation];
        self.evidence_type(kind).is_some_and(|one| said.iter().any(|form| one.forms.contains(form)))
    }

    /// The forms that a policy gives from live systems alone: its registers are left out.
    pub(crate) fn live_forms_of(&self, policy: &Policy) -> BTreeSet<EvidenceForm> {
        let beside = policy.needs.iter().filter_map(|need| match need {
            Need::Other(kind, _) => Some(kind),
            Need::Field(_) => None,
        });
        let live = beside.chain([&policy.kind]).filter(|kind| !self.is_attested(kind));
        live.flat_map(|kind| self.gives(kind)).collect()
    }

    /// The forms of a kind: what is listed for it, else a setting of a live system.
    fn gives(&self, kind: &Kind) -> BTreeSet<EvidenceForm> {
        self.evidence_type(kind).map_or_else(|| [EvidenceForm::Configuration].into(), |one| one.forms.clone())
    }

    /// The forms of evidence that a policy gives: those of the kind that it judges and of the kinds
    /// that it needs beside. A kind gives what is listed for it, else it is a setting of a live system.
    pub fn forms_of(&self, policy: &Policy) -> BTreeSet<EvidenceForm> {
        let beside = policy.needs.iter().filter_map(|need| match need {
            Need::Other(kind, _) => Some(self.gives(kind)),
            Need::Field(_) => None,
        });
        let mut forms: BTreeSet<EvidenceForm> = beside.flatten().collect();
        let anchor = self.evidence_type(&policy.kind).is_some_and(|one| one.anchor);
        if forms.is_empty() || !anchor {
            forms.extend(self.gives(&policy.kind));
        }
        forms
    }

    /// How a requirement stands to other frameworks. One without a row of its own takes the rows of
    /// its nearest parents.
    pub fn related(&self, framework: &FrameworkId, requirement: &RequirementId) -> Vec<&Relation> {
        let mut level = vec![requirement];
        // Parents are known to be free of circles, so the climb ends.
        while !level.is_empty() {
            let rows: Vec<_> = self
                .crosswalks()
                .flat_map(|crosswalk| &crosswalk.relations)
                .filter(|row| row.source == *framework && level.contains(&&row.requirement))
                .collect();
            if !rows.is_empty() {
                return rows;
            }
            level = level
                .iter()
                .filter_map(|id| self.get(framework)?.get(id))
                .flat_map(|requirement| &requirement.parents)
                .collect();
        }
        Vec::new()
    }

    /// Every requirement that the policies cite and that does not exist, sorted.
    pub fn check(&self, policies: &[Policy]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for policy in policies {
            for (framework, ids) in &policy.requirements {
                match self.get(framework) {
                    None => found.push(self.no_framework(policy, framework)),
                    Some(known) => found.extend(
                        ids.iter().filter(|id| known.get(id).is_none()).map(|id| no_requirement(policy, known, id)),
                    ),
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    fn no_framework(&self, policy: &Policy, framework: &FrameworkId) -> Diagnostic {
        let suggestion = nearest(framework.as_str(), self.by_id.keys().map(FrameworkId::as_str));
        let message = format!(
            "policy {} cites the framework {framework}, which is not known{}",
            policy.id,
            hint(suggestion.as_deref())
        );
        Diagnostic { policy: policy.id.clone(), framework: framework.clone(), requirement: None, suggestion, message }
    }

    fn link(&self, located: &Located) -> Result<(), Error> {
        for cited in located.cited() {
            let Some(framework) = self.get(cited.framework) else {
                return Err(cited.place.fault(format!("the framework {} is not known", cited.framework)));
            };
            if framework.get(cited.requirement).is_none() {
                let near = near(framework, cited.requirement);
                return Err(cited.place.fault(format!(
                    "{} is no requirement of {}{}",
                    cited.requirement,
                    framework.id,
                    hint(near.as_deref())
                )));
            }
        }
        Ok(())
    }
}

fn near(framework: &Framework, id: &RequirementId) -> Option<String> {
    nearest(id.as_str(), framework.requirements.iter().map(|requirement| requirement.id.as_str()))
}

fn no_requirement(policy: &Policy, framework: &Framework, id: &RequirementId) -> Diagnostic {
    let suggestion = near(framework, id);
    Diagnostic {
        policy: policy.id.clone(),
        framework: framework.id.clone(),
        requirement: Some(id.clone()),
        message: format!(
            "policy {} cites {id}, which is no requirement of {}{}",
            policy.id,
            framework.id,
            hint(suggestion.as_deref())
        ),
        suggestion,
    }
}
