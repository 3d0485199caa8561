//! `assize permissions`: what a role, a token or an App must be allowed, and not a word more.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::args::{PermissionFormat, PermissionsArgs};
use crate::config;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::rules::chosen_policies;
use crate::sources;

/// `assize permissions`.
pub(crate) fn permissions(args: &PermissionsArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = config::load(args.config.as_deref(), &sources::names(&sources::connectors()))?;
    let connectors = super::run::connectors(&args.policy, &config)?;
    let catalogue = runner::collect::catalogue(&connectors);
    let connector = args.connector.as_str();
    if !matches!(connector, "aws" | "github") {
        return Err(Problem::new(format!("there are no permissions for {connector:?}"))
            .hint("write `assize permissions aws` or `assize permissions github`"));
    }
    if args.collector {
        let policy = aws::role::collector(&config.sources).map_err(|why| {
            Problem::new("there is no collecting identity to allow anything")
                .cause(why)
                .hint("--collector is for a source with organization = true or accounts = […] in assize.toml")
        })?;
        screen.json(&policy)?;
        return Ok(Exit::Pass);
    }
    let sources = config.sources.iter().filter(|source| source.connector == connector);
    let mut asked: Vec<String> = sources.flat_map(model::Source::asked).collect();
    if asked.is_empty() {
        asked.push(connector.to_owned());
    }
    let plan = chosen_policies(&args.policy, &config, &asked, &catalogue)?.plan();
    let needed = catalogue.permissions_of(&plan, connector);
    match (connector, args.format) {
        ("aws", format) => aws(needed, format, screen)?,
        (_, PermissionFormat::Json) => screen.json(&github(&needed))?,
        _ => {
            return Err(Problem::new("a template makes an AWS role, and GitHub has none")
                .hint("`assize permissions github` names what a token or an App needs"));
        }
    }
    Ok(Exit::Pass)
}

fn aws(mut actions: BTreeSet<&str>, format: PermissionFormat, screen: &Screen) -> Result<(), Problem> {
    actions.extend(aws::role::ALWAYS);
    let policies = aws::role::policies(&actions);
    match (format, policies.as_slice()) {
        (PermissionFormat::Json, [one]) => screen.json(one),
        (PermissionFormat::Json, several) => {
            screen.json(&several)?;
            screen.note(format!(
                "{} actions do not fit into one managed policy ({} characters): these are {}, attach all of them",
                actions.len(),
                aws::role::LONGEST_POLICY,
                several.len()
            ));
            Ok(())
        }
        (PermissionFormat::Cloudformation, policies) => screen.json(&aws::role::cloudformation(policies)),
        (PermissionFormat::Terraform, policies) => {
            screen.result(|out| out.write_all(aws::role::terraform(policies).as_bytes()))
        }
    }
}

/// The permissions as GitHub's settings pages name them, and as the manifest of an App does.
fn github(needed: &BTreeSet<&str>) -> Value {
    let mut app: BTreeMap<String, &str> = BTreeMap::new();
    for (name, level) in needed.iter().filter_map(|permission| permission.split_once(": ")) {
        app.insert(app_name(name), level);
    }
    json!({"fine_grained_token": needed, "app": {"default_permissions": app}})
}

/// The name in an App's manifest (REST API, "Create a GitHub App from a manifest").
fn app_name(name: &str) -> String {
    match name {
        "organization members" => "members".to_owned(),
        "organization webhooks" => "organization_hooks".to_owned(),
        "repository webhooks" => "repository_hooks".to_owned(),
        "repository code scanning alerts" => "security_events".to_owned(),
        other => other.strip_prefix("repository ").unwrap_or(other).replace(' ', "_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_of_github_has_its_name_in_an_app() {
        let known = [
            "organization_administration",
            "members",
            "organization_hooks",
            "metadata",
            "administration",
            "contents",
            "repository_hooks",
            "security_events",
        ];
        let catalogue = runner::collect::catalogue(&sources::connectors());
        let plan = model::Plan::everything(catalogue.specs());
        let needed = catalogue.permissions_of(&plan, "github");
        assert!(needed.len() >= 8, "{needed:?}");
        let told = github(&needed);
        let app = told["app"]["default_permissions"].as_object().unwrap();
        assert_eq!(app.len(), needed.len(), "a permission has no level");
        for (name, level) in app {
            assert!(known.contains(&name.as_str()), "{name} is no permission of an App");
            assert_eq!(level, "read");
        }
    }
}
