//! What the tests of this crate share: a small catalogue, sample policies, sample resources.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::path::Path;

use evaluate::{Inputs, Place, PolicySet, evaluate};
use model::{FieldSpec, Finding, Gap, KindSpec, PolicyId, Population, Resource, ResourceSet, Source, Tally};
use serde_json::{Value, json};

pub(crate) fn catalogue() -> Vec<KindSpec> {
    let kinds: [(&str, &[&str]); 5] = [
        ("aws.iam.access_key", &["user", "active", "last_rotated"]),
        ("aws.s3.account", &["public_access_block"]),
        ("aws.s3.bucket", &["name", "encryption", "public_access_block", "tags"]),
        ("aws.waf.web_acl", &["rules"]),
        ("github.repo.repository", &["archived", "protection"]),
    ];
    let spec = |(kind, fields): (&str, &[&str])| KindSpec {
        kind: kind.parse().unwrap(),
        title: kind.to_owned(),
        permissions: Vec::new(),
        on_request: kind == "aws.waf.web_acl",
        fields: fields
            .iter()
            .map(|name| FieldSpec { name: name.parse().unwrap(), about: String::new(), permissions: Vec::new() })
            .collect(),
    };
    kinds.into_iter().map(spec).collect()
}

/// The sample policies as files, paths relative to their folder.
pub(crate) fn sample_files() -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies");
    let mut out = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                out.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    out
}

pub(crate) fn samples() -> PolicySet {
    PolicySet::load(sample_files(), &catalogue()).unwrap_or_else(|found| {
        panic!("{}", found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    })
}

/// A policy of buckets with this body, which needs `encryption`.
pub(crate) fn bucket_policy(name: &str, body: &str) -> (String, String) {
    let text = format!(
        "# METADATA\n# title: T\n# description: D\n# custom:\n#   kind: aws.s3.bucket\n#   needs: [encryption]\n\
         #   severity: low\n#   requirements: {{soc2: [CC6.1]}}\n#   remediation: R\npackage aws.s3.{name}\n\n\
         import rego.v1\n\n{body}\n"
    );
    (format!("aws/s3/{name}.rego"), text)
}

/// Both rules a policy must have, decided by the algorithm.
pub(crate) const HONEST: &str = "pass if input.encryption.algorithm == \"AES256\"\n\n\
                          fail contains \"not AES256\" if input.encryption.algorithm != \"AES256\"\n";

pub(crate) fn source(id: &str, connector: &str) -> Source {
    Source { id: id.parse().unwrap(), connector: connector.to_owned(), settings: BTreeMap::new(), unavailable: None }
}

pub(crate) fn resource(kind: &str, source: &str, id: &str, fields: &Value) -> Resource {
    let mut out = Resource::new(kind.parse().unwrap(), source.parse().unwrap(), id);
    for (name, value) in fields.as_object().unwrap() {
        out.fields.insert(name.parse().unwrap(), value.clone());
    }
    let key = format!("GET {kind}/{id}");
    out.exchanges.insert(model::ExchangeId::for_request(&key, 1));
    out
}

pub(crate) fn bucket(id: &str, algorithm: &str) -> Resource {
    resource("aws.s3.bucket", "aws", id, &json!({ "encryption": { "algorithm": algorithm } }))
}

pub(crate) fn population(kind: &str, source: &str, items: u64, complete: bool) -> Population {
    let (kind, source) = (kind.parse().unwrap(), source.parse().unwrap());
    Population {
        kind,
        source,
        pages: 1,
        items,
        independent_count: None,
        complete,
        exchanges: std::collections::BTreeSet::new(),
    }
}

pub(crate) fn gap(kind: &str, source: &str, resource: Option<&str>, field: Option<&str>, message: &str) -> Gap {
    Gap {
        source: source.parse().unwrap(),
        kind: kind.parse().unwrap(),
        resource: resource.map(str::to_owned),
        field: field.map(|f| f.parse().unwrap()),
        cause: model::Cause::Denied,
        permission: Some("s3:GetEncryptionConfiguration".to_owned()),
        message: message.to_owned(),
        exchange: None,
    }
}

/// What a test collects.
#[derive(Default)]
pub(crate) struct Estate {
    pub(crate) resources: ResourceSet,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) populations: Vec<Population>,
    pub(crate) sources: Vec<Source>,
}

impl Estate {
    /// Buckets of one source with a complete population.
    pub(crate) fn buckets(buckets: &[Resource]) -> Self {
        let mut out = Self { sources: vec![source("aws", "aws")], ..Self::default() };
        for bucket in buckets {
            out.resources.insert(bucket).unwrap();
        }
        out.populations.push(population("aws.s3.bucket", "aws", buckets.len() as u64, true));
        out
    }

    pub(crate) fn inputs(&self) -> Inputs<'_> {
        Inputs {
            as_of: "2026-04-01T00:00:00Z".parse().unwrap(),
            sources: &self.sources,
            resources: &self.resources,
            gaps: &self.gaps,
            populations: &self.populations,
        }
    }

    pub(crate) fn judge(
        &self,
        set: &PolicySet,
        place: &Place,
    ) -> Result<(Vec<Finding>, BTreeMap<PolicyId, Tally>), evaluate::Error> {
        let mut findings = Vec::new();
        let mut keep = |finding| {
            findings.push(finding);
            Ok(())
        };
        let tallies = evaluate(set, &self.inputs(), place, &mut keep)?;
        Ok((findings, tallies))
    }
}

/// policy's last word, resource, outcome, messages: what most tests compare.
pub(crate) fn brief(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|f| {
            let policy = f.policy.as_str().rsplit('.').next().unwrap();
            let resource = f.resource.as_deref().unwrap_or("*");
            format!("{policy} {resource} {} {}", f.outcome.as_str(), f.messages.join("; ")).trim_end().to_owned()
        })
        .collect()
}

/// `n` resources over all sample kinds, good, bad and incomplete, in two sources.
pub(crate) fn mixed(n: usize) -> Estate {
    let mut out = Estate { sources: vec![source("aws", "aws"), source("gh", "github")], ..Estate::default() };
    for i in 0..n {
        let (kind, from, id, fields) = match i % 4 {
            0 | 1 => {
                let algorithm = ["AES256", "aws:kms", "DES"].get(i % 3).copied().unwrap_or_default();
                let encryption = if i % 7 == 0 { Value::Null } else { json!({ "algorithm": algorithm }) };
                let block = json!({ "block_public_acls": i % 3 == 0, "ignore_public_acls": true,
                    "block_public_policy": true, "restrict_public_buckets": i % 5 != 0 });
                let block = if i % 11 == 0 { Value::Null } else { block };
                let fields = json!({ "name": format!("b{i}"), "encryption": encryption, "public_access_block": block });
                ("aws.s3.bucket", "aws", format!("arn:aws:s3:::b{i:06}"), fields)
            }
            2 => {
                let rotated = if i % 9 == 0 { Value::Null } else { json!(format!("2026-0{}-11T08:00:00Z", i % 3 + 1)) };
                let fields = json!({ "user": "u", "active": i % 5 != 0, "last_rotated": rotated });
                ("aws.iam.access_key", "aws", format!("arn:aws:iam::1:user/u{i:06}/access_key_1"), fields)
            }
            _ => {
                let protection = if i % 5 == 0 { Value::Null } else { json!({ "force_push_blocked": i % 2 == 0 }) };
                let fields = json!({ "archived": i % 13 == 0, "protection": protection });
                ("github.repo.repository", "gh", format!("acme/r{i:06}"), fields)
            }
        };
        let mut built = resource(kind, from, &id, &fields);
        if i % 97 == 0 {
            built.fields.pop_first();
        }
        out.resources.insert(&built).unwrap();
    }
    let account = json!({ "public_access_block": { "ignore_public_acls": true } });
    out.resources.insert(&resource("aws.s3.account", "aws", "1", &account)).unwrap();
    for (kind, from) in [
        ("aws.s3.bucket", "aws"),
        ("aws.s3.account", "aws"),
        ("aws.iam.access_key", "aws"),
        ("github.repo.repository", "gh"),
    ] {
        out.populations.push(population(kind, from, 0, true));
    }
    out
}
