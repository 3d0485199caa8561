//! Manifests that are good, and what is said of those that are not.

use super::*;

const GOOD: &str = r#"
about = "x"
[operations.ListTopics]
action = ["sns:ListTopics"]
[operations.GetTopicAttributes]
action = ["sns:GetTopicAttributes", "sns:Other"]
[[kinds]]
kind = "aws.sns.topic"
title = "Topics"
list = "ListTopics"
items = "Topics[]"
id = "{TopicArn}"
[kinds.calls.GetTopicAttributes]
with = { TopicArn = "{TopicArn}" }
[kinds.fields]
name = { at = "TopicArn", as = "last_colon", about = "its name" }
policy = { from = "GetTopicAttributes", at = "Attributes.Policy", as = "policy", about = "who may use it" }
"#;

#[test]
fn a_manifest_says_what_its_kinds_are_and_what_they_take() {
    let manifest = Manifest::parse("sns", GOOD).unwrap();
    let specs = manifest.specs();
    assert_eq!(specs[0].permissions, ["sns:ListTopics"]);
    let permissions: Vec<_> = specs[0].fields.iter().map(|f| (f.name.as_str(), f.permissions.len())).collect();
    assert_eq!(permissions, [("name", 0), ("policy", 2), ("region", 0)]);
    assert!(!specs[0].on_request);
    let asked = GOOD.replace("about = \"x\"\n", "about = \"x\"\non_request = true\n");
    assert!(Manifest::parse("sns", &asked).unwrap().specs()[0].on_request);
    let global = Manifest::parse("sns", &GOOD.replace("about = \"x\"\n", "about = \"x\"\nglobal = true\n")).unwrap();
    assert!(!global.specs()[0].fields.iter().any(|f| f.name.as_str() == "region"));
}

#[test]
fn what_is_wrong_is_named_with_file_and_key() {
    for (from, to, words) in [
        ("about = \"x\"", "about = \"x\"\nextra = 1", "extra"),
        ("title = \"Topics\"", "titel = \"Topics\"", "titel"),
        ("items = \"Topics[]\"\n", "", "aws.sns.topic.items"),
        ("items = \"Topics[]\"", "items = \"Topics[2]\"", "aws.sns.topic.items"),
        ("list = \"ListTopics\"", "list = \"ListThings\"", "aws.sns.topic.list"),
        ("id = \"{TopicArn}\"", "id = \"{TopicArn\"", "aws.sns.topic.id"),
        ("aws.sns.topic", "aws.sqs.topic", "must be named aws.sns."),
        ("as = \"policy\"", "as = \"polizy\"", "fields.policy"),
        ("about = \"its name\"", "about = \"\"", "fields.name"),
        ("from = \"GetTopicAttributes\"", "from = \"GetTopic\"", "fields.policy"),
        ("name = {", "region = {", "fields.region"),
        ("name = {", "id = {", "id"),
        ("[\"sns:ListTopics\"]", "[\"ListTopics\"]", "operations.ListTopics"),
        ("[\"sns:ListTopics\"]", "[]", "operations.ListTopics"),
        ("ListTopics", "DeleteTopics", "operations.DeleteTopics"),
        ("with = {", "once = true\nwith = {", "calls.GetTopicAttributes"),
        ("items = \"Topics[]\"", "items = \"Topics[]\"\neach = \"aws.sns.topic\"", "aws.sns.topic.each"),
        ("items = \"Topics[]\"", "items = \"Topics[]\"\neach = \"aws.sns.thing\"", "aws.sns.topic.each"),
    ] {
        let changed = GOOD.replace(from, to);
        assert_ne!(changed, GOOD, "{from}");
        let error = Manifest::parse("sns", &changed).unwrap_err();
        assert!(error.starts_with("sns.toml: ") && error.contains(words), "{to}: {error}");
    }
    let long = format!("{GOOD}#{}", "x".repeat(LARGEST));
    assert!(Manifest::parse("sns", &long).unwrap_err().contains("longer"));
}
