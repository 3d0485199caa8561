//! Which exchanges a piece of work rests on, without threading ids through foreign clients.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::future::Future;

use model::ExchangeId;

tokio::task_local! {
    static SEEN: RefCell<BTreeSet<ExchangeId>>;
}

/// Runs `work` and returns with its output the ids of all exchanges made inside it. Nested calls
/// report to the innermost only.
pub async fn traced<F: Future>(work: F) -> (F::Output, BTreeSet<ExchangeId>) {
    SEEN.scope(RefCell::new(BTreeSet::new()), async {
        let output = work.await;
        (output, SEEN.with(RefCell::take))
    })
    .await
}

/// Reports an exchange to the enclosing [`traced`], if there is one. Recorder and replay call it
/// inside the future they return, because a client may call the service on another task.
pub fn note_exchange(id: &ExchangeId) {
    // Outside of `traced` nobody asks, so the error means "not wanted".
    let _ = SEEN.try_with(|seen| seen.borrow_mut().insert(id.clone()));
}
