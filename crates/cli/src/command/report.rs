//! `assize report`, and the report at the end of a run.

use std::io::BufRead;

use ::report::{Error, FindingSource, ReportInput, SealStatus, Style, render};
use ::seal::BundleReader;
use model::{Finding, Outcome, PolicyId, Run};
use runner::{Judged, Told};

use crate::args::{Format, OutputArgs, ReportArgs};
use crate::command::verify::check;
use crate::command::waivers::lines;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::trust::trust;

/// Columns when the terminal does not say.
const WIDTH: usize = 100;

/// Findings that are read again each time, so that a report needs no memory for them.
struct Lines<'a> {
    open: &'a dyn Fn() -> Result<Box<dyn BufRead>, runner::Error>,
}

impl Lines<'_> {
    /// Parses the lines in which one of `marks` stands, or all if there is none. Looking for a
    /// mark costs far less than parsing.
    fn marked(&self, marks: &[String], visit: &mut dyn FnMut(&Finding) -> Result<(), Error>) -> Result<(), Error> {
        let unreadable = |e: &dyn std::fmt::Display| Error::Findings(e.to_string().into());
        let mut lines = (self.open)().map_err(|e| unreadable(&e))?;
        let mut line = String::new();
        loop {
            line.clear();
            if lines.read_line(&mut line).map_err(|e| unreadable(&e))? == 0 {
                return Ok(());
            }
            if marks.is_empty() || marks.iter().any(|mark| line.contains(mark)) {
                visit(&serde_json::from_str(&line).map_err(|e| unreadable(&e))?)?;
            }
        }
    }
}

impl FindingSource for Lines<'_> {
    fn each(&self, visit: &mut dyn FnMut(&Finding) -> Result<(), Error>) -> Result<(), Error> {
        self.marked(&[], visit)
    }

    // A mark may also stand in a text, so what was parsed is asked once more.

    fn of(&self, policy: &PolicyId, visit: &mut dyn FnMut(&Finding) -> Result<(), Error>) -> Result<(), Error> {
        let mark = format!("\"policy\":\"{policy}\"");
        self.marked(&[mark], &mut |finding| if finding.policy == *policy { visit(finding) } else { Ok(()) })
    }

    fn with(&self, outcomes: &[Outcome], visit: &mut dyn FnMut(&Finding) -> Result<(), Error>) -> Result<(), Error> {
        let marks: Vec<String> = outcomes.iter().map(|o| format!("\"outcome\":\"{}\"", o.as_str())).collect();
        self.marked(&marks, &mut |finding| if outcomes.contains(&finding.outcome) { visit(finding) } else { Ok(()) })
    }
}

/// `assize report`.
pub(crate) fn report(args: &ReportArgs, screen: &Screen) -> Result<Exit, Problem> {
    let trust = trust(&args.trust)?;
    screen.step("verifying");
    let verified = check(&args.bundle, &trust, args.output.format, screen)?;
    let bundle: &BundleReader = &verified.reader;
    let told = Told::of(bundle)
        .map_err(|e| Problem::new("the bundle verifies, but cannot be reported").because(e).exit(Exit::Refused))?;
    let waivers = told
        .waivers(bundle)
        .map_err(|e| Problem::new("the bundle verifies, but cannot be reported").because(e).exit(Exit::Refused))?;
    let waivers = lines(&waivers, told.run.started_at);
    let open = || Told::findings(bundle).map(|f| Box::new(f) as Box<dyn BufRead>);
    let signed_by = verified.signed_by();
    let input = ReportInput {
        run: &told.run,
        seen: &told.seen,
        populations: &told.populations,
        gaps: &told.gaps,
        policies: &told.policies,
        tallies: &told.tallies,
        assessments: &told.assessments,
        waivers: &waivers,
        findings: &Lines { open: &open },
        seal: SealStatus::Verified(&signed_by),
        style: style(&args.output, screen),
    };
    write(&input, args.output.format, screen)?;
    Ok(Exit::Pass)
}

/// Prints the report of a run that was just judged. `key` names who sealed it.
pub(crate) fn print(
    run: &Run,
    judged: &Judged,
    key: Option<&str>,
    output: &OutputArgs,
    screen: &Screen,
) -> Result<(), Problem> {
    let open = || judged.findings().map(|f| Box::new(f) as Box<dyn BufRead>);
    let input = ReportInput {
        run,
        seen: &judged.collected.seen,
        populations: &judged.collected.populations,
        gaps: &judged.collected.gaps,
        policies: &judged.policies,
        tallies: &judged.tallies,
        assessments: &judged.assessments,
        waivers: &lines(&judged.waivers, run.started_at),
        findings: &Lines { open: &open },
        seal: key.map_or(SealStatus::Unsigned, SealStatus::Signed),
        style: style(output, screen),
    };
    write(&input, output.format, screen)
}

fn style(output: &OutputArgs, screen: &Screen) -> Style {
    Style { ansi: screen.colour, all: output.all, width: WIDTH }
}

fn write(input: &ReportInput<'_>, format: Format, screen: &Screen) -> Result<(), Problem> {
    let format = match format {
        Format::Text => ::report::Format::Text,
        Format::Json => ::report::Format::Json,
        Format::Markdown => ::report::Format::Markdown,
    };
    screen.result(|out| {
        render(format, input, out).map_err(|e| match e {
            Error::Write(source) => source,
            other => std::io::Error::other(other.to_string()),
        })
    })
}
