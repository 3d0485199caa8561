//! Turns replies into values as the service's model describes them: members spelled in snake case,
//! times in RFC 3339, everything the model does not name left out. A reply that is not whole, or
//! says something else than the model, is refused: it must never pass for one that says nothing.

mod json;
mod scalar;
mod xml;

use model::Cause;
use serde_json::{Map, Value};

use super::described::{Described, Operation, Protocol, Shape};
use super::names::snake;
use crate::guard::is_html;

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 64;

/// The value of a successful reply to `operation`; the error says what is wrong with the reply.
pub(crate) fn reply(described: &Described, name: &str, operation: &Operation, body: &[u8]) -> Result<Value, String> {
    let say = |why: String| format!("the reply {why}");
    if is_html(body) {
        return Err(say("is a web page".to_owned()));
    }
    let text = std::str::from_utf8(body).map_err(|_| say("is not UTF-8".to_owned()))?;
    if let Some((payload, member)) = operation.payload()
        && matches!(member.is, Shape::Text | Shape::Blob)
    {
        // The body is the text itself; an empty one is still an answer of the service.
        return Ok(Value::Object(Map::from_iter([(snake(payload), Value::from(text))])));
    }
    let decoded = match described.protocol {
        Protocol::Json | Protocol::RestJson => json::reply(described, operation, text),
        Protocol::RestXml | Protocol::Query | Protocol::Ec2 => xml::reply(described, name, operation, text),
    };
    decoded.map_err(say)
}

/// Codes and message of an error reply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: String,
    /// The code that the same error has in the older protocol of the service.
    pub(crate) also: Option<String>,
    pub(crate) message: String,
}

impl Refusal {
    /// Reads an error reply; what it does not say stays empty.
    pub(crate) fn of(protocol: Protocol, headers: &http::HeaderMap, body: &[u8]) -> Self {
        let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        match protocol {
            Protocol::Json | Protocol::RestJson => {
                let (code, message) = json::error_of(body).unwrap_or_default();
                let code = Some(code).filter(|code| !code.is_empty()).or_else(|| header("x-amzn-errortype"));
                let code = code.as_deref().map(bare).unwrap_or_default().to_owned();
                let also =
                    header("x-amzn-query-error").map(|both| both.split(';').next().unwrap_or_default().to_owned());
                Self { code, also: also.filter(|also| !also.is_empty()), message }
            }
            Protocol::RestXml | Protocol::Query | Protocol::Ec2 => {
                let (code, message) = crate::guard::error_of(body).unwrap_or_default();
                Self { code, also: None, message }
            }
        }
    }

    /// True if one of `codes` names this error: `Code`, or `Code: words` that stand in its message.
    pub(crate) fn is_one_of(&self, codes: &[String]) -> bool {
        codes.iter().any(|named| {
            let (code, words) = named.split_once(": ").map_or((named.as_str(), None), |(c, w)| (c, Some(w)));
            (code == self.code || self.also.as_deref() == Some(code))
                && words.is_none_or(|w| self.message.to_ascii_lowercase().contains(&w.to_ascii_lowercase()))
        })
    }
}

/// `com.amazonaws.sqs#QueueDoesNotExist:http://…` as `QueueDoesNotExist`.
fn bare(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or_default();
    code.rsplit('#').next().unwrap_or_default().trim()
}

/// Whether a message says that a service is off, which several services report as a refusal.
pub(crate) fn says_not_enabled(message: &str) -> Option<Cause> {
    let message = message.to_ascii_lowercase();
    let says = ["is not enabled", "not subscribed", "is not activated", "has not been enabled"];
    says.iter().any(|words| message.contains(words)).then_some(Cause::NotEnabled)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
