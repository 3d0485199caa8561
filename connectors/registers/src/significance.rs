//! Which criteria of Articles 3 to 14 of Implementing Regulation (EU) 2024/2690 the facts of an
//! incident meet. It applies thresholds to facts that people wrote down; it never decides for them,
//! and a fact that is missing meets nothing.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Article 3(1)(a): direct loss over 500,000 euro or 5 % of turnover, whichever is lower.
const LOSS_EUR: u64 = 500_000;
const LOSS_TURNOVER_PERCENT: u64 = 5;

/// How many users must be affected: more than a share of those in the Union, or more than a number,
/// whichever is smaller.
#[derive(Clone, Copy)]
struct Users {
    per_mille: u64,
    over: u64,
}

/// Articles 7 and 9 to 13: 5 % or a million.
const MANY: Users = Users { per_mille: 50, over: 1_000_000 };
/// Article 14(c): 1 % or 200,000.
const TRUST_LIMITED: Users = Users { per_mille: 10, over: 200_000 };
/// Article 14(e): 0.1 % or 100.
const TRUST_DATA: Users = Users { per_mille: 1, over: 100 };

/// What must be so beside the event itself.
#[derive(Clone, Copy, Default)]
struct When {
    /// Longer than so many minutes.
    minutes: Option<u64>,
    /// Unavailable for longer than so many minutes within a calendar week.
    week: Option<u64>,
    /// So many users.
    users: Option<Users>,
    /// Suspected to be malicious.
    malicious: bool,
    /// An average reply over ten seconds.
    slow: bool,
    /// Not only a misconfiguration of few domains (Article 5(c)).
    not_few_domains: bool,
}

const ALWAYS: When =
    When { minutes: None, week: None, users: None, malicious: false, slow: false, not_few_domains: false };
const HALF_HOUR: When = When { minutes: Some(30), ..ALWAYS };
const HOUR: When = When { minutes: Some(60), ..ALWAYS };
const HOUR_AND_MANY: When = When { minutes: Some(60), users: Some(MANY), ..ALWAYS };
const OF_MANY: When = When { users: Some(MANY), ..ALWAYS };
const BY_INTENT: When = When { malicious: true, ..ALWAYS };
const SLOW: When = When { minutes: Some(60), slow: true, ..ALWAYS };

type Row = (&'static str, &'static [&'static str], &'static str, When);

/// Articles 5 to 14: criterion, types of entity, event, and what must be so beside it.
const BY_TYPE: &[Row] = &[
    ("ir.art5.a", &["dns"], "unavailable", HALF_HOUR),
    ("ir.art5.b", &["dns"], "slow", SLOW),
    ("ir.art5.c", &["dns"], "data_compromised", When { not_few_domains: true, ..ALWAYS }),
    ("ir.art6.a", &["tld_registry"], "unavailable", ALWAYS),
    ("ir.art6.b", &["tld_registry"], "slow", SLOW),
    ("ir.art6.c", &["tld_registry"], "data_compromised", ALWAYS),
    ("ir.art7.a", &["cloud"], "unavailable", HALF_HOUR),
    ("ir.art7.b", &["cloud"], "limited", HOUR_AND_MANY),
    ("ir.art7.c", &["cloud"], "data_compromised", BY_INTENT),
    ("ir.art7.d", &["cloud"], "data_compromised", OF_MANY),
    ("ir.art8.a", &["data_centre"], "unavailable", ALWAYS),
    ("ir.art8.b", &["data_centre"], "limited", HOUR),
    ("ir.art8.c", &["data_centre"], "data_compromised", BY_INTENT),
    ("ir.art8.d", &["data_centre"], "physical_access", ALWAYS),
    ("ir.art9.a", &["cdn"], "unavailable", HALF_HOUR),
    ("ir.art9.b", &["cdn"], "limited", HOUR_AND_MANY),
    ("ir.art9.c", &["cdn"], "data_compromised", BY_INTENT),
    ("ir.art9.d", &["cdn"], "data_compromised", OF_MANY),
    ("ir.art10.a", &["msp", "mssp"], "unavailable", HALF_HOUR),
    ("ir.art10.b", &["msp", "mssp"], "limited", HOUR_AND_MANY),
    ("ir.art10.c", &["msp", "mssp"], "data_compromised", BY_INTENT),
    ("ir.art10.d", &["msp", "mssp"], "data_compromised", OF_MANY),
    ("ir.art11.a", &["marketplace"], "unavailable", OF_MANY),
    ("ir.art11.b", &["marketplace"], "limited", OF_MANY),
    ("ir.art11.c", &["marketplace"], "data_compromised", BY_INTENT),
    ("ir.art11.d", &["marketplace"], "data_compromised", OF_MANY),
    ("ir.art12.a", &["search_engine"], "unavailable", OF_MANY),
    ("ir.art12.b", &["search_engine"], "limited", OF_MANY),
    ("ir.art12.c", &["search_engine"], "data_compromised", BY_INTENT),
    ("ir.art12.d", &["search_engine"], "data_compromised", OF_MANY),
    ("ir.art13.a", &["social_network"], "unavailable", OF_MANY),
    ("ir.art13.b", &["social_network"], "limited", OF_MANY),
    ("ir.art13.c", &["social_network"], "data_compromised", BY_INTENT),
    ("ir.art13.d", &["social_network"], "data_compromised", OF_MANY),
    ("ir.art14.a", &["trust_service"], "unavailable", When { minutes: Some(20), ..ALWAYS }),
    ("ir.art14.b", &["trust_service"], "unavailable", When { week: Some(60), ..ALWAYS }),
    ("ir.art14.c", &["trust_service"], "limited", When { users: Some(TRUST_LIMITED), ..ALWAYS }),
    ("ir.art14.d", &["trust_service"], "physical_access", ALWAYS),
    ("ir.art14.e", &["trust_service"], "data_compromised", When { users: Some(TRUST_DATA), ..ALWAYS }),
];

/// The types of entity that the regulation binds (its Article 1).
pub const BOUND: &[&str] = &[
    "dns",
    "tld_registry",
    "cloud",
    "data_centre",
    "cdn",
    "msp",
    "mssp",
    "marketplace",
    "search_engine",
    "social_network",
    "trust_service",
];

/// The facts of an incident by the names of its fields.
struct Facts<'f>(&'f Map<String, Value>);

impl Facts<'_> {
    fn number(&self, name: &str) -> Option<u64> {
        self.0.get(name).and_then(Value::as_u64)
    }

    fn holds(&self, name: &str) -> bool {
        self.0.get(name) == Some(&Value::Bool(true))
    }

    fn over(&self, name: &str, limit: Option<u64>) -> bool {
        limit.is_none_or(|limit| self.number(name).is_some_and(|number| number > limit))
    }

    fn users(&self, users: Option<Users>) -> bool {
        let Some(Users { per_mille, over }) = users else { return true };
        let Some(affected) = self.number("eu_users_affected") else { return false };
        // Either is enough: the smaller of the two limits is the one that counts.
        let share = self
            .number("eu_users")
            .is_some_and(|all| u128::from(affected) * 1000 > u128::from(all) * u128::from(per_mille));
        affected > over || share
    }

    /// Article 5(c) leaves out a misconfiguration with fewer than 1,000 domains wrong that are at
    /// most 1 % of those managed.
    fn few_domains(&self) -> bool {
        match (self.number("domains_wrong"), self.number("domains_managed")) {
            (Some(wrong), Some(managed)) => wrong < 1000 && u128::from(wrong) * 100 <= u128::from(managed),
            _ => false,
        }
    }

    fn meets(&self, when: &When) -> bool {
        self.over("duration_minutes", when.minutes)
            && self.over("week_minutes", when.week)
            && self.users(when.users)
            && (!when.malicious || self.holds("malicious"))
            && (!when.slow || self.over("average_response_ms", Some(10_000)))
            && !(when.not_few_domains && self.few_domains())
    }
}

/// The criteria that the facts of one incident meet, for the types of entity that it names. Empty
/// for entities that the regulation does not bind, and for scheduled maintenance (Article 3(2)).
pub fn criteria(fields: &Map<String, Value>) -> BTreeSet<&'static str> {
    let facts = Facts(fields);
    let types: Vec<&str> =
        fields.get("entity_types").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    if facts.holds("maintenance") || !types.iter().any(|of| BOUND.contains(of)) {
        return BTreeSet::new();
    }
    let event = fields.get("event").and_then(Value::as_str).unwrap_or_default();
    let by_type = BY_TYPE
        .iter()
        .filter(|(_, of, what, when)| *what == event && types.iter().any(|t| of.contains(t)) && facts.meets(when));
    let mut met: BTreeSet<&'static str> = by_type.map(|(id, ..)| *id).collect();
    let general = [
        ("ir.art3.1.a", loss(facts.number("financial_loss_eur"), facts.number("turnover_eur"))),
        ("ir.art3.1.b", facts.holds("trade_secrets")),
        ("ir.art3.1.c", facts.holds("death")),
        ("ir.art3.1.d", facts.holds("health")),
        ("ir.art3.1.e", facts.holds("unauthorised_access") && facts.holds("malicious")),
    ];
    met.extend(general.into_iter().filter(|(_, met)| *met).map(|(id, _)| id));
    met
}

/// Article 3(1)(a): a loss over 500,000 euro or over 5 % of turnover, whichever is lower. Without a
/// turnover the number alone counts.
pub fn loss(loss: Option<u64>, turnover: Option<u64>) -> bool {
    let Some(loss) = loss else { return false };
    let share = turnover
        .is_some_and(|turnover| u128::from(loss) * 100 > u128::from(turnover) * u128::from(LOSS_TURNOVER_PERCENT));
    loss > LOSS_EUR || share
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn met(facts: Value) -> Vec<&'static str> {
        criteria(facts.as_object().unwrap()).into_iter().collect()
    }

    #[test]
    fn exactly_the_limit_is_not_over_it() {
        for (facts, expected) in [
            (json!({"entity_types": ["cloud"], "event": "unavailable", "duration_minutes": 30}), vec![]),
            (json!({"entity_types": ["cloud"], "event": "unavailable", "duration_minutes": 31}), vec!["ir.art7.a"]),
            (json!({"entity_types": ["trust_service"], "event": "unavailable", "duration_minutes": 20}), vec![]),
            (
                json!({"entity_types": ["trust_service"], "event": "unavailable", "duration_minutes": 21}),
                vec!["ir.art14.a"],
            ),
            (
                json!({"entity_types": ["trust_service"], "event": "unavailable", "duration_minutes": 5, "week_minutes": 61}),
                vec!["ir.art14.b"],
            ),
            (
                json!({"entity_types": ["cdn"], "event": "limited", "duration_minutes": 61, "eu_users": 1000, "eu_users_affected": 50}),
                vec![],
            ),
            (
                json!({"entity_types": ["cdn"], "event": "limited", "duration_minutes": 61, "eu_users": 1000, "eu_users_affected": 51}),
                vec!["ir.art9.b"],
            ),
            (
                json!({"entity_types": ["cdn"], "event": "limited", "duration_minutes": 60, "eu_users": 1000, "eu_users_affected": 51}),
                vec![],
            ),
            (json!({"entity_types": ["cloud"], "financial_loss_eur": 500_000}), vec![]),
            (json!({"entity_types": ["cloud"], "financial_loss_eur": 500_001}), vec!["ir.art3.1.a"]),
            (
                json!({"entity_types": ["dns"], "event": "slow", "duration_minutes": 61, "average_response_ms": 10_000}),
                vec![],
            ),
            (
                json!({"entity_types": ["dns"], "event": "slow", "duration_minutes": 61, "average_response_ms": 10_001}),
                vec!["ir.art5.b"],
            ),
        ] {
            assert_eq!(met(facts.clone()), expected, "{facts}");
        }
    }

    #[test]
    fn the_lower_and_the_smaller_of_two_limits_counts() {
        assert_eq!(
            met(json!({"entity_types": ["msp"], "financial_loss_eur": 60_000, "turnover_eur": 1_000_000})),
            ["ir.art3.1.a"]
        );
        assert!(
            met(json!({"entity_types": ["msp"], "financial_loss_eur": 50_000, "turnover_eur": 1_000_000})).is_empty()
        );
        let large = json!({"entity_types": ["social_network"], "event": "limited", "eu_users": 100_000_000, "eu_users_affected": 1_000_001});
        assert_eq!(met(large), ["ir.art13.b"], "a million is the smaller limit there");
        let data = json!({"entity_types": ["trust_service"], "event": "data_compromised", "eu_users": 1_000_000, "eu_users_affected": 101});
        assert_eq!(met(data), ["ir.art14.e"]);
    }

    #[test]
    fn what_is_not_known_meets_nothing_and_others_are_not_bound() {
        assert!(met(json!({"entity_types": ["cloud"], "event": "unavailable"})).is_empty());
        assert!(met(json!({"entity_types": ["cloud"], "event": "data_compromised", "malicious": null})).is_empty());
        assert!(met(json!({"entity_types": ["other"], "death": true})).is_empty(), "national rules apply");
        assert!(
            met(
                json!({"entity_types": ["cloud"], "event": "unavailable", "duration_minutes": 90, "maintenance": true})
            )
            .is_empty()
        );
    }

    #[test]
    fn few_wrong_domains_are_left_out_for_dns() {
        let facts = |wrong: u64, managed: u64| json!({"entity_types": ["dns"], "event": "data_compromised", "domains_wrong": wrong, "domains_managed": managed});
        assert!(met(facts(999, 99_900)).is_empty());
        assert_eq!(met(facts(1000, 1_000_000)), ["ir.art5.c"]);
        assert_eq!(met(facts(10, 999)), ["ir.art5.c"], "more than 1 %");
    }

    #[test]
    fn every_bound_type_has_criteria_of_its_own() {
        for of in BOUND {
            assert!(BY_TYPE.iter().any(|(_, types, ..)| types.contains(of)), "{of}");
        }
        let ids: BTreeSet<_> = BY_TYPE.iter().map(|(id, ..)| id).collect();
        assert_eq!(ids.len(), BY_TYPE.len(), "a criterion stands twice");
    }
}
