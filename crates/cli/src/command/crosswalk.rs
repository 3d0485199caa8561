//! `assize crosswalk`: how requirements of one framework stand to those of another, in both
//! directions, with the policies and registers that are evidence for both.

use std::collections::BTreeSet;
use std::io::Write;

use assess::{Beyond, Framework, Frameworks, Relation, RelationKind, Reuse, Theme};
use model::{FrameworkId, Kind, PolicyId, RequirementId};
use serde::Serialize;

use crate::args::{CrosswalkArgs, TableFormat};
use crate::assets;
use crate::command::coverage::have;
use crate::command::table::{Table, wrap};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::rules::frameworks;

/// A row as it is read in the direction that was asked for.
#[derive(Serialize)]
struct Row<'a> {
    /// `theme`, `requirement` or `beyond`.
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    title: &'a str,
    from: Vec<&'a RequirementId>,
    to: Vec<&'a RequirementId>,
    relation: RelationKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    reuse: Option<Reuse>,
    rationale: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    policies: &'a [PolicyId],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    evidence: &'a [Kind],
}

#[derive(Serialize)]
struct Whole<'a> {
    from: &'a FrameworkId,
    to: &'a FrameworkId,
    rows: Vec<Row<'a>>,
}

/// `assize crosswalk`.
pub(crate) fn crosswalk(args: &CrosswalkArgs, screen: &Screen) -> Result<Exit, Problem> {
    let all = frameworks(&assets::frameworks(args.frameworks.as_deref())?)?;
    let to = args.to.as_deref().unwrap_or(if args.from == "nis2" { "soc2" } else { "nis2" });
    let (from, to) = (named(&all, &args.from)?, named(&all, to)?);
    if from.id == to.id {
        return Err(Problem::new("a crosswalk needs two frameworks").hint("name another one with --to"));
    }
    if let Some(bundle) = &args.have {
        return have(bundle, args, &all, from, to, screen);
    }
    // Machines get everything; people get the themes first.
    let themes = rows(&all, from, to, false);
    let machine = matches!(args.format, TableFormat::Json | TableFormat::Csv);
    // Frameworks that no theme joins may still be joined requirement by requirement.
    let deep = args.all || args.row.is_some() || machine || themes.is_empty();
    let rows = if deep { rows(&all, from, to, true) } else { themes };
    let rows = match &args.row {
        None => rows,
        Some(id) => chosen(&all, from, rows, id)?,
    };
    if rows.is_empty() {
        return Err(Problem::new(format!("no crosswalk joins {} and {}", from.id, to.id))
            .hint("a crosswalk of your own is one more file in the directory named by --frameworks"));
    }
    match args.format {
        TableFormat::Json => screen.json(&Whole { from: &from.id, to: &to.id, rows })?,
        TableFormat::Csv => screen.result(|out| table(&rows).csv(out))?,
        TableFormat::Markdown => screen.result(|out| {
            writeln!(out, "# {} → {}\n", from.title, to.title)?;
            table(&rows).markdown(out)
        })?,
        TableFormat::Text => screen.result(|out| text(out, &all, from, to, &rows, deep))?,
    }
    Ok(Exit::Pass)
}

fn named<'a>(all: &'a Frameworks, id: &str) -> Result<&'a Framework, Problem> {
    all.iter().find(|framework| framework.id.as_str() == id).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|framework| framework.id.as_str()).collect();
        Problem::new(format!("there is no framework {id}")).hint(format!("frameworks are: {}", known.join(", ")))
    })
}

/// Themes, relations if `deep`, and what one framework asks beyond the other.
fn rows<'a>(all: &'a Frameworks, from: &'a Framework, to: &Framework, deep: bool) -> Vec<Row<'a>> {
    let joins = |a: &FrameworkId, b: &FrameworkId| (*a == from.id && *b == to.id, *a == to.id && *b == from.id);
    let mut rows = Vec::new();
    for one in all.crosswalks().flat_map(|crosswalk| &crosswalk.themes) {
        match joins(&one.source, &one.target) {
            (true, _) => rows.push(theme(one, false)),
            (_, true) => rows.push(theme(one, true)),
            _ => {}
        }
    }
    let relations = all.crosswalks().flat_map(|crosswalk| &crosswalk.relations).filter(|_| deep);
    let relations: Vec<&Relation> = relations.collect();
    for one in relations.iter().filter(|one| joins(&one.source, &one.target).0) {
        rows.push(relation(from, one));
    }
    for one in relations.iter().filter(|one| joins(&one.source, &one.target).1) {
        rows.extend(one.targets.iter().map(|target| turned(from, one, target)));
    }
    for one in all.crosswalks().flat_map(|crosswalk| &crosswalk.beyond) {
        match joins(&one.source, &one.target) {
            (true, _) => rows.push(beyond(one, false)),
            (_, true) => rows.push(beyond(one, true)),
            _ => {}
        }
    }
    rows
}

fn theme(one: &Theme, turn: bool) -> Row<'_> {
    let (from, to) = (one.requirements.iter().collect(), one.targets.iter().collect());
    let (from, to, relation) = if turn { (to, from, one.relation.mirrored()) } else { (from, to, one.relation) };
    Row {
        level: "theme",
        id: Some(&one.id),
        title: &one.title,
        from,
        to,
        relation,
        reuse: Some(one.reuse),
        rationale: &one.rationale,
        gap: Some(&one.gap),
        policies: &one.policies,
        evidence: &one.evidence,
    }
}

fn relation<'a>(from: &'a Framework, one: &'a Relation) -> Row<'a> {
    Row {
        level: "requirement",
        id: None,
        title: from.get(&one.requirement).map_or("", |r| r.title.as_str()),
        from: vec![&one.requirement],
        to: one.targets.iter().collect(),
        relation: one.relation,
        reuse: one.reuse,
        rationale: &one.rationale,
        gap: one.gap.as_deref(),
        policies: &[],
        evidence: &[],
    }
}

/// A relation read from one of its targets. Of several targets taken together, one alone is only
/// known to have something in common with the source.
fn turned<'a>(from: &'a Framework, one: &'a Relation, target: &'a RequirementId) -> Row<'a> {
    let alone = one.targets.len() == 1;
    Row {
        title: from.get(target).map_or("", |r| r.title.as_str()),
        from: vec![target],
        to: vec![&one.requirement],
        relation: if alone { one.relation.mirrored() } else { RelationKind::Intersects },
        ..relation(from, one)
    }
}

fn beyond(one: &Beyond, turn: bool) -> Row<'_> {
    let (from, to) = (one.requirements.iter().collect(), one.nearest.iter().collect());
    let (from, to) = if turn { (to, from) } else { (from, to) };
    Row {
        level: "beyond",
        id: None,
        title: &one.title,
        from,
        to,
        relation: RelationKind::None,
        reuse: None,
        rationale: one.part.as_deref().unwrap_or("The whole of it."),
        gap: Some(&one.evidence),
        policies: &[],
        evidence: &[],
    }
}

/// The rows of a theme or of a requirement; one without a row takes those of its nearest parents.
fn chosen<'a>(all: &Frameworks, from: &Framework, rows: Vec<Row<'a>>, id: &str) -> Result<Vec<Row<'a>>, Problem> {
    if rows.iter().any(|row| row.id == Some(id)) {
        return Ok(rows.into_iter().filter(|row| row.id == Some(id)).collect());
    }
    let known = id.parse::<RequirementId>().ok().filter(|id| from.get(id).is_some());
    let Some(requirement) = known else {
        let themes: Vec<&str> = rows.iter().filter_map(|row| row.id).collect();
        let other = all.iter().find(|f| f.id != from.id && id.parse().is_ok_and(|id| f.get(&id).is_some()));
        let problem = Problem::new(format!("{id} is neither a theme nor a requirement of {}", from.id));
        return Err(match other {
            Some(other) => problem.hint(format!("it is one of {0}: read from there with --from {0}", other.id)),
            None => problem.hint(format!("themes are: {}", themes.join(", "))),
        });
    };
    let mut level = BTreeSet::from([requirement]);
    while !level.is_empty() {
        if rows.iter().any(|row| row.level == "requirement" && row.from.iter().any(|id| level.contains(*id))) {
            break;
        }
        level = level.iter().filter_map(|id| from.get(id)).flat_map(|r| r.parents.clone()).collect();
    }
    let up: BTreeSet<RequirementId> = level.iter().flat_map(|id| from.with_ancestors(id)).collect();
    let keep = |row: &Row<'_>| {
        let of = |ids: &BTreeSet<RequirementId>| row.from.iter().any(|id| ids.contains(*id));
        if row.level == "requirement" { of(&level) } else { of(&up) }
    };
    Ok(rows.into_iter().filter(keep).collect())
}

fn join<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn table(rows: &[Row<'_>]) -> Table {
    let row = |row: &Row<'_>| {
        vec![
            row.level.to_owned(),
            row.id.unwrap_or_default().to_owned(),
            row.title.to_owned(),
            join(&row.from),
            join(&row.to),
            row.relation.as_str().to_owned(),
            row.reuse.map_or("", Reuse::as_str).to_owned(),
            row.rationale.to_owned(),
            row.gap.unwrap_or_default().to_owned(),
            join(row.policies),
            join(row.evidence),
        ]
    };
    Table {
        columns: vec![
            "level",
            "id",
            "title",
            "from",
            "to",
            "relation",
            "reuse",
            "rationale",
            "gap",
            "policies",
            "evidence",
        ],
        rows: rows.iter().map(row).collect(),
    }
}

fn text(
    out: &mut dyn Write,
    all: &Frameworks,
    from: &Framework,
    to: &Framework,
    rows: &[Row<'_>],
    deep: bool,
) -> std::io::Result<()> {
    writeln!(out, "{} → {}", from.title, to.title)?;
    for row in rows {
        let (from, to) = (join(&row.from), join(&row.to));
        let to = if to.is_empty() { "nothing".to_owned() } else { to };
        match (row.level, row.id) {
            ("theme", Some(id)) => writeln!(out, "\n{} ({id})", row.title)?,
            ("beyond", _) => writeln!(out, "\nNo counterpart: {}", row.title)?,
            _ => writeln!(out, "\n{from} {}", row.title)?,
        }
        wrap(out, 2, "", &format!("{from} {} {to}", verb(row.relation)))?;
        if let Some(reuse) = row.reuse {
            writeln!(out, "  reuse    {}", reuse.as_str())?;
        }
        wrap(out, 2, "why      ", row.rationale)?;
        // A relation's rationale says its gap already.
        if let Some(gap) = row.gap.filter(|_| row.level != "requirement") {
            // The gap is what NIS2 asks beyond, whichever way the row is read.
            wrap(out, 2, if row.level == "beyond" { "evidence " } else { "beyond   " }, gap)?;
        }
        if !row.policies.is_empty() {
            wrap(out, 2, "policies ", &join(row.policies))?;
        }
        for kind in row.evidence {
            let title = all.evidence_type(kind).map_or("", |one| one.title.as_str());
            wrap(out, 2, "attested ", &format!("{kind}: {title}"))?;
        }
    }
    if !deep {
        writeln!(
            out,
            "\n--row ID shows one theme or requirement, --all every relation, --have BUNDLE what is covered"
        )?;
    }
    Ok(())
}

fn verb(relation: RelationKind) -> &'static str {
    match relation {
        RelationKind::Equal => "asks the same as",
        RelationKind::Subset => "lies within",
        RelationKind::Superset => "asks all of, and more than,",
        RelationKind::Intersects => "shares something with",
        RelationKind::None => "has no counterpart; nearest:",
    }
}
