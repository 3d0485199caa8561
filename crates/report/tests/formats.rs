//! What each format says of a small estate.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod common;

use common::estate;
use model::{Finding, PolicyId, Tally};
use report::{Error, FindingSource, Format, JsonReport, ReportInput, SealStatus, Style, json_schema, render};

#[test]
fn text_is_an_engineers_first_look() {
    insta::assert_snapshot!(estate().render(Format::Text, Style::default()));
}

#[test]
fn markdown_is_an_auditors_reading() {
    insta::assert_snapshot!(estate().render(Format::Markdown, Style::default()));
}

#[test]
fn json_has_a_stable_structure() {
    insta::assert_snapshot!(estate().render(Format::Json, Style::default()));
}

#[test]
fn json_is_all_of_it_and_fits_its_schema() {
    let estate = estate();
    let text = estate.render_sealed(Format::Json, Style::default(), SealStatus::Signed("SHA256:9f86d081"));
    let back: JsonReport = serde_json::from_str(&text).unwrap();
    assert_eq!(back.findings, estate.findings);
    assert_eq!(back.tallies, estate.tallies);
    assert_eq!(back.policies, estate.policies);
    assert_eq!(back.total, Tally { pass: 5, fail: 8, unknown: 3, not_applicable: 0, error: None });
    assert_eq!((back.seal.state.as_str(), back.seal.key.as_deref()), ("signed", Some("SHA256:9f86d081")));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let schema = json_schema().to_value();
    let written: Vec<&String> = value.as_object().unwrap().keys().collect();
    let described: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    let sorted = |mut keys: Vec<&String>| {
        keys.sort();
        keys.into_iter().cloned().collect::<Vec<_>>()
    };
    assert_eq!(sorted(written), sorted(described));
}

#[test]
fn what_text_cuts_it_counts_and_all_undoes_it() {
    let few = estate().render(Format::Text, Style::default());
    assert!(few.contains("… and 2 more; --all lists them"));
    assert!(few.contains("user/fails-5") && !few.contains("user/fails-6"));
    let all = estate().render(Format::Text, Style { all: true, ..Style::default() });
    assert!((1..=7).all(|n| all.contains(&format!("user/fails-{n}"))));
    assert!(!all.contains("--all"));
}

#[test]
fn markdown_lists_passes_only_when_all_is_asked() {
    let usual = estate().render(Format::Markdown, Style::default());
    assert!(usual.contains("Pass: 3, listed in the JSON report") && !usual.contains("passes-1"));
    let all = estate().render(Format::Markdown, Style { all: true, ..Style::default() });
    assert!((1..=3).all(|n| all.contains(&format!("user/passes-{n}"))));
}

#[test]
fn lines_keep_to_the_width_unless_a_name_is_longer() {
    for width in [60, 100] {
        let text = estate().render(Format::Text, Style { width, ..Style::default() });
        for line in text.lines().filter(|line| line.chars().count() > width) {
            let kept = line.trim_start().split(' ').any(|word| word.chars().count() > width / 2);
            // Numbers stand in tables, which do not wrap; 100 columns hold them all.
            assert!(width < 100 || kept, "{line}");
        }
    }
}

#[test]
fn colour_only_when_asked_and_then_the_words_are_the_same() {
    let plain = estate().render(Format::Text, Style::default());
    assert!(!plain.contains('\u{1b}'));
    let colour = estate().render(Format::Text, Style { ansi: true, ..Style::default() });
    assert!(colour.contains("\u{1b}[31m"));
    let mut stripped = colour;
    for code in ["1", "2", "31", "32", "33", "0"] {
        stripped = stripped.replace(&format!("\u{1b}[{code}m"), "");
    }
    assert_eq!(stripped, plain);
}

#[test]
fn a_policy_that_died_or_said_nothing_is_shown() {
    let mut estate = estate();
    let root: PolicyId = "aws.iam.root_mfa".parse().unwrap();
    let bucket: PolicyId = "aws.s3.bucket_encrypted".parse().unwrap();
    estate.findings.retain(|finding| finding.policy != root && finding.policy != bucket);
    estate.tallies.insert(root, Tally { error: Some("ran out of time".to_owned()), ..Tally::default() });
    estate.tallies.remove(&bucket);
    for format in [Format::Text, Format::Markdown] {
        let said = estate.render(format, Style::default()).to_lowercase();
        assert!(said.contains("did not work: ") && said.contains("ran out of time"), "{said}");
        assert!(said.contains("gave no finding"), "{said}");
        assert!(said.contains("of 4 policies, 1 did not work:"), "{said}");
    }
}

#[test]
fn formats_are_known_by_name() {
    for format in Format::ALL {
        assert_eq!(format.as_str().parse::<Format>().unwrap(), *format);
    }
    let error = "pdf".parse::<Format>().unwrap_err().to_string();
    assert_eq!(error, "there is no report format \"pdf\"; there are text, json, markdown");
}

struct Broken;

impl FindingSource for Broken {
    fn each(&self, _: &mut dyn FnMut(&Finding) -> Result<(), Error>) -> Result<(), Error> {
        Err(Error::Findings("line 7 is no finding".into()))
    }
}

#[test]
fn findings_that_cannot_be_read_end_the_report() {
    let estate = estate();
    for format in Format::ALL {
        let input = ReportInput {
            run: &estate.run,
            seen: &estate.seen,
            populations: &[],
            gaps: &[],
            policies: &estate.policies,
            tallies: &estate.tallies,
            assessments: &[],
            waivers: &[],
            findings: &Broken,
            seal: SealStatus::Unsigned,
            style: Style::default(),
        };
        let error = render(*format, &input, &mut Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "cannot read the findings: line 7 is no finding");
    }
}

#[test]
fn every_format_says_which_waivers_hold_which_are_void_and_which_end_soon() {
    let estate = estate();
    for format in [Format::Text, Format::Markdown] {
        let said = estate.render(format, Style { width: 400, ..Style::default() });
        for part in ["in force, ends in 14 days", "not approved", "approved by nobody", "Break-glass user; its key"] {
            let part = if format == Format::Markdown { part.trim_start_matches("approved by ") } else { part };
            assert!(said.contains(part), "{part} is not in {said}");
        }
    }
    let text = estate.render(Format::Json, Style::default());
    let back: JsonReport = serde_json::from_str(&text).unwrap();
    assert_eq!(back.waivers, estate.waivers);
    let without = common::Estate { waivers: Vec::new(), ..common::estate() };
    assert!(!without.render(Format::Text, Style::default()).contains("WAIVERS"));
}
