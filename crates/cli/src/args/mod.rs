//! Every flag and argument, in one place. Nothing here acts.

mod disclose;
mod examples;
mod frameworks;
mod incident;
mod ledger;
mod merge;
mod permissions;
mod plan;
mod preflight;
mod registers;
mod seal;
mod store;
mod trust;
mod waivers;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use disclose::DiscloseArgs;
pub(crate) use frameworks::{AssessArgs, CrosswalkArgs, ScopeArgs, TableFormat};
pub(crate) use incident::{IncidentCommand, IncidentPlace, Stage};
pub(crate) use ledger::{LedgerArgs, LedgerCommand, LedgerKeyArgs, LedgerReadArgs, LedgerVerifyArgs};
pub(crate) use merge::MergeArgs;
pub(crate) use permissions::{PermissionFormat, PermissionsArgs};
pub(crate) use plan::PlanArgs;
pub(crate) use preflight::PreflightArgs;
pub(crate) use registers::RegistersCommand;
pub(crate) use seal::SealArgs;
pub(crate) use store::{StoreArgs, StoreCommand};
pub(crate) use trust::TrustArgs;
pub(crate) use waivers::WaiversArgs;

/// Exit codes, printed by `assize --help` and held by tests.
const EXIT_CODES: &str = "\
Exit codes:
  0    every finding passes, or fails under a waiver in force (or there is nothing to judge)
  1    at least one policy failed without a waiver in force; everything could be judged
  2    wrong usage, configuration or policy; nothing was decided
  3    something could not be judged (gaps); failures may be among the rest
  4    a bundle or a ledger was refused, or a replay gave other findings
  5    the store could not be reached or is not whole; what was sealed is safe in the local folder
  130  interrupted; nothing half-written is left

Examples:
  assize run --fixtures acme                     judge the built-in example estate
  assize run --source aws --source github:acme   judge live systems
  assize key generate --output assize.key
  assize run --source aws --key assize.key --output evidence/
  assize verify evidence/NAME.assize.zip --key assize.key.pub --replay";

/// Collects live configuration, judges it in Rego, and seals evidence an auditor can re-perform.
#[derive(Debug, Parser)]
#[command(name = "assize", version, after_help = EXIT_CODES, propagate_version = true)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Say more on standard error: each request with its status, attempts, bytes and time.
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,

    /// Show no progress. Progress is shown only on a terminal anyway.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,

    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
}

/// When to do something that depends on the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Collect, judge, report, and seal if a key is given.
    #[command(after_help = examples::RUN)]
    Run(RunArgs),
    /// Only collect: write a recording to judge later.
    #[command(after_help = examples::COLLECT)]
    Collect(CollectArgs),
    /// Judge a recording made by `collect` or `record`.
    #[command(after_help = examples::EVALUATE)]
    Evaluate(EvaluateArgs),
    /// Join the bundles of runs that shared the accounts (`--shard`) into one.
    Merge(MergeArgs),
    /// Check a sealed bundle or a disclosure; with --replay, re-perform a bundle.
    #[command(after_help = examples::VERIFY)]
    Verify(VerifyArgs),
    /// Show a part of a bundle that verifies on its own, and withhold the rest.
    #[command(after_help = examples::DISCLOSE)]
    Disclose(DiscloseArgs),
    /// Print the report of a bundle.
    #[command(after_help = examples::REPORT)]
    Report(ReportArgs),
    /// List, test and explain policies.
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Show what can be observed: each kind with its fields, permissions and JSON Schema.
    #[command(after_help = examples::KINDS)]
    Kinds(KindsArgs),
    /// Print which calls a run would make, and how often each; asks nothing.
    Plan(PlanArgs),
    /// Try each permission that a run needs, and say what a missing one would blind; writes nothing.
    Preflight(PreflightArgs),
    /// Print the permissions that the chosen policies need, as a policy, a template or a module.
    Permissions(PermissionsArgs),
    /// Show frameworks, their requirements, and what of them has no evidence (`frameworks gaps`).
    #[command(after_help = examples::FRAMEWORKS)]
    Frameworks(FrameworksArgs),
    /// Check the ledger of runs, and prove a bundle's place in it.
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Show how requirements of one framework stand to another, and what evidence serves both.
    #[command(after_help = examples::CROSSWALK)]
    Crosswalk(CrosswalkArgs),
    /// Say whether what single runs show held over a period, from their bundles.
    #[command(after_help = examples::ASSESS)]
    Assess(AssessArgs),
    /// Answer whether NIS2 binds you, as what, and what follows.
    #[command(after_help = examples::SCOPE)]
    Scope(ScopeArgs),
    /// Check registers: attested evidence in files.
    #[command(subcommand)]
    Registers(RegistersCommand),
    /// Keep the register of incidents and its deadlines (NIS2 Article 23).
    #[command(subcommand)]
    Incident(IncidentCommand),
    /// Show every waiver: in force, void, ending soon, and counted over a period.
    #[command(after_help = examples::WAIVERS)]
    Waivers(WaiversArgs),
    /// Make and show signing keys.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Keep bundles in a store that outlives this machine, and get them back.
    #[command(subcommand)]
    Store(StoreCommand),
    /// Record live systems as a fixture that can be read and edited.
    #[command(after_help = examples::RECORD)]
    Record(CollectArgs),
    /// Write an assize.toml to start from.
    #[command(after_help = examples::INIT)]
    Init(InitArgs),
    /// Print a completion script for a shell.
    #[command(after_help = examples::COMPLETIONS)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Evaluates policies under limits; started by Assize itself.
    #[command(name = "__evaluate", hide = true)]
    EvaluateChild,
    /// Writes policies, inputs and verdicts for comparison with another Rego engine.
    #[command(name = "__export", hide = true)]
    Export(EvaluateArgs),
}

/// Where configuration comes from and which systems are asked.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SourceArgs {
    /// Configuration file [default: assize.toml, if it is there].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// A system to ask, instead of those in the configuration: `aws`, `github:ORGANISATION`,
    /// `registers:DIR`.
    #[arg(long = "source", value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,

    /// Ask only part i of n of the accounts (and of the sources that are one account). Which part an
    /// account is in follows from its id. `assize merge` joins the bundles of all parts.
    #[arg(long, value_name = "i/n", value_parser = merge::shard)]
    pub(crate) shard: Option<model::Shard>,
}

/// Which policies judge, and against which frameworks.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct PolicyArgs {
    /// A directory of policies that are added to the built-in ones; a file of the same path
    /// replaces the built-in one.
    #[arg(long, value_name = "DIR")]
    pub(crate) policies: Option<PathBuf>,

    /// A directory of manifests of AWS services that are added to the built-in ones; a file of the same
    /// name replaces the built-in one.
    #[arg(long, value_name = "DIR")]
    pub(crate) manifests: Option<PathBuf>,

    /// A directory of frameworks that are added to the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub(crate) frameworks: Option<PathBuf>,

    /// Only policies whose id matches; `*` stands for anything. May be repeated.
    #[arg(long, value_name = "GLOB", visible_alias = "policy")]
    pub(crate) select: Vec<String>,

    /// Only policies that are evidence for this framework. May be repeated.
    #[arg(long, value_name = "ID")]
    pub(crate) framework: Vec<String>,
}

/// How results are written.
#[derive(Debug, Clone, Args)]
pub(crate) struct OutputArgs {
    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,

    /// Show every finding, not only the first of each policy.
    #[arg(long)]
    pub(crate) all: bool,
}

/// `assize kinds`.
#[derive(Debug, Args)]
pub(crate) struct KindsArgs {
    /// A kind, such as `aws.sns.topic`, or an area, such as `aws.sns`.
    pub(crate) kind: Option<String>,

    /// A directory of manifests of AWS services that are added to the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub(crate) manifests: Option<PathBuf>,

    /// Format of what is printed; `json` prints JSON Schemas.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Report formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal.
    Text,
    /// For machines.
    Json,
    /// For an auditor's working papers.
    Markdown,
}

/// `assize run`.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) sources: SourceArgs,

    /// Judge a recording instead of live systems: a directory, or the name of a built-in fixture
    /// (`acme`). Needs no account, no key, no configuration.
    #[arg(long, value_name = "NAME|DIR", conflicts_with = "sources")]
    pub(crate) fixtures: Option<String>,

    #[command(flatten)]
    pub(crate) policy: PolicyArgs,

    #[command(flatten)]
    pub(crate) seal: SealArgs,

    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// `assize collect` and `assize record`.
#[derive(Debug, Args)]
pub(crate) struct CollectArgs {
    #[command(flatten)]
    pub(crate) sources: SourceArgs,

    #[command(flatten)]
    pub(crate) policy: PolicyArgs,

    /// The directory to write; it must not exist.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: PathBuf,

    /// Collect every kind and field, not only what the chosen policies need.
    #[arg(long)]
    pub(crate) everything: bool,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// `assize evaluate`.
#[derive(Debug, Args)]
pub(crate) struct EvaluateArgs {
    /// A recording directory, or the name of a built-in fixture.
    pub(crate) recording: String,

    /// Configuration file [default: assize.toml, if it is there].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) policy: PolicyArgs,

    #[command(flatten)]
    pub(crate) seal: SealArgs,

    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// `assize verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The bundle.
    pub(crate) bundle: PathBuf,

    #[command(flatten)]
    pub(crate) trust: TrustArgs,

    /// Re-perform: run the connectors over the recorded exchanges and the sealed policies over the
    /// result, and compare byte for byte.
    #[arg(long)]
    pub(crate) replay: bool,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// `assize report`.
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// The bundle.
    pub(crate) bundle: PathBuf,

    #[command(flatten)]
    pub(crate) trust: TrustArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// `assize policy`.
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// List policies with kind, severity and requirements.
    #[command(after_help = examples::POLICY_LIST)]
    List {
        #[command(flatten)]
        policy: PolicyArgs,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
    /// Run the tests beside the policies, and prove that each can pass, fail and not know.
    #[command(after_help = examples::POLICY_TEST)]
    Test {
        #[command(flatten)]
        policy: PolicyArgs,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
    /// Hold the policies against the checks of another tool: which are covered, by what, and which not.
    #[command(after_help = examples::POLICY_COVERAGE)]
    Coverage {
        /// The other tool: `prowler`.
        #[arg(long, value_name = "TOOL")]
        against: String,
        #[command(flatten)]
        policy: PolicyArgs,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
    /// Explain one policy: what it asks, needs, proves, and how to mend a failure.
    #[command(after_help = examples::POLICY_EXPLAIN)]
    Explain {
        /// The policy's id.
        id: String,
        #[command(flatten)]
        policy: PolicyArgs,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
}

/// `assize frameworks`.
#[derive(Debug, Args)]
pub(crate) struct FrameworksArgs {
    /// A framework to show whole: `soc2`, `nis2`. Without it, one line each. `gaps` lists every
    /// requirement for which no policy gives any of the forms of evidence that it needs.
    #[arg(value_name = "ID|gaps")]
    pub(crate) id: Option<String>,

    /// Only requirements that no policy speaks of.
    #[arg(long)]
    pub(crate) gaps: bool,

    #[command(flatten)]
    pub(crate) policy: PolicyArgs,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// `assize key`.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Make a key pair: FILE (private, mode 0600) and FILE.pub.
    #[command(after_help = examples::KEY_GENERATE)]
    Generate {
        /// The private key file to write; it must not exist.
        #[arg(long, short, value_name = "FILE", default_value = "assize.key")]
        output: PathBuf,
        /// The algorithm.
        #[arg(long, value_name = "NAME", default_value = "p256")]
        algorithm: KeyAlgorithm,
        /// Write the private key without a password, for a CI secret store that protects it.
        #[arg(long)]
        no_password: bool,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
    /// Print the public key of a private key.
    #[command(after_help = examples::KEY_PUBLIC)]
    Public {
        /// The private key: a PEM file, or `env:NAME`.
        #[arg(value_name = "FILE|env:NAME")]
        key: String,
        /// Format of what is printed.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
}

/// Signature algorithms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyAlgorithm {
    /// ECDSA on P-256 with SHA-256.
    P256,
    /// Ed25519.
    Ed25519,
}

/// `assize init`.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Where to write assize.toml.
    #[arg(default_value = ".")]
    pub(crate) directory: PathBuf,

    /// Write a folder of registers too, each with a commented example.
    #[arg(long)]
    pub(crate) registers: bool,

    /// Format of what is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}
