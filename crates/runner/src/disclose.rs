//! What of a bundle is shown to someone who asks about a requirement, a policy or a resource.
//!
//! Chooses entries; the proofs are the seal's. Never shows a file that this list does not name, and
//! finds traces of what is withheld in what is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};

use model::{
    Assessment, Body, Exchange, ExchangeId, Finding, FrameworkId, Gap, Kind, Need, Policy, PolicyId, Population,
    RequirementId, Seen, SourceId,
};
use seal::BundleReader;
use seal::disclosure::{Content, KEY_FILE, Selection, Show, Shown};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Error, Recording};

/// Withheld values shorter than this stand everywhere by chance, and are not searched for.
const TRACE: usize = 4;

/// What is asked for. Different lists narrow each other; within one list, each widens it.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Requirements: `CC6.1`, or `soc2:CC6.1`.
    pub requirements: Vec<String>,
    /// Policies by id; `*` stands for anything.
    pub policies: Vec<String>,
    /// Resources by id; `*` stands for anything.
    pub resources: Vec<String>,
    /// Kinds; `*` stands for anything.
    pub kinds: Vec<String>,
    /// Pointers to fields that are withheld from resources, findings, gaps, populations, sources.
    pub redact: Vec<String>,
    /// Show the recorded exchanges and their bodies too.
    pub replies: bool,
}

/// What is to be shown, and what to tell about it.
#[derive(Debug, Default)]
pub struct Picked {
    /// For [`seal::disclosure::write`].
    pub selection: Selection,
    /// Findings among it.
    pub findings: u64,
    /// What a reader cannot judge from it, in words.
    pub notes: Vec<String>,
    /// Each withheld text and the pointer that withholds it.
    withheld: BTreeMap<String, String>,
    redacted: BTreeSet<String>,
    without: BTreeSet<String>,
}

/// What the chosen findings rest on.
#[derive(Default)]
struct Rests {
    resources: BTreeSet<(Kind, SourceId, String)>,
    kinds: BTreeSet<(Kind, SourceId)>,
    sources: BTreeSet<SourceId>,
    exchanges: BTreeSet<ExchangeId>,
}

#[derive(Deserialize)]
struct Key {
    kind: Kind,
    source: SourceId,
    id: String,
    exchanges: BTreeSet<ExchangeId>,
}

/// Chooses what to show of a verified bundle.
///
/// # Errors
/// When nothing fits what is asked for, a field to withhold is nowhere, or a file is not what it
/// should be.
pub fn pick(bundle: &BundleReader, ask: &Ask) -> Result<Picked, Error> {
    let mut picked = Picked { without: ask.redact.iter().cloned().collect(), ..Picked::default() };
    if let Some(wrong) = ask.redact.iter().find(|pointer| !pointer.starts_with('/')) {
        return Err(Error::Ask(format!("{wrong:?} is no pointer to a field; one begins with /, such as /fields/tags")));
    }
    let policies = policies(bundle, ask, &mut picked)?;
    let mut rests = Rests::default();
    let mut resources: BTreeSet<&str> = ask.resources.iter().map(String::as_str).collect();
    let mut kinds = BTreeSet::new();
    each(bundle, "findings.jsonl", |line, text, finding: Finding| {
        resources.retain(|asked| finding.resource.as_ref().is_none_or(|id| !fits(asked, id)));
        if !kinds.contains(finding.kind.as_str()) {
            kinds.insert(finding.kind.to_string());
        }
        if wanted(ask, &policies, &finding) {
            picked.observed("findings.jsonl", line, text)?;
            picked.findings += 1;
            rests.add(finding);
        }
        Ok(())
    })?;
    if let Some(asked) = resources.first() {
        return Err(Error::Ask(format!("no finding is about a resource named {asked}")));
    }
    each_fits("no finding is about a resource of the kind", &ask.kinds, &kinds)?;
    if picked.findings == 0 {
        return Err(Error::Ask("no finding fits what is asked for".to_owned()));
    }
    each(bundle, "resources.jsonl", |line, text, key: Key| {
        if rests.resources.contains(&(key.kind, key.source, key.id)) {
            picked.observed("resources.jsonl", line, text)?;
            rests.exchanges.extend(key.exchanges);
        }
        Ok(())
    })?;
    context(bundle, &policies, &rests, &mut picked)?;
    frame(bundle, ask, &policies, &mut picked)?;
    if ask.replies {
        replies(bundle, &rests, &mut picked)?;
    }
    if let Some(missing) = picked.without.difference(&picked.redacted).next() {
        return Err(Error::Ask(format!(
            "the field {missing} is in nothing that is shown, so nothing was withheld by it"
        )));
    }
    Ok(picked)
}

/// The policies asked for.
fn policies(bundle: &BundleReader, ask: &Ask, picked: &mut Picked) -> Result<BTreeMap<PolicyId, Policy>, Error> {
    let mut chosen = BTreeMap::new();
    let (mut ids, mut serves) = (BTreeSet::new(), BTreeSet::new());
    each(bundle, "policies.jsonl", |line, _, policy: Policy| {
        ids.insert(policy.id.to_string());
        for (framework, requirement) in policy.requirements.iter().flat_map(|(f, all)| all.iter().map(move |r| (f, r)))
        {
            serves.extend([requirement.to_string(), format!("{framework}:{requirement}")]);
        }
        let mut requirements = policy.requirements.iter().flat_map(|(f, all)| all.iter().map(move |r| (f, r)));
        let by_requirement = ask.requirements.is_empty() || requirements.any(|(f, r)| ask.names(f, r));
        if by_requirement && any_fits(&ask.policies, policy.id.as_str()) {
            picked.whole("policies.jsonl", line);
            chosen.insert(policy.id.clone(), policy);
        }
        Ok(())
    })?;
    each_fits("no policy of the bundle is evidence for the requirement", &ask.requirements, &serves)?;
    each_fits("no policy of the bundle is named", &ask.policies, &ids)?;
    if chosen.is_empty() {
        return Err(Error::Ask("no policy of the bundle fits what is asked for".to_owned()));
    }
    let others: BTreeSet<String> = chosen
        .values()
        .flat_map(|policy| policy.needs.iter())
        .filter_map(|need| if let Need::Other(kind, _) = need { Some(kind.to_string()) } else { None })
        .collect();
    if !others.is_empty() {
        let others: Vec<String> = others.into_iter().collect();
        let kinds = others.join(", ");
        picked.notes.push(format!(
            "some findings also rest on other resources, which are shown only if they have findings here: {kinds}"
        ));
    }
    Ok(chosen)
}

fn wanted(ask: &Ask, policies: &BTreeMap<PolicyId, Policy>, finding: &Finding) -> bool {
    let resource = match &finding.resource {
        Some(id) => any_fits(&ask.resources, id),
        None => ask.resources.is_empty(),
    };
    resource && policies.contains_key(&finding.policy) && any_fits(&ask.kinds, finding.kind.as_str())
}

/// Populations, gaps and sources that the findings rest on, and the run.
fn context(
    bundle: &BundleReader,
    policies: &BTreeMap<PolicyId, Policy>,
    rests: &Rests,
    picked: &mut Picked,
) -> Result<(), Error> {
    let needed = policies.values().flat_map(|policy| policy.needs.iter());
    let other: BTreeSet<&Kind> =
        needed.filter_map(|need| if let Need::Other(kind, _) = need { Some(kind) } else { None }).collect();
    let concerns = |kind: &Kind, source: &SourceId| {
        rests.kinds.contains(&(kind.clone(), source.clone()))
            || (other.contains(kind) && rests.sources.contains(source))
    };
    each(bundle, "populations.jsonl", |line, text, population: Population| {
        if concerns(&population.kind, &population.source) {
            picked.observed("populations.jsonl", line, text)?;
        }
        Ok(())
    })?;
    each(bundle, "gaps.jsonl", |line, text, gap: Gap| {
        let about = |id: &String| rests.resources.contains(&(gap.kind.clone(), gap.source.clone(), id.clone()));
        if concerns(&gap.kind, &gap.source) && gap.resource.as_ref().is_none_or(about) {
            picked.observed("gaps.jsonl", line, text)?;
        }
        Ok(())
    })?;
    each(bundle, "seen.jsonl", |line, text, seen: Seen| {
        if rests.sources.contains(&seen.source) {
            picked.observed("seen.jsonl", line, text)?;
        }
        Ok(())
    })?;
    each(bundle, "run.json", |line, text, _: Value| picked.observed("run.json", line, text))
}

/// The rules: policies, parameters, tallies, frameworks, assessments.
fn frame(
    bundle: &BundleReader,
    ask: &Ask,
    policies: &BTreeMap<PolicyId, Policy>,
    picked: &mut Picked,
) -> Result<(), Error> {
    let narrowed = !ask.resources.is_empty() || !ask.kinds.is_empty();
    let mut frameworks: BTreeSet<FrameworkId> = BTreeSet::new();
    each(bundle, "assessments.jsonl", |line, _, assessment: Assessment| {
        let own = !narrowed && assessment.policies.iter().all(|policy| policies.contains_key(policy));
        let shown = if ask.requirements.is_empty() {
            own && !assessment.policies.is_empty()
        } else {
            ask.names(&assessment.framework, &assessment.requirement)
        };
        if shown {
            picked.whole("assessments.jsonl", line);
            frameworks.insert(assessment.framework);
        }
        Ok(())
    })?;
    let files = frameworks.iter().map(|id| format!("data/frameworks/{id}.toml"));
    let sources = policies.keys().map(|id| format!("data/policies/{}.rego", id.as_str().replace('.', "/")));
    let helpers = bundle.paths().filter(|path| path.starts_with("data/policies/lib/")).map(str::to_owned);
    for path in files.chain(sources).chain(helpers).filter(|path| bundle.contains(path)) {
        picked.selection.entry(path).or_default().insert(0, Show::default());
    }
    let only: BTreeSet<String> = policies.keys().map(|id| format!("/{id}")).collect();
    for (file, fits) in [("tallies.json", !narrowed), ("params.json", policies.values().any(|p| !p.params.is_empty()))]
    {
        if fits && bundle.contains(&format!("data/{file}")) {
            let show = Show { only: Some(only.clone()), without: BTreeSet::new() };
            picked.selection.entry(format!("data/{file}")).or_default().insert(1, show);
        }
    }
    Ok(())
}

/// The exchanges that the findings and resources name, and their bodies.
fn replies(bundle: &BundleReader, rests: &Rests, picked: &mut Picked) -> Result<(), Error> {
    each(bundle, "exchanges.jsonl", |line, _, exchange: Exchange| {
        if rests.exchanges.contains(&exchange.id) {
            picked.whole("exchanges.jsonl", line);
            let bodies = exchange.request.body.into_iter().chain(exchange.reply.and_then(|reply| reply.body));
            for body in bodies {
                if let Body::Stored { sha256, .. } = body {
                    picked.selection.entry(format!("data/bodies/{sha256}")).or_default().insert(0, Show::default());
                }
            }
        }
        Ok(())
    })?;
    picked.notes.push("replies are shown whole: they may speak of other resources too".to_owned());
    Ok(())
}

impl Ask {
    /// True if a requirement is among those asked for.
    fn names(&self, framework: &FrameworkId, requirement: &RequirementId) -> bool {
        self.requirements.iter().any(|asked| match asked.split_once(':') {
            Some((f, r)) => f == framework.as_str() && r == requirement.as_str(),
            None => asked == requirement.as_str(),
        })
    }
}

impl Rests {
    fn add(&mut self, finding: Finding) {
        let Finding { kind, source, resource, exchanges, .. } = finding;
        self.kinds.insert((kind.clone(), source.clone()));
        self.sources.insert(source.clone());
        self.exchanges.extend(exchanges);
        self.resources.extend(resource.map(|id| (kind, source, id)));
    }
}

impl Picked {
    fn whole(&mut self, file: &str, line: u64) {
        self.selection.entry(format!("data/{file}")).or_default().insert(line, Show::default());
    }

    /// Shows a line about something observed, without what is to be withheld.
    fn observed(&mut self, file: &str, line: u64, text: &[u8]) -> Result<(), Error> {
        let show = Show { only: None, without: self.without.clone() };
        self.selection.entry(format!("data/{file}")).or_default().insert(line, show);
        if !self.without.is_empty() {
            let value: Value = read(file, text)?;
            for pointer in &self.without {
                if let Some(hidden) = value.pointer(pointer) {
                    self.redacted.insert(pointer.clone());
                    words(hidden, &mut |word| drop(self.withheld.insert(word.to_owned(), pointer.clone())));
                }
            }
        }
        Ok(())
    }

    /// Whether a withheld value stands in a shown entry all the same: by which pointer it is withheld, and
    /// which field it stands in, if that can be told.
    pub fn trace_in(&self, shown: &Shown) -> Option<(&str, Option<String>)> {
        let rules = ["data/policies", "data/frameworks/", "data/params.json", "data/tallies.json", "data/assessments"];
        if self.withheld.is_empty() || rules.iter().any(|rule| shown.path.starts_with(rule)) {
            return None;
        }
        let object = match &shown.content {
            Content::Full(bytes) if shown.line > 0 => serde_json::from_slice(bytes).ok(),
            Content::Full(_) => None,
            Content::Part { object, .. } => Some(object.clone()),
        };
        if let Some(Value::Object(object)) = object {
            // What comes from the rules was not observed: a user called `admin` stands in no policy's id.
            let observed = object.iter().filter(|(name, _)| !["kind", "policy"].contains(&name.as_str()));
            let mut fields = observed.filter_map(|(name, value)| Some((self.withheld_in(&value.to_string())?, name)));
            return fields.next().map(|(pointer, name)| (pointer, Some(format!("/{name}"))));
        }
        let text = match &shown.content {
            Content::Full(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Content::Part { object, .. } => object.to_string(),
        };
        self.withheld_in(&text).map(|pointer| (pointer, None))
    }

    fn withheld_in(&self, text: &str) -> Option<&str> {
        self.withheld.iter().find(|(word, _)| text.contains(word.as_str())).map(|(_, pointer)| pointer.as_str())
    }
}

/// The texts and long numbers in a value, as they are spelled in JSON.
fn words(value: &Value, found: &mut dyn FnMut(&str)) {
    match value {
        Value::Object(map) => map.values().for_each(|inner| words(inner, found)),
        Value::Array(all) => all.iter().for_each(|inner| words(inner, found)),
        scalar => {
            let spelled = scalar.to_string();
            let word = spelled.trim_matches('"');
            if word.len() >= TRACE && !scalar.is_boolean() && !scalar.is_null() {
                found(word);
            }
        }
    }
}

/// True if the bundle was sealed from an example: whoever knows the recording knows the salts.
///
/// # Errors
/// When a file cannot be read.
pub fn is_example(bundle: &BundleReader) -> Result<bool, Error> {
    let most = 1 << 30;
    let file = |path: &str| bundle.read(path, most).map_err(seal::Error::from);
    let seed = Recording::seed_of_example(&file("data/run.json")?, &file("data/exchanges.jsonl")?);
    Ok(file(KEY_FILE)? == seed.to_file())
}

/// Refuses whatever was asked for and fits nothing: a name with a slip in it must not be passed over
/// because others fit.
fn each_fits(nothing: &str, asked: &[String], there: &BTreeSet<String>) -> Result<(), Error> {
    let Some(wrong) = asked.iter().find(|asked| !there.iter().any(|name| fits(asked, name))) else { return Ok(()) };
    let near = there.iter().map(|name| (strsim::damerau_levenshtein(wrong, name), name));
    let near = near.filter(|(distance, _)| *distance <= (wrong.chars().count() / 3).clamp(1, 3)).min();
    let hint = near.map_or_else(String::new, |(_, name)| format!("; did you mean {name}?"));
    Err(Error::Ask(format!("{nothing} {wrong}{hint}")))
}

fn any_fits(patterns: &[String], text: &str) -> bool {
    patterns.is_empty() || patterns.iter().any(|pattern| fits(pattern, text))
}

/// True if `text` fits `pattern`, in which `*` stands for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut left) = text.strip_prefix(start) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let end = pieces.pop().unwrap_or_default();
    for piece in pieces {
        match left.find(piece) {
            Some(at) => left = left.get(at + piece.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    left.ends_with(end)
}

fn read<T: DeserializeOwned>(file: &str, text: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(text).map_err(|source| model::Error::Read { what: format!("data/{file}"), source }.into())
}

/// Reads a file of lines, one at a time; a bundle without the file has none.
fn each<T: DeserializeOwned>(
    bundle: &BundleReader,
    file: &str,
    mut take: impl FnMut(u64, &[u8], T) -> Result<(), Error>,
) -> Result<(), Error> {
    let path = format!("data/{file}");
    if !bundle.contains(&path) {
        return Ok(());
    }
    let mut reader = BufReader::new(bundle.entry(&path).map_err(seal::Error::from)?);
    let mut text = Vec::new();
    for line in 1.. {
        text.clear();
        let failed = |e| Error::file("read", std::path::Path::new(&path), e);
        if reader.read_until(b'\n', &mut text).map_err(failed)? == 0 {
            break;
        }
        take(line, &text, read(file, &text)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn globs_match_whole_texts() {
        for (pattern, text, expected) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("*", "", true),
            ("a*", "abc", true),
            ("*c", "abc", true),
            ("a*c", "abc", true),
            ("a*b*c", "aXbYc", true),
            ("a*b*c", "acb", false),
            ("*b*", "abc", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_slip_is_named_even_if_others_fit() {
        let there = BTreeSet::from(["CC6.1".to_owned(), "soc2:CC6.1".to_owned()]);
        let asked = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            each_fits("nothing is", &names, &there).map_err(|e| e.to_string())
        };
        assert!(asked(&["CC6.1", "soc2:*"]).is_ok());
        assert!(asked(&["CC6.1", "CC6.l"]).unwrap_err().ends_with("nothing is CC6.l; did you mean CC6.1?"));
        assert!(asked(&["A1.2.3.4"]).unwrap_err().ends_with("nothing is A1.2.3.4"));
    }

    #[test]
    fn withheld_texts_are_found_again_wherever_they_stand() {
        let mut picked = Picked { without: ["/a", "/b", "/c"].map(str::to_owned).into(), ..Picked::default() };
        let line = json!({"a": ["acme-logs", true, 7, null, "x"], "b": 123_456, "c": "a\"b\\c", "d": "shown"});
        picked.observed("resources.jsonl", 1, line.to_string().as_bytes()).unwrap();
        let words: Vec<&str> = picked.withheld.keys().map(String::as_str).collect();
        assert_eq!(words, ["123456", "a\\\"b\\\\c", "acme-logs"]);
        let trace = |path: &str, content| {
            let shown = Shown { path: path.to_owned(), line: 1, content };
            picked.trace_in(&shown).map(|(pointer, field)| format!("{pointer} {}", field.unwrap_or_default()))
        };
        let message = Content::Part { object: json!({"messages": ["acme-logs is open"]}), hidden: 1 };
        assert_eq!(trace("data/findings.jsonl", message.clone()).as_deref(), Some("/a /messages"));
        assert_eq!(trace("data/policies/a.rego", message), None, "rules are the same for all");
        let full = |text: &str| Content::Full(text.as_bytes().to_vec());
        assert_eq!(trace("data/run.json", full("{\"n\":123456}\n")).as_deref(), Some("/b /n"));
        assert_eq!(trace("data/seen.jsonl", full("no JSON: acme-logs")).as_deref(), Some("/a "));
        let named = full("{\"kind\":\"acme-logs\",\"policy\":\"x.acme-logs\",\"z\":\"a\\\"b\\\\c\"}");
        assert_eq!(trace("data/findings.jsonl", named).as_deref(), Some("/c /z"), "kind and policy are rules");
    }
}
