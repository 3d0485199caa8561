//! What is signed: an in-toto Statement v1 over the two manifests, with a small predicate of our own.
//!
//! Written once as canonical JSON; read back only in that very spelling. Source: in-toto
//! Attestation Framework, Statement v1 (`https://in-toto.io/Statement/v1`).

use std::collections::BTreeMap;

use model::{Digest, Timestamp};
use serde::{Deserialize, Serialize};

use crate::disclosure::{ALGORITHM, Seed};
use crate::limits::STATEMENT_BYTES;
use crate::refusal::{Reason, Refusal, refuse};
use crate::test_result::Tests;
use crate::{Error, names};

/// The type of an in-toto Statement v1.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
/// Our predicate: one run of the program and what it found. FORMAT.md describes it.
pub const PREDICATE_TYPE: &str = "urn:assize:predicate:evidence-run:v1";
/// [`PREDICATE_TYPE`] without its version.
const PREDICATE_FAMILY: &str = "urn:assize:predicate:evidence-run:";
/// The version of the bundle format.
pub const FORMAT_VERSION: u32 = 1;

/// What the caller knows of the run that is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The run's id; also the top folder's name, so a safe segment of a path.
    pub run_id: String,
    /// When collecting began.
    pub started_at: Timestamp,
    /// When collecting ended.
    pub finished_at: Timestamp,
    /// Version of the program.
    pub version: String,
    /// How the findings came out.
    pub outcomes: Outcomes,
    /// What makes withheld parts of a disclosure unguessable. Goes into the bundle as
    /// `data/disclosure.key`.
    pub seed: Seed,
    /// Which policies passed and which did not, for the test result; `None` leaves the lists out.
    pub tests: Option<Tests>,
}

/// Findings by outcome, over all policies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Outcomes {
    /// Policies that did not work at all; their findings are missing from the other counts.
    pub error: u64,
    /// Findings that fail.
    pub fail: u64,
    /// Findings with nothing to judge.
    pub not_applicable: u64,
    /// Findings that pass.
    pub pass: u64,
    /// Findings that could not be decided.
    pub unknown: u64,
}

/// An in-toto Statement v1 about one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Always [`STATEMENT_TYPE`].
    #[serde(rename = "_type")]
    pub statement_type: String,
    /// What the run was and found.
    pub predicate: Predicate,
    /// Always [`PREDICATE_TYPE`].
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// The two manifests.
    pub subject: Vec<Subject>,
}

/// A file that the statement speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// By algorithm; SHA-256 only.
    pub digest: Sha256Digest,
    /// The file's name; a hint for people.
    pub name: String,
}

/// `{"sha256": "<hex>"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sha256Digest {
    /// 64 lower-case hex digits.
    pub sha256: Digest,
}

/// The predicate, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// Digests of the parts that are compared from night to night, by name.
    pub digests: BTreeMap<String, PartDigest>,
    /// What a part of the bundle can be shown against.
    pub disclosure: Disclosure,
    /// Always [`FORMAT_VERSION`].
    pub format: u32,
    /// How the findings came out.
    pub outcomes: Outcomes,
    /// Which run it was.
    pub run: RunFacts,
    /// What made it.
    pub runner: Runner,
}

/// The tree over the payload's entries (FORMAT.md, section 18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Always [`crate::disclosure::ALGORITHM`].
    pub algorithm: String,
    /// The root.
    pub root: Digest,
    /// Its leaves; at least one.
    pub size: u64,
}

/// The digest of a file, or of a folder's lines in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartDigest {
    /// A payload path. With a `/` at its end: all files under it, in the manifest's order.
    pub path: String,
    /// Of the file's bytes; for a folder, of its lines in the manifest.
    pub sha256: Digest,
}

/// Which run it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RunFacts {
    /// When collecting ended.
    pub finished_at: Timestamp,
    /// The run's id.
    pub id: String,
    /// When collecting began.
    pub started_at: Timestamp,
}

/// The program that made the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runner {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The parts whose digests go into the statement when they are in the payload. None of a file that
/// changes from run to run: such a digest would let whoever is shown all of the file but one word
/// try the words (FORMAT.md, section 18.6).
pub(crate) const PARTS: [(&str, &str); 3] =
    [("frameworks", "data/frameworks/"), ("params", "data/params.json"), ("policies", "data/policies/")];

/// What every statement is checked for first: its length and its two types. A predicate whose type
/// begins with `family` is a later version of the one wanted.
pub(crate) fn open(bytes: &[u8], wanted: &str, family: &str) -> Result<serde_json::Value, Refusal> {
    if bytes.len() > STATEMENT_BYTES {
        return refuse(Reason::StatementTooLarge, format!("{} bytes; the limit is {STATEMENT_BYTES}", bytes.len()));
    }
    let loose: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|e| Refusal::new(Reason::StatementMalformed, e.to_string()))?;
    let text = |field: &str| loose.get(field).and_then(serde_json::Value::as_str).unwrap_or_default();
    if text("_type") != STATEMENT_TYPE {
        return refuse(Reason::WrongStatementType, format!("{:?}", text("_type")));
    }
    let kind = text("predicateType");
    if kind != wanted {
        let known = kind.starts_with(family);
        let reason = if known { Reason::UnsupportedVersion } else { Reason::WrongPredicateType };
        return refuse(reason, format!("{kind:?}"));
    }
    Ok(loose)
}

/// A statement in the one spelling allowed: what was understood, written again, gives the same bytes.
pub(crate) fn strict<T: Serialize + serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let malformed = |detail: String| Refusal::new(Reason::StatementMalformed, detail);
    let statement: T = serde_json::from_slice(bytes).map_err(|e| malformed(e.to_string()))?;
    let again = model::canonical_json(&statement).map_err(|e| malformed(e.to_string()))?;
    if again == bytes { Ok(statement) } else { Err(malformed("it is not in canonical JSON".into())) }
}

/// The subjects are the two manifests, in this order.
pub(crate) fn check_subjects(subjects: &[Subject]) -> Result<(), Refusal> {
    let found: Vec<&str> = subjects.iter().map(|subject| subject.name.as_str()).collect();
    if found == [names::MANIFEST, names::TAG_MANIFEST] {
        Ok(())
    } else {
        refuse(Reason::StatementMalformed, format!("its subjects are {found:?}"))
    }
}

/// The hex digits of a raw digest, as the noun.
pub(crate) fn digest(raw: [u8; 32]) -> Digest {
    Digest::from_raw(raw)
}

impl Statement {
    pub(crate) fn new(
        facts: &Facts,
        [manifest, tag_manifest]: [[u8; 32]; 2],
        digests: BTreeMap<String, PartDigest>,
        disclosure: Disclosure,
    ) -> Self {
        let subject = |name: &str, raw| Subject { digest: Sha256Digest { sha256: digest(raw) }, name: name.to_owned() };
        Self {
            statement_type: STATEMENT_TYPE.into(),
            predicate: Predicate {
                digests,
                disclosure,
                format: FORMAT_VERSION,
                outcomes: facts.outcomes.clone(),
                run: RunFacts {
                    finished_at: facts.finished_at,
                    id: facts.run_id.clone(),
                    started_at: facts.started_at,
                },
                runner: Runner { name: "assize".into(), version: facts.version.clone() },
            },
            predicate_type: PREDICATE_TYPE.into(),
            subject: vec![subject(names::MANIFEST, manifest), subject(names::TAG_MANIFEST, tag_manifest)],
        }
    }

    /// The bytes that are signed.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let bytes = model::canonical_json(self).map_err(|e| Error::Encode(e.to_string()))?;
        if bytes.len() > STATEMENT_BYTES { Err(Error::StatementTooLong(bytes.len())) } else { Ok(bytes) }
    }

    /// Reads a statement whose signature has been checked.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let loose = open(bytes, PREDICATE_TYPE, PREDICATE_FAMILY)?;
        let format = loose.pointer("/predicate/format");
        if format.and_then(serde_json::Value::as_u64).is_some_and(|n| n != u64::from(FORMAT_VERSION)) {
            return refuse(Reason::UnsupportedVersion, format!("format {}", format.unwrap_or_default()));
        }
        let statement: Self = strict(bytes)?;
        check_subjects(&statement.subject)?;
        let Disclosure { algorithm, size, .. } = &statement.predicate.disclosure;
        if algorithm != ALGORITHM || *size == 0 {
            let detail = format!("disclosure by {algorithm:?} over {size} leaves");
            return refuse(Reason::StatementMalformed, detail);
        }
        Ok(statement)
    }

    pub(crate) fn subject_digest(&self, name: &str) -> Option<&Digest> {
        self.subject.iter().find(|subject| subject.name == name).map(|subject| &subject.digest.sha256)
    }
}
