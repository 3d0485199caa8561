//! AWS: IAM and S3 through the SDK, over the one wire. It turns the wanted kinds and fields into as
//! few calls as the API allows, and each reply into resources, gaps and populations. It must never
//! read the clock, send anything past the wire, or call something absent that it could not see.

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
mod s3;
mod session;
mod settings;

use async_trait::async_trait;
use collect::{Access, Connector, Error, Session};
use model::{KindSpec, Source};

pub use crate::key_chain::{KeyChain, Keys};
use crate::session::AwsSession;
use crate::settings::Settings;

/// The connector for AWS accounts. One source is one account.
///
/// Settings: `region` (default `us-east-1`), `endpoint` (another server than AWS),
/// `force_path_style` (default: only with an `endpoint`), `profile`, `role_arn` and `external_id`
/// (a role to assume), `imds` (default `true`; `false` never asks instance metadata) and
/// `concurrency` (buckets read at a time, default 16).
#[derive(Debug, Clone, Copy, Default)]
pub struct Aws;

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
            Access::Live { wire, secrets, .. } => credentials::live(&settings, &wire, &secrets)
                .await
                .map_err(|message| Error::Credential { origin, message })?,
            Access::Recorded => credentials::recorded(),
        };
        Ok(Box::new(AwsSession::new(source.id.clone(), settings, credentials)))
    }
}
