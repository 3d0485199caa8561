//! The report for an auditor, in Markdown: everything, with denominators, evidence forms, what is
//! missing, and the ids of the exchanges that each finding rests on.
//!
//! What other people's systems say stands in code spans; all other text is escaped.

use std::fmt::Display;
use std::io::Write;

use model::{Assessment, EvidenceForm, Finding, FormStatus, Gap, Outcome, Policy, Shard, Waiver, canonical_json};

use crate::safe::{code, plain, prose};
use crate::summary::{ONE_RUN, Overview, Summary, by_severity, forms, overviews, plural, reason, tally, technical};
use crate::{Error, ReportInput, SealStatus};

/// Writes the report.
pub(crate) fn write(input: &ReportInput<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let summary = Summary::gather(input)?;
    header(input, &summary, out)?;
    populations(input, out)?;
    gaps(input, &summary, out)?;
    waivers(input, out)?;
    overviews(input).iter().try_for_each(|overview| requirements(overview, out))?;
    policies(input, out)?;
    findings(input, out)
}

fn header(input: &ReportInput<'_>, summary: &Summary, out: &mut dyn Write) -> Result<(), Error> {
    let run = input.run;
    writeln!(out, "# Evidence report, run {}\n", code(&run.id))?;
    writeln!(out, "{}.\n", summary.sentence(input))?;
    writeln!(out, "This report says what there is evidence for. It is no statement of compliance.\n")?;
    writeln!(out, "- Collected from {} to {}", code(&run.started_at.to_string()), code(&run.finished_at.to_string()))?;
    writeln!(out, "- Judged as of {}", code(&run.started_at.to_string()))?;
    writeln!(out, "- Program: Assize {}", code(&run.assize))?;
    let config = run.config.as_ref().map_or_else(|| "none".to_owned(), |digest| code(digest.as_str()));
    writeln!(out, "- Configuration file, SHA-256: {config}")?;
    let seal = match input.seal {
        SealStatus::Unsigned => "unsigned".to_owned(),
        SealStatus::Signed(key) => format!("signed with {}", code(key)),
        SealStatus::Verified(key) => format!("verified with {}", code(key)),
    };
    writeln!(out, "- Seal: {seal}\n\n## Scope\n")?;
    for (id, accounts) in &run.accounts {
        let asked = accounts.asked.len();
        writeln!(out, "- {} stands for {asked} accounts, each asked as a source of its own", code(id.as_str()))?;
        for (account, why) in &accounts.left_out {
            writeln!(out, "  - account {} was left out: {}", code(account), code(why))?;
        }
    }
    if let Some(shard) = &run.shard {
        writeln!(out, "- This is part {} of {}; other parts ask: {}", shard.index, shard.of, elsewhere(shard))?;
    }
    if !run.merged.is_empty() {
        let runs: Vec<String> = run.merged.iter().map(|id| code(id)).collect();
        writeln!(out, "- Joined from the runs {}", runs.join(", "))?;
    }
    for source in &run.sources {
        let settings = String::from_utf8_lossy(&canonical_json(&source.settings)?).into_owned();
        writeln!(
            out,
            "- {} asked through {} with {}",
            code(source.id.as_str()),
            code(&source.connector),
            code(&settings)
        )?;
        let mut answered = false;
        for seen in input.seen.iter().filter(|seen| seen.source == source.id) {
            answered = true;
            let said = |value: &Option<String>| value.as_deref().map_or_else(|| "not known".to_owned(), code);
            let regions: Vec<String> = seen.regions.iter().map(|region| code(region)).collect();
            let regions = if regions.is_empty() { String::new() } else { format!("; regions {}", regions.join(", ")) };
            writeln!(out, "  - answered: {}; asked as {}{regions}", said(&seen.account), said(&seen.identity))?;
        }
        if !answered {
            writeln!(out, "  - nobody answered")?;
        }
    }
    Ok(())
}

fn elsewhere(shard: &Shard) -> String {
    let ids: Vec<String> = shard.elsewhere.iter().map(|id| code(id.as_str())).collect();
    if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") }
}

fn populations(input: &ReportInput<'_>, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "\n## Populations\n")?;
    if input.populations.is_empty() {
        writeln!(out, "No list was read.")?;
        return Ok(());
    }
    writeln!(
        out,
        "| kind | source | items | pages | independent count | complete |\n| --- | --- | ---: | ---: | ---: | --- |"
    )?;
    for one in input.populations {
        let counted = one.independent_count.map_or_else(|| "none".to_owned(), |n| n.to_string());
        let complete = if one.complete { "yes" } else { "**no**" };
        // Kinds and source names have letters, digits, dots, `-` and `_` only.
        writeln!(
            out,
            "| `{}` | `{}` | {} | {} | {counted} | {complete} |",
            one.kind, one.source, one.items, one.pages
        )?;
    }
    Ok(())
}

fn gaps(input: &ReportInput<'_>, summary: &Summary, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "\n## What could not be seen\n")?;
    if input.gaps.is_empty() && summary.unknown.is_empty() {
        writeln!(out, "Everything that was asked for was learnt.")?;
        return Ok(());
    }
    for (why, group) in summary.unknown() {
        let policies: Vec<String> = group.policies.iter().map(|(policy, n)| format!("`{policy}` ({n})")).collect();
        let findings = plural(group.findings, "finding", "findings");
        writeln!(out, "- {} → {findings} unknown: {}", code(&reason(why)), policies.join(", "))?;
    }
    if !input.gaps.is_empty() {
        writeln!(out, "\n{}:\n", plural(input.gaps.len() as u64, "gap of the run", "gaps of the run"))?;
        for gap in input.gaps {
            writeln!(out, "- {}", unseen(gap))?;
        }
    }
    Ok(())
}

fn waivers(input: &ReportInput<'_>, out: &mut dyn Write) -> Result<(), Error> {
    if input.waivers.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Waivers\n\nA waiver never changes an outcome: what it covers is told as the failure it is.\n")?;
    writeln!(out, "| policy | resources | source | state | from | until | asked by | approved by | covers | reason |")?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- | --- | --- | ---: | --- |")?;
    for one in input.waivers {
        let source = one.source.as_ref().map_or_else(|| "all".to_owned(), |source| format!("`{source}`"));
        let state = if one.void { format!("**{}**", plain(&one.told())) } else { plain(&one.told()) };
        let Waiver { reason, author, created, expires, .. } = &one.waiver;
        writeln!(
            out,
            "| `{}` | {} | {source} | {state} | `{created}` | `{expires}` | {} | {} | {} | {} |",
            one.policy,
            plain(&one.resource),
            plain(author),
            plain(one.approver()),
            one.covered,
            plain(reason)
        )?;
    }
    Ok(())
}

fn unseen(gap: &Gap) -> String {
    let resource = gap.resource.as_deref().map_or_else(String::new, |id| format!(" {}", code(id)));
    let field = gap.field.as_ref().map_or_else(String::new, |field| format!(", field `{field}`"));
    let permission = gap.permission.as_deref().map_or_else(String::new, |name| format!(", permission {}", code(name)));
    let exchange = gap.exchange.as_ref().map_or_else(String::new, |id| format!("; exchange `{id}`"));
    format!(
        "`{}`{resource}{field} in `{}`: {}{permission}: {}{exchange}",
        gap.kind,
        gap.source,
        gap.cause.as_str(),
        code(&gap.message)
    )
}

fn requirements(overview: &Overview<'_>, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "\n## Requirements of {}\n\n{}.", overview.framework, overview.sentence())?;
    if !overview.with.is_empty() {
        writeln!(out, "\n| requirement | technical part | attested part | forms | pass | fail | unknown | n/a |")?;
        writeln!(out, "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |")?;
        for one in &overview.with {
            let (id, state, counts) = (&one.requirement, technical(one.technical), &one.counts);
            let numbers =
                [counts.pass, counts.fail, counts.unknown, counts.not_applicable].map(|n| n.to_string()).join(" | ");
            writeln!(out, "| {id} | {state} | {} | {} | {numbers} |", technical(one.attested), forms(one))?;
        }
        writeln!(out, "\n{ONE_RUN}")?;
        writeln!(out)?;
        overview.with.iter().try_for_each(|one| requirement(one, out))?;
    }
    if !overview.without.is_empty() {
        writeln!(out, "\nWithout evidence in this run:\n")?;
        for one in &overview.without {
            let missing: Vec<&str> = one.forms.iter().map(|form| word(form.form)).collect();
            writeln!(out, "- {} {} (needs {})", one.requirement, plain(&one.title), missing.join(", "))?;
        }
    }
    Ok(())
}

fn requirement(one: &Assessment, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "- **{}** {}", one.requirement, plain(&one.title))?;
    writeln!(out, "  - {}", plain(&one.statement))?;
    let forms: Vec<String> = one
        .forms
        .iter()
        .map(|form| {
            format!("{} {}{}", word(form.form), if form.present { "present" } else { "**missing**" }, share(form))
        })
        .collect();
    if !forms.is_empty() {
        writeln!(out, "  - Forms of evidence: {}", forms.join(", "))?;
    }
    writeln!(out, "  - Policies: {}", spans(&one.policies))?;
    if !one.missing_permissions.is_empty() {
        let names: Vec<String> = one.missing_permissions.iter().map(|name| code(name)).collect();
        writeln!(out, "  - Missing permissions: {}", names.join(", "))?;
    }
    if let Some(error) = &one.counts.error {
        writeln!(out, "  - Policies that did not work: {}", code(error))?;
    }
    Ok(())
}

/// ` (127 of 130)`: findings of the form that pass, and all that were judged.
fn share(form: &FormStatus) -> String {
    let of = |counts: &model::Counts| format!(" ({} of {})", counts.pass, counts.pass + counts.fail + counts.unknown);
    form.counts.as_ref().map_or_else(String::new, of)
}

fn word(form: EvidenceForm) -> &'static str {
    match form {
        EvidenceForm::Configuration => "configuration",
        EvidenceForm::Log => "log",
        EvidenceForm::Document => "document",
        EvidenceForm::Attestation => "attestation",
    }
}

/// Ids whose characters are known to be harmless.
fn spans<T: Display>(ids: impl IntoIterator<Item = T>) -> String {
    ids.into_iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

fn policies(input: &ReportInput<'_>, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "\n## Policies\n")?;
    writeln!(out, "| policy | severity | pass | fail | unknown | n/a |\n| --- | --- | ---: | ---: | ---: | ---: |")?;
    for policy in by_severity(input.policies).flat_map(|(_, policies)| policies) {
        let t = tally(input, &policy.id);
        let severity = policy.severity.as_str();
        writeln!(
            out,
            "| `{}` | {severity} | {} | {} | {} | {} |",
            policy.id, t.pass, t.fail, t.unknown, t.not_applicable
        )?;
    }
    Ok(())
}

fn findings(input: &ReportInput<'_>, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "\n## Findings")?;
    for policy in by_severity(input.policies).flat_map(|(_, policies)| policies) {
        about(input, policy, out)?;
        let tally = tally(input, &policy.id);
        let listed = [
            (Outcome::Fail, "Fail", tally.fail),
            (Outcome::Unknown, "Unknown", tally.unknown),
            (Outcome::NotApplicable, "Not applicable", tally.not_applicable),
            (Outcome::Pass, "Pass", tally.pass),
        ];
        for (outcome, title, count) in listed {
            let quiet = matches!(outcome, Outcome::Pass | Outcome::NotApplicable) && !input.style.all;
            if count > 0 && quiet {
                writeln!(out, "\n{title}: {count}, listed in the JSON report and in the bundle.")?;
            } else if count > 0 {
                writeln!(out, "\n{title}: {count}\n")?;
                input.findings.of(&policy.id, &mut |f| if f.outcome == outcome { finding(f, out) } else { Ok(()) })?;
            }
        }
    }
    Ok(())
}

fn about(input: &ReportInput<'_>, policy: &Policy, out: &mut dyn Write) -> Result<(), Error> {
    let tally = tally(input, &policy.id);
    let judged = tally.pass + tally.fail + tally.unknown;
    writeln!(
        out,
        "\n### `{}`\n\n{}. {}\n",
        policy.id,
        plain(policy.title.trim_end_matches('.')),
        plain(&policy.description)
    )?;
    writeln!(out, "- Result: {} of {judged} judged pass", tally.pass)?;
    if let Some(error) = &tally.error {
        writeln!(out, "- Did not work: {}", code(error))?;
    } else if tally.total() == 0 {
        writeln!(out, "- Gave no finding")?;
    }
    let needs = if policy.needs.is_empty() { "no field".to_owned() } else { spans(&policy.needs) };
    writeln!(out, "- Judges `{}`, needs {needs}", policy.kind)?;
    for (framework, ids) in &policy.requirements {
        let ids: Vec<&str> = ids.iter().map(model::RequirementId::as_str).collect();
        writeln!(out, "- Evidence for {framework}: {}", ids.join(", "))?;
    }
    if !policy.params.is_empty() {
        writeln!(out, "- Parameters: {}", code(&String::from_utf8_lossy(&canonical_json(&policy.params)?)))?;
    }
    writeln!(out, "- Source, SHA-256: `{}`", policy.digest)?;
    writeln!(out, "- Remedy: {}", plain(&prose(&policy.remediation)))?;
    Ok(())
}

fn finding(finding: &Finding, out: &mut dyn Write) -> Result<(), Error> {
    let resource = finding.resource.as_deref().map_or_else(|| format!("all of `{}`", finding.kind), code);
    writeln!(out, "- {resource} in `{}`", finding.source)?;
    for message in &finding.messages {
        writeln!(out, "  - {}", code(message))?;
    }
    for gap in &finding.gaps {
        writeln!(out, "  - not seen: {}", unseen(gap))?;
    }
    if let Some(Waiver { reason, author, approver, created, expires }) = &finding.waiver {
        let (author, approver, reason) = (code(author), code(approver), code(reason));
        writeln!(
            out,
            "  - waived from `{created}` until `{expires}`, asked by {author}, approved by {approver}: {reason}"
        )?;
    }
    if finding.exchanges.is_empty() {
        writeln!(out, "  - rests on no exchange")?;
    } else {
        writeln!(out, "  - exchanges: {}", spans(&finding.exchanges))?;
    }
    Ok(())
}
