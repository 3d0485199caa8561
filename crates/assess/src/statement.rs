//! The sentence that says an assessment to a reader: forms, denominators, what could not be seen.
//! It speaks of evidence for a requirement; it never says that somebody complies.

use std::collections::{BTreeMap, BTreeSet};

use model::{Cause, Counts, EvidenceForm, FormStatus, PolicyId, Technical};

use crate::framework::Requirement;
use crate::rollup::{Count, Part, Parts, Reason};

/// Writes the statement.
pub(crate) fn write(requirement: &Requirement, forms: &[FormStatus], parts: &Parts<'_>) -> String {
    let silent = parts.live.counts.is_empty() && parts.attested.counts.is_empty();
    if silent && forms.is_empty() {
        return "Asks for no evidence.".to_owned();
    }
    let present = forms.iter().filter(|form| form.present).count();
    let open = if silent { "No evidence for" } else { "Evidence for" };
    let told = [part("technical", &parts.live), part("attested", &parts.attested)].into_iter().flatten();
    let told: Vec<String> = told.collect();
    let told = if silent { "no selected policy speaks of it".to_owned() } else { told.join("; ") };
    format!("{open} {}: {}, {told}.", requirement.cite, tell_forms(forms, present))
}

/// One part, if a policy speaks of it.
fn part(name: &str, part: &Part<'_>) -> Option<String> {
    let state = match part.state {
        Technical::NoEvidence => return None,
        Technical::NotApplicable => "not applicable",
        Technical::Met => "met",
        Technical::NotMet => "not met",
        Technical::Unknown => "not decided",
    };
    Some(format!("{name} part {state}: {}", tell(&part.counts, &part.total)))
}

fn tell_forms(forms: &[FormStatus], present: usize) -> String {
    if forms.is_empty() {
        return "no form is asked for".to_owned();
    }
    let noun = if forms.len() == 1 { "form" } else { "forms" };
    let missing: Vec<&str> = forms.iter().filter(|form| !form.present).map(|form| word(form.form)).collect();
    let missing = if missing.is_empty() { String::new() } else { format!(" (missing: {})", missing.join(", ")) };
    format!("{present} of {} {noun} present{missing}", forms.len())
}

/// Denominators first: what passes of what was judged, then the rest with its reasons.
fn tell(counts: &[(&PolicyId, &Count)], total: &Counts) -> String {
    let judged = total.pass + total.fail + total.unknown;
    let mut parts = Vec::new();
    if judged > 0 {
        let verb = if total.pass == 1 { "passes" } else { "pass" };
        parts.push(format!("{} of {judged} {} {verb}", total.pass, noun(counts, judged)));
    }
    if total.fail > 0 {
        let waived: u64 = counts.iter().map(|(_, count)| count.waived).sum();
        let waived = if waived > 0 { format!(" ({waived} under an approved waiver)") } else { String::new() };
        parts.push(format!("{} {}{waived}", total.fail, if total.fail == 1 { "fails" } else { "fail" }));
    }
    if total.unknown > 0 {
        parts.push(format!("{} unknown{}", total.unknown, because(counts, total.unknown)));
    }
    if total.not_applicable > 0 {
        parts.push(format!("{} not applicable", total.not_applicable));
    }
    let silent = counts.iter().filter(|(_, count)| count.tally.total() == 0 && count.tally.error.is_none()).count();
    if silent > 0 {
        parts.push(format!("{silent} of {} gave no finding", policies(counts.len())));
    }
    let broken = counts.iter().filter(|(_, count)| count.tally.error.is_some()).count();
    if broken > 0 {
        parts.push(format!("{broken} of {} did not work", policies(counts.len())));
    }
    parts.join(", ")
}

fn policies(n: usize) -> String {
    if n == 1 { "1 policy".to_owned() } else { format!("{n} policies") }
}

/// Why findings are unknown. One reason for all needs no number; a finding with two reasons counts
/// under both.
fn because(counts: &[(&PolicyId, &Count)], unknown: u64) -> String {
    let mut reasons: BTreeMap<&Reason, u64> = BTreeMap::new();
    for (_, count) in counts {
        for (reason, n) in &count.reasons {
            *reasons.entry(reason).or_default() += n;
        }
    }
    match reasons.iter().next() {
        None => String::new(),
        Some((reason, n)) if reasons.len() == 1 && *n == unknown => format!(" because {}", why(reason)),
        Some(_) => {
            let list: Vec<String> = reasons.iter().map(|(reason, n)| format!("{n} because {}", why(reason))).collect();
            format!(" ({})", list.join(", "))
        }
    }
}

fn why(reason: &Reason) -> String {
    let Some((cause, permission)) = reason else { return "the policy reached no verdict".to_owned() };
    let what = permission.as_deref().unwrap_or("a request");
    match cause {
        Cause::Denied => format!("{what} was denied"),
        Cause::Throttled => format!("{what} was throttled"),
        Cause::Transient => format!("{what} failed and may work later"),
        Cause::NotEnabled => "a feature is not enabled".to_owned(),
        Cause::Unsupported => "the server does not know an operation".to_owned(),
        Cause::BadReply => "a reply could not be read".to_owned(),
        Cause::NotConfigured => "the source lacks a setting or credential".to_owned(),
    }
}

/// What was counted: `users` if one policy judged users, `checks of users` if several did.
fn noun(counts: &[(&PolicyId, &Count)], n: u64) -> String {
    let nouns: BTreeSet<&str> = counts.iter().filter_map(|(_, count)| count.kind.as_str().rsplit('.').next()).collect();
    match (counts.len(), nouns.len(), nouns.first()) {
        (1, _, Some(noun)) => plural(noun, n),
        (_, 1, Some(noun)) => format!("{} of {}", plural("check", n), plural(noun, 2)),
        _ => plural("check", n),
    }
}

fn plural(noun: &str, n: u64) -> String {
    let noun = noun.replace('_', " ");
    if n == 1 {
        return noun;
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    }
}

/// The word for a form.
pub(crate) fn word(form: EvidenceForm) -> &'static str {
    match form {
        EvidenceForm::Configuration => "configuration",
        EvidenceForm::Log => "log",
        EvidenceForm::Document => "document",
        EvidenceForm::Attestation => "attestation",
    }
}
