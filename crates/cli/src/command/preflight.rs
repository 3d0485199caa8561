//! `assize preflight`: which permissions are missing, and which policies each of them would blind.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use collect::Catalogue;
use evaluate::PolicySet;
use model::{Cause, FieldName, Gap, Kind, Need, Plan, Policy, Source};
use runner::preflight::Look;
use serde::Serialize;

use super::table::{Table, wrap};
use crate::args::{Format, PreflightArgs};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::rules::chosen_policies;
use crate::{live, sources, world};

#[derive(Debug, Serialize)]
struct Answer {
    /// True if nothing is missing.
    ready: bool,
    sources: Vec<Told>,
}

/// What was found of a source.
#[derive(Debug, Serialize)]
struct Told {
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<String>,
    /// Why it cannot be asked at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    unavailable: Option<String>,
    missing: Vec<Missing>,
    /// What failed otherwise: a network, a throttle.
    failed: Vec<String>,
    /// Permissions that there was nothing to try on.
    untried: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Missing {
    permission: String,
    policies: Vec<String>,
    message: String,
}

/// `assize preflight`.
pub(crate) fn preflight(args: &PreflightArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = sources::resolve(&args.sources, &sources::connectors())?;
    let connectors = super::run::connectors(&args.policy, &config)?;
    sources::check(&config, &connectors)?;
    let catalogue = runner::collect::catalogue(&connectors);
    let asked: Vec<String> = config.sources.iter().flat_map(Source::asked).collect();
    let policies = chosen_policies(&args.policy, &config, &asked, &catalogue)?;
    let plan = policies.plan();
    screen.step("asking");
    let (run, shard) = (world::run_id()?, args.sources.shard.clone());
    let look = world::block_on(async {
        let world = live::world(&config, screen)?;
        runner::preflight::preflight(&connectors, config.sources.clone(), &plan, &world, &run, shard)
            .await
            .map_err(|e| live::problem(&e))
    })?;
    let told: Vec<Told> = look.sources.iter().map(|source| told(source, &look, &plan, &policies, &catalogue)).collect();
    let good = |one: &Told| one.missing.is_empty() && one.failed.is_empty() && one.unavailable.is_none();
    let answer = Answer { ready: told.iter().all(good), sources: told };
    match args.format {
        Format::Json => screen.json(&answer)?,
        Format::Markdown => screen.result(|out| table(&answer).markdown(out))?,
        Format::Text => screen.result(|out| text(out, &answer))?,
    }
    Ok(if answer.ready { Exit::Pass } else { Exit::Unknown })
}

fn told(source: &Source, look: &Look, plan: &Plan, policies: &PolicySet, catalogue: &Catalogue) -> Told {
    let seen = look.collected.seen.iter().find(|seen| seen.source == source.id);
    let mut told = Told {
        source: source.id.to_string(),
        account: seen.and_then(|seen| seen.account.clone()),
        identity: seen.and_then(|seen| seen.identity.clone()),
        unavailable: source.unavailable.clone(),
        missing: Vec::new(),
        failed: Vec::new(),
        untried: Vec::new(),
    };
    if source.unavailable.is_some() {
        return told;
    }
    let gaps: Vec<&Gap> = look.gaps.iter().filter(|gap| gap.source == source.id).collect();
    let mut missing: BTreeMap<&str, &Gap> = BTreeMap::new();
    for gap in &gaps {
        match (gap.cause, &gap.permission) {
            (Cause::Denied, Some(permission)) => drop(missing.entry(permission).or_insert(gap)),
            (Cause::Denied | Cause::Throttled | Cause::Transient, _) => {
                told.failed.push(format!("{}: {}", gap.kind, gap.message));
            }
            // What is off, or unknown to the server, is no matter of permissions; and a part of a list
            // does not fit to the counts of the whole.
            (Cause::NotEnabled | Cause::Unsupported | Cause::NotConfigured | Cause::BadReply, _) => {}
        }
    }
    if seen.is_none() {
        // It did not even say who we are: one reason, and nothing to tell of single permissions.
        let silent = gaps.iter().find(|gap| matches!(gap.cause, Cause::Throttled | Cause::Transient));
        if let Some(gap) = silent {
            return Told { unavailable: Some(gap.message.clone()), failed: Vec::new(), ..told };
        }
    }
    told.failed.sort();
    told.failed.dedup();
    let blind = |permission: &str| {
        let needs = |policy: &&Policy| needs(policy).permissions(catalogue).contains(permission);
        policies.policies().filter(needs).map(|policy| policy.id.to_string()).collect()
    };
    let one = |(permission, gap): (&str, &Gap)| Missing {
        permission: permission.to_owned(),
        policies: blind(permission),
        message: gap.message.clone(),
    };
    told.untried = untried(source, look, plan, catalogue, &missing);
    told.missing = missing.into_iter().map(one).collect();
    told
}

/// Kinds and fields that a policy needs.
struct Needs(BTreeMap<Kind, BTreeSet<FieldName>>);

fn needs(policy: &Policy) -> Needs {
    let mut all = BTreeMap::from([(policy.kind.clone(), BTreeSet::new())]);
    for need in &policy.needs {
        match need {
            Need::Field(field) => drop(all.entry(policy.kind.clone()).or_default().insert(field.clone())),
            Need::Other(kind, field) => all.entry(kind.clone()).or_default().extend(field.clone()),
        }
    }
    Needs(all)
}

impl Needs {
    fn permissions<'a>(&'a self, catalogue: &'a Catalogue) -> BTreeSet<&'a str> {
        self.0.iter().flat_map(|(kind, fields)| catalogue.permissions(kind, fields)).collect()
    }
}

/// Permissions that only kinds without a single resource need.
fn untried(
    source: &Source,
    look: &Look,
    plan: &Plan,
    catalogue: &Catalogue,
    missing: &BTreeMap<&str, &Gap>,
) -> Vec<String> {
    let (mut tried, mut not) = (BTreeSet::new(), BTreeSet::new());
    let plan = plan.of(source);
    for (kind, fields) in plan.iter() {
        let found = look.collected.populations.iter().any(|p| p.kind == *kind && p.source == source.id && p.items > 0);
        let list = catalogue.permissions(kind, []);
        tried.extend(list);
        let all = catalogue.permissions(kind, fields);
        if found { tried.extend(all) } else { not.extend(all) }
    }
    let known = |permission: &&str| tried.contains(permission) || missing.contains_key(permission);
    not.into_iter().filter(|permission| !known(permission)).map(str::to_owned).collect()
}

fn table(answer: &Answer) -> Table {
    let mut rows = Vec::new();
    for one in &answer.sources {
        for lost in &one.missing {
            let count = format!("{} policies: {}", lost.policies.len(), lost.policies.join(", "));
            rows.push(vec![one.source.clone(), lost.permission.clone(), "missing".to_owned(), count]);
        }
        for why in one.unavailable.iter().chain(&one.failed) {
            rows.push(vec![one.source.clone(), String::new(), "cannot be asked".to_owned(), why.clone()]);
        }
        for permission in &one.untried {
            rows.push(vec![one.source.clone(), permission.clone(), "not tried".to_owned(), String::new()]);
        }
    }
    Table { columns: vec!["source", "permission", "state", "what it blinds, or why"], rows }
}

fn text(out: &mut dyn Write, answer: &Answer) -> std::io::Result<()> {
    for one in &answer.sources {
        let account = one.account.as_deref().unwrap_or("an unknown account");
        let identity = one.identity.as_deref().unwrap_or("an unknown identity");
        match &one.unavailable {
            Some(why) => wrap(out, 0, &format!("{}  cannot be asked: ", one.source), why)?,
            None => writeln!(out, "{}  {account}, as {identity}", one.source)?,
        }
        for lost in &one.missing {
            writeln!(out, "  missing    {}", lost.permission)?;
            let count = lost.policies.len();
            let plural = if count == 1 { "policy" } else { "policies" };
            wrap(out, 13, &format!("blinds {count} {plural}: "), &lost.policies.join(", "))?;
        }
        for why in &one.failed {
            wrap(out, 2, "failed     ", why)?;
        }
        if !one.untried.is_empty() {
            wrap(out, 2, "not tried  ", &format!("{} (there is nothing to try it on)", one.untried.join(", ")))?;
        }
    }
    let missing: usize = answer.sources.iter().map(|one| one.missing.len()).sum();
    let silent = answer.sources.iter().filter(|one| one.unavailable.is_some()).count();
    let sources = answer.sources.len();
    if answer.ready {
        return writeln!(out, "\nready: no permission is missing in {sources} sources");
    }
    let failed: usize = answer.sources.iter().map(|one| one.failed.len()).sum();
    let calls = if failed > 0 { format!(", {failed} calls failed") } else { String::new() };
    writeln!(
        out,
        "\nnot ready: {missing} permissions are missing{calls}, {silent} of {sources} sources cannot be asked"
    )
}
