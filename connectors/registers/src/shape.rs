//! What a register looks like: its files, its fields and what each may hold. It holds shapes only
//! and must never read a file.

use crate::table;

/// What a field may hold. Moments become RFC 3339 in UTC; a plain date is its first moment in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Text that is not empty.
    Text,
    /// A list of texts. In CSV they are parted by `|`.
    Texts,
    /// `true` or `false`.
    Bool,
    /// A whole number from 0.
    Count,
    /// A date, or a moment with its zone, that has come.
    Past,
    /// A moment with its time and zone that has come: hours matter.
    Moment,
    /// A date, or a moment with its zone, that may lie ahead.
    Any,
    /// One of these words.
    One(&'static [&'static str]),
    /// A list of these words.
    Each(&'static [&'static str]),
    /// A SHA-256 in hex.
    Digest,
    /// Files beside the registers, each `path` or `path sha256:<hex>`.
    Files,
}

/// One field of a register.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name: the key in TOML, the column in CSV, the field of the resource.
    pub name: &'static str,
    /// What it holds, in a sentence.
    pub about: &'static str,
    /// Its type.
    pub of: Of,
    /// Whether every entry must have it.
    pub must: bool,
}

/// A field that every entry has.
pub(crate) const fn must(name: &'static str, of: Of, about: &'static str) -> Field {
    Field { name, about, of, must: true }
}

/// A field that an entry may have; it is null (a list: empty) where it has not.
pub(crate) const fn may(name: &'static str, of: Of, about: &'static str) -> Field {
    Field { name, about, of, must: false }
}

/// A field that is worked out, never written: its name and what it holds.
pub type Derived = (&'static str, &'static str);

/// One register.
#[derive(Debug, Clone, Copy)]
pub struct Register {
    /// The name of its files without ending: `suppliers` for `suppliers.toml` and `suppliers.csv`.
    pub stem: &'static str,
    /// The name of its table in TOML: `[[supplier]]`.
    pub table: &'static str,
    /// The kind of its entries.
    pub kind: &'static str,
    /// What an entry is, in a few words.
    pub title: &'static str,
    /// True if there is exactly one entry.
    pub single: bool,
    /// Its own fields, beside [`COMMON`].
    pub fields: &'static [Field],
    /// Fields worked out from the entries, beside [`WORKED_OUT`].
    pub derived: &'static [Derived],
}

/// A register of many entries and no fields worked out.
pub(crate) const fn register(
    stem: &'static str,
    table: &'static str,
    kind: &'static str,
    title: &'static str,
    fields: &'static [Field],
) -> Register {
    Register { stem, table, kind, title, single: false, fields, derived: &[] }
}

/// The fields that every entry of every register has.
pub const COMMON: [Field; 11] = [
    must("owner", Of::Text, "Who answers for the entry."),
    must("effective_at", Of::Past, "Since when what it says holds."),
    must("collected_at", Of::Past, "When the evidence was gathered."),
    must("received_at", Of::Past, "When it was entered here."),
    may("expires_at", Of::Any, "From when it holds no longer; the first moment of that day."),
    may("author", Of::Text, "Who wrote it."),
    may("approver", Of::Text, "Who approved it; never the author."),
    may("approved_at", Of::Past, "When it was approved."),
    may("requirements", Of::Texts, "Requirements it is evidence for, as framework:id."),
    may("attachments", Of::Files, "Files it rests on: [{path, sha256, size, pinned}]."),
    may("notes", Of::Text, "Anything else."),
];

/// Fields of every entry that are worked out.
pub const WORKED_OUT: [Derived; 2] = [("file", "The file it stands in."), ("line", "The line it begins on, from 1.")];

/// All registers.
pub fn all() -> impl Iterator<Item = &'static Register> {
    table::GOVERNANCE
        .iter()
        .chain(table::POLICY)
        .chain(table::PEOPLE)
        .chain(table::SUPPLY)
        .chain(table::OPERATION)
        .chain(table::INCIDENT)
}

impl Register {
    /// Its fields, common ones first.
    pub fn every_field(&self) -> impl Iterator<Item = &'static Field> + use<> {
        COMMON.iter().chain(self.fields)
    }

    /// True if each entry is a file of its own, in a folder named as the register.
    pub fn file_each(&self) -> bool {
        self.stem == "incidents"
    }
}
