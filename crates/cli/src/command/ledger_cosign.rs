//! `assize ledger cosign`: a witness verifies a ledger and signs its newest checkpoint.
//!
//! What a witness cosigned last it holds against the ledger each time, from a file that the ledger's keeper
//! cannot reach: it never signs two ledgers of one name, nor an earlier head.

use std::path::PathBuf;

use ::seal::ledger::{CHECKPOINT_BYTES, CHECKPOINT_PATH, CheckpointNote, Witness};
use store::ledger::LEDGER;
use store::{Condition, Existing, Put, write_file};

use crate::args::{Format, LedgerReadArgs};
use crate::command::ledger::{Reading, refused, tell_key};
use crate::ledger_home::runtime;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::seal::private_key;
use crate::world;

/// `assize ledger cosign`, by the witness of this key and name.
pub(crate) fn cosign(
    read: &LedgerReadArgs,
    (spec, name): (&str, &str),
    state: Option<PathBuf>,
    format: Format,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let witness = Witness::new(name, private_key(spec)?).map_err(|e| {
        Problem::new(format!("{spec} cannot cosign as {name}"))
            .because(e)
            .hint("a witness's key is Ed25519: `assize key generate --algorithm ed25519 -o witness.key`")
    })?;
    let state = match state {
        Some(file) => file,
        None if spec.starts_with("env:") => {
            return Err(Problem::new("there is no place to remember what was cosigned last in")
                .hint("give --state FILE; keep the file from one night to the next"));
        }
        None => PathBuf::from(format!("{spec}.cosigned")),
    };
    let held = remembered(&state)?;
    let mut reading = Reading::open(read)?;
    let audit = reading.audit(&held, format, screen)?;
    let shown = reading.shown();
    let runtime = runtime()?;
    let cosigned = runtime.block_on(async {
        let objects = reading.home().open().await?;
        let store = |e: store::Error| Problem::new(format!("cannot cosign in {shown}")).because(e).exit(Exit::Store);
        let path = format!("{LEDGER}{CHECKPOINT_PATH}");
        let newest = objects.get(&path, CHECKPOINT_BYTES).await.map_err(store)?;
        let newest = newest.ok_or_else(|| {
            Problem::new(format!("there is no {path} in {shown}"))
                .hint("name the folder that holds ledger/, not ledger/ itself")
        })?;
        let refuse = |e| refused(&shown, &e, format, screen);
        if CheckpointNote::parse(&newest.bytes).map_err(refuse)?.checkpoint != audit.head {
            return Err(moved_on(&shown));
        }
        let cosigned = witness.cosign(&newest.bytes, (world::clock())()).map_err(refuse)?;
        // Remembered before anybody else can see it: no other head of this size is ever signed.
        write_file(&state, &cosigned, Existing::Replace)
            .map_err(|e| Problem::new(format!("cannot write {}", state.display())).because(e))?;
        match objects.put(&path, cosigned.into(), Condition::Matches(newest.version)).await.map_err(store)? {
            Put::Done(_) => Ok(()),
            Put::Taken => Err(moved_on(&shown)),
        }
    });
    cosigned?;
    screen.note(format!("cosigned {} leaves of {} as {name}", audit.head.size, audit.head.origin));
    tell_key(witness.public(), format, screen)?;
    Ok(Exit::Pass)
}

/// The checkpoint cosigned last, if there is one.
fn remembered(state: &std::path::Path) -> Result<Vec<Vec<u8>>, Problem> {
    match std::fs::read(state) {
        Ok(bytes) => Ok(vec![bytes]),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(e) => Err(Problem::new(format!("cannot read {}", state.display())).because(e)),
    }
}

fn moved_on(shown: &str) -> Problem {
    Problem::new(format!("the ledger in {shown} grew meanwhile, and was not cosigned"))
        .hint("run it again")
        .exit(Exit::Store)
}
