//! Which systems to ask: from flags, else from the configuration; with what the environment adds.

use std::path::Path;

use ::seal::BundleReader;
use collect::Connector;
use model::Source;
use serde_json::Value;

use crate::args::SourceArgs;
use crate::assets;
use crate::config::{Config, load, source_from_flag};
use crate::problem::{Exit, Problem};
use crate::world;

/// The connectors that are built in.
pub(crate) fn connectors() -> Vec<Box<dyn Connector>> {
    vec![Box::new(aws::Aws), Box::new(github::GitHub), Box::new(registers::Registers)]
}

/// The same with the manifests of a directory added.
pub(crate) fn connectors_with(manifests: Option<&Path>) -> Result<Vec<Box<dyn Connector>>, Problem> {
    let Some(folder) = manifests else { return Ok(connectors()) };
    let refused = |e| Problem::new(format!("the manifests in {} cannot be used", folder.display())).cause(e);
    extended(assets::manifests(folder)?).map_err(refused)
}

/// The connectors that read a sealed bundle: those built in, with the manifests that are in it.
pub(crate) fn connectors_of(name: &str, bundle: &BundleReader) -> Result<Vec<Box<dyn Connector>>, Problem> {
    let manifests = runner::sealed_manifests(bundle).map_err(|e| e.to_string()).and_then(extended);
    manifests.map_err(|e| {
        Problem::new(format!("{name} verifies, but its manifests cannot be used")).cause(e).exit(Exit::Refused)
    })
}

fn extended(manifests: assets::Texts) -> Result<Vec<Box<dyn Connector>>, String> {
    if manifests.is_empty() {
        return Ok(connectors());
    }
    let aws = aws::Extended::new(manifests)?;
    Ok(vec![Box::new(aws), Box::new(github::GitHub), Box::new(registers::Registers)])
}

/// Their names.
pub(crate) fn names(connectors: &[Box<dyn Connector>]) -> Vec<&'static str> {
    connectors.iter().map(|c| c.name()).collect()
}

/// Environment variables that shape requests. They are read here, so that what they say is in the
/// run record and a replay does not depend on them.
const FROM_ENVIRONMENT: [(&str, &str, &[&str]); 5] = [
    ("aws", "region", &["AWS_REGION", "AWS_DEFAULT_REGION"]),
    ("aws", "profile", &["AWS_PROFILE"]),
    ("aws", "endpoint", &["AWS_ENDPOINT_URL"]),
    ("github", "endpoint", &["GITHUB_API_URL"]),
    ("github", "organization", &["GITHUB_REPOSITORY_OWNER"]),
];

/// The configuration and the sources to ask.
pub(crate) fn resolve(args: &SourceArgs, connectors: &[Box<dyn Connector>]) -> Result<Config, Problem> {
    let config = load(args.config.as_deref(), &names(connectors))?;
    choose(args, connectors, config)
}

/// The same with a configuration that was read already.
pub(crate) fn choose(
    args: &SourceArgs,
    connectors: &[Box<dyn Connector>],
    mut config: Config,
) -> Result<Config, Problem> {
    let names = names(connectors);
    if !args.sources.is_empty() {
        config.sources = args.sources.iter().map(|flag| source_from_flag(flag, &names)).collect::<Result<_, _>>()?;
    }
    if config.sources.is_empty() {
        return Err(Problem::new("there is nothing to ask: no source is configured")
            .hint("try `assize run --fixtures acme`, or name one with --source aws or --source github:ORGANISATION,\nor write an assize.toml with `assize init`"));
    }
    let environment = world::environment();
    for source in &mut config.sources {
        from_environment(source, &|name| environment(name));
        without_password(source)?;
    }
    Ok(config)
}

/// Checks the settings of all sources, before anything is chosen or asked; a wrong one is pointed at.
pub(crate) fn check(config: &Config, connectors: &[Box<dyn Connector>]) -> Result<(), Problem> {
    for source in &config.sources {
        let connector = connectors.iter().find(|connector| connector.name() == source.connector);
        let Some(Err(wrong)) = connector.map(|connector| connector.check(source)) else { continue };
        let place = match (&wrong, &config.read) {
            (collect::Error::Setting { message, .. }, Some(read)) => read.setting(&source.id, message),
            _ => None,
        };
        return Err(place.unwrap_or_else(|| Problem::new("a source cannot be asked").because(wrong)));
    }
    Ok(())
}

/// Settings stand in the run record and so in every bundle; a URL with a password in it may not.
fn without_password(source: &Source) -> Result<(), Problem> {
    let nested = source.settings.values().filter_map(Value::as_object).flatten();
    for (name, value) in source.settings.iter().chain(nested) {
        let authority =
            value.as_str().and_then(|text| text.split_once("://")).and_then(|(_, rest)| rest.split('/').next());
        if authority.is_some_and(|authority| authority.contains('@')) {
            return Err(Problem::new(format!(
                "source {}: the setting {name} holds a user name or password",
                source.id
            ))
            .cause("settings are recorded, and a secret must not reach a record")
            .hint("give credentials through the environment, and the address without them"));
        }
    }
    Ok(())
}

fn from_environment(source: &mut Source, environment: &dyn Fn(&str) -> Option<String>) {
    if source.connector == "aws" {
        aws_from_environment(source, environment);
    }
    for (connector, setting, variables) in FROM_ENVIRONMENT {
        let wanted = source.connector == connector && !source.settings.contains_key(setting);
        if wanted && let Some(value) = variables.iter().find_map(|name| environment(name)) {
            source.settings.insert(setting.to_owned(), Value::from(value));
        }
    }
}

/// Endpoints of single services, and the kinds of endpoint, as the AWS tools read them.
fn aws_from_environment(source: &mut Source, environment: &dyn Fn(&str) -> Option<String>) {
    for (setting, variable) in [("use_fips", "AWS_USE_FIPS_ENDPOINT"), ("use_dualstack", "AWS_USE_DUALSTACK_ENDPOINT")]
    {
        let said = environment(variable).filter(|_| !source.settings.contains_key(setting));
        if said.is_some_and(|said| said.eq_ignore_ascii_case("true")) {
            source.settings.insert(setting.to_owned(), Value::Bool(true));
        }
    }
    let single = aws::endpoint_variables();
    let found: serde_json::Map<String, Value> =
        single.into_iter().filter_map(|(client, name)| Some((client, Value::from(environment(&name)?)))).collect();
    if found.is_empty() {
        return;
    }
    let endpoints = source.settings.entry("endpoints".to_owned()).or_insert_with(|| Value::Object(found.clone()));
    if let Value::Object(configured) = endpoints {
        for (client, url) in found {
            configured.entry(client).or_insert(url);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_is_refused_and_not_repeated() {
        let mut source = source_from_flag("aws", &["aws"]).unwrap();
        source.settings.insert("endpoint".to_owned(), Value::from("https://me:hunter22@proxy.example/x"));
        let problem = without_password(&source).unwrap_err().to_string();
        assert!(problem.contains("endpoint") && !problem.contains("hunter22"), "{problem}");
        source.settings.insert("endpoint".to_owned(), Value::from("https://proxy.example/a@b"));
        assert!(without_password(&source).is_ok(), "an @ in a path is no password");
    }

    #[test]
    fn a_setting_in_the_configuration_beats_the_environment() {
        let mut source = source_from_flag("aws", &["aws"]).unwrap();
        source.settings.insert("region".to_owned(), Value::from("eu-west-1"));
        source.settings.insert("endpoints".to_owned(), serde_json::json!({"s3": "http://127.0.0.1:9"}));
        let environment = |name: &str| match name {
            "AWS_REGION" => Some("us-east-2".to_owned()),
            "AWS_ENDPOINT_URL" => Some("http://127.0.0.1:1".to_owned()),
            "AWS_ENDPOINT_URL_S3" => Some("http://127.0.0.1:2".to_owned()),
            "AWS_ENDPOINT_URL_SNS" => Some("http://127.0.0.1:3".to_owned()),
            "AWS_USE_FIPS_ENDPOINT" => Some("true".to_owned()),
            _ => None,
        };
        from_environment(&mut source, &environment);
        assert_eq!(source.settings["region"], "eu-west-1");
        assert_eq!(source.settings["endpoint"], "http://127.0.0.1:1");
        let endpoints = serde_json::json!({"s3": "http://127.0.0.1:9", "sns": "http://127.0.0.1:3"});
        assert_eq!(source.settings["endpoints"], endpoints);
        assert_eq!(source.settings["use_fips"], true);
        assert!(!source.settings.contains_key("use_dualstack"));
    }
}
