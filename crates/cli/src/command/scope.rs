//! `assize scope`: whether NIS2 binds, as what, and what follows. The decision is Rego; this file
//! gathers the answers and adds what the law's numbers say. It is no legal advice.

use std::io::Read;
use std::path::Path;

use assess::scope::{Answers, Exposure};
use assess::{Frameworks, Law};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::args::{Format, ScopeArgs};
use crate::command::{scope_ask, scope_tell};
use crate::config::{self, point};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::rules::{all_policies, frameworks};
use crate::{assets, sources, world};

/// The helper of the policies that decides.
const HELPER: (&str, &str) = ("nis2_answer", "answer");
/// Answers on standard input are not longer than this.
const LONGEST: u64 = 1 << 20;

/// What the decision says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    /// `essential`, `important`, `registration_duties_only`, `out_of_scope` or `undetermined`.
    pub(super) class: String,
    /// The classes that the answers leave possible.
    pub(super) possible: Vec<String>,
    /// `micro`, `small`, `medium`, `large` or `unknown`.
    pub(super) size: String,
    /// `yes` or `no`.
    pub(super) regardless_of_size: String,
    /// The rules that decide or may decide.
    pub(super) reasons: Vec<Reason>,
    /// Answers that would decide.
    pub(super) missing: Vec<String>,
    /// Answers that were taken as "no" because nobody gave them.
    pub(super) assumed: Vec<String>,
    /// Whether Implementing Regulation (EU) 2024/2690 binds: `yes`, `no`, `unknown`.
    pub(super) regulation_2690: String,
    /// Requirements and articles that address the entity.
    pub(super) duties: Vec<String>,
    /// What a reader must know besides.
    pub(super) notes: Vec<Note>,
    /// What buyers expect.
    pub(super) market: Market,
    /// One of four situations, or `undecided`.
    pub(super) situation: String,
}

/// A rule of the decision.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    /// `yes` or `unknown`.
    pub(super) holds: String,
    /// The class it gives.
    pub(super) then: String,
    /// Its article.
    pub(super) cite: String,
    /// It in words.
    pub(super) why: String,
}

/// A note with its source.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    pub(super) cite: String,
    pub(super) text: String,
}

/// What buyers expect; no law asks for it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Market {
    pub(super) soc2: Expected,
    pub(super) iso27001: Expected,
}

/// Whether a programme is expected, and why.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expected {
    pub(super) expected: String,
    pub(super) why: String,
}

/// All of it, for machines and for the report.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    pub(super) answers: Answers,
    pub(super) decision: Decision,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exposure: Option<Exposure>,
    /// What the situation asks for, in sentences.
    pub(super) next: Vec<String>,
}

/// `assize scope`.
pub(crate) fn scope(args: &ScopeArgs, screen: &Screen) -> Result<Exit, Problem> {
    let all = frameworks(&assets::frameworks(None)?)?;
    let law = law(&all)?;
    if args.questions {
        scope_ask::questions(law, args.format, screen)?;
        return Ok(Exit::Pass);
    }
    let (answers, asked) = answers(args, law)?;
    let found = answers.problems(law);
    if !found.is_empty() {
        let problem = Problem::new("the answers cannot be used");
        let problem = found.into_iter().fold(problem, Problem::cause);
        return Err(problem.hint("`assize scope --questions` shows what may be answered"));
    }
    let told = tell(answers, &all, law)?;
    if let Some(owner) = &args.entry {
        let entry = entry(&told, owner, &world::clock()().to_string())?;
        screen.result(|out| write!(out, "{entry}"))?;
        return Ok(Exit::Pass);
    }
    match args.format {
        Format::Json => screen.json(&told)?,
        Format::Text => screen.result(|out| scope_tell::text(out, &told, law))?,
        Format::Markdown => screen.result(|out| scope_tell::markdown(out, &told, law))?,
    }
    if asked {
        let kept =
            toml::to_string(&told.answers).map_err(|e| Problem::new("the answers cannot be written").because(e))?;
        screen.note(format!("\nkeep the answers in assize.toml:\n\n[scope]\n{kept}"));
    }
    Ok(if told.decision.class == "undetermined" { Exit::Unknown } else { Exit::Pass })
}

/// The decision as an entry of the register of scope, dated `now`.
fn entry(told: &Told, owner: &str, now: &str) -> Result<String, Problem> {
    if told.decision.class == "undetermined" {
        return Err(Problem::new("there is no decision to enter yet")
            .cause(format!("these answers would decide: {}", told.decision.missing.join(", "))));
    }
    let wrong = |e: &dyn std::fmt::Display| Problem::new("the entry cannot be written").cause(e.to_string());
    let mut answers = told.answers.clone();
    // These decide nothing, and the register has no place for them.
    (answers.group_turnover_eur, answers.member_state, answers.customers, answers.programmes) =
        (None, None, None, None);
    let answers = toml::to_string(&answers).map_err(|e| wrong(&e))?;
    let day = now.split('T').next().unwrap_or(now);
    let text = |value: &str| toml::Value::from(value).to_string();
    let reasons = told.decision.reasons.iter().map(|reason| text(&format!("{}: {}", reason.cite, reason.why)));
    let reasons: Vec<String> = reasons.collect();
    let dates = ["decided_at", "effective_at", "collected_at", "received_at"].map(|name| format!("{name} = {day}\n"));
    let types = if told.answers.entity_types.is_some() { "" } else { "entity_types = [\"other\"]\n" };
    Ok(format!(
        "[[decision]]\nid = {}\nowner = {}\nresult = {}\nreasons = [{}]\n{}{types}{answers}",
        text(day),
        text(owner),
        text(&told.decision.class),
        reasons.join(", "),
        dates.concat()
    ))
}

fn law(all: &Frameworks) -> Result<&Law, Problem> {
    let law = "nis2".parse().ok().and_then(|id| all.law(&id));
    law.ok_or_else(|| Problem::new("the numbers of NIS2 are not among the frameworks"))
}

/// Decides and adds what follows.
fn tell(answers: Answers, all: &Frameworks, law: &Law) -> Result<Told, Problem> {
    let catalogue = runner::collect::catalogue(&sources::connectors());
    let set = all_policies(None, &catalogue)?;
    decide(&set, answers, all, law)
}

fn decide(set: &evaluate::PolicySet, answers: Answers, all: &Frameworks, law: &Law) -> Result<Told, Problem> {
    let wrong = |e: &dyn std::fmt::Display| Problem::new("the scope cannot be decided").cause(e.to_string());
    let subject = serde_json::to_value(&answers).map_err(|e| wrong(&e))?;
    let value = evaluate::decide(set, HELPER.0, HELPER.1, &subject).map_err(|e| wrong(&e))?;
    let decision: Decision = serde_json::from_value(value).map_err(|e| wrong(&e))?;
    // Article 34(4) and (5) speak of Articles 21 and 23: whom these do not bind they do not fine.
    let bound = decision.duties.iter().any(|duty| duty == "art.21");
    let exposure = if bound { answers.exposure(&decision.class, law) } else { None };
    let next = scope_tell::next(&decision, all);
    Ok(Told { answers, decision, exposure, next })
}

/// The answers, and whether somebody was asked for them just now.
fn answers(args: &ScopeArgs, law: &Law) -> Result<(Answers, bool), Problem> {
    let connectors = sources::connectors();
    let given = match &args.answers {
        Some(path) => Some(read(path)?),
        None => config::load(args.config.as_deref(), &sources::names(&connectors))?.scope,
    };
    if given.is_none() && args.set.is_empty() {
        if !scope_ask::can_ask() {
            return Err(Problem::new("there are no answers to decide from").hint(
                "add a [scope] section to assize.toml, or give --answers FILE or --set staff=60 …;\n\
                 `assize scope --questions` shows what may be answered; on a terminal they are asked",
            ));
        }
        return Ok((scope_ask::ask(law)?, true));
    }
    let mut map = match serde_json::to_value(given.unwrap_or_default()) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    };
    for pair in &args.set {
        let (name, value) = scope_ask::assignment(pair)?;
        map.insert(name, value);
    }
    let answers = serde_json::from_value(Value::Object(map))
        .map_err(|e| Problem::new("the answers cannot be used").because(e))?;
    Ok((answers, false))
}

/// Answers in TOML or JSON, at the top or under `scope`.
fn read(path: &Path) -> Result<Answers, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Section {
        scope: Answers,
    }
    let (name, text) = if path.as_os_str() == "-" {
        let mut text = String::new();
        let read = std::io::stdin().take(LONGEST).read_to_string(&mut text);
        read.map_err(|e| Problem::new("cannot read standard input").because(e))?;
        ("standard input".to_owned(), text)
    } else {
        (path.display().to_string(), assets::read_text(path)?)
    };
    if text.trim_start().starts_with('{') {
        let value: Value = serde_json::from_str(&text).map_err(|e| Problem::new(format!("{name}: {e}")))?;
        let value = value.get("scope").cloned().unwrap_or(value);
        return serde_json::from_value(value).map_err(|e| Problem::new(format!("{name}: {e}")));
    }
    if let Ok(section) = toml::from_str::<Section>(&text) {
        return Ok(section.scope);
    }
    toml::from_str(&text).map_err(|e| point(&name, &text, &e.span().unwrap_or(0..0), e.message()))
}

#[cfg(test)]
#[path = "scope_tests.rs"]
mod tests;
