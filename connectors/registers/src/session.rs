//! Collecting: lists the folder, reads the registers that the plan wants and the files they rest
//! on, and turns entries into resources and mistakes into gaps. Nothing it finds is passed over.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use collect::{Error, Session, Sink};
use http::{Request, StatusCode};
use jiff::Timestamp;
use model::{Cause, Digest, ExchangeId, FieldName, Gap, Kind, Plan, Population, Resource, Seen, SourceId};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use wire::{Operation, Wire, traced};

use crate::derive;
use crate::entry::{self, Entry};
use crate::raw::{Fault, hint};
use crate::shape::{self, Register};
use crate::table::MEASURE_SET;

/// What stands in a path as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An opened source.
pub(crate) struct Opened {
    pub(crate) source: SourceId,
    /// The folder as the configuration names it, for messages.
    pub(crate) folder: String,
}

#[derive(Deserialize)]
struct Listing {
    read_at: Timestamp,
    files: Vec<Listed>,
    refused: Vec<Refused>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
}

#[derive(Deserialize)]
struct Refused {
    path: String,
    why: String,
}

/// A reply and the exchanges that gave it.
struct Reply {
    status: StatusCode,
    body: Bytes,
    /// SHA-256 of the file on the disk.
    tag: Option<Digest>,
    exchanges: BTreeSet<ExchangeId>,
}

#[async_trait::async_trait]
impl Session for Opened {
    async fn collect(&self, plan: &Plan, wire: &Wire, out: &Sink) -> Result<(), Error> {
        let kinds: Vec<Kind> =
            plan.iter().map(|(kind, _)| kind.clone()).filter(|kind| kind.connector() == crate::NAME).collect();
        if kinds.is_empty() {
            return Ok(());
        }
        out.seen(Seen {
            source: self.source.clone(),
            account: Some(self.folder.clone()),
            identity: None,
            regions: vec![],
        });
        let reply = self.get(wire, "", "list registers").await?;
        let listing = match (reply.status, serde_json::from_slice::<Listing>(&reply.body)) {
            (StatusCode::OK, Ok(listing)) => listing,
            (status, _) => {
                let why = if status == StatusCode::OK {
                    "its list is none".to_owned()
                } else {
                    let said = String::from_utf8_lossy(&reply.body);
                    format!("{said}; name the folder in `directory`, or write one with `assize init --registers`")
                };
                let message = format!("the folder of registers {} cannot be read: {why}", self.folder);
                for kind in kinds {
                    out.gap(self.gap(&kind, None, Cause::NotConfigured, message.clone(), &reply.exchanges));
                }
                return Ok(());
            }
        };
        let work = Work { session: self, wire, out, listing: &listing, listed: &reply.exchanges };
        let strays = work.strays();
        for register in shape::all() {
            let set = register.stem == "measures" && plan.wants_kind(MEASURE_SET.0);
            if plan.wants_kind(register.kind) || set {
                work.register(register, plan, &strays).await?;
            }
        }
        Ok(())
    }
}

impl Opened {
    async fn get(&self, wire: &Wire, path: &str, operation: &str) -> Result<Reply, Error> {
        let url = format!("{}://{}/{}", wire::FILE_SCHEME, self.source, utf8_percent_encode(path, PATH));
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = url.parse().map_err(|e| Error::Setting {
            origin: self.source.to_string(),
            message: format!("{path:?} cannot be asked for: {e}"),
        })?;
        request.extensions_mut().insert(Operation(operation.to_owned()));
        let (reply, exchanges) = traced(wire.call(request)).await;
        match reply {
            Ok(reply) => {
                let tag = reply.headers().get(http::header::ETAG).and_then(|tag| tag.to_str().ok());
                let tag = tag.and_then(|tag| tag.trim_matches('"').strip_prefix("sha256:")?.parse().ok());
                Ok(Reply { status: reply.status(), tag, body: reply.into_body(), exchanges })
            }
            Err(wire::WireError::Failed(failure)) => Ok(Reply {
                status: StatusCode::SERVICE_UNAVAILABLE,
                body: Bytes::from(failure.message),
                tag: None,
                exchanges,
            }),
            Err(other) => Err(other.into()),
        }
    }

    fn gap(
        &self,
        kind: &Kind,
        resource: Option<String>,
        cause: Cause,
        message: String,
        exchanges: &BTreeSet<ExchangeId>,
    ) -> Gap {
        Gap {
            source: self.source.clone(),
            kind: kind.clone(),
            resource,
            field: None,
            cause,
            permission: None,
            message,
            exchange: exchanges.first().cloned(),
        }
    }
}

/// One run's way through the folder.
struct Work<'w> {
    session: &'w Opened,
    wire: &'w Wire,
    out: &'w Sink,
    listing: &'w Listing,
    listed: &'w BTreeSet<ExchangeId>,
}

/// What was read of a register.
#[derive(Default)]
struct Read {
    /// Entries with the file they stand in.
    entries: Vec<Entry>,
    files: BTreeMap<String, (String, BTreeSet<ExchangeId>)>,
    /// The exchanges that each file was read in.
    replies: BTreeMap<String, BTreeSet<ExchangeId>>,
    faults: Vec<Fault>,
}

impl Work<'_> {
    /// Files that look like registers and are none, or cannot be read. Any register may be in them.
    fn strays(&self) -> Vec<Fault> {
        let stems = || shape::all().map(|register| register.stem);
        let fault = |file: &str, message: String| Fault { file: file.to_owned(), line: 0, entry: None, message };
        let mut out = Vec::new();
        for file in &self.listing.files {
            let path = file.path.as_str();
            let named = path.strip_suffix(".toml").or_else(|| path.strip_suffix(".csv"));
            let Some(stem) = named.filter(|stem| !stem.contains('/')) else { continue };
            if !stems().any(|known| known == stem) {
                let hint = hint(stem, stems());
                out.push(fault(path, format!("no register has this name{hint}; put other files in a sub-folder")));
            }
        }
        for refused in self.listing.refused.iter().filter(|r| !r.path.contains('/') || r.path.starts_with("incidents/"))
        {
            out.push(fault(&refused.path, format!("it is not read: {}", refused.why)));
        }
        out
    }

    fn files_of(&self, register: &Register) -> Vec<&str> {
        let stem = register.stem;
        let is = |path: &str| {
            let (name, end) = path.rsplit_once('.').unwrap_or((path, ""));
            let one = name == stem && matches!(end, "toml" | "csv");
            let each =
                register.file_each() && end == "toml" && name.strip_prefix(stem).is_some_and(|r| r.starts_with('/'));
            one || each
        };
        self.listing.files.iter().map(|file| file.path.as_str()).filter(|path| is(path)).collect()
    }

    async fn register(&self, register: &Register, plan: &Plan, strays: &[Fault]) -> Result<(), Error> {
        let mut read = Read { faults: strays.to_vec(), ..Read::default() };
        for file in self.files_of(register) {
            let reply = self.session.get(self.wire, file, "read register").await?;
            read.replies.insert(file.to_owned(), reply.exchanges.clone());
            if reply.status != StatusCode::OK {
                let message = format!("it cannot be read: {}", String::from_utf8_lossy(&reply.body));
                read.faults.push(Fault { file: file.to_owned(), line: 0, entry: None, message });
                continue;
            }
            let (entries, faults) = entry::read(register, file, &reply.body, self.listing.read_at);
            read.faults.extend(faults);
            for entry in entries {
                self.take(register, file, entry, &reply.exchanges, &mut read);
            }
        }
        self.attach(&mut read).await?;
        let faulty: BTreeSet<&str> = read.faults.iter().filter_map(|fault| fault.entry.as_deref()).collect();
        read.entries.retain(|entry| !faulty.contains(entry.id.as_str()));
        derive::derive(register, &mut read.entries);
        if register.stem == "measures" && plan.wants_kind(MEASURE_SET.0) {
            self.put_measure_set(&read)?;
        }
        if plan.wants_kind(register.kind) {
            self.put(register, read)?;
        }
        Ok(())
    }

    /// Keeps an entry, unless its id is there already: then neither of the two is believed.
    fn take(
        &self,
        register: &Register,
        file: &str,
        mut entry: Entry,
        exchanges: &BTreeSet<ExchangeId>,
        read: &mut Read,
    ) {
        let wrong = match read.files.get(&entry.id) {
            Some((first, _)) => Some(format!("the id {} is used twice, first in {first}", entry.id)),
            None if register.single && !read.files.is_empty() => {
                Some(format!("there is one [[{}]] only, and this is another", register.table))
            }
            None => None,
        };
        if let Some(message) = wrong {
            read.faults.push(Fault { file: file.to_owned(), line: entry.line, entry: Some(entry.id), message });
            return;
        }
        entry.fields.insert("file".to_owned(), json!(file));
        entry.fields.insert("line".to_owned(), json!(entry.line));
        let place = format!("{file}:{}", entry.line);
        read.files.insert(entry.id.clone(), (place, self.listed.union(exchanges).cloned().collect()));
        read.entries.push(entry);
    }

    /// Reads the files that entries rest on, each once, and holds them to their digests.
    async fn attach(&self, read: &mut Read) -> Result<(), Error> {
        let mut seen: BTreeMap<String, Reply> = BTreeMap::new();
        for entry in &mut read.entries {
            let mut found = Vec::new();
            for attached in &entry.attachments {
                if !seen.contains_key(&attached.path) {
                    let reply = self.session.get(self.wire, &attached.path, "read attachment").await?;
                    seen.insert(attached.path.clone(), reply);
                }
                let Some(reply) = seen.get(&attached.path) else { continue };
                let file = entry.fields.get("file").and_then(Value::as_str).unwrap_or_default().to_owned();
                let fault =
                    |message: String| Fault { file, line: attached.line, entry: Some(entry.id.clone()), message };
                if reply.status != StatusCode::OK {
                    let why = String::from_utf8_lossy(&reply.body);
                    read.faults.push(fault(format!("the attachment cannot be read: {why}")));
                    continue;
                }
                let sha256 = reply.tag.clone().unwrap_or_else(|| Digest::of(&reply.body));
                if let Some(pinned) = attached.pinned.as_ref().filter(|pinned| **pinned != sha256) {
                    read.faults.push(fault(format!(
                        "{} was changed since it was entered: the register says sha256:{pinned}, the file is sha256:{sha256}; have it approved again",
                        attached.path
                    )));
                    continue;
                }
                if let Some((_, exchanges)) = read.files.get_mut(&entry.id) {
                    exchanges.extend(reply.exchanges.iter().cloned());
                }
                let (path, pinned) = (&attached.path, attached.pinned.is_some());
                found.push(json!({ "path": path, "sha256": sha256, "size": reply.body.len(), "pinned": pinned }));
            }
            entry.fields.insert("attachments".to_owned(), Value::Array(found));
        }
        Ok(())
    }

    fn put(&self, register: &Register, mut read: Read) -> Result<(), Error> {
        let Ok(kind) = register.kind.parse::<Kind>() else { return Ok(()) };
        self.faults(&kind, &read);
        if register.single && read.entries.is_empty() && read.faults.is_empty() {
            let message = format!("{}/{}.toml is not there, or empty", self.session.folder, register.stem);
            self.out.gap(self.session.gap(&kind, None, Cause::NotConfigured, message, self.listed));
        }
        let faulty: BTreeSet<&String> = read.faults.iter().filter_map(|fault| fault.entry.as_ref()).collect();
        let complete = read.faults.iter().all(|fault| fault.entry.is_some());
        self.population(kind.clone(), read.files.len().max(read.entries.len() + faulty.len()), complete);
        // A register may have very many entries: names are checked once, values are moved.
        let mut names = BTreeMap::new();
        for entry in read.entries {
            let exchanges = read.files.remove(&entry.id).map(|(_, exchanges)| exchanges).unwrap_or_default();
            let fields = resource(&kind, &self.session.source, entry.id, entry.fields, exchanges, &mut names);
            self.out.resource(&fields)?;
        }
        Ok(())
    }

    fn put_measure_set(&self, read: &Read) -> Result<(), Error> {
        let Ok(kind) = MEASURE_SET.0.parse::<Kind>() else { return Ok(()) };
        // A set of which one measure cannot be read has no digest to be approved.
        for fault in &read.faults {
            let (message, exchanges) = (self.told(fault), self.read_in(fault, read));
            self.out.gap(self.session.gap(&kind, None, Cause::BadReply, message, exchanges));
        }
        if read.faults.is_empty() {
            let exchanges: BTreeSet<ExchangeId> =
                read.files.values().flat_map(|(_, exchanges)| exchanges).chain(self.listed).cloned().collect();
            let fields = derive::measure_set(&read.entries)?;
            let (source, id) = (&self.session.source, "measures".to_owned());
            self.out.resource(&resource(&kind, source, id, fields, exchanges, &mut BTreeMap::new()))?;
        }
        self.population(kind, usize::from(read.faults.is_empty()), read.faults.is_empty());
        Ok(())
    }

    fn population(&self, kind: Kind, items: usize, complete: bool) {
        let population = Population {
            kind,
            source: self.session.source.clone(),
            pages: 1,
            items: u64::try_from(items).unwrap_or(u64::MAX),
            independent_count: None,
            complete,
            exchanges: BTreeSet::new(),
        };
        self.out.population(population.resting_on(self.listed));
    }

    fn faults(&self, kind: &Kind, read: &Read) {
        for fault in &read.faults {
            let (message, exchanges) = (self.told(fault), self.read_in(fault, read));
            self.out.gap(self.session.gap(kind, fault.entry.clone(), Cause::BadReply, message, exchanges));
        }
    }

    /// Where a mistake can be looked up: the exchange of its own file. A file that was not read is
    /// in the list only.
    fn read_in<'r>(&'r self, fault: &Fault, read: &'r Read) -> &'r BTreeSet<ExchangeId> {
        read.replies.get(&fault.file).filter(|found| !found.is_empty()).unwrap_or(self.listed)
    }

    fn told(&self, fault: &Fault) -> String {
        format!("{}/{fault}", self.session.folder.trim_end_matches('/'))
    }
}

/// A resource of these fields. `names` keeps those that were checked.
fn resource(
    kind: &Kind,
    source: &SourceId,
    id: String,
    fields: Map<String, Value>,
    exchanges: BTreeSet<ExchangeId>,
    names: &mut BTreeMap<String, Option<FieldName>>,
) -> Resource {
    let mut out = Resource::new(kind.clone(), source.clone(), id);
    out.exchanges = exchanges;
    for (name, value) in fields {
        let known = match names.get(&name) {
            Some(known) => known.clone(),
            None => names.entry(name.clone()).or_insert_with(|| name.parse().ok()).clone(),
        };
        if let Some(name) = known {
            out.fields.insert(name, value);
        }
    }
    out
}
