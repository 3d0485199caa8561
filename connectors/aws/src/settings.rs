//! The settings of an AWS source, checked once. It must never read the environment: the command
//! line puts what it finds there into the settings, so that they are recorded.

use std::collections::BTreeMap;

use model::Source;
use serde_json::Value;
use wire::Wire;

use crate::accounts::{self, Many, Mark};

/// What a source may say.
const KNOWN: [&str; 10] = [
    "account_requests",
    "concurrency",
    "endpoint",
    "external_id",
    "force_path_style",
    "imds",
    "profile",
    "region",
    "role_arn",
    "service_requests",
];

const DEFAULT_CONCURRENCY: usize = 16;
const MOST_CONCURRENCY: u64 = 256;
/// Requests under way in one account, and to one address (a service in a region) of it.
const DEFAULT_ACCOUNT: usize = 64;
const DEFAULT_SERVICE: usize = 16;

/// The settings, with defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        let settings = Self {
            region: text(all, "region")?.unwrap_or_else(|| "us-east-1".to_owned()),
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

fn number(all: &BTreeMap<String, Value>, name: &str, default: usize) -> Result<usize, String> {
    let Some(value) = all.get(name) else { return Ok(default) };
    let number = value.as_u64().filter(|n| (1..=MOST_CONCURRENCY).contains(n));
    number
        .and_then(|n| usize::try_from(n).ok())
        .ok_or_else(|| format!("{name} must be a whole number from 1 to {MOST_CONCURRENCY}"))
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
        ] {
            let error = Settings::of(&source(&settings)).unwrap_err();
            assert!(error.contains(word), "{settings}: {error}");
        }
    }
}
