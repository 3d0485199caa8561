//! Reads plain canonical JSON and nothing else, and finds the fields of an object in it.
//!
//! Never builds a tree and never allocates by what a line claims; a line of any other spelling is
//! simply not fielded.

use std::borrow::Cow;

use super::{DEPTH, FIELDED_BYTES, MOST_FIELDS};

/// Calls `visit` with pointer and spelling of each field of `object`, in order. Gives their number, or
/// `None` if it is not an object that can be fielded; then what was visited means nothing.
pub(super) fn split<'a>(object: &'a [u8], visit: &mut dyn FnMut(&str, &'a [u8])) -> Option<usize> {
    if object.len() >= FIELDED_BYTES || std::str::from_utf8(object).is_err() {
        return None;
    }
    let mut scan = Scan { bytes: object, at: 0 };
    let mut walk = Walk { pointer: String::new(), count: 0, visit };
    walk.object(&mut scan, 1)?;
    (scan.at == object.len() && walk.count > 0).then_some(walk.count)
}

/// True if `value` is what a field can be: plain canonical JSON, and no object with a key.
pub(super) fn is_field_value(value: &[u8]) -> bool {
    let mut scan = Scan { bytes: value, at: 0 };
    let object = value.first() == Some(&b'{') && value != b"{}";
    // A field lies one deep at least.
    !object && std::str::from_utf8(value).is_ok() && scan.value(1).is_some() && scan.at == value.len()
}

/// True if `pointer` is a JSON pointer to something inside a document (RFC 6901).
pub(super) fn is_pointer(pointer: &str) -> bool {
    let escapes = |token: &str| token.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    pointer.strip_prefix('/').is_some_and(|rest| rest.split('/').all(escapes))
}

/// The pointers above `pointer`, longest first, without the empty one.
pub(super) fn parents(pointer: &str) -> impl Iterator<Item = &str> {
    let cuts = pointer.rmatch_indices('/').map(|(at, _)| at);
    cuts.filter(|at| *at > 0).filter_map(|at| pointer.get(..at))
}

/// A key as it stands in an object.
pub(super) fn unescape_token(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

struct Walk<'a, 'v> {
    pointer: String,
    count: usize,
    visit: &'v mut dyn FnMut(&str, &'a [u8]),
}

impl<'a> Walk<'a, '_> {
    fn object(&mut self, scan: &mut Scan<'a>, depth: usize) -> Option<()> {
        scan.members(depth, &mut |scan, key| {
            let length = self.pointer.len();
            self.pointer.push('/');
            for character in key.chars() {
                match character {
                    '~' => self.pointer.push_str("~0"),
                    '/' => self.pointer.push_str("~1"),
                    other => self.pointer.push(other),
                }
            }
            let start = scan.at;
            let rest = scan.bytes.get(start..)?;
            if rest.first() == Some(&b'{') && rest.get(1) != Some(&b'}') {
                self.object(scan, depth + 1)?;
            } else {
                scan.value(depth)?;
                self.count += 1;
                if self.count > MOST_FIELDS {
                    return None;
                }
                (self.visit)(&self.pointer, scan.bytes.get(start..scan.at)?);
            }
            self.pointer.truncate(length);
            Some(())
        })
    }
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        (self.peek()? == wanted).then(|| self.at += 1)
    }

    fn literal(&mut self, word: &[u8]) -> Option<()> {
        self.bytes.get(self.at..)?.starts_with(word).then(|| self.at += word.len())
    }

    /// A value that lies `depth` deep.
    fn value(&mut self, depth: usize) -> Option<()> {
        match self.peek()? {
            b'"' => self.string().map(|_| ()),
            b'{' => self.members(depth + 1, &mut |scan, _| scan.value(depth + 1)),
            b'[' => self.array(depth + 1),
            b't' => self.literal(b"true"),
            b'f' => self.literal(b"false"),
            b'n' => self.literal(b"null"),
            _ => self.integer(),
        }
    }

    /// An object; `member` reads the value behind each key.
    fn members(&mut self, depth: usize, member: &mut dyn FnMut(&mut Self, &str) -> Option<()>) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        self.take(b'{')?;
        if self.peek()? == b'}' {
            return self.take(b'}');
        }
        let mut last: Option<Cow<'a, str>> = None;
        loop {
            let key = decoded(self.string()?)?;
            if last.is_some_and(|last| *last >= *key) {
                return None;
            }
            self.take(b':')?;
            member(self, &key)?;
            last = Some(key);
            match self.peek()? {
                b',' => self.at += 1,
                _ => return self.take(b'}'),
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        self.take(b'[')?;
        if self.peek()? == b']' {
            return self.take(b']');
        }
        loop {
            self.value(depth)?;
            match self.peek()? {
                b',' => self.at += 1,
                _ => return self.take(b']'),
            }
        }
    }

    fn integer(&mut self) -> Option<()> {
        let negative = self.take(b'-').is_some();
        let digits = self.bytes.get(self.at..)?.iter().take_while(|b| b.is_ascii_digit()).count();
        let zero = self.peek()? == b'0';
        if digits == 0 || digits > 18 || (zero && (digits > 1 || negative)) {
            return None;
        }
        self.at += digits;
        Some(())
    }

    /// What stands between the quotes of a string.
    fn string(&mut self) -> Option<&'a [u8]> {
        self.take(b'"')?;
        let start = self.at;
        loop {
            let rest = self.bytes.get(self.at..)?;
            self.at += rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..0x20))?;
            match self.peek()? {
                b'"' => break,
                b'\\' => self.escape()?,
                _ => return None,
            }
        }
        let inside = self.bytes.get(start..self.at);
        self.at += 1;
        inside
    }

    fn escape(&mut self) -> Option<()> {
        let code = self.bytes.get(self.at + 1)?;
        if matches!(code, b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't') {
            self.at += 2;
            return Some(());
        }
        let digits = self.bytes.get(self.at + 1..self.at + 6)?.strip_prefix(b"u00")?;
        let text = std::str::from_utf8(digits).ok().filter(|text| !text.contains(|c: char| c.is_ascii_uppercase()))?;
        let named = [0x08, 0x09, 0x0a, 0x0c, 0x0d];
        u8::from_str_radix(text, 16).ok().filter(|n| *n < 0x20 && !named.contains(n) && !text.starts_with('+'))?;
        self.at += 6;
        Some(())
    }
}

fn decoded(raw: &[u8]) -> Option<Cow<'_, str>> {
    let text = std::str::from_utf8(raw).ok()?;
    if text.contains('\\') {
        return serde_json::from_str(&format!("\"{text}\"")).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn fields(text: &str) -> Option<Vec<(String, String)>> {
        let mut found = Vec::new();
        split(text.as_bytes(), &mut |pointer, value| {
            found.push((pointer.to_owned(), String::from_utf8(value.to_vec()).unwrap()));
        })?;
        Some(found)
    }

    #[test]
    fn objects_are_gone_into_and_everything_else_is_a_field() {
        let found = fields(r#"{"a/b":{"~":[{"x":1}],"é":{}},"n":null,"s":"\n\u0001"}"#).unwrap();
        let expected = [("/a~1b/~0", r#"[{"x":1}]"#), ("/a~1b/é", "{}"), ("/n", "null"), ("/s", r#""\n\u0001""#)];
        assert_eq!(found, expected.map(|(p, v)| (p.to_owned(), v.to_owned())));
        let found: Vec<_> = parents("/a/b~1c/d").collect();
        assert_eq!(found, ["/a/b~1c", "/a"]);
        assert_eq!(unescape_token("a~1b~01"), "a/b~1");
    }

    #[test]
    fn other_spellings_are_not_fielded() {
        for text in [
            "",
            "{}",
            "[]",
            "1",
            "{\"a\":1} ",
            "{\"a\": 1}",
            "{\"b\":1,\"a\":2}",
            "{\"a\":1,\"a\":1}",
            "{\"a\":1.5}",
            "{\"a\":1e3}",
            "{\"a\":-0}",
            "{\"a\":01}",
            "{\"a\":1234567890123456789}",
            "{\"a\":\"\\u0041\"}",
            "{\"a\":\"\\/\"}",
            "{\"a\":\"\\u001F\"}",
            "{\"a\":\"\\u000a\"}",
            "{\"a\":\"\\u00+1\"}",
            "{\"a\":\"\t\"}",
            "{\"a\":tru}",
            "{\"a\":1,}",
            "{\"a\":[1,]}",
            "{\"a\"}",
            "{\"a\":{\"c\":1,\"b\":1}}",
            "{\"a\":[{\"c\":1,\"b\":1}]}",
            "{\"a\":1}{\"a\":1}",
            "{\"a\":",
        ] {
            assert_eq!(fields(text), None, "{text}");
        }
        assert!(split(b"{\"a\":\"\xff\"}", &mut |_, _| ()).is_none());
    }

    #[test]
    fn depth_and_count_are_bounded() {
        let nested = |n: usize| format!("{}1{}", "{\"a\":".repeat(n), "}".repeat(n));
        assert!(fields(&nested(DEPTH)).is_some());
        assert!(fields(&nested(DEPTH + 1)).is_none());
        let arrays = |n: usize| format!("{{\"a\":{}{}}}", "[".repeat(n), "]".repeat(n));
        assert!(fields(&arrays(DEPTH - 1)).is_some());
        assert!(fields(&arrays(DEPTH)).is_none());
        assert!(fields(&arrays(100_000)).is_none(), "and the stack holds");
        let wide = |n: usize| format!("{{{}}}", (0..n).map(|i| format!("\"{i:06}\":0")).collect::<Vec<_>>().join(","));
        assert_eq!(fields(&wide(MOST_FIELDS)).unwrap().len(), MOST_FIELDS);
        assert!(fields(&wide(MOST_FIELDS + 1)).is_none());
        assert!(fields(&format!("{{\"a\":\"{}\"}}", "x".repeat(FIELDED_BYTES))).is_none());
    }

    #[test]
    fn pointers_and_values_are_checked() {
        for good in ["/", "/a", "/a/b", "/~0~1", "/é"] {
            assert!(is_pointer(good), "{good}");
        }
        for bad in ["", "a", "/~", "/~2", "/a/~"] {
            assert!(!is_pointer(bad), "{bad}");
        }
        for good in ["1", "null", "[]", "{}", "\"x\"", "[{\"a\":1}]"] {
            assert!(is_field_value(good.as_bytes()), "{good}");
        }
        for bad in ["", "{\"a\":1}", " 1", "1 ", "[1, 2]", "1.0"] {
            assert!(!is_field_value(bad.as_bytes()), "{bad}");
        }
    }

    fn tree() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-999_999_999_999_999_999_i64..=999_999_999_999_999_999).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..5)
                    .prop_map(|map| Value::from(map.into_iter().collect::<serde_json::Map<_, _>>())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_the_model_writes_is_plain_canonical(value in prop::collection::btree_map(any::<String>(), tree(), 1..6)) {
            let bytes = model::canonical_json(&value).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            let found = fields(&text).expect("canonical JSON can be fielded");
            let whole: Value = serde_json::from_str(&text).unwrap();
            for (pointer, spelling) in &found {
                prop_assert!(is_pointer(pointer));
                prop_assert!(is_field_value(spelling.as_bytes()));
                let there = whole.pointer(pointer).expect("the pointer leads somewhere");
                prop_assert_eq!(&model::canonical_json(there).unwrap(), spelling.as_bytes());
            }
        }

        #[test]
        fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = split(&bytes, &mut |_, _| ());
            let _ = is_field_value(&bytes);
        }
    }
}
