//! Shared by the tests: the built-in framework files and small sample nouns.
#![allow(dead_code, missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests, and each uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use assess::Frameworks;
use model::{Cause, Digest, Finding, Gap, Outcome, Policy, Severity};

pub(crate) const FILES: [(&str, &str); 6] = [
    ("soc2.toml", include_str!("../../../../frameworks/soc2.toml")),
    ("nis2.toml", include_str!("../../../../frameworks/nis2.toml")),
    ("iso27001.toml", include_str!("../../../../frameworks/iso27001.toml")),
    ("nis2-law.toml", include_str!("../../../../frameworks/nis2-law.toml")),
    ("evidence.toml", include_str!("../../../../frameworks/evidence.toml")),
    ("crosswalk.toml", include_str!("../../../../frameworks/crosswalk.toml")),
];

pub(crate) fn built_in() -> &'static Frameworks {
    static ALL: OnceLock<Frameworks> = OnceLock::new();
    ALL.get_or_init(|| Frameworks::read(FILES).unwrap_or_else(|error| panic!("{error}")))
}

pub(crate) fn policy(id: &str, kind: &str, requirements: &[(&str, &[&str])]) -> Policy {
    Policy {
        id: id.parse().unwrap(),
        title: format!("{id} holds"),
        description: "Why it matters.".to_owned(),
        kind: kind.parse().unwrap(),
        needs: Vec::new(),
        severity: Severity::High,
        requirements: requirements
            .iter()
            .map(|(framework, ids)| (framework.parse().unwrap(), ids.iter().map(|id| id.parse().unwrap()).collect()))
            .collect(),
        remediation: "Mend it.".to_owned(),
        params: BTreeMap::new(),
        equivalent: BTreeMap::new(),
        digest: Digest::of(id.as_bytes()),
    }
}

pub(crate) fn finding(policy: &Policy, resource: &str, outcome: Outcome) -> Finding {
    Finding {
        policy: policy.id.clone(),
        kind: policy.kind.clone(),
        source: "aws".parse().unwrap(),
        resource: Some(resource.to_owned()),
        outcome,
        messages: Vec::new(),
        exchanges: BTreeSet::new(),
        gaps: Vec::new(),
        params: BTreeMap::new(),
        waiver: None,
    }
}

pub(crate) fn denied(policy: &Policy, resource: &str, permission: &str) -> Finding {
    let mut finding = finding(policy, resource, Outcome::Unknown);
    finding.gaps.push(Gap {
        source: finding.source.clone(),
        kind: finding.kind.clone(),
        resource: None,
        field: None,
        cause: Cause::Denied,
        permission: Some(permission.to_owned()),
        message: format!("{permission} was denied"),
        exchange: None,
    });
    finding
}
