//! Time to verify a whole ledger: every entry, tile, kept checkpoint and signature. See `README.md`.
//!
//! `cargo bench -p assize-seal --bench ledger -- [NIGHTS]`
//! It prints figures and never fails on them: machines differ.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench is its own program")]

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use model::{Digest, Timestamp};
use seal::ledger::{
    Checkpoint, Event, Leaf, LedgerChecks, LedgerKeys, NoteSigner, ObjectsRead, Tiles, Tip, audit_ledger, kept_path,
    root, wanted,
};
use seal::{Algorithm, PrivateKey};

fn main() -> Result<(), Box<dyn Error>> {
    let nights: u64 = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(365);
    let signer = NoteSigner::new("acme.example/evidence", PrivateKey::generate(Algorithm::Ed25519, &[1; 32]))?;
    let begun = Instant::now();
    let objects = grow(&signer, nights)?;
    let bytes: usize = objects.values().map(Vec::len).sum();
    println!("grown     {nights} nights, {} objects, {bytes} bytes, in {:?}", objects.len(), begun.elapsed());
    let trust = LedgerKeys::new(vec![signer.public().clone()], vec![], 0)?;
    let checks = LedgerChecks { trust: &trust, held: &[], stamp: None };
    let mut times = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        let audit = audit_ledger(&mut |path, _| Ok(objects.get(path).cloned()), &checks)?;
        times.push(begun.elapsed());
        assert_eq!(audit.head.size, nights + 1);
    }
    times.sort();
    println!("verified  fastest of five {:?}, slowest {:?}", times.first(), times.last());
    Ok(())
}

/// A ledger with a scope and a run each night, every object that a writer leaves behind.
fn grow(signer: &NoteSigner, nights: u64) -> Result<BTreeMap<String, Vec<u8>>, Box<dyn Error>> {
    let origin = signer.public().name().to_owned();
    let mut objects: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut head = Checkpoint { origin, size: 0, root: root(&mut Tiles::new(0), 0)? };
    let mut scope = None;
    for night in 0..=nights {
        let at = Timestamp::from_second(1_767_229_200 + i64::try_from(night)? * 86_400)?;
        let edge: ObjectsRead = wanted(head.size, 0)?
            .into_iter()
            .filter_map(|path| Some((path.clone(), objects.get(&path)?.clone())))
            .collect();
        let mut tip = Tip::read(head, None, &edge)?;
        let event = event(signer, night, at);
        if let Some(digest) = event.scope()? {
            scope = Some(digest);
        }
        let leaf = Leaf::new(at, tip.last_digest(), scope.clone().ok_or("no scope")?, event).to_bytes()?;
        let growth = tip.grown(&leaf)?;
        objects.extend(growth.writes);
        head = growth.checkpoint;
        let note = head.sign(signer)?;
        objects.insert(kept_path(head.size), note.clone());
        objects.insert("checkpoint".into(), note);
    }
    Ok(objects)
}

fn event(signer: &NoteSigner, night: u64, at: Timestamp) -> Event {
    let digest = |text: &str| Digest::of(format!("{text} {night}").as_bytes());
    match night {
        0 => Event::Scope {
            every: Some(86_400),
            policies: Some(digest("policies")),
            sources: vec!["aws".into(), "github".into()],
            settings: digest("settings"),
            key: signer.public().to_string(),
        },
        _ => Event::Run {
            run: format!("{night:016x}"),
            started_at: at,
            finished_at: at,
            evidence: digest("evidence"),
            statement: digest("statement"),
            exit: 0,
        },
    }
}
