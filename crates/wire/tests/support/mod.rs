//! What several tests of the wire need: a clock that stands still and short ways to say things.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]
#![allow(dead_code, reason = "each test binary uses a part")]

pub(crate) mod server;

use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use model::SourceId;
use wire::Clock;

pub(crate) fn clock() -> Clock {
    let moment = "2026-11-24T02:00:00Z".parse().unwrap();
    Arc::new(move || moment)
}

pub(crate) fn source(name: &str) -> SourceId {
    name.parse().unwrap()
}

pub(crate) fn get(path: &str) -> Request<Bytes> {
    Request::get(format!("https://api.example.com{path}")).body(Bytes::new()).unwrap()
}
