//! Which report of an incident is due, sent, late or overdue at a moment.

use model::Timestamp;
use serde_json::{Map, Value};

use super::{STAGES, names};

/// How a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Sent by its deadline, or sent where none is known.
    Sent,
    /// Sent after its deadline.
    Late,
    /// Not sent, and its deadline has passed.
    Overdue,
    /// Not sent, and its deadline is near.
    Soon,
    /// Not sent, and its deadline is not near.
    Open,
}

impl State {
    /// The word that is shown.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Late => "late",
            Self::Overdue => "overdue",
            Self::Soon => "due soon",
            Self::Open => "open",
        }
    }

    /// True if a deadline was missed.
    pub(crate) fn missed(self) -> bool {
        matches!(self, Self::Late | Self::Overdue)
    }
}

/// A report of an incident.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) title: &'static str,
    pub(crate) cite: &'static str,
    pub(crate) state: State,
    pub(crate) due: Option<Timestamp>,
    pub(crate) sent: Option<Timestamp>,
    pub(crate) receipt: bool,
}

/// The reports that are due or sent, in the order of the law. `fields` are those of the connector,
/// which has worked out the deadlines.
pub(crate) fn reports(fields: &Map<String, Value>, as_of: Timestamp, soon_hours: u32) -> Vec<Report> {
    let mut out = Vec::new();
    for stage in STAGES {
        let names = names(stage);
        let (due, sent) = (registers::moment(fields, names.due), registers::moment(fields, names.at));
        let state = match (due, sent) {
            (Some(due), Some(sent)) if sent > due => State::Late,
            (_, Some(_)) => State::Sent,
            // A deadline is kept until its last moment, which the policies hold as passed.
            (Some(due), None) if due <= as_of => State::Overdue,
            (Some(due), None) => {
                let near =
                    registers::deadlines::hours_after(as_of, i64::from(soon_hours)).is_none_or(|near| due <= near);
                if near { State::Soon } else { State::Open }
            }
            (None, None) => continue,
        };
        let receipt = super::text(fields, names.receipt).is_some();
        out.push(Report { title: names.title, cite: names.cite, state, due, sent, receipt });
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn states(fields: Value, as_of: &str) -> Vec<(&'static str, State)> {
        let fields = fields.as_object().unwrap().clone();
        reports(&fields, as_of.parse().unwrap(), 24).into_iter().map(|r| (r.title, r.state)).collect()
    }

    #[test]
    fn each_state_is_told_from_the_others_at_its_limit() {
        let due = "2026-01-02T10:00:00Z";
        let of = |sent: Option<&str>, as_of| {
            let fields = json!({"early_warning_due_at": due, "early_warning_at": sent});
            states(fields, as_of).first().map(|(_, state)| *state)
        };
        assert_eq!(of(Some(due), "2026-02-01T00:00:00Z"), Some(State::Sent));
        assert_eq!(of(Some("2026-01-02T10:00:01Z"), "2026-02-01T00:00:00Z"), Some(State::Late));
        assert_eq!(of(None, due), Some(State::Overdue));
        assert_eq!(of(None, "2026-01-02T09:59:59Z"), Some(State::Soon));
        assert_eq!(of(None, "2026-01-01T10:00:00Z"), Some(State::Soon));
        assert_eq!(of(None, "2026-01-01T09:59:59Z"), Some(State::Open));
    }

    #[test]
    fn what_is_neither_due_nor_sent_is_not_shown() {
        assert!(states(json!({"early_warning_due_at": null}), "2026-01-01T00:00:00Z").is_empty());
        let voluntary = json!({"notification_at": "2026-01-01T00:00:00Z"});
        assert_eq!(states(voluntary, "2026-01-02T00:00:00Z"), [("Incident notification", State::Sent)]);
    }
}
