//! Files as exchanges: answers `GET file://<source>/<path>` from a folder that the command line
//! allowed, so that reading a file is recorded and replayed like any request.
//!
//! It must never leave the folder, follow a link, read a device or a pipe, or hold more than the
//! limits below. It only reads.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use model::Digest;
use percent_encoding::percent_decode_str;
use serde_json::json;
use tower::{Service, ServiceExt};

use crate::{Clock, Transport, WireError};

/// The scheme of URLs that are answered from a folder.
pub const FILE_SCHEME: &str = "file";
/// Largest file, in bytes.
const MAX_FILE: u64 = 64 * 1024 * 1024;
/// Most files in a folder with its sub-folders.
const MAX_FILES: usize = 20_000;
/// How deep sub-folders are listed.
const MAX_DEPTH: usize = 4;

/// The folders that may be read, by the name that stands where a URL has its host: the source's.
pub type Folders = BTreeMap<String, PathBuf>;

/// Answers `file:` URLs from `folders`; all else is `below`'s.
///
/// `GET file://<source>/` lists the folder: `{"read_at", "files": [{"path", "size"}], "refused":
/// [{"path", "why"}]}`, hidden files left out. `GET file://<source>/<path>` is a file, with its
/// SHA-256 as `etag`: that of the bytes on the disk, which redaction may part from those recorded.
pub fn with_files(below: Transport, folders: Folders, clock: Clock) -> Transport {
    let folders = Arc::new(folders);
    Transport::new(tower::service_fn(move |request: Request<Bytes>| {
        let (folders, clock, mut below) = (Arc::clone(&folders), Arc::clone(&clock), below.clone());
        async move {
            if request.uri().scheme_str() != Some(FILE_SCHEME) {
                return below.ready().await?.call(request).await;
            }
            let read = tokio::task::spawn_blocking(move || answer(&request, &folders, &clock)).await;
            Ok(read.map_err(|e| WireError::Recording(format!("a file could not be read: {e}")))?)
        }
    }))
}

/// Answers `file:` URLs from `folders`, and nothing else.
pub fn only_files(folders: Folders, clock: Clock) -> Transport {
    let nothing = Transport::new(tower::service_fn(|_| async {
        Err(WireError::Setup("only files can be asked here".to_owned()))
    }));
    with_files(nothing, folders, clock)
}

/// Why there is no file: the status, and words without the folder's own path.
type Refusal = (StatusCode, String);

fn answer(request: &Request<Bytes>, folders: &Folders, clock: &Clock) -> Response<Bytes> {
    let reply = if request.method() == Method::GET {
        found(request, folders, clock)
    } else {
        Err((StatusCode::METHOD_NOT_ALLOWED, "files are only read".to_owned()))
    };
    let (status, body, kind, tag) = match reply {
        Ok((body, kind, tag)) => (StatusCode::OK, body, kind, tag),
        Err((status, why)) => (status, Bytes::from(why), "text/plain", None),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

type Found = (Bytes, &'static str, Option<String>);

fn found(request: &Request<Bytes>, folders: &Folders, clock: &Clock) -> Result<Found, Refusal> {
    let name = request.uri().host().unwrap_or_default();
    let Some(root) = folders.get(name) else {
        return Err((StatusCode::FORBIDDEN, format!("no folder is allowed for {name:?}")));
    };
    let path = request.uri().path();
    if path == "/" {
        return Ok((list(root, clock)?, "application/json", None));
    }
    let path = percent_decode_str(path.trim_start_matches('/'))
        .decode_utf8()
        .map_err(|_| (StatusCode::BAD_REQUEST, "the path is not UTF-8".to_owned()))?;
    let bytes = file(root, &path)?;
    let tag = format!("\"sha256:{}\"", Digest::of(&bytes));
    Ok((bytes, "application/octet-stream", Some(tag)))
}

fn refuse(e: &std::io::Error, what: &str) -> Refusal {
    let status = match e.kind() {
        std::io::ErrorKind::NotFound => StatusCode::NOT_FOUND,
        std::io::ErrorKind::PermissionDenied => StatusCode::FORBIDDEN,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, format!("{what}: {e}"))
}

/// The parts of a relative path that goes only downwards.
fn parts(path: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = path.split('/').collect();
    let good = |part: &&str| !part.is_empty() && !matches!(*part, "." | "..") && !part.contains(['\\', '\0', ':']);
    parts.iter().all(good).then_some(parts)
}

fn file(root: &Path, path: &str) -> Result<Bytes, Refusal> {
    let refused = |why: &str| (StatusCode::FORBIDDEN, format!("{path}: {why}"));
    let parts = parts(path).ok_or_else(|| refused("a path goes down from the folder and names one file"))?;
    let mut place = root.to_owned();
    let mut about = None;
    for part in parts {
        place.push(part);
        let here = fs::symlink_metadata(&place).map_err(|e| refuse(&e, path))?;
        if here.is_symlink() {
            return Err(refused("it is a link, and links are not followed"));
        }
        about = Some(here);
    }
    let about = about.filter(Metadata::is_file).ok_or_else(|| refused("it is not a plain file"))?;
    let mut open = File::open(&place).map_err(|e| refuse(&e, path))?;
    if !same(&about, &open.metadata().map_err(|e| refuse(&e, path))?) {
        return Err(refused("it was exchanged while it was opened"));
    }
    let mut bytes = Vec::new();
    open.by_ref().take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|e| refuse(&e, path))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_FILE {
        return Err((StatusCode::PAYLOAD_TOO_LARGE, format!("{path}: it is larger than {MAX_FILE} bytes")));
    }
    Ok(Bytes::from(bytes))
}

/// True if both are one file: somebody could put a link in its place in between.
#[cfg(unix)]
fn same(before: &Metadata, open: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    before.dev() == open.dev() && before.ino() == open.ino()
}

#[cfg(not(unix))]
fn same(_: &Metadata, open: &Metadata) -> bool {
    open.is_file()
}

#[derive(Default)]
struct Listing {
    files: BTreeMap<String, u64>,
    refused: BTreeMap<String, &'static str>,
}

fn list(root: &Path, clock: &Clock) -> Result<Bytes, Refusal> {
    let read_at = clock();
    let mut listing = Listing::default();
    walk(root, "", 0, &mut listing)?;
    let files: Vec<_> = listing.files.iter().map(|(path, size)| json!({ "path": path, "size": size })).collect();
    let refused: Vec<_> = listing.refused.iter().map(|(path, why)| json!({ "path": path, "why": why })).collect();
    let body = json!({ "read_at": read_at.to_string(), "files": files, "refused": refused });
    let bytes = model::canonical_json(&body).map_err(|e| (StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))?;
    Ok(Bytes::from(bytes))
}

fn walk(folder: &Path, prefix: &str, depth: usize, out: &mut Listing) -> Result<(), Refusal> {
    let at = if prefix.is_empty() { "the folder" } else { prefix };
    for entry in fs::read_dir(folder).map_err(|e| refuse(&e, at))? {
        let entry = entry.map_err(|e| refuse(&e, at))?;
        let name = entry.file_name();
        let lossy = name.to_string_lossy();
        if lossy.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{lossy}");
        let about = entry.metadata().map_err(|e| refuse(&e, &path))?;
        if out.files.len() + out.refused.len() >= MAX_FILES {
            return Err((StatusCode::PAYLOAD_TOO_LARGE, format!("the folder holds more than {MAX_FILES} files")));
        }
        if name.to_str().is_none() {
            out.refused.insert(path, "its name is not UTF-8");
        } else if about.is_symlink() {
            out.refused.insert(path, "it is a link, and links are not followed");
        } else if about.is_dir() && depth >= MAX_DEPTH {
            out.refused.insert(path, "folders are nested too deep");
        } else if about.is_dir() {
            walk(&entry.path(), &format!("{path}/"), depth + 1, out)?;
        } else if about.is_file() {
            out.files.insert(path, about.len());
        } else {
            out.refused.insert(path, "it is not a plain file");
        }
    }
    Ok(())
}
