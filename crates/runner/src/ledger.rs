//! Keeps a ledger: decides the next leaf, and joins what the seal knows of ledgers to where the store
//! writes them.
//!
//! Remembers the head it signed last in a file that whoever keeps the store cannot reach, and signs no
//! head that does not extend it. A checkpoint is signed only after its leaf has won the race for the
//! next place, so no two heads of one size are ever signed.

use std::path::{Path, PathBuf};

use model::{Digest, Timestamp};
use seal::ledger::{
    CHECKPOINT_BYTES, Checkpoint, CheckpointNote, Event, Growth, Intent, LONGEST_ENTRY, Leaf, LedgerProof, NoteSigner,
    TILE_WIDTH, Tip, kept_path, root, wanted,
};
use seal::{Reason, Refusal};
use store::ledger::{AppendError, Author, LEDGER, Standing, Step};
use store::{Existing, Objects};

/// A clock that went back by no more than this waits; by more, nothing is written.
const CLOCK_SECONDS: i64 = 600;
/// Longest file of a remembered head.
const HEAD_BYTES: u64 = CHECKPOINT_BYTES;

/// Why nothing was appended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The ledger, or what would be appended, is refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The file of the head signed last cannot be read or written.
    #[error("cannot {doing} the head signed last, {}: {why}", .path.display())]
    Head {
        /// `read` or `write`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// The clock is before the newest leaf.
    #[error("the clock says {now}, and the newest leaf of the ledger is of {last}; set the clock")]
    Clock {
        /// Now.
        now: Timestamp,
        /// The newest leaf's time.
        last: Timestamp,
    },
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Others won every round.
    #[error("other writers kept the ledger busy; run again")]
    Busy,
}

/// A ledger that this process may write to.
#[derive(Debug)]
pub struct Ledger {
    /// Signs.
    pub signer: NoteSigner,
    /// The file that remembers the head signed last.
    pub head: PathBuf,
}

/// What to append.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What happened.
    pub event: Event,
    /// The scope it happened in; nothing if that is not known, then the last one holds.
    pub scope: Option<Event>,
    /// Now.
    pub at: Timestamp,
}

impl Ledger {
    /// Appends a leaf, and before it one that sets the scope, if that is another than the last.
    ///
    /// # Errors
    /// When it cannot be appended. The ledger is whole all the same, and the leaf is either in it or not.
    pub async fn append(&self, objects: &dyn Objects, entry: Entry) -> Result<LedgerProof, LedgerError> {
        let mut work = Work { ledger: self, rotated: None, entry, seen: None, proposal: None };
        settle(objects, &mut work).await
    }

    /// Hands the ledger over to another key: the last leaf this key signs, and the first of the next.
    ///
    /// # Errors
    /// As for [`Ledger::append`].
    pub async fn rotate(
        &self,
        objects: &dyn Objects,
        next: &NoteSigner,
        at: Timestamp,
    ) -> Result<LedgerProof, LedgerError> {
        let entry = Entry { event: Event::Key { key: next.public().to_string() }, scope: None, at };
        let mut work = Work { ledger: self, rotated: Some(next), entry, seen: None, proposal: None };
        settle(objects, &mut work).await
    }
}

async fn settle(objects: &dyn Objects, work: &mut Work<'_>) -> Result<LedgerProof, LedgerError> {
    store::ledger::append(objects, work).await.map_err(|e| match e {
        AppendError::Store(e) => e.into(),
        AppendError::Refused(e) => e,
        AppendError::Busy => LedgerError::Busy,
    })
}

/// A leaf that was proposed as the next one.
struct Proposal {
    leaf: Vec<u8>,
    intent: Vec<u8>,
    growth: Growth,
    ours: bool,
    last: bool,
}

struct Work<'a> {
    ledger: &'a Ledger,
    rotated: Option<&'a NoteSigner>,
    entry: Entry,
    seen: Option<Checkpoint>,
    proposal: Option<Proposal>,
}

impl Author for Work<'_> {
    type Refused = LedgerError;
    type Done = LedgerProof;

    fn begin(&mut self) -> Result<(), LedgerError> {
        self.seen = read_head(&self.ledger.head, self.signer())?;
        Ok(())
    }

    fn wanted(&mut self, checkpoint: Option<&[u8]>) -> Result<Vec<(String, u64)>, LedgerError> {
        let head = self.open(checkpoint)?;
        let seen = self.seen.as_ref().map_or(0, |seen| seen.size);
        let most = TILE_WIDTH * (LONGEST_ENTRY as u64 + 2);
        Ok(wanted(head.size, seen)?.into_iter().map(|path| (path, most)).collect())
    }

    fn step(&mut self, standing: Standing) -> Result<Step<LedgerProof>, LedgerError> {
        let head = self.open(standing.checkpoint.as_deref())?;
        let signers: Vec<&NoteSigner> = [self.signer()].into_iter().chain(self.rotated).collect();
        let intent = standing.intent.as_deref().map(Intent::parse).transpose()?;
        // One that was carried out long ago may be of a key that has been given up since.
        let next = intent.filter(|(intent, _)| intent.checkpoint.size > head.size);
        let next = next.map(|(intent, note)| intent.check(&note, &signers).map(|()| intent)).transpose()?;
        if next.as_ref().is_some_and(|intent| intent.checkpoint.size > head.size + 1) {
            self.check_not_behind(&head)?;
            return Ok(Step::Again);
        }
        // A head that was remembered but not yet published is what the intent leads to.
        let unpublished = next.as_ref().is_some_and(|i| self.seen.as_ref() == Some(&i.checkpoint));
        let seen = if unpublished { None } else { self.seen.as_ref() };
        let mut tip = Tip::read(head, seen, &standing.read)?;
        if let (Some(proposal), Some(bytes)) = (&mut self.proposal, &standing.intent) {
            proposal.ours |= bytes.as_ref() == proposal.intent.as_slice();
        }
        if let Some(intent) = next {
            return self.publish(&mut tip, &intent);
        }
        if let Some(done) = self.settled(&tip)? {
            return Ok(Step::Done(done));
        }
        self.propose(&mut tip)
    }

    fn proposed(&mut self, won: bool) {
        if let Some(proposal) = &mut self.proposal {
            proposal.ours |= won;
        }
    }
}

impl Work<'_> {
    fn signer(&self) -> &NoteSigner {
        &self.ledger.signer
    }

    /// The head, signed by this ledger's key; without a checkpoint, that of nothing.
    fn open(&self, checkpoint: Option<&[u8]>) -> Result<Checkpoint, LedgerError> {
        let Some(bytes) = checkpoint else {
            let origin = self.signer().public().name().to_owned();
            return Ok(Checkpoint { origin, size: 0, root: root(&mut seal::ledger::Tiles::new(0), 0)? });
        };
        let note = CheckpointNote::parse(bytes)?;
        note.check(self.signer().public())?;
        Ok(note.checkpoint)
    }

    fn check_not_behind(&self, head: &Checkpoint) -> Result<(), LedgerError> {
        match &self.seen {
            Some(seen) if seen.size > head.size + 1 => Err(Refusal::new(
                Reason::LedgerRolledBack,
                format!("it has {} leaves; this writer last signed {}", head.size, seen.size),
            )
            .into()),
            _ => Ok(()),
        }
    }

    /// Finishes what an intent says, whoever's it is.
    fn publish(&self, tip: &mut Tip, intent: &Intent) -> Result<Step<LedgerProof>, LedgerError> {
        let growth = tip.grown(&intent.leaf)?;
        if growth.checkpoint != intent.checkpoint {
            return Err(Refusal::new(Reason::IntentRefused, "its leaf does not lead to its head").into());
        }
        let signed = self.sign(&growth.checkpoint, &intent.leaf)?;
        // Remembered before anybody else can see it: from here on no other head of this size is signed.
        if self.seen.as_ref().is_none_or(|seen| seen.size < growth.checkpoint.size) {
            write_head(&self.ledger.head, &signed)?;
        }
        let mut objects = growth.writes;
        objects.push((kept_path(growth.checkpoint.size), signed.clone()));
        Ok(Step::Publish { objects, checkpoint: signed })
    }

    fn sign(&self, checkpoint: &Checkpoint, leaf: &[u8]) -> Result<Vec<u8>, LedgerError> {
        match (&Leaf::parse(leaf)?.event, self.rotated) {
            (Event::Key { key }, Some(next)) if next.public().to_string() == *key => {
                Ok(checkpoint.sign_both(self.signer(), next)?)
            }
            (Event::Key { key }, _) => Err(Refusal::new(
                Reason::RotationUnsigned,
                format!("the ledger is being handed over to {key}; finish that with both keys first"),
            )
            .into()),
            _ => Ok(checkpoint.sign(self.signer())?),
        }
    }

    /// The proof of our leaf, if it has come into the ledger.
    fn settled(&mut self, tip: &Tip) -> Result<Option<LedgerProof>, LedgerError> {
        let Some(proposal) = self.proposal.take_if(|p| p.growth.checkpoint.size <= tip.head().size) else {
            return Ok(None);
        };
        let index = proposal.growth.checkpoint.size - 1;
        let ours = proposal.ours || tip.entry(index) == Some(proposal.leaf.as_slice());
        if !(ours && proposal.last) {
            return Ok(None);
        }
        let checkpoint = self.sign(&proposal.growth.checkpoint, &proposal.leaf)?;
        Ok(Some(LedgerProof { leaf: proposal.leaf, index, path: proposal.growth.path, checkpoint }))
    }

    fn propose(&mut self, tip: &mut Tip) -> Result<Step<LedgerProof>, LedgerError> {
        let now = self.entry.at;
        let at = match tip.last().map(|leaf| leaf.at) {
            Some(last) if last.as_second() - now.as_second() > CLOCK_SECONDS => {
                return Err(LedgerError::Clock { now, last });
            }
            Some(last) => last.max(now),
            None => now,
        };
        self.check_new(tip)?;
        let (event, scope, last) = self.next_event(tip)?;
        let leaf = Leaf::new(at, tip.last_digest(), scope, event).to_bytes()?;
        let growth = tip.grown(&leaf)?;
        let intent = Intent { checkpoint: growth.checkpoint.clone(), leaf: leaf.clone() }.sign(self.signer())?;
        self.proposal = Some(Proposal { leaf, intent: intent.clone(), growth, ours: false, last });
        Ok(Step::Propose(intent))
    }

    /// Refuses a second leaf of one run, as far back as the last tile: two writers may enter the same bundle at once.
    fn check_new(&self, tip: &Tip) -> Result<(), LedgerError> {
        let Event::Run { run, .. } = &self.entry.event else { return Ok(()) };
        let places = (0..tip.head().size).rev().map_while(|index| Some((index, tip.entry(index)?)));
        for (index, bytes) in places {
            if matches!(Leaf::parse(bytes)?.event, Event::Run { run: known, .. } if known == *run) {
                let detail = format!("the run {run} is leaf {index} already");
                return Err(Refusal::new(Reason::DuplicateRun, detail).into());
            }
        }
        Ok(())
    }

    /// The event of the next leaf, its scope, and whether it is the one that was asked for.
    fn next_event(&self, tip: &Tip) -> Result<(Event, Digest, bool), LedgerError> {
        let standing = tip.last().map(|leaf| leaf.scope.clone());
        let wanted = self.entry.scope.as_ref().map(Event::scope).transpose()?.flatten();
        match (standing, wanted, &self.entry.scope) {
            (Some(standing), None, _) => Ok((self.entry.event.clone(), standing, true)),
            (Some(standing), Some(wanted), _) if standing == wanted => Ok((self.entry.event.clone(), wanted, true)),
            (_, Some(wanted), Some(scope)) => Ok((scope.clone(), wanted, false)),
            _ => Err(Refusal::new(Reason::NoScope, "the ledger is empty, and its scope is not known").into()),
        }
    }
}

/// The head that `signer` signed last, as remembered; nothing if this is the first time.
///
/// # Errors
/// When there is such a file and it cannot be read, or the key did not sign what is in it.
pub fn read_head(path: &Path, signer: &NoteSigner) -> Result<Option<Checkpoint>, LedgerError> {
    let failed = |why: String| LedgerError::Head { doing: "read", path: path.to_owned(), why };
    let bytes = match std::fs::metadata(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(failed(e.to_string())),
        Ok(about) if about.len() > HEAD_BYTES => return Err(failed("it is no checkpoint: too long".into())),
        Ok(_) => std::fs::read(path).map_err(|e| failed(e.to_string()))?,
    };
    let note = CheckpointNote::parse(&bytes).map_err(|e| failed(e.to_string()))?;
    note.check(signer.public()).map_err(|e| failed(e.to_string()))?;
    Ok(Some(note.checkpoint))
}

fn write_head(path: &Path, signed: &[u8]) -> Result<(), LedgerError> {
    let failed = |why: String| LedgerError::Head { doing: "write", path: path.to_owned(), why };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|e| failed(e.to_string()))?;
    }
    store::write_file(path, signed, Existing::Replace).map_err(|e| failed(e.to_string()))
}

/// An object of the ledger in a store, by its path under the ledger's folder.
///
/// # Errors
/// When it is longer than `most` or cannot be read.
pub async fn ledger_object(objects: &dyn Objects, path: &str, most: u64) -> Result<Option<Vec<u8>>, store::Error> {
    Ok(objects.get(&format!("{LEDGER}{path}"), most).await?.map(|object| object.bytes.to_vec()))
}
