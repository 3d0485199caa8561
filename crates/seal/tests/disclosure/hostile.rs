//! Files that are made to break a reader: bounded, named, no panic.

use std::fmt::Write as _;
use std::io::{BufReader, Read};

use proptest::prelude::*;

use crate::support::disclose::{Lines, USERS, disclose, estate, sealed, some, verdict};
use crate::support::key;

fn header() -> String {
    let (_folder, bundle) = sealed(estate());
    let bytes = disclose(&bundle, &some()).unwrap().0;
    let mut lines = Lines::of(&bytes);
    lines.0.truncate(1);
    lines.0[0]["entries"] = 1.into();
    String::from_utf8(lines.bytes()).unwrap()
}

fn entry(content: &str) -> String {
    format!(
        "{{\"index\":0,\"key\":\"{}\",\"line\":1,\"path\":\"{USERS}\",\"proof\":[],\"value\":{content}}}\n",
        "0".repeat(64)
    )
}

#[test]
fn deep_wide_and_odd_values_are_named() {
    let header = header();
    let name = |content: &str| verdict(format!("{header}{}", entry(content)).as_bytes());
    assert_eq!(name("{\"a\":1}"), "disclosure_proof", "this one is well-formed");
    let deep = "[".repeat(1_000_000);
    let nested = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let wide = (0..5000).fold(String::from("{"), |mut all, n| {
        write!(all, "\"{n:05}\":0,").unwrap();
        all
    });
    let wide = format!("{}}}", wide.trim_end_matches(','));
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(2 << 20));
    for content in [
        &deep,
        &nested,
        &wide,
        &long,
        "null",
        "1",
        "{}",
        "[]",
        "{\"a\":1,\"a\":1}",
        "{\"b\":1,\"a\":1}",
        "{ \"a\":1}",
        "{\"a\":1e999999999}",
        "{\"a\":1.0}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\u0061\"}",
    ] {
        assert_eq!(name(content), "disclosure_malformed", "{}", &content[..content.len().min(60)]);
    }
}

#[test]
fn lists_are_bounded() {
    let header = header();
    let hash = format!("\"{}\"", "0".repeat(64));
    let many = |n: usize| vec![hash.as_str(); n].join(",");
    let name = |line: &str| verdict(format!("{header}{line}\n").as_bytes());
    let part = |fields: &str, hidden: &str| {
        let salt = "0".repeat(32);
        format!(
            "{{\"fields\":[{fields}],\"hidden\":[{hidden}],\"index\":0,\"line\":1,\"path\":\"{USERS}\",\"proof\":[],\"salt\":\"{salt}\"}}"
        )
    };
    let field = |n: usize| format!("{{\"pointer\":\"/{n:06}\",\"salt\":\"{}\",\"value\":1}}", "0".repeat(32));
    let fields = (0..4096).map(field).collect::<Vec<_>>().join(",");
    assert_eq!(name(&part(&field(1), &hash)), "disclosure_proof", "this one is well-formed");
    assert_eq!(name(&part(&fields, &hash)), "disclosure_malformed");
    assert_eq!(name(&part(&field(1), &many(5000))), "disclosure_malformed");
    let proof = entry("{\"a\":1}").replace("\"proof\":[]", &format!("\"proof\":[{}]", many(65)));
    assert_eq!(name(proof.trim_end()), "disclosure_malformed");
    let envelopes = header.replace("\"envelopes\":[", &format!("\"envelopes\":[{},", many(9)));
    assert_eq!(verdict(envelopes.as_bytes()), "disclosure_malformed");
}

#[test]
fn an_endless_line_is_given_up() {
    let trust = seal::Trust::of_keys(&[key(seal::Algorithm::Ed25519).public_key().clone()]);
    let start = header();
    for start in [&start[..], &start[..40]] {
        let mut input = BufReader::new(start.as_bytes().chain(std::io::repeat(b'x').take(1 << 30)));
        let refusal = seal::disclosure::verify(&mut input, &trust, &mut |_| ()).unwrap_err();
        assert_eq!(refusal.name(), "disclosure_too_large");
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_ne!(verdict(&bytes), "good");
        let header = b"{\"assize\":\"disclosure\",".to_vec();
        prop_assert_ne!(verdict(&[header, bytes].concat()), "good");
    }
}
