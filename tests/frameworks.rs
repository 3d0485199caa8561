//! Frameworks, crosswalk, scope and operation, through the built program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use support::{assize, err, expect, json, key, out, run, sealed};

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().map(|list| list.iter().map(|one| one.as_str().unwrap()).collect()).unwrap_or_default()
}

/// Rows of the crosswalk at one level.
fn rows(crosswalk: &Value, level: &str) -> Vec<Value> {
    crosswalk["rows"].as_array().unwrap().iter().filter(|row| row["level"] == level).cloned().collect()
}

#[test]
fn each_theme_names_policies_and_registers_that_exist_and_speak_of_it() {
    let here = tempfile::tempdir().unwrap();
    let crosswalk = json(&run(here.path(), &["crosswalk", "--format", "json"]));
    let policies = json(&run(here.path(), &["policy", "list", "--format", "json"]));
    let frameworks = json(&run(here.path(), &["frameworks", "--format", "json"]));
    // The program counts a policy for the requirements above those that it cites too.
    let counted: BTreeMap<&str, BTreeSet<&str>> = frameworks
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["requirement"].as_str().unwrap(), strings(&row["policies"]).into_iter().collect()))
        .collect();
    let kinds: BTreeSet<String> = policies
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|policy| {
            let needs = strings(&policy["needs"]).into_iter().map(|need| need.split('/').next().unwrap().to_owned());
            needs.chain([policy["kind"].as_str().unwrap().to_owned()]).collect::<Vec<_>>()
        })
        .collect();
    // What a connector sees, and not what somebody attests to.
    let live: BTreeSet<&str> = policies
        .as_array()
        .unwrap()
        .iter()
        .filter(|policy| !policy["kind"].as_str().unwrap().starts_with("registers."))
        .map(|policy| policy["id"].as_str().unwrap())
        .collect();
    let themes = rows(&crosswalk, "theme");
    assert_eq!(themes.len(), 10);
    for theme in &themes {
        let id = theme["id"].as_str().unwrap();
        let named = strings(&theme["policies"]);
        assert!(named.iter().filter(|policy| live.contains(*policy)).count() >= 2, "{id}: {named:?}");
        for policy in named {
            let both = strings(&theme["from"]).into_iter().chain(strings(&theme["to"]));
            let speaks = both.into_iter().any(|one| counted.get(one).is_some_and(|all| all.contains(policy)));
            assert!(speaks, "{id}: {policy} is no policy, or speaks of none of its requirements");
        }
        let evidence = strings(&theme["evidence"]);
        assert!(!evidence.is_empty(), "{id}");
        for kind in evidence {
            assert!(kinds.contains(kind), "{id}: no policy judges or needs {kind}");
        }
    }
}

#[test]
fn the_five_parts_beyond_soc_2_have_policies_but_for_enforcement() {
    let here = tempfile::tempdir().unwrap();
    let crosswalk = json(&run(here.path(), &["crosswalk", "--format", "json"]));
    let frameworks = json(&run(here.path(), &["frameworks", "nis2", "--format", "json"]));
    let counted: BTreeMap<&str, usize> = frameworks
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["requirement"].as_str().unwrap(), row["policies"].as_array().unwrap().len()))
        .collect();
    let beyond = rows(&crosswalk, "beyond");
    assert_eq!(beyond.len(), 5);
    for part in beyond {
        // Enforcement is the authority's: it is no requirement that asks the entity for evidence.
        let asked: Vec<&str> = strings(&part["from"]).into_iter().filter(|id| counted.contains_key(id)).collect();
        let proven = asked.iter().filter(|id| counted[*id] > 0).count();
        assert!(asked.is_empty() || proven > 0, "{}: no policy speaks of any of {asked:?}", part["title"]);
    }
}

/// The kinds of attested evidence, from the data.
fn listed_kinds() -> BTreeSet<String> {
    let kind = |line: &str| line.strip_prefix("kind = ").map(|name| name.trim_matches('"').to_owned());
    include_str!("../frameworks/evidence.toml").lines().filter_map(kind).collect()
}

#[test]
fn every_requirement_named_by_a_theme_a_part_or_a_category_has_evidence_that_can_pass_and_fail() {
    let here = tempfile::tempdir().unwrap();
    let crosswalk = json(&run(here.path(), &["crosswalk", "--format", "json"]));
    let frameworks = json(&run(here.path(), &["frameworks", "--format", "json"]));
    let policies = json(&run(here.path(), &["policy", "list", "--format", "json"]));
    let kind: BTreeMap<&str, &str> = policies
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["kind"].as_str().unwrap()))
        .collect();
    let attested = listed_kinds();
    let rows_of: Vec<&Value> = frameworks.as_array().unwrap().iter().collect();
    let policies_of = |id: &str| -> Option<Vec<&str>> {
        rows_of.iter().find(|row| row["requirement"] == id).map(|row| strings(&row["policies"]))
    };
    let mut named: Vec<(String, String)> = Vec::new();
    for row in rows(&crosswalk, "theme").iter().chain(&rows(&crosswalk, "beyond")) {
        let title = row["title"].as_str().unwrap();
        for id in strings(&row["from"]).into_iter().chain(strings(&row["to"])) {
            named.push((title.to_owned(), id.to_owned()));
        }
    }
    let mut bare = Vec::new();
    for (title, id) in &named {
        // A requirement that asks the entity for no evidence is none of ours.
        if policies_of(id).is_some_and(|found| found.is_empty()) {
            bare.push(format!("{title}: {id}"));
        }
    }
    assert_eq!(bare, ["Registration in the Union: art.26.3"], "a representative is no register yet");
    for (category, series) in [
        ("security", "CC"),
        ("availability", "A1."),
        ("confidentiality", "C1."),
        ("integrity", "PI1."),
        ("privacy", "P"),
    ] {
        let criteria = rows_of.iter().filter(|row| {
            let id = row["requirement"].as_str().unwrap();
            row["framework"] == "soc2" && id.starts_with(series) && !(series == "P" && id.starts_with("PI"))
        });
        let all: BTreeSet<&str> = criteria.flat_map(|row| strings(&row["policies"])).collect();
        let attested = all.iter().filter(|id| attested.contains(kind[**id])).count();
        assert!(attested > 0, "{category} has no attested evidence");
    }
    // That each of them is proven able to pass and to fail, tests/policies.rs shows for all.
}

#[test]
fn the_crosswalk_reads_both_ways_in_four_formats() {
    let here = tempfile::tempdir().unwrap();
    for format in ["text", "json", "csv", "markdown"] {
        for from in ["nis2", "soc2"] {
            let output = run(here.path(), &["crosswalk", "--from", from, "--format", format]);
            expect(&output, 0);
            let said = out(&output);
            for part in ["aws.iam.root_mfa", "registers.supply.supplier", "Multi-factor authentication"] {
                assert!(said.contains(part), "{part} is not in the {format} from {from}");
            }
        }
    }
    let there = rows(&json(&run(here.path(), &["crosswalk", "--format", "json"])), "requirement");
    let back = rows(&json(&run(here.path(), &["crosswalk", "--from", "soc2", "--format", "json"])), "requirement");
    let pairs = |rows: &[Value]| -> BTreeSet<(String, String)> {
        let one = |row: &Value| {
            let (from, to) = (strings(&row["from"]), strings(&row["to"]));
            let pair = |a: &&str, b: &&str| ((*a).to_owned(), (*b).to_owned());
            from.iter().flat_map(|a| to.iter().map(move |b| pair(a, b))).collect::<Vec<_>>()
        };
        rows.iter().flat_map(one).collect()
    };
    let turned: BTreeSet<_> = pairs(&back).into_iter().map(|(a, b)| (b, a)).collect();
    assert_eq!(pairs(&there), turned, "each pair is there from both sides");
}

#[test]
fn frameworks_without_themes_are_read_requirement_by_requirement() {
    let here = tempfile::tempdir().unwrap();
    let there = run(here.path(), &["crosswalk", "--to", "iso27001"]);
    expect(&there, 0);
    assert!(out(&there).contains("art.20.1 shares something with A.5.4 cl.5.1"), "{}", out(&there));
    let back = run(here.path(), &["crosswalk", "--from", "iso27001", "--format", "markdown"]);
    expect(&back, 0);
    assert!(out(&back).contains("| A.5.4 | art.20.1 |"), "{}", out(&back));
    expect(&run(here.path(), &["crosswalk", "--from", "soc2", "--to", "iso27001"]), 2);
}

#[test]
fn a_bundle_says_what_its_soc_2_evidence_is_worth_for_nis2() {
    let here = tempfile::tempdir().unwrap();
    let (private, public) = key(here.path(), "p256");
    let bundle = sealed(here.path(), &private, "acme.assize.zip");
    let have = |format: &str| {
        let mut command = assize(here.path());
        command
            .args(["crosswalk", "--from", "soc2", "--format", format, "--have"])
            .arg(&bundle)
            .arg("--key")
            .arg(&public);
        command.output().unwrap()
    };
    let output = have("json");
    expect(&output, 0);
    let answer = json(&output);
    let of = |id: &str| {
        let all = answer["requirements"].as_array().unwrap();
        all.iter().find(|one| one["requirement"] == id).unwrap_or_else(|| panic!("{id}")).clone()
    };
    // The estate has findings on CC6.1, and nobody keeps a register of anything.
    assert_eq!(of("art.21.2.h")["coverage"], "partly");
    assert!(of("art.21.2.h")["add"].to_string().contains("CC5.3: lacks"), "{}", of("art.21.2.h"));
    assert_eq!(of("art.23.4.a")["coverage"], "not_covered");
    assert!(of("art.23.4.a")["add"].to_string().contains("24 hours"));
    let total = ["covered", "partly", "not_covered"].map(|name| answer[name].as_u64().unwrap()).iter().sum::<u64>();
    assert_eq!(total, answer["requirements"].as_array().unwrap().len() as u64);
    let text = out(&have("text"));
    assert!(text.contains("NOT COVERED") && text.contains("art.20.1"), "{text}");
    assert!(out(&have("csv")).starts_with("requirement,cite,title,coverage"));
    let without = run(here.path(), &["crosswalk", "--from", "soc2", "--have", "acme.assize.zip"]);
    expect(&without, 2);
}

#[test]
fn gaps_are_what_no_policy_proves() {
    let here = tempfile::tempdir().unwrap();
    let gaps = json(&run(here.path(), &["frameworks", "gaps", "--format", "json"]));
    let gaps = gaps.as_array().unwrap();
    assert!(!gaps.is_empty(), "something is always missing, and said");
    for gap in gaps {
        assert_eq!(gap["missing"], gap["forms"], "{}", gap["requirement"]);
    }
    let listed: BTreeSet<&str> = gaps.iter().map(|gap| gap["requirement"].as_str().unwrap()).collect();
    assert!(!listed.contains("CC6.1") && !listed.contains("art.21.2.j"), "these have policies");
    // A rule of one's own that nothing proves is listed as well.
    std::fs::create_dir(here.path().join("own")).unwrap();
    let own = "[framework]\nid = \"own\"\ntitle = \"Own\"\npublisher = \"Acme\"\n[[requirement]]\nid = \"R1\"\ncite = \"R1\"\n\
               title = \"Kept\"\nkind = \"control\"\nforms = [\"document\"]\n";
    std::fs::write(here.path().join("own/own.toml"), own).unwrap();
    let said = out(&run(here.path(), &["frameworks", "gaps", "--frameworks", "own", "--framework", "own"]));
    assert!(said.contains("own: 1 requirements") && said.contains("R1"), "{said}");
}

#[test]
fn scope_answers_from_configuration_flags_and_standard_input() {
    let here = tempfile::tempdir().unwrap();
    let nothing = run(here.path(), &["scope"]);
    expect(&nothing, 2);
    assert!(err(&nothing).contains("--questions"), "{}", err(&nothing));
    let open = run(here.path(), &["scope", "--set", "entity_types=cloud"]);
    expect(&open, 3);
    assert!(out(&open).contains("Not decided") && out(&open).contains("staff"), "{}", out(&open));
    std::fs::write(here.path().join("assize.toml"), "[scope]\nentity_types = [\"cloud\"]\nstaff = 260\n").unwrap();
    let config = run(here.path(), &["scope", "--format", "json"]);
    expect(&config, 0);
    assert_eq!(json(&config)["decision"]["class"], "essential");
    assert_eq!(json(&config)["exposure"]["fine"]["at_least_eur"], 10_000_000);
    let file = here.path().join("answers.json");
    std::fs::write(&file, r#"{"scope": {"entity_types": ["marketplace"], "staff": 260}}"#).unwrap();
    let answers =
        run(here.path(), &["scope", "--answers", "answers.json", "--set", "turnover_eur=900M", "--format", "json"]);
    expect(&answers, 0);
    assert_eq!(json(&answers)["decision"]["class"], "important");
    assert_eq!(json(&answers)["exposure"]["ceiling_eur"], 12_600_000, "1.4 % of 900 million");
    let wrong = run(here.path(), &["scope", "--set", "entity_types=clud"]);
    expect(&wrong, 2);
    assert!(err(&wrong).contains("did you mean cloud?"), "{}", err(&wrong));
    std::fs::write(here.path().join("assize.toml"), "[scope]\nstuff = 260\n").unwrap();
    let wrong = run(here.path(), &["scope"]);
    assert!(err(&wrong).contains("assize.toml:2:1"), "{}", err(&wrong));
}

#[test]
fn the_questions_are_answers_to_start_from() {
    let here = tempfile::tempdir().unwrap();
    let said = out(&run(here.path(), &["scope", "--questions"]));
    let answers: String = said
        .lines()
        .map(|line| if line.starts_with("# ") && line.contains(" = ") { &line[2..] } else { line })
        .filter(|line| !line.contains('…'))
        .fold(String::new(), |all, line| all + line + "\n");
    std::fs::write(here.path().join("answers.toml"), answers).unwrap();
    let output = run(here.path(), &["scope", "--answers", "answers.toml", "--format", "json"]);
    expect(&output, 0);
    assert_eq!(json(&output)["decision"]["class"], "out_of_scope", "empty lists and no people");
}

#[test]
fn a_refused_bundle_is_named_and_nothing_is_said_of_the_period() {
    let here = tempfile::tempdir().unwrap();
    let (private, public) = key(here.path(), "p256");
    std::fs::create_dir(here.path().join("nights")).unwrap();
    let bundle = sealed(here.path(), &private, "nights/one.assize.zip");
    let mut bytes = std::fs::read(&bundle).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    for name in ["two", "three"] {
        std::fs::write(here.path().join(format!("nights/{name}.assize.zip")), &bytes).unwrap();
    }
    let output = assize(here.path())
        .args(["assess", "--bundles", "nights", "--from", "2001-01-01", "--key"])
        .arg(&public)
        .output()
        .unwrap();
    expect(&output, 4);
    let said = err(&output);
    for part in ["2 bundles are refused", "two.assize.zip is refused: ", "three.assize.zip is refused: "] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("one.assize.zip is refused") && out(&output).is_empty(), "{said}");
}

#[test]
fn one_bundle_shows_design_and_never_operation() {
    let here = tempfile::tempdir().unwrap();
    let (private, public) = key(here.path(), "p256");
    std::fs::create_dir(here.path().join("nights")).unwrap();
    let bundle = sealed(here.path(), &private, "nights/one.assize.zip");
    let report = assize(here.path()).args(["report"]).arg(&bundle).arg("--key").arg(&public).output().unwrap();
    assert!(out(&report).contains("One run shows design"), "{}", out(&report));
    let started = json(
        &assize(here.path())
            .args(["report", "--format", "json"])
            .arg(&bundle)
            .arg("--key")
            .arg(&public)
            .output()
            .unwrap(),
    )["run"]["started_at"]
        .as_str()
        .unwrap()
        .to_owned();
    let day = &started[..10];
    let assess = |args: &[&str]| {
        assize(here.path()).args(["assess", "--bundles", "nights", "--key"]).arg(&public).args(args).output().unwrap()
    };
    let output = assess(&["--from", day, "--to", day, "--format", "json"]);
    expect(&output, 3);
    let answer = json(&output);
    assert_eq!(answer["runs"], 1);
    let states: BTreeSet<&str> =
        answer["requirements"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert!(states.contains("design_only") && !states.contains("held"), "{states:?}");
    expect(&assess(&["--from", "2001-01-01", "--to", "2001-01-02"]), 2);
    expect(&assess(&["--from", "yesterday"]), 2);
}
