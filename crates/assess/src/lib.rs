//! Frameworks, requirements and what the findings are evidence for.
//!
//! Frameworks and crosswalks are data in TOML. Findings are counted per policy and rolled up to
//! requirements. Nothing here says "compliant": an assessment says what there is evidence for,
//! which forms of evidence are missing, and what could not be seen. No file, clock or network.

mod coverage;
mod crosswalk;
mod error;
mod evidence;
mod framework;
mod frameworks;
mod law;
mod period;
mod rollup;
pub mod scope;
mod statement;
mod waivers;

pub use coverage::{Coverage, Covered, Through, coverage};
pub use crosswalk::{Basis, Beyond, Crosswalk, Relation, RelationKind, Reuse, Theme};
pub use error::{Error, Fault};
pub use evidence::EvidenceType;
pub use framework::{Addressee, Deadline, Framework, Requirement, RequirementKind};
pub use frameworks::{Diagnostic, Frameworks};
pub use law::{
    Criterion, Designation, EntityType, Fine, Law, LawHead, Part, Recurring, Register, ScopeRule, Sector, Significance,
    SizeClass, Supervision, Users,
};
pub use period::{Operation, OperationState, Operations, Period};
pub use rollup::{Rollup, assess};
pub use waivers::{WaiverState, WaiverUse, Waivers};
