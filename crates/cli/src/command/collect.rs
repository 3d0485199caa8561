//! `assize collect` and `assize record`: ask live systems and keep what they said.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use collect::Collected;
use model::{Body, Gap, Plan, Source, canonical_line};
use runner::Recording;
use runner::collect::Purpose;
use serde::Deserialize;

use crate::args::{CollectArgs, Format};
use crate::live;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::rules::chosen_policies;
use crate::sources;
use crate::world;

/// How bodies are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// By digest, byte for byte: for evidence.
    Recording,
    /// Inside the lines, where they are text: for a fixture that people read and edit.
    Fixture,
}

/// `assize collect` and `assize record`.
pub(crate) fn collect(args: &CollectArgs, screen: &Screen, style: Style) -> Result<Exit, Problem> {
    let refuse = |path: &Path, e: std::io::Error| Problem::new(format!("cannot write {}", path.display())).because(e);
    if args.output.exists() {
        return Err(Problem::new(format!(
            "{} exists already; a recording is never overwritten",
            args.output.display()
        ))
        .hint("name another directory with --output"));
    }
    let config = sources::resolve(&args.sources, &sources::connectors())?;
    let connectors = super::run::connectors(&args.policy, &config)?;
    sources::check(&config, &connectors)?;
    let catalogue = runner::collect::catalogue(&connectors);
    let plan = if args.everything {
        Plan::everything(catalogue.specs())
    } else {
        let asked: Vec<String> = config.sources.iter().flat_map(Source::asked).collect();
        chosen_policies(&args.policy, &config, &asked, &catalogue)?.plan()
    };
    // Made beside its final name, so that the last step is one rename and never half a recording.
    let parent = args.output.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(|e| refuse(parent, e))?;
    let work = tempfile::Builder::new().prefix(".assize-").tempdir_in(parent).map_err(|e| refuse(parent, e))?;
    let directory = work.path().join("recording");
    let (recording, collected) = live::collect(
        &connectors,
        &config,
        world::run_id()?,
        plan,
        (directory.clone(), Purpose::Keep),
        args.sources.shard.clone(),
        screen,
    )?;
    if style == Style::Fixture {
        inline(&recording, &directory)?;
    }
    std::fs::rename(&directory, &args.output).map_err(|e| refuse(&args.output, e))?;
    let gaps = collected.gaps.len() + field_gaps(&collected)?;
    let (exchanges, resources) = (recording.replay.exchanges().len(), collected.resources.len());
    let wrote = args.output.display();
    if args.format == Format::Json {
        screen.json(&serde_json::json!({
            "wrote": wrote.to_string(), "run": recording.run.id,
            "exchanges": exchanges, "resources": resources, "gaps": gaps,
        }))?;
    } else {
        screen.note(format!("wrote {wrote}: {exchanges} exchanges, {resources} resources, {gaps} gaps"));
    }
    Ok(if gaps == 0 { Exit::Pass } else { Exit::Unknown })
}

/// How many fields of resources could not be seen; those gaps stand in the resources.
fn field_gaps(collected: &Collected) -> Result<usize, Problem> {
    #[derive(Deserialize)]
    struct Gaps {
        #[serde(default)]
        gaps: BTreeMap<String, Gap>,
    }
    let count = |line| serde_json::from_slice(line).map(|Gaps { gaps }| gaps.len());
    let counts: Result<Vec<usize>, _> = collected.resources.iter().map(|(_, line)| count(line)).collect();
    Ok(counts.map_err(|e| Problem::new("what was collected cannot be counted").because(e))?.iter().sum())
}

/// Puts bodies that are text into the lines, JSON as JSON, and drops the files they were in.
fn inline(recording: &Recording, directory: &Path) -> Result<(), Problem> {
    let wrong = |e: &dyn std::error::Error| Problem::new("the fixture cannot be written").cause(e.to_string());
    let (mut lines, mut still_needed) = (Vec::new(), BTreeSet::new());
    for exchange in recording.replay.exchanges() {
        let mut exchange = exchange.clone();
        let bodies = exchange.request.body.iter_mut().chain(exchange.reply.iter_mut().filter_map(|r| r.body.as_mut()));
        for body in bodies {
            let bytes = recording.replay.body(body).map_err(|e| wrong(&e))?;
            match (readable(&bytes), &*body) {
                (Some(inlined), _) => *body = inlined,
                (None, Body::Stored { sha256, .. }) => drop(still_needed.insert(sha256.to_string())),
                (None, _) => {}
            }
        }
        lines.extend(canonical_line(&exchange).map_err(|e| wrong(&e))?);
    }
    let bodies = directory.join("bodies");
    for entry in std::fs::read_dir(&bodies).into_iter().flatten().flatten() {
        if !still_needed.contains(&*entry.file_name().to_string_lossy()) {
            std::fs::remove_file(entry.path()).map_err(|e| wrong(&e))?;
        }
    }
    // Left in place if a binary body is still there.
    let _ = std::fs::remove_dir(&bodies);
    std::fs::write(directory.join("exchanges.jsonl"), lines).map_err(|e| wrong(&e))
}

/// The body in a form people can read, if that form gives the same bytes back.
fn readable(bytes: &[u8]) -> Option<Body> {
    let text = std::str::from_utf8(bytes).ok()?;
    let json = serde_json::from_str::<serde_json::Value>(text).ok();
    let exact = json.filter(|json| model::canonical_json(json).is_ok_and(|canonical| canonical == bytes));
    Some(exact.map_or_else(|| Body::Text { text: text.to_owned() }, |json| Body::Json { json }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_inlined_only_in_a_form_that_gives_the_same_bytes() {
        assert!(matches!(readable(br#"{"a":1}"#), Some(Body::Json { .. })));
        assert!(matches!(readable(br#"{ "a": 1 }"#), Some(Body::Text { .. })), "white space would be lost as JSON");
        assert!(matches!(readable(b"<a/>"), Some(Body::Text { .. })));
        assert!(readable(&[0xff, 0x00]).is_none(), "bytes that are no text stay a file");
    }
}
