//! The one HTTP client of the program under `object_store`, which brings none of its own. Where objects are
//! to be retained, the headers that say so are added here and the request is signed anew, because
//! `object_store` does not know them.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Method, Request, Response};
use http_body_util::BodyExt as _;
use object_store::ClientOptions;
use object_store::aws::{AwsAuthorizer, AwsCredentialProvider};
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody, HttpService,
};
use sha2::{Digest as _, Sha256};

use super::Lock;

/// What sends a request and reads the whole reply: the program's one client, behind its limits. Must not
/// try twice; that is done above it.
#[async_trait::async_trait]
pub trait Http: Send + Sync + std::fmt::Debug {
    /// Sends a request.
    ///
    /// # Errors
    /// When there is no reply.
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpFailure>;
}

/// Why there is no reply. The message holds no address and no secret.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct HttpFailure {
    /// True if the request never left, so that sending it again is safe.
    pub unsent: bool,
    /// In words.
    pub message: String,
}

/// What is needed to sign for S3.
#[derive(Clone)]
pub(super) struct Signing {
    pub(super) credentials: AwsCredentialProvider,
    pub(super) region: String,
}

impl std::fmt::Debug for Signing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signing").field("region", &self.region).finish_non_exhaustive()
    }
}

/// The client as `object_store` wants it.
#[derive(Debug, Clone)]
pub(super) struct Client {
    pub(super) http: Arc<dyn Http>,
    /// Set if what is written must be retained.
    pub(super) retain: Option<(Signing, Lock)>,
}

impl HttpConnector for Client {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait::async_trait]
impl HttpService for Client {
    async fn call(&self, mut request: HttpRequest) -> Result<HttpResponse, HttpError> {
        if let Some((signing, lock)) = &self.retain
            && request.method() == Method::PUT
            && request.uri().query().is_none()
        {
            lock.mark(&mut request).map_err(|e| HttpError::new(HttpErrorKind::Decode, e))?;
            sign(&mut request, signing).await?;
        }
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let reply = self.http.send(Request::from_parts(parts, body)).await.map_err(|failure| {
            let kind = if failure.unsent { HttpErrorKind::Connect } else { HttpErrorKind::Interrupted };
            HttpError::new(kind, failure)
        })?;
        Ok(reply.map(HttpResponseBody::from))
    }
}

impl Lock {
    /// Adds the headers that retain an object.
    fn mark(&self, request: &mut HttpRequest) -> Result<(), http::Error> {
        let until = self.until();
        let headers = request.headers_mut();
        headers.insert("x-amz-object-lock-mode", HeaderValue::from_static(self.mode.name()));
        headers.insert("x-amz-object-lock-retain-until-date", HeaderValue::from_str(&until)?);
        Ok(())
    }
}

/// Signs a request, whatever signature it had.
async fn sign(request: &mut HttpRequest, signing: &Signing) -> Result<(), HttpError> {
    let failed = |e: object_store::Error| HttpError::new(HttpErrorKind::Unknown, e);
    let credential = signing.credentials.get_credential().await.map_err(failed)?;
    let headers = request.headers_mut();
    headers.remove(AUTHORIZATION);
    let sent: Option<Vec<u8>> = headers.get("x-amz-content-sha256").and_then(|hex| hex::decode(hex.as_bytes()).ok());
    AwsAuthorizer::new(&credential, "s3", &signing.region).try_authorize(request, sent.as_deref()).map_err(failed)
}

/// A request to S3 that `object_store` does not know, sent once and signed.
pub(super) async fn plain(
    client: &Client,
    signing: &Signing,
    (method, url): (Method, &str),
    body: Bytes,
) -> Result<Response<Bytes>, HttpFailure> {
    let failed = |e: &dyn std::fmt::Display| HttpFailure { unsent: true, message: e.to_string() };
    let mut request = Request::builder().method(method).uri(url);
    let digest = Sha256::digest(&body);
    if !body.is_empty() {
        request = request
            .header("content-type", "application/xml")
            .header("x-amz-sdk-checksum-algorithm", "SHA256")
            .header("x-amz-checksum-sha256", STANDARD.encode(digest));
    }
    let mut request: HttpRequest = request.body(body.clone().into()).map_err(|e| failed(&e))?;
    let credential = signing.credentials.get_credential().await.map_err(|e| failed(&e))?;
    let authorizer = AwsAuthorizer::new(&credential, "s3", &signing.region);
    authorizer.try_authorize(&mut request, Some(&digest)).map_err(|e| failed(&e))?;
    let (parts, _) = request.into_parts();
    client.http.send(Request::from_parts(parts, body)).await
}
