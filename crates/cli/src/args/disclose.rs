//! What is shown of a bundle, and to whom.

use std::path::PathBuf;

use clap::Args;

use super::{Format, TrustArgs};

/// `assize disclose`.
#[derive(Debug, Args)]
pub(crate) struct DiscloseArgs {
    /// The bundle.
    pub(crate) bundle: PathBuf,

    #[command(flatten)]
    pub(crate) trust: TrustArgs,

    /// Findings that are evidence for this requirement: `CC6.1` or `soc2:CC6.1`. May be repeated.
    #[arg(long, value_name = "ID")]
    pub(crate) requirement: Vec<String>,

    /// Findings of policies whose id matches; `*` stands for anything. May be repeated.
    #[arg(long, value_name = "GLOB")]
    pub(crate) policy: Vec<String>,

    /// Findings about resources whose id matches; `*` stands for anything. May be repeated.
    #[arg(long, value_name = "GLOB")]
    pub(crate) resource: Vec<String>,

    /// Findings about resources whose kind matches; `*` stands for anything. May be repeated.
    #[arg(long, value_name = "GLOB")]
    pub(crate) kind: Vec<String>,

    /// Withhold this field of everything observed that is shown: a JSON pointer, such as
    /// `/fields/tags`. May be repeated.
    #[arg(long, value_name = "POINTER", conflicts_with = "with_replies")]
    pub(crate) redact: Vec<String>,

    /// Write even if a withheld value still stands elsewhere in what is shown.
    #[arg(long)]
    pub(crate) accept_traces: bool,

    /// Show the recorded exchanges too, with their whole replies.
    #[arg(long)]
    pub(crate) with_replies: bool,

    /// Encrypt to this age recipient (`age1…`). May be repeated.
    #[arg(long, value_name = "RECIPIENT")]
    pub(crate) recipient: Vec<String>,

    /// Encrypt to the age recipients in this file, one a line.
    #[arg(long, value_name = "FILE")]
    pub(crate) recipients_file: Vec<PathBuf>,

    /// The file to write; it must not exist.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}
