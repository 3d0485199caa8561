//! The ledger, pure: proofs over all sizes, growth leaf by leaf, and everybody who would change it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "ledger/forge.rs"]
mod forge;
#[path = "ledger/grow.rs"]
mod grow;
#[path = "ledger/proofs.rs"]
mod proofs;
#[path = "ledger/refused.rs"]
mod refused;
#[path = "ledger/stapled.rs"]
mod stapled;
#[path = "ledger/witness.rs"]
mod witness;
