//! The README's session, run line by line as it stands there: nobody's first try may fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::disallowed_methods)]

use std::path::Path;
use std::process::Command;

/// The lines of the session, without what is said beside them.
fn session() -> Vec<String> {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, after) =
        readme.split_once("A session, from evidence to re-performance:").expect("the README has its session");
    let block = after.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    block.lines().map(|line| line.split("  #").next().unwrap().trim().to_owned()).collect()
}

#[test]
fn the_session_runs_as_it_is_written() {
    let lines = session();
    assert!((6..=12).contains(&lines.len()), "{} lines: a newcomer reads about twelve", lines.len());
    let binary = Path::new(env!("CARGO_BIN_EXE_assize"));
    let here = tempfile::tempdir().unwrap();
    let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut exports = String::new();
    for line in &lines {
        if line.starts_with("cargo install") {
            continue;
        }
        if line.starts_with("export ") {
            exports = format!("{exports}{line}\n");
            continue;
        }
        let mut shell = Command::new("bash");
        shell.args(["-c", &format!("{exports}{line}")]).current_dir(here.path()).env("PATH", &path);
        let done = shell.env_remove("ASSIZE_KEY").output().unwrap();
        // Parts of acme refuse to be read: the README says so above its session.
        let expected = if line.starts_with("assize run") { 3 } else { 0 };
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(expected), "{line}\n{said}");
    }
    let report = std::fs::read_to_string(here.path().join("report.md")).unwrap();
    assert!(report.starts_with("# "), "{}", report.lines().next().unwrap_or_default());
    for wanted in ["assize run ", "assize report ", "assize verify "] {
        assert!(lines.iter().any(|line| line.starts_with(wanted)), "the session has no `{wanted}`");
    }
    assert!(lines.iter().any(|line| line.contains("--replay")), "the session does not re-perform");
}
