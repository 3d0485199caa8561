//! A ledger in memory, and the means to forge it: honest tiles over any entries, signed by any key.

use std::collections::BTreeMap;

use model::{Digest, Timestamp};
use seal::ledger::{
    Checkpoint, Event, Failure, Fetch, Hash, Leaf, LedgerAudit, LedgerChecks, LedgerKeys, NoteKey, NoteSigner,
    TILE_WIDTH, Tile, audit_ledger, entries_path, kept_path, leaf_hash, node_hash, write_entries,
};
use seal::{Algorithm, PrivateKey, Refusal};

pub(crate) const ORIGIN: &str = "acme.example/evidence";

pub(crate) fn signer(seed: u8) -> NoteSigner {
    signer_of(ORIGIN, seed)
}

pub(crate) fn signer_of(origin: &str, seed: u8) -> NoteSigner {
    NoteSigner::new(origin, PrivateKey::generate(Algorithm::Ed25519, &[seed; 32])).unwrap()
}

pub(crate) fn trust() -> LedgerKeys {
    LedgerKeys::new(vec![signer(1).public().clone()], vec![], 0).unwrap()
}

/// Night `n` after the first of January, at one in the morning.
pub(crate) fn night(n: u64) -> Timestamp {
    let first: Timestamp = "2026-01-01T01:00:00Z".parse().unwrap();
    Timestamp::from_second(first.as_second() + i64::try_from(n).unwrap() * 86_400).unwrap()
}

pub(crate) fn scope(key: &NoteKey) -> Event {
    Event::Scope {
        every: Some(86_400),
        policies: Some(Digest::of(b"policies")),
        sources: vec!["aws".into()],
        settings: Digest::of(b"settings"),
        key: key.to_string(),
    }
}

pub(crate) fn run(n: u64) -> Event {
    Event::Run {
        run: format!("run-{n}"),
        started_at: night(n),
        finished_at: night(n),
        evidence: Digest::of(format!("envelope {n}").as_bytes()),
        statement: Digest::of(format!("statement {n}").as_bytes()),
        exit: 0,
    }
}

pub(crate) fn failed() -> Event {
    Event::Failed { run: None, exit: 2, reason: Failure::Collect, text: "no credential".into() }
}

/// Leaves that follow one another.
#[derive(Default, Clone)]
pub(crate) struct Entries {
    pub(crate) bytes: Vec<Vec<u8>>,
    scope: Option<Digest>,
}

impl Entries {
    pub(crate) fn add(&mut self, n: u64, event: Event) -> &mut Self {
        if let Some(scope) = event.scope().unwrap() {
            self.scope = Some(scope);
        }
        let previous = self.bytes.last().map(|bytes| Digest::of(bytes));
        let leaf = Leaf::new(night(n), previous, self.scope.clone().unwrap(), event);
        self.bytes.push(leaf.to_bytes().unwrap());
        self
    }

    /// A scope, and then a run every night, `leaves` in all.
    pub(crate) fn nights(leaves: u64) -> Self {
        let mut entries = Self::default();
        entries.add(0, scope(signer(1).public()));
        for n in 1..leaves {
            entries.add(n, run(n));
        }
        entries
    }
}

/// Objects of a ledger by path.
#[derive(Clone, Default)]
pub(crate) struct Folder(pub(crate) BTreeMap<String, Vec<u8>>);

/// The root over leaf hashes, by the definition of RFC 6962 rather than by the code under test.
pub(crate) fn mth(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => panic!("of nothing"),
        [one] => *one,
        many => {
            let mut middle = 1;
            while middle * 2 < many.len() {
                middle *= 2;
            }
            node_hash(&mth(&many[..middle]), &mth(&many[middle..]))
        }
    }
}

impl Folder {
    /// Entries with honest tiles and checkpoints, signed by `key`.
    pub(crate) fn of(entries: &Entries, key: &NoteSigner) -> Self {
        let mut folder = Self::default();
        folder.write_entries(&entries.bytes);
        folder.write_tiles(&entries.bytes.iter().map(|e| leaf_hash(e)).collect::<Vec<_>>());
        folder.sign_all(entries, key);
        folder
    }

    pub(crate) fn write_entries(&mut self, entries: &[Vec<u8>]) {
        for (index, chunk) in (0_u64..).zip(entries.chunks(256)) {
            let bytes = write_entries(chunk.iter().map(Vec::as_slice)).unwrap();
            self.0.insert(entries_path(index, chunk.len() as u64), bytes);
        }
    }

    fn write_tiles(&mut self, leaves: &[Hash]) {
        let mut row = leaves.to_vec();
        for level in 0.. {
            for (index, chunk) in (0_u64..).zip(row.chunks(256)) {
                let tile = Tile { level, index, width: chunk.len() as u64 };
                self.0.insert(tile.path(), chunk.concat());
            }
            row = row.chunks_exact(usize::try_from(TILE_WIDTH).unwrap()).map(mth).collect();
            if row.is_empty() {
                return;
            }
        }
    }

    fn sign_all(&mut self, entries: &Entries, key: &NoteSigner) {
        let hashes: Vec<Hash> = entries.bytes.iter().map(|e| leaf_hash(e)).collect();
        for size in 1..=hashes.len() {
            let head = Checkpoint { origin: key.public().name().into(), size: size as u64, root: mth(&hashes[..size]) };
            self.keep(&head, head.sign(key).unwrap());
        }
    }

    /// Makes `signed` the newest checkpoint and the one kept of its size.
    pub(crate) fn keep(&mut self, head: &Checkpoint, signed: Vec<u8>) {
        self.0.insert(kept_path(head.size), signed.clone());
        self.0.insert("checkpoint".into(), signed);
    }

    /// Changes an object as text.
    pub(crate) fn edit(&mut self, path: &str, change: impl Fn(&str) -> String) {
        let text = String::from_utf8(self.0[path].clone()).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "{path} was changed");
        self.0.insert(path.into(), changed.into_bytes());
    }

    pub(crate) fn audit(&self, trust: &LedgerKeys, held: &[Vec<u8>]) -> Result<LedgerAudit, Refusal> {
        let mut fetch = |path: &str, _: u64| Ok(self.0.get(path).cloned());
        let fetch: &mut Fetch<'_> = &mut fetch;
        audit_ledger(fetch, &LedgerChecks { trust, held, stamp: None })
    }

    /// The name of the reason it is refused for.
    pub(crate) fn refusal(&self) -> &'static str {
        self.audit(&trust(), &[]).map(|_| ()).expect_err("this ledger is forged").name()
    }
}
