//! The policies of a run: loaded from files, checked, chosen, given their parameters.
//!
//! Loading never runs a policy. It tells every problem it finds, not only the first.

use std::collections::{BTreeMap, BTreeSet};

use model::{Digest, FieldName, Kind, KindSpec, Need, Plan, Policy, PolicyId, Severity};
use serde_json::Value;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::file::{self, File};
use crate::judge::Unit;
use crate::once::Once;
use crate::{Error, engine};

/// A policy with the text it came from.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub(crate) policy: Policy,
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) libs: BTreeSet<String>,
    pub(crate) may_not_apply: bool,
    pub(crate) once: Option<Once>,
    pub(crate) own_paths: bool,
}

/// A test file. It tests a policy, or a helper.
#[derive(Debug, Clone)]
pub(crate) struct TestFile {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) rules: BTreeSet<String>,
    pub(crate) libs: BTreeSet<String>,
}

/// Policies that are ready to run.
#[derive(Debug, Clone)]
pub struct PolicySet {
    pub(crate) policies: BTreeMap<PolicyId, Loaded>,
    /// Kinds that are asked only of sources that name their service.
    pub(crate) on_request: BTreeSet<Kind>,
    /// Package (`lib.iam`) → path and text.
    pub(crate) libs: BTreeMap<String, (String, String)>,
    /// Package of what is tested → its tests.
    pub(crate) tests: BTreeMap<String, TestFile>,
}

/// Which policies to run. Empty parts do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Ids or globs such as `aws.s3.*` (`*` also matches dots).
    pub ids: Vec<String>,
    /// Ids or globs to leave out.
    pub except: Vec<String>,
    /// Only policies at least this severe.
    pub severity: Option<Severity>,
    /// Only policies that are evidence for one of these frameworks.
    pub frameworks: Vec<String>,
    /// Only policies that judge and need nothing but kinds of these connectors (`aws`) or of these of their
    /// services (`aws.iam`). Kinds on request count only where their service is named.
    pub asked: Vec<String>,
}

impl PolicySet {
    /// Loads and checks policy files. Paths are relative to the policy folder, with `/`:
    /// `aws/s3/bucket_encrypted.rego`, its `…_test.rego`, `lib/<name>.rego`.
    ///
    /// # Errors
    /// All problems, sorted by file and line, when there is any.
    pub fn load<P, B>(files: impl IntoIterator<Item = (P, B)>, catalogue: &[KindSpec]) -> Result<Self, Vec<Diagnostic>>
    where
        P: Into<String>,
        B: Into<Vec<u8>>,
    {
        Self::read(files, catalogue, true)
    }

    /// As [`PolicySet::load`], for files that are part of the program: its tests have put each into the
    /// engine already, and that takes most of the time. Whatever came from outside needs `load`.
    ///
    /// # Errors
    /// As [`PolicySet::load`], but for what only the engine finds.
    pub fn load_built_in<P, B>(
        files: impl IntoIterator<Item = (P, B)>,
        catalogue: &[KindSpec],
    ) -> Result<Self, Vec<Diagnostic>>
    where
        P: Into<String>,
        B: Into<Vec<u8>>,
    {
        Self::read(files, catalogue, false)
    }

    fn read<P, B>(
        files: impl IntoIterator<Item = (P, B)>,
        catalogue: &[KindSpec],
        compile: bool,
    ) -> Result<Self, Vec<Diagnostic>>
    where
        P: Into<String>,
        B: Into<Vec<u8>>,
    {
        let mut found = Vec::new();
        let mut read: BTreeMap<String, File> = BTreeMap::new();
        for (path, bytes) in files {
            let path = path.into();
            match file::read(&path, bytes.into(), catalogue, &mut found) {
                Some(_) if read.contains_key(&path) => {
                    found.push(file::problem(&path, "duplicate", "two files have this path", None));
                }
                Some(file) => drop(read.insert(path, file)),
                None => {}
            }
        }
        let mut set = file::assemble(read, &mut found);
        set.on_request.extend(catalogue.iter().filter(|spec| spec.on_request).map(|spec| spec.kind.clone()));
        if compile && found.is_empty() {
            engine::check(&set, &mut found);
        }
        if found.is_empty() && set.policies.is_empty() {
            found.push(file::problem("", "empty", "there is no policy in the files given", None));
        }
        if found.is_empty() {
            return Ok(set);
        }
        found.sort();
        found.dedup();
        Err(found)
    }

    /// The policies, sorted by id.
    pub fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.policies.values().map(|loaded| &loaded.policy)
    }

    /// A policy by id.
    pub fn get(&self, id: &PolicyId) -> Option<&Policy> {
        self.policies.get(id).map(|loaded| &loaded.policy)
    }

    /// Number of policies.
    pub fn len(&self) -> usize {
        self.policies.len()
    }

    /// True if there is none, which loading and selecting never leave.
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty()
    }

    /// Path and text of every file that `self` needs in order to run again: policies, their tests,
    /// and the helpers they use. Loading these gives an equal set.
    pub fn files(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        for (id, loaded) in &self.policies {
            out.insert(loaded.path.clone(), loaded.text.clone());
            let libs = loaded.libs.iter().chain(self.tests.get(id.as_str()).into_iter().flat_map(|test| &test.libs));
            out.extend(libs.filter_map(|name| self.libs.get(name)).cloned());
            out.extend(self.tests.get(id.as_str()).map(|test| (test.path.clone(), test.text.clone())));
        }
        out
    }

    /// SHA-256 over ids, digests, helpers and parameters: what the outcome depends on besides
    /// the evidence.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which only a bug could cause.
    pub fn digest(&self) -> Result<Digest, Error> {
        let policies: BTreeMap<_, _> =
            self.policies.iter().map(|(id, l)| (id, (&l.policy.digest, &l.policy.params))).collect();
        let used: BTreeSet<&String> = self.policies.values().flat_map(|l| &l.libs).collect();
        let libs: BTreeMap<_, _> = self
            .libs
            .iter()
            .filter(|(n, _)| used.contains(n))
            .map(|(n, (_, t))| (n, Digest::of(t.as_bytes())))
            .collect();
        Ok(model::digest_of(&(policies, libs))?)
    }

    /// The chosen part of the set.
    ///
    /// # Errors
    /// When an id or glob matches nothing, or nothing is left.
    pub fn select(&self, selection: &Selection) -> Result<Self, Error> {
        for pattern in selection.ids.iter().chain(&selection.except) {
            if !self.policies.keys().any(|id| glob(pattern, id.as_str())) {
                let hint = did_you_mean(pattern, self.policies.keys().map(PolicyId::as_str));
                return Err(Error::NoSuchPolicy { pattern: pattern.clone(), hint: hint.unwrap_or_default() });
            }
        }
        let wanted = |id: &PolicyId, policy: &Policy| {
            let hit = |patterns: &[String]| patterns.iter().any(|p| glob(p, id.as_str()));
            (selection.ids.is_empty() || hit(&selection.ids))
                && !hit(&selection.except)
                && selection.severity.is_none_or(|least| policy.severity >= least)
                && (selection.asked.is_empty()
                    || kinds(policy).all(|kind| {
                        selection.asked.iter().any(|part| kind.is_asked_by(part, self.on_request.contains(kind)))
                    }))
                && (selection.frameworks.is_empty()
                    || policy.requirements.keys().any(|f| selection.frameworks.iter().any(|w| w == f.as_str())))
        };
        let mut out = self.clone();
        out.policies.retain(|id, loaded| wanted(id, &loaded.policy));
        if out.policies.is_empty() {
            return Err(Error::NothingSelected { of: self.policies.len() });
        }
        Ok(out)
    }

    /// Replaces defaults of parameters: policy id → name → value.
    ///
    /// # Errors
    /// When the policy or the parameter is not there, or the value has another JSON type.
    pub fn set_params(&mut self, overrides: &BTreeMap<String, BTreeMap<String, Value>>) -> Result<(), Error> {
        for (id, params) in overrides {
            let hint = did_you_mean(id, self.policies.keys().map(PolicyId::as_str));
            let loaded = id.parse::<PolicyId>().ok().and_then(|id| self.policies.get_mut(&id));
            let Some(loaded) = loaded else {
                return Err(Error::NoSuchPolicy { pattern: id.clone(), hint: hint.unwrap_or_default() });
            };
            for (name, value) in params {
                let hint = did_you_mean(name, loaded.policy.params.keys().map(String::as_str));
                let Some(current) = loaded.policy.params.get_mut(name) else {
                    let hint = hint.unwrap_or_default();
                    return Err(Error::NoSuchParam { policy: id.clone(), param: name.clone(), hint });
                };
                let wanted = json_type(current);
                if !fits(current, value) {
                    return Err(Error::ParamType { policy: id.clone(), param: name.clone(), wanted });
                }
                *current = value.clone();
            }
        }
        Ok(())
    }

    /// The services on request (`aws.waf`) that the policy judges or reads.
    pub fn on_request(&self, policy: &Policy) -> BTreeSet<String> {
        let service = |kind: &Kind| kind.as_str().rsplit_once('.').map(|(service, _)| service.to_owned());
        kinds(policy).filter(|kind| self.on_request.contains(*kind)).filter_map(service).collect()
    }

    /// What must be collected for these policies.
    pub fn plan(&self) -> Plan {
        let mut plan = Plan::default();
        plan.on_request(self.on_request.iter().cloned());
        for policy in self.policies() {
            plan.want(policy.kind.clone());
            for need in &policy.needs {
                match need {
                    Need::Field(name) => drop(plan.want(policy.kind.clone()).insert(name.clone())),
                    Need::Other(kind, name) => plan.want(kind.clone()).extend(name.clone()),
                }
            }
        }
        plan
    }

    pub(crate) fn unit(&self, loaded: &Loaded) -> Unit {
        let mut joins: BTreeMap<Kind, BTreeSet<FieldName>> = BTreeMap::new();
        for need in &loaded.policy.needs {
            if let Need::Other(kind, field) = need {
                joins.entry(kind.clone()).or_default().extend(field.clone());
            }
        }
        Unit {
            id: loaded.policy.id.clone(),
            path: loaded.path.clone(),
            text: loaded.text.clone(),
            libs: loaded.libs.iter().filter_map(|name| self.libs.get(name)).cloned().collect(),
            params: loaded.policy.params.clone(),
            joins,
            may_not_apply: loaded.may_not_apply,
            once: loaded.once.clone(),
            own_paths: loaded.own_paths,
        }
    }
}

/// The kinds that a policy judges or reads.
fn kinds(policy: &Policy) -> impl Iterator<Item = &Kind> {
    let others = policy.needs.iter().filter_map(|need| match need {
        Need::Other(kind, _) => Some(kind),
        Need::Field(_) => None,
    });
    std::iter::once(&policy.kind).chain(others)
}

/// True if `value` may stand where `current` stood. An empty list fits every list.
fn fits(current: &Value, value: &Value) -> bool {
    match (current, value) {
        (Value::Array(a), Value::Array(b)) if a.is_empty() || b.is_empty() => json_type(value) != "mixed list",
        _ => json_type(current) == json_type(value),
    }
}

/// The name of a JSON type, with whole numbers and lists by their items.
fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_i64() || number.is_u64() => "whole number",
        Value::Number(_) => "fraction",
        Value::String(_) => "text",
        Value::Array(items) if items.iter().all(Value::is_string) => "list of texts",
        Value::Array(items) if items.iter().all(|v| v.is_i64() || v.is_u64()) => "list of whole numbers",
        Value::Array(_) => "mixed list",
        Value::Object(_) => "object",
    }
}

/// `*` matches any run of characters. Linear in the text for each star.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| text.strip_prefix(start)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_whole_ids() {
        for (pattern, hit) in
            [("aws.s3.*", true), ("*", true), ("aws.s3.bucket", false), ("*bucket*ed", true), ("*.iam.*", false)]
        {
            assert_eq!(glob(pattern, "aws.s3.bucket_encrypted"), hit, "{pattern}");
        }
        assert!(!glob("a*a", "a"), "one letter cannot be both ends");
    }
}
