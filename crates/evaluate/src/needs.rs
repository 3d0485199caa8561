//! What was observed and what was not: which needs of a policy are met, and by which gaps not.
//!
//! This is where "unknown" comes from. It must never read silence as absence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use model::{
    Cause, ExchangeId, FieldName, Gap, Kind, Need, Policy, Population, ResourceKey, ResourceSet, Source, SourceId,
};
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::Error;

/// The parts of a resource that decide about needs.
pub(crate) struct Header<'l> {
    pub(crate) exchanges: Arc<BTreeSet<ExchangeId>>,
    fields: BTreeSet<&'l str>,
    gaps: BTreeMap<FieldName, Gap>,
}

/// The same as it is written.
#[derive(Deserialize)]
struct Written<'l> {
    #[serde(borrow)]
    exchanges: &'l RawValue,
    #[serde(borrow, deserialize_with = "names")]
    fields: BTreeSet<&'l str>,
    #[serde(default)]
    gaps: BTreeMap<FieldName, Gap>,
}

/// Reads headers. Neighbours mostly rest on the same exchanges, which are then read once.
#[derive(Default)]
pub(crate) struct Headers {
    written: String,
    exchanges: Arc<BTreeSet<ExchangeId>>,
}

/// The names of a map, without building its values. Names of fields have nothing to escape.
fn names<'de, D: serde::Deserializer<'de>>(from: D) -> Result<BTreeSet<&'de str>, D::Error> {
    struct Names;
    impl<'de> Visitor<'de> for Names {
        type Value = BTreeSet<&'de str>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("fields by name")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut out = BTreeSet::new();
            while let Some((name, IgnoredAny)) = map.next_entry()? {
                out.insert(name);
            }
            Ok(out)
        }
    }
    from.deserialize_map(Names)
}

impl Headers {
    pub(crate) fn read<'l>(&mut self, key: &ResourceKey, line: &'l [u8]) -> Result<Header<'l>, Error> {
        let odd = |source| Error::from(model::Error::Read { what: format!("resource {}", key.id), source });
        let Written { exchanges, fields, gaps } = serde_json::from_slice(line).map_err(odd)?;
        if self.written != exchanges.get() {
            self.exchanges = Arc::new(serde_json::from_str(exchanges.get()).map_err(odd)?);
            exchanges.get().clone_into(&mut self.written);
        }
        Ok(Header { exchanges: Arc::clone(&self.exchanges), fields, gaps })
    }
}

/// A resource: its key and its written line.
pub(crate) type Row<'a> = (&'a ResourceKey, &'a [u8]);

/// Everything known of one kind in one source.
#[derive(Default)]
pub(crate) struct Cohort<'a> {
    pub(crate) resources: Vec<Row<'a>>,
    pub(crate) population: Option<&'a Population>,
    list_gaps: Vec<&'a Gap>,
    field_gaps: Vec<&'a Gap>,
    resource_gaps: BTreeMap<&'a str, Vec<&'a Gap>>,
}

/// Cohorts by kind, then source: the written order.
pub(crate) type Cohorts<'a> = BTreeMap<(&'a Kind, &'a SourceId), Cohort<'a>>;

/// Sorts what was collected into cohorts.
pub(crate) fn cohorts<'a>(
    resources: &'a ResourceSet,
    gaps: &'a [Gap],
    populations: &'a [Population],
) -> Result<Cohorts<'a>, Error> {
    let mut out = Cohorts::new();
    for (key, line) in resources.iter() {
        out.entry((&key.kind, &key.source)).or_default().resources.push((key, line));
    }
    for gap in gaps {
        let cohort = out.entry((&gap.kind, &gap.source)).or_default();
        match (&gap.resource, &gap.field) {
            (Some(id), _) => cohort.resource_gaps.entry(id).or_default().push(gap),
            (None, Some(_)) => cohort.field_gaps.push(gap),
            (None, None) => cohort.list_gaps.push(gap),
        }
    }
    for population in populations {
        let cohort = out.entry((&population.kind, &population.source)).or_default();
        if cohort.population.replace(population).is_some() {
            let (kind, origin) = (population.kind.clone(), population.source.clone());
            return Err(Error::TwoPopulations { kind, origin });
        }
    }
    Ok(out)
}

impl<'a> Cohort<'a> {
    /// The ids of all resources, built or not, in written order.
    pub(crate) fn rows(&self) -> Vec<(&'a str, Option<Row<'a>>)> {
        let mut rows: BTreeMap<&str, Option<Row<'_>>> = self.resource_gaps.keys().map(|id| (*id, None)).collect();
        rows.extend(self.resources.iter().map(|(key, line)| (key.id.as_str(), Some((*key, *line)))));
        rows.into_iter().collect()
    }

    /// Why the list as a whole cannot be trusted to be whole; empty when it can.
    pub(crate) fn incomplete(&self, kind: &Kind, source: &SourceId) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = self.list_gaps.iter().map(|gap| (*gap).clone()).collect();
        let built = self.resources.len();
        let told = built + self.resource_gaps.values().flatten().filter(|gap| gap.field.is_none()).count();
        let message = match self.population {
            None => "the list was not read".to_owned(),
            Some(p) if !p.complete => "the list was not read to its end".to_owned(),
            Some(p) if p.items > u64::try_from(told).unwrap_or(u64::MAX) => {
                format!("the list counts {} and {built} were read", p.items)
            }
            Some(_) => return gaps,
        };
        if gaps.is_empty() {
            gaps.push(unexplained(source, kind, None, None, message));
        }
        gaps
    }

    /// True if the list is whole and has nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.resources.is_empty() && self.resource_gaps.is_empty()
    }

    /// The gaps that say a resource could not be built or contradicts itself.
    pub(crate) fn whole_resource(&self, id: &str) -> Vec<Gap> {
        let gaps = self.resource_gaps.get(id).into_iter().flatten();
        gaps.filter(|gap| gap.field.is_none()).map(|gap| (*gap).clone()).collect()
    }

    /// All gaps about a resource that was not built.
    pub(crate) fn about(&self, id: &str) -> Vec<Gap> {
        self.resource_gaps.get(id).into_iter().flatten().map(|gap| (*gap).clone()).collect()
    }

    /// Why `field` of a resource was not observed; empty when it was.
    pub(crate) fn unobserved(&self, key: &ResourceKey, header: &Header<'_>, field: &FieldName) -> Vec<Gap> {
        let own = header.gaps.get(field).into_iter();
        let about = self.resource_gaps.get(key.id.as_str()).into_iter().flatten().copied();
        let of_field = self.field_gaps.iter().copied().chain(about).filter(|gap| gap.field.as_ref() == Some(field));
        let mut gaps: Vec<Gap> = own.chain(of_field).cloned().collect();
        if gaps.is_empty() && !header.fields.contains(field.as_str()) {
            let message = format!("{field} was not observed");
            gaps.push(unexplained(&key.source, &key.kind, Some(key.id.clone()), Some(field.clone()), message));
        }
        gaps
    }
}

fn unexplained(
    source: &SourceId,
    kind: &Kind,
    resource: Option<String>,
    field: Option<FieldName>,
    message: String,
) -> Gap {
    let (source, kind, cause) = (source.clone(), kind.clone(), Cause::BadReply);
    Gap { source, kind, resource, field, cause, permission: None, message, exchange: None }
}

/// The sources of which a policy that judges `own` in `source` sees the kind `other`: its own source
/// for a kind of its own connector, since an account is judged by what is in it; every source of the
/// other connector otherwise, since nothing tells which of them belongs to it.
pub(crate) fn seen_from<'s>(
    own: &Kind,
    source: &'s SourceId,
    other: &Kind,
    sources: &'s [Source],
    on_request: &BTreeSet<Kind>,
) -> impl Iterator<Item = &'s SourceId> {
    let here = own.connector() == other.connector();
    let asks = |source: &&Source| !here && source.asks(other, on_request.contains(other));
    let others: BTreeSet<&SourceId> = sources.iter().filter(asks).map(|s| &s.id).collect();
    here.then_some(source).into_iter().chain(others)
}

/// What a policy's needs of other kinds come to in one source.
#[derive(Debug, Clone, Default)]
pub(crate) struct Joined {
    /// Why they are not met; empty when they are.
    pub(crate) gaps: Vec<Gap>,
    /// The exchanges behind the other kinds, if they are few.
    pub(crate) exchanges: BTreeSet<ExchangeId>,
    /// If they are not few: those that their lists were read from, for a resource that names none itself.
    pub(crate) lists: BTreeSet<ExchangeId>,
}

/// A finding names the exchanges of joined kinds up to this many; above, the kinds are named in
/// the policy's needs and their resources carry the exchanges.
const MAX_JOINED_EXCHANGES: usize = 50;

/// A finding repeats at most this many gaps: a kind with ten thousand denied fields has one reason.
const MAX_GAPS: usize = 20;

/// Looks at the needs of other kinds.
pub(crate) fn joined(
    policy: &Policy,
    source: &SourceId,
    sources: &[Source],
    on_request: &BTreeSet<Kind>,
    cohorts: &Cohorts<'_>,
) -> Result<Joined, Error> {
    let mut out = Joined::default();
    let nothing = Cohort::default();
    let mut headers = Headers::default();
    let mut seen = Vec::new();
    let mut lists = BTreeSet::new();
    for need in &policy.needs {
        let Need::Other(kind, field) = need else { continue };
        let before = seen.len();
        seen.extend(seen_from(&policy.kind, source, kind, sources, on_request).map(|source| (kind, field, source)));
        if seen.len() == before {
            let message = format!("no source of {} was asked", kind.connector());
            out.gaps.push(unexplained(source, kind, None, None, message));
        }
    }
    for (kind, field, source) in seen {
        let cohort = cohorts.get(&(kind, source)).unwrap_or(&nothing);
        out.gaps.extend(cohort.incomplete(kind, source));
        let listed_in = cohort.population.iter().flat_map(|population| population.exchanges.iter().cloned());
        if cohort.is_empty() {
            // Nothing else tells where it was seen that there is none.
            out.exchanges.extend(listed_in.clone());
        }
        lists.extend(listed_in);
        for (id, row) in cohort.rows() {
            out.gaps.extend(cohort.whole_resource(id));
            let Some((key, line)) = row else {
                out.gaps.extend(cohort.about(id));
                continue;
            };
            let header = headers.read(key, line)?;
            if let Some(field) = field {
                out.gaps.extend(cohort.unobserved(key, &header, field));
            }
            if out.exchanges.len() <= MAX_JOINED_EXCHANGES {
                out.exchanges.extend(header.exchanges.iter().cloned());
            }
        }
    }
    if out.exchanges.len() > MAX_JOINED_EXCHANGES {
        out.exchanges.clear();
        out.lists = lists.into_iter().take(MAX_JOINED_EXCHANGES).collect();
    }
    out.gaps = tidy(out.gaps);
    Ok(out)
}

/// Sorts gaps, drops doubles, and keeps the first of many.
pub(crate) fn tidy(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.sort();
    gaps.dedup();
    gaps.truncate(MAX_GAPS);
    gaps
}
