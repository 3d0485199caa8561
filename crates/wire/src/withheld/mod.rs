//! Places in a reply where secrets are expected, as a connector knows them: environment variables,
//! user data, tags. The recorder looks there harder than elsewhere, before it hashes. Everything
//! else of the reply stays byte for byte as it was.

mod json;
mod judge;
mod xml;

use bytes::Bytes;

/// Deepest nesting that is followed.
const DEPTH: usize = 64;

/// Places, carried as a request extension.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    path: Vec<String>,
    /// What is withheld there; `None` if all of it stays, whatever another rule says.
    reach: Option<Reach>,
}

/// How much of a place is withheld, from little to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// What looks like a secret.
    Secrets,
    /// Every text, but for those that name the values beside them.
    Texts,
    /// Every text and every number.
    Whole,
}

impl Reach {
    /// True if a text is withheld whatever it says. `is_value` is false for one that names others.
    fn takes(self, is_value: bool) -> bool {
        self == Self::Whole || (self == Self::Texts && is_value)
    }
}

/// What stands for a reply that should be searched and is neither JSON nor XML.
const UNREADABLE: &str = "[redacted:unreadable]";

/// The reply cannot be walked.
struct Unreadable;

/// A part of a text and what it becomes.
struct Splice {
    start: usize,
    end: usize,
    new: String,
}

impl Withheld {
    /// Paths of names as they stand in the reply (`*` for any), each with whether all of it is
    /// withheld, or only what looks like a secret.
    pub fn new(rules: impl IntoIterator<Item = (Vec<String>, bool)>) -> Self {
        let reach = |all| Some(if all { Reach::Texts } else { Reach::Secrets });
        Self { rules: rules.into_iter().map(|(path, all)| Rule { path, reach: reach(all) }).collect() }
    }

    /// Every text and number below `path` is withheld, names of any member included, except at the
    /// places `kept` below it: for replies that hold more of people than the evidence needs.
    pub fn all_but(path: &[&str], kept: &[&[&str]]) -> Self {
        let owned = |more: &[&str]| path.iter().chain(more).map(|&name| name.to_owned()).collect::<Vec<_>>();
        let kept = kept.iter().map(|place| Rule { path: owned(place), reach: None });
        Self { rules: [Rule { path: owned(&[]), reach: Some(Reach::Whole) }].into_iter().chain(kept).collect() }
    }

    /// The body of a successful reply with what looks like a secret replaced. `count` is told the
    /// class of each. A body that cannot be walked is replaced as a whole: it is no evidence
    /// anyway, and nobody knows what it holds.
    pub(crate) fn apply(&self, body: &Bytes, count: &mut dyn FnMut(&'static str)) -> Bytes {
        if self.rules.is_empty() || body.is_empty() {
            return body.clone();
        }
        let walked = std::str::from_utf8(body).map_err(|_| Unreadable).and_then(|text| {
            let walk = if text.trim_start().starts_with('<') { xml::walk } else { json::walk };
            walk(text, &self.rules, count).map(|splices| spliced(text, &splices))
        });
        match walked {
            Ok(None) => body.clone(),
            Ok(Some(changed)) => Bytes::from(changed),
            Err(Unreadable) => {
                count("unreadable");
                Bytes::from_static(UNREADABLE.as_bytes())
            }
        }
    }
}

fn spliced(text: &str, splices: &[Splice]) -> Option<String> {
    if splices.is_empty() {
        return None;
    }
    let (mut out, mut copied) = (String::with_capacity(text.len()), 0);
    for splice in splices {
        out.push_str(text.get(copied..splice.start).unwrap_or_default());
        out.push_str(&splice.new);
        copied = splice.end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Some(out)
}

/// How far each rule has been followed at a place.
#[derive(Debug, Clone, Default)]
struct Followed {
    /// Rules and how many of their names are behind.
    on: Vec<(usize, usize)>,
    /// Inside a place of some rule: the most that any of them withholds.
    inside: Option<Reach>,
}

impl Followed {
    fn start(rules: &[Rule]) -> Self {
        let on = (0..rules.len()).map(|at| (at, 0)).collect();
        Self { on, inside: None }.settled(rules)
    }

    /// One name further.
    fn enter(&self, rules: &[Rule], name: &str) -> Self {
        let next = self.on.iter().filter(|(rule, at)| {
            let wanted = rules.get(*rule).and_then(|rule| rule.path.get(*at));
            wanted.is_some_and(|wanted| wanted == "*" || wanted == name)
        });
        Self { on: next.map(|(rule, at)| (*rule, at + 1)).collect(), inside: self.inside }.settled(rules)
    }

    fn settled(mut self, rules: &[Rule]) -> Self {
        for (rule, at) in &self.on {
            if let Some(rule) = rules.get(*rule).filter(|rule| rule.path.len() == *at) {
                let Some(reach) = rule.reach else { return Self::default() };
                self.inside = self.inside.max(Some(reach));
            }
        }
        self
    }

    /// True if nothing here or below can be withheld.
    fn is_lost(&self) -> bool {
        self.on.is_empty() && self.inside.is_none()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn applied(path: &[&str], all: bool, body: &str) -> String {
        let rule = Withheld::new([(path.iter().map(|p| (*p).to_owned()).collect(), all)]);
        String::from_utf8(rule.apply(&Bytes::from(body.to_owned()), &mut |_| ()).to_vec()).unwrap()
    }

    #[test]
    fn only_the_places_of_a_rule_are_searched_and_the_rest_stays_as_it_was() {
        let body = r#"{ "F" : [ {"E": {"V": {"DB_PASSWORD": "hunter22", "PLAIN": "x\u0041"} } , "DB_PASSWORD": "outside"} ] }"#;
        let found = applied(&["F", "*", "E", "V", "*"], false, body);
        assert_eq!(found, body.replace("hunter22", "[redacted:member]"));
        let found = applied(&["F", "*", "E", "V"], true, body);
        let all = body.replace("hunter22", "[redacted:withheld]").replace("x\\u0041", "[redacted:withheld]");
        assert_eq!(found, all);
        assert_eq!(applied(&["F", "*", "X"], true, body), body);
    }

    #[test]
    fn all_but_a_few_members_is_withheld_numbers_too() {
        let rule = Withheld::all_but(&["*"], &[&["action"], &["at"], &["data", "app"]]);
        let body = r#"[{"action": "a", "at": 17, "name": "alice", "at2": -1.5e3, "ok": true, "none": null,
            "place": {"action": "deep", "lat": 53.4, "all": ["x", 2]}, "data": {"app": "Robot", "hashed_token": "h="}}, "loose", 9]"#;
        let mut withheld = 0;
        let found = rule.apply(&Bytes::from(body), &mut |class| withheld += u32::from(class == "withheld"));
        let mark = "[redacted:withheld]";
        let expected = serde_json::json!([
            {"action": "a", "at": 17, "name": mark, "at2": mark, "ok": true, "none": null,
             "place": {"action": mark, "lat": mark, "all": [mark, mark]}, "data": {"app": "Robot", "hashed_token": mark}},
            mark, mark,
        ]);
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&found).unwrap(), expected);
        assert_eq!(withheld, 9);
        assert_eq!(rule.apply(&found, &mut |_| ()), found, "twice is as once");
        let xml = "<r><name>alice</name><action>a</action></r>";
        let rule = Withheld::all_but(&["r"], &[&["action"]]);
        assert_eq!(rule.apply(&Bytes::from(xml), &mut |_| ()), xml.replace("alice", mark));
    }

    #[test]
    fn names_beside_a_value_say_what_it_is() {
        let body = r#"{"e":[{"name":"API_TOKEN","value":"abcd1234"},{"name":"REGION","value":"eu-west-1"}]}"#;
        let found = applied(&["e", "*", "value"], false, body);
        assert_eq!(found, body.replace("abcd1234", "[redacted:member]"));
        let body = "<R><e><m><key>API_TOKEN</key><value>ab&amp;d1234</value></m><m><key>REGION</key><value>eu</value></m></e></R>";
        let found = applied(&["*", "e", "m", "value"], false, body);
        assert_eq!(found, body.replace("ab&amp;d1234", "[redacted:member]"));
        let body = r#"{"t":[{"Key":"db-password","Value":"x9x9x9x9"}]}"#;
        assert_eq!(
            applied(&["t"], false, body),
            body.replace("x9x9x9x9", "[redacted:member]"),
            "the name itself stays"
        );
    }

    #[test]
    fn what_cannot_be_walked_is_withheld_as_a_whole() {
        for body in ["{\"F\": [", "<R><e>", "no document", "<R></S>", &"[".repeat(10_000)] {
            assert_eq!(applied(&["F"], false, body), UNREADABLE, "{}", body.chars().take(20).collect::<String>());
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let rules = Withheld::new([(vec!["*".to_owned()], false), (vec!["a".to_owned(), "*".to_owned()], true)]);
            let body = Bytes::from(body);
            let _ = rules.apply(&body, &mut |_| ());
            let _ = Withheld::all_but(&["*"], &[&["a"]]).apply(&body, &mut |_| ());
        }

        #[test]
        fn twice_is_as_once(value in "[ -~é]{0,80}", name in "[A-Za-z_]{1,12}") {
            let body = serde_json::json!({"a": {name: value}}).to_string();
            let once = applied(&["a", "*"], false, &body);
            prop_assert_eq!(applied(&["a", "*"], false, &once), once);
        }
    }
}
