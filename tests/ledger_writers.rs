//! Several writers of one ledger, as processes: they race in a store that they share, and are killed at any
//! moment; the ledger never forks and always verifies.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::disallowed_methods)]

mod support;

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use support::{assize, code, err, expect, json, key, out};

const ORIGIN: &str = "acme.example/evidence";
const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "testtest")];

/// A machine with keys, and this much more in its configuration.
fn machine(more: &str, like: Option<&Path>) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for name in ["p256", "ed25519"] {
        match like {
            None => drop(key(home.path(), name)),
            Some(other) => {
                for file in [format!("{name}.key"), format!("{name}.key.pub")] {
                    std::fs::copy(other.join(&file), home.path().join(&file)).unwrap();
                }
            }
        }
    }
    std::fs::create_dir(home.path().join("evidence")).unwrap();
    let text = format!(
        "[seal]\nkey = \"p256.key\"\noutput = \"evidence\"\n[ledger]\nkey = \"ed25519.key\"\norigin = \"{ORIGIN}\"\nevery = \"1d\"\n{more}"
    );
    std::fs::write(home.path().join("assize.toml"), text).unwrap();
    home
}

fn program(home: &Path, args: &[&str]) -> Command {
    let mut command = assize(home);
    command.args(args).envs(KEYS).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn vkey(home: &Path) -> String {
    let shown = program(home, &["ledger", "key"]).output().unwrap();
    expect(&shown, 0);
    out(&shown).trim().to_owned()
}

fn leaves(home: &Path, vkey: &str, place: &[&str]) -> Result<Vec<serde_json::Value>, String> {
    let args = [&["ledger", "show", "--format", "json", "--key", vkey], place].concat();
    let shown = program(home, &args).output().unwrap();
    if code(&shown) == 0 { Ok(json(&shown)["leaves"].as_array().unwrap().clone()) } else { Err(err(&shown)) }
}

/// The estate acme under another run id, so that it is another night.
fn night(home: &Path, id: &str) -> String {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/acme");
    let to = home.join(format!("recording-{id}"));
    std::fs::create_dir(&to).unwrap();
    std::fs::copy(from.join("exchanges.jsonl"), to.join("exchanges.jsonl")).unwrap();
    let run = std::fs::read_to_string(from.join("run.json")).unwrap();
    std::fs::write(to.join("run.json"), run.replace("\"id\": \"acme\"", &format!("\"id\": \"{id}\""))).unwrap();
    to.display().to_string()
}

/// Where the S3 server is.
fn s3() -> String {
    std::env::var("ASSIZE_TEST_S3").expect("ASSIZE_TEST_S3 is not set: run tests/run")
}

/// Removes the objects whose name ends so, with another client than ours.
fn remove(url: &str, bucket: &str, end: &str) {
    let tools = std::env::var("ASSIZE_TEST_TOOLS").expect("ASSIZE_TEST_TOOLS is not set: run tests/run");
    let script = "import boto3, sys\n\
        s3 = boto3.client('s3', endpoint_url=sys.argv[1], aws_access_key_id='test', aws_secret_access_key='testtest', region_name='us-east-1')\n\
        keys = [o['Key'] for o in s3.list_objects_v2(Bucket=sys.argv[2])['Contents'] if o['Key'].endswith(sys.argv[3])]\n\
        assert keys\n\
        [s3.delete_object(Bucket=sys.argv[2], Key=k) for k in keys]\n";
    let python = Path::new(&tools).join("aws/bin/python");
    let removed = Command::new(python).args(["-c", script, url, bucket, end]).output().unwrap();
    assert!(removed.status.success(), "{}", String::from_utf8_lossy(&removed.stderr));
}

/// Makes a bucket with another client than ours.
fn bucket(url: &str, name: &str) {
    let tools = std::env::var("ASSIZE_TEST_TOOLS").expect("ASSIZE_TEST_TOOLS is not set: run tests/run");
    let script = "import boto3, sys\n\
        s3 = boto3.client('s3', endpoint_url=sys.argv[1], aws_access_key_id='test', aws_secret_access_key='testtest', region_name='us-east-1')\n\
        s3.create_bucket(Bucket=sys.argv[2])\n";
    let made = Command::new(Path::new(&tools).join("aws/bin/python")).args(["-c", script, url, name]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// Both at once.
fn race(one: &mut Command, two: &mut Command) -> [Output; 2] {
    let (one, two) = (one.spawn().unwrap(), two.spawn().unwrap());
    [one, two].map(|process| process.wait_with_output().unwrap())
}

#[test]
fn two_machines_race_for_one_ledger_in_a_store_and_never_fork_it() {
    let (url, name) = (s3(), format!("ledger-{}", std::process::id()));
    bucket(&url, &name);
    let place = format!("s3://{name}/nights");
    let store = format!("[store]\nurl = \"{place}\"\nendpoint = \"{url}\"\n");
    let one = machine(&store, None);
    let two = machine(&store, Some(one.path()));
    let vkey = vkey(one.path());
    let nights = [night(one.path(), "first"), night(two.path(), "second")];
    let sealed = race(
        &mut program(one.path(), &["run", "--fixtures", &nights[0]]),
        &mut program(two.path(), &["run", "--fixtures", &nights[1]]),
    );
    for ran in &sealed {
        assert!(err(ran).contains("entered in the ledger") && err(ran).contains("stored "), "{}", err(ran));
    }
    let rounds = 5;
    for _ in 0..rounds {
        let failed = ["run", "--fixtures", "no-such-recording"];
        for ran in race(&mut program(one.path(), &failed), &mut program(two.path(), &failed)) {
            expect(&ran, 2);
            assert!(err(&ran).contains("the failed run is leaf"), "{}", err(&ran));
        }
    }
    // The store as configured, and by its name, from a machine that has no configuration of a ledger.
    let all = leaves(one.path(), &vkey, &[]).unwrap();
    assert_eq!(all, leaves(two.path(), &vkey, &[&place]).unwrap());
    let count = |kind: &str| all.iter().filter(|leaf| leaf["kind"] == kind).count();
    assert_eq!((count("run"), count("failed")), (2, 2 * rounds));
    let runs: Vec<&str> = all.iter().filter_map(|leaf| leaf["run"].as_str()).collect();
    assert!(runs.contains(&"first") && runs.contains(&"second"), "{runs:?}");
    let verified = program(two.path(), &["ledger", "verify", "--key", &vkey, "--every", "9999d"]).output().unwrap();
    expect(&verified, 0);
    assert!(out(&verified).contains(&place), "{}", out(&verified));
    // Both bundles are in the store; one that is taken away there was deleted, whatever lies in a folder.
    let bundles = ["ledger", "verify", "--key", &vkey, "--every", "9999d", "--bundles", &place];
    let compared = program(two.path(), &bundles).output().unwrap();
    expect(&compared, 0);
    assert!(out(&compared).contains("2 have the envelope that was entered"), "{}", out(&compared));
    remove(&url, &name, "first.json");
    let deleted = program(two.path(), &bundles).output().unwrap();
    expect(&deleted, 3);
    assert!(out(&deleted).contains("run first was deleted"), "{}", out(&deleted));
    assert!(!one.path().join("evidence/ledger").exists(), "it lies in the store alone");
}

/// How long a run takes that fails and is entered.
fn measured(home: &Path) -> Duration {
    let begin = Instant::now();
    expect(&program(home, &["run", "--fixtures", "no-such-recording"]).output().unwrap(), 2);
    begin.elapsed()
}

/// Kills runs that fail, at moments spread over their second half, where they append to the ledger in `place`.
fn killed_while_appending(home: &Path, place: &str) -> String {
    let vkey = vkey(home);
    let whole = (0..3).map(|_| measured(home)).min().unwrap();
    let mut before = leaves(home, &vkey, &[place]).unwrap().len();
    let (mut cut, kills) = (0, 20_u32);
    for kill in 1..=kills {
        let mut process = program(home, &["run", "--fixtures", "no-such-recording"]).spawn().unwrap();
        // Spread over its second half: an append comes last.
        std::thread::sleep(whole / 2 + whole * kill / kills / 2);
        // On Unix this is SIGKILL.
        process.kill().unwrap();
        let killed = process.wait_with_output().unwrap();
        cut += usize::from(killed.status.code().is_none());
        let after = leaves(home, &vkey, &[place]).unwrap_or_else(|e| panic!("kill {kill}: {e}")).len();
        // One of its own, and one that the run before it had begun.
        assert!((before..=before + 2).contains(&after), "kill {kill}: {before} leaves, then {after}");
        before = after;
    }
    assert!(cut > 0, "every run ended before it could be killed, so nothing was proven");
    measured(home);
    let after = leaves(home, &vkey, &[place]).unwrap();
    assert!(after.len() > before, "the ledger goes on");
    format!("{cut} of {kills} runs were killed before they ended; {} leaves stand", after.len())
}

#[test]
fn a_run_that_is_killed_while_it_appends_leaves_a_ledger_that_verifies() {
    let home = machine("", None);
    println!("{}", killed_while_appending(home.path(), "evidence"));
}

#[test]
fn a_run_that_is_killed_while_it_appends_to_s3_leaves_a_ledger_that_verifies() {
    let (url, name) = (s3(), format!("killed-{}", std::process::id()));
    bucket(&url, &name);
    let place = format!("s3://{name}/nights");
    let home = machine(&format!("[store]\nurl = \"{place}\"\nendpoint = \"{url}\"\n"), None);
    println!("{}", killed_while_appending(home.path(), &place));
}

/// Nights that are killed while they seal, enter the ledger or send to a store: what stands under a bundle's name is
/// whole, what is in the ledger is there, and the rest can be entered and sent afterwards.
#[test]
fn nothing_sealed_is_lost_when_a_night_is_killed() {
    let (url, name) = (s3(), format!("nights-{}", std::process::id()));
    bucket(&url, &name);
    let place = format!("s3://{name}/nights");
    let home = machine(&format!("[store]\nurl = \"{place}\"\nendpoint = \"{url}\"\n"), None);
    let home = home.path();
    let vkey = vkey(home);
    let begin = Instant::now();
    let first = program(home, &["run", "--fixtures", &night(home, "night-0")]).output().unwrap();
    assert!(err(&first).contains("entered in the ledger"), "{}", err(&first));
    let whole = begin.elapsed();
    let (mut cut, kills) = (0, 12_u32);
    for kill in 1..=kills {
        let fixture = night(home, &format!("night-{kill}"));
        let mut process = program(home, &["run", "--fixtures", &fixture]).spawn().unwrap();
        std::thread::sleep(whole / 3 + whole * kill / kills * 2 / 3);
        process.kill().unwrap();
        cut += usize::from(process.wait_with_output().unwrap().status.code().is_none());
    }
    assert!(cut > 0, "every night ended before it could be killed, so nothing was proven");
    let sealed: Vec<_> = support::files(&home.join("evidence"))
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "zip"))
        .collect();
    assert!(!sealed.is_empty());
    let mut entered = 0;
    for bundle in &sealed {
        let verified = program(home, &["verify", "--key", "p256.key.pub"]).arg(bundle).output().unwrap();
        expect(&verified, 0);
        let added = program(home, &["ledger", "add", "--key", "p256.key.pub"]).arg(bundle).output().unwrap();
        assert!(code(&added) == 0 || err(&added).contains("in the ledger already"), "{}", err(&added));
        entered += usize::from(code(&added) == 0);
    }
    let pushed = program(home, &["store", "push"]).args(&sealed).output().unwrap();
    expect(&pushed, 0);
    for kept in ["evidence", &place] {
        let args = ["ledger", "verify", "--key", &vkey, "--every", "9999d", "--bundles", kept];
        let compared = program(home, &args).output().unwrap();
        expect(&compared, 0);
        let wanted = format!("{} have the envelope that was entered", sealed.len());
        assert!(out(&compared).contains(&wanted), "{wanted}: {}", out(&compared));
    }
    println!("{cut} of {kills} nights were killed; {} sealed, {entered} of them entered afterwards", sealed.len());
}
