//! Where a service is: by partition and region, with FIPS and dual-stack, or where the settings say.

use super::described::{Described, Host, Operation};
use crate::settings::{Settings, is_region};

/// Where a request goes, and what it is signed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Scheme and host, perhaps with a path; no `/` at the end.
    pub(crate) url: String,
    /// The region to sign for.
    pub(crate) region: String,
}

/// Who is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whose<'a> {
    pub(crate) partition: &'a str,
    pub(crate) account: &'a str,
}

impl Place {
    /// The place of a service in a region; the error says that there is none.
    pub(crate) fn of(
        described: &Described,
        settings: &Settings,
        whose: Whose<'_>,
        region: &str,
    ) -> Result<Self, String> {
        let client = &described.client;
        let found = described.hosts.get(whose.partition).and_then(|hosts| {
            let host = match (settings.fips, settings.dual_stack) {
                (false, false) => &hosts.plain,
                (true, false) => &hosts.fips,
                (false, true) => &hosts.dual,
                (true, true) => &hosts.fips_dual,
            };
            host.as_ref().and_then(|host| host.in_region(region))
        });
        if let Some(url) = settings.endpoints.get(client).or(settings.endpoint.as_ref()) {
            let region = found.map_or_else(|| region.to_owned(), |(_, sign)| sign);
            return Ok(Self { url: url.clone(), region });
        }
        let (host, region) = found.ok_or_else(|| {
            let ways = [(settings.fips, " with FIPS"), (settings.dual_stack, " with dual-stack")];
            let ways: String = ways.iter().filter(|(on, _)| *on).map(|(_, way)| *way).collect();
            format!("{client} has no endpoint{ways} in {region} of the partition {}", whose.partition)
        })?;
        Ok(Self { url: format!("https://{}", host.replace("{account}", whose.account)), region })
    }

    /// The place of one operation: some put a label before the host. A server that the settings
    /// name has no such labels.
    pub(crate) fn for_operation(&self, operation: &Operation, own: bool, whose: Whose<'_>) -> String {
        match (&operation.host_prefix, self.url.strip_prefix("https://")) {
            (Some(prefix), Some(host)) if own => {
                let prefix = prefix.replace("{AccountId}", whose.account);
                // The rules may have put the account there already.
                if host.starts_with(&prefix) { self.url.clone() } else { format!("https://{prefix}{host}") }
            }
            _ => self.url.clone(),
        }
    }
}

impl Host {
    /// Host and region to sign for.
    fn in_region(&self, region: &str) -> Option<(String, String)> {
        if !is_region(region) {
            return None;
        }
        match self.except.get(region) {
            Some(None) => None,
            Some(Some(odd)) => Some((odd.host.clone(), odd.sign.clone().unwrap_or_else(|| region.to_owned()))),
            None => {
                let sign = self.sign.clone().unwrap_or_else(|| region.to_owned());
                Some((self.pattern.replace("{region}", region), sign))
            }
        }
    }
}

/// The region in which a service with one endpoint for all is asked.
pub(crate) fn global_region(described: &Described, partition: &str, fallback: &str) -> String {
    let sign = described.hosts.get(partition).and_then(|hosts| hosts.plain.as_ref()).and_then(|host| host.sign.clone());
    sign.unwrap_or_else(|| match partition {
        "aws" => "us-east-1".to_owned(),
        "aws-cn" => "cn-northwest-1".to_owned(),
        "aws-us-gov" => "us-gov-west-1".to_owned(),
        _ => fallback.to_owned(),
    })
}
