//! Asks a time-stamp authority (RFC 3161 section 3.4, over HTTP) and checks its answer at once, while one
//! can still ask again. Never takes a token that a later verifier would refuse.

use bytes::Bytes;
use http::{HeaderValue, Request, header};
use seal::time::{self, Authority, Time};
use wire::Wire;

use crate::{Error, ask};

/// A time-stamp that was checked.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The whole DER `TimeStampResp`, to be kept.
    pub response: Vec<u8>,
    /// What it proves.
    pub time: Time,
}

/// A time-stamp over `signature` from the authority at `url`. `nonce` must be new and random.
///
/// # Errors
/// When the authority does not answer, refuses, or gives a token that does not hold against `authorities`.
pub async fn stamp(
    wire: &Wire,
    url: &str,
    signature: &[u8],
    nonce: u64,
    authorities: &[Authority],
) -> Result<Stamp, Error> {
    let service = format!("the time-stamp authority {url}");
    let request = Request::post(url)
        .header(header::CONTENT_TYPE, "application/timestamp-query")
        .header(header::ACCEPT, "application/timestamp-reply")
        .body(Bytes::from(time::request(signature, nonce)?))
        .map_err(|_| Error::Address(url.to_owned()))?;
    let reply = ask::send(wire, &service, "POST time-stamp", request).await?;
    let kind = reply.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    // An authority that stands behind a portal answers with a page of HTML and status 200.
    let is_reply = kind.to_ascii_lowercase().starts_with(b"application/timestamp-reply");
    let kind = ask::shown(kind, "");
    let body = ask::accepted(&service, reply, "")?;
    if !is_reply {
        return Err(ask::bad(&service, format!("it is of the type {kind:?}, not application/timestamp-reply")));
    }
    let time = time::check(&body, signature, nonce, authorities)
        .map_err(|refusal| Error::Stamp { url: url.to_owned(), refusal })?;
    Ok(Stamp { response: body.to_vec(), time })
}
