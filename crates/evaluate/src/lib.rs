//! Policies in Rego: loaded, checked, run in a limited child, tested.
//!
//! [`PolicySet::load`] reads and checks files, [`PolicySet::plan`] says what to collect, and
//! [`evaluate`] turns what was collected into findings. Nothing here reads a clock (the moment is
//! given), the network or the environment, and no policy can.

mod absent;
mod builtins;
mod child;
mod decide;
mod diagnostic;
mod engine;
mod error;
mod export;
mod facts;
mod file;
mod golden;
mod judge;
mod lint;
mod metadata;
mod needs;
mod once;
mod place;
mod protocol;
mod run;
mod sandbox;
mod set;
mod shared;
mod spool;
mod testing;
mod token;
mod told;

pub use child::child_main;
pub use decide::decide;
pub use diagnostic::Diagnostic;
pub use error::Error;
pub use export::export;
pub use golden::goldens;
pub use place::Place;
pub use run::{Emit, Inputs, evaluate};
pub use sandbox::{Limits, Sandbox};
pub use set::{PolicySet, Selection};
pub use testing::{Tested, test};

// The engine uses regular expressions without Unicode tables unless somebody in the build asks for
// them, and `(?i)` and `\d` are then errors. This crate asks for them.
use regex as _;
