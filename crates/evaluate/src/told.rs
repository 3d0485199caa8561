//! What a child is told before it can answer for a source: resources of other kinds. It is kept for
//! children that must take its place, on the disk if it is long.

use std::fs::File;
use std::io::{self, Write};

use tempfile::NamedTempFile;

use crate::Error;
use crate::place::{Join, Joins};
use crate::protocol;

const IN_MEMORY: usize = 1 << 20;

/// Resources of other kinds, as a child reads them, up to the seat of the source.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// The first part, if it is long.
    file: Option<NamedTempFile>,
    rest: Vec<u8>,
}

/// Something to write to a child.
pub(crate) enum Message {
    Text(Vec<u8>),
    File(File),
}

impl Told {
    pub(crate) fn of(join: &Join<'_, '_>) -> Result<Self, Error> {
        let mut told = Self::default();
        for document in join.values().flat_map(Joins::documents) {
            protocol::write_join(&mut told.rest, &document?);
            if told.rest.len() >= IN_MEMORY {
                told.put_aside().map_err(Error::Spool)?;
            }
        }
        protocol::write_seat(&mut told.rest);
        Ok(told)
    }

    fn put_aside(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(NamedTempFile::new()?),
        };
        file.write_all(&self.rest)?;
        self.rest.clear();
        Ok(())
    }

    /// What to write, in this order.
    pub(crate) fn messages(&self) -> Result<Vec<Message>, Error> {
        let file = self.file.as_ref().map(NamedTempFile::reopen).transpose().map_err(Error::Spool)?;
        Ok(file.map(Message::File).into_iter().chain([Message::Text(self.rest.clone())]).collect())
    }
}

impl Message {
    pub(crate) fn write(self, to: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Text(bytes) => to.write_all(&bytes),
            Self::File(mut file) => io::copy(&mut file, to).map(drop),
        }
    }
}
