//! Keeps verdicts between the two passes, in memory while they are few and in an unnamed
//! temporary file when they are many.

use std::io::{BufRead, BufReader, BufWriter, Seek, Write};

use tempfile::SpooledTempFile;

use crate::Error;
use crate::judge::Verdict;

const IN_MEMORY: usize = 16 * 1024 * 1024;

/// Verdicts in the order they came.
pub(crate) struct Spool {
    file: BufWriter<SpooledTempFile>,
}

/// Reads a spool from its start.
pub(crate) struct Reading<'s> {
    lines: BufReader<&'s mut SpooledTempFile>,
    line: Vec<u8>,
}

impl Spool {
    pub(crate) fn new() -> Self {
        Self { file: BufWriter::new(SpooledTempFile::new(IN_MEMORY)) }
    }

    pub(crate) fn push(&mut self, answer: &[(usize, Verdict)]) -> Result<(), Error> {
        serde_json::to_writer(&mut self.file, answer).map_err(|error| Error::Spool(error.into()))?;
        self.file.write_all(b"\n").map_err(Error::Spool)
    }

    pub(crate) fn read(&mut self) -> Result<Reading<'_>, Error> {
        self.file.flush().map_err(Error::Spool)?;
        let file = self.file.get_mut();
        file.rewind().map_err(Error::Spool)?;
        Ok(Reading { lines: BufReader::new(file), line: Vec::new() })
    }
}

impl Reading<'_> {
    pub(crate) fn next(&mut self) -> Result<Vec<(usize, Verdict)>, Error> {
        self.line.clear();
        self.lines.read_until(b'\n', &mut self.line).map_err(Error::Spool)?;
        serde_json::from_slice(&self.line).map_err(|error| Error::Spool(error.into()))
    }
}
