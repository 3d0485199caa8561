//! Objects in a folder: what a condition promises, between tasks and between processes, and that no
//! name leads out of the folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::sync::Arc;

use bytes::Bytes;
use store::{Condition, Error, Local, Objects, Put};

fn local() -> (tempfile::TempDir, Arc<Local>) {
    let folder = tempfile::tempdir().unwrap();
    let local = Local::open(&folder.path().join("objects")).unwrap();
    (folder, Arc::new(local))
}

#[tokio::test]
async fn conditions_hold() {
    let (_folder, objects) = local();
    assert_eq!(objects.get("a/b", 10).await.unwrap(), None);
    let Put::Done(first) = objects.put("a/b", Bytes::from_static(b"1"), Condition::Absent).await.unwrap() else {
        panic!("the name was free")
    };
    assert_eq!(objects.put("a/b", Bytes::from_static(b"2"), Condition::Absent).await.unwrap(), Put::Taken);
    let read = objects.get("a/b", 1).await.unwrap().unwrap();
    assert_eq!((read.bytes.as_ref(), &read.version), (b"1".as_slice(), &first));
    let matches = Condition::Matches(first.clone());
    let Put::Done(second) = objects.put("a/b", Bytes::from_static(b"2"), matches.clone()).await.unwrap() else {
        panic!("nobody else wrote")
    };
    assert_ne!(first, second);
    assert_eq!(objects.put("a/b", Bytes::from_static(b"3"), matches.clone()).await.unwrap(), Put::Taken);
    assert_eq!(objects.put("a/c", Bytes::from_static(b"3"), matches).await.unwrap(), Put::Taken, "there is none");
    objects.put("a/b", Bytes::from_static(b"44"), Condition::Any).await.unwrap();
    assert_eq!(objects.get("a/b", 2).await.unwrap().unwrap().bytes, "44");
    assert!(matches!(objects.get("a/b", 1).await, Err(Error::TooLong { .. })));
}

#[tokio::test]
async fn a_listing_is_sorted_and_holds_objects_only() {
    let (folder, objects) = local();
    for path in ["b", "a/2", "a/10", "a-b/1", "c/d/e"] {
        objects.put(path, Bytes::from_static(b"x"), Condition::Absent).await.unwrap();
    }
    std::fs::write(folder.path().join("objects/.hidden"), b"x").unwrap();
    std::fs::write(folder.path().join("objects/with space"), b"x").unwrap();
    let all = objects.list("").await.unwrap();
    let names: Vec<&str> = all.iter().map(|listed| listed.path.as_str()).collect();
    assert_eq!(names, ["a-b/1", "a/10", "a/2", "b", "c/d/e"]);
    assert!(all.iter().all(|listed| listed.bytes == 1));
    assert_eq!(objects.list("a/").await.unwrap().len(), 2);
    assert_eq!(objects.list("none/").await.unwrap(), []);
    assert!(objects.list("../").await.is_err());
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_refused() {
    let (folder, objects) = local();
    let outside = folder.path().join("outside");
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("secret"), b"secret").unwrap();
    let root = folder.path().join("objects");
    std::os::unix::fs::symlink(&outside, root.join("way")).unwrap();
    std::os::unix::fs::symlink(outside.join("secret"), root.join("file")).unwrap();
    for path in ["way/secret", "way/new", "file"] {
        assert!(matches!(objects.get(path, 100).await, Err(Error::Strange(_))), "{path}");
        for condition in [Condition::Any, Condition::Absent] {
            let put = objects.put(path, Bytes::from_static(b"x"), condition).await;
            assert!(matches!(put, Err(Error::Strange(_))), "{path}: {put:?}");
        }
    }
    assert!(matches!(objects.list("way/").await, Err(Error::Strange(_))));
    assert_eq!(objects.list("").await.unwrap(), []);
    assert_eq!(std::fs::read(outside.join("secret")).unwrap(), b"secret");
    assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 1);
}

#[tokio::test]
async fn leftovers_go_unless_somebody_writes() {
    let (folder, _objects) = local();
    let root = folder.path().join("objects");
    let leftover = root.join(".incoming/.assize-x.part");
    std::fs::write(&leftover, b"half").unwrap();
    let writer = std::fs::File::options().append(true).open(root.join(".incoming/.lock")).unwrap();
    writer.lock_shared().unwrap();
    Local::open(&root).unwrap();
    assert!(leftover.exists(), "a writer lives");
    drop(writer);
    Local::open(&root).unwrap();
    assert!(!leftover.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_writers_exactly_one_finds_the_name_free() {
    let (_folder, objects) = local();
    for round in 0..20 {
        let path = format!("race/{round}");
        let tasks: Vec<_> = (0..32)
            .map(|n| {
                let (objects, path) = (Arc::clone(&objects), path.clone());
                tokio::spawn(async move { objects.put(&path, format!("{n}").into(), Condition::Absent).await.unwrap() })
            })
            .collect();
        let mut won = Vec::new();
        for (n, task) in tasks.into_iter().enumerate() {
            if task.await.unwrap() != Put::Taken {
                won.push(n);
            }
        }
        assert_eq!(won.len(), 1, "round {round}");
        assert_eq!(objects.get(&path, 10).await.unwrap().unwrap().bytes, won[0].to_string());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_writers_racing_100_times_never_fork() {
    let (_folder, objects) = local();
    let objects: Arc<dyn Objects> = objects;
    support::race(&objects, 100).await;
}
