//! The ledger: where runs are entered, and how it is checked.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Format, TrustArgs, examples};

/// The ledger that a run is entered in.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct LedgerArgs {
    /// Ed25519 key that signs the ledger: a PEM file, or `env:NAME`. With it, each run is entered in the
    /// ledger, and one that fails too.
    #[arg(long, value_name = "FILE|env:NAME")]
    pub(crate) ledger_key: Option<String>,

    /// The ledger's name, such as `acme.example/evidence`. It never changes.
    #[arg(long, value_name = "NAME")]
    pub(crate) ledger_origin: Option<String>,

    /// The folder or store that the ledger lies in, as `ledger/` [default: the configured store, else where
    /// bundles are written].
    #[arg(long, value_name = "DIR|URL")]
    pub(crate) ledger: Option<String>,
}

/// Whom a reader of a ledger trusts, and where it lies.
#[derive(Debug, Clone, Args)]
pub(crate) struct LedgerReadArgs {
    /// The folder or store (s3://…) that holds `ledger/`, or that folder itself [default: as configured].
    #[arg(value_name = "DIR|URL")]
    pub(crate) path: Option<String>,

    /// Configuration file [default: assize.toml, if it is there].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) trusted: LedgerKeyArgs,
}

/// Whom a reader of a ledger trusts.
#[derive(Debug, Clone, Args)]
pub(crate) struct LedgerKeyArgs {
    /// The ledger's verifier key (`NAME+ID+BASE64`), or a file that holds it. May be repeated.
    #[arg(long, value_name = "VKEY|FILE", required_unless_present = "trust")]
    pub(crate) key: Vec<String>,

    /// A trust file; its [[ledger]] of this origin counts, with its witnesses.
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    pub(crate) trust: Option<PathBuf>,
}

/// `assize ledger`.
#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Prove that nothing was removed, replaced, reordered or back-dated, and show each interval of a
    /// period.
    #[command(after_help = "Examples:
  assize ledger verify evidence/ --key ledger.vkey
  assize ledger verify evidence/ --key ledger.vkey --from 2026-01-01 --to 2026-04-01 --every 24h
  assize ledger verify evidence/ --trust trust.toml --checkpoint checkpoint-of-march --bundles evidence/
  assize ledger verify s3://acme-evidence/nights --trust trust.toml --bundles s3://acme-evidence/nights

With --trust, time-stamps of checkpoints are checked by its [[authority]] and bound when each leaf was written.

An interval ran, ran and failed, or did not run. Exit code 3 if it is not always the first, 4 if the ledger
is refused. A checkpoint that you kept protects what came before it: keep one every night.")]
    Verify(LedgerVerifyArgs),
    /// List the leaves of a ledger, after it has been verified.
    #[command(after_help = examples::LEDGER_SHOW)]
    Show {
        #[command(flatten)]
        read: LedgerReadArgs,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
    /// Write the proof that a bundle stands in a ledger, up to its newest checkpoint with all cosignatures.
    #[command(after_help = "Examples:
  assize ledger prove evidence/20261124T010000Z-4f….assize.zip evidence/ --key ledger.vkey -o night.tlog-proof
  assize ledger prove evidence/20261124T010000Z-4f….assize.zip evidence/ --trust trust.toml --staple")]
    Prove {
        /// The bundle.
        bundle: PathBuf,
        #[command(flatten)]
        read: LedgerReadArgs,
        /// The file to write; it must not exist.
        #[arg(long, short, value_name = "FILE", required_unless_present = "staple")]
        output: Option<PathBuf>,
        /// Put it into the bundle, in place of the older proof there: so a bundle comes by the cosignatures that
        /// witnesses gave after it was sealed. The bundle is verified by the trust file first.
        #[arg(long, requires = "trust", conflicts_with = "output")]
        staple: bool,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
    /// Cosign a ledger as its witness: verify it, hold it against what was cosigned before, and sign its newest
    /// checkpoint.
    #[command(after_help = "Example:
  assize key generate --algorithm ed25519 -o witness.key
  assize ledger cosign s3://acme-evidence/nights --key ledger.vkey --witness-key witness.key --witness-name auditor.example/w1
A witness is someone else than the ledger's keeper, and cosigns every night: so the keeper can show nobody another
ledger of the same name, or an earlier one. It prints the verifier key that belongs under witnesses in a trust
file. It remembers what it cosigned last in a file beside its key, and never signs what does not extend that.")]
    Cosign {
        #[command(flatten)]
        read: LedgerReadArgs,
        /// The witness's Ed25519 key: a PEM file, or `env:NAME`.
        #[arg(long, value_name = "FILE|env:NAME")]
        witness_key: String,
        /// The witness's name, such as `auditor.example/w1`. It never changes.
        #[arg(long, value_name = "NAME")]
        witness_name: String,
        /// The file that remembers the checkpoint cosigned last [default: beside the key file].
        #[arg(long, value_name = "FILE")]
        state: Option<PathBuf>,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
    /// Print the verifier key of a ledger's private key: give it to your auditor.
    #[command(after_help = examples::LEDGER_KEY)]
    Key {
        #[command(flatten)]
        ledger: LedgerArgs,
        /// Configuration file [default: assize.toml, if it is there].
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
    /// Hand the ledger over to another key: the last leaf that the old key signs, and the first of the new one.
    #[command(after_help = "Example:
  assize key generate --algorithm ed25519 -o ledger-2027.key
  assize ledger rotate --to ledger-2027.key
Afterwards set key in [ledger] to the new file. Who trusts the old verifier key goes on verifying: the old key
vouches for the new one. Keep the file ledger-2027.key.head, and destroy the old key.")]
    Rotate {
        /// The new Ed25519 key: a PEM file, or `env:NAME`.
        #[arg(long, value_name = "FILE|env:NAME")]
        to: String,
        #[command(flatten)]
        ledger: LedgerArgs,
        /// Configuration file [default: assize.toml, if it is there].
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
    /// Enter a sealed bundle that is not in the ledger, because the store could not be reached then.
    #[command(after_help = examples::LEDGER_ADD)]
    Add {
        /// The bundle.
        bundle: PathBuf,
        #[command(flatten)]
        trust: TrustArgs,
        #[command(flatten)]
        ledger: LedgerArgs,
        /// Configuration file [default: assize.toml, if it is there].
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
}

/// `assize ledger verify`.
#[derive(Debug, Args)]
pub(crate) struct LedgerVerifyArgs {
    #[command(flatten)]
    pub(crate) read: LedgerReadArgs,

    /// Begin of the period: a day or a moment, in UTC [default: the first leaf].
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,

    /// End of the period; this day or moment is no longer in it [default: the last leaf].
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<String>,

    /// How often a run was due, such as `24h`, `7d`, `90m` [default: what the ledger's scope says].
    #[arg(long, value_name = "TIME")]
    pub(crate) every: Option<String>,

    /// A checkpoint of this ledger that you kept from before. May be repeated.
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoint: Vec<PathBuf>,

    /// Look for each run's bundle in this folder or store, and compare its signed envelope.
    #[arg(long, value_name = "DIR|URL")]
    pub(crate) bundles: Option<String>,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}
