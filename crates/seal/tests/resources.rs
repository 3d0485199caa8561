//! Full disks and big payloads: no half-written bundle, no memory that grows with the payload.
//! Each test runs itself again as a child process, under a limit or to be measured.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(target_os = "linux")]

mod support;

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use seal::{Algorithm, Content, Error, Existing, Item, Limits};
use support::{facts, key, listing, verify};

/// Tells the child which folder to work in.
const CHILD: &str = "ASSIZE_SEAL_TEST_CHILD";

// The environment is how a test talks to itself.
#[allow(clippy::disallowed_methods)]
fn child_folder() -> Option<PathBuf> {
    std::env::var_os(CHILD).map(PathBuf::from)
}

/// Runs `test` again in a shell that first does `before`.
fn run_child(test: &str, folder: &Path, before: &str) {
    let script = format!("{before} exec \"$0\" --exact {test} --nocapture");
    let program = std::env::current_exe().unwrap();
    let output = Command::new("sh").arg("-c").arg(script).arg(program).env(CHILD, folder).output().unwrap();
    let told = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

/// Bytes that do not pack, the same every time.
fn noise(path: &Path, bytes: usize) {
    let mut out = BufWriter::new(std::fs::File::create(path).unwrap());
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    for _ in 0..bytes / 8 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        out.write_all(&state.to_le_bytes()).unwrap();
    }
    out.flush().unwrap();
}

fn seal_file(folder: &Path) -> Result<(), Error> {
    let big = Item { path: "data/big".into(), content: Content::File(folder.join("in/big")) };
    let target = folder.join("out/b.assize.zip");
    let key = key(Algorithm::Ed25519);
    seal::seal(vec![big], &facts(), &key, &target, Existing::Replace, &Limits::default()).map(|_| ())
}

#[test]
fn a_full_disk_is_named_and_leaves_what_was_there() {
    if let Some(folder) = child_folder() {
        let error = seal_file(&folder).unwrap_err();
        assert!(matches!(error, Error::NoRoom { .. }), "{error}");
        assert!(error.to_string().contains("free some space"), "{error}");
        return;
    }
    for size in [400_000, 4_000_000] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        std::fs::create_dir(folder.path().join("out")).unwrap();
        noise(&folder.path().join("in/big"), size);
        std::fs::write(folder.path().join("out/b.assize.zip"), "last night's").unwrap();
        // The limit on file sizes stands for a full disk: the same writes fail in the same way.
        run_child("a_full_disk_is_named_and_leaves_what_was_there", folder.path(), "trap '' XFSZ; ulimit -f 64;");
        assert_eq!(listing(&folder.path().join("out")), ["b.assize.zip"]);
        assert_eq!(std::fs::read(folder.path().join("out/b.assize.zip")).unwrap(), b"last night's");
    }
}

#[test]
fn memory_does_not_grow_with_the_payload() {
    const SIZE: usize = 128 << 20;
    if let Some(folder) = child_folder() {
        seal_file(&folder).unwrap();
        let verified = verify(&folder.join("out/b.assize.zip"), &key(Algorithm::Ed25519)).unwrap();
        assert_eq!(verified.stats.payload_bytes, SIZE as u64 + 65, "and the key of disclosures");
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
        assert!(peak < 32 << 10, "{peak} KiB for a payload of {} KiB", SIZE >> 10);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("in")).unwrap();
    std::fs::create_dir(folder.path().join("out")).unwrap();
    noise(&folder.path().join("in/big"), SIZE);
    run_child("memory_does_not_grow_with_the_payload", folder.path(), "");
}

#[test]
fn a_kill_leaves_the_old_bundle_or_the_new_one() {
    if let Some(folder) = child_folder() {
        loop {
            seal_file(&folder).unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("in")).unwrap();
    std::fs::create_dir(folder.path().join("out")).unwrap();
    noise(&folder.path().join("in/big"), 3 << 20);
    seal_file(folder.path()).unwrap();
    let mut leftovers = 0;
    for round in 0..20 {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "a_kill_leaves_the_old_bundle_or_the_new_one"]).env(CHILD, folder.path());
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(20 + 13 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        verify(&folder.path().join("out/b.assize.zip"), &key(Algorithm::Ed25519)).unwrap();
        for name in listing(&folder.path().join("out")).iter().filter(|name| *name != "b.assize.zip") {
            assert!(name.starts_with(seal::TEMPORARY_PREFIX) && name.ends_with(seal::TEMPORARY_SUFFIX), "{name}");
            leftovers += 1;
        }
    }
    assert!(leftovers > 0, "not one kill hit a bundle in the making");
}
