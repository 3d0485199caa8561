//! Pushes that are killed (SIGKILL) at random moments, in real child processes. Whatever has an index is
//! whole, nothing that was whole is hurt, and the rest can be pushed again.
#![cfg(unix)]
#![allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::manual_is_multiple_of,
    clippy::format_collect
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::disallowed_methods)]

#[path = "support/s3.rs"]
mod s3;
#[path = "support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use store::bundle::{self, Progress};
use store::{Local, Objects};
use support::{Made, give_back};

fn silent(_: Progress) {}

/// A night big enough to take several chunks: rows, some of which differ by the night, and noise that does.
fn night(number: usize) -> Made {
    let mut rows = String::new();
    for row in 0..3000 {
        let state = if (row + number) % 50 == 0 { number } else { 0 };
        writeln!(rows, r#"{{"id":"resource-{}","state":{state},"owner":"team-{}"}}"#, row * 7919 % 65_521, row % 37)
            .unwrap();
    }
    let mut state = number as u64 + 1;
    let noise: Vec<u8> = (0..5 << 20)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .collect();
    Made::new(
        &format!("run-{number}"),
        vec![
            ("data/resources.jsonl".to_owned(), rows.into_bytes()),
            // Long runs of bytes without marks or line ends are cut fast; two chunks of them.
            ("data/noise".to_owned(), noise),
            ("bagit.txt".to_owned(), b"x".to_vec()),
        ],
    )
}

fn name(number: usize) -> String {
    format!("night-{number:04}")
}

fn open(place: &str) -> Arc<dyn Objects> {
    match place.strip_prefix("s3:") {
        Some(bucket) => s3::open(bucket),
        None => Arc::new(Local::open(place.as_ref()).unwrap()),
    }
}

/// Not a test: what the children do.
#[test]
#[ignore = "started by the tests beside it"]
fn child() {
    let (place, number) = (std::env::var("ASSIZE_TEST_PLACE").unwrap(), std::env::var("ASSIZE_TEST_NIGHT").unwrap());
    let number: usize = number.parse().unwrap();
    let made = night(number);
    println!("pushing");
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        bundle::push(&open(&place), &made, &name(number), &std::env::temp_dir(), &silent).await.unwrap();
    });
}

fn start(place: &str, number: usize) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["child", "--exact", "--ignored", "--nocapture"])
        .env("ASSIZE_TEST_PLACE", place)
        .env("ASSIZE_TEST_NIGHT", number.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits until the child says that it begins. Its output must stay open as long as it lives.
fn begun(child: &mut std::process::Child) -> BufReader<ChildStdout> {
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("pushing") {
        line.clear();
        assert!(out.read_line(&mut line).unwrap() > 0, "the child never began");
    }
    out
}

/// So many nights are pushed before anything is killed.
const WHOLE: usize = 3;
/// So many nights are under way at once.
const OPEN: usize = 8;

/// How long a push takes that nobody cuts off.
fn uncut(place: &str, number: usize) -> Duration {
    let mut child = start(place, number);
    let _out = begun(&mut child);
    let began = Instant::now();
    assert!(child.wait().unwrap().success());
    began.elapsed()
}

async fn kill_at_random(place: &str, kills: usize) {
    // The fastest of a few: a busy moment must not stretch every wait below.
    let mut usual = (0..WHOLE).map(|number| uncut(place, number)).min().unwrap();
    let (mut killed, mut in_time, mut state) = (0, 0, 88_172_645_463_325_252_u64);
    // Nights that are not whole yet, killed again and again, so that pushes also continue where others were cut off.
    let mut open_nights: Vec<usize> = (WHOLE..WHOLE + OPEN).collect();
    let mut next = WHOLE + OPEN;
    while killed < kills {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let which = usize::try_from(state >> 32).unwrap() % OPEN;
        let number = open_nights[which];
        let mut child = start(place, number);
        let _out = begun(&mut child);
        std::thread::sleep(usual.mul_f64((state % 1000) as f64 / 700.0));
        if child.try_wait().unwrap().is_some() {
            in_time += 1;
            usual = usual.mul_f64(0.95);
        } else {
            killed += 1;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let objects = open(place);
        let whole = bundle::list(objects.as_ref()).await.unwrap();
        if whole.iter().any(|kept| kept.name == name(number)) {
            assert_eq!(give_back(&objects, &name(number)).await.unwrap(), night(number).files, "night {number}");
            open_nights[which] = next;
            next += 1;
        }
    }
    finish(place, next, (killed, in_time)).await;
}

/// Pushes what is not whole yet; then all `nights` are.
async fn finish(place: &str, nights: usize, (killed, in_time): (usize, usize)) {
    let objects = open(place);
    let before = bundle::list(objects.as_ref()).await.unwrap().len();
    for number in 0..nights {
        let made = night(number);
        bundle::push(&objects, &made, &name(number), &std::env::temp_dir(), &silent).await.unwrap();
        assert_eq!(give_back(&objects, &name(number)).await.unwrap(), made.files, "night {number}");
    }
    let checked = bundle::check(&objects, None, Some(&std::env::temp_dir()), &silent).await.unwrap();
    assert_eq!((checked.bundles, checked.wrong), (nights as u64, vec![]));
    println!(
        "{killed} killed, {in_time} were faster; {before} of {nights} whole by then; {} chunks unused",
        checked.unused
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_kills_over_a_folder_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    kill_at_random(folder.path().to_str().unwrap(), 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_kills_over_s3_lose_nothing() {
    let bucket = s3::bucket("killed", false).await;
    kill_at_random(&format!("s3:{bucket}"), 40).await;
}
