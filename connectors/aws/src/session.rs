//! An opened AWS account: asks who we are, then each service for what is wanted of it.
//! If the account does not answer the first question, everything wanted becomes a gap.

use std::collections::BTreeMap;

use async_trait::async_trait;
use aws_config::identity::IdentityCache;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sts::operation::get_caller_identity::GetCallerIdentityOutput;
use collect::{Access, Error, Parts, Session, Sink};
use model::{Plan, Seen, Source, SourceId};
use serde_json::Value;
use wire::Wire;

use crate::accounts;
use crate::context::{Asked, Context, ask, needed};
use crate::engine::Services;
use crate::fault::Fault;
use crate::http::{Fatal, NameOperation, WireClient, WireTime};
use crate::settings::Settings;
use crate::{credentials, engine, iam, s3};

/// An opened AWS account.
#[derive(Debug)]
pub(crate) struct AwsSession {
    pub(crate) source: SourceId,
    pub(crate) settings: Settings,
    pub(crate) credentials: SharedCredentialsProvider,
    pub(crate) services: Services,
    /// The settings as they were given, from which those of single accounts are made.
    pub(crate) asked: BTreeMap<String, Value>,
}

impl AwsSession {
    pub(crate) fn new(
        source: &Source,
        settings: Settings,
        credentials: SharedCredentialsProvider,
        services: Services,
    ) -> Self {
        Self { source: source.id.clone(), settings, credentials, services, asked: source.settings.clone() }
    }

    /// What all clients share. One identity cache, so that a role is assumed once.
    pub(crate) fn config(&self, wire: &Wire, fatal: &Fatal) -> SdkConfig {
        let mut config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(self.settings.region.clone()))
            .credentials_provider(self.credentials.clone())
            .identity_cache(IdentityCache::lazy().build())
            .http_client(WireClient::new(wire.clone(), fatal.clone()))
            .time_source(WireTime(wire.clone()))
            .retry_config(RetryConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        config.set_endpoint_url(self.settings.endpoint.clone());
        config.set_use_fips(self.settings.fips.then_some(true));
        config.set_use_dual_stack(self.settings.dual_stack.then_some(true));
        config.build()
    }

    /// The caller, if it is in the account that was to be asked.
    fn expected(&self, caller: Caller) -> Result<Caller, Fault> {
        match &self.settings.account {
            Some(account) if *account != caller.account => {
                Err(Fault::bad_reply(format!("account {account} was to be asked, and {} answers", caller.account)))
            }
            _ => Ok(caller),
        }
    }
}

#[async_trait]
impl Session for AwsSession {
    async fn parts(&self, wire: &Wire) -> Result<Option<Parts>, Error> {
        accounts::parts(self, wire).await
    }

    async fn open_part(&self, part: &Source, access: Access) -> Result<Box<dyn Session>, Error> {
        let origin = part.id.to_string();
        let settings = Settings::of(part).map_err(|message| Error::Setting { origin: origin.clone(), message })?;
        let credentials = match access {
            Access::Live { wire, secrets, run, .. } => {
                credentials::assumed(&settings, self.credentials.clone(), &wire, &secrets, &run)
                    .await
                    .map_err(|message| Error::Credential { origin, message })?
            }
            Access::Recorded => credentials::recorded(),
        };
        Ok(Box::new(Self::new(part, settings, credentials, self.services.clone())))
    }

    async fn collect(&self, plan: &Plan, wire: &Wire, sink: &Sink) -> Result<(), Error> {
        if !plan.iter().any(|(kind, _)| kind.connector() == "aws") {
            return Ok(());
        }
        let wire = &self.settings.limited(wire);
        let fatal = Fatal::default();
        let config = self.config(wire, &fatal);
        let mut context =
            Context { source: &self.source, plan, sink, wire, fatal, account: String::new(), partition: String::new() };
        let caller = who(&config, self.settings.endpoints.get("sts"), &context.fatal).await?;
        let exchange = caller.exchanges.last().cloned();
        let identity;
        match caller.result.and_then(|caller| self.expected(caller)) {
            Ok(caller) => {
                context.account = caller.account;
                context.partition = caller.partition;
                identity = caller.arn;
            }
            Err(fault) => {
                for (kind, _) in plan.iter().filter(|(kind, _)| kind.connector() == "aws") {
                    context.list_gap(kind.as_str(), &fault, None, exchange.as_ref());
                    context.population(kind.as_str(), 0, 0, None, false, &caller.exchanges);
                }
                return Ok(());
            }
        }
        let mut iam = aws_sdk_iam::config::Builder::from(&config).interceptor(NameOperation);
        if let Some(endpoint) = self.settings.endpoints.get("iam") {
            iam = iam.endpoint_url(endpoint);
        }
        let iam = iam.build();
        iam::collect(&context, &aws_sdk_iam::Client::from_conf(iam)).await?;
        s3::collect(&context, &self.settings, &config).await?;
        let regions = engine::collect(&context, &self.settings, &self.credentials, &self.services).await?;
        sink.seen(Seen {
            source: self.source.clone(),
            account: Some(context.account.clone()),
            identity: Some(identity),
            regions,
        });
        // No error of the recording may pass as a gap, whatever path it took through the SDK.
        context.fatal.get().map_or(Ok(()), |error| Err(Error::Wire(error)))
    }
}

/// The caller's identity.
pub(crate) struct Caller {
    pub(crate) account: String,
    pub(crate) arn: String,
    pub(crate) partition: String,
}

pub(crate) async fn who(config: &SdkConfig, endpoint: Option<&String>, fatal: &Fatal) -> Result<Asked<Caller>, Error> {
    let mut sts = aws_sdk_sts::config::Builder::from(config).interceptor(NameOperation);
    if let Some(endpoint) = endpoint {
        sts = sts.endpoint_url(endpoint);
    }
    let sts = aws_sdk_sts::Client::from_conf(sts.build());
    let asked = ask(fatal, "sts:GetCallerIdentity", sts.get_caller_identity().send()).await?;
    Ok(asked.read(|reply| caller(&reply)))
}

fn caller(reply: &GetCallerIdentityOutput) -> Result<Caller, Fault> {
    let account = needed(reply.account(), "the account")?.to_owned();
    let arn = needed(reply.arn(), "the caller's ARN")?.to_owned();
    if account.len() != 12 || !account.chars().all(|c| c.is_ascii_digit()) {
        return Err(Fault::bad_reply("sts:GetCallerIdentity names an account that is not 12 digits"));
    }
    let partition = arn.split(':').nth(1).filter(|p| p.starts_with("aws") && p.len() <= 20);
    let partition = needed(partition, "a partition in the caller's ARN")?.to_owned();
    Ok(Caller { account, arn, partition })
}
