//! The place in `assize.toml` of what is found to be wrong only when it is used: a setting of a source, a parameter.
//!
//! It must never guess: what it does not find in the file is told without a place.

use std::ops::Range;

use model::SourceId;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::config::point;
use crate::problem::Problem;

/// A configuration as it was read.
#[derive(Debug)]
pub(crate) struct File {
    name: String,
    text: String,
}

type Key<'t> = Spanned<DeString<'t>>;

impl File {
    /// A file of this name with this text.
    pub(crate) fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned() }
    }

    /// `message`, which names a setting of the source, at that setting.
    pub(crate) fn setting(&self, source: &SourceId, message: &str) -> Option<Problem> {
        let root = DeTable::parse(&self.text).ok()?;
        let sources = value(root.get_ref(), "source")?.as_array()?;
        let mut tables = sources.iter().filter_map(|one| one.get_ref().as_table());
        let called = |table: &&DeTable<'_>| {
            let text = |key| value(table, key).and_then(DeValue::as_str);
            text("name").or_else(|| text("connector")) == Some(source.as_str())
        };
        let table = tables.find(called)?;
        // The first word of the message that is a setting of this source is the one that it is about.
        let mut words = message.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let found = words.find_map(|word| key(table, word).filter(|_| !["name", "connector"].contains(&word)))?;
        Some(self.at(found, &format!("source {source}: {message}")))
    }

    /// `message` at a parameter of a policy; at the policy's table without one.
    pub(crate) fn parameter(&self, policy: &str, param: Option<&str>, message: &str) -> Option<Problem> {
        let root = DeTable::parse(&self.text).ok()?;
        let params = value(value(root.get_ref(), "policies")?.as_table()?, "params")?.as_table()?;
        let found = match param {
            None => key(params, policy)?,
            Some(param) => key(value(params, policy)?.as_table()?, param)?,
        };
        Some(self.at(found, message))
    }

    fn at(&self, found: Range<usize>, message: &str) -> Problem {
        point(&self.name, &self.text, &found, message)
    }
}

fn value<'a, 't>(table: &'a DeTable<'t>, name: &str) -> Option<&'a DeValue<'t>> {
    table.get(name).map(Spanned::get_ref)
}

fn key(table: &DeTable<'_>, name: &str) -> Option<Range<usize>> {
    table.get_key_value(name).map(|(key, _): (&Key<'_>, _)| key.span())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[[source]]\nconnector = \"aws\"\nregoin = \"x\"\n\n[[source]]\nconnector = \"aws\"\nname = \"prod\"\n\
                        region = \"x\"\nregoin = 1\nendpoints = { s3 = \"y\" }\n\n[policies.params.\"a.b\"]\nmax = 1\n";

    #[test]
    fn the_setting_that_a_message_names_first_is_pointed_at_in_its_own_source() {
        let file = File::new("assize.toml", TEXT);
        for (source, message, place) in [
            ("aws", "unknown setting \"regoin\"; known are region", "assize.toml:3:1:"),
            ("prod", "unknown setting \"regoin\"; known are region", "assize.toml:9:1:"),
            ("prod", "region must be a text", "assize.toml:8:1:"),
            ("prod", "endpoints.s3: endpoint must be a URL", "assize.toml:10:1:"),
        ] {
            let told = file.setting(&source.parse().unwrap(), message).unwrap().to_string();
            assert!(told.contains(place) && told.contains(message), "{told}");
        }
        for (source, message) in
            [("prod", "organization is missing"), ("prod", "name and connector"), ("dev", "region")]
        {
            assert!(file.setting(&source.parse().unwrap(), message).is_none(), "{source}: {message}");
        }
    }

    #[test]
    fn a_parameter_is_pointed_at() {
        let file = File::new("assize.toml", TEXT);
        assert!(file.parameter("a.b", Some("max"), "wrong").unwrap().to_string().contains("assize.toml:13:1: wrong"));
        assert!(file.parameter("a.b", None, "wrong").unwrap().to_string().contains("assize.toml:12:18: wrong"));
        assert!(file.parameter("a.c", Some("max"), "wrong").is_none());
    }
}
