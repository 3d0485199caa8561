//! Recordings that cannot be written, and recordings that must not be believed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use model::{Body, Digest, Exchange};
use serde_json::{Value, json};
use support::{clock, get, source};
use wire::{Bodies, DirBodies, NoBodies, Recorder, Replay, Secrets, Transport, Wire, WireError};

type Change = Box<dyn FnOnce(&mut Value)>;

fn exchange(change: impl FnOnce(&mut Value)) -> String {
    let mut line = json!({
        "id": "0123456789abcdef0123-1", "source": "aws", "operation": "GET /a", "attempts": 1, "fetched_at": "2026-11-24T02:00:00Z",
        "request": {"method": "GET", "url": "https://api.example.com/a"},
        "reply": {"status": 200, "headers": {"content-type": "text/plain"}, "body": {"text": "hello"}},
    });
    change(&mut line);
    line.to_string() + "\n"
}

fn open(text: &str) -> Result<Replay, String> {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("exchanges.jsonl"), text).unwrap();
    Replay::open(dir.path()).map_err(|e| e.to_string())
}

async fn ask(replay: &Replay, request: Request<Bytes>) -> Result<Response<Bytes>, WireError> {
    Wire::recorded(replay.transport(&source("aws")), clock()()).call(request).await
}

#[tokio::test]
async fn a_fixture_written_by_hand_answers() {
    let graphql = json!({"query": "{viewer{login}}", "variables": {"n": 1}});
    let text = exchange(|_| ())
        + &exchange(|e| {
            e["id"] = "0123456789abcdef0124-1".into();
            e["request"] =
                json!({"method": "POST", "url": "https://API.example.com:443/graphql", "body": {"json": graphql}});
            e["reply"] = json!({"status": 200, "body": {"json": {"b": 1, "a": [true]}}});
        })
        + &exchange(|e| {
            e["id"] = "0123456789abcdef0125-1".into();
            e["request"]["url"] = "https://api.example.com/down".into();
            e.as_object_mut().unwrap().remove("reply");
            e["failure"] = json!({"kind": "tls", "message": "bad certificate"});
        });
    let replay = open(&text).unwrap();
    assert_eq!(ask(&replay, get("/a")).await.unwrap().body().as_ref(), b"hello");
    let body = Bytes::from(model::canonical_json(&graphql).unwrap());
    let post = Request::post("https://api.example.com/graphql").body(body).unwrap();
    assert_eq!(ask(&replay, post).await.unwrap().body().as_ref(), br#"{"a":[true],"b":1}"#);
    let down = ask(&replay, get("/down")).await.unwrap_err();
    assert_eq!(down.to_string(), "bad certificate");
}

#[test]
fn a_line_that_is_no_exchange_is_named() {
    let cases: Vec<(Change, &str)> = vec![
        (Box::new(|e| e["surprise"] = 1.into()), "surprise"),
        (Box::new(|e| e["id"] = "../../etc-1".into()), "exchange id"),
        (Box::new(|e| e["source"] = "No Source".into()), "source name"),
        (Box::new(|e| e["attempts"] = 0.into()), "attempts"),
        (Box::new(|e| drop(e.as_object_mut().unwrap().remove("reply"))), "exactly one of reply and failure"),
        (Box::new(|e| e["failure"] = json!({"kind": "tls", "message": "x"})), "exactly one of reply and failure"),
        (Box::new(|e| e["reply"]["status"] = 99.into()), "status 99"),
        (Box::new(|e| e["reply"]["headers"] = json!({"a b": "x"})), "header name"),
        (Box::new(|e| e["reply"]["headers"] = json!({"link": "a\r\nset-cookie: x"})), "value of header link"),
        (Box::new(|e| e["request"]["method"] = "GET /".into()), "no HTTP method"),
        (Box::new(|e| e["request"]["url"] = "http://a b/".into()), "no URL"),
        (Box::new(|e| e["reply"]["body"] = json!({"sha256": "../x", "size": 1})), "Body"),
    ];
    for (change, word) in cases {
        let error = open(&(exchange(|_| ()) + &exchange(change))).unwrap_err();
        assert!(error.contains("exchanges.jsonl line 2: ") && error.contains(word), "{word}: {error}");
    }
    let cut = exchange(|_| ());
    assert!(open(&cut[..cut.len() / 2]).unwrap_err().contains("line 1"), "a cut line");
    assert!(open("\n").unwrap_err().contains("line 1"), "an empty line");
    assert!(open(&(exchange(|_| ()) + &exchange(|_| ()))).unwrap_err().contains("stands twice"));
    let missing = Replay::open(Path::new("/nonexistent")).unwrap_err().to_string();
    assert!(missing.contains("/nonexistent/exchanges.jsonl"), "{missing}");
}

#[test]
fn an_endless_line_is_refused() {
    struct Endless;
    impl std::io::Read for Endless {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            to.fill(b'x');
            Ok(to.len())
        }
    }
    let error = Replay::parse(std::io::BufReader::new(Endless), "exchanges.jsonl").unwrap_err().to_string();
    assert!(error.contains("line 1") && error.contains("longer than"), "{error}");
}

#[test]
fn a_stored_body_is_believed_only_if_it_is_the_recorded_one() {
    let dir = tempfile::tempdir().unwrap();
    let bodies = DirBodies::new(dir.path());
    let body = |size| Body::Stored { sha256: Digest::of(b"hello"), size };
    let path = dir.path().join(Digest::of(b"hello").as_str());
    let refused = |size, word: &str| {
        let error = bodies.read(&body(size)).unwrap_err().to_string();
        assert!(error.contains(word) && error.contains(Digest::of(b"hello").as_str()), "{word}: {error}");
    };
    refused(5, "No such file");
    fs::write(&path, "hallo").unwrap();
    refused(5, "SHA-256");
    fs::write(&path, "hello").unwrap();
    refused(4, "5 bytes");
    assert_eq!(bodies.read(&body(5)).unwrap().as_ref(), b"hello");
    assert!(NoBodies.read(&body(5)).is_err());
    fs::rename(&path, dir.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("elsewhere"), &path).unwrap();
    refused(5, "not a plain file");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    refused(5, "not a plain file");
}

fn hello(asked: &Arc<std::sync::atomic::AtomicUsize>) -> Transport {
    let asked = Arc::clone(asked);
    Transport::new(tower::service_fn(move |request: Request<Bytes>| {
        asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        // Too large to stand in the exchange itself.
        let padding = ".".repeat(3000);
        async move { Ok(Response::new(Bytes::from(format!("hello from {} {padding}", request.uri())))) }
    }))
}

#[tokio::test]
async fn where_nothing_can_be_written_nothing_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let error = Recorder::create(&dir.path().join("file/run"), clock(), Secrets::default()).unwrap_err().to_string();
    assert!(error.contains("file/run") && error.contains("Not a directory"), "{error}");

    let asked = Arc::default();
    let recorder = Recorder::create(&dir.path().join("run"), clock(), Secrets::default()).unwrap();
    let wire = Wire::live(recorder.transport(&source("aws"), hello(&asked)), clock());
    wire.call(get("/1")).await.unwrap();
    // The folder of bodies goes away under the recorder's feet.
    fs::rename(dir.path().join("run/bodies"), dir.path().join("gone")).unwrap();
    let error = wire.call(get("/2")).await.unwrap_err();
    assert!(matches!(&error, WireError::Recording(text) if text.contains("run/bodies/")), "{error}");
    let again = wire.call(get("/3")).await.unwrap_err();
    assert_eq!(again.to_string(), error.to_string());
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 2, "the third request was not sent");
    assert_eq!(recorder.finish().unwrap_err().to_string(), error.to_string());
}

/// 2 KiB of text stand in the exchange, more of it or what is no text in a file; a replay gives both.
#[tokio::test]
async fn small_texts_stand_in_the_exchange() {
    let text = |length: usize| "é".repeat(length / 2).into_bytes();
    let bodies = [text(2), text(2048), text(2050), b"\xff\x00".to_vec(), Vec::new()];
    let answer = bodies.clone();
    let world = Transport::new(tower::service_fn(move |request: Request<Bytes>| {
        let which: usize = request.uri().path()[1..].parse().unwrap();
        let body = answer[which].clone();
        async move { Ok(Response::new(Bytes::from(body))) }
    }));
    let dir = tempfile::tempdir().unwrap();
    let recorder = Recorder::create(dir.path(), clock(), Secrets::default()).unwrap();
    let wire = Wire::live(recorder.transport(&source("aws"), world), clock());
    let asked = |which: usize| {
        let url = format!("https://api.example.com/{which}");
        Request::post(url).body(Bytes::from(bodies[which].clone())).unwrap()
    };
    for (which, body) in bodies.iter().enumerate() {
        assert_eq!(wire.call(asked(which)).await.unwrap().body(), body);
    }
    recorder.finish().unwrap();
    assert_eq!(fs::read_dir(dir.path().join("bodies")).unwrap().count(), 2, "one long text and what is none");
    let replay = Replay::open(dir.path()).unwrap();
    let wire = Wire::recorded(replay.transport(&source("aws")), clock()());
    for (which, body) in bodies.iter().enumerate() {
        assert_eq!(wire.call(asked(which)).await.unwrap().body(), body);
    }
}

#[tokio::test]
async fn many_at_once_are_all_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let recorder = Recorder::create(dir.path(), clock(), Secrets::default()).unwrap();
    let wire = Wire::live(recorder.transport(&source("aws"), hello(&Arc::default())), clock());
    let calls = (0..200).map(|n| {
        let wire = wire.clone();
        // Each path twice: same request, same body, at the same time.
        tokio::spawn(async move { wire.call(get(&format!("/{}", n / 2))).await.unwrap() })
    });
    futures::future::try_join_all(calls).await.unwrap();
    assert_eq!(recorder.finish().unwrap().exchanges, 200);
    let recording = Replay::open(dir.path()).unwrap();
    assert_eq!(recording.exchanges().len(), 200);
    for exchange in recording.exchanges() {
        let Exchange { reply: Some(reply), request, .. } = exchange else { panic!("{exchange:?}") };
        let body = recording.body(reply.body.as_ref().unwrap()).unwrap();
        assert!(body.starts_with(format!("hello from {} ", request.url).as_bytes()));
    }
    let strays = fs::read_dir(dir.path().join("bodies"))
        .unwrap()
        .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(strays.count(), 0, "no temporary file is left");
}
