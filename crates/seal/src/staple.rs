//! Adds a ledger's proof to a bundle that stands already.
//!
//! Writes the bundle anew beside itself and moves it over the old one only after the new one has been
//! verified whole. Nothing that was signed is touched; whatever goes wrong, the old bundle stays.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::header::Widths;
use crate::limits::{Limits, PROOF_BYTES};
use crate::pack::{Content, Pack};
use crate::place::{move_into_place, temporary};
use crate::refusal::{Reason, Refusal};
use crate::seal::Existing;
use crate::trust::Trust;
use crate::unpack::Archive;
use crate::verify::{Verified, verify_with};
use crate::{Error, names};

/// Puts `proof` into the bundle at `path` as `attestations/ledger.tlog-proof`, in place of the one
/// there, if any. The bundle with the proof is verified by `trust` before it replaces the old one.
///
/// # Errors
/// When the bundle is refused, without or with the proof, or cannot be written; then the old one is
/// as it was.
pub fn staple(path: &Path, proof: &[u8], trust: &Trust, limits: &Limits) -> Result<Verified, Error> {
    if proof.len() as u64 > PROOF_BYTES {
        let detail = format!("a proof of {} bytes; the limit is {PROOF_BYTES}", proof.len());
        return Err(Refusal::new(Reason::EntryTooLarge, detail).into());
    }
    let reading = |source| Error::Read { path: path.display().to_string(), source };
    let mut old = File::open(path).map_err(reading)?;
    let about = old.metadata().map_err(reading)?;
    let archive = Archive::open(old.try_clone().map_err(reading)?, limits, Widths::STANDARD)?;
    let kept = archive.entries.iter().take_while(|entry| archive.path(entry) != names::PROOF).count();
    let entries = archive.entries.get(..kept).unwrap_or_default();
    let end = entries.last().map_or(0, |entry| entry.data_at(Widths::STANDARD).saturating_add(entry.packed));

    let mut file = temporary(path)?;
    let failed = |e| Error::writing(path, e);
    old.seek(SeekFrom::Start(0)).map_err(reading)?;
    let copied = io::copy(&mut old.take(end), &mut file).map_err(failed)?;
    if copied != end {
        return Err(Error::Changed(path.display().to_string()));
    }
    let settings = (limits.clone(), Widths::STANDARD);
    let mut pack = Pack::resume(BufWriter::new(file), path, &archive.root, entries, settings);
    pack.add(names::PROOF, &Content::Bytes(proof.to_vec()))?;
    let file = pack.finish()?.into_inner().map_err(|e| failed(e.into_error()))?;
    file.as_file().set_permissions(about.permissions()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    let verified = verify_with(file.path(), trust, limits, Widths::STANDARD)?;
    move_into_place(file, path, Existing::Replace)?;
    Ok(verified)
}
