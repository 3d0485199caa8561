//! Places in a reply where secrets are expected, as a connector knows them. The recorder looks there
//! harder than elsewhere, before it hashes.

/// Places, carried as a request extension.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    rules: Vec<(Vec<String>, bool)>,
}

impl Withheld {
    /// Paths of names as they stand in the reply (`*` for any), each with whether all of it is
    /// withheld, or only what looks like a secret.
    pub fn new(rules: impl IntoIterator<Item = (Vec<String>, bool)>) -> Self {
        Self { rules: rules.into_iter().collect() }
    }
}
