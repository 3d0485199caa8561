//! Registers: evidence that people attest to, in TOML and CSV files of one folder.

pub mod deadlines;
mod kinds;
pub mod shape;
mod table;

/// All kinds.
pub fn specs() -> Vec<model::KindSpec> {
    kinds::all()
}
