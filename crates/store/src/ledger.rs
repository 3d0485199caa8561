//! Appends to a ledger that several writers share, over any place for objects.
//!
//! Writers race for one object, the intent, by a conditional write; whoever wins it has fixed the next
//! leaf. What follows from an intent (tiles, kept checkpoint, checkpoint) is always the same bytes, so any
//! writer may finish what another began, and a slow or dead one does no harm. The checkpoint comes last:
//! at every moment the ledger verifies as it stands. What the bytes mean is the [`Author`]'s matter.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::Error;
use crate::objects::{Condition, Object, Objects, Put};

/// The folder of the ledger in a store.
pub const LEDGER: &str = "ledger/";
/// The newest checkpoint, the first of the two objects that ever change.
const CHECKPOINT: &str = "checkpoint";
/// The intent, the second.
const INTENT: &str = "next";
/// Checkpoints and intents are not longer than this.
const LONGEST: u64 = 256 * 1024;
/// How often a lost race is run again. Each round that is lost, another writer has won.
const ROUNDS: usize = 200;

/// What a round found.
#[derive(Debug, Default)]
pub struct Standing {
    /// The checkpoint.
    pub checkpoint: Option<Bytes>,
    /// The intent.
    pub intent: Option<Bytes>,
    /// What [`Author::wanted`] asked for, as far as it exists, by path under the ledger's folder.
    pub read: BTreeMap<String, Vec<u8>>,
}

/// What to do next.
#[derive(Debug)]
pub enum Step<Done> {
    /// Finish what the intent says: write these objects, then this checkpoint.
    Publish {
        /// Path under the ledger's folder, and bytes.
        objects: Vec<(String, Vec<u8>)>,
        /// The checkpoint.
        checkpoint: Vec<u8>,
    },
    /// Try to make this the intent.
    Propose(Vec<u8>),
    /// What was read does not fit together, because others are writing: look again.
    Again,
    /// The leaf stands in the ledger.
    Done(Done),
}

/// Who knows the ledger's rules and holds its key.
pub trait Author: Send {
    /// Why it will not go on.
    type Refused: std::error::Error + Send + 'static;
    /// What it has when its leaf stands.
    type Done: Send;

    /// Called before a round looks at the store: the place to read what is remembered elsewhere.
    ///
    /// # Errors
    /// When that cannot be read.
    fn begin(&mut self) -> Result<(), Self::Refused>;

    /// The objects to read with this checkpoint, each with the most bytes it may have.
    ///
    /// # Errors
    /// When the checkpoint is refused.
    fn wanted(&mut self, checkpoint: Option<&[u8]>) -> Result<Vec<(String, u64)>, Self::Refused>;

    /// What to do with what was found.
    ///
    /// # Errors
    /// When what was found is refused.
    fn step(&mut self, standing: Standing) -> Result<Step<Self::Done>, Self::Refused>;

    /// Told whether the proposal became the intent. If not, it may have all the same: an answer can be lost.
    fn proposed(&mut self, won: bool);
}

/// Why a leaf was not appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendError<Refused: std::error::Error + 'static> {
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] Error),
    /// The author refuses what it found.
    #[error(transparent)]
    Refused(Refused),
    /// Others won every round.
    #[error("other writers kept the ledger busy for {ROUNDS} rounds; run again")]
    Busy,
}

/// Appends the author's leaf.
///
/// # Errors
/// When it cannot be appended; the ledger is whole all the same.
pub async fn append<A: Author>(objects: &dyn Objects, author: &mut A) -> Result<A::Done, AppendError<A::Refused>> {
    for _ in 0..ROUNDS {
        author.begin().map_err(AppendError::Refused)?;
        let checkpoint = objects.get(&path(CHECKPOINT), LONGEST).await?;
        let intent = objects.get(&path(INTENT), LONGEST).await?;
        let seen = checkpoint.as_ref().map(|object| object.bytes.clone());
        let mut read = BTreeMap::new();
        for (wanted, most) in author.wanted(seen.as_deref()).map_err(AppendError::Refused)? {
            if let Some(object) = objects.get(&path(&wanted), most).await? {
                read.insert(wanted, object.bytes.to_vec());
            }
        }
        let standing = Standing { checkpoint: seen, intent: intent.as_ref().map(|object| object.bytes.clone()), read };
        match author.step(standing).map_err(AppendError::Refused)? {
            Step::Publish { objects: tiles, checkpoint: signed } => {
                for (tile, bytes) in tiles {
                    settle(objects, &path(&tile), bytes.into()).await?;
                }
                // Taken: another writer has published the same; the next round sees it.
                objects.put(&path(CHECKPOINT), signed.into(), still(checkpoint)).await?;
            }
            Step::Propose(bytes) => {
                let put = objects.put(&path(INTENT), bytes.into(), still(intent)).await?;
                author.proposed(matches!(put, Put::Done(_)));
            }
            Step::Again => {}
            Step::Done(done) => return Ok(done),
        }
    }
    Err(AppendError::Busy)
}

fn path(name: &str) -> String {
    format!("{LEDGER}{name}")
}

/// The condition that an object is still what was read.
fn still(object: Option<Object>) -> Condition {
    object.map_or(Condition::Absent, |object| Condition::Matches(object.version))
}

/// Writes an object whose bytes can be no others. Whatever else stands there was never part of the ledger.
async fn settle(objects: &dyn Objects, path: &str, bytes: Bytes) -> Result<(), Error> {
    if objects.put(path, bytes.clone(), Condition::Absent).await? != Put::Taken {
        return Ok(());
    }
    let most = (bytes.len() as u64).max(LONGEST);
    if objects.get(path, most).await.is_ok_and(|o| o.is_some_and(|o| o.bytes == bytes)) {
        return Ok(());
    }
    objects.put(path, bytes, Condition::Any).await.map(|_| ())
}
