//! What the engine reads is compared with what botocore reads of the same bytes: replies made of the
//! shape of every operation that a manifest declares, and those of a server that nobody here wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use collect::{Access, Collected, Sink};
use http::Request;
use model::{Plan, Timestamp};
use serde_json::{Value, json};
use wire::{Live, LiveOptions, Operation as Name, Transport, Wire};

use super::decode;
use super::services::Services;

/// Operations that the server of the tests does not know: one `client:Operation` a line.
const NOT_IN_MOTO: &str = "tests/oracle/not_in_moto.txt";
/// Operations that the wide estate has nothing for, in the same form.
const NOT_REACHED: &str = "tests/oracle/not_reached.txt";

fn lines_of(file: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join(file)).unwrap();
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The manifests: those built in, or those of a folder that are being written.
fn folder() -> std::path::PathBuf {
    #[allow(clippy::disallowed_methods, reason = "where the manifests are is not the program's business")]
    std::env::var("ASSIZE_TEST_MANIFESTS").map_or_else(|_| root().join("services"), Into::into)
}

fn services() -> Services {
    let mut texts = BTreeMap::new();
    for (place, prefix) in [(folder(), ""), (folder().join("described"), "described/")] {
        for entry in std::fs::read_dir(place).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "toml" || e == "json") {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                texts.insert(format!("{prefix}{name}"), std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    Services::read(&texts).unwrap()
}

fn variable(name: &str) -> String {
    #[allow(clippy::disallowed_methods, reason = "where the test servers are is not the program's business")]
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run eval \"$(tests/servers/up)\" first"))
}

fn oracle(words: &str, input: &str) -> Vec<Value> {
    let python = Path::new(&variable("ASSIZE_TEST_TOOLS")).join("aws/bin/python");
    let mut child = Command::new(python)
        .arg(root().join("tests/oracle/replies.py"))
        .arg(folder())
        .arg(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_owned());
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "the oracle failed");
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Equal but for the spelling of numbers and moments.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::String(a), Value::String(b)) if a != b => {
            let moment = |text: &str| text.parse::<Timestamp>().ok();
            moment(a).is_some() && moment(a) == moment(b)
        }
        _ => ours == theirs,
    }
}

/// Compares all lines; answers the operations that were compared.
fn compare(lines: &[Value]) -> BTreeSet<String> {
    let services = services();
    let described: BTreeMap<_, _> =
        services.iter().map(|s| (s.manifest.client.clone(), s.described().unwrap())).collect();
    let mut compared = BTreeSet::new();
    for line in lines {
        let word = |key: &str| line[key].as_str().unwrap();
        let (client, name) = (word("client"), word("operation"));
        let ours =
            decode::reply(&described[client], name, &described[client].operations[name], word("body").as_bytes());
        let what = format!("{client}:{name}, variant {}", word("variant"));
        let ours = ours.unwrap_or_else(|why| panic!("{what}: {why}\n{}", word("body")));
        assert!(
            same(&ours, &line["expect"]),
            "{what}\nours   {ours}\ntheirs {}\nbody {}",
            line["expect"],
            word("body")
        );
        compared.insert(format!("{client}:{name}"));
    }
    compared
}

/// All operations that the manifests declare.
fn declared() -> BTreeSet<String> {
    let services = services();
    let of = |s: &super::services::Service| {
        s.manifest.operations.keys().map(|name| format!("{}:{name}", s.manifest.client)).collect::<Vec<_>>()
    };
    services.iter().flat_map(of).collect()
}

#[test]
fn the_facts_are_those_of_the_models() {
    let python = Path::new(&variable("ASSIZE_TEST_TOOLS")).join("aws/bin/python");
    for folder in [folder(), root().join("tests/withhold/services")] {
        let check = Command::new(&python).arg(root().join("services/describe.py")).arg(folder).arg("--check").output();
        let check = check.unwrap();
        assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    }
}

#[test]
fn made_replies_are_read_as_botocore_reads_them() {
    let lines = oracle("generate", "");
    assert_eq!(compare(&lines), declared(), "an operation was not compared");
    // The comparison must be able to fail.
    let mut wrong = lines.into_iter().find(|line| line["expect"].as_object().is_some_and(|e| !e.is_empty())).unwrap();
    wrong["expect"] = json!({"other": 1});
    assert!(std::panic::catch_unwind(|| compare(&[wrong])).is_err(), "a wrong reading was not noticed");
}

/// Every resource is what the schema of its kind says.
fn fit_their_schemas(found: &Collected) {
    let services = services();
    let mut lines = String::new();
    for (key, line) in found.resources.iter() {
        let resource: model::Resource = serde_json::from_slice(line).unwrap();
        let schema = services.schema(&key.kind).unwrap().unwrap();
        lines += &(json!({"schema": schema, "value": resource.fields, "what": resource.id}).to_string() + "\n");
    }
    let wrong = oracle("validate", &lines);
    assert!(wrong.is_empty(), "{wrong:?}");
    let nonsense = lines.lines().next().map(|line| line.replace("\"value\":{", "\"value\":{\"nonsense\":1,"));
    assert!(nonsense.is_none_or(|line| oracle("validate", &line).len() == 1), "a wrong field was not noticed");
}

/// Notes what each operation of the engine was answered.
fn noting(below: Transport, log: Arc<Mutex<Vec<(String, u16, Bytes)>>>) -> Transport {
    Transport::new(tower::service_fn(move |request: Request<Bytes>| {
        let (mut below, log) = (below.clone(), Arc::clone(&log));
        async move {
            let name = request.extensions().get::<Name>().map_or_else(String::new, |name| name.0.clone());
            let reply = tower::Service::call(&mut below, request).await?;
            log.lock().unwrap().push((name, reply.status().as_u16(), reply.body().clone()));
            Ok(reply)
        }
    }))
}

/// A moto of one's own with something of every kind that it knows (`tests/servers/estate --wide`).
struct Estate {
    child: Child,
    endpoint: String,
}

impl Estate {
    fn start() -> Self {
        let program = root().join("../../tests/servers/estate");
        let mut child =
            Command::new(program).arg("--wide").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut told = String::new();
        std::io::BufReader::new(child.stdout.take().unwrap()).read_line(&mut told).unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        Self { child, endpoint: told["moto"].as_str().unwrap().to_owned() }
    }
}

impl Drop for Estate {
    fn drop(&mut self) {
        // It ends when its input does.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn replies_of_moto_are_read_as_botocore_reads_them() {
    let log = Arc::default();
    let live = Live::new(&LiveOptions { system_proxy: false, ..LiveOptions::default() }).unwrap().transport();
    let transport = noting(live, Arc::clone(&log));
    let wire = Wire::recorded(transport, "2026-11-24T02:00:00Z".parse().unwrap());
    let estate = Estate::start();
    let settings = json!({"endpoint": estate.endpoint, "regions": ["eu-west-1", "us-east-1"], "imds": false});
    let source = serde_json::from_value(json!({"id": "aws", "connector": "aws", "settings": settings})).unwrap();
    let session = crate::open(services(), &source, Access::Recorded).await.unwrap();
    let sink = Sink::default();
    let specs = services().kinds();
    session.collect(&Plan::everything(&specs), &wire, &sink).await.unwrap();
    drop(estate);
    fit_their_schemas(&sink.finish());
    let (mut lines, mut refused) = (String::new(), BTreeSet::new());
    for (name, status, body) in log.lock().unwrap().iter() {
        let (client, operation) = name.split_once(':').unwrap();
        if *status == 200 && declared().contains(name) {
            let body = String::from_utf8_lossy(body);
            lines += &(json!({"client": client, "operation": operation, "body": body}).to_string() + "\n");
        } else if *status >= 500 || crate::guard::is_html(body) {
            refused.insert(name.clone());
        }
    }
    let compared = compare(&oracle("decode", &lines));
    let listed = lines_of(NOT_IN_MOTO);
    let unknown: BTreeSet<_> = refused.intersection(&declared()).cloned().collect();
    let missing: Vec<_> = unknown.difference(&listed).collect();
    let known: Vec<_> = listed.intersection(&compared).collect();
    assert!(known.is_empty(), "moto knows {known:?}: take them out of {NOT_IN_MOTO}");
    assert!(missing.is_empty(), "moto does not know {missing:?}: list them in {NOT_IN_MOTO}");
    let listed = lines_of(NOT_REACHED);
    let quiet: BTreeSet<_> = &(&declared() - &compared) - &unknown;
    assert_eq!(quiet, listed, "operations that nothing in the estate leads to: {NOT_REACHED}");
    let counts = (compared.len(), unknown.len(), quiet.len(), declared().len());
    println!("compared with moto, not known to it, not reached, of all: {counts:?}");
}
