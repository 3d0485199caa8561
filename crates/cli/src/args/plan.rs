//! The arguments of `assize plan`.

use clap::Args;

use super::{Format, PolicyArgs, SourceArgs};

const EXAMPLES: &str = "\
Examples:
  assize plan                                    all sources of assize.toml
  assize plan --source aws --policy 'aws.s3.*'
  assize plan --format json

Nothing is asked. Calls that are made once for each resource are what the number of calls grows with; the others are
the same for every estate, but for further pages. Each is made at most so often: what an answer rules out is not asked.";

/// `assize plan`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    pub(crate) sources: SourceArgs,

    #[command(flatten)]
    pub(crate) policy: PolicyArgs,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}
