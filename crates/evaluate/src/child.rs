//! The child's side: sets its own limits, then answers until its input ends.
//!
//! It opens nothing and writes nothing but its answers. It may die at any time; the parent knows.

use std::collections::BTreeMap;
use std::io::{BufReader, BufWriter, Read, Write};
use std::time::{Duration, Instant};

use model::Kind;
use regorus::Value;
use rlimit::Resource;

use crate::judge::Judge;
use crate::protocol::{self, READY, Request, Start};
use crate::shared::Shared;
use crate::{Error, engine};

/// Runs as the child of a [`crate::Sandbox`]: to be called by the program, and nothing after it,
/// when it is started with the sandbox's arguments. Returns when `input` ends.
///
/// # Errors
/// When limits cannot be set, or the parent says something that is not a request.
pub fn child_main(input: impl Read + Send, output: impl Write + Send) -> Result<(), Error> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let mut line = Vec::new();
    protocol::read_line(&mut input, &mut line).map_err(Error::Child)?.ok_or_else(|| odd("nothing was asked"))?;
    let start: Start = serde_json::from_slice(&line).map_err(|error| odd(error.to_string()))?;
    limit(&start).map_err(Error::Child)?;
    engine::on_big_stack(|| answer(start, input, output)).map_err(Error::Child)?
}

fn odd(message: impl Into<String>) -> Error {
    Error::Child(std::io::Error::other(message.into()))
}

fn limit(start: &Start) -> std::io::Result<()> {
    let limits = [
        (Resource::AS, start.memory),
        (Resource::CPU, start.cpu),
        (Resource::NOFILE, 16),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
    ];
    for (resource, value) in limits.into_iter().filter(|(resource, _)| resource.is_supported()) {
        resource.set(value, value)?;
    }
    Ok(())
}

/// Bytes that are read or written at once.
const BUFFER: usize = 64 << 10;
/// An answer waits at most so long, while there are more questions, for others to be sent with it.
const HOLD: Duration = Duration::from_millis(50);

fn answer(start: Start, mut input: BufReader<impl Read>, output: impl Write) -> Result<(), Error> {
    let mut output = BufWriter::with_capacity(BUFFER, output);
    let mut sent = Instant::now();
    let mut say = |bytes: &[u8], more: bool| -> Result<(), Error> {
        output.write_all(bytes).and_then(|()| output.write_all(b"\n")).map_err(Error::Child)?;
        if !more || sent.elapsed() >= HOLD {
            output.flush().map_err(Error::Child)?;
            sent = Instant::now();
        }
        Ok(())
    };
    say(READY, false)?;
    let mut judge = Judge::new(start.units, &start.as_of, Duration::from_secs(start.wall));
    let mut joined: BTreeMap<Kind, Vec<Value>> = BTreeMap::new();
    let mut shared = Shared::default();
    let mut line = Vec::new();
    while protocol::read_line(&mut input, &mut line).map_err(Error::Child)?.is_some() {
        match serde_json::from_slice(&line).map_err(|error| odd(error.to_string()))? {
            Request::Join(resource) => {
                if joined.is_empty() {
                    // What the last source needed must not be held beside what the next one needs.
                    judge.source(BTreeMap::new());
                }
                let kind = resource.as_object().ok().and_then(|top| top.get(&Value::from("kind")));
                let kind = kind.and_then(|kind| kind.as_string().ok()).and_then(|kind| kind.parse().ok());
                let kind = kind.ok_or_else(|| odd("a resource without kind"))?;
                joined.entry(kind).or_default().push(shared.resource(&resource));
            }
            Request::Seat(()) => {
                judge.source(std::mem::take(&mut joined));
                shared = Shared::default();
            }
            Request::Judge(wanted, resource) => {
                let answer = judge.judge(&wanted, &resource);
                let answer = serde_json::to_vec(&answer).map_err(|error| odd(error.to_string()))?;
                say(&answer, !input.buffer().is_empty())?;
            }
        }
    }
    Ok(())
}
