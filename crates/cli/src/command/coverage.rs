//! `assize crosswalk --have`: how far the evidence of a bundle for one framework covers another.

use std::io::Write;
use std::path::Path;

use assess::{Coverage, Covered, Framework, Frameworks, coverage};
use model::FrameworkId;
use runner::Told;
use serde::Serialize;

use crate::args::{CrosswalkArgs, Format, TableFormat, TrustArgs};
use crate::command::table::{Table, wrap};
use crate::command::verify::check;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::trust::trust;

#[derive(Serialize)]
struct Answer<'a> {
    from: &'a FrameworkId,
    to: &'a FrameworkId,
    run: &'a str,
    covered: usize,
    partly: usize,
    not_covered: usize,
    requirements: &'a [Covered],
}

/// Says what of `to` the bundle's evidence for `from` covers.
pub(super) fn have(
    bundle: &Path,
    args: &CrosswalkArgs,
    all: &Frameworks,
    from: &Framework,
    to: &Framework,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let format = if args.format == TableFormat::Json { Format::Json } else { Format::Text };
    screen.step("verifying");
    if args.key.is_empty() && args.trust.is_none() {
        return Err(Problem::new("--have needs --key or --trust: a bundle is worth what its signer is"));
    }
    let whom = trust(&TrustArgs { key: args.key.clone(), trust: args.trust.clone() })?;
    let verified = check(bundle, &whom, format, screen)?;
    let told = Told::of(&verified.reader)
        .map_err(|e| Problem::new("the bundle verifies, but cannot be read").because(e).exit(Exit::Refused))?;
    if !told.assessments.iter().any(|one| one.framework == from.id) {
        return Err(Problem::new(format!("the bundle holds no assessment for {}", from.id))
            .hint("seal a run whose policies are evidence for it"));
    }
    let found = coverage(all, from, to, &told.assessments);
    let count = |wanted| found.iter().filter(|one| one.coverage == wanted).count();
    let answer = Answer {
        from: &from.id,
        to: &to.id,
        run: &told.run.id,
        covered: count(Coverage::Covered),
        partly: count(Coverage::Partly),
        not_covered: count(Coverage::NotCovered),
        requirements: &found,
    };
    match args.format {
        TableFormat::Json => screen.json(&answer)?,
        TableFormat::Csv => screen.result(|out| table(&found).csv(out))?,
        TableFormat::Markdown => screen.result(|out| {
            writeln!(out, "# {}, from evidence for {}\n\n{}\n", to.title, from.title, sentence(&answer))?;
            table(&found).markdown(out)
        })?,
        TableFormat::Text => screen.result(|out| text(out, &answer, args.all))?,
    }
    Ok(Exit::Pass)
}

fn sentence(answer: &Answer<'_>) -> String {
    format!(
        "Of {} requirements of {}, the evidence for {} in run {} covers {}, serves {} in part, and says nothing of {}.",
        answer.requirements.len(),
        answer.to,
        answer.from,
        answer.run,
        answer.covered,
        answer.partly,
        answer.not_covered
    )
}

fn word(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Covered => "covered",
        Coverage::Partly => "partly",
        Coverage::NotCovered => "not covered",
    }
}

fn table(found: &[Covered]) -> Table {
    let row = |one: &Covered| {
        let through: Vec<String> =
            one.through.iter().map(|t| format!("{} ({} of {} forms)", t.requirement, t.forms.0, t.forms.1)).collect();
        vec![
            one.requirement.to_string(),
            one.cite.clone(),
            one.title.clone(),
            word(one.coverage).to_owned(),
            through.join(", "),
            one.add.join("; "),
            one.own.clone().unwrap_or_default(),
        ]
    };
    Table {
        columns: vec!["requirement", "cite", "title", "coverage", "through", "must be added", "own findings"],
        rows: found.iter().map(row).collect(),
    }
}

/// Articles and criteria; the points of an annex only if all are asked for.
fn text(out: &mut dyn Write, answer: &Answer<'_>, all: bool) -> std::io::Result<()> {
    wrap(out, 0, "", &sentence(answer))?;
    let shown = |one: &&Covered| all || !one.requirement.as_str().starts_with("ir.");
    let mut hidden = answer.requirements.len();
    for coverage in [Coverage::Covered, Coverage::Partly, Coverage::NotCovered] {
        let own: Vec<&Covered> =
            answer.requirements.iter().filter(|one| one.coverage == coverage).filter(shown).collect();
        hidden -= own.len();
        if own.is_empty() {
            continue;
        }
        writeln!(out, "\n{}", word(coverage).to_uppercase())?;
        for one in own {
            writeln!(out, "  {:12} {}", one.requirement.as_str(), one.title)?;
            let through: Vec<String> =
                one.through.iter().map(|t| format!("{} {}/{}", t.requirement, t.forms.0, t.forms.1)).collect();
            if !through.is_empty() {
                wrap(out, 15, "through ", &through.join(", "))?;
            }
            for add in &one.add {
                wrap(out, 15, "add     ", add)?;
            }
        }
    }
    if hidden > 0 {
        writeln!(out, "\n{hidden} points of the annex are not shown; --all shows them")?;
    }
    writeln!(out, "\nn/m: forms of evidence present of those needed. Covered is evidence, not compliance.")
}
