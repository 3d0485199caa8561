//! Takes secrets out of everything that is about to be written, before it is hashed. Whatever it
//! replaces reads `[redacted:<class>]`; everything else stays byte for byte as it was. JSON and XML
//! stay parsable. Nothing may be recorded that did not pass through here.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use aho_corasick::AhoCorasick;
use bytes::Bytes;
use percent_encoding::{percent_decode_str, utf8_percent_encode};

use crate::canonical::canonical_url;
use crate::json::{self, Leaf};
use crate::patterns::{BASE64_MARK, Hits, Name, Patterns, is_base64, is_no_secret, mark};
use crate::secrets::{CREDENTIAL, RESERVED};
use crate::{Secrets, WireError, Withheld, xml};

/// JSON inside a string of JSON is followed so deep.
const NESTED: u8 = 4;

/// Takes secrets out, and counts them by class.
#[derive(Debug)]
pub struct Redactor {
    secrets: Secrets,
    tally: Mutex<BTreeMap<&'static str, u64>>,
}

impl Redactor {
    /// A redactor that knows `secrets`, now and whatever they learn later, besides the formats of
    /// secrets that it knows by itself.
    pub fn new(secrets: Secrets) -> Self {
        Self { secrets, tally: Mutex::new(BTreeMap::new()) }
    }

    /// A body. One that is not UTF-8 loses the known secrets only.
    ///
    /// # Errors
    /// [`WireError::Recording`] when secrets cannot be searched for; the body must not be written.
    pub fn body(&self, body: &Bytes) -> Result<Bytes, WireError> {
        let mut pass = self.pass()?;
        let out = match std::str::from_utf8(body) {
            Ok(text) => pass.document(text, NESTED).map(Bytes::from),
            Err(_) => pass.bytes(body).map(Bytes::from),
        };
        self.add(&pass.counts);
        Ok(out.unwrap_or_else(|| body.clone()))
    }

    /// The body of a successful reply in which secrets are expected at some places.
    ///
    /// # Errors
    /// As [`Redactor::body`].
    pub(crate) fn reply(&self, body: &Bytes, withheld: &Withheld) -> Result<Bytes, WireError> {
        let mut counts = BTreeMap::new();
        let body = withheld.apply(body, &mut |class| *counts.entry(class).or_default() += 1);
        self.add(&counts);
        self.body(&body)
    }

    /// A text that is no document: a header's value, an error's message.
    ///
    /// # Errors
    /// [`WireError::Recording`] when secrets cannot be searched for; the text must not be written.
    pub fn text(&self, text: &str) -> Result<String, WireError> {
        let mut pass = self.pass()?;
        let out = pass.text(text);
        self.add(&pass.counts);
        Ok(out.unwrap_or_else(|| text.to_owned()))
    }

    /// A URL, in its canonical spelling.
    ///
    /// # Errors
    /// [`WireError::Recording`] when secrets cannot be searched for; the URL must not be written.
    pub fn url(&self, url: &str) -> Result<String, WireError> {
        // A replaced name can sort elsewhere, hence canonical again at the end.
        Ok(canonical_url(&self.text(&canonical_url(url))?))
    }

    /// How many were replaced so far, by class.
    pub fn tally(&self) -> BTreeMap<String, u64> {
        let tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        tally.iter().map(|(class, count)| ((*class).to_owned(), *count)).collect()
    }

    fn pass(&self) -> Result<Pass, WireError> {
        let broken = |e: &dyn std::fmt::Display| WireError::Recording(format!("a redaction rule is wrong: {e}"));
        Ok(Pass {
            literals: self.secrets.matcher()?,
            patterns: Patterns::get().map_err(|e| broken(e))?,
            decoded: false,
            quiet: false,
            counts: BTreeMap::new(),
        })
    }

    fn add(&self, counts: &BTreeMap<&'static str, u64>) {
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        for (class, count) in counts {
            *tally.entry(class).or_default() += count;
        }
    }
}

/// One text's way through the rules. Each method answers `None` if nothing was replaced.
struct Pass {
    literals: Option<Arc<AhoCorasick>>,
    patterns: &'static Patterns,
    /// True inside a document without escapes in which no known secret, trigger or element stands.
    /// Its strings can then be secrets by their names only.
    quiet: bool,
    /// True inside a text that was URL-encoded; what is encoded twice is not followed.
    decoded: bool,
    counts: BTreeMap<&'static str, u64>,
}

impl Pass {
    fn count(&mut self, class: &'static str) {
        *self.counts.entry(class).or_default() += 1;
    }

    /// JSON by its strings, anything else as text.
    fn document(&mut self, text: &str, depth: u8) -> Option<String> {
        let before = self.counts.clone();
        let outside = self.quiet;
        self.quiet = outside || self.is_quiet(text);
        let walked = json::replace(text, &mut |leaf, string| match leaf {
            Leaf::Key => self.text(string),
            Leaf::Number(number) => self.known(number),
            Leaf::Text(name) => self.value(*name, string, depth),
        });
        self.quiet = outside;
        walked.unwrap_or_else(|json::NotJson| {
            // What was counted until the text turned out to be no JSON was not replaced.
            self.counts = before;
            self.text(text)
        })
    }

    fn is_quiet(&self, text: &str) -> bool {
        let known = self.literals.as_ref().is_some_and(|literals| literals.is_match(text));
        !known && !text.contains('\\') && !text.contains("</") && self.patterns.hits(text).is_empty()
    }

    fn value(&mut self, name: Name, text: &str, depth: u8) -> Option<String> {
        match name {
            Name::Secret if !is_no_secret(text) => {
                self.count("member");
                Some(mark("member"))
            }
            Name::Paging => self.opaque(text),
            _ if depth > 0 && text.trim_start().starts_with(['{', '[']) => self.document(text, depth - 1),
            _ => self.text(text),
        }
    }

    /// Known secrets, then formats, and in XML what the names of elements say.
    fn text(&mut self, text: &str) -> Option<String> {
        if self.quiet {
            return None;
        }
        let known = self.known(text);
        let current = known.as_deref().unwrap_or(text);
        let formats = if current.contains("</") { self.elements(current) } else { self.formats(current) };
        formats.or(known)
    }

    fn formats(&mut self, text: &str) -> Option<String> {
        let patterns = self.patterns;
        patterns.apply(text, false, &mut |class| self.count(class))
    }

    /// A token that leads to the next page must come back as it was sent, whatever it looks like.
    fn opaque(&mut self, text: &str) -> Option<String> {
        if self.quiet {
            return None;
        }
        let patterns = self.patterns;
        let known = self.known(text);
        let current = known.as_deref().unwrap_or(text);
        patterns.apply(current, true, &mut |class| self.count(class)).or(known)
    }

    fn known(&mut self, text: &str) -> Option<String> {
        // Spellings are UTF-8 and are replaced by UTF-8, so the outcome is UTF-8.
        self.bytes(text.as_bytes()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        if self.quiet {
            return None;
        }
        let literals = self.literals.clone()?;
        let mut out = Vec::new();
        let mut copied = 0;
        for found in literals.find_iter(bytes) {
            self.count("credential");
            out.extend_from_slice(bytes.get(copied..found.start()).unwrap_or_default());
            out.extend_from_slice(CREDENTIAL.as_bytes());
            copied = found.end();
        }
        if copied == 0 {
            return None;
        }
        out.extend_from_slice(bytes.get(copied..).unwrap_or_default());
        Some(out)
    }

    fn elements(&mut self, text: &str) -> Option<String> {
        let mut hits = self.patterns.hits(text);
        let mut out = Spliced { text, out: String::new(), copied: 0 };
        let mut at = 0;
        let mut labelled = Name::Plain;
        for xml::Element { name: spelled, start, end } in xml::elements(text) {
            let spelled = spelled.rsplit(':').next().unwrap_or_default();
            let name = Name::of(spelled);
            self.gap(&mut out, at, start, &mut hits);
            at = end;
            let inner = text.get(start..end).unwrap_or_default();
            let secret = name == Name::Secret || (name == Name::Value && labelled == Name::Secret);
            labelled = if name == Name::Label { Name::of(inner) } else { Name::Plain };
            if secret && !is_no_secret(inner) {
                self.count("member");
                out.put(start, end, &if is_base64(spelled) { BASE64_MARK.to_owned() } else { mark("member") });
            } else if name == Name::Paging {
                if let Some(new) = self.opaque(inner) {
                    out.put(start, end, &new);
                }
            } else if let Some(new) = self.encoded(inner) {
                out.put(start, end, &new);
            } else {
                self.gap(&mut out, start, end, &mut hits);
            }
        }
        self.gap(&mut out, at, text.len(), &mut hits);
        out.finish()
    }

    /// A text that is URL-encoded, as IAM sends policy documents: what it says is searched, and
    /// written anew only if something was replaced.
    fn encoded(&mut self, text: &str) -> Option<String> {
        if self.decoded || !text.contains('%') {
            return None;
        }
        let plain = percent_decode_str(text).decode_utf8().ok().filter(|plain| plain != text)?;
        self.decoded = true;
        let changed = self.document(&plain, NESTED);
        self.decoded = false;
        changed.map(|changed| utf8_percent_encode(&changed, RESERVED).to_string())
    }

    fn gap(&mut self, out: &mut Spliced<'_>, start: usize, end: usize, hits: &mut Hits) {
        if !hits.within(start, end) {
            return;
        }
        if let Some(new) = self.formats(out.text.get(start..end).unwrap_or_default()) {
            out.put(start, end, &new);
        }
    }
}

/// A text with some of its parts replaced.
struct Spliced<'t> {
    text: &'t str,
    out: String,
    copied: usize,
}

impl Spliced<'_> {
    fn put(&mut self, start: usize, end: usize, new: &str) {
        self.out.push_str(self.text.get(self.copied..start).unwrap_or_default());
        self.out.push_str(new);
        self.copied = end;
    }

    /// The whole; `None` if it is the text as it was.
    fn finish(mut self) -> Option<String> {
        if self.copied == 0 {
            return None;
        }
        self.out.push_str(self.text.get(self.copied..).unwrap_or_default());
        (self.out != self.text).then_some(self.out)
    }
}
