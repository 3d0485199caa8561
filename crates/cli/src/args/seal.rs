//! How a bundle is sealed.

use std::path::PathBuf;

use clap::Args;

/// Sealing.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SealArgs {
    /// Private key that seals the bundle: a PEM file, or `env:NAME` for a variable that holds one.
    /// A password is read from `ASSIZE_KEY_PASSWORD`, or asked for on a terminal. May be repeated: the
    /// first key seals, the others co-sign.
    #[arg(long, value_name = "FILE|env:NAME")]
    pub(crate) key: Vec<String>,

    /// Where the bundle is written: a file, or a directory that gets a file named after the run.
    #[arg(long, short, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,

    /// Replace an existing bundle file.
    #[arg(long)]
    pub(crate) force: bool,
}
