//! AWS: IAM and S3 through the SDK, over the one wire. It turns the wanted kinds and fields into as
//! few calls as the API allows, and each reply into resources, gaps and populations. It must never
//! read the clock, send anything past the wire, or call something absent that it could not see.

mod accounts;
mod context;
mod credential_report;
mod credentials;
mod documents;
mod fault;
mod guard;
mod http;
mod iam;
mod key_chain;
mod kinds;
mod pages;
pub mod role;
mod s3;
mod session;
mod settings;

use async_trait::async_trait;
use aws_credential_types::provider::SharedCredentialsProvider;
use collect::{Access, Connector, Error, Session};
use model::{KindSpec, Source};

pub use crate::key_chain::{KeyChain, Keys};
use crate::session::AwsSession;
use crate::settings::Settings;

/// The connector for AWS accounts. One source is one account, or one of many.
///
/// Settings: `region` (default `us-east-1`), `endpoint` (another server than AWS),
/// `force_path_style` (default: only with an `endpoint`), `profile`, `role_arn` and `external_id`
/// (a role to assume), `imds` (default `true`; `false` never asks instance metadata) and
/// `concurrency` (buckets read at a time, default 16).
///
/// Many accounts: `organization = true` (those that the organisation lists, with
/// `accounts = { include, exclude }`) or `accounts = ["111122223333"]`; `role_name` (the role in each) or a
/// `role_arn` with `{account}`; `session_name` and `session_tags` mark the run. Limits for each account:
/// `account_requests` (requests under way, default 64) and `service_requests` (to one address, default 16).
#[derive(Debug, Clone, Copy, Default)]
pub struct Aws;

/// Credentials as the AWS tools find them, for signing: not those of a source. Asked over `wire`, never recorded.
///
/// # Errors
/// A sentence that says where credentials were looked for, and what was wrong.
pub async fn credentials(
    region: &str,
    wire: &wire::Wire,
    secrets: &wire::Secrets,
) -> Result<SharedCredentialsProvider, String> {
    let settings = Settings::for_region(region);
    credentials::live(&settings, wire, secrets, "").await
}

#[async_trait]
impl Connector for Aws {
    fn name(&self) -> &'static str {
        "aws"
    }

    fn kinds(&self) -> Vec<KindSpec> {
        kinds::all()
    }

    async fn open(&self, source: &Source, access: Access) -> Result<Box<dyn Session>, Error> {
        let origin = source.id.to_string();
        let settings = Settings::of(source).map_err(|message| Error::Setting { origin: origin.clone(), message })?;
        let credentials = match access {
            Access::Live { wire, secrets, run, .. } => credentials::live(&settings, &wire, &secrets, &run)
                .await
                .map_err(|message| Error::Credential { origin, message })?,
            Access::Recorded => credentials::recorded(),
        };
        Ok(Box::new(AwsSession::new(source, settings, credentials)))
    }
}
