//! One request and what came back: the raw evidence everything else is derived from.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Digest, ExchangeId, SourceId, Timestamp};

/// A recorded exchange, after redaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// Derived from the request, see [`ExchangeId::for_request`].
    pub id: ExchangeId,
    /// The source that was asked.
    pub source: SourceId,
    /// The API's own name of what was called: `iam:GetAccountSummary`, `GET /orgs/{org}`.
    pub operation: String,
    /// What was asked.
    pub request: Request,
    /// The final reply, or why there was none. Exactly one of `reply` and `failure` is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
    /// Why there was no reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// How often the request was sent until this outcome; at least 1.
    pub attempts: u32,
    /// Our clock when the outcome was known.
    #[schemars(with = "String")]
    pub fetched_at: Timestamp,
}

/// The recorded part of a request. Credentials are never in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// HTTP method, upper case.
    pub method: String,
    /// Scheme, host, path and query, with secret query values replaced and the query sorted.
    pub url: String,
    /// Headers that shape the reply (such as `accept`), lower-case names, from an allow-list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The request body, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
}

/// The recorded part of a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// HTTP status code.
    pub status: u16,
    /// Headers from an allow-list, lower-case names: `date`, `content-type`, request ids, `link`…
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body, after redaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
}

/// A body, beside the record or, if it is a small text, inside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Body {
    /// Stored as `bodies/<sha256>`.
    Stored {
        /// SHA-256 of the bytes.
        sha256: Digest,
        /// Length in bytes.
        size: u64,
    },
    /// UTF-8 text, as it is.
    Text {
        /// The body.
        text: String,
    },
    /// JSON, sent as its canonical bytes.
    Json {
        /// The body.
        json: serde_json::Value,
    },
}

/// Why a request got no reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// The class of failure.
    pub kind: FailureKind,
    /// The client's words, without URL and without secrets.
    pub message: String,
}

/// Classes of failure below HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// No connection: name not found, refused, unreachable.
    Connect,
    /// The TLS handshake failed.
    Tls,
    /// No answer in time.
    Timeout,
    /// The connection broke before the reply was whole.
    Broken,
    /// The reply is larger than the limit.
    TooLarge,
    /// The request could not be built or sent as it was.
    Refused,
}
