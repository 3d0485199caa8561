//! Sealing and verifying from outside: what comes out is what went in, and failures leave nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::io::Read as _;
use std::path::PathBuf;

use seal::{Algorithm, Content, Draft, Error, Existing, Item, Limits, Reason};
use support::{facts, good, item, items, key, listing, verify};

const BOTH: [Algorithm; 2] = [Algorithm::EcdsaP256, Algorithm::Ed25519];

#[test]
fn what_was_sealed_comes_back() {
    for algorithm in BOTH {
        let (_folder, path) = good(algorithm);
        let verified = verify(&path, &key(algorithm)).unwrap();
        assert_eq!(verified.signed_by(), key(algorithm).public_key().hint());
        assert_eq!(verified.statement.predicate.run.id, facts().run_id);
        assert_eq!(verified.statement.predicate.outcomes, facts().outcomes);
        assert_eq!(verified.stats.payload_files, items().len() as u64 + 1, "and the key of disclosures");
        let mut bytes = 65;
        for Item { path, content } in items() {
            let Content::Bytes(expected) = content else { panic!("only bytes here") };
            assert_eq!(verified.reader.read(&path, 1 << 20).unwrap(), expected, "{path}");
            let mut streamed = Vec::new();
            verified.reader.entry(&path).unwrap().read_to_end(&mut streamed).unwrap();
            assert_eq!(streamed, expected);
            assert_eq!(verified.reader.about(&path), Some((expected.len() as u64, model::Digest::of(&expected))));
            bytes += expected.len() as u64;
        }
        assert_eq!(verified.stats.payload_bytes, bytes);
        assert!(verified.reader.contains("VERIFY.txt"));
        assert!(verified.reader.read("bagit.txt", 1 << 10).unwrap().starts_with(b"BagIt-Version: 1.0\n"));
        assert!(!verified.reader.contains("data/absent"));
        assert_eq!(verified.reader.entry("data/absent").err().unwrap().reason, Reason::MissingEntry);
        assert_eq!(verified.reader.read("data/run.json", 3).unwrap_err().reason, Reason::EntryTooLarge);
    }
}

#[test]
fn statement_carries_the_digests_of_the_parts() {
    let (_folder, path) = good(Algorithm::Ed25519);
    let verified = verify(&path, &key(Algorithm::Ed25519)).unwrap();
    let digests = &verified.statement.predicate.digests;
    let names: Vec<&str> = digests.keys().map(String::as_str).collect();
    assert_eq!(names, ["params", "policies"], "none of a file that changes from run to run");
    assert_eq!(digests["params"].sha256, verified.reader.about("data/params.json").unwrap().1);
    let lines: String = ["data/policies/aws/s3/bucket_encrypted.rego", "data/policies/lib/time.rego"]
        .map(|path| format!("{}  {path}\n", verified.reader.about(path).unwrap().1))
        .concat();
    assert_eq!(digests["policies"].sha256, model::Digest::of(lines.as_bytes()));
}

#[test]
fn same_input_same_bytes() {
    for algorithm in BOTH {
        let folder = tempfile::tempdir().unwrap();
        let [a, b] = ["a.zip", "b.zip"].map(|name| folder.path().join(name));
        support::seal_to(&a, &key(algorithm));
        let mut reversed = items();
        reversed.reverse();
        seal::seal(reversed, &facts(), &key(algorithm), &b, Existing::Keep, &Limits::default()).unwrap();
        assert_eq!(std::fs::read(&a).unwrap(), std::fs::read(&b).unwrap(), "{algorithm}");
    }
}

#[test]
fn files_and_bytes_give_the_same_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    for Item { path, content } in items() {
        let Content::Bytes(bytes) = content else { panic!("only bytes here") };
        let file = files.join(path.strip_prefix("data/").unwrap());
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    let from_folder = seal::items_of(&files, "data").unwrap();
    let [a, b] = ["a.zip", "b.zip"].map(|name| folder.path().join(name));
    let key = key(Algorithm::Ed25519);
    seal::seal(from_folder, &facts(), &key, &a, Existing::Keep, &Limits::default()).unwrap();
    support::seal_to(&b, &key);
    assert_eq!(std::fs::read(&a).unwrap(), std::fs::read(&b).unwrap());
}

#[test]
fn a_bundle_is_not_overwritten_unless_told() {
    let (folder, path) = good(Algorithm::Ed25519);
    let before = std::fs::read(&path).unwrap();
    let key = key(Algorithm::EcdsaP256);
    let again = |existing| seal::seal(items(), &facts(), &key, &path, existing, &Limits::default());
    assert!(matches!(again(Existing::Keep), Err(Error::Exists(_))));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    again(Existing::Replace).unwrap();
    verify(&path, &key).unwrap();
    assert_eq!(listing(folder.path()), ["good.assize.zip"]);
}

#[test]
fn a_bundle_that_appears_meanwhile_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("b.zip");
    let key = key(Algorithm::Ed25519);
    let draft = Draft::pack(items(), &facts(), &target, Existing::Keep, &Limits::default()).unwrap();
    std::fs::write(&target, "another run's").unwrap();
    let attested = seal::sign_with(std::slice::from_ref(&key), &draft.to_sign()).unwrap();
    assert!(matches!(draft.finish(attested), Err(Error::Exists(_))));
    assert_eq!(std::fs::read(&target).unwrap(), b"another run's");
    assert_eq!(listing(folder.path()), ["b.zip"], "the temporary file is gone");
}

#[test]
fn failures_leave_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("b.zip");
    let key = key(Algorithm::Ed25519);
    let attempt = |items: Vec<Item>, limits: &Limits| {
        let error = seal::seal(items, &facts(), &key, &target, Existing::Keep, limits).unwrap_err();
        assert_eq!(listing(folder.path()), Vec::<String>::new(), "{error}");
        error
    };
    let missing = Item { path: "data/x".into(), content: Content::File(PathBuf::from("absent-file")) };
    assert!(matches!(attempt(vec![item("data/a", b"a"), missing], &Limits::default()), Error::Read { .. }));
    assert!(matches!(attempt(vec![], &Limits::default()), Error::Empty));
    let few = Limits { entries: 3, ..Limits::default() };
    let refused = |items, limits: &Limits| match attempt(items, limits) {
        Error::WouldBeRefused(refusal) => refusal.name(),
        other => panic!("{other}"),
    };
    assert_eq!(refused(items(), &few), "too_many_entries");
    assert_eq!(refused(items(), &Limits { entry_bytes: 99, ..Limits::default() }), "entry_too_large");
    assert_eq!(refused(items(), &Limits { total_bytes: 999, ..Limits::default() }), "total_too_large");
    assert_eq!(refused(items(), &Limits { bundle_bytes: 999, ..Limits::default() }), "bundle_too_large");
    assert_eq!(refused(vec![item("data/../x", b"")], &Limits::default()), "path_traversal");
    assert_eq!(refused(vec![item("elsewhere/x", b"")], &Limits::default()), "unexpected_entry");
    assert_eq!(refused(vec![item("data/x", b""), item("data/X", b"")], &Limits::default()), "case_collision");
}

#[test]
fn a_signature_that_does_not_fit_is_not_packed() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("b.zip");
    let key = key(Algorithm::EcdsaP256);
    let draft = Draft::pack(items(), &facts(), &target, Existing::Keep, &Limits::default()).unwrap();
    for wrong in 0..2 {
        let draft = Draft::pack(items(), &facts(), &target, Existing::Keep, &Limits::default()).unwrap();
        let mut attested = seal::sign_with(std::slice::from_ref(&key), &draft.to_sign()).unwrap();
        attested[wrong].signed.signature = key.sign(b"something else").unwrap();
        assert!(matches!(draft.finish(attested), Err(Error::Signature(_))));
    }
    let signed_the_wrong_way_round = {
        let mut attested = seal::sign_with(std::slice::from_ref(&key), &draft.to_sign()).unwrap();
        let (first, second) = attested.split_at_mut(1);
        std::mem::swap(&mut first[0].signed.signature, &mut second[0].signed.signature);
        attested
    };
    assert!(matches!(draft.finish(signed_the_wrong_way_round), Err(Error::Signature(_))));
    assert_eq!(listing(folder.path()), Vec::<String>::new());
}

#[test]
fn repetitive_content_is_not_taken_for_a_bomb() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("b.zip");
    let zeros = vec![b'0'; 3 << 20];
    let key = key(Algorithm::Ed25519);
    let items = vec![item("data/zeros", &zeros), item("data/run.json", b"{}")];
    seal::seal(items, &facts(), &key, &target, Existing::Keep, &Limits::default()).unwrap();
    assert_eq!(verify(&target, &key).unwrap().reader.read("data/zeros", 4 << 20).unwrap(), zeros);
}

#[test]
fn a_statement_too_long_for_a_key_service_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut facts = facts();
    facts.version = "v".repeat(4000);
    let key = key(Algorithm::Ed25519);
    let target = folder.path().join("b.zip");
    let error = seal::seal(items(), &facts, &key, &target, Existing::Keep, &Limits::default()).unwrap_err();
    assert!(matches!(error, Error::StatementTooLong(n) if n > 4000), "{error}");
}

#[test]
fn a_file_changed_after_verification_is_noticed_on_reading() {
    let (_folder, path) = good(Algorithm::Ed25519);
    let verified = verify(&path, &key(Algorithm::Ed25519)).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.windows(17).position(|w| w == b"package lib.time\n").expect("short files are stored");
    bytes[at + 8] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let refusal = verified.reader.read("data/policies/lib/time.rego", 1 << 20).unwrap_err();
    assert_eq!(refusal.reason, Reason::CrcMismatch);
}
