//! Arguments of `assize crosswalk`, `assize assess` and `assize scope`. Nothing here acts.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Format, TrustArgs};

/// Formats of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For a terminal.
    Text,
    /// For machines.
    Json,
    /// For a spreadsheet: one line a row.
    Csv,
    /// For an auditor's working papers.
    Markdown,
}

/// `assize crosswalk`.
#[derive(Debug, Args)]
pub(crate) struct CrosswalkArgs {
    /// The framework to read from.
    #[arg(long, value_name = "ID", default_value = "nis2")]
    pub(crate) from: String,

    /// The framework to read to [default: soc2, or nis2 when reading from another].
    #[arg(long, value_name = "ID")]
    pub(crate) to: Option<String>,

    /// Only this theme (`mfa`) or requirement (`art.21.2.j`, `CC7.4`).
    #[arg(long, value_name = "ID", conflicts_with = "have")]
    pub(crate) row: Option<String>,

    /// Every relation of every requirement, not only the themes; with --have also the points of
    /// the annex.
    #[arg(long)]
    pub(crate) all: bool,

    /// A bundle: how far its evidence for --from covers --to, and what must be added.
    #[arg(long, value_name = "BUNDLE")]
    pub(crate) have: Option<PathBuf>,

    /// A public key that you trust, to verify the bundle: a PEM file. May be repeated.
    #[arg(long, value_name = "FILE", requires = "have")]
    pub(crate) key: Vec<PathBuf>,

    /// Whom you trust, as for `assize verify`.
    #[arg(long, value_name = "FILE", requires = "have", conflicts_with = "key")]
    pub(crate) trust: Option<PathBuf>,

    /// A directory of frameworks that are added to the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub(crate) frameworks: Option<PathBuf>,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: TableFormat,
}

/// `assize assess`.
#[derive(Debug, Args)]
pub(crate) struct AssessArgs {
    /// The directory that holds the bundles of the period.
    #[arg(long, value_name = "DIR")]
    pub(crate) bundles: PathBuf,

    /// The first day of the period, or a moment. Days are in UTC.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: String,

    /// The last day of the period, or a moment [default: now].
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,

    /// The longest time without a run; after a longer one nothing is said to have held.
    #[arg(long, value_name = "HOURS", default_value_t = 48)]
    pub(crate) longest_gap_hours: u64,

    #[command(flatten)]
    pub(crate) trust: TrustArgs,

    /// Only requirements of this framework. May be repeated.
    #[arg(long, value_name = "ID")]
    pub(crate) framework: Vec<String>,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// `assize scope`.
#[derive(Debug, Args)]
pub(crate) struct ScopeArgs {
    /// The answers, in TOML or JSON; `-` reads standard input. Without it the [scope] section of
    /// the configuration is taken, and on a terminal the questions are asked.
    #[arg(long, value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,

    /// One answer: `staff=60`, `entity_types=cloud,msp`. May be repeated; it replaces that of a file.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,

    /// Print the questions with their possible answers, and stop.
    #[arg(long)]
    pub(crate) questions: bool,

    /// Print the decision as an entry for `scope.toml` in the folder of registers, owned by OWNER:
    /// there it is evidence in every bundle, and judged again from its answers.
    #[arg(long, value_name = "OWNER")]
    pub(crate) entry: Option<String>,

    /// Configuration file [default: assize.toml, if it is there].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}
