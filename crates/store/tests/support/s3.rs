//! A real S3 server for tests (SeaweedFS, started by tests/servers/up), and requests that only tests send.
#![allow(dead_code, unreachable_pub, clippy::disallowed_methods, reason = "each test uses a part")]

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response};
use model::{FailureKind, Timestamp};
use object_store::aws::{AwsAuthorizer, AwsCredential};
use object_store::client::HttpRequest;
use store::{Http, HttpFailure, KeySource, Keys, Lock, LockMode, Objects, Settings};
use tower::{Service as _, ServiceExt as _};
use wire::{Live, LiveOptions, Transport, WireError};

/// Where the server is.
pub fn url() -> String {
    std::env::var("ASSIZE_TEST_S3")
        .expect("ASSIZE_TEST_S3 is not set: run tests/run, or eval \"$(tests/servers/up)\" first")
}

struct OverWire(Transport);

impl std::fmt::Debug for OverWire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OverWire(..)")
    }
}

#[async_trait::async_trait]
impl Http for OverWire {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpFailure> {
        let failed = |error: WireError| {
            let unsent = matches!(&error, WireError::Failed(f) if f.kind == FailureKind::Connect);
            HttpFailure { unsent, message: error.to_string() }
        };
        let mut transport = self.0.clone();
        transport.ready().await.map_err(failed)?.call(request).await.map_err(failed)
    }
}

pub fn http() -> Arc<dyn Http> {
    Arc::new(OverWire(Live::new(&LiveOptions { system_proxy: false, ..LiveOptions::default() }).unwrap().transport()))
}

#[derive(Debug)]
struct Fixed(&'static str);

#[async_trait::async_trait]
impl KeySource for Fixed {
    async fn keys(&self) -> Result<Keys, String> {
        Ok(Keys { id: "test".to_owned(), secret: self.0.to_owned(), token: None })
    }
}

pub fn settings(secret: &'static str) -> Settings {
    Settings {
        http: Some(http()),
        keys: Some(Arc::new(Fixed(secret))),
        region: Some("us-east-1".to_owned()),
        endpoint: Some(url()),
        ..Settings::default()
    }
}

/// A store in a bucket that is there.
pub fn open(bucket: &str) -> Arc<dyn Objects> {
    store::open(&format!("s3://{bucket}/some/prefix"), &settings("testtest")).unwrap()
}

/// The same with a lock; the clock is the world's.
pub fn open_locked(bucket: &str, mode: LockMode, days: u32) -> Arc<dyn Objects> {
    let lock = Some(Lock { mode, days, now: Arc::new(Timestamp::now) });
    store::open(&format!("s3://{bucket}/some/prefix"), &Settings { lock, ..settings("testtest") }).unwrap()
}

/// A signed request of any kind; gives status and text.
pub async fn send(method: Method, path: &str, headers: &[(&'static str, &str)], body: &str) -> (u16, String) {
    let body = Bytes::from(body.to_owned());
    let mut request = Request::builder().method(method).uri(format!("{}/{path}", url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request: HttpRequest = request.body(body.clone().into()).unwrap();
    let credential = AwsCredential { key_id: "test".to_owned(), secret_key: "testtest".to_owned(), token: None };
    AwsAuthorizer::new(&credential, "s3", "us-east-1").try_authorize(&mut request, None).unwrap();
    let (parts, _) = request.into_parts();
    let reply = http().send(Request::from_parts(parts, body)).await.unwrap();
    (reply.status().as_u16(), String::from_utf8_lossy(reply.body()).into_owned())
}

/// A bucket's name that no other test has.
pub fn name(what: &str) -> String {
    format!("{what}-{}-{}", std::process::id(), Timestamp::now().as_nanosecond() % 1_000_000_000)
}

/// Makes a bucket.
pub async fn bucket(what: &str, with_lock: bool) -> String {
    let name = name(what);
    let headers: &[(&str, &str)] = if with_lock { &[("x-amz-bucket-object-lock-enabled", "true")] } else { &[] };
    let (status, text) = send(Method::PUT, &name, headers, "").await;
    assert_eq!(status, 200, "{text}");
    name
}
