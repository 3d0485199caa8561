//! S3 Object Lock: every object that is written is retained, and that it is so is read back. A store that
//! silently does not retain is worse than one that refuses.

use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use model::Timestamp;

use super::address::Address;
use super::fault::{Action, code_in, from_code};
use super::http::{Client, Signing, plain};
use crate::Error;

/// How strictly objects are retained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockMode {
    /// Whoever has `s3:BypassGovernanceRetention` may still remove them.
    Governance,
    /// Nobody may remove them, not even the account's root.
    Compliance,
}

impl LockMode {
    /// As S3 spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Governance => "GOVERNANCE",
            Self::Compliance => "COMPLIANCE",
        }
    }
}

/// What everything written is retained by.
#[derive(Clone)]
pub struct Lock {
    /// How strictly.
    pub mode: LockMode,
    /// For how many days from the moment of writing.
    pub days: u32,
    /// The clock.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

impl std::fmt::Debug for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lock").field("mode", &self.mode).field("days", &self.days).finish_non_exhaustive()
    }
}

impl Lock {
    /// The moment until which what is written now is retained, in whole seconds (RFC 3339). A moment beyond
    /// the calendar is its end.
    pub(super) fn until(&self) -> String {
        let seconds = (self.now)().as_second().saturating_add(i64::from(self.days) * 86_400);
        Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// S3's own interface for retention.
#[derive(Debug)]
pub(super) struct S3 {
    pub(super) client: Client,
    pub(super) signing: Signing,
    /// Endpoint and bucket.
    pub(super) base: String,
}

/// What S3 says of one object.
struct Retention {
    mode: String,
    until: Timestamp,
}

impl S3 {
    async fn ask(&self, address: &Address, path: &str) -> Result<Option<Retention>, Error> {
        let (status, text) = self.send(address, path, Method::GET, Bytes::new()).await?;
        let code = code_in(&text);
        if status == 200 {
            let mode = between(&text, "<Mode>", "</Mode>");
            let until =
                between(&text, "<RetainUntilDate>", "</RetainUntilDate>").and_then(|t| t.parse::<Timestamp>().ok());
            return Ok(mode.zip(until).map(|(mode, until)| Retention { mode: mode.to_owned(), until }));
        }
        match code.as_deref() {
            Some("NoSuchObjectLockConfiguration" | "ObjectLockConfigurationNotFoundError" | "InvalidRequest") => {
                Ok(None)
            }
            other => Err(refused(address, Action::ReadRetention, path, (status, other))),
        }
    }

    async fn send(&self, address: &Address, path: &str, method: Method, body: Bytes) -> Result<(u16, String), Error> {
        let url = format!("{}/{}?retention", self.base, address.full(path));
        for attempt in 0_u64.. {
            let sent = plain(&self.client, &self.signing, (method.clone(), &url), body.clone()).await;
            let why = match sent {
                Ok(reply) if !reply.status().is_server_error() && reply.status() != 429 => {
                    let text = String::from_utf8_lossy(reply.body()).chars().take(10_000).collect();
                    return Ok((reply.status().as_u16(), text));
                }
                Ok(reply) => format!("it answers {}", reply.status()),
                Err(failure) => failure.message,
            };
            if attempt == 5 {
                return Err(Error::Unreachable { place: address.place.clone(), why });
            }
            tokio::time::sleep(std::time::Duration::from_millis(200 << attempt)).await;
        }
        Err(Error::Stopped("no try was made".to_owned()))
    }

    /// Reads back that an object is retained as strictly as it should be, and still is now; gives until when.
    pub(super) async fn read(&self, address: &Address, path: &str, lock: &Lock) -> Result<String, Error> {
        let not = |why: String| Error::NotRetained { path: path.to_owned(), why };
        let Some(found) = self.ask(address, path).await? else {
            return Err(not(format!("{} has no retention for it; is Object Lock on for the bucket?", address.place)));
        };
        let strict = found.mode == "COMPLIANCE" || found.mode == lock.mode.name();
        if !strict {
            return Err(not(format!("its mode is {}, not {}", found.mode, lock.mode.name())));
        }
        if found.until <= (lock.now)() {
            return Err(not(format!("its retention ended {}", found.until)));
        }
        Ok(found.until.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
    }

    /// Retains an object at least as long as one that is written now.
    pub(super) async fn extend(&self, address: &Address, path: &str, lock: &Lock) -> Result<(), Error> {
        let until = lock.until();
        let wanted: Timestamp = until.parse().map_err(|_| Error::Encode("a moment beyond the calendar".to_owned()))?;
        let found = self.ask(address, path).await?;
        let enough =
            |found: &Retention| (found.mode == "COMPLIANCE" || found.mode == lock.mode.name()) && found.until >= wanted;
        if found.as_ref().is_some_and(enough) {
            return Ok(());
        }
        // What is stricter already stays as strict; what is not cannot be made so without a special right.
        let later = found.as_ref().map_or(wanted, |found| found.until.max(wanted));
        let mode = match &found {
            Some(found) if found.mode == "COMPLIANCE" => "COMPLIANCE",
            Some(found) if found.mode != lock.mode.name() => {
                let why = format!("its mode is {}, not {}", found.mode, lock.mode.name());
                return Err(Error::NotRetained { path: path.to_owned(), why });
            }
            _ => lock.mode.name(),
        };
        let body = format!(
            "<Retention xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Mode>{mode}</Mode><RetainUntilDate>{}</RetainUntilDate></Retention>",
            later.strftime("%Y-%m-%dT%H:%M:%SZ")
        );
        let (status, text) = self.send(address, path, Method::PUT, body.into()).await?;
        if (200..300).contains(&status) {
            return Ok(());
        }
        Err(refused(address, Action::WriteRetention, path, (status, code_in(&text).as_deref())))
    }
}

fn refused(address: &Address, action: Action, path: &str, (status, code): (u16, Option<&str>)) -> Error {
    if status == 404 && code != Some("NoSuchBucket") {
        return Error::Damaged { path: path.to_owned(), why: "it is not there".to_owned() };
    }
    from_code(&address.place, action, path, (status, code)).unwrap_or_else(|| Error::NotRetained {
        path: path.to_owned(),
        why: format!("{} answers {status} {}", address.place, code.unwrap_or_default()),
    })
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split_once(end).map(|(inside, _)| inside)
}
