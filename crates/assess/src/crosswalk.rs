//! Typed relations between requirements of different frameworks, after the set relations of
//! NIST IR 8477. A relation never makes a finding count twice: it is shown, not rolled up.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::{FrameworkId, Kind, PolicyId, RequirementId};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::Error;
use crate::error::{Place, Text};

/// A set of relations with their grounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crosswalk {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// How it was made.
    pub method: String,
    /// What rows can rest on.
    pub bases: Vec<Basis>,
    /// The rows, in the order of the file.
    pub relations: Vec<Relation>,
    /// What the source asks beyond the target.
    pub beyond: Vec<Beyond>,
    /// The crosswalk by theme, each from end to end.
    pub themes: Vec<Theme>,
}

/// A theme that both frameworks speak of, with what proves it on this program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Its id, as the command line names it.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The framework read from.
    pub source: FrameworkId,
    /// The requirements read from.
    pub requirements: Vec<RequirementId>,
    /// The framework read to.
    pub target: FrameworkId,
    /// The requirements read to, taken together.
    pub targets: Vec<RequirementId>,
    /// The relation.
    pub relation: RelationKind,
    /// How much evidence for the targets serves the requirements.
    pub reuse: Reuse,
    /// Why.
    pub rationale: String,
    /// What the requirements ask beyond the targets.
    pub gap: String,
    /// Policies that judge live systems.
    pub policies: Vec<PolicyId>,
    /// Kinds of attested evidence.
    pub evidence: Vec<Kind>,
}

/// What a row rests on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Its id, as rows name it.
    pub id: String,
    /// What it is.
    pub title: String,
    /// The attribution that its licence asks for.
    pub attribution: Option<String>,
}

/// How one requirement stands to a set of requirements of another framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The framework read from.
    pub source: FrameworkId,
    /// The requirement read from.
    pub requirement: RequirementId,
    /// The framework read to.
    pub target: FrameworkId,
    /// The requirements read to, taken together. Empty only if the relation is `none`.
    pub targets: Vec<RequirementId>,
    /// The relation.
    pub relation: RelationKind,
    /// How much evidence for the targets serves the requirement, where that was judged.
    pub reuse: Option<Reuse>,
    /// The id of its [`Basis`].
    pub basis: String,
    /// Why.
    pub rationale: String,
    /// What the source asks beyond the targets.
    pub gap: Option<String>,
    pub(crate) place: Place,
}

/// A set relation, named from the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// The same demand in other words.
    Equal,
    /// All that the source asks lies in the targets, which ask more.
    Subset,
    /// The source asks all that the targets ask, and more.
    Superset,
    /// Some in common; each asks something that the other does not.
    Intersects,
    /// Nothing in common worth evidence.
    None,
}

/// How much of the evidence for the targets serves the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reuse {
    /// Nothing serves.
    None,
    /// Little serves.
    Low,
    /// Some serves, new records are needed.
    Medium,
    /// Most serves.
    High,
}

/// Something that the source asks and the target does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beyond {
    /// What it is.
    pub title: String,
    /// The framework that asks.
    pub source: FrameworkId,
    /// The requirements that ask.
    pub requirements: Vec<RequirementId>,
    /// The framework that does not.
    pub target: FrameworkId,
    /// What comes nearest there.
    pub nearest: Vec<RequirementId>,
    /// The part meant, where it is not the whole.
    pub part: Option<String>,
    /// What would be evidence.
    pub evidence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    crosswalk: Head,
    #[serde(default)]
    basis: Vec<Basis>,
    #[serde(default)]
    relation: Vec<Spanned<Row>>,
    #[serde(default)]
    beyond: Vec<Spanned<Beyond>>,
    #[serde(default, rename = "theme")]
    themes: Vec<Spanned<Theme>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    title: String,
    method: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    source: FrameworkId,
    requirement: RequirementId,
    target: FrameworkId,
    targets: Vec<RequirementId>,
    relation: RelationKind,
    reuse: Option<Reuse>,
    basis: String,
    rationale: String,
    gap: Option<String>,
}

/// An id that a crosswalk names, and where.
pub(crate) struct Cited<'a> {
    pub(crate) framework: &'a FrameworkId,
    pub(crate) requirement: &'a RequirementId,
    pub(crate) place: &'a Place,
}

/// A crosswalk and the places of its `beyond` and `theme` tables.
pub(crate) struct Located {
    pub(crate) crosswalk: Crosswalk,
    places: Vec<Place>,
    theme_places: Vec<Place>,
}

impl Located {
    /// Reads a crosswalk; whether its ids exist is for the collection to check.
    pub(crate) fn read(text: &Arc<Text>) -> Result<Self, Error> {
        let File { crosswalk: head, basis, relation, beyond, themes } = text.parse()?;
        let known: BTreeSet<&str> = basis.iter().map(|basis| basis.id.as_str()).collect();
        let mut relations = Vec::new();
        for row in relation {
            let place = Place::new(text, row.span());
            relations.push(row.into_inner().check(place, &known)?);
        }
        let places = beyond.iter().map(|item| Place::new(text, item.span())).collect();
        let beyond = beyond.into_iter().map(Spanned::into_inner).collect();
        let theme_places: Vec<Place> = themes.iter().map(|item| Place::new(text, item.span())).collect();
        let themes: Vec<Theme> = themes.into_iter().map(Spanned::into_inner).collect();
        let mut ids = BTreeSet::new();
        for (theme, place) in themes.iter().zip(&theme_places) {
            if !ids.insert(theme.id.as_str()) {
                return Err(place.fault(format!("the theme {} is used twice in this file", theme.id)));
            }
        }
        let Head { id, title, method } = head;
        let crosswalk = Crosswalk { id, title, method, bases: basis, relations, beyond, themes };
        Ok(Self { crosswalk, places, theme_places })
    }

    /// Every id that it names.
    pub(crate) fn cited(&self) -> impl Iterator<Item = Cited<'_>> {
        let rows = self.crosswalk.relations.iter().flat_map(|row| {
            let place = &row.place;
            std::iter::once(Cited { framework: &row.source, requirement: &row.requirement, place })
                .chain(row.targets.iter().map(move |id| Cited { framework: &row.target, requirement: id, place }))
        });
        let beyond = self.crosswalk.beyond.iter().zip(&self.places).flat_map(|(item, place)| {
            let of = move |framework, requirement| Cited { framework, requirement, place };
            item.requirements
                .iter()
                .map(move |id| of(&item.source, id))
                .chain(item.nearest.iter().map(move |id| of(&item.target, id)))
        });
        let themes = self.crosswalk.themes.iter().zip(&self.theme_places).flat_map(|(theme, place)| {
            let of = move |framework, requirement| Cited { framework, requirement, place };
            let sources = theme.requirements.iter().map(move |id| of(&theme.source, id));
            sources.chain(theme.targets.iter().map(move |id| of(&theme.target, id)))
        });
        rows.chain(beyond).chain(themes)
    }
}

impl RelationKind {
    /// The word used in files and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Subset => "subset",
            Self::Superset => "superset",
            Self::Intersects => "intersects",
            Self::None => "none",
        }
    }

    /// The relation read from the other side, where that side is a single requirement.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Subset => Self::Superset,
            Self::Superset => Self::Subset,
            other => other,
        }
    }
}

impl Reuse {
    /// The word used in files and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl Row {
    fn check(self, place: Place, bases: &BTreeSet<&str>) -> Result<Relation, Error> {
        if !bases.contains(self.basis.as_str()) {
            return Err(place.fault(format!("the basis {:?} is not defined in this file", self.basis)));
        }
        if self.rationale.trim().is_empty() {
            return Err(place.fault("a relation needs a rationale"));
        }
        if self.targets.is_empty() != (self.relation == RelationKind::None) {
            return Err(place.fault("a relation names targets, unless it is \"none\""));
        }
        let Self { source, requirement, target, targets, relation, reuse, basis, rationale, gap } = self;
        Ok(Relation { source, requirement, target, targets, relation, reuse, basis, rationale, gap, place })
    }
}
