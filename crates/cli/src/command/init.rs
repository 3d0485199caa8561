//! `assize init`: a configuration to start from.

use std::io::Write;
use std::path::Path;

use crate::args::{Format, InitArgs};
use crate::config::DEFAULT_FILE;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::register_folder::put;

/// The file that is written. A test reads it back through the real parser.
pub(crate) const TEMPLATE: &str = include_str!("init.toml");

/// The configuration, with the source of registers in force if they are wanted.
fn template(with_registers: bool) -> String {
    let quiet = "# [[source]]\n# connector = \"registers\"\n# directory = \"registers\"\n";
    let said = "[[source]]\nconnector = \"registers\"\ndirectory = \"registers\"\n";
    if with_registers { TEMPLATE.replace(quiet, said) } else { TEMPLATE.to_owned() }
}

/// Writes the registers. A file that is there already is left as it is.
fn scaffold(folder: &Path) -> Result<usize, Problem> {
    let mut written = 0;
    for (name, text) in registers::scaffold() {
        let path = folder.join(name);
        if !path.exists() {
            put(&path, &text, true)?;
            written += 1;
        }
    }
    Ok(written)
}

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
    file.write_all(template(args.registers).as_bytes()).map_err(refuse)?;
    let folder = args.directory.join(registers::FOLDER);
    let scaffolded = if args.registers { scaffold(&folder)? } else { 0 };
    if args.format == Format::Json {
        screen.json(&serde_json::json!({ "wrote": path.display().to_string(), "registers": scaffolded }))?;
        return Ok(Exit::Pass);
    }
    screen.result(|out| {
        writeln!(out, "wrote {}", path.display())?;
        if scaffolded > 0 {
            writeln!(out, "wrote {} ({scaffolded} files)", folder.display())?;
            writeln!(out, "next: fill in {}/entity.toml, then `assize registers check`", folder.display())?;
        }
        writeln!(out, "next: edit its sources, then `assize run`")
    })?;
    Ok(Exit::Pass)
}
