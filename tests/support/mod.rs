//! What the whole-program tests share: the built program in a clean environment.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod estate;
pub mod organization;
pub mod registers;
pub mod server;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The password of keys made in tests.
pub const PASSWORD: &str = "correct horse battery";

/// The built program, in `directory`, seeing no credentials, no configuration and no proxy.
pub fn assize(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_assize"));
    command.env_clear().current_dir(directory).env("HOME", directory);
    for name in ["PATH", "TMPDIR", "LLVM_PROFILE_FILE"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("AWS_EC2_METADATA_DISABLED", "true");
    command
}

/// Runs the program and returns what it printed and how it ended.
pub fn run(directory: &Path, args: &[&str]) -> Output {
    assize(directory).args(args).output().expect("the program starts")
}

/// The exit code.
pub fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

/// Standard output as text.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

/// Standard error as text.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("errors are UTF-8")
}

/// Standard output as JSON.
pub fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("not JSON ({e}): {}{}", out(output), err(output)))
}

/// Fails unless the program ended with `expected`, showing what it said.
pub fn expect(output: &Output, expected: i32) {
    assert_eq!(code(output), expected, "stdout:\n{}\nstderr:\n{}", out(output), err(output));
}

/// A fresh key pair in `directory`: private and public file names.
pub fn key(directory: &Path, algorithm: &str) -> (PathBuf, PathBuf) {
    let name = directory.join(format!("{algorithm}.key"));
    let made = assize(directory)
        .args(["key", "generate", "--algorithm", algorithm, "--no-password", "--output"])
        .arg(&name)
        .output()
        .unwrap();
    expect(&made, 0);
    (name.clone(), PathBuf::from(format!("{}.pub", name.display())))
}

/// Seals the built-in estate and returns the bundle.
pub fn sealed(directory: &Path, key: &Path, name: &str) -> PathBuf {
    let bundle = directory.join(name);
    let made = assize(directory)
        .args(["run", "--fixtures", "acme", "--key"])
        .arg(key)
        .arg("--output")
        .arg(&bundle)
        .output()
        .unwrap();
    assert!(bundle.is_file(), "no bundle: {}{}", out(&made), err(&made));
    bundle
}

/// Every file under a directory.
pub fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![directory.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten().flatten() {
            if entry.path().is_dir() { waiting.push(entry.path()) } else { found.push(entry.path()) }
        }
    }
    found.sort();
    found
}

/// An empty list is shown by the reply that held it, so every verdict names a recorded exchange.
pub fn all_rest_on_exchanges(findings: &[serde_json::Value]) {
    for finding in findings.iter().filter(|finding| finding["outcome"] != "unknown") {
        assert!(finding["exchanges"].as_array().is_some_and(|all| !all.is_empty()), "{finding}");
    }
}
