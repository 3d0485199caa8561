//! Walks the strings of a JSON text and replaces some, leaving every other byte as it was: a record
//! is what the API sent, not what a parser made of it.

use std::borrow::Cow;

use crate::patterns::Name;

/// Deeper nesting is treated as plain text.
const DEPTH: usize = 512;

/// The text is no JSON.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotJson;

/// What stands at a place.
pub(crate) enum Leaf<'a> {
    /// A member's name.
    Key,
    /// A string under a name.
    Text(Name),
    /// A number as it is written; a replacement becomes a string.
    Number(&'a str),
}

struct Frame {
    object: bool,
    expect_key: bool,
    name: Name,
    /// What the label seen in this object says about the value beside it.
    labelled: Name,
}

struct Walk<'a, 'f> {
    text: &'a str,
    at: usize,
    out: String,
    copied: usize,
    frames: Vec<Frame>,
    leaf: &'f mut dyn FnMut(&Leaf<'_>, &str) -> Option<String>,
}

/// `text` with those strings replaced for which `leaf` has a replacement; `None` if it has none.
///
/// # Errors
/// When the text is not made of JSON tokens.
pub(crate) fn replace(
    text: &str,
    leaf: &mut dyn FnMut(&Leaf<'_>, &str) -> Option<String>,
) -> Result<Option<String>, NotJson> {
    if !text.trim_start().starts_with(['{', '[', '"']) {
        return Err(NotJson);
    }
    let mut walk = Walk { text, at: 0, out: String::new(), copied: 0, frames: Vec::new(), leaf };
    while let Some(byte) = text.as_bytes().get(walk.at) {
        walk.token(*byte)?;
    }
    if !walk.frames.is_empty() {
        return Err(NotJson);
    }
    if walk.copied == 0 {
        return Ok(None);
    }
    let Walk { mut out, copied, .. } = walk;
    out.push_str(text.get(copied..).unwrap_or(""));
    Ok(Some(out))
}

impl Walk<'_, '_> {
    fn token(&mut self, byte: u8) -> Result<(), NotJson> {
        match byte {
            b'{' | b'[' => self.open(byte == b'{')?,
            b'}' | b']' => {
                let frame = self.frames.pop().ok_or(NotJson)?;
                if frame.object != (byte == b'}') {
                    return Err(NotJson);
                }
                self.at += 1;
            }
            b',' => {
                let frame = self.frames.last_mut().ok_or(NotJson)?;
                frame.expect_key = frame.object;
                self.at += 1;
            }
            b':' => {
                self.frames.last_mut().ok_or(NotJson)?.expect_key = false;
                self.at += 1;
            }
            b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
            b'"' => self.string()?,
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.word()?,
        }
        Ok(())
    }

    fn open(&mut self, object: bool) -> Result<(), NotJson> {
        if self.frames.len() >= DEPTH {
            return Err(NotJson);
        }
        // The items of an array stand under the array's name; an object begins anew.
        let name = self.frames.last().map_or(Name::Plain, |f| f.name);
        let name = if object { Name::Plain } else { name };
        self.frames.push(Frame { object, expect_key: object, name, labelled: Name::Plain });
        self.at += 1;
        Ok(())
    }

    fn word(&mut self) -> Result<(), NotJson> {
        let rest = self.text.get(self.at..).ok_or(NotJson)?;
        let word = ["true", "false", "null"].into_iter().find(|w| rest.starts_with(w)).ok_or(NotJson)?;
        self.at += word.len();
        Ok(())
    }

    fn number(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        let digits = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let end = rest.find(|c| !digits(c)).unwrap_or(rest.len());
        let number = rest.get(..end).unwrap_or("");
        if let Some(new) = (self.leaf)(&Leaf::Number(number), number) {
            self.splice(self.at, self.at + end, &new);
        }
        self.at += end;
    }

    fn string(&mut self) -> Result<(), NotJson> {
        let start = self.at;
        let end = string_end(self.text.as_bytes(), start).ok_or(NotJson)?;
        let quoted = self.text.get(start..end).ok_or(NotJson)?;
        self.at = end;
        let inner = quoted.get(1..quoted.len() - 1).ok_or(NotJson)?;
        let decoded = if inner.contains('\\') {
            serde_json::from_str::<String>(quoted).ok().map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(inner))
        };
        let place = self.place(decoded.as_deref());
        let new = match &decoded {
            Some(text) => (self.leaf)(&place, text),
            // Half a surrogate pair is legal JSON and no text. Judge it as it is written; there is
            // no telling where an escape ends, so all of it goes if any of it does.
            None => (self.leaf)(&place, inner).map(|_| "[redacted:unreadable]".to_owned()),
        };
        if let Some(new) = new {
            self.splice(start, end, &new);
        }
        Ok(())
    }

    /// What stands here, and what that says about the strings to come.
    fn place(&mut self, text: Option<&str>) -> Leaf<'static> {
        let Some(frame) = self.frames.last_mut() else { return Leaf::Text(Name::Plain) };
        if frame.expect_key {
            frame.name = text.map_or(Name::Plain, Name::of);
            frame.expect_key = false;
            return Leaf::Key;
        }
        match frame.name {
            Name::Label => {
                frame.labelled = text.map_or(Name::Plain, Name::of);
                Leaf::Text(Name::Plain)
            }
            Name::Value if frame.labelled == Name::Secret => Leaf::Text(Name::Secret),
            name => Leaf::Text(name),
        }
    }

    fn splice(&mut self, start: usize, end: usize, new: &str) {
        self.out.push_str(self.text.get(self.copied..start).unwrap_or(""));
        self.out.push_str(&serde_json::Value::from(new).to_string());
        self.copied = end;
    }
}

/// Where the string that begins at `start` ends, after its closing quote.
fn string_end(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}
