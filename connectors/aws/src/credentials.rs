//! Finds the credentials of a source as the AWS tools do: environment, profile, SSO, web identity,
//! container, instance metadata, a process; then assumes a role if one is set. Everything secret is
//! told to the recorder before it is used. Nothing here is ever recorded.

use std::sync::{Mutex, PoisonError};

use aws_config::retry::RetryConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use wire::{Secrets, Wire};

use crate::fault::chain;
use crate::http::{WireClient, WireTime};
use crate::settings::Settings;

/// Credentials for the world.
///
/// # Errors
/// A sentence that says where credentials were looked for, and what was wrong.
pub(crate) async fn live(
    settings: &Settings,
    wire: &Wire,
    secrets: &Secrets,
    run: &str,
) -> Result<SharedCredentialsProvider, String> {
    let config = load(settings, wire).await;
    let places = if settings.imds {
        "the environment, the shared configuration files, web identity, the container and instance metadata"
    } else {
        "the environment, the shared configuration files, web identity and the container (imds = false)"
    };
    let none = || format!("no AWS credentials found; looked in {places}");
    let base = config.credentials_provider().ok_or_else(none)?;
    let base = Telling::first(base, secrets).await.map_err(|e| match e {
        CredentialsError::CredentialsNotLoaded(_) => none(),
        other => format!("the AWS credentials cannot be read: {}", chain(&other)),
    })?;
    let base = SharedCredentialsProvider::new(base);
    assume(settings, &config, base, secrets, run).await
}

/// Credentials of one account of many, got with those of `base`, which are asked for once.
///
/// # Errors
/// A sentence that names the role that cannot be assumed.
pub(crate) async fn assumed(
    settings: &Settings,
    base: SharedCredentialsProvider,
    wire: &Wire,
    secrets: &Secrets,
    run: &str,
) -> Result<SharedCredentialsProvider, String> {
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(settings.region.clone()))
        .http_client(WireClient::for_credentials(wire.clone(), false))
        .time_source(WireTime(wire.clone()))
        .retry_config(RetryConfig::disabled());
    config.set_endpoint_url(settings.endpoint.clone());
    assume(settings, &config.build(), base, secrets, run).await
}

/// `base`, or the role that is to be assumed with it.
async fn assume(
    settings: &Settings,
    config: &SdkConfig,
    base: SharedCredentialsProvider,
    secrets: &Secrets,
    run: &str,
) -> Result<SharedCredentialsProvider, String> {
    let Some(role) = &settings.role_arn else { return Ok(base) };
    // What the settings say of addresses holds for STS as for every service.
    let mut config = config.to_builder();
    if let Some(endpoint) = settings.endpoints.get("sts") {
        config.set_endpoint_url(Some(endpoint.clone()));
    }
    config.set_use_fips(settings.fips.then_some(true)).set_use_dual_stack(settings.dual_stack.then_some(true));
    let mut assume = AssumeRoleProvider::builder(role.as_str())
        .session_name(settings.mark.name(run))
        .region(Region::new(settings.region.clone()))
        .configure(&config.build());
    let tags = settings.mark.tags(run);
    if !tags.is_empty() {
        assume = assume.tags(tags);
    }
    // With many accounts, the external id belongs to the role of each, not to the one before them.
    if let Some(id) = settings.external_id.as_ref().filter(|_| settings.many.is_none()) {
        assume = assume.external_id(id.as_str());
    }
    let assumed = SharedCredentialsProvider::new(assume.build_from_provider(base).await);
    let assumed = Telling::first(assumed, secrets).await;
    let assumed = assumed.map_err(|e| format!("the role {role} cannot be assumed (sts:AssumeRole): {}", chain(&e)))?;
    Ok(SharedCredentialsProvider::new(assumed))
}

async fn load(settings: &Settings, wire: &Wire) -> SdkConfig {
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new(settings.region.clone()))
        .http_client(WireClient::for_credentials(wire.clone(), settings.imds))
        .time_source(WireTime(wire.clone()))
        .retry_config(RetryConfig::disabled());
    if let Some(profile) = &settings.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(endpoint) = &settings.endpoint {
        loader = loader.endpoint_url(endpoint);
    }
    loader.load().await
}

/// What stands in for credentials when a recording answers: requests are signed and nobody looks.
pub(crate) fn recorded() -> SharedCredentialsProvider {
    SharedCredentialsProvider::new(Fixed)
}

#[derive(Debug)]
struct Fixed;

impl ProvideCredentials for Fixed {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Ok(Credentials::new("recorded", "recorded", None, None, "recording")))
    }
}

/// Tells every secret to the recorder before anybody can use it.
struct Telling {
    inner: SharedCredentialsProvider,
    secrets: Secrets,
    /// What the check at the opening fetched, so that it is not fetched twice.
    first: Mutex<Option<Credentials>>,
}

impl std::fmt::Debug for Telling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Telling(..)")
    }
}

impl Telling {
    /// Wraps a provider and asks it once, to see whether it has credentials at all.
    async fn first(inner: SharedCredentialsProvider, secrets: &Secrets) -> Result<Self, CredentialsError> {
        let telling = Self { inner, secrets: secrets.clone(), first: Mutex::default() };
        let found = telling.fetch().await?;
        *telling.first.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        Ok(telling)
    }

    async fn fetch(&self) -> Result<Credentials, CredentialsError> {
        let found = self.inner.provide_credentials().await?;
        self.secrets.learn(found.secret_access_key());
        if let Some(token) = found.session_token() {
            self.secrets.learn(token);
        }
        Ok(found)
    }

    async fn next(&self) -> Result<Credentials, CredentialsError> {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        match first {
            Some(first) => Ok(first),
            None => self.fetch().await,
        }
    }
}

impl ProvideCredentials for Telling {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.next())
    }
}
