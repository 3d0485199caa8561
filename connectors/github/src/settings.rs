//! The settings of a GitHub source, checked once. It must never read a credential.

use std::collections::{BTreeMap, BTreeSet};

use collect::Error;
use model::{Source, SourceId};
use serde_json::Value;

/// Settings a source may have, in the order in which messages name them.
const KNOWN: &[&str] = &[
    "organization",
    "endpoint",
    "repositories",
    "exclude_repositories",
    "concurrency",
    "token_env",
    "app_id",
    "app_key_env",
    "app_key_file",
    "installation_id",
];

const PUBLIC_API: &str = "https://api.github.com";
const DEFAULT_CONCURRENCY: usize = 8;
const MOST_CONCURRENCY: usize = 64;

/// A source's settings.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) source: SourceId,
    pub(crate) organization: String,
    pub(crate) endpoint: Endpoint,
    /// Lower-case names of the repositories to look at; empty means all.
    pub(crate) include: BTreeSet<String>,
    /// Lower-case names of the repositories to leave out.
    pub(crate) exclude: BTreeSet<String>,
    pub(crate) concurrency: usize,
    pub(crate) token_env: Option<String>,
    pub(crate) app: Option<App>,
}

/// The GitHub App to ask as.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) id: u64,
    pub(crate) installation: Option<u64>,
    pub(crate) key_env: Option<String>,
    pub(crate) key_file: Option<String>,
}

/// Where the API is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    /// Scheme and authority: `https://api.github.com`.
    pub(crate) origin: String,
    /// Path before every REST path, without a slash at its end: empty or `/api/v3`.
    pub(crate) rest: String,
    /// Path of the GraphQL API: `/graphql` or `/api/graphql`.
    pub(crate) graphql: String,
}

impl Settings {
    /// Reads the settings of `source`.
    ///
    /// # Errors
    /// When one is unknown, missing or not what it should be; the text names it.
    pub(crate) fn read(source: &Source) -> Result<Self, Error> {
        let reader = Reader { origin: source.id.as_str(), settings: &source.settings };
        if let Some(unknown) = source.settings.keys().find(|key| !KNOWN.contains(&key.as_str())) {
            return Err(reader.refuse(&format!("unknown setting {unknown:?}; known are {}", KNOWN.join(", "))));
        }
        let organization = reader.text("organization")?.ok_or_else(|| {
            reader.refuse("the setting organization is missing: the login of the organisation to ask")
        })?;
        if !is_login(&organization) {
            return Err(reader.refuse("organization is a login: letters, digits, '-' and '_', at most 100"));
        }
        Ok(Self {
            source: source.id.clone(),
            endpoint: reader.endpoint()?,
            include: reader.repositories("repositories", &organization)?,
            exclude: reader.repositories("exclude_repositories", &organization)?,
            concurrency: reader.concurrency()?,
            token_env: reader.text("token_env")?,
            app: reader.app()?,
            organization,
        })
    }

    /// True if the repository `owner/name` is to be looked at.
    pub(crate) fn selects(&self, full_name: &str) -> bool {
        let name = full_name.rsplit('/').next().unwrap_or(full_name).to_lowercase();
        (self.include.is_empty() || self.include.contains(&name)) && !self.exclude.contains(&name)
    }

    /// True if only some of the repositories are to be looked at.
    pub(crate) fn is_filtered(&self) -> bool {
        !self.include.is_empty() || !self.exclude.is_empty()
    }
}

struct Reader<'a> {
    origin: &'a str,
    settings: &'a BTreeMap<String, Value>,
}

impl Reader<'_> {
    fn refuse(&self, message: &str) -> Error {
        Error::Setting { origin: self.origin.to_owned(), message: message.to_owned() }
    }

    fn text(&self, name: &str) -> Result<Option<String>, Error> {
        match self.settings.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
            Some(_) => Err(self.refuse(&format!("{name} must be a text that is not empty"))),
        }
    }

    fn number(&self, name: &str) -> Result<Option<u64>, Error> {
        match self.settings.get(name) {
            None => Ok(None),
            Some(value) => {
                let number = value.as_u64().filter(|number| *number > 0);
                number.map(Some).ok_or_else(|| self.refuse(&format!("{name} must be a whole number above 0")))
            }
        }
    }

    fn concurrency(&self) -> Result<usize, Error> {
        let Some(number) = self.number("concurrency")? else { return Ok(DEFAULT_CONCURRENCY) };
        let number = usize::try_from(number).ok().filter(|number| *number <= MOST_CONCURRENCY);
        number.ok_or_else(|| self.refuse("concurrency is the number of repositories asked at once: 1 to 64"))
    }

    fn repositories(&self, name: &str, organization: &str) -> Result<BTreeSet<String>, Error> {
        let rule = format!("{name} must be a list of repository names of {organization}, with or without the owner");
        let Some(value) = self.settings.get(name) else { return Ok(BTreeSet::new()) };
        let list = value.as_array().filter(|list| !list.is_empty()).ok_or_else(|| self.refuse(&rule))?;
        let mut names = BTreeSet::new();
        for item in list {
            let text = item.as_str().unwrap_or_default();
            let (owner, short) = text.split_once('/').unwrap_or((organization, text));
            if !owner.eq_ignore_ascii_case(organization) || !is_login(short) {
                return Err(self.refuse(&rule));
            }
            names.insert(short.to_lowercase());
        }
        Ok(names)
    }

    fn app(&self) -> Result<Option<App>, Error> {
        let (key_env, key_file) = (self.text("app_key_env")?, self.text("app_key_file")?);
        let installation = self.number("installation_id")?;
        let Some(id) = self.number("app_id")? else {
            if key_env.is_some() || key_file.is_some() || installation.is_some() {
                return Err(self.refuse("app_key_env, app_key_file and installation_id need the setting app_id"));
            }
            return Ok(None);
        };
        if self.settings.contains_key("token_env") {
            return Err(self.refuse("give app_id or token_env, not both"));
        }
        if key_env.is_some() == key_file.is_some() {
            return Err(self.refuse("app_id needs its private key: give exactly one of app_key_env and app_key_file"));
        }
        Ok(Some(App { id, installation, key_env, key_file }))
    }

    fn endpoint(&self) -> Result<Endpoint, Error> {
        let text = self.text("endpoint")?.unwrap_or_else(|| PUBLIC_API.to_owned());
        Endpoint::parse(&text).map_err(|rule| self.refuse(&format!("endpoint {text:?}: {rule}")))
    }
}

impl Endpoint {
    /// Reads a base URL such as `https://github.example.com/api/v3`.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        const RULE: &str = "must be an https URL without user, query or fragment (http on loopback only)";
        let uri: http::Uri = text.parse().map_err(|_| RULE)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(RULE) };
        let loopback = matches!(authority.host(), "127.0.0.1" | "localhost" | "[::1]");
        let secure = scheme == "https" || (scheme == "http" && loopback);
        if !secure || authority.as_str().contains('@') || uri.query().is_some() || text.contains('#') {
            return Err(RULE);
        }
        let rest = uri.path().trim_end_matches('/').to_owned();
        let graphql = match rest.strip_suffix("/v3") {
            Some(api) => format!("{api}/graphql"),
            None => format!("{rest}/graphql"),
        };
        Ok(Self { origin: format!("{scheme}://{authority}"), rest, graphql })
    }
}

/// A login or repository name: nothing in it can change the path it is put into.
fn is_login(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (1..=100).contains(&text.len()) && text.chars().all(plain) && text != "." && text != ".."
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(settings: Value) -> Result<Settings, String> {
        let settings = serde_json::from_value(settings).unwrap();
        let source =
            Source { id: "github".parse().unwrap(), connector: "github".to_owned(), settings, unavailable: None };
        Settings::read(&source).map_err(|error| error.to_string())
    }

    #[test]
    fn the_endpoint_gives_both_apis() {
        let public = Endpoint::parse("https://api.github.com").unwrap();
        assert_eq!((public.rest.as_str(), public.graphql.as_str()), ("", "/graphql"));
        let server = Endpoint::parse("https://github.example.com/api/v3/").unwrap();
        assert_eq!(server.origin, "https://github.example.com");
        assert_eq!((server.rest.as_str(), server.graphql.as_str()), ("/api/v3", "/api/graphql"));
        assert!(Endpoint::parse("http://127.0.0.1:5200").is_ok());
        for bad in ["http://github.example.com", "https://user:pw@host", "ftp://host", "host", "https://h/?q=1", ""] {
            assert!(Endpoint::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn wrong_settings_name_themselves() {
        for (settings, word) in [
            (json!({}), "organization"),
            (json!({"organization": "acme", "organisation": "x"}), "exclude_repositories"),
            (json!({"organization": "acme/../x"}), "organization"),
            (json!({"organization": "acme", "concurrency": 0}), "concurrency"),
            (json!({"organization": "acme", "concurrency": 1000}), "concurrency"),
            (json!({"organization": "acme", "repositories": ["other/one"]}), "repositories"),
            (json!({"organization": "acme", "repositories": [".."]}), "repositories"),
            (json!({"organization": "acme", "app_id": 1}), "app_key_env"),
            (json!({"organization": "acme", "installation_id": 1}), "app_id"),
            (json!({"organization": "acme", "app_id": 1, "app_key_env": "K", "token_env": "T"}), "not both"),
        ] {
            let error = read(settings.clone()).unwrap_err();
            assert!(error.contains(word), "{settings}: {error}");
        }
    }

    #[test]
    fn repositories_are_selected_by_name_in_any_case() {
        let settings = read(json!({"organization": "Acme", "repositories": ["api", "acme/Web"]})).unwrap();
        assert!(settings.selects("Acme/API") && settings.selects("Acme/web") && !settings.selects("Acme/docs"));
        let settings = read(json!({"organization": "acme", "exclude_repositories": ["api"]})).unwrap();
        assert!(!settings.selects("acme/api") && settings.selects("acme/docs"));
    }
}
