//! Deadlines of the law, in UTC. Hours are wall-clock hours, weekends and holidays included; a month
//! is a calendar month: the same day and time of the next month, or its last day. That is never later
//! than a count that leaves out the day of the event or moves an end to a working day, as Regulation
//! (EEC, Euratom) 1182/71 Article 3 would. It must never read a clock.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

/// NIS2 Article 23(4)(a): early warning, from awareness.
pub const EARLY_WARNING_HOURS: i64 = 24;
/// NIS2 Article 23(4)(b): incident notification, from awareness.
pub const NOTIFICATION_HOURS: i64 = 72;
/// NIS2 Article 23(4), second subparagraph: notification of incidents of trust services.
pub const TRUST_SERVICE_HOURS: i64 = 24;
/// NIS2 Article 3(4): change of data of the national list.
pub const NATIONAL_CHANGE_DAYS: i64 = 14;
/// NIS2 Article 27(3): change of data of the registry kept by ENISA.
pub const EU_CHANGE_MONTHS: i32 = 3;
/// NIS2 Article 23(4)(d) and (e): final and progress report. GDPR Article 12(3): answer to a person.
pub const MONTHS_OF_REPORT: i32 = 1;

/// What is known of an incident when its deadlines are worked out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Course {
    /// Awareness of a significant incident; `None` if no clock runs.
    pub aware: Option<Timestamp>,
    /// Whether trust services of a trust service provider are affected.
    pub trust_service: bool,
    /// When the incident notification was sent.
    pub notified: Option<Timestamp>,
    /// When the incident was handled.
    pub handled: Option<Timestamp>,
}

/// When what is due; `None` where nothing is, or not known yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Deadlines {
    /// Article 23(4)(a).
    pub early_warning: Option<Timestamp>,
    /// Article 23(4)(b), or the second subparagraph.
    pub notification: Option<Timestamp>,
    /// Article 23(4)(e): due only if the incident goes on one month after the notification.
    pub progress_report: Option<Timestamp>,
    /// Article 23(4)(d), or (e) when it went on.
    pub final_report: Option<Timestamp>,
}

/// The deadlines of an incident.
pub fn of(course: &Course) -> Deadlines {
    let Some(aware) = course.aware else { return Deadlines::default() };
    let hours = if course.trust_service { TRUST_SERVICE_HOURS } else { NOTIFICATION_HOURS };
    let month = course.notified.and_then(|moment| months_after(moment, MONTHS_OF_REPORT));
    // Until the incident is handled it may still be going on at that moment.
    let goes_on = match (month, course.handled) {
        (Some(due), Some(handled)) => handled > due,
        (Some(_), None) => true,
        (None, _) => false,
    };
    let last = if goes_on { course.handled.and_then(|moment| months_after(moment, MONTHS_OF_REPORT)) } else { month };
    Deadlines {
        early_warning: hours_after(aware, EARLY_WARNING_HOURS),
        notification: hours_after(aware, hours),
        progress_report: month.filter(|_| goes_on),
        final_report: last,
    }
}

/// So many hours later; `None` past the end of the calendar.
pub fn hours_after(moment: Timestamp, hours: i64) -> Option<Timestamp> {
    moment.checked_add(SignedDuration::from_hours(hours)).ok()
}

/// So many days of 24 hours later; `None` past the end of the calendar.
pub fn days_after(moment: Timestamp, days: i64) -> Option<Timestamp> {
    hours_after(moment, days.checked_mul(24)?)
}

/// So many calendar months later in UTC; `None` past the end of the calendar.
pub fn months_after(moment: Timestamp, months: i32) -> Option<Timestamp> {
    moment.to_zoned_datetime(TimeZone::UTC).checked_add(Span::new().months(months)).ok().map(|later| later.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn course(aware: &str, notified: Option<&str>, handled: Option<&str>) -> Course {
        Course { aware: Some(at(aware)), notified: notified.map(at), handled: handled.map(at), trust_service: false }
    }

    #[test]
    fn a_month_is_a_calendar_month_and_ends_with_its_last_day() {
        for (from, months, to) in [
            ("2026-01-31T09:30:00Z", 1, "2026-02-28T09:30:00Z"),
            ("2028-01-31T09:30:00Z", 1, "2028-02-29T09:30:00Z"),
            ("2026-01-28T09:30:00Z", 1, "2026-02-28T09:30:00Z"),
            ("2026-12-31T12:00:00Z", 1, "2027-01-31T12:00:00Z"),
            ("2028-02-29T07:00:00Z", 1, "2028-03-29T07:00:00Z"),
            ("2026-03-31T23:59:59Z", 1, "2026-04-30T23:59:59Z"),
            ("2026-11-30T00:00:00Z", 3, "2027-02-28T00:00:00Z"),
            // The day is that of UTC: in Berlin this is 1 March already.
            ("2026-02-28T23:30:00Z", 1, "2026-03-28T23:30:00Z"),
            ("2026-03-01T00:30:00+01:00", 1, "2026-03-28T23:30:00Z"),
        ] {
            assert_eq!(months_after(at(from), months), Some(at(to)), "{months} months after {from}");
        }
    }

    #[test]
    fn hours_run_over_weekends_and_over_changes_of_the_clock() {
        // 29 March 2026 is a Sunday, and clocks go forward in the Union.
        let due = of(&course("2026-03-28T12:00:00Z", None, None));
        assert_eq!(due.early_warning, Some(at("2026-03-29T12:00:00Z")));
        assert_eq!(due.notification, Some(at("2026-03-31T12:00:00Z")));
        assert_eq!((due.final_report, due.progress_report), (None, None), "no report before there is a notification");
    }

    #[test]
    fn trust_services_have_24_hours_for_the_notification() {
        let due =
            of(&Course { trust_service: true, ..course("2028-02-28T08:00:00Z", Some("2028-02-29T07:00:00Z"), None) });
        assert_eq!(due.notification, Some(at("2028-02-29T08:00:00Z")));
        assert_eq!(due.progress_report, Some(at("2028-03-29T07:00:00Z")));
    }

    #[test]
    fn the_final_report_follows_the_notification_as_it_was_sent() {
        let due = of(&course("2026-01-29T10:00:00Z", Some("2026-01-31T09:30:00Z"), Some("2026-02-10T00:00:00Z")));
        assert_eq!(due.early_warning, Some(at("2026-01-30T10:00:00Z")));
        assert_eq!(due.notification, Some(at("2026-02-01T10:00:00Z")));
        assert_eq!(due.final_report, Some(at("2026-02-28T09:30:00Z")));
        assert_eq!(due.progress_report, None);
    }

    #[test]
    fn an_incident_that_goes_on_owes_a_progress_report_and_the_final_one_a_month_after_it_is_handled() {
        let open = of(&course("2026-01-29T10:00:00Z", Some("2026-01-31T09:30:00Z"), None));
        assert_eq!((open.progress_report, open.final_report), (Some(at("2026-02-28T09:30:00Z")), None));
        let done = of(&course("2026-01-29T10:00:00Z", Some("2026-01-31T09:30:00Z"), Some("2026-03-31T08:00:00Z")));
        assert_eq!(done.progress_report, Some(at("2026-02-28T09:30:00Z")));
        assert_eq!(done.final_report, Some(at("2026-04-30T08:00:00Z")));
        let just = of(&course("2026-01-29T10:00:00Z", Some("2026-01-31T09:30:00Z"), Some("2026-02-28T09:30:00Z")));
        assert_eq!((just.progress_report, just.final_report), (None, Some(at("2026-02-28T09:30:00Z"))));
    }

    #[test]
    fn nothing_is_due_where_no_clock_runs() {
        assert_eq!(of(&Course::default()), Deadlines::default());
    }
}
