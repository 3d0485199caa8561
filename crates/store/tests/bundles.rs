//! Bundles in a store of objects: what comes back, what a similar night costs, and that nothing that was
//! damaged is given back or built upon.
#![allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::manual_is_multiple_of,
    clippy::format_collect
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use store::bundle::{self, Pushed};
use store::{Error, Local, Objects};
use support::{Made, give_back};

fn silent(_: bundle::Progress) {}

fn open(folder: &Path) -> Arc<dyn Objects> {
    Arc::new(Local::open(folder).unwrap())
}

async fn push(objects: &Arc<dyn Objects>, made: &Made, name: &str) -> Result<Pushed, Error> {
    bundle::push(objects, made, name, &std::env::temp_dir(), &silent).await
}

/// A night: rows of which one in a hundred differs by the night, exchanges that all do, and small files.
fn night(number: usize) -> Made {
    let (mut rows, mut exchanges) = (String::new(), String::new());
    let noise = |n: usize| n.wrapping_mul(2_654_435_761).wrapping_add(number * 977) % 1_000_003;
    for row in 0..8000 {
        let state = if (row + number) % 100 == 0 { format!("changed-{}", noise(row)) } else { "steady".to_owned() };
        let id = row * 7919 % 65_521;
        writeln!(rows, r#"{{"id":"resource-{id}","fields":{{"state":"{state}","owner":"team-{}"}}}}"#, row % 37)
            .unwrap();
        let n = noise(row);
        writeln!(
            exchanges,
            r#"{{"fetched_at":"2026-11-{:02}T01:00:00.{n:06}Z","id":"{id:x}","body":"<Name>r{id}</Name>"}}"#,
            number + 1
        )
        .unwrap();
    }
    let mut files = vec![
        ("data/exchanges.jsonl".to_owned(), exchanges.into_bytes()),
        ("data/resources.jsonl".to_owned(), rows.into_bytes()),
        ("data/empty.jsonl".to_owned(), Vec::new()),
        ("attestations/evidence.sigstore.json".to_owned(), format!("signature {number}").into_bytes()),
    ];
    files.extend(
        (0..200)
            .map(|n| (format!("data/policies/p{n}.rego"), format!("package p{n}\n\npass if input.x\n").into_bytes())),
    );
    Made::new(&format!("run-{number}"), files)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_comes_back_and_a_second_push_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let objects = open(folder.path());
    let made = night(0);
    let first = push(&objects, &made, "20261125T010000Z-run-0").await.unwrap();
    assert!(!first.was_there && first.objects_added >= 2 && first.bytes_added > 0);
    let on_disk: u64 = objects.list("").await.unwrap().iter().map(|object| object.bytes).sum();
    assert_eq!(on_disk, first.bytes_added);
    let again = push(&objects, &made, "20261125T010000Z-run-0").await.unwrap();
    assert!(again.was_there && again.bytes_added == 0 && again.objects_added == 0);
    assert_eq!(give_back(&objects, "20261125T010000Z-run-0").await.unwrap(), made.files);
    let other = push(&objects, &night(1), "20261125T010000Z-run-0").await;
    assert!(matches!(other, Err(Error::OtherBundle { .. })), "{other:?}");
    assert_eq!(bundle::find(objects.as_ref(), "run-0").await.unwrap(), "20261125T010000Z-run-0");
    assert!(matches!(bundle::find(objects.as_ref(), "run-9").await, Err(Error::NotStored { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_nights_that_changed_little_cost_little_and_all_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let objects = open(folder.path());
    let mut sizes = Vec::new();
    for number in 0..30 {
        let pushed = push(&objects, &night(number), &format!("night-{number:02}")).await.unwrap();
        assert_eq!(pushed.base.is_some(), number > 0);
        sizes.push(pushed.bytes_added);
    }
    // The times alone are 8000 numbers of six digits: 2.5 bytes each is what they say.
    let times = 8000 * 5 / 2;
    assert!(sizes[1..].iter().all(|size| *size < times + sizes[0] / 5), "{sizes:?}");
    for number in 0..30 {
        assert_eq!(
            give_back(&objects, &format!("night-{number:02}")).await.unwrap(),
            night(number).files,
            "night {number}"
        );
    }
    let checked = bundle::check(&objects, None, Some(&std::env::temp_dir()), &silent).await.unwrap();
    assert_eq!((checked.bundles, checked.wrong, checked.unused), (30, vec![], 0));
    assert_eq!(checked.bytes, sizes.iter().sum::<u64>());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_most_similar_night_is_the_base() {
    let folder = tempfile::tempdir().unwrap();
    let objects = open(folder.path());
    let other = |number: usize| {
        let rows: String = (0..5000).map(|n| format!("other estate {} {number}\n", n * 31 + number / 9)).collect();
        Made::new(&format!("other-{number}"), vec![("data/resources.jsonl".to_owned(), rows.into_bytes())])
    };
    push(&objects, &night(0), "a").await.unwrap();
    push(&objects, &other(0), "b").await.unwrap();
    assert_eq!(push(&objects, &night(1), "c").await.unwrap().base.as_deref(), Some("a"));
    assert_eq!(push(&objects, &night(2), "d").await.unwrap().base.as_deref(), Some("c"));
}

/// Every object of a store changed in each of several ways.
#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_damaged_is_told_and_never_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let objects = open(folder.path());
    push(&objects, &night(0), "n0").await.unwrap();
    push(&objects, &night(1), "n1").await.unwrap();
    let mut tried = 0;
    for object in objects.list("").await.unwrap() {
        let file = folder.path().join(&object.path);
        let good = std::fs::read(&file).unwrap();
        let mut flipped = good.clone();
        flipped[good.len() / 2] ^= 1;
        let cut = good[..good.len() - 1].to_vec();
        for (how, bad) in [("flipped", Some(flipped)), ("cut", Some(cut)), ("empty", Some(Vec::new())), ("gone", None)]
        {
            match &bad {
                Some(bytes) => std::fs::write(&file, bytes).unwrap(),
                None => std::fs::remove_file(&file).unwrap(),
            }
            if !(bad.is_none() && object.path.starts_with("bundles/")) {
                let checked = bundle::check(&objects, None, Some(&std::env::temp_dir()), &silent).await.unwrap();
                assert!(!checked.wrong.is_empty(), "{} {how}", object.path);
            }
            for (name, number) in [("n0", 0), ("n1", 1)] {
                if let Ok(files) = give_back(&objects, name).await {
                    assert_eq!(files, night(number).files, "{} {how}", object.path);
                }
            }
            std::fs::write(&file, &good).unwrap();
            tried += 1;
        }
    }
    assert!(tried >= 16, "{tried}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_night_is_not_built_upon() {
    let folder = tempfile::tempdir().unwrap();
    let objects = open(folder.path());
    push(&objects, &night(0), "n0").await.unwrap();
    for object in objects.list("chunks/").await.unwrap() {
        std::fs::write(folder.path().join(object.path), b"junk").unwrap();
    }
    let pushed = push(&objects, &night(1), "n1").await.unwrap();
    assert_eq!(pushed.base, None);
    assert_eq!(give_back(&objects, "n1").await.unwrap(), night(1).files);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_two_bundles_come_back(
        first in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..3000), 1..5),
        at in any::<prop::sample::Index>(), with in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let named = |files: &[Vec<u8>]| files.iter().enumerate().map(|(n, bytes)| (format!("data/{n}"), bytes.clone())).collect();
        let mut second = first.clone();
        let which = at.index(second.len());
        let place = second[which].len() / 2;
        second[which].splice(place..place, with);
        let (first, second) = (Made::new("r1", named(&first)), Made::new("r2", named(&second)));
        let folder = tempfile::tempdir().unwrap();
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
            let objects = open(folder.path());
            push(&objects, &first, "one").await.unwrap();
            push(&objects, &second, "two").await.unwrap();
            assert_eq!(give_back(&objects, "one").await.unwrap(), first.files);
            assert_eq!(give_back(&objects, "two").await.unwrap(), second.files);
        });
    }
}
