//! The secrets in use, in every spelling in which they may come back. They are held in memory only;
//! nothing here prints or writes one.

use std::sync::{Arc, PoisonError, RwLock};

use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::WireError;

/// What stands for a known secret.
pub(crate) const CREDENTIAL: &str = "[redacted:credential]";

/// RFC 3986 section 2.3: everything but the unreserved characters is encoded.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// As `encodeURIComponent` does it.
const COMPONENT: &AsciiSet = &RESERVED.remove(b'!').remove(b'\'').remove(b'(').remove(b')').remove(b'*');
/// As in a path or query, where `/` may stand.
const PATH: &AsciiSet = &RESERVED.remove(b'/');

/// The secrets in use. The recorder replaces each literal occurrence of one, wherever it stands.
#[derive(Clone, Default)]
pub struct Secrets {
    known: Arc<RwLock<Known>>,
}

#[derive(Default)]
struct Known {
    secrets: Vec<String>,
    /// All spellings of all secrets, longest first.
    spellings: Vec<String>,
    /// Finds the spellings; built when first needed after a change.
    matcher: Option<Arc<AhoCorasick>>,
}

impl Secrets {
    /// Remembers a secret. Texts shorter than 8 characters are ignored, because replacing them
    /// would destroy unrelated text.
    pub fn learn(&self, secret: &str) {
        if secret.len() < 8 {
            return;
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.secrets.iter().any(|k| k == secret) {
            return;
        }
        known.secrets.push(secret.to_owned());
        known.spellings.extend(spellings(secret));
        known.spellings.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        known.spellings.dedup();
        known.matcher = None;
    }

    /// `text` with each known secret replaced, or `None` if it holds none.
    pub fn scrub(&self, text: &str) -> Option<String> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut out = None;
        for spelling in &known.spellings {
            let current: &str = out.as_deref().unwrap_or(text);
            if current.contains(spelling.as_str()) {
                out = Some(current.replace(spelling.as_str(), CREDENTIAL));
            }
        }
        out
    }

    /// What finds all spellings of all secrets in one pass, or `None` if there are none.
    pub(crate) fn matcher(&self) -> Result<Option<Arc<AhoCorasick>>, WireError> {
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            if known.spellings.is_empty() || known.matcher.is_some() {
                return Ok(known.matcher.clone());
            }
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let built =
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&known.spellings).map_err(|_| {
                // The cause could quote a pattern, so it is not passed on.
                WireError::Recording("the secrets in use cannot be searched for; nothing is recorded".into())
            })?;
        known.matcher = Some(Arc::new(built));
        Ok(known.matcher.clone())
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(..)")
    }
}

/// The secret itself, and as it looks inside a URL, a form, JSON, XML, and base64.
fn spellings(secret: &str) -> Vec<String> {
    let mut all = vec![secret.to_owned()];
    for set in [NON_ALPHANUMERIC, RESERVED, COMPONENT, PATH] {
        let encoded = utf8_percent_encode(secret, set).to_string();
        all.push(lower_hex(&encoded));
        all.push(encoded.replace("%20", "+"));
        all.push(encoded);
    }
    let json = serde_json::Value::from(secret).to_string();
    let json = json.trim_matches('"');
    all.push(json.to_owned());
    all.push(json.replace('/', "\\/"));
    let xml = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    all.push(xml.replace('"', "&quot;"));
    all.push(xml);
    all.extend(base64_spellings(secret.as_bytes()));
    all
}

fn lower_hex(encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len());
    let mut code = 0;
    for c in encoded.chars() {
        if code > 0 {
            out.push(c.to_ascii_lowercase());
            code -= 1;
        } else {
            code = if c == '%' { 2 } else { 0 };
            out.push(c);
        }
    }
    out
}

/// How a secret looks inside a longer text that was base64-encoded (`user:secret` of basic
/// authentication): there are three ways, by its offset modulo 3. The digits at either end that
/// also depend on its neighbours are left out.
fn base64_spellings(secret: &[u8]) -> Vec<String> {
    let mut all = Vec::new();
    for offset in 0..3_usize {
        let mut padded = vec![0_u8; offset];
        padded.extend_from_slice(secret);
        let bits = padded.len() * 8;
        let first = (offset * 8).div_ceil(6);
        let last = bits / 6;
        for encoded in [STANDARD_NO_PAD.encode(&padded), URL_SAFE_NO_PAD.encode(&padded)] {
            if let Some(inner) = encoded.get(first..last) {
                all.push(inner.to_owned());
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_secret_is_replaced() {
        let secret = "p/ss+w=rd \"quoted\" <&> ünïc";
        let secrets = Secrets::default();
        secrets.learn(secret);
        let base64 = |user: &str| base64::engine::general_purpose::STANDARD.encode(format!("{user}{secret}!"));
        for text in [
            secret.to_owned(),
            serde_json::to_string(secret).unwrap(),
            utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
            utf8_percent_encode(secret, RESERVED).to_string().replace("%20", "+"),
            base64(""),
            base64("u"),
            base64("us"),
        ] {
            let scrubbed = secrets.scrub(&text).unwrap_or_else(|| panic!("{text:?} was let through"));
            assert!(scrubbed.contains(CREDENTIAL) && scrubbed.len() < text.len(), "{scrubbed:?}");
            let found = secrets.matcher().unwrap().unwrap().find(&text);
            assert!(found.is_some(), "the matcher missed {text:?}");
        }
    }

    #[test]
    fn a_secret_learnt_late_is_known_from_then_on() {
        let secrets = Secrets::default();
        let shared = secrets.clone();
        secrets.learn("first-secret");
        assert!(!shared.matcher().unwrap().unwrap().is_match("the second-secret"));
        secrets.learn("second-secret");
        assert!(shared.matcher().unwrap().unwrap().is_match("the second-secret"));
        assert_eq!(shared.scrub("first-secret"), Some(CREDENTIAL.to_owned()));
    }

    #[test]
    fn short_texts_are_no_secrets() {
        let secrets = Secrets::default();
        secrets.learn("seven77");
        assert_eq!(secrets.scrub("seven77"), None);
        assert!(secrets.matcher().unwrap().is_none());
    }
}
