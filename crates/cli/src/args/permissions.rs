//! The arguments of `assize permissions`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::PolicyArgs;

const EXAMPLES: &str = "\
Examples:
  assize permissions aws > reads.json            the IAM policy of all built-in policies
  assize permissions aws --policy 'aws.s3.*'     of some of them
  assize permissions aws --format cloudformation > role.json
  aws cloudformation create-stack-set --stack-set-name assize --template-body file://role.json \\
      --capabilities CAPABILITY_NAMED_IAM --permission-model SERVICE_MANAGED \\
      --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false --parameters \\
      ParameterKey=CollectorAccount,ParameterValue=111122223333 ParameterKey=ExternalId,ParameterValue=EXTERNAL-ID
  assize permissions aws --format terraform > assize/main.tf
  assize permissions aws --collector             what the identity that assumes the roles needs
  assize permissions github                      what a token or an App needs

A managed policy of IAM has at most 6,144 characters. What does not fit into one is printed as a list of policies;
attach all of them.";

/// `assize permissions`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PermissionsArgs {
    /// The connector: `aws` or `github`.
    pub(crate) connector: String,

    #[command(flatten)]
    pub(crate) policy: PolicyArgs,

    /// Configuration file [default: assize.toml, if it is there].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Instead of what each account's role needs: what the identity that lists the accounts and assumes
    /// the roles needs, for the sources of the configuration.
    #[arg(long, conflicts_with = "format")]
    pub(crate) collector: bool,

    /// What is printed.
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(crate) format: PermissionFormat,
}

/// What `assize permissions` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PermissionFormat {
    /// The IAM policy; for GitHub, the permissions of a token and of an App.
    Json,
    /// A `CloudFormation` template of a role, for a stack set.
    Cloudformation,
    /// A Terraform module of a role.
    Terraform,
}
