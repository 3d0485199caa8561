//! A signature's envelope: DSSE inside a Sigstore bundle v0.3.
//!
//! Carries the exact payload bytes; never serialises a payload again. Nothing here decides whether a
//! signature fits: that is `attest.rs`. Sources: DSSE v1 protocol (pre-authentication encoding),
//! Sigstore bundle format v0.3.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::keyless::{self, Certificate};
use crate::refusal::{Reason, Refusal, refuse};
use crate::signing::{Signed, Signer};

/// What the payload is.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";
/// What the envelope's file is.
pub const MEDIA_TYPE: &str = "application/vnd.dev.sigstore.bundle.v0.3+json";
/// Most timestamps in one envelope.
pub(crate) const MOST_TIMESTAMPS: usize = 8;

/// The bytes that are really signed: DSSE's pre-authentication encoding of `payload`.
pub fn pae(payload: &[u8]) -> Vec<u8> {
    let mut out = format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), payload.len()).into_bytes();
    out.extend_from_slice(payload);
    out
}

/// An envelope taken apart. Nothing in it is to be believed before its signature fits.
pub(crate) struct Envelope {
    /// The signed statement.
    pub(crate) payload: Vec<u8>,
    /// The signature's bytes.
    pub(crate) signature: Vec<u8>,
    /// Whole `TimeStampResp`s in DER.
    pub(crate) timestamps: Vec<Vec<u8>>,
    /// Who claims to have signed.
    pub(crate) material: Material,
}

/// What the envelope offers to check its signature with. Certificates (`keyless.rs`) come in here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "there are at most ten at a time")]
pub(crate) enum Material {
    /// The name of a key that the verifier must have.
    Key(String),
    /// A certificate.
    Certificate(Certificate),
}

impl Material {
    /// For people.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Key(hint) => format!("key {hint}"),
            Self::Certificate(certificate) => format!("certificate {}", certificate.fingerprint()),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Bundle {
    dsse_envelope: Dsse,
    media_type: String,
    verification_material: Written,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Dsse {
    payload: String,
    payload_type: String,
    signatures: Vec<Signature>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signature {
    keyid: String,
    sig: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Written {
    public_key: Hint,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timestamp_verification_data: Option<Timestamps>,
    tlog_entries: Vec<()>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hint {
    hint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Timestamps {
    rfc3161_timestamps: Vec<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Timestamp {
    signed_timestamp: String,
}

/// The envelope of `payload`, as `signed` says.
///
/// # Errors
/// When it cannot be written as JSON.
pub(crate) fn write(payload: &[u8], signed: &Signed) -> Result<Vec<u8>, model::Error> {
    let hint = match &signed.signer {
        Signer::Key(key) => key.hint(),
        Signer::Certificate(certificate) => {
            return keyless::envelope(payload, &signed.signature, certificate, &signed.timestamps);
        }
    };
    let stamp = |der: &Vec<u8>| Timestamp { signed_timestamp: BASE64.encode(der) };
    let timestamps = Timestamps { rfc3161_timestamps: signed.timestamps.iter().map(stamp).collect() };
    let bundle = Bundle {
        dsse_envelope: Dsse {
            payload: BASE64.encode(payload),
            payload_type: PAYLOAD_TYPE.into(),
            signatures: vec![Signature { keyid: hint.clone(), sig: BASE64.encode(&signed.signature) }],
        },
        media_type: MEDIA_TYPE.into(),
        verification_material: Written {
            public_key: Hint { hint },
            timestamp_verification_data: (!signed.timestamps.is_empty()).then_some(timestamps),
            tlog_entries: Vec::new(),
        },
    };
    model::canonical_json(&bundle)
}

impl Envelope {
    /// Takes an envelope apart.
    ///
    /// # Errors
    /// The first rule of its spelling that it breaks.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let malformed = |detail: String| Refusal::new(Reason::EnvelopeMalformed, detail);
        let loose: serde_json::Value = serde_json::from_slice(bytes).map_err(|e| malformed(e.to_string()))?;
        check_kind(&loose)?;
        if loose.pointer("/verificationMaterial/certificate").is_some() {
            let keyless::Parts { payload, signature, timestamps, certificate } = keyless::parse(bytes)?;
            if timestamps.len() > MOST_TIMESTAMPS {
                return Err(malformed(format!(
                    "timestampVerificationData must hold 1 to {MOST_TIMESTAMPS} timestamps"
                )));
            }
            return Ok(Self { payload, signature, timestamps, material: Material::Certificate(certificate) });
        }
        let bundle: Bundle = serde_json::from_slice(bytes).map_err(|e| malformed(e.to_string()))?;
        let again = model::canonical_json(&bundle).map_err(|e| malformed(e.to_string()))?;
        if again != bytes {
            return Err(malformed("it is not in canonical JSON".into()));
        }
        let Some(signature) = bundle.dsse_envelope.signatures.first() else {
            return refuse(Reason::NoSignature, "the envelope holds no signature");
        };
        let hint = bundle.verification_material.public_key.hint;
        if hint != signature.keyid {
            return Err(malformed(format!("the hint {hint:?} and the key id {:?} differ", signature.keyid)));
        }
        let decode = |what: &str, text: &str| BASE64.decode(text).map_err(|e| malformed(format!("{what}: {e}")));
        let payload = decode("payload", &bundle.dsse_envelope.payload)?;
        let sig = decode("signature", &signature.sig)?;
        let stamps = bundle.verification_material.timestamp_verification_data;
        if stamps.as_ref().is_some_and(|s| !(1..=MOST_TIMESTAMPS).contains(&s.rfc3161_timestamps.len())) {
            return Err(malformed(format!("timestampVerificationData must hold 1 to {MOST_TIMESTAMPS} timestamps")));
        }
        let stamps = stamps.map(|s| s.rfc3161_timestamps).unwrap_or_default();
        let timestamps = stamps.iter().map(|s| decode("timestamp", &s.signed_timestamp));
        let timestamps = timestamps.collect::<Result<_, _>>()?;
        Ok(Self { payload, signature: sig, timestamps, material: Material::Key(hint) })
    }
}

/// What an envelope of another kind, or with another number of signatures, is refused for by name.
fn check_kind(loose: &serde_json::Value) -> Result<(), Refusal> {
    let text = |pointer: &str| loose.pointer(pointer).and_then(serde_json::Value::as_str);
    if let Some(other) = text("/mediaType").filter(|kind| *kind != MEDIA_TYPE) {
        return refuse(Reason::UnsupportedEnvelope, format!("media type {other:?}"));
    }
    let material = loose.pointer("/verificationMaterial").and_then(serde_json::Value::as_object);
    if material.is_some_and(|material| !["publicKey", "certificate"].iter().any(|kind| material.contains_key(*kind))) {
        return refuse(Reason::UnsupportedEnvelope, "it is signed neither by key nor by certificate");
    }
    let signatures = loose.pointer("/dsseEnvelope/signatures").and_then(serde_json::Value::as_array);
    match signatures.map(Vec::len) {
        Some(0) => return refuse(Reason::NoSignature, "the envelope holds no signature"),
        Some(n) if n > 1 => return refuse(Reason::TwoSignatures, format!("the envelope holds {n} signatures")),
        _ => {}
    }
    if let Some(other) = text("/dsseEnvelope/payloadType").filter(|kind| *kind != PAYLOAD_TYPE) {
        return refuse(Reason::WrongPayloadType, format!("{other:?}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pae_counts_bytes() {
        assert_eq!(pae("é".as_bytes()), "DSSEv1 28 application/vnd.in-toto+json 2 é".as_bytes());
    }
}
