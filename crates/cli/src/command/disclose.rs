//! `assize disclose`: shows a part of a bundle that verifies on its own.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, BufWriter, Seek as _, Write as _};
use std::path::Path;

use ::seal::disclosure::{Counts, verify, write};
use ::seal::{Trust, Verified};
use age::x25519::Recipient;
use runner::{Ask, Picked, is_example, pick};

use crate::args::{DiscloseArgs, Format};
use crate::command::verify::check;
use crate::encrypt::{encrypt, recipients};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::trust::trust;

/// Traces of withheld values that are named at most.
const TRACES: usize = 10;

/// `assize disclose`.
pub(crate) fn disclose(args: &DiscloseArgs, screen: &Screen) -> Result<Exit, Problem> {
    let trust = trust(&args.trust)?;
    let recipients = recipients(&args.recipient, &args.recipients_file)?;
    if args.output.symlink_metadata().is_ok() {
        return Err(Problem::new(format!("{} exists already", args.output.display())).hint("name another file"));
    }
    screen.step("verifying");
    let verified = check(&args.bundle, &trust, args.format, screen)?;
    screen.step("choosing");
    let picked = pick(&verified.reader, &ask(args)).map_err(|e| Problem::new("nothing is disclosed").because(e))?;
    let example = is_example(&verified.reader).map_err(|e| unreadable(&e))?;
    screen.step("writing");
    let (mut plain, counts) = written(&verified, &picked)?;
    checked(&mut plain, &trust, &picked, args)?;
    place(&mut plain, &recipients, &args.output)?;
    tell(args, &picked, &counts, example, screen)?;
    Ok(Exit::Pass)
}

fn ask(args: &DiscloseArgs) -> Ask {
    Ask {
        requirements: args.requirement.clone(),
        policies: args.policy.clone(),
        resources: args.resource.clone(),
        kinds: args.kind.clone(),
        redact: args.redact.clone(),
        replies: args.with_replies,
    }
}

fn unreadable(e: &runner::Error) -> Problem {
    Problem::new("the bundle verifies, but cannot be disclosed").because(e).exit(Exit::Refused)
}

/// The disclosure in a file that has no name, so that nothing of it stays if anything fails.
fn written(verified: &Verified, picked: &Picked) -> Result<(File, Counts), Problem> {
    let failed = |e: std::io::Error| Problem::new("cannot write a temporary file").because(e);
    let mut out = BufWriter::new(tempfile::tempfile().map_err(failed)?);
    let counts = write(&verified.reader, &verified.statement, &picked.selection, &mut out)
        .map_err(|e| Problem::new("nothing is disclosed").because(e).exit(Exit::Refused))?;
    let file = out.into_inner().map_err(|e| failed(e.into_error()))?;
    Ok((file, counts))
}

/// Verifies what was written as a stranger would, and looks for traces of what is withheld.
fn checked(plain: &mut File, trust: &Trust, picked: &Picked, args: &DiscloseArgs) -> Result<(), Problem> {
    rewind(plain)?;
    let mut traces = BTreeSet::new();
    let mut look = |shown: ::seal::disclosure::Shown| {
        if let Some((pointer, field)) = picked.trace_in(&shown) {
            let place = field.map_or_else(String::new, |field| format!(" in {field}"));
            traces.insert((shown.path, shown.line, format!("a value of {pointer}{place}")));
        }
    };
    verify(BufReader::new(&mut *plain), trust, &mut look)
        .map_err(|e| Problem::new("the disclosure just written does not verify; nothing is left").because(e))?;
    if traces.is_empty() || args.accept_traces {
        return Ok(());
    }
    let problem = Problem::new(match traces.len() {
        1 => "a withheld value still stands in an entry that is shown".to_owned(),
        n => format!("withheld values still stand in {n} entries that are shown"),
    });
    let mut problem = traces
        .iter()
        .take(TRACES)
        .fold(problem, |p, (path, line, what)| p.cause(format!("{path} line {line}: {what}")));
    if let Some(more) = traces.len().checked_sub(TRACES).filter(|more| *more > 0) {
        problem = problem.cause(format!("and in {more} more"));
    }
    Err(problem.hint(
        "withhold those fields too with --redact (a finding names its resource in /resource and may quote it in\n/messages), ask for less, or accept it with --accept-traces",
    ))
}

fn rewind(file: &mut File) -> Result<(), Problem> {
    file.rewind().map_err(|e| Problem::new("cannot read a temporary file").because(e))
}

/// Copies the disclosure to its name, encrypted if there are recipients; whole or not at all.
fn place(plain: &mut File, recipients: &[Recipient], target: &Path) -> Result<(), Problem> {
    rewind(plain)?;
    let failed = |e: std::io::Error| Problem::new(format!("cannot write {}", target.display())).because(e);
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let builder = &mut tempfile::Builder::new();
    let named = builder.prefix(::seal::TEMPORARY_PREFIX).suffix(::seal::TEMPORARY_SUFFIX).tempfile_in(folder);
    let mut out = BufWriter::new(named.map_err(failed)?);
    if recipients.is_empty() {
        std::io::copy(plain, &mut out).map_err(failed)?;
    } else {
        encrypt(recipients, plain, &mut out).map_err(failed)?;
    }
    out.flush().map_err(failed)?;
    let named = out.into_inner().map_err(|e| failed(e.into_error()))?;
    named.as_file().sync_all().map_err(failed)?;
    named.persist_noclobber(target).map_err(|e| failed(e.error))?;
    Ok(())
}

fn tell(args: &DiscloseArgs, picked: &Picked, counts: &Counts, example: bool, screen: &Screen) -> Result<(), Problem> {
    let Counts { full, part, fields, left_out, size } = counts;
    let mut notes = picked.notes.clone();
    if !left_out.is_empty() {
        notes.push(format!(
            "{} entries are left out whole, because nothing of them could be shown in part",
            left_out.len()
        ));
    }
    if example {
        notes.push(
            "this bundle was sealed from an example that anyone may read: whoever has it knows what is withheld"
                .to_owned(),
        );
    }
    let wrote = args.output.display().to_string();
    if args.format == Format::Json {
        return screen.json(&serde_json::json!({
            "wrote": wrote, "entries": full + part, "in_part": part, "fields_withheld": fields, "size": size,
            "findings": picked.findings, "notes": notes,
        }));
    }
    screen.note(format!(
        "wrote {wrote}: {} findings, {} of {size} entries shown, {part} of them in part ({fields} fields withheld)",
        picked.findings,
        full + part
    ));
    for note in &notes {
        screen.note(format!("note: {note}"));
    }
    Ok(())
}
