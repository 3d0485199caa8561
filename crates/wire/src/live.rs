//! The world: one HTTP client under every connector, with one TLS stack and one place for proxies,
//! certificates, timeouts and bounds. It never follows a redirect (a connector must see it), never
//! tries twice (that is the retry layer's), and never lets a URL into an error message.

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use model::{Failure, FailureKind};

use crate::{Transport, WireError};

/// How the client behaves. `LiveOptions::default()` suits a nightly run.
#[derive(Debug, Clone)]
pub struct LiveOptions {
    /// Longest wait for a connection, TLS handshake included.
    pub connect_timeout: Duration,
    /// Longest silence while a reply is read.
    pub read_timeout: Duration,
    /// Longest time for one try, from connecting to the last byte.
    pub total_timeout: Duration,
    /// Largest reply body in bytes, after decompression.
    pub max_body: u64,
    /// PEM files with certificate authorities trusted besides those of the system.
    pub extra_ca: Vec<PathBuf>,
    /// True to use the proxies that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name.
    pub system_proxy: bool,
}

impl Default for LiveOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_mins(2),
            max_body: 64 * 1024 * 1024,
            extra_ca: Vec::new(),
            system_proxy: true,
        }
    }
}

/// The client.
#[derive(Debug, Clone)]
pub struct Live {
    client: reqwest::Client,
    max_body: u64,
}

impl Live {
    /// Sets up the client.
    ///
    /// # Errors
    /// [`WireError::Setup`] when a certificate file cannot be read or holds none, or the TLS stack
    /// cannot be set up.
    pub fn new(options: &LiveOptions) -> Result<Self, WireError> {
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("assize/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .gzip(true)
            .connect_timeout(options.connect_timeout)
            .read_timeout(options.read_timeout)
            .timeout(options.total_timeout)
            .pool_idle_timeout(Duration::from_mins(1));
        if !options.system_proxy {
            builder = builder.no_proxy();
        }
        for path in &options.extra_ca {
            builder = builder.tls_certs_merge(certificates(path)?);
        }
        let client = builder
            .build()
            .map_err(|e| WireError::Setup(format!("the HTTP client cannot be set up: {}", words(&e.without_url()))))?;
        Ok(Self { client, max_body: options.max_body })
    }

    /// The client as what stands under a wire.
    pub fn transport(&self) -> Transport {
        let live = self.clone();
        Transport::new(tower::service_fn(move |request| {
            let live = live.clone();
            async move { live.send(request).await.map_err(WireError::Failed) }
        }))
    }

    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Failure> {
        let request = reqwest::Request::try_from(request).map_err(classify)?;
        let mut reply = self.client.execute(request).await.map_err(classify)?;
        let mut answer = Response::new(Bytes::new());
        *answer.status_mut() = reply.status();
        *answer.version_mut() = reply.version();
        *answer.headers_mut() = std::mem::take(reply.headers_mut());
        *answer.body_mut() = self.body(reply).await?;
        Ok(answer)
    }

    /// Reads the body piece by piece and stops at the limit, so that an endless or highly
    /// compressed reply costs no more than the limit.
    async fn body(&self, mut reply: reqwest::Response) -> Result<Bytes, Failure> {
        let mut body = BytesMut::new();
        while let Some(piece) = reply.chunk().await.map_err(classify)? {
            let size = u64::try_from(body.len().saturating_add(piece.len())).unwrap_or(u64::MAX);
            if size > self.max_body {
                let message = format!("the reply is larger than {} bytes", self.max_body);
                return Err(Failure { kind: FailureKind::TooLarge, message });
            }
            body.extend_from_slice(&piece);
        }
        Ok(body.freeze())
    }
}

fn certificates(path: &PathBuf) -> Result<Vec<reqwest::Certificate>, WireError> {
    let refuse = |cause: String| WireError::Setup(format!("certificate file {}: {cause}", path.display()));
    let pem = std::fs::read(path).map_err(|e| refuse(e.to_string()))?;
    let found = reqwest::Certificate::from_pem_bundle(&pem).map_err(|e| refuse(words(&e)))?;
    if found.is_empty() { Err(refuse("it holds no PEM certificate".into())) } else { Ok(found) }
}

fn classify(error: reqwest::Error) -> Failure {
    let error = error.without_url();
    let kind = if error.is_builder() {
        FailureKind::Refused
    } else if is_tls(&error) {
        FailureKind::Tls
    } else if error.is_connect() {
        FailureKind::Connect
    } else if error.is_timeout() {
        FailureKind::Timeout
    } else {
        FailureKind::Broken
    };
    let message = words(&error);
    let way_out = if message.contains("tunnel error") {
        "; the proxy refuses it: see HTTPS_PROXY (with its user and password) and NO_PROXY"
    } else if message.contains("certificate") {
        "; an authority of your own is named in [network] ca_files"
    } else {
        ""
    };
    Failure { kind, message: message + way_out }
}

/// The errors that led to this one, outermost first.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&current| {
        // `io::Error` shows the error it wraps by `get_ref`; its `source` skips that one.
        let wrapped = current.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        wrapped.map(|inner| inner as &(dyn Error + 'static)).or_else(|| current.source())
    })
}

fn is_tls(error: &reqwest::Error) -> bool {
    causes(error).any(<dyn Error>::is::<rustls::Error>)
}

/// The chain of causes as one line. The client's own first words ("error sending request") say less
/// than the causes, so they stand only where there is no cause.
fn words(error: &reqwest::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    for text in causes(error).map(ToString::to_string) {
        if parts.last().is_none_or(|last| !last.contains(&text)) {
            parts.push(text);
        }
    }
    without_addresses(&if parts.is_empty() { error.to_string() } else { parts.join(": ") })
}

/// A proxy's address can hold a password, and no layer of the client promises to keep it back.
fn without_addresses(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').map(|word| if word.contains("://") { "[address]" } else { word }).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses_are_left_out() {
        let text = "tunnel to \"http://bob:hunter22@proxy:3128\" failed: refused";
        assert_eq!(super::without_addresses(text), "tunnel to [address] failed: refused");
    }
}
