//! The seeds of the fuzzers, run as ordinary tests; and how most of them were made.

// Paths in a bundle have one case.
#![allow(clippy::case_sensitive_file_extension_comparisons)]

use std::path::{Path, PathBuf};

use super::known::KNOWN;
use super::ledger::{SIGNER, known_leaf, known_ledger};
use crate::envelope::Envelope;
use crate::ledger::{Intent, LedgerProof, inclusion_proof, leaf_hash, write_entries};
use crate::names;

type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 14] = [
    ("bundle", super::bundle),
    ("bundle_file", super::bundle_file),
    ("container", |bytes| drop(super::container(bytes))),
    ("envelope", super::envelope),
    ("statement", super::statement),
    ("checkpoint", super::checkpoint),
    ("tiles", super::tiles),
    ("leaf", super::leaf),
    ("tlog_proof", super::tlog_proof),
    ("timestamp", super::timestamp),
    ("trust", super::trust),
    ("manifest", super::manifest),
    ("disclosure", super::disclosure),
    ("fields", super::fields),
];

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target)
}

#[test]
fn every_seed_is_borne() {
    for (name, target) in TARGETS {
        let mut count = 0;
        for seed in std::fs::read_dir(folder(name)).unwrap() {
            target(&std::fs::read(seed.unwrap().path()).unwrap());
            count += 1;
        }
        assert!(count > 0, "{name} has no seed");
    }
}

#[test]
#[ignore = "writes the seeds that are made and not taken from elsewhere"]
fn write_seeds() {
    let write = |target: &str, name: &str, bytes: &[u8]| {
        std::fs::create_dir_all(folder(target)).unwrap();
        std::fs::write(folder(target).join(name), bytes).unwrap();
    };
    for (which, (path, content)) in KNOWN.files.iter().enumerate() {
        let head = [u8::try_from(which).unwrap(), 0];
        if path.starts_with("attestations/") && path.ends_with(".json") {
            let file = path.rsplit('/').next().unwrap();
            write("envelope", file, content);
            write("statement", file, &Envelope::parse(content).unwrap().payload);
            write("bundle_file", file, &[&head[..], content].concat());
        }
        if [names::MANIFEST, names::TAG_MANIFEST, names::BAG_INFO].contains(&path.as_str()) {
            write("manifest", path, content);
            write("bundle_file", path, &[&head[..], content].concat());
            write("bundle_file", &format!("{path}.piece"), &[head[0], 1, 0, 9, b'x']);
        }
        if path.ends_with(".json") && path.starts_with("data/") && content.len() < 4000 {
            let line = content.strip_suffix(b"\n").unwrap_or(content);
            write("fields", &path.replace('/', "-"), line);
        }
    }
    write(
        "fields",
        "all",
        "{\"a\":{},\"b\":{\"c~/\":[1,-2,{\"x\":null}],\"d\":\"é\\n\\u0001\"},\"e\":true}".as_bytes(),
    );
    let (mut tree, checkpoint) = known_ledger();
    let note = checkpoint.sign(&SIGNER).unwrap();
    write("checkpoint", "checkpoint", &note);
    write("checkpoint", "intent", &Intent { checkpoint, leaf: known_leaf(5) }.sign(&SIGNER).unwrap());
    write("checkpoint", "key", SIGNER.public().to_string().as_bytes());
    let leaves: Vec<Vec<u8>> = (0..5).map(known_leaf).collect();
    let entries = write_entries(leaves.iter().map(Vec::as_slice)).unwrap();
    write("tiles", "entries", &[&[0, 0, 4][..], &entries].concat());
    write("tiles", "tile", &[&[0, 0, 4][..], tree.0.concat().as_slice()].concat());
    let mut small = super::ledger::Small((0..13_u64).map(|n| leaf_hash(&n.to_be_bytes())).collect());
    write("tiles", "path", &[&[5, 7, 12][..], &inclusion_proof(&mut small, 7, 13).unwrap().concat()].concat());
    write("leaf", "run", &leaves[1]);
    for index in [0_u8, 4] {
        let path = inclusion_proof(&mut tree, index.into(), 5).unwrap();
        let leaf = known_leaf(index);
        let proof = LedgerProof { leaf, index: index.into(), path, checkpoint: note.clone() };
        write("tlog_proof", &format!("leaf-{index}"), &proof.to_bytes());
    }
}
