//! The seed of all salts: held by whoever holds the bundle, never shown.

use zeroize::Zeroizing;

use crate::refusal::{Reason, Refusal, refuse};

use super::KEY_FILE;

/// 32 bytes of the system's randomness. Its memory is wiped when it is dropped; it never prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(…)")
    }
}

impl Seed {
    /// The seed with these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads a seed's file.
    ///
    /// # Errors
    /// `disclosure_key_malformed` if it is not 64 lower-case hex digits and a line feed.
    pub fn from_file(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut raw = Zeroizing::new([0; 32]);
        let digits = bytes.strip_suffix(b"\n").unwrap_or_default();
        let lower = !digits.iter().any(u8::is_ascii_uppercase);
        if lower && hex::decode_to_slice(digits, raw.as_mut_slice()).is_ok() {
            return Ok(Self(raw));
        }
        refuse(Reason::DisclosureKeyMalformed, format!("{KEY_FILE} is not 64 hex digits and a line feed"))
    }

    /// The bytes of its file: 64 hex digits and a line feed.
    pub fn to_file(&self) -> Vec<u8> {
        format!("{}\n", hex::encode(self.0.as_slice())).into_bytes()
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_has_one_spelling_and_does_not_print() {
        let seed = Seed::new([0xab; 32]);
        let file = seed.to_file();
        assert_eq!(Seed::from_file(&file).unwrap(), seed);
        assert!(!format!("{seed:?}").contains("ab"));
        let upper = file.to_ascii_uppercase();
        for wrong in [&file[..64], &file[1..], &upper[..], b"\n", b""] {
            assert_eq!(Seed::from_file(wrong).unwrap_err().reason, Reason::DisclosureKeyMalformed);
        }
    }
}
