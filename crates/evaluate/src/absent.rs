//! Names what a policy looked for inside a field and did not find, so that "no verdict" has a cause.
//!
//! It explains an outcome and never makes one: a policy may well look for what need not be there.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::token::{Class, Tokens, tokenize};

/// Names told at most.
const MOST: usize = 5;

/// Paths such as `summary.account_mfa_enabled` that the policy's text reads of `input` and that the
/// written resource lacks, though the object they should stand in is there.
pub(crate) fn absent(text: &str, line: &[u8]) -> Vec<String> {
    let Ok(tokens) = tokenize(text) else { return Vec::new() };
    let Ok(resource) = serde_json::from_slice::<Value>(line) else { return Vec::new() };
    let Some(fields) = resource.get("fields") else { return Vec::new() };
    let missing: BTreeSet<String> = paths(&tokens).iter().filter_map(|path| lacks(fields, path)).collect();
    missing.into_iter().take(MOST).collect()
}

/// What follows each `input`.
fn paths<'a>(tokens: &Tokens<'a>) -> BTreeSet<Vec<&'a str>> {
    let all = &tokens.tokens;
    let mut out = BTreeSet::new();
    for (i, token) in all.iter().enumerate() {
        let of_another = i.checked_sub(1).and_then(|before| all.get(before)).is_some_and(|t| t.is("."));
        if !token.is("input") || of_another {
            continue;
        }
        let mut path = Vec::new();
        let mut rest = all.get(i + 1..).unwrap_or_default();
        while let [dot, word, more @ ..] = rest {
            if !(dot.is(".") && word.class == Class::Word) {
                break;
            }
            path.push(word.text);
            rest = more;
        }
        out.insert(path);
    }
    out
}

/// The part of `path` that ends at the first key which an object lacks. A field that is missing as a
/// whole is not told here: it has a gap of its own.
fn lacks(fields: &Value, path: &[&str]) -> Option<String> {
    let mut at = fields.get(path.first()?)?;
    for (depth, key) in path.iter().enumerate().skip(1) {
        match at.as_object()?.get(*key) {
            Some(next) => at = next,
            None => return path.get(..=depth).map(|part| part.join(".")),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &[u8] = br#"{"fields":{"summary":{"users":3,"deep":{"a":1}},"policy":null,"list":[]}}"#;

    fn told(text: &str) -> Vec<String> {
        absent(text, LINE)
    }

    #[test]
    fn a_key_that_an_object_lacks_is_named() {
        assert_eq!(told("pass if input.summary.mfa == true"), ["summary.mfa"]);
        assert_eq!(told("pass if input.summary.deep.b.c == true\nfail if input.summary.deep.a"), ["summary.deep.b"]);
    }

    #[test]
    fn what_is_there_null_or_a_need_of_its_own_is_not() {
        for text in
            ["input.summary.users", "input.policy.statement", "input.list.x", "input.other.y", "x.input.summary.z"]
        {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn nonsense_names_nothing() {
        assert_eq!(absent("\"", LINE), [""; 0]);
        assert_eq!(absent("input.summary.mfa", b"{"), [""; 0]);
    }
}
