//! Ways to cheat with a disclosure, each refused with its own name.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::disclose::{Lines, POLICY, USERS, check, disclose, estate, flipped, sealed, some, verdict};
use crate::support::{facts, item, key};

/// What is done, the name of why it must be refused, and how.
pub(crate) type Case = (&'static str, &'static str, fn(&mut Lines));

fn set(lines: &mut Lines, line: u64, pointer: &str, change: impl FnOnce(&Value) -> Value) {
    let place = lines.entry(USERS, line).pointer_mut(pointer).unwrap();
    *place = change(place);
}

fn list<'a>(lines: &'a mut Lines, line: u64, name: &str) -> &'a mut Vec<Value> {
    lines.entry(USERS, line)[name].as_array_mut().unwrap()
}

/// Moves one entry to another place without telling its number of entries.
fn moved(lines: &mut Lines, from: usize, to: usize) {
    let entry = lines.0.remove(from);
    lines.0.insert(to, entry);
}

// Line 2 of the users is shown in full, line 3 without /fields/mfa, line 7 without /fields and /kind.
pub(crate) const CASES: &[Case] = &[
    ("a value changed", "disclosure_mismatch", |l| set(l, 2, "/value/fields/mfa", |_| json!(true))),
    ("a field added to a full line", "disclosure_mismatch", |l| l.entry(USERS, 2)["value"]["more"] = json!(1)),
    ("a field dropped from a full line", "disclosure_mismatch", |l| {
        l.entry(USERS, 2)["value"].as_object_mut().unwrap().remove("id");
    }),
    ("a policy's text changed", "disclosure_mismatch", |l| l.entry(POLICY, 0)["text"] = json!("package aws.iam.mfa\n")),
    ("bytes changed", "disclosure_mismatch", |l| l.entry("data/bodies/raw", 0)["base64"] = json!("//4AcmF4")),
    ("an entry's key changed", "disclosure_mismatch", |l| set(l, 2, "/key", flipped)),
    ("an entry's salt changed", "disclosure_mismatch", |l| set(l, 3, "/salt", flipped)),
    ("a field's salt changed", "disclosure_mismatch", |l| set(l, 3, "/fields/0/salt", flipped)),
    ("a field's value changed", "disclosure_mismatch", |l| set(l, 3, "/fields/2/value", |_| json!("user-9"))),
    ("a field renamed", "disclosure_mismatch", |l| set(l, 7, "/fields/0/pointer", |_| json!("/ids"))),
    ("a shown field dropped", "disclosure_mismatch", |l| drop(list(l, 3, "fields").remove(1))),
    ("a hidden field dropped", "disclosure_mismatch", |l| drop(list(l, 7, "hidden").remove(1))),
    ("a hidden field added", "disclosure_mismatch", |l| list(l, 3, "hidden").push(json!("f".repeat(64)))),
    ("a hidden field changed", "disclosure_mismatch", |l| set(l, 3, "/hidden/0", flipped)),
    ("a field of another line", "disclosure_mismatch", |l| {
        let foreign = l.entry(USERS, 3)["fields"][2].clone();
        set(l, 7, "/fields/0", |_| foreign);
    }),
    ("hidden fields of another line", "disclosure_mismatch", |l| {
        let foreign = l.entry(USERS, 7)["hidden"].clone();
        l.entry(USERS, 3)["hidden"] = foreign;
    }),
    ("the content of another line", "disclosure_mismatch", |l| {
        let foreign = l.entry(USERS, 12)["value"].clone();
        l.entry(USERS, 2)["value"] = foreign;
    }),
    ("content and key of another line", "disclosure_mismatch", |l| {
        let foreign = l.entry(USERS, 12).clone();
        for name in ["value", "key", "index", "proof"] {
            l.entry(USERS, 2)[name] = foreign[name].clone();
        }
    }),
    ("another line number", "disclosure_mismatch", |l| l.entry(USERS, 2)["line"] = json!(1)),
    ("another path", "disclosure_mismatch", |l| l.entry(USERS, 2)["path"] = json!("data/resources.json")),
    ("a policy under another name", "disclosure_mismatch", |l| {
        l.entry(POLICY, 0)["path"] = json!("data/policies/a.rego");
    }),
    ("a hash of the proof changed", "disclosure_mismatch", |l| set(l, 2, "/proof/1", flipped)),
    ("hashes of the proof swapped", "disclosure_mismatch", |l| list(l, 2, "proof").swap(0, 1)),
    ("an index moved", "disclosure_mismatch", |l| {
        let index = l.entry(USERS, 2)["index"].as_u64().unwrap();
        l.entry(USERS, 2)["index"] = json!(index ^ 1);
    }),
    ("an index beyond the tree", "disclosure_index", |l| l.entry(USERS, 2)["index"] = json!(20)),
    ("an absurd index", "disclosure_index", |l| l.entry(USERS, 2)["index"] = json!(u64::MAX)),
    ("a proof too short", "disclosure_proof", |l| drop(list(l, 2, "proof").pop())),
    ("a proof too long", "disclosure_proof", |l| list(l, 2, "proof").push(json!("0".repeat(64)))),
    ("no proof", "disclosure_proof", |l| list(l, 2, "proof").clear()),
    ("a field twice", "disclosure_fields", |l| {
        let again = l.entry(USERS, 3)["fields"][0].clone();
        list(l, 3, "fields").insert(1, again);
    }),
    ("a field beneath another", "disclosure_fields", |l| set(l, 3, "/fields/1/pointer", |_| json!("/fields/keys/0"))),
    ("a field shown and hidden", "disclosure_fields", |l| {
        let field = l.entry(USERS, 7)["fields"][0].clone();
        let raw = hex::decode(field["salt"].as_str().unwrap()).unwrap();
        let value = model::canonical_json(&field["value"]).unwrap();
        let hashed = [&[2][..], &raw, &3_u32.to_be_bytes(), b"/id", &value].concat();
        list(l, 7, "hidden").push(json!(model::Digest::of(&hashed)));
        list(l, 7, "hidden").sort_by_key(ToString::to_string);
    }),
    ("an entry twice", "disclosure_duplicate", |l| {
        let at = l.at(USERS, 2);
        l.0.insert(at, l.0[at].clone());
        l.recount();
    }),
    ("two entries swapped", "disclosure_order", |l| {
        let at = l.at(USERS, 2);
        l.0.swap(at, at + 1);
    }),
    ("an entry moved to the front", "disclosure_order", |l| moved(l, 12, 1)),
    ("an entry taken away", "disclosure_truncated", |l| drop(l.0.pop())),
    ("all entries taken away", "disclosure_truncated", |l| l.0.truncate(1)),
    ("an entry more than announced", "disclosure_trailing", |l| l.0[0]["entries"] = json!(11)),
    ("a later version", "disclosure_unsupported", |l| l.0[0]["version"] = json!(2)),
    ("no envelope", "disclosure_malformed", |l| l.0[0]["envelopes"] = json!([])),
    ("another kind", "not_a_disclosure", |l| l.0[0]["assize"] = json!("bundle")),
    ("an absurd number of entries", "disclosure_too_large", |l| l.0[0]["entries"] = json!(u64::MAX)),
    ("the seed as an entry", "disclosure_malformed", |l| l.entry(POLICY, 0)["path"] = json!("data/disclosure.key")),
    ("a path that leads out", "disclosure_malformed", |l| l.entry(POLICY, 0)["path"] = json!("data/../../x")),
    ("a path beside the payload", "disclosure_malformed", |l| l.entry(POLICY, 0)["path"] = json!("bagit.txt")),
    ("a line of a file without lines", "disclosure_malformed", |l| l.entry(POLICY, 0)["line"] = json!(1)),
    ("a file of lines as a whole", "disclosure_malformed", |l| l.entry(USERS, 2)["line"] = json!(0)),
    ("fields out of order", "disclosure_malformed", |l| list(l, 3, "fields").swap(0, 1)),
    ("hidden hashes out of order", "disclosure_malformed", |l| list(l, 7, "hidden").swap(0, 1)),
    ("nothing hidden", "disclosure_malformed", |l| list(l, 3, "hidden").clear()),
    ("nothing shown", "disclosure_malformed", |l| list(l, 7, "fields").clear()),
    ("an object as a field", "disclosure_malformed", |l| set(l, 7, "/fields/0/value", |_| json!({"a": 1}))),
    ("a fraction as a field", "disclosure_malformed", |l| set(l, 7, "/fields/0/value", |_| json!(0.5))),
    ("no pointer", "disclosure_malformed", |l| set(l, 7, "/fields/0/pointer", |_| json!("id"))),
    ("a line as text", "disclosure_malformed", |l| {
        let text = String::from_utf8(model::canonical_line(&l.entry(USERS, 2)["value"]).unwrap()).unwrap();
        let entry = l.entry(USERS, 2).as_object_mut().unwrap();
        entry.remove("value");
        entry.insert("text".into(), json!(text));
    }),
    ("text as base64", "disclosure_malformed", |l| {
        let entry = l.entry(POLICY, 0).as_object_mut().unwrap();
        entry.remove("text");
        entry.insert("base64".into(), json!("YQ=="));
    }),
    ("two contents", "disclosure_malformed", |l| l.entry(USERS, 2)["text"] = json!("x")),
    ("no content", "disclosure_malformed", |l| drop(l.entry(USERS, 2).as_object_mut().unwrap().remove("value"))),
    ("an unknown field", "disclosure_malformed", |l| l.entry(USERS, 2)["note"] = json!("x")),
    ("a negative index", "disclosure_malformed", |l| l.entry(USERS, 2)["index"] = json!(-1)),
    ("upper-case hex", "disclosure_malformed", |l| set(l, 3, "/salt", |s| json!(s.as_str().unwrap().to_uppercase()))),
    ("the signature of another key", "unknown_key", |l| {
        let text = l.0[0]["envelopes"][0].as_str().unwrap().to_owned();
        let envelope: Value = serde_json::from_str(&text).unwrap();
        let hint = envelope["verificationMaterial"]["publicKey"]["hint"].as_str().unwrap();
        l.0[0]["envelopes"][0] =
            json!(text.replace(hint, key(seal::Algorithm::EcdsaP256).public_key().hint().as_str()));
    }),
];

fn good() -> Vec<u8> {
    let (_folder, bundle) = sealed(estate());
    disclose(&bundle, &some()).unwrap().0
}

#[test]
fn every_way_to_cheat_is_refused_by_name() {
    let good = Lines::of(&good());
    assert_eq!(verdict(&good.bytes()), "good", "the workshop writes what it read");
    let mut wrong = Vec::new();
    for (what, reason, cheat) in CASES {
        let mut forged = good.clone();
        cheat(&mut forged);
        let found = check(&forged.bytes()).map_or_else(|r| r.to_string(), |_| "good".to_owned());
        if found.split(':').next() != Some(reason) {
            wrong.push(format!("{what}: expected {reason}, got {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_reason_has_a_way_to_cheat() {
    let mut shown: BTreeSet<&str> = CASES.iter().map(|(_, reason, _)| *reason).collect();
    // Shown in the tests of the bundle's own tree and seed, and by the command line.
    shown.extend(["disclosure_key_malformed", "disclosure_root_mismatch", "encrypted_file"]);
    let reasons = seal::Reason::ALL.iter().map(|reason| reason.name());
    let missing: Vec<&str> = reasons.filter(|n| n.contains("disclosure") && !shown.contains(n)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// An honest subset with a changed header is a disclosure as good as any: none claims to be complete.
#[test]
fn fewer_entries_are_no_cheat() {
    let mut lines = Lines::of(&good());
    lines.0.remove(3);
    lines.recount();
    assert_eq!(verdict(&lines.bytes()), "good");
}

#[test]
fn the_envelope_of_another_run_does_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    let other = seal::Facts { seed: seal::disclosure::Seed::new([2; 32]), ..facts() };
    let key = key(seal::Algorithm::Ed25519);
    let path = folder.path().join("b.zip");
    let limits = seal::Limits::default();
    let bundle = seal::seal(vec![item(POLICY, b"x")], &other, &key, &path, seal::Existing::Keep, &limits).unwrap();
    let envelope = bundle.reader.read("attestations/evidence.sigstore.json", 1 << 16).unwrap();
    let mut lines = Lines::of(&good());
    lines.0[0]["envelopes"][0] = json!(String::from_utf8(envelope).unwrap());
    assert_eq!(verdict(&lines.bytes()), "disclosure_index", "its tree is smaller");
}

#[test]
fn every_cut_and_every_flipped_byte_is_refused() {
    let good = good();
    for n in 0..good.len() {
        let found = verdict(&good[..n]);
        let expected =
            if n < 22 { &["not_a_disclosure", "disclosure_truncated"][..] } else { &["disclosure_truncated"] };
        assert!(expected.contains(&found), "cut to {n}: {found}");
        let mut flipped = good.clone();
        flipped[n] ^= 1;
        assert_ne!(verdict(&flipped), "good", "byte {n}");
    }
}
