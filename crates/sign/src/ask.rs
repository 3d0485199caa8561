//! One request to a service over the wire, and the words when it fails. Bodies of requests and secrets never
//! reach an error.

use bytes::Bytes;
use http::{Request, Response};
use wire::{Idempotent, Operation, Wire};

use crate::Error;

/// A reply longer than this is none of ours.
const MOST_REPLY: usize = 1 << 20;
/// How much of a refusal is shown.
const SHOWN: usize = 300;

/// Sends a request that may be sent again, and gives the reply whatever its status is.
pub(crate) async fn send(
    wire: &Wire,
    service: &str,
    operation: &str,
    mut request: Request<Bytes>,
) -> Result<Response<Bytes>, Error> {
    request.extensions_mut().insert(Operation(operation.to_owned()));
    request.extensions_mut().insert(Idempotent);
    let reply = wire.call(request).await;
    let reply = reply.map_err(|source| Error::Silent { service: service.to_owned(), source })?;
    if reply.body().len() > MOST_REPLY {
        return Err(bad(service, format!("it is {} bytes long", reply.body().len())));
    }
    Ok(reply)
}

/// The body of a reply that is no refusal.
pub(crate) fn accepted(service: &str, reply: Response<Bytes>, secret: &str) -> Result<Bytes, Error> {
    let status = reply.status();
    if status.is_success() {
        return Ok(reply.into_body());
    }
    let said = shown(reply.body(), secret);
    Err(Error::Refused { service: service.to_owned(), status: status.as_u16(), said })
}

/// The beginning of a text from outside, without control characters and without `secret`.
pub(crate) fn shown(body: &[u8], secret: &str) -> String {
    let text = String::from_utf8_lossy(body);
    let text = if secret.is_empty() { text.into_owned() } else { text.replace(secret, "[secret]") };
    text.chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}

pub(crate) fn bad(service: &str, why: impl Into<String>) -> Error {
    Error::BadReply { service: service.to_owned(), why: why.into() }
}
