//! What a connector is, and where it puts what it learns.
//!
//! A connector turns a [`Plan`] into requests on a [`Wire`] and replies into resources, gaps and
//! populations. It must never guess: what a reply does not say is a gap.

mod call;
mod catalogue;
mod sink;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use model::{Kind, KindSpec, Plan, Seen, Source};
use wire::Wire;

pub use call::{Call, Once};
pub use catalogue::Catalogue;
pub use sink::{Collected, Sink};

/// What a connector may use to open a source.
#[derive(Clone)]
pub enum Access {
    /// The world. Credentials are fetched over `wire`, which records nothing.
    Live {
        /// The unrecorded wire.
        wire: Wire,
        /// Looks up an environment variable; the command line decides what is visible.
        environment: Environment,
        /// Every secret that the connector learns is told here, so that the recorder can make
        /// sure it is never written.
        secrets: wire::Secrets,
        /// The id of the run, to mark the sessions that it opens.
        run: String,
    },
    /// A recording or fixture: no credentials, no environment, no network.
    Recorded,
}

/// Looks up an environment variable.
pub type Environment = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// One kind of system that can be asked.
#[async_trait]
pub trait Connector: Send + Sync {
    /// Its name in the configuration: `aws`, `github`.
    fn name(&self) -> &'static str;

    /// The kinds it delivers, with their fields and permissions.
    fn kinds(&self) -> Vec<KindSpec>;

    /// The JSON Schema of a kind's fields, where the connector knows more of them than their names.
    fn schema(&self, _kind: &Kind) -> Option<serde_json::Value> {
        None
    }

    /// Checks the settings of a source before anything else is done with it.
    ///
    /// # Errors
    /// [`Error::Setting`] when one is wrong or missing.
    fn check(&self, _source: &Source) -> Result<(), Error> {
        Ok(())
    }

    /// The calls that `plan` needs of a source, each at most so often; `None` if the connector does not tell.
    ///
    /// # Errors
    /// When a setting is wrong.
    fn calls(&self, _source: &Source, _plan: &Plan) -> Result<Option<Vec<Call>>, Error> {
        Ok(None)
    }

    /// Checks the settings of a source and finds its credentials.
    ///
    /// # Errors
    /// When a setting is wrong or missing, or no credential can be found.
    async fn open(&self, source: &Source, access: Access) -> Result<Box<dyn Session>, Error>;
}

/// The accounts that a source of many stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// Who answered, and as whom we asked.
    pub seen: Seen,
    /// The accounts to ask, each as a source of its own that can be opened alone.
    pub asked: BTreeMap<String, Source>,
    /// Accounts found and not asked, with the reason.
    pub left_out: BTreeMap<String, String>,
}

/// An opened source.
#[async_trait]
pub trait Session: Send + Sync {
    /// The accounts that this source stands for; `None` if it stands for itself. Then it is not
    /// collected: its accounts are. `wire` is recorded, so that a replay finds the same accounts.
    ///
    /// # Errors
    /// [`Error::Credential`] when nobody says which accounts there are: the source is then a gap.
    async fn parts(&self, _wire: &Wire) -> Result<Option<Parts>, Error> {
        Ok(None)
    }

    /// Opens one of the accounts, with the credentials that this source has.
    ///
    /// # Errors
    /// As [`Connector::open`].
    async fn open_part(&self, part: &Source, _access: Access) -> Result<Box<dyn Session>, Error> {
        Err(Error::Setting { origin: part.id.to_string(), message: "this source has no accounts".to_owned() })
    }

    /// Fetches what `plan` wants of this source. Refusals become gaps in `out`, never errors.
    ///
    /// # Errors
    /// Only when the run cannot go on at all: the recording cannot be written or read.
    async fn collect(&self, plan: &Plan, wire: &Wire, out: &Sink) -> Result<(), Error>;
}

/// Why a source cannot be collected.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting of the source is wrong. The text names the setting and what it should be.
    #[error("source {origin}: {message}")]
    Setting {
        /// The source's name.
        origin: String,
        /// What is wrong.
        message: String,
    },
    /// No usable credential. The text names where one was looked for.
    #[error("source {origin}: {message}")]
    Credential {
        /// The source's name.
        origin: String,
        /// What is missing.
        message: String,
    },
    /// The recording cannot be written or read.
    #[error(transparent)]
    Wire(#[from] wire::WireError),
    /// A noun could not be written.
    #[error(transparent)]
    Model(#[from] model::Error),
}
