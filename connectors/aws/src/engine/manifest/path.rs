//! Paths into replies as manifests write them: `Reservations[].Instances[]`, `Attributes.Policy`,
//! `Rules[0].Id`. It must never find a value that does not stand where the path says.

use serde_json::Value;

use crate::engine::described::{Shape, Shapes};
use crate::engine::names::snake;

/// Most steps of a path.
const MOST_STEPS: usize = 16;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// A member of a structure, or a key of a map.
    Member(String),
    /// Each element of a list.
    Each,
    /// The first element of a list.
    First,
    /// The last element of a list.
    Last,
}

/// A way into a reply; without steps it is the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Path(Vec<Step>);

impl Path {
    /// Reads a path; the error says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        if text == "." {
            return Ok(Self(steps));
        }
        for word in text.split('.') {
            let (name, marks) = word.split_at(word.find('[').unwrap_or(word.len()));
            let spelled = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':'));
            if word.is_empty() || !spelled {
                return Err(format!("{text:?} is no path: {word:?} is no member"));
            }
            if !name.is_empty() {
                steps.push(Step::Member(name.to_owned()));
            }
            marks_of(marks, &mut steps)
                .ok_or_else(|| format!("{text:?} is no path: {marks:?} is not [], [0] or [-1]"))?;
        }
        if steps.len() > MOST_STEPS {
            return Err(format!("{text:?} has more than {MOST_STEPS} steps"));
        }
        Ok(Self(steps))
    }

    /// The path with members spelled as decoding spells them, and the shape it leads to.
    pub(crate) fn bind<'s>(&self, from: &'s Shape, shapes: &'s Shapes) -> Result<(Self, &'s Shape), String> {
        let (mut shape, mut steps) = (from, Vec::new());
        for step in &self.0 {
            let inner = match (step, shape) {
                (_, Shape::Document) => Some((step.clone(), shape)),
                (Step::Member(name), Shape::Struct(_) | Shape::Named(_)) => {
                    let member = shapes.members(shape).and_then(|members| members.get(name));
                    member.map(|member| (Step::Member(snake(name)), &member.is))
                }
                (Step::Member(_), Shape::Map(map)) => Some((step.clone(), map.of.as_ref())),
                (Step::Each | Step::First | Step::Last, Shape::List(list)) => Some((step.clone(), list.of.as_ref())),
                _ => None,
            };
            let (step, next) = inner.ok_or_else(|| format!("the path {self} leads nowhere in what is described"))?;
            steps.push(step);
            shape = next;
        }
        Ok((Self(steps), shape))
    }

    /// True if it may lead to several values.
    pub(crate) fn plucks(&self) -> bool {
        self.0.contains(&Step::Each)
    }

    /// What stands there. With `[]` on the way it is the list of all that is there; without the
    /// list itself it is nothing.
    pub(crate) fn find(&self, value: &Value) -> Option<Value> {
        find(&self.0, value)
    }

    /// The same without a copy, for a path without `[]`.
    pub(crate) fn one<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(value, |value, step| down(step, value))
    }

    /// Takes the elements out of `value` that a path to items leads to; `None` if a list on the way
    /// is not there. If lists may lack, one that does has no elements.
    pub(crate) fn items(&self, value: Value, may_lack: bool) -> Option<Vec<Value>> {
        let mut found = vec![value];
        for (at, step) in self.0.iter().enumerate() {
            let list_follows = !matches!(self.0.get(at + 1), Some(Step::Member(_)));
            let mut next = Vec::new();
            for value in found {
                match (step, value) {
                    (Step::Each, Value::Array(list)) => next.extend(list),
                    (Step::Member(name), Value::Object(mut members)) => match members.remove(name) {
                        Some(inner) => next.push(inner),
                        None if may_lack && list_follows => {}
                        None => return None,
                    },
                    (Step::First | Step::Last, value) => next.extend(down(step, &value).cloned()),
                    _ => return None,
                }
            }
            found = next;
        }
        Some(found)
    }

    /// The path to the list that a path to its elements ends in.
    pub(crate) fn without_last_each(&self) -> Self {
        let mut steps = self.0.clone();
        if steps.last() == Some(&Step::Each) {
            steps.pop();
        }
        Self(steps)
    }
}

fn marks_of(mut marks: &str, steps: &mut Vec<Step>) -> Option<()> {
    while !marks.is_empty() {
        let known = [("[]", Step::Each), ("[0]", Step::First), ("[-1]", Step::Last)];
        let (mark, step) = known.into_iter().find(|(mark, _)| marks.starts_with(mark))?;
        marks = marks.strip_prefix(mark)?;
        steps.push(step);
    }
    Some(())
}

fn down<'v>(step: &Step, value: &'v Value) -> Option<&'v Value> {
    match step {
        Step::Member(name) => value.get(name),
        Step::First => value.as_array()?.first(),
        Step::Last => value.as_array()?.last(),
        Step::Each => None,
    }
}

fn find(steps: &[Step], value: &Value) -> Option<Value> {
    match steps.split_first() {
        None => (!value.is_null()).then(|| value.clone()),
        Some((Step::Each, rest)) => {
            let list = value.as_array()?.iter().filter_map(|inner| find(rest, inner));
            // `A[].B[]` is one list, not a list of lists.
            let nested = rest.contains(&Step::Each);
            Some(Value::Array(if nested { list.flat_map(flat).collect() } else { list.collect() }))
        }
        Some((step, rest)) => find(rest, down(step, value)?),
    }
}

fn flat(value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list,
        other => vec![other],
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() {
            return f.write_str(".");
        }
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Member(name) if at > 0 => write!(f, ".{name}")?,
                Step::Member(name) => f.write_str(name)?,
                Step::Each => f.write_str("[]")?,
                Step::First => f.write_str("[0]")?,
                Step::Last => f.write_str("[-1]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn path(text: &str) -> Path {
        Path::parse(text).unwrap()
    }

    #[test]
    fn paths_lead_where_they_say() {
        let value = json!({"a": [{"b": 1, "c": [1, 2]}, {"c": []}, {"b": 3, "c": [3]}], "d": {"e.f": 1}, "n": null});
        for (text, found) in [
            (".", Some(value.clone())),
            ("a[].b", Some(json!([1, 3]))),
            ("a[].c[]", Some(json!([1, 2, 3]))),
            ("a[0].b", Some(json!(1))),
            ("a[-1].c[0]", Some(json!(3))),
            ("a[1].c[0]", None),
            ("x[].b", None),
            ("d", Some(json!({"e.f": 1}))),
            ("n", None),
        ] {
            assert_eq!(Path::parse(text).ok().and_then(|p| p.find(&value)), found, "{text}");
        }
        assert_eq!(path("a[].c[]").items(value.clone(), false), Some(vec![json!(1), json!(2), json!(3)]));
        assert_eq!(path("x[]").items(value.clone(), false), None, "a list that is not there is not an empty one");
        assert_eq!(path("x[]").items(value.clone(), true), Some(Vec::new()));
        assert_eq!(path("x.y[]").items(value.clone(), true), None, "only the list itself may lack");
        assert_eq!(path("d[]").items(value, true), None);
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["", "a..b", "a[1]", "a[", "a]", "a b", "{a}", &"a.".repeat(40)] {
            assert!(Path::parse(text).is_err(), "{text}");
        }
        for text in [".", "a", "A.b[].C", "a[0][]", "x:y", "[].a"] {
            assert_eq!(path(text).to_string().replace(".[", "["), text);
        }
    }
}
