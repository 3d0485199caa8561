//! Files that must not become policies: each is refused with its place and a way out, without a
//! panic and in bounded time.

#[cfg(test)]
mod common;

use common::{HONEST, bucket_policy, catalogue, sample_files, samples};
use evaluate::{Diagnostic, Error, PolicySet, Selection};

#[cfg(test)]
fn refused(files: impl IntoIterator<Item = (String, String)>) -> Vec<Diagnostic> {
    PolicySet::load(files, &catalogue()).err().unwrap_or_default()
}

/// The codes that a policy with this body is refused with.
#[cfg(test)]
fn codes(body: &str) -> Vec<&'static str> {
    refused([bucket_policy("p", body)]).into_iter().map(|d| d.code).collect()
}

/// `HONEST` and another rule.
#[cfg(test)]
fn and(rule: &str) -> Vec<&'static str> {
    codes(&format!("{HONEST}\n{rule}\n"))
}

#[test]
fn an_honest_policy_is_taken() {
    assert_eq!(refused([bucket_policy("p", HONEST)]), []);
}

#[test]
fn what_is_not_hermetic_is_refused_by_name() {
    for call in [
        "http.send({\"method\": \"get\", \"url\": \"http://127.0.0.1\"})",
        "opa.runtime()",
        "rand.intn(\"x\", 3)",
        "time.now_ns()",
        "uuid.rfc4122(\"x\")",
        "net.lookup_ip_addr(\"localhost\")",
        "rego.metadata.rule()",
        "print(1)",
        "trace(\"x\")",
        "io.jwt.decode(\"x\")",
    ] {
        let found = refused([bucket_policy("p", &format!("{HONEST}\nx := {call}\n"))]);
        let name = call.split('(').next().unwrap();
        assert!(
            found.iter().any(|d| d.code == "forbidden-builtin" && d.message.starts_with(name)),
            "{call}: {found:?}"
        );
        assert!(found.iter().all(|d| d.line > 0), "{found:?}");
    }
    assert_eq!(and("x := cuont([1])"), ["unknown-function"]);
}

#[test]
fn a_typo_is_answered_with_the_near_name() {
    let text = bucket_policy("p", &HONEST.replace("encryption", "encyption"));
    let hints: Vec<_> = refused([text]).into_iter().filter_map(|d| d.hint).collect();
    assert!(hints.iter().any(|hint| hint == "did you mean encryption?"), "{hints:?}");
    let (path, text) = bucket_policy("p", HONEST);
    let found = refused([(path, text.replace("kind: aws.s3.bucket", "kind: aws.s3.buket"))]);
    assert_eq!(found[0].hint.as_deref(), Some("did you mean aws.s3.bucket?"));
    assert_eq!(found[0].line, 5, "the line of the key in the file");
}

#[test]
fn recursion_is_refused_direct_and_around_corners() {
    assert_eq!(and("f(n) := f(n - 1)"), ["recursion"]);
    assert_eq!(and("a := b\n\nb := c\n\nc if a"), ["recursion"]);
    assert_eq!(and("a := data.aws.s3.p.a"), ["recursion"]);
    let libs = [
        (
            "lib/x.rego".to_owned(),
            "package lib.x\n\nimport rego.v1\n\nimport data.lib.y\n\nf(n) := y.g(n)\n".to_owned(),
        ),
        (
            "lib/y.rego".to_owned(),
            "package lib.y\n\nimport rego.v1\n\nimport data.lib.x\n\ng(n) := x.f(n)\n".to_owned(),
        ),
        bucket_policy("p", HONEST),
    ];
    assert!(refused(libs).iter().all(|d| d.code == "recursion"));
}

#[test]
fn reading_what_is_not_declared_is_refused() {
    assert_eq!(and("x := input.tags"), ["undeclared"]);
    assert_eq!(and("x := input[\"tags\"]"), ["undeclared"]);
    assert_eq!(and("x := input"), ["dynamic-input"]);
    assert_eq!(and("x := count(input)"), ["dynamic-input"]);
    assert_eq!(and("x contains v if some v in input"), ["dynamic-input"]);
    assert_eq!(and("x := [k | input[k]]"), ["dynamic-input"]);
    assert_eq!(and("x := data.resources[\"aws.s3.account\"]"), ["undeclared"]);
    assert_eq!(and("x := data.resources"), ["dynamic-data"]);
    assert_eq!(and("x := data.params.max"), ["undeclared"]);
    assert_eq!(and("x := data.run.started"), ["dynamic-data"]);
    assert_eq!(and("x := data.aws.s3.other.pass"), ["data"]);
    assert_eq!(and("x := data"), ["data"]);
    assert_eq!(and("import data.aws.s3.other"), ["import"]);
    assert!(and("x if input.encryption with input as {}").contains(&"with"));
}

#[test]
fn what_a_helper_reads_counts_as_read_by_its_user() {
    let lib =
        ("lib/t.rego".to_owned(), "package lib.t\n\nimport rego.v1\n\ntagged if input.tags\n\nquiet := 1\n".to_owned());
    let body = format!("import data.lib.t\n\n{HONEST}\nx := t.tagged\n");
    let found = refused([lib.clone(), bucket_policy("p", &body)]);
    assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), ["undeclared"], "{found:?}");
    let body = body.replace("t.tagged", "t.quiet");
    assert_eq!(refused([lib.clone(), bucket_policy("p", &body)]), [], "what is not reached is not read");
    let body = body.replace("t.quiet", "t.quite");
    assert_eq!(refused([lib, bucket_policy("p", &body)])[0].code, "data");
}

#[test]
fn forms_that_the_engine_gets_wrong_are_refused() {
    assert_eq!(and("g[a] contains 1 if some a in [1]"), ["general-head"]);
    assert_eq!(and("g.x := 1"), ["general-head"]);
    assert_eq!(and("default f(_) := false\n\nf(x) if x == 1"), ["default-function"]);
    assert_eq!(and("x := 15 / 10.5"), ["fraction"]);
    assert_eq!(and("x if\n  input.encryption"), ["layout"]);
    assert_eq!(codes("pass if input.encryption"), ["verdict"]);
    assert_eq!(codes("pass contains \"x\" if input.encryption\n\nfail := 1"), ["verdict", "verdict"]);
    assert_eq!(codes("pass if true\n\nfail contains \"x\" if false"), ["unused"]);
}

#[test]
fn nesting_is_refused_before_the_parser_sees_it() {
    for (open, close) in [("[", "]"), ("{", "}"), ("{\"a\": ", "}"), ("f(", ")"), ("(", ")")] {
        assert_eq!(and(&format!("x := {}1{}", open.repeat(99), close.repeat(99))), ["nesting"], "{open}");
    }
    let deep = format!("x := {}1{}", "[\n".repeat(400), "]\n".repeat(400));
    assert_eq!(and(&deep), ["nesting"], "also when no line is long");
    assert_eq!(and("x := [[["), ["brackets"]);
    assert_eq!(and("x := ]"), ["brackets"]);
    assert_eq!(and("x := [1}"), ["brackets"]);
}

#[test]
fn rubbish_is_refused_with_its_place() {
    let load = |bytes: Vec<u8>| PolicySet::load([("aws/s3/p.rego", bytes)], &catalogue()).unwrap_err();
    let (_, good) = bucket_policy("p", HONEST);
    let mut broken = good.clone().into_bytes();
    broken.extend([0xff, 0xfe]);
    assert_eq!(load(broken)[0].code, "encoding");
    assert_eq!(load((0..=255).collect())[0].code, "encoding");
    assert_eq!(load(vec![0; 100])[0].code, "unreadable");
    assert_eq!(load(format!("{good}x := \"{}\"", "a".repeat(1 << 20)).into_bytes())[0].code, "size");
    assert_eq!(load(format!("{good}# {}\n", "a".repeat(100_000)).into_bytes())[0].code, "size");
    assert_eq!(load("# x\n".repeat(6_000).into_bytes())[0].code, "size");
    assert_eq!(load(format!("{good}x := \"never closed").into_bytes())[0].code, "unreadable");
    assert!(load(Vec::new()).iter().any(|d| d.code == "package"));
    let text = format!("{good}\nx if y > 1\n");
    let line = u32::try_from(text.lines().count()).unwrap();
    let found = load(text.into_bytes());
    assert_eq!((found[0].code, found[0].line), ("rego", line), "the engine's own complaint keeps its place: {found:?}");
    assert!(found[0].message.contains("unsafe"), "{found:?}");
}

#[test]
fn every_hole_in_metadata_is_told_at_once() {
    let (path, text) = bucket_policy("p", HONEST);
    let package = text.find("package").unwrap();
    assert_eq!(refused([(path.clone(), text[package..].to_owned())])[0].code, "metadata");
    let holes = "# METADATA\n# title: T\n# descripton: D\n# custom:\n#   kind: aws.s3.bucket\n#   needs: [encryption, encryptio]\n#   severity: huge\n#   requirements: {}\n#   owner: x\n";
    let found = refused([(path.clone(), format!("{holes}{}", &text[package..]))]);
    let said: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
    for part in [
        "descripton",
        "description is missing",
        "has no field encryptio",
        "huge is not",
        "at least one requirement",
        "unknown key owner",
        "remediation is missing",
    ] {
        assert!(said.iter().any(|message| message.contains(part)), "{part}: {said:?}");
    }
    for bad in ["# METADATA\n# title: [\n", "# METADATA\n# a: &a [1]\n# b: *a\n", "# METADATA\n# 1\n"] {
        assert_eq!(refused([(path.clone(), format!("{bad}{}", &text[package..]))])[0].code, "metadata", "{bad}");
    }
    let wrong_place = refused([("aws/s3/q.rego".to_owned(), text)]);
    assert_eq!(wrong_place[0].code, "path");
}

#[test]
fn a_choice_that_leaves_nothing_is_an_error() {
    let set = samples();
    let by_id = |id: &str| set.select(&Selection { ids: vec![id.to_owned()], ..Selection::default() });
    assert_eq!(by_id("aws.*").unwrap().len(), 3);
    assert!(by_id("aws.s3.bucket_encryptd").unwrap_err().to_string().contains("did you mean aws.s3.bucket_encrypted?"));
    let none = Selection { frameworks: vec!["iso27001".to_owned()], ..Selection::default() };
    assert!(matches!(set.select(&none), Err(Error::NothingSelected { of: 4 })));
    let severe = Selection { severity: Some(model::Severity::Critical), ..Selection::default() };
    assert_eq!(
        set.select(&severe).unwrap().policies().map(|p| p.id.as_str()).collect::<Vec<_>>(),
        ["aws.s3.bucket_blocks_public_access"]
    );
    assert_eq!(PolicySet::load(Vec::<(String, String)>::new(), &catalogue()).unwrap_err()[0].code, "empty");
}

#[test]
fn the_plan_asks_for_what_is_needed_and_no_more() {
    let set = samples().select(&Selection { ids: vec!["aws.s3.*".to_owned()], ..Selection::default() }).unwrap();
    let plan = set.plan();
    let wanted: Vec<String> = plan
        .iter()
        .map(|(kind, fields)| {
            format!("{kind}: {}", fields.iter().map(model::FieldName::as_str).collect::<Vec<_>>().join(","))
        })
        .collect();
    assert_eq!(wanted, ["aws.s3.account: public_access_block", "aws.s3.bucket: encryption,public_access_block"]);
}

#[test]
fn a_set_can_be_loaded_again_from_its_own_files() {
    let set = samples().select(&Selection { ids: vec!["aws.iam.*".to_owned()], ..Selection::default() }).unwrap();
    let files = set.files();
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["aws/iam/access_key_rotated.rego", "aws/iam/access_key_rotated_test.rego", "lib/dates.rego"]
    );
    let again = PolicySet::load(files, &catalogue()).unwrap();
    assert_eq!(again.digest().unwrap(), set.digest().unwrap());
    let mut changed = sample_files();
    changed.get_mut("lib/dates.rego").unwrap().extend(b"# changed\n");
    let changed = PolicySet::load(changed, &catalogue()).unwrap();
    let changed = changed.select(&Selection { ids: vec!["aws.iam.*".to_owned()], ..Selection::default() }).unwrap();
    assert_ne!(changed.digest().unwrap(), set.digest().unwrap(), "a helper is part of what decides");
}

mod hostile {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn no_file_makes_loading_panic(body in "\\PC{0,80}|[a-z.\\[\\]{}()\"`:=, \n]{0,120}") {
            drop(refused([bucket_policy("p", &body)]));
        }

        #[test]
        fn no_metadata_makes_loading_panic(block in "([a-z]{1,5}: ?[\\[{&*!>|'\"a-z0-9\\]}]{0,12}\n# ){0,6}") {
            let text = format!("# METADATA\n# {block}\npackage aws.s3.p\n\nimport rego.v1\n\n{HONEST}");
            prop_assert!(!refused([("aws/s3/p.rego".to_owned(), text)]).is_empty());
        }
    }
}
