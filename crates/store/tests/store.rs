//! The store from outside: names, listing, whole or nothing, leftovers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use store::{Error, Existing, Store, write_file};

fn opened() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("evidence")).unwrap();
    (folder, store)
}

fn listing(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn put(store: &Store, started: &str, run_id: &str) -> PathBuf {
    let path = store.bundle_path(started.parse().unwrap(), run_id).unwrap();
    write_file(&path, run_id.as_bytes(), Existing::Keep).unwrap();
    path
}

#[test]
fn bundles_are_listed_in_the_order_of_time() {
    let (_folder, store) = opened();
    let second = put(&store, "2026-11-24T01:00:00Z", "b1");
    let third = put(&store, "2026-11-25T01:00:00.25Z", "a-1");
    let first = put(&store, "2026-11-23T23:59:59Z", "c1");
    for foreign in ["notes.txt", "x.assize.zip", "20261124-x.assize.zip", "20261124T010000Z-.assize.zip"] {
        std::fs::write(store.root().join(foreign), "").unwrap();
    }
    std::fs::create_dir(store.root().join("20261124T010000Z-folder.assize.zip")).unwrap();
    let _running = store.workspace("d1").unwrap();
    let listed = store.bundles().unwrap();
    let paths: Vec<&PathBuf> = listed.iter().map(|bundle| &bundle.path).collect();
    assert_eq!(paths, [&first, &second, &third]);
    assert_eq!(third.file_name().unwrap(), "20261125T010000Z-a-1.assize.zip");
    assert_eq!((listed[2].run_id.as_str(), listed[2].bytes), ("a-1", 3));
    assert_eq!(store.find("latest").unwrap().path, third);
    assert_eq!(store.find("b").unwrap().path, second);
}

#[test]
fn a_search_that_fits_none_or_many_says_so() {
    let (_folder, store) = opened();
    assert!(matches!(store.find("latest"), Err(Error::NotFound { .. })));
    put(&store, "2026-11-24T01:00:00Z", "run-1");
    put(&store, "2026-11-25T01:00:00Z", "run-2");
    assert!(matches!(store.find("x"), Err(Error::NotFound { .. })));
    let error = store.find("run").unwrap_err().to_string();
    assert!(error.contains("run-1, run-2"), "{error}");
}

#[test]
fn a_run_id_cannot_lead_out_of_the_store() {
    let (_folder, store) = opened();
    let long = "x".repeat(101);
    for bad in ["", "../x", "a/b", "a\\b", ".x", "-x", "x.", "a b", "\u{e9}", "a:b", "a\0b", &long] {
        assert!(matches!(store.bundle_path("2026-11-24T01:00:00Z".parse().unwrap(), bad), Err(Error::BadName(_))));
        assert!(matches!(store.workspace(bad), Err(Error::BadName(_))), "{bad:?}");
    }
    assert_eq!(listing(store.root()), Vec::<String>::new());
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let (folder, store) = opened();
    let path = store.root().join("report.json");
    write_file(&path, b"one", Existing::Keep).unwrap();
    assert!(matches!(write_file(&path, b"two", Existing::Keep), Err(Error::Exists(_))));
    assert_eq!(std::fs::read(&path).unwrap(), b"one");
    write_file(&path, b"two", Existing::Replace).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"two");
    assert_eq!(listing(store.root()), ["report.json"]);
    let nowhere = folder.path().join("absent/report.json");
    assert!(matches!(write_file(&nowhere, b"x", Existing::Keep), Err(Error::Write { .. })));
}

#[test]
fn a_recording_goes_away_unless_it_is_kept() {
    let (folder, store) = opened();
    let target = folder.path().join("fixture");
    let dropped = store.workspace("r1").unwrap();
    std::fs::write(dropped.recording().join("run.json"), "{}").unwrap();
    assert!(matches!(store.workspace("r1"), Err(Error::Busy(_))));
    drop(dropped);
    assert_eq!(listing(store.root()), Vec::<String>::new());

    let kept = store.workspace("r1").unwrap();
    std::fs::write(kept.recording().join("run.json"), "{}").unwrap();
    std::fs::create_dir(kept.recording().join("bodies")).unwrap();
    std::fs::write(kept.recording().join("bodies/x"), "body").unwrap();
    kept.keep(&target).unwrap();
    assert_eq!(listing(&target), ["bodies", "run.json"]);
    assert_eq!(std::fs::read(target.join("bodies/x")).unwrap(), b"body");
    assert_eq!(listing(store.root()), Vec::<String>::new());

    let again = store.workspace("r2").unwrap();
    assert!(matches!(again.keep(&target), Err(Error::Exists(_))));
    assert_eq!(listing(&target), ["bodies", "run.json"], "what was there is untouched");
}

#[cfg(unix)]
#[test]
fn a_link_in_a_recording_is_not_kept() {
    let (folder, store) = opened();
    let workspace = store.workspace("r1").unwrap();
    std::os::unix::fs::symlink("/etc/hostname", workspace.recording().join("body")).unwrap();
    assert!(workspace.keep(&folder.path().join("fixture")).is_err());
    assert_eq!(listing(folder.path()), ["evidence"]);
}

#[test]
fn only_what_nobody_holds_and_nobody_touched_is_cleaned() {
    let (_folder, store) = opened();
    let running = store.workspace("alive").unwrap();
    let dead = store.root().join(".assize-dead.part");
    std::fs::create_dir_all(dead.join("recording")).unwrap();
    std::fs::write(dead.join("lock"), "").unwrap();
    std::fs::write(store.root().join(".assize-Xy12.part"), "half a bundle").unwrap();
    std::fs::write(store.root().join(".assize-keep"), "not ours").unwrap();
    let bundle = put(&store, "2026-11-24T01:00:00Z", "r1");

    let touched = std::fs::metadata(&dead).unwrap().modified().unwrap();
    let hour = Duration::from_hours(1);
    assert_eq!(store.clean(touched + hour / 2, hour).unwrap(), Vec::<PathBuf>::new(), "too young");
    assert_eq!(store.clean(SystemTime::UNIX_EPOCH, hour).unwrap(), Vec::<PathBuf>::new(), "a clock gone wrong");
    let removed = store.clean(touched + hour * 2, hour).unwrap();
    assert_eq!(removed, [store.root().join(".assize-Xy12.part"), dead]);
    assert!(running.recording().is_dir(), "a living process keeps its recording");
    assert!(bundle.exists());
    drop(running);
    assert_eq!(listing(store.root()), [".assize-keep", "20261124T010000Z-r1.assize.zip"]);
}

/// Tells the child process which folder to work in.
const CHILD: &str = "ASSIZE_STORE_TEST_CHILD";

// The environment is how a test talks to itself.
#[allow(clippy::disallowed_methods)]
fn child_folder() -> Option<PathBuf> {
    std::env::var_os(CHILD).map(PathBuf::from)
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_named_and_leaves_what_was_there() {
    let report = "report.json";
    if let Some(folder) = child_folder() {
        let error = write_file(&folder.join(report), &vec![b'x'; 1 << 20], Existing::Replace).unwrap_err();
        assert!(matches!(error, Error::NoRoom { .. }), "{error}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(report), "last night's").unwrap();
    // The limit on file sizes stands for a full disk: the same writes fail in the same way.
    let script = "trap '' XFSZ; ulimit -f 64; exec \"$0\" --exact a_full_disk_is_named_and_leaves_what_was_there";
    let mut shell = std::process::Command::new("sh");
    let output = shell.arg("-c").arg(script).arg(std::env::current_exe().unwrap()).env(CHILD, folder.path()).output();
    let output = output.unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
    assert_eq!(listing(folder.path()), [report]);
    assert_eq!(std::fs::read(folder.path().join(report)).unwrap(), b"last night's");
}
