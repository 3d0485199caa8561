//! `assize policy test`: runs the tests beside the policies.

use std::io::Write;

use evaluate::{PolicySet, Tested};

use crate::args::Format;
use crate::print::Screen;
use crate::problem::{Exit, Problem};

/// Runs all tests of the set. A policy that is not proven able to pass, to fail and not to know is
/// wrong, however many of its tests hold.
pub(crate) fn test(set: &PolicySet, format: Format, screen: &Screen) -> Result<Exit, Problem> {
    screen.step("testing policies");
    let tested = evaluate::test(set).map_err(|e| Problem::new("the policies cannot be tested").because(e))?;
    if format == Format::Json {
        screen.json(&tested)?;
    } else {
        screen.result(|out| text(out, &tested))?;
    }
    Ok(if tested.iter().all(Tested::good) { Exit::Pass } else { Exit::Fail })
}

fn text(out: &mut dyn Write, tested: &[Tested]) -> std::io::Result<()> {
    for one in tested {
        let lines = one.covered.len() + one.not_covered.len();
        let verdict = if one.good() { "ok  " } else { "FAIL" };
        writeln!(out, "{verdict} {}  {} tests, {} of {lines} lines", one.subject, one.tests.len(), one.covered.len())?;
        for (name, why) in one.tests.iter().filter_map(|(name, why)| why.as_ref().map(|why| (name, why))) {
            writeln!(out, "     {name}: {why}")?;
        }
        for problem in &one.problems {
            writeln!(out, "     {problem}")?;
        }
        if !one.unguarded.is_empty() {
            let lines: Vec<_> = one.unguarded.iter().map(ToString::to_string).collect();
            writeln!(out, "     no test notices if these lines are taken out: {}", lines.join(", "))?;
        }
    }
    let good = tested.iter().filter(|t| t.good()).count();
    let tests: usize = tested.iter().map(|t| t.tests.len()).sum();
    writeln!(out, "\n{good} of {} proven, {tests} tests", tested.len())
}
