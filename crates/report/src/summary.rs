//! What every format needs to know before it writes: totals, waived failures, why findings are
//! unknown. One pass over the findings; its size depends on the number of policies only.

use std::collections::{BTreeMap, BTreeSet};

use model::{Assessment, Cause, Finding, FrameworkId, Outcome, Policy, PolicyId, Severity, Tally, Technical};

use crate::{Error, ReportInput};

/// Why a finding is unknown; `None` if its policy reached no verdict.
pub(crate) type Reason = Option<(Cause, Option<String>)>;

/// The findings that share a reason. A finding with two reasons is in two groups.
#[derive(Debug, Default)]
pub(crate) struct Unknown {
    pub(crate) findings: u64,
    pub(crate) policies: BTreeMap<PolicyId, u64>,
    /// The first message, as an example.
    pub(crate) example: Option<String>,
}

/// Totals and groups.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub(crate) total: Tally,
    pub(crate) waived: BTreeMap<PolicyId, u64>,
    pub(crate) unknown: BTreeMap<Reason, Unknown>,
    /// Policies that did not work.
    pub(crate) broken: usize,
    /// The first failures of each policy.
    pub(crate) failures: BTreeMap<PolicyId, Vec<Finding>>,
}

/// Failures kept of one policy: what a reader who is in a hurry is shown.
pub(crate) const FEW: usize = 5;

impl Summary {
    /// What the tallies tell, without a look at the findings.
    pub(crate) fn totals(input: &ReportInput<'_>) -> Self {
        let mut summary = Self::default();
        for tally in input.tallies.values() {
            summary.total.pass += tally.pass;
            summary.total.fail += tally.fail;
            summary.total.unknown += tally.unknown;
            summary.total.not_applicable += tally.not_applicable;
            summary.broken += usize::from(tally.error.is_some());
        }
        summary
    }

    pub(crate) fn gather(input: &ReportInput<'_>) -> Result<Self, Error> {
        let mut summary = Self::totals(input);
        input.findings.with(&[Outcome::Fail, Outcome::Unknown], &mut |finding| {
            summary.add(finding);
            Ok(())
        })?;
        Ok(summary)
    }

    fn add(&mut self, finding: &Finding) {
        if finding.outcome == Outcome::Fail && finding.waiver.is_some() {
            *self.waived.entry(finding.policy.clone()).or_default() += 1;
        }
        if finding.outcome == Outcome::Fail {
            let few = self.failures.entry(finding.policy.clone()).or_default();
            if few.len() < FEW {
                few.push(finding.clone());
            }
        }
        if finding.outcome != Outcome::Unknown {
            return;
        }
        let mut reasons: BTreeMap<Reason, Option<&String>> = BTreeMap::new();
        for gap in &finding.gaps {
            reasons.entry(Some((gap.cause, gap.permission.clone()))).or_insert(Some(&gap.message));
        }
        if reasons.is_empty() {
            reasons.insert(None, finding.messages.first());
        }
        for (reason, message) in reasons {
            let group = self.unknown.entry(reason).or_default();
            group.findings += 1;
            *group.policies.entry(finding.policy.clone()).or_default() += 1;
            if group.example.is_none() {
                group.example = message.cloned();
            }
        }
    }

    /// The groups, largest first.
    pub(crate) fn unknown(&self) -> Vec<(&Reason, &Unknown)> {
        let mut groups: Vec<_> = self.unknown.iter().collect();
        groups.sort_by(|a, b| b.1.findings.cmp(&a.1.findings).then(a.0.cmp(b.0)));
        groups
    }

    /// The whole run in a line.
    pub(crate) fn sentence(&self, input: &ReportInput<'_>) -> String {
        let Tally { pass, fail, unknown, not_applicable, .. } = self.total;
        let waived: u64 = self.waived.values().sum();
        let waived = if waived > 0 { format!(" ({waived} waived)") } else { String::new() };
        let broken = if self.broken > 0 { format!(", {} did not work", self.broken) } else { String::new() };
        let policies = plural(input.policies.len() as u64, "policy", "policies");
        let findings = plural(self.total.total(), "finding", "findings");
        format!(
            "{findings} of {policies}{broken}: {pass} pass, {fail} fail{waived}, {unknown} unknown, {not_applicable} not applicable"
        )
    }
}

/// `1 finding`, `2 findings`.
pub(crate) fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `iam:GetCredentialReport denied`; the permission is not yet made safe.
pub(crate) fn reason(reason: &Reason) -> String {
    match reason {
        None => "no verdict".to_owned(),
        Some((cause, Some(permission))) => format!("{permission} {}", cause.as_str()),
        Some((cause, None)) => cause.as_str().to_owned(),
    }
}

/// The policies of one severity, by id; severities from the worst.
pub(crate) fn by_severity<'a>(policies: &'a [Policy]) -> impl Iterator<Item = (Severity, Vec<&'a Policy>)> {
    let worst_first = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];
    worst_first.into_iter().map(move |severity| {
        let mut chosen: Vec<&'a Policy> = policies.iter().filter(|policy| policy.severity == severity).collect();
        chosen.sort_by(|a, b| a.id.cmp(&b.id));
        (severity, chosen)
    })
}

/// The tally of a policy; empty if it gave none.
pub(crate) fn tally(input: &ReportInput<'_>, policy: &PolicyId) -> Tally {
    input.tallies.get(policy).cloned().unwrap_or_default()
}

/// The assessments of a framework.
pub(crate) struct Overview<'a> {
    pub(crate) framework: &'a FrameworkId,
    /// Those that some selected policy speaks of.
    pub(crate) with: Vec<&'a Assessment>,
    /// Those that ask for evidence and have none.
    pub(crate) without: Vec<&'a Assessment>,
}

impl Overview<'_> {
    /// How many have findings, and of how many.
    pub(crate) fn sentence(&self) -> String {
        let all = self.with.len() + self.without.len();
        format!(
            "{} of {all} requirements that ask for evidence have findings; {} have none",
            self.with.len(),
            self.without.len()
        )
    }
}

/// One overview for each framework, in the order of the assessments.
pub(crate) fn overviews<'a>(input: &ReportInput<'a>) -> Vec<Overview<'a>> {
    let frameworks: BTreeSet<&FrameworkId> = input.assessments.iter().map(|assessment| &assessment.framework).collect();
    let of = |framework: &'a FrameworkId| {
        let all = input.assessments.iter().filter(|assessment| assessment.framework == *framework);
        let (without, with): (Vec<_>, Vec<_>) = all.partition(|a| a.technical.is_none() && a.attested.is_none());
        let without = without.into_iter().filter(|assessment| !assessment.forms.is_empty()).collect();
        Overview { framework, with, without }
    };
    frameworks.into_iter().map(of).collect()
}

/// What one run can show, said under every list of requirements.
pub(crate) const ONE_RUN: &str = "One run shows design: what is set, written and attested now. That it operated over a \
                                  period is shown by the runs of that period together.";

/// `2/3`: forms of evidence present and needed.
pub(crate) fn forms(assessment: &Assessment) -> String {
    let present = assessment.forms.iter().filter(|form| form.present).count();
    format!("{present}/{}", assessment.forms.len())
}

/// The word for a technical state.
pub(crate) fn technical(technical: Technical) -> &'static str {
    match technical {
        Technical::Met => "met",
        Technical::NotMet => "not met",
        Technical::Unknown => "not decided",
        Technical::NotApplicable => "not applicable",
        Technical::NoEvidence => "no evidence",
    }
}
