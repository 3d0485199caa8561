//! AWS access keys for other parts of the program (the store), found where the connector finds its own.
//! What fetches them is never recorded.

use std::collections::BTreeMap;

use aws_credential_types::provider::{ProvideCredentials as _, SharedCredentialsProvider};
use model::{Source, SourceId};
use serde_json::Value;
use wire::{Secrets, Wire};

use crate::credentials;
use crate::fault::chain;
use crate::settings::Settings;

/// An access key.
pub struct Keys {
    /// Its id.
    pub id: String,
    /// The secret.
    pub secret: String,
    /// The session's token, if it is a temporary one.
    pub token: Option<String>,
}

/// Finds access keys, and keeps them until they expire.
pub struct KeyChain {
    provider: SharedCredentialsProvider,
    wire: Wire,
    kept: futures::lock::Mutex<Option<aws_credential_types::Credentials>>,
}

impl std::fmt::Debug for KeyChain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyChain(..)")
    }
}

/// Keys are fetched anew so many seconds before they expire.
const EARLY: i64 = 300;

impl KeyChain {
    /// Looks for keys; `settings` are those of a source (`region`, `profile`, `role_arn`, …). An `endpoint`
    /// of another S3 server is not asked for credentials.
    ///
    /// # Errors
    /// A sentence that says where credentials were looked for, and what was wrong.
    pub async fn open(name: &SourceId, settings: &BTreeMap<String, Value>, wire: &Wire) -> Result<Self, String> {
        let mut settings = settings.clone();
        settings.remove("endpoint");
        let source = Source { id: name.clone(), connector: "aws".to_owned(), settings, unavailable: None };
        let settings = Settings::of(&source)?;
        let provider = credentials::live(&settings, wire, &Secrets::default(), "").await?;
        Ok(Self { provider, wire: wire.clone(), kept: futures::lock::Mutex::new(None) })
    }

    /// The keys to sign with now.
    ///
    /// # Errors
    /// When they expired and cannot be had again.
    pub async fn keys(&self) -> Result<Keys, String> {
        let mut kept = self.kept.lock().await;
        let now = self.wire.now().as_second();
        let lasts = |found: &aws_credential_types::Credentials| {
            let end = found.expiry().and_then(|end| end.duration_since(std::time::UNIX_EPOCH).ok());
            end.is_none_or(|end| i64::try_from(end.as_secs()).unwrap_or(i64::MAX) - EARLY > now)
        };
        if !kept.as_ref().is_some_and(lasts) {
            let found = self.provider.provide_credentials().await;
            *kept = Some(found.map_err(|e| format!("the AWS credentials cannot be read: {}", chain(&e)))?);
        }
        let found = kept.as_ref().ok_or("there are no AWS credentials")?;
        Ok(Keys {
            id: found.access_key_id().to_owned(),
            secret: found.secret_access_key().to_owned(),
            token: found.session_token().map(str::to_owned),
        })
    }
}
