//! The 64-bit fields of the container, tried on small bundles by lowering where they begin.

use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use crate::header::Widths;
use crate::{Algorithm, Content, Draft, Existing, Facts, Item, Limits, Outcomes, PrivateKey, Reason, Trust};

const SIZES: Widths = Widths { size: 100, ..Widths::STANDARD };
const OFFSETS: Widths = Widths { offset: 150, ..Widths::STANDARD };
const COUNTS: Widths = Widths { count: 3, ..Widths::STANDARD };
const ALL: Widths = Widths { size: 100, offset: 150, count: 3 };

fn items() -> Vec<Item> {
    let item = |path: &str, bytes: &[u8]| Item { path: path.into(), content: Content::Bytes(bytes.to_vec()) };
    vec![item("data/a", b"short"), item("data/b", &[b'b'; 3000]), item("data/c", &b"0123456789".repeat(30))]
}

fn seal(target: &Path, widths: Widths) -> PrivateKey {
    let key = PrivateKey::generate(Algorithm::Ed25519, &[3; 32]);
    let facts = Facts {
        run_id: "wide".into(),
        started_at: "2026-11-24T01:00:00Z".parse().unwrap(),
        finished_at: "2026-11-24T01:02:03Z".parse().unwrap(),
        version: "0.1.0".into(),
        outcomes: Outcomes::default(),
        tests: None,
        seed: crate::disclosure::Seed::new([5; 32]),
    };
    let limits = Limits::default();
    let draft = Draft::pack_with(items(), &facts, target, Existing::Keep, &limits, widths).unwrap();
    let attested = crate::sign_with(std::slice::from_ref(&key), &draft.to_sign()).unwrap();
    draft.finish(attested).unwrap();
    key
}

#[test]
fn others_read_what_we_write_in_64_bits() {
    for widths in [SIZES, OFFSETS, COUNTS, ALL] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wide.zip");
        let key = seal(&path, widths);
        let trusted = Trust::of_keys(&[key.public_key().clone()]);
        crate::verify::verify_with(&path, &trusted, &Limits::default(), widths).unwrap();
        let tested = Command::new("unzip").arg("-tqq").arg(&path).output().expect("unzip is needed");
        assert!(tested.status.success(), "{widths:?}: {}", String::from_utf8_lossy(&tested.stdout));
        let mut archive = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
        for Item { path, content } in items() {
            let Content::Bytes(expected) = content else { panic!("only bytes here") };
            let mut found = Vec::new();
            archive.by_name(&format!("wide/{path}")).unwrap().read_to_end(&mut found).unwrap();
            assert_eq!(found, expected, "{path} {widths:?}");
        }
    }
}

#[test]
fn fields_wider_than_needed_are_refused() {
    for (widths, reason) in [
        (SIZES, Reason::HeaderNotCanonical),
        (OFFSETS, Reason::ContainerMalformed),
        (COUNTS, Reason::ContainerMalformed),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wide.zip");
        let key = seal(&path, widths);
        let refusal =
            crate::verify(&path, &Trust::of_keys(&[key.public_key().clone()]), &Limits::default()).unwrap_err();
        assert_eq!(refusal.reason, reason, "{widths:?}");
    }
}
