//! Finds the places of rules in a JSON text. Only what a rule leads to is taken apart.

use std::borrow::Cow;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::judge::{judge, names_values};
use super::{DEPTH, Followed, Reach, Rule, Splice, Unreadable};
use crate::patterns::mark;

type Count<'c> = &'c mut dyn FnMut(&'static str);

/// The replacements in `text`.
pub(super) fn walk(text: &str, rules: &[Rule], count: Count<'_>) -> Result<Vec<Splice>, Unreadable> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|_| Unreadable)?;
    let mut walk = Walk { text, rules, count, splices: Vec::new() };
    walk.value(raw, &Followed::start(rules), &[], true, 0)?;
    Ok(walk.splices)
}

struct Walk<'t, 'c> {
    text: &'t str,
    rules: &'t [Rule],
    count: Count<'c>,
    splices: Vec<Splice>,
}

impl<'t> Walk<'t, '_> {
    fn value(
        &mut self,
        raw: &'t RawValue,
        followed: &Followed,
        labels: &[Cow<'_, str>],
        is_value: bool,
        depth: usize,
    ) -> Result<(), Unreadable> {
        if followed.is_lost() {
            return Ok(());
        }
        if depth > DEPTH {
            return Err(Unreadable);
        }
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'{') => {
                let members = read::<Members<'t>>(text)?.0;
                let beside: Vec<Cow<'_, str>> = members
                    .iter()
                    .filter(|(key, _)| names_values(key))
                    .filter_map(|(_, raw)| serde_json::from_str::<String>(raw.get()).ok().map(Cow::Owned))
                    .collect();
                for (key, inner) in &members {
                    let mut named = beside.clone();
                    named.push(Cow::Borrowed(key));
                    let is_value = !names_values(key);
                    self.value(inner, &followed.enter(self.rules, key), &named, is_value, depth + 1)?;
                }
            }
            Some(b'[') => {
                let inside = followed.enter(self.rules, "*");
                for inner in read::<Items<'t>>(text)?.0 {
                    self.value(inner, &inside, labels, is_value, depth + 1)?;
                }
            }
            Some(b'"') => self.string(text, followed, labels, is_value)?,
            Some(b'-' | b'0'..=b'9') if followed.inside == Some(Reach::Whole) => {
                (self.count)("withheld");
                self.splice(text, mark("withheld"))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn string(
        &mut self,
        quoted: &str,
        followed: &Followed,
        labels: &[Cow<'_, str>],
        is_value: bool,
    ) -> Result<(), Unreadable> {
        let Some(reach) = followed.inside else { return Ok(()) };
        // Half a surrogate pair is no text that could be judged.
        let value: String = serde_json::from_str(quoted).map_err(|_| Unreadable)?;
        let labels: Vec<&str> = if is_value { labels.iter().map(AsRef::as_ref).collect() } else { Vec::new() };
        if let Some(new) = judge(&value, &labels, reach.takes(is_value), self.count) {
            self.splice(quoted, new)?;
        }
        Ok(())
    }

    /// A raw value becomes the text `new`.
    fn splice(&mut self, raw: &str, new: String) -> Result<(), Unreadable> {
        // The raw value is a part of the text, so its address says where it stands.
        let start = (raw.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize).ok_or(Unreadable)?;
        let end = start + raw.len();
        self.splices.push(Splice { start, end, new: serde_json::Value::from(new).to_string() });
        Ok(())
    }
}

/// The members of an object, in order and with those that stand twice.
struct Members<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);
/// The elements of an array.
struct Items<'t>(Vec<&'t RawValue>);

fn read<'t, T: serde::Deserialize<'t>>(text: &'t str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|_| Unreadable)
}

impl<'de> serde::Deserialize<'de> for Members<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut found = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    found.push((Cow::Owned(key), map.next_value::<&'de RawValue>()?));
                }
                Ok(Members(found))
            }
        }
        from.deserialize_map(Read)
    }
}

impl<'de> serde::Deserialize<'de> for Items<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Items<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Items<'de>, A::Error> {
                let mut found = Vec::new();
                while let Some(item) = seq.next_element::<&'de RawValue>()? {
                    found.push(item);
                }
                Ok(Items(found))
            }
        }
        from.deserialize_seq(Read)
    }
}
