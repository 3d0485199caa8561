//! What the fuzz target in `fuzz/` calls for the store's own files. Compiled for tests and fuzzers only.
//!
//! Panics when a rule is broken that holds for all bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use super::chunk;
use super::index::{Catalogue, FORMAT, Index};
use super::recipe::Recipe;
use super::split::{join, split};
use model::Digest;

/// A recipe, an index with its catalogue, a chunk, and the halves of a portion.
pub fn store(bytes: &[u8]) {
    if let Some(recipe) = Recipe::parse(bytes) {
        assert_eq!(Recipe::parse(&recipe.to_bytes().unwrap()), Some(recipe));
    }
    // The checksum is against decay only, so it is put behind for the fuzzer to get past it.
    let line = bytes.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    let sealed = [line, format!("\"{}\"\n", Digest::of(line)).as_bytes()].concat();
    if let Ok(index) = Index::parse("night", &sealed) {
        let again = index.to_bytes().unwrap();
        assert_eq!(Index::parse("night", &again).unwrap().to_bytes().unwrap(), again);
        let catalogue = &bytes[line.len()..];
        if let Ok(read) = Catalogue::parse(&index, catalogue) {
            assert_eq!(read.to_bytes().unwrap(), catalogue);
        }
    }
    if let Ok(content) = chunk::unpack(&Digest::of(bytes), bytes) {
        assert_eq!(Digest::of(&content), Digest::of(bytes));
    }
    let (body, columns) = split(bytes);
    assert_eq!(join(FORMAT, &body, &columns, bytes.len()).as_deref(), Some(bytes), "what was split does not come back");
    let middle = bytes.len() / 2;
    for format in 1..=FORMAT {
        if let Some(whole) = join(format, &bytes[..middle], &bytes[middle..], 1 << 16) {
            assert!(whole.len() <= 1 << 16);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::bundle::Whole;
    use crate::bundle::index::{Block, Entry, Part};
    use crate::bundle::recipe::Range;

    fn folder() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/store")
    }

    #[test]
    fn every_seed_is_borne() {
        let seeds: Vec<_> = std::fs::read_dir(folder()).unwrap().collect();
        assert!(seeds.len() > 2);
        for seed in seeds {
            store(&std::fs::read(seed.unwrap().path()).unwrap());
        }
    }

    #[test]
    #[ignore = "writes the seeds"]
    fn write_seeds() {
        let mut recipe = Recipe::default();
        for (chunk, offset, length) in [(0, 0, 40), (1, 7, 300), (0, 90, 1), (1, 307, 70_000)] {
            recipe.add(Range { chunk, offset, length });
        }
        let bytes = recipe.bytes();
        let entry = Entry {
            blocks: vec![Block { body: bytes - 9, columns: 9, whole: bytes }],
            path: "data/run.json".to_owned(),
            sha256: Digest::of(b"a file"),
        };
        let catalogue = Catalogue(vec![entry]).to_bytes().unwrap();
        let mut short = Recipe::default();
        short.add(Range { chunk: 1, offset: 0, length: u32::try_from(catalogue.len()).unwrap() });
        let part =
            |recipe: &Recipe, of: &[u8]| Part { bytes: recipe.bytes(), recipe: recipe.clone(), sha256: Digest::of(of) };
        let whole = Whole { bytes: 5, sha256: Digest::of(b"whole") };
        let mut index = Index::new("night", "run", whole, (part(&short, &catalogue), part(&recipe, b"content")));
        index.chunks = vec![Digest::of(b"one"), Digest::of(b"two")];
        let sealed = index.to_bytes().unwrap();
        let line = sealed.split_inclusive(|byte| *byte == b'\n').next().unwrap();
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder().join(name), bytes).unwrap();
        write("recipe", &recipe.to_bytes().unwrap());
        write("index", &[line, &catalogue].concat());
        write("chunk", &chunk::pack(b"content of a chunk").unwrap().1);
        write("portion", b"{\"fetched_at\":\"2026-11-25T01:00:00Z\",\"x\":\"<RequestId>1-2</RequestId><HostId>a</HostId>\",\"date\":\"\"}");
    }
}
