//! Explains where a re-performance departs from what was sealed: which policy, which resource, which fields,
//! and the exchanges that both rest on.
//!
//! Says only what stands in the two files and in the recording; guesses at no motive.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};

use model::Exchange;
use serde_json::Value;

/// Lines and values are shown up to this length.
const SHOWN: usize = 300;
/// So many fields are told at most.
const MOST: usize = 8;
/// So many exchanges are told at most; a bucket rests on a dozen.
const MOST_EXCHANGES: usize = 50;
/// A line that one side lacks is looked for among so many that follow on the other.
const AHEAD: usize = 200;

/// How a line differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Both have it, and it says something else.
    Changed,
    /// The bundle has it, and it does not come out again.
    OnlySealed,
    /// It comes out, and the bundle does not have it.
    OnlyReplayed,
}

/// What a line speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The policy.
    pub policy: Option<String>,
    /// The resource's kind.
    pub kind: Option<String>,
    /// The resource.
    pub resource: Option<String>,
    /// The source that was asked.
    pub source: Option<String>,
    /// The framework.
    pub framework: Option<String>,
    /// The requirement.
    pub requirement: Option<String>,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its JSON pointer.
    pub pointer: String,
    /// What the bundle says; `None` if it has no such field.
    pub sealed: Option<String>,
    /// What came out now; `None` if there is no such field.
    pub replayed: Option<String>,
}

/// An exchange that a line rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub id: String,
    /// What was called; `None` if the bundle has no such exchange.
    pub operation: Option<String>,
}

/// Where a re-performance first departs from what was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// How.
    pub how: How,
    /// What it is about.
    pub about: About,
    /// The fields that differ, if both have the line; the first few.
    pub fields: Vec<Field>,
    /// The exchanges that it rests on; the first few.
    pub exchanges: Vec<Asked>,
    /// What the bundle says there; `None` if it has no such line.
    pub sealed: Option<String>,
    /// What came out now; `None` if there is no such line.
    pub replayed: Option<String>,
    /// Derived files after this one that differ too.
    pub also: Vec<&'static str>,
}

/// The first difference between two files, explained with the exchanges of the recording.
///
/// # Errors
/// When one of them cannot be read.
pub(crate) fn first(
    file: &str,
    sealed: impl Read,
    replayed: impl Read,
    recorded: &[Exchange],
) -> std::io::Result<Option<Difference>> {
    let (mut sealed, mut replayed) = (BufReader::new(sealed), BufReader::new(replayed));
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for line in 1_u64.. {
        a.clear();
        b.clear();
        sealed.read_until(b'\n', &mut a)?;
        replayed.read_until(b'\n', &mut b)?;
        if a != b {
            let how = how(file, (&a, &mut sealed), (&b, &mut replayed))?;
            return Ok(Some(explained(file, line, how, (&a, &b), recorded)));
        }
        if a.is_empty() {
            break;
        }
    }
    Ok(None)
}

/// A line and what follows it.
type Side<'a, R> = (&'a [u8], &'a mut BufReader<R>);

fn how<A: Read, B: Read>(file: &str, sealed: Side<'_, A>, replayed: Side<'_, B>) -> std::io::Result<How> {
    let ((a, after_a), (b, after_b)) = (sealed, replayed);
    if a.is_empty() {
        return Ok(How::OnlyReplayed);
    }
    if b.is_empty() {
        return Ok(How::OnlySealed);
    }
    let (of_a, of_b) = (about(file, a), about(file, b));
    if of_a == of_b {
        return Ok(How::Changed);
    }
    if follows(file, &of_b, after_a)? {
        return Ok(How::OnlySealed);
    }
    Ok(if follows(file, &of_a, after_b)? { How::OnlyReplayed } else { How::Changed })
}

/// True if a line about the same thing follows soon.
fn follows(file: &str, wanted: &About, rest: &mut impl BufRead) -> std::io::Result<bool> {
    let mut line = Vec::new();
    for _ in 0..AHEAD {
        line.clear();
        if rest.read_until(b'\n', &mut line)? == 0 {
            return Ok(false);
        }
        if about(file, &line) == *wanted {
            return Ok(true);
        }
    }
    Ok(false)
}

fn explained(file: &str, line: u64, how: How, (a, b): (&[u8], &[u8]), recorded: &[Exchange]) -> Difference {
    let sealed = Some(a).filter(|_| how != How::OnlyReplayed);
    let replayed = Some(b).filter(|_| how != How::OnlySealed);
    let parsed = |line: Option<&[u8]>| line.and_then(|line| serde_json::from_slice::<Value>(line).ok());
    let (was, is) = (parsed(sealed), parsed(replayed));
    let mut fields = Vec::new();
    if let (Some(was), Some(is)) = (&was, &is) {
        compare("", Some(was), Some(is), &mut fields);
    }
    let mut ids = BTreeSet::new();
    for value in was.iter().chain(&is) {
        let listed = value.get("exchanges").and_then(Value::as_array).into_iter().flatten();
        ids.extend(listed.chain(value.get("exchange")).filter_map(Value::as_str).map(str::to_owned));
    }
    let asked = |id: String| Asked {
        operation: recorded.iter().find(|known| known.id.to_string() == id).map(|known| known.operation.clone()),
        id,
    };
    Difference {
        file: file.to_owned(),
        line,
        how,
        about: about(file, sealed.or(replayed).unwrap_or_default()),
        fields,
        exchanges: ids.into_iter().take(MOST_EXCHANGES).map(asked).collect(),
        sealed: sealed.and_then(shown),
        replayed: replayed.and_then(shown),
        also: Vec::new(),
    }
}

/// What a line of a derived file is about. In some files the thing itself has the `id`.
fn about(file: &str, line: &[u8]) -> About {
    let value: Value = serde_json::from_slice(line).unwrap_or_default();
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let id_in = |name: &str| if file == name { text("id") } else { None };
    About {
        policy: text("policy").or_else(|| id_in("policies.jsonl")),
        kind: text("kind"),
        resource: text("resource").or_else(|| id_in("resources.jsonl")),
        source: text("source"),
        framework: text("framework"),
        requirement: text("requirement"),
    }
}

/// The fields in which two values differ, going into objects.
fn compare(pointer: &str, was: Option<&Value>, is: Option<&Value>, found: &mut Vec<Field>) {
    if was == is || found.len() >= MOST {
        return;
    }
    let (Some(Value::Object(a)), Some(Value::Object(b))) = (was, is) else {
        let told = |value: Option<&Value>| value.map(|value| cut(&value.to_string()));
        found.push(Field { pointer: pointer.to_owned(), sealed: told(was), replayed: told(is) });
        return;
    };
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for name in names {
        let inner = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
        compare(&inner, a.get(name), b.get(name), found);
    }
}

fn cut(text: &str) -> String {
    let kept: String = text.chars().take(SHOWN).collect();
    if kept.len() < text.len() { format!("{kept}…") } else { kept }
}

fn shown(line: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(line);
    (!line.is_empty()).then(|| cut(text.trim_end_matches('\n')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sealed: &str, replayed: &str) -> Option<Difference> {
        first("findings.jsonl", sealed.as_bytes(), replayed.as_bytes(), &[]).unwrap()
    }

    fn finding(resource: &str, outcome: &str) -> String {
        format!(
            "{{\"exchanges\":[\"e-1\"],\"kind\":\"k\",\"outcome\":\"{outcome}\",\"policy\":\"p\",\"resource\":\"{resource}\",\"source\":\"s\"}}\n"
        )
    }

    #[test]
    fn equal_files_have_no_difference() {
        assert_eq!(found("a\nb\n", "a\nb\n"), None);
        assert_eq!(found("", ""), None);
    }

    #[test]
    fn the_first_line_that_differs_is_named() {
        let difference = found("a\nb\nc\n", "a\nx\nc\n").unwrap();
        assert_eq!(
            (difference.line, difference.sealed.as_deref(), difference.replayed.as_deref()),
            (2, Some("b"), Some("x"))
        );
    }

    #[test]
    fn a_file_that_ends_early_or_lacks_its_last_line_end_differs() {
        let more = found("a\nb\n", "a\n").unwrap();
        assert_eq!((more.how, more.replayed), (How::OnlySealed, None));
        let less = found("a\n", "a\nb\n").unwrap();
        assert_eq!((less.how, less.sealed), (How::OnlyReplayed, None));
        assert!(found("a\n", "a").is_some(), "a missing line end is a difference");
    }

    #[test]
    fn a_changed_line_names_policy_resource_fields_and_exchanges() {
        let told = found(&finding("r", "pass"), &finding("r", "fail")).unwrap();
        assert_eq!(told.how, How::Changed);
        assert_eq!((told.about.policy.as_deref(), told.about.resource.as_deref()), (Some("p"), Some("r")));
        let field =
            Field { pointer: "/outcome".into(), sealed: Some("\"pass\"".into()), replayed: Some("\"fail\"".into()) };
        assert_eq!(told.fields, [field]);
        assert_eq!(told.exchanges, [Asked { id: "e-1".into(), operation: None }]);
    }

    #[test]
    fn a_line_that_one_side_lacks_is_not_taken_for_a_change_of_the_next() {
        let [one, two, three] = ["1", "2", "3"].map(|resource| finding(resource, "pass"));
        let whole = [one.as_str(), &two, &three].concat();
        let without = [one.as_str(), &three].concat();
        let dropped = found(&without, &whole).unwrap();
        assert_eq!((dropped.how, dropped.about.resource.as_deref()), (How::OnlyReplayed, Some("2")));
        let added = found(&whole, &without).unwrap();
        assert_eq!((added.how, added.about.resource.as_deref()), (How::OnlySealed, Some("2")));
    }

    #[test]
    fn long_values_and_many_fields_are_cut() {
        let many = |n: u32| -> String {
            let fields: Vec<String> =
                (0..50).map(|i| format!("\"f{i}\":\"{}\"", "x".repeat(900 + n as usize))).collect();
            format!("{{{}}}\n", fields.join(","))
        };
        let told = found(&many(0), &many(1)).unwrap();
        assert_eq!(told.fields.len(), MOST);
        assert!(told.fields.iter().all(|f| f.sealed.as_ref().is_some_and(|s| s.chars().count() == SHOWN + 1)));
    }
}
