//! The ledger's proof stapled to a bundle: its outer shape, and what it means that it is or is not
//! there. What the proof says is judged by the ledger; without that, it counts for nothing.

use crate::refusal::{Reason, Refusal, refuse};
use crate::trust::TrustedLedger;

/// The first line of a C2SP tlog-proof.
const HEAD: &[u8] = b"c2sp.org/tlog-proof@v1\n";

/// Why the ledger was not checked, if it is not asked for.
///
/// # Errors
/// `proof_malformed`; `no_ledger_proof` if the verifier asks for one.
pub(crate) fn check(proof: Option<&[u8]>, ledgers: &[TrustedLedger]) -> Result<&'static str, Refusal> {
    if proof.is_some_and(|bytes| !bytes.starts_with(HEAD)) {
        return refuse(Reason::ProofMalformed, "it is not a c2sp.org/tlog-proof@v1");
    }
    let required = ledgers.iter().find(|ledger| ledger.required);
    match (proof, required) {
        (None, Some(ledger)) => refuse(Reason::NoLedgerProof, format!("the ledger {} is required", ledger.key)),
        (Some(_), Some(_)) => refuse(Reason::NoLedgerProof, "this version cannot check a ledger's proof"),
        (None, None) => Ok("no ledger vouches for it: bundles of other runs may have been left out unseen"),
        (Some(_), None) => Ok("this version cannot check a ledger's proof"),
    }
}
