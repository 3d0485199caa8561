//! What can go wrong while policies are chosen and run.

use model::{Kind, SourceId};

/// Why policies could not be chosen or run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An id or glob matches no policy.
    #[error("no policy matches {pattern}{}", hint_text(.hint))]
    NoSuchPolicy {
        /// What was asked for.
        pattern: String,
        /// A near name, or empty.
        hint: String,
    },
    /// A selection leaves nothing.
    #[error("none of the {of} policies is selected: a run without policies would prove nothing")]
    NothingSelected {
        /// How many there were.
        of: usize,
    },
    /// An override names a parameter that the policy does not have.
    #[error("policy {policy} has no parameter {param}{}", hint_text(.hint))]
    NoSuchParam {
        /// The policy.
        policy: String,
        /// The parameter.
        param: String,
        /// A near name, or empty.
        hint: String,
    },
    /// An override has another type than the default.
    #[error("parameter {param} of policy {policy} must be a {wanted}")]
    ParamType {
        /// The policy.
        policy: String,
        /// The parameter.
        param: String,
        /// The type of the default.
        wanted: &'static str,
    },
    /// A question could not be answered by a helper.
    #[error("{path} cannot be asked: {why}")]
    Decision {
        /// The helper and its function.
        path: String,
        /// What the engine says.
        why: String,
    },
    /// A kind has two populations in one source.
    #[error("there are two populations of {kind} in {origin}")]
    TwoPopulations {
        /// The kind.
        kind: Kind,
        /// The source.
        origin: SourceId,
    },
    /// The child process that runs policies cannot be used.
    #[error("cannot run policies: {0}")]
    Child(std::io::Error),
    /// Verdicts cannot be kept between the passes.
    #[error("cannot keep verdicts in a temporary file: {0}")]
    Spool(std::io::Error),
    /// The receiver of findings failed.
    #[error("cannot hand on a finding: {0}")]
    Emit(Box<dyn std::error::Error + Send + Sync>),
    /// A noun could not be read or written.
    #[error(transparent)]
    Model(#[from] model::Error),
}

fn hint_text(hint: &str) -> String {
    if hint.is_empty() { String::new() } else { format!(" ({hint})") }
}
