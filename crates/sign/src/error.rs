//! What can go wrong at a service. No message holds a credential.

/// A service did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There was no reply.
    #[error("{service} did not answer: {source}")]
    Silent {
        /// Whom was asked.
        service: String,
        /// The wire's words.
        source: wire::WireError,
    },
    /// The service refused.
    #[error("{service} refused with status {status}: {said}")]
    Refused {
        /// Whom was asked.
        service: String,
        /// The HTTP status.
        status: u16,
        /// The beginning of what it said.
        said: String,
    },
    /// A permission is missing.
    #[error("the permission {permission} is missing for the key {key}: {said}")]
    Denied {
        /// The permission by its own name, such as `kms:Sign`.
        permission: &'static str,
        /// The key.
        key: String,
        /// What the service said.
        said: String,
    },
    /// The key is of another sort.
    #[error(
        "the key {key} is {found}; sealing needs a key of the spec ECC_NIST_P256 for SIGN_VERIFY. Make one with \
         `aws kms create-key --key-spec ECC_NIST_P256 --key-usage SIGN_VERIFY`"
    )]
    WrongKey {
        /// The key.
        key: String,
        /// What it is.
        found: String,
    },
    /// The reply cannot be understood.
    #[error("{service} gave a reply that cannot be used: {why}")]
    BadReply {
        /// Whom was asked.
        service: String,
        /// What is wrong with it.
        why: String,
    },
    /// A message that key services do not sign in one piece.
    #[error("the message is {0} bytes long; key services sign at most {max}", max = crate::kms::MOST)]
    TooLong(usize),
    /// A signature that the key's own public half does not accept.
    #[error("{service} gave a signature that does not fit the key {key}; nothing was sealed with it")]
    BadSignature {
        /// Whom was asked.
        service: String,
        /// The key.
        key: String,
    },
    /// A time-stamp that a verifier would refuse.
    #[error("the time-stamp of {url} would be refused: {refusal}")]
    Stamp {
        /// The authority.
        url: String,
        /// Why.
        refusal: seal::Refusal,
    },
    /// There are no credentials, or they cannot be used.
    #[error("{0}")]
    Credentials(String),
    /// An address that is none.
    #[error("{0:?} is no address that can be asked")]
    Address(String),
    /// The pure part refused.
    #[error(transparent)]
    Seal(#[from] seal::Error),
}
