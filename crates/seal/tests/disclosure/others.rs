//! A verifier in Python, written from FORMAT.md with the standard library only, agrees with ours; and
//! the frozen disclosures under `fixtures/disclosures` get the verdicts written beside them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::json;

use crate::support::disclose::{Lines, POLICY, USERS, disclose, estate, flipped, sealed, some};

/// What the other verifier says: its last line, and whether it was content.
fn python(file: &Path) -> (bool, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verifiers/disclosure.py");
    let output = Command::new("python3").arg("-I").arg(script).arg(file).output().expect("python3 is needed");
    let said = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
    (output.status.success(), said.lines().last().unwrap_or_default().to_owned())
}

#[test]
fn another_implementation_agrees() {
    let (folder, bundle) = sealed(estate());
    let (bytes, _) = disclose(&bundle, &some()).unwrap();
    let file = folder.path().join("shown.jsonl");
    std::fs::write(&file, &bytes).unwrap();
    assert_eq!(python(&file), (true, "OK 12 of 20 entries shown".to_owned()));
    let changes: [fn(&mut Lines); 6] = [
        |l| l.entry(USERS, 2)["value"]["fields"]["mfa"] = json!(true),
        |l| l.entry(USERS, 3)["salt"] = flipped(&l.entry(USERS, 3)["salt"].clone()),
        |l| drop(l.entry(USERS, 7)["hidden"].as_array_mut().unwrap().pop()),
        |l| l.entry(POLICY, 0)["path"] = json!("data/policies/other.rego"),
        |l| l.entry(USERS, 2)["index"] = json!(20),
        |l| drop(l.0.pop()),
    ];
    for (n, change) in changes.into_iter().enumerate() {
        let mut forged = Lines::of(&bytes);
        change(&mut forged);
        std::fs::write(&file, forged.bytes()).unwrap();
        let (good, said) = python(&file);
        assert!(!good && said.starts_with("AssertionError"), "change {n}: {said}");
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verdicts {
    disclosure: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    file: String,
    trust: String,
    verdict: String,
    what: String,
}

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/disclosures")
}

#[test]
fn frozen_disclosures_get_their_verdicts() {
    let folder = vectors();
    let Verdicts { disclosure } =
        toml::from_str(&std::fs::read_to_string(folder.join("verdicts.toml")).unwrap()).unwrap();
    let mut judged = BTreeSet::new();
    for Vector { file, trust, verdict, what } in &disclosure {
        let trusted = seal::PublicKey::from_pem(&std::fs::read_to_string(folder.join(trust)).unwrap()).unwrap();
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let found = seal::disclosure::verify(&bytes[..], &seal::Trust::of_keys(&[trusted]), &mut |_| ());
        assert_eq!(found.as_ref().map_or_else(seal::Refusal::name, |_| "good"), verdict, "{file}: {what}");
        judged.insert(file.clone());
        if verdict == "good" {
            assert!(python(&folder.join(file)).0, "{file}");
        }
    }
    let entries = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> =
        entries.filter(|name| Path::new(name).extension().is_some_and(|e| e == "jsonl")).collect();
    assert_eq!(there, judged, "every disclosure has a verdict");
}
