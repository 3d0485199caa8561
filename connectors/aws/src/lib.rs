//! AWS: IAM and S3 through the SDK, other services by manifest, over the one wire. It turns the wanted kinds and fields into as
//! few calls as the API allows, and each reply into resources, gaps and populations. It must never
//! read the clock, send anything past the wire, or call something absent that it could not see.

mod accounts;
mod calls;
mod context;
mod credential_report;
mod credentials;
mod documents;
mod engine;
mod fault;
mod guard;
mod http;
mod iam;
mod key_chain;
mod kind_schemas;
mod kinds;
mod pages;
pub mod role;
mod s3;
mod session;
mod settings;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use aws_credential_types::provider::SharedCredentialsProvider;
use collect::{Access, Call, Connector, Error, Session};
use model::{Kind, KindSpec, Plan, Source};

use crate::engine::Services;
pub use crate::key_chain::{KeyChain, Keys};
use crate::session::AwsSession;
use crate::settings::Settings;

/// The connector for AWS accounts. One source is one account, or one of many.
///
/// Settings: `region` (default `us-east-1`), `endpoint` (another server than AWS),
/// `force_path_style` (default: only with an `endpoint`), `profile`, `role_arn` and `external_id`
/// (a role to assume), `imds` (default `true`; `false` never asks instance metadata), `concurrency`
/// (buckets, services and items read at a time, default 16), `regions` (a list, or `"enabled"` for
/// all that the account has enabled; default: the one region), `endpoints` (other servers for single
/// services), `services` (only these: `["iam", "s3"]`; `"default"` are all but those on request, so
/// `["default", "waf"]` adds one of these), `use_fips` and `use_dualstack`.
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
        kinds_of(&built_in())
    }

    fn schema(&self, kind: &Kind) -> Option<serde_json::Value> {
        schema_of(&built_in(), kind)
    }

    fn check(&self, source: &Source) -> Result<(), Error> {
        checked(&built_in(), source).map(drop)
    }

    fn calls(&self, source: &Source, plan: &Plan) -> Result<Option<Vec<Call>>, Error> {
        calls_of(&built_in(), source, plan)
    }

    async fn open(&self, source: &Source, access: Access) -> Result<Box<dyn Session>, Error> {
        open(built_in(), source, access).await
    }
}

/// The connector with manifests of services besides those built in.
#[derive(Debug, Clone)]
pub struct Extended(Services);

impl Extended {
    /// Adds manifests (`sns.toml`) and the facts beside them (`described/sns.json`) to those built in,
    /// or puts them in their place.
    ///
    /// # Errors
    /// A sentence that names the file and the key that is wrong.
    pub fn new(texts: BTreeMap<String, String>) -> Result<Self, String> {
        let services = Services::with(texts)?;
        let own = kinds::all();
        match services.kinds().iter().find(|spec| own.iter().any(|known| known.kind == spec.kind)) {
            Some(spec) => Err(format!("{}: the kind is built in and cannot be replaced", spec.kind)),
            None => Ok(Self(services)),
        }
    }
}

#[async_trait]
impl Connector for Extended {
    fn name(&self) -> &'static str {
        "aws"
    }

    fn kinds(&self) -> Vec<KindSpec> {
        kinds_of(&self.0)
    }

    fn schema(&self, kind: &Kind) -> Option<serde_json::Value> {
        schema_of(&self.0, kind)
    }

    fn check(&self, source: &Source) -> Result<(), Error> {
        checked(&self.0, source).map(drop)
    }

    fn calls(&self, source: &Source, plan: &Plan) -> Result<Option<Vec<Call>>, Error> {
        calls_of(&self.0, source, plan)
    }

    async fn open(&self, source: &Source, access: Access) -> Result<Box<dyn Session>, Error> {
        open(self.0.clone(), source, access).await
    }
}

/// Services with the environment variable that may name another endpoint for them alone: `sns` and
/// `AWS_ENDPOINT_URL_SNS`.
pub fn endpoint_variables() -> Vec<(String, String)> {
    let own = [("iam", "IAM"), ("s3", "S3"), ("s3control", "S3 Control"), ("sts", "STS")];
    let own = own.map(|(client, id)| (client.to_owned(), id.to_owned()));
    let ids = own.into_iter().chain(built_in().ids());
    let variable = |id: &str| format!("AWS_ENDPOINT_URL_{}", id.to_ascii_uppercase().replace([' ', '-'], "_"));
    ids.map(|(client, id)| (client, variable(&id))).collect()
}

/// A manifest that is built in and wrong is a mistake of the build; a test reads them all.
fn built_in() -> Services {
    Services::built_in().unwrap_or_default()
}

fn kinds_of(services: &Services) -> Vec<KindSpec> {
    let mut all = kinds::all();
    all.extend(services.kinds());
    all
}

/// The second word of each kind, and the word for all that are not on request: what a source's setting
/// `services` may name.
fn names_of(services: &Services) -> BTreeSet<String> {
    let kinds = kinds_of(services);
    let names = kinds.iter().filter_map(|spec| spec.kind.as_str().split('.').nth(1)).chain([Source::DEFAULT]);
    names.map(str::to_owned).collect()
}

fn schema_of(services: &Services, kind: &Kind) -> Option<serde_json::Value> {
    services.schema(kind).map_or_else(|| kind_schemas::schema(kind), Result::ok)
}

/// The settings of a source, checked.
fn checked(services: &Services, source: &Source) -> Result<Settings, Error> {
    let wrong = |message| Error::Setting { origin: source.id.to_string(), message };
    let settings = Settings::of(source).map_err(wrong)?;
    settings::check_services(source, &names_of(services)).map_err(wrong)?;
    Ok(settings)
}

fn calls_of(services: &Services, source: &Source, plan: &Plan) -> Result<Option<Vec<Call>>, Error> {
    Ok(Some(calls::calls(&checked(services, source)?, services, &plan.of(source))))
}

async fn open(services: Services, source: &Source, access: Access) -> Result<Box<dyn Session>, Error> {
    let origin = source.id.to_string();
    let settings = checked(&services, source)?;
    let credentials = match access {
        Access::Live { wire, secrets, run, .. } => credentials::live(&settings, &wire, &secrets, &run)
            .await
            .map_err(|message| Error::Credential { origin, message })?,
        Access::Recorded => credentials::recorded(),
    };
    Ok(Box::new(AwsSession::new(source, settings, credentials, services)))
}
