//! The manifests that are known: those built into the program, and those of a folder.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use model::KindSpec;
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::described::Described;
use super::manifest::Manifest;
use super::place::{self, Place, Whose};
use crate::settings::Settings;

#[derive(RustEmbed)]
#[folder = "services"]
#[include = "*.toml"]
#[include = "described/*.json"]
struct BuiltIn;

/// Path → text, of one folder of manifests: `sns.toml`, `described/sns.json`.
pub(crate) type Texts = BTreeMap<String, String>;

/// A service: its manifest, and the facts of its calls, which are read when they are needed.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) manifest: Manifest,
    described: Option<String>,
}

/// The one fact that is needed of every service.
#[derive(Deserialize)]
struct Id {
    id: String,
}

impl Service {
    fn id(&self) -> Option<String> {
        serde_json::from_str::<Id>(self.described.as_deref()?).ok().map(|found| found.id)
    }

    /// The facts of the service's calls.
    pub(crate) fn described(&self) -> Result<Described, String> {
        let name = format!("described/{}.json", self.manifest.client);
        let text = self.described.as_deref();
        Described::parse(&name, text.ok_or_else(|| format!("{name} is missing: run describe.py on the folder"))?)
    }
}

/// All services by client name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Services(Arc<BTreeMap<String, Service>>);

static BUILT_IN: LazyLock<Result<Services, String>> = LazyLock::new(|| Services::read(&built_in()));

fn built_in() -> Texts {
    let text = |path: &str| BuiltIn::get(path).map(|f| String::from_utf8_lossy(&f.data).into_owned());
    BuiltIn::iter().filter_map(|path| Some((path.to_string(), text(&path)?))).collect()
}

impl Services {
    /// Those built into the program. A test reads all of them, so the error is one of the build.
    pub(crate) fn built_in() -> Result<Self, String> {
        BUILT_IN.clone()
    }

    /// Those built in, with `texts` added or put in their place.
    pub(crate) fn with(texts: Texts) -> Result<Self, String> {
        let mut all = built_in();
        all.extend(texts);
        Self::read(&all)
    }

    pub(crate) fn read(texts: &Texts) -> Result<Self, String> {
        let mut services = BTreeMap::new();
        let mut kinds = BTreeMap::new();
        for (path, text) in texts {
            let Some(client) = path.strip_suffix(".toml").filter(|client| !client.contains('/')) else { continue };
            let manifest = Manifest::parse(client, text)?;
            for kind in &manifest.kinds {
                if let Some(other) = kinds.insert(kind.kind.clone(), client.to_owned()) {
                    return Err(format!("{client}.toml: {}: the kind stands in {other}.toml too", kind.kind));
                }
            }
            let described = texts.get(&format!("described/{client}.json")).cloned();
            services.insert(client.to_owned(), Service { manifest, described });
        }
        Ok(Self(Arc::new(services)))
    }

    /// All of them, by client name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Service> {
        self.0.values()
    }

    /// Their names as environment variables have them, by client name.
    pub(crate) fn ids(&self) -> Vec<(String, String)> {
        self.iter().filter_map(|service| Some((service.manifest.client.clone(), service.id()?))).collect()
    }

    /// Where a service with one endpoint for all regions is asked; the error says why nowhere.
    pub(crate) fn place(&self, client: &str, settings: &Settings, partition: &str) -> Result<Place, String> {
        let service = self.0.get(client).ok_or_else(|| format!("there is no manifest of {client}"))?;
        let described = service.described()?;
        let region = place::global_region(&described, partition, &settings.region);
        Place::of(&described, settings, Whose { partition, account: "" }, &region)
    }

    /// What they deliver.
    pub(crate) fn kinds(&self) -> Vec<KindSpec> {
        self.iter().flat_map(|service| service.manifest.specs()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_organisation_is_asked_where_its_partition_and_the_settings_say() {
        let services = Services::built_in().unwrap();
        let mut settings = Settings::for_region("eu-west-1");
        let url = |settings: &Settings, partition| services.place("organizations", settings, partition).unwrap();
        let place = url(&settings, "aws");
        assert_eq!(
            (place.url.as_str(), place.region.as_str()),
            ("https://organizations.us-east-1.amazonaws.com", "us-east-1")
        );
        assert_eq!(url(&settings, "aws-cn").url, "https://organizations.cn-northwest-1.amazonaws.com.cn");
        assert_eq!(url(&settings, "aws-us-gov").url, "https://organizations.us-gov-west-1.amazonaws.com");
        settings.fips = true;
        assert_eq!(url(&settings, "aws").url, "https://organizations-fips.us-east-1.amazonaws.com");
        settings.endpoints.insert("organizations".to_owned(), "https://org.acme.example".to_owned());
        assert_eq!(url(&settings, "aws").url, "https://org.acme.example");
        assert!(services.place("none", &settings, "aws").is_err());
    }

    #[test]
    fn what_is_built_in_can_be_read_and_bound_and_names_no_kind_of_the_sdk() {
        let services = Services::built_in().unwrap();
        assert!(services.iter().count() > 0);
        for service in services.iter() {
            let described = service.described().unwrap();
            crate::engine::bound::Bound::new(&service.manifest, described).unwrap();
        }
        let own = crate::kinds::all();
        let both: Vec<_> = services.kinds().into_iter().filter(|k| own.iter().any(|o| o.kind == k.kind)).collect();
        assert!(both.is_empty(), "{both:?}");
    }
}
