//! Arguments of `assize registers`. Nothing here acts.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Format, examples};

/// `assize registers`.
#[derive(Debug, Subcommand)]
pub(crate) enum RegistersCommand {
    /// Read every register and tell each mistake with its file and line.
    #[command(after_help = examples::REGISTERS_CHECK)]
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
    /// Print suppliers that a recording shows and the register does not, as entries to fill in.
    /// Code 1: there are some.
    #[command(after_help = examples::REGISTERS_SEED)]
    Seed {
        /// A recording directory, or the name of a built-in fixture.
        recording: String,
        /// The folder of registers.
        #[arg(long, value_name = "DIR", default_value = "registers")]
        registers: PathBuf,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
}
