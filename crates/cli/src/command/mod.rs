//! One file per command.

use clap::CommandFactory;

use crate::args::Cli;
use crate::print::Screen;
use crate::problem::{Exit, Problem};

pub(crate) mod assess;
pub(crate) mod collect;
pub(crate) mod coverage;
pub(crate) mod crosswalk;
pub(crate) mod disclose;
pub(crate) mod export;
pub(crate) mod frameworks;
pub(crate) mod incident;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod kinds;
pub(crate) mod ledger;
mod ledger_bundles;
mod ledger_cosign;
mod ledger_period;
pub(crate) mod merge;
pub(crate) mod permissions;
pub(crate) mod plan;
pub(crate) mod policy;
mod policy_coverage;
mod policy_test;
pub(crate) mod preflight;
pub(crate) mod registers;
mod registers_seed;
mod reperformed;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod scope;
mod scope_ask;
mod scope_tell;
mod shown;
pub(crate) mod store;
mod table;
pub(crate) mod verify;
pub(crate) mod waivers;

/// `assize completions`.
pub(crate) fn completions(shell: clap_complete::Shell, screen: &Screen) -> Result<Exit, Problem> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "assize", &mut script);
    screen.result(|out| out.write_all(&script))?;
    Ok(Exit::Pass)
}
