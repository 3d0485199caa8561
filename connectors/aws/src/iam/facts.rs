//! Reads the parts that users, groups and roles share, and answers yes-or-no questions that may
//! have no answer. What cannot be read is unknown, never no.

use aws_sdk_iam::types::{AttachedPolicy, PolicyDetail, Tag};
use serde_json::{Map, Value, json};

use crate::context::needed;
use crate::documents;
use crate::fault::Fault;

/// Yes, no, or why it is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    Unknown(String),
}

impl Answer {
    pub(super) fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }

    /// Yes if one of both is; otherwise unknown if one of both is.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (unknown @ Self::Unknown(_), _) | (_, unknown @ Self::Unknown(_)) => unknown,
            (Self::No, Self::No) => Self::No,
        }
    }

    /// As a field. A no is only as good as the list it was looked up in: `cut` is what cut it short.
    pub(super) fn read(self, cut: Option<&Fault>) -> Result<Value, Fault> {
        match (self, cut) {
            (Self::Yes, _) => Ok(Value::Bool(true)),
            (_, Some(fault)) => Err(fault.clone()),
            (Self::No, None) => Ok(Value::Bool(false)),
            (Self::Unknown(why), None) => Err(Fault::bad_reply(why)),
        }
    }
}

/// Managed policies of an entity.
#[derive(Debug)]
pub(super) struct Attached {
    pub(super) field: Result<Value, Fault>,
    pub(super) arns: Vec<String>,
}

pub(super) fn attached(list: &[AttachedPolicy]) -> Attached {
    let arns = list.iter().filter_map(|p| p.policy_arn().map(str::to_owned)).collect();
    let entry = |policy: &AttachedPolicy| {
        let name = needed(policy.policy_name(), "the name of an attached policy")?;
        let arn = needed(policy.policy_arn(), "the ARN of an attached policy")?;
        Ok(json!({"name": name, "arn": arn}))
    };
    Attached { field: list.iter().map(entry).collect::<Result<_, _>>().map(Value::Array), arns }
}

/// Inline policies of an entity, and whether they alone grant everything.
pub(super) fn inline(list: &[PolicyDetail]) -> (Result<Value, Fault>, Answer) {
    let mut grants = Answer::No;
    let mut entries = Vec::new();
    let mut fault = None;
    for policy in list {
        let name = policy.policy_name().unwrap_or("(no name)");
        let document = match policy.policy_document() {
            Some(text) => documents::encoded(text),
            None => Err("there is no document".to_owned()),
        };
        match document {
            Ok(document) => {
                grants = grants.or(Answer::from(documents::grants_everything(&document)));
                entries.push(json!({"name": name, "document": document}));
            }
            Err(why) => {
                let why = format!("inline policy {name}: {why}");
                grants = grants.or(Answer::Unknown(why.clone()));
                fault.get_or_insert(Fault::bad_reply(why));
            }
        }
    }
    (fault.map_or(Ok(Value::Array(entries)), Err), grants)
}

pub(super) fn tags(tags: &[Tag]) -> Value {
    let entries = tags.iter().map(|tag| (tag.key().to_owned(), Value::from(tag.value())));
    Value::Object(entries.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_yes_wins_and_an_unknown_is_not_a_no() {
        let unknown = || Answer::Unknown("x".to_owned());
        assert_eq!(Answer::No.or(Answer::Yes), Answer::Yes);
        assert_eq!(unknown().or(Answer::Yes), Answer::Yes);
        assert_eq!(Answer::No.or(unknown()), unknown());
        let cut = Fault::bad_reply("cut");
        assert_eq!(Answer::Yes.read(Some(&cut)), Ok(Value::Bool(true)));
        assert_eq!(Answer::No.read(Some(&cut)), Err(cut));
        assert!(unknown().read(None).is_err());
    }

    #[test]
    fn one_unreadable_document_spoils_the_list_and_the_no_but_not_a_yes() {
        let policy = |text: &str| PolicyDetail::builder().policy_name("p").policy_document(text).build();
        let everything = policy(r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#);
        let (field, grants) = inline(&[policy("%7B"), everything]);
        assert!(field.unwrap_err().message.contains("inline policy p"));
        assert_eq!(grants, Answer::Yes);
        assert!(matches!(inline(&[policy("%7B")]).1, Answer::Unknown(_)));
        assert_eq!(inline(&[]), (Ok(json!([])), Answer::No));
    }
}
