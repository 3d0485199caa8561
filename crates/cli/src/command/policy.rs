//! `assize policy`: list, test and explain.

use std::io::Write;

use collect::Catalogue;
use evaluate::{PolicySet, Selection};
use model::{Need, Policy, PolicyId};

use crate::args::{Format, PolicyArgs, PolicyCommand};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::rules::{all_policies, known_frameworks};
use crate::sources;

/// `assize policy`.
pub(crate) fn policy(command: PolicyCommand, screen: &Screen) -> Result<Exit, Problem> {
    let (PolicyCommand::List { policy: args, .. }
    | PolicyCommand::Test { policy: args, .. }
    | PolicyCommand::Coverage { policy: args, .. }
    | PolicyCommand::Explain { policy: args, .. }) = &command;
    let catalogue = runner::collect::catalogue(&sources::connectors_with(args.manifests.as_deref())?);
    match command {
        PolicyCommand::List { policy, format } => list(&chosen(&policy, &catalogue)?, format, screen),
        PolicyCommand::Test { policy, format } => {
            super::policy_test::test(&chosen(&policy, &catalogue)?, format, screen)
        }
        PolicyCommand::Coverage { against, policy, format } => {
            super::policy_coverage::coverage(&against, &chosen(&policy, &catalogue)?, format, screen)
        }
        PolicyCommand::Explain { id, policy, format } => explain(&id, &policy, &catalogue, format, screen),
    }
}

fn chosen(args: &PolicyArgs, catalogue: &Catalogue) -> Result<PolicySet, Problem> {
    let set = all_policies(args.policies.as_deref(), catalogue)?;
    known_frameworks(&args.framework, &set)?;
    let selection = Selection { ids: args.select.clone(), frameworks: args.framework.clone(), ..Selection::default() };
    set.select(&selection).map_err(|e| Problem::new("no policy can be chosen").because(e))
}

fn requirements(policy: &Policy) -> String {
    let framework = |(id, all): (_, &Vec<model::RequirementId>)| {
        format!("{id} {}", all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
    };
    policy.requirements.iter().map(framework).collect::<Vec<_>>().join("; ")
}

fn list(set: &PolicySet, format: Format, screen: &Screen) -> Result<Exit, Problem> {
    if format == Format::Json {
        screen.json(&set.policies().collect::<Vec<_>>())?;
        return Ok(Exit::Pass);
    }
    let width = set.policies().map(|p| p.id.as_str().len()).max().unwrap_or_default();
    screen.result(|out| {
        if format == Format::Markdown {
            writeln!(out, "| Policy | Severity | Title | Requirements |\n| --- | --- | --- | --- |")?;
        }
        for p in set.policies() {
            match format {
                Format::Markdown => {
                    writeln!(out, "| `{}` | {} | {} | {} |", p.id, p.severity.as_str(), p.title, requirements(p))?;
                }
                _ => writeln!(out, "{:width$}  {:8}  {}", p.id, p.severity.as_str(), p.title)?,
            }
        }
        if format == Format::Text {
            writeln!(out, "\n{} policies; `assize policy explain ID` tells more", set.len())?;
        }
        Ok(())
    })?;
    Ok(Exit::Pass)
}

fn explain(
    id: &str,
    args: &PolicyArgs,
    catalogue: &Catalogue,
    format: Format,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let all = all_policies(args.policies.as_deref(), catalogue)?;
    let one = Selection { ids: vec![id.to_owned()], ..Selection::default() };
    let set = all.select(&one).map_err(|e| {
        Problem::new(format!("there is no policy {id}")).because(e).hint("`assize policy list` shows all policies")
    })?;
    let mut policies = set.policies();
    match format {
        // One document in any case: a list where the id may stand for several.
        Format::Json if id.contains('*') => screen.json(&policies.collect::<Vec<_>>())?,
        Format::Json => policies.try_for_each(|policy| screen.json(policy))?,
        _ => policies.try_for_each(|policy| {
            let files = set.files();
            let source = files.get(&path_of(&policy.id)).map_or("", String::as_str);
            screen.result(|out| explained(out, policy, catalogue, source))
        })?,
    }
    Ok(Exit::Pass)
}

fn path_of(id: &PolicyId) -> String {
    format!("{}.rego", id.as_str().replace('.', "/"))
}

fn explained(out: &mut dyn Write, p: &Policy, catalogue: &Catalogue, source: &str) -> std::io::Result<()> {
    writeln!(out, "{}\n{}\n", p.id, p.title)?;
    writeln!(out, "{}\n", p.description.trim())?;
    writeln!(out, "severity      {}", p.severity.as_str())?;
    let on_request = catalogue.get(&p.kind).is_some_and(|spec| spec.on_request);
    writeln!(out, "judges        {}{}", p.kind, if on_request { ", which is asked on request" } else { "" })?;
    for need in &p.needs {
        let (kind, field) = match need {
            Need::Field(field) => (&p.kind, Some(field)),
            Need::Other(kind, field) => (kind, field.as_ref()),
        };
        let spec = catalogue.get(kind);
        let of_field = spec.and_then(|s| s.fields.iter().find(|f| Some(&f.name) == field)).map(|f| &f.permissions);
        let permissions = of_field.filter(|p| !p.is_empty()).or(spec.map(|s| &s.permissions));
        let permissions = permissions.filter(|p| !p.is_empty());
        let permissions = permissions.map(|p| format!("  (permission: {})", p.join(", "))).unwrap_or_default();
        writeln!(out, "needs         {need}{permissions}")?;
    }
    for (name, value) in &p.params {
        writeln!(out, "parameter     {name} = {value}")?;
    }
    for (framework, ids) in &p.requirements {
        writeln!(
            out,
            "evidence for  {framework} {}",
            ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        )?;
    }
    for (tool, ids) in &p.equivalent {
        writeln!(out, "equivalent    {tool}: {}", ids.join(", "))?;
    }
    writeln!(out, "if it fails   {}", p.remediation.trim())?;
    writeln!(out, "digest        sha256:{}", p.digest)?;
    let code: String =
        source.lines().skip_while(|l| l.starts_with('#') || l.is_empty()).fold(String::new(), |all, l| all + l + "\n");
    writeln!(out, "\n{code}")
}
