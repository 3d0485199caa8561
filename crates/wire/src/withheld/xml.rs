//! Finds the places of rules in an XML text, in one pass.

use xmlparser::{ElementEnd, StrSpan, Token, Tokenizer};

use super::judge::{judge, names_values};
use super::{DEPTH, Followed, Reach, Rule, Splice, Unreadable};

/// An element that is open.
#[derive(Default)]
struct Open<'t> {
    name: &'t str,
    followed: Followed,
    /// Its text, if it holds nothing else.
    text: Option<StrSpan<'t>>,
    parent: bool,
    /// What elements directly in it say about the values beside them.
    labels: Vec<String>,
    /// Texts of elements directly in it, to be judged when all labels are known.
    waiting: Vec<(&'t str, StrSpan<'t>, Reach)>,
}

/// The replacements in `text`.
pub(super) fn walk(text: &str, rules: &[Rule], count: &mut dyn FnMut(&'static str)) -> Result<Vec<Splice>, Unreadable> {
    let mut open = vec![Open { followed: Followed::start(rules), ..Open::default() }];
    let mut splices = Vec::new();
    for token in Tokenizer::from(text) {
        match token.map_err(|_| Unreadable)? {
            Token::ElementStart { local, .. } => {
                let above = open.last_mut().ok_or(Unreadable)?;
                above.parent = true;
                let followed = above.followed.enter(rules, local.as_str());
                open.push(Open { name: local.as_str(), followed, ..Open::default() });
                if open.len() > DEPTH {
                    return Err(Unreadable);
                }
            }
            Token::ElementEnd { end: ElementEnd::Open, .. } => {}
            Token::ElementEnd { end, .. } => {
                let closed = open.pop().ok_or(Unreadable)?;
                if matches!(end, ElementEnd::Close(_, local) if local.as_str() != closed.name) {
                    return Err(Unreadable);
                }
                close(&closed, open.last_mut().ok_or(Unreadable)?, &mut splices, count);
            }
            Token::Text { text } | Token::Cdata { text, .. } => {
                if let Some(element) = open.last_mut() {
                    element.text = Some(text);
                }
            }
            Token::DtdStart { .. } | Token::EmptyDtd { .. } | Token::EntityDeclaration { .. } => {
                return Err(Unreadable);
            }
            _ => {}
        }
    }
    let whole = open.len() == 1 && open.last().is_some_and(|root| root.parent);
    if let (true, Some(root)) = (whole, open.pop()) {
        close(&root, &mut Open::default(), &mut splices, count);
        splices.sort_by_key(|splice| splice.start);
        return Ok(splices);
    }
    Err(Unreadable)
}

fn close<'t>(closed: &Open<'t>, above: &mut Open<'t>, splices: &mut Vec<Splice>, count: &mut dyn FnMut(&'static str)) {
    for (name, span, reach) in &closed.waiting {
        let is_value = !names_values(name);
        let mut labels: Vec<&str> = Vec::new();
        if is_value {
            labels.extend(closed.labels.iter().map(String::as_str));
            labels.push(name);
            labels.push(closed.name);
        }
        if let Some(new) = judge(&plain(span.as_str()), &labels, reach.takes(is_value), count) {
            splices.push(Splice { start: span.start(), end: span.end(), new: escaped(&new) });
        }
    }
    if let (false, Some(span)) = (closed.parent, closed.text) {
        if names_values(closed.name) {
            above.labels.push(plain(span.as_str()));
        }
        if let Some(reach) = closed.followed.inside {
            above.waiting.push((closed.name, span, reach));
        }
    }
}

fn plain(text: &str) -> String {
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#xA;", "\n"), ("&#10;", "\n")];
    let plain = known.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter));
    plain.replace("&amp;", "&")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
