//! Makes text from other people's systems harmless: for a terminal, for Markdown, for JSON.
//! Nothing is dropped in silence: a hostile character is spelled out, a cut is counted.

/// The most characters of one name or message that a report shows.
const LONGEST: usize = 2000;

/// True for characters that move a cursor, change direction, or are not seen at all.
fn hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn spell(out: &mut String, c: char) {
    out.extend([format!("\\u{{{:x}}}", u32::from(c))]);
}

/// Prose that its author broke into lines, as one line. Not for names, whose spaces matter.
pub(crate) fn prose(text: &str) -> String {
    clean(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// One line of text without hostile characters: each is spelled out as `\u{1b}`.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().take(LONGEST) {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if hostile(c) => spell(&mut out, c),
            c => out.push(c),
        }
    }
    let more = text.chars().skip(LONGEST).count();
    if more > 0 {
        out.extend([format!("… ({more} more characters)")]);
    }
    out
}

/// A Markdown code span that shows `text` and nothing else: no markup, link or mention works in
/// it. The fence is longer than any run of backticks inside. Not for table cells.
pub(crate) fn code(text: &str) -> String {
    let text = clean(text);
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A space is stripped from both ends of a span, so one is added where it would be missed.
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Markdown text that reads as `text`: no markup, HTML, table cell or link comes of it.
pub(crate) fn plain(text: &str) -> String {
    let text = clean(text);
    // Four spaces at the start would make a code block.
    let text = text.trim();
    let mut out = String::with_capacity(text.len() + 8);
    // A dash, or a number with a dot, would begin a list where the text stands first.
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    for (at, c) in text.chars().enumerate() {
        match c {
            '-' | '+' | '=' | '.' | ')' if at == digits => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    // Addresses become links by themselves where a reader's software looks for them.
    for (address, broken) in [
        ("://", "&#58;//"),
        ("mailto:", "mailto&#58;"),
        ("xmpp:", "xmpp&#58;"),
        ("www.", "www&#46;"),
        ("WWW.", "WWW&#46;"),
    ] {
        out = out.replace(address, broken);
    }
    out
}

/// JSON with the hostile characters that it would allow raw written as escapes: the same value.
pub(crate) fn json(canonical: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(canonical);
    if !text.chars().any(hostile) {
        return canonical.to_vec();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if hostile(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.extend([format!("\\u{unit:04x}")]);
            }
        } else {
            out.push(c);
        }
    }
    out.into_bytes()
}

/// Cuts to `width` characters, saying so with `…`.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_span_cannot_be_left() {
        for (text, expected) in [
            ("plain", "`plain`"),
            ("a`b", "``a`b``"),
            ("``", "``` `` ```"),
            ("`x", "`` `x ``"),
            (" x", "`  x `"),
            ("", "(empty)"),
            ("a\nb\u{1b}[31m", "`a\\nb\\u{1b}[31m`"),
            ("\u{202e}gpj.exe", "`\\u{202e}gpj.exe`"),
        ] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn plain_text_has_no_markup_left() {
        let hostile = "<b>|`x`|[a](http://b) ![c](d) *e* _f_ ~~g~~ # h &lt; www.i.example j@k\n- l";
        let said = plain(hostile);
        for raw in ["<", ">", "|", "http:", "www.i", "@", "\n", " *e", " _f", " [a"] {
            assert!(!said.contains(raw), "{raw} in {said}");
        }
    }

    #[test]
    fn plain_text_begins_no_list() {
        let table = [("- a", "\\- a"), ("1. a", "1\\. a"), ("12) a", "12\\) a"), ("    a", "a"), ("1.5 a", "1\\.5 a")];
        for (text, expected) in table {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn long_text_is_cut_and_counted() {
        assert!(clean(&"x".repeat(2005)).ends_with("x… (5 more characters)"));
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("abcd", 4), "abcd");
    }

    proptest! {
        #[test]
        fn no_hostile_character_gets_through(text in any::<String>()) {
            for out in [clean(&text), code(&text), plain(&text)] {
                prop_assert!(!out.chars().any(hostile), "{out:?}");
            }
        }

        #[test]
        fn a_fence_is_longer_than_any_run_inside(text in "[`ab ]{1,20}") {
            let span = code(&text);
            let fence = span.chars().take_while(|c| *c == '`').count();
            let body: String = span.chars().skip(fence).take(span.chars().count() - 2 * fence).collect();
            prop_assert!(body.split(|c| c != '`').all(|run| run.len() < fence), "{span}");
            prop_assert_eq!(body.trim_matches(' '), text.trim_matches(' '));
        }

        #[test]
        fn json_keeps_its_value_and_loses_its_teeth(text in any::<String>()) {
            let safe = json(&serde_json::to_vec(&text).unwrap());
            prop_assert!(!String::from_utf8(safe.clone()).unwrap().chars().any(hostile));
            prop_assert_eq!(serde_json::from_slice::<String>(&safe).unwrap(), text);
        }
    }
}
