//! Bundles in a store, through the whole program: a run sends what it seals, what could not be sent is sent
//! later, and what comes back is what was sealed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::disallowed_methods)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{assize, err, expect, json, key, out, run};

/// A folder with a key and this configuration.
fn here(store: &str) -> (tempfile::TempDir, PathBuf) {
    let here = tempfile::tempdir().unwrap();
    let (_, public) = key(here.path(), "p256");
    configure(here.path(), store);
    (here, public)
}

fn configure(here: &Path, store: &str) {
    std::fs::write(here.join("assize.toml"), format!("[seal]\noutput = \"evidence\"\n{store}")).unwrap();
    std::fs::create_dir_all(here.join("evidence")).unwrap();
}

/// The estate acme under another run id, so that it is another night.
fn night(here: &Path, id: &str) -> String {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/acme");
    let to = here.join(format!("recording-{id}"));
    std::fs::create_dir(&to).unwrap();
    std::fs::copy(from.join("exchanges.jsonl"), to.join("exchanges.jsonl")).unwrap();
    let run = std::fs::read_to_string(from.join("run.json")).unwrap();
    std::fs::write(to.join("run.json"), run.replace("\"id\": \"acme\"", &format!("\"id\": \"{id}\""))).unwrap();
    to.display().to_string()
}

fn seal(here: &Path, fixtures: &str, variables: &[(&str, &str)]) -> Output {
    let private = here.join("p256.key");
    let mut command = assize(here);
    command.args(["run", "--fixtures", fixtures, "--key"]).arg(private);
    command.envs(variables.iter().copied()).output().unwrap()
}

fn bundles(here: &Path) -> Vec<PathBuf> {
    support::files(&here.join("evidence"))
}

#[test]
fn a_run_stores_what_it_seals_and_it_comes_back_byte_for_byte() {
    let (here, public) = here("[store]\nurl = \"vault\"\n");
    let sealed = seal(here.path(), "acme", &[]);
    assert!(err(&sealed).contains("stored "), "{}", err(&sealed));
    expect(&sealed, 3);
    let listed = json(&run(here.path(), &["store", "list", "--format", "json"]));
    assert_eq!(listed["bundles"].as_array().unwrap().len(), 1);
    let pulled = run(here.path(), &["store", "pull", "acme", "-o", "back.zip", "--format", "json"]);
    expect(&pulled, 0);
    assert_eq!(json(&pulled)["identical"], true);
    let original = bundles(here.path()).pop().unwrap();
    assert_eq!(std::fs::read(here.path().join("back.zip")).unwrap(), std::fs::read(&original).unwrap());
    let verified = assize(here.path()).args(["verify", "back.zip", "--replay", "--key"]).arg(&public).output().unwrap();
    expect(&verified, 0);
    let again = run(here.path(), &["store", "push", "--format", "json"]);
    expect(&again, 0);
    assert_eq!(
        (&json(&again)["pushed"][0]["was_there"], &json(&again)["pushed"][0]["bytes_added"]),
        (&true.into(), &0.into())
    );
    let taken = run(here.path(), &["store", "pull", "latest", "-o", "back.zip"]);
    expect(&taken, 2);
}

#[test]
fn a_store_of_an_earlier_format_gives_back_what_was_pushed_and_goes_on() {
    let (here, _) = here("[store]\nurl = \"vault\"\n");
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/stores/format-1");
    for from in support::files(&old) {
        let to = here.path().join("vault").join(from.strip_prefix(&old).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(from, to).unwrap();
    }
    let name = "20261101T030000Z-github-protection-classic-only";
    let pulled = run(here.path(), &["store", "pull", name, "-o", "back.zip", "--format", "json"]);
    expect(&pulled, 0);
    // Identical to the file whose SHA-256 the old index holds.
    assert_eq!(json(&pulled)["identical"], true, "{}", out(&pulled));
    expect(&seal(here.path(), "acme", &[]), 3);
    let checked = run(here.path(), &["store", "check", "--deep"]);
    expect(&checked, 0);
}

#[test]
fn a_night_is_not_lost_when_the_store_is_away() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (here, _) = here(&format!("[store]\nurl = \"s3://vault\"\nendpoint = \"http://{closed}\"\n"));
    let keys = [
        ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY0"),
    ];
    let sealed = seal(here.path(), "acme", &keys);
    expect(&sealed, 5);
    let told = err(&sealed);
    assert!(told.contains("the sealed bundle is safe in") && told.contains("cannot be reached"), "{told}");
    assert!(!told.contains("wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY0"), "{told}");
    assert_eq!(bundles(here.path()).len(), 1);
    // The store is back: the next night takes the last one along.
    configure(here.path(), "[store]\nurl = \"vault\"\n");
    let second = seal(here.path(), &night(here.path(), "second"), &[]);
    expect(&second, 3);
    let listed = json(&run(here.path(), &["store", "list", "--format", "json"]));
    let names: Vec<&str> = listed["bundles"].as_array().unwrap().iter().map(|b| b["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["20261125T012531Z-acme", "20261125T012531Z-second"]);
    expect(&run(here.path(), &["store", "check", "--deep"]), 0);
}

#[test]
fn what_is_wrong_is_told_with_a_way_out() {
    let (here, _) = here("[store]\nurl = \"vault\"\n");
    seal(here.path(), "acme", &[]);
    std::fs::write(here.path().join("junk.zip"), b"junk").unwrap();
    let refused = run(here.path(), &["store", "push", "junk.zip"]);
    expect(&refused, 4);
    assert!(err(&refused).contains("not_a_bundle") || err(&refused).contains("ZIP"), "{}", err(&refused));
    let none = run(here.path(), &["store", "pull", "nothing-like-it"]);
    expect(&none, 5);
    assert!(err(&none).contains("assize store list"), "{}", err(&none));
    let chunk = support::files(&here.path().join("vault/chunks")).pop().unwrap();
    std::fs::remove_file(chunk).unwrap();
    let checked = run(here.path(), &["store", "check"]);
    expect(&checked, 5);
    assert!(out(&checked).contains("is not there"), "{}", out(&checked));
    expect(&run(here.path(), &["store", "pull", "acme", "-o", "x.zip"]), 5);
    assert!(!here.path().join("x.zip").exists());
    for (store, word) in [
        ("[store]\nurl = \"vault\"\n[store.lock]\nmode = \"governance\"\ndays = 3\n", "retain"),
        ("[store]\nurl = \"ftp://vault\"\n", "s3://"),
        ("[store]\nurl = \"vault\"\n[store.lock]\nmode = \"governance\"\ndays = 0\n", "assize.toml"),
        ("[store]\nurl = \"s3://me:hunter22@vault\"\n", "environment"),
    ] {
        configure(here.path(), store);
        let refused = seal(here.path(), &night(here.path(), word.trim_matches(['/', ':'])), &[]);
        expect(&refused, 2);
        assert!(err(&refused).contains(word) && !err(&refused).contains("hunter22"), "{}", err(&refused));
    }
}

/// Makes a bucket with another client than ours.
fn bucket(url: &str, name: &str) {
    let tools = std::env::var("ASSIZE_TEST_TOOLS").expect("ASSIZE_TEST_TOOLS is not set: run tests/run");
    let script = "import boto3, sys\n\
        s3 = boto3.client('s3', endpoint_url=sys.argv[1], aws_access_key_id='test', aws_secret_access_key='testtest', region_name='us-east-1')\n\
        s3.create_bucket(Bucket=sys.argv[2], ObjectLockEnabledForBucket=True)\n";
    let made = Command::new(Path::new(&tools).join("aws/bin/python")).args(["-c", script, url, name]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[test]
fn a_run_stores_into_s3_under_a_lock() {
    let url = std::env::var("ASSIZE_TEST_S3").expect("ASSIZE_TEST_S3 is not set: run tests/run");
    let name = format!("program-{}", std::process::id());
    bucket(&url, &name);
    let (here, public) = here(&format!(
        "[store]\nurl = \"s3://{name}/nights\"\nendpoint = \"{url}\"\n[store.lock]\nmode = \"compliance\"\ndays = 2\n"
    ));
    let keys = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "testtest")];
    let sealed = seal(here.path(), "acme", &keys);
    assert!(err(&sealed).contains("retained until"), "{}", err(&sealed));
    let program = |args: &[&str]| assize(here.path()).args(args).envs(keys).output().unwrap();
    let checked = program(&["store", "check", "--deep", "--format", "json"]);
    expect(&checked, 0);
    assert!(json(&checked)["retained_until"].is_string());
    expect(&program(&["store", "pull", "latest", "-o", "back.zip"]), 0);
    let verified = assize(here.path()).args(["verify", "back.zip", "--key"]).arg(&public).output().unwrap();
    expect(&verified, 0);
    let stranger = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "hunter22")];
    let wrong = assize(here.path()).args(["store", "list"]).envs(stranger).output().unwrap();
    expect(&wrong, 5);
    assert!(err(&wrong).contains("SignatureDoesNotMatch") && !err(&wrong).contains("hunter22"), "{}", err(&wrong));
}
