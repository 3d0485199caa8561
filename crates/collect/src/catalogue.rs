//! All kinds that the built-in connectors deliver.

use model::{Kind, KindSpec};

/// Kinds by name, over all connectors.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    specs: Vec<KindSpec>,
}

impl Catalogue {
    /// Gathers what the connectors declare, sorted by kind.
    pub fn new(specs: impl IntoIterator<Item = KindSpec>) -> Self {
        let mut specs: Vec<_> = specs.into_iter().collect();
        specs.sort_by(|a, b| a.kind.cmp(&b.kind));
        Self { specs }
    }

    /// The declaration of `kind`.
    pub fn get(&self, kind: &Kind) -> Option<&KindSpec> {
        self.specs.iter().find(|spec| spec.kind == *kind)
    }

    /// All declarations, sorted by kind.
    pub fn specs(&self) -> &[KindSpec] {
        &self.specs
    }
}
