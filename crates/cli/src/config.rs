//! `assize.toml`: read, checked, and pointed into when it is wrong.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use assess::scope::Answers;
use model::{Digest, PolicyId, Source, SourceId};
use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;

use crate::assets::read_text;
use crate::place::File as Read;
use crate::problem::Problem;

/// The file that is read when no other is named.
pub(crate) const DEFAULT_FILE: &str = "assize.toml";

/// A checked configuration.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// The systems to ask.
    pub(crate) sources: Vec<Source>,
    /// Which policies, and their parameters.
    pub(crate) policies: PolicySection,
    /// Where extra frameworks are.
    pub(crate) frameworks: Option<PathBuf>,
    /// How to seal.
    pub(crate) seal: SealSection,
    /// The ledger that runs are entered in.
    pub(crate) ledger: LedgerSection,
    /// Text of the waiver file and where it came from.
    pub(crate) waivers: Option<PathBuf>,
    /// Where bundles are kept.
    pub(crate) store: StoreSection,
    /// How to reach the world.
    pub(crate) network: NetworkSection,
    /// The answers that decide whom NIS2 binds.
    pub(crate) scope: Option<Answers>,
    /// SHA-256 of the file.
    pub(crate) digest: Option<Digest>,
    /// The file, to point into.
    pub(crate) read: Option<Read>,
}

/// `[policies]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicySection {
    /// A directory of policies to add.
    pub(crate) directory: Option<PathBuf>,
    /// A directory of manifests of AWS services to add.
    pub(crate) manifests: Option<PathBuf>,
    /// Globs of policy ids to keep.
    #[serde(default)]
    pub(crate) select: Vec<String>,
    /// Parameters by policy.
    #[serde(default)]
    pub(crate) params: BTreeMap<PolicyId, BTreeMap<String, Value>>,
}

/// `[seal]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SealSection {
    /// A private key file, `env:NAME`, or `awskms:KEY`.
    key: Option<String>,
    /// Several of them, instead of `key`: the first seals, the others co-sign.
    #[serde(default)]
    keys: Vec<String>,
    /// Where bundles are written.
    pub(crate) output: Option<PathBuf>,
    /// Seal by the identity of the CI job.
    #[serde(default)]
    pub(crate) keyless: bool,
    /// How, if not through the public services.
    pub(crate) sigstore: Option<SigstoreSection>,
    /// URLs of time-stamp authorities.
    #[serde(default)]
    pub(crate) timestamps: Vec<String>,
    /// PEM files with the certificates of these authorities.
    #[serde(default)]
    pub(crate) timestamp_authorities: Vec<PathBuf>,
    /// Whether a bundle that could not be stamped is a failure; it is written in any case. Default: true.
    pub(crate) timestamps_required: Option<bool>,
}

/// `[seal.sigstore]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SigstoreSection {
    /// Address of the certificate authority.
    pub(crate) fulcio: Option<String>,
    /// Address of the transparency log (Rekor v1).
    pub(crate) rekor: Option<String>,
    /// The variable that holds the identity token; without it the CI is asked.
    pub(crate) token: Option<String>,
    /// The services' `trusted_root.json`.
    pub(crate) root: Option<PathBuf>,
}

impl SealSection {
    /// The keys to seal with, the first signer first.
    pub(crate) fn keys(&self) -> Result<Vec<String>, Problem> {
        match &self.key {
            Some(_) if !self.keys.is_empty() => {
                Err(Problem::new("[seal] has both key and keys")
                    .hint("list all of them in keys, the first signer first"))
            }
            Some(key) => Ok(vec![key.clone()]),
            None => Ok(self.keys.clone()),
        }
    }
}

/// `[ledger]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LedgerSection {
    /// An Ed25519 private key file, or `env:NAME`. Only with it is a ledger kept.
    pub(crate) key: Option<String>,
    /// The ledger's name; it never changes.
    pub(crate) origin: Option<String>,
    /// How often a run is due, such as `24h`.
    pub(crate) every: Option<String>,
    /// Verifier keys of witnesses.
    #[serde(default)]
    pub(crate) witnesses: Vec<String>,
    /// The folder that holds `ledger/`.
    pub(crate) path: Option<PathBuf>,
    /// The file that remembers the head signed last; outside the ledger.
    pub(crate) state: Option<PathBuf>,
}

/// `[store]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoreSection {
    /// A folder, or `s3://`, `gs://`, `az://`.
    pub(crate) url: Option<String>,
    /// How S3 is reached and signed for, as in a source of the connector `aws`.
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) profile: Option<String>,
    pub(crate) role_arn: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) imds: Option<bool>,
    /// Retention of everything that is written.
    pub(crate) lock: Option<LockSection>,
}

/// `[store.lock]`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LockSection {
    pub(crate) mode: LockName,
    /// From the moment of writing; at least one.
    pub(crate) days: std::num::NonZeroU16,
}

/// The mode of S3 Object Lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LockName {
    Governance,
    Compliance,
}

/// `[network]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NetworkSection {
    /// PEM files of certificate authorities trusted beside the system's.
    #[serde(default)]
    pub(crate) ca_files: Vec<PathBuf>,
    /// Seconds for one whole reply.
    pub(crate) timeout_seconds: Option<u64>,
    /// Requests at once to one host.
    pub(crate) concurrency: Option<usize>,
    /// How often one request is sent at most.
    pub(crate) attempts: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "source")]
    sources: Vec<Spanned<SourceTable>>,
    #[serde(default)]
    policies: PolicySection,
    frameworks: Option<FrameworkSection>,
    #[serde(default)]
    seal: SealSection,
    #[serde(default)]
    ledger: LedgerSection,
    waivers: Option<PathBuf>,
    #[serde(default)]
    store: StoreSection,
    #[serde(default)]
    network: NetworkSection,
    scope: Option<Answers>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameworkSection {
    directory: PathBuf,
}

#[derive(Debug, Deserialize)]
struct SourceTable {
    connector: Spanned<String>,
    name: Option<Spanned<String>>,
    #[serde(flatten)]
    settings: BTreeMap<String, Value>,
}

/// Reads the configuration: `named` if given, else `assize.toml` if it is there, else nothing.
pub(crate) fn load(named: Option<&Path>, connectors: &[&str]) -> Result<Config, Problem> {
    let path = match named {
        Some(path) => path,
        None if Path::new(DEFAULT_FILE).is_file() => Path::new(DEFAULT_FILE),
        None => return Ok(Config::default()),
    };
    parse(&path.display().to_string(), &read_text(path)?, connectors)
}

fn parse(name: &str, text: &str, connectors: &[&str]) -> Result<Config, Problem> {
    let file: File = toml::from_str(text).map_err(|e| {
        let at = e.span().unwrap_or(0..0);
        point(name, text, &at, e.message())
    })?;
    let mut sources: Vec<Source> = Vec::new();
    for table in file.sources {
        let span = table.span();
        let source = source(name, text, table.into_inner(), connectors)?;
        if sources.iter().any(|s| s.id == source.id) {
            let problem = point(name, text, &span, &format!("there are two sources named {}", source.id));
            return Err(problem.hint("give each [[source]] a name of its own: name = \"aws-production\""));
        }
        sources.push(source);
    }
    Ok(Config {
        sources,
        policies: file.policies,
        frameworks: file.frameworks.map(|f| f.directory),
        seal: file.seal,
        ledger: file.ledger,
        waivers: file.waivers,
        store: file.store,
        network: file.network,
        scope: file.scope,
        digest: Some(Digest::of(text.as_bytes())),
        read: Some(Read::new(name, text)),
    })
}

fn source(name: &str, text: &str, table: SourceTable, connectors: &[&str]) -> Result<Source, Problem> {
    let connector = table.connector.get_ref().as_str();
    if !connectors.contains(&connector) {
        let problem = point(name, text, &table.connector.span(), &format!("there is no connector {connector:?}"));
        return Err(problem.hint(format!("connectors are: {}", connectors.join(", "))));
    }
    let id: SourceId = match &table.name {
        Some(given) => {
            given.get_ref().parse().map_err(|e: model::IdError| point(name, text, &given.span(), &e.to_string()))?
        }
        None => {
            connector.parse().map_err(|e: model::IdError| point(name, text, &table.connector.span(), &e.to_string()))?
        }
    };
    if let Some(given) = table.name.filter(|_| id.whole().is_some()) {
        let problem = point(name, text, &given.span(), "a source's name has no '/'");
        return Err(problem.hint("names with '/' are those of single accounts, which are found by themselves"));
    }
    Ok(Source { id, connector: connector.to_owned(), settings: table.settings, unavailable: None })
}

/// A problem at a place in a file, with the line and a mark under the place.
pub(crate) fn point(name: &str, text: &str, at: &Range<usize>, message: &str) -> Problem {
    let before = text.get(..at.start).unwrap_or(text);
    let row = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let line = text.lines().nth(row).unwrap_or_default();
    let marked = text.get(at.clone()).unwrap_or_default().lines().next().unwrap_or_default();
    let width = marked.chars().count().max(1);
    let margin = (row + 1).to_string();
    let gap = " ".repeat(margin.len());
    Problem::new(format!("{name}:{}:{}: {message}", row + 1, column + 1)).cause(format!(
        "\n{gap} |\n{margin} | {line}\n{gap} | {}{}",
        " ".repeat(column),
        "^".repeat(width)
    ))
}

/// A source named on the command line: `aws`, `github:ORGANISATION`.
pub(crate) fn source_from_flag(flag: &str, connectors: &[&str]) -> Result<Source, Problem> {
    let (connector, rest) = flag.split_once(':').map_or((flag, None), |(c, r)| (c, Some(r)));
    let wrong = |error: String| {
        Problem::new(error)
            .hint("write --source aws, --source github:ORGANISATION or --source registers:DIR; more settings go into assize.toml")
    };
    if !connectors.contains(&connector) {
        return Err(wrong(format!("there is no connector {connector:?}"))
            .cause(format!("connectors are: {}", connectors.join(", "))));
    }
    let mut settings = BTreeMap::new();
    match (connector, rest) {
        ("github", Some(organization)) if !organization.is_empty() => {
            settings.insert("organization".to_owned(), Value::from(organization));
        }
        ("github", _) => return Err(wrong("--source github needs an organisation".to_owned())),
        ("registers", Some(directory)) if !directory.is_empty() => {
            settings.insert("directory".to_owned(), Value::from(directory));
        }
        ("aws", Some(profile)) if !profile.is_empty() => {
            settings.insert("profile".to_owned(), Value::from(profile));
        }
        (_, Some(_)) => return Err(wrong(format!("--source {flag:?} has nothing after the colon"))),
        _ => {}
    }
    let id = connector.parse().map_err(|e: model::IdError| wrong(e.to_string()))?;
    Ok(Source { id, connector: connector.to_owned(), settings, unavailable: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &["aws", "github"];

    #[test]
    fn a_typo_is_pointed_at() {
        let text = "[policies]\nselekt = [\"aws.*\"]\n";
        let problem = parse("assize.toml", text, KNOWN).unwrap_err().to_string();
        assert!(problem.contains("assize.toml:2:1"), "{problem}");
        assert!(problem.contains("selekt"), "{problem}");
        assert!(problem.contains("^^^^^^"), "{problem}");
    }

    #[test]
    fn an_unknown_connector_names_the_known_ones() {
        let problem = parse("a.toml", "[[source]]\nconnector = \"asw\"\n", KNOWN).unwrap_err().to_string();
        assert!(problem.contains("a.toml:2:13") && problem.contains("aws, github"), "{problem}");
    }

    #[test]
    fn the_name_of_an_account_is_not_given_by_hand() {
        let text = "[[source]]\nconnector = \"aws\"\nname = \"aws/111122223333\"\n";
        let problem = parse("a.toml", text, KNOWN).unwrap_err().to_string();
        assert!(problem.contains("a.toml:3:8") && problem.contains("no '/'"), "{problem}");
    }

    #[test]
    fn two_sources_need_two_names() {
        let text = "[[source]]\nconnector = \"aws\"\n[[source]]\nconnector = \"aws\"\n";
        let problem = parse("a.toml", text, KNOWN).unwrap_err().to_string();
        assert!(problem.contains("two sources named aws"), "{problem}");
    }

    #[test]
    fn settings_go_to_the_connector() {
        let text = "[[source]]\nconnector = \"aws\"\nname = \"prod\"\nregion = \"eu-west-1\"\n";
        let config = parse("a.toml", text, KNOWN).unwrap();
        assert_eq!(config.sources[0].id.as_str(), "prod");
        assert_eq!(config.sources[0].settings["region"], "eu-west-1");
        assert!(config.digest.is_some());
    }

    #[test]
    fn flags_name_sources() {
        let source = source_from_flag("github:acme", KNOWN).unwrap();
        assert_eq!(source.settings["organization"], "acme");
        for bad in ["github", "github:", "aws:", "gitlab:x", ""] {
            assert!(source_from_flag(bad, KNOWN).is_err(), "{bad:?} must be refused");
        }
    }
}
