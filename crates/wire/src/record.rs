//! Writes down every exchange, after redaction, and hands the caller exactly what a replay of the
//! record will hand it. If something cannot be written the run cannot go on: nothing is asked of
//! the world that is not recorded.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use http::{Request, Response};
use model::{Body, Digest, Exchange, ExchangeId, Failure, FailureKind, Reply, SourceId, Timestamp};
use tower::{Service, ServiceExt};

use crate::canonical::{SCOPE, asked_besides, exchange_id, request_key};
use crate::local::FILE_SCHEME;
use crate::recording::{answer, operation_of, reply_headers, request_headers};
use crate::store::Store;
use crate::{
    Clock, Finished, PackedBodies, Progress, Redactor, Scope, Secrets, Stats, Transport, WireError, Withheld,
    note_exchange,
};

/// Makes one recording in one directory, of any number of sources.
#[derive(Clone)]
pub struct Recorder {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Clock,
    redactor: Redactor,
    stats: Stats,
    progress: Option<Progress>,
}

/// A finished recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// How many exchanges it holds.
    pub exchanges: u64,
    /// How many secrets were replaced, by class.
    pub redactions: std::collections::BTreeMap<String, u64>,
}

/// Counts the tries of one request, carried as a request extension from the recorder down to the
/// retry layer. So the number is known even when the request fails or its caller gives up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tries(Arc<(AtomicU32, AtomicU32)>);

impl Tries {
    /// Notes that the request is sent once more.
    pub(crate) fn sent(&self) {
        self.0.0.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes that a reply refused for rate.
    pub(crate) fn throttled(&self) {
        self.0.1.fetch_add(1, Ordering::Relaxed);
    }

    /// How often it was sent; without a retry layer, once.
    fn attempts(&self) -> u32 {
        self.0.0.load(Ordering::Relaxed).max(1)
    }

    fn throttles(&self) -> u32 {
        self.0.1.load(Ordering::Relaxed)
    }
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

impl Recorder {
    /// Begins a recording in `dir`, which is made if it does not exist.
    ///
    /// # Errors
    /// [`WireError::Recording`] when the directory holds a recording already or cannot be written.
    pub fn create(dir: &Path, clock: Clock, secrets: Secrets) -> Result<Self, WireError> {
        Self::with_progress(dir, clock, secrets, None)
    }

    /// As [`Recorder::create`]; `progress` is told of each exchange.
    ///
    /// # Errors
    /// As [`Recorder::create`].
    pub fn with_progress(
        dir: &Path,
        clock: Clock,
        secrets: Secrets,
        progress: Option<Progress>,
    ) -> Result<Self, WireError> {
        Ok(Self::over(Store::create(dir)?, clock, secrets, progress))
    }

    /// As [`Recorder::with_progress`], with all bodies in one file instead of a file for each. The
    /// recording can be read through the bodies returned, and not by another process.
    ///
    /// # Errors
    /// As [`Recorder::create`].
    pub fn packed(
        dir: &Path,
        clock: Clock,
        secrets: Secrets,
        progress: Option<Progress>,
    ) -> Result<(Self, PackedBodies), WireError> {
        let (store, bodies) = Store::packed(dir)?;
        Ok((Self::over(store, clock, secrets, progress), bodies))
    }

    fn over(store: Store, clock: Clock, secrets: Secrets, progress: Option<Progress>) -> Self {
        let redactor = Redactor::new(secrets);
        Self { inner: Arc::new(Inner { store, clock, redactor, stats: Stats::default(), progress }) }
    }

    /// `below`, recorded as exchanges of `source`.
    pub fn transport(&self, source: &SourceId, below: Transport) -> Transport {
        let inner = Arc::clone(&self.inner);
        let source = source.clone();
        Transport::new(tower::service_fn(move |request| {
            let (inner, source, below) = (Arc::clone(&inner), source.clone(), below.clone());
            async move { exchange(inner, source, below, request).await }
        }))
    }

    /// What the exchanges so far cost.
    pub fn stats(&self) -> Stats {
        self.inner.stats.clone()
    }

    /// Closes the recording: writes the sorted list of exchanges to the disk. Nothing can be
    /// recorded afterwards.
    ///
    /// # Errors
    /// [`WireError::Recording`] when it cannot be written, or something before could not.
    pub fn finish(&self) -> Result<Recorded, WireError> {
        let exchanges = self.inner.store.finish()?;
        Ok(Recorded { exchanges, redactions: self.inner.redactor.tally() })
    }
}

/// What is known of an exchange before there is a reply.
struct Asked {
    source: SourceId,
    operation: String,
    request: model::Request,
    body: Bytes,
    key: String,
    tries: Tries,
    started: Timestamp,
    withheld: Option<Withheld>,
}

/// Bodies of more bytes are recorded on a thread of their own.
const LARGE: usize = 64 << 10;
/// Texts of at most so many bytes stand in the exchange itself. A replay holds all of them in memory.
const SMALL: usize = 2 << 10;

type Outcome = Result<Response<Bytes>, Failure>;

async fn exchange(
    inner: Arc<Inner>,
    source: SourceId,
    mut below: Transport,
    mut request: Request<Bytes>,
) -> Result<Response<Bytes>, WireError> {
    inner.store.check()?;
    let asked = inner.asked(source, &request)?;
    request.extensions_mut().insert(asked.tries.clone());
    let mut pending = Pending { inner: Arc::clone(&inner), asked: Some(asked) };
    let outcome = match below.ready().await {
        Ok(ready) => ready.call(request).await,
        Err(error) => Err(error),
    };
    let Some(asked) = pending.asked.take() else {
        return Err(WireError::Recording("an exchange was recorded twice".into()));
    };
    let outcome: Outcome = match outcome {
        Ok(response) => Ok(response),
        Err(WireError::Failed(failure)) => Err(failure),
        Err(other) => return Err(other),
    };
    let (id, answer) = if outcome.as_ref().is_ok_and(|response| response.body().len() > LARGE) {
        // Hashing and writing a large body would hold up everybody else on this thread. For a small
        // one, the way to another thread and back costs more than the work.
        let kept = tokio::task::spawn_blocking(move || inner.keep(asked, outcome)).await;
        kept.map_err(|e| WireError::Recording(format!("an exchange could not be recorded: {e}")))??
    } else {
        inner.keep(asked, outcome)?
    };
    note_exchange(&id);
    answer.map_err(WireError::Failed)
}

/// A request that is under way. If its caller gives up, that is recorded, because a replay will be
/// asked the same.
struct Pending {
    inner: Arc<Inner>,
    asked: Option<Asked>,
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(asked) = self.asked.take() {
            let message = "the caller gave up before there was a reply".to_owned();
            // If it cannot be written the store is broken, and says so at the next request.
            let _ = self.inner.keep(asked, Err(Failure { kind: FailureKind::Timeout, message }));
        }
    }
}

impl Inner {
    fn asked(&self, source: SourceId, request: &Request<Bytes>) -> Result<Asked, WireError> {
        let (recorded, body, key) = describe(request, &self.redactor)?;
        Ok(Asked {
            source,
            operation: self.redactor.text(&operation_of(request))?,
            request: recorded,
            body,
            key,
            tries: Tries::default(),
            started: (self.clock)(),
            withheld: request.extensions().get().cloned(),
        })
    }

    /// Records an outcome and answers what the caller is to see.
    fn keep(&self, asked: Asked, outcome: Outcome) -> Result<(ExchangeId, Outcome), WireError> {
        self.store.or_close(self.write(asked, outcome))
    }

    fn write(&self, asked: Asked, outcome: Outcome) -> Result<(ExchangeId, Outcome), WireError> {
        let attempts = asked.tries.attempts();
        let (reply, failure, body) = match outcome {
            Ok(response) => {
                let body = match &asked.withheld {
                    Some(withheld) if response.status().is_success() => {
                        self.redactor.reply(response.body(), withheld)?
                    }
                    _ => self.redactor.body(response.body())?,
                };
                let headers = reply_headers(response.headers(), &self.redactor)?;
                // A file that somebody attached stays a file, which can be taken out of a bundle and compared.
                let attached = asked.request.url.split_once(':').is_some_and(|(scheme, _)| scheme == FILE_SCHEME);
                let kept = if attached { stored(&body) } else { kept(&body) };
                self.store.body(kept.as_ref(), &body)?;
                (Some(Reply { status: response.status().as_u16(), headers, body: kept }), None, body)
            }
            Err(failure) => {
                let message = self.redactor.text(&failure.message)?;
                (None, Some(Failure { kind: failure.kind, message }), Bytes::new())
            }
        };
        self.store.body(asked.request.body.as_ref(), &asked.body)?;
        let fetched_at = (self.clock)();
        let mut exchange = Exchange {
            id: exchange_id(&asked.source, &asked.key, 1),
            source: asked.source,
            operation: asked.operation,
            request: asked.request,
            reply,
            failure,
            attempts,
            fetched_at,
        };
        self.store.exchange(&mut exchange, &asked.key)?;
        let id = exchange.id.clone();
        self.tell(&exchange, &asked.tries, asked.started, body.len());
        let outcome = match (exchange.reply, exchange.failure) {
            (Some(reply), _) => Ok(answer(&reply, body, attempts)?),
            (None, Some(failure)) => Err(failure),
            (None, None) => return Err(WireError::Recording(format!("exchange {id} has no outcome"))),
        };
        Ok((id, outcome))
    }

    fn tell(&self, exchange: &Exchange, tries: &Tries, started: Timestamp, bytes: usize) {
        let millis = exchange.fetched_at.duration_since(started).as_millis();
        let finished = Finished {
            id: exchange.id.clone(),
            source: exchange.source.clone(),
            operation: exchange.operation.clone(),
            status: exchange.reply.as_ref().map(|r| r.status),
            failure: exchange.failure.as_ref().map(|f| f.kind),
            attempts: exchange.attempts,
            throttles: tries.throttles(),
            bytes: u64::try_from(bytes).unwrap_or(u64::MAX),
            // A clock that was set back measures nothing.
            millis: u64::try_from(millis).unwrap_or(0),
        };
        self.stats.count(&finished);
        if let Some(progress) = &self.progress {
            progress(&finished);
        }
    }
}

/// A request as it is recorded, its redacted body, and its canonical key.
pub(crate) fn describe(
    request: &Request<Bytes>,
    redactor: &Redactor,
) -> Result<(model::Request, Bytes, String), WireError> {
    let method = request.method().as_str().to_owned();
    let url = redactor.url(&request.uri().to_string())?;
    let body = redactor.body(request.body())?;
    let digest = (!body.is_empty()).then(|| Digest::of(&body));
    let mut headers = request_headers(request.headers(), redactor)?;
    if let Some(Scope(scope)) = request.extensions().get() {
        headers.insert(SCOPE.to_owned(), redactor.text(scope)?);
    }
    let key = request_key(&method, &url, digest.as_ref()) + &asked_besides(&headers);
    Ok((model::Request { method, url, headers, body: kept(&body) }, body, key))
}

/// As a body is recorded: a small text in the exchange itself, where people read it and where a request
/// id in it costs a night no file and no digest of its own; anything else by its digest.
fn kept(body: &Bytes) -> Option<Body> {
    let text = std::str::from_utf8(body).ok().filter(|text| (1..=SMALL).contains(&text.len()));
    text.map_or_else(|| stored(body), |text| Some(Body::Text { text: text.to_owned() }))
}

fn stored(body: &Bytes) -> Option<Body> {
    let size = u64::try_from(body.len()).unwrap_or(u64::MAX);
    (size > 0).then(|| Body::Stored { sha256: Digest::of(body), size })
}
