//! What the store says of one bundle: an index (canonical JSON) and a catalogue of its files. Read as a
//! stranger's: one spelling only, every number bounded, every sum checked.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use model::{Digest, canonical_json, canonical_line};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::recipe::Recipe;
use crate::Error;
use crate::objects::check_object_path;

/// The format of what is written. Format 1 is read, too: its portions have one mark less (`split`).
pub(crate) const FORMAT: u32 = 2;
/// The most bytes of an index.
pub(crate) const MOST_INDEX: u64 = 64 << 20;
/// The most bytes of a catalogue: 500 000 files of 500 bytes.
const MOST_CATALOGUE: u64 = 256 << 20;
/// A file is split and cut in blocks of at most so many bytes, so that memory does not grow with it.
pub(crate) const BLOCK: usize = 64 << 20;
/// The most bytes of a bundle's files together.
const MOST_CONTENT: u64 = 256 << 30;
/// The most chunks of a bundle.
const MOST_CHUNKS: usize = 200_000;

/// A bundle in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Index {
    /// The bundle file as it was pushed.
    pub(crate) bundle: Whole,
    /// The list of its files.
    pub(crate) catalogue: Part,
    /// The chunks that the recipes speak of, by their place in this list.
    pub(crate) chunks: Vec<Digest>,
    /// The content of its files, block after block.
    pub(crate) content: Part,
    /// At most [`FORMAT`].
    pub(crate) format: u32,
    /// The bundle's name: its file's without the ending.
    pub(crate) name: String,
    /// Its run: the top folder in the bundle.
    pub(crate) run: String,
    /// Which earlier nights it may be like.
    pub(crate) sketch: Vec<String>,
}

/// A file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whole {
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: Digest,
}

/// A stream and how to make it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    pub(crate) bytes: u64,
    #[serde(serialize_with = "write_recipe", deserialize_with = "read_recipe")]
    pub(crate) recipe: Recipe,
    pub(crate) sha256: Digest,
}

fn write_recipe<S: Serializer>(recipe: &Recipe, out: S) -> Result<S::Ok, S::Error> {
    let bytes = recipe.to_bytes().map_err(serde::ser::Error::custom)?;
    out.serialize_str(&STANDARD.encode(bytes))
}

fn read_recipe<'de, D: Deserializer<'de>>(input: D) -> Result<Recipe, D::Error> {
    let text = String::deserialize(input)?;
    let bytes = STANDARD.decode(text).map_err(serde::de::Error::custom)?;
    Recipe::parse(&bytes).ok_or_else(|| serde::de::Error::custom("a recipe is none"))
}

/// As much of an index as every format has.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// The name of an index's object.
pub(crate) fn object_of(name: &str) -> String {
    format!("bundles/{name}.json")
}

impl Index {
    pub(crate) fn new(name: &str, run: &str, bundle: Whole, (catalogue, content): (Part, Part)) -> Self {
        let (name, run) = (name.to_owned(), run.to_owned());
        Self { bundle, catalogue, chunks: Vec::new(), content, format: FORMAT, name, run, sketch: Vec::new() }
    }

    pub(crate) fn to_bytes(&self) -> Result<Bytes, Error> {
        let mut bytes = canonical_line(self).map_err(|e| Error::Encode(e.to_string()))?;
        let seal = format!("\"{}\"\n", Digest::of(&bytes));
        bytes.extend_from_slice(seal.as_bytes());
        if bytes.len() as u64 > MOST_INDEX || self.catalogue.bytes > MOST_CATALOGUE {
            return Err(Error::Encode(format!("{} has more files than a store can list", self.name)));
        }
        Ok(bytes.into())
    }

    /// Reads the index that stands under `name`.
    pub(crate) fn parse(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let wrong = |why: String| Error::Damaged { path: object_of(name), why };
        // A line with the SHA-256 of the line before: against decay, not against people.
        let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
        let (bytes, told) = bytes.split_at(end);
        if told != format!("\"{}\"\n", Digest::of(bytes)).as_bytes() {
            return Err(wrong("its checksum does not fit".to_owned()));
        }
        // The format first: a later one has other fields.
        let Format { format } = serde_json::from_slice(bytes).map_err(|e| wrong(format!("it is no index ({e})")))?;
        if !(1..=FORMAT).contains(&format) {
            return Err(Error::Later { path: object_of(name), format });
        }
        let index: Self = serde_json::from_slice(bytes).map_err(|e| wrong(format!("it is no index ({e})")))?;
        index.check(name).map_err(wrong)?;
        Ok(index)
    }

    fn check(&self, name: &str) -> Result<(), String> {
        if self.name != name {
            return Err(format!("it is the index of {:?}", self.name.chars().take(120).collect::<String>()));
        }
        if check_object_path(&self.run).is_err() || self.run.contains('/') {
            return Err("its run has no possible name".to_owned());
        }
        if self.chunks.len() > MOST_CHUNKS || self.content.bytes > MOST_CONTENT || self.catalogue.bytes > MOST_CATALOGUE
        {
            return Err("it is larger than any bundle can be".to_owned());
        }
        for part in [&self.catalogue, &self.content] {
            if part.recipe.bytes() != part.bytes {
                return Err("a recipe gives another number of bytes than it should".to_owned());
            }
            if part.recipe.0.iter().any(|range| range.chunk as usize >= self.chunks.len()) {
                return Err("a recipe speaks of a chunk that is not listed".to_owned());
            }
        }
        Ok(())
    }

    /// How many of the other's marks are here too.
    pub(crate) fn likeness(&self, sketch: &[String]) -> usize {
        sketch.iter().filter(|mark| self.sketch.contains(mark)).count()
    }
}

/// One file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// Its content in portions.
    pub(crate) blocks: Vec<Block>,
    /// Its path in the top folder.
    pub(crate) path: String,
    pub(crate) sha256: Digest,
}

/// A portion of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Block {
    /// Size of the body.
    pub(crate) body: u64,
    /// Size of the columns; 0 if the body is all there is.
    pub(crate) columns: u64,
    /// Size of both joined.
    pub(crate) whole: u64,
}

/// The files of a bundle in its own order.
#[derive(Debug, Default)]
pub(crate) struct Catalogue(pub(crate) Vec<Entry>);

impl Entry {
    pub(crate) fn bytes(&self) -> u64 {
        self.blocks.iter().map(|block| block.whole).fold(0, u64::saturating_add)
    }
}

impl Catalogue {
    /// One line a file.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let lines: Result<Vec<Vec<u8>>, _> = self.0.iter().map(canonical_line).collect();
        Ok(lines.map_err(|e| Error::Encode(e.to_string()))?.concat())
    }

    /// Reads the catalogue of `index`.
    pub(crate) fn parse(index: &Index, bytes: &[u8]) -> Result<Self, Error> {
        let wrong = |why: &str| Error::Damaged { path: object_of(&index.name), why: why.to_owned() };
        let mut entries: Vec<Entry> = Vec::new();
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let entry: Entry = serde_json::from_slice(line).map_err(|_| wrong("a line of its catalogue is none"))?;
            let spelled = canonical_json(&entry).map_err(|e| Error::Encode(e.to_string()))?;
            if line.strip_suffix(b"\n") != Some(spelled.as_slice()) {
                return Err(wrong("a line of its catalogue is not in its one spelling"));
            }
            let most = BLOCK as u64;
            let fits = |block: &Block| {
                block.whole <= most
                    && block.body <= most
                    && block.columns <= most
                    && (block.columns > 0 || block.body == block.whole)
            };
            if !entry.blocks.iter().all(fits) {
                return Err(wrong("a file of its catalogue has impossible sizes"));
            }
            entries.push(entry);
        }
        let total =
            entries.iter().flat_map(|entry| &entry.blocks).map(|block| block.body.saturating_add(block.columns));
        if total.fold(0, u64::saturating_add) != index.content.bytes {
            return Err(wrong("its catalogue does not add up to its content"));
        }
        Ok(Self(entries))
    }
}
