//! Fields that are worked out from what is written: deadlines, significance, the measure set.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use model::Digest;
use serde_json::{Map, Value, json};

use crate::deadlines::{self, Course, Deadlines};
use crate::entry::Entry;
use crate::shape::Register;
use crate::significance;

/// Article 4 of 2024/2690: incidents within so many months count together.
const RECURRING_MONTHS: i32 = 6;

/// Adds the derived fields to the entries of a register.
pub(crate) fn derive(register: &Register, entries: &mut [Entry]) {
    match register.stem {
        "incidents" => incidents(entries),
        "drills" => entries.iter_mut().for_each(|entry| drill(&mut entry.fields)),
        "registration_changes" => entries.iter_mut().for_each(|entry| change(&mut entry.fields)),
        "privacy_requests" => entries.iter_mut().for_each(|entry| {
            let due = moment(&entry.fields, "asked_at")
                .and_then(|at| deadlines::months_after(at, deadlines::MONTHS_OF_REPORT));
            put(&mut entry.fields, "due_at", due);
        }),
        _ => {}
    }
}

/// The moment in a field.
pub fn moment(fields: &Map<String, Value>, name: &str) -> Option<Timestamp> {
    fields.get(name).and_then(Value::as_str).and_then(|text| text.parse().ok())
}

fn put(fields: &mut Map<String, Value>, name: &str, moment: Option<Timestamp>) {
    fields.insert(name.to_owned(), moment.map_or(Value::Null, |moment| json!(moment.to_string())));
}

/// Whether trust services are affected (Article 23(4), second subparagraph). Until somebody says that
/// they are not, an incident of a trust service provider is taken to affect them: 24 hours, not 72.
pub fn trust_services(fields: &Map<String, Value>) -> bool {
    let types = fields.get("entity_types").and_then(Value::as_array);
    let provider = types.is_some_and(|types| types.contains(&json!("trust_service")));
    fields.get("affects_trust_services").and_then(Value::as_bool).unwrap_or(provider)
}

/// The deadlines of an incident: the clock runs from awareness unless it was decided that the
/// incident is not significant.
pub fn deadlines_of(fields: &Map<String, Value>) -> Deadlines {
    let decided_no = fields.get("significant") == Some(&json!("no"));
    deadlines::of(&Course {
        aware: moment(fields, "aware_at").filter(|_| !decided_no),
        trust_service: trust_services(fields),
        notified: moment(fields, "notification_at"),
        handled: moment(fields, "handled_at"),
    })
}

fn incidents(entries: &mut [Entry]) {
    let recurring = recurring(entries);
    for entry in entries {
        let due = deadlines_of(&entry.fields);
        let mut met: BTreeSet<&str> = significance::criteria(&entry.fields);
        if recurring.contains(&entry.id) {
            met.extend(["ir.art3.1.f", "ir.art4"]);
        }
        let met: Vec<&str> = met.into_iter().collect();
        entry.fields.insert("criteria_met".to_owned(), json!(met));
        put(&mut entry.fields, "early_warning_due_at", due.early_warning);
        put(&mut entry.fields, "notification_due_at", due.notification);
        put(&mut entry.fields, "progress_report_due_at", due.progress_report);
        put(&mut entry.fields, "final_report_due_at", due.final_report);
    }
}

/// Incidents that are significant together (Article 4): at least two within six months with the same
/// apparent root cause whose losses together meet Article 3(1)(a).
fn recurring(entries: &[Entry]) -> BTreeSet<String> {
    let mut by_cause: BTreeMap<String, Vec<(Timestamp, &Entry)>> = BTreeMap::new();
    for entry in entries {
        let bound = entry.fields.get("entity_types").and_then(Value::as_array).into_iter().flatten();
        let bound = bound.filter_map(Value::as_str).any(|of| significance::BOUND.contains(&of));
        let maintenance = entry.fields.get("maintenance") == Some(&json!(true));
        let cause = entry.fields.get("cause").and_then(Value::as_str).map(|cause| cause.trim().to_lowercase());
        if let (Some(cause), Some(at)) = (cause, moment(&entry.fields, "detected_at"))
            && bound
            && !maintenance
        {
            by_cause.entry(cause).or_default().push((at, entry));
        }
    }
    let mut out = BTreeSet::new();
    for group in by_cause.values() {
        for (start, _) in group {
            let end = deadlines::months_after(*start, RECURRING_MONTHS).unwrap_or(*start);
            let within: Vec<&Entry> =
                group.iter().filter(|(at, _)| (*start..=end).contains(at)).map(|(_, entry)| *entry).collect();
            let number = |entry: &Entry, name: &str| entry.fields.get(name).and_then(Value::as_u64);
            let loss = within.iter().filter_map(|e| number(e, "financial_loss_eur")).fold(0_u64, u64::saturating_add);
            let turnover = within.iter().filter_map(|e| number(e, "turnover_eur")).max();
            if within.len() >= 2 && significance::loss(Some(loss), turnover) {
                out.extend(within.iter().map(|entry| entry.id.clone()));
            }
        }
    }
    out
}

fn drill(fields: &mut Map<String, Value>) {
    let notified = moment(fields, "notification_at");
    let due = deadlines::of(&Course {
        aware: moment(fields, "aware_at"),
        trust_service: trust_services(fields),
        notified,
        handled: notified,
    });
    put(fields, "early_warning_due_at", due.early_warning);
    put(fields, "notification_due_at", due.notification);
    put(fields, "final_report_due_at", due.final_report);
}

fn change(fields: &mut Map<String, Value>) {
    let eu = fields.get("list") == Some(&json!("eu"));
    let due = moment(fields, "changed_at").and_then(|at| {
        if eu {
            deadlines::months_after(at, deadlines::EU_CHANGE_MONTHS)
        } else {
            deadlines::days_after(at, deadlines::NATIONAL_CHANGE_DAYS)
        }
    });
    put(fields, "due_at", due);
}

/// The fields of the measure set. Its digest covers what each measure says and the files it rests
/// on, but not when the evidence was gathered: a new date is no other measure.
///
/// # Errors
/// When it cannot be written as JSON, which only a bug could cause.
pub(crate) fn measure_set(measures: &[Entry]) -> Result<Map<String, Value>, model::Error> {
    const SAID: &[&str] = &["title", "status", "reason", "owner", "effective_at", "requirements", "attachments"];
    let said: BTreeMap<&str, BTreeMap<&str, &Value>> = measures
        .iter()
        .map(|entry| {
            let fields = SAID.iter().filter_map(|name| Some((*name, entry.fields.get(*name)?))).collect();
            (entry.id.as_str(), fields)
        })
        .collect();
    let digest: Digest = model::digest_of(&said)?;
    let of = |status: &str, without_reason: bool| -> Vec<&str> {
        let is = |e: &&Entry| {
            e.fields.get("status") == Some(&json!(status))
                && (!without_reason || e.fields.get("reason").is_none_or(Value::is_null))
        };
        let mut ids: Vec<&str> = measures.iter().filter(is).map(|entry| entry.id.as_str()).collect();
        ids.sort_unstable();
        ids
    };
    let ids: Vec<&str> = said.keys().copied().collect();
    let fields = json!({
        "digest": digest,
        "measures": ids,
        "planned": of("planned", false),
        "left_out": of("left_out", true),
    });
    Ok(fields.as_object().cloned().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trust_service_provider_has_24_hours_until_it_says_that_trust_services_are_not_affected() {
        let due = |types: &[&str], affects: Option<bool>| {
            let fields = json!({
                "aware_at": "2028-02-28T08:00:00Z", "significant": "undecided",
                "entity_types": types, "affects_trust_services": affects,
            });
            deadlines_of(fields.as_object().unwrap()).notification.unwrap().to_string()
        };
        let (day, three) = ("2028-02-29T08:00:00Z", "2028-03-02T08:00:00Z");
        assert_eq!(due(&["cloud", "trust_service"], None), day);
        assert_eq!(due(&["trust_service"], Some(false)), three);
        assert_eq!(due(&["cloud"], None), three);
        assert_eq!(due(&["cloud"], Some(true)), day);
    }
}
