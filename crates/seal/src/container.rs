//! The container alone, for whoever moves bundles about: taken apart into its files and put together
//! again. Says nothing about seals: what is put together here is for `verify` to judge.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::header::{Entry, Widths};
use crate::limits::Limits;
use crate::pack::{Content, Pack};
use crate::place::{move_into_place, temporary};
use crate::refusal::{Reason, Refusal, refuse};
use crate::seal::Existing;
use crate::unpack::{Archive, EntryReader};
use crate::{Error, names};

/// The files in a bundle, whose structure was checked and whose seal was not.
pub struct Container {
    archive: Archive,
}

impl std::fmt::Debug for Container {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Container").field("root", &self.archive.root).finish_non_exhaustive()
    }
}

impl Container {
    /// Opens the bundle at `path`: steps 1 to 3 of section 10 of FORMAT.md.
    ///
    /// # Errors
    /// The reason why it is no bundle.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, Refusal> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(e) => return refuse(Reason::Unreadable, e.to_string()),
        };
        Ok(Self { archive: Archive::open(file, limits, Widths::STANDARD)? })
    }

    /// The top folder: the run's id.
    pub fn root(&self) -> &str {
        &self.archive.root
    }

    /// Path (in the top folder) and size of each file, in the order of the bundle.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&str, u64)> {
        self.archive.entries.iter().map(|entry| (self.archive.path(entry), entry.size))
    }

    /// The bytes of a file, by its place in that order. Size and checksum are checked at the end.
    ///
    /// # Errors
    /// `missing_entry` if there are not so many.
    pub fn read(&self, which: usize) -> Result<EntryReader, Refusal> {
        let entry: Option<&Entry> = self.archive.entries.get(which);
        match entry {
            Some(entry) => Ok(self.archive.reader(entry, None)),
            None => refuse(Reason::MissingEntry, format!("there is no file number {which}")),
        }
    }
}

/// A bundle being put together from the files of one that was taken apart. With the same version of the
/// deflate library it is the same file, byte for byte.
pub struct Repack {
    pack: Pack<BufWriter<NamedTempFile>>,
    target: PathBuf,
    existing: Existing,
}

impl std::fmt::Debug for Repack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repack").field("target", &self.target).finish_non_exhaustive()
    }
}

impl Repack {
    /// A bundle that will stand at `target`, with `root` as its top folder.
    ///
    /// # Errors
    /// When the target is taken and to be kept, or cannot be written.
    pub fn new(root: &str, target: &Path, existing: Existing, limits: &Limits) -> Result<Self, Error> {
        names::check_path(root)?;
        if existing == Existing::Keep && target.symlink_metadata().is_ok() {
            return Err(Error::Exists(target.display().to_string()));
        }
        let out = BufWriter::new(temporary(target)?);
        let pack = Pack::new(out, target, root, limits.clone(), Widths::STANDARD);
        Ok(Self { pack, target: target.to_owned(), existing })
    }

    /// Adds the next file.
    ///
    /// # Errors
    /// When the format does not allow it, or it cannot be read or written.
    pub fn add(&mut self, path: &str, content: &Content) -> Result<(), Error> {
        self.pack.add(path, content).map(|_| ())
    }

    /// Writes the directory and moves the bundle to its target.
    ///
    /// # Errors
    /// When it cannot be written; then nothing is left.
    pub fn finish(self) -> Result<(), Error> {
        let failed = |e| Error::writing(&self.target, e);
        let file = self.pack.finish()?.into_inner().map_err(|e| failed(e.into_error()))?;
        file.as_file().sync_all().map_err(failed)?;
        move_into_place(file, &self.target, self.existing)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::{Container, Repack};
    use crate::{Content, Existing, Limits};

    #[test]
    fn a_bundle_taken_apart_is_put_together_again() {
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/bundles/good-p256.assize.zip");
        let container = Container::open(fixture.as_ref(), &Limits::default()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("again.zip");
        let mut repack = Repack::new(container.root(), &target, Existing::Keep, &Limits::default()).unwrap();
        for (which, (path, size)) in container.files().enumerate() {
            let mut bytes = Vec::new();
            container.read(which).unwrap().read_to_end(&mut bytes).unwrap();
            assert_eq!(bytes.len() as u64, size);
            repack.add(path, &Content::Bytes(bytes)).unwrap();
        }
        repack.finish().unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), std::fs::read(fixture).unwrap());
        assert!(Repack::new("r", &target, Existing::Keep, &Limits::default()).is_err(), "the target is taken");
        assert!(container.read(9999).is_err());
    }
}
