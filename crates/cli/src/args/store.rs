//! The arguments of `assize store`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Format;

const EXAMPLES: &str = "\
Examples:
  assize store push evidence/*.assize.zip --url s3://acme-evidence/nights
  assize store push                              send what earlier runs could not (folder from assize.toml)
  assize store list
  assize store pull latest -o latest.assize.zip
  assize store check --deep                      read everything back and compare

The store is [store] url in assize.toml, or --url: a folder, s3://BUCKET/PREFIX, gs://BUCKET/PREFIX or
az://ACCOUNT/CONTAINER/PREFIX. Nothing in it is ever removed or replaced.";

/// `assize store`.
#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Put bundles into the store; what is there already is not sent again.
    #[command(after_help = EXAMPLES)]
    Push {
        /// The bundles [default: all in the folder that `[seal] output` names].
        bundles: Vec<PathBuf>,
        #[command(flatten)]
        place: StoreArgs,
    },
    /// Get a bundle back, to be verified as any other.
    #[command(after_help = EXAMPLES)]
    Pull {
        /// The run: its id or the beginning of it, the bundle's name, or `latest`.
        run: String,
        /// Where to write it: a file, or a folder that gets a file of the bundle's name.
        #[arg(long, short, value_name = "PATH", default_value = ".")]
        output: PathBuf,
        /// Replace an existing file.
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        place: StoreArgs,
    },
    /// List the bundles in the store.
    #[command(after_help = EXAMPLES)]
    List {
        #[command(flatten)]
        place: StoreArgs,
    },
    /// Look whether all that the bundles are made of is there, and retained if `[store.lock]` is set.
    #[command(after_help = EXAMPLES)]
    Check {
        /// Read all bytes back and compare their digests.
        #[arg(long)]
        deep: bool,
        /// Only these bundles [default: all].
        runs: Vec<String>,
        #[command(flatten)]
        place: StoreArgs,
    },
}

/// Which store, and how to answer.
#[derive(Debug, Clone, Args)]
pub(crate) struct StoreArgs {
    /// The store, instead of the one in the configuration.
    #[arg(long, value_name = "URL|DIR")]
    pub(crate) url: Option<String>,

    /// Configuration file [default: assize.toml, if it is there].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}
