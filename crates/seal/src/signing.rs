//! What is signed and by whom, in steps, so that a signer may be far away: `Draft::to_sign` gives
//! the bytes, whoever holds the keys signs them, `Draft::finish` takes the signatures.

use crate::keyless::Material;
use crate::keys::{KeyError, PrivateKey, PublicKey};

/// The two statements of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attestation {
    /// The evidence statement: signed by the first signer and by each co-signer.
    Evidence,
    /// The test result: signed by the first signer only.
    TestResult,
}

/// Bytes to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToSign {
    /// Which statement it is.
    pub name: Attestation,
    /// The pre-authentication encoding, whole; at most 4096 bytes, which a key service takes at once.
    pub pae: Vec<u8>,
}

/// Who signed.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "there are at most ten at a time")]
pub enum Signer {
    /// A key, named by its hint.
    Key(PublicKey),
    /// A certificate.
    Certificate(Material),
}

impl Signer {
    /// The key that the signature is checked with.
    pub(crate) fn key(&self) -> &PublicKey {
        match self {
            Self::Key(key) => key,
            Self::Certificate(material) => match *material {},
        }
    }
}

/// A signature with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Who signed.
    pub signer: Signer,
    /// The signature's bytes: DER for ECDSA, 64 raw bytes for Ed25519.
    pub signature: Vec<u8>,
    /// Whole DER `TimeStampResp`s over the SHA-256 of the signature's bytes as they go into the
    /// bundle: for a key, after [`PublicKey::normalise`].
    pub timestamps: Vec<Vec<u8>>,
}

/// A signature over one of the statements.
#[derive(Debug, Clone)]
pub struct Attested {
    /// Which statement.
    pub name: Attestation,
    /// The signature.
    pub signed: Signed,
}

/// Signs with keys at hand: the first signs both statements, the others the evidence.
///
/// # Errors
/// When a key does not work.
pub fn sign_with(keys: &[PrivateKey], to_sign: &[ToSign]) -> Result<Vec<Attested>, KeyError> {
    let mut all = Vec::new();
    for (i, key) in keys.iter().enumerate() {
        for ToSign { name, pae } in to_sign.iter().filter(|s| i == 0 || s.name == Attestation::Evidence) {
            let by = Signer::Key(key.public_key().clone());
            let signed = Signed { signer: by, signature: key.sign(pae)?, timestamps: Vec::new() };
            all.push(Attested { name: *name, signed });
        }
    }
    Ok(all)
}
