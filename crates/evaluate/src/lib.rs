//! Policies in Rego: loaded, checked, run in a limited child, tested.
