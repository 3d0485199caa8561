//! Re-performance: from a verified bundle's exchanges and rules to everything derived, once more,
//! compared byte for byte with what was sealed.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use evaluate::Place;
use seal::BundleReader;

use crate::collect::{Connectors, again, catalogue};
use crate::derive::{DERIVED, judge};
use crate::{Error, Recording, sealed_rules};

/// Lines are shown up to this length.
const SHOWN: usize = 300;

/// What a re-performance showed.
#[derive(Debug)]
pub struct Proof {
    /// Files compared.
    pub files: usize,
    /// Findings that came out again.
    pub findings: u64,
    /// The first difference; `None` if every byte is the same.
    pub difference: Option<Difference>,
}

/// Where a re-performance first departs from what was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// What the bundle says there; `None` if it ends before.
    pub sealed: Option<String>,
    /// What came out now; `None` if it ends before.
    pub replayed: Option<String>,
}

/// Re-performs a verified bundle.
///
/// # Errors
/// When it cannot be re-performed at all: an exchange is missing, a policy is refused.
pub async fn reperform(connectors: &Connectors, bundle: &BundleReader, place: &Place) -> Result<Proof, Error> {
    let recording = Recording::from_bundle(bundle)?;
    let rules = sealed_rules(bundle, &catalogue(connectors))?;
    let collected = again(connectors, &recording, &rules.policies.plan()).await?;
    let judged = judge(&recording.run, collected, &rules, place)?;
    for name in DERIVED {
        let path = judged.dir().join(name);
        let replayed = File::open(&path).map_err(|e| Error::file("read", &path, e))?;
        let sealed = bundle.entry(&format!("data/{name}")).map_err(seal::Error::from)?;
        if let Some(difference) = first_difference(name, sealed, replayed).map_err(|e| Error::file("read", &path, e))? {
            return Ok(Proof { files: DERIVED.len(), findings: judged.total().total(), difference: Some(difference) });
        }
    }
    Ok(Proof { files: DERIVED.len(), findings: judged.total().total(), difference: None })
}

fn first_difference(name: &str, sealed: impl Read, replayed: impl Read) -> std::io::Result<Option<Difference>> {
    let (mut sealed, mut replayed) = (BufReader::new(sealed), BufReader::new(replayed));
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for line in 1_u64.. {
        a.clear();
        b.clear();
        sealed.read_until(b'\n', &mut a)?;
        replayed.read_until(b'\n', &mut b)?;
        if a != b {
            return Ok(Some(Difference { file: name.to_owned(), line, sealed: shown(&a), replayed: shown(&b) }));
        }
        if a.is_empty() {
            break;
        }
    }
    Ok(None)
}

fn shown(line: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(line);
    let text = text.trim_end_matches('\n');
    let cut: String = text.chars().take(SHOWN).collect();
    (!line.is_empty()).then(|| if cut.len() < text.len() { format!("{cut}…") } else { cut })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(sealed: &str, replayed: &str) -> Option<Difference> {
        first_difference("f", sealed.as_bytes(), replayed.as_bytes()).unwrap()
    }

    #[test]
    fn equal_files_have_no_difference() {
        assert_eq!(compare("a\nb\n", "a\nb\n"), None);
        assert_eq!(compare("", ""), None);
    }

    #[test]
    fn the_first_line_that_differs_is_named() {
        let difference = compare("a\nb\nc\n", "a\nx\nc\n").unwrap();
        assert_eq!(
            (difference.line, difference.sealed.as_deref(), difference.replayed.as_deref()),
            (2, Some("b"), Some("x"))
        );
    }

    #[test]
    fn a_file_that_ends_early_or_lacks_its_last_line_end_differs() {
        assert_eq!(compare("a\nb\n", "a\n").unwrap().replayed, None);
        assert_eq!(compare("a\n", "a\nb\n").unwrap().sealed, None);
        assert!(compare("a\n", "a").is_some(), "a missing line end is a difference");
    }
}
