//! The arguments of `assize preflight`.

use clap::Args;

use super::{Format, PolicyArgs, SourceArgs};

const EXAMPLES: &str = "\
Examples:
  assize preflight                               all sources of assize.toml
  assize preflight --source aws --policy 'aws.s3.*'
  assize permissions aws                         what must be allowed

Each operation is asked once: the first page, the first resource. Nothing is written.
Exit code 0: every permission that could be tried is there; 3: at least one is missing, or a source cannot be asked.";

/// `assize preflight`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PreflightArgs {
    #[command(flatten)]
    pub(crate) sources: SourceArgs,

    #[command(flatten)]
    pub(crate) policy: PolicyArgs,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}
