//! Files over the wire: recorded and replayed alike, and never from outside the folder.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, StatusCode};
use model::{Digest, SourceId};
use tower::ServiceExt as _;
use wire::{Clock, Recorder, Replay, Secrets, Transport, WireError, with_files};

fn clock() -> Clock {
    Arc::new(|| "2026-11-24T02:00:00Z".parse().unwrap())
}

fn nothing() -> Transport {
    Transport::new(tower::service_fn(|_| async { Err(WireError::Setup("the world was asked".into())) }))
}

fn files(folder: &Path) -> Transport {
    with_files(nothing(), [("registers".to_owned(), folder.to_owned())].into(), clock())
}

async fn get(transport: &Transport, url: &str) -> (StatusCode, Bytes, String) {
    let request = Request::get(url).body(Bytes::new()).unwrap();
    let reply = transport.clone().oneshot(request).await.unwrap();
    let tag = reply.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned()).unwrap_or_default();
    (reply.status(), reply.into_body(), tag)
}

#[tokio::test]
async fn a_folder_is_listed_and_read_and_replayed_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("files")).unwrap();
    std::fs::write(folder.path().join("people.csv"), "\u{feff}id\r\n").unwrap();
    std::fs::write(folder.path().join("files/minutes ü.pdf"), [0xff, 0, 1]).unwrap();
    std::fs::write(folder.path().join(".hidden"), "x").unwrap();
    let (work, source) = (tempfile::tempdir().unwrap(), "registers".parse::<SourceId>().unwrap());
    let recorder = Recorder::create(work.path(), clock(), Secrets::default()).unwrap();
    let live = recorder.transport(&source, files(folder.path()));
    let urls = ["file://registers/", "file://registers/people.csv", "file://registers/files/minutes%20%C3%BC.pdf", "file://registers/none"];
    let mut seen = Vec::new();
    for url in urls {
        seen.push(get(&live, url).await);
    }
    recorder.finish().unwrap();
    let replay = Replay::open(work.path()).unwrap().transport(&source);
    for (url, live) in urls.iter().zip(&seen) {
        assert_eq!(&get(&replay, url).await, live, "{url}");
    }
    let [list, people, minutes, none] = seen.as_slice() else { panic!() };
    let list: serde_json::Value = serde_json::from_slice(&list.1).unwrap();
    assert_eq!(list["read_at"], "2026-11-24T02:00:00Z");
    assert_eq!(list["files"].as_array().unwrap().len(), 2, "{list}");
    assert_eq!(&people.1[..], "\u{feff}id\r\n".as_bytes());
    assert_eq!(minutes.2, format!("\"sha256:{}\"", Digest::of(&[0xff, 0, 1])));
    assert_eq!(none.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_secret_in_a_file_is_not_recorded_and_the_tag_still_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let text = "notes = \"hunter22-hunter22\"\n";
    std::fs::write(folder.path().join("policies.toml"), text).unwrap();
    let (work, source) = (tempfile::tempdir().unwrap(), "registers".parse::<SourceId>().unwrap());
    let secrets = Secrets::default();
    secrets.learn("hunter22-hunter22");
    let recorder = Recorder::create(work.path(), clock(), secrets).unwrap();
    let (_, body, tag) = get(&recorder.transport(&source, files(folder.path())), "file://registers/policies.toml").await;
    assert!(!body.windows(8).any(|w| w == b"hunter22"), "{body:?}");
    assert_eq!(tag, format!("\"sha256:{}\"", Digest::of(text.as_bytes())));
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_outside_the_folder_is_read() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret"), "treasure").unwrap();
    let folder = outside.path().join("registers");
    std::fs::create_dir_all(folder.join("sub")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret"), folder.join("people.csv")).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.join("up")).unwrap();
    let transport = files(&folder);
    for path in ["../secret", "%2e%2e/secret", "sub/../../secret", "people.csv", "up/secret", "sub", "..%2fsecret", "%2Fetc/passwd", "a//b"] {
        let (status, body, _) = get(&transport, &format!("file://registers/{path}")).await;
        assert_ne!(status, StatusCode::OK, "{path}");
        assert!(!body.windows(8).any(|w| w == b"treasure"), "{path}");
    }
    let (status, body, _) = get(&transport, "file://elsewhere/secret").await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{body:?}");
    let (_, list, _) = get(&transport, "file://registers/").await;
    let list: serde_json::Value = serde_json::from_slice(&list).unwrap();
    assert_eq!(list["files"].as_array().unwrap().len(), 0, "{list}");
    assert_eq!(list["refused"].as_array().unwrap().len(), 2, "a link is named, not passed over: {list}");
    let other = Request::get("https://h/").body(Bytes::new()).unwrap();
    assert!(transport.oneshot(other).await.is_err(), "other schemes go on");
}
