//! Trusted time: RFC 3161 requests, and tokens judged against authorities that the verifier names.
//!
//! A token proves that a signature existed at a moment, so that its maker cannot date it back. Pure:
//! nothing here asks a network or looks at a clock, and a certificate that came with a token is never
//! trusted for that.
//!
//! `sigstore-tsa`, which the keyless part uses, is not enough here: it refuses RSA authorities, needs the
//! authority's leaf to be known beforehand, encodes the signed attributes again before it checks their
//! signature, reads only the first of several signers, and checks neither that the certificate's usage is
//! critical and its only one, nor the certificate's digest in the token, nor the token's nonce.
//! Chains and signatures are left to `rustls-webpki` and AWS-LC.
//!
//! Not checked: revocation (no network; a verifier who needs it checks the answers kept beside), the
//! authority's policy and the name in the token (both are reported or signed by the authority itself), and the
//! dates of a root (a root is trusted because the verifier says so).

mod der;
mod token;
mod verify;

use ::der::Encode as _;
use ::der::asn1::{Null, ObjectIdentifier, OctetStringRef};
use model::Timestamp;
use sha2::{Digest as _, Sha256};

pub use verify::Authority;

use crate::error::Error;
use crate::refusal::{Reason, Refusal, refuse};

/// Longest reply of an authority. A chain of three RSA certificates takes about 6 KiB.
pub const TIMESTAMP_BYTES: usize = 16 << 10;

/// The object identifiers used here.
mod oid {
    use ::der::asn1::ObjectIdentifier as Oid;

    pub(super) const SIGNED_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.2");
    pub(super) const TST_INFO: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.1.4");
    pub(super) const CONTENT_TYPE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.3");
    pub(super) const MESSAGE_DIGEST: Oid = Oid::new_unwrap("1.2.840.113549.1.9.4");
    pub(super) const SIGNING_CERTIFICATE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.12");
    pub(super) const SIGNING_CERTIFICATE_V2: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.47");
    pub(super) const SHA1: Oid = Oid::new_unwrap("1.3.14.3.2.26");
    pub(super) const SHA256: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.1");
    pub(super) const SHA384: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.2");
    pub(super) const SHA512: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.3");
    pub(super) const RSA: Oid = Oid::new_unwrap("1.2.840.113549.1.1.1");
    pub(super) const KEY_USAGE: Oid = Oid::new_unwrap("2.5.29.15");
    pub(super) const EXTENDED_KEY_USAGE: Oid = Oid::new_unwrap("2.5.29.37");
    pub(super) const SUBJECT_KEY: Oid = Oid::new_unwrap("2.5.29.14");
    pub(super) const TIME_STAMPING: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.8");
}

/// How exact an authority says its clock is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accuracy {
    /// Whole seconds.
    pub seconds: u32,
    /// Microseconds besides.
    pub micros: u32,
}

/// A moment that a trusted authority stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// When the authority saw the signature.
    pub at: Timestamp,
    /// How exact that is, if the authority says so.
    pub accuracy: Option<Accuracy>,
    /// The authority's name as the verifier gave it.
    pub authority: String,
    /// The policy under which the token was given, as a dotted object identifier.
    pub policy: String,
    /// The token's serial number in hex.
    pub serial: String,
}

/// The request (`TimeStampReq`, RFC 3161 section 2.4.1) for a token over `signature`: SHA-256, any policy, the
/// certificate asked for. `nonce` must be new each time; the same goes to [`Token::answers`].
///
/// # Errors
/// When it cannot be encoded, which no input brings about.
pub fn request(signature: &[u8], nonce: u64) -> Result<Vec<u8>, Error> {
    encode(signature, nonce).map_err(|e| Error::Encode(e.to_string()))
}

fn encode(signature: &[u8], nonce: u64) -> ::der::Result<Vec<u8>> {
    let digest = Sha256::digest(signature);
    let algorithm = sequence(&[oid::SHA256.to_der()?, Null.to_der()?])?;
    let imprint = sequence(&[algorithm, OctetStringRef::new(&digest)?.to_der()?])?;
    sequence(&[1_u8.to_der()?, imprint, nonce.to_der()?, true.to_der()?])
}

fn sequence(parts: &[Vec<u8>]) -> ::der::Result<Vec<u8>> {
    ::der::AnyRef::new(::der::Tag::Sequence, &parts.concat())?.to_der()
}

/// A parsed time-stamp reply. Parsed is not verified: ask [`Token::verify`].
#[derive(Debug, Clone)]
pub struct Token<'a> {
    parsed: token::Parsed<'a>,
}

impl<'a> Token<'a> {
    /// Parses a whole DER `TimeStampResp`.
    ///
    /// # Errors
    /// `timestamp_too_large`, `timestamp_malformed`, `timestamp_not_granted`, `timestamp_signers`.
    pub fn read(response: &'a [u8]) -> Result<Self, Refusal> {
        if response.len() > TIMESTAMP_BYTES {
            let detail = format!("{} bytes, at most {TIMESTAMP_BYTES}", response.len());
            return refuse(Reason::TimestampTooLarge, detail);
        }
        Ok(Self { parsed: token::parse(response)? })
    }

    /// Checks that the token was made for the request with this nonce, and not for an earlier one. Whoever
    /// asked checks this; a later verifier cannot.
    ///
    /// # Errors
    /// `timestamp_nonce`.
    pub fn answers(&self, nonce: u64) -> Result<(), Refusal> {
        let asked = nonce.to_der().map_err(|e| Refusal::new(Reason::TimestampNonce, e.to_string()))?;
        match self.parsed.info.nonce {
            Some(found) if found == asked => Ok(()),
            Some(_) => refuse(Reason::TimestampNonce, "the token carries another request's nonce"),
            None => refuse(Reason::TimestampNonce, "the token carries no nonce"),
        }
    }

    /// The time at which one of `authorities` saw `signature`. The chain is judged at that time, so a token
    /// stays good after its certificates have expired.
    ///
    /// # Errors
    /// The rule that is broken; with several authorities, that of the one that knew the signer.
    pub fn verify(&self, signature: &[u8], authorities: &[Authority]) -> Result<Time, Refusal> {
        verify::imprint(&self.parsed, signature)?;
        let mut told = Refusal::new(Reason::TimestampAuthorityUnknown, "no time-stamp authority is trusted");
        let mut closest = 0;
        for authority in authorities {
            match authority.vouches(&self.parsed) {
                Ok(()) => return Ok(self.time(authority)),
                Err(refusal) => {
                    let close = verify::closeness(refusal.reason);
                    if close >= closest {
                        (told, closest) = (refusal, close);
                    }
                }
            }
        }
        Err(told)
    }

    fn time(&self, authority: &Authority) -> Time {
        let info = &self.parsed.info;
        Time {
            at: info.at,
            accuracy: info.accuracy,
            authority: authority.name().to_owned(),
            policy: ObjectIdentifier::to_string(&info.policy),
            serial: hex::encode(info.serial),
        }
    }
}

/// What an authority answered to [`request`]: everything is checked while one can still ask again.
///
/// # Errors
/// The rule that is broken.
pub fn check(response: &[u8], signature: &[u8], nonce: u64, authorities: &[Authority]) -> Result<Time, Refusal> {
    let token = Token::read(response)?;
    token.answers(nonce)?;
    token.verify(signature, authorities)
}
