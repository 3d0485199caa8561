//! Whether a token is what a trusted authority made: certificate, usage, signature, chain at the token's time.
//!
//! Never trusts a certificate because it came along, and never looks at a clock.

use std::time::Duration;

use aws_lc_rs::digest;
use der::Tag;
use der::asn1::ObjectIdentifier as Oid;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, TrustAnchor, UnixTime, alg_id};
use webpki::{EndEntityCert, KeyUsage};

use super::der::{Element, context, only};
use super::oid;
use super::token::{Parsed, Signer, SignerName};
use crate::keys::KeyError;
use crate::refusal::{Reason, Refusal, refuse};

/// A file of certificates longer than this is none.
const MOST_PEM: usize = 256 << 10;
/// Certificates in one file.
const MOST_CERTIFICATES: usize = 32;
const WANTED: &str = "file of a time-stamp authority's certificates";

/// A time-stamp authority that the verifier trusts: its root, and certificates between root and signer.
#[derive(Debug, Clone)]
pub struct Authority {
    name: String,
    /// Every certificate, in the order of the file.
    certificates: Vec<CertificateDer<'static>>,
    anchors: Vec<TrustAnchor<'static>>,
    others: Vec<CertificateDer<'static>>,
}

/// Two are the same authority if their certificates are the same, whatever they are called.
impl PartialEq for Authority {
    fn eq(&self, other: &Self) -> bool {
        self.certificates == other.certificates
    }
}

impl Eq for Authority {}

impl Authority {
    /// Reads PEM certificates: those that name themselves as their issuer are the roots that are trusted; others help to
    /// build the chain. `name` is what a report calls the authority; if it is empty, the beginning of its root's SHA-256.
    ///
    /// # Errors
    /// When the text holds no certificate, no root, or one that cannot be read.
    pub fn from_pem(name: &str, pem: &str) -> Result<Self, KeyError> {
        let wrong = |why: String| KeyError::NotAKey { wanted: WANTED, why };
        if pem.len() > MOST_PEM {
            return Err(wrong(format!("it is longer than {MOST_PEM} bytes")));
        }
        let (name, certificates) = (name.to_owned(), Vec::new());
        let mut authority = Self { name, certificates, anchors: Vec::new(), others: Vec::new() };
        for (i, certificate) in CertificateDer::pem_slice_iter(pem.as_bytes()).enumerate() {
            let certificate = certificate.map_err(|e| wrong(format!("certificate {}: {e}", i + 1)))?.into_owned();
            if i == MOST_CERTIFICATES {
                return Err(wrong(format!("it holds more than {MOST_CERTIFICATES} certificates")));
            }
            authority.certificates.push(certificate.clone());
            let parsed = Certificate::read(&certificate).map_err(|e| wrong(format!("certificate {}: {e}", i + 1)))?;
            if parsed.issuer == parsed.subject {
                let anchor = webpki::anchor_from_trusted_cert(&certificate)
                    .map_err(|e| wrong(format!("certificate {}: {e:?}", i + 1)))?;
                authority.anchors.push(anchor.to_owned());
                if authority.name.is_empty() {
                    let hash = hex::encode(digest::digest(&digest::SHA256, &certificate));
                    authority.name = hash.chars().take(16).collect();
                }
            } else {
                authority.others.push(certificate);
            }
        }
        if authority.anchors.is_empty() {
            return Err(wrong("it holds no root, which is a certificate that names itself as its issuer".into()));
        }
        Ok(authority)
    }

    /// What a report calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Checks everything about a token but its imprint.
    pub(super) fn vouches(&self, parsed: &Parsed<'_>) -> Result<(), Refusal> {
        let certificates: Vec<CertificateDer<'_>> = parsed
            .certificates
            .iter()
            .map(|der| CertificateDer::from(*der))
            .chain(self.others.iter().cloned())
            .collect();
        let Some(signer) = certificates.iter().find(|c| names(&parsed.signer.name, c)) else {
            let detail = format!("neither the token nor {} has the signer's certificate", self.name);
            return refuse(Reason::TimestampNoCertificate, detail);
        };
        bound(&parsed.signer, signer)?;
        signature(parsed, signer)?;
        usage(signer)?;
        self.chain(parsed, signer, &certificates)
    }

    fn chain(
        &self,
        parsed: &Parsed<'_>,
        signer: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
    ) -> Result<(), Refusal> {
        let at = parsed.info.at;
        let seconds = u64::try_from(at.as_second()).unwrap_or_default();
        let leaf = EndEntityCert::try_from(signer).map_err(|e| chain_refusal(&e, &self.name))?;
        // The signer's own usage is checked above, more strictly; between it and the root a usage need not stand, but
        // if it does it must allow time-stamping.
        leaf.verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &self.anchors,
            between,
            UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
            KeyUsage::required_if_present(oid::TIME_STAMPING.as_bytes()),
            None,
            None,
        )
        .map(|_| ())
        .map_err(|e| chain_refusal(&e, &self.name))
    }
}

/// How far a token got that was refused for `reason`: of several authorities the one that got furthest explains it.
pub(super) fn closeness(reason: Reason) -> u8 {
    match reason {
        Reason::TimestampAuthorityUnknown => 1,
        Reason::TimestampNoCertificate => 0,
        _ => 2,
    }
}

fn chain_refusal(error: &webpki::Error, authority: &str) -> Refusal {
    use webpki::Error as E;
    let reason = match error {
        E::CertExpired { .. } => Reason::TimestampExpired,
        E::CertNotValidYet { .. } => Reason::TimestampNotYetValid,
        // A trusted certificate of the issuer's name whose key did not sign: another authority of the same name.
        E::UnknownIssuer | E::InvalidSignatureForPublicKey | E::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
            Reason::TimestampAuthorityUnknown
        }
        E::RequiredEkuNotFoundContext(_) => Reason::TimestampUsage,
        _ => Reason::TimestampChain,
    };
    Refusal::new(reason, format!("authority {authority}: {error:?}"))
}

/// The token's imprint must be SHA-256 of the signature's bytes.
pub(super) fn imprint(parsed: &Parsed<'_>, signature: &[u8]) -> Result<(), Refusal> {
    let info = &parsed.info;
    if info.imprint_algorithm != oid::SHA256 {
        return refuse(
            Reason::TimestampAlgorithm,
            format!("the imprint is by {}, not SHA-256", info.imprint_algorithm),
        );
    }
    if digest::digest(&digest::SHA256, signature).as_ref() == info.imprint {
        Ok(())
    } else {
        refuse(Reason::TimestampImprint, format!("it is over {}", hex::encode(info.imprint)))
    }
}

fn digest_by(algorithm: Oid) -> Option<&'static digest::Algorithm> {
    match algorithm {
        oid::SHA256 => Some(&digest::SHA256),
        oid::SHA384 => Some(&digest::SHA384),
        oid::SHA512 => Some(&digest::SHA512),
        _ => None,
    }
}

/// The token must name the very certificate that signed it (RFC 3161 section 2.4.1, RFC 5816), or a certificate with the
/// same key and other dates could be put in its place.
fn bound(signer: &Signer<'_>, certificate: &CertificateDer<'_>) -> Result<(), Refusal> {
    let (kind, expected) = signer.certificate_digest;
    let algorithm = match kind {
        // Still what many authorities write. A second certificate with the same SHA-1 would need a collision that was
        // prepared before the authority's certificate was issued, and the key is checked besides.
        oid::SHA1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        other => match digest_by(other) {
            Some(algorithm) => algorithm,
            None => return refuse(Reason::TimestampAlgorithm, format!("the certificate is named by {other}")),
        },
    };
    if digest::digest(algorithm, certificate).as_ref() == expected {
        Ok(())
    } else {
        refuse(Reason::TimestampCertificate, "the token was signed under another certificate than the one at hand")
    }
}

fn signature(parsed: &Parsed<'_>, certificate: &CertificateDer<'_>) -> Result<(), Refusal> {
    let signer = &parsed.signer;
    let Some(hash) = digest_by(signer.digest) else {
        return refuse(Reason::TimestampAlgorithm, format!("the digest {} is not accepted", signer.digest));
    };
    if digest::digest(hash, parsed.content).as_ref() != signer.message_digest {
        return refuse(Reason::TimestampSignature, "the signed digest is not that of the time-stamp info");
    }
    let leaf = EndEntityCert::try_from(certificate)
        .map_err(|e| Refusal::new(Reason::TimestampChain, format!("the signer's certificate: {e:?}")))?;
    let mut fits = false;
    for algorithm in candidates(signer) {
        match leaf.verify_signature(algorithm, &signer.signed, signer.signature) {
            Ok(()) => return Ok(()),
            Err(webpki::Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)) => {}
            Err(_) => fits = true,
        }
    }
    if fits {
        refuse(Reason::TimestampSignature, "the signature does not fit the token and the signer's key")
    } else {
        refuse(Reason::TimestampAlgorithm, "the signature's algorithm is not accepted, or not with this key")
    }
}

/// The algorithms that a signer's `signatureAlgorithm` can mean. CMS often names only the sort of key (RFC 3370
/// section 3.2), so the digest comes from the signer's digest algorithm then.
fn candidates(signer: &Signer<'_>) -> Vec<&'static dyn SignatureVerificationAlgorithm> {
    let named = signer.algorithm.value;
    let rsa = only_rsa(&signer.algorithm);
    let mut found = Vec::new();
    for algorithm in webpki::ALL_VERIFICATION_ALGS {
        if rsa && is_pkcs1(*algorithm, signer.digest) || algorithm.signature_alg_id().as_ref() == named {
            found.push(*algorithm);
        }
    }
    found.retain(|algorithm| digest_fits(*algorithm, signer.digest));
    found
}

fn only_rsa(algorithm: &Element<'_>) -> bool {
    let read = || -> super::der::Result<bool> {
        let mut fields = algorithm.fields()?;
        let named = fields.take(Tag::ObjectIdentifier, "algorithm")?.read::<Oid>("algorithm")?;
        fields.maybe(Tag::Null, "parameters")?;
        fields.done("algorithm")?;
        Ok(named == oid::RSA)
    };
    read().unwrap_or(false)
}

fn is_pkcs1(algorithm: &dyn SignatureVerificationAlgorithm, hash: Oid) -> bool {
    let wanted = match hash {
        oid::SHA256 => alg_id::RSA_PKCS1_SHA256,
        oid::SHA384 => alg_id::RSA_PKCS1_SHA384,
        oid::SHA512 => alg_id::RSA_PKCS1_SHA512,
        _ => return false,
    };
    algorithm.signature_alg_id() == wanted
}

/// RFC 5652 section 5.4 wants one digest for both; a token that signs with another says two things.
fn digest_fits(algorithm: &dyn SignatureVerificationAlgorithm, hash: Oid) -> bool {
    let id = algorithm.signature_alg_id();
    let fits = |ids: &[rustls_pki_types::AlgorithmIdentifier]| ids.contains(&id);
    match hash {
        oid::SHA256 => fits(&[alg_id::ECDSA_SHA256, alg_id::RSA_PKCS1_SHA256, alg_id::RSA_PSS_SHA256]),
        oid::SHA384 => fits(&[alg_id::ECDSA_SHA384, alg_id::RSA_PKCS1_SHA384, alg_id::RSA_PSS_SHA384]),
        oid::SHA512 => fits(&[alg_id::ECDSA_SHA512, alg_id::RSA_PKCS1_SHA512, alg_id::RSA_PSS_SHA512, alg_id::ED25519]),
        _ => false,
    }
}

/// The signer's certificate must be for time-stamping and nothing else, and say so critically (RFC 3161 section 2.3); its key
/// must be one for signatures.
fn usage(certificate: &CertificateDer<'_>) -> Result<(), Refusal> {
    let wrong = |why: &str| refuse(Reason::TimestampUsage, format!("the signer's certificate {why}"));
    let parsed = Certificate::read(certificate)
        .map_err(|e| Refusal::new(Reason::TimestampChain, format!("the signer's certificate: {e}")))?;
    let Some((critical, value)) = parsed.extension(oid::EXTENDED_KEY_USAGE) else {
        return wrong("names no usage");
    };
    let purposes = only(value, Tag::Sequence, "usage").and_then(|list| {
        list.all("usage", MOST_CERTIFICATES)?.iter().map(|purpose| purpose.read::<Oid>("usage")).collect()
    });
    let purposes: Vec<Oid> = purposes.map_err(|e| Refusal::new(Reason::TimestampUsage, e))?;
    if purposes != [oid::TIME_STAMPING] {
        return wrong("is not for time-stamping, or not for that alone");
    }
    if !critical {
        return wrong("does not say critically that it is for time-stamping");
    }
    if let Some((_, value)) = parsed.extension(oid::KEY_USAGE) {
        let bits = only(value, Tag::BitString, "key usage").map_err(|e| Refusal::new(Reason::TimestampUsage, e))?;
        // Bit 0 digitalSignature, bit 1 nonRepudiation; the first byte counts unused bits.
        if bits.value.get(1).is_none_or(|byte| byte & 0xC0 == 0) {
            return wrong("is not for signatures");
        }
    }
    Ok(())
}

fn names(name: &SignerName<'_>, certificate: &CertificateDer<'_>) -> bool {
    let Ok(parsed) = Certificate::read(certificate) else { return false };
    match *name {
        SignerName::Issued { issuer, serial } => parsed.issuer == issuer && parsed.serial == serial,
        SignerName::Key(key) => parsed
            .extension(oid::SUBJECT_KEY)
            .and_then(|(_, value)| only(value, Tag::OctetString, "key").ok())
            .is_some_and(|found| found.value == key),
    }
}

/// The parts of an X.509 certificate (RFC 5280 section 4.1) that `rustls-webpki` does not show.
struct Certificate<'a> {
    serial: &'a [u8],
    issuer: &'a [u8],
    subject: &'a [u8],
    /// Object identifier, critical, value.
    extensions: Vec<(Oid, bool, &'a [u8])>,
}

impl<'a> Certificate<'a> {
    fn read(der: &'a [u8]) -> super::der::Result<Self> {
        let outer = only(der, Tag::Sequence, "certificate")?;
        let mut fields = outer.fields()?.take(Tag::Sequence, "certificate")?.fields()?;
        fields.take(context(0), "version")?;
        let serial = fields.take(Tag::Integer, "serial number")?.value;
        fields.take(Tag::Sequence, "signature algorithm")?;
        let issuer = fields.take(Tag::Sequence, "issuer")?.whole;
        fields.take(Tag::Sequence, "validity")?;
        let subject = fields.take(Tag::Sequence, "subject")?.whole;
        fields.take(Tag::Sequence, "key")?;
        let extensions = match fields.maybe(context(3), "extensions")? {
            Some(wrapped) => only(wrapped.value, Tag::Sequence, "extensions")?.all("extensions", 64)?,
            None => Vec::new(),
        };
        let extensions = extensions.iter().map(extension).collect::<Result<_, _>>()?;
        Ok(Self { serial, issuer, subject, extensions })
    }

    fn extension(&self, kind: Oid) -> Option<(bool, &'a [u8])> {
        self.extensions.iter().find(|(found, ..)| *found == kind).map(|(_, critical, value)| (*critical, *value))
    }
}

fn extension<'a>(element: &Element<'a>) -> super::der::Result<(Oid, bool, &'a [u8])> {
    let mut fields = element.fields()?;
    let kind = fields.take(Tag::ObjectIdentifier, "extension")?.read("extension")?;
    let critical = fields.maybe(Tag::Boolean, "extension")?.map(|e| e.read::<bool>("extension")).transpose()?;
    let value = fields.take(Tag::OctetString, "extension")?.value;
    fields.done("extension")?;
    Ok((kind, critical.unwrap_or(false), value))
}
