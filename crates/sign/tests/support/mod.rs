//! A wire to loopback, and one that answers what a test says.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use wire::{Live, LiveOptions, RetryOptions, Transport, Wire};

// Certificates of the tests are made by the system's clock.
#[allow(clippy::disallowed_methods)]
pub(crate) fn clock() -> wire::Clock {
    Arc::new(|| model::Timestamp::try_from(std::time::SystemTime::now()).unwrap())
}

/// The real client, as the command line stacks it, with short waits.
pub(crate) fn live() -> Wire {
    let client = Live::new(&LiveOptions { system_proxy: false, ..LiveOptions::default() }).unwrap();
    let mut options = RetryOptions::new(clock(), Arc::new(|| 0));
    options.first_wait = std::time::Duration::from_millis(10);
    Wire::live(wire::retrying(client.transport(), options), clock())
}

/// A wire on which `answer` answers.
pub(crate) fn answering(answer: impl Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync + 'static) -> Wire {
    let answer = Arc::new(answer);
    let transport = Transport::new(tower::service_fn(move |request: Request<Bytes>| {
        let reply = answer(&request);
        async move { Ok(reply) }
    }));
    Wire::live(transport, clock())
}

pub(crate) fn reply(status: u16, kind: &str, body: impl Into<Bytes>) -> Response<Bytes> {
    Response::builder().status(status).header("content-type", kind).body(body.into()).unwrap()
}

/// A variable of the test run.
#[allow(clippy::disallowed_methods)]
pub(crate) fn variable(name: &str, how: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set; {how}"))
}
