//! The calls that a plan needs of the services with a manifest, told from manifests and facts alone.

use std::collections::BTreeMap;

use collect::{Call, Once};
use model::Plan;

use super::manifest::{KindOf, List, Manifest};
use super::services::{Service, Services};

impl Services {
    /// The calls that `plan` needs, sorted; of a service whose facts cannot be used there are none.
    pub(crate) fn calls(&self, plan: &Plan) -> Vec<Call> {
        self.iter().flat_map(|service| of_service(service, plan)).collect()
    }

    /// True if something is wanted that is asked in each region.
    pub(crate) fn asks_regions(&self, plan: &Plan) -> bool {
        let regional = self.iter().filter(|service| !service.manifest.global);
        regional.flat_map(|service| &service.manifest.kinds).any(|kind| plan.wants_kind(kind.kind.as_str()))
    }
}

fn of_service(service: &Service, plan: &Plan) -> Vec<Call> {
    let manifest = &service.manifest;
    if !manifest.kinds.iter().any(|kind| is_needed(manifest, kind, plan)) {
        return Vec::new();
    }
    let Ok(described) = service.described() else { return Vec::new() };
    // One that several kinds share is made once, so what is sent tells them apart.
    let mut found: BTreeMap<(String, Once, String), Call> = BTreeMap::new();
    for kind in manifest.kinds.iter().filter(|kind| is_needed(manifest, kind, plan)) {
        for (operation, once, sent) in of_kind(manifest, kind, plan) {
            let call = Call {
                operation: format!("{}:{operation}", manifest.client),
                permissions: manifest.actions(operation).to_vec(),
                once: once.clone(),
                repeats: described.operations.get(operation).is_some_and(|facts| facts.paging.is_some()),
            };
            found.insert((operation.to_owned(), once, sent), call);
        }
    }
    found.into_values().collect()
}

/// True if the kind, or one under it, is wanted.
fn is_needed(manifest: &Manifest, kind: &KindOf, plan: &Plan) -> bool {
    let under = |below: &&KindOf| below.each.as_ref() == Some(&kind.kind);
    plan.wants_kind(kind.kind.as_str()) || manifest.kinds.iter().filter(under).any(|k| is_needed(manifest, k, plan))
}

/// The calls of a kind: operation, how often, and what is sent.
fn of_kind<'m>(manifest: &'m Manifest, kind: &'m KindOf, plan: &Plan) -> Vec<(&'m str, Once, String)> {
    let own = || kind.kind.clone();
    let place = match kind.list {
        List::Account => Once::Account,
        _ if manifest.global || kind.global => Once::Account,
        List::Region | List::Call { .. } => Once::Region,
    };
    let mut found = Vec::new();
    if let List::Call { operation, with, .. } = &kind.list {
        let once = kind.each.clone().map_or_else(|| place.clone(), |kind| Once::Resource { kind });
        found.push((operation.as_str(), once, format!("{with:?}")));
    }
    let wanted = kind.fields.iter().filter(|(name, _)| plan.wants(kind.kind.as_str(), name.as_str()));
    for name in wanted.filter_map(|(_, field)| field.from.as_deref()) {
        let Some(call) = kind.calls.get(name) else { continue };
        let once = match (&kind.list, &call.join) {
            (List::Call { .. }, None) => Once::Resource { kind: own() },
            (List::Call { .. }, Some(join)) if join.batch.is_some() => {
                let size = join.batch.as_ref().map_or(1, |(_, _, size)| *size);
                Once::Batch { kind: own(), size }
            }
            _ => place.clone(),
        };
        found.push((name, once, format!("{:?}", call.with)));
    }
    found
}
