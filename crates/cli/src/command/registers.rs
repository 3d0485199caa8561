//! `assize registers`: every mistake with its file and line, before a run finds it.

use std::path::Path;

use collect::Collected;

use crate::args::{Format, RegistersCommand};
use crate::assets;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::register_folder::{of_kind, read};
use crate::rules;

/// Mistakes shown at most; the rest is counted.
const SHOWN: usize = 100;

/// `assize registers`.
pub(crate) fn registers(command: &RegistersCommand, screen: &Screen) -> Result<Exit, Problem> {
    let RegistersCommand::Check { directory, frameworks, format } = command;
    let mut collected = read(directory, &[])?;
    let frameworks = rules::frameworks(&assets::frameworks(frameworks.as_deref())?)?;
    runner::attested::check_requirements(&mut collected, &frameworks)
        .map_err(|e| Problem::new("the registers cannot be checked").because(e))?;
    let mut mistakes: Vec<&str> = collected.gaps.iter().map(|gap| gap.message.as_str()).collect();
    mistakes.sort_unstable();
    mistakes.dedup();
    let measures = of_kind(&collected, "registers.governance.measure_set")?;
    let digest = measures.first().and_then(|set| set.fields.iter().find(|(name, _)| name.as_str() == "digest"));
    let digest = digest.and_then(|(_, value)| value.as_str());
    let code = if mistakes.is_empty() { Exit::Pass } else { Exit::Usage };
    if *format == Format::Json {
        screen.json(&serde_json::json!({
            "entries": entries(&collected), "mistakes": mistakes, "measure_set": digest,
        }))?;
        return Ok(code);
    }
    tell(directory, &collected, &mistakes, digest, screen)?;
    Ok(code)
}

/// Entries, without the measure set that no file holds.
fn entries(collected: &Collected) -> usize {
    collected.resources.iter().filter(|(key, _)| key.kind.as_str() != "registers.governance.measure_set").count()
}

fn tell(
    directory: &Path,
    collected: &Collected,
    mistakes: &[&str],
    digest: Option<&str>,
    screen: &Screen,
) -> Result<(), Problem> {
    screen.result(|out| {
        for mistake in mistakes.iter().take(SHOWN) {
            writeln!(out, "{mistake}")?;
        }
        if mistakes.len() > SHOWN {
            writeln!(out, "and {} more", mistakes.len() - SHOWN)?;
        }
        writeln!(out, "{}: {} entries, {} mistakes", directory.display(), entries(collected), mistakes.len())?;
        match digest {
            Some(digest) => writeln!(out, "measures: {digest} (an approval names this digest in measure_set)"),
            None => Ok(()),
        }
    })
}
