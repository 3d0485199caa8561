//! Runs that share the accounts between them, and the one bundle that is made of theirs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use support::organization::Organization;
use support::{assize, err, expect, json, key, run};

const ALL: &str = "organization = true\nrole_name = \"assize\"";

struct Night {
    here: tempfile::TempDir,
    private: PathBuf,
    public: PathBuf,
}

impl Night {
    fn new() -> Self {
        let here = tempfile::tempdir().unwrap();
        let (private, public) = key(here.path(), "p256");
        Self { here, private, public }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.here.path().join(name)
    }

    /// A sealed run of a part; what it reported.
    fn part(&self, organization: &Organization, settings: &str, shard: Option<&str>, name: &str) -> Value {
        let file = self.path(name);
        let mut args = vec!["--key", self.private.to_str().unwrap(), "--output", file.to_str().unwrap()];
        args.extend(shard.iter().flat_map(|shard| ["--shard", *shard]));
        let output = organization.run(self.here.path(), settings, &args);
        assert!(file.is_file(), "{}", err(&output));
        json(&output)
    }

    fn merge(&self, parts: &[&str], name: &str) -> Output {
        let mut command = assize(self.here.path());
        command.arg("merge").args(parts).args(["--format", "json", "--trust-key"]).arg(&self.public);
        command.arg("--key").arg(&self.private).arg("-o").arg(self.path(name)).output().unwrap()
    }
}

/// Everything that does not differ between two runs of one night: findings without exchanges' order.
fn findings(report: &Value) -> BTreeSet<String> {
    report["findings"].as_array().unwrap().iter().map(ToString::to_string).collect()
}

fn sources(report: &Value) -> BTreeSet<String> {
    let ids = report["run"]["sources"].as_array().unwrap().iter();
    ids.map(|source| source["id"].as_str().unwrap().to_owned()).filter(|id| id != "aws").collect()
}

fn refused(output: &Output, word: &str) {
    expect(output, 4);
    assert!(err(output).contains(word), "{}", err(output));
}

#[test]
fn the_parts_of_a_run_are_joined_into_one_that_verifies_and_replays() {
    let night = Night::new();
    let organization = Organization::start(5);
    let whole = night.part(&organization, ALL, None, "whole.zip");
    let parts: Vec<Value> = ["1/2", "2/2"]
        .iter()
        .map(|shard| night.part(&organization, ALL, Some(shard), &format!("{}.zip", shard.replace('/', "-"))))
        .collect();
    let (one, two) = (sources(&parts[0]), sources(&parts[1]));
    assert!(one.is_disjoint(&two) && !one.is_empty() && !two.is_empty(), "{one:?} {two:?}");
    assert_eq!(one.union(&two).cloned().collect::<BTreeSet<_>>(), sources(&whole));
    drop(organization);

    let joined = night.merge(&["2-2.zip", "1-2.zip"], "joined.zip");
    let report = json(&joined);
    assert_eq!(joined.status.code(), Some(i32::from(report["total"]["fail"].as_u64() > Some(0))));
    assert_eq!(findings(&report), findings(&whole));
    assert_eq!(sources(&report), sources(&whole));
    assert_eq!(report["run"]["merged"], parts.iter().map(|part| part["run"]["id"].clone()).collect::<Value>());
    assert_eq!(report["run"].get("shard"), None);
    let verify = |key: &Path| {
        let bundle = night.path("joined.zip");
        run(night.here.path(), &["verify", bundle.to_str().unwrap(), "--key", key.to_str().unwrap(), "--replay"])
    };
    expect(&verify(&night.public), 0);

    refused(&night.merge(&["1-2.zip"], "x.zip"), "these are missing: 2/2");
    refused(&night.merge(&["1-2.zip", "1-2.zip", "2-2.zip"], "x.zip"), "are both part 1/2");
    refused(&night.merge(&["whole.zip", "2-2.zip"], "x.zip"), "whole.zip is no part of a run");
    assert!(!night.path("x.zip").exists(), "a refused bundle was written");
}

#[test]
fn parts_that_do_not_fit_are_refused_by_name() {
    let night = Night::new();
    let organization = Organization::start(2);
    night.part(&organization, ALL, Some("1/2"), "1.zip");
    night.part(&organization, ALL, Some("2/2"), "2.zip");
    night.part(&organization, ALL, Some("2/3"), "2-3.zip");
    refused(&night.merge(&["1.zip", "2-3.zip"], "x.zip"), "2-3.zip is one of 3 parts");
    let other = format!("{ALL}\naccounts = {{ include = [\"{}\"] }}", organization.accounts[0]);
    night.part(&organization, &other, Some("2/2"), "other.zip");
    refused(&night.merge(&["1.zip", "other.zip"], "x.zip"), "different configuration files");

    let mut bytes = std::fs::read(night.path("2.zip")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(night.path("bad.zip"), bytes).unwrap();
    expect(&night.merge(&["1.zip", "bad.zip"], "x.zip"), 4);
    organization.close(&organization.accounts[1]);
    night.part(&organization, ALL, Some("2/2"), "later.zip");
    refused(&night.merge(&["1.zip", "later.zip"], "x.zip"), organization.accounts[1].as_str());
}
