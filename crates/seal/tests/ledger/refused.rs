//! Everybody who would change a ledger, from outside and with its key, and the name each is refused by.

use seal::ledger::{Checkpoint, CheckpointNote, Event, Leaf, LedgerKeys, NoteKey, NoteKeyKind, kept_path, leaf_hash};
use seal::{Algorithm, PrivateKey};

use super::forge::{Entries, Folder, ORIGIN, failed, mth, night, run, scope, signer, signer_of, trust};

fn honest() -> Folder {
    Folder::of(&Entries::nights(300), &signer(1))
}

#[test]
fn an_honest_ledger_is_accepted() {
    let audit = honest().audit(&trust(), &[]).unwrap();
    assert_eq!(audit.leaves.len(), 300);
    assert_eq!(audit.keys.len(), 1);
}

/// Without the key: objects of the honest ledger, changed.
#[test]
fn who_holds_no_key_changes_nothing() {
    type Change = fn(&mut Folder);
    let cases: [(&str, &str, Change); 17] = [
        ("a leaf rewritten", "root_mismatch", |f| {
            f.0.get_mut("tile/entries/000").unwrap()[300] ^= 1;
        }),
        ("a leaf removed", "entries_malformed", |f| {
            let kept = Entries::nights(299).bytes;
            f.write_entries(&kept);
            let short = f.0["tile/entries/001.p/43"].clone();
            f.0.insert("tile/entries/001.p/44".into(), short);
        }),
        ("two leaves swapped", "root_mismatch", |f| {
            let mut entries = Entries::nights(300).bytes;
            entries.swap(20, 21);
            f.write_entries(&entries);
        }),
        ("a tile swapped for another", "tile_mismatch", |f| {
            let other = Folder::of(&Entries::nights(400), &signer(1)).0["tile/0/001.p/144"][32..32 * 45].to_vec();
            f.0.insert("tile/0/001.p/44".into(), other);
        }),
        ("a tile cut", "tile_malformed", |f| {
            f.0.get_mut("tile/0/000").unwrap().pop();
        }),
        ("a tile of another width under this name", "tile_malformed", |f| {
            let wide = f.0["tile/0/000"].clone();
            f.0.insert("tile/0/001.p/44".into(), wide);
        }),
        ("a tile gone", "ledger_missing", |f| {
            f.0.remove("tile/1/000.p/1");
        }),
        ("entries gone", "ledger_missing", |f| {
            f.0.remove("tile/entries/000");
        }),
        ("the checkpoint gone", "ledger_missing", |f| {
            f.0.remove("checkpoint");
        }),
        ("a kept checkpoint gone", "ledger_missing", |f| {
            f.0.remove(&kept_path(120));
        }),
        ("a kept checkpoint in another's place", "checkpoint_malformed", |f| {
            let other = f.0[&kept_path(121)].clone();
            f.0.insert(kept_path(120), other);
        }),
        ("another root", "bad_checkpoint_signature", |f| {
            f.edit("checkpoint", |t| t.replacen("\n300\n", "\n299\n", 1));
        }),
        ("a size with a leading zero", "checkpoint_malformed", |f| {
            f.edit("checkpoint", |t| t.replacen("\n300\n", "\n0300\n", 1));
        }),
        ("a giant size", "ledger_too_large", |f| {
            f.edit("checkpoint", |t| t.replacen("\n300\n", "\n18446744073709551615\n", 1));
        }),
        ("no base64", "checkpoint_malformed", |f| {
            f.edit("checkpoint", |t| t.replacen("=\n", "!\n", 1));
        }),
        ("a signature line twice", "note_signature_twice", |f| {
            f.edit("checkpoint", |t| format!("{t}{}\n", t.lines().last().unwrap()));
        }),
        ("no signature", "note_malformed", |f| {
            f.edit("checkpoint", |t| t.split_once("\u{2014}").unwrap().0.to_owned());
        }),
    ];
    for (what, expected, change) in cases {
        let mut folder = honest();
        change(&mut folder);
        assert_eq!(folder.refusal(), expected, "{what}");
    }
}

fn head(size: u64, origin: &str, root: [u8; 32]) -> Checkpoint {
    Checkpoint { origin: origin.into(), size, root }
}

#[test]
fn other_keys_origins_and_spellings_are_refused_by_name() {
    let root = mth(&Entries::nights(300).bytes.iter().map(|e| leaf_hash(e)).collect::<Vec<_>>());
    let mut folder = honest();
    folder.keep(&head(300, ORIGIN, root), head(300, ORIGIN, root).sign(&signer(2)).unwrap());
    assert_eq!(folder.refusal(), "checkpoint_unsigned", "another key");
    let elsewhere = signer_of("acme.example/other", 1);
    let other = head(300, "acme.example/other", root);
    folder.keep(&other, other.sign(&elsewhere).unwrap());
    assert_eq!(folder.refusal(), "other_origin");
    let extended = signer(1).sign(&format!("{}extension\n", head(300, ORIGIN, root).text())).unwrap();
    folder.keep(&head(300, ORIGIN, root), extended.into_bytes());
    assert_eq!(folder.refusal(), "checkpoint_extension");
    // A key of the same name and id, made to collide: its signature is not that of the trusted key.
    let forged = head(300, ORIGIN, root).sign(&signer(2)).unwrap();
    let (ours, theirs) = (signer(1).public().id(), signer(2).public().id());
    let text = String::from_utf8(forged).unwrap();
    let (front, line) = text.trim_end().rsplit_once(' ').unwrap();
    let mut bytes = decode(line);
    assert_eq!(bytes[..4], theirs);
    bytes[..4].copy_from_slice(&ours);
    folder.keep(&head(300, ORIGIN, root), format!("{front} {}\n", encode(&bytes)).into_bytes());
    assert_eq!(folder.refusal(), "bad_checkpoint_signature", "an id that collides");
}

fn decode(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::prelude::BASE64_STANDARD.decode(text).unwrap()
}

fn encode(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_STANDARD.encode(bytes)
}

/// With the key: the owner rewrites the ledger and signs it anew. Only what left the house shows it.
#[test]
fn an_owner_who_rewrites_is_caught_by_a_checkpoint_held_elsewhere() {
    let held = |size: u64| vec![honest().0[&kept_path(size)].clone()];
    let mut other = Entries::nights(120);
    other.add(120, failed());
    for n in 121..300 {
        other.add(n, run(n));
    }
    let rewritten = Folder::of(&other, &signer(1));
    let refused = |folder: &Folder, held: &[Vec<u8>]| folder.audit(&trust(), held).unwrap_err().name();
    assert_eq!(refused(&rewritten, &held(200)), "ledger_rewritten");
    assert_eq!(refused(&rewritten, &held(300)), "ledger_forked", "a split view");
    let shorter = Folder::of(&Entries::nights(250), &signer(1));
    assert_eq!(refused(&shorter, &held(300)), "ledger_rolled_back");
    // A checkpoint protects what came before it, and nothing else.
    assert!(rewritten.audit(&trust(), &held(120)).is_ok());
    assert_eq!(honest().audit(&trust(), &held(120)).unwrap().held, [120]);
}

#[test]
fn an_owner_who_rewrites_but_keeps_the_old_checkpoints_is_caught_by_them() {
    let mut other = Entries::nights(120);
    other.add(120, failed());
    for n in 121..300 {
        other.add(n, run(n));
    }
    let mut forged = Folder::of(&other, &signer(1));
    forged.0.insert(kept_path(200), honest().0[&kept_path(200)].clone());
    assert_eq!(forged.refusal(), "ledger_rewritten");
}

/// With the key: leaves that may not follow one another, in an otherwise honest ledger.
#[test]
fn leaves_that_contradict_each_other_are_refused_even_if_signed() {
    let forged = |entries: &Entries| Folder::of(entries, &signer(1)).refusal();
    let mut twice = Entries::nights(5);
    twice.add(6, run(3));
    assert_eq!(forged(&twice), "duplicate_run");
    let mut back = Entries::nights(5);
    back.add(2, failed());
    assert_eq!(forged(&back), "leaf_out_of_order");
    let mut broken = Entries::nights(5);
    broken.bytes.remove(3);
    assert_eq!(forged(&broken), "previous_mismatch");
    let mut headless = Entries::nights(5);
    headless.bytes.remove(0);
    assert_eq!(forged(&headless), "previous_mismatch");
    let mut unscoped = Entries::default();
    let leaf = Leaf::new(night(0), None, model::Digest::of(b"x"), failed());
    unscoped.bytes.push(leaf.to_bytes().unwrap());
    assert_eq!(forged(&unscoped), "no_scope");
    let mut loose = Entries::nights(5);
    let text = String::from_utf8(loose.bytes.pop().unwrap()).unwrap();
    loose.bytes.push(text.replace("\"v\":1", "\"v\":1,\"x\":2").into_bytes());
    assert_eq!(forged(&loose), "leaf_malformed");
    let mut later = Entries::nights(5);
    let text = String::from_utf8(later.bytes.pop().unwrap()).unwrap();
    later.bytes.push(text.replace("\"finishedAt\":\"2026-01-05", "\"finishedAt\":\"2026-01-06").into_bytes());
    assert_eq!(forged(&later), "leaf_back_dated", "written before it was finished");
}

#[test]
fn verifier_keys_have_one_spelling_and_cannot_collide() {
    let key = signer(1).public().clone();
    let text = key.to_string();
    assert_eq!(NoteKey::parse(&text).unwrap(), key);
    let p256 = PrivateKey::generate(Algorithm::EcdsaP256, &[1; 32]);
    assert_eq!(NoteKey::new("x", NoteKeyKind::Log, p256.public_key()).unwrap_err().name(), "vkey_malformed");
    let id = hex::encode(key.id());
    for bad in
        ["", "a", "a+b", "a+b+c", &text.replace(&id, "00000000"), &text[..text.len() - 4], &text.replace('+', " ")]
    {
        assert_eq!(NoteKey::parse(bad).unwrap_err().name(), "vkey_malformed", "{bad}");
    }
    let other = signer_of("acme.example/other", 1).public().clone();
    assert_eq!(LedgerKeys::new(vec![key.clone(), other], vec![], 0).unwrap_err().name(), "vkey_malformed");
    assert_eq!(LedgerKeys::new(vec![], vec![], 0).unwrap_err().name(), "vkey_malformed");
    assert_eq!(LedgerKeys::new(vec![key.clone()], vec![key.clone()], 0).unwrap_err().name(), "vkey_malformed");
    assert_eq!(LedgerKeys::new(vec![key], vec![], 1).unwrap_err().name(), "vkey_malformed");
}

#[test]
fn a_ledger_is_handed_over_by_both_keys_or_not_at_all() {
    let (old, new) = (signer(1), signer(2));
    let mut entries = Entries::default();
    entries.add(0, scope(old.public())).add(1, run(1));
    entries.add(2, Event::Key { key: new.public().to_string() }).add(3, run(3));
    let hashes: Vec<_> = entries.bytes.iter().map(|e| leaf_hash(e)).collect();
    let at = |size: usize| head(size as u64, ORIGIN, mth(&hashes[..size]));
    let mut folder = Folder::of(&entries, &old);
    assert_eq!(folder.refusal(), "rotation_unsigned");
    folder.keep(&at(3), at(3).sign_both(&old, &new).unwrap());
    folder.keep(&at(4), at(4).sign(&new).unwrap());
    assert_eq!(folder.audit(&trust(), &[]).unwrap().keys.len(), 2, "who trusts the old key follows");
    let only_new = LedgerKeys::new(vec![new.public().clone()], vec![], 0).unwrap();
    assert!(folder.audit(&only_new, &[]).is_ok(), "and who trusts the new one");
    let neither = LedgerKeys::new(vec![signer(3).public().clone()], vec![], 0).unwrap();
    assert_eq!(folder.audit(&neither, &[]).unwrap_err().name(), "checkpoint_unsigned");
    folder.keep(&at(4), at(4).sign(&old).unwrap());
    assert_eq!(folder.refusal(), "checkpoint_unsigned", "a key that was given up signs no more");
}

#[test]
fn a_checkpoint_is_read_or_refused_but_never_a_panic() {
    let good = honest().0["checkpoint"].clone();
    for at in 0..good.len() {
        for byte in [0, b'\n', b' ', b'0', b'9', b'=', 0xff] {
            let mut bad = good.clone();
            bad[at] = byte;
            let accepted = CheckpointNote::parse(&bad).is_ok_and(|note| note.check(signer(1).public()).is_ok());
            assert!(!accepted || bad == good, "byte {at} as {byte}");
        }
        let cut = CheckpointNote::parse(&good[..at]).is_ok_and(|note| note.check(signer(1).public()).is_ok());
        assert!(!cut, "cut after {at} bytes");
    }
}
