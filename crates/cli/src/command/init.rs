//! `assize init`: a configuration to start from.

use std::io::Write;

use crate::args::{Format, InitArgs};
use crate::config::DEFAULT_FILE;
use crate::print::Screen;
use crate::problem::{Exit, Problem};

/// The file that is written. A test reads it back through the real parser.
pub(crate) const TEMPLATE: &str = include_str!("init.toml");

/// `assize init`.
pub(crate) fn init(args: &InitArgs, screen: &Screen) -> Result<Exit, Problem> {
    let path = args.directory.join(DEFAULT_FILE);
    let refuse = |e: std::io::Error| {
        let problem = Problem::new(format!("cannot write {}", path.display()));
        if e.kind() == std::io::ErrorKind::AlreadyExists {
            problem.cause("it exists already").hint("edit it, or name another directory: assize init DIRECTORY")
        } else {
            problem.because(e)
        }
    };
    std::fs::create_dir_all(&args.directory).map_err(refuse)?;
    let mut file = std::fs::File::create_new(&path).map_err(refuse)?;
    file.write_all(TEMPLATE.as_bytes()).map_err(refuse)?;
    if args.format == Format::Json {
        screen.json(&serde_json::json!({ "wrote": path.display().to_string() }))?;
        return Ok(Exit::Pass);
    }
    screen.result(|out| {
        writeln!(out, "wrote {}", path.display())?;
        writeln!(out, "next: edit its sources, then `assize run`")
    })?;
    Ok(Exit::Pass)
}
