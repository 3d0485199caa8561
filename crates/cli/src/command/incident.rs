//! `assize incident`: the register of incidents, edited safely, and its deadlines.

use std::path::Path;

use model::{Resource, Timestamp};
use serde_json::{Map, Value, json};
use toml_edit::{DocumentMut, Item, value};

use crate::args::{Format, IncidentCommand, IncidentPlace, Stage};
use crate::incident::document::{Recipient, document};
use crate::incident::due::{Report, State, reports};
use crate::incident::{names, text};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::register_folder::{moment, of_kind, put, read, register, write};

const INCIDENT: &str = "registers.incident.incident";
const AUTHORITY: &str = "registers.incident.authority";
const ENTITY: &str = "registers.organization.entity";

/// `assize incident`.
pub(crate) fn incident(command: &IncidentCommand, screen: &Screen) -> Result<Exit, Problem> {
    match command {
        IncidentCommand::Open { id, title, severity, owner, detected_at, aware_at, place } => {
            let now = moment(None)?;
            let detected = detected_at.as_deref().map_or(Ok(now), |text| moment(Some(text)))?;
            let aware = aware_at.as_deref().map(|text| moment(Some(text))).transpose()?;
            let text = opened(title, severity, owner, detected, aware, now, place);
            let file = file_of(id)?;
            let path = write(&place.registers, register("incidents")?, &file, &text, true)?;
            wrote(&path, id, place, screen)
        }
        IncidentCommand::Update { id, set, place } => edit(id, place, screen, |file| {
            for assignment in set {
                assign(file, assignment)?;
            }
            Ok(())
        }),
        IncidentCommand::Notify { id, stage, sent_at, receipt, place } => match sent_at {
            None => prepare(id, *stage, place, screen),
            Some(at) => {
                let (names, at) = (names(*stage), moment(Some(at))?);
                edit(id, place, screen, |file| {
                    file[names.at] = value(at.to_string());
                    if let Some(receipt) = receipt {
                        file[names.receipt] = value(receipt);
                    }
                    Ok(())
                })
            }
        },
        IncidentCommand::Close { id, at, root_cause, lesson, place } => {
            let at = moment(at.as_deref())?;
            edit(id, place, screen, |file| {
                if !file.contains_key("handled_at") {
                    file["handled_at"] = value(at.to_string());
                }
                file["closed_at"] = value(at.to_string());
                if let Some(cause) = root_cause {
                    file["root_cause"] = value(cause);
                }
                if !lesson.is_empty() {
                    file["lessons"] = value(lesson.iter().collect::<toml_edit::Array>());
                }
                Ok(())
            })
        }
        IncidentCommand::Status { id, as_of, soon, place } => {
            status(id.as_deref(), moment(as_of.as_deref())?, *soon, place, screen)
        }
    }
}

/// The file of an incident: its id must be a plain name.
fn file_of(id: &str) -> Result<String, Problem> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if id.is_empty() || id.len() > 80 || id.starts_with('.') || !id.chars().all(plain) {
        return Err(Problem::new(format!("{id:?} cannot be an incident's id"))
            .hint("it names a file: letters, digits, - and _, such as 2026-001"));
    }
    Ok(format!("incidents/{id}.toml"))
}

/// The text of a new incident's file.
fn opened(
    title: &str,
    severity: &str,
    owner: &str,
    detected: Timestamp,
    aware: Option<Timestamp>,
    now: Timestamp,
    place: &IncidentPlace,
) -> String {
    let mut file = DocumentMut::new();
    file["title"] = value(title);
    file["severity"] = value(severity);
    file["owner"] = value(owner);
    file["detected_at"] = value(detected.to_string());
    file["significant"] = value("undecided");
    if let Some(aware) = aware {
        file["aware_at"] = value(aware.to_string());
    }
    if let Some(types) = entity(&place.registers).and_then(|(_, types)| types) {
        file["entity_types"] = value(types.iter().collect::<toml_edit::Array>());
    }
    let (since, now) = (detected.to_string(), now.to_string());
    file["effective_at"] = value(since);
    file["collected_at"] = value(now.clone());
    file["received_at"] = value(now);
    format!(
        "# An incident. `assize incident status` shows what is due. The decision whether it is significant\n\
         # (NIS2 Article 23(3)) needs significant, decided_at, decided_by, criteria and reason.\n{file}"
    )
}

/// The entity's name and types, if its register can be read.
fn entity(folder: &Path) -> Option<(Option<String>, Option<Vec<String>>)> {
    let collected = read(folder, &[ENTITY]).ok()?;
    let entity = of_kind(&collected, ENTITY).ok()?.into_iter().next()?;
    let fields = fields(&entity);
    let types = fields.get("entity_types").and_then(Value::as_array);
    let types = types.map(|types| types.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    Some((text(&fields, "name").map(str::to_owned), types))
}

fn fields(resource: &Resource) -> Map<String, Value> {
    resource.fields.iter().map(|(name, value)| (name.to_string(), value.clone())).collect()
}

/// Changes an incident's file, keeping its comments and order.
fn edit(
    id: &str,
    place: &IncidentPlace,
    screen: &Screen,
    change: impl FnOnce(&mut DocumentMut) -> Result<(), Problem>,
) -> Result<Exit, Problem> {
    let file = file_of(id)?;
    let path = place.registers.join(&file);
    if !path.is_file() {
        return Err(Problem::new(format!("there is no incident {id}: {} is not there", path.display()))
            .hint("`assize incident status` lists them; `assize incident open` enters a new one"));
    }
    let old = crate::assets::read_text(&path)?;
    let mut parsed: DocumentMut = old.parse().map_err(|e: toml_edit::TomlError| {
        Problem::new(format!("{} is not TOML", path.display())).cause(e.to_string())
    })?;
    change(&mut parsed)?;
    if crate::assets::read_text(&path)? != old {
        return Err(Problem::new(format!("{} was changed meanwhile; nothing was written", path.display())));
    }
    write(&place.registers, register("incidents")?, &file, &parsed.to_string(), false)?;
    wrote(&path, id, place, screen)
}

/// `FIELD=VALUE`: TOML if it is, text otherwise.
fn assign(file: &mut DocumentMut, assignment: &str) -> Result<(), Problem> {
    let Some((name, written)) = assignment.split_once('=') else {
        return Err(Problem::new(format!("{assignment:?} sets nothing")).hint("write --set field=value"));
    };
    let (name, written) = (name.trim(), written.trim());
    if written.is_empty() {
        file.remove(name);
        return Ok(());
    }
    let parsed = written.parse::<toml_edit::Value>().unwrap_or_else(|_| written.into());
    match file.get_mut(name).and_then(Item::as_value_mut) {
        Some(old) => {
            // The decoration holds what stands around the value, such as a comment behind it.
            let decor = old.decor().clone();
            *old = parsed;
            *old.decor_mut() = decor;
        }
        None => file[name] = value(parsed),
    }
    Ok(())
}

/// Says what was written and how the incident stands now.
fn wrote(path: &Path, id: &str, place: &IncidentPlace, screen: &Screen) -> Result<Exit, Problem> {
    if place.format == Format::Text {
        screen.note(format!("wrote {}", path.display()));
    }
    let _ = status(Some(id), moment(None)?, 24, place, screen)?;
    Ok(Exit::Pass)
}

/// The incidents that can be read, and the mistakes in the others.
fn incidents(id: Option<&str>, place: &IncidentPlace) -> Result<(Vec<Resource>, Vec<String>), Problem> {
    let collected = read(&place.registers, &[INCIDENT])?;
    let mut found = of_kind(&collected, INCIDENT)?;
    found.retain(|incident| id.is_none_or(|id| incident.id == id));
    let about = |gap: &&model::Gap| id.is_none() || gap.resource.is_none() || gap.resource.as_deref() == id;
    let mistakes: Vec<String> = collected.gaps.iter().filter(about).map(|gap| gap.message.clone()).collect();
    if let Some(id) = id
        && found.is_empty()
    {
        let problem = Problem::new(format!("there is no incident {id} that can be read"));
        return Err(mistakes.iter().fold(problem, |problem, mistake| problem.cause(mistake)));
    }
    Ok((found, mistakes))
}

/// Writes the pre-filled report.
fn prepare(id: &str, stage: Stage, place: &IncidentPlace, screen: &Screen) -> Result<Exit, Problem> {
    let (found, _) = incidents(Some(id), place)?;
    let Some(incident) = found.first() else {
        return Err(Problem::new(format!("there is no incident {id}")));
    };
    let authorities = of_kind(&read(&place.registers, &[AUTHORITY])?, AUTHORITY)?;
    let authorities: Vec<Map<String, Value>> = authorities.iter().map(fields).collect();
    let recipients: Vec<Recipient<'_>> = authorities
        .iter()
        .filter(|authority| authority.get("reports") == Some(&Value::Bool(true)))
        .map(|authority| {
            let known = [("name", "Name"), ("portal_url", "Portal"), ("email", "Email"), ("telephone", "Telephone")];
            Recipient { lines: known.iter().filter_map(|(f, what)| Some((*what, text(authority, f)?))).collect() }
        })
        .collect();
    let entity = entity(&place.registers).and_then(|(name, _)| name);
    let names = names(stage);
    let page = document(stage, id, &fields(incident), entity.as_deref(), &recipients);
    let short = names.title.to_lowercase().replace(' ', "-");
    let path = place.registers.join(format!("files/{id}-{short}.md"));
    put(&path, &page, true)?;
    if place.format == Format::Json {
        screen.json(&json!({ "wrote": path.display().to_string() }))?;
        return Ok(Exit::Pass);
    }
    screen.result(|out| {
        writeln!(out, "wrote {}", path.display())?;
        writeln!(out, "next: complete and send it, then")?;
        writeln!(out, "  assize incident notify {id} {} --sent-at MOMENT --receipt TEXT", word(stage))
    })?;
    Ok(Exit::Pass)
}

fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::EarlyWarning => "early-warning",
        Stage::Notification => "notification",
        Stage::Intermediate => "intermediate",
        Stage::Progress => "progress",
        Stage::Final => "final",
    }
}

fn status(
    id: Option<&str>,
    as_of: Timestamp,
    soon: u32,
    place: &IncidentPlace,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let (found, mistakes) = incidents(id, place)?;
    let told: Vec<(Map<String, Value>, &Resource, Vec<Report>)> = found
        .iter()
        .map(|incident| {
            let fields = fields(incident);
            let reports = reports(&fields, as_of, soon);
            (fields, incident, reports)
        })
        .collect();
    let missed = told.iter().flat_map(|(_, _, reports)| reports).any(|report| report.state.missed());
    if place.format == Format::Json {
        let rows: Vec<Value> = told.iter().map(|(fields, incident, reports)| row(fields, incident, reports)).collect();
        screen.json(&json!({ "as_of": as_of.to_string(), "incidents": rows, "mistakes": mistakes }))?;
    } else {
        screen.result(|out| {
            for mistake in &mistakes {
                writeln!(out, "{mistake}")?;
            }
            if told.is_empty() && mistakes.is_empty() {
                writeln!(out, "no incident is entered")?;
            }
            for (fields, incident, reports) in &told {
                show(out, fields, incident, reports)?;
            }
            Ok(())
        })?;
    }
    Ok(match (mistakes.is_empty(), missed) {
        (false, _) => Exit::Unknown,
        (true, true) => Exit::Fail,
        (true, false) => Exit::Pass,
    })
}

fn show(
    out: &mut dyn std::io::Write,
    fields: &Map<String, Value>,
    incident: &Resource,
    reports: &[Report],
) -> std::io::Result<()> {
    let said = |name: &str| text(fields, name).unwrap_or("?");
    let end = text(fields, "closed_at").map_or_else(|| "open".to_owned(), |at| format!("closed {at}"));
    writeln!(out, "{}  {}  [{}, {end}]", incident.id, said("title"), said("severity"))?;
    let met: Vec<&str> =
        fields.get("criteria_met").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let facts = if met.is_empty() { String::new() } else { format!("; the facts meet {}", met.join(", ")) };
    writeln!(out, "    significant: {}{facts}", said("significant"))?;
    if reports.is_empty() {
        writeln!(out, "    no clock runs; it starts with aware_at")?;
    }
    for report in reports {
        let due = report.due.map_or_else(|| "no date".to_owned(), |due| format!("due {due}"));
        let sent = match (report.sent, report.receipt) {
            (Some(sent), true) => format!(", sent {sent}"),
            (Some(sent), false) => format!(", sent {sent}, no receipt entered"),
            (None, _) => String::new(),
        };
        let state = report.state.as_str().to_owned();
        let state = if matches!(report.state, State::Overdue | State::Late) { state.to_uppercase() } else { state };
        writeln!(out, "    {state:<9} {}: {due}{sent} ({})", report.title, report.cite)?;
    }
    Ok(())
}

fn row(fields: &Map<String, Value>, incident: &Resource, reports: &[Report]) -> Value {
    let rows: Vec<Value> = reports
        .iter()
        .map(|report| {
            json!({
                "report": report.title, "cite": report.cite, "state": report.state.as_str(),
                "due": report.due.map(|m| m.to_string()), "sent": report.sent.map(|m| m.to_string()),
                "receipt": report.receipt,
            })
        })
        .collect();
    json!({
        "id": incident.id, "title": fields.get("title"), "severity": fields.get("severity"),
        "significant": fields.get("significant"), "criteria_met": fields.get("criteria_met"),
        "closed_at": fields.get("closed_at"), "reports": rows,
    })
}
