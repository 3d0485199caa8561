//! What was recorded is what a replay answers, to the byte, header by header.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use model::{Failure, FailureKind};
use support::{clock, get, source};
use wire::{Attempts, Operation, Recorder, Replay, Secrets, Transport, Wire, WireError, traced};

fn world() -> Transport {
    Transport::new(tower::service_fn(|request: Request<Bytes>| async move {
        match request.uri().path() {
            "/gone" => Err(WireError::Failed(Failure { kind: FailureKind::Broken, message: "reset by peer".into() })),
            "/binary" => Ok(Response::new(Bytes::from_static(b"\xff\xfe\0\x01"))),
            path => Ok(Response::builder()
                .status(if path == "/missing" { 404 } else { 200 })
                .header("content-type", "application/json")
                .header("link", "<https://h/?page=2>; rel=\"next\"")
                .header("link", "<https://h/?page=9>; rel=\"last\"")
                .header("set-cookie", "session=1")
                .header("x-internal", "1")
                .body(Bytes::from(format!("{{\"path\": \"{path}\", \"asked\": {}}}", request.body().len())))
                .unwrap()),
        }
    }))
}

fn requests() -> Vec<Request<Bytes>> {
    let mut all: Vec<_> = ["/a?b=2&a=1", "/missing", "/gone", "/binary"].into_iter().map(get).collect();
    for body in ["Action=ListUsers&Version=2010-05-08", "Action=ListRoles&Version=2010-05-08"] {
        let request = Request::post("https://iam.example.com/").header("authorization", "AWS4-HMAC-SHA256 x");
        all.push(request.extension(Operation("iam:List".into())).body(Bytes::from(body)).unwrap());
    }
    all
}

type Seen = Result<(u16, Vec<(String, String)>, Bytes, Option<Attempts>), String>;

async fn ask(wire: &Wire, request: Request<Bytes>) -> Seen {
    let reply = wire.call(request).await.map_err(|e| e.to_string())?;
    let headers = reply.headers().iter().map(|(n, v)| (n.to_string(), v.to_str().unwrap().to_owned())).collect();
    Ok((reply.status().as_u16(), headers, reply.body().clone(), reply.extensions().get::<Attempts>().copied()))
}

async fn ask_all(wire: &Wire) -> (Vec<Seen>, std::collections::BTreeSet<model::ExchangeId>) {
    traced(async {
        let mut seen = Vec::new();
        for request in requests() {
            seen.push(ask(wire, request).await);
        }
        seen
    })
    .await
}

#[tokio::test]
async fn a_replay_answers_what_the_recorder_answered() {
    let dir = tempfile::tempdir().unwrap();
    let recorder = Recorder::create(dir.path(), clock(), Secrets::default()).unwrap();
    let (live, live_ids) = ask_all(&Wire::live(recorder.transport(&source("aws"), world()), clock())).await;
    assert_eq!(recorder.finish().unwrap().exchanges, 6);

    let replay = Replay::open(dir.path()).unwrap();
    let (again, ids) = ask_all(&Wire::recorded(replay.transport(&source("aws")), clock()())).await;
    assert_eq!(again, live);
    assert_eq!((ids.len(), ids), (6, live_ids));
    let (status, headers, _, attempts) = live.first().unwrap().clone().unwrap();
    assert_eq!((status, attempts), (200, Some(Attempts(1))));
    let names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["content-type", "link"], "cookies and unknown headers are dropped for the caller, too");
    assert!(headers.iter().any(|(_, value)| value.contains("page=2") && value.contains("page=9")));
}

#[tokio::test]
async fn what_was_not_recorded_is_a_named_error() {
    let dir = tempfile::tempdir().unwrap();
    let recorder = Recorder::create(dir.path(), clock(), Secrets::default()).unwrap();
    let live = Wire::live(recorder.transport(&source("aws"), world()), clock());
    live.call(get("/a")).await.unwrap();
    recorder.finish().unwrap();
    let replay = Replay::open(dir.path()).unwrap();
    let ask = |name: &str, path: &str| {
        let wire = Wire::recorded(replay.transport(&source(name)), clock()());
        let request = get(path);
        async move { wire.call(request).await }
    };
    assert!(ask("aws", "/a").await.is_ok());
    let WireError::NotRecorded { request, operation } = ask("aws", "/b").await.unwrap_err() else { panic!("wrong") };
    assert_eq!((request.as_str(), operation.as_str()), ("GET https://api.example.com/b", "GET /b"));
    let other = ask("other", "/a").await;
    assert!(matches!(other, Err(WireError::NotRecorded { .. })), "another source's answers are not ours: {other:?}");
}

#[tokio::test]
async fn equal_requests_are_answered_in_order_and_the_last_answers_on() {
    let dir = tempfile::tempdir().unwrap();
    let count = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counting = Transport::new(tower::service_fn(move |_: Request<Bytes>| {
        let n = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        async move { Ok(Response::new(Bytes::from(n.to_string()))) }
    }));
    let recorder = Recorder::create(dir.path(), clock(), Secrets::default()).unwrap();
    // Two accounts ask one endpoint the same thing: their exchanges must not be mixed up.
    let wires: Vec<Wire> =
        ["one", "two"].map(|name| Wire::live(recorder.transport(&source(name), counting.clone()), clock())).into();
    for _ in 0..12 {
        for wire in &wires {
            wire.call(get("/poll")).await.unwrap();
        }
    }
    recorder.finish().unwrap();
    let replay = Replay::open(dir.path()).unwrap();
    let key = wire::request_key("GET", "https://api.example.com/poll", None);
    for (name, nth) in [("one", 1), ("one", 12), ("two", 1), ("two", 12)] {
        let id = wire::exchange_id(&source(name), &key, nth);
        let found = replay.exchanges().iter().find(|e| e.id == id);
        assert_eq!(found.map(|e| e.source.as_str()), Some(name), "ids do not depend on who was quicker");
    }
    for (offset, name) in [(0, "one"), (1, "two")] {
        let wire = Wire::recorded(replay.transport(&source(name)), clock()());
        let mut answers = Vec::new();
        for _ in 0..14 {
            answers.push(String::from_utf8(wire.call(get("/poll")).await.unwrap().into_body().to_vec()).unwrap());
        }
        let want: Vec<String> = (0..14).map(|n: u32| (n.min(11) * 2 + offset).to_string()).collect();
        assert_eq!(answers, want, "{name}");
    }
}

#[tokio::test]
async fn a_caller_that_gives_up_is_recorded_and_replayed_as_a_failure() {
    let dir = tempfile::tempdir().unwrap();
    let never = Transport::new(tower::service_fn(|_: Request<Bytes>| std::future::pending()));
    let recorder = Recorder::create(dir.path(), clock(), Secrets::default()).unwrap();
    let wire = Wire::live(recorder.transport(&source("aws"), never), clock());
    let short = std::time::Duration::from_millis(20);
    assert!(tokio::time::timeout(short, wire.call(get("/slow"))).await.is_err());
    recorder.finish().unwrap();
    let replay = Replay::open(dir.path()).unwrap();
    let replayed = Wire::recorded(replay.transport(&source("aws")), clock()()).call(get("/slow")).await;
    let Err(WireError::Failed(failure)) = replayed else { panic!("{replayed:?}") };
    assert_eq!(failure.kind, FailureKind::Timeout);
}

#[tokio::test]
async fn the_list_is_sorted_and_the_part_is_gone_only_when_finished() {
    let dir = tempfile::tempdir().unwrap();
    let recorder = Recorder::create(dir.path(), clock(), Secrets::default()).unwrap();
    let wire = Wire::live(recorder.transport(&source("aws"), world()), clock());
    for n in 0..20 {
        wire.call(get(&format!("/{n}"))).await.unwrap();
    }
    let part = std::fs::read_to_string(dir.path().join("exchanges.part")).unwrap();
    assert_eq!(part.lines().count(), 20, "a crash now would lose nothing that was answered");
    assert!(!dir.path().join("exchanges.jsonl").exists());
    recorder.finish().unwrap();
    assert!(!dir.path().join("exchanges.part").exists());
    let done = std::fs::read_to_string(dir.path().join("exchanges.jsonl")).unwrap();
    let mut sorted: Vec<&str> = part.lines().collect();
    sorted.sort_by_key(|line| serde_json::from_str::<model::Exchange>(line).unwrap().id);
    assert_eq!(done.lines().collect::<Vec<_>>(), sorted);
    let late = wire.call(get("/late")).await.unwrap_err();
    assert!(late.to_string().contains("finished"), "{late}");
}
