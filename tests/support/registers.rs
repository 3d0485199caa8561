//! The example registers, alone and joined with the example estate.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder of the fixture.
pub fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/acme-registers")
}

/// A recording that holds the example estate and its registers: three sources in one run.
pub fn joined(into: &Path) -> PathBuf {
    let estate = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/acme");
    let out = into.join("joined");
    std::fs::create_dir_all(&out).unwrap();
    let run =
        |folder: &Path| -> Value { serde_json::from_slice(&std::fs::read(folder.join("run.json")).unwrap()).unwrap() };
    let (mut whole, registers) = (run(&fixture()), run(&estate));
    let mut sources = registers["sources"].as_array().unwrap().clone();
    sources.extend(whole["sources"].as_array().unwrap().clone());
    whole["sources"] = Value::Array(sources);
    std::fs::write(out.join("run.json"), whole.to_string()).unwrap();
    let read = |folder: &Path| std::fs::read_to_string(folder.join("exchanges.jsonl")).unwrap();
    let (one, two) = (read(&estate), read(&fixture()));
    let mut lines: Vec<&str> = one.lines().chain(two.lines()).collect();
    lines.sort_unstable();
    std::fs::write(out.join("exchanges.jsonl"), lines.join("\n")).unwrap();
    out
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
