//! A folder of registers as the command line reads and edits it: through the connector, over an
//! unrecorded wire. An edit is checked before it is written, and written whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};

use collect::{Access, Collected, Connector, Sink};
use model::{Plan, Resource, Source, Timestamp};
use registers::shape::{self, Register};
use wire::Wire;

use crate::problem::Problem;
use crate::world;

/// The source's name for messages and recordings that are not kept.
const SOURCE: &str = "registers";

/// Reads the registers of `kinds` in a folder; all if there is none named.
pub(crate) fn read(folder: &Path, kinds: &[&str]) -> Result<Collected, Problem> {
    let wrong = |e: &dyn std::error::Error| {
        Problem::new(format!("the registers in {} cannot be read", folder.display())).cause(e.to_string())
    };
    let mut specs = registers::Registers.kinds();
    specs.retain(|spec| kinds.is_empty() || kinds.contains(&spec.kind.as_str()));
    let plan = Plan::everything(&specs);
    let settings = [("directory".to_owned(), folder.display().to_string().into())].into();
    let id = SOURCE.parse().map_err(|e: model::IdError| wrong(&e))?;
    let source = Source { id, connector: registers::NAME.to_owned(), settings, unavailable: None };
    let clock = world::clock();
    let folders = [(SOURCE.to_owned(), folder.to_owned())].into();
    let wire = Wire::live(wire::only_files(folders, clock.clone()), clock);
    let sink = Sink::default();
    world::block_on(async {
        let session = registers::Registers.open(&source, Access::Recorded).await.map_err(|e| wrong(&e))?;
        session.collect(&plan, &wire, &sink).await.map_err(|e| wrong(&e))
    })?;
    Ok(sink.finish())
}

/// The resources of one kind.
pub(crate) fn of_kind(collected: &Collected, kind: &str) -> Result<Vec<Resource>, Problem> {
    let parse = |line| serde_json::from_slice(line).map_err(|e| Problem::new("a register cannot be read").because(e));
    collected.resources.iter().filter(|(key, _)| key.kind.as_str() == kind).map(|(_, line)| parse(line)).collect()
}

/// The register with this stem.
pub(crate) fn register(stem: &str) -> Result<&'static Register, Problem> {
    shape::all()
        .find(|register| register.stem == stem)
        .ok_or_else(|| Problem::new(format!("there is no register {stem}")))
}

/// The moment that somebody wrote, or `now`.
pub(crate) fn moment(text: Option<&str>) -> Result<Timestamp, Problem> {
    match text {
        None => Ok((world::clock())()),
        Some(text) => text.parse().map_err(|_| {
            Problem::new(format!("{text:?} is no moment with its zone")).hint("write 2026-01-31T10:00:00Z")
        }),
    }
}

/// Checks the text of a file of `register` and puts it in its place, in one step. A new file must
/// not be there yet.
pub(crate) fn write(folder: &Path, register: &Register, file: &str, text: &str, new: bool) -> Result<PathBuf, Problem> {
    let path = folder.join(file);
    let (_, faults) = registers::read(register, file, text.as_bytes(), (world::clock())());
    if !faults.is_empty() {
        let problem = Problem::new(format!("{} was not written: it would hold a mistake", path.display()));
        return Err(faults
            .iter()
            .fold(problem, |problem, fault| problem.cause(format!("{}/{fault}", folder.display()))));
    }
    put(&path, text, new)?;
    Ok(path)
}

/// Puts a file in its place in one step.
pub(crate) fn put(path: &Path, text: &str, new: bool) -> Result<(), Problem> {
    let refuse = |e: std::io::Error| {
        let problem = Problem::new(format!("cannot write {}", path.display()));
        match e.kind() {
            std::io::ErrorKind::AlreadyExists => problem.cause("it exists already, and is not overwritten"),
            _ => problem.because(e),
        }
    };
    let parent = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(refuse)?;
    if path.is_symlink() {
        return Err(Problem::new(format!("{} is a link, and links are not followed", path.display())));
    }
    let mut file = tempfile::Builder::new().prefix(".assize-").tempfile_in(parent).map_err(refuse)?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(refuse)?;
    // A temporary file is the owner's alone; a register is read by a team.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).map_or(0o644, |about| about.permissions().mode());
        file.as_file().set_permissions(std::fs::Permissions::from_mode(mode)).map_err(refuse)?;
    }
    if new {
        file.persist_noclobber(path).map_err(|e| refuse(e.error))?;
    } else {
        file.persist(path).map_err(|e| refuse(e.error))?;
    }
    Ok(())
}
