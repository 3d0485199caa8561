//! Reads the parts that users, groups and roles share, and answers yes-or-no questions that may
//! have no answer. What cannot be read is unknown, never no.

use aws_sdk_iam::types::{AttachedPolicy, PolicyDetail, Tag};
use serde_json::{Map, Value, json};

use super::grants::Document;
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

/// Inline policies of an entity.
#[derive(Debug)]
pub(super) struct Inline {
    pub(super) field: Result<Value, Fault>,
    pub(super) documents: Vec<(String, Document)>,
    /// Why one of them is missing.
    pub(super) unread: Option<String>,
}

pub(super) fn inline(list: &[PolicyDetail]) -> Inline {
    let (mut entries, mut documents, mut unread) = (Vec::new(), Vec::new(), None);
    for policy in list {
        let name = policy.policy_name().unwrap_or("(no name)");
        let document = match policy.policy_document() {
            Some(text) => documents::encoded(text),
            None => Err("there is no document".to_owned()),
        };
        match document {
            Ok(document) => {
                documents.push((name.to_owned(), Document::of(&document)));
                entries.push(json!({"name": name, "document": document}));
            }
            Err(why) => drop(unread.get_or_insert_with(|| format!("inline policy {name}: {why}"))),
        }
    }
    let field = unread.clone().map_or(Ok(Value::Array(entries)), |why| Err(Fault::bad_reply(why)));
    Inline { field, documents, unread }
}

pub(super) fn tags(tags: &[Tag]) -> Value {
    let entries = tags.iter().map(|tag| (tag.key().to_owned(), Value::from(tag.value())));
    Value::Object(entries.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_is_not_a_no_and_a_cut_spoils_only_a_no() {
        let cut = Fault::bad_reply("cut");
        assert_eq!(Answer::Yes.read(Some(&cut)), Ok(Value::Bool(true)));
        assert_eq!(Answer::No.read(Some(&cut)), Err(cut));
        assert!(Answer::Unknown("x".to_owned()).read(None).is_err());
    }

    #[test]
    fn one_unreadable_document_spoils_the_list_and_not_the_others() {
        let policy = |text: &str| PolicyDetail::builder().policy_name("p").policy_document(text).build();
        let everything = policy(r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#);
        let read = inline(&[policy("%7B"), everything]);
        assert!(read.field.unwrap_err().message.contains("inline policy p"));
        assert!(read.unread.unwrap().contains("inline policy p"));
        assert_eq!(read.documents, [("p".to_owned(), Document::everything())]);
        assert_eq!(inline(&[]).field, Ok(json!([])));
    }
}
