//! A verifier that nobody here wrote (`aics-tlog`, `PyPI`) accepts our ledger: checkpoint with cosignature,
//! inclusion, consistency; and refuses a rewritten one. It comes from `verifiers/install`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, dead_code)]

#[path = "ledger/forge.rs"]
mod forge;
#[path = "ledger/witness.rs"]
mod witness;

use std::path::{Path, PathBuf};
use std::process::Command;

use forge::{Entries, Folder, failed, run, signer};
use seal::ledger::kept_path;

// The environment is banned below the command line; where the tools lie is the test run's matter.
#[allow(clippy::disallowed_methods)]
fn program() -> PathBuf {
    let how = "run `crates/seal/tests/verifiers/install FOLDER` and set ASSIZE_TEST_TOOLS=FOLDER (absolute)";
    let program = PathBuf::from(std::env::var_os("ASSIZE_TEST_TOOLS").expect(how)).join("seal/tlog/bin/aics-tlog");
    assert!(program.exists(), "{how}");
    program
}

fn write(folder: &Folder, root: &Path) {
    for (path, bytes) in &folder.0 {
        let path = root.join("log").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    std::fs::write(root.join("vkey"), signer(1).public().to_string()).unwrap();
}

/// Whether it accepts, and what it said.
fn verifies(root: &Path, command: &str, extra: &[&str]) -> (bool, String) {
    let output = Command::new(program())
        .current_dir(root)
        .args([command, "--tiles", "log", "--vkey-file", "vkey"])
        .args(extra)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.success() && said.contains("\"ok\": true"), said)
}

fn accepts(root: &Path, command: &str, extra: &[&str]) {
    let (accepted, said) = verifies(root, command, extra);
    assert!(accepted, "{command} {extra:?}: {said}");
}

fn refuses(root: &Path, command: &str, extra: &[&str]) {
    let (accepted, said) = verifies(root, command, extra);
    assert!(!accepted, "{command} {extra:?}: {said}");
}

#[test]
fn a_stranger_accepts_checkpoint_inclusion_and_consistency() {
    let home = tempfile::tempdir().unwrap();
    let entries = Entries::nights(600);
    write(&Folder::of(&entries, &signer(1)), home.path());
    accepts(home.path(), "verify-checkpoint", &[]);
    for index in [0, 17, 255, 256, 599] {
        std::fs::write(home.path().join("leaf"), &entries.bytes[index]).unwrap();
        accepts(home.path(), "verify-inclusion", &["--index", &index.to_string(), "--leaf", "leaf"]);
        let other = ((index + 1) % 600).to_string();
        refuses(home.path(), "verify-inclusion", &["--index", &other, "--leaf", "leaf"]);
    }
    for size in [1, 200, 256, 512, 599] {
        accepts(home.path(), "verify-consistency", &["--old-checkpoint", &format!("log/{}", kept_path(size))]);
    }
}

#[test]
fn a_stranger_refuses_a_rewritten_ledger() {
    let home = tempfile::tempdir().unwrap();
    let mut other = Entries::nights(120);
    other.add(120, failed());
    for n in 121..300 {
        other.add(n, run(n));
    }
    write(&Folder::of(&other, &signer(1)), home.path());
    let honest = Folder::of(&Entries::nights(200), &signer(1));
    std::fs::write(home.path().join("held"), &honest.0["checkpoint"]).unwrap();
    accepts(home.path(), "verify-checkpoint", &[]);
    refuses(home.path(), "verify-consistency", &["--old-checkpoint", "held"]);
}

#[test]
fn a_stranger_reads_the_cosignature_that_we_read() {
    let home = tempfile::tempdir().unwrap();
    let mut folder = Folder::of(&Entries::nights(10), &signer(1));
    let (key, cosigned) = witness::cosign("witness.example/w1", 9, &folder.0["checkpoint"], 1_767_300_000);
    folder.0.insert("checkpoint".into(), cosigned);
    write(&folder, home.path());
    accepts(home.path(), "verify-checkpoint", &["--witness-key", &key.to_string(), "--quorum", "1"]);
}
