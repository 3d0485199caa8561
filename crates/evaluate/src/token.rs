//! Splits Rego source into tokens, so that checks can run before any parser does.
//!
//! It must never panic, never recurse and never look at a byte more than a constant number of
//! times: it is the first thing that meets a hostile file. It knows no grammar.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A name or keyword.
    Word,
    /// A string, quotes included.
    Text,
    /// A raw string, back quotes included.
    Raw,
    /// A number.
    Number,
    /// One operator or bracket.
    Sign,
}

/// A position in a file, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Pos {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// A token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token<'a> {
    pub(crate) class: Class,
    pub(crate) text: &'a str,
    pub(crate) at: Pos,
    /// True if no white space stands between it and the token before.
    pub(crate) glued: bool,
    /// True if it is the first on its line.
    pub(crate) first: bool,
}

impl Token<'_> {
    pub(crate) fn is(&self, text: &str) -> bool {
        matches!(self.class, Class::Word | Class::Sign) && self.text == text
    }

    /// The value of a string; `None` for other tokens and for escapes that JSON does not know.
    pub(crate) fn string(&self) -> Option<String> {
        match self.class {
            Class::Text => serde_json::from_str(self.text).ok(),
            Class::Raw => Some(self.text.trim_matches('`').to_owned()),
            Class::Word | Class::Number | Class::Sign => None,
        }
    }
}

/// A comment, from after its `#` to the end of the line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Comment<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: u32,
    /// True if nothing but white space stands before it on its line.
    pub(crate) alone: bool,
}

/// The tokens and comments of a file.
#[derive(Debug, Default)]
pub(crate) struct Tokens<'a> {
    pub(crate) tokens: Vec<Token<'a>>,
    pub(crate) comments: Vec<Comment<'a>>,
}

/// What the tokenizer cannot read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) at: Pos,
    pub(crate) what: &'static str,
}

struct Scanner<'a> {
    source: &'a str,
    offset: usize,
    at: Pos,
    fresh_line: bool,
    glued: bool,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.source.get(self.offset..).unwrap_or_default()
    }

    /// Moves over `text`, which must be a prefix of the rest.
    fn advance(&mut self, text: &str) {
        for c in text.chars() {
            if c == '\n' {
                self.at.line = self.at.line.saturating_add(1);
                self.at.column = 1;
                self.fresh_line = true;
            } else {
                self.at.column = self.at.column.saturating_add(1);
            }
        }
        self.offset += text.len();
    }

    fn take_while(&self, test: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !test(c)).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// A quoted text with its quotes, or `None` if it does not end.
    fn quoted(&self) -> Option<&'a str> {
        let rest = self.rest();
        let mut escaped = false;
        for (i, c) in rest.char_indices().skip(1) {
            match c {
                '\n' => return None,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => return rest.get(..=i),
                _ => {}
            }
        }
        None
    }

    fn raw(&self) -> Option<&'a str> {
        let rest = self.rest();
        let end = rest.char_indices().skip(1).find(|(_, c)| *c == '`')?.0;
        rest.get(..=end)
    }

    fn token(&self, first: char) -> Result<(Class, &'a str), Unreadable> {
        let refuse = |what| Unreadable { at: self.at, what };
        let rest = self.rest();
        match first {
            '"' => self.quoted().map(|t| (Class::Text, t)).ok_or(refuse("a string that does not end on its line")),
            '`' => self.raw().map(|t| (Class::Raw, t)).ok_or(refuse("a raw string that does not end")),
            c if c.is_ascii_alphabetic() || c == '_' => {
                Ok((Class::Word, self.take_while(|c| c.is_ascii_alphanumeric() || c == '_')))
            }
            c if c.is_ascii_digit() => {
                Ok((Class::Number, self.take_while(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_')))
            }
            _ => {
                let long = [":=", "==", "!=", "<=", ">="].into_iter().find(|sign| rest.starts_with(sign));
                let text = long.or_else(|| rest.get(..first.len_utf8())).unwrap_or_default();
                let known = "[]{}(),;:.=<>+-*/%&|!";
                if text.len() == 2 || known.contains(first) {
                    Ok((Class::Sign, rest.get(..text.len()).unwrap_or_default()))
                } else {
                    Err(refuse("a character that is not part of Rego"))
                }
            }
        }
    }
}

/// Splits `source`.
pub(crate) fn tokenize(source: &str) -> Result<Tokens<'_>, Unreadable> {
    let mut out = Tokens::default();
    let start = Pos { line: 1, column: 1 };
    let mut scan = Scanner { source, offset: 0, at: start, fresh_line: true, glued: false };
    while let Some(c) = scan.rest().chars().next() {
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            scan.advance(scan.take_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r')));
            scan.glued = false;
            continue;
        }
        if c == '#' {
            let whole = scan.take_while(|c| c != '\n');
            let text = whole.get(1..).unwrap_or_default().trim_end_matches('\r');
            out.comments.push(Comment { text, line: scan.at.line, alone: scan.fresh_line });
            scan.advance(whole);
            scan.glued = false;
            continue;
        }
        let (class, text) = scan.token(c)?;
        out.tokens.push(Token { class, text, at: scan.at, glued: scan.glued, first: scan.fresh_line });
        scan.fresh_line = false;
        scan.advance(text);
        // A raw string may span lines; what follows it still does not start its line.
        scan.fresh_line = false;
        scan.glued = true;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        tokenize(source).unwrap().tokens.iter().map(|t| t.text).collect()
    }

    #[test]
    fn strings_and_comments_hide_what_is_in_them() {
        assert_eq!(texts("a := \"x # \\\" y\" # z \"\n`[{\n`"), ["a", ":=", "\"x # \\\" y\"", "`[{\n`"]);
        let all = tokenize("x # one\n# two").unwrap();
        assert_eq!(
            all.comments.iter().map(|c| (c.text, c.alone)).collect::<Vec<_>>(),
            [(" one", false), (" two", true)]
        );
    }

    #[test]
    fn positions_and_glue_are_exact() {
        let tokens = tokenize("f(x)\n  g .h").unwrap().tokens;
        let seen: Vec<_> = tokens.iter().map(|t| (t.text, t.at.line, t.at.column, t.glued, t.first)).collect();
        assert_eq!(seen[0], ("f", 1, 1, false, true));
        assert_eq!(seen[1], ("(", 1, 2, true, false));
        assert_eq!(seen[4], ("g", 2, 3, false, true));
        assert_eq!(seen[5], (".", 2, 5, false, false));
    }

    #[test]
    fn what_does_not_end_is_refused_with_its_place() {
        assert_eq!(tokenize("\n \"abc").unwrap_err().at, Pos { line: 2, column: 2 });
        assert!(tokenize("`abc").is_err());
        assert!(tokenize("a \u{1} b").is_err());
        assert!(tokenize("$\"{x}\"").is_err());
    }

    proptest! {
        #[test]
        fn never_panics_and_loses_no_text(source in "\\PC{0,200}|[a-z\\[\\]{}()\"`#\\\\.:=\n ]{0,200}") {
            if let Ok(all) = tokenize(&source) {
                let kept: usize = all.tokens.iter().map(|t| t.text.len()).sum();
                let comments: usize = all.comments.iter().map(|c| c.text.len() + 1).sum();
                let white = source.chars().filter(|c| matches!(c, ' ' | '\t' | '\n' | '\r')).count();
                prop_assert!(kept + comments <= source.len());
                prop_assert!(kept + comments + white >= source.len());
            }
        }
    }
}
