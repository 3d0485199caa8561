//! Bundles made up in memory, for tests of the store.
#![allow(dead_code, reason = "each test uses a part")]

use std::io::{self, Read};
use std::sync::Arc;

use model::Digest;
use store::bundle::{self, Parts, Whole};
use store::{Error, Objects};

/// A bundle of these files.
pub struct Made {
    run: String,
    pub files: Vec<(String, Vec<u8>)>,
}

impl Made {
    pub fn new(run: &str, files: Vec<(String, Vec<u8>)>) -> Self {
        Self { run: run.to_owned(), files }
    }
}

impl Parts for Made {
    fn run(&self) -> &str {
        &self.run
    }

    fn whole(&self) -> Whole {
        let all: Vec<u8> = self.files.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes].concat()).collect();
        Whole { bytes: all.len() as u64, sha256: Digest::of(&all) }
    }

    fn files(&self) -> Vec<(String, u64)> {
        self.files.iter().map(|(path, bytes)| (path.clone(), bytes.len() as u64)).collect()
    }

    fn open(&self, which: usize) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.files[which].1.as_slice()))
    }
}

/// All files of a bundle in the store.
pub async fn give_back(objects: &Arc<dyn Objects>, name: &str) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let mut pulled = bundle::pull(objects, name, &std::env::temp_dir(), &|_| ()).await?;
    let mut files = Vec::new();
    pulled.files(|path, size, next| {
        let mut bytes = Vec::new();
        while let Some(part) = next()? {
            bytes.extend(part);
        }
        assert_eq!(bytes.len() as u64, size);
        files.push((path.to_owned(), bytes));
        Ok::<(), Error>(())
    })?;
    Ok(files)
}
