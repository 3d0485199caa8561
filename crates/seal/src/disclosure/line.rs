//! The lines of a disclosure's file: one spelling each, written and compared.
//!
//! Values stay as they are spelled and are never turned into trees, so what a hostile line costs is
//! bounded by its length. The fields of each struct stand in the order of canonical JSON.

use std::fmt;
use std::io::{self, Write};
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::refusal::{Reason, Refusal, refuse};

use super::{Hash, MOST_ENVELOPES, MOST_FIELDS, MOST_PROOF, Salt};

/// What a header names itself.
pub(super) const KIND: &str = "disclosure";
/// The first bytes of every disclosure.
pub(super) const MAGIC: &[u8] = b"{\"assize\":\"disclosure\"";

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) assize: String,
    pub(super) entries: u64,
    pub(super) envelopes: Few<String, MOST_ENVELOPES>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) proof: Option<String>,
    pub(super) version: u32,
}

/// Any other line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) base64: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fields: Option<Few<Field, MOST_FIELDS>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) hidden: Option<Few<Hex<32>, MOST_FIELDS>>,
    pub(super) index: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<Hex<32>>,
    pub(super) line: u64,
    pub(super) path: String,
    pub(super) proof: Few<Hex<32>, MOST_PROOF>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) salt: Option<Hex<16>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<Box<RawValue>>,
}

/// A field that is shown while others are not.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    pub(super) pointer: String,
    pub(super) salt: Hex<16>,
    pub(super) value: Box<RawValue>,
}

/// Bytes as lower-case hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hex<const N: usize>(pub(super) [u8; N]);

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(self.0))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let mut raw = [0; N];
        hex::decode_to_slice(text.as_bytes(), &mut raw)
            .map_err(|_| D::Error::custom(format!("not {N} bytes in hex")))?;
        Ok(Self(raw))
    }
}

/// A list of at most `N`.
#[derive(Debug)]
pub(super) struct Few<T, const N: usize>(pub(super) Vec<T>);

impl<T: Serialize, const N: usize> Serialize for Few<T, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>, const N: usize> Deserialize<'de> for Few<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(FewVisitor(PhantomData))
    }
}

struct FewVisitor<T, const N: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const N: usize> Visitor<'de> for FewVisitor<T, N> {
    type Value = Few<T, N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {N}")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            if items.len() == N {
                return Err(A::Error::custom(format!("more than {N} in a list")));
            }
            items.push(item);
        }
        Ok(Few(items))
    }
}

pub(super) fn hashes(few: &[Hex<32>]) -> Vec<Hash> {
    few.iter().map(|hex| hex.0).collect()
}

pub(super) fn hex_salt(salt: Salt) -> Hex<16> {
    Hex(salt)
}

/// Reads a line (without its line feed) in its one spelling.
pub(super) fn parse<T: DeserializeOwned + Serialize>(line: &[u8], number: u64) -> Result<T, Refusal> {
    let parsed: T = serde_json::from_slice(line).map_err(|e| malformed(number, e))?;
    let mut rest = Rest(line);
    let same = serde_json::to_writer(&mut rest, &parsed).is_ok() && rest.0.is_empty();
    if same { Ok(parsed) } else { Err(malformed(number, "it is not in canonical JSON")) }
}

pub(super) fn malformed(number: u64, why: impl fmt::Display) -> Refusal {
    Refusal::new(Reason::DisclosureMalformed, format!("line {number}: {why}"))
}

pub(super) fn too_large<T>(number: u64, what: &str, most: u64) -> Result<T, Refusal> {
    refuse(Reason::DisclosureTooLarge, format!("line {number}: {what}; the limit is {most}"))
}

/// Compares what is written with what is left of a line.
struct Rest<'a>(&'a [u8]);

impl Write for Rest<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        match self.0.strip_prefix(piece) {
            Some(rest) => self.0 = rest,
            None => return Err(io::ErrorKind::InvalidData.into()),
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
