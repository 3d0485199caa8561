//! Canonical JSON: the one spelling of a value, so that equal values have equal bytes.
//!
//! Keys sorted by code point, no white space, UTF-8, no floating-point numbers that are whole
//! (RFC 8785 without its number formatting: Assize writes integers and strings only).

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::{Digest, Error};

/// The canonical bytes of `value`, without a line end.
///
/// # Errors
/// When `value` cannot be written as JSON.
pub fn canonical_json<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let out = Out::default();
    value.serialize(&mut Serializer::with_formatter(out.clone(), Sorted::new(&out))).map_err(Error::Write)?;
    Ok(out.0.take())
}

/// The canonical bytes of `value` and a line feed: one line of a JSON Lines file.
///
/// # Errors
/// When `value` cannot be written as JSON.
pub fn canonical_line<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut line = canonical_json(value)?;
    line.push(b'\n');
    Ok(line)
}

/// The SHA-256 of the canonical bytes of `value`.
///
/// # Errors
/// When `value` cannot be written as JSON.
pub fn digest_of<T: Serialize + ?Sized>(value: &T) -> Result<Digest, Error> {
    Ok(Digest::of(&canonical_json(value)?))
}

/// The bytes written so far, seen by the serialiser, which adds to them, and by [`Sorted`].
#[derive(Clone, Default)]
struct Out(Rc<RefCell<Vec<u8>>>);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where a member of an object stands in the bytes: its key with quotes, then all of it.
#[derive(Debug, Clone, Copy)]
struct Member {
    start: usize,
    key_end: usize,
    end: usize,
}

/// Puts the members of each object into order once the object is written. Structs write theirs in
/// the order of their declaration, and `serde_json` keeps maps sorted only while nobody in the build
/// turns its `preserve_order` feature on, so the order is made here.
struct Sorted {
    out: Out,
    /// The members of the objects that are open, of all of them in one list.
    members: Vec<Member>,
    /// Where in it each open object begins.
    open: Vec<usize>,
    scratch: Vec<u8>,
}

impl Sorted {
    fn new(out: &Out) -> Self {
        Self { out: out.clone(), members: Vec::new(), open: Vec::new(), scratch: Vec::new() }
    }

    fn at(&self) -> usize {
        self.out.0.borrow().len()
    }

    fn sort(&mut self) -> io::Result<()> {
        let broken = || io::Error::other("an object was closed that was not opened");
        let first = self.open.pop().ok_or_else(broken)?;
        let mut out = self.out.0.borrow_mut();
        let members = self.members.get_mut(first..).ok_or_else(broken)?;
        let key = |member: &Member| out.get(member.start..member.key_end).unwrap_or_default();
        if let (Some(start), false) =
            (members.first().map(|m| m.start), members.is_sorted_by_key(|m| unescaped(key(m))))
        {
            members.sort_by(|a, b| unescaped(key(a)).cmp(&unescaped(key(b))));
            self.scratch.clear();
            for (i, member) in members.iter().enumerate() {
                if i > 0 {
                    self.scratch.push(b',');
                }
                self.scratch.extend_from_slice(out.get(member.start..member.end).unwrap_or_default());
            }
            out.truncate(start);
            out.extend_from_slice(&self.scratch);
        }
        self.members.truncate(first);
        Ok(())
    }
}

impl Formatter for Sorted {
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open.push(self.members.len());
        writer.write_all(b"{")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        let start = self.at();
        self.members.push(Member { start, key_end: start, end: start });
        Ok(())
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let at = self.at();
        if let Some(member) = self.members.last_mut() {
            member.key_end = at;
        }
        Ok(())
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let at = self.at();
        // Members of objects inside the value are gone from the list by now.
        if let Some(member) = self.members.last_mut() {
            member.end = at;
        }
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.sort()?;
        writer.write_all(b"}")
    }
}

/// A key as it is sorted, of one that is written with quotes.
fn unescaped(quoted: &[u8]) -> Cow<'_, [u8]> {
    let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    if inner.contains(&b'\\')
        && let Ok(key) = serde_json::from_slice::<String>(quoted)
    {
        return Cow::Owned(key.into_bytes());
    }
    Cow::Borrowed(inner)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let value: Value = serde_json::from_str(r#"{"b":[{"z":1,"a":null}],"a":"\u00e9"}"#).unwrap();
        assert_eq!(canonical_json(&value).unwrap(), "{\"a\":\"é\",\"b\":[{\"a\":null,\"z\":1}]}".as_bytes());
    }

    #[derive(Serialize)]
    struct Declared<'a> {
        z: BTreeMap<&'a str, u8>,
        b: Option<&'a str>,
        empty: BTreeMap<u8, u8>,
        a: Vec<Inner>,
    }

    #[derive(Serialize)]
    struct Inner {
        y: i64,
        x: bool,
    }

    #[test]
    fn the_order_of_declaration_does_not_show() {
        let inner = || Inner { y: -1, x: true };
        let value = Declared {
            z: BTreeMap::from([("\u{1}", 1), ("\"", 2), ("a b", 3), ("a", 4), ("é", 5)]),
            b: Some("x"),
            empty: BTreeMap::new(),
            a: vec![inner(), inner()],
        };
        let wanted = r#"{"a":[{"x":true,"y":-1},{"x":true,"y":-1}],"b":"x","empty":{},"z":{"\u0001":1,"\"":2,"a":4,"a b":3,"é":5}}"#;
        assert_eq!(String::from_utf8(canonical_json(&value).unwrap()).unwrap(), wanted);
    }

    /// Members in the order of the list, whatever that is.
    #[derive(Debug, Clone)]
    struct Unsorted(Vec<(String, Unsorted)>);

    impl Serialize for Unsorted {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
        }
    }

    fn tree() -> impl Strategy<Value = Unsorted> {
        let leaf = Just(()).prop_map(|()| Unsorted(Vec::new()));
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop::collection::btree_map("[\u{0}-\u{7f}é\u{ffff}\u{10000}]{0,3}", inner, 0..6)
                .prop_map(|map| map.into_iter().collect::<Vec<_>>())
                .prop_shuffle()
                .prop_map(Unsorted)
        })
    }

    proptest! {
        #[test]
        fn any_order_gives_the_bytes_of_the_sorted_one(value in tree()) {
            let sorted = serde_json::to_value(&value).unwrap();
            prop_assert_eq!(canonical_json(&value).unwrap(), serde_json::to_vec(&sorted).unwrap());
        }
    }
}
