//! Secrets planted everywhere a secret can come from: not one byte of them may reach the disk, the
//! caller, the progress or an error.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::path::Path;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use bytes::Bytes;
use http::{Request, Response};
use model::{Failure, FailureKind};
use support::{clock, source};
use wire::{Finished, Operation, Recorder, Secrets, Transport, Wire, WireError};

/// Known to the recorder, because a connector said so.
const KNOWN: &[&str] = &["known+credential/1=A", "cookie-session-99887766"];
/// Unknown, but of a telling format or under a telling name.
const UNKNOWN: &[&str] = &[
    "ghp_PlantedPlantedPlantedPlantedPlanted01",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYPLANTEDKEY",
    "hunter22-planted",
    "MIIEplantedprivatekeybytes",
    "planted-signature",
    "planted-session-token",
];

fn basic() -> String {
    base64::engine::general_purpose::STANDARD.encode(format!("alice:{}", KNOWN[0]))
}

/// Replies with secrets in headers and body; fails with one in its message.
fn world() -> Transport {
    Transport::new(tower::service_fn(|request: Request<Bytes>| async move {
        let known = KNOWN[0];
        let path = request.uri().path();
        let small = path.strip_prefix("/large");
        let (kind, mut body) = match small.unwrap_or(path) {
            "/fail" => {
                let message = format!("proxy refused {known} at https://bob:hunter22-planted@proxy");
                return Err(WireError::Failed(Failure { kind: FailureKind::Connect, message }));
            }
            "/xml" => ("text/xml", format!("<R><SecretAccessKey>{}</SecretAccessKey><T>{}</T></R>", UNKNOWN[1], UNKNOWN[0]).into_bytes()),
            "/binary" => ("application/zip", [b"\xff\xfe\0", known.as_bytes(), b"\xff"].concat()),
            "/text" => ("text/plain", format!("AKIAIOSFODNN7EXAMPLE,{}\n-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", UNKNOWN[1], UNKNOWN[3]).into_bytes()),
            _ => ("application/json", serde_json::to_vec(&serde_json::json!({
                "token": UNKNOWN[0], "clone_url": "https://bob:hunter22-planted@h/x.git", "echo": known, "basic": basic(),
                "url": format!("https://b/k?X-Amz-Signature={}&X-Amz-Security-Token={}", UNKNOWN[4], UNKNOWN[5]),
            })).unwrap()),
        };
        if small.is_some() {
            body.extend_from_slice(&[b' '; 3000]);
        }
        Ok(Response::builder()
            .header("content-type", kind)
            .header("set-cookie", KNOWN[1])
            .header("location", format!("https://b/?token={}&sig={}", UNKNOWN[5], UNKNOWN[4]))
            .header("link", format!("<https://bob:hunter22-planted@h/?page=2>; rel=\"next\", <{}>", UNKNOWN[0]))
            .header("x-debug", UNKNOWN[0])
            .body(Bytes::from(body))
            .unwrap())
    }))
}

fn requests() -> Vec<Request<Bytes>> {
    // Each as a small body, which stands in the exchange, and as a large one, which is a file.
    let paths = ["/json", "/xml", "/text", "/binary", "/fail"].into_iter();
    paths
        .flat_map(|path| [path.to_owned(), format!("/large{path}")])
        .map(|path| {
            Request::post(format!("https://bob:hunter22-planted@api.example.com{path}?access_token={}&b=known%2Bcredential%2F1%3DA&X-Amz-Signature={}", UNKNOWN[5], UNKNOWN[4]))
                .header("authorization", format!("Basic {}", basic()))
                .header("cookie", KNOWN[1])
                .header("x-amz-security-token", UNKNOWN[5])
                .header("accept", format!("text/plain; token={}", UNKNOWN[0]))
                .extension(Operation(format!("Get {}", KNOWN[0])))
                .body(Bytes::from(format!("client_secret={}&x=known%2bcredential%2f1%3dA&assertion={}", UNKNOWN[2], UNKNOWN[4])))
                .unwrap()
        })
        .collect()
}

/// Panics if `bytes` hold any of the secrets, plain or as they look in a URL or in base64.
fn assert_clean(what: &str, bytes: &[u8]) {
    let basic = basic();
    let encoded = ["known%2Bcredential", "known%2bcredential", basic.trim_end_matches('=')];
    for secret in KNOWN.iter().chain(UNKNOWN).chain(&encoded) {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{secret} is in {what}: {}", String::from_utf8_lossy(bytes));
    }
}

fn assert_directory_clean(dir: &Path) -> usize {
    let mut files = 0;
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        assert_clean("a file name", path.file_name().unwrap().as_encoded_bytes());
        if path.is_dir() {
            files += assert_directory_clean(&path);
        } else {
            assert_clean(&path.display().to_string(), &std::fs::read(&path).unwrap());
            files += 1;
        }
    }
    files
}

#[tokio::test]
async fn no_secret_reaches_disk_caller_progress_or_error() {
    let secrets = Secrets::default();
    for secret in KNOWN {
        secrets.learn(secret);
    }
    let told = Arc::new(Mutex::new(Vec::<Finished>::new()));
    let listener = Arc::clone(&told);
    let dir = tempfile::tempdir().unwrap();
    let progress: wire::Progress = Arc::new(move |finished| listener.lock().unwrap().push(finished.clone()));
    let recorder = Recorder::with_progress(dir.path(), clock(), secrets, Some(progress)).unwrap();
    let wire = Wire::live(recorder.transport(&source("aws"), world()), clock());
    for request in requests() {
        match wire.call(request).await {
            Ok(reply) => {
                assert_clean("the reply's headers", format!("{:?}", reply.headers()).as_bytes());
                assert_clean("the reply's body", reply.body());
            }
            Err(error) => assert_clean("the error", error.to_string().as_bytes()),
        }
    }
    assert!(assert_directory_clean(dir.path()) > 5, "looked while the recording was being made");
    let done = recorder.finish().unwrap();
    let files = assert_directory_clean(dir.path());
    assert_eq!(files, 1 + 4 + 1, "the list, four large replies, and a small one that is no text");
    assert_clean("progress and sums", format!("{told:?} {:?}", recorder.stats()).as_bytes());
    assert_eq!(told.lock().unwrap().len(), 10);
    for class in ["credential", "github_token", "aws_secret", "private_key", "userinfo", "parameter", "member"] {
        assert!(done.redactions.contains_key(class), "{class} was counted: {:?}", done.redactions);
    }
}
