//! GitHub: an organisation, its people, its repositories and what protects them.
//!
//! REST gives the lists and the settings, GraphQL the facts that come cheaper in batches. Only
//! what the plan wants is asked. It must never read a refusal as an absence: see `rulesets`.

mod auth;
mod client;
mod context;
mod draft;
mod errors;
mod graphql;
mod integrations;
mod kinds;
mod oauth_apps;
mod organization;
mod paging;
mod people;
mod protection;
mod repositories;
mod repository;
mod rulesets;
mod settings;

use std::sync::Arc;

use async_trait::async_trait;
use collect::{Access, Connector, Error, Session, Sink};
use model::{KindSpec, Plan, Seen, Source};
use serde_json::Value;
use wire::Wire;

use crate::auth::Credential;
use crate::client::{Ask, Client};
use crate::context::Context;
use crate::people::People;
use crate::settings::Settings;

/// The GitHub connector.
#[derive(Debug, Clone, Copy, Default)]
pub struct GitHub;

struct Opened {
    settings: Settings,
    credential: Option<Arc<Credential>>,
}

#[async_trait]
impl Connector for GitHub {
    fn name(&self) -> &'static str {
        "github"
    }

    fn kinds(&self) -> Vec<KindSpec> {
        kinds::all()
    }

    fn check(&self, source: &Source) -> Result<(), Error> {
        Settings::read(source).map(drop)
    }

    async fn open(&self, source: &Source, access: Access) -> Result<Box<dyn Session>, Error> {
        let settings = Settings::read(source)?;
        let credential = match access {
            Access::Live { wire, environment, secrets, .. } => {
                Some(Arc::new(Credential::find(&settings, wire, &environment, &secrets).await?))
            }
            Access::Recorded => None,
        };
        Ok(Box::new(Opened { settings, credential }))
    }
}

#[async_trait]
impl Session for Opened {
    async fn collect(&self, plan: &Plan, wire: &Wire, out: &Sink) -> Result<(), Error> {
        let client = Client::new(wire, &self.settings.endpoint, self.credential.clone())?;
        let context = Context { client, settings: &self.settings, plan, out };
        let org = organization::fetch(&context).await?;
        let login = org.as_ref().ok().and_then(|(org, _)| org.get("login")).and_then(Value::as_str);
        out.seen(Seen {
            source: self.settings.source.clone(),
            account: login.map(str::to_owned),
            identity: identity(&context).await?,
            regions: vec![],
        });
        let people = People::fetch(&context).await?;
        organization::collect(&context, &org, &people).await?;
        people.collect_members(&context).await?;
        people::collect_outside(&context).await?;
        integrations::collect_webhooks(&context).await?;
        integrations::collect_installations(&context).await?;
        oauth_apps::collect(&context, &org).await?;
        repositories::collect(&context, &org).await
    }
}

/// Who asks: a user's login, or an App's as `slug[bot]`.
async fn identity(context: &Context<'_>) -> Result<Option<String>, Error> {
    // Apps are refused here, so they are not asked to try.
    if context.settings.app.is_none() {
        let ask = Ask { operation: "GET /user", path: "/user".to_owned(), permission: "" };
        if let Ok((user, _)) = context.client.get(&ask).await?
            && let Some(login) = user.get("login").and_then(Value::as_str)
        {
            return Ok(Some(login.to_owned()));
        }
    }
    graphql::viewer(&context.client).await
}
