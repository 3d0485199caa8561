//! Runs policies in a child process of the same program, with limits on memory, time and stack.
//!
//! When a child dies, the resources it had not answered for are put to each policy in a child of
//! its own, so that the guilty policy is named and all others keep their results.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::time::Duration;

use crate::Error;
use crate::judge::{Unit, Verdict};
use crate::place::{Ask, Bench, Join};
use crate::protocol::{self, READY, Start};
use crate::told::{Message, Told};

/// Children at work at once while the guilty policy is looked for.
const AT_ONCE: usize = 2;

/// Limits of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Address space in bytes. 512 MiB of it are the stack.
    pub memory: u64,
    /// CPU seconds of one child.
    pub cpu: u64,
    /// Wall-clock seconds for one policy on one resource.
    pub wall: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 4 << 30, cpu: 600, wall: 10 }
    }
}

/// How to start a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sandbox {
    /// The program to start: usually the running one.
    pub program: PathBuf,
    /// Arguments that make it call [`crate::child_main`] on its standard input and output.
    pub args: Vec<String>,
    /// Its limits.
    pub limits: Limits,
}

/// A bench whose policies run in a child.
pub(crate) struct Child {
    sandbox: Sandbox,
    units: Vec<Unit>,
    as_of: String,
    /// What a new child must be told before it can answer for the source at hand.
    told: Told,
    process: Option<Process>,
    broken: BTreeMap<usize, String>,
}

type Answer = Vec<(usize, Verdict)>;

/// What a child answered before it died, and how it died.
struct Death {
    answers: Vec<Answer>,
    why: String,
}

impl Child {
    pub(crate) fn start(sandbox: Sandbox, units: Vec<Unit>, as_of: String) -> Result<Self, Error> {
        let process = Some(Process::start(&sandbox, units.clone(), &as_of)?);
        Ok(Self { sandbox, units, as_of, told: Told::default(), process, broken: BTreeMap::new() })
    }

    /// Puts `asks` to each policy in a child of its own.
    fn one_by_one(&mut self, asks: &[Ask<'_>]) -> Result<Vec<Answer>, Error> {
        let policies: BTreeSet<usize> = asks.iter().flat_map(|ask| &ask.wanted).copied().collect();
        let policies: Vec<usize> = policies.into_iter().collect();
        let mut verdicts: BTreeMap<usize, Vec<Option<Verdict>>> = BTreeMap::new();
        for group in policies.chunks(AT_ONCE) {
            let results = std::thread::scope(|scope| {
                let (sandbox, as_of, told) = (&self.sandbox, &self.as_of, &self.told);
                let start = |i: &usize| {
                    let (i, unit) = (*i, self.units.get(*i).cloned());
                    (i, scope.spawn(move || alone(sandbox, i, unit, as_of, told, asks)))
                };
                let threads: Vec<_> = group.iter().map(start).collect();
                let join = |thread: std::thread::ScopedJoinHandle<'_, _>| {
                    thread.join().unwrap_or_else(|_| Err(Error::Child(std::io::Error::other("a thread panicked"))))
                };
                threads.into_iter().map(|(i, thread)| (i, join(thread))).collect::<Vec<_>>()
            });
            for (i, result) in results {
                match result? {
                    Ok(list) => drop(verdicts.insert(i, list)),
                    Err(why) => drop(self.broken.insert(i, why)),
                }
            }
        }
        let pick = |row: usize, i: usize| {
            let verdict = verdicts.get(&i).and_then(|list| list.get(row)).cloned().flatten();
            verdict.unwrap_or_else(|| {
                Verdict::error(self.broken.get(&i).map_or("it gave no answer", String::as_str), true)
            })
        };
        let answers =
            asks.iter().enumerate().map(|(row, ask)| ask.wanted.iter().map(|i| (*i, pick(row, *i))).collect());
        Ok(answers.collect())
    }
}

/// The verdicts of policy `i` on those of `asks` that want it, or why it died.
fn alone(
    sandbox: &Sandbox,
    i: usize,
    unit: Option<Unit>,
    as_of: &str,
    told: &Told,
    asks: &[Ask<'_>],
) -> Result<Result<Vec<Option<Verdict>>, String>, Error> {
    let mut process = Process::start(sandbox, unit.into_iter().collect(), as_of)?;
    let own: Vec<Ask<'_>> = asks
        .iter()
        .filter(|ask| ask.wanted.contains(&i))
        .map(|ask| Ask { wanted: vec![0], key: ask.key, line: ask.line })
        .collect();
    process.tell(told)?;
    let mut answers = match process.ask(&own) {
        Ok(answers) => answers.into_iter(),
        Err(death) => return Ok(Err(death.why)),
    };
    let mut next = |ask: &Ask<'_>| {
        let wanted = ask.wanted.contains(&i);
        wanted.then(|| answers.next().and_then(|answer| answer.into_iter().next()).map(|(_, v)| v)).flatten()
    };
    Ok(Ok(asks.iter().map(&mut next).collect()))
}

impl Bench for Child {
    fn source(&mut self, join: &Join<'_, '_>) -> Result<(), Error> {
        self.told = Told::of(join)?;
        self.process.as_ref().map_or(Ok(()), |process| process.tell(&self.told))
    }

    fn ask(&mut self, asks: &[Ask<'_>]) -> Result<Vec<Answer>, Error> {
        let mut process = if let Some(process) = self.process.take() {
            process
        } else {
            let process = Process::start(&self.sandbox, self.units.clone(), &self.as_of)?;
            process.tell(&self.told)?;
            process
        };
        match process.ask(asks) {
            Ok(answers) => {
                self.process = Some(process);
                Ok(answers)
            }
            Err(death) => {
                drop(process);
                let mut answers = death.answers;
                answers.extend(self.one_by_one(asks.get(answers.len()..).unwrap_or_default())?);
                Ok(answers)
            }
        }
    }
}

/// A running child. One thread writes to it and one reads from it, so that neither pipe can fill
/// up and stop both sides.
struct Process {
    child: std::process::Child,
    requests: Sender<Message>,
    replies: Receiver<std::io::Result<Vec<u8>>>,
    patience: Duration,
}

impl Process {
    fn start(sandbox: &Sandbox, units: Vec<Unit>, as_of: &str) -> Result<Self, Error> {
        let limits = sandbox.limits;
        let mut child = Command::new(&sandbox.program)
            .args(&sandbox.args)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Error::Child)?;
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Error::Child(std::io::Error::other("the child has no pipes")));
        };
        let (requests, to_write) = channel::<Message>();
        let (to_read, replies) = sync_channel(256);
        std::thread::spawn(move || {
            // A child that is gone is noticed by the reader.
            while to_write.recv().is_ok_and(|message| message.write(&mut stdin).is_ok()) {}
        });
        std::thread::spawn(move || {
            let mut stdout = BufReader::with_capacity(64 << 10, stdout);
            let mut line = Vec::new();
            while let Some(read) = protocol::read_line(&mut stdout, &mut line).transpose() {
                let failed = read.is_err();
                if to_read.send(read.map(|()| line.clone())).is_err() || failed {
                    break;
                }
            }
        });
        // The child's own timer comes first; this is for what the timer cannot stop.
        let patience = Duration::from_secs(limits.wall.saturating_mul(2).saturating_add(5));
        let mut process = Self { child, requests, replies, patience };
        let (memory, cpu, wall) = (limits.memory, limits.cpu, limits.wall);
        let start = Start { units, as_of: as_of.to_owned(), memory, cpu, wall };
        let mut bytes = model::canonical_line(&start)?;
        protocol::write_seat(&mut bytes);
        process.send(bytes);
        match process.reply() {
            Ok(line) if line == READY => Ok(process),
            Ok(_) => Err(Error::Child(std::io::Error::other("the program does not answer as a child"))),
            Err(why) => Err(Error::Child(std::io::Error::other(format!("the child did not start: {why}")))),
        }
    }

    fn send(&self, bytes: Vec<u8>) {
        // If the writer is gone, so is the child, and reading will say so.
        drop(self.requests.send(Message::Text(bytes)));
    }

    fn tell(&self, told: &Told) -> Result<(), Error> {
        told.messages()?.into_iter().for_each(|message| drop(self.requests.send(message)));
        Ok(())
    }

    fn ask(&mut self, asks: &[Ask<'_>]) -> Result<Vec<Answer>, Death> {
        let mut bytes = Vec::new();
        for ask in asks {
            protocol::write_judge(&mut bytes, &ask.wanted, ask.line);
        }
        self.send(bytes);
        let mut answers = Vec::with_capacity(asks.len());
        for ask in asks {
            let line = match self.reply() {
                Ok(line) => line,
                Err(why) => return Err(Death { answers, why }),
            };
            match protocol::read_answer(&line, &ask.wanted) {
                Some(answer) => answers.push(answer),
                None => return Err(Death { answers, why: "it answered what was not asked".to_owned() }),
            }
        }
        Ok(answers)
    }

    /// The next line, or how the child died. It does not outlive this.
    fn reply(&mut self) -> Result<Vec<u8>, String> {
        match self.replies.recv_timeout(self.patience) {
            Ok(Ok(line)) => Ok(line),
            Ok(Err(error)) => Err(error.to_string()),
            Err(RecvTimeoutError::Timeout) => Err("it ran out of time".to_owned()),
            Err(RecvTimeoutError::Disconnected) => {
                Err(self.child.wait().map_or_else(|e| e.to_string(), cause_of_death))
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both only fail if the child is gone already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[cfg(unix)]
fn cause_of_death(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    match status.signal() {
        // SIGABRT is how the allocator gives up; SIGSEGV and SIGBUS a stack that cannot grow.
        Some(6) => "it ran out of memory".to_owned(),
        Some(7 | 11) => "it ran out of stack".to_owned(),
        Some(24) => "it ran out of CPU time".to_owned(),
        Some(signal) => format!("it was stopped by signal {signal}"),
        None => "it crashed".to_owned(),
    }
}

#[cfg(not(unix))]
fn cause_of_death(_: ExitStatus) -> String {
    "it crashed".to_owned()
}
