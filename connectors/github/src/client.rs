//! Requests to GitHub over the one wire, through octocrab's layers. Replies stay raw: typed models
//! drop what they do not know. It must never send a request to another host than the endpoint.

use std::sync::Arc;

use bytes::Bytes;
use collect::Error;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full};
use model::{Cause, ExchangeId};
use octocrab::service::middleware::base_uri::BaseUriLayer;
use octocrab::service::middleware::extra_headers::ExtraHeadersLayer;
use octocrab::{AuthState, OctoBody, Octocrab, OctocrabBuilder};
use serde_json::Value;
use wire::{Idempotent, Operation, Wire, WireError, Withheld};

use crate::auth::Credential;
use crate::errors::{Asked, Trouble, no_reply, refused};
use crate::settings::Endpoint;

/// The version of the REST API that the shapes here were read from.
pub(crate) const API_VERSION: &str = "2022-11-28";
pub(crate) const MEDIA_TYPE: &str = "application/vnd.github+json";
pub(crate) const AGENT: &str = concat!("assize/", env!("CARGO_PKG_VERSION"));
const MOST_REDIRECTS: usize = 3;

/// A client for one endpoint.
#[derive(Clone)]
pub(crate) struct Client {
    crab: Octocrab,
    credential: Option<Arc<Credential>>,
    endpoint: Endpoint,
    withheld: Option<Withheld>,
}

/// One question.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    /// The path template: `GET /orgs/{org}`.
    pub(crate) operation: &'static str,
    /// The path with its query, percent-encoded, below the REST root.
    pub(crate) path: String,
    /// The permission that the documentation names for it.
    pub(crate) permission: &'static str,
}

/// A reply of any status.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) exchange: Option<ExchangeId>,
}

impl Client {
    /// A client over `wire`.
    ///
    /// # Errors
    /// When the endpoint is no URI; settings refuse that before.
    pub(crate) fn new(wire: &Wire, endpoint: &Endpoint, credential: Option<Arc<Credential>>) -> Result<Self, Error> {
        let wire = wire.clone();
        let service = tower::service_fn(move |request: Request<OctoBody>| {
            let wire = wire.clone();
            async move {
                let (parts, body) = request.into_parts();
                let unreadable = |_| WireError::Recording("a request body could not be read".to_owned());
                let body = body.collect().await.map_err(unreadable)?.to_bytes();
                let reply = wire.call(Request::from_parts(parts, body)).await?;
                Ok::<_, WireError>(reply.map(Full::new))
            }
        });
        let origin: Uri = endpoint.origin.parse().map_err(|_| internal("the endpoint is no URI"))?;
        let headers: Vec<(HeaderName, HeaderValue)> = vec![
            (ACCEPT, HeaderValue::from_static(MEDIA_TYPE)),
            (HeaderName::from_static("x-github-api-version"), HeaderValue::from_static(API_VERSION)),
            (USER_AGENT, HeaderValue::from_static(AGENT)),
        ];
        let crab = match OctocrabBuilder::new_empty()
            .with_service(service)
            .with_layer(&BaseUriLayer::new(origin))
            .with_layer(&ExtraHeadersLayer::new(Arc::new(headers)))
            .with_auth(AuthState::None)
            .build()
        {
            Ok(crab) => crab,
            Err(never) => match never {},
        };
        Ok(Self { crab, credential, endpoint: endpoint.clone(), withheld: None })
    }

    /// The same client for replies of which not all may be recorded.
    pub(crate) fn withholding(&self, withheld: Withheld) -> Self {
        Self { withheld: Some(withheld), ..self.clone() }
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Asks and gives the reply whatever its status. Permanent redirects (renamed branches and
    /// repositories) are followed on the same host; a temporary one is left to the caller, because
    /// GitHub uses it to send strangers to a shorter list.
    pub(crate) async fn send(&self, ask: &Ask) -> Asked<Reply> {
        let mut path = format!("{}{}", self.endpoint.rest, ask.path);
        for _ in 0..=MOST_REDIRECTS {
            let reply = match self.once(ask.operation, Method::GET, &path, None).await? {
                Ok(reply) => reply,
                Err(trouble) => return Ok(Err(trouble)),
            };
            if !matches!(reply.status.as_u16(), 301 | 307 | 308) {
                return Ok(Ok(reply));
            }
            let target = reply.headers.get(LOCATION).and_then(|value| value.to_str().ok());
            let Some(next) = target.and_then(|target| self.endpoint.path_of(target)) else {
                let message = format!("{} was redirected to another host or nowhere", ask.operation);
                return Ok(Err(Trouble::bad_reply(message).at(reply.exchange.as_ref())));
            };
            path = next;
        }
        Ok(Err(Trouble::bad_reply(format!("{} was redirected in circles", ask.operation))))
    }

    /// Asks for JSON with status 200; everything else is trouble.
    pub(crate) async fn get(&self, ask: &Ask) -> Asked<(Value, Reply)> {
        Ok(self.send(ask).await?.and_then(|reply| Ok((reply.json(ask)?, reply))))
    }

    /// Asks for a page by its whole path, as a Link header gave it.
    pub(crate) async fn page(&self, ask: &Ask, path: &str) -> Asked<Reply> {
        self.once(ask.operation, Method::GET, path, None).await
    }

    /// Sends a GraphQL query, in canonical JSON, so that a replay knows it again.
    pub(crate) async fn post_graphql(&self, operation: &'static str, body: &Value) -> Asked<Reply> {
        let body = model::canonical_json(body)?;
        self.once(operation, Method::POST, &self.endpoint.graphql, Some(body)).await
    }

    async fn once(&self, operation: &str, method: Method, path: &str, body: Option<Vec<u8>>) -> Asked<Reply> {
        let mut request = Request::builder().method(method).uri(path).extension(Operation(operation.to_owned()));
        if body.is_some() {
            // The only body ever sent is a GraphQL query, which reads.
            request = request.header(CONTENT_TYPE, "application/json").extension(Idempotent);
        }
        if let Some(withheld) = &self.withheld {
            request = request.extension(withheld.clone());
        }
        if let Some(credential) = &self.credential {
            match credential.header().await {
                Ok(header) => request = request.header(AUTHORIZATION, header),
                Err(message) => return Ok(Err(Trouble::new(Cause::NotConfigured, message))),
            }
        }
        let body = body.map_or_else(OctoBody::empty, OctoBody::from);
        let Ok(request) = request.body(body) else {
            return Ok(Err(Trouble::bad_reply(format!("{operation}: a name in the path makes no URI"))));
        };
        // Boxed: octocrab's own future takes 20 KB of every caller's.
        let (outcome, exchanges) = wire::traced(Box::pin(self.exchange(request))).await;
        // `traced` hides them from the caller's own trace, which wants them as well.
        exchanges.iter().for_each(wire::note_exchange);
        let exchange = exchanges.into_iter().next();
        match outcome {
            Ok((status, headers, body)) => Ok(Ok(Reply { status, headers, body, exchange })),
            Err(WireError::Failed(failure)) => Ok(Err(no_reply(operation, &failure).at(exchange.as_ref()))),
            Err(stop) => Err(stop.into()),
        }
    }

    async fn exchange(&self, request: Request<OctoBody>) -> Result<(StatusCode, HeaderMap, Bytes), WireError> {
        let reply = self.crab.execute(request).await.map_err(wire_error)?;
        let (parts, body) = reply.into_parts();
        let body = body.collect().await.map_err(wire_error)?.to_bytes();
        Ok((parts.status, parts.headers, body))
    }
}

impl Endpoint {
    /// The path and query of `url` if it is on this endpoint's host.
    pub(crate) fn path_of(&self, url: &str) -> Option<String> {
        let uri: Uri = url.parse().ok()?;
        let origin = format!("{}://{}", uri.scheme_str()?, uri.authority()?);
        let path = uri.path_and_query()?.as_str();
        let inside = path.strip_prefix(&self.rest).is_some_and(|tail| tail.starts_with('/'));
        (origin.eq_ignore_ascii_case(&self.origin) && inside).then(|| path.to_owned())
    }
}

impl Reply {
    /// The reply as JSON, if it is a success and is JSON.
    pub(crate) fn json(&self, ask: &Ask) -> Result<Value, Trouble> {
        if self.status != StatusCode::OK {
            let trouble = refused(ask.operation, ask.permission, self.status, &self.headers, &self.body);
            return Err(trouble.at(self.exchange.as_ref()));
        }
        self.parse(ask.operation)
    }

    /// True if a classic token asked that has none of `scopes`. GitHub answers it with 200 and what
    /// is public. Only classic tokens are told their scopes, and one may have none at all.
    pub(crate) fn lacks_scope(&self, scopes: &[&str]) -> bool {
        let granted = self.headers.get("x-oauth-scopes").and_then(|value| value.to_str().ok());
        granted.is_some_and(|granted| !granted.split(',').any(|scope| scopes.contains(&scope.trim())))
    }

    /// The body as JSON, whatever the status.
    pub(crate) fn parse(&self, operation: &str) -> Result<Value, Trouble> {
        let bad = |what: &str| Trouble::bad_reply(format!("{operation}: {what}")).at(self.exchange.as_ref());
        if let Some(media) = self.headers.get(CONTENT_TYPE) {
            let media = media.to_str().unwrap_or_default().to_lowercase();
            let essence = media.split(';').next().unwrap_or_default().trim();
            if essence != "application/json" && !essence.ends_with("+json") {
                return Err(bad(&format!("the reply is {essence:?}, not JSON")));
            }
        }
        serde_json::from_slice(&self.body).map_err(|error| bad(&format!("the reply cannot be read as JSON: {error}")))
    }
}

/// The wire's own error out of octocrab's wrapping.
fn wire_error(error: octocrab::Error) -> WireError {
    match error {
        octocrab::Error::Service { source, .. } => match source.downcast::<WireError>() {
            Ok(ours) => *ours,
            Err(other) => WireError::Recording(format!("the GitHub client stopped: {other}")),
        },
        _ => WireError::Recording("the GitHub client stopped".to_owned()),
    }
}

fn internal(message: &str) -> Error {
    Error::Wire(WireError::Recording(message.to_owned()))
}

/// A path segment, percent-encoded: `/` in a branch name is data, not structure.
pub(crate) fn segment(text: &str) -> String {
    const PLAIN: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    match text {
        // These would be read as steps in the path.
        "." => "%2E".to_owned(),
        ".." => "%2E%2E".to_owned(),
        _ => percent_encoding::utf8_percent_encode(text, PLAIN).to_string(),
    }
}
