//! What goes wrong, in words for people: `error:` names it, `cause:` says why, `hint:` the way out.

use std::fmt;

/// Exit codes. They are part of the interface and never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Every finding passes.
    Pass = 0,
    /// A policy failed.
    Fail = 1,
    /// Wrong usage, configuration or policy.
    Usage = 2,
    /// Something could not be judged.
    Unknown = 3,
    /// A bundle was refused.
    Refused = 4,
    /// The store could not be reached or is not whole.
    Store = 5,
    /// SIGINT or SIGTERM.
    Interrupted = 130,
}

/// A failure with the exit code it deserves.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) exit: Exit,
    pub(crate) error: String,
    pub(crate) causes: Vec<String>,
    pub(crate) hint: Option<String>,
}

impl Problem {
    /// A problem of usage, configuration or surroundings.
    pub(crate) fn new(error: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, error: error.into(), causes: Vec::new(), hint: None }
    }

    /// The same with another exit code.
    pub(crate) fn exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// Adds a cause, and the causes of that cause.
    pub(crate) fn because(mut self, cause: impl std::error::Error) -> Self {
        self.causes.push(cause.to_string());
        let mut next = cause.source();
        while let Some(inner) = next {
            let text = inner.to_string();
            // Many errors repeat their source in their own words; say each thing once.
            if !self.causes.iter().any(|c| c.contains(&text)) {
                self.causes.push(text);
            }
            next = inner.source();
        }
        if self.hint.is_none() && self.causes.iter().any(|cause| says_full(cause)) {
            self.hint = Some(NO_ROOM.to_owned());
        }
        self
    }

    /// Adds a cause in words.
    pub(crate) fn cause(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }

    /// Error and causes in one line, to stand inside another problem.
    pub(crate) fn in_one_line(&self) -> String {
        std::iter::once(&self.error).chain(&self.causes).map(String::as_str).collect::<Vec<_>>().join(": ")
    }

    /// Adds the way out.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The way out of a full disk.
const NO_ROOM: &str = "free some space, or set TMPDIR to a folder that has more: there a run writes while it works";

/// Whether the system's complaint is that there is no room. Not every error hands on its kind, but each its words.
fn says_full(cause: &str) -> bool {
    ["No space left on device", "File too large", "quota exceeded"].iter().any(|words| cause.contains(words))
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}", self.error)?;
        for cause in &self.causes {
            writeln!(f, "cause: {}", cause.trim_end().replace('\n', "\n       "))?;
        }
        if let Some(hint) = &self.hint {
            writeln!(f, "hint:  {}", hint.replace('\n', "\n       "))?;
        }
        Ok(())
    }
}
