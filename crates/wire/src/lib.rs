//! The one way out. Every request of every connector goes through a [`Wire`]; whether the world,
//! a recording or a fixture answers is the only difference between live, replay and test.
//!
//! The order of the layers is fixed: connector → recorder → retry → limits → client. So credentials
//! that are added above the recorder are dropped by its allow-list, a recorded exchange is the
//! final reply, and the connector sees exactly the bytes that were recorded (after redaction).

mod canonical;
mod json;
mod limit;
mod live;
mod local;
mod pack;
mod patterns;
mod record;
mod recording;
mod redact;
mod replay;
mod retry;
mod sample;
mod secrets;
mod stats;
mod store;
mod throttle;
mod trace;
mod withheld;
mod xml;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use model::Timestamp;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

pub use canonical::{canonical_url, exchange_id, key_of, request_key};
pub use limit::{at_most, per_host};
pub use live::{Live, LiveOptions};
pub use local::{FILE_SCHEME, Folders, only_files, with_files};
pub use pack::PackedBodies;
pub use record::{Recorded, Recorder};
pub use redact::Redactor;
pub use replay::{Bodies, DirBodies, NoBodies, Replay};
pub use retry::{RetryOptions, Sleep, retrying};
pub use sample::{HELD_BACK, sampling};
pub use secrets::Secrets;
pub use stats::{Finished, OperationStats, Progress, Stats};
pub use trace::{note_exchange, traced};
pub use withheld::Withheld;

/// What tells the time: the command line's clock when live, the recorded moment otherwise.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The service that stands under a wire.
pub type Transport = BoxCloneSyncService<Request<Bytes>, Response<Bytes>, WireError>;

/// The API's own name of the call a request makes, carried as a request extension:
/// `iam:GetAccountSummary`, `GET /orgs/{org}`. It is recorded with the exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation(pub String);

/// How often a request was sent, carried as a response extension by the retry layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts(pub u32);

/// Marks a request that may be sent twice although its method does not say so: an AWS query that
/// reads, a GraphQL query. Carried as a request extension; without it a POST is sent again only if
/// it never left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idempotent;

/// What else a request's reply depends on that neither its address nor its body says: region and
/// service that it is signed for. Carried as a request extension, recorded, and part of what a
/// replay looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(pub String);

/// Why there is no reply.
#[derive(Debug, Clone, thiserror::Error)]
pub enum WireError {
    /// The world did not answer; recorded like any reply.
    #[error("{}", .0.message)]
    Failed(model::Failure),
    /// A replay was asked something that was never recorded.
    #[error("the recording has no answer to {request} (operation {operation})")]
    NotRecorded {
        /// The canonical request.
        request: String,
        /// Its operation.
        operation: String,
    },
    /// The recording cannot be written or read. The run cannot go on.
    #[error("{0}")]
    Recording(String),
    /// The client cannot be set up: a file of certificates that is none, for instance.
    #[error("{0}")]
    Setup(String),
}

/// The world as a connector sees it: requests, pauses and the time.
#[derive(Clone)]
pub struct Wire {
    transport: Transport,
    clock: Clock,
    pauses: bool,
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wire").field("pauses", &self.pauses).finish_non_exhaustive()
    }
}

impl Wire {
    /// A wire to the world: pauses are real.
    pub fn live(transport: Transport, clock: Clock) -> Self {
        Self { transport, clock, pauses: true }
    }

    /// A wire to a recording made at `as_of`: time stands still and pauses take none.
    pub fn recorded(transport: Transport, as_of: Timestamp) -> Self {
        Self { transport, clock: Arc::new(move || as_of), pauses: false }
    }

    /// The same wire with another transport under it (a layer added).
    #[must_use]
    pub fn over(&self, transport: Transport) -> Self {
        Self { transport, clock: self.clock.clone(), pauses: self.pauses }
    }

    /// The service under this wire, for clients that bring their own request types.
    pub fn transport(&self) -> Transport {
        self.transport.clone()
    }

    /// True if the world answers, false if a recording does.
    pub fn is_live(&self) -> bool {
        self.pauses
    }

    /// Sends one request. Give it an [`Operation`] extension.
    ///
    /// # Errors
    /// When there is no reply; an HTTP error status is a reply.
    pub async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, WireError> {
        let mut transport = self.transport.clone();
        transport.ready().await?.call(request).await
    }

    /// Waits, if the world is what answers.
    pub async fn pause(&self, time: Duration) {
        if self.pauses {
            tokio::time::sleep(time).await;
        }
    }

    /// The time: now if live, the moment of the recording otherwise.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }
}
