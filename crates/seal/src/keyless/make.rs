//! Writes a keyless envelope, and what the log is asked. Signs nothing and asks nobody; never gives out an
//! envelope in another spelling than the one that is accepted.

use sigstore_verify::rekor::{DsseEntry, LogEntry};
use sigstore_verify::types::bundle::{
    CertificateContent, Rfc3161Timestamp, TimestampVerificationData, VerificationMaterial, VerificationMaterialContent,
};
use sigstore_verify::types::{
    Bundle, DerCertificate, DsseEnvelope, DsseSignature, KeyId, KindVersion, MediaType, PayloadBytes, SignatureBytes,
    SignatureContent, TimestampToken, TransparencyLogEntry,
};

use sha2::{Digest as _, Sha256};

use crate::envelope::PAYLOAD_TYPE;
use crate::error::Error;

/// What stands in an envelope in the place of a key: the certificate, and the log entry of one signature by it.
#[derive(Debug, Clone)]
pub struct Certificate {
    der: Vec<u8>,
    entry: TransparencyLogEntry,
}

/// Two are the same signer if they are the same certificate; each signature has a log entry of its own.
impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl Certificate {
    pub(super) fn new(der: &[u8], entry: TransparencyLogEntry) -> Self {
        Self { der: der.to_vec(), entry }
    }

    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    pub(super) fn log_index(&self) -> i64 {
        self.entry.log_index.as_i64()
    }

    /// SHA-256 of the certificate in hex, for people.
    pub fn fingerprint(&self) -> String {
        hex::encode(Sha256::digest(&self.der))
    }

    /// From the certificate's DER and what a Rekor v1 log answered to [`log_request`].
    ///
    /// # Errors
    /// When the answer is not one entry with a proof.
    pub fn from_log(certificate: &[u8], answer: &[u8]) -> Result<Self, Error> {
        let wrong = |why: String| Error::Encode(format!("the log's answer is not an entry: {why}"));
        let entries: std::collections::BTreeMap<String, LogEntry> =
            serde_json::from_slice(answer).map_err(|e| wrong(e.to_string()))?;
        let mut entries = entries.into_values();
        let (Some(entry), None) = (entries.next(), entries.next()) else { return Err(wrong("not one entry".into())) };
        let entry = entry.to_bundle_entry(KindVersion::DsseV001).map_err(|e| wrong(e.to_string()))?;
        if entry.inclusion_proof.is_none() {
            return Err(wrong("it has no proof of inclusion".into()));
        }
        Ok(Self::new(certificate, entry))
    }
}

fn dsse(payload: &[u8], signature: &[u8]) -> DsseEnvelope {
    let signature = DsseSignature::new(SignatureBytes::from_bytes(signature), KeyId::default());
    DsseEnvelope::new(PAYLOAD_TYPE, PayloadBytes::from_bytes(payload), signature)
}

/// What a Rekor v1 log is asked (`POST /api/v1/log/entries`): a `dsse` entry of version 0.0.1.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn log_request(payload: &[u8], signature: &[u8], certificate: &[u8]) -> Result<Vec<u8>, Error> {
    let entry = DsseEntry::new(&dsse(payload, signature), &DerCertificate::new(certificate.to_vec()));
    let entry = entry.map_err(|e| Error::Encode(e.to_string()))?;
    serde_json::to_vec(&entry).map_err(|e| Error::Encode(e.to_string()))
}

/// The envelope of `payload`. `timestamps` are whole DER replies over the signature.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn envelope(
    payload: &[u8],
    signature: &[u8],
    certificate: &Certificate,
    timestamps: &[Vec<u8>],
) -> Result<Vec<u8>, model::Error> {
    canonical(&bundle(payload, signature, certificate, timestamps))
}

pub(super) fn bundle(payload: &[u8], signature: &[u8], certificate: &Certificate, timestamps: &[Vec<u8>]) -> Bundle {
    let content = CertificateContent::new(DerCertificate::new(certificate.der.clone()));
    let stamps = timestamps.iter().map(|t| Rfc3161Timestamp::new(TimestampToken::from_bytes(t))).collect();
    let verification = VerificationMaterial::new(VerificationMaterialContent::Certificate(content))
        .with_tlog_entries(vec![certificate.entry.clone()])
        .with_timestamp_verification_data(TimestampVerificationData::new(stamps));
    let content = SignatureContent::DsseEnvelope(dsse(payload, signature));
    Bundle::new(MediaType::Bundle0_3, verification, content)
}

/// The one spelling of an envelope: canonical JSON, and no word about time-stamps if there are none.
pub(super) fn canonical(bundle: &Bundle) -> Result<Vec<u8>, model::Error> {
    let mut value = serde_json::to_value(bundle).map_err(model::Error::Write)?;
    if let Some(material) = value.get_mut("verificationMaterial").and_then(serde_json::Value::as_object_mut)
        && material.get("timestampVerificationData").is_some_and(|stamps| *stamps == serde_json::json!({}))
    {
        material.remove("timestampVerificationData");
    }
    model::canonical_json(&value)
}
