//! `assize plan`: which calls a run would make, and how often each. Nothing is asked.

use std::io::Write;

use collect::{Call, Connector, Once};
use model::Source;
use serde::Serialize;

use super::table::{Table, wrap};
use crate::args::{Format, PlanArgs};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::rules::chosen_policies;
use crate::sources;

#[derive(Debug, Serialize)]
struct Answer {
    sources: Vec<Told>,
}

/// The calls of a source.
#[derive(Debug, Serialize)]
struct Told {
    source: String,
    /// Absent if its connector does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    calls: Option<Vec<Call>>,
}

/// `assize plan`.
pub(crate) fn plan(args: &PlanArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = sources::resolve(&args.sources, &sources::connectors())?;
    let connectors = super::run::connectors(&args.policy, &config)?;
    sources::check(&config, &connectors)?;
    let catalogue = runner::collect::catalogue(&connectors);
    let asked: Vec<String> = config.sources.iter().flat_map(Source::asked).collect();
    let wanted = chosen_policies(&args.policy, &config, &asked, &catalogue)?.plan();
    let told = config.sources.iter().map(|source| told(source, &connectors, &wanted));
    let answer = Answer { sources: told.collect::<Result<_, _>>()? };
    match args.format {
        Format::Json => screen.json(&answer)?,
        Format::Markdown => screen.result(|out| table(&answer).markdown(out))?,
        Format::Text => screen.result(|out| text(out, &answer))?,
    }
    Ok(Exit::Pass)
}

fn told(source: &Source, connectors: &[Box<dyn Connector>], wanted: &model::Plan) -> Result<Told, Problem> {
    let connector = connectors.iter().find(|connector| connector.name() == source.connector);
    let calls = connector.map(|connector| connector.calls(source, wanted)).transpose();
    let calls = calls.map_err(|e| Problem::new("a source cannot be planned for").because(e))?;
    Ok(Told { source: source.id.to_string(), calls: calls.flatten() })
}

/// How often, in words.
fn often(once: &Once) -> String {
    match once {
        Once::Source => "once".to_owned(),
        Once::Account => "for each account".to_owned(),
        Once::Region => "for each region".to_owned(),
        Once::Resource { kind } => format!("for each {kind}"),
        Once::Batch { kind, size } => format!("for each {size} of {kind}"),
    }
}

fn table(answer: &Answer) -> Table {
    let mut rows = Vec::new();
    for one in &answer.sources {
        for call in one.calls.iter().flatten() {
            let repeats = if call.repeats { "yes" } else { "" }.to_owned();
            let permissions = call.permissions.join(", ");
            rows.push(vec![one.source.clone(), call.operation.clone(), often(&call.once), repeats, permissions]);
        }
    }
    Table { columns: vec!["source", "call", "made", "repeats", "permissions"], rows }
}

fn text(out: &mut dyn Write, answer: &Answer) -> std::io::Result<()> {
    for one in &answer.sources {
        let Some(calls) = &one.calls else {
            writeln!(out, "{}  its connector does not tell its calls\n", one.source)?;
            continue;
        };
        writeln!(out, "{}", one.source)?;
        for group in calls.chunk_by(|a, b| a.once == b.once) {
            let Some(first) = group.first() else { continue };
            let name = |call: &Call| format!("{}{}", call.operation, if call.repeats { "+" } else { "" });
            let names: Vec<String> = group.iter().map(name).collect();
            wrap(out, 4, &format!("{}: ", often(&first.once)), &names.join(", "))?;
        }
        let count = |is: fn(&Once) -> bool| calls.iter().filter(|call| is(&call.once)).count();
        let accounts = count(|once| matches!(once, Once::Account));
        let regions = count(|once| matches!(once, Once::Region));
        let grows = calls.len() - accounts - regions - count(|once| matches!(once, Once::Source));
        writeln!(out, "  {accounts} for each account, {regions} for each region, {grows} that grow with the estate\n")?;
    }
    writeln!(out, "+ is made again for each further page, or until an answer is ready")
}
