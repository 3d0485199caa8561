//! Everything that reaches the terminal: results on standard output, progress and notes on
//! standard error.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::problem::Problem;

/// The terminal, or what stands in for it.
#[derive(Debug)]
pub(crate) struct Screen {
    quiet: bool,
    verbose: u8,
    /// True if results may have colour.
    pub(crate) colour: bool,
    bar: ProgressBar,
}

impl Screen {
    /// Progress is drawn only on a terminal, and never when `quiet`.
    pub(crate) fn new(quiet: bool, verbose: u8, colour: bool) -> Self {
        let bar =
            if quiet || !std::io::stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed_precise} {msg}") {
            bar.set_style(style);
        }
        Self { quiet, verbose, colour, bar }
    }

    /// Starts the log on standard error: warnings, or more with `--verbose`.
    pub(crate) fn start_log(&self) {
        let level = match self.verbose {
            0 => "error",
            1 => "info",
            2 => "debug",
            _ => "trace",
        };
        // Foreign crates log requests, credentials and replies; only ours may speak at the higher
        // levels. A name in a filter stands for all that begin with it: `aws` would let the SDK's
        // crates (`aws_smithy_runtime` and others) speak too, so the longer name silences them.
        let filter = format!(
            "error,assize={level},aws={level},aws_=off,github={level},wire={level},runner={level},octocrab=off"
        );
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
        let _ = log.try_init();
    }

    /// Shows what is going on now.
    pub(crate) fn step(&self, text: impl Into<String>) {
        self.bar.enable_steady_tick(Duration::from_millis(120));
        self.bar.set_message(text.into());
    }

    /// The progress line, for callbacks.
    pub(crate) fn bar(&self) -> ProgressBar {
        self.bar.clone()
    }

    /// Takes the progress line away.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// A note for people, unless `--quiet`.
    pub(crate) fn note(&self, text: impl AsRef<str>) {
        self.clear();
        if !self.quiet {
            eprintln!("{}", text.as_ref());
        }
    }

    /// Writes a result to standard output. A reader that went away is not a failure of ours.
    pub(crate) fn result(&self, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Problem> {
        self.clear();
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        match write(&mut out).and_then(|()| out.flush()) {
            Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            Err(e) => Err(Problem::new("cannot write to standard output").because(e)),
            Ok(()) => Ok(()),
        }
    }

    /// Writes a value as indented JSON to standard output.
    pub(crate) fn json<T: serde::Serialize>(&self, value: &T) -> Result<(), Problem> {
        self.result(|out| {
            serde_json::to_writer_pretty(&mut *out, value)?;
            writeln!(out)
        })
    }
}
