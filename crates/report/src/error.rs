//! Why a report could not be written.

use crate::Format;

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The output does not take any more.
    #[error("cannot write the report: {0}")]
    Write(#[from] std::io::Error),
    /// The findings cannot be read.
    #[error("cannot read the findings: {0}")]
    Findings(Box<dyn std::error::Error + Send + Sync>),
    /// A part cannot be written as JSON.
    #[error(transparent)]
    Model(#[from] model::Error),
    /// There is no such format.
    #[error("there is no report format {0:?}; there are {list}", list = names())]
    NoFormat(String),
}

fn names() -> String {
    Format::ALL.iter().map(|format| format.as_str()).collect::<Vec<_>>().join(", ")
}
