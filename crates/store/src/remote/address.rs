//! Where a store is.

use url::Url;

use crate::Error;
use crate::objects::check_object_path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cloud {
    S3,
    Google,
    Azure,
}

/// A parsed address.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub(super) cloud: Cloud,
    /// For people; without anything that was not checked.
    pub(super) place: String,
    /// The storage account (Azure).
    pub(super) account: String,
    /// The bucket or container.
    pub(super) bucket: String,
    /// What all names begin with: empty, or with a `/` at its end.
    prefix: String,
}

impl Address {
    /// `None` for a folder.
    pub(super) fn parse(place: &str) -> Result<Option<Self>, Error> {
        if !place.contains("://") {
            return Ok(None);
        }
        let wrong = |why: &str| Error::Address {
            // What was given may hold a password.
            place: place.split("://").next().unwrap_or_default().chars().take(20).chain("://…".chars()).collect(),
            why: why.to_owned(),
        };
        let url = Url::parse(place).map_err(|_| wrong("it is no URL"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("it holds a user name or password; credentials come from the environment"));
        }
        if url.query().is_some() || url.fragment().is_some() || url.port().is_some() {
            return Err(wrong("it holds more than a bucket and a prefix"));
        }
        let host =
            url.host_str().filter(|host| check_object_path(host).is_ok()).ok_or_else(|| wrong("it names no bucket"))?;
        let mut path = url.path().trim_matches('/').to_owned();
        let (cloud, account, bucket) = match url.scheme() {
            "s3" => (Cloud::S3, String::new(), host.to_owned()),
            "gs" => (Cloud::Google, String::new(), host.to_owned()),
            "az" => {
                let (container, rest) = path.split_once('/').unwrap_or((&path, ""));
                let (container, rest) = (container.to_owned(), rest.to_owned());
                check_object_path(&container)
                    .map_err(|_| wrong("it names no container: az://ACCOUNT/CONTAINER/PREFIX"))?;
                path = rest;
                (Cloud::Azure, host.to_owned(), container)
            }
            _ => return Err(wrong("stores are folders, s3://, gs:// and az://")),
        };
        if !path.is_empty() {
            check_object_path(&path).map_err(|_| wrong("its prefix has characters that are not safe everywhere"))?;
            path.push('/');
        }
        let parts = [account.as_str(), bucket.as_str(), path.trim_end_matches('/')];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let shown = format!("{}://{}", url.scheme(), parts.join("/"));
        Ok(Some(Self { cloud, place: shown, account, bucket, prefix: path }))
    }

    /// The name of an object in the bucket.
    pub(super) fn full(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// The name of an object in the store.
    pub(super) fn inside<'a>(&self, full: &'a str) -> Option<&'a str> {
        full.strip_prefix(self.prefix.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, Cloud};

    #[test]
    fn addresses_are_parsed_or_refused_without_being_repeated() {
        assert!(Address::parse("some/folder").unwrap().is_none());
        assert!(Address::parse("C:\\evidence").unwrap().is_none());
        let s3 = Address::parse("s3://acme-evidence/nights/prod/").unwrap().unwrap();
        assert_eq!((s3.cloud, s3.bucket.as_str()), (Cloud::S3, "acme-evidence"));
        assert_eq!(s3.full("chunks/a"), "nights/prod/chunks/a");
        assert_eq!(s3.inside("nights/prod/chunks/a"), Some("chunks/a"));
        assert_eq!(s3.place, "s3://acme-evidence/nights/prod");
        let azure = Address::parse("az://acme/evidence/x").unwrap().unwrap();
        assert_eq!(
            (azure.account.as_str(), azure.bucket.as_str(), azure.full("a").as_str()),
            ("acme", "evidence", "x/a")
        );
        assert_eq!(Address::parse("gs://acme").unwrap().unwrap().full("a"), "a");
        for bad in [
            "s3://",
            "s3://me:hunter22@b/x",
            "s3://b/x?key=hunter22",
            "s3://b/a%20b",
            "ftp://b/x",
            "az://acme",
            "s3://b:1/x",
        ] {
            let told = Address::parse(bad).unwrap_err().to_string();
            assert!(!told.contains("hunter22"), "{told}");
        }
    }
}
