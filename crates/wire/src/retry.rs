//! Sends a request again if the API was too busy or the connection broke, and only then. It waits as
//! long as the API asks, within a budget; when the budget does not suffice, the last reply is the
//! reply. Clock, sleep and randomness are given to it; it never sends twice what may act twice.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use http::{Method, Request, Response};
use model::{FailureKind, Timestamp};
use tower::{Service, ServiceExt};

use crate::record::Tries;
use crate::throttle::{self, Verdict};
use crate::{Attempts, Clock, Idempotent, Transport, WireError};

/// Sleeps.
pub type Sleep = Arc<dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync>;

/// How often and how long to try.
#[derive(Clone)]
pub struct RetryOptions {
    /// Most times one request is sent; at least 1.
    pub attempts: u32,
    /// Most times one request is sent that gets no reply at all. Fewer, because a host that is not
    /// there costs every request this much.
    pub attempts_unanswered: u32,
    /// The first wait of a backoff; each next is twice as long.
    pub first_wait: Duration,
    /// The longest wait of a backoff. A wait that the API asks for may be longer.
    pub longest_wait: Duration,
    /// All waits of one request together.
    pub budget: Duration,
    /// Tells the time, for replies that name a moment.
    pub clock: Clock,
    /// Sleeps; tests count instead.
    pub sleep: Sleep,
    /// A random number for each wait, so that many requests do not come back at once.
    pub random: Arc<dyn Fn() -> u64 + Send + Sync>,
}

impl std::fmt::Debug for RetryOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RetryOptions")
            .field("attempts", &self.attempts)
            .field("attempts_unanswered", &self.attempts_unanswered)
            .field("first_wait", &self.first_wait)
            .field("longest_wait", &self.longest_wait)
            .field("budget", &self.budget)
            .finish_non_exhaustive()
    }
}

impl RetryOptions {
    /// Up to 8 tries (4 without any reply), waits from half a second to 30 seconds, 5 minutes of
    /// waiting in all.
    pub fn new(clock: Clock, random: Arc<dyn Fn() -> u64 + Send + Sync>) -> Self {
        Self {
            attempts: 8,
            attempts_unanswered: 4,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
            budget: Duration::from_mins(5),
            clock,
            sleep: Arc::new(|time| Box::pin(tokio::time::sleep(time))),
            random,
        }
    }

    /// The wait before try `sent + 1`: doubled each time, capped, its upper half random.
    fn backoff(&self, sent: u32) -> Duration {
        let doubled = self.first_wait.saturating_mul(2_u32.saturating_pow(sent.saturating_sub(1)));
        let wait = doubled.min(self.longest_wait);
        wait / 2 + self.up_to(wait / 2)
    }

    /// A random time up to `most`.
    fn up_to(&self, most: Duration) -> Duration {
        let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis((self.random)() % most.saturating_add(1))
    }

    /// How long to wait after `outcome`, or `None` if it is final.
    fn wait(
        &self,
        outcome: &Result<Response<Bytes>, WireError>,
        sent: u32,
        safe: bool,
        tries: &Tries,
    ) -> Option<Duration> {
        match outcome {
            Ok(reply) => {
                let now: Timestamp = (self.clock)();
                let verdict = throttle::judge(reply, now);
                if !matches!(verdict, Verdict::Final | Verdict::Busy) {
                    tries.throttled();
                }
                match verdict {
                    _ if !safe => None,
                    Verdict::Final => None,
                    Verdict::Busy | Verdict::Throttled(None) => Some(self.backoff(sent)),
                    Verdict::Throttled(Some(asked)) => Some(asked + self.up_to(self.first_wait)),
                    Verdict::AtLeast(least) => Some(least.max(self.backoff(sent)) + self.up_to(self.first_wait)),
                }
            }
            Err(WireError::Failed(failure)) => match failure.kind {
                // It never left, so any request may go again.
                FailureKind::Connect => Some(self.backoff(sent)),
                FailureKind::Broken | FailureKind::Timeout if safe => Some(self.backoff(sent)),
                _ => None,
            },
            Err(_) => None,
        }
    }
}

/// `below`, tried again as `options` say. The reply carries [`Attempts`].
pub fn retrying(below: Transport, options: RetryOptions) -> Transport {
    let options = Arc::new(options);
    let patience = Arc::new(Patience::default());
    Transport::new(tower::service_fn(move |request| {
        let (below, options, patience) = (below.clone(), Arc::clone(&options), Arc::clone(&patience));
        async move { run(below, &options, &patience, request).await }
    }))
}

/// The hosts that used up the patience of a whole request and have answered nothing since. A run
/// makes thousands of requests; waiting the full time for each would turn one dead or refusing host
/// into a night that never ends. Such a host is asked once each time, until it answers again.
#[derive(Debug, Default)]
struct Patience {
    lost: Mutex<BTreeSet<String>>,
}

impl Patience {
    fn is_lost(&self, host: &str) -> bool {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).contains(host)
    }

    fn note(&self, host: &str, gave_up: bool) {
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        if gave_up {
            lost.insert(host.to_owned());
        } else {
            lost.remove(host);
        }
    }
}

async fn run(
    mut below: Transport,
    options: &RetryOptions,
    patience: &Patience,
    request: Request<Bytes>,
) -> Result<Response<Bytes>, WireError> {
    let tries = request.extensions().get::<Tries>().cloned().unwrap_or_default();
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || request.extensions().get::<Idempotent>().is_some();
    let host = request.uri().authority().map(ToString::to_string).unwrap_or_default();
    let mut left = options.budget;
    let mut sent = 0;
    loop {
        sent += 1;
        tries.sent();
        let mut outcome = match below.ready().await {
            Ok(ready) => ready.call(request.clone()).await,
            Err(error) => Err(error),
        };
        let most = if outcome.is_ok() { options.attempts } else { options.attempts_unanswered };
        let wanted = options.wait(&outcome, sent, safe, &tries);
        match wanted {
            Some(wait) if sent < most && wait <= left && !patience.is_lost(&host) => {
                (options.sleep)(wait).await;
                left -= wait;
            }
            _ => {
                patience.note(&host, wanted.is_some());
                if let Ok(reply) = &mut outcome {
                    reply.extensions_mut().insert(Attempts(sent));
                }
                return outcome;
            }
        }
    }
}
