//! What judges: policies, parameters, frameworks and waivers, gathered from the program, the
//! configuration and flags.

use std::collections::BTreeSet;
use std::path::Path;

use assess::{Frameworks, Waivers};
use collect::Catalogue;
use evaluate::{Diagnostic, PolicySet, Selection};
use runner::Rules;

use crate::args::PolicyArgs;
use crate::assets;
use crate::config::Config;
use crate::problem::Problem;

/// Diagnostics shown at most; the rest is counted.
const SHOWN: usize = 20;

/// All policies, built in and added, with their tests.
pub(crate) fn all_policies(directory: Option<&Path>, catalogue: &Catalogue) -> Result<PolicySet, Problem> {
    let texts = assets::policies(directory)?;
    // A debug build reads its policies from the source tree, where they may have been edited since.
    let built_in = directory.is_none() && !cfg!(debug_assertions);
    let load = if built_in { PolicySet::load_built_in } else { PolicySet::load };
    load(texts, catalogue.specs()).map_err(|found| policies_refused(&found))
}

/// All policies, narrowed by flags and configuration.
pub(crate) fn chosen_policies(
    args: &PolicyArgs,
    config: &Config,
    asked: &[String],
    catalogue: &Catalogue,
) -> Result<PolicySet, Problem> {
    let mut set = all_policies(args.policies.as_deref().or(config.policies.directory.as_deref()), catalogue)?;
    let params = config.policies.params.iter().map(|(id, params)| (id.to_string(), params.clone())).collect();
    set.set_params(&params).map_err(|e| wrong_parameter(&e, config))?;
    known_frameworks(&args.framework, &set)?;
    let ids = if args.select.is_empty() { config.policies.select.clone() } else { args.select.clone() };
    let selection =
        Selection { ids, frameworks: args.framework.clone(), asked: asked.to_vec(), ..Selection::default() };
    // One that chooses nothing must not go under among others.
    for id in &selection.ids {
        let alone = Selection { ids: vec![id.clone()], ..selection.clone() };
        if let (Err(e), Some(hint)) = (set.select(&alone), on_request(&set, &alone)) {
            return Err(Problem::new(format!("no policy can be chosen by {id}")).because(e).hint(hint));
        }
    }
    set.select(&selection).map_err(|e| {
        let problem = Problem::new("no policy can be chosen").because(e);
        match on_request(&set, &selection) {
            Some(hint) => problem.hint(hint),
            None => problem.hint("`assize policy list` shows all policies"),
        }
    })
}

/// A framework that no policy cites is a slip of the pen, not a reason to choose none.
pub(crate) fn known_frameworks(asked: &[String], set: &PolicySet) -> Result<(), Problem> {
    let cited: BTreeSet<&str> =
        set.policies().flat_map(|policy| policy.requirements.keys()).map(model::FrameworkId::as_str).collect();
    let Some(strange) = asked.iter().find(|id| !cited.contains(id.as_str())) else { return Ok(()) };
    let cited = cited.into_iter().collect::<Vec<_>>().join(", ");
    Err(Problem::new(format!("no policy cites a framework {strange}"))
        .hint(format!("frameworks that policies cite: {cited}")))
}

/// Names a wrong parameter at its place in the configuration.
fn wrong_parameter(error: &evaluate::Error, config: &Config) -> Problem {
    let (policy, param) = match error {
        evaluate::Error::NoSuchPolicy { pattern, .. } => (pattern, None),
        evaluate::Error::NoSuchParam { policy, param, .. } | evaluate::Error::ParamType { policy, param, .. } => {
            (policy, Some(param.as_str()))
        }
        _ => return Problem::new("a parameter in the configuration is wrong").because(error),
    };
    let place = config.read.as_ref().and_then(|read| read.parameter(policy, param, &error.to_string()));
    let problem = place.unwrap_or_else(|| Problem::new("a parameter in the configuration is wrong").because(error));
    problem.hint(format!("`assize policy explain {}` shows the parameters of a policy", param.map_or("ID", |_| policy)))
}

/// What to write so that policies of services on request are chosen, if it is for want of that that none is.
fn on_request(set: &PolicySet, selection: &Selection) -> Option<String> {
    let all = set.select(&Selection { asked: Vec::new(), ..selection.clone() }).ok()?;
    let services: BTreeSet<String> = all.policies().flat_map(|policy| all.on_request(policy)).collect();
    let names: Vec<String> =
        services.iter().filter_map(|s| s.split_once('.')).map(|(_, name)| format!("{name:?}")).collect();
    let names = names.join(", ");
    (!names.is_empty()).then(|| {
        format!("these policies are of services that are asked on request: name them in the source, as in\nservices = [\"default\", {names}]")
    })
}

/// Everything that judges a run of these connectors, or services.
pub(crate) fn rules(
    args: &PolicyArgs,
    config: &Config,
    asked: &[String],
    catalogue: &Catalogue,
) -> Result<Rules, Problem> {
    let policies = chosen_policies(args, config, asked, catalogue)?;
    let framework_texts = assets::frameworks(args.frameworks.as_deref().or(config.frameworks.as_deref()))?;
    let frameworks = frameworks(&framework_texts)?;
    let found = frameworks.check(&policies.policies().cloned().collect::<Vec<_>>());
    if let Some(first) = found.first() {
        return Err(Problem::new("a policy names a requirement that no framework has").cause(first.message.clone()));
    }
    let waiver_text = config.waivers.as_deref().map(assets::read_text).transpose()?;
    let name = config.waivers.as_deref().map_or_else(String::new, |p| p.display().to_string());
    let waivers = Waivers::parse(&name, waiver_text.as_deref().unwrap_or_default())
        .map_err(|e| Problem::new("the waivers cannot be used").because(e))?;
    let manifests = args.manifests.as_deref().or(config.policies.manifests.as_deref());
    let manifest_texts = manifests.map(assets::manifests).transpose()?.unwrap_or_default();
    Ok(Rules { policies, framework_texts, frameworks, manifest_texts, waiver_text, waivers })
}

/// The frameworks in these texts.
pub(crate) fn frameworks(texts: &assets::Texts) -> Result<Frameworks, Problem> {
    Frameworks::read(texts).map_err(|e| Problem::new("a framework cannot be used").because(e))
}

fn policies_refused(found: &[Diagnostic]) -> Problem {
    let count = found.len();
    let problem = Problem::new(match count {
        1 => "a policy is refused".to_owned(),
        n => format!("policies are refused, for {n} reasons"),
    });
    let shown = found.iter().take(SHOWN).fold(problem, |problem, d| problem.cause(d.to_string()));
    let shown = if count > SHOWN { shown.cause(format!("and {} more", count - SHOWN)) } else { shown };
    shown.hint("policies/README.md says how a policy is written")
}
