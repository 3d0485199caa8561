//! What a ledger says about a period: in each interval a run, a failed run, or none.
//!
//! An interval counts by when a leaf was *written*; what a leaf says about earlier days fills no hole.

use model::Timestamp;

use crate::ledger::leaf::{Event, Leaf};
use crate::refusal::{Reason, Refusal, refuse};

/// Most intervals of one period.
const MOST_INTERVALS: i64 = 200_000;

/// What happened in an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// No leaf was written: it did not run.
    NoRun,
    /// It ran and failed; no evidence was sealed.
    Failed,
    /// It ran, and evidence was sealed.
    Ran,
}

/// One stretch of the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// Its begin, inclusive.
    pub from: Timestamp,
    /// Its end, exclusive.
    pub to: Timestamp,
    /// What happened.
    pub state: State,
    /// Indices of its leaves that speak of runs.
    pub leaves: Vec<usize>,
    /// Indices of runs that began more than an interval before they were written; they fill no hole.
    pub late: Vec<usize>,
}

/// The intervals of `every` seconds from `from` until `to`; the last may be shorter.
///
/// # Errors
/// `period_malformed` if there are none or far too many.
pub fn intervals(leaves: &[Leaf], from: Timestamp, to: Timestamp, every: i64) -> Result<Vec<Interval>, Refusal> {
    let length = to.as_second().saturating_sub(from.as_second());
    if every < 1 || from >= to || length / every > MOST_INTERVALS {
        return refuse(Reason::PeriodMalformed, format!("{from} to {to} in steps of {every} seconds"));
    }
    let mut found = Vec::new();
    let mut begin = from;
    let mut next = leaves.iter().enumerate().skip_while(|(_, leaf)| leaf.at < from).peekable();
    while begin < to {
        let end = Timestamp::from_nanosecond(begin.as_nanosecond() + i128::from(every) * 1_000_000_000).unwrap_or(to);
        let end = end.min(to);
        let mut interval = Interval { from: begin, to: end, state: State::NoRun, leaves: Vec::new(), late: Vec::new() };
        while let Some((index, leaf)) = next.next_if(|(_, leaf)| leaf.at < end) {
            interval.see(index, leaf, every);
        }
        found.push(interval);
        begin = end;
    }
    Ok(found)
}

impl Interval {
    fn see(&mut self, index: usize, leaf: &Leaf, every: i64) {
        match &leaf.event {
            Event::Run { started_at, .. } if leaf.at.as_second() - started_at.as_second() > every => {
                self.late.push(index);
            }
            Event::Run { .. } => {
                self.state = State::Ran;
                self.leaves.push(index);
            }
            Event::Failed { .. } => {
                self.state = self.state.max(State::Failed);
                self.leaves.push(index);
            }
            Event::Scope { .. } | Event::Key { .. } => {}
        }
    }
}
