//! The golden resource of a test file: a resource on which the policy passes when all is observed,
//! and must be unknown as soon as one needed field is not.
//!
//! It goes through the same code as a real run, not through the test's own rules.
//!
//! Rules read from the test file: `golden` (fields, with or without id, kind, source), and where
//! the policy reads them `resources` (kind → list), `params` and `run` (`{"as_of": …}`).

use std::collections::BTreeMap;

use model::{
    Cause, FieldName, Gap, Kind, Need, Outcome, Population, Resource, ResourceSet, Source, SourceId, Timestamp,
};
use regorus::Engine;
use serde_json::{Map, Value};

use crate::place::Place;
use crate::run::{Inputs, evaluate};
use crate::set::{Loaded, PolicySet, TestFile};
use crate::{Error, testing};

/// The moment when a test file has no `run`.
const AS_OF: &str = "2026-01-01T00:00:00Z";

struct Scene {
    subject: Resource,
    /// The kinds that the policy reads.
    kinds: Vec<Kind>,
    others: Vec<Resource>,
    populations: Vec<Population>,
    gaps: Vec<Gap>,
    as_of: Timestamp,
}

/// The golden resources of all policies, and the resources of other kinds beside them: a small
/// estate on which each policy has something to pass.
///
/// # Errors
/// A sentence naming the policy whose golden resource cannot be read.
pub fn goldens(set: &PolicySet) -> Result<Vec<Resource>, String> {
    let work = || {
        let mut out = Vec::new();
        for (id, loaded) in &set.policies {
            let Some(test) = set.tests.get(id.as_str()) else { continue };
            let mut engine = testing::build(set, (&loaded.path, &loaded.text), test)?;
            let scene = scene(loaded, test, &mut engine).map_err(|why| format!("{id}: {why}"))?;
            out.push(scene.subject);
            out.extend(scene.others);
        }
        Ok(out)
    };
    crate::engine::on_big_stack(work).map_err(|error| error.to_string())?
}

/// What is wrong with the golden resource; empty when nothing is.
pub(crate) fn check(set: &PolicySet, loaded: &Loaded, test: &TestFile, engine: &mut Engine) -> Vec<String> {
    if !test.rules.contains("golden") {
        return vec!["its test file has no golden rule: a resource with all needed fields that passes".to_owned()];
    }
    let scene = match scene(loaded, test, engine) {
        Ok(scene) => scene,
        Err(why) => return vec![why],
    };
    let mut alone = set.clone();
    alone.policies.retain(|id, _| *id == loaded.policy.id);
    // The golden resource was asked for; whether sources ask for such by themselves is another question.
    alone.on_request.clear();
    if test.rules.contains("params") {
        let params = rule(loaded, "params", engine).map(|params| params.into_iter().collect());
        let overrides = params.map(|params| [(loaded.policy.id.as_str().to_owned(), params)].into());
        if let Err(why) = overrides.and_then(|all| alone.set_params(&all).map_err(|error| error.to_string())) {
            return vec![why];
        }
    }
    let mut problems = Vec::new();
    let mut expect = |scene: &Scene, wanted: Outcome, when: &str| match outcome(&alone, scene) {
        Ok((got, _)) if got == wanted => {}
        Ok((got, why)) => {
            let (wanted, got) = (wanted.as_str(), got.as_str());
            problems.push(format!("the golden resource must be {wanted} {when}, but is {got}: {why}"));
        }
        Err(error) => problems.push(format!("the golden resource cannot be judged {when}: {error}")),
    };
    expect(&scene, Outcome::Pass, "as it is");
    for need in &loaded.policy.needs {
        for (poorer, when) in without(&scene, need) {
            expect(&poorer, Outcome::Unknown, &when);
        }
    }
    problems
}

/// The scene with one need not observed, in each way that can happen.
fn without(scene: &Scene, need: &Need) -> Vec<(Scene, String)> {
    let copy = || Scene {
        subject: scene.subject.clone(),
        kinds: scene.kinds.clone(),
        others: scene.others.clone(),
        populations: scene.populations.clone(),
        gaps: scene.gaps.clone(),
        as_of: scene.as_of,
    };
    let gap = |kind: &Kind, field: Option<&FieldName>| Gap {
        source: source_of(kind, &scene.subject),
        kind: kind.clone(),
        resource: None,
        field: field.cloned(),
        cause: Cause::Denied,
        permission: None,
        message: format!("{need} was denied"),
        exchange: None,
    };
    let (mut dropped, mut denied) = (copy(), copy());
    match need {
        Need::Field(field) => {
            dropped.subject.fields.remove(field);
            denied.subject.gaps.insert(field.clone(), gap(&scene.subject.kind, Some(field)));
        }
        Need::Other(kind, field) => {
            dropped.populations.retain(|population| population.kind != *kind);
            denied.gaps.push(gap(kind, field.as_ref()));
            // A gap on a field says nothing when there is no resource to have the field.
            if field.is_some() && !scene.others.iter().any(|other| other.kind == *kind) {
                return vec![(dropped, format!("without the list of {kind}"))];
            }
        }
    }
    vec![(dropped, format!("without {need}")), (denied, format!("with a gap on {need}"))]
}

fn outcome(alone: &PolicySet, scene: &Scene) -> Result<(Outcome, String), Error> {
    let mut resources = ResourceSet::default();
    for resource in scene.others.iter().chain([&scene.subject]) {
        resources.insert(resource)?;
    }
    let mut sources: Vec<Source> = Vec::new();
    for kind in scene.kinds.iter().chain([&scene.subject.kind]) {
        let (id, connector) = (source_of(kind, &scene.subject), kind.connector().to_owned());
        if !sources.iter().any(|source| source.id == id) {
            sources.push(Source { id, connector, settings: BTreeMap::new(), unavailable: None });
        }
    }
    let (gaps, populations) = (scene.gaps.as_slice(), scene.populations.as_slice());
    let inputs = Inputs { as_of: scene.as_of, sources: &sources, resources: &resources, gaps, populations };
    let mut found = None;
    let mut keep = |finding: model::Finding| {
        if finding.kind == scene.subject.kind && finding.resource.as_deref() == Some(&scene.subject.id) {
            found = Some((finding.outcome, finding.messages.join("; ")));
        }
        Ok(())
    };
    evaluate(alone, &inputs, &Place::in_process(), &mut keep)?;
    Ok(found.unwrap_or((Outcome::Unknown, "there is no finding about it".to_owned())))
}

fn scene(loaded: &Loaded, test: &TestFile, engine: &mut Engine) -> Result<Scene, String> {
    let kind = &loaded.policy.kind;
    let source: SourceId = "golden".parse().map_err(|error: model::IdError| error.to_string())?;
    let golden = rule(loaded, "golden", engine)?;
    let subject = resource(&golden, kind, &source, "golden")?;
    let mut others = Vec::new();
    if test.rules.contains("resources") {
        let kinds = rule(loaded, "resources", engine)?;
        for (name, list) in &kinds {
            let kind: Kind = name.parse().map_err(|error: model::IdError| format!("resources: {error}"))?;
            let list = list.as_array().ok_or_else(|| format!("resources: {name} must be a list"))?;
            for (i, item) in list.iter().enumerate() {
                let map = item.as_object().ok_or_else(|| format!("resources: {name} must hold objects"))?;
                others.push(resource(map, &kind, &source_of(&kind, &subject), &format!("golden-{i}"))?);
            }
        }
    }
    let other_kinds = loaded.policy.needs.iter().filter_map(|need| match need {
        Need::Other(kind, _) => Some(kind),
        Need::Field(_) => None,
    });
    let mut kinds: Vec<&Kind> = other_kinds.chain([kind]).collect();
    kinds.sort();
    kinds.dedup();
    let whole = |kind: &Kind| {
        let (kind, source) = (kind.clone(), source_of(kind, &subject));
        Population {
            kind,
            source,
            pages: 1,
            items: 0,
            independent_count: None,
            complete: true,
            exchanges: std::collections::BTreeSet::new(),
        }
    };
    let populations = kinds.iter().copied().map(whole).collect();
    let kinds = kinds.into_iter().cloned().collect();
    let as_of = if test.rules.contains("run") {
        let run = rule(loaded, "run", engine)?;
        run.get("as_of").and_then(Value::as_str).unwrap_or_default().to_owned()
    } else {
        AS_OF.to_owned()
    };
    let as_of = as_of.parse().map_err(|_| "run must be {\"as_of\": \"<RFC 3339>\"}".to_owned())?;
    others.retain(|other| other.kind != subject.kind || other.id != subject.id);
    Ok(Scene { subject, kinds, others, populations, gaps: Vec::new(), as_of })
}

/// The source that a kind is seen in: the subject's for kinds of its connector, another otherwise.
fn source_of(kind: &Kind, subject: &Resource) -> SourceId {
    if kind.connector() == subject.kind.connector() {
        return subject.source.clone();
    }
    format!("{}-{}", subject.source, kind.connector()).parse().unwrap_or_else(|_| subject.source.clone())
}

fn rule(loaded: &Loaded, name: &str, engine: &mut Engine) -> Result<Map<String, Value>, String> {
    let value = engine.eval_rule(format!("data.{}_test.{name}", loaded.policy.id));
    let value = value.map_err(|error| format!("{name}: {}", crate::engine::complaint(&error)))?;
    match serde_json::to_value(&value) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(format!("{name} must be an object")),
    }
}

fn resource(map: &Map<String, Value>, kind: &Kind, source: &SourceId, id: &str) -> Result<Resource, String> {
    let id = map.get("id").and_then(Value::as_str).unwrap_or(id);
    let mut out = Resource::new(kind.clone(), source.clone(), id);
    for (name, value) in map.iter().filter(|(name, _)| !matches!(name.as_str(), "id" | "kind" | "source")) {
        let name = name.parse().map_err(|error: model::IdError| format!("golden: {error}"))?;
        out.fields.insert(name, value.clone());
    }
    Ok(out)
}
