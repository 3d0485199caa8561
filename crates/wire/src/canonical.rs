//! The canonical spelling of a request, by which a replay finds its answer. Two requests that mean
//! the same have one spelling; a secret is never part of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use model::{Body, Digest, ExchangeId, SourceId};

use crate::WireError;

/// What stands for the value of a secret query parameter.
pub(crate) const PARAMETER: &str = "[redacted:parameter]";

/// Query and form parameters whose value is a secret, in lower case. The `X-Amz-…` and
/// `X-Goog-…` names are those of presigned URLs, `sig` is that of an Azure shared access signature.
pub(crate) const SECRET_PARAMETERS: &[&str] = &[
    "x-amz-signature",
    "x-amz-credential",
    "x-amz-security-token",
    "x-goog-signature",
    "x-goog-credential",
    "awsaccesskeyid",
    "signature",
    "sig",
    "access_token",
    "refresh_token",
    "id_token",
    "auth_token",
    "private_token",
    "job_token",
    "token",
    "client_secret",
    "client_assertion",
    "assertion",
    "authorization_request",
    "api_key",
    "apikey",
    "secret",
    "password",
    "passwd",
    "jwt",
];

/// The canonical key of a request: `METHOD url`, and ` sha256:<hex>` of the body if there is one.
/// `url` must be canonical already.
pub fn request_key(method: &str, url: &str, body: Option<&Digest>) -> String {
    let mut key = format!("{method} {url}");
    if let Some(digest) = body {
        // Writing to a String cannot fail.
        let _ = write!(key, " sha256:{digest}");
    }
    key
}

/// The canonical key of a recorded request.
///
/// # Errors
/// When an inline JSON body cannot be written.
pub fn key_of(request: &model::Request) -> Result<String, WireError> {
    let digest = match &request.body {
        None => None,
        Some(Body::Stored { sha256, .. }) => Some(sha256.clone()),
        Some(Body::Text { text }) => Some(Digest::of(text.as_bytes())),
        Some(Body::Json { json }) => Some(model::digest_of(json).map_err(|e| WireError::Recording(e.to_string()))?),
    };
    Ok(request_key(&request.method, &canonical_url(&request.url), digest.as_ref()) + &asked_besides(&request.headers))
}

/// The name under which a request's [`Scope`](crate::Scope) is recorded.
pub(crate) const SCOPE: &str = "x-assize-scope";

/// What makes two requests with one address and body different: several calls of AWS differ in a
/// header alone, and two regions behind one address in nothing but the signature.
pub(crate) fn asked_besides(headers: &BTreeMap<String, String>) -> String {
    let named = |name: &str| headers.get(name).map(|value| format!(" {name}:{value}"));
    ["x-amz-target", SCOPE].into_iter().filter_map(named).collect()
}

/// The id of the `nth` (from 1) time that `source` asked the request with this canonical `key`. The
/// source is part of it, because two accounts ask the same endpoint the same thing.
pub fn exchange_id(source: &SourceId, key: &str, nth: u32) -> ExchangeId {
    ExchangeId::for_request(&format!("{source} {key}"), nth)
}

/// `url` in its canonical spelling: host in lower case, default port, user information and fragment
/// left out, percent-encoding as in RFC 3986 section 6.2.2, query sorted by name (equal names keep
/// their order), values of secret parameters replaced. Doing it twice changes nothing.
pub fn canonical_url(url: &str) -> String {
    let url = url.split_once('#').map_or(url, |(before, _)| before);
    let (rest, query) = url.split_once('?').map_or((url, None), |(rest, query)| (rest, Some(query)));
    let mut out = match rest.split_once("://") {
        None => percent(rest),
        Some((scheme, rest)) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let path = if path.is_empty() { "/" } else { path };
            let scheme = scheme.to_ascii_lowercase();
            format!("{scheme}://{}{}", host(&scheme, authority), percent(path))
        }
    };
    let query = canonical_query(query.unwrap_or_default());
    if !query.is_empty() {
        out.push('?');
        out.push_str(&query);
    }
    out
}

fn host(scheme: &str, authority: &str) -> String {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_ascii_lowercase();
    let default = if scheme == "https" { ":443" } else { ":80" };
    host.strip_suffix(default).map_or(host.clone(), str::to_owned)
}

fn canonical_query(query: &str) -> String {
    let mut pairs: Vec<(String, Option<String>)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.split_once('=') {
            None => (percent(pair), None),
            Some((name, value)) => {
                let name = percent(name);
                let value =
                    if is_secret_parameter(&name) && !value.is_empty() { PARAMETER.to_owned() } else { percent(value) };
                (name, Some(value))
            }
        })
        .collect();
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    let mut out = String::with_capacity(query.len());
    for (i, (name, value)) in pairs.into_iter().enumerate() {
        if i > 0 {
            out.push('&');
        }
        out.push_str(&name);
        if let Some(value) = value {
            out.push('=');
            out.push_str(&value);
        }
    }
    out
}

fn is_secret_parameter(name: &str) -> bool {
    SECRET_PARAMETERS.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}

/// Percent-encoding in one spelling: what need not be encoded is not, the rest in upper case. A `%`
/// that encodes nothing becomes `%25`, so that a second pass finds nothing new.
fn percent(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let code = after.get(..2).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        if let Some(byte) = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                out.push(char::from(byte));
            } else {
                let _ = write!(out, "%{byte:02X}");
            }
            rest = after.get(2..).unwrap_or("");
        } else {
            out.push_str("%25");
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_requests_have_one_spelling() {
        let want = "https://api.example.com/a%2Fb-c?a=2&a=1&b=%20x";
        for same in [
            "https://api.example.com/a%2fb%2Dc?b=%20x&a=2&a=1",
            "HTTPS://API.example.com:443/a%2Fb-c?a=2&b=%20x&a=1#top",
            "https://user:hunter22@api.example.com/a%2Fb-c?&a=2&a=1&&b=%20x",
        ] {
            assert_eq!(canonical_url(same), want);
        }
        assert_ne!(
            canonical_url("https://api.example.com/a%2Fb-c?a=1&a=2&b=%20x"),
            want,
            "order of equal names counts"
        );
        assert_eq!(canonical_url("http://127.0.0.1:5100"), "http://127.0.0.1:5100/");
    }

    #[test]
    fn secret_parameters_are_replaced_and_paging_is_not() {
        let url = "https://h/?X-Amz-Signature=abc&x-amz-credential=k&page_token=p1&Access%5Ftoken=zzz&sig=";
        assert_eq!(
            canonical_url(url),
            "https://h/?Access_token=[redacted:parameter]&X-Amz-Signature=[redacted:parameter]&page_token=p1&sig=&x-amz-credential=[redacted:parameter]"
        );
    }

    #[test]
    fn the_key_holds_method_url_and_body() {
        let json = serde_json::json!({"query": "{viewer{login}}", "after": null});
        let bytes = model::canonical_json(&json).unwrap();
        let inline = model::Request {
            method: "POST".into(),
            url: "https://H/graphql".into(),
            headers: std::collections::BTreeMap::new(),
            body: Some(Body::Json { json }),
        };
        let want = format!("POST https://h/graphql sha256:{}", Digest::of(&bytes));
        assert_eq!(key_of(&inline).unwrap(), want);
    }

    proptest! {
        #[test]
        fn canonical_twice_is_canonical_once(url in "(https?://)?[a-zA-Z@:%/?&=#._\\[\\]0-9-é]{0,60}") {
            let once = canonical_url(&url);
            prop_assert_eq!(canonical_url(&once), once);
        }

        #[test]
        fn the_order_of_the_query_does_not_matter(mut names in prop::collection::btree_set("[a-z]{1,6}", 1..6).prop_map(|s| s.into_iter().collect::<Vec<_>>()), seed in any::<u64>()) {
            let join = |names: &[String]| format!("https://h/p?{}", names.iter().map(|n| format!("{n}=v{n}")).collect::<Vec<_>>().join("&"));
            let want = canonical_url(&join(&names));
            let turn = usize::try_from(seed % 7).unwrap() % names.len();
            names.rotate_left(turn);
            prop_assert_eq!(canonical_url(&join(&names)), want);
        }
    }
}
