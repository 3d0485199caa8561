//! The registers, area by area. They hold names and shapes only and must never hold logic.

mod governance;
mod incident;
mod operation;
mod people;
mod policy;
mod supply;

pub(crate) use governance::{GOVERNANCE, MEASURE_SET};
pub(crate) use incident::INCIDENT;
pub(crate) use operation::OPERATION;
pub(crate) use people::PEOPLE;
pub(crate) use policy::POLICY;
pub(crate) use supply::SUPPLY;

/// The types of entity that NIS2 and Implementing Regulation (EU) 2024/2690 tell apart.
pub(crate) const ENTITY_TYPES: &[&str] = &[
    "ixp",
    "dns",
    "tld_registry",
    "cloud",
    "data_centre",
    "cdn",
    "trust_service",
    "public_ecn",
    "public_ecs",
    "msp",
    "mssp",
    "marketplace",
    "search_engine",
    "social_network",
    "domain_registration",
    "other",
];
