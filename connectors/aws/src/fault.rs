//! Why a call has no usable answer, in the words of a gap. It must never turn a refusal into an
//! observation: which codes mean "not set" is decided where the field is read.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use model::{Cause, FailureKind};
use wire::WireError;

use crate::guard;
use crate::http::{find, unreadable};

/// Longest text of a server that is repeated in a message, in characters.
const MAX_TEXT: usize = 300;

/// A call without a usable answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) cause: Cause,
    /// The API's error code, or empty.
    pub(crate) code: String,
    /// One sentence for people.
    pub(crate) message: String,
    /// The region that the reply points to, if it points to one.
    pub(crate) region: Option<String>,
}

impl Fault {
    /// A reply that cannot be read or contradicts itself.
    pub(crate) fn bad_reply(message: impl Into<String>) -> Self {
        Self::new(Cause::BadReply, message)
    }

    /// A fault that is not an error code of the API.
    pub(crate) fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self { cause, code: String::new(), message: message.into(), region: None }
    }

    /// Reads what the SDK says about a failed call of `operation`.
    pub(crate) fn of<E>(operation: &str, error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        if let Some(refused) = unreadable(error) {
            return Self::bad_reply(refused.to_string());
        }
        if let Some(WireError::Failed(failure)) = find::<WireError>(error) {
            let cause = if failure.kind == FailureKind::TooLarge { Cause::BadReply } else { Cause::Transient };
            return Self::new(cause, format!("{operation}: no reply: {}", clean(&failure.message)));
        }
        match error {
            SdkError::ServiceError(context) => {
                let meta = context.err().meta();
                Self::reply(operation, context.raw(), meta.code(), meta.message())
            }
            SdkError::ResponseError(context) if context.raw().status().is_success() => {
                Self::bad_reply(format!("{operation}: the reply cannot be read: {}", chain(error)))
            }
            SdkError::ResponseError(context) => Self::reply(operation, context.raw(), None, None),
            SdkError::TimeoutError(_) => Self::new(Cause::Transient, format!("{operation}: no reply in time")),
            _ => match find::<aws_credential_types::provider::error::CredentialsError>(error) {
                Some(e) => {
                    Self::new(Cause::Denied, format!("{operation}: the credentials are not usable: {}", chain(e)))
                }
                None => Self::bad_reply(format!("{operation}: the request could not be made: {}", chain(error))),
            },
        }
    }

    fn reply(operation: &str, raw: &HttpResponse, code: Option<&str>, message: Option<&str>) -> Self {
        let status = raw.status().as_u16();
        let body = raw.body().bytes().unwrap_or_default();
        let read = guard::error_of(body);
        let code = code.map(str::to_owned).or_else(|| read.as_ref().map(|r| r.0.clone())).unwrap_or_default();
        let text = message.map(str::to_owned).or_else(|| read.map(|r| r.1)).unwrap_or_default();
        let region = raw.headers().get("x-amz-bucket-region").filter(|_| is_redirect(status, &code)).map(str::to_owned);
        let fault = Self::answered(status, &code, &text, body);
        Self { message: format!("{operation}: {}", fault.message), region, ..fault }
    }

    /// An error reply with its code and message, as far as it has them.
    pub(crate) fn answered(status: u16, code: &str, text: &str, body: &[u8]) -> Self {
        let html = guard::is_html(body);
        let cause = cause(status, code, html);
        let shown = match (code.is_empty(), html) {
            (false, _) => clean(&format!("{code}: {text}")),
            (true, true) => "a web page".to_owned(),
            (true, false) => "no error code".to_owned(),
        };
        let advice = advice(code).map(|a| format!("; {a}")).unwrap_or_default();
        Self { cause, code: clean(code), message: format!("HTTP {status}, {shown}{advice}"), region: None }
    }
}

fn is_redirect(status: u16, code: &str) -> bool {
    matches!(status, 301 | 302 | 307 | 308)
        || matches!(
            code,
            "PermanentRedirect"
                | "TemporaryRedirect"
                | "AuthorizationHeaderMalformed"
                | "IllegalLocationConstraintException"
        )
}

/// The class of an error reply. Codes say more than the status; a page of HTML says that the
/// server does not know the call, or that something stands in between.
fn cause(status: u16, code: &str, html: bool) -> Cause {
    match code {
        "AccessDenied"
        | "AccessDeniedException"
        | "AllAccessDisabled"
        | "AuthFailure"
        | "ExpiredToken"
        | "ExpiredTokenException"
        | "IncompleteSignature"
        | "InvalidAccessKeyId"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "InvalidToken"
        | "MissingAuthenticationToken"
        | "NotAuthorized"
        | "RequestExpired"
        | "RequestTimeTooSkewed"
        | "SignatureDoesNotMatch"
        | "TokenRefreshRequired"
        | "UnauthorizedAccess"
        | "UnauthorizedException"
        | "UnauthorizedOperation"
        | "AuthorizationError"
        | "AuthorizationErrorException"
        | "ForbiddenException"
        | "NotAuthorizedException"
        | "UnrecognizedClientException" => Cause::Denied,
        "BandwidthLimitExceeded"
        | "PriorRequestNotComplete"
        | "RequestLimitExceeded"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "SlowDown"
        | "ThrottledException"
        | "Throttling"
        | "ThrottlingException"
        | "TooManyRequestsException"
        | "EC2ThrottledException"
        | "TooManyRequests"
        | "ProvisionedThroughputExceededException"
        | "LimitExceeded" => Cause::Throttled,
        "InternalError" | "InternalFailure" | "NoSuchBucket" | "OperationAborted" | "RequestTimeout"
        | "ServiceFailure" | "ServiceUnavailable" => Cause::Transient,
        "InvalidAction"
        | "UnknownOperation"
        | "UnsupportedOperationException"
        | "MethodNotAllowed"
        | "NotImplemented"
        | "UnknownOperationException"
        | "UnsupportedOperation" => Cause::Unsupported,
        "OptInRequired" | "NotSignedUp" | "SubscriptionRequiredException" | "AWSOrganizationsNotInUseException" => {
            Cause::NotEnabled
        }
        // What was listed a moment ago is gone.
        _ if code.starts_with("NoSuch") || code.contains("NotFound") => Cause::Transient,
        _ => match status {
            401 | 403 => Cause::Denied,
            429 => Cause::Throttled,
            404 | 405 | 501 if code.is_empty() => Cause::Unsupported,
            500 if html => Cause::Unsupported,
            500.. => Cause::Transient,
            _ => Cause::BadReply,
        },
    }
}

/// The way out, for codes that have one.
fn advice(code: &str) -> Option<&'static str> {
    match code {
        "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" => {
            Some("the credentials have expired, renew them and run again")
        }
        "InvalidClientTokenId" | "InvalidAccessKeyId" | "UnrecognizedClientException" => {
            Some("AWS does not know this access key")
        }
        "SignatureDoesNotMatch" | "InvalidSignatureException" | "IncompleteSignature" => {
            Some("the secret key is wrong")
        }
        "RequestExpired" | "RequestTimeTooSkewed" => Some("the clock of this machine is wrong"),
        "NoSuchBucket" => Some("the bucket went away while it was read"),
        _ if code.starts_with("NoSuch") || code.contains("NotFound") => Some("it may have gone away while it was read"),
        _ => None,
    }
}

/// One line of bounded length.
pub(crate) fn clean(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_TEXT).collect();
    line.trim().trim_end_matches([':', '.']).to_owned()
}

/// An error and its causes on one line.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    for _ in 0..8 {
        let Some(cause) = next else { break };
        let more = cause.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        next = cause.source();
    }
    clean(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_statuses_have_their_cause() {
        for (status, code, html, expected) in [
            (403, "AccessDenied", false, Cause::Denied),
            (403, "InvalidClientTokenId", false, Cause::Denied),
            (400, "ExpiredToken", false, Cause::Denied),
            (400, "Throttling", false, Cause::Throttled),
            (503, "SlowDown", false, Cause::Throttled),
            (429, "", false, Cause::Throttled),
            (500, "InternalFailure", false, Cause::Transient),
            (503, "", false, Cause::Transient),
            (502, "", true, Cause::Transient),
            (500, "", true, Cause::Unsupported),
            (404, "", true, Cause::Unsupported),
            (501, "NotImplemented", false, Cause::Unsupported),
            (400, "ValidationError", false, Cause::BadReply),
            (404, "NoSuchBucket", false, Cause::Transient),
            (403, "", true, Cause::Denied),
        ] {
            assert_eq!(cause(status, code, html), expected, "{status} {code} {html}");
        }
    }

    #[test]
    fn a_servers_text_cannot_break_the_line_or_flood_it() {
        let text = clean(&format!("a\nb\u{1b}[31m{}", "x".repeat(5000)));
        assert!(text.starts_with("a b"), "{text}");
        assert!(text.chars().count() <= MAX_TEXT);
        assert!(!text.contains('\u{1b}'));
    }
}
