//! Runs the tests of policies, and proves that each policy is able to pass and to fail.
//!
//! A test that cannot fail proves nothing, so tests are themselves tested: each verdict rule is
//! taken out of the policy in turn, and some test must then fail. No empty test survives that.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use model::PolicyId;
use regorus::{Engine, Value};
use serde::Serialize;

use crate::engine;
use crate::facts::{self, Role};
use crate::golden;
use crate::set::{Loaded, PolicySet, TestFile};
use crate::{Error, diagnostic::Report, token};

/// The tests of one policy or helper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tested {
    /// What was tested: a policy id, or `lib.<name>`.
    pub subject: String,
    /// The test file, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Each test by name; `None` is a test that held, else why it did not.
    pub tests: BTreeMap<String, Option<String>>,
    /// What is not proven: no test file, no test that notices when `fail` is gone, a golden
    /// resource that does not pass… Empty for a good policy.
    pub problems: Vec<String>,
    /// Lines of the subject that tests ran.
    pub covered: BTreeSet<u32>,
    /// Lines of the subject that no test ran.
    pub not_covered: BTreeSet<u32>,
    /// Lines of single verdict rules whose loss no test notices. Worth a test each, no failure.
    pub unguarded: BTreeSet<u32>,
}

impl Tested {
    /// True if every test held and everything is proven.
    pub fn good(&self) -> bool {
        self.problems.is_empty() && self.tests.values().all(Option::is_none)
    }
}

/// Longest time of one test.
const TIME: Duration = Duration::from_secs(10);

/// Rules that say something, and what stands in for them when they are taken out.
const VERDICTS: [(&str, &str); 3] = [
    ("pass", "\npass if false\n"),
    ("fail", "\nfail contains \"none\" if false\n"),
    ("not_applicable", "\nnot_applicable contains \"none\" if false\n"),
];

/// Runs all tests of the set, sorted by subject.
///
/// # Errors
/// When the engine cannot be started at all. A test that errs is a result, not an error.
pub fn test(set: &PolicySet) -> Result<Vec<Tested>, Error> {
    engine::on_big_stack(|| {
        let mut out: Vec<Tested> = set.policies.iter().map(|(id, loaded)| policy(set, id, loaded)).collect();
        out.extend(set.libs.iter().filter_map(|(name, (path, text))| {
            let test = set.tests.get(name)?;
            Some(run(set, name, (path, text), Some(test)))
        }));
        out.sort_by(|a, b| a.subject.cmp(&b.subject));
        out
    })
    .map_err(Error::Child)
}

fn policy(set: &PolicySet, id: &PolicyId, loaded: &Loaded) -> Tested {
    let test = set.tests.get(id.as_str());
    let mut out = run(set, id.as_str(), (&loaded.path, &loaded.text), test);
    let Some(test) = test else {
        out.problems.push("it has no test file".to_owned());
        return out;
    };
    if out.tests.is_empty() {
        out.problems.push("its test file has no rule that starts with test_".to_owned());
    }
    // What a failing test would notice cannot be told from what it trips over anyway.
    if out.tests.values().all(Option::is_none) {
        mutants(set, loaded, test, &mut out);
    }
    match build(set, (&loaded.path, &loaded.text), test) {
        Ok(mut engine) => out.problems.extend(golden::check(set, loaded, test, &mut engine)),
        Err(why) => out.problems.push(why),
    }
    out
}

/// Runs a test file against `subject` (path, text).
fn run(set: &PolicySet, name: &str, subject: (&str, &str), test: Option<&TestFile>) -> Tested {
    let mut out = Tested {
        subject: name.to_owned(),
        path: test.map(|test| test.path.clone()),
        tests: BTreeMap::new(),
        problems: Vec::new(),
        covered: BTreeSet::new(),
        not_covered: BTreeSet::new(),
        unguarded: BTreeSet::new(),
    };
    let Some(test) = test else { return out };
    let mut engine = match build(set, subject, test) {
        Ok(engine) => engine,
        Err(why) => {
            out.problems.push(why);
            return out;
        }
    };
    engine.set_enable_coverage(true);
    out.tests = outcomes(&mut engine, name, test);
    let files = engine.get_coverage_report().map(|report| report.files).unwrap_or_default();
    for file in files.into_iter().filter(|file| file.path == subject.0) {
        (out.covered, out.not_covered) = (file.covered, file.not_covered);
    }
    out
}

fn outcomes(engine: &mut Engine, subject: &str, test: &TestFile) -> BTreeMap<String, Option<String>> {
    let mut out = BTreeMap::new();
    for name in test.rules.iter().filter(|name| name.starts_with("test_")) {
        let result = match engine.eval_rule(format!("data.{subject}_test.{name}")) {
            Ok(Value::Bool(true)) => None,
            Ok(Value::Undefined | Value::Bool(false)) => Some("it does not hold".to_owned()),
            Ok(_) => Some("it is neither true nor false".to_owned()),
            Err(error) => Some(engine::complaint(&error).to_string()),
        };
        out.insert(name.clone(), result);
    }
    out
}

pub(crate) fn build(set: &PolicySet, subject: (&str, &str), test: &TestFile) -> Result<Engine, String> {
    let libs = set.libs.values().map(|(path, text)| (path.as_str(), text.as_str())).filter(|lib| lib.0 != subject.0);
    let mut engine =
        engine::build(libs.chain([subject, (test.path.as_str(), test.text.as_str())])).map_err(|c| c.to_string())?;
    engine::limit(&mut engine, TIME);
    Ok(engine)
}

/// Takes verdict rules out and sees whether a test notices.
fn mutants(set: &PolicySet, loaded: &Loaded, test: &TestFile, out: &mut Tested) {
    let Ok(tokens) = token::tokenize(&loaded.text) else { return };
    let Some(facts) = facts::read(&tokens, Role::Policy, &mut Report::new(&loaded.path)) else { return };
    for (rule, stand_in) in VERDICTS {
        let lines: Vec<u32> = facts.rules.iter().filter(|r| r.name == rule).map(|r| r.at.line).collect();
        if lines.is_empty() {
            continue;
        }
        if !noticed(set, loaded, test, &lines, rule, stand_in) {
            let what = match rule {
                "pass" => "no test shows that the policy can pass: take pass away and all tests still hold",
                "fail" => "no test shows that the policy can fail: take fail away and all tests still hold",
                _ => "no test shows not_applicable: take it away and all tests still hold",
            };
            out.problems.push(what.to_owned());
        } else if lines.len() > 1 {
            let lost = |line: &u32| !noticed(set, loaded, test, &[*line], rule, stand_in);
            out.unguarded.extend(lines.iter().copied().filter(lost));
        }
    }
}

/// True if a test fails once the rules that start at `lines` are renamed away.
fn noticed(set: &PolicySet, loaded: &Loaded, test: &TestFile, lines: &[u32], rule: &str, stand_in: &str) -> bool {
    let mut mutant = String::with_capacity(loaded.text.len() + 200);
    for (line, number) in loaded.text.lines().zip(1..) {
        if lines.contains(&number) {
            mutant.push_str(&line.replacen(rule, &format!("without_{rule}"), 1));
        } else {
            mutant.push_str(line);
        }
        mutant.push('\n');
    }
    mutant.push_str(stand_in);
    match build(set, (&loaded.path, &mutant), test) {
        Ok(mut engine) => outcomes(&mut engine, loaded.policy.id.as_str(), test).values().any(Option::is_some),
        // A policy that cannot even be read without the rule would fail every test.
        Err(_) => true,
    }
}
