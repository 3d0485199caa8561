//! The ledger's proof stapled to a bundle: what it means that it is or is not there, and whether it is
//! about this bundle and of a ledger that the verifier trusts.

use model::Digest;

use crate::ledger::{LedgerKeys, LedgerProof, NoteKey, Position};
use crate::refusal::{Reason, Refusal, refuse};
use crate::trust::TrustedLedger;

/// Where the bundle stands in a trusted ledger, or why that was not checked.
///
/// # Errors
/// `no_ledger_proof` if the verifier asks for a proof that is not there; whatever a proof that is there is
/// refused for.
pub(crate) fn check(
    proof: Option<&[u8]>,
    ledgers: &[TrustedLedger],
    evidence: &Digest,
    statement: &Digest,
) -> Result<Result<Position, &'static str>, Refusal> {
    let parsed = proof.map(LedgerProof::parse).transpose()?;
    let position = match parsed {
        Some(proof) if !ledgers.is_empty() => {
            let keys: Result<Vec<LedgerKeys>, Refusal> = ledgers.iter().map(TrustedLedger::keys).collect();
            Some(proof.check(&keys?, evidence, statement)?)
        }
        _ => None,
    };
    let proven = position.as_ref().map(|position| position.origin.as_str());
    let unproven = |ledger: &&TrustedLedger| ledger.required && proven != ledger.key.split('+').next();
    if let Some(ledger) = ledgers.iter().find(unproven) {
        return refuse(Reason::NoLedgerProof, format!("the ledger {} is required", ledger.key));
    }
    Ok(match (position, proof) {
        (Some(position), _) => Ok(position),
        (None, None) => Err("no ledger vouches for it: bundles of other runs may have been left out unseen"),
        (None, Some(_)) => Err("no ledger is trusted: name it in a trust file"),
    })
}

impl TrustedLedger {
    /// The keys, read.
    ///
    /// # Errors
    /// `vkey_malformed`, `key_id_collision`.
    pub fn keys(&self) -> Result<LedgerKeys, Refusal> {
        let witnesses: Result<Vec<NoteKey>, Refusal> = self.witnesses.iter().map(|key| NoteKey::parse(key)).collect();
        LedgerKeys::new(vec![NoteKey::parse(&self.key)?], witnesses?, self.minimum_witnesses)
    }
}
