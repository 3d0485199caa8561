//! Appending to a ledger: how many objects it touches, writers that race, and writers that die after
//! every single write.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures::executor::block_on;
use model::{Digest, Timestamp};
use runner::{Entry, Ledger, LedgerError};
use seal::ledger::{
    Checkpoint, Event, Failure, Hash, LedgerAudit, LedgerChecks, LedgerKeys, LedgerProof, NoteSigner, Tile,
    audit_ledger, entries_path, kept_path, leaf_hash, node_hash, write_entries,
};
use seal::{Algorithm, PrivateKey, Refusal};
use store::{Condition, Error, Listed, Object, Objects, Put, Version};

const ORIGIN: &str = "acme.example/evidence";

/// Objects in memory that count what is done to them and can die after so many writes.
#[derive(Debug, Clone, Default)]
struct Memory {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    objects: BTreeMap<String, (Bytes, u64)>,
    reads: usize,
    writes: usize,
    /// After so many writes every further one fails; one that fails may have happened all the same.
    dies_after: Option<usize>,
    dies_late: bool,
}

fn version(number: u64) -> Version {
    Version::new(number.to_string())
}

fn down() -> Error {
    Error::Write { path: "object".into(), source: std::io::Error::other("the writer died") }
}

#[async_trait::async_trait]
impl Objects for Memory {
    fn place(&self) -> String {
        "memory".into()
    }

    async fn get(&self, path: &str, _: u64) -> Result<Option<Object>, Error> {
        let mut state = self.state.lock().unwrap();
        state.reads += 1;
        let found = state.objects.get(path).cloned();
        Ok(found.map(|(bytes, number)| Object { bytes, version: version(number) }))
    }

    async fn size(&self, path: &str) -> Result<Option<u64>, Error> {
        let state = self.state.lock().unwrap();
        Ok(state.objects.get(path).map(|(bytes, _)| bytes.len() as u64))
    }

    async fn put(&self, path: &str, bytes: Bytes, condition: Condition) -> Result<Put, Error> {
        let mut state = self.state.lock().unwrap();
        let dead = state.dies_after.is_some_and(|after| state.writes >= after);
        if dead && !state.dies_late {
            return Err(down());
        }
        let standing = state.objects.get(path).map(|(_, number)| version(*number));
        let holds = match &condition {
            Condition::Any => true,
            Condition::Absent => standing.is_none(),
            Condition::Matches(wanted) => standing.as_ref() == Some(wanted),
        };
        if !holds {
            return Ok(Put::Taken);
        }
        state.writes += 1;
        let number = state.objects.get(path).map_or(0, |(_, number)| number + 1);
        state.objects.insert(path.into(), (bytes, number));
        if dead { Err(down()) } else { Ok(Put::Done(version(number))) }
    }

    async fn list(&self, _: &str) -> Result<Vec<Listed>, Error> {
        panic!("an append lists nothing")
    }
}

impl Memory {
    /// The same objects, for another course of events.
    fn copy(&self) -> Self {
        let objects = self.state.lock().unwrap().objects.clone();
        Self { state: Arc::new(Mutex::new(State { objects, ..State::default() })) }
    }

    fn counts(&self) -> (usize, usize) {
        let mut state = self.state.lock().unwrap();
        (std::mem::take(&mut state.reads), std::mem::take(&mut state.writes))
    }

    fn dying(&self, after: usize, late: bool) {
        let mut state = self.state.lock().unwrap();
        (state.writes, state.dies_after, state.dies_late) = (0, Some(after), late);
    }

    fn revive(&self) {
        self.state.lock().unwrap().dies_after = None;
    }

    fn audit(&self) -> Result<LedgerAudit, Refusal> {
        let trust = LedgerKeys::new(vec![signer().public().clone()], vec![], 0).unwrap();
        let mut fetch = |path: &str, _: u64| {
            let state = self.state.lock().unwrap();
            Ok(state.objects.get(&format!("ledger/{path}")).map(|(bytes, _)| bytes.to_vec()))
        };
        audit_ledger(&mut fetch, &LedgerChecks { trust: &trust, held: &[], stamp: None })
    }

    fn insert(&self, path: &str, bytes: Vec<u8>) {
        self.state.lock().unwrap().objects.insert(format!("ledger/{path}"), (bytes.into(), 0));
    }
}

fn signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, PrivateKey::generate(Algorithm::Ed25519, &[1; 32])).unwrap()
}

fn ledger(head: &Path) -> Ledger {
    Ledger { signer: signer(), head: head.to_owned() }
}

fn at(n: u64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + i64::try_from(n).unwrap()).unwrap()
}

fn scope() -> Event {
    Event::Scope {
        every: Some(86_400),
        policies: Some(Digest::of(b"policies")),
        sources: vec!["aws".into()],
        settings: Digest::of(b"settings"),
        key: signer().public().to_string(),
    }
}

fn entry(run: &str, n: u64) -> Entry {
    let event = Event::Run {
        run: run.into(),
        started_at: at(n),
        finished_at: at(n),
        evidence: Digest::of(run.as_bytes()),
        statement: Digest::of(run.as_bytes()),
        exit: 0,
    };
    Entry { event, scope: Some(scope()), at: at(n) }
}

fn append(ledger: &Ledger, memory: &Memory, run: &str, n: u64) -> Result<LedgerProof, LedgerError> {
    block_on(ledger.append(memory, entry(run, n)))
}

fn runs(audit: &LedgerAudit) -> Vec<String> {
    let run = |event: &Event| match event {
        Event::Run { run, .. } => Some(run.clone()),
        _ => None,
    };
    audit.leaves.iter().filter_map(|leaf| run(&leaf.event)).collect()
}

fn proves(proof: &LedgerProof, run: &str) {
    let trust = LedgerKeys::new(vec![signer().public().clone()], vec![], 0).unwrap();
    let digest = Digest::of(run.as_bytes());
    proof.check(&[trust], &digest, &digest).unwrap_or_else(|e| panic!("{run}: {e}"));
}

#[test]
fn the_scope_comes_first_and_again_when_it_changes() {
    let home = tempfile::tempdir().unwrap();
    let (memory, ledger) = (Memory::default(), ledger(&home.path().join("head")));
    for n in 0..300 {
        proves(&append(&ledger, &memory, &format!("run-{n}"), n).unwrap(), &format!("run-{n}"));
    }
    let mut changed = entry("run-300", 300);
    changed.scope = Some(Event::Scope {
        every: None,
        policies: None,
        sources: vec![],
        settings: Digest::of(b"other"),
        key: signer().public().to_string(),
    });
    block_on(ledger.append(&memory, changed)).unwrap();
    let failed = Event::Failed { run: None, exit: 2, reason: Failure::Collect, text: "no credential".into() };
    block_on(ledger.append(&memory, Entry { event: failed, scope: None, at: at(301) })).unwrap();
    let audit = memory.audit().unwrap();
    let scopes: Vec<usize> =
        (0..audit.leaves.len()).filter(|i| matches!(audit.leaves[*i].event, Event::Scope { .. })).collect();
    assert_eq!(scopes, [0, 301]);
    assert_eq!(runs(&audit).len(), 301);
    assert!(matches!(audit.leaves.last().unwrap().event, Event::Failed { .. }));
}

#[test]
fn a_writer_that_dies_at_any_write_leaves_a_ledger_that_verifies_and_loses_nothing() {
    for before in [0, 3, 254, 255, 256] {
        let home = tempfile::tempdir().unwrap();
        let (night, first) = (Memory::default(), ledger(&home.path().join("head")));
        for n in 0..before {
            append(&first, &night, &format!("run-{n}"), n).unwrap();
        }
        for late in [false, true] {
            for dies in 0..12 {
                let (memory, head) = (night.copy(), home.path().join(format!("head-{dies}-{late}")));
                if before > 0 {
                    std::fs::copy(home.path().join("head"), &head).unwrap();
                }
                let ledger = ledger(&head);
                memory.dying(dies, late);
                let died = append(&ledger, &memory, "dying", before).is_err();
                memory.revive();
                let after = match memory.audit() {
                    Ok(audit) => runs(&audit),
                    Err(refusal) if before == 0 => {
                        assert_eq!(refusal.name(), "ledger_missing", "nothing was begun yet");
                        Vec::new()
                    }
                    Err(refusal) => panic!("{before} {dies} {late}: {refusal}"),
                };
                assert!(after.len() as u64 >= before, "{before} {dies} {late}");
                // The next night, on this machine or, without its memory, on another.
                let next = if dies % 2 == 0 {
                    ledger
                } else {
                    self::ledger(&home.path().join(format!("other-{dies}-{late}")))
                };
                proves(&append(&next, &memory, "next", before + 1).unwrap(), "next");
                let runs = runs(&memory.audit().unwrap());
                assert_eq!(runs.last().map(String::as_str), Some("next"));
                assert!(died || runs.contains(&"dying".to_owned()), "{before} {dies} {late}: {runs:?}");
                assert!(runs.len() as u64 - before <= 2, "no leaf twice: {runs:?}");
            }
        }
    }
}

#[test]
fn writers_that_race_never_fork_and_each_leaf_stands_once() {
    let home = tempfile::tempdir().unwrap();
    let memory = Memory::default();
    std::thread::scope(|threads| {
        for writer in 0..4 {
            let (memory, head) = (memory.clone(), home.path().join(format!("head-{}", writer % 2)));
            threads.spawn(move || {
                for n in 0..25 {
                    let run = format!("run-{writer}-{n}");
                    proves(&append(&ledger(&head), &memory, &run, 0).unwrap(), &run);
                }
            });
        }
    });
    let mut runs = runs(&memory.audit().unwrap());
    runs.sort();
    runs.dedup();
    assert_eq!(runs.len(), 100);
}

/// A ledger of `size` leaves: the tiles at its right edge, and what an append reads besides. All leaves but
/// the last are the same, so that a million are made at once.
fn synthesised(size: u64) -> Memory {
    let memory = Memory::default();
    let scope_digest = scope().scope().unwrap().unwrap();
    let leaf = seal::ledger::Leaf::new(at(0), None, scope_digest, scope()).to_bytes().unwrap();
    let mut row: Vec<Hash> = vec![leaf_hash(&leaf); usize::try_from(size).unwrap()];
    let last = (size - 1) / 256;
    let width = size - last * 256;
    let entries = std::iter::repeat_n(leaf.as_slice(), usize::try_from(width).unwrap());
    memory.insert(&entries_path(last, width), write_entries(entries).unwrap());
    let mut frontier = seal::ledger::Frontier::default();
    for hash in &row {
        frontier.push(*hash);
    }
    for level in 0.. {
        for (index, chunk) in (0_u64..).zip(row.chunks(256)) {
            memory.insert(&Tile { level, index, width: chunk.len() as u64 }.path(), chunk.concat());
        }
        let full = row.as_chunks::<256>().0;
        row = full.iter().map(|tile| subtree(tile)).collect();
        if row.is_empty() {
            break;
        }
    }
    let head = Checkpoint { origin: ORIGIN.into(), size, root: frontier.root() };
    let signed = head.sign(&signer()).unwrap();
    memory.insert(&kept_path(size), signed.clone());
    memory.insert("checkpoint", signed);
    memory
}

fn subtree(hashes: &[Hash]) -> Hash {
    match hashes {
        [one] => *one,
        many => {
            let (left, right) = many.split_at(many.len() / 2);
            node_hash(&subtree(left), &subtree(right))
        }
    }
}

#[test]
fn an_append_to_a_million_leaves_touches_a_handful_of_objects() {
    for size in [1_000_000, 1_048_575] {
        let home = tempfile::tempdir().unwrap();
        let (memory, ledger) = (synthesised(size), ledger(&home.path().join("head")));
        let proof = append(&ledger, &memory, "run", 1).unwrap();
        proves(&proof, "run");
        assert_eq!(proof.index, size);
        let (reads, writes) = memory.counts();
        println!("{size} leaves: {reads} reads and {writes} writes");
        assert!(writes <= 8, "{size}: {writes} writes");
        assert!(reads <= 30, "{size}: {reads} reads in three rounds");
    }
}

#[test]
fn a_ledger_that_was_rolled_back_or_taken_away_is_not_signed_again() {
    let home = tempfile::tempdir().unwrap();
    let (memory, ledger) = (Memory::default(), ledger(&home.path().join("head")));
    for n in 0..4 {
        append(&ledger, &memory, &format!("run-{n}"), n).unwrap();
    }
    let before = memory.state.lock().unwrap().objects.clone();
    for n in 4..8 {
        append(&ledger, &memory, &format!("run-{n}"), n).unwrap();
    }
    memory.state.lock().unwrap().objects = before;
    let refused = |memory: &Memory| match append(&ledger, memory, "late", 9) {
        Err(LedgerError::Refused(refusal)) => refusal.name(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&memory), "ledger_rolled_back");
    assert_eq!(refused(&Memory::default()), "ledger_rolled_back", "nothing is left of it");
    let early = Entry { at: at(0), ..entry("early", 0) };
    let fresh = self::ledger(&home.path().join("fresh"));
    assert!(block_on(fresh.append(&memory, early)).is_ok(), "a clock that is a few seconds behind waits");
    let long_ago = Entry { at: Timestamp::from_second(1_767_000_000).unwrap(), ..entry("old", 0) };
    assert!(
        matches!(block_on(fresh.append(&memory, long_ago)), Err(LedgerError::Clock { .. })),
        "by hours it does not"
    );
}

#[test]
fn an_intent_that_a_stranger_laid_there_is_not_carried_out() {
    let home = tempfile::tempdir().unwrap();
    let (memory, ledger) = (Memory::default(), ledger(&home.path().join("head")));
    append(&ledger, &memory, "run-0", 0).unwrap();
    let stranger = NoteSigner::new(ORIGIN, PrivateKey::generate(Algorithm::Ed25519, &[2; 32])).unwrap();
    let head = Checkpoint { origin: ORIGIN.into(), size: 3, root: [0; 32] };
    let intent = seal::ledger::Intent { checkpoint: head, leaf: b"{}".to_vec() }.sign(&stranger).unwrap();
    memory.insert("next", intent);
    let Err(LedgerError::Refused(refusal)) = append(&ledger, &memory, "run-1", 1) else { panic!("it was carried out") };
    assert_eq!(refusal.name(), "intent_refused");
    assert_eq!(runs(&memory.audit().unwrap()), ["run-0"]);
}

#[test]
fn a_ledger_is_handed_over_to_another_key() {
    let home = tempfile::tempdir().unwrap();
    let (memory, ledger) = (Memory::default(), ledger(&home.path().join("head")));
    append(&ledger, &memory, "run-0", 0).unwrap();
    let next = NoteSigner::new(ORIGIN, PrivateKey::generate(Algorithm::Ed25519, &[2; 32])).unwrap();
    block_on(ledger.rotate(&memory, &next, at(1))).unwrap();
    let after = Ledger { signer: next, head: home.path().join("head-2") };
    block_on(after.append(&memory, entry("run-1", 2))).unwrap();
    let audit = memory.audit().unwrap();
    assert_eq!((audit.keys.len(), runs(&audit).len()), (2, 2));
    let Err(LedgerError::Refused(refusal)) = append(&ledger, &memory, "run-2", 3) else { panic!("the old key signed") };
    assert_eq!(refusal.name(), "checkpoint_unsigned");
}
