//! AWS KMS, by moto: a server that nobody here wrote. It wants the address in `ASSIZE_TEST_MOTO`. What moto does not
//! hold (a message of 4097 bytes, permissions) is said by replies of the test's own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::sync::{Arc, Mutex};

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::Request;
use seal::{Algorithm, PrivateKey};
use serde_json::{Value, json};
use sign::Error;
use sign::kms::{Key, Place};
use support::{answering, live, reply, variable};

fn credentials() -> SharedCredentialsProvider {
    SharedCredentialsProvider::new(Credentials::new("AKIDEXAMPLE", "hidden-secret", Some("token".into()), None, "test"))
}

fn moto() -> String {
    variable("ASSIZE_TEST_MOTO", "start one with tests/servers/up")
}

/// Makes a key through moto's own API, unsigned: it does not look.
async fn made(spec: &str, usage: &str) -> String {
    let body = json!({ "KeySpec": spec, "KeyUsage": usage }).to_string();
    asked("CreateKey", body).await.pointer("/KeyMetadata/Arn").and_then(Value::as_str).unwrap().to_owned()
}

async fn asked(operation: &str, body: String) -> Value {
    let request = Request::post(moto())
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", format!("TrentService.{operation}"))
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=a/20261124/eu-west-1/kms/aws4_request, SignedHeaders=host, Signature=a",
        )
        .body(Bytes::from(body))
        .unwrap();
    let reply = live().call(request).await.unwrap();
    assert!(reply.status().is_success(), "{}", String::from_utf8_lossy(reply.body()));
    serde_json::from_slice(reply.body()).unwrap_or_default()
}

async fn open(key: &str) -> Result<Key, Error> {
    let place = Place::parse(&format!("awskms:{key}"), Some("eu-west-1"), Some(&moto())).unwrap();
    Key::open(live(), credentials(), place).await
}

#[tokio::test]
async fn moto_signs_what_our_verifier_accepts() {
    let arn = made("ECC_NIST_P256", "SIGN_VERIFY").await;
    let alias = format!("alias/seal-{}", arn.rsplit('/').next().unwrap());
    asked("CreateAlias", json!({ "AliasName": alias, "TargetKeyId": arn }).to_string()).await;
    for name in [&arn, &alias] {
        let key = open(name).await.unwrap();
        // moto answers with the bare id where KMS gives the ARN.
        assert!(arn.ends_with(key.arn()), "{}", key.arn());
        assert_eq!(key.public_key().algorithm(), Algorithm::EcdsaP256);
        // Half of the signatures of a key service have a high s, which a bundle must not have.
        for i in 1..9_u8 {
            let message = vec![i; usize::from(i) * 450];
            let signature = key.sign(&message).await.unwrap();
            assert!(key.public_key().verify(&message, &signature));
            assert!(!key.public_key().verify(b"another", &signature));
        }
        key.sign(&[7; 4096]).await.unwrap();
        assert!(matches!(key.sign(&[7; 4097]).await, Err(Error::TooLong(4097))));
    }
}

#[tokio::test]
async fn keys_of_other_sorts_are_refused_with_a_way_out() {
    for (spec, usage) in
        [("ECC_NIST_P384", "SIGN_VERIFY"), ("RSA_2048", "SIGN_VERIFY"), ("RSA_2048", "ENCRYPT_DECRYPT")]
    {
        let arn = made(spec, usage).await;
        let told = open(&arn).await.unwrap_err().to_string();
        assert!(told.contains(spec) && told.contains("--key-spec ECC_NIST_P256"), "{told}");
    }
    let told = open("alias/not-there").await.unwrap_err().to_string();
    assert!(told.contains("AWS KMS refused with status 400"), "{told}");
}

/// A key service that answers as told, and what it was asked.
fn service(answer: impl Fn(&str, &Value) -> (u16, Value) + Send + Sync + 'static) -> (wire::Wire, Log) {
    let log = Log::default();
    let noted = log.clone();
    let wire = answering(move |request| {
        let operation = request.headers()["x-amz-target"].to_str().unwrap().replace("TrentService.", "");
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        noted.lock().unwrap().push(format!("{:?}", request.headers()));
        let (status, body) = answer(&operation, &body);
        reply(status, "application/x-amz-json-1.1", body.to_string())
    });
    (wire, log)
}

type Log = Arc<Mutex<Vec<String>>>;

fn public(key: &PrivateKey) -> Value {
    json!({
        "KeyId": "arn:aws:kms:eu-west-1:1:key/a", "KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY",
        "PublicKey": BASE64.encode(key.public_key().spki()),
    })
}

fn place() -> Place {
    Place::parse("awskms:alias/seal", Some("eu-west-1"), None).unwrap()
}

#[tokio::test]
async fn a_missing_permission_is_named() {
    let denied =
        |who: &str| json!({ "__type": "AccessDeniedException", "Message": format!("{who} is not authorized") });
    let (wire, _) = service(move |_, _| (400, denied("alice")));
    let told = Key::open(wire, credentials(), place()).await.unwrap_err().to_string();
    assert_eq!(told, "the permission kms:GetPublicKey is missing for the key alias/seal: alice is not authorized");
    let key = PrivateKey::generate(Algorithm::EcdsaP256, &[1; 32]);
    let (wire, _) = service(move |operation, _| match operation {
        "Sign" => (400, json!({ "__type": "com.amazonaws.kms#AccessDeniedException", "message": "no" })),
        _ => (200, public(&key)),
    });
    let opened = Key::open(wire, credentials(), place()).await.unwrap();
    let told = opened.sign(b"x").await.unwrap_err().to_string();
    assert_eq!(told, "the permission kms:Sign is missing for the key alias/seal: no");
}

#[tokio::test]
async fn a_signature_that_does_not_fit_is_never_handed_out() {
    for wrong in 0..4 {
        let key = PrivateKey::generate(Algorithm::EcdsaP256, &[1; 32]);
        let other = PrivateKey::generate(Algorithm::EcdsaP256, &[2; 32]);
        let (wire, _) = service(move |operation, body| {
            if operation != "Sign" {
                return (200, public(&key));
            }
            let message = BASE64.decode(body["Message"].as_str().unwrap()).unwrap();
            let signature = match wrong {
                0 => other.sign(&message).unwrap(),
                // A service that hashes what is already a digest.
                1 => key.sign(&<sha2::Sha256 as sha2::Digest>::digest(&message)).unwrap(),
                2 => Vec::new(),
                _ => vec![0x30; 5000],
            };
            (200, json!({ "Signature": BASE64.encode(signature) }))
        });
        let opened = Key::open(wire, credentials(), place()).await.unwrap();
        assert!(matches!(opened.sign(b"message").await, Err(Error::BadSignature { .. })), "{wrong}");
    }
}

#[tokio::test]
async fn requests_are_signed_for_the_service_and_secrets_stay_out() {
    let (wire, log) = service(|_, _| (200, json!({ "KeySpec": 7 })));
    let told = Key::open(wire, credentials(), place()).await.unwrap_err().to_string();
    let headers = log.lock().unwrap().join("\n");
    for part in [
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/",
        "/eu-west-1/kms/aws4_request",
        "x-amz-target",
        "x-amz-security-token",
    ] {
        assert!(headers.contains(part), "{headers}");
    }
    assert!(!headers.contains("hidden-secret") && !told.contains("hidden-secret"));
    for body in
        ["", "[]", "{", "null", "{\"PublicKey\":\"!\",\"KeySpec\":\"ECC_NIST_P256\",\"KeyUsage\":\"SIGN_VERIFY\"}"]
    {
        let wire = answering(move |_| reply(200, "application/x-amz-json-1.1", body));
        assert!(Key::open(wire, credentials(), place()).await.is_err(), "{body}");
    }
}
