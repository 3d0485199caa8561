//! A folder of registers, read live and from its own recording.

use std::path::Path;
use std::sync::Arc;

use collect::{Access, Collected, Connector, Sink};
use model::{Plan, Resource, Source, SourceId};
use registers::Registers;
use wire::{Clock, Recorder, Replay, Secrets, Wire};

/// The moment at which everything is read.
pub(crate) const NOW: &str = "2026-11-24T02:00:00Z";

/// The common fields of an entry, in TOML.
pub(crate) const COMMON: &str =
    "owner = \"security\"\neffective_at = 2026-09-01\ncollected_at = 2026-10-01\nreceived_at = 2026-10-02\n";

/// Reads a folder, records it, reads the recording, and holds both against each other.
pub(crate) fn collect(folder: &Path) -> Collected {
    let clock: Clock = Arc::new(|| NOW.parse().unwrap());
    let id: SourceId = "registers".parse().unwrap();
    let settings = [("directory".to_owned(), "registers".into())].into();
    let source = Source { id: id.clone(), connector: "registers".to_owned(), settings, unavailable: None };
    let plan = Plan::everything(&Registers.kinds());
    let work = tempfile::tempdir().unwrap();
    let recorder = Recorder::create(work.path(), clock.clone(), Secrets::default()).unwrap();
    let below = wire::only_files([("registers".to_owned(), folder.to_owned())].into(), clock.clone());
    let run = |wire: Wire| {
        let sink = Sink::default();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let session = Registers.open(&source, Access::Recorded).await.unwrap();
            session.collect(&plan, &wire, &sink).await.unwrap();
        });
        sink.finish()
    };
    let live = run(Wire::live(recorder.transport(&id, below), clock));
    recorder.finish().unwrap();
    let replay = Replay::open(work.path()).unwrap().transport(&id);
    let again = run(Wire::recorded(replay, "2027-01-01T00:00:00Z".parse().unwrap()));
    assert!(live == again, "a replay says something else");
    live
}

/// The messages of all gaps.
pub(crate) fn gaps(collected: &Collected) -> Vec<String> {
    let mut all: Vec<String> = collected.gaps.iter().map(|gap| gap.message.clone()).collect();
    all.sort();
    all.dedup();
    all
}

/// The resources of a kind.
pub(crate) fn of_kind(collected: &Collected, kind: &str) -> Vec<Resource> {
    let kind = kind.parse().unwrap();
    collected.resources.of_kind(&kind).map(|(_, line)| serde_json::from_slice(line).unwrap()).collect()
}
