//! What the SDK's kinds hold is what their schemas say; `moto.rs` asks the same of a server.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use serde_json::json;
use support::{Server, collect, estate, everything, fit_their_schemas};

#[tokio::test]
async fn every_field_is_what_its_schema_says() {
    let found = collect(Server::default().transport(estate::answer), &json!({}), &everything()).await.unwrap();
    assert!(fit_their_schemas(&found) > 80);
}
