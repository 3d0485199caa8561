//! Whether a reply means "later", and when. Sources: RFC 9110 (429, 503, `Retry-After`), the error
//! codes of the AWS APIs, GitHub's "Rate limits for the REST API" (primary and secondary limits).

use std::sync::LazyLock;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use jiff::fmt::rfc2822;
use model::Timestamp;
use regex::bytes::Regex;

/// What a reply means for trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the answer.
    Final,
    /// The server failed and may work later.
    Busy,
    /// Refused for rate; with the wait it asks for, if it says one.
    Throttled(Option<Duration>),
    /// Refused for rate; it names no wait, but its documentation a least one.
    AtLeast(Duration),
}

/// AWS error codes that mean "later", as the AWS SDKs' common retry behaviour lists them.
const CODES: &str = "Throttling|ThrottlingException|ThrottledException|RequestThrottled|RequestThrottledException|\
    RequestLimitExceeded|TooManyRequests|TooManyRequestsException|BandwidthLimitExceeded|PriorRequestNotComplete|\
    ProvisionedThroughputExceededException|TransactionInProgressException|EC2ThrottledException|SlowDown|\
    RequestTimeout|RequestTimeoutException";

/// The code in an XML or JSON error document. If the expression were wrong nothing would count as
/// throttled; a test holds that it is right.
static AWS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r##"<Code>(?:{CODES})</Code>|"(?:__type|code|Code)"\s*:\s*"(?:[^"#]*#)?(?:{CODES})""##)).ok()
});

/// An error document's code stands near its beginning.
const HEAD: usize = 16 * 1024;

/// GitHub asks for a minute after a secondary limit that names no time.
const SECONDARY: Duration = Duration::from_mins(1);

/// Judges a reply that came at `now`.
pub(crate) fn judge(reply: &Response<Bytes>, now: Timestamp) -> Verdict {
    let (status, headers, body) = (reply.status(), reply.headers(), reply.body());
    match status {
        StatusCode::TOO_MANY_REQUESTS => secondary(headers, body, now),
        StatusCode::FORBIDDEN if github_refused(headers, body) => secondary(headers, body, now),
        StatusCode::OK if exhausted(headers) && contains(body, b"\"RATE_LIMITED\"") => {
            Verdict::Throttled(asked(headers, now))
        }
        StatusCode::SERVICE_UNAVAILABLE if aws_code(headers, body) || retry_after(headers, now).is_some() => {
            Verdict::Throttled(asked(headers, now))
        }
        StatusCode::INTERNAL_SERVER_ERROR
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => Verdict::Busy,
        _ if status.is_client_error() && aws_code(headers, body) => Verdict::Throttled(asked(headers, now)),
        _ => Verdict::Final,
    }
}

fn secondary(headers: &HeaderMap, body: &Bytes, now: Timestamp) -> Verdict {
    match asked(headers, now) {
        None if contains(body, b"secondary rate limit") => Verdict::AtLeast(SECONDARY),
        wait => Verdict::Throttled(wait),
    }
}

/// A 403 of GitHub that is not about permissions.
fn github_refused(headers: &HeaderMap, body: &Bytes) -> bool {
    headers.contains_key("retry-after") || exhausted(headers) || contains(body, b"secondary rate limit")
}

fn exhausted(headers: &HeaderMap) -> bool {
    text(headers, "x-ratelimit-remaining") == Some("0")
}

fn aws_code(headers: &HeaderMap, body: &Bytes) -> bool {
    let head = body.get(..HEAD).unwrap_or(body);
    // `ThrottlingException:http://…` or `ns#ThrottlingException`.
    let kind = text(headers, "x-amzn-errortype").unwrap_or_default();
    let kind = kind.split(':').next().unwrap_or_default().rsplit('#').next().unwrap_or_default();
    CODES.split('|').any(|code| code == kind) || AWS.as_ref().is_some_and(|regex| regex.is_match(head))
}

/// The wait that the reply asks for: `Retry-After` first, else until the limit is reset.
fn asked(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    retry_after(headers, now).or_else(|| {
        let reset: i64 = text(headers, "x-ratelimit-reset").filter(|_| exhausted(headers))?.parse().ok()?;
        // One second more, because the moment is given in whole seconds.
        Some(until(Timestamp::from_second(reset).ok()?, headers, now) + Duration::from_secs(1))
    })
}

/// RFC 9110 section 10.2.3: seconds or a date.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = text(headers, "retry-after")?;
    match value.parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => Some(until(date(value)?, headers, now)),
    }
}

/// From the server's own clock, if it shows it, so that a wrong clock here does no harm.
fn until(moment: Timestamp, headers: &HeaderMap, now: Timestamp) -> Duration {
    let now = text(headers, "date").and_then(date).unwrap_or(now);
    Duration::try_from(moment.duration_since(now)).unwrap_or(Duration::ZERO)
}

fn date(value: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(value).ok()
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn contains(body: &Bytes, what: &[u8]) -> bool {
    let head = body.get(..HEAD).unwrap_or(body);
    head.windows(what.len()).any(|window| window == what)
}
