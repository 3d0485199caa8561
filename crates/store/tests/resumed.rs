//! A push that breaks off goes on where it was: what has arrived is not sent again, over any store.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/s3.rs"]
mod s3;
mod support;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use store::bundle::{self, Progress};
use store::{Condition, Error, Listed, Local, Object, Objects, Put};
use support::{Made, give_back};

fn silent(_: Progress) {}

/// A store whose line breaks after so many bytes were taken.
#[derive(Debug)]
struct Breaking {
    inner: Arc<dyn Objects>,
    left: Mutex<u64>,
    /// Bytes sent, by object.
    sent: Mutex<BTreeMap<String, u64>>,
}

impl Breaking {
    fn new(inner: &Arc<dyn Objects>, after: u64) -> Arc<Self> {
        Arc::new(Self { inner: Arc::clone(inner), left: Mutex::new(after), sent: Mutex::default() })
    }

    fn sent(&self) -> BTreeMap<String, u64> {
        self.sent.lock().unwrap().clone()
    }
}

#[async_trait::async_trait]
impl Objects for Breaking {
    fn place(&self) -> String {
        self.inner.place()
    }

    async fn get(&self, path: &str, most: u64) -> Result<Option<Object>, Error> {
        self.inner.get(path, most).await
    }

    async fn size(&self, path: &str) -> Result<Option<u64>, Error> {
        self.inner.size(path).await
    }

    async fn put(&self, path: &str, bytes: Bytes, condition: Condition) -> Result<Put, Error> {
        let size = bytes.len() as u64;
        {
            let mut left = self.left.lock().unwrap();
            *left = left.checked_sub(size).ok_or(Error::Unreachable { place: self.place(), why: "it broke".into() })?;
        }
        self.sent.lock().unwrap().insert(path.to_owned(), size);
        self.inner.put(path, bytes, condition).await
    }

    async fn list(&self, prefix: &str) -> Result<Vec<Listed>, Error> {
        self.inner.list(prefix).await
    }
}

/// Bytes that do not pack, in several chunks.
fn night() -> Made {
    let mut state: u64 = 7;
    let noise: Vec<u8> = (0..24 << 20)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()[0]
        })
        .collect();
    Made::new("run-1", vec![("data/noise".to_owned(), noise), ("bagit.txt".to_owned(), b"x".to_vec())])
}

async fn resumes(objects: Arc<dyn Objects>) {
    let made = night();
    let scratch = std::env::temp_dir();
    let whole: u64 = 24 << 20;
    let mut before: BTreeMap<String, u64> = BTreeMap::new();
    for after in [whole / 4, whole / 3] {
        let breaking = Breaking::new(&objects, after);
        let line: Arc<dyn Objects> = Arc::clone(&breaking) as Arc<dyn Objects>;
        let broken = bundle::push(&line, &made, "n1", &scratch, &silent).await;
        assert!(matches!(broken, Err(Error::Unreachable { .. })), "{broken:?}");
        assert!(!breaking.sent().is_empty() && breaking.sent().keys().all(|path| !before.contains_key(path)));
        assert_eq!(bundle::list(objects.as_ref()).await.unwrap(), [], "what is not whole is not listed");
        before.extend(breaking.sent());
    }
    let last = Breaking::new(&objects, u64::MAX);
    let line: Arc<dyn Objects> = Arc::clone(&last) as Arc<dyn Objects>;
    let pushed = bundle::push(&line, &made, "n1", &scratch, &silent).await.unwrap();
    assert!(last.sent().keys().all(|path| !before.contains_key(path)), "nothing is sent twice");
    let (sent, there): (u64, u64) = (last.sent().values().sum(), before.values().sum());
    assert_eq!(sent, pushed.bytes_added);
    assert!(there > whole / 3 && sent + there < whole + whole / 50, "{there} bytes arrived before, {sent} now");
    assert_eq!(give_back(&objects, "n1").await.unwrap(), made.files);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_to_a_folder_goes_on_where_it_broke_off() {
    let folder = tempfile::tempdir().unwrap();
    resumes(Arc::new(Local::open(folder.path()).unwrap())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_to_s3_goes_on_where_it_broke_off() {
    resumes(s3::open(&s3::bucket("resumed", false).await)).await;
}
