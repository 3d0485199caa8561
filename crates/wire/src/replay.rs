//! Answers from a recording, and from nothing else. A request that was never recorded is a named
//! error, never a guess and never a call to the world.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use model::{Body, Digest, Exchange, SourceId};

use crate::canonical::key_of;
use crate::record::describe;
use crate::recording::{BODIES, EXCHANGES, answer, failed, operation_of};
use crate::{Redactor, Secrets, Transport, WireError, note_exchange};

/// Longest line of a list of exchanges, in bytes. Inline bodies of fixtures must fit.
const MAX_LINE: u64 = 16 * 1024 * 1024;
/// Most exchanges of a recording.
const MAX_EXCHANGES: usize = 5_000_000;
/// Largest stored body, in bytes.
const MAX_BODY: u64 = 256 * 1024 * 1024;

/// Where the bodies of a recording are.
pub trait Bodies: Send + Sync {
    /// The bytes of a body.
    ///
    /// # Errors
    /// [`WireError::Recording`] when they are not there or not those that were recorded.
    fn read(&self, body: &Body) -> Result<Bytes, WireError>;
}

/// Bodies in a directory, each named by its SHA-256.
#[derive(Debug, Clone)]
pub struct DirBodies {
    folder: PathBuf,
}

impl DirBodies {
    /// The bodies in `folder` (the `bodies` folder of a recording).
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }
}

impl Bodies for DirBodies {
    fn read(&self, body: &Body) -> Result<Bytes, WireError> {
        let Body::Stored { sha256, size } = body else { return inline(body) };
        let path = self.folder.join(sha256.as_str());
        let refuse = |cause: &dyn std::fmt::Display| failed("read the recorded body", &path, cause);
        // Neither a link nor a device nor a pipe: a recording may come from somebody else.
        let about = fs::symlink_metadata(&path).map_err(|e| refuse(&e))?;
        if !about.is_file() {
            return Err(refuse(&"it is not a plain file"));
        }
        if about.len() != *size || *size > MAX_BODY {
            return Err(refuse(&format!("it has {} bytes, recorded were {size}, allowed are {MAX_BODY}", about.len())));
        }
        let bytes = fs::read(&path).map_err(|e| refuse(&e))?;
        check(sha256, &bytes).map_err(|cause| refuse(&cause))?;
        Ok(Bytes::from(bytes))
    }
}

/// Bodies of a fixture that holds them all inline.
#[derive(Debug, Clone, Copy)]
pub struct NoBodies;

impl Bodies for NoBodies {
    fn read(&self, body: &Body) -> Result<Bytes, WireError> {
        inline(body)
    }
}

/// Refuses bytes that do not have the digest they are recorded under.
pub(crate) fn check(recorded: &Digest, bytes: &[u8]) -> Result<(), String> {
    let found = Digest::of(bytes);
    if found == *recorded { Ok(()) } else { Err(format!("its SHA-256 is {found}, recorded was {recorded}")) }
}

fn inline(body: &Body) -> Result<Bytes, WireError> {
    match body {
        Body::Text { text } => Ok(Bytes::from(text.clone())),
        Body::Json { json } => {
            model::canonical_json(json).map(Bytes::from).map_err(|e| WireError::Recording(e.to_string()))
        }
        Body::Stored { sha256, .. } => {
            Err(WireError::Recording(format!("the body {sha256} is not inline and there is no folder of bodies")))
        }
    }
}

/// A recording that can be asked.
#[derive(Clone)]
pub struct Replay {
    exchanges: Arc<[Exchange]>,
    answers: Arc<Answers>,
    bodies: Arc<dyn Bodies>,
}

/// Per source and canonical request, its exchanges in the order in which they were asked.
type Answers = BTreeMap<SourceId, BTreeMap<String, Vec<usize>>>;

impl std::fmt::Debug for Replay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Replay").field("exchanges", &self.exchanges.len()).finish_non_exhaustive()
    }
}

impl Replay {
    /// The recording in `dir`.
    ///
    /// # Errors
    /// [`WireError::Recording`] naming the file and line that cannot be read, or is not an exchange.
    pub fn open(dir: &Path) -> Result<Self, WireError> {
        let path = dir.join(EXCHANGES);
        let file = fs::File::open(&path).map_err(|e| failed("open the recording", &path, &e))?;
        let exchanges = Self::parse(BufReader::new(file), &path.display().to_string())?;
        Self::new(exchanges, Arc::new(DirBodies::new(&dir.join(BODIES))))
    }

    /// Reads a list of exchanges, one a line; `name` is what errors call it.
    ///
    /// # Errors
    /// [`WireError::Recording`] naming the line that cannot be read, is too long or is no exchange.
    pub fn parse(mut from: impl BufRead, name: &str) -> Result<Vec<Exchange>, WireError> {
        let mut exchanges = Vec::new();
        let mut line = Vec::new();
        for number in 1_u64.. {
            let refuse = |cause: String| WireError::Recording(format!("{name} line {number}: {cause}"));
            line.clear();
            let read = from.by_ref().take(MAX_LINE + 1).read_until(b'\n', &mut line);
            if read.map_err(|e| refuse(e.to_string()))? == 0 {
                break;
            }
            if u64::try_from(line.len()).unwrap_or(u64::MAX) > MAX_LINE {
                return Err(refuse(format!("it is longer than {MAX_LINE} bytes")));
            }
            if exchanges.len() >= MAX_EXCHANGES {
                return Err(refuse(format!("more than {MAX_EXCHANGES} exchanges")));
            }
            let exchange: Exchange = serde_json::from_slice(&line).map_err(|e| refuse(e.to_string()))?;
            well_formed(&exchange).map_err(refuse)?;
            exchanges.push(exchange);
        }
        Ok(exchanges)
    }

    /// A recording of these exchanges, with their stored bodies in `bodies`.
    ///
    /// # Errors
    /// [`WireError::Recording`] when two have the same id or one is not well formed.
    pub fn new(exchanges: Vec<Exchange>, bodies: Arc<dyn Bodies>) -> Result<Self, WireError> {
        let mut answers = Answers::new();
        let mut seen = BTreeMap::new();
        for (index, exchange) in exchanges.iter().enumerate() {
            let refuse = |cause: String| WireError::Recording(format!("exchange {}: {cause}", exchange.id));
            well_formed(exchange).map_err(refuse)?;
            if seen.insert(exchange.id.clone(), index).is_some() {
                return Err(refuse("its id stands twice in the recording".into()));
            }
            let source = answers.entry(exchange.source.clone()).or_default();
            source.entry(key_of(&exchange.request)?).or_default().push(index);
        }
        let nth = |index: &usize| exchanges.get(*index).map_or(0, nth_of);
        answers.values_mut().flat_map(BTreeMap::values_mut).for_each(|list| list.sort_by_key(nth));
        Ok(Self { exchanges: exchanges.into(), answers: Arc::new(answers), bodies })
    }

    /// All exchanges, as they were given.
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// The bytes of a body of this recording.
    ///
    /// # Errors
    /// As [`Bodies::read`].
    pub fn body(&self, body: &Body) -> Result<Bytes, WireError> {
        self.bodies.read(body)
    }

    /// What answers requests of `source`, from the beginning. Equal requests are answered in the
    /// order in which they were recorded; after the last, the last answers again.
    pub fn transport(&self, source: &SourceId) -> Transport {
        let cursor = Arc::new(Cursor {
            replay: self.clone(),
            source: source.clone(),
            redactor: Redactor::new(Secrets::default()),
            asked: Mutex::new(BTreeMap::new()),
        });
        Transport::new(tower::service_fn(move |request| {
            let cursor = Arc::clone(&cursor);
            async move { cursor.answer(&request) }
        }))
    }
}

/// One source's way through a recording.
struct Cursor {
    replay: Replay,
    source: SourceId,
    redactor: Redactor,
    /// How often each request was asked.
    asked: Mutex<BTreeMap<String, usize>>,
}

impl Cursor {
    fn answer(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, WireError> {
        let (_, _, key) = describe(request, &self.redactor)?;
        let recorded = self.replay.answers.get(&self.source).and_then(|keys| keys.get(&key));
        let Some(recorded) = recorded else {
            return Err(WireError::NotRecorded { request: key, operation: operation_of(request) });
        };
        let turn = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = asked.entry(key).or_insert(0);
            *turn += 1;
            *turn - 1
        };
        let index = recorded.get(turn).or(recorded.last()).copied().unwrap_or(usize::MAX);
        let Some(exchange) = self.replay.exchanges.get(index) else {
            return Err(WireError::Recording("the recording's index is wrong".into()));
        };
        note_exchange(&exchange.id);
        let named = |e: WireError| WireError::Recording(format!("exchange {}: {e}", exchange.id));
        match (&exchange.reply, &exchange.failure) {
            (Some(reply), _) => {
                let body =
                    reply.body.as_ref().map_or(Ok(Bytes::new()), |b| self.replay.bodies.read(b)).map_err(named)?;
                answer(reply, body, exchange.attempts).map_err(named)
            }
            (None, Some(failure)) => Err(WireError::Failed(failure.clone())),
            (None, None) => Err(WireError::Recording(format!("exchange {} has no outcome", exchange.id))),
        }
    }
}

/// Which time its request was asked: the number at the end of the id.
fn nth_of(exchange: &Exchange) -> u32 {
    exchange.id.as_str().rsplit('-').next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn well_formed(exchange: &Exchange) -> Result<(), String> {
    if exchange.reply.is_some() == exchange.failure.is_some() {
        return Err("exactly one of reply and failure must be set".into());
    }
    if exchange.attempts == 0 {
        return Err("attempts must be at least 1".into());
    }
    http::Method::from_bytes(exchange.request.method.as_bytes())
        .map_err(|_| format!("{:?} is no HTTP method", exchange.request.method))?;
    exchange
        .request
        .url
        .parse::<http::Uri>()
        .map_err(|e| format!("{:?} is no URL: {e}", exchange.request.url.chars().take(200).collect::<String>()))?;
    match &exchange.reply {
        Some(reply) => answer(reply, Bytes::new(), 1).map(drop).map_err(|e| e.to_string()),
        None => Ok(()),
    }
}
