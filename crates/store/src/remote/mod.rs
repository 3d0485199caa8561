//! S3, Google Cloud Storage and Azure as places for objects, through `object_store`.
//!
//! Reads no environment and no clock, keeps no secret in an error, and believes no reply further than its
//! length. What S3 promises about retention is read back after every write.

mod address;
mod fault;
mod http;
mod lock;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::TryStreamExt as _;
use object_store::aws::{AmazonS3Builder, AwsCredential, Checksum};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path as Key;
use object_store::{
    BackoffConfig, CredentialProvider, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, RetryConfig,
    UpdateVersion,
};

use self::address::{Address, Cloud};
use self::fault::{Action, fault};
use self::http::{Client, Signing};
pub use self::http::{Http, HttpFailure};
pub use self::lock::{Lock, LockMode};
use crate::objects::{Condition, Listed, Object, Objects, Put, Version, check_object_path, check_prefix};
use crate::{Error, Local};

/// An access key of AWS.
pub struct Keys {
    /// Its id.
    pub id: String,
    /// The secret.
    pub secret: String,
    /// The session's token, if it is a temporary one.
    pub token: Option<String>,
}

/// Where access keys come from; asked before each request, so it keeps what it knows.
#[async_trait::async_trait]
pub trait KeySource: Send + Sync + std::fmt::Debug {
    /// The keys to sign with now.
    ///
    /// # Errors
    /// In words, without a secret.
    async fn keys(&self) -> Result<Keys, String>;
}

/// What a store needs of the world. A local folder needs nothing.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What sends requests.
    pub http: Option<Arc<dyn Http>>,
    /// Access keys for S3.
    pub keys: Option<Arc<dyn KeySource>>,
    /// The region of the bucket.
    pub region: Option<String>,
    /// Another S3 server than Amazon's: `http://127.0.0.1:9000`.
    pub endpoint: Option<String>,
    /// What the environment says for Google (`GOOGLE_…`) and Azure (`AZURE_…`).
    pub environment: BTreeMap<String, String>,
    /// Retention of everything that is written.
    pub lock: Option<Lock>,
}

/// Opens a store: a folder, or `s3://bucket/prefix`, `gs://bucket/prefix`, `az://account/container/prefix`.
/// Asks nothing yet.
///
/// # Errors
/// When the address is none, something that it needs is missing, or a lock is asked of what has none.
pub fn open(place: &str, settings: &Settings) -> Result<Arc<dyn Objects>, Error> {
    let Some(address) = Address::parse(place)? else {
        if settings.lock.is_some() {
            return Err(Error::NoLock {
                place: place.to_owned(),
                why: "a folder cannot retain what is in it".to_owned(),
            });
        }
        return Ok(Arc::new(Local::open(Path::new(place))?));
    };
    let missing = |what: &str| Error::Address { place: place.to_owned(), why: format!("{what} is missing") };
    let http = settings.http.clone().ok_or_else(|| missing("an HTTP client"))?;
    let client = Client { http, retain: None };
    match address.cloud {
        Cloud::S3 => s3(address, client, settings, &missing),
        Cloud::Google | Cloud::Azure if settings.lock.is_some() => Err(Error::NoLock {
            place: place.to_owned(),
            why: "only S3 Object Lock is known; lock the retention policy of the bucket or container itself".to_owned(),
        }),
        Cloud::Google => {
            let mut builder = GoogleCloudStorageBuilder::new().with_bucket_name(&address.bucket);
            for (name, value) in &settings.environment {
                if let Ok(key) = name.to_ascii_lowercase().parse() {
                    builder = builder.with_config(key, value);
                }
            }
            let builder = builder.with_retry(retry()).with_http_connector(client);
            let store = builder.build().map_err(|e| fault(&address.place, Action::Open, "", &e))?;
            Ok(Arc::new(Remote { store: Arc::new(store), address, s3: None }))
        }
        Cloud::Azure => {
            let mut builder = MicrosoftAzureBuilder::new();
            for (name, value) in &settings.environment {
                if let Ok(key) = name.to_ascii_lowercase().parse() {
                    builder = builder.with_config(key, value);
                }
            }
            let builder = builder.with_account(&address.account).with_container_name(&address.bucket);
            let builder = builder.with_retry(retry()).with_http_connector(client);
            let store = builder.build().map_err(|e| fault(&address.place, Action::Open, "", &e))?;
            Ok(Arc::new(Remote { store: Arc::new(store), address, s3: None }))
        }
    }
}

fn s3(
    address: Address,
    client: Client,
    settings: &Settings,
    missing: &dyn Fn(&str) -> Error,
) -> Result<Arc<dyn Objects>, Error> {
    let region = settings.region.clone().ok_or_else(|| missing("the region"))?;
    let keys = settings.keys.clone().ok_or_else(|| missing("an access key"))?;
    let credentials: Arc<KeyRing> = Arc::new(KeyRing(keys));
    let suffix = if region.starts_with("cn-") { ".cn" } else { "" };
    let amazon = format!("https://s3.{region}.amazonaws.com{suffix}");
    let endpoint = settings.endpoint.clone().unwrap_or(amazon);
    let signing = Signing { credentials: credentials.clone(), region: region.clone() };
    let retain = settings.lock.clone().map(|lock| (signing.clone(), lock));
    let client = Client { retain, ..client };
    let store = AmazonS3Builder::new()
        .with_bucket_name(&address.bucket)
        .with_region(region)
        .with_endpoint(&endpoint)
        .with_allow_http(endpoint.starts_with("http://"))
        .with_credentials(credentials)
        // Also what S3 demands of a request that retains.
        .with_checksum_algorithm(Checksum::SHA256)
        .with_retry(retry())
        .with_http_connector(client.clone())
        .build()
        .map_err(|e| fault(&address.place, Action::Open, "", &e))?;
    let base = format!("{}/{}", endpoint.trim_end_matches('/'), address.bucket);
    let s3 = lock::S3 { client, signing, base };
    Ok(Arc::new(Remote { store: Arc::new(store), address, s3: Some(s3) }))
}

/// Patience: a night's work waits behind it, but not for ever.
fn retry() -> RetryConfig {
    let backoff =
        BackoffConfig { init_backoff: Duration::from_millis(200), max_backoff: Duration::from_secs(10), base: 2.0 };
    RetryConfig { backoff, max_retries: 6, retry_timeout: Duration::from_mins(2) }
}

#[derive(Debug)]
struct KeyRing(Arc<dyn KeySource>);

#[async_trait::async_trait]
impl CredentialProvider for KeyRing {
    type Credential = AwsCredential;

    async fn get_credential(&self) -> object_store::Result<Arc<AwsCredential>> {
        let keys =
            self.0.keys().await.map_err(|why| object_store::Error::Generic { store: "keys", source: why.into() })?;
        Ok(Arc::new(AwsCredential { key_id: keys.id, secret_key: keys.secret, token: keys.token }))
    }
}

/// Objects in a bucket, under a prefix.
#[derive(Debug)]
struct Remote {
    store: Arc<dyn ObjectStore>,
    address: Address,
    s3: Option<lock::S3>,
}

impl Remote {
    fn key(&self, path: &str) -> Result<Key, Error> {
        check_object_path(path)?;
        Key::parse(self.address.full(path)).map_err(|_| Error::BadObject(path.to_owned()))
    }

    fn fault(&self, action: Action, path: &str, error: &object_store::Error) -> Error {
        fault(&self.address.place, action, path, error)
    }

    fn lock(&self) -> Option<(&lock::S3, &Lock)> {
        let s3 = self.s3.as_ref()?;
        Some((s3, &s3.client.retain.as_ref()?.1))
    }
}

/// The version of an object as one text: what each cloud needs to compare.
fn version(e_tag: Option<String>, version: Option<String>) -> Version {
    Version(format!("{}\n{}", e_tag.unwrap_or_default(), version.unwrap_or_default()))
}

fn update_version(version: &Version) -> UpdateVersion {
    let (e_tag, number) = version.0.split_once('\n').unwrap_or((&version.0, ""));
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    UpdateVersion { e_tag: some(e_tag), version: some(number) }
}

#[async_trait::async_trait]
impl Objects for Remote {
    fn place(&self) -> String {
        self.address.place.clone()
    }

    async fn get(&self, path: &str, most: u64) -> Result<Option<Object>, Error> {
        let key = self.key(path)?;
        let got = match self.store.get(&key).await {
            Ok(got) => got,
            Err(error) if fault::is_absent(&error) => return Ok(None),
            Err(error) => return Err(self.fault(Action::Read, path, &error)),
        };
        let too_long = || Error::TooLong { path: path.to_owned(), most };
        if got.meta.size > most {
            return Err(too_long());
        }
        let version = version(got.meta.e_tag.clone(), got.meta.version.clone());
        let bytes = got.bytes().await.map_err(|e| self.fault(Action::Read, path, &e))?;
        if bytes.len() as u64 > most {
            return Err(too_long());
        }
        Ok(Some(Object { bytes, version }))
    }

    async fn size(&self, path: &str) -> Result<Option<u64>, Error> {
        match self.store.head(&self.key(path)?).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(error) if fault::is_absent(&error) => Ok(None),
            Err(error) => Err(self.fault(Action::Read, path, &error)),
        }
    }

    async fn put(&self, path: &str, bytes: Bytes, condition: Condition) -> Result<Put, Error> {
        let key = self.key(path)?;
        let mode = match &condition {
            Condition::Any => PutMode::Overwrite,
            Condition::Absent => PutMode::Create,
            Condition::Matches(version) => PutMode::Update(update_version(version)),
        };
        // S3 answers 409 while another write of the same name is under way; what comes of it shows soon.
        for attempt in 0_u64.. {
            let options = PutOptions { mode: mode.clone(), ..PutOptions::default() };
            let error = match self.store.put_opts(&key, bytes.clone().into(), options).await {
                Ok(done) => {
                    self.retained(path).await?;
                    return Ok(Put::Done(version(done.e_tag, done.version)));
                }
                Err(error) => error,
            };
            match fault::condition(&error) {
                fault::Held::Busy if attempt < 8 => tokio::time::sleep(Duration::from_millis(50 << attempt)).await,
                fault::Held::No | fault::Held::Busy => return Ok(Put::Taken),
                fault::Held::Other => {
                    let action = if self.lock().is_some() { Action::WriteRetained } else { Action::Write };
                    return Err(self.fault(action, path, &error));
                }
            }
        }
        Ok(Put::Taken)
    }

    async fn list(&self, prefix: &str) -> Result<Vec<Listed>, Error> {
        check_prefix(prefix)?;
        let full = self.address.full(prefix);
        let under = Key::parse(full.trim_end_matches('/')).map_err(|_| Error::BadObject(prefix.to_owned()))?;
        let listed: Vec<_> =
            self.store.list(Some(&under)).try_collect().await.map_err(|e| self.fault(Action::List, prefix, &e))?;
        let mut found: Vec<Listed> = listed
            .into_iter()
            .filter_map(|meta| {
                let path = self.address.inside(meta.location.as_ref())?;
                check_object_path(path).is_ok().then(|| Listed { path: path.to_owned(), bytes: meta.size })
            })
            .collect();
        found.sort();
        Ok(found)
    }

    async fn retain(&self, path: &str) -> Result<(), Error> {
        match self.lock() {
            Some((s3, lock)) => s3.extend(&self.address, path, lock).await,
            None => Ok(()),
        }
    }

    async fn retained(&self, path: &str) -> Result<Option<String>, Error> {
        match self.lock() {
            Some((s3, lock)) => s3.read(&self.address, path, lock).await.map(Some),
            None => Ok(None),
        }
    }
}
