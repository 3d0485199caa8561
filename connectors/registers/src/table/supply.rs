//! Registers of suppliers (NIS2 Article 21(2)(d) and 21(3), annex 5).

use crate::shape::Of::{Any, Bool, Each, One, Past, Text, Texts};
use crate::shape::{Register, may, must, register};

/// The terms of annex 5.1.4: requirements, awareness and training, verification of background,
/// incident notice, right to audit, vulnerabilities, subcontracting, end of contract.
const TERMS: &[&str] = &["a", "b", "c", "d", "e", "f", "g", "h"];

pub(crate) const SUPPLY: &[Register] = &[register(
    "suppliers",
    "supplier",
    "registers.supply.supplier",
    "A supplier or service provider",
    &[
        must("name", Text, "Its name."),
        must("service", Text, "What it supplies."),
        must("contact", Text, "How to reach it."),
        must("criticality", One(&["low", "medium", "high", "critical"]), "How much depends on it."),
        must("data_access", Bool, "True if it can reach the entity's data."),
        may(
            "identities",
            Texts,
            "What it is seen as: github-app:<slug>, github-oauth-app:<name>, aws-account:<id>, saml:<ARN>, oidc:<host and path>.",
        ),
        may("assessed_at", Past, "When its risk was last assessed."),
        may("risk_level", One(&["low", "medium", "high", "critical"]), "The level found."),
        may("weaknesses", Text, "Its known weaknesses (Art. 21(3))."),
        may("product_quality", Text, "The quality of its products and practice (Art. 21(3))."),
        may("development", Text, "How it develops securely (Art. 21(3))."),
        may("terms", Each(TERMS), "Terms of annex 5.1.4 that the contract holds."),
        may("terms_absent_reason", Text, "Why other terms are not in it."),
        may("contract_ends_at", Any, "When the contract ends."),
        may("assurance", Text, "The report that was read: SOC 2, ISO 27001, own audit."),
        may("assurance_ends_at", Past, "The end of the period that the report covers."),
        may("exit", Text, "How it would be replaced."),
    ],
)];
