//! How many requests are under way at once, per host.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use tower::{Service, ServiceExt};
use wire::{Transport, per_host};

/// Requests under way and the most there were, per host.
type Seen = Arc<Mutex<BTreeMap<String, (usize, usize)>>>;

fn counting(seen: &Seen) -> Transport {
    let seen = Arc::clone(seen);
    Transport::new(tower::service_fn(move |request: Request<Bytes>| {
        let (seen, host) = (Arc::clone(&seen), request.uri().host().unwrap().to_owned());
        async move {
            {
                let mut seen = seen.lock().unwrap();
                let (now, most) = seen.entry(host.clone()).or_default();
                *now += 1;
                *most = (*most).max(*now);
            }
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            seen.lock().unwrap().get_mut(&host).unwrap().0 -= 1;
            Ok(Response::new(Bytes::new()))
        }
    }))
}

#[tokio::test]
async fn each_host_has_its_own_limit() {
    let seen = Seen::default();
    let limited = per_host(counting(&seen), 3);
    let calls = (0..40).map(|n| {
        let mut limited = limited.clone();
        let host = if n % 2 == 0 { "one" } else { "two" };
        let request = Request::get(format!("https://{host}/{n}")).body(Bytes::new()).unwrap();
        tokio::spawn(async move { limited.ready().await.unwrap().call(request).await.unwrap() })
    });
    futures::future::try_join_all(calls).await.unwrap();
    let seen = seen.lock().unwrap().clone();
    assert_eq!(seen, BTreeMap::from([("one".to_owned(), (0, 3)), ("two".to_owned(), (0, 3))]));
}
