//! Disclosures: every part that may be shown verifies, everything else is refused by name, and
//! nothing withheld can be found in what is shown.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "disclosure/cheats.rs"]
mod cheats;
#[path = "disclosure/hostile.rs"]
mod hostile;
#[path = "disclosure/others.rs"]
mod others;
#[path = "disclosure/random.rs"]
mod random;
mod support;
#[path = "disclosure/vectors.rs"]
mod vectors;

use seal::disclosure::{Content, Counts, Seed, Selection};
use seal::{Algorithm, Existing, Limits, Reason};
use serde_json::{Value, json};
use support::disclose::{USERS, all, check, disclose, estate, sealed, some, without};
use support::{facts, item, key};

#[test]
fn what_is_shown_is_what_was_sealed() {
    let (_folder, bundle) = sealed(estate());
    let (bytes, counts) = disclose(&bundle, &some()).unwrap();
    assert!(seal::disclosure::looks_like_one(&bytes));
    assert_eq!(counts, Counts { full: 9, part: 3, fields: 6, left_out: vec![], size: 20 });
    let (verified, shown) = check(&bytes).unwrap();
    assert_eq!((verified.entries, &verified.statement), (12, &bundle.statement));
    for entry in &shown {
        let file = bundle.reader.read(&entry.path, 1 << 20).unwrap();
        let line = usize::try_from(entry.line).unwrap();
        let sealed = if line == 0 { &file[..] } else { file.split_inclusive(|b| *b == b'\n').nth(line - 1).unwrap() };
        match &entry.content {
            Content::Full(found) => assert_eq!(found, sealed, "{} {line}", entry.path),
            Content::Part { object, hidden } => {
                let whole: Value = serde_json::from_slice(sealed).unwrap();
                let expected = match (entry.path.as_str(), line) {
                    (USERS, 3) => {
                        (json!({"fields": {"keys": [4], "tags": {}}, "id": "user-2", "kind": "aws.iam.user"}), 1)
                    }
                    (USERS, 7) => (json!({"id": "user-6"}), 4),
                    _ => (json!({"id": whole["id"]}), 1),
                };
                assert_eq!((object, *hidden), (&expected.0, expected.1));
            }
        }
    }
    let (again, _) = disclose(&bundle, &some()).unwrap();
    assert_eq!(again, bytes, "the same selection gives the same bytes");
}

#[test]
fn what_cannot_be_shown_in_part_is_left_out() {
    let (_folder, bundle) = sealed(estate());
    let hide = || without(&["/half"]);
    let selection = Selection::from([
        ("data/odd.jsonl".into(), [(3, hide()), (4, all())].into()),
        (USERS.into(), [(1, without(&["/fields", "/id", "/kind"]))].into()),
        ("data/bodies/raw".into(), [(0, hide())].into()),
    ]);
    let (bytes, counts) = disclose(&bundle, &selection).unwrap();
    assert_eq!(counts.left_out, [("data/odd.jsonl".to_owned(), 3), (USERS.to_owned(), 1)]);
    let (_, shown) = check(&bytes).unwrap();
    let places: Vec<_> = shown.iter().map(|entry| (entry.path.as_str(), entry.line)).collect();
    assert_eq!(places, [("data/bodies/raw", 0), ("data/odd.jsonl", 4)]);
}

#[test]
fn what_is_not_there_cannot_be_shown() {
    let (_folder, bundle) = sealed(estate());
    for (path, line) in
        [(USERS, 13), (USERS, 0), ("data/absent", 0), ("data/disclosure.key", 0), ("data/empty.jsonl", 1)]
    {
        let selection = Selection::from([(path.to_owned(), [(line, all())].into())]);
        let error = disclose(&bundle, &selection).unwrap_err();
        assert!(
            matches!(&error, seal::Error::WouldBeRefused(r) if r.reason == Reason::MissingEntry),
            "{path}: {error}"
        );
    }
    let (bytes, _) = disclose(&bundle, &Selection::new()).unwrap();
    assert_eq!(check(&bytes).unwrap().0.entries, 0, "showing nothing but the statement is a disclosure too");
}

#[test]
fn only_the_seed_decides_the_salts() {
    let (_folder, first) = sealed(estate());
    let folder = tempfile::tempdir().unwrap();
    let other = seal::Facts { seed: Seed::new([1; 32]), ..facts() };
    let path = folder.path().join("b.zip");
    let second = seal::seal(estate(), &other, &key(Algorithm::Ed25519), &path, Existing::Keep, &Limits::default());
    let (a, b) = (first.statement.predicate.disclosure, second.unwrap().statement.predicate.disclosure);
    assert_eq!(a.size, b.size);
    assert_ne!(a.root, b.root);
}

#[test]
fn a_bundle_whose_tree_is_not_that_of_its_files_is_noticed() {
    use support::forge::Forged;
    let (folder, bundle) = sealed(estate());
    let disclosure = &bundle.statement.predicate.disclosure;
    seal::disclosure::recompute(&bundle.reader, disclosure).unwrap();
    let mut forged = Forged::of(&folder.path().join("b.zip"));
    forged.resign(&key(Algorithm::Ed25519), |s| s["predicate"]["disclosure"]["root"] = json!("0".repeat(64)));
    let path = folder.path().join("forged.zip");
    std::fs::write(&path, forged.build()).unwrap();
    let lied = support::verify(&path, &key(Algorithm::Ed25519)).expect("a normal check does not build the tree");
    let refusal = seal::disclosure::recompute(&lied.reader, &lied.statement.predicate.disclosure).unwrap_err();
    assert_eq!(refusal.reason, Reason::DisclosureRootMismatch);
    let mut out = Vec::new();
    let error = seal::disclosure::write(&lied.reader, &lied.statement, &some(), &mut out).unwrap_err();
    assert!(matches!(error, seal::Error::WouldBeRefused(r) if r.reason == Reason::DisclosureRootMismatch));
    assert!(out.is_empty(), "nothing is written before the tree fits");
}

#[test]
fn a_bundle_without_a_seed_is_refused() {
    use support::forge::Forged;
    let (folder, _) = sealed(estate());
    let good = Forged::of(&folder.path().join("b.zip"));
    let path = folder.path().join("forged.zip");
    let refused = |mut forged: Forged| {
        let payload: Vec<_> = forged.entries.iter().filter(|e| e.name.windows(6).any(|w| w == b"/data/")).collect();
        let line = |e: &&support::forge::Raw| {
            let name = std::str::from_utf8(&e.name).unwrap().split_once('/').unwrap().1;
            format!("{}  {name}\n", model::Digest::of(&e.body))
        };
        let manifest: String = payload.iter().map(line).collect();
        let bytes: usize = payload.iter().map(|e| e.body.len()).sum();
        let oxum = format!("Payload-Oxum: {bytes}.{}\n", payload.len());
        forged.edit("bag-info.txt", |t| format!("{}{oxum}", t.split_once("Payload-Oxum").unwrap().0));
        forged.edit("manifest-sha256.txt", |_| manifest.clone());
        forged.resign(&key(Algorithm::Ed25519), |_| {});
        std::fs::write(&path, forged.build()).unwrap();
        support::verify(&path, &key(Algorithm::Ed25519)).map_err(|r| r.name()).err()
    };
    assert_eq!(refused(good.clone()), None, "the workshop makes good bundles");
    let mut without = good.clone();
    without.entries.remove(good.at("data/disclosure.key"));
    assert_eq!(refused(without), Some("disclosure_key_malformed"));
    let mut upper = good;
    upper.edit("data/disclosure.key", |t| t.replace('0', "A").to_uppercase());
    assert_eq!(refused(upper), Some("disclosure_key_malformed"));
}

/// Everything that an attacker can hash who knows all but one word, and the salts that are shown.
#[test]
fn a_hidden_word_cannot_be_found_by_trying() {
    let line = |mfa: bool, n: u32| format!("{{\"id\":\"u{n}\",\"mfa\":{mfa}}}\n");
    let file = |guess: bool| format!("{}{}", line(guess, 1), line(false, 2));
    let (_folder, bundle) = sealed(vec![item(USERS, file(false).as_bytes()), item("data/params.json", b"{}\n")]);
    let selection = Selection::from([(USERS.to_owned(), [(1, without(&["/mfa"])), (2, without(&["/mfa"]))].into())]);
    let (bytes, _) = disclose(&bundle, &selection).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let mut lines = support::disclose::Lines::of(&bytes);
    let hidden = lines.entry(USERS, 1)["hidden"][0].clone();
    assert_ne!(hidden, lines.entry(USERS, 2)["hidden"][0], "equal things do not look equal");
    let mut salts: Vec<Vec<u8>> = vec![vec![], vec![0; 16]];
    for n in [1, 2] {
        let entry = lines.entry(USERS, n);
        for hex in [entry["salt"].clone(), entry["fields"][0]["salt"].clone(), entry["hidden"][0].clone()] {
            let raw = hex::decode(hex.as_str().unwrap()).unwrap();
            salts.push(raw[..16].to_vec());
        }
    }
    let statement = serde_json::to_string(&bundle.statement).unwrap();
    for guess in [false, true] {
        let value = guess.to_string();
        let length = 4_u32.to_be_bytes();
        for salt in &salts {
            let tried = [&[2][..], salt, &length, b"/mfa", value.as_bytes()].concat();
            assert_ne!(model::Digest::of(&tried).as_str(), hidden.as_str().unwrap());
        }
        for whole in [file(guess), line(guess, 1), value.clone(), line(guess, 1).trim_end().to_owned()] {
            let digest = model::Digest::of(whole.as_bytes());
            assert!(!text.contains(digest.as_str()) && !statement.contains(digest.as_str()), "{whole:?}");
        }
    }
    let seed = hex::encode([9; 32]);
    assert!(!text.contains(&seed), "the seed is nowhere");
    assert!(!text.contains("mfa"), "nor the hidden field's name");
}
