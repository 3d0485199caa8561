//! The kinds of this connector, made from the shapes of the registers.

use model::{FieldSpec, KindSpec};

use crate::shape::{self, Field, Of, Register, WORKED_OUT};
use crate::table::MEASURE_SET;

/// All kinds of this connector. A register needs no permission: its files are there or not.
pub(crate) fn all() -> Vec<KindSpec> {
    shape::all().filter_map(of_register).chain(measure_set()).collect()
}

fn of_register(register: &Register) -> Option<KindSpec> {
    let written = register.every_field().map(|field| (field.name, about(field)));
    let derived = WORKED_OUT.iter().chain(register.derived).map(|(name, about)| (*name, (*about).to_owned()));
    spec(register.kind, register.title, written.chain(derived))
}

fn measure_set() -> Option<KindSpec> {
    let (kind, title, fields) = MEASURE_SET;
    spec(kind, title, fields.iter().map(|(name, about)| (*name, (*about).to_owned())))
}

fn spec(kind: &str, title: &str, fields: impl Iterator<Item = (&'static str, String)>) -> Option<KindSpec> {
    let field =
        |(name, about): (&str, String)| Some(FieldSpec { name: name.parse().ok()?, about, permissions: Vec::new() });
    Some(KindSpec {
        kind: kind.parse().ok()?,
        title: title.to_owned(),
        permissions: Vec::new(),
        on_request: false,
        fields: fields.filter_map(field).collect(),
    })
}

fn about(field: &Field) -> String {
    let words = match field.of {
        Of::One(words) | Of::Each(words) => format!(" One of: {}.", words.join(", ")),
        _ => String::new(),
    };
    let many = if matches!(field.of, Of::Each(_)) { words.replace(" One of", " Each one of") } else { words };
    format!("{}{many}", field.about)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_register_is_a_good_kind_with_good_fields_of_different_names() {
        let specs = all();
        assert_eq!(specs.len(), shape::all().count() + 1);
        for (spec, register) in specs.iter().zip(shape::all()) {
            let wanted = register.every_field().count() + WORKED_OUT.len() + register.derived.len();
            let names: BTreeSet<_> = spec.fields.iter().map(|field| &field.name).collect();
            assert_eq!(names.len(), wanted, "{}: a field has a bad or a repeated name", register.kind);
        }
        let stems: BTreeSet<_> = shape::all().map(|register| register.stem).collect();
        let kinds: BTreeSet<_> = specs.iter().map(|spec| &spec.kind).collect();
        assert_eq!((stems.len(), kinds.len()), (specs.len() - 1, specs.len()), "a name is used twice");
    }
}
