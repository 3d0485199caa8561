//! How a bundle is sealed.

use std::path::PathBuf;

use clap::Args;

/// Sealing.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SealArgs {
    /// Private key that seals the bundle: a PEM file, or `env:NAME` for a variable that holds one.
    /// A password is read from `ASSIZE_KEY_PASSWORD`, or asked for on a terminal. May be repeated: the
    /// first key seals, the others co-sign.
    /// `awskms:KEY` is a key in AWS KMS, by its ARN or as `alias/NAME`.
    #[arg(long, value_name = "FILE|env:NAME|awskms:KEY")]
    pub(crate) key: Vec<String>,

    /// Seal by the identity of the CI job, through Sigstore. The services publish the identity for ever.
    #[arg(long)]
    pub(crate) keyless: bool,

    /// Time-stamp authority (RFC 3161) that stamps the signatures. May be repeated.
    #[arg(long, value_name = "URL")]
    pub(crate) timestamp: Vec<String>,

    /// Certificates (PEM) of a time-stamp authority, its root included, to check its stamps at once.
    #[arg(long, value_name = "FILE")]
    pub(crate) timestamp_authority: Vec<PathBuf>,

    /// Where the bundle is written: a file, or a directory that gets a file named after the run.
    #[arg(long, short, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,

    /// Replace an existing bundle file.
    #[arg(long)]
    pub(crate) force: bool,
}
