//! Signatures by certificate: not in this version. The type has no value, so that no bundle signed
//! so can be made, and none be taken for good.

/// What a signature by certificate is checked with. There is none yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Certificate {}
