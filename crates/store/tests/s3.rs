//! The store on a real S3 server that nobody here wrote: conditions, races, Object Lock, and refusals in words.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/s3.rs"]
mod s3;
#[path = "support/mod.rs"]
mod support;

use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use store::bundle::{self, Progress};
use store::{Condition, Error, LockMode, Put};
use support::{Made, give_back};

fn silent(_: Progress) {}

const X: Bytes = Bytes::from_static(b"x");

#[tokio::test(flavor = "multi_thread")]
async fn conditions_hold() {
    let objects = s3::open(&s3::bucket("conditions", false).await);
    assert_eq!(objects.get("a/b", 10).await.unwrap(), None);
    assert_eq!(objects.size("a/b").await.unwrap(), None);
    let Put::Done(first) = objects.put("a/b", X, Condition::Absent).await.unwrap() else { panic!("it was free") };
    assert_eq!(objects.put("a/b", X, Condition::Absent).await.unwrap(), Put::Taken);
    let matches = Condition::Matches(first.clone());
    assert_eq!(objects.get("a/b", 1).await.unwrap().unwrap().version, first);
    let Put::Done(second) = objects.put("a/b", Bytes::from_static(b"yy"), matches.clone()).await.unwrap() else {
        panic!("nobody else wrote")
    };
    assert_ne!(first, second);
    assert_eq!(objects.put("a/b", X, matches.clone()).await.unwrap(), Put::Taken);
    assert_eq!(objects.put("a/none", X, matches).await.unwrap(), Put::Taken);
    assert_eq!(objects.get("a/b", 2).await.unwrap().unwrap().bytes, "yy");
    assert!(matches!(objects.get("a/b", 1).await, Err(Error::TooLong { .. })));
    objects.put("a/b", Bytes::from_static(b"zzz"), Condition::Any).await.unwrap();
    assert_eq!(objects.size("a/b").await.unwrap(), Some(3));
    for path in ["a/a", "b", "a/c/d"] {
        objects.put(path, X, Condition::Absent).await.unwrap();
    }
    let all = objects.list("").await.unwrap();
    let names: Vec<&str> = all.iter().map(|object| object.path.as_str()).collect();
    assert_eq!(names, ["a/a", "a/b", "a/c/d", "b"]);
    assert_eq!(objects.list("a/").await.unwrap().len(), 3);
    assert_eq!(objects.list("none/").await.unwrap(), []);
    assert!(matches!(objects.get("../x", 1).await, Err(Error::BadObject(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_32_racing_writers_exactly_one_finds_the_name_free() {
    let objects = s3::open(&s3::bucket("race", false).await);
    for round in 0..5 {
        let path = format!("race/{round}");
        let writers = (0..32).map(|n| {
            let (objects, path) = (Arc::clone(&objects), path.clone());
            tokio::spawn(async move { objects.put(&path, format!("{n}").into(), Condition::Absent).await.unwrap() })
        });
        let done = futures::future::join_all(writers).await;
        let won: Vec<usize> = (0..32).filter(|n| *done[*n].as_ref().unwrap() != Put::Taken).collect();
        assert_eq!(won.len(), 1, "round {round}");
        assert_eq!(objects.get(&path, 10).await.unwrap().unwrap().bytes, won[0].to_string());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_writers_racing_100_times_never_fork() {
    let objects = s3::open(&s3::bucket("fork", false).await);
    support::race(&objects, 100).await;
}

async fn versions_refuse_to_go(bucket: &str, headers: &[(&'static str, &str)]) -> usize {
    let (_, listed) = s3::send(Method::GET, &format!("{bucket}?versions"), &[], "").await;
    let mut tried = 0;
    for version in listed.split("<Version>").skip(1) {
        let inside = |name: &str| {
            let (_, rest) = version.split_once(&format!("<{name}>")).unwrap();
            rest.split_once('<').unwrap().0.to_owned()
        };
        let (status, text) = s3::send(
            Method::DELETE,
            &format!("{bucket}/{}?versionId={}", inside("Key"), inside("VersionId")),
            headers,
            "",
        )
        .await;
        assert_eq!(status, 403, "{} went away: {text}", inside("Key"));
        tried += 1;
    }
    tried
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_locked_stays_and_that_is_read_back() {
    for (mode, name) in [(LockMode::Governance, "governance"), (LockMode::Compliance, "compliance")] {
        let bucket = s3::bucket(name, true).await;
        let objects = s3::open_locked(&bucket, mode, 10);
        let made = Made::new(
            "run-1",
            vec![("data/a.jsonl".to_owned(), b"one\ntwo\n".to_vec()), ("bagit.txt".to_owned(), vec![])],
        );
        let pushed = bundle::push(&objects, &made, "n1", &std::env::temp_dir(), &silent).await.unwrap();
        let until = pushed.retained_until.expect("it was read back");
        let checked = bundle::check(&objects, None, None, &silent).await.unwrap();
        assert_eq!((checked.wrong, checked.retained_until.as_deref()), (vec![], Some(until.as_str())));
        assert!(versions_refuse_to_go(&bucket, &[]).await >= 2, "{name}");
        if mode == LockMode::Compliance {
            assert!(versions_refuse_to_go(&bucket, &[("x-amz-bypass-governance-retention", "true")]).await >= 2);
        }
        // A later night leans on the same chunks: they are retained as long as itself.
        let longer = s3::open_locked(&bucket, mode, 30);
        let again = bundle::push(&longer, &made, "n2", &std::env::temp_dir(), &silent).await.unwrap();
        assert!(again.retained_until.unwrap() > until, "{name}");
        assert_eq!(give_back(&longer, "n1").await.unwrap(), made.files);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_cannot_lock_is_refused_before_anything_is_trusted() {
    let bucket = s3::bucket("plain", false).await;
    let objects = s3::open_locked(&bucket, LockMode::Governance, 10);
    let made = Made::new("run-1", vec![("data/a".to_owned(), b"x".to_vec())]);
    let pushed = bundle::push(&objects, &made, "n1", &std::env::temp_dir(), &silent).await;
    assert!(matches!(pushed, Err(Error::NoLock { .. } | Error::NotRetained { .. })), "{pushed:?}");
    assert_eq!(bundle::list(objects.as_ref()).await.unwrap(), []);
    // What was written without a lock is told by a check with one.
    bundle::push(&s3::open(&bucket), &made, "n1", &std::env::temp_dir(), &silent).await.unwrap();
    let checked = bundle::check(&objects, None, None, &silent).await.unwrap();
    assert!(checked.wrong.len() >= 2, "{checked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weaker_lock_than_asked_for_is_told() {
    let bucket = s3::bucket("weaker", true).await;
    s3::open_locked(&bucket, LockMode::Governance, 10).put("a", X, Condition::Absent).await.unwrap();
    let strict = s3::open_locked(&bucket, LockMode::Compliance, 10);
    assert!(matches!(strict.retained("a").await, Err(Error::NotRetained { .. })));
    assert!(matches!(strict.retain("a").await, Err(Error::NotRetained { .. })));
    // A bundle whose chunks are there, but locked less strictly, gets stricter versions of them.
    let made = Made::new("run-1", vec![("data/a.jsonl".to_owned(), b"one\ntwo\n".to_vec())]);
    let loose = s3::open_locked(&bucket, LockMode::Governance, 10);
    bundle::push(&loose, &made, "n1", &std::env::temp_dir(), &silent).await.unwrap();
    let pushed = bundle::push(&strict, &made, "n2", &std::env::temp_dir(), &silent).await.unwrap();
    assert!(pushed.retained_until.is_some() && pushed.base.is_none(), "{pushed:?}");
    let only = ["n2".to_owned()];
    assert_eq!(bundle::check(&strict, Some(&only), None, &silent).await.unwrap().wrong, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_named_and_tell_no_secret() {
    let bucket = s3::bucket("refusals", false).await;
    let wrong = store::open(&format!("s3://{bucket}"), &s3::settings("hunter22-not-the-secret")).unwrap();
    let told = wrong.put("a", X, Condition::Absent).await.unwrap_err();
    assert!(matches!(&told, Error::Credentials { why, .. } if why == "SignatureDoesNotMatch"), "{told}");
    assert!(!format!("{told:?}").contains("hunter22"), "{told:?}");
    assert!(matches!(wrong.list("").await, Err(Error::Credentials { .. })));
    let nowhere = s3::open(&s3::name("never-made"));
    // This server makes a bucket at the first write, so only reads can tell.
    for told in [nowhere.list("").await.unwrap_err(), nowhere.get("a", 1).await.unwrap_err()] {
        assert!(matches!(told, Error::NoBucket(_)), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_told() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = store::Settings { endpoint: Some(format!("http://{closed}")), ..s3::settings("testtest") };
    let away = store::open("s3://bucket", &settings).unwrap();
    let told = away.get("a", 1).await.unwrap_err();
    assert!(matches!(&told, Error::Unreachable { .. }), "{told}");
}
