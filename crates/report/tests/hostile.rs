//! Names and messages from other people's systems do no harm in any format.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;

use common::filled_with;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use report::{Format, JsonReport, SealStatus, Style};

const ALL: Style = Style { ansi: false, all: true, width: 100 };

fn rendered(text: &str, format: Format) -> String {
    filled_with(text).render_sealed(format, ALL, SealStatus::Verified(text))
}

/// Characters that would act on a terminal or be invisible on it.
fn acts(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// The shape of a Markdown document: its elements without what they say.
fn shape(markdown: &str) -> Vec<String> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_MATH;
    let mut shape = Vec::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => shape.push("link".to_owned()),
            Event::Start(tag) => shape.push(format!("{tag:?}")),
            Event::Code(_) => shape.push("code".to_owned()),
            Event::Text(_) | Event::End(_) => {}
            other => shape.push(format!("{other:?}")),
        }
    }
    shape
}

const ATTACKS: [&str; 14] = [
    "1. a\n2. b",
    "    + a",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](https://evil.example)",
    "![x](https://evil.example/pixel)",
    "<https://evil.example>",
    "` ``x`` [a](b) `",
    "a | b | c",
    "\\`[a](b)\\`",
    "\n# Heading\n\n| a | b |\n| --- | --- |\n",
    "- item\r\n1. item\r\n> quote",
    "**bold** _it_ ~~gone~~ $x$ [^1] &lt;b&gt;",
    "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m\u{202e}txt\u{200b}",
];

#[test]
fn markdown_keeps_its_shape() {
    let expected = shape(&rendered("harmless", Format::Markdown));
    assert!(!expected.iter().any(|element| element == "link"));
    for attack in ATTACKS {
        assert_eq!(shape(&rendered(attack, Format::Markdown)), expected, "{attack:?}");
    }
}

#[test]
fn addresses_do_not_become_links_by_themselves() {
    let markdown = rendered("see https://evil.example or www.evil.example", Format::Markdown);
    for line in markdown.lines().filter(|line| line.contains("evil.example")) {
        let outside: String = line.split('`').step_by(2).collect();
        assert!(!outside.contains("https://") && !outside.contains("www."), "{line}");
    }
}

#[test]
fn nothing_acts_on_a_terminal() {
    for attack in ATTACKS {
        for format in Format::ALL {
            let out = rendered(attack, *format);
            assert_eq!(out.chars().find(|c| acts(*c)), None, "{format}: {attack:?}");
        }
    }
}

#[test]
fn text_lines_cannot_be_forged() {
    let lines = |text: &str| rendered(text, Format::Text).lines().count();
    assert_eq!(lines("a\nFAILURES (0)"), lines("a\tFAILURES (0)"));
    assert!(!rendered("x\nTOTALS\n", Format::Text).lines().any(|line| line.starts_with("TOTALS")));
}

#[test]
fn json_keeps_every_character() {
    for attack in ATTACKS {
        let back: JsonReport = serde_json::from_str(&rendered(attack, Format::Json)).unwrap();
        assert_eq!(back.findings, filled_with(attack).findings);
        assert_eq!(back.seal.key.as_deref(), Some(attack));
    }
}

/// Characters that mean something to Markdown or a terminal, and any others.
const ODD: &str = "([`|<>\\[\\]()!*_~$&#:@\\\\\n\r\u{1b} a1.)=+-]|https://|www\\.|\\PC|\\p{Cc}|\\p{Cf}){0,20}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_changes_the_shape_or_acts(before in ODD, after in ODD) {
        // White space alone is a title without words, which no shape can show.
        let text = format!("{before}a{after}");
        prop_assert_eq!(shape(&rendered(&text, Format::Markdown)), shape(&rendered("harmless", Format::Markdown)));
        for format in Format::ALL {
            prop_assert_eq!(rendered(&text, *format).chars().find(|c| acts(*c)), None);
        }
    }
}
