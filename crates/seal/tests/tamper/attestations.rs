//! Cheating with what stands beside the payload: co-signers, the test result, timestamps, the proof.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use seal::{Algorithm, PrivateKey, Reason as R};
use serde_json::json;

use crate::support::forge::{ENVELOPE, Forged, PROOF, Raw, TEST_RESULT};
use crate::support::{cosigner, key};
use crate::{Case, sealing_key};

fn stranger() -> PrivateKey {
    PrivateKey::generate(Algorithm::Ed25519, &[66; 32])
}

fn at_the_end(f: &mut Forged, path: &str, body: &[u8]) {
    let name = format!("{}/{path}", f.root());
    f.entries.push(Raw::stored(&name, body));
}

fn stamped(f: &mut Forged, path: &str, stamps: &serde_json::Value) {
    f.edit_envelope_at(path, |e| {
        e["verificationMaterial"]["timestampVerificationData"] = json!({"rfc3161Timestamps": stamps});
    });
}

/// What the same key signed about another night.
fn other_night(f: &mut Forged) {
    f.sign_result(&sealing_key(), |s| {
        s["subject"][0]["digest"]["sha256"] = json!(model::Digest::of(b"another night"));
    });
}

pub(crate) const CASES: &[Case] = &[
    ("test result removed", R::MissingEntry, |f| {
        let at = f.at(TEST_RESULT);
        f.entries.remove(at);
    }),
    ("test result of another bundle", R::TestResultMismatch, other_night),
    ("test result by a stranger", R::OtherSigner, |f| f.sign_result(&stranger(), |_| {})),
    ("test result by a stranger under the true key's name", R::BadSignature, |f| {
        let hint = sealing_key().public_key().hint();
        f.sign_result(&stranger(), |s| s["predicate"]["result"] = json!("PASSED"));
        f.edit_envelope_at(TEST_RESULT, |e| {
            e["dsseEnvelope"]["signatures"][0]["keyid"] = json!(hint);
            e["verificationMaterial"]["publicKey"]["hint"] = json!(hint);
        });
    }),
    ("test result that passes", R::TestResultMismatch, |f| {
        f.sign_result(&sealing_key(), |s| s["predicate"]["result"] = json!("PASSED"));
    }),
    ("test result with a word of its own", R::StatementMalformed, |f| {
        f.sign_result(&sealing_key(), |s| s["predicate"]["result"] = json!("PERFECT"));
    }),
    ("test result under other policies", R::TestResultMismatch, |f| {
        f.sign_result(&sealing_key(), |s| {
            s["predicate"]["configuration"][0]["digest"]["sha256"] = json!(model::Digest::of(b"lax"));
        });
    }),
    ("test result that names no policies", R::TestResultMismatch, |f| {
        f.sign_result(&sealing_key(), |s| s["predicate"]["configuration"] = json!([]));
    }),
    ("test result without its failures", R::TestResultMismatch, |f| {
        f.sign_result(&sealing_key(), |s| s["predicate"]["failedTests"] = json!([]));
    }),
    ("test result with a failure that passes too", R::TestResultMismatch, |f| {
        f.sign_result(&sealing_key(), |s| s["predicate"]["passedTests"] = s["predicate"]["failedTests"].clone());
    }),
    ("test result with one list less", R::StatementMalformed, |f| {
        f.sign_result(&sealing_key(), |s| {
            s["predicate"].as_object_mut().unwrap().remove("failedTests");
        });
    }),
    ("test result with a policy twice", R::StatementMalformed, |f| {
        f.sign_result(&sealing_key(), |s| s["predicate"]["passedTests"] = json!(["a.b", "a.b"]));
    }),
    ("test result with an unknown field", R::StatementMalformed, |f| {
        f.sign_result(&sealing_key(), |s| s["predicate"]["url"] = json!("https://example.com"));
    }),
    ("test result of a later version", R::UnsupportedVersion, |f| {
        f.sign_result(&sealing_key(), |s| {
            s["predicateType"] = json!("https://in-toto.io/attestation/test-result/v0.2");
        });
    }),
    ("the evidence in the place of the test result", R::WrongPredicateType, |f| {
        let copy = f.text(ENVELOPE);
        f.entry(TEST_RESULT).set(copy.as_bytes());
    }),
    ("the test result in the place of the evidence", R::WrongPredicateType, |f| {
        let copy = f.text(TEST_RESULT);
        f.entry(ENVELOPE).set(copy.as_bytes());
    }),
    ("test result that is no envelope", R::EnvelopeMalformed, |f| f.entry(TEST_RESULT).set(b"{}")),
    ("test result signed twice", R::TwoSignatures, |f| {
        f.edit_envelope_at(TEST_RESULT, |e| {
            let signatures = e["dsseEnvelope"]["signatures"].as_array_mut().unwrap();
            signatures.push(signatures[0].clone());
        });
    }),
    ("co-signer of another statement", R::PayloadDiffers, |f| {
        let mut statement = f.statement();
        statement["predicate"]["outcomes"]["fail"] = json!(0);
        f.cosign(2, &cosigner(), Some(&model::canonical_json(&statement).unwrap()));
    }),
    ("the first signer co-signs", R::SignerTwice, |f| f.cosign(2, &sealing_key(), None)),
    ("an unknown co-signer twice", R::SignerTwice, |f| {
        f.cosign(2, &stranger(), None);
        f.cosign(3, &stranger(), None);
    }),
    ("co-signers with a hole between", R::MissingEntry, |f| f.cosign(3, &cosigner(), None)),
    ("co-signers in another order", R::WrongOrder, |f| {
        f.cosign(3, &stranger(), None);
        f.cosign(2, &cosigner(), None);
    }),
    ("a tenth signer", R::UnexpectedEntry, |f| f.cosign(10, &cosigner(), None)),
    ("a first signer with a number", R::UnexpectedEntry, |f| f.cosign(1, &cosigner(), None)),
    ("co-signers only", R::NoSignature, |f| {
        f.cosign(2, &cosigner(), None);
        let at = f.at(ENVELOPE);
        f.entries.remove(at);
    }),
    ("co-signer's envelope is no envelope", R::EnvelopeMalformed, |f| {
        f.cosign(2, &cosigner(), None);
        f.entry("attestations/evidence-2.sigstore.json").set(b"[]");
    }),
    ("the true signer as co-signer of a stranger, forged", R::BadSignature, |f| {
        let hint = sealing_key().public_key().hint();
        let statement = model::canonical_json(&f.statement()).unwrap();
        f.sign_bytes(&stranger(), &statement);
        f.cosign(2, &key(Algorithm::EcdsaP256), None);
        f.edit_envelope_at("attestations/evidence-2.sigstore.json", |e| {
            e["dsseEnvelope"]["signatures"][0]["keyid"] = json!(hint);
            e["verificationMaterial"]["publicKey"]["hint"] = json!(hint);
        });
    }),
    ("no timestamps, said at length", R::EnvelopeMalformed, |f| stamped(f, ENVELOPE, &json!([]))),
    ("more timestamps than anybody needs", R::EnvelopeMalformed, |f| {
        stamped(f, ENVELOPE, &json!(vec![json!({"signedTimestamp": "MAA="}); 9]));
    }),
    ("a timestamp with a second spelling of its base64", R::EnvelopeMalformed, |f| {
        stamped(f, ENVELOPE, &json!([{"signedTimestamp": "MAB="}]));
    }),
    ("a timestamp with a note", R::EnvelopeMalformed, |f| {
        stamped(f, ENVELOPE, &json!([{"note": "x", "signedTimestamp": "MAA="}]));
    }),
    ("a timestamp that is none", R::TimestampMalformed, |f| {
        stamped(f, ENVELOPE, &json!([{"signedTimestamp": BASE64.encode(b"granted")}]));
    }),
    ("a timestamp that is none, on the test result", R::TimestampMalformed, |f| {
        stamped(f, TEST_RESULT, &json!([{"signedTimestamp": BASE64.encode(b"granted")}]));
    }),
    ("a proof that is none", R::ProofMalformed, |f| at_the_end(f, PROOF, b"believe me\n")),
    ("an empty proof", R::ProofMalformed, |f| at_the_end(f, PROOF, b"")),
    ("a proof too large to be one", R::EntryTooLarge, |f| {
        at_the_end(f, PROOF, &b"c2sp.org/tlog-proof@v1\n".repeat(10_000));
    }),
    ("a proof before the envelopes", R::WrongOrder, |f| {
        f.insert_after("tagmanifest-sha256.txt", PROOF, b"c2sp.org/tlog-proof@v1\n");
    }),
    ("an unknown attestation", R::UnexpectedEntry, |f| at_the_end(f, "attestations/vsa.sigstore.json", b"{}")),
];
