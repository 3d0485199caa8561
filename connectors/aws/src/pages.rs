//! Follows a list from page to page. It must never go round in a circle, and never call a list
//! complete whose last page did not say so.

use std::collections::BTreeSet;

use crate::fault::Fault;

/// Most pages of one list: a million items at 1,000 a page, and as much again.
const MAX_PAGES: u32 = 2_000;

/// Where a list is.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    /// Pages read.
    pub(crate) count: u32,
    seen: BTreeSet<String>,
}

impl Pages {
    /// Counts a page, and says where the next one begins, or that this was the last.
    ///
    /// # Errors
    /// When the page contradicts itself, or what came before.
    pub(crate) fn next(&mut self, truncated: bool, marker: Option<&str>) -> Result<Option<String>, Fault> {
        self.count += 1;
        if !truncated {
            return Ok(None);
        }
        let marker = marker.filter(|m| !m.is_empty());
        let Some(marker) = marker else {
            return Err(Fault::bad_reply(format!("page {} says that more follows, but not where", self.count)));
        };
        if !self.seen.insert(marker.to_owned()) {
            return Err(Fault::bad_reply(format!("page {} points back to a page already read", self.count)));
        }
        if self.count >= MAX_PAGES {
            return Err(Fault::bad_reply(format!("the list does not end within {MAX_PAGES} pages")));
        }
        Ok(Some(marker.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_do_not_end_are_named() {
        let mut pages = Pages::default();
        assert_eq!(pages.next(true, Some("a")).unwrap().as_deref(), Some("a"));
        assert_eq!(pages.next(true, Some("b")).unwrap().as_deref(), Some("b"));
        assert!(pages.next(true, Some("a")).unwrap_err().message.contains("points back"));
        assert!(pages.next(true, None).unwrap_err().message.contains("not where"));
        assert!(pages.next(true, Some("")).unwrap_err().message.contains("not where"));
        assert_eq!(pages.next(false, Some("ignored")).unwrap(), None);

        let mut endless = Pages::default();
        let end = (0..=MAX_PAGES).find_map(|n| endless.next(true, Some(&n.to_string())).err());
        assert!(end.unwrap().message.contains("does not end"));
        assert_eq!(endless.count, MAX_PAGES);
    }
}
