//! Envelopes signed without a lasting key: a certificate of some minutes says which identity signed (Fulcio), and
//! a transparency log says when (Rekor). The whole is a Sigstore bundle v0.3.
//!
//! Checked against a `trusted_root.json` that the verifier has from elsewhere, never from the bundle; no network.
//! The cryptography is `sigstore-verify`'s: chain at every trusted time, SCT, inclusion proof, checkpoint and
//! promise of the log, signature, and that the log's entry is about this envelope. It looks at the system's clock for one
//! thing, to refuse a log's time that lies in the future. What it leaves open is checked here: exactly one log entry, with
//! a proof; one spelling of the envelope; the payload's type; patterns of identities.
//!
//! Not checked: that the log shows everybody the same (witnesses do that), and revocation (a certificate lives for minutes).

mod make;

use std::sync::Arc;

use model::Timestamp;
use sigstore_verify::crypto::parse_certificate_info;
use sigstore_verify::trust_root::TrustedRoot;
use sigstore_verify::types::bundle::VerificationMaterialContent;
use sigstore_verify::types::{Bundle, DerCertificate, Sha256Hash, SignatureBytes, SignatureContent, TimestampToken};
use sigstore_verify::{CertificateError, Error as Sigstore, TransparencyLogError, VerificationPolicy, Verifier};

pub use make::{Certificate, envelope, log_request};

use crate::envelope::{MEDIA_TYPE, PAYLOAD_TYPE};
use crate::keys::KeyError;
use crate::refusal::{Reason, Refusal, refuse};

/// A `trusted_root.json` longer than this is none. The public one has about 10 KiB.
const MOST_ROOT: usize = 1 << 20;

/// Whom a verifier trusts to name identities: Fulcio's certificates, and the keys of the logs and of its time-stamp
/// authorities.
pub struct Root {
    text: String,
    trusted: TrustedRoot,
    verifier: Verifier,
}

impl std::fmt::Debug for Root {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Root").finish_non_exhaustive()
    }
}

impl PartialEq for Root {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Root {}

impl Root {
    /// Reads a `trusted_root.json`.
    ///
    /// # Errors
    /// When the text is none, or lacks certificate authorities or logs.
    pub fn from_json(text: &str) -> Result<Self, KeyError> {
        let wrong = |why: String| KeyError::NotAKey { wanted: "Sigstore trusted root", why };
        if text.len() > MOST_ROOT {
            return Err(wrong(format!("it is longer than {MOST_ROOT} bytes")));
        }
        let trusted = TrustedRoot::from_json(text).map_err(|e| wrong(e.to_string()))?;
        for (what, count) in [
            ("certificateAuthorities", trusted.certificate_authorities.len()),
            ("tlogs", trusted.tlogs.len()),
            ("ctlogs", trusted.ctlogs.len()),
        ] {
            if count == 0 {
                return Err(wrong(format!("it names no {what}")));
            }
        }
        let verifier = Verifier::new(&trusted).map_err(|e| wrong(e.to_string()))?;
        Ok(Self { text: text.to_owned(), trusted, verifier })
    }
}

/// An identity that a verifier trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The issuer of the identity's token, exactly.
    pub issuer: String,
    /// The certificate's subject alternative name; `*` stands for anything, `/` included.
    pub subject: String,
    /// Who may vouch for it.
    pub root: Arc<Root>,
}

impl Identity {
    /// Whether `subject` is what the pattern says.
    pub fn allows(&self, subject: &str) -> bool {
        let mut parts = self.subject.split('*');
        let Some(mut rest) = subject.strip_prefix(parts.next().unwrap_or_default()) else { return false };
        let parts: Vec<&str> = parts.collect();
        let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
        for part in middle {
            let Some(at) = rest.find(part) else { return false };
            rest = rest.get(at + part.len()..).unwrap_or_default();
        }
        rest.ends_with(last)
    }
}

/// Who signed an envelope, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyless {
    /// The identity's name.
    pub subject: String,
    /// Who vouched for it.
    pub issuer: String,
    /// When the log, or a time-stamp authority of the root, saw the signature; never empty.
    pub times: Vec<Timestamp>,
    /// The entry's place in the log.
    pub log_index: i64,
}

/// A keyless envelope taken apart. Nothing in it is to be believed yet.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) payload: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) timestamps: Vec<Vec<u8>>,
    pub(crate) certificate: Certificate,
}

/// Takes an envelope apart and demands its one spelling.
///
/// # Errors
/// `keyless_malformed`, `keyless_log`, `unsupported_envelope`, `wrong_payload_type`.
pub(crate) fn parse(envelope: &[u8]) -> Result<Parts, Refusal> {
    let malformed = |why: String| Refusal::new(Reason::KeylessMalformed, why);
    let text = std::str::from_utf8(envelope).map_err(|e| malformed(e.to_string()))?;
    let bundle = Bundle::from_json(text).map_err(|e| malformed(e.to_string()))?;
    let again = make::canonical(&bundle).map_err(|e| malformed(e.to_string()))?;
    if again != envelope {
        return refuse(Reason::KeylessMalformed, "it is not in canonical JSON, or has fields that are not known");
    }
    if bundle.media_type.as_str() != MEDIA_TYPE {
        return refuse(Reason::UnsupportedEnvelope, format!("media type {:?}", bundle.media_type.as_str()));
    }
    let material = bundle.verification_material;
    let (VerificationMaterialContent::Certificate(certificate), SignatureContent::DsseEnvelope(dsse)) =
        (material.content, bundle.content)
    else {
        return refuse(Reason::UnsupportedEnvelope, "it is not a statement signed by certificate");
    };
    if dsse.payload_type != PAYLOAD_TYPE {
        return refuse(Reason::WrongPayloadType, format!("{:?}", dsse.payload_type));
    }
    let [entry] = material.tlog_entries.as_slice() else {
        let entries = material.tlog_entries.len();
        return refuse(Reason::KeylessLog, format!("the envelope names {entries} log entries, not one"));
    };
    if entry.inclusion_proof.is_none() {
        return refuse(Reason::KeylessLog, "the log entry has no proof of inclusion");
    }
    let stamps = material.timestamp_verification_data.rfc3161_timestamps;
    Ok(Parts {
        payload: dsse.payload.as_bytes().to_vec(),
        signature: dsse.signature.sig.as_bytes().to_vec(),
        timestamps: stamps.iter().map(|stamp| stamp.signed_timestamp.as_bytes().to_vec()).collect(),
        certificate: Certificate::new(certificate.raw_bytes.as_bytes(), entry.clone()),
    })
}

/// Who of `identities` signed an envelope; `None` if it does not even claim to be of one of them.
///
/// Time-stamps of authorities that the root does not know are left to the caller.
///
/// # Errors
/// The first rule that is broken.
pub(crate) fn judge(parts: &Parts, identities: &[Identity]) -> Result<Option<Keyless>, Refusal> {
    let info = parse_certificate_info(&DerCertificate::new(parts.certificate.der().to_vec()))
        .map_err(|e| Refusal::new(Reason::KeylessChain, e.to_string()))?;
    let claims = |identity: &&Identity| {
        info.issuer.as_deref() == Some(identity.issuer.as_str())
            && info.identity.as_ref().is_some_and(|subject| identity.allows(subject.as_str()))
    };
    let mut told = None;
    for identity in identities.iter().filter(claims) {
        match vouched(parts, identity) {
            Ok(found) => return Ok(Some(found)),
            Err(refusal) => told = Some(refusal),
        }
    }
    told.map_or(Ok(None), Err)
}

fn vouched(parts: &Parts, identity: &Identity) -> Result<Keyless, Refusal> {
    let root = &identity.root;
    let authorities = root.trusted.tsa_authorities();
    let signature = SignatureBytes::from_bytes(&parts.signature);
    // The library refuses an envelope with any time-stamp that its root does not know, such as every one by an RSA
    // authority. Those are judged by `time`, against the authorities of the verifier.
    let known = |stamp: &&Vec<u8>| {
        let token = TimestampToken::from_bytes(stamp);
        let verify = sigstore_verify::tsa::verify_timestamp_for_authority;
        authorities.iter().any(|authority| verify(&token, &signature, authority).is_ok())
    };
    let stamps: Vec<Vec<u8>> = parts.timestamps.iter().filter(known).cloned().collect();
    let bundle = make::bundle(&parts.payload, &parts.signature, &parts.certificate, &stamps);
    let subject = first_subject(&parts.payload)?;
    let found = root.verifier.verify(subject, &bundle, &VerificationPolicy::any_identity()).map_err(|e| refusal(&e))?;
    if !(found.certificate_verified() && found.sct_verified() && found.tlog_verified()) {
        return refuse(Reason::KeylessMalformed, "not everything was checked");
    }
    let (Some(name), Some(issuer)) = (found.identity(), found.issuer()) else {
        return refuse(Reason::WrongIdentity, "the certificate names no identity");
    };
    if issuer != identity.issuer || !identity.allows(name.as_str()) {
        return refuse(Reason::WrongIdentity, format!("signed by {} of {issuer}", name.as_str()));
    }
    let times: Vec<Timestamp> = found.verified_timestamps().iter().filter_map(|t| ours(t.as_nanosecond())).collect();
    if times.is_empty() {
        return refuse(Reason::KeylessTime, "nothing says when it was signed");
    }
    let log_index = parts.certificate.log_index();
    Ok(Keyless { subject: name.as_str().to_owned(), issuer: issuer.to_owned(), times, log_index })
}

/// The payload of a keyless envelope that stands alone, and who of `identities` signed it.
///
/// # Errors
/// The first rule that is broken; `wrong_identity` if it is of nobody among them.
pub fn verify(envelope: &[u8], identities: &[Identity]) -> Result<(Vec<u8>, Keyless), Refusal> {
    let parts = parse(envelope)?;
    match judge(&parts, identities)? {
        Some(signer) => Ok((parts.payload, signer)),
        None => refuse(Reason::WrongIdentity, "it is signed by nobody who is trusted"),
    }
}

/// The library's times are of another version of the same crate.
fn ours(nanoseconds: i128) -> Option<Timestamp> {
    Timestamp::from_nanosecond(nanoseconds).ok()
}

/// The digest of the statement's first subject, which the library wants to be told.
fn first_subject(payload: &[u8]) -> Result<Sha256Hash, Refusal> {
    let read = || {
        let statement: serde_json::Value = serde_json::from_slice(payload).ok()?;
        Sha256Hash::from_hex(statement.pointer("/subject/0/digest/sha256")?.as_str()?).ok()
    };
    read().ok_or_else(|| Refusal::new(Reason::StatementMalformed, "the statement's first subject has no digest"))
}

fn refusal(error: &Sigstore) -> Refusal {
    let text = error.to_string();
    let reason = match error {
        Sigstore::SignatureInvalid(_) => Reason::BadSignature,
        Sigstore::ArtifactMismatch(_) => Reason::SubjectMismatch,
        Sigstore::Certificate(CertificateError::NotYetValid { .. } | CertificateError::Expired { .. }) => {
            Reason::KeylessExpired
        }
        Sigstore::Certificate(CertificateError::Sct(_)) => Reason::KeylessSct,
        // The library gives the chain's verdict as text only.
        Sigstore::Certificate(_) if text.contains("CertExpired") || text.contains("CertNotValidYet") => {
            Reason::KeylessExpired
        }
        Sigstore::Certificate(_) => Reason::KeylessChain,
        Sigstore::TransparencyLog(TransparencyLogError::EntryMismatch(_)) => Reason::KeylessLogMismatch,
        Sigstore::TransparencyLog(TransparencyLogError::IntegratedTime(_)) | Sigstore::Timestamp(_) => {
            Reason::KeylessTime
        }
        Sigstore::TransparencyLog(_) => Reason::KeylessLog,
        _ => Reason::KeylessMalformed,
    };
    Refusal::new(reason, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        // What a pattern means does not depend on who may vouch.
        let matches = |pattern: &str, subject: &str| {
            let json = include_str!("empty_root.json");
            let trusted = TrustedRoot::from_json(json).unwrap();
            let verifier = Verifier::new(&trusted).unwrap();
            let root = Arc::new(Root { text: json.to_owned(), trusted, verifier });
            Identity { issuer: String::new(), subject: pattern.to_owned(), root }.allows(subject)
        };
        for (pattern, subject) in [
            ("a", "a"),
            ("*", ""),
            ("*", "anything/at all"),
            ("https://x/acme/*", "https://x/acme/e/w.yml@refs/heads/main"),
            ("*@refs/heads/main", "https://x@refs/heads/main"),
            ("a*b*c", "aXbYbc"),
            ("a**c", "ac"),
            ("aa*aa", "aaaa"),
        ] {
            assert!(matches(pattern, subject), "{pattern} {subject}");
        }
        for (pattern, subject) in [
            ("a", "ab"),
            ("a", ""),
            ("", "a"),
            ("https://x/acme/*", "https://x/acme.evil/e"),
            ("*@refs/heads/main", "https://x@refs/heads/main2"),
            ("a*b*c", "acb"),
            ("aa*aa", "aaa"),
            ("A*", "a"),
        ] {
            assert!(!matches(pattern, subject), "{pattern} {subject}");
        }
    }

    #[test]
    fn a_root_that_names_nobody_is_refused() {
        let told = Root::from_json(include_str!("empty_root.json")).unwrap_err().to_string();
        assert!(told.contains("names no certificateAuthorities"), "{told}");
        assert!(Root::from_json("{}").is_err() && Root::from_json("").is_err());
    }
}
