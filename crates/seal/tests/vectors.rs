//! The frozen bundles under `fixtures/bundles` get the verdicts written beside them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use seal::Limits;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verdicts {
    bundle: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    file: String,
    /// A public key, or a trust file: what the verifier has from elsewhere.
    trust: String,
    verdict: String,
    what: String,
}

#[test]
fn frozen_bundles_get_their_verdicts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/bundles");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let Verdicts { bundle } = toml::from_str(&read("verdicts.toml")).unwrap();
    let mut judged = BTreeSet::new();
    for Vector { file, trust, verdict, what } in &bundle {
        let trusted = support::trust_in(&folder, trust);
        let found = seal::verify(&folder.join(file), &trusted, &Limits::default());
        assert_eq!(found.as_ref().map_or_else(seal::Refusal::name, |_| "good"), verdict, "{file}: {what}");
        judged.insert(file.clone());
    }
    let entries = std::fs::read_dir(&folder).unwrap();
    let there: BTreeSet<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    let zips: BTreeSet<String> = there.into_iter().filter(|name| name.ends_with(".assize.zip")).collect();
    assert_eq!(zips, judged, "every bundle has a verdict");
}
