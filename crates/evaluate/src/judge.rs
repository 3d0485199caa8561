//! Runs policies on resources and says what their rules said. It decides no outcome.
//!
//! It knows nothing of gaps and populations: it is only ever asked when all needs were observed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use model::{FieldName, Kind, PolicyId};
use regorus::{Engine, Value};
use serde::{Deserialize, Serialize};

use crate::engine;
use crate::once::{self, Once};

/// Messages kept of one rule, and their length in characters.
pub(crate) const MAX_MESSAGES: usize = 100;
pub(crate) const MAX_MESSAGE: usize = 1_000;

/// A policy, ready to be sent to wherever it runs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Unit {
    pub(crate) id: PolicyId,
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) libs: Vec<(String, String)>,
    pub(crate) params: BTreeMap<String, serde_json::Value>,
    /// Other kinds it reads, with the fields it declared.
    pub(crate) joins: BTreeMap<Kind, BTreeSet<FieldName>>,
    /// True if it has a `not_applicable` rule.
    pub(crate) may_not_apply: bool,
    /// How to work out once what is the same for all resources of a source.
    pub(crate) once: Option<Once>,
    /// True if it names rules of its own by their whole path.
    pub(crate) own_paths: bool,
}

/// What a policy's rules said of one resource.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verdict {
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) pass: bool,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) fail: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) not_applicable: BTreeSet<String>,
    /// The evaluation itself failed; the rules said nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
    /// The policy must not be asked again: it does not end, or takes its process down.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) broken: bool,
}

impl Unit {
    /// True if anything but the rules of `once` may read resources of other kinds. Only for them do
    /// the resources have to stay in memory beside the tables.
    fn looks_further(&self, once: &Once) -> bool {
        let mut texts = self.libs.iter().map(|(_, text)| text).chain([&once.text]);
        // A policy that names all of `data` has `own_paths`.
        self.own_paths || texts.any(|text| text.contains("resources") || text.contains("data["))
    }
}

impl Verdict {
    pub(crate) fn error(message: impl Into<String>, broken: bool) -> Self {
        Self { error: Some(message.into()), broken, ..Self::default() }
    }
}

/// The rules of [`question`]: the one that asks, and one that asks nothing.
const SAID: &str = "assize_said";
const READY: &str = "assize_ready";

struct Seat {
    unit: Unit,
    /// Parsed, with parameters and the moment, without resources.
    base: Result<Engine, String>,
    /// The same with the text of [`Once`].
    quick: Option<Engine>,
    /// One of them with the resources of the source at hand, made when it is first asked.
    engine: Option<Engine>,
    broken: Option<String>,
    /// The package its rules stand in.
    package: String,
}

/// All policies of a run, seated.
pub(crate) struct Judge {
    seats: Vec<Seat>,
    joined: BTreeMap<Kind, Vec<Value>>,
    time: Duration,
}

impl Judge {
    pub(crate) fn new(units: Vec<Unit>, as_of: &str, time: Duration) -> Self {
        let seats = units.into_iter().map(|unit| Seat::new(unit, as_of, time)).collect();
        Self { seats, joined: BTreeMap::new(), time }
    }

    /// Sets the resources of other kinds that policies may read from now on.
    pub(crate) fn source(&mut self, joined: BTreeMap<Kind, Vec<Value>>) {
        self.joined = joined;
        for seat in &mut self.seats {
            seat.engine = None;
        }
    }

    /// Asks the policies at `wanted` about a resource in its written form.
    pub(crate) fn judge(&mut self, wanted: &[usize], resource: &Value) -> Vec<(usize, Verdict)> {
        let input = document(resource);
        let ask = |i: &usize| {
            let verdict = match self.seats.get_mut(*i) {
                Some(seat) => seat.ask(&input, &self.joined, self.time),
                None => Verdict::error("there is no such policy", true),
            };
            (*i, verdict)
        };
        wanted.iter().map(ask).collect()
    }
}

impl Seat {
    fn new(unit: Unit, as_of: &str, time: Duration) -> Self {
        let package = package(&unit);
        let question = question(&unit, &package);
        let build = |text: &str| {
            let libs = unit.libs.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            let text = moved(text, &unit, &package);
            let files = libs.chain([(unit.path.as_str(), text.as_str()), ("question.rego", &question)]);
            let mut engine = engine::build_with(files, format!("data.{package}.{READY}"))?;
            let data = serde_json::json!({ "run": { "as_of": as_of }, "params": unit.params });
            engine.add_data(Value::from(data)).map_err(|error| engine::complaint(&error))?;
            engine::limit(&mut engine, time);
            Ok::<_, engine::Complaint>(engine)
        };
        let base = build(&unit.text).map_err(|complaint| complaint.to_string());
        let quick = unit.once.as_ref().and_then(|once| build(&once.text).ok());
        Self { base, quick, engine: None, broken: None, package, unit }
    }

    /// The engine for the source at hand.
    fn prepare(&self, joined: &BTreeMap<Kind, Vec<Value>>) -> Result<Engine, String> {
        let mut engine = self.base.clone()?;
        if self.unit.joins.is_empty() {
            return Ok(engine);
        }
        let resources = resources(&self.unit, joined);
        engine.add_data(resources.clone()).map_err(|error| engine::complaint(&error).to_string())?;
        // Without the shortcut every rule is worked out as written, and so is every error.
        let quick = self.quick.clone().zip(self.unit.once.as_ref()).and_then(|(mut quick, once)| {
            let values = settle(&mut engine, &self.package, once)?;
            quick.add_data(values).ok()?;
            if self.unit.looks_further(once) {
                quick.add_data(resources).ok()?;
            }
            Some(quick)
        });
        Ok(quick.unwrap_or(engine))
    }

    fn ask(&mut self, input: &Value, joined: &BTreeMap<Kind, Vec<Value>>, time: Duration) -> Verdict {
        if let Some(why) = &self.broken {
            return Verdict::error(why.clone(), true);
        }
        if self.engine.is_none() {
            match self.prepare(joined) {
                Ok(engine) => self.engine = Some(engine),
                Err(why) => self.broken = Some(why),
            }
        }
        let Some(engine) = self.engine.as_mut() else {
            return Verdict::error(self.broken.clone().unwrap_or_default(), true);
        };
        engine.set_input(input.clone());
        match rules(engine, &self.package) {
            Ok(verdict) => verdict,
            Err(complaint) if complaint.too_long => {
                let why = format!("it took longer than {} s on one resource", time.as_secs_f32());
                self.broken = Some(why.clone());
                Verdict::error(why, true)
            }
            Err(complaint) => Verdict::error(complaint.to_string(), false),
        }
    }
}

/// The values of the rules of `once`, as data. `None` when one of them cannot be worked out.
fn settle(engine: &mut Engine, package: &str, once: &Once) -> Option<Value> {
    let mut values: BTreeMap<Value, Value> = BTreeMap::new();
    for name in &once.rules {
        let value = engine.eval_rule(format!("data.{package}.{name}")).ok()?;
        if value != Value::Undefined {
            values.insert(Value::from(name.as_str()), value);
        }
    }
    Some(Value::from(BTreeMap::from([(Value::from(once::ROOT), Value::from(values))])))
}

/// The package that the policy runs in. The engine spells out a rule's path each time it looks at
/// the rule, so a short one saves time; which one it is makes no difference to what rules say.
fn package(unit: &Unit) -> String {
    let heads = unit.text.lines().filter(|line| *line == format!("package {}", unit.id)).count();
    if heads == 1 && !unit.own_paths { "p".to_owned() } else { unit.id.to_string() }
}

/// The text with the package it runs in.
fn moved(text: &str, unit: &Unit, package: &str) -> String {
    let head = format!("package {}", unit.id);
    let lines =
        text.lines().map(|line| if line == head { format!("package {package}\n") } else { format!("{line}\n") });
    lines.collect()
}

/// A file of the policy's own package with one rule that asks all verdict rules at once: what they
/// share is then worked out once. `pass` is in a list of its own, which is empty when it is
/// undefined; the others are sets, which are never undefined. A policy that has a rule of that name
/// itself gets an error for each resource.
fn question(unit: &Unit, package: &str) -> String {
    let more = if unit.may_not_apply { ", not_applicable" } else { "" };
    let ask = format!("{SAID} := [[said | said := pass], fail{more}]");
    format!("package {package}\n\nimport rego.v1\n\n{READY} := true\n\n{ask}\n")
}

fn rules(engine: &mut Engine, package: &str) -> Result<Verdict, engine::Complaint> {
    let odd = |message: &str| engine::Complaint { place: None, message: message.to_owned(), too_long: false };
    let said = engine.eval_rule(format!("data.{package}.{SAID}")).map_err(|error| engine::complaint(&error))?;
    let said = said.as_array().map_err(|_| odd("its rules could not be asked"))?;
    let pass = said.first().and_then(|pass| pass.as_array().ok());
    let pass = match pass.map(|list| (list.len(), list.first())) {
        Some((1, Some(Value::Bool(holds)))) => *holds,
        Some((0, None)) => false,
        _ => return Err(odd("pass must be true or undefined")),
    };
    let fail = messages(said.get(1)).ok_or_else(|| odd("fail must hold texts that are not empty"))?;
    let not_applicable =
        messages(said.get(2)).ok_or_else(|| odd("not_applicable must hold texts that are not empty"))?;
    Ok(Verdict { pass, fail, not_applicable, error: None, broken: false })
}

/// The texts of a set. A set that no rule filled is empty or undefined.
fn messages(value: Option<&Value>) -> Option<BTreeSet<String>> {
    let set = match value {
        None => return Some(BTreeSet::new()),
        Some(Value::Set(set)) => set,
        Some(_) => return None,
    };
    let mut out = BTreeSet::new();
    for item in set.iter() {
        let text = item.as_string().ok().filter(|text| !text.trim().is_empty())?;
        out.insert(text.chars().take(MAX_MESSAGE).collect());
    }
    // The set is sorted, so what is cut off is the same every time.
    while out.len() > MAX_MESSAGES {
        out.pop_last();
    }
    Some(out)
}

/// A resource as policies see it: its fields with id, kind and source.
pub(crate) fn document(resource: &Value) -> Value {
    let mut out: BTreeMap<Value, Value> = BTreeMap::new();
    if let Ok(top) = resource.as_object() {
        if let Some(fields) = top.get(&Value::from("fields")).and_then(|fields| fields.as_object().ok()) {
            out.extend(fields.iter().map(|(n, v)| (n.clone(), v.clone())));
        }
        for name in PARTS.map(Value::from) {
            if let Some(value) = top.get(&name) {
                out.insert(name, value.clone());
            }
        }
    }
    Value::from(out)
}

/// What every resource has.
const PARTS: [&str; 3] = ["id", "kind", "source"];

/// `{"resources": {kind: [document…]}}`, with the declared fields only: what a policy did not
/// declare must not depend on what other policies made the run collect.
pub(crate) fn resources(unit: &Unit, joined: &BTreeMap<Kind, Vec<Value>>) -> Value {
    let kinds: BTreeMap<Value, Value> = unit
        .joins
        .iter()
        .map(|(kind, fields)| {
            let all = joined.get(kind).map(Vec::as_slice).unwrap_or_default();
            let documents: Vec<Value> = all.iter().map(|document| declared(document, fields)).collect();
            (Value::from(kind.as_str()), Value::from(documents))
        })
        .collect();
    Value::from(BTreeMap::from([(Value::from("resources"), Value::from(kinds))]))
}

/// A document with these fields only; shared, where it has no others.
fn declared(document: &Value, fields: &BTreeSet<FieldName>) -> Value {
    let Ok(members) = document.as_object() else { return document.clone() };
    let known = |name: &Value| {
        let name = name.as_string().map_or("", |name| name.as_ref());
        PARTS.contains(&name) || fields.iter().any(|field| field.as_str() == name)
    };
    if members.keys().all(known) {
        return document.clone();
    }
    let kept = members.iter().filter(|(name, _)| known(name)).map(|(name, value)| (name.clone(), value.clone()));
    Value::from(kept.collect::<BTreeMap<_, _>>())
}
