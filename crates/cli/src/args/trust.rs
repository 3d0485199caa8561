//! Whom a verifier trusts.

use std::path::PathBuf;

use clap::Args;

/// Trust: keys, or a file that says more.
#[derive(Debug, Clone, Default, Args)]
#[group(id = "trusted", required = true, multiple = false)]
pub(crate) struct TrustArgs {
    /// A public key that you trust: a PEM file. May be repeated; one signature by any of them is
    /// enough.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Vec<PathBuf>,

    /// Whom you trust and how many must have signed: keys, identities, time-stamp authorities and
    /// ledgers, in TOML.
    #[arg(long, value_name = "FILE")]
    pub(crate) trust: Option<PathBuf>,
}
