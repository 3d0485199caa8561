//! The client of time-stamp authorities, against `openssl ts`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;
#[path = "../../seal/tests/support/tsa.rs"]
mod tsa;

use std::sync::{Arc, LazyLock};

use seal::Reason;
use seal::time::Authority;
use sign::Error;
use sign::tsa::stamp;
use support::{answering, reply};
use tsa::{Keys, Tsa};

static TSA: LazyLock<Arc<Tsa>> = LazyLock::new(|| Arc::new(Tsa::new(Keys::Rsa)));
const URL: &str = "http://tsa.example/";
const REPLY: &str = "application/timestamp-reply";

fn trusted() -> [Authority; 1] {
    [Authority::from_pem("acme", &TSA.pem(&["root", "middle"])).unwrap()]
}

#[tokio::test]
async fn an_authority_is_asked_and_its_answer_checked() {
    let wire = answering(|request| {
        assert_eq!(request.method(), "POST");
        assert_eq!(request.headers()["content-type"], "application/timestamp-query");
        reply(200, REPLY, TSA.reply(request.body(), "ts.cnf"))
    });
    let stamped = stamp(&wire, URL, b"signature", 7, &trusted()).await.unwrap();
    assert_eq!(stamped.time.authority, "acme");
    TSA.openssl_verifies(&stamped.response, b"signature", true).unwrap();
}

#[tokio::test]
async fn what_a_verifier_would_refuse_is_not_taken() {
    let old = TSA.reply(&seal::time::request(b"signature", 6).unwrap(), "ts.cnf");
    let other = TSA.reply(&seal::time::request(b"another", 7).unwrap(), "ts.cnf");
    for (body, reason) in [
        (old, Reason::TimestampNonce),
        (other, Reason::TimestampImprint),
        (b"<html>".to_vec(), Reason::TimestampMalformed),
        (vec![0; 20_000], Reason::TimestampTooLarge),
    ] {
        let wire = answering(move |_| reply(200, REPLY, body.clone()));
        match stamp(&wire, URL, b"signature", 7, &trusted()).await {
            Err(Error::Stamp { refusal, url }) => assert_eq!((refusal.reason, url.as_str()), (reason, URL)),
            other => panic!("{other:?}"),
        }
    }
    let wire = answering(|request| reply(200, REPLY, TSA.reply(request.body(), "ts.cnf")));
    match stamp(&wire, URL, b"signature", 7, &[]).await {
        Err(Error::Stamp { refusal, .. }) => assert_eq!(refusal.reason, Reason::TimestampAuthorityUnknown),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn pages_and_refusals_are_told_apart() {
    let wire = answering(|_| reply(200, "text/html", "<html>log in</html>"));
    let told = stamp(&wire, URL, b"s", 7, &trusted()).await.unwrap_err().to_string();
    assert!(told.contains("text/html"), "{told}");
    let wire = answering(|_| reply(403, "text/plain", "no\u{7} thanks"));
    let told = stamp(&wire, URL, b"s", 7, &trusted()).await.unwrap_err().to_string();
    assert!(told.ends_with("refused with status 403: no thanks"), "{told}");
    assert!(matches!(stamp(&wire, "not an address", b"s", 7, &trusted()).await, Err(Error::Address(_))));
}
