//! The reports to the authority, pre-filled from the register. What the register does not know is
//! said to be unknown; nothing is made up.

use std::fmt::Write;

use registers::trust_services;
use serde_json::{Map, Value};

use super::{names, text};
use crate::args::Stage;

/// Whom a report goes to, as the register of authorities says.
pub(crate) struct Recipient<'a> {
    /// The name, portal, address and number, those that are entered.
    pub(crate) lines: Vec<(&'static str, &'a str)>,
}

/// The document of a report, in Markdown.
pub(crate) fn document(
    stage: Stage,
    id: &str,
    fields: &Map<String, Value>,
    entity: Option<&str>,
    recipients: &[Recipient<'_>],
) -> String {
    let names = names(stage);
    let mut page = Page { text: String::new(), fields };
    page.line(&format!("# {}: incident {}", names.title, escape(id)));
    page.line("");
    page.line(&format!(
        "Report under {}. Not sent by this program: send it through the authority's own channel.",
        cite(stage, names.cite, fields)
    ));
    page.line("");
    page.said("Entity", entity);
    page.said("Due", text(fields, names.due));
    for recipient in recipients {
        page.line("- To:");
        for (what, value) in &recipient.lines {
            page.line(&format!("  - {what}: {}", escape(value)));
        }
    }
    if recipients.is_empty() {
        page.line("- To: **not entered**; the register of authorities names none with reports = true");
    }
    page.heading("What is known");
    page.field("Incident", "title");
    page.field("First noticed", "detected_at");
    page.field("Aware that it is significant", "aware_at");
    page.field("Service", "service");
    page.list("Significant under", "criteria");
    page.field("Decision", "reason");
    match stage {
        Stage::EarlyWarning => early_warning(&mut page),
        Stage::Notification => notification(&mut page),
        Stage::Intermediate | Stage::Progress => progress(&mut page),
        Stage::Final => last(&mut page),
    }
    page.text
}

fn cite(stage: Stage, plain: &str, fields: &Map<String, Value>) -> String {
    let trust = trust_services(fields);
    let after_progress = text(fields, "progress_report_due_at").is_some();
    match stage {
        Stage::Notification if trust => format!("{plain} with the second subparagraph (trust services, 24 hours)"),
        Stage::Final if after_progress => "NIS2 Article 23(4)(e)".to_owned(),
        _ => plain.to_owned(),
    }
}

/// Article 23(4)(a): suspected cause, possible cross-border impact.
fn early_warning(page: &mut Page<'_>) {
    page.heading("What the early warning says");
    page.answer("Suspected to be caused by unlawful or malicious acts", "malicious");
    page.answer("Could have an impact in other Member States", "cross_border");
}

/// Article 23(4)(b): the early warning brought up to date, a first assessment, indicators.
fn notification(page: &mut Page<'_>) {
    page.heading("Update of the early warning");
    page.field("Early warning sent", "early_warning_at");
    page.field("Its receipt", "early_warning_receipt");
    page.answer("Suspected to be caused by unlawful or malicious acts", "malicious");
    page.answer("Could have an impact in other Member States", "cross_border");
    page.heading("First assessment");
    page.field("Severity", "severity");
    page.field("Impact", "impact");
    numbers(page);
    page.heading("Indicators of compromise");
    page.list("Indicators", "indicators");
}

/// Article 23(4)(c) and (e): the state of things.
fn progress(page: &mut Page<'_>) {
    page.heading("State of things");
    page.field("Notification sent", "notification_at");
    page.field("Its receipt", "notification_receipt");
    page.field("Severity", "severity");
    page.field("Impact", "impact");
    page.field("What was done and is being done", "mitigation");
    page.field("Handled", "handled_at");
}

/// Article 23(4)(d): description, cause, mitigation, cross-border impact.
fn last(page: &mut Page<'_>) {
    page.heading("Description with severity and impact");
    page.field("Severity", "severity");
    page.field("Impact", "impact");
    numbers(page);
    page.heading("Type of threat or root cause");
    page.field("Root cause", "root_cause");
    page.heading("Mitigation");
    page.field("Applied and ongoing", "mitigation");
    page.field("Handled", "handled_at");
    page.heading("Cross-border impact");
    page.answer("Impact in other Member States", "cross_border");
}

fn numbers(page: &mut Page<'_>) {
    page.field("Event", "event");
    page.number("Minutes, so far", "duration_minutes");
    page.number("Users in the Union affected", "eu_users_affected");
    page.number("Users in the Union", "eu_users");
    page.number("Direct financial loss in euro", "financial_loss_eur");
}

struct Page<'f> {
    text: String,
    fields: &'f Map<String, Value>,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn heading(&mut self, title: &str) {
        self.line("");
        self.line(&format!("## {title}"));
        self.line("");
    }

    fn said(&mut self, name: &str, value: Option<&str>) {
        let value = value.map_or_else(|| "**not known yet**".to_owned(), escape);
        self.line(&format!("- {name}: {value}"));
    }

    fn field(&mut self, name: &str, field: &str) {
        let value = text(self.fields, field).map(str::to_owned);
        self.said(name, value.as_deref());
    }

    fn number(&mut self, name: &str, field: &str) {
        let value = self.fields.get(field).and_then(Value::as_u64).map(|n| n.to_string());
        self.said(name, value.as_deref());
    }

    fn answer(&mut self, name: &str, field: &str) {
        let value = self.fields.get(field).and_then(Value::as_bool).map(|yes| if yes { "yes" } else { "no" });
        self.said(name, value);
    }

    fn list(&mut self, name: &str, field: &str) {
        let items: Vec<&str> =
            self.fields.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let joined = (!items.is_empty()).then(|| items.join(", "));
        self.said(name, joined.as_deref());
    }
}

/// Text that Markdown shows as it is, on one line.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn made(stage: Stage, fields: &Value) -> String {
        document(stage, "2026-001", fields.as_object().unwrap(), Some("Acme"), &[])
    }

    #[test]
    fn what_is_not_known_is_said_to_be_unknown() {
        let page = made(Stage::EarlyWarning, &json!({"title": "The console is down", "malicious": null}));
        assert!(page.contains("malicious acts: **not known yet**"), "{page}");
        assert!(page.contains("Article 23(4)(a)") && page.contains("- To: **not entered**"), "{page}");
    }

    #[test]
    fn text_from_the_register_cannot_become_markup() {
        let page = made(Stage::Final, &json!({"root_cause": "<script>\n# [x](y)", "impact": "a|b"}));
        assert!(page.contains("\\<script\\> \\# \\[x\\](y)"), "{page}");
    }

    #[test]
    fn each_report_cites_its_rule() {
        let trust = made(Stage::Notification, &json!({"affects_trust_services": true}));
        assert!(trust.contains("second subparagraph"), "{trust}");
        let not_said = made(Stage::Notification, &json!({"entity_types": ["trust_service"]}));
        assert!(not_said.contains("second subparagraph"), "{not_said}");
        let after = made(Stage::Final, &json!({"progress_report_due_at": "2026-02-28T00:00:00Z"}));
        assert!(after.contains("Article 23(4)(e)"), "{after}");
    }
}
