//! Signs requests with the source's credentials. Signatures are made above the recorder, whose
//! allow-list drops them; credentials are fetched when they are needed and kept while they are good.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings, UriPathNormalizationMode,
    sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::identity::Identity;
use bytes::Bytes;
use http::Request;
use model::Cause;
use tokio::sync::Mutex;
use wire::Wire;

use crate::fault::{Fault, chain};
use crate::http::WireTime;

/// Credentials that end sooner are fetched anew.
const BEFORE_END: Duration = Duration::from_mins(5);

/// Signs for one source.
#[derive(Debug)]
pub(crate) struct Signer {
    provider: SharedCredentialsProvider,
    kept: Mutex<Option<Credentials>>,
    time: WireTime,
}

impl Signer {
    pub(crate) fn new(provider: SharedCredentialsProvider, wire: &Wire) -> Self {
        Self { provider, kept: Mutex::new(None), time: WireTime(wire.clone()) }
    }

    async fn credentials(&self) -> Result<Credentials, Fault> {
        let mut kept = self.kept.lock().await;
        let soon = self.time.now() + BEFORE_END;
        if let Some(good) = kept.as_ref().filter(|c| c.expiry().is_none_or(|end| end > soon)) {
            return Ok(good.clone());
        }
        let found = self
            .provider
            .provide_credentials()
            .await
            .map_err(|e| Fault::new(Cause::Denied, format!("the credentials are not usable: {}", chain(&e))))?;
        *kept = Some(found.clone());
        Ok(found)
    }

    /// Adds a signature for `service` in `region`.
    pub(crate) async fn sign(
        &self,
        request: Request<Bytes>,
        service: &str,
        region: &str,
    ) -> Result<Request<Bytes>, Fault> {
        let identity = Identity::from(self.credentials().await?);
        signed(request, &identity, service, region, self.time.now())
            .map_err(|why| Fault::bad_reply(format!("the request cannot be signed: {why}")))
    }
}

fn signed(
    mut request: Request<Bytes>,
    identity: &Identity,
    service: &str,
    region: &str,
    time: std::time::SystemTime,
) -> Result<Request<Bytes>, String> {
    let mut settings = SigningSettings::default();
    if service == "s3" {
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    }
    let params = v4::SigningParams::builder()
        .identity(identity)
        .region(region)
        .name(service)
        .time(time)
        .settings(settings)
        .build()
        .map_err(|e| e.to_string())?;
    let headers = request.headers().iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let method = request.method().as_str().to_owned();
    let uri = request.uri().to_string();
    let signable =
        SignableRequest::new(&method, uri, headers, SignableBody::Bytes(request.body())).map_err(|e| e.to_string())?;
    let (instructions, _) = sign(signable, &params.into()).map_err(|e| e.to_string())?.into_parts();
    instructions.apply_to_request_http1x(&mut request);
    Ok(request)
}
