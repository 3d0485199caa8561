//! From what was collected to findings: which policy is asked about which resource, and what its
//! answer means. The outcome rules of the whole program are in this file.
//!
//! Two passes. The first asks and keeps the verdicts in a spool, so that a policy that dies is known
//! before the first finding is given out. The second gives them out in the written order: kind,
//! source, resource, policy.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use model::{
    ExchangeId, Finding, Gap, Kind, Outcome, Policy, PolicyId, Population, ResourceKey, ResourceSet, Source, SourceId,
    Tally,
};
use model::{Need, Timestamp};

use crate::Error;
use crate::absent;
use crate::judge::{Unit, Verdict};
use crate::needs::{self, Cohort, Cohorts, Header, Headers, Joined, Row};
use crate::place::{Ask, Bench, Join, Joins, Place};
use crate::set::PolicySet;
use crate::spool::Spool;

/// Resources asked about at once.
const BATCH: usize = 128;

/// What was collected, and the moment to judge at.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The moment policies see as `data.run.as_of`.
    pub as_of: Timestamp,
    /// The sources that were asked.
    pub sources: &'a [Source],
    /// The resources.
    pub resources: &'a ResourceSet,
    /// Gaps that stand in no resource.
    pub gaps: &'a [Gap],
    /// How much of each kind was seen.
    pub populations: &'a [Population],
}

/// Where findings go, one by one.
pub type Emit<'e> = dyn FnMut(Finding) -> Result<(), Box<dyn std::error::Error + Send + Sync>> + 'e;

/// Judges everything that was collected.
///
/// Each finding is given to `emit` once, in the order kind, source, resource (`None` first),
/// policy. The result has a tally for every policy of the set, also for those without a finding.
///
/// # Errors
/// When the child cannot be started, or when `emit` fails.
pub fn evaluate(
    set: &PolicySet,
    inputs: &Inputs<'_>,
    place: &Place,
    emit: &mut Emit<'_>,
) -> Result<BTreeMap<PolicyId, Tally>, Error> {
    let policies: Vec<&Policy> = set.policies().collect();
    let units: Vec<Unit> = set.policies.values().map(|loaded| set.unit(loaded)).collect();
    let cohorts = needs::cohorts(inputs.resources, inputs.gaps, inputs.populations)?;
    let court = Court { set, policies, sources: inputs.sources, cohorts };
    let mut bench = place.open(units, &inputs.as_of.to_string())?;
    let sessions = court.sessions()?;
    let mut heard = court.hear(&sessions, bench.as_mut())?;
    // Policies are not asked any more, and what they hold in memory is of no use.
    drop(bench);
    court.tell(&sessions, &mut heard, emit)
}

/// Everything that findings are made from.
pub(crate) struct Court<'a> {
    pub(crate) set: &'a PolicySet,
    pub(crate) policies: Vec<&'a Policy>,
    pub(crate) sources: &'a [Source],
    pub(crate) cohorts: Cohorts<'a>,
}

/// What the first pass left.
pub(crate) struct Heard {
    spool: Spool,
    /// Policies that must not be believed at all, with the reason.
    broken: BTreeMap<usize, String>,
    /// The first error of policies that erred on some resources.
    erred: BTreeMap<usize, String>,
}

/// A kind in a source, with the policies that judge it.
pub(crate) struct Session<'a> {
    kind: &'a Kind,
    source: &'a SourceId,
    policies: Vec<(usize, &'a Policy, Joined)>,
}

/// What is known of one resource and policy before the policy is asked.
enum Standing {
    Ask,
    Unknown(Vec<Gap>),
}

impl<'a> Court<'a> {
    /// Every kind in every source that policies judge, in the written order.
    pub(crate) fn sessions(&self) -> Result<Vec<Session<'a>>, Error> {
        let mut kinds: Vec<&'a Kind> = self.policies.iter().map(|policy| &policy.kind).collect();
        kinds.sort();
        kinds.dedup();
        let mut sources: Vec<&'a Source> = self.sources.iter().collect();
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        let mut out = Vec::new();
        for kind in kinds {
            let on_request = &self.set.on_request;
            for source in sources.iter().filter(|source| source.asks(kind, on_request.contains(kind))) {
                let mut policies = Vec::new();
                for (i, policy) in self.policies.iter().enumerate().filter(|(_, policy)| policy.kind == *kind) {
                    policies.push((
                        i,
                        *policy,
                        needs::joined(policy, &source.id, self.sources, on_request, &self.cohorts)?,
                    ));
                }
                out.push(Session { kind, source: &source.id, policies });
            }
        }
        Ok(out)
    }

    /// First pass: asks every policy about every resource that can be asked about.
    pub(crate) fn hear(&self, sessions: &[Session<'a>], bench: &mut dyn Bench) -> Result<Heard, Error> {
        let mut heard = Heard { spool: Spool::new(), broken: BTreeMap::new(), erred: BTreeMap::new() };
        let nothing = Cohort::default();
        let mut headers = Headers::default();
        for session in sessions {
            let cohort = self.cohorts.get(&(session.kind, session.source)).unwrap_or(&nothing);
            bench.source(&self.join(session))?;
            for batch in cohort.resources.chunks(BATCH) {
                let mut asks = Vec::new();
                for (key, line) in batch {
                    let header = headers.read(key, line)?;
                    let open = |i: &usize| !heard.broken.contains_key(i);
                    let wanted: Vec<usize> = session
                        .policies
                        .iter()
                        .filter(|(_, policy, joined)| {
                            matches!(standing(policy, joined, cohort, key, &header), Standing::Ask)
                        })
                        .map(|(i, ..)| *i)
                        .filter(open)
                        .collect();
                    asks.push(Ask { wanted, key, line });
                }
                let answers = bench.ask(&asks)?;
                for (ask, mut answer) in asks.iter().zip(answers) {
                    note(ask.key, &mut answer, &mut heard);
                    heard.spool.push(&answer)?;
                }
            }
        }
        Ok(heard)
    }

    /// The resources of other kinds that the policies at hand read, with the fields that one of
    /// them declares.
    fn join(&self, session: &Session<'a>) -> Join<'a, '_> {
        let mut out = Join::new();
        for (_, policy, _) in session.policies.iter().filter(|(_, _, joined)| joined.gaps.is_empty()) {
            for need in &policy.needs {
                let Need::Other(kind, field) = need else { continue };
                let joins = out
                    .entry(kind)
                    .or_insert_with(|| Joins { fields: BTreeSet::new(), rows: self.rows_of(session, kind) });
                joins.fields.extend(field.as_ref());
            }
        }
        out
    }

    /// The resources of a kind that policies see from the source at hand.
    fn rows_of<'s>(&'s self, session: &Session<'a>, kind: &'a Kind) -> Cow<'s, [Row<'a>]> {
        let mut cohorts = needs::seen_from(session.kind, session.source, kind, self.sources, &self.set.on_request)
            .filter_map(|source| self.cohorts.get(&(kind, source)));
        let first = cohorts.next().map(|cohort| cohort.resources.as_slice()).unwrap_or_default();
        let mut rows = Cow::Borrowed(first);
        for cohort in cohorts {
            rows.to_mut().extend_from_slice(&cohort.resources);
        }
        rows
    }

    /// Why a policy that was asked and worked says nothing, as far as its text tells.
    fn no_verdict(&self, policy: &PolicyId, line: &[u8]) -> String {
        let text = self.set.policies.get(policy).map(|loaded| loaded.text.as_str()).unwrap_or_default();
        let missing = absent::absent(text, line);
        if missing.is_empty() {
            return "the policy reached no verdict".to_owned();
        }
        format!("the policy reached no verdict; not in the data: {}", missing.join(", "))
    }

    /// Second pass: gives the findings out.
    fn tell(
        &self,
        sessions: &[Session<'a>],
        heard: &mut Heard,
        emit: &mut Emit<'_>,
    ) -> Result<BTreeMap<PolicyId, Tally>, Error> {
        let mut tallies: Vec<Tally> = vec![Tally::default(); self.policies.len()];
        for (i, error) in heard.erred.iter().chain(&heard.broken) {
            if let Some(tally) = tallies.get_mut(*i) {
                tally.error = Some(error.clone());
            }
        }
        let broken = std::mem::take(&mut heard.broken);
        let mut spool = heard.spool.read()?;
        let mut give = |i: usize, finding: Finding| -> Result<(), Error> {
            if let Some(tally) = tallies.get_mut(i) {
                tally.count(finding.outcome);
            }
            emit(finding).map_err(Error::Emit)
        };
        let nothing = Cohort::default();
        let mut headers = Headers::default();
        for session in sessions {
            let cohort = self.cohorts.get(&(session.kind, session.source)).unwrap_or(&nothing);
            for (i, policy, _) in &session.policies {
                if let Some(finding) = population(session, policy, cohort) {
                    give(*i, finding)?;
                }
            }
            for (id, row) in cohort.rows() {
                let Some((key, line)) = row else {
                    for (i, policy, _) in &session.policies {
                        give(*i, unknown(session, policy, Some(id), cohort.about(id)))?;
                    }
                    continue;
                };
                let header = headers.read(key, line)?;
                let answer: BTreeMap<usize, Verdict> = spool.next()?.into_iter().collect();
                for (i, policy, joined) in &session.policies {
                    let mut finding = match standing(policy, joined, cohort, key, &header) {
                        Standing::Unknown(gaps) => unknown(session, policy, Some(id), gaps),
                        Standing::Ask => {
                            let mut finding = blank(session, policy, Some(id));
                            (finding.outcome, finding.messages) = outcome(broken.get(i), answer.get(i));
                            if finding.outcome == Outcome::Unknown && finding.messages.is_empty() {
                                finding.messages.push(self.no_verdict(&policy.id, line));
                            }
                            finding
                        }
                    };
                    rest_on(&mut finding, &[&header.exchanges, &joined.exchanges]);
                    if finding.exchanges.is_empty() {
                        rest_on(&mut finding, &[&joined.lists]);
                    }
                    give(*i, finding)?;
                }
            }
        }
        Ok(self.policies.iter().map(|policy| policy.id.clone()).zip(tallies).collect())
    }
}

/// Keeps what went wrong. A policy that says two things at once of a resource is wrong and has said
/// nothing of it, but one odd resource must not cost the night.
fn note(key: &ResourceKey, answer: &mut [(usize, Verdict)], heard: &mut Heard) {
    for (i, verdict) in answer {
        let said = [
            ("pass", verdict.pass),
            ("fail", !verdict.fail.is_empty()),
            ("not_applicable", !verdict.not_applicable.is_empty()),
        ];
        let mut said = said.into_iter().filter(|(_, yes)| *yes).map(|(rule, _)| rule);
        if let (Some(first), Some(second)) = (said.next(), said.next()) {
            *verdict = Verdict::error(format!("it says both {first} and {second} of {}", key.id), false);
        }
        if let Some(error) = &verdict.error {
            let notes = if verdict.broken { &mut heard.broken } else { &mut heard.erred };
            notes.entry(*i).or_insert_with(|| error.clone());
        }
    }
}

/// What a verdict comes to. `pass` only if `pass` held; `fail` only with a message; unknown without one
/// if there is no verdict.
fn outcome(broken: Option<&String>, verdict: Option<&Verdict>) -> (Outcome, Vec<String>) {
    let stopped = |why: &str| (Outcome::Unknown, vec![format!("the policy did not work: {why}")]);
    match (broken, verdict) {
        (Some(why), _) => stopped(why),
        (None, None) => stopped("it gave no answer"),
        (None, Some(verdict)) => match verdict {
            Verdict { error: Some(why), .. } => stopped(why),
            v if !v.fail.is_empty() => (Outcome::Fail, v.fail.iter().cloned().collect()),
            v if v.pass => (Outcome::Pass, Vec::new()),
            v if !v.not_applicable.is_empty() => (Outcome::NotApplicable, v.not_applicable.iter().cloned().collect()),
            _ => (Outcome::Unknown, Vec::new()),
        },
    }
}

fn standing(policy: &Policy, joined: &Joined, cohort: &Cohort<'_>, key: &ResourceKey, header: &Header<'_>) -> Standing {
    let mut gaps = cohort.whole_resource(&key.id);
    for need in &policy.needs {
        if let Need::Field(field) = need {
            gaps.extend(cohort.unobserved(key, header, field));
        }
    }
    gaps.extend(joined.gaps.iter().cloned());
    if gaps.is_empty() { Standing::Ask } else { Standing::Unknown(gaps) }
}

/// Adds exchanges that a finding rests on.
fn rest_on(finding: &mut Finding, more: &[&BTreeSet<ExchangeId>]) {
    for exchanges in more.iter().filter(|more| !more.is_empty()) {
        if finding.exchanges.is_empty() {
            // A whole set is copied far faster than it is made again.
            finding.exchanges.clone_from(exchanges);
        } else {
            finding.exchanges.extend(exchanges.iter().cloned());
        }
    }
}

/// The statement about the list as a whole, where one has to be made.
fn population(session: &Session<'_>, policy: &Policy, cohort: &Cohort<'_>) -> Option<Finding> {
    let gaps = cohort.incomplete(session.kind, session.source);
    if !gaps.is_empty() {
        return Some(unknown(session, policy, None, gaps));
    }
    cohort.is_empty().then(|| {
        let mut finding = blank(session, policy, None);
        finding.outcome = Outcome::NotApplicable;
        finding.messages = vec!["the list was read to its end and is empty".to_owned()];
        rest_on(&mut finding, &cohort.population.iter().map(|p| &p.exchanges).collect::<Vec<_>>());
        finding
    })
}

fn blank(session: &Session<'_>, policy: &Policy, resource: Option<&str>) -> Finding {
    Finding {
        policy: policy.id.clone(),
        kind: session.kind.clone(),
        source: session.source.clone(),
        resource: resource.map(str::to_owned),
        outcome: Outcome::Unknown,
        messages: Vec::new(),
        exchanges: std::collections::BTreeSet::new(),
        gaps: Vec::new(),
        params: policy.params.clone(),
        waiver: None,
    }
}

fn unknown(session: &Session<'_>, policy: &Policy, resource: Option<&str>, gaps: Vec<Gap>) -> Finding {
    let mut finding = blank(session, policy, resource);
    finding.gaps = needs::tidy(gaps);
    finding.exchanges.extend(finding.gaps.iter().filter_map(|gap| gap.exchange.clone()));
    let mut messages: Vec<String> = finding.gaps.iter().map(|gap| gap.message.clone()).collect();
    messages.sort();
    messages.dedup();
    finding.messages = messages;
    finding
}
