//! Keyless signing against Fulcio and Rekor v1 of npm `@sigstore/mock`, verified by our verifier and by npm
//! `@sigstore/verify`. They are installed by `sigstore/install`; without them these tests fail, they do not skip.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;
#[path = "../../seal/tests/support/tsa.rs"]
mod tsa;

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::Request;
use seal::Reason;
use seal::keyless::{Identity, Root, envelope, verify};
use serde_json::{Value, json};
use sign::sigstore::{Services, Session, Signed, Token};
use support::{live, variable};
use tsa::{Keys, Tsa};

const ISSUER: &str = "https://token.actions.githubusercontent.com";
const SUBJECT: &str = "https://github.com/acme/evidence/.github/workflows/nightly.yml@refs/heads/main";

/// The mock's services, for one test.
struct Mock {
    child: Child,
    url: String,
    bearer: String,
    root: Value,
}

impl Drop for Mock {
    fn drop(&mut self) {
        // It ends with its standard input.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn tools() -> PathBuf {
    let how = "run `crates/sign/tests/sigstore/install FOLDER` and set ASSIZE_TEST_TOOLS=FOLDER (absolute)";
    let tools = PathBuf::from(variable("ASSIZE_TEST_TOOLS", how)).join("sigstore");
    assert!(tools.join("node_modules").exists(), "{how}");
    tools
}

impl Mock {
    fn start() -> Self {
        let mut child = Command::new("node")
            .arg(tools().join("server.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is needed");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        let text = |name: &str| told[name].as_str().unwrap().to_owned();
        Self { url: text("url"), bearer: text("bearer"), root: told["trustedRoot"].clone(), child }
    }

    async fn token(&self, who: &str) -> Token {
        let url = format!("{}/token?who={who}", self.url);
        let bearer = self.bearer.clone();
        let variable = move |name: &str| match name {
            "ACTIONS_ID_TOKEN_REQUEST_URL" => Some(url.clone()),
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN" => Some(bearer.clone()),
            _ => None,
        };
        Token::ambient(&live(), &variable, None).await.unwrap()
    }

    async fn session(&self, seed: u8) -> Session {
        let services = Services { fulcio: format!("{}/", self.url), rekor: self.url.clone() };
        Session::open(live(), services, &self.token("acme/evidence").await, &[seed; 32]).await.unwrap()
    }

    fn root(&self) -> Arc<Root> {
        Arc::new(Root::from_json(&self.root.to_string()).unwrap())
    }

    fn identity(&self, subject: &str) -> Identity {
        Identity { issuer: ISSUER.into(), subject: subject.into(), root: self.root() }
    }
}

fn statement(manifest: &[u8]) -> Vec<u8> {
    let digest = model::Digest::of(manifest).to_string();
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "predicate": {},
        "predicateType": "urn:assize:predicate:evidence-run:v1",
        "subject": [{ "digest": { "sha256": digest }, "name": "manifest-sha256.txt" }],
    });
    model::canonical_json(&statement).unwrap()
}

fn sealed(payload: &[u8], signed: &Signed, stamps: &[Vec<u8>]) -> Vec<u8> {
    envelope(payload, &signed.signature, &signed.certificate, stamps).unwrap()
}

#[track_caller]
fn refused(envelope: &[u8], identity: &Identity, reason: Reason) {
    match verify(envelope, std::slice::from_ref(identity)) {
        Ok(found) => panic!("accepted: {found:?}; expected {}", reason.name()),
        Err(refusal) => assert_eq!(refusal.reason, reason, "{refusal}"),
    }
}

#[tokio::test]
async fn what_is_signed_verifies_here_and_elsewhere() {
    let mock = Mock::start();
    let payload = statement(b"manifest");
    let session = mock.session(1).await;
    let bytes = sealed(&payload, &session.sign(&payload).await.unwrap(), &[]);
    let (found, signer) = verify(&bytes, &[mock.identity(SUBJECT)]).unwrap();
    assert_eq!(found, payload);
    assert_eq!((signer.subject.as_str(), signer.issuer.as_str()), (SUBJECT, ISSUER));
    assert_eq!(signer.times.len(), 1);
    let folder = tempfile::tempdir().unwrap();
    let [file, root] = ["envelope.json", "root.json"].map(|name| folder.path().join(name));
    std::fs::write(&file, &bytes).unwrap();
    std::fs::write(&root, mock.root.to_string()).unwrap();
    for (subject, accepted) in [(SUBJECT, true), ("https://github.com/evil/evidence", false)] {
        let mut node = Command::new("node");
        let node = node.arg(tools().join("verify.mjs")).arg(&file).arg(&root).args([subject, ISSUER]);
        let output = node.output().unwrap();
        assert_eq!(output.status.success(), accepted, "{}", tsa::told(&output));
    }
    // One certificate for several statements of one run.
    let second = statement(b"another");
    let bytes = sealed(&second, &session.sign(&second).await.unwrap(), &[]);
    assert_eq!(verify(&bytes, &[mock.identity(SUBJECT)]).unwrap().0, second);
}

#[tokio::test]
async fn an_entry_whose_reply_was_lost_is_found_again() {
    let mock = Mock::start();
    let payload = statement(b"manifest");
    let session = mock.session(1).await;
    live().call(Request::get(format!("{}/lose", mock.url)).body(Bytes::new()).unwrap()).await.unwrap();
    let bytes = sealed(&payload, &session.sign(&payload).await.unwrap(), &[]);
    verify(&bytes, &[mock.identity(SUBJECT)]).unwrap();
}

#[tokio::test]
async fn a_signature_outside_its_certificates_minutes_is_refused() {
    let mock = Mock::start();
    live().call(Request::get(format!("{}/early", mock.url)).body(Bytes::new()).unwrap()).await.unwrap();
    let payload = statement(b"manifest");
    let bytes = sealed(&payload, &mock.session(1).await.sign(&payload).await.unwrap(), &[]);
    refused(&bytes, &mock.identity(SUBJECT), Reason::KeylessExpired);
}

#[tokio::test]
async fn identities_are_matched_and_roots_kept_apart() {
    let (mock, other) = (Mock::start(), Mock::start());
    let payload = statement(b"manifest");
    let bytes = sealed(&payload, &mock.session(1).await.sign(&payload).await.unwrap(), &[]);
    for pattern in ["*", "https://github.com/acme/*@refs/heads/main"] {
        verify(&bytes, &[mock.identity(pattern)]).unwrap();
    }
    for pattern in ["", "https://github.com/evil/*", "*@refs/heads/other"] {
        refused(&bytes, &mock.identity(pattern), Reason::WrongIdentity);
    }
    let issuer = Identity { issuer: "https://gitlab.com".into(), ..mock.identity("*") };
    refused(&bytes, &issuer, Reason::WrongIdentity);
    let strange = other.identity("*");
    let refusal = verify(&bytes, std::slice::from_ref(&strange)).unwrap_err();
    assert!(matches!(refusal.reason, Reason::KeylessTime | Reason::KeylessLog), "{refusal}");
    verify(&bytes, &[strange.clone(), issuer.clone(), mock.identity("*")]).unwrap();
    assert_eq!(verify(&bytes, &[issuer]).unwrap_err().reason, Reason::WrongIdentity);
    assert_eq!(verify(&bytes, &[]).unwrap_err().reason, Reason::WrongIdentity);
}

/// `change` made to the envelope, written in its canonical spelling again.
fn changed(bytes: &[u8], change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(bytes).unwrap();
    change(&mut value);
    model::canonical_json(&value).unwrap()
}

fn flip(value: &mut Value) {
    let mut raw = BASE64.decode(value.as_str().unwrap()).unwrap();
    let last = raw.len() - 1;
    raw[last] ^= 1;
    *value = BASE64.encode(raw).into();
}

type Case = (&'static str, Vec<u8>, &'static [Reason]);

const ENTRY: &str = "/verificationMaterial/tlogEntries/0";
const ENTRIES: &str = "/verificationMaterial/tlogEntries";
const CERTIFICATE: &str = "/verificationMaterial/certificate/rawBytes";
const SIGNATURE: &str = "/dsseEnvelope/signatures/0/sig";

fn put(bytes: &[u8], path: &str, new: impl Into<Value>) -> Vec<u8> {
    let new = new.into();
    changed(bytes, |value| *value.pointer_mut(path).unwrap() = new.clone())
}

fn flipped(bytes: &[u8], path: &str) -> Vec<u8> {
    changed(bytes, |value| flip(value.pointer_mut(path).unwrap()))
}

fn without(bytes: &[u8], name: &str) -> Vec<u8> {
    changed(bytes, |value| {
        value.pointer_mut(ENTRY).unwrap().as_object_mut().unwrap().remove(name);
    })
}

/// Parts of the envelope exchanged for those of others.
fn swapped(bytes: &[u8], second: &Value, stranger: &Value, other: &[u8]) -> Vec<Case> {
    let of = |value: &Value, path: &str| value.pointer(path).unwrap().clone();
    vec![
        ("payload", put(bytes, "/dsseEnvelope/payload", BASE64.encode(other)), &[Reason::BadSignature]),
        ("signature", flipped(bytes, SIGNATURE), &[Reason::BadSignature]),
        ("another signature", put(bytes, SIGNATURE, of(second, SIGNATURE)), &[Reason::BadSignature]),
        ("certificate bit", flipped(bytes, CERTIFICATE), &[Reason::KeylessChain]),
        ("another certificate", put(bytes, CERTIFICATE, of(stranger, CERTIFICATE)), &[Reason::BadSignature]),
        ("entry of another", put(bytes, ENTRY, of(second, ENTRY)), &[Reason::KeylessLogMismatch]),
    ]
}

/// What the log said, taken away or changed.
fn unlogged(bytes: &[u8]) -> Vec<Case> {
    let parsed: Value = serde_json::from_slice(bytes).unwrap();
    let entry = parsed.pointer(ENTRY).unwrap();
    let within = |path: &str| format!("{ENTRY}/{path}");
    let both: &[Reason] = &[Reason::KeylessLog, Reason::KeylessMalformed];
    vec![
        ("no entry", put(bytes, ENTRIES, json!([])), &[Reason::KeylessLog]),
        ("entry twice", put(bytes, ENTRIES, json!([entry, entry])), &[Reason::KeylessLog]),
        ("no proof", without(bytes, "inclusionProof"), &[Reason::KeylessLog]),
        ("promise bit", flipped(bytes, &within("inclusionPromise/signedEntryTimestamp")), &[Reason::KeylessLog]),
        ("no promise", without(bytes, "inclusionPromise"), &[Reason::KeylessTime]),
        ("time moved", put(bytes, &within("integratedTime"), "1700000000"), &[Reason::KeylessLog]),
        ("root bit", flipped(bytes, &within("inclusionProof/rootHash")), both),
    ]
}

/// Other spellings and other kinds.
fn misspelt(bytes: &[u8]) -> Vec<Case> {
    let parsed: Value = serde_json::from_slice(bytes).unwrap();
    let signature = parsed.pointer("/dsseEnvelope/signatures/0").unwrap();
    let old = "application/vnd.dev.sigstore.bundle+json;version=0.2";
    let more = json!({ "sig": signature["sig"], "more": 1 });
    vec![
        ("type", put(bytes, "/dsseEnvelope/payloadType", "text/plain"), &[Reason::WrongPayloadType]),
        ("media type", put(bytes, "/mediaType", old), &[Reason::UnsupportedEnvelope]),
        ("unknown field", put(bytes, "/dsseEnvelope/signatures/0", more), &[Reason::KeylessMalformed]),
        (
            "two signatures",
            put(bytes, "/dsseEnvelope/signatures", json!([signature, signature])),
            &[Reason::KeylessMalformed],
        ),
        ("white space", [bytes, b"\n"].concat(), &[Reason::KeylessMalformed]),
        ("no JSON", b"{".to_vec(), &[Reason::KeylessMalformed]),
    ]
}

#[tokio::test]
async fn each_part_is_guarded_by_its_own_reason() {
    let mock = Mock::start();
    let payload = statement(b"manifest");
    // Its certificate is the older one, so that only the key is wrong.
    let stranger = mock.session(2).await.sign(&payload).await.unwrap();
    let stranger: Value = serde_json::from_slice(&sealed(&payload, &stranger, &[])).unwrap();
    let session = mock.session(1).await;
    let bytes = sealed(&payload, &session.sign(&payload).await.unwrap(), &[]);
    let other = statement(b"another");
    let second = sealed(&other, &session.sign(&other).await.unwrap(), &[]);
    let second: Value = serde_json::from_slice(&second).unwrap();
    let identity = mock.identity("*");
    verify(&bytes, std::slice::from_ref(&identity)).unwrap();
    let cases = [swapped(&bytes, &second, &stranger, &other), unlogged(&bytes), misspelt(&bytes)];
    for (what, wrong, reasons) in cases.into_iter().flatten() {
        assert_ne!(wrong, bytes, "{what}");
        let refusal = verify(&wrong, std::slice::from_ref(&identity)).expect_err(what);
        assert!(reasons.contains(&refusal.reason), "{what}: {refusal}");
    }
}

#[tokio::test]
async fn roots_that_lack_a_part_do_not_vouch() {
    let mock = Mock::start();
    let other = Mock::start();
    let payload = statement(b"manifest");
    let bytes = sealed(&payload, &mock.session(1).await.sign(&payload).await.unwrap(), &[]);
    for (part, reason) in [("certificateAuthorities", Reason::KeylessChain), ("ctlogs", Reason::KeylessSct)] {
        let mut root = mock.root.clone();
        root[part] = other.root[part].clone();
        let root = Arc::new(Root::from_json(&root.to_string()).unwrap());
        refused(&bytes, &Identity { root, ..mock.identity("*") }, reason);
    }
    let mut root = mock.root.clone();
    root["certificateAuthorities"][0]["validFor"] =
        json!({ "start": "2020-01-01T00:00:00Z", "end": "2021-01-01T00:00:00Z" });
    let root = Arc::new(Root::from_json(&root.to_string()).unwrap());
    refused(&bytes, &Identity { root, ..mock.identity("*") }, Reason::KeylessChain);
}

#[tokio::test]
async fn time_stamps_of_the_root_count_and_others_are_left_to_the_caller() {
    let mock = Mock::start();
    let payload = statement(b"manifest");
    let signed = mock.session(1).await.sign(&payload).await.unwrap();
    let [rsa, p256] = [Tsa::new(Keys::Rsa), Tsa::new(Keys::P256)];
    let request = seal::time::request(&signed.signature, 1).unwrap();
    // `sigstore-tsa` wants the usage on every certificate below the root, so this signer stands right below it.
    let now = support::clock()().strftime("%Y%m%d%H%M%SZ").to_string();
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&signed.signature);
    let direct = p256.forge(&tsa::info(&digest, &now, &[]), &["direct"], &["-cades"]);
    let stamps = [rsa.reply(&request, "ts.cnf"), direct];
    let bytes = sealed(&payload, &signed, &stamps);
    assert_eq!(verify(&bytes, &[mock.identity("*")]).unwrap().1.times.len(), 1);
    let mut root = mock.root.clone();
    let raw = |name: &str| {
        let pem: String = p256.pem(&[name]).lines().filter(|line| !line.starts_with('-')).collect();
        json!({ "rawBytes": pem })
    };
    root["timestampAuthorities"] = json!([{
        "subject": { "organization": "Acme", "commonName": "good" }, "uri": "https://tsa.example",
        "certChain": { "certificates": [raw("direct"), raw("root")] },
        "validFor": { "start": "2020-01-01T00:00:00Z" },
    }]);
    let root = Arc::new(Root::from_json(&root.to_string()).unwrap());
    assert_eq!(verify(&bytes, &[Identity { root, ..mock.identity("*") }]).unwrap().1.times.len(), 2);
}

#[tokio::test]
async fn services_that_refuse_are_named_and_tokens_stay_out() {
    let mock = Mock::start();
    let url = mock.url.clone();
    let variable = move |name: &str| match name {
        "ACTIONS_ID_TOKEN_REQUEST_URL" => Some(format!("{url}/token?who=a")),
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN" => Some("wrong-and-secret".into()),
        _ => None,
    };
    let told = Token::ambient(&live(), &variable, None).await.unwrap_err().to_string();
    assert!(told.contains("GitHub's token service refused with status 401") && told.contains("[secret]"), "{told}");
    assert!(!told.contains("wrong-and-secret"), "{told}");
    let none = |_: &str| None;
    let told = Token::ambient(&live(), &none, None).await.unwrap_err().to_string();
    assert!(told.contains("id-token: write") && told.contains("SIGSTORE_ID_TOKEN"), "{told}");
    let told = Token::ambient(&live(), &none, Some("MY_TOKEN")).await.unwrap_err().to_string();
    assert!(told.contains("MY_TOKEN is not set"), "{told}");
    let token = mock.token("acme/evidence").await;
    let services = Services { fulcio: format!("{}/nothing", mock.url), rekor: mock.url.clone() };
    let told = Session::open(live(), services, &token, &[1; 32]).await.unwrap_err().to_string();
    assert!(told.contains("Fulcio at") && told.contains("404"), "{told}");
    let services = Services { fulcio: mock.url.clone(), rekor: format!("{}/nothing", mock.url) };
    let session = Session::open(live(), services, &token, &[1; 32]).await.unwrap();
    let told = session.sign(&statement(b"x")).await.unwrap_err().to_string();
    assert!(told.contains("Rekor at"), "{told}");
}

/// Keyless test vectors for `fixtures/bundles`: the mock's keys are gone with it, so they are made once. Those there
/// were made under a clock of January 2025, so that the log's time lies in nobody's future.
#[tokio::test]
#[ignore = "writes into fixtures/bundles, what is not there already"]
async fn write_vectors() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/bundles");
    let [good, expired, root] =
        ["keyless.assize.zip", "keyless-expired.assize.zip", "sigstore-root.json"].map(|name| folder.join(name));
    assert!(![&good, &expired, &root].iter().any(|file| file.exists()), "they are frozen");
    let mock = Mock::start();
    std::fs::write(root, mock.root.to_string() + "\n").unwrap();
    for (name, subject) in [("keyless.toml", SUBJECT), ("other-identity.toml", "https://github.com/evil/*")] {
        let text =
            format!("[[identity]]\nissuer = \"{ISSUER}\"\nsubject = \"{subject}\"\nroot = \"sigstore-root.json\"\n");
        std::fs::write(folder.join(name), text).unwrap();
    }
    signed_anew(&mock, &good).await;
    live().call(Request::get(format!("{}/early", mock.url)).body(Bytes::new()).unwrap()).await.unwrap();
    signed_anew(&mock, &expired).await;
}

/// The bundle of another vector, with the envelopes of an identity in the place of its key's.
async fn signed_anew(mock: &Mock, target: &std::path::Path) {
    let honest = target.with_file_name("good-ed25519.assize.zip");
    let (limits, session) = (seal::Limits::default(), mock.session(1).await);
    let opened = seal::Container::open(&honest, &limits).unwrap();
    let mut pack = seal::Repack::new(opened.root(), target, seal::Existing::Keep, &limits).unwrap();
    for (which, (path, _)) in opened.files().enumerate() {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut opened.read(which).unwrap(), &mut bytes).unwrap();
        if path.ends_with(".sigstore.json") {
            let by_key: Value = serde_json::from_slice(&bytes).unwrap();
            let payload = BASE64.decode(by_key["dsseEnvelope"]["payload"].as_str().unwrap()).unwrap();
            bytes = sealed(&payload, &session.sign(&payload).await.unwrap(), &[]);
        }
        pack.add(path, &seal::Content::Bytes(bytes)).unwrap();
    }
    pack.finish().unwrap();
}
