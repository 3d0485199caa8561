//! Trying again: when, how often, how long, and never what may act twice. Servers are real, sleep
//! is counted and not slept.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use support::server::{Act, Server, reply};
use support::{clock, source};
use wire::{
    Attempts, Idempotent, Live, LiveOptions, Recorder, Replay, RetryOptions, Secrets, Transport, Wire, WireError,
    per_host, retrying,
};

/// The waits that were asked for, in milliseconds.
type Waits = Arc<Mutex<Vec<u128>>>;

fn options(random: u64) -> (RetryOptions, Waits) {
    let waits = Waits::default();
    let mut options = RetryOptions::new(clock(), Arc::new(move || random));
    let noted = Arc::clone(&waits);
    options.sleep = Arc::new(move |time| {
        noted.lock().unwrap().push(time.as_millis());
        Box::pin(async {})
    });
    (options, waits)
}

fn live() -> Transport {
    let options =
        LiveOptions { read_timeout: Duration::from_millis(300), system_proxy: false, ..LiveOptions::default() };
    Live::new(&options).unwrap().transport()
}

async fn ask(transport: Transport, request: Request<Bytes>) -> Result<Response<Bytes>, WireError> {
    Wire::live(transport, clock()).call(request).await
}

fn get(server: &Server) -> Request<Bytes> {
    Request::get(server.url("/")).body(Bytes::new()).unwrap()
}

/// Asks a server that answers with `refusals` first and 200 then. Answers status, tries, waits.
async fn outcome(refusals: Vec<fn() -> Act>) -> (u16, u32, Vec<u128>) {
    let server =
        Server::start(move |n, _| refusals.get(n).map_or_else(|| reply("200 OK", "", b"{}"), |act| act())).await;
    let (options, waits) = options(0);
    let got = ask(retrying(per_host(live(), 2), options), get(&server)).await.unwrap();
    let attempts = got.extensions().get::<Attempts>().unwrap().0;
    assert_eq!(usize::try_from(attempts).unwrap(), server.requests(), "attempts are what was sent");
    let waits = waits.lock().unwrap().clone();
    (got.status().as_u16(), attempts, waits)
}

#[tokio::test]
async fn it_waits_as_long_as_the_reply_asks() {
    let cases: Vec<(fn() -> Act, u128)> = vec![
        (|| reply("429 Too Many Requests", "retry-after: 7\r\n", b""), 7000),
        (|| reply("503 Service Unavailable", "retry-after: 0\r\n", b""), 0),
        // The server's clock is what a date is measured by; ours says 02:00:00.
        (
            || {
                reply(
                    "429 Too Many Requests",
                    "date: Mon, 23 Nov 2026 10:00:00 GMT\r\nretry-after: Mon, 23 Nov 2026 10:00:09 GMT\r\n",
                    b"",
                )
            },
            9000,
        ),
        (|| reply("429 Too Many Requests", "retry-after: Tue, 24 Nov 2026 02:00:11 GMT\r\n", b""), 11_000),
        (|| reply("429 Too Many Requests", "retry-after: Tue, 24 Nov 2026 01:00:00 GMT\r\n", b""), 0),
        // 1795485620 is 02:00:20 of that day.
        (|| reply("403 Forbidden", "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1795485620\r\n", b""), 21_000),
        (|| reply("403 Forbidden", "", b"{\"message\": \"You have exceeded a secondary rate limit.\"}"), 60_000),
        (|| reply("403 Forbidden", "retry-after: 30\r\n", b"secondary rate limit"), 30_000),
        (
            || {
                reply(
                    "200 OK",
                    "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1795485602\r\n",
                    b"{\"errors\":[{\"type\":\"RATE_LIMITED\"}]}",
                )
            },
            3000,
        ),
        // No wait named: half of the first wait, plus a random part that is 0 here.
        (|| reply("429 Too Many Requests", "retry-after: soon\r\n", b""), 250),
        (
            || reply("400 Bad Request", "", b"<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>"),
            250,
        ),
        (|| reply("400 Bad Request", "", b"{\"__type\":\"com.amazonaws#ThrottlingException\"}"), 250),
        (|| reply("400 Bad Request", "x-amzn-errortype: ThrottlingException:http://internal/\r\n", b"{}"), 250),
        (|| reply("503 Slow Down", "", b"<Error><Code>SlowDown</Code></Error>"), 250),
        (|| reply("502 Bad Gateway", "", b""), 250),
        (|| Act::Reset(Vec::new()), 250),
        (|| Act::Hang(Vec::new()), 250),
    ];
    for (number, (act, wait)) in cases.into_iter().enumerate() {
        assert_eq!(outcome(vec![act]).await, (200, 2, vec![wait]), "case {number}");
    }
}

#[tokio::test]
async fn what_is_an_answer_is_not_asked_again() {
    let cases: Vec<fn() -> Act> = vec![
        || reply("403 Forbidden", "x-ratelimit-remaining: 4999\r\n", b"{\"message\":\"Must have admin rights\"}"),
        || reply("404 Not Found", "", b""),
        || reply("400 Bad Request", "", b"<Error><Code>MalformedPolicy</Code></Error>"),
        || reply("200 OK", "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1795485602\r\n", b"{\"data\":{}}"),
        || reply("501 Not Implemented", "", b""),
        || reply("301 Moved Permanently", "retry-after: 5\r\n", b""),
    ];
    for (number, act) in cases.into_iter().enumerate() {
        let (_, attempts, waits) = outcome(vec![act]).await;
        assert_eq!((attempts, waits.len()), (1, 0), "case {number}");
    }
}

#[tokio::test]
async fn waits_double_up_to_the_longest_and_tries_end() {
    let server = Server::start(|_, _| reply("500 Internal Server Error", "", b"broken")).await;
    let (options, waits) = options(u64::MAX);
    let got =
        ask(retrying(live(), RetryOptions { longest_wait: Duration::from_secs(4), ..options }), get(&server)).await;
    let got = got.unwrap();
    assert_eq!((got.status().as_u16(), got.body().as_ref()), (500, b"broken".as_slice()));
    assert_eq!(got.extensions().get::<Attempts>(), Some(&Attempts(8)));
    let waits = waits.lock().unwrap().clone();
    let caps = [500, 1000, 2000, 4000, 4000, 4000, 4000];
    assert_eq!(waits.len(), caps.len());
    for (wait, cap) in waits.iter().zip(caps) {
        assert!((cap / 2..=cap).contains(wait), "{waits:?}");
    }
}

#[tokio::test]
async fn beyond_the_budget_the_last_refusal_is_the_reply() {
    let server = Server::start(|_, _| reply("429 Too Many Requests", "retry-after: 130\r\n", b"later")).await;
    let (options, waits) = options(0);
    let got = ask(retrying(live(), options), get(&server)).await.unwrap();
    assert_eq!((got.status().as_u16(), got.body().as_ref()), (429, b"later".as_slice()));
    assert_eq!(*waits.lock().unwrap(), [130_000, 130_000], "a third wait would pass the 300 seconds");
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn a_post_is_sent_twice_only_if_it_says_it_may() {
    for (marked, want) in [(false, 1), (true, 4)] {
        let server = Server::start(|_, _| Act::Reset(Vec::new())).await;
        let mut request = Request::post(server.url("/")).body(Bytes::from_static(b"Action=X")).unwrap();
        if marked {
            request.extensions_mut().insert(Idempotent);
        }
        let error = ask(retrying(live(), options(0).0), request).await.unwrap_err();
        assert!(matches!(error, WireError::Failed(_)), "{error}");
        assert_eq!(server.requests(), want, "marked: {marked}");
    }
}

#[tokio::test]
async fn tries_and_throttles_are_recorded_with_reply_and_failure() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(|n, request| match (request.contains("/ok"), n) {
        (true, 0) => reply("429 Too Many Requests", "", b""),
        (true, 2..) => reply("200 OK", "", b"{}"),
        _ => Act::Reset(Vec::new()),
    })
    .await;
    let recorder = Recorder::create(dir.path(), clock(), Secrets::default()).unwrap();
    let transport = recorder.transport(&source("aws"), retrying(live(), options(0).0));
    let request = |path: &str| Request::get(server.url(path)).body(Bytes::new()).unwrap();
    ask(transport.clone(), request("/ok")).await.unwrap();
    ask(transport, request("/never")).await.unwrap_err();
    recorder.finish().unwrap();
    let replay = Replay::open(dir.path()).unwrap();
    let attempts = |failed: bool| {
        replay.exchanges().iter().find(|e| e.failure.is_some() == failed).map(|e| (e.operation.clone(), e.attempts))
    };
    assert_eq!(attempts(false), Some(("GET /ok".to_owned(), 3)));
    assert_eq!(attempts(true), Some(("GET /never".to_owned(), 4)));
    let sums = recorder.stats().sums();
    let ok = sums.get(&(source("aws"), "GET /ok".to_owned())).unwrap();
    assert_eq!((ok.requests, ok.attempts, ok.throttles, ok.failures, ok.bytes), (1, 3, 1, 0, 2));
    let never = sums.get(&(source("aws"), "GET /never".to_owned())).unwrap();
    assert_eq!((never.requests, never.attempts, never.throttles, never.failures), (1, 4, 0, 1));
}

#[tokio::test]
async fn a_host_that_used_up_all_patience_is_asked_once_until_it_answers() {
    let server = Server::start(|n, _| match n {
        12 => reply("200 OK", "", b"{}"),
        _ => reply("429 Too Many Requests", "retry-after: 1\r\n", b""),
    })
    .await;
    let (mut options, waits) = options(0);
    options.attempts = 4;
    let transport = retrying(per_host(live(), 2), options);
    let mut attempts = Vec::new();
    for _ in 0..11 {
        let got = ask(transport.clone(), get(&server)).await.unwrap();
        attempts.push((got.status().as_u16(), got.extensions().get::<Attempts>().unwrap().0));
    }
    // Four tries for the first, one each while the host is lost; its 200 brings the patience back.
    let mut expected = vec![(429, 4)];
    expected.extend([(429, 1); 8]);
    expected.extend([(200, 1), (429, 4)]);
    assert_eq!(attempts, expected);
    assert_eq!(waits.lock().unwrap().len(), 6, "three waits for each request that had patience");
}
