//! `assize policy coverage`: the checks of another tool, and which policies ask the same. A check that a
//! policy names and the tool does not have is a mistake of the policy, never ignored.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use model::Policy;
use serde::{Deserialize, Serialize};

use super::table::{Table, wrap};
use crate::args::Format;
use crate::assets;
use crate::print::Screen;
use crate::problem::{Exit, Problem};

/// What `policies/peers/TOOL.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    /// The tool.
    peer: String,
    /// The release that the list was taken from.
    version: String,
    /// The frameworks of the tool whose checks are listed.
    frameworks: Vec<String>,
    /// Service → its checks.
    checks: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    left_out: Vec<LeftOut>,
    /// Checks that the tool has too and that are not counted: a policy may name them.
    #[serde(default)]
    other: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LeftOut {
    check: String,
    reason: String,
}

impl List {
    /// Service and check, of all that are counted.
    fn listed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.checks.iter().flat_map(|(service, checks)| checks.iter().map(move |c| (service.as_str(), c.as_str())))
    }
}

/// How it stands with a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    /// A policy asks this alone.
    Covered,
    /// A policy asks this together with other checks.
    Merged,
    /// Not asked, for a reason.
    LeftOut,
    /// Not asked.
    Missing,
}

impl State {
    const ALL: [Self; 4] = [Self::Covered, Self::Merged, Self::LeftOut, Self::Missing];

    fn word(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Merged => "merged",
            Self::LeftOut => "left out",
            Self::Missing => "missing",
        }
    }
}

#[derive(Debug, Serialize)]
struct Row {
    check: String,
    service: String,
    state: State,
    policies: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Debug, Serialize)]
struct Answer {
    against: String,
    version: String,
    frameworks: Vec<String>,
    checks: usize,
    covered: usize,
    merged: usize,
    left_out: usize,
    missing: usize,
    rows: Vec<Row>,
}

/// `assize policy coverage`.
pub(super) fn coverage(
    tool: &str,
    policies: &evaluate::PolicySet,
    format: Format,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let peers = assets::peers();
    let Some(text) = peers.get(tool) else {
        let known: Vec<&str> = peers.keys().map(String::as_str).collect();
        return Err(Problem::new(format!("there is no list of the checks of {tool:?}"))
            .hint(format!("lists are there for: {}", known.join(", "))));
    };
    let policies: Vec<&Policy> = policies.policies().collect();
    let answer = answer(tool, text, &policies)?;
    match format {
        Format::Json => screen.json(&answer)?,
        Format::Markdown => screen.result(|out| markdown(out, &answer))?,
        Format::Text => screen.result(|out| text_of(out, &answer))?,
    }
    Ok(Exit::Pass)
}

/// Policies by the check of `tool` that they name. A helper of one policy that names a check twice
/// names it once.
fn named<'p>(tool: &str, policies: &[&'p Policy]) -> BTreeMap<&'p str, BTreeSet<&'p str>> {
    let mut named: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for policy in policies {
        for check in policy.equivalent.get(tool).into_iter().flatten() {
            named.entry(check).or_default().insert(policy.id.as_str());
        }
    }
    named
}

fn answer(tool: &str, text: &str, policies: &[&Policy]) -> Result<Answer, Problem> {
    let peer: List = toml::from_str(text)
        .map_err(|e| Problem::new(format!("the list of the checks of {tool} cannot be read")).because(e))?;
    let named = named(tool, policies);
    let mistakes = mistakes(tool, &peer, &named);
    if !mistakes.is_empty() {
        let problem = Problem::new(format!("the policies and the list of {tool}'s checks do not fit together"));
        let problem = mistakes.into_iter().fold(problem, Problem::cause);
        return Err(
            problem.hint(format!("see custom.equivalent.{tool} of the policies and policies/peers/{tool}.toml"))
        );
    }
    let reasons: BTreeMap<&str, &str> =
        peer.left_out.iter().map(|one| (one.check.as_str(), one.reason.as_str())).collect();
    let alone = |id: &str| {
        let policy = policies.iter().find(|p| p.id.as_str() == id);
        policy.and_then(|p| p.equivalent.get(tool)).is_some_and(|checks| checks.len() == 1)
    };
    let mut rows: Vec<Row> = Vec::new();
    for (service, check) in peer.listed() {
        let own = named.get(check).cloned().unwrap_or_default();
        let reason = reasons.get(check).map(|reason| (*reason).to_owned());
        let state = match (own.is_empty(), &reason) {
            (false, _) if own.iter().any(|id| alone(id)) => State::Covered,
            (false, _) => State::Merged,
            (true, Some(_)) => State::LeftOut,
            (true, None) => State::Missing,
        };
        let policies = own.into_iter().map(str::to_owned).collect();
        rows.push(Row { check: check.to_owned(), service: service.to_owned(), state, policies, reason });
    }
    rows.sort_by(|a, b| (&a.service, &a.check).cmp(&(&b.service, &b.check)));
    let count = |state| rows.iter().filter(|row| row.state == state).count();
    Ok(Answer {
        against: tool.to_owned(),
        version: peer.version,
        frameworks: peer.frameworks,
        checks: rows.len(),
        covered: count(State::Covered),
        merged: count(State::Merged),
        left_out: count(State::LeftOut),
        missing: count(State::Missing),
        rows,
    })
}

/// What contradicts itself, one sentence each.
fn mistakes(tool: &str, peer: &List, named: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let mut found = Vec::new();
    if peer.peer != tool {
        found.push(format!("the list is of {}, not of {tool}", peer.peer));
    }
    let mut known = BTreeSet::new();
    for (_, check) in peer.listed() {
        if !known.insert(check) {
            found.push(format!("the check {check} stands twice in the list"));
        }
    }
    for check in peer.other.iter().filter(|check| known.contains(check.as_str())) {
        found.push(format!("the check {check} is both counted and not"));
    }
    let unknown = |check: &str| !known.contains(check) && !peer.other.contains(check);
    for (check, policies) in named.iter().filter(|(check, _)| unknown(check)) {
        for policy in policies {
            found.push(format!("policy {policy}: {tool} has no check {check}"));
        }
    }
    let mut left_out = BTreeSet::new();
    for one in &peer.left_out {
        if !known.contains(one.check.as_str()) {
            found.push(format!("{} is left out, and {tool} has no such check", one.check));
        }
        if !left_out.insert(one.check.as_str()) {
            found.push(format!("{} is left out twice", one.check));
        }
        if one.reason.trim().is_empty() {
            found.push(format!("{} is left out without a reason", one.check));
        }
        for policy in named.get(one.check.as_str()).into_iter().flatten() {
            found.push(format!("{} is left out, and policy {policy} covers it", one.check));
        }
    }
    found
}

fn sentence(answer: &Answer) -> String {
    format!(
        "Of {} checks of {} {} ({}), {} are covered one to one, {} are merged into a policy with others, {} are left out \
         for a reason, and {} are missing.",
        answer.checks,
        answer.against,
        answer.version,
        answer.frameworks.join(", "),
        answer.covered,
        answer.merged,
        answer.left_out,
        answer.missing
    )
}

fn text_of(out: &mut dyn Write, answer: &Answer) -> std::io::Result<()> {
    wrap(out, 0, "", &sentence(answer))?;
    let services: BTreeSet<&str> = answer.rows.iter().map(|row| row.service.as_str()).collect();
    let width = services.iter().map(|service| service.len()).max().unwrap_or_default().max(7);
    writeln!(out, "\n{:width$}  {:>7} {:>7} {:>9} {:>8}", "service", "covered", "merged", "left out", "missing")?;
    for service in services {
        let [covered, merged, left_out, missing] = State::ALL
            .map(|state| answer.rows.iter().filter(|row| row.service == service && row.state == state).count());
        writeln!(out, "{service:width$}  {covered:>7} {merged:>7} {left_out:>9} {missing:>8}")?;
    }
    for state in [State::LeftOut, State::Missing] {
        let rows: Vec<&Row> = answer.rows.iter().filter(|row| row.state == state).collect();
        if !rows.is_empty() {
            writeln!(out, "\n{}", state.word().to_uppercase())?;
        }
        for row in rows {
            wrap(out, 2, &format!("{}  ", row.check), row.reason.as_deref().unwrap_or_default())?;
        }
    }
    writeln!(out, "\n--format markdown or json names the policies of each check")
}

fn markdown(out: &mut dyn Write, answer: &Answer) -> std::io::Result<()> {
    writeln!(out, "# The checks of {}\n\n{}\n", answer.against, sentence(answer))?;
    let row = |row: &Row| {
        let by = row.reason.clone().unwrap_or_else(|| row.policies.join(", "));
        vec![row.service.clone(), row.check.clone(), row.state.word().to_owned(), by]
    };
    let columns = vec!["service", "check", "state", "by, or why not"];
    Table { columns, rows: answer.rows.iter().map(row).collect() }.markdown(out)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const LIST: &str = r#"
peer = "peer"
version = "9.9"
frameworks = ["soc2"]
other = ["c_six"]
[checks]
a = ["a_one", "a_two", "a_three"]
b = ["b_four", "b_five"]
[[left_out]]
check = "b_four"
reason = "It cannot be seen from outside."
"#;

    fn policy(id: &str, checks: &[&str]) -> Policy {
        serde_json::from_value(json!({
            "id": id, "title": "t", "description": "d", "kind": "aws.a.thing", "needs": [], "severity": "low",
            "requirements": {}, "remediation": "r", "equivalent": {"peer": checks},
            "digest": model::Digest::of(b"x").as_str(),
        }))
        .unwrap()
    }

    fn ask(text: &str, policies: &[Policy]) -> Result<Answer, String> {
        answer("peer", text, &policies.iter().collect::<Vec<_>>()).map_err(|problem| problem.to_string())
    }

    #[test]
    fn each_check_has_one_state() {
        let policies = [
            policy("aws.a.first", &["a_one"]),
            policy("aws.c.six", &["c_six"]),
            policy("aws.a.both", &["a_two", "a_three"]),
        ];
        let answer = ask(LIST, &policies).unwrap();
        let states: Vec<_> = answer.rows.iter().map(|row| (row.check.as_str(), row.state)).collect();
        assert_eq!(
            states,
            [
                ("a_one", State::Covered),
                ("a_three", State::Merged),
                ("a_two", State::Merged),
                ("b_five", State::Missing),
                ("b_four", State::LeftOut),
            ]
        );
        assert_eq!((answer.checks, answer.covered, answer.merged, answer.left_out, answer.missing), (5, 1, 2, 1, 1));
        assert_eq!(answer.rows[1].policies, ["aws.a.both"]);
        let mut out = Vec::new();
        text_of(&mut out, &answer).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("b_five") && text.contains("It cannot be seen from outside."), "{text}");
    }

    #[test]
    fn a_check_that_the_tool_does_not_have_is_named_with_its_policy() {
        let error = ask(LIST, &[policy("aws.a.first", &["a_onne"])]).unwrap_err();
        assert!(error.contains("policy aws.a.first: peer has no check a_onne"), "{error}");
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let error = ask(LIST, &[policy("aws.b.four", &["b_four"])]).unwrap_err();
        assert!(error.contains("b_four is left out, and policy aws.b.four covers it"), "{error}");
        for (more, word) in [
            ("[[left_out]]\ncheck = \"zz\"\nreason = \"r\"", "zz is left out, and peer has no such check"),
            ("[[left_out]]\ncheck = \"b_four\"\nreason = \"r\"", "left out twice"),
            ("[[left_out]]\ncheck = \"b_five\"\nreason = \" \"", "without a reason"),
            ("[[leftout]]\ncheck = \"b_five\"", "cannot be read"),
        ] {
            let error = ask(&format!("{LIST}\n{more}\n"), &[]).unwrap_err();
            assert!(error.contains(word), "{error}");
        }
        for (from, to, word) in [
            ("\"a_two\"", "\"a_one\"", "stands twice"),
            ("\"c_six\"", "\"a_one\"", "both counted and not"),
            ("peer = \"peer\"", "peer = \"another\"", "is of another"),
        ] {
            let error = ask(&LIST.replace(from, to), &[]).unwrap_err();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn what_is_built_in_fits_together() {
        let catalogue = runner::collect::catalogue(&crate::sources::connectors());
        let set = crate::rules::all_policies(None, &catalogue).unwrap();
        let policies: Vec<&Policy> = set.policies().collect();
        for (tool, text) in assets::peers() {
            let answer = answer(&tool, &text, &policies).unwrap_or_else(|problem| panic!("{problem}"));
            for row in &answer.rows {
                assert!(row.policies.is_empty() || row.reason.is_none(), "{} is both covered and left out", row.check);
            }
            assert!(answer.covered + answer.merged > 0, "no policy names a check of {tool}");
        }
    }
}
