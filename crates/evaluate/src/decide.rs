//! Answers a question with a helper of the policies, outside of any run: the same files, checks,
//! interpreter and strictness as for policies. It never judges a resource and makes no finding.

use std::time::Duration;

use serde_json::Value;

use crate::set::PolicySet;
use crate::{Error, engine};

/// A decision is a few comparisons; one that takes longer is broken.
const LONGEST: Duration = Duration::from_secs(10);

/// The value of the helper function `lib.<name>.<function>` of `subject`.
///
/// It runs in this process with a limit on its time only, so `set` must be the program's own
/// policies and not a stranger's.
///
/// # Errors
/// When there is no such helper, or the engine stops.
pub fn decide(set: &PolicySet, helper: &str, function: &str, subject: &Value) -> Result<Value, Error> {
    let path = format!("{helper}.{function}");
    let broken = |why: String| Error::Decision { path: path.clone(), why };
    let package = format!("lib.{helper}");
    if !set.libs.contains_key(&package) {
        return Err(broken("there is no such helper".to_owned()));
    }
    let ask = format!("package assize_decide\n\nimport rego.v1\n\nimport data.{package}\n\nanswer := {path}(input)\n");
    let libs = set.libs.values().map(|(path, text)| (path.as_str(), text.as_str()));
    let work = || {
        let mut engine = engine::build(libs.chain([("decide.rego", ask.as_str())])).map_err(|c| c.to_string())?;
        engine::limit(&mut engine, LONGEST);
        engine.set_input(regorus::Value::from_json_str(&subject.to_string()).map_err(|e| e.to_string())?);
        let value = engine.eval_rule("data.assize_decide.answer".to_owned());
        let value = value.map_err(|error| engine::complaint(&error).to_string())?;
        match value {
            regorus::Value::Undefined => Err("the helper gives no answer".to_owned()),
            value => serde_json::to_value(&value).map_err(|error| error.to_string()),
        }
    };
    engine::on_big_stack(work).map_err(|error| broken(error.to_string()))?.map_err(broken)
}
