//! From findings to requirements, while the findings stream by.
//!
//! Findings are counted per policy, never kept. A requirement has the policies that cite it or
//! anything below it, each once, so a finding that two paths lead up from still counts once.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Assessment, Cause, Counts, EvidenceForm, Finding, FormStatus, FrameworkId, Kind, Outcome, Policy, PolicyId,
    RequirementId, Tally, Technical,
};

use crate::framework::Requirement;
use crate::{Error, Framework, Frameworks, statement};

/// Why findings are unknown: a cause and the permission that would mend it. `None` if the policy
/// saw everything and reached no verdict.
pub(crate) type Reason = Option<(Cause, Option<String>)>;

/// What is known of one policy so far.
#[derive(Debug, Clone)]
pub(crate) struct Count {
    pub(crate) kind: Kind,
    /// The forms of evidence that it gives.
    pub(crate) forms: BTreeSet<EvidenceForm>,
    /// Those of them that live systems give, not people.
    pub(crate) live: BTreeSet<EvidenceForm>,
    /// True if people attest to what it judges, rather than a live system showing it.
    pub(crate) attested: bool,
    pub(crate) tally: Tally,
    /// Failures that an approved waiver covers. They stay failures.
    pub(crate) waived: u64,
    pub(crate) reasons: BTreeMap<Reason, u64>,
}

impl Count {
    /// True if there is evidence of `form` behind it. A live system was seen if anything was
    /// decided. A register is evidence only where something holds good: a failure may be that there
    /// is no entry.
    fn shows(&self, form: EvidenceForm) -> bool {
        let tally = &self.tally;
        tally.pass > 0 || (self.live.contains(&form) && tally.fail + tally.not_applicable > 0)
    }
}

/// The policies of one part of a requirement and what they add up to.
pub(crate) struct Part<'c> {
    pub(crate) counts: Vec<(&'c PolicyId, &'c Count)>,
    pub(crate) total: Counts,
    pub(crate) state: Technical,
}

/// What live systems show, apart from what people attest to.
pub(crate) struct Parts<'c> {
    pub(crate) live: Part<'c>,
    pub(crate) attested: Part<'c>,
}

impl<'c> Part<'c> {
    fn of(counts: Vec<(&'c PolicyId, &'c Count)>) -> Self {
        let total = sum(&counts);
        let state = technical(&counts, &total);
        Self { counts, total, state }
    }
}

/// Counts findings and says at the end what they are evidence for. Its size depends on the number
/// of policies and requirements, not on the number of findings.
#[derive(Debug, Clone)]
pub struct Rollup<'a> {
    frameworks: &'a Frameworks,
    counts: BTreeMap<PolicyId, Count>,
    cited: BTreeMap<&'a FrameworkId, BTreeMap<RequirementId, BTreeSet<PolicyId>>>,
}

impl<'a> Rollup<'a> {
    /// Begins with the selected policies. Requirements they cite that do not exist are left out;
    /// [`Frameworks::check`] names them.
    pub fn new(frameworks: &'a Frameworks, policies: &[Policy]) -> Self {
        let count = |policy: &Policy| Count {
            kind: policy.kind.clone(),
            forms: frameworks.forms_of(policy),
            live: frameworks.live_forms_of(policy),
            attested: frameworks.is_attested(&policy.kind),
            tally: Tally::default(),
            waived: 0,
            reasons: BTreeMap::new(),
        };
        let counts = policies.iter().map(|policy| (policy.id.clone(), count(policy))).collect();
        let cited = frameworks.iter().map(|framework| (&framework.id, citing(framework, policies))).collect();
        Self { frameworks, counts, cited }
    }

    /// Counts a finding.
    ///
    /// # Errors
    /// When its policy was not selected.
    pub fn count(&mut self, finding: &Finding) -> Result<(), Error> {
        let count = self.counts.get_mut(&finding.policy).ok_or_else(|| Error::NotSelected(finding.policy.clone()))?;
        count.tally.count(finding.outcome);
        if finding.outcome == Outcome::Fail && finding.waiver.is_some() {
            count.waived += 1;
        }
        if finding.outcome == Outcome::Unknown {
            let mut reasons: BTreeSet<Reason> =
                finding.gaps.iter().map(|gap| Some((gap.cause, gap.permission.clone()))).collect();
            if reasons.is_empty() {
                reasons.insert(None);
            }
            for reason in reasons {
                *count.reasons.entry(reason).or_default() += 1;
            }
        }
        Ok(())
    }

    /// Notes that a policy itself did not work.
    ///
    /// # Errors
    /// When the policy was not selected.
    pub fn failed(&mut self, policy: &PolicyId, why: &str) -> Result<(), Error> {
        let count = self.counts.get_mut(policy).ok_or_else(|| Error::NotSelected(policy.clone()))?;
        count.tally.error = Some(why.to_owned());
        Ok(())
    }

    /// What was counted, by policy; every selected policy is there.
    pub fn tallies(&self) -> BTreeMap<PolicyId, Tally> {
        self.counts.iter().map(|(policy, count)| (policy.clone(), count.tally.clone())).collect()
    }

    /// One assessment for each requirement of each framework: frameworks by id, requirements in the
    /// order of their file.
    pub fn finish(&self) -> Vec<Assessment> {
        let none = BTreeSet::new();
        let mut all = Vec::new();
        for framework in self.frameworks.iter() {
            let cited = self.cited.get(&framework.id);
            for requirement in &framework.requirements {
                let policies = cited.and_then(|cited| cited.get(&requirement.id)).unwrap_or(&none);
                all.push(self.assess(framework, requirement, policies));
            }
        }
        all
    }

    fn assess(&self, framework: &Framework, requirement: &Requirement, policies: &BTreeSet<PolicyId>) -> Assessment {
        let counts: Vec<(&PolicyId, &Count)> =
            policies.iter().filter_map(|policy| self.counts.get_key_value(policy)).collect();
        let (attested, live): (Vec<_>, Vec<_>) = counts.iter().partition(|(_, count)| count.attested);
        let parts = Parts { live: Part::of(live), attested: Part::of(attested) };
        let form = |&form: &EvidenceForm| {
            let giving: Vec<_> = counts.iter().copied().filter(|(_, count)| count.forms.contains(&form)).collect();
            let counts = (!giving.is_empty()).then(|| sum(&giving));
            FormStatus { form, present: giving.iter().any(|(_, count)| count.shows(form)), counts }
        };
        let forms: Vec<FormStatus> = requirement.forms.iter().map(form).collect();
        let denied = |reason: &Reason| match reason {
            Some((Cause::Denied, permission)) => permission.clone(),
            _ => None,
        };
        Assessment {
            framework: framework.id.clone(),
            requirement: requirement.id.clone(),
            title: requirement.title.clone(),
            technical: parts.live.state,
            attested: parts.attested.state,
            statement: statement::write(requirement, &forms, &parts),
            forms,
            policies: policies.clone(),
            missing_permissions: counts.iter().flat_map(|(_, count)| count.reasons.keys().filter_map(denied)).collect(),
            counts: sum(&counts),
        }
    }
}

/// Counts all findings at once and assesses.
///
/// # Errors
/// When a finding's policy was not selected.
pub fn assess<'f>(
    frameworks: &Frameworks,
    policies: &[Policy],
    findings: impl IntoIterator<Item = &'f Finding>,
) -> Result<Vec<Assessment>, Error> {
    let mut rollup = Rollup::new(frameworks, policies);
    for finding in findings {
        rollup.count(finding)?;
    }
    Ok(rollup.finish())
}

/// For each requirement the policies that cite it or something below it.
fn citing(framework: &Framework, policies: &[Policy]) -> BTreeMap<RequirementId, BTreeSet<PolicyId>> {
    let index = framework.index();
    let mut cited: BTreeMap<RequirementId, BTreeSet<PolicyId>> = BTreeMap::new();
    for policy in policies {
        for id in policy.requirements.get(&framework.id).into_iter().flatten() {
            for id in Framework::climb(&index, id) {
                cited.entry(id).or_default().insert(policy.id.clone());
            }
        }
    }
    cited
}

fn sum(counts: &[(&PolicyId, &Count)]) -> Counts {
    let mut total = Counts::default();
    for (_, count) in counts {
        total.pass += count.tally.pass;
        total.fail += count.tally.fail;
        total.unknown += count.tally.unknown;
        total.not_applicable += count.tally.not_applicable;
    }
    let broken: Vec<String> = counts
        .iter()
        .filter_map(|(policy, count)| Some(format!("{policy}: {}", count.tally.error.as_ref()?)))
        .collect();
    total.error = (!broken.is_empty()).then(|| broken.join("; "));
    total
}

fn technical(counts: &[(&PolicyId, &Count)], total: &Counts) -> Technical {
    // A policy without a single finding has decided nothing, whatever the others say.
    let silent = counts.iter().any(|(_, count)| count.tally.total() == 0);
    if counts.is_empty() {
        Technical::NoEvidence
    } else if total.fail > 0 {
        Technical::NotMet
    } else if total.unknown > 0 || total.error.is_some() || silent {
        Technical::Unknown
    } else if total.pass > 0 {
        Technical::Met
    } else {
        Technical::NotApplicable
    }
}
