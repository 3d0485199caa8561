//! The answers that decide whom NIS2 binds, and what follows in money. The decision itself is a
//! policy's; here is only what it is asked, and the arithmetic of fines.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::error::{hint, nearest};
use crate::law::{Fine, Law, Supervision};

/// The answers. `None` is a question that nobody answered, which is not the same as "no".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Answers {
    /// Types of provider, as the law names them; `other` for none of them.
    pub entity_types: Option<Vec<String>>,
    /// Sectors of Annex I and II, or parts of them: `energy.gas`. Empty for none.
    pub sectors: Option<Vec<String>>,
    /// Annual work units, linked enterprises in full and partners by their share.
    pub staff: Option<u64>,
    /// Annual turnover in euros, counted the same way.
    pub turnover_eur: Option<u64>,
    /// Balance sheet total in euros, counted the same way.
    pub balance_eur: Option<u64>,
    /// Worldwide turnover of the undertaking that the entity belongs to, in euros: fines follow it.
    pub group_turnover_eur: Option<u64>,
    /// Whether a trust service is qualified.
    pub qualified_trust_service: Option<bool>,
    /// `none`, `central`, `regional` or `local`.
    pub public_administration: Option<String>,
    /// What a Member State has found under Art. 2(2)(b) to (e).
    pub designations: Option<Vec<String>>,
    /// Whether a Member State identified the entity as essential for it (Art. 3(1)(e)).
    pub designated_essential: Option<bool>,
    /// Whether it is a critical entity under Directive (EU) 2022/2557.
    pub critical_entity: Option<bool>,
    /// Whether it was an operator of essential services, and the Member State keeps it so.
    pub essential_services_operator: Option<bool>,
    /// Whether national law adds it (Art. 2(5)).
    pub added_by_member_state: Option<bool>,
    /// What takes it out of scope (Art. 2(7), (8), (10)).
    pub exclusions: Option<Vec<String>>,
    /// The country of the main establishment, as two letters.
    pub member_state: Option<String>,
    /// Countries where services are provided, as two letters.
    pub member_states: Option<Vec<String>>,
    /// Who the customers are.
    pub customers: Option<Vec<String>>,
    /// Programmes that are there already: `soc2`, `iso27001`.
    pub programmes: Option<Vec<String>>,
}

/// Kinds of public administration.
pub const ADMINISTRATIONS: [&str; 4] = ["none", "central", "regional", "local"];
/// Grounds of Art. 2(2)(b) to (e), in their order.
pub const DESIGNATIONS: [&str; 4] = ["sole_provider", "public_safety", "systemic_risk", "special_importance"];
/// Grounds of Art. 2(7), 2(8) and 2(10), in their order.
pub const EXCLUSIONS: [&str; 3] = ["security_administration", "exempted_by_member_state", "dora_exempt"];
/// Sorts of customer.
pub const CUSTOMERS: [&str; 6] =
    ["us_businesses", "eu_businesses", "other_businesses", "public_sector", "nis2_entities", "consumers"];
/// Programmes.
pub const PROGRAMMES: [&str; 2] = ["soc2", "iso27001"];

/// More euros than any undertaking turns over; a larger answer is a slip of the keyboard.
const MOST_EUR: u64 = 10_000_000_000_000;
/// More people than any enterprise employs.
const MOST_STAFF: u64 = 20_000_000;

/// What an authority may do and how high a fine may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exposure {
    /// The supervision.
    pub supervision: Supervision,
    /// The rule on fines.
    pub fine: Fine,
    /// The turnover that the ceiling below was worked out from, in euros.
    pub turnover_eur: Option<u64>,
    /// True if that is the turnover of the undertaking, as the rule asks, and not the entity's own.
    pub of_undertaking: bool,
    /// National law must allow fines up to at least this, in euros; without a turnover the sum alone.
    pub ceiling_eur: u64,
}

impl Answers {
    /// Everything that is wrong with the answers, in sentences that name the answer.
    pub fn problems(&self, law: &Law) -> Vec<String> {
        let mut found = Vec::new();
        let types: Vec<&str> = law.entity_type.iter().map(|one| one.id.as_str()).chain(["other"]).collect();
        words("entity_types", self.entity_types.as_deref(), &types, &mut found);
        for sector in self.sectors.iter().flatten().filter(|name| law.sector(name).is_none()) {
            let known = law.sector.iter().flat_map(|sector| {
                let parts = sector.parts.iter().map(|part| format!("{}.{}", sector.id, part.id));
                parts.chain([sector.id.clone()])
            });
            let known: Vec<String> = known.collect();
            let near = nearest(sector, known.iter().map(String::as_str));
            found.push(format!("sectors: there is no sector {sector:?}{}", hint(near.as_deref())));
        }
        let administration: Vec<String> = self.public_administration.iter().cloned().collect();
        words("public_administration", Some(&administration), &ADMINISTRATIONS, &mut found);
        words("designations", self.designations.as_deref(), &DESIGNATIONS, &mut found);
        words("exclusions", self.exclusions.as_deref(), &EXCLUSIONS, &mut found);
        words("customers", self.customers.as_deref(), &CUSTOMERS, &mut found);
        words("programmes", self.programmes.as_deref(), &PROGRAMMES, &mut found);
        let countries = self.member_state.iter().map(|one| ("member_state", one));
        for (name, code) in countries.chain(self.member_states.iter().flatten().map(|one| ("member_states", one))) {
            if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
                found.push(format!("{name}: {code:?} is no country code of two capital letters, such as DE"));
            }
        }
        let numbers = [
            ("staff", self.staff, MOST_STAFF),
            ("turnover_eur", self.turnover_eur, MOST_EUR),
            ("balance_eur", self.balance_eur, MOST_EUR),
            ("group_turnover_eur", self.group_turnover_eur, MOST_EUR),
        ];
        for (name, _, most) in numbers.iter().filter(|(_, value, most)| value.is_some_and(|value| value > *most)) {
            found.push(format!("{name} is larger than {most}: is it in whole euros, or people?"));
        }
        found
    }

    /// What an authority may do to an entity of `class`, `essential` or `important`.
    pub fn exposure(&self, class: &str, law: &Law) -> Option<Exposure> {
        let (supervision, fine) = law.exposure(class)?;
        let turnover_eur = self.group_turnover_eur.or(self.turnover_eur);
        let ceiling_eur = fine.ceiling(turnover_eur.unwrap_or_default());
        let of_undertaking = self.group_turnover_eur.is_some();
        let (supervision, fine) = (supervision.clone(), fine.clone());
        Some(Exposure { supervision, fine, turnover_eur, of_undertaking, ceiling_eur })
    }
}

fn words(name: &str, given: Option<&[String]>, known: &[&str], found: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for word in given.unwrap_or_default() {
        if !known.contains(&word.as_str()) {
            let near = nearest(word, known.iter().copied());
            found.push(format!("{name}: {word:?} is none of {}{}", known.join(", "), hint(near.as_deref())));
        } else if !seen.insert(word) {
            found.push(format!("{name}: {word} is there twice"));
        }
    }
}
