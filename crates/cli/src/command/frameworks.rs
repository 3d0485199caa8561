//! `assize frameworks`: what the frameworks ask, and what of it no policy speaks of.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use assess::{Framework, Requirement, RequirementKind};
use model::{FrameworkId, Policy, PolicyId, RequirementId};
use serde::Serialize;

use crate::args::{Format, FrameworksArgs};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::rules::{all_policies, frameworks as read};
use crate::{assets, sources};

/// Which policies are evidence for which requirement, children counted for their parents too.
type Cited = BTreeMap<RequirementId, BTreeSet<PolicyId>>;

#[derive(Serialize)]
struct Row<'a> {
    framework: &'a FrameworkId,
    requirement: &'a RequirementId,
    cite: &'a str,
    title: &'a str,
    forms: &'a BTreeSet<model::EvidenceForm>,
    policies: BTreeSet<PolicyId>,
}

/// `assize frameworks`.
pub(crate) fn frameworks(args: &FrameworksArgs, screen: &Screen) -> Result<Exit, Problem> {
    let catalogue = runner::collect::catalogue(&sources::connectors());
    let texts = assets::frameworks(args.policy.frameworks.as_deref())?;
    let all = read(&texts)?;
    let policies = all_policies(args.policy.policies.as_deref(), &catalogue)?;
    let policies: Vec<Policy> = policies.policies().cloned().collect();
    let chosen: Vec<&Framework> =
        all.iter().filter(|f| args.id.as_ref().is_none_or(|id| f.id.as_str() == id)).collect();
    if chosen.is_empty() {
        let known: Vec<&str> = all.iter().map(|f| f.id.as_str()).collect();
        return Err(Problem::new(format!("there is no framework {}", args.id.as_deref().unwrap_or_default()))
            .hint(format!("frameworks are: {}", known.join(", "))));
    }
    let rows: Vec<Row<'_>> = chosen.iter().flat_map(|f| rows(f, &policies, args.gaps)).collect();
    match args.format {
        Format::Json => screen.json(&rows)?,
        _ if args.id.is_none() && !args.gaps => screen.result(|out| summary(out, &chosen, &rows))?,
        format => screen.result(|out| table(out, &chosen, &rows, format))?,
    }
    Ok(Exit::Pass)
}

fn rows<'a>(framework: &'a Framework, policies: &[Policy], gaps: bool) -> Vec<Row<'a>> {
    let cited = cited(framework, policies);
    let row = |r: &'a Requirement| Row {
        framework: &framework.id,
        requirement: &r.id,
        cite: &r.cite,
        title: &r.title,
        forms: &r.forms,
        policies: cited.get(&r.id).cloned().unwrap_or_default(),
    };
    // A heading, a definition or a power of an authority asks for no evidence of ours.
    let asks = |r: &&Requirement| !r.forms.is_empty() && r.kind != RequirementKind::Heading;
    framework.requirements.iter().filter(asks).map(row).filter(|r| !gaps || r.policies.is_empty()).collect()
}

fn cited(framework: &Framework, policies: &[Policy]) -> Cited {
    let parents: BTreeMap<&RequirementId, &Vec<RequirementId>> =
        framework.requirements.iter().map(|r| (&r.id, &r.parents)).collect();
    let mut cited = Cited::new();
    for policy in policies {
        let mut waiting: Vec<&RequirementId> = policy.requirements.get(&framework.id).into_iter().flatten().collect();
        while let Some(id) = waiting.pop() {
            if cited.entry(id.clone()).or_default().insert(policy.id.clone()) {
                waiting.extend(parents.get(id).into_iter().flat_map(|p| p.iter()));
            }
        }
    }
    cited
}

fn summary(out: &mut dyn Write, frameworks: &[&Framework], rows: &[Row<'_>]) -> std::io::Result<()> {
    for framework in frameworks {
        let own: Vec<_> = rows.iter().filter(|r| *r.framework == framework.id).collect();
        let spoken = own.iter().filter(|r| !r.policies.is_empty()).count();
        writeln!(out, "{:10} {}", framework.id, framework.title)?;
        writeln!(out, "{:10} {spoken} of {} requirements have a policy", "", own.len())?;
    }
    writeln!(out, "\n`assize frameworks ID` shows one whole; --gaps shows what no policy speaks of")
}

fn table(out: &mut dyn Write, frameworks: &[&Framework], rows: &[Row<'_>], format: Format) -> std::io::Result<()> {
    for framework in frameworks {
        let own = rows.iter().filter(|r| *r.framework == framework.id);
        if format == Format::Markdown {
            writeln!(
                out,
                "# {}\n\n| Requirement | Title | Needs | Policies |\n| --- | --- | --- | --- |",
                framework.title
            )?;
        } else {
            writeln!(out, "{}: {}", framework.id, framework.title)?;
        }
        for row in own {
            let forms: Vec<_> = row.forms.iter().map(|f| form(*f)).collect();
            let forms = forms.join(", ");
            if format == Format::Markdown {
                let policies: Vec<_> = row.policies.iter().map(|p| format!("`{p}`")).collect();
                writeln!(out, "| {} | {} | {forms} | {} |", row.cite, row.title, policies.join(" "))?;
            } else {
                let count = match row.policies.len() {
                    0 => "no policy".to_owned(),
                    1 => "1 policy".to_owned(),
                    n => format!("{n} policies"),
                };
                writeln!(out, "  {:14} {:11} {}  ({forms})", row.requirement, count, row.title)?;
            }
        }
    }
    Ok(())
}

fn form(form: model::EvidenceForm) -> &'static str {
    match form {
        model::EvidenceForm::Configuration => "configuration",
        model::EvidenceForm::Log => "log",
        model::EvidenceForm::Document => "document",
        model::EvidenceForm::Attestation => "attestation",
    }
}
