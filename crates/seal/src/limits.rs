//! How much a bundle may hold. The sealer keeps the same limits, so that nothing it makes is
//! refused later.

/// Bounds on a bundle; all are checked before the bytes they speak of are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bundle_bytes: u64,
    /// Entries in the archive.
    pub entries: u64,
    /// Unpacked bytes of one entry.
    pub entry_bytes: u64,
    /// Unpacked bytes of all entries.
    pub total_bytes: u64,
    /// Unpacked bytes for one packed byte. Entries up to [`RATIO_FLOOR`] bytes are exempt.
    pub ratio: u64,
}

/// Entries up to this size (1 MiB) are never called bombs.
pub const RATIO_FLOOR: u64 = 1 << 20;

/// An envelope is read into memory; this is the most it may hold.
pub(crate) const ENVELOPE_BYTES: u64 = 64 << 10;

/// A ledger's proof is read into memory; this is the most it may hold: a leaf of 65,535 bytes in
/// base64, its path, and a checkpoint of up to 64 KiB.
pub(crate) const PROOF_BYTES: u64 = 160 << 10;

/// Longest statement, in bytes. A key service signs at most 4096 bytes, and the pre-authentication
/// encoding and the base64 around it need room.
pub const STATEMENT_BYTES: usize = 3500;

impl Default for Limits {
    fn default() -> Self {
        Self { bundle_bytes: 64 << 30, entries: 500_000, entry_bytes: 16 << 30, total_bytes: 256 << 30, ratio: 200 }
    }
}

impl Limits {
    pub(crate) fn is_bomb(&self, size: u64, packed: u64) -> bool {
        size > RATIO_FLOOR && size > packed.saturating_mul(self.ratio)
    }
}
