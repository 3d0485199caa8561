//! What a cloud's refusal means, in words that name the permission and hold no secret.

use object_store::Error as Foreign;

use crate::Error;

/// What was being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Open,
    Read,
    Write,
    WriteRetained,
    List,
    ReadRetention,
    WriteRetention,
}

impl Action {
    fn verb(self) -> &'static str {
        match self {
            Self::Open => "be opened",
            Self::Read => "be read",
            Self::Write | Self::WriteRetained => "be written",
            Self::List => "be listed",
            Self::ReadRetention => "be asked for its retention",
            Self::WriteRetention => "be retained",
        }
    }

    /// The permissions that it takes.
    pub(super) fn permission(self, place: &str) -> &'static str {
        if place.starts_with("gs:") {
            return match self {
                Self::Write | Self::WriteRetained => "storage.objects.create",
                Self::List => "storage.objects.list",
                _ => "storage.objects.get",
            };
        }
        if place.starts_with("az:") {
            return "the role Storage Blob Data Contributor";
        }
        match self {
            Self::Open | Self::Read => "s3:GetObject (and s3:ListBucket, without which S3 denies what is not there)",
            Self::Write => "s3:PutObject",
            Self::WriteRetained => "s3:PutObject and s3:PutObjectRetention",
            Self::List => "s3:ListBucket",
            Self::ReadRetention => "s3:GetObjectRetention",
            Self::WriteRetention => "s3:PutObjectRetention",
        }
    }
}

/// What an error says about a condition.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Held {
    No,
    /// Another write was under way.
    Busy,
    Other,
}

pub(super) fn condition(error: &Foreign) -> Held {
    match error {
        Foreign::AlreadyExists { .. } if told(error).contains("409 Conflict") => Held::Busy,
        Foreign::AlreadyExists { .. } | Foreign::Precondition { .. } | Foreign::NotModified { .. } => Held::No,
        _ => Held::Other,
    }
}

/// True if the object is not there, but the bucket is.
pub(super) fn is_absent(error: &Foreign) -> bool {
    matches!(error, Foreign::NotFound { .. }) && !code_in(&told(error)).is_some_and(|code| code.contains("Bucket"))
}

/// The error and its causes as one text. Never shown whole: replies repeat what was signed.
fn told(error: &Foreign) -> String {
    let mut text = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(inner) = next {
        text.push('\n');
        text.push_str(&inner.to_string());
        next = inner.source();
    }
    text
}

/// The code in a reply of S3 or Azure: `<Code>AccessDenied</Code>`.
pub(super) fn code_in(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let plain = (1..=60).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then(|| code.to_owned())
}

/// The error for people.
pub(super) fn fault(place: &str, action: Action, path: &str, error: &Foreign) -> Error {
    let text = told(error);
    let code = code_in(&text);
    let named = |fallback: &str| code.clone().unwrap_or_else(|| fallback.to_owned());
    let status = match error {
        Foreign::Unauthenticated { .. } => 401,
        Foreign::PermissionDenied { .. } => 403,
        Foreign::NotFound { .. } => 404,
        _ => 0,
    };
    from_code(place, action, path, (status, code.as_deref())).unwrap_or_else(|| match error {
        Foreign::Generic { store: "keys", source } => {
            Error::Credentials { place: place.to_owned(), why: source.to_string() }
        }
        Foreign::Generic { .. } if text.contains("HTTP error: ") => {
            let why = text.rsplit("HTTP error: ").next().unwrap_or_default().lines().next().unwrap_or_default();
            Error::Unreachable { place: place.to_owned(), why: why.to_owned() }
        }
        Foreign::Generic { .. } if text.contains("status code: 5") => {
            Error::Unreachable { place: place.to_owned(), why: named("it answers with server errors") }
        }
        Foreign::Generic { .. } if action == Action::Open => {
            Error::Address { place: place.to_owned(), why: text.lines().next().unwrap_or_default().to_owned() }
        }
        _ => Error::Refused {
            place: place.to_owned(),
            path: path.to_owned(),
            action: action.verb(),
            code: named("no reason given"),
        },
    })
}

/// The error that status and code of a reply tell of.
pub(super) fn from_code(place: &str, action: Action, path: &str, (status, code): (u16, Option<&str>)) -> Option<Error> {
    let place = place.to_owned();
    let named = |fallback: &str| code.unwrap_or(fallback).to_owned();
    match (status, code) {
        (_, Some("SignatureDoesNotMatch" | "InvalidAccessKeyId" | "ExpiredToken" | "InvalidToken" | "AuthFailure"))
        | (401, _) => Some(Error::Credentials { place, why: named("they are not accepted") }),
        (_, Some("RequestTimeTooSkewed")) => Some(Error::Credentials {
            place,
            why: "this machine's clock differs too much (RequestTimeTooSkewed)".to_owned(),
        }),
        (_, Some("NoSuchBucket" | "ContainerNotFound")) => Some(Error::NoBucket(place)),
        (403, _) => {
            let permission = action.permission(&place);
            Some(Error::Denied { place, path: path.to_owned(), permission, code: named("denied") })
        }
        (404, _) if action == Action::Write || action == Action::WriteRetained || action == Action::List => {
            Some(Error::NoBucket(place))
        }
        (_, Some("InvalidRequest" | "ObjectLockConfigurationNotFoundError" | "InvalidBucketState"))
            if action == Action::WriteRetained =>
        {
            Some(Error::NoLock { place, why: format!("the bucket has no Object Lock ({})", code.unwrap_or_default()) })
        }
        _ => None,
    }
}
