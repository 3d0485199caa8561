//! Whatever container is accepted, another reader of ZIP sees the same files in it.
#![no_main]

use std::io::{Cursor, Read as _};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some(files) = seal::fuzzing::container(bytes) else { return };
    let mut other = zip::ZipArchive::new(Cursor::new(bytes)).expect("the other reader sees no archive");
    assert_eq!(other.len(), files.len());
    for (at, (name, content)) in files.iter().enumerate() {
        let mut file = other.by_index(at).expect("the other reader sees no file");
        let mut found = Vec::new();
        file.read_to_end(&mut found).expect("the other reader cannot read it");
        let shown = file.name().expect("the other reader sees no name").into_owned();
        assert_eq!((&shown, &found), (name, content));
    }
});
