//! What a verified bundle tells, read as it was written: no policy is run or even parsed, so a
//! bundle of any age can be reported.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};

use assess::{WaiverUse, Waivers};
use model::{Assessment, Gap, Policy, PolicyId, Population, Run, Seen, Tally};
use seal::BundleReader;
use serde::de::DeserializeOwned;

use crate::Error;

/// Derived files that are read whole are not larger than this.
const LARGEST: u64 = 256 << 20;

/// All that a report needs, but for the findings.
#[derive(Debug)]
pub struct Told {
    /// The run.
    pub run: Run,
    /// Who answered.
    pub seen: Vec<Seen>,
    /// How much of each kind was seen.
    pub populations: Vec<Population>,
    /// What was asked and not learnt.
    pub gaps: Vec<Gap>,
    /// The policies that judged.
    pub policies: Vec<Policy>,
    /// A tally for each policy.
    pub tallies: BTreeMap<PolicyId, Tally>,
    /// An assessment for each requirement.
    pub assessments: Vec<Assessment>,
}

impl Told {
    /// Reads what a verified bundle tells.
    ///
    /// # Errors
    /// When a file is missing or is not what it should be.
    pub fn of(bundle: &BundleReader) -> Result<Self, Error> {
        Ok(Self {
            run: document(bundle, "run.json")?,
            seen: lines(bundle, "seen.jsonl")?,
            populations: lines(bundle, "populations.jsonl")?,
            gaps: lines(bundle, "gaps.jsonl")?,
            policies: lines(bundle, "policies.jsonl")?,
            tallies: document(bundle, "tallies.json")?,
            assessments: lines(bundle, "assessments.jsonl")?,
        })
    }

    /// Every waiver of the bundle with its state at the run and the failures that it covers.
    ///
    /// # Errors
    /// When a file is missing or is not what it should be.
    pub fn waivers(&self, bundle: &BundleReader) -> Result<Vec<WaiverUse>, Error> {
        const FILE: &str = "data/waivers.toml";
        if !bundle.contains(FILE) {
            return Ok(Vec::new());
        }
        let bytes = bundle.read(FILE, LARGEST).map_err(seal::Error::from)?;
        let mut waivers = Waivers::parse("waivers.toml", &String::from_utf8_lossy(&bytes))?;
        waivers.hold_to(&self.policies);
        for line in Self::findings(bundle)?.lines() {
            let line = line.map_err(|e| Error::file("read", std::path::Path::new("findings.jsonl"), e))?;
            if line.contains("\"waiver\":{") {
                let read = |source| model::Error::Read { what: "findings.jsonl".to_owned(), source };
                waivers.apply(&mut serde_json::from_str::<model::Finding>(&line).map_err(read)?, self.run.started_at);
            }
        }
        Ok(waivers.uses(self.run.started_at))
    }

    /// The findings of a verified bundle, from the first, one a line.
    ///
    /// # Errors
    /// When the file is missing.
    pub fn findings(bundle: &BundleReader) -> Result<impl BufRead + use<>, Error> {
        Ok(BufReader::new(bundle.entry("data/findings.jsonl").map_err(seal::Error::from)?))
    }
}

fn document<T: DeserializeOwned>(bundle: &BundleReader, name: &str) -> Result<T, Error> {
    let bytes = bundle.read(&format!("data/{name}"), LARGEST).map_err(seal::Error::from)?;
    serde_json::from_slice(&bytes).map_err(|source| model::Error::Read { what: name.to_owned(), source }.into())
}

fn lines<T: DeserializeOwned>(bundle: &BundleReader, name: &str) -> Result<Vec<T>, Error> {
    let bytes = bundle.read(&format!("data/{name}"), LARGEST).map_err(seal::Error::from)?;
    let read = |line| {
        serde_json::from_slice(line).map_err(|source| model::Error::Read { what: name.to_owned(), source }.into())
    };
    bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()).map(read).collect()
}
