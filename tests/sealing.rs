//! Signers and time-stamps through the whole program: authorities, AWS KMS and Sigstore, each by a server that
//! nobody here wrote.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::disallowed_methods)]

mod support;
#[path = "../crates/seal/tests/support/tsa.rs"]
mod tsa;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use support::server::{Say, Server, serve};
use support::{assize, code, err, expect, json, key, out, run};
use tsa::{Keys, Tsa};

/// An authority by `openssl ts`, served over HTTP, with its certificates in `tsa.pem`.
fn authority(home: &Path) -> (Arc<Tsa>, Server) {
    let tsa = Arc::new(Tsa::new(Keys::P256));
    std::fs::write(home.join("tsa.pem"), tsa.pem(&["root", "middle"])).unwrap();
    let answering = Arc::clone(&tsa);
    let server = serve(move |asked| {
        let body = answering.reply(&asked.raw, "ts.cnf");
        Say::Reply { status: 200, kind: "application/timestamp-reply", body }
    });
    (tsa, server)
}

fn seal(home: &Path, args: &[&str]) -> Output {
    assize(home).args(["run", "--fixtures", "acme", "--output", "night.zip"]).args(args).output().unwrap()
}

fn verify(home: &Path, trust: &str) -> Output {
    std::fs::write(home.join("trust.toml"), trust).unwrap();
    run(home, &["verify", "night.zip", "--trust", "trust.toml", "--format", "json"])
}

/// The bundle's first envelope, by another program than ours.
fn envelope(home: &Path) -> Value {
    let zip = home.join("night.zip");
    let unzip = Command::new("unzip").arg("-p").arg(zip).arg("*/attestations/evidence.sigstore.json").output().unwrap();
    assert!(unzip.status.success(), "{}", String::from_utf8_lossy(&unzip.stderr));
    serde_json::from_slice(&unzip.stdout).unwrap()
}

/// The commands about time-stamps that stand in the bundle's own VERIFY.txt, in the unpacked bundle.
fn by_instructions(home: &Path, accepted: bool) {
    let unpacked = tempfile::tempdir().unwrap();
    let unzip = Command::new("unzip").arg("-qq").arg(home.join("night.zip")).arg("-d").arg(unpacked.path()).status();
    assert!(unzip.unwrap().success());
    let folder = unpacked.path().join("acme");
    std::fs::copy(home.join("tsa.pem"), folder.join("TSA.pem")).unwrap();
    let text = std::fs::read_to_string(folder.join("VERIFY.txt")).unwrap();
    let step =
        |line: &str| line.starts_with("    jq -j '.dsse") || (line.starts_with("  ") && !line.starts_with("   "));
    let commands: Vec<&str> = text.lines().filter(|line| step(line)).collect();
    assert_eq!(commands.len(), 3, "{commands:?}");
    let run = |command: &str| Command::new("sh").args(["-c", command]).current_dir(&folder).output().unwrap();
    assert!(run(commands[0]).status.success() && run(commands[1]).status.success(), "{commands:?}");
    let verified = run(commands[2]);
    assert_eq!(verified.status.success(), accepted, "{}{}", out(&verified), err(&verified));
}

fn bytes(value: &Value, path: &str) -> Vec<u8> {
    BASE64
        .decode(value.pointer(path).and_then(Value::as_str).unwrap_or_else(|| panic!("no {path} in {value}")))
        .unwrap()
}

/// It was sealed, whatever the outcome of the example estate is.
#[track_caller]
fn judged(ran: &Output) {
    assert!([1, 3].contains(&code(ran)), "{}{}", out(ran), err(ran));
}

#[test]
fn a_run_is_time_stamped_and_verify_and_openssl_agree() {
    let home = tempfile::tempdir().unwrap();
    key(home.path(), "p256");
    let (tsa, server) = authority(home.path());
    judged(&seal(home.path(), &["--key", "p256.key", "--timestamp", &server.url, "--timestamp-authority", "tsa.pem"]));
    let trust = "minimum_timestamps = 1\n[[key]]\nfile = \"p256.key.pub\"\n[[authority]]\nfile = \"tsa.pem\"\n";
    let verified = verify(home.path(), trust);
    expect(&verified, 0);
    assert_eq!(json(&verified)["signers"][0]["times"].as_array().unwrap().len(), 1);
    let envelope = envelope(home.path());
    let token = bytes(&envelope, "/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0/signedTimestamp");
    let signature = bytes(&envelope, "/dsseEnvelope/signatures/0/sig");
    tsa.openssl_verifies(&token, &signature, true).unwrap();
    tsa.openssl_verifies(&token, b"another", true).unwrap_err();
    by_instructions(home.path(), true);
    std::fs::copy(tsa.path("good.pem"), home.path().join("tsa.pem")).unwrap();
    by_instructions(home.path(), false);
    std::fs::write(home.path().join("tsa.pem"), tsa.pem(&["root", "middle"])).unwrap();
    // The same demand, and a bundle without a time-stamp.
    std::fs::remove_file(home.path().join("night.zip")).unwrap();
    judged(&seal(home.path(), &["--key", "p256.key"]));
    let refused = verify(home.path(), trust);
    expect(&refused, 4);
    assert_eq!(json(&refused)["refused"], "too_few_timestamps");
}

#[test]
fn an_authority_that_is_down_loses_no_night() {
    let home = tempfile::tempdir().unwrap();
    let (_, public) = key(home.path(), "p256");
    authority(home.path());
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let configure = |more: &str| {
        let text = format!(
            "[seal]\nkey = \"p256.key\"\ntimestamps = [\"http://{closed}/\"]\ntimestamp_authorities = [\"tsa.pem\"]\n{more}[network]\nattempts = 1\n"
        );
        std::fs::write(home.path().join("assize.toml"), text).unwrap();
    };
    configure("");
    let refused = seal(home.path(), &[]);
    expect(&refused, 4);
    assert!(err(&refused).contains("not stamped as wanted"), "{}", err(&refused));
    let kept = assize(home.path()).args(["verify", "night.zip", "--key"]).arg(public).output().unwrap();
    expect(&kept, 0);
    configure("timestamps_required = false\n");
    let warned = seal(home.path(), &["--force"]);
    judged(&warned);
    assert!(err(&warned).contains("warning: a time-stamp is missing"), "{}", err(&warned));
}

#[test]
fn checkpoints_of_the_ledger_are_stamped_and_bound_its_times() {
    let home = tempfile::tempdir().unwrap();
    key(home.path(), "p256");
    key(home.path(), "ed25519");
    let (tsa, server) = authority(home.path());
    let text = format!(
        "[seal]\nkey = \"p256.key\"\ntimestamps = [\"{}\"]\ntimestamp_authorities = [\"tsa.pem\"]\n[ledger]\nkey = \"ed25519.key\"\norigin = \"acme.example/evidence\"\npath = \"kept\"\n",
        server.url
    );
    std::fs::write(home.path().join("assize.toml"), text).unwrap();
    judged(&seal(home.path(), &[]));
    expect(&run(home.path(), &["run", "--fixtures", "no-such-recording"]), 2);
    let note = home.path().join("kept/ledger/checkpoints/00000002");
    let stamp = home.path().join("kept/ledger/checkpoints/00000002.tsr");
    let (note, token) = (std::fs::read(note).unwrap(), std::fs::read(&stamp).unwrap());
    tsa.openssl_verifies(&token, &note, true).unwrap();
    let vkey = out(&run(home.path(), &["ledger", "key"])).trim().to_owned();
    let base = format!("[[key]]\nfile = \"p256.key.pub\"\n[[ledger]]\nkey = \"{vkey}\"\n");
    std::fs::write(home.path().join("trust.toml"), format!("{base}[[authority]]\nfile = \"tsa.pem\"\n")).unwrap();
    std::fs::write(home.path().join("nobody.toml"), base).unwrap();
    let verify =
        |trust: &str| run(home.path(), &["ledger", "verify", "--trust", trust, "--every", "9999d", "--format", "json"]);
    let verified = json(&verify("trust.toml"));
    assert_eq!((&verified["verified"], &verified["stamped"]), (&true.into(), &2.into()), "{verified}");
    assert_eq!(verified["dated"]["leaves"], 3);
    assert!(verified["dated"]["within_seconds"].as_i64().unwrap() >= 300);
    assert!(!verified["not_proven"].to_string().contains("keeper's word"), "{verified}");
    // Who trusts no authority is told that nothing bounds the times.
    let unstamped = json(&verify("nobody.toml"));
    assert_eq!((&unstamped["verified"], &unstamped["stamped"]), (&true.into(), &0.into()));
    assert!(unstamped["not_proven"].to_string().contains("keeper's word"), "{unstamped}");
    // A stamp of another checkpoint is no stamp of this one.
    std::fs::copy(home.path().join("kept/ledger/checkpoints/00000003.tsr"), &stamp).unwrap();
    let refused = verify("trust.toml");
    expect(&refused, 4);
    assert_eq!(json(&refused)["refused"], "timestamp_imprint");
}

fn tools() -> PathBuf {
    PathBuf::from(std::env::var("ASSIZE_TEST_TOOLS").expect("ASSIZE_TEST_TOOLS is not set: run tests/run"))
}

#[test]
fn a_key_in_aws_kms_seals() {
    let moto = std::env::var("ASSIZE_TEST_MOTO").expect("ASSIZE_TEST_MOTO is not set: run tests/run");
    let home = tempfile::tempdir().unwrap();
    // Another client than ours makes the key and fetches its public half.
    let script = "import base64, boto3, sys\n\
        kms = boto3.client('kms', endpoint_url=sys.argv[1], aws_access_key_id='test', aws_secret_access_key='test', region_name='eu-west-1')\n\
        made = kms.create_key(KeySpec='ECC_NIST_P256', KeyUsage='SIGN_VERIFY')['KeyMetadata']\n\
        print(made['Arn'])\n\
        print('-----BEGIN PUBLIC KEY-----')\n\
        print(base64.encodebytes(kms.get_public_key(KeyId=made['KeyId'])['PublicKey']).decode().replace('\\n', ''))\n\
        print('-----END PUBLIC KEY-----')\n";
    let made = Command::new(tools().join("aws/bin/python")).args(["-c", script, &moto]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let told = out(&made);
    let (arn, pem) = told.split_once('\n').unwrap();
    std::fs::write(home.path().join("kms.pub"), folded(pem)).unwrap();
    let sealed = assize(home.path())
        .args(["run", "--fixtures", "acme", "--output", "night.zip", "--key", &format!("awskms:{arn}")])
        .envs([("AWS_ENDPOINT_URL_KMS", moto.as_str()), ("AWS_REGION", "eu-west-1")])
        .envs([("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")])
        .output()
        .unwrap();
    judged(&sealed);
    expect(&run(home.path(), &["verify", "night.zip", "--key", "kms.pub"]), 0);
    let (_, other) = key(home.path(), "p256");
    let refused = assize(home.path()).args(["verify", "night.zip", "--key"]).arg(other).output().unwrap();
    expect(&refused, 4);
    assert!(err(&refused).contains("unknown_key"), "{}", err(&refused));
}

/// PEM with lines of 64 characters.
fn folded(pem: &str) -> String {
    let mut text = String::new();
    for line in pem.lines() {
        let characters: Vec<char> = line.chars().collect();
        for part in characters.chunks(64) {
            text.extend(part);
            text.push('\n');
        }
    }
    text
}

/// Fulcio, Rekor and a token service, by npm `@sigstore/mock`.
struct Mock {
    child: Child,
    told: Value,
}

impl Mock {
    fn start() -> Self {
        let script = tools().join("sigstore/server.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is needed");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        Self { child, told }
    }

    fn told(&self, name: &str) -> &str {
        self.told[name].as_str().unwrap()
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // It ends with its standard input.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

#[test]
fn the_identity_of_a_ci_job_seals() {
    let mock = Mock::start();
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("root.json"), mock.told["trustedRoot"].to_string()).unwrap();
    let url = mock.told("url");
    let text = format!("[seal.sigstore]\nfulcio = \"{url}\"\nrekor = \"{url}\"\nroot = \"root.json\"\n");
    std::fs::write(home.path().join("assize.toml"), text).unwrap();
    let none = seal(home.path(), &["--keyless"]);
    expect(&none, 2);
    assert!(err(&none).contains("no identity"), "{}", err(&none));
    let sealed = assize(home.path())
        .args(["run", "--fixtures", "acme", "--output", "night.zip", "--keyless"])
        .env("ACTIONS_ID_TOKEN_REQUEST_URL", format!("{url}/token?who=acme/evidence"))
        .env("ACTIONS_ID_TOKEN_REQUEST_TOKEN", mock.told("bearer"))
        .output()
        .unwrap();
    judged(&sealed);
    let identity = |subject: &str| {
        format!(
            "[[identity]]\nissuer = \"https://token.actions.githubusercontent.com\"\nsubject = \"{subject}\"\nroot = \"root.json\"\n"
        )
    };
    let verified = verify(home.path(), &identity("https://github.com/acme/evidence/*@refs/heads/main"));
    expect(&verified, 0);
    let identity_told = &json(&verified)["signers"][0]["identity"];
    assert_eq!(identity_told, "https://github.com/acme/evidence/.github/workflows/nightly.yml@refs/heads/main");
    let refused = verify(home.path(), &identity("https://github.com/evil/*"));
    expect(&refused, 4);
    assert_eq!(json(&refused)["refused"], "wrong_identity");
}
