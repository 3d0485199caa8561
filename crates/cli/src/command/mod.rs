//! One file per command.

use clap::CommandFactory;

use crate::args::Cli;
use crate::print::Screen;
use crate::problem::{Exit, Problem};

pub(crate) mod collect;
pub(crate) mod export;
pub(crate) mod frameworks;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod policy;
mod policy_test;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod store;
pub(crate) mod verify;

/// `assize completions`.
pub(crate) fn completions(shell: clap_complete::Shell, screen: &Screen) -> Result<Exit, Problem> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "assize", &mut script);
    screen.result(|out| out.write_all(&script))?;
    Ok(Exit::Pass)
}
