//! A look at what may be asked, without asking it all: of each operation one request goes out. It must
//! never stand under a collection whose result is kept, because what it holds back looks like a failure.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Request;
use model::{Digest, Failure, FailureKind};
use tower::{Service, ServiceExt};

use crate::recording::operation_of;
use crate::{Transport, WireError};

/// What a request that is held back says instead of a reply.
pub const HELD_BACK: &str = "one request of each operation is enough";
/// How often one request may be sent: an operation that takes its time is asked again, word by word.
const MOST: u32 = 60;

/// `below`, which is sent the first request of each operation to each host, and no other page, resource
/// or item. The same request again is let through, because that is how one waits.
pub fn sampling(below: Transport) -> Transport {
    let first: Arc<Mutex<BTreeMap<String, (Digest, u32)>>> = Arc::default();
    Transport::new(tower::service_fn(move |request: Request<Bytes>| {
        let (first, mut below) = (Arc::clone(&first), below.clone());
        async move {
            let key = format!("{} {}", operation_of(&request), request.uri().host().unwrap_or_default());
            let line = format!("{} {}", request.method(), request.uri());
            let whole = [line.as_bytes(), request.body()];
            let digest = Digest::of(&whole.join(&b'\n'));
            let goes = {
                let mut first = first.lock().unwrap_or_else(PoisonError::into_inner);
                let (known, times) = first.entry(key).or_insert_with(|| (digest.clone(), 0));
                *times += 1;
                *known == digest && *times <= MOST
            };
            if goes {
                return below.ready().await?.call(request).await;
            }
            Err(WireError::Failed(Failure { kind: FailureKind::Refused, message: HELD_BACK.to_owned() }))
        }
    }))
}
