//! Files that are wrong are refused, with their place; own frameworks are one more file.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use assess::{Error, Fault, Framework, Frameworks};
use common::{FILES, built_in, policy};
use proptest::prelude::*;

const OWN: &str = r#"
[framework]
id = "acme"
title = "Acme's own rules"
publisher = "Acme"

[[requirement]]
id = "R1"
cite = "Rule 1"
title = "Keys are rotated"
kind = "control"
forms = ["configuration"]

[[requirement]]
id = "R1.a"
cite = "Rule 1a"
title = "Access keys are rotated"
kind = "control"
forms = ["configuration"]
parents = ["R1"]
"#;

fn refused(text: &str) -> Fault {
    match Framework::parse("own.toml", text) {
        Err(Error::File(fault)) => *fault,
        other => panic!("expected a fault, got {other:?}"),
    }
}

#[test]
fn an_own_framework_is_one_more_file() {
    let all = Frameworks::read(FILES.into_iter().chain([("own.toml", OWN)])).unwrap();
    assert_eq!(all.iter().map(|f| f.id.as_str()).collect::<Vec<_>>(), ["acme", "iso27001", "nis2", "soc2"]);
    assert_eq!(all.get(&"acme".parse().unwrap()).unwrap().requirements.len(), 2);
}

#[test]
fn an_unknown_key_has_file_line_column_and_bytes() {
    let text = OWN.replacen("cite = \"Rule 1\"", "quote = \"Rule 1\"", 1);
    let fault = refused(&text);
    assert_eq!((fault.file.as_str(), fault.line, fault.column), ("own.toml", 9, 1));
    assert_eq!(text.get(fault.span.clone()), Some("quote"));
    assert!(fault.message.contains("unknown field `quote`"), "{fault}");
    assert!(fault.to_string().starts_with("own.toml:9:1: "), "{fault}");
}

#[test]
fn double_ids_name_the_second_place() {
    let fault = refused(&OWN.replace("\"R1.a\"", "\"R1\""));
    assert_eq!(fault.line, 15);
    assert_eq!(fault.message, "the id R1 is used twice in this file");
}

#[test]
fn a_dangling_parent_gets_a_suggestion() {
    let fault = refused(&OWN.replace("parents = [\"R1\"]", "parents = [\"R2\"]"));
    assert_eq!(fault.message, "the parent R2 is no requirement of acme (did you mean R1?)");
    assert_eq!(fault.line, 15);
}

#[test]
fn circles_are_refused() {
    let fault = refused(&OWN.replacen("forms = [\"configuration\"]", "forms = []\nparents = [\"R1.a\"]", 1));
    assert!(fault.message.contains("among its own parents"), "{fault}");
}

#[test]
fn bad_values_are_refused_where_they_stand() {
    for (from, to, says) in [
        ("kind = \"control\"", "kind = \"wish\"", "unknown variant `wish`"),
        ("[\"configuration\"]", "[\"hearsay\"]", "unknown variant `hearsay`"),
        ("id = \"R1\"", "id = \"../R1\"", "not a requirement id"),
        ("title = \"Keys are rotated\"", "title = \" \"", "needs a title"),
        ("cite = \"Rule 1\"", "cite = \"Rule 1\"\nat_least_every = \"yearly\"", "no ISO 8601 duration"),
        ("cite = \"Rule 1\"", "cite = \"Rule 1\"\nat_least_every = \"-P1D\"", "no ISO 8601 duration"),
        ("[framework]", "[framework", "unclosed"),
    ] {
        let fault = refused(&OWN.replacen(from, to, 1));
        assert!(fault.message.contains(says), "{to}: {fault}");
        assert!(fault.line > 1, "{to}: {fault}");
    }
}

#[test]
fn a_huge_file_is_refused_unread() {
    let fault = refused(&"#".repeat((4 << 20) + 1));
    assert!(fault.message.contains("larger than 4 MiB"), "{fault}");
}

#[test]
fn a_later_file_replaces_and_adds_requirements() {
    let later = r#"
[framework]
id = "soc2"
title = "SOC 2, as Acme reads it"
publisher = "AICPA"

[[requirement]]
id = "CC6.1"
cite = "CC6.1"
title = "Logical access, Acme's reading"
kind = "criterion"
forms = ["configuration"]
parents = ["CC6"]

[[requirement]]
id = "CC6.1.acme"
cite = "CC6.1 Acme"
title = "A refinement"
kind = "criterion"
forms = ["configuration"]
parents = ["CC6.1"]
"#;
    let all = Frameworks::read(FILES.into_iter().chain([("later.toml", later)])).unwrap();
    let soc2 = all.get(&"soc2".parse().unwrap()).unwrap();
    assert_eq!(soc2.requirements.len(), built_in().get(&soc2.id).unwrap().requirements.len() + 1);
    assert_eq!(soc2.get(&"CC6.1".parse().unwrap()).unwrap().title, "Logical access, Acme's reading");
    assert!(soc2.with_ancestors(&"CC6.1.acme".parse().unwrap()).contains(&"CC6".parse().unwrap()));
}

#[test]
fn a_crosswalk_that_names_nothing_is_refused() {
    let row = |id: &str, targets: &str, relation: &str| {
        format!(
            "[crosswalk]\nid = \"own\"\ntitle = \"t\"\nmethod = \"m\"\n[[basis]]\nid = \"own\"\ntitle = \"b\"\n[[relation]]\nsource = \"nis2\"\nrequirement = \"{id}\"\ntarget = \"soc2\"\ntargets = {targets}\nrelation = \"{relation}\"\nbasis = \"own\"\nrationale = \"r\"\n"
        )
    };
    let read = |text: &str| Frameworks::read(FILES.into_iter().chain([("own.toml", text)])).map(drop);
    assert_eq!(read(&row("art.21.2.j", "[\"CC6.1\"]", "intersects")), Ok(()));
    for (text, says) in [
        (row("art.21.2.k", "[\"CC6.1\"]", "intersects"), "art.21.2.k is no requirement of nis2"),
        (row("art.21.2.j", "[\"CC6.11\"]", "intersects"), "did you mean CC6.1?"),
        (row("art.21.2.j", "[]", "intersects"), "names targets, unless"),
        (row("art.21.2.j", "[\"CC6.1\"]", "none"), "names targets, unless"),
        (row("art.21.2.j", "[\"CC6.1\"]", "similar"), "unknown variant"),
    ] {
        let error = read(&text).unwrap_err().to_string();
        assert!(error.contains(says) && error.starts_with("own.toml:"), "{error}");
    }
}

#[test]
fn policies_that_cite_nothing_are_named_with_a_suggestion() {
    let good = policy("aws.iam.root_mfa", "aws.iam.account", &[("soc2", &["CC6.1"]), ("nis2", &["ir.11.7.1"])]);
    let bad = policy("aws.iam.user_mfa", "aws.iam.user", &[("soc2", &["CC6.1", "cc6.2"]), ("niss2", &["art.21.2.j"])]);
    let found = built_in().check(&[good, bad]);
    let said: Vec<&str> = found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "policy aws.iam.user_mfa cites the framework niss2, which is not known (did you mean nis2?)",
            "policy aws.iam.user_mfa cites cc6.2, which is no requirement of soc2 (did you mean CC6.2?)",
        ]
    );
    assert_eq!(found[1].suggestion.as_deref(), Some("CC6.2"));
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic_and_every_fault_has_a_place(text in ".{0,200}", at in 0..600_usize) {
        let mut whole = OWN.to_owned();
        let at = (0..=at.min(whole.len())).rev().find(|at| whole.is_char_boundary(*at)).unwrap();
        whole.insert_str(at, &text);
        if let Err(Error::File(fault)) = Framework::parse("own.toml", &whole) {
            prop_assert!(fault.line >= 1 && fault.column >= 1);
            prop_assert!(fault.span.end <= whole.len(), "{fault:?}");
        }
    }
}
