//! What a recording looks like, for the one who writes it and the one who reads it: names of files,
//! which headers are kept, and how a recorded reply becomes a response. Recorder and replay both
//! answer through [`answer`], so a connector cannot tell them apart.

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use model::Reply;

use crate::{Attempts, Operation, Redactor, WireError};

/// The exchanges, sorted by id, one a line.
pub(crate) const EXCHANGES: &str = "exchanges.jsonl";
/// The exchanges as they came, while the recording is being made.
pub(crate) const PART: &str = "exchanges.part";
/// The folder of bodies, each named by its SHA-256.
pub(crate) const BODIES: &str = "bodies";

/// Request headers that shape the reply. No other is recorded.
const REQUEST_HEADERS: &[&str] = &["accept", "content-type", "x-github-api-version", "x-amz-target"];

/// Reply headers that say what the reply is, who gave it, when, and what the caller may do. No other
/// is recorded, and the connector sees no other. The request id is kept, because the log of the API can
/// confirm the call by it; `x-amz-id-2` is not: it says no more, and its bytes, new each night, would be
/// a good part of what a night adds to a store.
const REPLY_HEADERS: &[&str] = &[
    "content-type",
    "date",
    "deprecation",
    "etag",
    "github-authentication-token-expiration",
    "last-modified",
    "link",
    "location",
    "retry-after",
    "sunset",
    "x-accepted-github-permissions",
    "x-accepted-oauth-scopes",
    "x-amz-bucket-region",
    "x-amz-request-id",
    "x-amzn-errortype",
    "x-amzn-query-error",
    "x-amzn-requestid",
    "x-github-api-version-selected",
    "x-github-enterprise-version",
    "x-github-media-type",
    "x-github-request-id",
    "x-github-sso",
    "x-next-page",
    "x-oauth-scopes",
    "x-page",
    "x-per-page",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-ratelimit-resource",
    "x-ratelimit-used",
    "x-request-id",
    "x-total",
    "x-total-pages",
];

/// The recorded headers of a request.
pub(crate) fn request_headers(headers: &HeaderMap, redactor: &Redactor) -> Result<BTreeMap<String, String>, WireError> {
    keep(headers, REQUEST_HEADERS, redactor)
}

/// The recorded headers of a reply.
pub(crate) fn reply_headers(headers: &HeaderMap, redactor: &Redactor) -> Result<BTreeMap<String, String>, WireError> {
    keep(headers, REPLY_HEADERS, redactor)
}

fn keep(headers: &HeaderMap, allowed: &[&str], redactor: &Redactor) -> Result<BTreeMap<String, String>, WireError> {
    let mut kept = BTreeMap::new();
    for name in allowed {
        let values: Vec<_> =
            headers.get_all(*name).iter().map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned()).collect();
        if !values.is_empty() {
            // RFC 9110 section 5.3: several fields of one name mean the same as their list.
            kept.insert((*name).to_owned(), redactor.text(&values.join(", "))?);
        }
    }
    Ok(kept)
}

/// The response that a recorded reply with this body is.
///
/// # Errors
/// [`WireError::Recording`] when the status or a header is none that HTTP knows.
pub(crate) fn answer(reply: &Reply, body: Bytes, attempts: u32) -> Result<Response<Bytes>, WireError> {
    let bad = |what: &str| WireError::Recording(format!("a recorded reply has {what}"));
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(reply.status).map_err(|_| bad(&format!("the status {}", reply.status)))?;
    for (name, value) in &reply.headers {
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad(&format!("the header name {name:?}")))?;
        let value =
            HeaderValue::from_bytes(value.as_bytes()).map_err(|_| bad(&format!("a bad value of header {name}")))?;
        response.headers_mut().insert(header, value);
    }
    response.extensions_mut().insert(Attempts(attempts));
    Ok(response)
}

/// What a request calls itself, or its method and path if nobody named it.
pub(crate) fn operation_of(request: &Request<Bytes>) -> String {
    match request.extensions().get::<Operation>() {
        Some(Operation(name)) => name.clone(),
        None => format!("{} {}", request.method(), request.uri().path()),
    }
}

/// An error of the recording at `path`.
pub(crate) fn failed(doing: &str, path: &Path, cause: &dyn std::fmt::Display) -> WireError {
    WireError::Recording(format!("cannot {doing} {}: {cause}", path.display()))
}
