//! `assize store`: put bundles into the store, get them back, list them, check them.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::seal::{Content, Existing, Limits, Repack};
use ::store::bundle::{self, Checked, Progress, Pulled, Pushed};
use ::store::{BUNDLE_SUFFIX, Objects, Store};
use serde::Serialize;

use crate::args::{Format, StoreArgs, StoreCommand};
use crate::config::{self, Config};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::stored::{self, told, unreachable, whole};
use crate::{sources, world};

/// Files up to this size are put together in memory.
const SMALL: u64 = 1 << 20;

/// `assize store`.
pub(crate) fn store(command: StoreCommand, screen: &Screen) -> Result<Exit, Problem> {
    match command {
        StoreCommand::Push { bundles, place } => push(bundles, &place, screen),
        StoreCommand::Pull { run, output, force, place } => pull(&run, &output, force, &place, screen),
        StoreCommand::List { place } => list(&place, screen),
        StoreCommand::Check { deep, runs, place } => check(deep, &runs, &place, screen),
    }
}

fn configuration(place: &StoreArgs) -> Result<Config, Problem> {
    let mut config = config::load(place.config.as_deref(), &sources::names(&sources::connectors()))?;
    if place.url.is_some() {
        config.store.url.clone_from(&place.url);
    }
    Ok(config)
}

async fn open(config: &Config) -> Result<Arc<dyn Objects>, Problem> {
    stored::open(&config.store, &config.network).await
}

#[derive(Serialize)]
struct PushedJson {
    name: String,
    was_there: bool,
    bytes_added: u64,
    objects_added: u64,
    bundle_bytes: u64,
    base: Option<String>,
    retained_until: Option<String>,
}

#[derive(Serialize)]
struct Failed {
    bundle: String,
    error: String,
    causes: Vec<String>,
}

fn push(bundles: Vec<PathBuf>, place: &StoreArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = configuration(place)?;
    let bundles = if bundles.is_empty() { local(&config)? } else { bundles };
    let (where_to, pushed, failed) = world::block_on(async {
        let objects = open(&config).await?;
        let (mut pushed, mut failed): (Vec<Pushed>, Vec<(PathBuf, Problem)>) = (Vec::new(), Vec::new());
        for path in bundles {
            match stored::push(&objects, &path, screen).await {
                Ok(done) => pushed.push(done),
                Err(problem) => failed.push((path, problem)),
            }
        }
        Ok((objects.place(), pushed, failed))
    })?;
    if place.format == Format::Json {
        let pushed: Vec<PushedJson> = pushed.into_iter().map(json_of).collect();
        let told = |(path, problem): &(PathBuf, Problem)| Failed {
            bundle: path.display().to_string(),
            error: problem.error.clone(),
            causes: problem.causes.clone(),
        };
        let not_pushed: Vec<Failed> = failed.iter().map(told).collect();
        screen.json(&serde_json::json!({ "store": where_to, "pushed": pushed, "failed": not_pushed }))?;
    } else {
        screen.result(|out| pushed.iter().try_for_each(|done| writeln!(out, "{}", told(done, &where_to))))?;
    }
    let count = failed.len();
    match failed.into_iter().next() {
        None => Ok(Exit::Pass),
        Some((_, problem)) if count == 1 => Err(problem),
        Some((_, mut problem)) => {
            problem.error = format!("{count} bundles were not stored; the first: {}", problem.error);
            Err(problem)
        }
    }
}

fn json_of(pushed: Pushed) -> PushedJson {
    let Pushed { name, was_there, bytes_added, objects_added, bundle_bytes, base, retained_until } = pushed;
    PushedJson { name, was_there, bytes_added, objects_added, bundle_bytes, base, retained_until }
}

/// All bundles in the folder that runs seal into.
fn local(config: &Config) -> Result<Vec<PathBuf>, Problem> {
    let Some(folder) = config.seal.output.as_ref().filter(|folder| folder.is_dir()) else {
        return Err(Problem::new("there is nothing to send")
            .hint("name bundles, or the folder that they are in: [seal] output in assize.toml"));
    };
    let found = Store::open(folder).and_then(|store| store.bundles());
    let found = found.map_err(|e| Problem::new(format!("cannot list {}", folder.display())).because(e))?;
    Ok(found.into_iter().map(|bundle| bundle.path).collect())
}

fn pull(wanted: &str, output: &Path, force: bool, place: &StoreArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = configuration(place)?;
    let scratch = tempfile::tempdir().map_err(|e| Problem::new("cannot make a temporary directory").because(e))?;
    let mut pulled = world::block_on(async {
        let objects = open(&config).await?;
        let name = bundle::find(objects.as_ref(), wanted).await.map_err(|e| unreachable(&e))?;
        screen.step(format!("fetching {name}"));
        let bar = screen.bar();
        let tell = |p: Progress| bar.set_message(format!("fetching {name}: {} of {} chunks", p.done, p.total));
        bundle::pull(&objects, &name, scratch.path(), &tell).await.map_err(|e| unreachable(&e))
    })?;
    let target =
        if output.is_dir() { output.join(format!("{}{BUNDLE_SUFFIX}", pulled.name())) } else { output.to_path_buf() };
    screen.step("putting it together");
    let existing = if force { Existing::Replace } else { Existing::Keep };
    put_together(&mut pulled, &target, existing, scratch.path())?;
    let now = whole(&target).map_err(|e| Problem::new(format!("cannot read {}", target.display())).because(e))?;
    let identical = now == *pulled.whole();
    if place.format == Format::Json {
        screen.json(&serde_json::json!({
            "name": pulled.name(), "bundle": target.display().to_string(), "bytes": now.bytes, "identical": identical,
        }))?;
        return Ok(Exit::Pass);
    }
    screen.result(|out| {
        writeln!(out, "pulled {} to {} ({} bytes)", pulled.name(), target.display(), now.bytes)?;
        if identical {
            writeln!(out, "it is the file that was pushed, byte for byte")
        } else {
            writeln!(
                out,
                "its content is what was pushed; its packing is new, because another version of the program packed it"
            )
        }
    })?;
    screen.note(format!("nothing is proven yet: assize verify {} --key PUBLIC-KEY", target.display()));
    Ok(Exit::Pass)
}

/// Errors of both crates while a bundle is put together.
enum Wrong {
    Store(::store::Error),
    Seal(::seal::Error),
    Disk(std::io::Error),
}

impl From<::store::Error> for Wrong {
    fn from(error: ::store::Error) -> Self {
        Self::Store(error)
    }
}

fn put_together(pulled: &mut Pulled, target: &Path, existing: Existing, scratch: &Path) -> Result<(), Problem> {
    let cannot =
        |e: &dyn std::error::Error| Problem::new(format!("cannot write {}", target.display())).cause(e.to_string());
    let run = pulled.run().to_owned();
    let mut repack = Repack::new(&run, target, existing, &Limits::default()).map_err(|e| cannot(&e))?;
    let large = scratch.join("large");
    let done = pulled.files(|path, size, next| {
        if size <= SMALL {
            let mut bytes = Vec::new();
            while let Some(part) = next()? {
                bytes.extend(part);
            }
            return repack.add(path, &Content::Bytes(bytes)).map_err(Wrong::Seal);
        }
        let mut file = std::fs::File::create(&large).map_err(Wrong::Disk)?;
        while let Some(part) = next()? {
            file.write_all(&part).map_err(Wrong::Disk)?;
        }
        repack.add(path, &Content::File(large.clone())).map_err(Wrong::Seal)
    });
    done.map_err(|wrong| match wrong {
        Wrong::Store(error) => unreachable(&error),
        Wrong::Seal(error) => cannot(&error),
        Wrong::Disk(error) => cannot(&error),
    })?;
    repack.finish().map_err(|e| cannot(&e))
}

fn list(place: &StoreArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = configuration(place)?;
    screen.step("listing");
    let (where_from, kept) = world::block_on(async {
        let objects = open(&config).await?;
        let mut kept = Vec::new();
        for one in bundle::list(objects.as_ref()).await.map_err(|e| unreachable(&e))? {
            let about = bundle::about(objects.as_ref(), &one.name).await;
            kept.push((one.name, about.map_err(|e| e.to_string())));
        }
        Ok((objects.place(), kept))
    })?;
    let broken = kept.iter().any(|(_, about)| about.is_err());
    if place.format == Format::Json {
        let line = |(name, about): &(String, Result<Option<bundle::Whole>, String>)| match about {
            Ok(Some(whole)) => serde_json::json!({ "name": name, "bytes": whole.bytes, "sha256": whole.sha256 }),
            Ok(None) => serde_json::json!({ "name": name }),
            Err(error) => serde_json::json!({ "name": name, "error": error }),
        };
        let bundles: Vec<_> = kept.iter().map(line).collect();
        screen.json(&serde_json::json!({ "store": where_from, "bundles": bundles }))?;
    } else {
        screen.result(|out| {
            for (name, about) in &kept {
                match about {
                    Ok(Some(whole)) => writeln!(out, "{name}  {:>12} bytes", whole.bytes)?,
                    Ok(None) => writeln!(out, "{name}")?,
                    Err(error) => writeln!(out, "{name}  {error}")?,
                }
            }
            writeln!(out, "{} bundles in {where_from}", kept.len())
        })?;
    }
    Ok(if broken { Exit::Store } else { Exit::Pass })
}

fn check(deep: bool, runs: &[String], place: &StoreArgs, screen: &Screen) -> Result<Exit, Problem> {
    let config = configuration(place)?;
    screen.step("checking");
    let scratch = tempfile::tempdir().map_err(|e| Problem::new("cannot make a temporary directory").because(e))?;
    let (where_from, checked) = world::block_on(async {
        let objects = open(&config).await?;
        let mut names = Vec::new();
        for run in runs {
            names.push(bundle::find(objects.as_ref(), run).await.map_err(|e| unreachable(&e))?);
        }
        let bar = screen.bar();
        let tell = |p: Progress| bar.set_message(format!("checked {} of {} bundles", p.done, p.total));
        let (names, deep) = ((!runs.is_empty()).then_some(names), deep.then(|| scratch.path()));
        let checked = bundle::check(&objects, names.as_deref(), deep, &tell).await.map_err(|e| unreachable(&e))?;
        Ok((objects.place(), checked))
    })?;
    let exit = if checked.wrong.is_empty() { Exit::Pass } else { Exit::Store };
    if place.format == Format::Json {
        screen.json(&report(&checked, &where_from, deep))?;
    } else {
        screen.result(|out| {
            for (name, why) in &checked.wrong {
                writeln!(out, "WRONG    {name}: {why}")?;
            }
            let Checked { bundles, chunks, bytes, unused, read, .. } = &checked;
            writeln!(out, "checked  {bundles} bundles, {chunks} chunks, {bytes} bytes in {where_from}")?;
            if deep {
                writeln!(out, "read     {read} bytes of content, each as it was pushed, but for what is named above")?;
            } else {
                writeln!(out, "read     nothing but the indexes; add --deep to read all bytes back")?;
            }
            if let Some(until) = &checked.retained_until {
                writeln!(out, "retained until {until} at least")?;
            }
            if *unused > 0 {
                writeln!(out, "unused   {unused} chunks, of pushes that were cut off or are under way")?;
            }
            Ok(())
        })?;
    }
    Ok(exit)
}

fn report(checked: &Checked, place: &str, deep: bool) -> serde_json::Value {
    let wrong = |(name, why): &(String, String)| serde_json::json!({ "bundle": name, "why": why });
    serde_json::json!({
        "store": place,
        "bundles": checked.bundles,
        "chunks": checked.chunks,
        "bytes": checked.bytes,
        "unused_chunks": checked.unused,
        "deep": deep,
        "content_bytes_read": checked.read,
        "retained_until": checked.retained_until,
        "wrong": checked.wrong.iter().map(wrong).collect::<Vec<_>>(),
    })
}
