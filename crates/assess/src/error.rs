//! What can be wrong with a framework, crosswalk or waiver file, and where in the file it is.
//! A message names the thing and the way out; it never quotes more than a line of the file.

use std::ops::Range;
use std::sync::Arc;

use model::PolicyId;
use serde::de::DeserializeOwned;

/// The most bytes that a file may have. The largest built-in file is 160 KB.
const MOST_BYTES: usize = 4 << 20;

/// Why something could not be read or counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A file is wrong.
    #[error(transparent)]
    File(Box<Fault>),
    /// A finding of a policy that the roll-up was not told of.
    #[error("a finding names the policy {0}, which was not selected for this run")]
    NotSelected(PolicyId),
}

/// A mistake in a file and its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct Fault {
    /// The file's name as it was given.
    pub file: String,
    /// Bytes of the file.
    pub span: Range<usize>,
    /// Line of the first byte, from 1.
    pub line: usize,
    /// Column of the first byte, in characters from 1.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// A file's name and text, kept so that a mistake found late still has its place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Text {
    name: String,
    text: String,
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    text: Arc<Text>,
    span: Range<usize>,
}

impl Text {
    /// Takes a file in, unless it is too large to be meant.
    pub(crate) fn new(name: &str, text: &str) -> Result<Arc<Self>, Error> {
        if text.len() > MOST_BYTES {
            let short = Arc::new(Self { name: name.to_owned(), text: String::new() });
            return Err(fault(&short, 0..0, format!("the file is larger than {} MiB", MOST_BYTES >> 20)));
        }
        Ok(Arc::new(Self { name: name.to_owned(), text: text.to_owned() }))
    }

    /// Reads the TOML.
    pub(crate) fn parse<T: DeserializeOwned>(self: &Arc<Self>) -> Result<T, Error> {
        toml::from_str(&self.text)
            .map_err(|error| fault(self, error.span().unwrap_or(0..0), error.message().replace('\n', " ")))
    }
}

impl Place {
    pub(crate) fn new(text: &Arc<Text>, span: Range<usize>) -> Self {
        Self { text: Arc::clone(text), span }
    }

    /// A mistake at this place.
    pub(crate) fn fault(&self, message: impl Into<String>) -> Error {
        fault(&self.text, self.span.clone(), message.into())
    }
}

fn fault(text: &Arc<Text>, span: Range<usize>, message: String) -> Error {
    let before = text.text.get(..span.start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    Error::File(Box::new(Fault { file: text.name.clone(), span, line, column, message }))
}

/// The candidate that `wrong` was most likely meant to be.
pub(crate) fn nearest<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let limit = (wrong.chars().count() / 3).clamp(1, 3);
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(&wrong.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

/// ` (did you mean …?)`, or nothing.
pub(crate) fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!(" (did you mean {name}?)"))
}
