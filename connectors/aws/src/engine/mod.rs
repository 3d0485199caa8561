//! AWS services by manifest: what to call, how, and what the replies mean, said in data. The engine
//! must never call what no manifest declares, nor call empty what was not read.

mod bound;
mod calls;
mod client;
mod decode;
mod described;
mod encode;
mod field;
mod join;
mod manifest;
mod names;
#[cfg(test)]
mod oracle;
mod place;
mod regions;
mod schema;
mod services;
mod sign;
mod tally;
mod unit;

use aws_credential_types::provider::SharedCredentialsProvider;
use collect::Error;
use futures::StreamExt;
use model::Resource;

use self::bound::Bound;
pub(crate) use self::place::Place;
pub(crate) use self::services::Services;
use self::sign::Signer;
use self::tally::Tally;
use self::unit::Unit;
use crate::context::Context;
use crate::fault::Fault;
use crate::settings::Settings;

/// Collects what is wanted of the services with a manifest; answers the regions that were asked.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn collect(
    context: &Context<'_>,
    settings: &Settings,
    credentials: &SharedCredentialsProvider,
    services: &Services,
) -> Result<Vec<String>, Error> {
    let tally = Tally::default();
    let wanted = wanted(context, services, &tally);
    if !wanted.is_empty() {
        let signer = Signer::new(credentials.clone(), context.wire);
        let regional = wanted.iter().any(|bound| !bound.global);
        let regions =
            if regional { regions::of(context, settings, &signer, &wanted, &tally).await? } else { Vec::new() };
        let places = wanted.iter().flat_map(|bound| places(context, settings, bound, &regions));
        let units = places.map(|(bound, region)| {
            let client = client::Client {
                context,
                settings,
                signer: &signer,
                bound,
                region,
                regions: if bound.global { &[] } else { &regions },
            };
            let unit = Unit::new(client, &tally);
            async move { unit.collect().await }
        });
        // In order, so that of two resources with one id the same is kept whatever came first.
        let mut units = futures::stream::iter(units.collect::<Vec<_>>()).buffered(settings.concurrency);
        while let Some(resources) = units.next().await {
            let resources: Vec<Resource> = resources?;
            for resource in &resources {
                context.sink.resource(resource)?;
            }
        }
        for region in &regions {
            tally.region(region);
        }
    }
    tally.tell(context);
    Ok(tally.regions())
}

/// The services of which something is wanted. One whose facts cannot be used is a gap of its kinds.
fn wanted(context: &Context<'_>, services: &Services, tally: &Tally) -> Vec<Bound> {
    let mut found = Vec::new();
    for service in services.iter() {
        let kinds = || service.manifest.kinds.iter().filter(|kind| context.kind(kind.kind.as_str()).is_some());
        if kinds().next().is_none() {
            continue;
        }
        match service.described().and_then(|described| Bound::new(&service.manifest, described)) {
            Ok(bound) => found.push(bound),
            Err(why) => {
                for kind in kinds() {
                    tally.unasked(
                        context,
                        &kind.kind,
                        &Fault::new(model::Cause::Unsupported, why.as_str()),
                        None,
                        None,
                    );
                }
            }
        }
    }
    found
}

/// Where a service is asked.
fn places<'b>(
    context: &Context<'_>,
    settings: &Settings,
    bound: &'b Bound,
    regions: &[String],
) -> Vec<(&'b Bound, String)> {
    if bound.global {
        return vec![(bound, place::global_region(&bound.described, &context.partition, &settings.region))];
    }
    let mut all = regions.to_vec();
    let global = place::global_region(&bound.described, &context.partition, &settings.region);
    let wanted = |kind: &bound::BoundKind| kind.global && context.kind(kind.kind.as_str()).is_some();
    if bound.kinds.iter().any(wanted) && !all.contains(&global) {
        // Asked for nothing but the lists that are kept there for all regions.
        all.push(global);
    }
    all.into_iter().map(|region| (bound, region)).collect()
}
