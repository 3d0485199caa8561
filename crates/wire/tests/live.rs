//! The client against servers that misbehave: every failure has its class, costs no more than its
//! bound, and says nothing that must not be said.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use model::{Digest, FailureKind};
use support::server::{Act, Server, head, reply};
use support::{clock, source};
use wire::{Live, LiveOptions, Recorder, Replay, Secrets, Wire, WireError};

const SECRET: &str = "planted-query-secret";

fn options() -> LiveOptions {
    LiveOptions {
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_millis(300),
        total_timeout: Duration::from_secs(20),
        max_body: 1024 * 1024,
        extra_ca: Vec::new(),
        system_proxy: false,
    }
}

async fn fetch(options: &LiveOptions, url: &str) -> Result<Response<Bytes>, WireError> {
    let wire = Wire::live(Live::new(options).unwrap().transport(), clock());
    wire.call(Request::get(url).body(Bytes::new()).unwrap()).await
}

/// The class of the failure that `url` ends in; the message must name neither address nor query.
async fn failure(url: &str) -> FailureKind {
    let Err(WireError::Failed(failure)) = fetch(&options(), url).await else { panic!("{url} did not fail") };
    let port = url.rsplit(':').next().unwrap().split('/').next().unwrap();
    for word in [SECRET, "http://", "https://", "?", port] {
        assert!(!failure.message.contains(word), "{word} is in {:?}", failure.message);
    }
    assert!(failure.message.len() > 5, "{:?} says nothing", failure.message);
    failure.kind
}

async fn failure_of(act: fn() -> Act) -> FailureKind {
    let server = Server::start(move |_, _| act()).await;
    failure(&server.url(&format!("/?token={SECRET}"))).await
}

#[tokio::test]
async fn each_broken_reply_has_its_class() {
    assert_eq!(failure_of(|| Act::Reset(Vec::new())).await, FailureKind::Broken, "reset before the head");
    assert_eq!(failure_of(|| Act::Write(Vec::new())).await, FailureKind::Broken, "closed before the head");
    assert_eq!(failure_of(|| Act::Write(b"SSH-2.0-x\r\n".to_vec())).await, FailureKind::Broken, "not HTTP");
    assert_eq!(
        failure_of(|| Act::Reset(head("200 OK", "", 9).into_bytes())).await,
        FailureKind::Broken,
        "reset after the head"
    );
    let cut = || Act::Write([head("200 OK", "", 100).as_bytes(), b"half"].concat());
    assert_eq!(failure_of(cut).await, FailureKind::Broken, "half a body");
    let chunk = || Act::Write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nhalf".to_vec());
    assert_eq!(failure_of(chunk).await, FailureKind::Broken, "half a chunk");
    let gzip = || reply("200 OK", "content-encoding: gzip\r\n", b"no gzip at all");
    assert_eq!(failure_of(gzip).await, FailureKind::Broken, "broken compression");
    assert_eq!(failure_of(|| Act::Hang(Vec::new())).await, FailureKind::Timeout, "silence before the head");
    let slow = || Act::Hang([head("200 OK", "", 100).as_bytes(), b"half"].concat());
    assert_eq!(failure_of(slow).await, FailureKind::Timeout, "silence in the body");
}

#[tokio::test]
async fn no_connection_and_no_handshake_are_told_apart() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let url = format!("https://{address}/?token={SECRET}");
    let plain = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        let _ = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut Vec::new()).await;
    });
    assert_eq!(failure(&url).await, FailureKind::Tls, "TLS with a server that speaks none");
    plain.await.unwrap();
    // The listener went with its task, so nobody listens there now.
    assert_eq!(failure(&url).await, FailureKind::Connect);
}

#[tokio::test]
async fn a_reply_costs_no_more_than_the_limit() {
    let endless = || Act::Endless(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'x'; 65_536]);
    assert_eq!(failure_of(endless).await, FailureKind::TooLarge, "without a length");
    let claims = || Act::Endless(head("200 OK", "", 1 << 40).into_bytes(), vec![b'x'; 65_536]);
    assert_eq!(failure_of(claims).await, FailureKind::TooLarge, "with an absurd length");
    // 3 MiB of zeros in 3 kB.
    let bomb = || {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut gzip, &vec![0; 3 << 20]).unwrap();
        reply("200 OK", "content-encoding: gzip\r\n", &gzip.finish().unwrap())
    };
    assert_eq!(failure_of(bomb).await, FailureKind::TooLarge, "after decompression");
}

#[tokio::test]
async fn what_is_longer_than_it_says_ends_where_it_says() {
    let server =
        Server::start(|_, _| Act::Write([head("200 OK", "", 4).as_bytes(), b"bodyHTTP/1.1 500"].concat())).await;
    let got = fetch(&options(), &server.url("/")).await.unwrap();
    assert_eq!((got.status().as_u16(), got.body().as_ref()), (200, b"body".as_slice()));
}

#[tokio::test]
async fn redirects_are_answers_and_the_client_says_who_it_is() {
    let server = Server::start(|_, request| {
        assert!(request.contains("\r\nuser-agent: assize/"), "{request}");
        assert!(request.contains("\r\naccept-encoding: gzip"), "{request}");
        reply("302 Found", "location: /elsewhere\r\n", b"")
    })
    .await;
    let got = fetch(&options(), &server.url("/")).await.unwrap();
    assert_eq!((got.status().as_u16(), &got.headers()["location"]), (302, &"/elsewhere".parse().unwrap()));
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn ten_megabytes_go_through_recorder_and_replay() {
    let body: Vec<u8> =
        (0..10_u32 << 20).map(|i| b"abcdefgh \n"[(i.wrapping_mul(2_654_435_761) >> 20) as usize % 10]).collect();
    let sent = body.clone();
    let server = Server::start(move |_, _| reply("200 OK", "content-type: text/plain\r\n", &sent)).await;
    let dir = tempfile::tempdir().unwrap();
    let recorder = Recorder::create(dir.path(), clock(), Secrets::default()).unwrap();
    let live =
        Live::new(&LiveOptions { max_body: 64 << 20, read_timeout: Duration::from_secs(20), ..options() }).unwrap();
    let wire = Wire::live(recorder.transport(&source("big"), live.transport()), clock());
    let request = Request::get(server.url("/big")).body(Bytes::new()).unwrap();
    let got = wire.call(request.clone()).await.unwrap();
    assert!(got.body() == &body, "the body came whole");
    recorder.finish().unwrap();
    let stored = dir.path().join("bodies").join(Digest::of(&body).as_str());
    assert_eq!(std::fs::metadata(stored).unwrap().len(), 10 << 20);
    let replay = Replay::open(dir.path()).unwrap();
    let again = Wire::recorded(replay.transport(&source("big")), clock()()).call(request).await.unwrap();
    assert!(again.body() == &body, "and comes whole again");
}

#[test]
fn a_wrong_certificate_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ca.pem");
    for content in [None, Some("no certificate"), Some("-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n")]
    {
        if let Some(text) = content {
            std::fs::write(&path, text).unwrap();
        }
        let error = Live::new(&LiveOptions { extra_ca: vec![path.clone()], ..options() }).unwrap_err();
        assert!(matches!(&error, WireError::Setup(text) if text.contains("ca.pem")), "{content:?}: {error}");
    }
}
