//! Arguments of `assize registers`. Nothing here acts.

use std::path::PathBuf;

use clap::Subcommand;

use super::Format;

/// `assize registers`.
#[derive(Debug, Subcommand)]
pub(crate) enum RegistersCommand {
    /// Read every register and tell each mistake with its file and line.
    Check {
        /// The folder of registers.
        #[arg(default_value = "registers")]
        directory: PathBuf,
        /// A directory of frameworks that are added to the built-in ones.
        #[arg(long, value_name = "DIR")]
        frameworks: Option<PathBuf>,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
}
