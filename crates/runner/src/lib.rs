//! The flow: collect, judge, assess, seal — and the same again over a recording, to prove it.
//!
//! [`collect::live`] is the only step that touches the world. Everything else in this crate is a
//! function of a [`Recording`], the policies and the frameworks.

// The crate's own module of that name is the better one inside this crate.
extern crate collect as collect_crate;

mod compare;
mod derive;
mod difference;
mod disclose;
mod error;
mod ledger;
mod merge;
mod recording;
mod scope;
mod sealing;
mod told;

pub mod attested;
pub mod collect;
pub mod preflight;

pub use compare::{Proof, reperform};
pub use derive::{DERIVED, Judged, Rules, judge};
pub use difference::{About, Asked, Difference, Field, How};
pub use disclose::{Ask, Picked, is_example, pick};
pub use error::Error;
pub use ledger::{Entry, Ledger, LedgerError, ledger_object, read_head};
pub use merge::{Part, merge, other_rules};
pub use recording::Recording;
pub use sealing::{items, sealed_manifests, sealed_rules};
pub use told::Told;
