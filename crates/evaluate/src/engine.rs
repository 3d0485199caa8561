//! The one place that touches the Rego engine's set-up: interpreter, strict, with a timer.
//!
//! Never use its virtual machine: it misses violations without an error.

use std::num::NonZeroU32;
use std::time::Duration;

use regorus::Engine;
use regorus::utils::limits::ExecutionTimerConfig;

use crate::diagnostic::{Diagnostic, Report};
use crate::set::PolicySet;
use crate::token::Pos;

/// Stack of threads that parse or run policies: the engine recurses.
pub(crate) const STACK: usize = 512 * 1024 * 1024;

/// The longest error text kept.
const MAX_ERROR: usize = 500;

/// A rule that is always true; asking for it makes the engine analyse all files and run nothing.
const PROBE: (&str, &str) = ("probe.rego", "package assize_probe\n\nimport rego.v1\n\nok := true\n");

/// What the engine says of a file or of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Complaint {
    /// File and position, if it names one.
    pub(crate) place: Option<(String, Pos)>,
    /// The message, one line.
    pub(crate) message: String,
    /// True if the timer stopped it.
    pub(crate) too_long: bool,
}

impl std::fmt::Display for Complaint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.place {
            Some((file, at)) => write!(f, "{file}:{}:{}: {}", at.line, at.column, self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Reads the engine's error: `--> file:line:column`, source lines, `error: message`. A backtrace
/// that the environment may have asked for is left out.
pub(crate) fn complaint(error: &impl std::fmt::Display) -> Complaint {
    let whole = error.to_string();
    let text = whole.split("Stack backtrace:").next().unwrap_or_default();
    let place = text.lines().find_map(|line| {
        let mut parts = line.trim().strip_prefix("--> ")?.rsplitn(3, ':');
        let (column, line, file) = (parts.next()?, parts.next()?, parts.next()?);
        Some((file.to_owned(), Pos { line: line.parse().ok()?, column: column.parse().ok()? }))
    });
    let said: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("error: ")).collect();
    let message = if said.is_empty() { text.split_whitespace().collect::<Vec<_>>().join(" ") } else { said.join("; ") };
    let too_long = message.contains("execution exceeded time limit");
    Complaint { place, message: message.chars().take(MAX_ERROR).collect(), too_long }
}

/// An engine with these files (path, text), parsed and analysed.
pub(crate) fn build<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Engine, Complaint> {
    build_with(files.into_iter().chain([PROBE]), "data.assize_probe.ok".to_owned())
}

/// The same, where `probe` is the path of a rule in the files that asks nothing.
pub(crate) fn build_with<'f>(
    files: impl IntoIterator<Item = (&'f str, &'f str)>,
    probe: String,
) -> Result<Engine, Complaint> {
    let mut engine = Engine::new();
    engine.set_strict_builtin_errors(true);
    for (path, text) in files {
        engine.add_policy(path.to_owned(), text.to_owned()).map_err(|error| complaint(&error))?;
    }
    engine.eval_rule(probe).map_err(|error| complaint(&error))?;
    Ok(engine)
}

/// Limits the wall-clock time of each evaluation.
pub(crate) fn limit(engine: &mut Engine, time: Duration) {
    let check_interval = NonZeroU32::new(256).unwrap_or(NonZeroU32::MIN);
    engine.set_execution_timer_config(ExecutionTimerConfig { limit: time, check_interval });
}

/// Runs `work` on a thread with a stack that the engine cannot exhaust within its limits.
pub(crate) fn on_big_stack<T: Send>(work: impl FnOnce() -> T + Send) -> std::io::Result<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)?;
        thread.join().map_err(|_| std::io::Error::other("the Rego engine panicked"))
    })
}

/// True if the engine takes all policies with all helpers, and all tests.
fn is_whole(set: &PolicySet) -> bool {
    let helpers = set.libs.values().map(|(path, text)| (path.as_str(), text.as_str()));
    let policies = set.policies.values().map(|loaded| (loaded.path.as_str(), loaded.text.as_str()));
    let tests = set.tests.values().map(|test| (test.path.as_str(), test.text.as_str()));
    std::thread::scope(|scope| {
        let tests = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || build(tests).is_ok());
        let judged = build(helpers.chain(policies)).is_ok();
        judged && tests.is_ok_and(|thread| thread.join().unwrap_or(false))
    })
}

/// Lets the engine parse and analyse every file of `set`, each with what it needs.
pub(crate) fn check(set: &PolicySet, found: &mut Vec<Diagnostic>) {
    let outcome = on_big_stack(|| {
        // Each file is parsed once. Only if something is wrong, one by one, to tell all that is.
        if is_whole(set) {
            return Vec::new();
        }
        let mut complaints = Vec::new();
        let mut try_files = |path: &str, files: Vec<(&str, &str)>| {
            if let Err(complaint) = build(files) {
                complaints.push((path.to_owned(), complaint));
            }
        };
        let lib = |name: &String| set.libs.get(name).map(|(path, text)| (path.as_str(), text.as_str()));
        let all_libs: Vec<(&str, &str)> =
            set.libs.values().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        if let Some((path, _)) = all_libs.first() {
            try_files(path, all_libs.clone());
        }
        for (id, loaded) in &set.policies {
            let mut files: Vec<(&str, &str)> = loaded.libs.iter().filter_map(lib).collect();
            files.push((&loaded.path, &loaded.text));
            try_files(&loaded.path, files);
            if let Some(test) = set.tests.get(id.as_str()) {
                let mut files = all_libs.clone();
                files.extend([(loaded.path.as_str(), loaded.text.as_str()), (test.path.as_str(), test.text.as_str())]);
                try_files(&test.path, files);
            }
        }
        complaints
    });
    let complaints = outcome.unwrap_or_else(|error| {
        vec![(String::new(), Complaint { place: None, message: error.to_string(), too_long: false })]
    });
    for (path, complaint) in complaints {
        let (file, at) = complaint.place.unwrap_or((path, Pos::default()));
        let mut report = Report::new(&file);
        report.add(at, "rego", complaint.message, None);
        found.append(&mut report.found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_lose_excerpts_and_backtraces() {
        let text = "\n--> a/b.rego:4:7\n  |\n4 | x := y\n  |      ^\nerror: use of undefined variable `y` is unsafe\n\nStack backtrace:\n 0: secret";
        let complaint = complaint(&text);
        assert_eq!(complaint.to_string(), "a/b.rego:4:7: use of undefined variable `y` is unsafe");
        assert!(!complaint.too_long);
    }

    #[test]
    fn regular_expressions_know_unicode_classes() {
        let text = "package t\n\nimport rego.v1\n\nok if {\n\tregex.match(`(?i)^straße\\d+$`, \"STRASSE1\") == false\n\tregex.match(`(?i)^É\\d\\w\\b`, \"é1x\")\n}\n";
        let mut engine = build([("t.rego", text)]).unwrap();
        assert_eq!(engine.eval_rule("data.t.ok".to_owned()).unwrap(), regorus::Value::from(true));
    }
}
