//! Finds the elements of an XML text that hold nothing but text. It reads hostile text in one pass
//! from front to back and takes rather too much for an element than too little.

/// An element that holds only text: `<name …>text</`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element<'t> {
    /// Its name, with a prefix if it has one.
    pub(crate) name: &'t str,
    /// Where its text begins.
    pub(crate) start: usize,
    /// Where its text ends.
    pub(crate) end: usize,
}

/// The elements with text of `text`, in order.
pub(crate) fn elements(text: &str) -> impl Iterator<Item = Element<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(open) = find(text, at, &['<']) {
            match element(text, open) {
                Ok(element) => {
                    at = element.end + 2;
                    return Some(element);
                }
                Err(next) => at = next,
            }
        }
        None
    })
}

fn find(text: &str, from: usize, what: &[char]) -> Option<usize> {
    let rest = text.get(from..)?;
    let found = if let [one] = what { rest.find(*one) } else { rest.find(what) };
    found.map(|at| from + at)
}

/// The element that the `<` at `open` begins, or where to look on.
fn element(text: &str, open: usize) -> Result<Element<'_>, usize> {
    let first = open + 1;
    let rest = text.get(first..).unwrap_or_default();
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return Err(first);
    }
    let in_name =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '-') || (!c.is_ascii() && !c.is_whitespace());
    let Some((length, after)) = rest.char_indices().find(|(_, c)| !in_name(*c)) else { return Err(text.len()) };
    let name_end = first + length;
    let start = match after {
        '>' => name_end + 1,
        space if space.is_whitespace() => match find(text, name_end, &['<', '>']) {
            Some(close) if text.as_bytes().get(close) == Some(&b'>') => close + 1,
            Some(other) => return Err(other),
            None => return Err(text.len()),
        },
        _ => return Err(name_end),
    };
    let end = find(text, start, &['<']).ok_or(text.len())?;
    if end == start || text.as_bytes().get(end + 1) != Some(&b'/') {
        return Err(end);
    }
    Ok(Element { name: text.get(first..name_end).unwrap_or_default(), start, end })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    fn found(text: &str) -> Vec<(&str, &str)> {
        elements(text).map(|e| (e.name, &text[e.start..e.end])).collect()
    }

    #[test]
    fn elements_with_text_are_found_and_others_are_not() {
        let text = "<?xml v=\"1\"?><a:b x=\"1\"><c>1</c><d/><e></e><f>x<g>2</g></f>< h>3</h><i\n>4</i><j>5";
        assert_eq!(found(text), [("c", "1"), ("g", "2"), ("i", "4")]);
        assert_eq!(found(&"<a".repeat(100_000)), []);
        assert_eq!(found("<ä>x</"), [], "the first letter is ASCII");
        assert_eq!(found("<aä\u{a0}b>x</"), [("aä", "x")]);
    }

    proptest! {
        /// The definition of what is an element, which is too slow for long texts.
        #[test]
        fn it_finds_what_the_expression_says(text in "[<>/a-c:. =é\u{a0}\n-]{0,60}") {
            let element = Regex::new(r"<(?<name>[A-Za-z_][\w.:-]*)(?:\s[^<>]*)?>(?<text>[^<]+)</").unwrap();
            let wanted: Vec<_> =
                element.captures_iter(&text).map(|c| (c.name("name").unwrap().as_str(), c.name("text").unwrap().as_str())).collect();
            prop_assert_eq!(found(&text), wanted);
        }
    }
}
