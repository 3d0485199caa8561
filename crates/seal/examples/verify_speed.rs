//! Makes bundles of a given size and verifies them, to be timed from outside: `benches/verify.sh`.
//!
//! `verify_speed make FOLDER MEGABYTES noise|text` writes `FOLDER/KIND.assize.zip` and, for `sha256sum`,
//! the same payload as `FOLDER/KIND.bin`; `verify_speed verify BUNDLE` verifies it once.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use seal::{Algorithm, Content, Existing, Facts, Item, Limits, Outcomes, PrivateKey, Trust};

/// A payload has this many files, so that some entries are large and none is all.
const FILES: usize = 20;

fn key() -> PrivateKey {
    PrivateKey::generate(Algorithm::Ed25519, &[5; 32])
}

/// Bytes that do not pack, the same every time (xorshift).
fn noise(state: &mut u64, block: &mut Vec<u8>) {
    block.clear();
    while block.len() < 1 << 20 {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        block.extend_from_slice(&state.to_le_bytes());
    }
}

/// Lines like those of a run's resources; ids differ, the rest repeats.
fn text(state: &mut u64, block: &mut Vec<u8>) {
    block.clear();
    while block.len() < 1 << 20 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let id = *state >> 16;
        let line = format!(
            "{{\"fields\":{{\"encryption\":{{\"algorithm\":\"aws:kms\"}},\"name\":\"acme-{id:012x}\",\"versioning\":{}}},\"id\":\"arn:aws:s3:::acme-{id:012x}\",\"kind\":\"aws.s3.bucket\"}}\n",
            id.is_multiple_of(3)
        );
        block.extend_from_slice(line.as_bytes());
    }
}

fn make(folder: &Path, megabytes: usize, kind: &str) -> Result<(), Box<dyn Error>> {
    let whole = folder.join(format!("{kind}.bin"));
    let mut all = BufWriter::new(File::create(&whole)?);
    let parts = folder.join(kind);
    std::fs::create_dir_all(&parts)?;
    let (mut state, mut block, mut items) = (0x9e37_79b9_7f4a_7c15, Vec::new(), Vec::new());
    for i in 0..FILES {
        let path: PathBuf = parts.join(format!("{i:02}"));
        let mut part = BufWriter::new(File::create(&path)?);
        for _ in 0..megabytes.div_ceil(FILES) {
            let fill = if kind == "noise" { noise } else { text };
            fill(&mut state, &mut block);
            part.write_all(&block)?;
            all.write_all(&block)?;
        }
        part.flush()?;
        items.push(Item { path: format!("data/{i:02}"), content: Content::File(path) });
    }
    all.flush()?;
    let facts = Facts {
        run_id: "speed".into(),
        started_at: "2026-11-24T01:00:00Z".parse()?,
        finished_at: "2026-11-24T01:02:03Z".parse()?,
        version: "0.1.0".into(),
        outcomes: Outcomes::default(),
        tests: None,
        seed: seal::disclosure::Seed::new([1; 32]),
    };
    let target = folder.join(format!("{kind}.assize.zip"));
    seal::seal(items, &facts, &key(), &target, Existing::Replace, &Limits::default())?;
    std::fs::remove_dir_all(parts)?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["make", folder, megabytes, kind @ ("noise" | "text")] => make(Path::new(folder), megabytes.parse()?, kind),
        ["verify", bundle] => {
            let trust = Trust::of_keys(&[key().public_key().clone()]);
            let stats = seal::verify(Path::new(bundle), &trust, &Limits::default())?.stats;
            println!("{} {}", stats.payload_bytes, stats.bundle_bytes);
            Ok(())
        }
        _ => Err("verify_speed make FOLDER MEGABYTES noise|text | verify BUNDLE".into()),
    }
}
