//! Signatures by certificate: not in this version. The material has no value, so that no bundle signed
//! so can be made, and none be taken for good.

use std::sync::Arc;

use crate::keys::KeyError;

/// What a signature by certificate is checked with. There is none yet.
#[derive(Debug, Clone)]
pub enum Material {}

/// Whom a verifier trusts to name identities: the text of a `trusted_root.json`.
#[derive(Debug)]
pub struct Root {
    _text: String,
}

impl Root {
    /// Takes a `trusted_root.json`.
    ///
    /// # Errors
    /// When the text is no JSON object.
    pub fn from_json(text: &str) -> Result<Self, KeyError> {
        let parsed: Result<serde_json::Map<String, serde_json::Value>, _> = serde_json::from_str(text);
        let wrong = |e: serde_json::Error| KeyError::NotAKey { wanted: "Sigstore trusted root", why: e.to_string() };
        parsed.map(|_| Self { _text: text.to_owned() }).map_err(wrong)
    }
}

/// An identity that a verifier trusts.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The issuer of the identity's token, exactly.
    pub issuer: String,
    /// The certificate's subject alternative name; `*` stands for anything.
    pub subject: String,
    /// Who may vouch for it.
    pub root: Arc<Root>,
}
