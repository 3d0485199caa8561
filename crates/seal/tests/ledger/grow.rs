//! Growth, one leaf at a time, over both edges of a tile; and how little of a large ledger it touches.

use seal::ledger::{Checkpoint, Event, Leaf, MOST_LEAVES, ObjectsRead, Tip, leaf_hash, root_of_inclusion, wanted};

use super::forge::{Entries, Folder, night, run, signer, trust};

/// The ledger of `entries`, grown leaf by leaf from nothing.
fn grown(entries: &Entries) -> Folder {
    let key = signer(1);
    let mut folder = Folder::default();
    let mut head = Checkpoint {
        origin: key.public().name().into(),
        size: 0,
        root: seal::ledger::root(&mut seal::ledger::Tiles::new(0), 0).unwrap(),
    };
    let mut seen: Option<Checkpoint> = None;
    for leaf in &entries.bytes {
        let read: ObjectsRead = wanted(head.size, seen.as_ref().map_or(0, |s| s.size))
            .unwrap()
            .into_iter()
            .map(|path| (path.clone(), folder.0.get(&path).cloned().unwrap_or_else(|| panic!("no {path}"))))
            .collect();
        let mut tip = Tip::read(head, seen.as_ref(), &read).unwrap();
        let growth = tip.grown(leaf).unwrap();
        let size = growth.checkpoint.size;
        assert_eq!(root_of_inclusion(size - 1, size, leaf_hash(leaf), &growth.path), Some(growth.checkpoint.root));
        folder.0.extend(growth.writes);
        head = growth.checkpoint;
        // Remembered only now and then, so that every kind of gap is proven across.
        if size % 7 == 3 {
            seen = Some(head.clone());
        }
        folder.keep(&head, head.sign(&key).unwrap());
    }
    folder
}

#[test]
fn growing_leaf_by_leaf_gives_the_ledger_that_is_made_at_once() {
    let entries = Entries::nights(600);
    let grown = grown(&entries);
    let whole = Folder::of(&entries, &signer(1));
    for (path, bytes) in &whole.0 {
        assert_eq!(grown.0.get(path), Some(bytes), "{path}");
    }
    let audit = grown.audit(&trust(), &[]).unwrap();
    assert_eq!((audit.leaves.len(), audit.head.size), (600, 600));
}

#[test]
fn a_leaf_after_a_million_asks_for_a_dozen_objects() {
    for size in [1_000_000, 1_048_576, 16_777_216, 65_536, 1_048_577] {
        let paths = wanted(size, size).unwrap();
        assert!(paths.len() <= 10, "{size}: {paths:?}");
        let after_long = wanted(size, size / 3).unwrap();
        assert!(after_long.len() <= 16, "{size}, when another machine wrote most of it: {after_long:?}");
    }
    assert_eq!(wanted(MOST_LEAVES, 0).unwrap_err().name(), "ledger_too_large");
}

fn tip(folder: &Folder, size: u64, seen: Option<&Checkpoint>) -> Result<Tip, seal::Refusal> {
    let note = seal::ledger::CheckpointNote::parse(&folder.0[&seal::ledger::kept_path(size)]).unwrap();
    let read = wanted(size, seen.map_or(0, |s| s.size)).unwrap();
    let read = read.into_iter().filter_map(|p| folder.0.get(&p).map(|b| (p, b.clone()))).collect();
    Tip::read(note.checkpoint, seen, &read)
}

#[test]
fn a_writer_signs_nothing_that_does_not_extend_what_it_signed() {
    let honest = Folder::of(&Entries::nights(300), &signer(1));
    let head =
        |size| seal::ledger::CheckpointNote::parse(&honest.0[&seal::ledger::kept_path(size)]).unwrap().checkpoint;
    assert!(tip(&honest, 300, Some(&head(300))).is_ok());
    assert!(tip(&honest, 300, Some(&head(123))).is_ok());
    let older = Folder::of(&Entries::nights(250), &signer(1));
    assert_eq!(tip(&older, 250, Some(&head(300))).unwrap_err().name(), "ledger_rolled_back");
}

#[test]
fn a_writer_refuses_a_forked_or_rewritten_ledger() {
    let honest = Folder::of(&Entries::nights(300), &signer(1));
    let head =
        |size| seal::ledger::CheckpointNote::parse(&honest.0[&seal::ledger::kept_path(size)]).unwrap().checkpoint;
    let mut other = Entries::nights(200);
    other.add(200, super::forge::failed());
    for n in 201..300 {
        other.add(n, run(n));
    }
    let other = Folder::of(&other, &signer(1));
    assert_eq!(tip(&other, 300, Some(&head(300))).unwrap_err().name(), "ledger_forked");
    assert_eq!(tip(&other, 300, Some(&head(250))).unwrap_err().name(), "ledger_rewritten");
    assert!(tip(&other, 300, Some(&head(200))).is_ok(), "a head from before the change shows nothing");
}

#[test]
fn a_writer_believes_no_tile_that_does_not_lead_to_the_head() {
    let honest = Folder::of(&Entries::nights(300), &signer(1));
    for path in ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"] {
        let mut bad = honest.clone();
        bad.0.get_mut(path).unwrap()[20] ^= 1;
        let refusal = tip(&bad, 300, None).unwrap_err();
        assert!(["root_mismatch", "entries_malformed"].contains(&refusal.name()), "{path}: {refusal}");
        let mut gone = honest.clone();
        gone.0.remove(path);
        assert_eq!(tip(&gone, 300, None).unwrap_err().name(), "ledger_missing", "{path}");
    }
}

#[test]
fn a_leaf_that_may_not_follow_is_refused_before_it_is_written() {
    let honest = Folder::of(&Entries::nights(300), &signer(1));
    let mut tip = tip(&honest, 300, None).unwrap();
    let scope = tip.last().unwrap().scope.clone();
    let make = |at, previous, event: Event| Leaf::new(at, previous, scope.clone(), event).to_bytes().unwrap();
    let early = make(night(3), tip.last_digest(), run(3));
    let detached = make(night(301), None, run(301));
    let good = make(night(301), tip.last_digest(), run(301));
    assert_eq!(tip.grown(&early).unwrap_err().name(), "leaf_out_of_order");
    assert_eq!(tip.grown(&detached).unwrap_err().name(), "previous_mismatch");
    assert_eq!(tip.grown(b"{}").unwrap_err().name(), "leaf_malformed");
    assert!(tip.grown(&good).is_ok());
}
