//! What `assize incident` works out and writes: which report is due when, and the documents.

pub(crate) mod document;
pub(crate) mod due;

use serde_json::{Map, Value};

use crate::args::Stage;

/// The names of a report: its fields in the register, and what people call it.
pub(crate) struct Names {
    /// When it was sent.
    pub(crate) at: &'static str,
    /// The authority's receipt.
    pub(crate) receipt: &'static str,
    /// When it is due, worked out by the connector or, for the intermediate report, written.
    pub(crate) due: &'static str,
    /// What people call it.
    pub(crate) title: &'static str,
    /// Where the law asks for it.
    pub(crate) cite: &'static str,
}

/// All reports, in the order of the law.
pub(crate) const STAGES: [Stage; 5] =
    [Stage::EarlyWarning, Stage::Notification, Stage::Intermediate, Stage::Progress, Stage::Final];

/// The names of a report.
pub(crate) fn names(stage: Stage) -> Names {
    let of = |at, receipt, due, title, cite| Names { at, receipt, due, title, cite };
    match stage {
        Stage::EarlyWarning => of(
            "early_warning_at",
            "early_warning_receipt",
            "early_warning_due_at",
            "Early warning",
            "NIS2 Article 23(4)(a)",
        ),
        Stage::Notification => of(
            "notification_at",
            "notification_receipt",
            "notification_due_at",
            "Incident notification",
            "NIS2 Article 23(4)(b)",
        ),
        Stage::Intermediate => of(
            "intermediate_at",
            "intermediate_receipt",
            "intermediate_due_at",
            "Intermediate report",
            "NIS2 Article 23(4)(c)",
        ),
        Stage::Progress => of(
            "progress_report_at",
            "progress_report_receipt",
            "progress_report_due_at",
            "Progress report",
            "NIS2 Article 23(4)(e)",
        ),
        Stage::Final => of(
            "final_report_at",
            "final_report_receipt",
            "final_report_due_at",
            "Final report",
            "NIS2 Article 23(4)(d)",
        ),
    }
}

/// The text in a field.
pub(crate) fn text<'f>(fields: &'f Map<String, Value>, name: &str) -> Option<&'f str> {
    fields.get(name).and_then(Value::as_str)
}
