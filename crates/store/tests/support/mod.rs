//! Bundles made up in memory, for tests of the store.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part")]

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

/// Two writers append to one object by compare and swap, `times` times each. Afterwards every write that
/// was acknowledged is in it, once, and each writer's are in its order.
pub async fn race(objects: &Arc<dyn Objects>, times: usize) {
    objects.put("chain", bytes::Bytes::new(), store::Condition::Absent).await.unwrap();
    let writers = ["a", "b"].map(|who| {
        let objects = Arc::clone(objects);
        tokio::spawn(async move {
            let mut lost = 0;
            for n in 0..times {
                loop {
                    let now = objects.get("chain", 1 << 20).await.unwrap().unwrap();
                    let next = [now.bytes.as_ref(), format!("{who}{n}\n").as_bytes()].concat();
                    match objects.put("chain", next.into(), store::Condition::Matches(now.version)).await.unwrap() {
                        store::Put::Done(_) => break,
                        store::Put::Taken => lost += 1,
                    }
                }
            }
            lost
        })
    });
    let mut lost = 0;
    for writer in writers {
        lost += writer.await.unwrap();
    }
    let chain = objects.get("chain", 1 << 20).await.unwrap().unwrap();
    let chain = std::str::from_utf8(&chain.bytes).unwrap();
    for who in ["a", "b"] {
        let own: Vec<&str> = chain.lines().filter(|line| line.starts_with(who)).collect();
        let wanted: Vec<String> = (0..times).map(|n| format!("{who}{n}")).collect();
        assert_eq!(own, wanted);
    }
    assert!(lost > 0, "the writers never met, so nothing was proven");
}
