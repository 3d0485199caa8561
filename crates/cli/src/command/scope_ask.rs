//! The questions of `assize scope`: shown, asked on a terminal, or answered by `--set`.

use std::io::{BufRead, IsTerminal, Write};

use assess::Law;
use assess::scope::{ADMINISTRATIONS, Answers, CUSTOMERS, DESIGNATIONS, EXCLUSIONS, PROGRAMMES};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::args::Format;
use crate::print::Screen;
use crate::problem::{Exit, Problem};

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Shape {
    Words,
    Word,
    Number,
    YesNo,
}

/// One question.
#[derive(Debug, Serialize)]
struct Question {
    name: &'static str,
    ask: &'static str,
    shape: Shape,
    /// True if it is only asked of those whom it can concern.
    rare: bool,
}

const fn question(name: &'static str, shape: Shape, rare: bool, ask: &'static str) -> Question {
    Question { name, ask, shape, rare }
}

/// All questions, in the order in which they are asked.
const QUESTIONS: [Question; 18] = [
    question(
        "entity_types",
        Shape::Words,
        false,
        "Which of these does the organisation provide to others? `other` for none.",
    ),
    question("sectors", Shape::Words, false, "Which sectors of Annex I and II is it active in? Empty for none."),
    question(
        "staff",
        Shape::Number,
        false,
        "How many people work there, in annual work units, linked enterprises included?",
    ),
    question(
        "turnover_eur",
        Shape::Number,
        false,
        "What is the annual turnover, in euros, linked enterprises included?",
    ),
    question(
        "balance_eur",
        Shape::Number,
        false,
        "What is the balance sheet total, in euros, linked enterprises included?",
    ),
    question(
        "group_turnover_eur",
        Shape::Number,
        true,
        "What is the worldwide turnover of the undertaking it belongs to? Fines follow it.",
    ),
    question("qualified_trust_service", Shape::YesNo, true, "Is the trust service a qualified one?"),
    question(
        "member_state",
        Shape::Word,
        false,
        "In which country is the main establishment? Two letters, such as DE.",
    ),
    question("member_states", Shape::Words, false, "In which countries are services provided? Two letters each."),
    question("customers", Shape::Words, false, "Who are the customers?"),
    question("programmes", Shape::Words, false, "Which programmes are there already?"),
    question("public_administration", Shape::Word, true, "Is it a public administration, and of which level?"),
    question("designations", Shape::Words, true, "Has a Member State found one of these (Art. 2(2)(b) to (e))?"),
    question(
        "designated_essential",
        Shape::YesNo,
        true,
        "Did a Member State identify it as essential for that (Art. 3(1)(e))?",
    ),
    question(
        "critical_entity",
        Shape::YesNo,
        true,
        "Is it a critical entity under Directive (EU) 2022/2557 (Art. 2(3))?",
    ),
    question(
        "essential_services_operator",
        Shape::YesNo,
        true,
        "Was it an operator of essential services before 16 January 2023, and does the Member State keep it so (Art. 3(1)(g))?",
    ),
    question(
        "added_by_member_state",
        Shape::YesNo,
        true,
        "Does national law add it: local administration or education (Art. 2(5))?",
    ),
    question("exclusions", Shape::Words, true, "Does one of these take it out of scope (Art. 2(7), (8), (10))?"),
];

/// What may be answered.
fn choices(name: &str, law: &Law) -> Vec<(String, String)> {
    let plain = |all: &[&str]| all.iter().map(|word| ((*word).to_owned(), String::new())).collect();
    match name {
        "entity_types" => law
            .entity_type
            .iter()
            .map(|one| (one.id.clone(), one.title.clone()))
            .chain([("other".to_owned(), "None of these".to_owned())])
            .collect(),
        "sectors" => {
            let one = |sector: &assess::Sector| {
                let title = format!("{} ({})", sector.title, sector.cite);
                let parts = sector.parts.iter().map(|p| (format!("{}.{}", sector.id, p.id), p.title.clone()));
                std::iter::once((sector.id.clone(), title)).chain(parts).collect::<Vec<_>>()
            };
            law.sector.iter().flat_map(one).collect()
        }
        "public_administration" => plain(&ADMINISTRATIONS),
        "designations" => plain(&DESIGNATIONS),
        "exclusions" => plain(&EXCLUSIONS),
        "customers" => plain(&CUSTOMERS),
        "programmes" => plain(&PROGRAMMES),
        _ => Vec::new(),
    }
}

/// True if somebody is there to answer.
pub(super) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Prints the questions.
pub(super) fn questions(law: &Law, format: Format, screen: &Screen) -> Result<(), Problem> {
    if format == Format::Json {
        let one = |q: &Question| {
            let choices: Map<String, Value> =
                choices(q.name, law).into_iter().map(|(id, title)| (id, Value::from(title))).collect();
            serde_json::json!({ "name": q.name, "ask": q.ask, "shape": q.shape, "choices": choices })
        };
        return screen.json(&QUESTIONS.iter().map(one).collect::<Vec<_>>());
    }
    screen.result(|out| {
        writeln!(
            out,
            "# Answers for assize.toml. Leave out what you do not know; leaving out is not \"no\".\n[scope]"
        )?;
        for q in &QUESTIONS {
            writeln!(out)?;
            writeln!(out, "# {}", q.ask)?;
            for (id, title) in choices(q.name, law) {
                writeln!(out, "{}", format!("#   {id:46} {title}").trim_end())?;
            }
            let example = match q.shape {
                Shape::Words => "[]",
                Shape::Word => "\"…\"",
                Shape::Number => "0",
                Shape::YesNo => "false",
            };
            writeln!(out, "# {} = {example}", q.name)?;
        }
        Ok(())
    })
}

/// `name=value` as an answer.
pub(super) fn assignment(pair: &str) -> Result<(String, Value), Problem> {
    let wrong = |why: String| {
        Problem::new(format!("--set {pair:?} is no answer"))
            .cause(why)
            .hint("write --set staff=60, or --set entity_types=cloud,msp; `assize scope --questions` shows the names")
    };
    let (name, value) = pair.split_once('=').ok_or_else(|| wrong("there is no = in it".to_owned()))?;
    let question = QUESTIONS.iter().find(|q| q.name == name.trim());
    let question = question.ok_or_else(|| wrong(format!("there is no question {:?}", name.trim())))?;
    Ok((question.name.to_owned(), parse(question.shape, value).map_err(wrong)?))
}

fn parse(shape: Shape, text: &str) -> Result<Value, String> {
    let text = text.trim();
    match shape {
        Shape::Words => Ok(text.split([',', ' ']).filter(|word| !word.is_empty()).collect()),
        Shape::Word => Ok(Value::from(text)),
        Shape::Number => number(text).map(Value::from),
        Shape::YesNo => match text {
            "yes" | "y" | "true" => Ok(Value::from(true)),
            "no" | "n" | "false" => Ok(Value::from(false)),
            _ => Err(format!("{text:?} is neither yes nor no")),
        },
    }
}

/// A whole number: `60`, `12_000_000`, `12,000,000`, `12M`, `12.5M`.
fn number(text: &str) -> Result<u64, String> {
    let wrong = || format!("{text:?} is no whole number; write 12000000, 12_000_000 or 12M");
    let Some(millions) = text.strip_suffix(['M', 'm']) else {
        let grouped = text.split(['_', ',']).skip(1).all(|group| group.len() == 3);
        let digits: String = text.chars().filter(|c| !matches!(c, '_' | ',')).collect();
        return if grouped { digits.parse().map_err(|_| wrong()) } else { Err(wrong()) };
    };
    let (whole, part) = millions.trim().split_once('.').unwrap_or((millions.trim(), ""));
    if part.len() > 6 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let part: u64 = format!("{part:0<6}").parse().map_err(|_| wrong())?;
    whole.checked_mul(1_000_000).and_then(|n| n.checked_add(part)).ok_or_else(wrong)
}

/// Asks on the terminal. An empty line leaves a question open.
pub(super) fn ask(law: &Law) -> Result<Answers, Problem> {
    let mut lines = std::io::stdin().lock().lines();
    let mut err = std::io::stderr().lock();
    let broken = |e: std::io::Error| Problem::new("the terminal does not answer").because(e);
    writeln!(err, "An empty line leaves a question open. Ctrl-C stops.\n").map_err(broken)?;
    let mut map = Map::new();
    let mut rare = false;
    for q in &QUESTIONS {
        let trust = q.name == "qualified_trust_service"
            && map.get("entity_types").is_some_and(|types| types.to_string().contains("trust_service"));
        if q.rare && !rare && !trust {
            if q.name != "public_administration" {
                continue;
            }
            writeln!(err, "Is it a public body, or has a Member State decided something about it? (y/n)")
                .map_err(broken)?;
            rare = line(&mut lines)?.starts_with(['y', 'Y']);
            if !rare {
                break;
            }
        }
        writeln!(err, "{}", q.ask).map_err(broken)?;
        for (id, title) in choices(q.name, law) {
            writeln!(err, "{}", format!("  {id:46} {title}").trim_end()).map_err(broken)?;
        }
        loop {
            write!(err, "{}> ", q.name).and_then(|()| err.flush()).map_err(broken)?;
            let said = line(&mut lines)?;
            if said.is_empty() {
                break;
            }
            match parse(q.shape, &said).and_then(|value| accepted(q.name, value, law)) {
                Ok(value) => {
                    map.insert(q.name.to_owned(), value);
                    break;
                }
                Err(why) => writeln!(err, "{why}").map_err(broken)?,
            }
        }
    }
    serde_json::from_value(Value::Object(map)).map_err(|e| Problem::new("the answers cannot be used").because(e))
}

/// Lets an answer through if the law knows its words.
fn accepted(name: &str, value: Value, law: &Law) -> Result<Value, String> {
    let one = Value::Object(Map::from_iter([(name.to_owned(), value.clone())]));
    let answers: Answers = serde_json::from_value(one).map_err(|e| e.to_string())?;
    answers.problems(law).into_iter().next().map_or(Ok(value), Err)
}

fn line(lines: &mut impl Iterator<Item = std::io::Result<String>>) -> Result<String, Problem> {
    match lines.next() {
        Some(Ok(line)) => Ok(line.trim().to_owned()),
        Some(Err(e)) => Err(Problem::new("the terminal does not answer").because(e)),
        None => Err(Problem::new("the answers ended before the questions").exit(Exit::Usage)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("60", 60),
            ("12_000_000", 12_000_000),
            ("12,000,000", 12_000_000),
            ("12M", 12_000_000),
            ("12.5M", 12_500_000),
            ("10.000001M", 10_000_001),
            ("0", 0),
        ] {
            assert_eq!(number(text), Ok(value), "{text}");
        }
        for bad in ["", "-1", "1.5", "12.000.000", "1,5", "12k", "M", "1.1234567M", "99999999999999M", "60 people"] {
            assert!(number(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_answer_is_a_question_and_every_question_an_answer() {
        let Value::Object(answers) = serde_json::to_value(Answers::default()).unwrap() else { panic!("no object") };
        let mut asked: Vec<&str> = QUESTIONS.iter().map(|q| q.name).collect();
        let mut known: Vec<&str> = answers.keys().map(String::as_str).collect();
        asked.sort_unstable();
        known.sort_unstable();
        assert_eq!(asked, known);
    }

    #[test]
    fn an_assignment_needs_a_known_name_and_a_fitting_value() {
        assert_eq!(assignment("entity_types=cloud, msp").unwrap().1, serde_json::json!(["cloud", "msp"]));
        assert_eq!(assignment("critical_entity=yes").unwrap().1, true);
        for bad in ["staff", "stuff=1", "staff=many", "critical_entity=perhaps"] {
            assert!(assignment(bad).is_err(), "{bad}");
        }
    }
}
