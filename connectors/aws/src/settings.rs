//! The settings of an AWS source, checked once. It must never read the environment: the command
//! line puts what it finds there into the settings, so that they are recorded.

use std::collections::{BTreeMap, BTreeSet};

use model::Source;
use serde_json::Value;
use wire::Wire;

use crate::accounts::{self, Many, Mark};

/// What a source may say.
const KNOWN: [&str; 15] = [
    "account_requests",
    "concurrency",
    "endpoint",
    "endpoints",
    "external_id",
    "force_path_style",
    "imds",
    "profile",
    "region",
    "regions",
    "role_arn",
    "service_requests",
    "services",
    "use_dualstack",
    "use_fips",
];

/// Most regions that may be named.
const MOST_REGIONS: usize = 100;

const DEFAULT_CONCURRENCY: usize = 16;
const MOST_CONCURRENCY: u64 = 256;
/// Requests under way in one account, and to one address (a service in a region) of it.
const DEFAULT_ACCOUNT: usize = 64;
const DEFAULT_SERVICE: usize = 16;

/// The settings, with defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub(crate) struct Settings {
    /// Where requests without a region of their own go.
    pub(crate) region: String,
    /// Another server than AWS: scheme, host and perhaps a path, no `/` at the end.
    pub(crate) endpoint: Option<String>,
    /// Bucket names in the path instead of the host name. Default: only with an `endpoint`.
    pub(crate) force_path_style: bool,
    /// The role to assume with the credentials found.
    pub(crate) role_arn: Option<String>,
    /// What the role's owner wants to hear.
    pub(crate) external_id: Option<String>,
    /// The profile of the shared configuration files.
    pub(crate) profile: Option<String>,
    /// How many buckets are read at a time.
    pub(crate) concurrency: usize,
    /// Whether instance metadata may be asked for credentials.
    pub(crate) imds: bool,
    /// Which regions are asked.
    pub(crate) regions: Regions,
    /// Other servers for single services, by the names that the AWS SDK for Python has for them.
    pub(crate) endpoints: BTreeMap<String, String>,
    /// Endpoints with validated cryptography.
    pub(crate) fips: bool,
    /// Endpoints that also speak IPv6.
    pub(crate) dual_stack: bool,
    /// The account that must answer, if it is known.
    pub(crate) account: Option<String>,
    /// The accounts that it stands for, if it is not one account.
    pub(crate) many: Option<Many>,
    /// How sessions of roles are marked.
    pub(crate) mark: Mark,
    /// Requests under way in the account.
    account_requests: usize,
    /// Requests under way to one address.
    service_requests: usize,
}

/// The regions of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Regions {
    /// These.
    Named(Vec<String>),
    /// All that the account has enabled.
    Enabled,
}

impl Settings {
    /// Nothing but a region: credentials of the environment.
    pub(crate) fn for_region(region: &str) -> Self {
        Self {
            region: region.to_owned(),
            force_path_style: false,
            endpoint: None,
            role_arn: None,
            external_id: None,
            profile: None,
            concurrency: DEFAULT_CONCURRENCY,
            imds: true,
            regions: Regions::Named(vec![region.to_owned()]),
            endpoints: BTreeMap::new(),
            fips: false,
            dual_stack: false,
            account: None,
            many: None,
            mark: Mark::default(),
            account_requests: DEFAULT_ACCOUNT,
            service_requests: DEFAULT_SERVICE,
        }
    }

    /// `wire` with this account's own limits, so that a throttled account holds up no other.
    pub(crate) fn limited(&self, wire: &Wire) -> Wire {
        let transport = wire::per_host(wire.transport(), self.service_requests);
        wire.over(wire::at_most(transport, self.account_requests))
    }

    /// Reads the settings of `source`; the error names the setting and what it should be.
    pub(crate) fn of(source: &Source) -> Result<Self, String> {
        let all = &source.settings;
        let mut known: Vec<&str> = KNOWN.iter().chain(&accounts::KNOWN).copied().collect();
        known.sort_unstable();
        if let Some(name) = all.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(format!("unknown setting {name:?}; known are {}", known.join(", ")));
        }
        let many = Many::of(all)?;
        let template = |arn: &String| many.is_some() && arn.contains("{account}");
        let endpoint = text(all, "endpoint")?.map(|e| endpoint(&e)).transpose()?;
        let region = text(all, "region")?.unwrap_or_else(|| "us-east-1".to_owned());
        let settings = Self {
            regions: regions(all, &region)?,
            endpoints: endpoints(all)?,
            fips: flag(all, "use_fips")?.unwrap_or(false),
            dual_stack: flag(all, "use_dualstack")?.unwrap_or(false),
            region,
            force_path_style: flag(all, "force_path_style")?.unwrap_or(endpoint.is_some()),
            endpoint,
            // One with a hole is the role of each account; one without is assumed before them.
            role_arn: text(all, "role_arn")?.filter(|arn| !template(arn)),
            external_id: text(all, "external_id")?,
            profile: text(all, "profile")?,
            concurrency: number(all, "concurrency", DEFAULT_CONCURRENCY)?,
            imds: flag(all, "imds")?.unwrap_or(true),
            account: text(all, "account")?,
            mark: Mark::of(all)?,
            account_requests: number(all, "account_requests", DEFAULT_ACCOUNT)?,
            service_requests: number(all, "service_requests", DEFAULT_SERVICE)?,
            many,
        };
        if !is_region(&settings.region) {
            return Err(format!("region {:?} is not a region, such as eu-west-1", settings.region));
        }
        if settings.role_arn.as_ref().is_some_and(|arn| !is_role(arn)) {
            return Err("role_arn must look like arn:aws:iam::123456789012:role/name".to_owned());
        }
        if settings.account.as_ref().is_some_and(|account| !accounts::is_account(account)) {
            return Err("account must be a text of 12 digits".to_owned());
        }
        if settings.external_id.is_some() && settings.role_arn.is_none() && settings.many.is_none() {
            return Err("external_id is only used with role_arn, which is not set".to_owned());
        }
        Ok(settings)
    }
}

/// True for what may stand as a region in a host name.
pub(crate) fn is_region(text: &str) -> bool {
    (2..=40).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_role(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    matches!(parts.as_slice(), ["arn", _, "iam", "", account, name] if account.len() == 12 && name.starts_with("role/"))
}

fn text(all: &BTreeMap<String, Value>, name: &str) -> Result<Option<String>, String> {
    match all.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned())),
        Some(_) => Err(format!("{name} must be a text that is not empty")),
    }
}

fn flag(all: &BTreeMap<String, Value>, name: &str) -> Result<Option<bool>, String> {
    match all.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(format!("{name} must be true or false")),
    }
}

fn regions(all: &BTreeMap<String, Value>, default: &str) -> Result<Regions, String> {
    let wrong = || r#"regions must be "enabled" or a list of regions, such as ["eu-west-1"]"#.to_owned();
    match all.get("regions") {
        None | Some(Value::Null) => Ok(Regions::Named(vec![default.to_owned()])),
        Some(Value::String(word)) if word == "enabled" => Ok(Regions::Enabled),
        Some(Value::Array(list)) if (1..=MOST_REGIONS).contains(&list.len()) => {
            let region = |value: &Value| value.as_str().filter(|r| is_region(r)).map(str::to_owned).ok_or_else(wrong);
            let mut named = list.iter().map(region).collect::<Result<Vec<_>, _>>()?;
            named.sort();
            named.dedup();
            Ok(Regions::Named(named))
        }
        Some(_) => Err(wrong()),
    }
}

fn endpoints(all: &BTreeMap<String, Value>) -> Result<BTreeMap<String, String>, String> {
    let wrong = || "endpoints must be a table of URLs by service, such as { sns = \"https://…\" }".to_owned();
    match all.get("endpoints") {
        None | Some(Value::Null) => Ok(BTreeMap::new()),
        Some(Value::Object(table)) => {
            let entry = |(client, url): (&String, &Value)| {
                let url = url.as_str().ok_or_else(wrong)?;
                Ok((client.clone(), endpoint(url).map_err(|e| format!("endpoints.{client}: {e}"))?))
            };
            table.iter().map(entry).collect()
        }
        Some(_) => Err(wrong()),
    }
}

fn number(all: &BTreeMap<String, Value>, name: &str, default: usize) -> Result<usize, String> {
    let Some(value) = all.get(name) else { return Ok(default) };
    let number = value.as_u64().filter(|n| (1..=MOST_CONCURRENCY).contains(n));
    number
        .and_then(|n| usize::try_from(n).ok())
        .ok_or_else(|| format!("{name} must be a whole number from 1 to {MOST_CONCURRENCY}"))
}

/// `services` narrows what the source is asked for; a name that is none of `known` would ask nothing.
pub(crate) fn check_services(source: &Source, known: &BTreeSet<String>) -> Result<(), String> {
    let Some(value) = source.settings.get("services") else { return Ok(()) };
    let wrong = || format!("services must be a list of {}", known.iter().cloned().collect::<Vec<_>>().join(", "));
    let list = value.as_array().filter(|list| !list.is_empty()).ok_or_else(wrong)?;
    match list.iter().find(|one| !one.as_str().is_some_and(|name| known.contains(name))) {
        Some(unknown) => Err(format!("there is no service {unknown}: {}", wrong())),
        None => Ok(()),
    }
}

fn endpoint(text: &str) -> Result<String, String> {
    let wrong = || "endpoint must be a URL such as https://aws.example.org, without user, query or fragment".to_owned();
    let uri: http::Uri = text.parse().map_err(|_| wrong())?;
    let scheme = uri.scheme_str().is_some_and(|s| s == "http" || s == "https");
    let host = uri.authority().is_some_and(|a| !a.as_str().contains('@'));
    if scheme && host && uri.query().is_none() && !text.contains('#') {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err(wrong())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn source(settings: &Value) -> Source {
        serde_json::from_value(json!({"id": "aws", "connector": "aws", "settings": settings})).unwrap()
    }

    #[test]
    fn defaults_are_those_documented() {
        let settings = Settings::of(&source(&json!({}))).unwrap();
        assert_eq!((settings.region.as_str(), settings.concurrency, settings.imds), ("us-east-1", 16, true));
        assert!(!settings.force_path_style);
        let settings = Settings::of(&source(&json!({"endpoint": "http://127.0.0.1:5000/"}))).unwrap();
        assert_eq!(settings.endpoint.as_deref(), Some("http://127.0.0.1:5000"));
        assert!(settings.force_path_style, "a server by address has no bucket host names");
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_it_should_be() {
        for (settings, word) in [
            (json!({"regoin": "x"}), "regoin"),
            (json!({"regoin": "x"}), "force_path_style"),
            (json!({"region": "x.evil.example/"}), "region"),
            (json!({"region": 3}), "region"),
            (json!({"imds": "no"}), "imds"),
            (json!({"concurrency": 0}), "concurrency"),
            (json!({"concurrency": 9000}), "concurrency"),
            (json!({"role_arn": "admin"}), "role_arn"),
            (json!({"external_id": "x"}), "role_arn"),
            (json!({"endpoint": "ftp://x"}), "endpoint"),
            (json!({"endpoint": "https://user:pass@x"}), "endpoint"),
            (json!({"endpoint": "not a url"}), "endpoint"),
            (json!({"endpoints": {"sns": "ftp://x"}}), "endpoints.sns"),
            (json!({"endpoints": "https://x"}), "endpoints"),
            (json!({"regions": "all"}), "enabled"),
            (json!({"regions": []}), "enabled"),
            (json!({"regions": ["eu-west-1", "evil.example/"]}), "enabled"),
            (json!({"use_fips": "yes"}), "use_fips"),
        ] {
            let error = Settings::of(&source(&settings)).unwrap_err();
            assert!(error.contains(word), "{settings}: {error}");
        }
    }

    #[test]
    fn services_are_names_of_services() {
        let known: BTreeSet<String> = ["iam", "s3"].map(str::to_owned).into();
        assert_eq!(check_services(&source(&json!({})), &known), Ok(()));
        assert_eq!(check_services(&source(&json!({"services": ["s3"]})), &known), Ok(()));
        for (services, word) in [(json!("iam"), "a list"), (json!([]), "a list"), (json!(["iam", "iamm"]), "iamm")] {
            let error = check_services(&source(&json!({"services": services})), &known).unwrap_err();
            assert!(error.contains(word) && error.contains("iam, s3"), "{error}");
        }
    }
}
