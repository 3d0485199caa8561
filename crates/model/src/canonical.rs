//! Canonical JSON: the one spelling of a value, so that equal values have equal bytes.
//!
//! Keys sorted by code point, no white space, UTF-8, no floating-point numbers that are whole
//! (RFC 8785 without its number formatting: Assize writes integers and strings only).

use serde::Serialize;
use serde_json::Value;

use crate::{Digest, Error};

/// The canonical bytes of `value`, without a line end.
///
/// # Errors
/// When `value` cannot be written as JSON.
pub fn canonical_json<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let tree = serde_json::to_value(value).map_err(Error::Write)?;
    let mut out = Vec::new();
    write(&tree, &mut out).map_err(Error::Write)?;
    Ok(out)
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

// serde_json keeps keys sorted only while nobody in the build turns its `preserve_order` feature
// on, so the order is made here and not trusted to a feature flag.
fn write(value: &Value, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| key.as_str());
            out.push(b'{');
            for (i, (key, item)) in entries.into_iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                serde_json::to_writer(&mut *out, key)?;
                out.push(b':');
                write(item, out)?;
            }
            out.push(b'}');
        }
        Value::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                write(item, out)?;
            }
            out.push(b']');
        }
        leaf => serde_json::to_writer(&mut *out, leaf)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let value: Value = serde_json::from_str(r#"{"b":[{"z":1,"a":null}],"a":"\u00e9"}"#).unwrap();
        assert_eq!(canonical_json(&value).unwrap(), "{\"a\":\"é\",\"b\":[{\"a\":null,\"z\":1}]}".as_bytes());
    }
}
