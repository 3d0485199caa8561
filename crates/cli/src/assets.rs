//! What is built into the program: policies, frameworks and the example estate.

use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::RustEmbed;

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "../../policies"]
#[include = "*.rego"]
struct Policies;

#[derive(RustEmbed)]
#[folder = "../../policies"]
#[include = "peers/*.toml"]
struct Peers;

#[derive(RustEmbed)]
#[folder = "../../frameworks"]
#[include = "*.toml"]
struct Frameworks;

#[derive(RustEmbed)]
#[folder = "../../fixtures/acme"]
struct Acme;

/// Files larger than this are no policy and no framework.
const LARGEST_TEXT: u64 = 1 << 20;
/// More files than this in one directory are a mistake, such as `--policies /`.
const MOST_FILES: usize = 10_000;

/// Path → text.
pub(crate) type Texts = BTreeMap<String, String>;

/// The built-in policies, with those of `extra` added or put in their place.
pub(crate) fn policies(extra: Option<&Path>) -> Result<Texts, Problem> {
    let mut texts = embedded::<Policies>();
    overlay(&mut texts, extra, "rego")?;
    Ok(texts)
}

/// The checks of other tools, by the tool's name.
pub(crate) fn peers() -> Texts {
    let name = |path: String| Some(path.strip_prefix("peers/")?.strip_suffix(".toml")?.to_owned());
    embedded::<Peers>().into_iter().filter_map(|(path, text)| Some((name(path)?, text))).collect()
}

/// The built-in frameworks, with those of `extra` added or put in their place.
pub(crate) fn frameworks(extra: Option<&Path>) -> Result<Texts, Problem> {
    let mut texts = embedded::<Frameworks>();
    overlay(&mut texts, extra, "toml")?;
    Ok(texts)
}

/// The manifests of a directory, and the facts beside them.
pub(crate) fn manifests(directory: &Path) -> Result<Texts, Problem> {
    let mut texts = Texts::new();
    overlay(&mut texts, Some(directory), "toml")?;
    let facts = directory.join("described");
    if facts.is_dir() {
        let mut found = Texts::new();
        overlay(&mut found, Some(&facts), "json")?;
        texts.extend(found.into_iter().map(|(name, text)| (format!("described/{name}"), text)));
    }
    Ok(texts)
}

/// The files of a built-in fixture.
pub(crate) fn fixture(name: &str) -> Option<BTreeMap<String, Vec<u8>>> {
    (name == "acme")
        .then(|| Acme::iter().filter_map(|p| Acme::get(&p).map(|f| (p.to_string(), f.data.into_owned()))).collect())
}

fn embedded<T: RustEmbed>() -> Texts {
    T::iter()
        .filter_map(|path| T::get(&path).map(|f| (path.to_string(), String::from_utf8_lossy(&f.data).into_owned())))
        .collect()
}

fn overlay(texts: &mut Texts, root: Option<&Path>, extension: &str) -> Result<(), Problem> {
    let Some(root) = root else { return Ok(()) };
    let refuse = |path: &Path, e: std::io::Error| Problem::new(format!("cannot read {}", path.display())).because(e);
    let mut waiting = vec![root.to_path_buf()];
    let mut found = 0;
    while let Some(directory) = waiting.pop() {
        for entry in std::fs::read_dir(&directory).map_err(|e| refuse(&directory, e))? {
            let entry = entry.map_err(|e| refuse(&directory, e))?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(|e| refuse(&directory, e))?);
            // Links are not followed: a link back to a parent would never end.
            if kind.is_dir() {
                waiting.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|e| e == extension) {
                found += 1;
                if found > MOST_FILES {
                    return Err(Problem::new(format!(
                        "{} holds more than {MOST_FILES} .{extension} files",
                        root.display()
                    ))
                    .hint("name the directory that holds the policies themselves"));
                }
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                texts.insert(name, read_text(&path)?);
            }
        }
    }
    if found == 0 {
        return Err(Problem::new(format!("{} holds no .{extension} file", root.display())));
    }
    Ok(())
}

/// Reads a text file of bounded size.
pub(crate) fn read_text(path: &Path) -> Result<String, Problem> {
    let refuse = |e: std::io::Error| Problem::new(format!("cannot read {}", path.display())).because(e);
    let size = std::fs::metadata(path).map_err(refuse)?.len();
    if !std::fs::metadata(path).is_ok_and(|m| m.is_file()) {
        return Err(Problem::new(format!("{} is not a file", path.display())));
    }
    if size > LARGEST_TEXT {
        return Err(Problem::new(format!("{} is too large: {size} bytes, at most {LARGEST_TEXT}", path.display())));
    }
    let bytes = std::fs::read(path).map_err(refuse)?;
    String::from_utf8(bytes)
        .map_err(|e| Problem::new(format!("{} is not UTF-8 text", path.display())).because(e.utf8_error()))
}
