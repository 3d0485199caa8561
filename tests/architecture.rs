//! Invariants of the house, held by reading the code itself: who may import whom, how large files
//! and functions may be, and that the architecture document names every room.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use syn::spanned::Spanned;
use syn::visit::Visit;

const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 70;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).exec().expect("cargo metadata runs")
}

/// Crate → the crates of the house that it may use in what it ships.
fn allowed() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let rooms: [(&str, &[&str]); 15] = [
        ("model", &[]),
        ("wire", &["model"]),
        ("collect", &["model", "wire"]),
        ("evaluate", &["model"]),
        ("assess", &["model"]),
        ("seal", &["model"]),
        ("sign", &["model", "wire", "seal"]),
        ("store", &["model"]),
        ("report", &["model"]),
        ("aws", &["model", "wire", "collect"]),
        ("github", &["model", "wire", "collect"]),
        ("registers", &["model", "wire", "collect"]),
        ("runner", &["model", "wire", "collect", "evaluate", "assess", "seal", "store"]),
        (
            "cli",
            &[
                "model", "wire", "collect", "evaluate", "assess", "seal", "sign", "store", "report", "runner", "aws",
                "github", "registers",
            ],
        ),
        ("assize", &["cli"]),
    ];
    rooms.into_iter().map(|(room, may)| (room, may.iter().copied().collect())).collect()
}

fn room(package: &str) -> &str {
    package.strip_prefix("assize-").unwrap_or(package)
}

#[test]
fn crates_import_only_what_the_plan_allows() {
    let metadata = metadata();
    let allowed = allowed();
    let members = metadata.workspace_packages();
    let names: BTreeSet<&str> = members.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(members.len(), allowed.len(), "a crate was added or removed: say in this test what it may import");
    for package in &members {
        let may = allowed.get(room(&package.name)).unwrap_or_else(|| panic!("{} is not in the plan", package.name));
        let uses = package.dependencies.iter().filter(|d| d.kind == DependencyKind::Normal);
        for dependency in uses.filter(|d| names.contains(d.name.as_str())) {
            assert!(may.contains(room(&dependency.name)), "{} may not import {}", package.name, dependency.name);
        }
    }
}

/// All packages that `start` links on any platform, as name and version: what `cargo tree` says. (The graph
/// of `cargo metadata` also holds optional packages that nobody switched on.)
fn linked(start: &str) -> BTreeSet<(String, String)> {
    let tree = std::process::Command::new(env!("CARGO"))
        .args(["tree", "--edges", "normal", "--target", "all", "--prefix", "none", "--package", start])
        .current_dir(root())
        .output()
        .expect("cargo tree runs");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let text = String::from_utf8(tree.stdout).unwrap();
    let package = |line: &str| {
        let mut words = line.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    };
    text.lines().filter_map(package).collect()
}

fn names(linked: &BTreeSet<(String, String)>) -> BTreeSet<&str> {
    linked.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn checking_a_seal_links_no_network_and_no_cloud() {
    let linked = linked("assize-seal");
    let linked = names(&linked);
    for banned in ["reqwest", "hyper", "tokio", "rustls", "octocrab", "regorus", "aws-config", "aws-sdk-s3"] {
        assert!(!linked.contains(banned), "assize-seal links {banned}");
    }
    assert!(linked.contains("sha2"), "the graph was read");
}

#[test]
fn there_is_one_tls_stack_and_one_http_client() {
    let all = linked("assize");
    let linked = names(&all);
    for banned in ["ring", "openssl", "openssl-sys", "native-tls", "aws-smithy-http-client"] {
        assert!(!linked.contains(banned), "the program links {banned}");
    }
    for single in ["hyper", "rustls", "reqwest", "aws-lc-rs", "hyper-rustls", "h2"] {
        let versions: BTreeSet<_> = all.iter().filter(|(name, _)| name == single).map(|(_, version)| version).collect();
        assert_eq!(versions.len(), 1, "{single} stands in the graph as {versions:?}");
    }
}

fn rust_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting: Vec<PathBuf> =
        ["src", "crates", "connectors", "tests", "benches"].iter().map(|d| root().join(d)).collect();
    while let Some(directory) = waiting.pop() {
        for entry in std::fs::read_dir(&directory).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && entry.file_name() != "target" {
                waiting.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    assert!(files.len() > 50, "only {} Rust files were found", files.len());
    files.sort();
    files
}

fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut wrong = Vec::new();
    for path in rust_files() {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            wrong.push(format!("{} has {lines} lines, at most {LONGEST_FILE}", short(&path)));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{} does not open with //!", short(&path)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[derive(Default)]
struct Functions(Vec<(String, usize)>);

impl Functions {
    fn note(&mut self, name: &syn::Ident, span: proc_macro2::Span) {
        self.0.push((name.to_string(), span.end().line - span.start().line + 1));
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.note(&item.sig.ident, item.block.span());
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.note(&item.sig.ident, item.block.span());
        syn::visit::visit_impl_item_fn(self, item);
    }
}

#[test]
fn functions_are_short() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in rust_files() {
        let text = std::fs::read_to_string(&path).unwrap();
        let file = syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", short(&path)));
        let mut functions = Functions::default();
        functions.visit_file(&file);
        seen += functions.0.len();
        for (name, lines) in functions.0.into_iter().filter(|(_, lines)| *lines > LONGEST_FUNCTION) {
            wrong.push(format!("{}: fn {name} has {lines} lines, at most {LONGEST_FUNCTION}", short(&path)));
        }
    }
    assert!(seen > 200, "only {seen} functions were read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_architecture_document_names_every_crate() {
    let text = std::fs::read_to_string(root().join("crates/README.md")).expect("crates/README.md");
    for package in metadata().workspace_packages() {
        let directory = package.manifest_path.parent().unwrap();
        let path = directory.strip_prefix(root().to_str().unwrap()).unwrap().as_str();
        let name = if path.is_empty() { "src/" } else { path };
        assert!(text.contains(&format!("`{name}")), "crates/README.md does not name `{name}`");
        let about = package.description.clone().unwrap_or_default();
        assert!(path.is_empty() || text.contains(&about), "crates/README.md does not say of {name}: {about}");
    }
}
