//! `assize verify` on a disclosure: does it show what was signed, and what does it show.
//!
//! Never says that anything is complete.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use ::seal::Trust;
use ::seal::disclosure::{Content, Shown, VerifiedDisclosure, verify};
use serde::Serialize;
use serde_json::Value;

use crate::args::Format;
use crate::command::verify::{Ledger, NotChecked, Signer, not_checked, refusal_problem, signer, signers_text};
use crate::print::Screen;
use crate::problem::{Exit, Problem};

/// What a disclosure shows, for machines.
#[derive(Serialize)]
struct Verdict<'a> {
    disclosure: String,
    verified: bool,
    /// Always false: a disclosure never says that nothing else is there.
    complete: bool,
    signers: Vec<Signer>,
    not_checked: Vec<NotChecked<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<Ledger<'a>>,
    entries: u64,
    size: u64,
    in_part: u64,
    fields_withheld: u64,
    files: &'a BTreeMap<String, Lines>,
    findings: &'a BTreeMap<String, u64>,
    findings_on_withheld_resources: u64,
    statement: &'a ::seal::Statement,
}

/// What is shown of one file.
#[derive(Default, Serialize)]
struct Lines {
    full: u64,
    in_part: u64,
    fields_withheld: u64,
}

/// What goes by.
#[derive(Default)]
struct Tally {
    files: BTreeMap<String, Lines>,
    outcomes: BTreeMap<String, u64>,
    resources: BTreeSet<[String; 3]>,
    findings: Vec<[String; 3]>,
}

/// Verifies a disclosure and says what it shows.
pub(crate) fn verify_disclosure(path: &Path, trust: &Trust, format: Format, screen: &Screen) -> Result<Exit, Problem> {
    let file = File::open(path).map_err(|e| Problem::new(format!("cannot read {}", path.display())).because(e))?;
    let mut tally = Tally::default();
    let verified = verify(BufReader::with_capacity(1 << 20, file), trust, &mut |shown| tally.add(&shown))
        .map_err(|refusal| refusal_problem(path, &refusal, format, screen))?;
    let sum = |count: fn(&Lines) -> u64| tally.files.values().map(count).sum();
    let verdict = Verdict {
        disclosure: path.display().to_string(),
        verified: true,
        complete: false,
        signers: verified.signers.iter().map(signer).collect(),
        not_checked: not_checked(&verified.unchecked),
        ledger: verified.ledger.as_ref().map(Ledger::of),
        entries: verified.entries,
        size: verified.statement.predicate.disclosure.size,
        in_part: sum(|lines| lines.in_part),
        fields_withheld: sum(|lines| lines.fields_withheld),
        files: &tally.files,
        findings: &tally.outcomes,
        findings_on_withheld_resources: tally.on_withheld(),
        statement: &verified.statement,
    };
    match format {
        Format::Json => screen.json(&verdict)?,
        Format::Text | Format::Markdown => screen.result(|out| text(out, &verdict, &verified))?,
    }
    Ok(Exit::Pass)
}

impl Tally {
    fn add(&mut self, shown: &Shown) {
        let lines = self.files.entry(shown.path.clone()).or_default();
        let (object, is_full) = match &shown.content {
            Content::Full(bytes) => {
                lines.full += 1;
                (serde_json::from_slice(bytes).unwrap_or_default(), true)
            }
            Content::Part { object, hidden } => {
                lines.in_part += 1;
                lines.fields_withheld += hidden;
                (object.clone(), false)
            }
        };
        let field = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
        let key = |id: &str| Some([field("kind")?, field("source")?, field(id)?]);
        if shown.path == "data/findings.jsonl" {
            *self.outcomes.entry(field("outcome").unwrap_or_else(|| "withheld".to_owned())).or_default() += 1;
            self.findings.extend(key("resource").or_else(|| object.get("resource").is_none().then(Default::default)));
        } else if shown.path == "data/resources.jsonl" && is_full {
            self.resources.extend(key("id"));
        }
    }

    /// Findings about a resource that is not shown in full.
    fn on_withheld(&self) -> u64 {
        self.findings.iter().filter(|key| !self.resources.contains(*key)).count() as u64
    }
}

fn text(out: &mut dyn std::io::Write, verdict: &Verdict<'_>, verified: &VerifiedDisclosure) -> std::io::Result<()> {
    let run = &verified.statement.predicate.run;
    writeln!(out, "verified   {}, which shows a part of a bundle", verdict.disclosure)?;
    writeln!(out, "run        {}, collected {} to {}", run.id, run.started_at, run.finished_at)?;
    signers_text(out, &verdict.signers)?;
    let (part, fields) = (verdict.in_part, verdict.fields_withheld);
    writeln!(
        out,
        "shown      {} of {} entries, {part} of them in part ({fields} fields withheld)",
        verdict.entries, verdict.size
    )?;
    // Rules are files of their own, dozens of them: one line for each of their folders.
    let mut files: BTreeMap<&str, Lines> = BTreeMap::new();
    for (path, lines) in verdict.files {
        let folder = ["data/policies/", "data/frameworks/", "data/bodies/"].into_iter().find(|f| path.starts_with(f));
        let sum = files.entry(folder.unwrap_or(path)).or_default();
        sum.full += lines.full;
        sum.in_part += lines.in_part;
        sum.fields_withheld += lines.fields_withheld;
    }
    for (path, lines) in files {
        let part = match lines.in_part {
            0 => String::new(),
            n => format!(", {n} in part ({} fields withheld)", lines.fields_withheld),
        };
        let noun = match (path.ends_with('/'), lines.full) {
            (true, 1) => " file",
            (true, _) => " files",
            (false, _) => "",
        };
        writeln!(out, "  {path}: {}{noun} in full{part}", lines.full)?;
    }
    let o = &verified.statement.predicate.outcomes;
    for (name, total) in
        [("pass", o.pass), ("fail", o.fail), ("unknown", o.unknown), ("not_applicable", o.not_applicable)]
    {
        let shown = verdict.findings.get(name).copied().unwrap_or_default();
        writeln!(out, "findings   {shown} of {total} {} shown", name.replace('_', " "))?;
    }
    if let Some(n) = verdict.findings.get("withheld") {
        writeln!(out, "findings   {n} with their outcome withheld")?;
    }
    writeln!(
        out,
        "rest on    {} findings speak of a resource that is not shown in full",
        verdict.findings_on_withheld_resources
    )?;
    writeln!(
        out,
        "withheld   {} entries; nothing here says what they are",
        verdict.size.saturating_sub(verdict.entries)
    )?;
    verdict.ledger.iter().try_for_each(|place| place.text(out))?;
    for unchecked in &verdict.not_checked {
        unchecked.text(out)?;
    }
    writeln!(out, "complete   never: a disclosure shows what its maker chose")
}
