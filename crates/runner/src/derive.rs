//! From what was collected to everything that is derived from it, written as files in one
//! directory: the same bytes whenever the input is the same.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use assess::{Frameworks, Rollup, WaiverUse, Waivers};
use collect_crate::Collected;
use evaluate::{Inputs, Place, PolicySet};
use model::{Assessment, Policy, PolicyId, Run, Tally, canonical_line};

use crate::Error;

/// The derived files, in the order in which a replay compares them: a difference in an early one
/// explains those in later ones.
pub const DERIVED: [&str; 8] = [
    "policies.jsonl",
    "resources.jsonl",
    "gaps.jsonl",
    "populations.jsonl",
    "seen.jsonl",
    "findings.jsonl",
    "tallies.json",
    "assessments.jsonl",
];

/// Bytes of a derived file that are read or written at once.
const BUFFER: usize = 64 << 10;

/// What judges: policies with their parameters, frameworks, waivers; and what was read by.
#[derive(Debug)]
pub struct Rules {
    /// The selected policies.
    pub policies: PolicySet,
    /// The frameworks, as name and text, because a bundle seals their text.
    pub framework_texts: BTreeMap<String, String>,
    /// The frameworks.
    pub frameworks: Frameworks,
    /// The manifests that the run was given besides the built-in ones, as path and text. They say how
    /// replies are read, so whoever re-performs the run needs them.
    pub manifest_texts: BTreeMap<String, String>,
    /// The text of the waiver file, if there is one.
    pub waiver_text: Option<String>,
    /// The waivers.
    pub waivers: Waivers,
}

/// A judged run.
#[derive(Debug)]
pub struct Judged {
    /// Holds the derived files; it is removed with this value.
    dir: tempfile::TempDir,
    /// The policies that judged.
    pub policies: Vec<Policy>,
    /// What was collected.
    pub collected: Collected,
    /// A tally for each selected policy.
    pub tallies: BTreeMap<PolicyId, Tally>,
    /// An assessment for each requirement of each framework.
    pub assessments: Vec<Assessment>,
    /// Every waiver and what became of it, void ones too.
    pub waivers: Vec<WaiverUse>,
}

impl Judged {
    /// The directory of the derived files.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The sum of all tallies.
    pub fn total(&self) -> Tally {
        let mut sum = Tally::default();
        for tally in self.tallies.values() {
            sum.pass += tally.pass;
            sum.fail += tally.fail;
            sum.unknown += tally.unknown;
            sum.not_applicable += tally.not_applicable;
        }
        sum
    }

    /// The failures that stand under a waiver in force.
    pub fn waived(&self) -> u64 {
        self.waivers.iter().map(|waiver| waiver.covered).sum()
    }

    /// The findings, from the first, one a line.
    ///
    /// # Errors
    /// When the file of findings cannot be read.
    pub fn findings(&self) -> Result<impl BufRead + use<>, Error> {
        let path = self.dir().join("findings.jsonl");
        Ok(BufReader::with_capacity(BUFFER, File::open(&path).map_err(|e| Error::file("read", &path, e))?))
    }
}

/// Judges what was collected, and writes everything derived.
///
/// # Errors
/// When a policy contradicts itself, or a file cannot be written. A policy that dies is not an
/// error: its tally says so and its findings are unknown.
pub fn judge(run: &Run, mut collected: Collected, rules: &Rules, place: &Place) -> Result<Judged, Error> {
    crate::attested::check_requirements(&mut collected, &rules.frameworks)?;
    let dir = tempfile::tempdir().map_err(|e| Error::file("write", &std::env::temp_dir(), e))?;
    write_collected(dir.path(), &collected)?;
    let sources = run.judged();
    let inputs = Inputs {
        as_of: run.started_at,
        sources: &sources,
        resources: &collected.resources,
        gaps: &collected.gaps,
        populations: &collected.populations,
    };
    let policies: Vec<_> = rules.policies.policies().cloned().collect();
    write_lines(dir.path(), "policies.jsonl", &policies)?;
    let mut rollup = Rollup::new(&rules.frameworks, &policies);
    let mut waivers = rules.waivers.clone();
    waivers.hold_to(&policies);
    let mut findings = Lines::create(dir.path(), "findings.jsonl")?;
    let tallies = evaluate::evaluate(&rules.policies, &inputs, place, &mut |mut finding| {
        waivers.apply(&mut finding, run.started_at);
        rollup.count(&finding)?;
        Ok(findings.write(&finding)?)
    })?;
    findings.finish()?;
    for (policy, tally) in &tallies {
        if let Some(why) = &tally.error {
            rollup.failed(policy, why)?;
        }
    }
    let assessments = rollup.finish();
    let mut lines = Lines::create(dir.path(), "tallies.json")?;
    lines.write(&tallies)?;
    lines.finish()?;
    write_lines(dir.path(), "assessments.jsonl", &assessments)?;
    let waivers = waivers.uses(run.started_at);
    Ok(Judged { dir, policies, collected, tallies, assessments, waivers })
}

fn write_collected(dir: &Path, collected: &Collected) -> Result<(), Error> {
    let mut resources = Lines::create(dir, "resources.jsonl")?;
    for (_, line) in collected.resources.iter() {
        resources.raw(line)?;
    }
    resources.finish()?;
    write_lines(dir, "gaps.jsonl", &collected.gaps)?;
    write_lines(dir, "populations.jsonl", &collected.populations)?;
    write_lines(dir, "seen.jsonl", &collected.seen)
}

fn write_lines<T: serde::Serialize>(dir: &Path, name: &str, items: &[T]) -> Result<(), Error> {
    let mut lines = Lines::create(dir, name)?;
    for item in items {
        lines.write(item)?;
    }
    lines.finish()
}

/// A file of canonical lines.
struct Lines {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Lines {
    fn create(dir: &Path, name: &str) -> Result<Self, Error> {
        let path = dir.join(name);
        let file = File::create(&path).map_err(|e| Error::file("write", &path, e))?;
        Ok(Self { path, out: BufWriter::with_capacity(BUFFER, file) })
    }

    fn write<T: serde::Serialize>(&mut self, item: &T) -> Result<(), Error> {
        let line = canonical_line(item)?;
        self.out.write_all(&line).map_err(|e| Error::file("write", &self.path, e))
    }

    fn raw(&mut self, line: &[u8]) -> Result<(), Error> {
        let write = self.out.write_all(line).and_then(|()| self.out.write_all(b"\n"));
        write.map_err(|e| Error::file("write", &self.path, e))
    }

    fn finish(mut self) -> Result<(), Error> {
        self.out.flush().map_err(|e| Error::file("write", &self.path, e))
    }
}
