//! Thirty kinds of secret, planted in a server where users leave them — environments, user data, build variables,
//! parameters, stack outputs, tags — and looked for in everything that is written. An innocent word beside them must
//! come out, or the search would prove nothing. It wants `ASSIZE_TEST_MOTO` and `ASSIZE_TEST_TOOLS` (`tests/servers/up`).
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use aws::Extended;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use collect::{Access, Collected, Connector, Sink};
use model::Plan;
use serde_json::{Value, json};
use wire::{Live, LiveOptions, Recorder, Replay, Secrets, Wire};

/// How many secrets are planted; each holds the word and its number.
const PLANTED: usize = 30;

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/withhold")
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run eval \"$(tests/servers/up)\" first"))
}

/// The built-in manifests, and one that reads parameters of SSM with their values, which no policy asks for.
fn manifests() -> Extended {
    let mut texts = BTreeMap::new();
    for (folder, prefix) in [(here().join("services"), ""), (here().join("services/described"), "described/")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                texts.insert(format!("{prefix}{name}"), std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    Extended::new(texts).unwrap()
}

fn plan(connector: &Extended) -> Plan {
    let planted = [
        "lambda.function",
        "ecs.task",
        "ec2.instance",
        "ec2.launch",
        "codebuild.project",
        "ssm.parameter",
        "cloudformation.stack",
    ];
    let specs: Vec<_> = connector
        .kinds()
        .into_iter()
        .filter(|spec| planted.iter().any(|kind| spec.kind.as_str().starts_with(&format!("aws.{kind}"))))
        .collect();
    Plan::everything(&specs)
}

async fn collect(connector: &Extended, wire: &Wire, url: &str) -> Collected {
    let settings = json!({"endpoint": url, "imds": false, "region": "eu-west-1"});
    let source = serde_json::from_value(json!({"id": "aws", "connector": "aws", "settings": settings})).unwrap();
    let session = connector.open(&source, Access::Recorded).await.unwrap();
    let sink = Sink::default();
    session.collect(&plan(connector), wire, &sink).await.unwrap();
    sink.finish()
}

/// The spellings of `PlantedNN` and `Planted-NN`: as it is, and in base64 wherever it stood.
fn spellings(number: usize) -> Vec<String> {
    let mut all = Vec::new();
    for word in [format!("Planted{number:02}"), format!("Planted-{number:02}")] {
        for offset in 0..3 {
            let padded = [vec![0_u8; offset], word.as_bytes().to_vec()].concat();
            let whole = padded.len() / 3 * 4;
            all.push(STANDARD_NO_PAD.encode(&padded)[if offset == 0 { 0 } else { 4 }..whole].to_owned());
        }
        all.push(word);
    }
    all
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn no_planted_secret_is_written_anywhere() {
    let url = variable("ASSIZE_TEST_MOTO");
    let live = Live::new(&LiveOptions { system_proxy: false, ..LiveOptions::default() }).unwrap().transport();
    let clock: wire::Clock = Arc::new(|| "2026-11-24T02:00:00Z".parse().unwrap());
    let reset = http::Request::post(format!("{url}/moto-api/reset")).body(bytes::Bytes::new()).unwrap();
    Wire::live(live.clone(), clock.clone()).call(reset).await.unwrap();
    let python = PathBuf::from(variable("ASSIZE_TEST_TOOLS")).join("aws/bin/python");
    let planted = Command::new(python).arg(here().join("plant.py")).arg(&url).output().unwrap();
    assert!(planted.status.success(), "{}", String::from_utf8_lossy(&planted.stderr));
    let planted: Value = serde_json::from_slice(&planted.stdout).unwrap();

    let connector = manifests();
    let folder = tempfile::tempdir().unwrap();
    let recording = folder.path().join("recording");
    let recorder = Recorder::create(&recording, clock.clone(), Secrets::default()).unwrap();
    let wire = Wire::live(recorder.transport(&"aws".parse().unwrap(), live), clock);
    let collected = collect(&connector, &wire, &url).await;
    recorder.finish().unwrap();
    assert!(collected.gaps.is_empty(), "{:?}", collected.gaps);
    let resources: Vec<String> =
        collected.resources.iter().map(|(_, line)| String::from_utf8(line.to_vec()).unwrap()).collect();
    std::fs::write(folder.path().join("resources.jsonl"), resources.join("\n")).unwrap();

    let innocent = planted["innocent"].as_str().unwrap();
    let seen =
        resources.iter().filter(|line| line.contains(innocent) || line.contains(&STANDARD.encode(innocent))).count();
    assert!(seen >= 5, "the innocent word came out of {seen} places only");
    let marks = resources.iter().map(|line| line.matches("[redacted:").count()).sum::<usize>();
    assert!(marks >= 16, "policies can see only {marks} marks");
    for file in files(folder.path()) {
        let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
        for number in 1..=PLANTED {
            let found: Vec<_> = spellings(number).into_iter().filter(|word| text.contains(word)).collect();
            assert!(found.is_empty(), "{}: {found:?}", file.display());
        }
    }
    let replay = Replay::open(&recording).unwrap();
    let wire = Wire::recorded(replay.transport(&"aws".parse().unwrap()), "2026-11-24T02:00:00Z".parse().unwrap());
    assert_eq!(collect(&connector, &wire, &url).await, collected, "a replay gives the same");
}
