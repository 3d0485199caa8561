//! The signature's envelope: DSSE inside a Sigstore bundle v0.3, by key.
//!
//! Signs and checks the exact payload bytes; never serialises a payload again. Sources: DSSE v1
//! protocol (pre-authentication encoding), Sigstore bundle format v0.3.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::keys::PublicKey;
use crate::refusal::{Reason, Refusal, refuse};

/// What the payload is.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";
/// What the envelope's file is.
pub const MEDIA_TYPE: &str = "application/vnd.dev.sigstore.bundle.v0.3+json";

/// The bytes that are really signed: DSSE's pre-authentication encoding of `payload`.
pub fn pae(payload: &[u8]) -> Vec<u8> {
    let mut out = format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), payload.len()).into_bytes();
    out.extend_from_slice(payload);
    out
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Bundle {
    dsse_envelope: Dsse,
    media_type: String,
    verification_material: Material,
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
struct Material {
    public_key: Hint,
    tlog_entries: Vec<()>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hint {
    hint: String,
}

/// The envelope of `payload`, signed with `key`.
///
/// # Errors
/// When it cannot be written as JSON.
pub(crate) fn write(payload: &[u8], key: &PublicKey, signature: &[u8]) -> Result<Vec<u8>, model::Error> {
    let bundle = Bundle {
        dsse_envelope: Dsse {
            payload: BASE64.encode(payload),
            payload_type: PAYLOAD_TYPE.into(),
            signatures: vec![Signature { keyid: key.hint(), sig: BASE64.encode(signature) }],
        },
        media_type: MEDIA_TYPE.into(),
        verification_material: Material { public_key: Hint { hint: key.hint() }, tlog_entries: Vec::new() },
    };
    model::canonical_json(&bundle)
}

/// The payload of an envelope that one of `keys` signed, and that key.
///
/// # Errors
/// The first rule the envelope breaks; nothing in it is used before its signature fits.
pub(crate) fn open(bytes: &[u8], keys: &[PublicKey]) -> Result<(Vec<u8>, PublicKey), Refusal> {
    let malformed = |detail: String| Refusal::new(Reason::EnvelopeMalformed, detail);
    let loose: serde_json::Value = serde_json::from_slice(bytes).map_err(|e| malformed(e.to_string()))?;
    check_kind(&loose)?;
    let bundle: Bundle = serde_json::from_slice(bytes).map_err(|e| malformed(e.to_string()))?;
    let again = model::canonical_json(&bundle).map_err(|e| malformed(e.to_string()))?;
    if again != bytes {
        return Err(malformed("it is not in canonical JSON".into()));
    }
    let Some(signature) = bundle.dsse_envelope.signatures.first() else {
        return refuse(Reason::NoSignature, "the envelope holds no signature");
    };
    let hint = &bundle.verification_material.public_key.hint;
    if *hint != signature.keyid {
        return Err(malformed(format!("the hint {hint:?} and the key id {:?} differ", signature.keyid)));
    }
    let payload = BASE64.decode(&bundle.dsse_envelope.payload).map_err(|e| malformed(format!("payload: {e}")))?;
    let sig = BASE64.decode(&signature.sig).map_err(|e| malformed(format!("signature: {e}")))?;
    let Some(key) = keys.iter().find(|key| key.hint() == *hint) else {
        let trusted: Vec<String> = keys.iter().map(PublicKey::hint).collect();
        return refuse(Reason::UnknownKey, format!("signed by {hint}; trusted: {}", trusted.join(", ")));
    };
    if key.verify(&pae(&payload), &sig) {
        Ok((payload, key.clone()))
    } else {
        refuse(Reason::BadSignature, format!("by {} key {hint}", key.algorithm()))
    }
}

/// What an envelope of another kind, or with another number of signatures, is refused for by name.
fn check_kind(loose: &serde_json::Value) -> Result<(), Refusal> {
    let text = |pointer: &str| loose.pointer(pointer).and_then(serde_json::Value::as_str);
    if let Some(other) = text("/mediaType").filter(|kind| *kind != MEDIA_TYPE) {
        return refuse(Reason::UnsupportedEnvelope, format!("media type {other:?}"));
    }
    if loose.pointer("/verificationMaterial/publicKey").is_none() && loose.pointer("/verificationMaterial").is_some() {
        return refuse(Reason::UnsupportedEnvelope, "it is not signed by key");
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
