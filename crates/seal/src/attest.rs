//! Who signed a bundle, and whether that is enough for the verifier.
//!
//! A signer counts only if the verifier trusts it and its signature fits. An unknown signer is
//! passed over and reported; a trusted one whose signature does not fit is a refusal.

use std::collections::BTreeSet;

use crate::envelope::{Envelope, Material, pae};
use crate::keys::PublicKey;
use crate::names;
use crate::refusal::{Reason, Refusal, refuse};
use crate::statement::Statement;
use crate::test_result::TestResult;
use crate::time::{Time, Token};
use crate::trust::Trust;

/// A signer that the verifier trusts and whose signature fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Its envelope's path in the bundle.
    pub file: String,
    /// Who it is.
    pub by: SignerName,
    /// When it had signed at the latest, by authorities that the verifier trusts.
    pub times: Vec<Time>,
}

/// A signer, as the verifier knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignerName {
    /// A key.
    Key(PublicKey),
}

impl std::fmt::Display for SignerName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(key) => f.pad(&key.hint()),
        }
    }
}

/// Something in a bundle that was not checked, or that nobody vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchecked {
    /// What: `signature`, `timestamp`, `time`, `test-result` or `ledger`.
    pub what: &'static str,
    /// The file in the bundle, if there is one.
    pub file: Option<String>,
    /// Why, in words.
    pub why: String,
}

impl Unchecked {
    pub(crate) fn new(what: &'static str, file: Option<&str>, why: impl Into<String>) -> Self {
        Self { what, file: file.map(str::to_owned), why: why.into() }
    }
}

/// What the envelopes over the evidence come to.
pub(crate) struct Evidence {
    /// The statement's bytes.
    pub(crate) payload: Vec<u8>,
    /// Who the first signer is.
    first: Material,
    pub(crate) counted: Vec<Counted>,
    pub(crate) unchecked: Vec<Unchecked>,
}

/// Says which file a refusal is about.
fn in_file(file: &str) -> impl Fn(Refusal) -> Refusal + '_ {
    move |refusal| Refusal::new(refusal.reason, format!("{file}: {}", refusal.detail))
}

/// Judges the envelopes over the evidence, given in their order.
///
/// # Errors
/// The first rule that one of them breaks, or that too few signers count.
pub(crate) fn evidence(files: &[(&str, Vec<u8>)], trust: &Trust) -> Result<Evidence, Refusal> {
    let (mut counted, mut unchecked) = (Vec::new(), Vec::new());
    let mut first: Option<Envelope> = None;
    let mut seen: Vec<Material> = Vec::new();
    for (file, bytes) in files {
        let envelope = Envelope::parse(bytes).map_err(in_file(file))?;
        if first.as_ref().is_some_and(|first| first.payload != envelope.payload) {
            return refuse(Reason::PayloadDiffers, format!("{file} signs another statement than {}", names::ENVELOPE));
        }
        if seen.contains(&envelope.material) {
            return refuse(Reason::SignerTwice, format!("{file}: {} signed already", envelope.material.shown()));
        }
        seen.push(envelope.material.clone());
        if let Some(by) = signer(&envelope, trust).map_err(in_file(file))? {
            let times = times(file, &envelope, trust, &mut unchecked).map_err(in_file(file))?;
            counted.push(Counted { file: (*file).to_owned(), by, times });
        } else {
            let why = format!("{} is not among the trusted ones", envelope.material.shown());
            unchecked.push(Unchecked::new("signature", Some(file), why));
        }
        first.get_or_insert(envelope);
    }
    let Some(first) = first else {
        return refuse(Reason::NoSignature, format!("there is no {}", names::ENVELOPE));
    };
    enough(&counted, &seen, trust)?;
    if counted.iter().all(|signer| signer.times.is_empty()) {
        let why = "no trusted authority stamped it: when it was signed is the signer's own word";
        unchecked.push(Unchecked::new("time", None, why));
    }
    Ok(Evidence { payload: first.payload, first: first.material, counted, unchecked })
}

/// The trusted signer of an envelope; `None` if it is of an unknown one.
fn signer(envelope: &Envelope, trust: &Trust) -> Result<Option<SignerName>, Refusal> {
    match &envelope.material {
        Material::Key(hint) => {
            let Some(key) = trust.keys.iter().find(|key| key.hint() == *hint) else { return Ok(None) };
            if key.verify(&pae(&envelope.payload), &envelope.signature) {
                Ok(Some(SignerName::Key(key.clone())))
            } else {
                refuse(Reason::BadSignature, format!("by {} key {hint}", key.algorithm()))
            }
        }
    }
}

/// The times of an envelope whose signature fits.
fn times(file: &str, envelope: &Envelope, trust: &Trust, unchecked: &mut Vec<Unchecked>) -> Result<Vec<Time>, Refusal> {
    let mut times = Vec::new();
    for response in &envelope.timestamps {
        match Token::read(response)?.verify(&envelope.signature, &trust.authorities) {
            Ok(time) => times.push(time),
            // Another verifier may trust this authority; here it proves nothing.
            Err(refusal) if refusal.name() == "timestamp_authority_unknown" => {
                unchecked.push(Unchecked::new("timestamp", Some(file), refusal.detail));
            }
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(times)
}

fn enough(counted: &[Counted], seen: &[Material], trust: &Trust) -> Result<(), Refusal> {
    if counted.is_empty() {
        let signers: Vec<String> = seen.iter().map(Material::shown).collect();
        let trusted: Vec<String> = trust.keys.iter().map(PublicKey::hint).collect();
        let detail = format!("signed by {}; trusted: {}", signers.join(", "), trusted.join(", "));
        return refuse(Reason::UnknownKey, detail);
    }
    if counted.len() < trust.minimum_signatures {
        let detail = format!("{} of {} that are needed", counted.len(), trust.minimum_signatures);
        return refuse(Reason::TooFewSignatures, detail);
    }
    let authorities: BTreeSet<&str> =
        counted.iter().flat_map(|signer| &signer.times).map(|time| time.authority.as_str()).collect();
    if authorities.len() < trust.minimum_timestamps {
        let detail = format!("{} of {} that are needed", authorities.len(), trust.minimum_timestamps);
        return refuse(Reason::TooFewTimestamps, detail);
    }
    Ok(())
}

/// Judges the envelope over the test result, and the test result by the evidence.
///
/// # Errors
/// The first rule that it breaks.
pub(crate) fn test_result(
    bytes: &[u8],
    evidence: &mut Evidence,
    statement: &Statement,
    trust: &Trust,
) -> Result<TestResult, Refusal> {
    let file = names::TEST_RESULT;
    let envelope = Envelope::parse(bytes).map_err(in_file(file))?;
    if envelope.material != evidence.first {
        let detail = format!("{file}: {}, not {}", envelope.material.shown(), evidence.first.shown());
        return refuse(Reason::OtherSigner, detail);
    }
    if signer(&envelope, trust).map_err(in_file(file))?.is_some() {
        times(file, &envelope, trust, &mut evidence.unchecked).map_err(in_file(file))?;
    } else {
        let why = format!("its signer, {}, is not among the trusted ones", envelope.material.shown());
        evidence.unchecked.push(Unchecked::new("test-result", Some(file), why));
    }
    TestResult::parse(&envelope.payload, statement).map_err(in_file(file))
}
