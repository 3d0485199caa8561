//! Which regions are asked: those named, or those that the account has enabled.

use std::collections::BTreeMap;

use collect::Error;
use serde_json::Value;

use super::bound::Bound;
use super::client::Client;
use super::described::Described;
use super::sign::Signer;
use super::tally::Tally;
use crate::context::Context;
use crate::fault::Fault;
use crate::settings::{Regions, Settings, is_region};

const OPERATION: &str = "DescribeRegions";
const PERMISSION: &str = "ec2:DescribeRegions";

/// EC2 as far as it is asked for regions. Without a filter it answers with those that are enabled.
const EC2: &str = r#"{
  "client": "ec2", "id": "EC2", "protocol": "ec2", "version": "2016-11-15", "signing": "ec2",
  "hosts": {
    "aws": {
      "plain": {"host": "ec2.{region}.amazonaws.com"}, "fips": {"host": "ec2-fips.{region}.amazonaws.com"},
      "dual": {"host": "ec2.{region}.api.aws"}
    },
    "aws-cn": {"plain": {"host": "ec2.{region}.amazonaws.com.cn"}},
    "aws-us-gov": {
      "plain": {"host": "ec2.{region}.amazonaws.com"}, "fips": {"host": "ec2.{region}.amazonaws.com"},
      "dual": {"host": "ec2.{region}.api.aws"}
    },
    "aws-eusc": {"plain": {"host": "ec2.{region}.amazonaws.eu"}}
  },
  "operations": {"DescribeRegions": {"method": "POST", "path": "/", "output": {"Regions": {
    "wire": "regionInfo",
    "is": {"list": {"element": "item", "of": {"struct": {"RegionName": {"wire": "regionName", "is": "text"}}}}}
  }}}}
}"#;

/// The regions to ask. If the account does not say which it has enabled, what is wanted of the
/// `services` is asked in the source's own region, and no list of it is complete.
pub(super) async fn of(
    context: &Context<'_>,
    settings: &Settings,
    signer: &Signer,
    services: &[Bound],
    tally: &Tally,
) -> Result<Vec<String>, Error> {
    let enabled = match &settings.regions {
        Regions::Named(regions) => return Ok(regions.clone()),
        Regions::Enabled => ask(context, settings, signer).await?,
    };
    match enabled {
        Ok(regions) => Ok(regions),
        Err((fault, exchange)) => {
            for kind in services.iter().filter(|bound| !bound.global).flat_map(|bound| &bound.kinds) {
                if context.kind(kind.kind.as_str()).is_some() {
                    tally.unasked(context, &kind.kind, &fault, Some(PERMISSION), exchange.as_ref());
                }
            }
            Ok(vec![settings.region.clone()])
        }
    }
}

type Enabled = Result<Vec<String>, (Fault, Option<model::ExchangeId>)>;

async fn ask(context: &Context<'_>, settings: &Settings, signer: &Signer) -> Result<Enabled, Error> {
    let described = match Described::parse("the facts of EC2", EC2) {
        Ok(described) => described,
        Err(why) => return Ok(Err((Fault::bad_reply(why), None))),
    };
    let bound = Bound::bare(described);
    let client = Client { context, settings, signer, bound: &bound, region: settings.region.clone(), regions: &[] };
    let fetched = client.all(OPERATION, BTreeMap::new()).await?;
    let exchange = fetched.exchanges.last().cloned();
    let regions = fetched.merged().map_err(|refused| refused.fault).and_then(|reply| {
        read(&reply).ok_or_else(|| Fault::bad_reply(format!("the reply to ec2:{OPERATION} names no regions")))
    });
    Ok(regions.map_err(|fault| (fault, exchange)))
}

fn read(reply: &Value) -> Option<Vec<String>> {
    let name = |region: &Value| region.get("region_name")?.as_str().filter(|name| is_region(name)).map(str::to_owned);
    let mut regions = reply.get("regions")?.as_array()?.iter().map(name).collect::<Option<Vec<_>>>()?;
    regions.sort();
    regions.dedup();
    (!regions.is_empty()).then_some(regions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_facts_of_ec2_can_be_read() {
        let described = Described::parse("ec2", EC2).unwrap();
        assert!(described.operations.contains_key(OPERATION));
    }
}
