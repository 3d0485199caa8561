//! From several runs to operation: whether what one run shows held over a period. One run shows
//! design and nothing else, and time between runs that nobody looked at is never taken as good.

use std::collections::BTreeMap;

use model::{Assessment, FrameworkId, RequirementId, Technical, Timestamp};
use serde::Serialize;

/// A period and how it must be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first moment.
    pub from: Timestamp,
    /// Its last moment.
    pub to: Timestamp,
    /// The longest time without a run, in hours, after which nothing is said of the period.
    pub longest_gap_hours: u64,
}

/// What the runs of a period say of one requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Operation {
    /// The framework.
    pub framework: FrameworkId,
    /// The requirement.
    pub requirement: RequirementId,
    /// Its title.
    pub title: String,
    /// Whether it held.
    pub state: OperationState,
    /// Runs in the period.
    pub runs: u64,
    /// Runs in which it was met, live systems and registers together.
    pub met: u64,
    /// Runs in which it was not.
    pub not_met: u64,
    /// Runs in which it could not be decided.
    pub undecided: u64,
    /// Runs that did not speak of it.
    pub silent: u64,
    /// The first run in which it was not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_not_met: Option<Timestamp>,
    /// The last run in which it was not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_not_met: Option<Timestamp>,
}

/// Whether something held over a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationState {
    /// Every run met it, and no gap between runs was too long.
    Held,
    /// At least one run did not meet it.
    NotHeld,
    /// Something could not be decided, some run did not speak of it, or a gap was too long.
    Undecided,
    /// Fewer than two runs: design only.
    DesignOnly,
    /// No run speaks of it.
    NoEvidence,
}

/// Counts runs of one period.
#[derive(Debug, Clone)]
pub struct Operations {
    period: Period,
    runs: Vec<Timestamp>,
    found: BTreeMap<(FrameworkId, RequirementId), Operation>,
    /// Requirements in the order of the first run.
    order: Vec<(FrameworkId, RequirementId)>,
}

impl Operations {
    /// Begins with no run.
    pub fn new(period: Period) -> Self {
        Self { period, runs: Vec::new(), found: BTreeMap::new(), order: Vec::new() }
    }

    /// Counts a run. One outside of the period is left out, and `false`.
    pub fn count(&mut self, at: Timestamp, assessments: &[Assessment]) -> bool {
        if at < self.period.from || at > self.period.to {
            return false;
        }
        self.runs.push(at);
        for one in assessments {
            let key = (one.framework.clone(), one.requirement.clone());
            let operation = self.found.entry(key.clone()).or_insert_with(|| {
                self.order.push(key);
                begin(one)
            });
            operation.add(at, state(one));
        }
        true
    }

    /// Runs counted.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// The longest time without a run, in whole hours begun: from the start of the period, between
    /// runs, and to its end.
    pub fn longest_gap_hours(&self) -> u64 {
        let mut moments: Vec<Timestamp> = self.runs.clone();
        moments.extend([self.period.from, self.period.to]);
        moments.sort_unstable();
        let gaps = moments.windows(2).map(|pair| match pair {
            [a, b] => u64::try_from(b.as_second() - a.as_second()).unwrap_or_default().div_ceil(3600),
            _ => 0,
        });
        gaps.max().unwrap_or_default()
    }

    /// What the runs say, in the order of their requirements.
    pub fn finish(&self) -> Vec<Operation> {
        let runs = self.runs.len() as u64;
        let looked = self.longest_gap_hours() <= self.period.longest_gap_hours;
        let of = |key: &(FrameworkId, RequirementId)| {
            let mut one = self.found.get(key)?.clone();
            one.runs = runs;
            one.silent = runs - one.met - one.not_met - one.undecided;
            one.state = one.judge(looked);
            Some(one)
        };
        self.order.iter().filter_map(of).collect()
    }
}

fn begin(one: &Assessment) -> Operation {
    Operation {
        framework: one.framework.clone(),
        requirement: one.requirement.clone(),
        title: one.title.clone(),
        state: OperationState::NoEvidence,
        runs: 0,
        met: 0,
        not_met: 0,
        undecided: 0,
        silent: 0,
        first_not_met: None,
        last_not_met: None,
    }
}

/// Both parts together: the worse one.
fn state(one: &Assessment) -> Technical {
    let both = [one.technical, one.attested];
    let has = |state| both.contains(&state);
    if has(Technical::NotMet) {
        Technical::NotMet
    } else if has(Technical::Unknown) {
        Technical::Unknown
    } else if has(Technical::Met) {
        Technical::Met
    } else if has(Technical::NotApplicable) {
        Technical::NotApplicable
    } else {
        Technical::NoEvidence
    }
}

impl Operation {
    fn add(&mut self, at: Timestamp, state: Technical) {
        match state {
            Technical::Met => self.met += 1,
            Technical::NotMet => {
                self.not_met += 1;
                self.first_not_met = Some(self.first_not_met.map_or(at, |first| first.min(at)));
                self.last_not_met = Some(self.last_not_met.map_or(at, |last| last.max(at)));
            }
            Technical::Unknown => self.undecided += 1,
            // Nothing to judge is not "met": a run that says so does not show that something held.
            Technical::NotApplicable | Technical::NoEvidence => {}
        }
    }

    fn judge(&self, looked: bool) -> OperationState {
        if self.met + self.not_met + self.undecided == 0 {
            OperationState::NoEvidence
        } else if self.not_met > 0 {
            OperationState::NotHeld
        } else if self.runs < 2 {
            OperationState::DesignOnly
        } else if looked && self.met == self.runs {
            OperationState::Held
        } else {
            OperationState::Undecided
        }
    }
}
