//! Writes down what policies were asked and what they said, so that another Rego engine can be
//! asked the same and compared (see `tests/opa`).
//!
//! JSON Lines, in this order: `{"policy":…}` for each policy, `{"tests":…}` for each test file,
//! then for each source `{"data":…}` for policies that read other kinds, and `{"ask":…}`.

use std::io::Write;

use regorus::Value;
use serde::Serialize;
use serde_json::json;

use crate::judge::{self, Unit, Verdict};
use crate::place::{self, Ask, Bench, Join, Place};
use crate::run::{Court, Inputs};
use crate::set::PolicySet;
use crate::{Error, needs};

/// Judges `inputs` and writes every question and answer to `out`. Returns the number of answers.
///
/// # Errors
/// When `out` cannot be written, or as [`crate::evaluate`].
pub fn export(set: &PolicySet, inputs: &Inputs<'_>, out: &mut dyn Write) -> Result<u64, Error> {
    let units: Vec<Unit> = set.policies.values().map(|loaded| set.unit(loaded)).collect();
    let as_of = inputs.as_of.to_string();
    for unit in &units {
        let mut files = unit.libs.clone();
        files.push((unit.path.clone(), unit.text.clone()));
        let (id, params) = (&unit.id, &unit.params);
        line(out, &json!({ "policy": { "id": id, "files": files, "params": params, "as_of": as_of } }))?;
    }
    for (subject, test) in &set.tests {
        let mut files: Vec<(&String, &String)> = set.libs.values().map(|(path, text)| (path, text)).collect();
        files.push((&test.path, &test.text));
        let tested = set.policies.values().find(|loaded| loaded.policy.id.as_str() == subject);
        // The tests of a policy that was not selected would miss it.
        if tested.is_none() && !set.libs.contains_key(subject) {
            continue;
        }
        files.extend(tested.map(|loaded| (&loaded.path, &loaded.text)));
        let rules: Vec<&String> = test.rules.iter().filter(|name| name.starts_with("test_")).collect();
        line(out, &json!({ "tests": { "package": format!("{subject}_test"), "files": files, "rules": rules } }))?;
    }
    let court = Court {
        set,
        policies: set.policies().collect(),
        sources: inputs.sources,
        cohorts: needs::cohorts(inputs.resources, inputs.gaps, inputs.populations)?,
    };
    let inner = Place::in_process().open(units.clone(), &as_of)?;
    let mut scribe = Scribe { inner, units, out, answers: 0 };
    court.hear(&court.sessions()?, &mut scribe)?;
    Ok(scribe.answers)
}

fn line(out: &mut dyn Write, value: &impl Serialize) -> Result<(), Error> {
    out.write_all(&model::canonical_line(value)?).map_err(Error::Spool)
}

/// A bench that writes down what another one is asked and says.
struct Scribe<'o> {
    inner: Box<dyn Bench>,
    units: Vec<Unit>,
    out: &'o mut dyn Write,
    answers: u64,
}

#[derive(Serialize)]
struct Answered<'a> {
    policy: &'a str,
    input: &'a Value,
    verdict: &'a Verdict,
}

impl Bench for Scribe<'_> {
    fn source(&mut self, join: &Join<'_, '_>) -> Result<(), Error> {
        let joined = place::values(join)?;
        for unit in self.units.iter().filter(|unit| !unit.joins.is_empty()) {
            let data = judge::resources(unit, &joined);
            line(self.out, &json!({ "data": { "policy": unit.id, "data": data } }))?;
        }
        self.inner.source(join)
    }

    fn ask(&mut self, asks: &[Ask<'_>]) -> Result<Vec<Vec<(usize, Verdict)>>, Error> {
        let answers = self.inner.ask(asks)?;
        for (ask, answer) in asks.iter().zip(&answers) {
            let input = judge::document(&place::value(ask.key, ask.line)?);
            for (i, verdict) in answer {
                let policy = self.units.get(*i).map_or("", |unit| unit.id.as_str());
                let answered = Answered { policy, input: &input, verdict };
                line(self.out, &json!({ "ask": answered }))?;
                self.answers += 1;
            }
        }
        Ok(answers)
    }
}
