//! Policy documents in one shape, so that a policy of ours never has to ask whether a value is a
//! text or a list. It must never guess at a document it cannot read, and never lose a statement.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

/// The document of IAM's sweep: URL-encoded (RFC 3986), by some servers plain.
pub(crate) fn encoded(text: &str) -> Result<Value, String> {
    if text.trim_start().starts_with('{') {
        return plain(text);
    }
    let decoded = percent_decode_str(text).decode_utf8().map_err(|_| "the document is not UTF-8".to_owned())?;
    plain(&decoded)
}

/// A document as JSON text. The result has `Statement` as an array; in each statement `Action`,
/// `NotAction`, `Resource`, `NotResource` and all values of `Principal`, `NotPrincipal` and
/// `Condition` are arrays of texts; the principal `"*"` is `{"AWS": ["*"]}`.
pub(crate) fn plain(text: &str) -> Result<Value, String> {
    let value: Value = serde_json::from_str(text).map_err(|e| format!("the document is not JSON: {e}"))?;
    let Value::Object(document) = value else { return Err("the document is not an object".to_owned()) };
    let mut document = canonical_names(document, &["Version", "Id", "Statement"])?;
    let statements = match document.remove("Statement") {
        Some(Value::Array(statements)) => statements,
        Some(one @ Value::Object(_)) => vec![one],
        _ => return Err("the document has no Statement".to_owned()),
    };
    let statements = statements.into_iter().map(statement).collect::<Result<Vec<_>, _>>()?;
    document.insert("Statement".to_owned(), Value::Array(statements));
    Ok(Value::Object(document))
}

const NAMES: [&str; 10] = [
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
    "Version",
];

fn statement(value: Value) -> Result<Value, String> {
    let Value::Object(statement) = value else { return Err("a statement is not an object".to_owned()) };
    let mut statement = canonical_names(statement, &NAMES)?;
    if !matches!(statement.get("Effect").and_then(Value::as_str), Some("Allow" | "Deny")) {
        return Err("a statement has no Effect, Allow or Deny".to_owned());
    }
    for name in ["Action", "NotAction", "Resource", "NotResource"] {
        if let Some(value) = statement.remove(name) {
            statement.insert(name.to_owned(), texts(value, false).map_err(|e| format!("{name} {e}"))?);
        }
    }
    for name in ["Principal", "NotPrincipal"] {
        if let Some(value) = statement.remove(name) {
            statement.insert(name.to_owned(), principal(value).map_err(|e| format!("{name} {e}"))?);
        }
    }
    if let Some(value) = statement.remove("Condition") {
        statement.insert("Condition".to_owned(), condition(value)?);
    }
    Ok(Value::Object(statement))
}

/// IAM reads the names of elements without regard to case; a document that says one twice is not
/// one that can be read in two ways here.
fn canonical_names(object: Map<String, Value>, names: &[&str]) -> Result<Map<String, Value>, String> {
    let mut out = Map::new();
    for (key, value) in object {
        let name = names.iter().find(|name| name.eq_ignore_ascii_case(&key));
        let name = name.map_or(key, |name| (*name).to_owned());
        if out.contains_key(&name) {
            return Err(format!("the element {name} stands twice"));
        }
        out.insert(name, value);
    }
    Ok(out)
}

fn principal(value: Value) -> Result<Value, String> {
    match value {
        Value::String(all) if all == "*" => Ok(json!({"AWS": ["*"]})),
        Value::Object(kinds) => {
            let kinds = kinds.into_iter().map(|(kind, value)| texts(value, false).map(|value| (kind, value)));
            kinds.collect::<Result<Map<_, _>, _>>().map(Value::Object)
        }
        _ => Err("is neither \"*\" nor an object".to_owned()),
    }
}

fn condition(value: Value) -> Result<Value, String> {
    let wrong = || "Condition is not an object of objects".to_owned();
    let Value::Object(operators) = value else { return Err(wrong()) };
    let mut out = Map::new();
    for (operator, keys) in operators {
        let Value::Object(keys) = keys else { return Err(wrong()) };
        let keys = keys
            .into_iter()
            .map(|(key, value)| texts(value, true).map(|value| (key, value)).map_err(|e| format!("Condition {e}")));
        out.insert(operator, Value::Object(keys.collect::<Result<_, _>>()?));
    }
    Ok(Value::Object(out))
}

/// A text or a list of texts as a list. Conditions may also hold numbers and booleans.
fn texts(value: Value, scalars: bool) -> Result<Value, String> {
    let list = match value {
        Value::Array(list) => list,
        one => vec![one],
    };
    let list = list.into_iter().map(|item| match item {
        Value::String(_) => Ok(item),
        Value::Bool(_) | Value::Number(_) if scalars => Ok(Value::String(item.to_string())),
        _ => Err("holds something that is not a text".to_owned()),
    });
    list.collect::<Result<Vec<_>, _>>().map(Value::Array)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn scalars_become_lists() {
        let document = plain(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
                "NotResource":"arn:aws:s3:::x","Condition":{"Bool":{"aws:SecureTransport":true},
                "NumericLessThan":{"aws:MultiFactorAuthAge":3600}}}}"#,
        )
        .unwrap();
        assert_eq!(
            document,
            json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["*"]},
                "Action": ["s3:GetObject"], "NotResource": ["arn:aws:s3:::x"],
                "Condition": {"Bool": {"aws:SecureTransport": ["true"]},
                "NumericLessThan": {"aws:MultiFactorAuthAge": ["3600"]}}}]})
        );
    }

    #[test]
    fn the_sweep_s_encoding_is_undone_and_a_plus_stays_a_plus() {
        let document =
            encoded("%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Deny%22%2C%22Action%22%3A%22a+b%2525%22%7D%5D%7D");
        assert_eq!(document.unwrap(), json!({"Statement": [{"Effect": "Deny", "Action": ["a+b%25"]}]}));
        // A plain document with a percent sign in it must not be decoded a second time.
        let plain = encoded(r#"{"Statement":[{"Effect":"Deny","Action":"a%2Ab"}]}"#).unwrap();
        assert_eq!(plain["Statement"][0]["Action"][0], "a%2Ab");
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_reason() {
        for (text, word) in [
            ("", "JSON"),
            ("[]", "object"),
            ("{}", "Statement"),
            (r#"{"Statement":[1]}"#, "statement"),
            (r#"{"Statement":[{"Action":"*"}]}"#, "Effect"),
            (r#"{"Statement":[{"Effect":"Allow","Action":[["*"]]}]}"#, "Action"),
            (r#"{"Statement":[{"Effect":"Allow","Action":{"a":1}}]}"#, "Action"),
            (r#"{"Statement":[{"Effect":"Allow","Principal":"x"}]}"#, "Principal"),
            (r#"{"Statement":[{"Effect":"Allow","Condition":[]}]}"#, "Condition"),
            (r#"{"Statement":[{"Effect":"Allow","Action":"a","action":"*"}]}"#, "twice"),
        ] {
            let error = plain(text).unwrap_err();
            assert!(error.contains(word), "{text}: {error}");
        }
        assert!(plain(&format!("{}1{}", "[".repeat(5_000_000), "]".repeat(5_000_000))).is_err(), "10 MB of nesting");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(action in "[a-z*:]{0,12}", resource in "[a-z*:/]{0,12}", deny: bool) {
            let effect = if deny { "Deny" } else { "Allow" };
            let text = json!({"Statement": {"Effect": effect, "Action": action, "Resource": [resource]}}).to_string();
            let once = plain(&text).unwrap();
            prop_assert_eq!(&plain(&once.to_string()).unwrap(), &once);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,200}") {
            let _ = encoded(&text);
        }
    }
}
