//! Timestamps: not in this version. The token has no value, so that no timestamp can be taken for
//! checked; a bundle that carries one is refused.

use model::Timestamp;

use crate::refusal::{Reason, Refusal, refuse};

/// A time-stamp authority that a verifier trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Its certificates.
    pem: String,
}

/// When something existed at the latest, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// The moment.
    pub at: Timestamp,
    /// The name of the authority.
    pub authority: String,
}

/// A timestamp token.
#[derive(Debug)]
pub enum Token {}

impl Authority {
    /// An authority by its certificates in PEM, its root included.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn from_pem(pem: &str) -> Result<Self, String> {
        if pem.contains("-----BEGIN CERTIFICATE-----") {
            Ok(Self { pem: pem.to_owned() })
        } else {
            Err("there is no PEM certificate in it".into())
        }
    }

    /// The certificates.
    pub fn pem(&self) -> &str {
        &self.pem
    }
}

impl Token {
    /// Reads a DER `TimeStampResp`.
    ///
    /// # Errors
    /// Always: this version cannot.
    pub fn read(response: &[u8]) -> Result<Self, Refusal> {
        let detail = format!("it carries a timestamp of {} bytes, which this version cannot check", response.len());
        refuse(Reason::UnsupportedEnvelope, detail)
    }

    /// When `signature` existed at the latest, by one of `authorities`.
    ///
    /// # Errors
    /// When the token is not over `signature`, or of no authority that is trusted.
    pub fn verify(&self, _signature: &[u8], _authorities: &[Authority]) -> Result<Time, Refusal> {
        match *self {}
    }
}
