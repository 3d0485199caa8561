//! Bundles with something to show, disclosures of them, and a forger's way to change those.

use std::collections::BTreeSet;
use std::path::Path;

use seal::disclosure::{Counts, Selection, Show, Shown, VerifiedDisclosure};
use seal::{Algorithm, Existing, Item, Limits, Trust, Verified};
use serde_json::Value;

use super::{facts, item, key};

pub(crate) const USERS: &str = "data/resources.jsonl";
pub(crate) const POLICY: &str = "data/policies/aws/iam/mfa.rego";

/// Twelve users, a document, a policy, bytes that are no text, lines that cannot be fielded.
pub(crate) fn estate() -> Vec<Item> {
    let user = |n: u32| {
        let (mfa, key) = (n.is_multiple_of(3), n * 7 % 5);
        format!(
            "{{\"fields\":{{\"keys\":[{key}],\"mfa\":{mfa},\"tags\":{{}}}},\"id\":\"user-{n}\",\"kind\":\"aws.iam.user\"}}\n"
        )
    };
    vec![
        item(USERS, (0..12).map(user).collect::<String>().as_bytes()),
        item("data/odd.jsonl", b"{ \"spaced\": 1 }\n[1]\n{\"half\":0.5}\n\n{\"last\":1}"),
        item("data/run.json", b"{\"id\":\"018f3c2e-0000-7000-8000-000000000001\",\"sources\":[\"aws\"]}\n"),
        item("data/empty.jsonl", b""),
        item(POLICY, b"package aws.iam.mfa\n\npass if input.mfa\n"),
        item("data/bodies/raw", b"\xff\xfe\x00raw"),
    ]
}

/// A sealed bundle of `items` in a folder that goes away.
pub(crate) fn sealed(items: Vec<Item>) -> (tempfile::TempDir, Verified) {
    let folder = tempfile::tempdir().unwrap();
    let verified = seal_to(&folder.path().join("b.zip"), items);
    (folder, verified)
}

fn seal_to(path: &Path, items: Vec<Item>) -> Verified {
    seal::seal(items, &facts(), &key(Algorithm::Ed25519), path, Existing::Keep, &Limits::default()).unwrap()
}

pub(crate) fn disclose(bundle: &Verified, selection: &Selection) -> Result<(Vec<u8>, Counts), seal::Error> {
    let mut out = Vec::new();
    let counts = seal::disclosure::write(&bundle.reader, &bundle.statement, selection, &mut out)?;
    Ok((out, counts))
}

pub(crate) fn check(bytes: &[u8]) -> Result<(VerifiedDisclosure, Vec<Shown>), seal::Refusal> {
    let mut shown = Vec::new();
    let trust = Trust::of_keys(&[key(Algorithm::Ed25519).public_key().clone()]);
    let verified = seal::disclosure::verify(bytes, &trust, &mut |entry| shown.push(entry))?;
    Ok((verified, shown))
}

pub(crate) fn verdict(bytes: &[u8]) -> &'static str {
    check(bytes).map_or_else(|refusal| refusal.name(), |_| "good")
}

pub(crate) fn all() -> Show {
    Show::default()
}

pub(crate) fn without(pointers: &[&str]) -> Show {
    Show { only: None, without: set(pointers) }
}

pub(crate) fn only(pointers: &[&str]) -> Show {
    Show { only: Some(set(pointers)), without: BTreeSet::new() }
}

fn set(pointers: &[&str]) -> BTreeSet<String> {
    pointers.iter().map(ToString::to_string).collect()
}

/// A little of everything: a whole file, a document, lines in full and in part, odd ones.
pub(crate) fn some() -> Selection {
    Selection::from([
        (
            USERS.into(),
            [(2, all()), (3, without(&["/fields/mfa"])), (7, without(&["/fields", "/kind"])), (12, all())].into(),
        ),
        ("data/odd.jsonl".into(), [(1, all()), (2, all()), (3, all()), (4, all()), (5, all())].into()),
        ("data/run.json".into(), [(1, only(&["/id"]))].into()),
        (POLICY.into(), [(0, all())].into()),
        ("data/bodies/raw".into(), [(0, all())].into()),
    ])
}

/// A disclosure as lines that can be changed and written again.
#[derive(Clone)]
pub(crate) struct Lines(pub(crate) Vec<Value>);

impl Lines {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let lines = bytes.strip_suffix(b"\n").unwrap().split(|b| *b == b'\n');
        Self(lines.map(|line| serde_json::from_slice(line).unwrap()).collect())
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|line| model::canonical_line(line).unwrap()).collect()
    }

    /// The entry for a line of a file.
    pub(crate) fn entry(&mut self, path: &str, line: u64) -> &mut Value {
        let at = self.at(path, line);
        &mut self.0[at]
    }

    pub(crate) fn at(&self, path: &str, line: u64) -> usize {
        self.0.iter().position(|entry| entry["path"] == path && entry["line"] == line).unwrap()
    }

    /// Makes the header fit the number of entries.
    pub(crate) fn recount(&mut self) {
        self.0[0]["entries"] = (self.0.len() - 1).into();
    }
}

/// The hex digits with one of them changed.
pub(crate) fn flipped(hex: &Value) -> Value {
    let text = hex.as_str().unwrap();
    let last = if text.ends_with('0') { "1" } else { "0" };
    format!("{}{last}", &text[..text.len() - 1]).into()
}
