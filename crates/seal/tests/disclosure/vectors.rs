//! Writes the test vectors under `fixtures/disclosures` from the table of cheats. They are frozen: what
//! is there already is left alone, only new ones are added.
//!
//! `cargo test -p assize-seal --test disclosure write_new_vectors -- --ignored`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::cheats::CASES;
use crate::support::disclose::{Lines, disclose, estate, sealed, some, verdict};
use crate::support::key;

const HEAD: &str = "\
# Disclosures of version 1 and the verdict that every verifier must reach on them: \"good\", or the name of
# the reason in crates/seal/FORMAT.md, section 12. They are frozen: what is good here stays good.
# `trust` is the public key that the verifier has from elsewhere.
";

/// The file of a changed disclosure and the case of the table that it shows.
const CHANGED: &[(&str, &str)] = &[
    ("value", "a value changed"),
    ("key", "an entry's key changed"),
    ("salt", "a field's salt changed"),
    ("field-renamed", "a field renamed"),
    ("field-dropped", "a shown field dropped"),
    ("field-foreign", "a field of another line"),
    ("field-twice", "a field twice"),
    ("field-beneath", "a field beneath another"),
    ("field-both", "a field shown and hidden"),
    ("hidden-dropped", "a hidden field dropped"),
    ("hidden-unsorted", "hidden hashes out of order"),
    ("path", "another path"),
    ("line", "another line number"),
    ("index", "an index moved"),
    ("index-beyond", "an index beyond the tree"),
    ("proof", "a hash of the proof changed"),
    ("proof-short", "a proof too short"),
    ("proof-long", "a proof too long"),
    ("twice", "an entry twice"),
    ("swapped", "two entries swapped"),
    ("shortened", "an entry taken away"),
    ("lengthened", "an entry more than announced"),
    ("line-as-text", "a line as text"),
    ("seed-shown", "the seed as an entry"),
    ("fraction", "a fraction as a field"),
    ("later-version", "a later version"),
    ("stranger", "the signature of another key"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/disclosures")
}

/// Writes a file unless it is there; gives what is there.
fn keep(name: &str, bytes: &[u8]) -> Vec<u8> {
    let path = folder().join(name);
    if !path.exists() {
        std::fs::write(&path, bytes).unwrap();
    }
    std::fs::read(path).unwrap()
}

#[test]
#[ignore = "writes into fixtures/disclosures"]
fn write_new_vectors() {
    std::fs::create_dir_all(folder()).unwrap();
    let mut list = HEAD.to_owned();
    let mut row = |name: &str, bytes: &[u8], expected: &str, what: &str| {
        let file = format!("{name}.jsonl");
        assert_eq!(verdict(&keep(&file, bytes)), expected, "{file}");
        let text = format!("file = \"{file}\"\ntrust = \"ed25519.pub\"\nverdict = \"{expected}\"\nwhat = \"{what}\"\n");
        write!(list, "\n[[disclosure]]\n{text}").unwrap();
    };
    keep("ed25519.pub", key(seal::Algorithm::Ed25519).public_key().to_pem().as_bytes());
    let (_folder, bundle) = sealed(estate());
    let good = disclose(&bundle, &some()).unwrap().0;
    row("good", &good, "good", "a file, a document, and lines in full and in part");
    let mut fewer = Lines::of(&good);
    fewer.0.remove(3);
    fewer.recount();
    row("fewer", &fewer.bytes(), "good", "an entry less and a header that says so: none claims to be complete");
    for (name, wanted) in CHANGED {
        let (what, reason, cheat) = CASES.iter().find(|(what, ..)| what == wanted).expect(wanted);
        let mut forged = Lines::of(&good);
        cheat(&mut forged);
        row(name, &forged.bytes(), reason, what);
    }
    std::fs::write(folder().join("verdicts.toml"), list).unwrap();
}
