//! What a run cost, per operation: requests, tries, throttles, bytes, time. It is told, it measures
//! nothing itself.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use model::{ExchangeId, FailureKind, SourceId};

/// One exchange that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Its id.
    pub id: ExchangeId,
    /// The source asked.
    pub source: SourceId,
    /// The API's own name of the call.
    pub operation: String,
    /// The HTTP status, if there was a reply.
    pub status: Option<u16>,
    /// Why there was none.
    pub failure: Option<FailureKind>,
    /// How often it was sent; at least 1.
    pub attempts: u32,
    /// How many of the replies refused for rate.
    pub throttles: u32,
    /// Bytes of the reply's body, decompressed and redacted.
    pub bytes: u64,
    /// From the first try to the outcome, waits included, in milliseconds.
    pub millis: u64,
}

/// Is told of each exchange that ended.
pub type Progress = Arc<dyn Fn(&Finished) + Send + Sync>;

/// The sums over one operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OperationStats {
    /// Exchanges.
    pub requests: u64,
    /// Requests sent for them.
    pub attempts: u64,
    /// Replies that refused for rate.
    pub throttles: u64,
    /// Exchanges without a reply.
    pub failures: u64,
    /// Bytes of reply bodies.
    pub bytes: u64,
    /// Time spent, in milliseconds; concurrent calls add up.
    pub millis: u64,
}

/// The sums per source and operation. Clones share the sums.
#[derive(Debug, Clone, Default)]
pub struct Stats {
    sums: Arc<Mutex<BTreeMap<(SourceId, String), OperationStats>>>,
}

impl Stats {
    /// Counts one exchange.
    pub fn count(&self, finished: &Finished) {
        let mut sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = sums.entry((finished.source.clone(), finished.operation.clone())).or_default();
        sum.requests += 1;
        sum.attempts += u64::from(finished.attempts);
        sum.throttles += u64::from(finished.throttles);
        sum.failures += u64::from(finished.failure.is_some());
        sum.bytes += finished.bytes;
        sum.millis += finished.millis;
    }

    /// The sums so far.
    pub fn sums(&self) -> BTreeMap<(SourceId, String), OperationStats> {
        self.sums.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
