//! What only the whole program can check of registers: whether the requirements that entries name
//! exist. It is done after every collection, live or replayed, so that both say the same.

use assess::Frameworks;
use collect_crate::Collected;
use model::{Cause, FrameworkId, Gap, RequirementId, Resource};

use crate::Error;

/// The connector of attested evidence.
const REGISTERS: &str = "registers";

/// Adds a gap for each entry of a register that names a requirement which no framework has: such an
/// entry is not used. Requirements are written `framework:id`.
///
/// # Errors
/// When a resource cannot be read back, which only a bug could cause.
pub fn check_requirements(collected: &mut Collected, frameworks: &Frameworks) -> Result<(), Error> {
    let mut found = Vec::new();
    for (key, line) in collected.resources.iter().filter(|(key, _)| key.kind.connector() == REGISTERS) {
        // Most entries name none, and parsing a hundred thousand of them would cost a second.
        if !line.windows(MARK.len()).any(|window| window == MARK) {
            continue;
        }
        let resource: Resource = serde_json::from_slice(line)
            .map_err(|source| model::Error::Read { what: format!("resource {}", key.id), source })?;
        let field = |name: &str| resource.fields.iter().find(|(n, _)| n.as_str() == name).map(|(_, value)| value);
        let place = |name: &str| field(name).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
        let named = field("requirements").and_then(|list| list.as_array()).into_iter().flatten();
        for text in named.filter_map(|text| text.as_str()) {
            let Some(why) = unknown(text, frameworks) else { continue };
            let folder = collected.seen.iter().find(|seen| seen.source == key.source);
            let folder = folder.and_then(|seen| seen.account.as_deref()).unwrap_or(REGISTERS);
            let (file, line) = (place("file").unwrap_or_default(), place("line").unwrap_or_default());
            found.push(Gap {
                source: key.source.clone(),
                kind: key.kind.clone(),
                resource: Some(key.id.clone()),
                field: None,
                cause: Cause::BadReply,
                permission: None,
                message: format!("{folder}/{file}:{line}: requirements: {why}"),
                exchange: resource.exchanges.first().cloned(),
            });
        }
    }
    collected.gaps.extend(found);
    collected.gaps.sort();
    collected.gaps.dedup();
    Ok(())
}

/// How a list of requirements that is not empty begins in a canonical line.
const MARK: &[u8] = b"\"requirements\":[\"";

fn unknown(text: &str, frameworks: &Frameworks) -> Option<String> {
    let Some((framework, id)) = text.split_once(':') else {
        return Some(format!("{text:?} must be written framework:id, such as nis2:art.21.2.a"));
    };
    let known = framework.parse::<FrameworkId>().ok().and_then(|id| frameworks.get(&id));
    let Some(known) = known else {
        return Some(format!("there is no framework {framework:?}"));
    };
    let there = id.parse::<RequirementId>().ok().is_some_and(|id| known.get(&id).is_some());
    (!there).then(|| format!("{framework} has no requirement {id:?}"))
}
