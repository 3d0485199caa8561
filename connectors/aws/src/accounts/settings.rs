//! The settings of a source that stands for many accounts, and those of each account, which are made
//! from them and can be opened alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// What a source may say about accounts.
pub(crate) const KNOWN: [&str; 6] =
    ["account", "accounts", "organization", "role_name", "session_name", "session_tags"];

/// The longest name of a session (STS, `AssumeRole`, `RoleSessionName`).
const LONGEST_NAME: usize = 64;
/// The most tags of a session (STS, `AssumeRole`, `Tags`), and one is ours.
const MOST_TAGS: usize = 49;
/// A run's id: what `{run}` in a name becomes.
const RUN_ID: usize = 16;
/// The tag that names the run.
const RUN_TAG: &str = "assize-run";

/// Which accounts, and the role in each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Many {
    /// Ask the organisation which there are.
    pub(crate) organization: bool,
    /// Those named, if not.
    pub(crate) named: BTreeSet<String>,
    /// Of the organisation's, only these; all if empty.
    pub(crate) include: BTreeSet<String>,
    /// Of the organisation's, not these.
    pub(crate) exclude: BTreeSet<String>,
    /// ARN with `{partition}` and `{account}`.
    role: String,
}

impl Many {
    /// Reads what a source says; `None` if it is one account.
    pub(crate) fn of(all: &BTreeMap<String, Value>) -> Result<Option<Self>, String> {
        let organization = match all.get("organization") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(flag)) => *flag,
            Some(_) => return Err("organization must be true or false".to_owned()),
        };
        let (mut named, mut include, mut exclude) = Default::default();
        match all.get("accounts") {
            None | Some(Value::Null) => {}
            Some(Value::Array(list)) => named = accounts("accounts", list)?,
            Some(Value::Object(map)) => {
                for (name, value) in map {
                    let list = value.as_array().ok_or_else(|| format!("accounts.{name} must be a list of accounts"))?;
                    match name.as_str() {
                        "include" => include = accounts("accounts.include", list)?,
                        "exclude" => exclude = accounts("accounts.exclude", list)?,
                        _ => return Err(format!("unknown setting accounts.{name}; known are exclude, include")),
                    }
                }
                if !organization {
                    return Err("accounts.include and accounts.exclude choose from organization = true".to_owned());
                }
            }
            Some(_) => return Err("accounts must be a list such as [\"111122223333\"]".to_owned()),
        }
        if organization && !named.is_empty() {
            return Err(
                "organization = true finds the accounts; to choose, write accounts = { include = […] }".to_owned()
            );
        }
        if !organization && named.is_empty() {
            return match all.get("role_name") {
                Some(_) => Err("role_name is only used with organization = true or accounts = […]".to_owned()),
                None => Ok(None),
            };
        }
        Ok(Some(Self { organization, named, include, exclude, role: role(all)? }))
    }

    /// The role to assume in an account.
    pub(crate) fn role(&self, partition: &str, account: &str) -> String {
        self.role.replace("{partition}", partition).replace("{account}", account)
    }

    /// Why an account that was found is not asked.
    pub(super) fn why_not(&self, account: &str, state: Option<&str>) -> Option<String> {
        if self.exclude.contains(account) {
            Some("accounts.exclude names it".to_owned())
        } else if !self.include.is_empty() && !self.include.contains(account) {
            Some("accounts.include does not name it".to_owned())
        } else {
            // A state that is not told is no reason to look away.
            state.filter(|state| *state != "ACTIVE").map(|state| format!("it is {}", state.to_ascii_lowercase()))
        }
    }
}

fn accounts(name: &str, list: &[Value]) -> Result<BTreeSet<String>, String> {
    let account = |value: &Value| value.as_str().filter(|text| is_account(text)).map(str::to_owned);
    let read = list.iter().map(account).collect::<Option<BTreeSet<_>>>();
    read.filter(|set| !set.is_empty())
        .ok_or_else(|| format!("{name} must be a list of account ids, each a text of 12 digits, and not empty"))
}

/// True for an account's id.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.chars().all(|c| c.is_ascii_digit())
}

fn role(all: &BTreeMap<String, Value>) -> Result<String, String> {
    let text = |name: &str| all.get(name).and_then(Value::as_str);
    match (text("role_name"), text("role_arn").filter(|arn| arn.contains("{account}"))) {
        (Some(_), Some(_)) => Err("role_name and a role_arn with {account} say the same; set one of them".to_owned()),
        (None, Some(arn)) => Ok(arn.to_owned()),
        (Some(name), None) => {
            let good = |c: char| c.is_ascii_alphanumeric() || "+=,.@-_/".contains(c);
            if name.is_empty() || name.len() > 576 || name.starts_with('/') || !name.chars().all(good) {
                return Err("role_name must be the name of a role, such as assize or audit/assize".to_owned());
            }
            Ok(format!("arn:{{partition}}:iam::{{account}}:role/{name}"))
        }
        (None, None) => {
            Err("many accounts need role_name, the role to assume in each, or role_arn with {account}".to_owned())
        }
    }
}

/// The settings of one account: those of the source without what finds accounts.
pub(super) fn of_part(whole: &BTreeMap<String, Value>, account: &str, role: Option<String>) -> BTreeMap<String, Value> {
    let mut settings = whole.clone();
    for name in ["accounts", "organization", "role_arn", "role_name"] {
        settings.remove(name);
    }
    settings.insert("account".to_owned(), Value::from(account));
    match role {
        Some(role) => drop(settings.insert("role_arn".to_owned(), Value::from(role))),
        None => drop(settings.remove("external_id")),
    }
    settings
}

/// How the sessions of a run are marked, for whoever reads the account's trail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    name: Option<String>,
    tags: Option<BTreeMap<String, String>>,
}

impl Mark {
    /// Reads `session_name` and `session_tags`.
    pub(crate) fn of(all: &BTreeMap<String, Value>) -> Result<Self, String> {
        let good = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "+=,.@-_".contains(c));
        let name = match all.get("session_name") {
            None | Some(Value::Null) => None,
            Some(Value::String(name))
                if good(&name.replace("{run}", ""))
                    && (2..=LONGEST_NAME).contains(&name.replace("{run}", &"0".repeat(RUN_ID)).len()) =>
            {
                Some(name.clone())
            }
            Some(_) => {
                return Err("session_name must have 2 to 64 letters, digits and +=,.@-_, perhaps with {run}".to_owned());
            }
        };
        let wrong = || format!("session_tags must be at most {MOST_TAGS} texts, such as {{ purpose = \"audit\" }}");
        let tags = match all.get("session_tags") {
            None | Some(Value::Null) => None,
            Some(Value::Object(map)) if map.len() <= MOST_TAGS => {
                let tag = |(key, value): (&String, &Value)| {
                    let value = value.as_str().filter(|value| value.len() <= 256)?;
                    ((1..=128).contains(&key.len()) && key != RUN_TAG).then(|| (key.clone(), value.to_owned()))
                };
                Some(map.iter().map(tag).collect::<Option<_>>().ok_or_else(wrong)?)
            }
            Some(_) => return Err(wrong()),
        };
        Ok(Self { name, tags })
    }

    /// The name of a session of this run.
    pub(crate) fn name(&self, run: &str) -> String {
        match &self.name {
            Some(name) => name.replace("{run}", run),
            None if run.is_empty() => "assize".to_owned(),
            None => format!("assize-{run}"),
        }
    }

    /// The tags of a session of this run; none unless the source asks for tags, because a role must
    /// allow them.
    pub(crate) fn tags(&self, run: &str) -> Vec<(String, String)> {
        let Some(tags) = &self.tags else { return Vec::new() };
        let mut tags: Vec<(String, String)> = tags.clone().into_iter().collect();
        tags.push((RUN_TAG.to_owned(), run.to_owned()));
        tags
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn settings(value: &Value) -> BTreeMap<String, Value> {
        serde_json::from_value(value.clone()).unwrap()
    }

    #[test]
    fn accounts_are_found_or_named_and_each_has_its_role() {
        assert_eq!(Many::of(&settings(&json!({"role_arn": "arn:aws:iam::123456789012:role/x"}))), Ok(None));
        let many = Many::of(&settings(&json!({"organization": true, "role_name": "audit/assize"}))).unwrap().unwrap();
        assert_eq!(many.role("aws-cn", "111122223333"), "arn:aws-cn:iam::111122223333:role/audit/assize");
        let named = json!({"accounts": ["111122223333"], "role_arn": "arn:aws:iam::{account}:role/x"});
        let many = Many::of(&settings(&named)).unwrap().unwrap();
        assert_eq!(many.role("aws", "111122223333"), "arn:aws:iam::111122223333:role/x");
        assert_eq!(many.named, BTreeSet::from(["111122223333".to_owned()]));
    }

    #[test]
    fn whoever_is_left_out_is_told_why() {
        let chosen = json!({"include": ["000000000001", "000000000002"], "exclude": ["000000000002"]});
        let all = settings(&json!({"organization": true, "role_name": "x", "accounts": chosen}));
        let many = Many::of(&all).unwrap().unwrap();
        let why = |account: &str, state| many.why_not(account, state).unwrap_or_default();
        assert_eq!(why("000000000001", Some("ACTIVE")), "");
        assert_eq!(why("000000000001", None), "");
        assert_eq!(why("000000000001", Some("SUSPENDED")), "it is suspended");
        assert!(why("000000000002", Some("ACTIVE")).contains("exclude"));
        assert!(why("000000000003", Some("ACTIVE")).contains("include"));
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_it_should_be() {
        for (value, word) in [
            (json!({"organization": "yes"}), "organization must be true or false"),
            (json!({"organization": true}), "role_name"),
            (json!({"organization": true, "role_name": "x", "accounts": ["111122223333"]}), "include"),
            (json!({"organization": true, "role_name": "x", "accounts": {"only": []}}), "accounts.only"),
            (json!({"accounts": {"include": ["111122223333"]}, "role_name": "x"}), "organization = true"),
            (json!({"accounts": ["1111"], "role_name": "x"}), "12 digits"),
            (json!({"accounts": [111_122_223_333_u64], "role_name": "x"}), "12 digits"),
            (json!({"accounts": [], "role_name": "x"}), "not empty"),
            (json!({"accounts": ["111122223333"], "role_name": "a b"}), "role_name"),
            (json!({"accounts": ["111122223333"], "role_name": "x", "role_arn": "{account}"}), "set one of them"),
            (json!({"role_name": "x"}), "only used with"),
        ] {
            let error = Many::of(&settings(&value)).unwrap_err();
            assert!(error.contains(word), "{value}: {error}");
        }
        for (value, word) in [
            (json!({"session_name": "a b"}), "session_name"),
            (json!({"session_name": format!("{}{{run}}", "x".repeat(49))}), "64"),
            (json!({"session_tags": {"a": 1}}), "session_tags"),
            (json!({"session_tags": {"assize-run": "x"}}), "session_tags"),
        ] {
            let error = Mark::of(&settings(&value)).unwrap_err();
            assert!(error.contains(word), "{value}: {error}");
        }
    }

    #[test]
    fn sessions_bear_the_run() {
        let mark = Mark::of(&BTreeMap::new()).unwrap();
        assert_eq!((mark.name("0f"), mark.name("")), ("assize-0f".to_owned(), "assize".to_owned()));
        assert!(mark.tags("0f").is_empty(), "a role that allows no tags can be assumed");
        let mark =
            Mark::of(&settings(&json!({"session_name": "audit-{run}", "session_tags": {"team": "risk"}}))).unwrap();
        assert_eq!(mark.name("0f"), "audit-0f");
        let tag = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(mark.tags("0f"), [tag("team", "risk"), tag("assize-run", "0f")]);
    }

    #[test]
    fn an_account_is_set_up_like_its_source() {
        let whole = json!({"organization": true, "role_name": "x", "external_id": "e", "region": "eu-west-1", "concurrency": 4});
        let part = of_part(&settings(&whole), "111122223333", Some("arn".to_owned()));
        let expected = json!({"account": "111122223333", "role_arn": "arn", "external_id": "e", "region": "eu-west-1", "concurrency": 4});
        assert_eq!(part, settings(&expected));
        let own = of_part(&settings(&whole), "111122223333", None);
        assert!(!own.contains_key("external_id") && !own.contains_key("role_arn"), "{own:?}");
    }
}
