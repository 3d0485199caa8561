//! What several tests need: keys from fixed seeds, a small payload, a sealed bundle.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub(crate) mod disclose;
pub(crate) mod forge;

use std::path::{Path, PathBuf};

use seal::{Algorithm, Content, Draft, Existing, Facts, Item, Limits, Outcomes, PrivateKey, Tests, Trust, Verified};

pub(crate) fn key(algorithm: Algorithm) -> PrivateKey {
    PrivateKey::generate(algorithm, &[7; 32])
}

pub(crate) fn facts() -> Facts {
    Facts {
        run_id: "018f3c2e-0000-7000-8000-000000000001".into(),
        started_at: "2026-11-24T01:00:00Z".parse().unwrap(),
        finished_at: "2026-11-24T01:02:03.5Z".parse().unwrap(),
        version: "0.1.0".into(),
        outcomes: Outcomes { error: 0, fail: 2, not_applicable: 1, pass: 5, unknown: 3 },
        tests: Some(Tests {
            failed: vec!["aws.s3.bucket_encrypted".into()],
            passed: vec!["aws.iam.root_mfa".into(), "aws.iam.no_root_keys".into()],
            warned: vec!["github.org.two_factor".into()],
        }),
        seed: seal::disclosure::Seed::new([9; 32]),
    }
}

pub(crate) fn item(path: &str, bytes: &[u8]) -> Item {
    Item { path: path.into(), content: Content::Bytes(bytes.to_vec()) }
}

/// A payload like that of a run: some files, a body, policies, one empty file.
pub(crate) fn items() -> Vec<Item> {
    let body = br#"{"Buckets":[{"Name":"acme-logs"},{"Name":"acme-backups"}]}"#.repeat(20);
    let name = model::Digest::of(&body);
    vec![
        item("data/run.json", br#"{"id":"018f3c2e-0000-7000-8000-000000000001"}"#),
        item("data/exchanges.jsonl", &b"{\"id\":\"00000000000000000000-1\"}\n".repeat(9)),
        item(&format!("data/bodies/{name}"), &body),
        item("data/findings.jsonl", b"{\"outcome\":\"fail\"}\n{\"outcome\":\"pass\"}\n"),
        item("data/gaps.jsonl", b""),
        item("data/policies/aws/s3/bucket_encrypted.rego", b"package aws.s3.bucket_encrypted\n"),
        item("data/policies/lib/time.rego", b"package lib.time\n"),
        item("data/params.json", b"{}"),
    ]
}

pub(crate) fn seal_to(target: &Path, key: &PrivateKey) -> Verified {
    seal::seal(items(), &facts(), key, target, Existing::Keep, &Limits::default()).unwrap()
}

/// A co-signer, of the other algorithm than the first signer in most tests.
pub(crate) fn cosigner() -> PrivateKey {
    PrivateKey::generate(Algorithm::EcdsaP256, &[11; 32])
}

/// A bundle signed by these keys, the first of them first.
pub(crate) fn seal_by(target: &Path, keys: &[PrivateKey]) -> Verified {
    let draft = Draft::pack(items(), &facts(), target, Existing::Keep, &Limits::default()).unwrap();
    let attested = seal::sign_with(keys, &draft.to_sign()).unwrap();
    draft.finish(attested).unwrap()
}

/// One signature by any of these keys.
pub(crate) fn trust(keys: &[&PrivateKey]) -> Trust {
    Trust::of_keys(&keys.iter().map(|key| key.public_key().clone()).collect::<Vec<_>>())
}

/// The trust that a file in `folder` says: a public key, or a trust file.
pub(crate) fn trust_in(folder: &Path, name: &str) -> Trust {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|e| e.to_string());
    let text = read(name).unwrap();
    if Path::new(name).extension().is_some_and(|e| e == "toml") {
        Trust::parse(&text, &mut |name| read(name)).unwrap()
    } else {
        Trust::of_keys(&[seal::PublicKey::from_pem(&text).unwrap()])
    }
}

/// A folder that goes away, and the path of a good bundle in it.
pub(crate) fn good(algorithm: Algorithm) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("good.assize.zip");
    seal_to(&path, &key(algorithm));
    (folder, path)
}

pub(crate) fn verify(path: &Path, key: &PrivateKey) -> Result<Verified, seal::Refusal> {
    seal::verify(path, &trust(&[key]), &Limits::default())
}

/// The names in a folder.
pub(crate) fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
