//! Reads DER element by element and keeps the bytes of each as they stand, because signatures are
//! over those bytes. Lengths, tags and integers are judged by the `der` crate; nothing is ever
//! encoded again to be verified.

use der::{AnyRef, Decode as _, Header, Reader as _, SliceReader, Tag, TagNumber};

/// One element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: Tag,
    /// With tag and length.
    pub(super) whole: &'a [u8],
    /// Without.
    pub(super) value: &'a [u8],
}

/// The elements inside one, in order.
#[derive(Debug, Clone)]
pub(super) struct Fields<'a> {
    reader: SliceReader<'a>,
}

/// What is wrong, in words.
pub(super) type Result<T> = std::result::Result<T, String>;

/// A constructed tag `[number]`.
pub(super) const fn context(number: u32) -> Tag {
    Tag::ContextSpecific { constructed: true, number: TagNumber(number) }
}

/// A primitive tag `[number]`.
pub(super) const fn context_primitive(number: u32) -> Tag {
    Tag::ContextSpecific { constructed: false, number: TagNumber(number) }
}

/// The one element that `bytes` hold, of the kind `tag`.
pub(super) fn only<'a>(bytes: &'a [u8], tag: Tag, what: &str) -> Result<Element<'a>> {
    let mut fields = Fields::new(bytes)?;
    let element = fields.take(tag, what)?;
    fields.done(what)?;
    Ok(element)
}

impl<'a> Fields<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self> {
        Ok(Self { reader: SliceReader::new(bytes).map_err(|e| e.to_string())? })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.reader.is_finished()
    }

    /// The next element, whatever it is.
    pub(super) fn any(&mut self, what: &str) -> Result<Element<'a>> {
        let say = |e: der::Error| format!("{what}: {e}");
        let whole = self.reader.tlv_bytes().map_err(say)?;
        let parsed = AnyRef::from_der(whole).map_err(say)?;
        Ok(Element { tag: parsed.header().tag(), whole, value: parsed.value() })
    }

    /// The next element, which must be of the kind `tag`.
    pub(super) fn take(&mut self, tag: Tag, what: &str) -> Result<Element<'a>> {
        let element = self.any(what)?;
        if element.tag == tag { Ok(element) } else { Err(format!("{what}: a {tag} was expected, not {}", element.tag)) }
    }

    /// The next element if it is of the kind `tag`.
    pub(super) fn maybe(&mut self, tag: Tag, what: &str) -> Result<Option<Element<'a>>> {
        if !self.is_empty() && Header::peek(&self.reader).is_ok_and(|header| header.tag() == tag) {
            self.any(what).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Nothing may be left.
    pub(super) fn done(&self, what: &str) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(format!("{what}: bytes stand after its end")) }
    }
}

impl<'a> Element<'a> {
    /// The elements inside, of a SEQUENCE.
    pub(super) fn fields(&self) -> Result<Fields<'a>> {
        if self.tag == Tag::Sequence {
            Fields::new(self.value)
        } else {
            Err(format!("a {} was expected, not {}", Tag::Sequence, self.tag))
        }
    }

    /// The value as `T`, strictly.
    pub(super) fn read<T>(&self, what: &str) -> Result<T>
    where
        T: der::Decode<'a, Error = der::Error>,
    {
        T::from_der(self.whole).map_err(|e| format!("{what}: {e}"))
    }

    /// Every element inside, of a SET, a SEQUENCE or what stands for one.
    pub(super) fn all(&self, what: &str, most: usize) -> Result<Vec<Element<'a>>> {
        let mut fields = Fields::new(self.value)?;
        let mut found = Vec::new();
        while !fields.is_empty() {
            if found.len() == most {
                return Err(format!("{what}: more than {most}"));
            }
            found.push(fields.any(what)?);
        }
        Ok(found)
    }
}
