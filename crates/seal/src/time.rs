//! Timestamps: not in this version. The token has no value, so that no timestamp can be taken for
//! checked; a bundle that carries one is refused.

use model::Timestamp;

use crate::keys::KeyError;
use crate::refusal::{Reason, Refusal, refuse};

/// A time-stamp authority that a verifier trusts.
#[derive(Debug, Clone)]
pub struct Authority {
    name: String,
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
    /// An authority by its certificates in PEM, its root included. `name` is what a report calls it.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn from_pem(name: &str, pem: &str) -> Result<Self, KeyError> {
        if pem.contains("-----BEGIN CERTIFICATE-----") {
            Ok(Self { name: name.to_owned() })
        } else {
            let wanted = "file of a time-stamp authority's certificates";
            Err(KeyError::NotAKey { wanted, why: "there is no PEM certificate in it".into() })
        }
    }

    /// What a report calls it.
    pub fn name(&self) -> &str {
        &self.name
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
