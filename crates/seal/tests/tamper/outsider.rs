//! Cheating with the content and the envelope, by someone who does not hold the key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use seal::{Algorithm, PrivateKey, Reason as R};
use serde_json::{Value, json};

use crate::Case;
use crate::support::forge::{ENVELOPE, Forged};
use crate::support::key;

const RUN: &str = "data/run.json";
const MANIFEST: &str = "manifest-sha256.txt";

fn stranger() -> PrivateKey {
    PrivateKey::generate(Algorithm::Ed25519, &[66; 32])
}

fn remove(f: &mut Forged, path: &str) {
    let at = f.at(path);
    f.entries.remove(at);
}

/// Changes bytes of a base64 text.
fn edit_base64(value: &mut Value, edit: impl Fn(&mut Vec<u8>)) {
    let mut bytes = BASE64.decode(value.as_str().unwrap()).unwrap();
    edit(&mut bytes);
    *value = json!(BASE64.encode(bytes));
}

fn rename_root(f: &mut Forged, root: &str) {
    let old = f.root();
    for entry in &mut f.entries {
        let name = String::from_utf8(entry.name.clone()).unwrap().replacen(&old, root, 1);
        entry.name = name.into_bytes();
    }
}

pub(crate) const CASES: &[Case] = &[
    ("a finding turned from fail to pass", R::DigestMismatch, |f| {
        f.edit("data/findings.jsonl", |text| text.replace("fail", "pass"));
    }),
    ("one byte of a body", R::DigestMismatch, |f| {
        f.entries[0].body[5] ^= 1;
        let body = f.entries[0].body.clone();
        f.entries[0].set(&body);
    }),
    ("a policy swapped for another", R::DigestMismatch, |f| {
        let other = f.text("data/policies/lib/time.rego");
        f.entry("data/policies/aws/s3/bucket_encrypted.rego").set(other.as_bytes());
    }),
    ("a payload file removed", R::MissingEntry, |f| remove(f, "data/gaps.jsonl")),
    ("the last payload file removed", R::MissingEntry, |f| remove(f, RUN)),
    ("the whole payload removed", R::MissingEntry, |f| {
        f.entries.retain(|e| !e.name.windows(6).any(|w| w == b"/data/"));
    }),
    ("the instructions removed", R::MissingEntry, |f| remove(f, "VERIFY.txt")),
    ("the manifest removed", R::MissingEntry, |f| remove(f, MANIFEST)),
    ("everything removed", R::MissingEntry, |f| f.entries.clear()),
    ("a payload file added", R::ExtraEntry, |f| f.insert_after(RUN, "data/z.json", b"{}")),
    ("a payload file added in front", R::ExtraEntry, |f| {
        let name = format!("{}/data/a", f.root());
        f.entries.insert(0, crate::Raw::stored(&name, b"{}"));
    }),
    ("a payload file renamed", R::MissingEntry, |f| {
        let name = format!("{}/data/runs.json", f.root());
        f.entry(RUN).name = name.into_bytes();
    }),
    ("file and manifest changed together", R::SubjectMismatch, |f| {
        let old = model::Digest::of(f.text(RUN).as_bytes());
        f.edit(RUN, |_| "{}".into());
        f.edit(MANIFEST, |text| text.replace(old.as_str(), model::Digest::of(b"{}").as_str()));
    }),
    ("file and its manifest line removed", R::SubjectMismatch, |f| {
        remove(f, "data/gaps.jsonl");
        f.edit(MANIFEST, |text| text.split_inclusive('\n').filter(|line| !line.contains("gaps")).collect());
    }),
    ("a line of the tag manifest removed", R::SubjectMismatch, |f| {
        f.edit("tagmanifest-sha256.txt", |text| text.split_inclusive('\n').skip(1).collect());
    }),
    ("instructions changed", R::TagMismatch, |f| f.edit("VERIFY.txt", |text| text + "\nTrust us.\n")),
    ("bag-info changed", R::TagMismatch, |f| f.edit("bag-info.txt", |text| text.replace("2026", "2025"))),
    ("bagit.txt changed", R::TagMismatch, |f| f.edit("bagit.txt", |text| text.replace("1.0", "0.97"))),
    ("another run's folder name", R::RunIdMismatch, |f| rename_root(f, "018f3c2e-0000-7000-8000-000000000002")),
    ("envelope removed", R::NoSignature, |f| remove(f, ENVELOPE)),
    ("signature removed", R::NoSignature, |f| {
        f.edit_envelope(|e| e["dsseEnvelope"]["signatures"] = json!([]));
    }),
    ("signature doubled", R::TwoSignatures, |f| {
        f.edit_envelope(|e| {
            let signatures = e["dsseEnvelope"]["signatures"].as_array_mut().unwrap();
            signatures.push(signatures[0].clone());
        });
    }),
    ("a stranger's signature put beside", R::TwoSignatures, |f| {
        f.edit_envelope(|e| {
            let other = json!({"keyid": stranger().public_key().hint(), "sig": "AAAA"});
            e["dsseEnvelope"]["signatures"].as_array_mut().unwrap().push(other);
        });
    }),
    ("envelope is not JSON", R::EnvelopeMalformed, |f| f.entry(ENVELOPE).set(b"%PDF-1.7")),
    ("envelope is empty", R::EnvelopeMalformed, |f| f.entry(ENVELOPE).set(b"")),
    ("envelope of ten thousand brackets", R::EnvelopeMalformed, |f| f.entry(ENVELOPE).set(&[b'['; 10_000])),
    ("white space in the envelope", R::EnvelopeMalformed, |f| f.edit(ENVELOPE, |text| text + "\n")),
    ("a key twice in the envelope", R::EnvelopeMalformed, |f| {
        f.edit(ENVELOPE, |text| text.replacen("\"mediaType\"", "\"mediaType\":\"x\",\"mediaType\"", 1));
    }),
    ("an unknown field in the envelope", R::EnvelopeMalformed, |f| f.edit_envelope(|e| e["trusted"] = json!(true))),
    ("a log entry that nobody checks", R::EnvelopeMalformed, |f| {
        f.edit_envelope(|e| e["verificationMaterial"]["tlogEntries"] = json!([{"logIndex": "1"}]));
    }),
    ("hint and key id differ", R::EnvelopeMalformed, |f| {
        f.edit_envelope(|e| e["dsseEnvelope"]["signatures"][0]["keyid"] = json!("someone"));
    }),
    ("base64 without padding", R::EnvelopeMalformed, |f| {
        f.edit_envelope(|e| {
            let sig = e["dsseEnvelope"]["signatures"][0]["sig"].as_str().unwrap().trim_end_matches('=').to_owned();
            e["dsseEnvelope"]["signatures"][0]["sig"] = json!(sig);
        });
    }),
    ("an older envelope", R::UnsupportedEnvelope, |f| {
        f.edit_envelope(|e| e["mediaType"] = json!("application/vnd.dev.sigstore.bundle+json;version=0.2"));
    }),
    ("a certificate instead of a key", R::KeylessLog, |f| {
        f.edit_envelope(|e| {
            e["verificationMaterial"] = json!({"certificate": {"rawBytes": "AAAA"}, "tlogEntries": []});
        });
    }),
    ("another payload type", R::WrongPayloadType, |f| {
        f.edit_envelope(|e| e["dsseEnvelope"]["payloadType"] = json!("text/plain"));
    }),
    ("one bit of the signature", R::BadSignature, |f| {
        f.edit_envelope(|e| edit_base64(&mut e["dsseEnvelope"]["signatures"][0]["sig"], |sig| sig[7] ^= 1));
    }),
    ("signature cut short", R::BadSignature, |f| {
        f.edit_envelope(|e| edit_base64(&mut e["dsseEnvelope"]["signatures"][0]["sig"], |sig| sig.truncate(63)));
    }),
    ("signature of zeros", R::BadSignature, |f| {
        f.edit_envelope(|e| edit_base64(&mut e["dsseEnvelope"]["signatures"][0]["sig"], |sig| sig.fill(0)));
    }),
    ("statement changed", R::BadSignature, |f| {
        let mut statement = f.statement();
        statement["predicate"]["outcomes"]["fail"] = json!(0);
        let payload = BASE64.encode(model::canonical_json(&statement).unwrap());
        f.edit_envelope(|e| e["dsseEnvelope"]["payload"] = json!(payload));
    }),
    ("a stranger's signature under the true key's name", R::BadSignature, |f| {
        let hint = key(Algorithm::Ed25519).public_key().hint();
        f.resign(&stranger(), |_| {});
        f.edit_envelope(|e| {
            e["dsseEnvelope"]["signatures"][0]["keyid"] = json!(hint);
            e["verificationMaterial"]["publicKey"]["hint"] = json!(hint);
        });
    }),
    ("a P-256 signature under an Ed25519 key's name", R::BadSignature, |f| {
        let hint = key(Algorithm::Ed25519).public_key().hint();
        f.resign(&key(Algorithm::EcdsaP256), |_| {});
        f.edit_envelope(|e| {
            e["dsseEnvelope"]["signatures"][0]["keyid"] = json!(hint);
            e["verificationMaterial"]["publicKey"]["hint"] = json!(hint);
        });
    }),
    ("a signature over the bare statement, without its type", R::BadSignature, |f| {
        let payload = model::canonical_json(&f.statement()).unwrap();
        let sig = key(Algorithm::Ed25519).sign(&payload).unwrap();
        f.edit_envelope(|e| e["dsseEnvelope"]["signatures"][0]["sig"] = json!(BASE64.encode(&sig)));
    }),
    ("a stranger's own signature", R::UnknownKey, |f| f.resign(&stranger(), |_| {})),
];
