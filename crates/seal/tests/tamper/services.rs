//! The test vectors that somebody else had a hand in: a time-stamp authority (openssl), a ledger and its
//! witness, Fulcio and Rekor (`@sigstore/mock`). Their keys are gone, so these vectors were made once.
//!
//! `cargo test -p assize-seal --test tamper write_vectors_of_services -- --ignored`, and for those by certificate
//! `cargo test -p assize-sign --test keyless write_vectors -- --ignored`; then `write_new_vectors`, beside this.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use model::Digest;
use seal::ledger::{CheckpointNote, Event, LedgerProof, Nodes, inclusion_proof, leaf_hash};
use sha2::{Digest as _, Sha256};

use super::vectors::keep;
use crate::ledger_forge::{Entries, Folder, failed, mth, night, scope, signer, signer_of};
use crate::support::forge::{ENVELOPE, Forged};
use crate::support::good;
use crate::tsa::{Keys, Tsa, info};
use crate::witness::cosign;

/// File, trust, verdict, and what it is.
pub(super) const ROWS: &[(&str, &str, &str, &str)] = &[
    ("stamped", "stamped.toml", "good", "a time-stamp is asked for and there"),
    ("stamped", "ed25519.pub", "good", "a time-stamp by an authority that is not trusted here"),
    ("good-ed25519", "stamped.toml", "too_few_timestamps", "a time-stamp is asked for, none is there"),
    ("stamp-of-another", "stamped.toml", "timestamp_imprint", "the time-stamp of another signature"),
    ("stamp-by-server", "stamped.toml", "timestamp_usage", "a time-stamp by a certificate for servers"),
    ("stamp-expired", "stamped.toml", "timestamp_expired", "a time-stamp after its certificate's end"),
    ("stamp-of-stranger", "stamped.toml", "too_few_timestamps", "a time-stamp by another authority"),
    ("in-ledger", "in-ledger.toml", "good", "a ledger's proof is asked for and there"),
    ("in-ledger", "ed25519.pub", "good", "a proof of a ledger that nobody trusts here"),
    ("in-ledger", "other-ledger.toml", "unknown_ledger", "a proof of another ledger than is trusted"),
    ("in-ledger", "witnessed.toml", "too_few_witnesses", "a witness is asked for, none cosigned"),
    ("witnessed", "witnessed.toml", "good", "a witness is asked for and cosigned"),
    ("proof-of-another", "in-ledger.toml", "proof_of_another_leaf", "the stapled proof of another run"),
    ("proof-elsewhere", "in-ledger.toml", "inclusion_failed", "a stapled proof with another place"),
    ("proof-other-key", "in-ledger.toml", "checkpoint_unsigned", "a stapled proof of a ledger by another key"),
    ("keyless", "keyless.toml", "good", "signed by an identity"),
    ("keyless", "other-identity.toml", "wrong_identity", "signed by an identity that is not trusted"),
    ("keyless", "ed25519.pub", "wrong_identity", "signed by an identity where only a key is trusted"),
    ("keyless-expired", "keyless.toml", "keyless_expired", "logged an hour after its certificate's minutes"),
];

fn stamp(good: &Forged, file: &str, response: &[u8]) {
    let mut forged = good.clone();
    forged.edit_envelope(|e| {
        e["verificationMaterial"]["timestampVerificationData"] =
            serde_json::json!({"rfc3161Timestamps": [{"signedTimestamp": BASE64.encode(response)}]});
    });
    keep(&format!("{file}.assize.zip"), &forged.build());
}

fn time_stamps(good: &Forged) {
    let (tsa, stranger) = (Tsa::new(Keys::P256), Tsa::new(Keys::P256));
    keep("tsa.pem", tsa.pem(&["root", "middle"]).as_bytes());
    keep(
        "stamped.toml",
        b"minimum_timestamps = 1\n\n[[key]]\nfile = \"ed25519.pub\"\n\n[[authority]]\nfile = \"tsa.pem\"\n",
    );
    let envelope: serde_json::Value = serde_json::from_str(&good.text(ENVELOPE)).unwrap();
    let signature = BASE64.decode(envelope["dsseEnvelope"]["signatures"][0]["sig"].as_str().unwrap()).unwrap();
    let by = |tsa: &Tsa, data: &[u8]| tsa.reply(&seal::time::request(data, 7).unwrap(), "ts.cnf");
    stamp(good, "stamped", &by(&tsa, &signature));
    stamp(good, "stamp-of-another", &by(&tsa, b"another signature"));
    stamp(good, "stamp-of-stranger", &by(&stranger, &signature));
    let forged = |time: &str, signer| tsa.forge(&info(&Sha256::digest(&signature), time, &[]), &[signer], &["-cades"]);
    stamp(good, "stamp-expired", &forged("20400101000000Z", "good"));
    stamp(good, "stamp-by-server", &forged("20400101000000Z", "server"));
}

struct Leaves(Vec<[u8; 32]>);

impl Nodes for Leaves {
    fn node(&mut self, level: u8, index: u64) -> Result<[u8; 32], seal::Refusal> {
        let range = |i: u64| usize::try_from(i << level).unwrap();
        Ok(mth(&self.0[range(index)..range(index + 1)]))
    }
}

/// A ledger of `key` with this bundle as leaf 3, and the proof of `index`.
fn proof(good: &Forged, key: u8, index: u64) -> LedgerProof {
    let event = Event::Run {
        run: good.root(),
        started_at: night(2),
        finished_at: night(2),
        evidence: Digest::of(good.text(ENVELOPE).as_bytes()),
        statement: Digest::of(&model::canonical_json(&good.statement()).unwrap()),
        exit: 3,
    };
    let mut entries = Entries::default();
    entries.add(0, scope(signer(key).public())).add(1, crate::ledger_forge::run(1)).add(2, failed());
    entries.add(3, event).add(4, crate::ledger_forge::run(4));
    let mut leaves = Leaves(entries.bytes.iter().map(|e| leaf_hash(e)).collect());
    let checkpoint = Folder::of(&entries, &signer(key)).0["checkpoint"].clone();
    assert_eq!(CheckpointNote::parse(&checkpoint).unwrap().checkpoint.size, 5);
    let leaf = entries.bytes[usize::try_from(index).unwrap()].clone();
    LedgerProof { leaf, index, path: inclusion_proof(&mut leaves, index, 5).unwrap(), checkpoint }
}

fn staple(good: &Forged, file: &str, proof: &LedgerProof) {
    let mut forged = good.clone();
    let name = format!("{}/{}", forged.root(), crate::support::forge::PROOF);
    forged.entries.push(crate::Raw::stored(&name, &proof.to_bytes()));
    keep(&format!("{file}.assize.zip"), &forged.build());
}

fn ledgers(good: &Forged) {
    let proven = proof(good, 1, 3);
    let (witness, cosigned) = cosign("witness.example/w1", 9, &proven.checkpoint, 1_767_700_000);
    let ledger = |key: String, more: &str| {
        format!("[[key]]\nfile = \"ed25519.pub\"\n\n[[ledger]]\nkey = \"{key}\"\nrequired = true\n{more}").into_bytes()
    };
    keep("in-ledger.toml", &ledger(signer(1).public().to_string(), ""));
    keep("other-ledger.toml", &ledger(signer_of("acme.example/other", 1).public().to_string(), ""));
    let witnesses = format!("witnesses = [\"{witness}\"]\nminimum_witnesses = 1\n");
    keep("witnessed.toml", &ledger(signer(1).public().to_string(), &witnesses));
    staple(good, "in-ledger", &proven);
    staple(good, "witnessed", &LedgerProof { checkpoint: cosigned, ..proven.clone() });
    staple(good, "proof-of-another", &proof(good, 1, 1));
    staple(good, "proof-elsewhere", &LedgerProof { index: 2, ..proven });
    staple(good, "proof-other-key", &proof(good, 2, 3));
}

#[test]
#[ignore = "writes into fixtures/bundles"]
fn write_vectors_of_services() {
    let (_folder, path) = good(seal::Algorithm::Ed25519);
    let good = Forged::of(&path);
    time_stamps(&good);
    ledgers(&good);
}
