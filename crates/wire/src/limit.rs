//! How many requests may be under way to one host. It stands below the retries, so that a request
//! that waits for its next try holds nobody up.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Request;
use tokio::sync::Semaphore;
use tower::{Service, ServiceExt};

use crate::{Transport, WireError};

/// `below` with at most `most` requests under way to one host (name and port) at a time.
pub fn per_host(below: Transport, most: usize) -> Transport {
    let hosts = Arc::new(Hosts { most: most.max(1), open: Mutex::new(BTreeMap::new()) });
    Transport::new(tower::service_fn(move |request: Request<Bytes>| {
        let gate = hosts.gate(&request);
        let mut below = below.clone();
        async move {
            let _permit = gate.acquire_owned().await.map_err(|_| WireError::Setup("the limiter is closed".into()))?;
            below.ready().await?.call(request).await
        }
    }))
}

/// `below` with at most `most` requests under way at a time, to whatever host.
pub fn at_most(below: Transport, most: usize) -> Transport {
    let gate = Arc::new(Semaphore::new(most.max(1)));
    Transport::new(tower::service_fn(move |request: Request<Bytes>| {
        let (gate, mut below) = (Arc::clone(&gate), below.clone());
        async move {
            let _permit = gate.acquire_owned().await.map_err(|_| WireError::Setup("the limiter is closed".into()))?;
            below.ready().await?.call(request).await
        }
    }))
}

struct Hosts {
    most: usize,
    open: Mutex<BTreeMap<String, Arc<Semaphore>>>,
}

impl Hosts {
    fn gate(&self, request: &Request<Bytes>) -> Arc<Semaphore> {
        let uri = request.uri();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        let host = format!("{}:{port}", uri.host().unwrap_or_default().to_ascii_lowercase());
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(open.entry(host).or_insert_with(|| Arc::new(Semaphore::new(self.most))))
    }
}
