//! Credentials: a token from the environment, or a GitHub App's key exchanged for installation
//! tokens. Every secret is told to [`wire::Secrets`] before it is used; the exchange goes over the
//! wire that records nothing. It must never put a secret into a message.

use bytes::Bytes;
use collect::{Environment, Error};
use http::header::{ACCEPT, AUTHORIZATION, USER_AGENT};
use http::{HeaderValue, Method, Request};
use jiff::{SignedDuration, Timestamp};
use octocrab::auth::{EncodingKey, create_jwt};
use octocrab::models::AppId;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::sync::Mutex;
use wire::{Operation, Secrets, Wire};

use crate::client::{AGENT, API_VERSION, MEDIA_TYPE, segment};
use crate::errors::message_of;
use crate::settings::{App, Settings};

/// Where a token is looked for when no setting names another place.
const TOKEN_VARIABLES: [&str; 2] = ["GITHUB_TOKEN", "GH_TOKEN"];
/// An installation token lives an hour; a new one is fetched when less than this is left.
const SPARE: SignedDuration = SignedDuration::from_mins(5);

/// What proves who asks.
pub(crate) enum Credential {
    /// A personal access token, fine-grained or classic, or any other bearer token.
    Token(SecretString),
    /// A GitHub App, installed in the organisation.
    App(Box<Installation>),
}

/// An App's installation and the token in use.
pub(crate) struct Installation {
    app: App,
    organization: String,
    root: String,
    key: EncodingKey,
    wire: Wire,
    secrets: Secrets,
    token: Mutex<Option<(SecretString, Timestamp)>>,
}

impl Credential {
    /// Finds the credential that the settings ask for.
    ///
    /// # Errors
    /// When there is none; the text says where it was looked for.
    pub(crate) async fn find(
        settings: &Settings,
        wire: Wire,
        environment: &Environment,
        secrets: &Secrets,
    ) -> Result<Self, Error> {
        let missing = |message: String| Error::Credential { origin: settings.source.to_string(), message };
        let Some(app) = &settings.app else {
            let named: Vec<&str> = match &settings.token_env {
                Some(name) => vec![name],
                None => TOKEN_VARIABLES.to_vec(),
            };
            let found = named.iter().find_map(|name| environment(name).filter(|token| !token.trim().is_empty()));
            let token = found.ok_or_else(|| {
                missing(format!(
                    "no GitHub token in the environment ({}); set one, or the settings app_id and app_key_env",
                    named.join(", ")
                ))
            })?;
            let token = token.trim();
            secrets.learn(token);
            return Ok(Self::Token(SecretString::from(token)));
        };
        let pem = private_key(app, environment).map_err(missing)?;
        secrets.learn(pem.expose_secret());
        let key = EncodingKey::from_rsa_pem(pem.expose_secret().as_bytes())
            .map_err(|_| missing(format!("the private key of app {} is not an RSA key in PEM", app.id)))?;
        let installation = Installation {
            app: app.clone(),
            organization: settings.organization.clone(),
            root: format!("{}{}", settings.endpoint.origin, settings.endpoint.rest),
            key,
            wire,
            secrets: secrets.clone(),
            token: Mutex::new(None),
        };
        installation.header().await.map_err(missing)?;
        Ok(Self::App(Box::new(installation)))
    }

    /// The Authorization header, fresh enough to be used now.
    ///
    /// # Errors
    /// When a new installation token cannot be had, in a sentence.
    pub(crate) async fn header(&self) -> Result<HeaderValue, String> {
        match self {
            Self::Token(token) => bearer(token.expose_secret()),
            Self::App(installation) => installation.header().await,
        }
    }
}

impl Installation {
    async fn header(&self) -> Result<HeaderValue, String> {
        // Held while fetching, so that many requests at once fetch one token.
        let mut held = self.token.lock().await;
        let now = self.wire.now();
        if let Some((token, expires)) = held.as_ref()
            && expires.duration_since(now) > SPARE
        {
            return bearer(token.expose_secret());
        }
        let (token, expires) = self.fetch().await?;
        let header = bearer(token.expose_secret());
        *held = Some((token, expires));
        header
    }

    async fn fetch(&self) -> Result<(SecretString, Timestamp), String> {
        let proof = create_jwt(AppId(self.app.id), &self.key)
            .map_err(|_| format!("the private key of app {} cannot sign", self.app.id))?;
        self.secrets.learn(&proof);
        let id = match self.app.installation {
            Some(id) => id,
            None => self.find_installation(&proof).await?,
        };
        let path = format!("/app/installations/{id}/access_tokens");
        let operation = "POST /app/installations/{installation_id}/access_tokens";
        let reply = self.ask(Method::POST, operation, &path, &proof).await?;
        let token = reply.get("token").and_then(Value::as_str);
        let expires = reply.get("expires_at").and_then(Value::as_str).and_then(|text| text.parse().ok());
        let (Some(token), Some(expires)) = (token, expires) else {
            return Err(format!("{operation}: the reply holds no token with a date"));
        };
        self.secrets.learn(token);
        Ok((SecretString::from(token), expires))
    }

    async fn find_installation(&self, proof: &str) -> Result<u64, String> {
        let path = format!("/orgs/{}/installation", segment(&self.organization));
        let reply = self.ask(Method::GET, "GET /orgs/{org}/installation", &path, proof).await?;
        let id = reply.get("id").and_then(Value::as_u64);
        id.ok_or_else(|| format!("app {} has no readable installation in {}", self.app.id, self.organization))
    }

    async fn ask(&self, method: Method, operation: &str, path: &str, proof: &str) -> Result<Value, String> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.root))
            .header(ACCEPT, MEDIA_TYPE)
            .header("x-github-api-version", API_VERSION)
            .header(USER_AGENT, AGENT)
            .header(AUTHORIZATION, bearer(proof)?)
            .extension(Operation(operation.to_owned()))
            .body(Bytes::new())
            .map_err(|_| format!("{operation}: the request cannot be built"))?;
        let reply = self.wire.call(request).await.map_err(|error| format!("{operation}: {error}"))?;
        if !reply.status().is_success() {
            let words = message_of(reply.body());
            let status = reply.status().as_u16();
            return Err(format!("app {}: {operation} answered {status} {words}", self.app.id).trim_end().to_owned());
        }
        serde_json::from_slice(reply.body()).map_err(|_| format!("{operation}: the reply is not JSON"))
    }
}

fn bearer(token: &str) -> Result<HeaderValue, String> {
    let mut header = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| "the GitHub token holds characters that no token has".to_owned())?;
    header.set_sensitive(true);
    Ok(header)
}

fn private_key(app: &App, environment: &Environment) -> Result<SecretString, String> {
    if let Some(name) = &app.key_env {
        let found = environment(name).filter(|text| !text.trim().is_empty());
        // Continuous integration often stores a PEM on one line with `\n` written out.
        let found = found.map(|text| SecretString::from(text.replace("\\n", "\n")));
        return found.ok_or_else(|| format!("no private key of app {} in the environment variable {name}", app.id));
    }
    let file = app.key_file.as_deref().unwrap_or_default();
    let read = std::fs::read_to_string(file);
    read.map(SecretString::from).map_err(|error| format!("the private key of app {} in {file}: {error}", app.id))
}
