//! Arguments of `assize waivers`. Nothing here acts.

use std::path::PathBuf;

use clap::Args;

use super::Format;

/// `assize waivers`.
#[derive(Debug, Args)]
pub(crate) struct WaiversArgs {
    /// The file of waivers [default: the one that the configuration names].
    pub(crate) file: Option<PathBuf>,

    /// Configuration file [default: assize.toml, if it is there].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// A directory of policies that are added to the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub(crate) policies: Option<PathBuf>,

    /// Judge at this moment [default: now].
    #[arg(long, value_name = "MOMENT")]
    pub(crate) as_of: Option<String>,

    /// Count over so many days before that.
    #[arg(long, value_name = "DAYS", default_value = "365")]
    pub(crate) period: u32,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}
