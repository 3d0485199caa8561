//! Puts the AWS SDK on the [`Wire`]: the SDK makes and signs requests, the wire sends them. The
//! SDK's own retries, clock and client are off. It must never hand the SDK a reply that the guard
//! refused, and never lose an error of the recording.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use http::Request;
use model::FailureKind;
use wire::{Idempotent, Operation, Wire, WireError};

use crate::guard::{self, Unreadable};

/// The first error after which the run cannot go on. The SDK wraps errors; this keeps the original.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fatal(Arc<OnceLock<WireError>>);

impl Fatal {
    /// The error, if there was one.
    pub(crate) fn get(&self) -> Option<WireError> {
        self.0.get().cloned()
    }
}

/// The SDK's HTTP client: a wire.
#[derive(Debug, Clone)]
pub(crate) struct WireClient {
    wire: Wire,
    fatal: Fatal,
    imds: bool,
}

impl WireClient {
    /// A client for evidence.
    pub(crate) fn new(wire: Wire, fatal: Fatal) -> Self {
        Self { wire, fatal, imds: false }
    }

    /// A client that fetches credentials; instance metadata only if `imds`.
    pub(crate) fn for_credentials(wire: Wire, imds: bool) -> Self {
        Self { wire, fatal: Fatal::default(), imds }
    }
}

impl HttpClient for WireClient {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for WireClient {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let client = self.clone();
        HttpConnectorFuture::new(async move { client.send(request).await })
    }
}

impl WireClient {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let request = request.try_into_http1x().map_err(|e| ConnectorError::user(e.into()))?;
        let (mut parts, body) = request.into_parts();
        let body = body.bytes().map(Bytes::copy_from_slice);
        let body = body.ok_or_else(|| ConnectorError::user("a body that is a stream cannot be sent".into()))?;
        if !self.imds && is_metadata(&parts.uri) {
            return Err(ConnectorError::user("asking instance metadata is switched off".into()));
        }
        let operation = parts.extensions.get::<Operation>().map_or_else(String::new, |o| o.0.clone());
        parts.extensions.insert(Idempotent);
        let reply = self.wire.call(Request::from_parts(parts, body)).await.map_err(|e| self.refuse(e))?;
        if reply.status().is_success() {
            guard::check(&operation, reply.body()).map_err(|e| ConnectorError::other(e.into(), None))?;
        }
        let mut reply = reply.map(|body| SdkBody::from(guard::respell(&operation, body)));
        // The wire vouches that the body is whole. Its length may differ from what was sent: redaction.
        reply.headers_mut().remove(http::header::CONTENT_LENGTH);
        HttpResponse::try_from(reply).map_err(|e| ConnectorError::other(e.into(), None))
    }

    fn refuse(&self, error: WireError) -> ConnectorError {
        match &error {
            WireError::Failed(failure) if failure.kind == FailureKind::Timeout => {
                ConnectorError::timeout(Box::new(error))
            }
            WireError::Failed(_) => ConnectorError::io(Box::new(error)),
            WireError::NotRecorded { .. } | WireError::Recording(_) | WireError::Setup(_) => {
                // The first one counts; later ones follow from it.
                let _ = self.fatal.0.set(error.clone());
                ConnectorError::other(Box::new(error), None)
            }
        }
    }
}

/// Instance metadata has a fixed address; another may be configured, so its paths count too.
fn is_metadata(uri: &http::Uri) -> bool {
    matches!(uri.host(), Some("169.254.169.254" | "[fd00:ec2::254]"))
        || uri.path().starts_with("/latest/api/token")
        || uri.path().starts_with("/latest/meta-data")
}

/// Names each request by its API operation, unless it has a name already.
#[derive(Debug)]
pub(crate) struct NameOperation;

impl Intercept for NameOperation {
    fn name(&self) -> &'static str {
        "NameOperation"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        if let (Some(metadata), None) = (cfg.load::<Metadata>(), request.extension::<Operation>()) {
            let service = metadata.service().to_ascii_lowercase();
            request.add_extension(Operation(format!("{service}:{}", metadata.name())));
        }
        Ok(())
    }
}

/// The wire's clock, for signatures and the expiry of credentials.
#[derive(Debug)]
pub(crate) struct WireTime(pub(crate) Wire);

impl TimeSource for WireTime {
    fn now(&self) -> SystemTime {
        let since = self.0.now().as_duration();
        // A clock before 1970 is no clock; signatures would be refused either way.
        SystemTime::UNIX_EPOCH + Duration::try_from(since).unwrap_or_default()
    }
}

/// The first error of type `T` in a chain of causes.
pub(crate) fn find<'e, T: std::error::Error + 'static>(error: &'e (dyn std::error::Error + 'static)) -> Option<&'e T> {
    let mut next = Some(error);
    // The chain is short; the bound is for one that bites its tail.
    for _ in 0..16 {
        let current = next?;
        if let Some(found) = current.downcast_ref::<T>() {
            return Some(found);
        }
        next = current.source();
    }
    None
}

/// The guard's refusal inside an SDK error.
pub(crate) fn unreadable<'e>(error: &'e (dyn std::error::Error + 'static)) -> Option<&'e Unreadable> {
    find::<Unreadable>(error)
}
