//! `assize frameworks`: what the frameworks ask, and what of it no policy speaks of or proves.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use assess::{Addressee, Framework, Frameworks, Requirement, RequirementKind};
use model::{EvidenceForm, FrameworkId, Policy, PolicyId, RequirementId};
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
    forms: &'a BTreeSet<EvidenceForm>,
    /// Needed forms that no policy of the product gives.
    missing: BTreeSet<EvidenceForm>,
    policies: BTreeSet<PolicyId>,
}

/// Which rows are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// All that ask for evidence.
    All,
    /// Those without a policy.
    WithoutPolicy,
    /// Those without any of the forms that they need.
    WithoutEvidence,
}

/// `assize frameworks`.
pub(crate) fn frameworks(args: &FrameworksArgs, screen: &Screen) -> Result<Exit, Problem> {
    let catalogue = runner::collect::catalogue(&sources::connectors_with(args.policy.manifests.as_deref())?);
    let texts = assets::frameworks(args.policy.frameworks.as_deref())?;
    let all = read(&texts)?;
    let policies = all_policies(args.policy.policies.as_deref(), &catalogue)?;
    let policies: Vec<Policy> = policies.policies().cloned().collect();
    // `gaps` is a question about all frameworks, unless somebody's framework has that name.
    let gaps = args.id.as_deref() == Some("gaps") && !all.iter().any(|f| f.id.as_str() == "gaps");
    let named = args.id.as_ref().filter(|_| !gaps);
    let only = &args.policy.framework;
    let chosen: Vec<&Framework> = all
        .iter()
        .filter(|f| named.is_none_or(|id| f.id.as_str() == id))
        .filter(|f| only.is_empty() || only.iter().any(|id| f.id.as_str() == id))
        .collect();
    if chosen.is_empty() {
        let known: Vec<&str> = all.iter().map(|f| f.id.as_str()).collect();
        return Err(Problem::new(format!(
            "there is no framework {}",
            named.or(only.first()).map_or("", String::as_str)
        ))
        .hint(format!("frameworks are: {}", known.join(", "))));
    }
    let wanted = match (gaps, args.gaps) {
        (true, _) => Wanted::WithoutEvidence,
        (false, true) => Wanted::WithoutPolicy,
        (false, false) => Wanted::All,
    };
    let rows: Vec<Row<'_>> = chosen.iter().flat_map(|f| rows(&all, f, &policies, wanted)).collect();
    match args.format {
        Format::Json => screen.json(&rows)?,
        _ if args.id.is_none() && !args.gaps => screen.result(|out| summary(out, &chosen, &rows))?,
        format => screen.result(|out| table(out, &chosen, &rows, format, gaps))?,
    }
    Ok(Exit::Pass)
}

fn rows<'a>(all: &Frameworks, framework: &'a Framework, policies: &[Policy], wanted: Wanted) -> Vec<Row<'a>> {
    let cited = cited(framework, policies);
    let forms: BTreeMap<&PolicyId, BTreeSet<EvidenceForm>> =
        policies.iter().map(|policy| (&policy.id, all.forms_of(policy))).collect();
    let row = |r: &'a Requirement| {
        let policies = cited.get(&r.id).cloned().unwrap_or_default();
        let given: BTreeSet<EvidenceForm> = policies.iter().filter_map(|id| forms.get(id)).flatten().copied().collect();
        let missing = r.forms.difference(&given).copied().collect();
        Row {
            framework: &framework.id,
            requirement: &r.id,
            cite: &r.cite,
            title: &r.title,
            forms: &r.forms,
            missing,
            policies,
        }
    };
    // A heading, a definition or a power of an authority asks for no evidence of ours.
    let asks = |r: &&Requirement| {
        !r.forms.is_empty() && r.kind != RequirementKind::Heading && r.addressee == Addressee::Entity
    };
    let keep = |r: &Row<'_>| match wanted {
        Wanted::All => true,
        Wanted::WithoutPolicy => r.policies.is_empty(),
        Wanted::WithoutEvidence => r.missing == *r.forms,
    };
    framework.requirements.iter().filter(asks).map(row).filter(keep).collect()
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
    writeln!(out, "\n`assize frameworks ID` shows one whole; `assize frameworks gaps` shows what no policy proves")
}

fn table(
    out: &mut dyn Write,
    frameworks: &[&Framework],
    rows: &[Row<'_>],
    format: Format,
    gaps: bool,
) -> std::io::Result<()> {
    for framework in frameworks {
        let own = rows.iter().filter(|r| *r.framework == framework.id);
        if gaps {
            let count = own.clone().count();
            let mark = if format == Format::Markdown { "\n## " } else { "" };
            writeln!(out, "{mark}{}: {count} requirements without any form of evidence from a policy", framework.id)?;
        }
        if format == Format::Markdown {
            writeln!(
                out,
                "# {}\n\n| Requirement | Title | Needs | Policies |\n| --- | --- | --- | --- |",
                framework.title
            )?;
        } else if !gaps {
            writeln!(out, "{}: {}", framework.id, framework.title)?;
        }
        for row in own {
            let forms: Vec<_> = row.forms.iter().map(|f| form(*f)).collect();
            let forms = forms.join(", ");
            if gaps && format == Format::Text {
                writeln!(out, "  {:14} {}  (needs {forms})", row.requirement, row.title)?;
                continue;
            }
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

/// The word for a form.
pub(crate) fn form(form: EvidenceForm) -> &'static str {
    match form {
        EvidenceForm::Configuration => "configuration",
        EvidenceForm::Log => "log",
        EvidenceForm::Document => "document",
        EvidenceForm::Attestation => "attestation",
    }
}
