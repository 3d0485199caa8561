//! Writers that race for one ledger in a real S3 server that nobody here wrote.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../../store/tests/support/s3.rs"]
mod s3;

use std::collections::BTreeSet;

use model::{Digest, Timestamp};
use runner::{Entry, Ledger, ledger_object};
use seal::ledger::{Event, LedgerChecks, LedgerKeys, NoteSigner, audit_ledger};
use seal::{Algorithm, PrivateKey};
use store::Objects;

const WRITERS: u64 = 2;
const EACH: u64 = 50;

fn signer() -> NoteSigner {
    NoteSigner::new("acme.example/evidence", PrivateKey::generate(Algorithm::Ed25519, &[1; 32])).unwrap()
}

fn entry(run: &str) -> Entry {
    let at = Timestamp::from_second(1_767_225_600).unwrap();
    let (evidence, statement) = (Digest::of(run.as_bytes()), Digest::of(run.as_bytes()));
    let event = Event::Run { run: run.into(), started_at: at, finished_at: at, evidence, statement, exit: 0 };
    let scope = Event::Scope {
        every: Some(86_400),
        policies: None,
        sources: vec!["aws".into()],
        settings: Digest::of(b"settings"),
        key: signer().public().to_string(),
    };
    Entry { event, scope: Some(scope), at }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_appends_of_two_machines_race_and_never_fork() {
    let bucket = s3::bucket("ledger-race", false).await;
    let home = tempfile::tempdir().unwrap();
    let writers = (0..WRITERS).map(|writer| {
        // Each machine remembers its own head.
        let ledger = Ledger { signer: signer(), head: home.path().join(format!("head-{writer}")) };
        let objects = s3::open(&bucket);
        tokio::spawn(async move {
            let mut places = Vec::new();
            for n in 0..EACH {
                let proof = ledger.append(objects.as_ref(), entry(&format!("run-{writer}-{n}"))).await.unwrap();
                places.push(proof.index);
            }
            places
        })
    });
    let mut places = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        places.push(writer.await.unwrap());
    }
    let mixed = places[0].first() < places[1].last() && places[1].first() < places[0].last();
    assert!(mixed, "the writers never met, so nothing was proven: {places:?}");

    let objects = s3::open(&bucket);
    let trust = LedgerKeys::new(vec![signer().public().clone()], vec![], 0).unwrap();
    let mut fetch = |path: &str, most: u64| Ok(read(objects.as_ref(), path, most));
    let audit = audit_ledger(&mut fetch, &LedgerChecks { trust: &trust, held: &[], stamp: None }).unwrap();
    let runs = audit.leaves.iter().filter_map(|leaf| match &leaf.event {
        Event::Run { run, .. } => Some(run.clone()),
        _ => None,
    });
    let runs: Vec<String> = runs.collect();
    let each: BTreeSet<&String> = runs.iter().collect();
    assert_eq!((runs.len() as u64, each.len() as u64), (WRITERS * EACH, WRITERS * EACH), "each leaf stands once");
    assert_eq!(audit.leaves.len() as u64, WRITERS * EACH + 1, "and the scope before them");

    // The same bundle entered by both at once has one place.
    let twice = Ledger { signer: signer(), head: home.path().join("head-0") };
    let again = twice.append(objects.as_ref(), entry("run-1-49")).await.unwrap_err().to_string();
    assert!(again.contains("already"), "{again}");
}

fn read(objects: &dyn Objects, path: &str, most: u64) -> Option<Vec<u8>> {
    tokio::task::block_in_place(|| {
        tokio::runtime::Handle::current().block_on(ledger_object(objects, path, most)).unwrap()
    })
}
