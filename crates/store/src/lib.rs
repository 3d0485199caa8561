//! Where recordings and bundles live: a local folder, and a store (a folder or a bucket) that keeps a year
//! of nights together. LAYOUT.md says what lies where in a store.
//!
//! Everything appears whole or not at all: it is written under a temporary name on the same disk,
//! flushed, and renamed. Never overwrites unless told, never follows a name out of its folder, never
//! looks into a bundle.

pub mod bundle;
mod error;
mod files;
pub mod ledger;
mod local;
mod objects;
mod remote;
mod store;
mod workspace;

pub use error::Error;
pub use files::{Existing, write_file};
pub use local::Local;
pub use objects::{Condition, Listed, Object, Objects, Put, Version, check_object_path};
pub use remote::{Http, HttpFailure, KeySource, Keys, Lock, LockMode, Settings, open};
pub use store::{Store, StoredBundle};
pub use workspace::Workspace;

/// Whatever is not finished carries a name that begins like this (bundles being sealed, too).
pub const TEMPORARY_PREFIX: &str = ".assize-";
/// And ends like this.
pub const TEMPORARY_SUFFIX: &str = ".part";
/// The end of a bundle's name.
pub const BUNDLE_SUFFIX: &str = ".assize.zip";
