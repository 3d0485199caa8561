//! Trust files: what they say, and what is wrong with those that cannot be used.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use proptest::prelude::*;
use seal::{Algorithm, Trust, TrustError};
use support::{cosigner, key};

const VKEY: &str = "acme.example/evidence+f9b9ce81+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH";

/// The files that lie beside the trust file.
fn file(name: &str) -> Result<String, String> {
    match name {
        "a.pub" => Ok(key(Algorithm::EcdsaP256).public_key().to_pem()),
        "b.pub" => Ok(cosigner().public_key().to_pem()),
        "empty.pub" => Ok(String::new()),
        "tsa.pem" => Ok(include_str!("verifiers/authority.pem").to_owned()),
        "root.json" => Ok("{}".to_owned()),
        other => Err(format!("cannot read {other}")),
    }
}

fn parse(text: &str) -> Result<Trust, TrustError> {
    Trust::parse(text, &mut file)
}

#[test]
fn a_file_says_all_there_is_to_say() {
    let pem = cosigner().public_key().to_pem();
    let text = format!(
        "minimum_signatures = 2\nminimum_timestamps = 1\n[[key]]\nfile = \"a.pub\"\n[[key]]\npem = \"\"\"\n{pem}\"\"\"\n\
         [[authority]]\nfile = \"tsa.pem\"\n[[ledger]]\nkey = \"{VKEY}\"\nrequired = true\n"
    );
    let trust = parse(&text).unwrap();
    assert_eq!(trust.keys, [key(Algorithm::EcdsaP256).public_key().clone(), cosigner().public_key().clone()]);
    assert_eq!((trust.minimum_signatures, trust.minimum_timestamps), (2, 1));
    assert_eq!(trust.authorities[0].name(), "tsa.pem");
    assert_eq!((trust.ledgers[0].key.as_str(), trust.ledgers[0].required), (VKEY, true));
}

#[test]
fn one_key_is_enough_and_one_signature_the_default() {
    let trust = parse("[[key]]\nfile = \"a.pub\"\n").unwrap();
    assert_eq!((trust.keys.len(), trust.minimum_signatures, trust.minimum_timestamps), (1, 1, 0));
}

/// Text, the line that is wrong, and words of the message.
const WRONG: &[(&str, usize, &str)] = &[
    ("", 1, "trusts nobody"),
    ("# nothing\n", 1, "trusts nobody"),
    ("[[authority]]\nfile = \"tsa.pem\"\n", 1, "trusts nobody"),
    ("minimum = 1\n[[key]]\nfile = \"a.pub\"\n", 1, "minimum"),
    ("[[key]]\nfile = \"a.pub\"\nalgorithm = \"none\"\n", 3, "algorithm"),
    ("[[keys]]\nfile = \"a.pub\"\n", 1, "keys"),
    ("[[key]]\n", 1, "either pem or file"),
    ("[[key]]\nfile = \"a.pub\"\npem = \"x\"\n", 1, "either pem or file"),
    ("\n[[key]]\nfile = \"absent.pub\"\n", 3, "cannot read absent.pub"),
    ("[[key]]\nfile = \"empty.pub\"\n", 2, "not a public key"),
    ("[[key]]\nfile = \"a.pub\"\n[[key]]\nfile = \"a.pub\"\n", 3, "listed already"),
    ("minimum_signatures = 0\n[[key]]\nfile = \"a.pub\"\n", 1, "must be 1 to 1"),
    ("minimum_signatures = 2\n[[key]]\nfile = \"a.pub\"\n", 1, "could never reach 2"),
    ("minimum_signatures = -1\n[[key]]\nfile = \"a.pub\"\n", 1, "-1"),
    ("minimum_signatures = \"1\"\n[[key]]\nfile = \"a.pub\"\n", 1, "invalid type"),
    ("[[key]]\nfile = \"a.pub\"\n\n[[key]]\nfile", 5, ""),
    ("minimum_timestamps = 1\n[[key]]\nfile = \"a.pub\"\n", 1, "could never reach 1"),
    ("[[key]]\nfile = \"a.pub\"\n[[authority]]\nfile = \"a.pub\"\n", 4, "certificate"),
    ("[[identity]]\nissuer = \"\"\nsubject = \"a\"\nroot = \"root.json\"\n", 2, "name the issuer"),
    ("[[identity]]\nissuer = \"i\"\nsubject = \"**\"\nroot = \"root.json\"\n", 3, "everybody"),
    ("[[identity]]\nissuer = \"i\"\nsubject = \"s\"\nroot = \"a.pub\"\n", 4, "trusted root"),
    ("[[identity]]\nissuer = \"i\"\nsubject = \"s\"\n", 1, "root"),
    ("[[key]]\nfile = \"a.pub\"\n[[ledger]]\nkey = \"acme\"\n", 4, "verifier key"),
    (
        "[[key]]\nfile = \"a.pub\"\n[[ledger]]\nkey = \"acme.example/other+f9b9ce81+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH\"\n",
        4,
        "fits",
    ),
    (
        "[[key]]\nfile = \"a.pub\"\n[[ledger]]\nkey = \"acme.example/evidence+f9b9ce81+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH\"\nminimum_witnesses = 1\n",
        5,
        "could never reach 1",
    ),
];

/// A key as a signed-note verifier key of this kind.
fn vkey(name: &str, kind: seal::ledger::NoteKeyKind, seed: u8) -> String {
    let key = seal::PrivateKey::generate(Algorithm::Ed25519, &[seed; 32]);
    seal::ledger::NoteKey::new(name, kind, key.public_key()).unwrap().to_string()
}

#[test]
fn a_witness_is_somebody_else_with_a_witness_key() {
    use seal::ledger::NoteKeyKind::{Cosigner, Log};
    let file = |key: &str, witnesses: &[String]| {
        let witnesses = witnesses.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ");
        parse(&format!("[[key]]\nfile = \"a.pub\"\n[[ledger]]\nkey = \"{key}\"\nwitnesses = [{witnesses}]\n"))
    };
    let ledger = vkey("a.example/l", Log, 1);
    assert!(file(&ledger, &[vkey("w1", Cosigner, 2), vkey("w2", Cosigner, 3)]).is_ok());
    for (key, witnesses, line, words) in [
        (&ledger, vec![vkey("w1", Log, 2)], 5, "witness has a key of kind 4"),
        (&vkey("a.example/l", Cosigner, 1), vec![], 4, "ledger has a key of kind 1"),
        (&ledger, vec![vkey("w1", Cosigner, 1)], 5, "listed already"),
        (&ledger, vec![vkey("w1", Cosigner, 2), vkey("w2", Cosigner, 2)], 5, "listed already"),
    ] {
        let error = file(key, &witnesses).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    for (text, line, words) in WRONG {
        let error = parse(text).unwrap_err();
        assert_eq!(error.line, *line, "{text:?}: {error}");
        assert!(error.message.contains(words), "{text:?}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn noise_is_refused_without_a_panic(text in "[\\[\\]a-z_ =\"\n0-9\u{e9}]{0,80}") {
        let error = parse(&text).unwrap_err();
        prop_assert!(error.line >= 1 && !error.message.is_empty());
    }
}
