//! All kinds that the built-in connectors deliver.

use std::collections::BTreeSet;

use model::{FieldName, Kind, KindSpec, Plan};

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

    /// The permissions that the list of `kind` and these of its fields need.
    pub fn permissions<'a>(
        &'a self,
        kind: &'a Kind,
        fields: impl IntoIterator<Item = &'a FieldName>,
    ) -> BTreeSet<&'a str> {
        let Some(spec) = self.get(kind) else { return BTreeSet::new() };
        let fields: BTreeSet<&FieldName> = fields.into_iter().collect();
        let wanted =
            spec.fields.iter().filter(|field| fields.contains(&field.name)).flat_map(|field| &field.permissions);
        spec.permissions.iter().chain(wanted).map(String::as_str).collect()
    }

    /// The permissions that a plan needs of one connector, sorted.
    pub fn permissions_of<'a>(&'a self, plan: &'a Plan, connector: &str) -> BTreeSet<&'a str> {
        let kinds = plan.iter().filter(|(kind, _)| kind.connector() == connector);
        kinds.flat_map(|(kind, fields)| self.permissions(kind, fields)).collect()
    }
}

#[cfg(test)]
mod tests {
    use model::FieldSpec;

    use super::*;

    fn spec(kind: &str, permissions: &[&str], fields: &[(&str, &[&str])]) -> KindSpec {
        let owned = |list: &[&str]| list.iter().map(|p| (*p).to_owned()).collect();
        let field = |(name, permissions): &(&str, &[&str])| FieldSpec {
            name: name.parse().unwrap(),
            about: String::new(),
            permissions: owned(permissions),
        };
        KindSpec {
            kind: kind.parse().unwrap(),
            title: String::new(),
            permissions: owned(permissions),
            on_request: false,
            fields: fields.iter().map(field).collect(),
        }
    }

    #[test]
    fn only_what_the_plan_wants_of_the_connector_needs_a_permission() {
        let catalogue = Catalogue::new([
            spec("aws.s3.bucket", &["s3:List"], &[("acl", &["s3:Acl"]), ("tags", &["s3:Tags"])]),
            spec("github.org.member", &["members"], &[]),
        ]);
        let mut plan = Plan::default();
        plan.want("aws.s3.bucket".parse().unwrap()).insert("acl".parse().unwrap());
        plan.want("github.org.member".parse().unwrap());
        assert_eq!(catalogue.permissions_of(&plan, "aws"), BTreeSet::from(["s3:Acl", "s3:List"]));
        assert_eq!(catalogue.permissions_of(&plan, "github"), BTreeSet::from(["members"]));
        assert_eq!(catalogue.permissions_of(&plan, "registers"), BTreeSet::new());
    }
}
