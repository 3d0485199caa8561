//! The command line: the only place that reads flags, environment and clock, and that prints.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

mod args;
mod assets;
mod command;
mod config;
mod encrypt;
mod incident;
mod ledger;
mod ledger_home;
mod live;
mod place;
mod print;
mod problem;
mod register_folder;
mod rules;
mod seal;
mod signers;
mod sources;
mod stamps;
mod stored;
mod trust;
mod world;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, When};
use print::Screen;
use problem::{Exit, Problem};

/// Runs the program and says how it ended.
pub fn main() -> ExitCode {
    // The child that evaluates policies must not touch anything before it has limited itself.
    if std::env::args_os().nth(1).is_some_and(|a| a == world::EVALUATE_CHILD) {
        return match evaluate::child_main(std::io::stdin(), std::io::stdout()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::from(Exit::Usage as u8)
            }
        };
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // clap's help and version also arrive here; only real misuse is code 2.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let screen = Screen::new(cli.quiet, cli.verbose, colour(cli.color));
    screen.start_log();
    let exit = dispatch(cli.command, &screen).unwrap_or_else(|problem| {
        screen.clear();
        eprint!("{problem}");
        problem.exit
    });
    ExitCode::from(exit as u8)
}

fn dispatch(command: Command, screen: &Screen) -> Result<Exit, Problem> {
    match command {
        Command::Run(args) => command::run::run(&args, screen),
        Command::Collect(args) => command::collect::collect(&args, screen, command::collect::Style::Recording),
        Command::Record(args) => command::collect::collect(&args, screen, command::collect::Style::Fixture),
        Command::Evaluate(args) => command::run::evaluate(&args, screen),
        Command::Export(args) => command::export::export(&args, screen),
        Command::Merge(args) => command::merge::merge(&args, screen),
        Command::Verify(args) => command::verify::verify(&args, screen),
        Command::Disclose(args) => command::disclose::disclose(&args, screen),
        Command::Report(args) => command::report::report(&args, screen),
        Command::Policy(args) => command::policy::policy(args, screen),
        Command::Kinds(args) => command::kinds::kinds(&args, screen),
        Command::Plan(args) => command::plan::plan(&args, screen),
        Command::Preflight(args) => command::preflight::preflight(&args, screen),
        Command::Permissions(args) => command::permissions::permissions(&args, screen),
        Command::Frameworks(args) => command::frameworks::frameworks(&args, screen),
        Command::Ledger(args) => command::ledger::ledger(args, screen),
        Command::Crosswalk(args) => command::crosswalk::crosswalk(&args, screen),
        Command::Assess(args) => command::assess::assess(&args, screen),
        Command::Scope(args) => command::scope::scope(&args, screen),
        Command::Registers(args) => command::registers::registers(&args, screen),
        Command::Waivers(args) => command::waivers::waivers(&args, screen),
        Command::Incident(args) => command::incident::incident(&args, screen),
        Command::Key(args) => command::key::key(args, screen),
        Command::Store(command) => command::store::store(command, screen),
        Command::Init(args) => command::init::init(&args, screen),
        Command::Completions { shell } => command::completions(shell, screen),
        Command::EvaluateChild => Ok(Exit::Usage),
    }
}

fn colour(when: When) -> bool {
    use std::io::IsTerminal;
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let plain = |name| std::env::var_os(name).is_some_and(|v: std::ffi::OsString| !v.is_empty());
            std::io::stdout().is_terminal()
                && !plain("NO_COLOR")
                && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
        }
    }
}
