//! Services by manifest, against hand-made replies: what a list, a page, a refusal and a region mean.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::collections::BTreeMap;

use aws::Extended;
use collect::{Access, Collected, Connector, Sink};
use model::{Cause, Failure, FailureKind, Plan};
use serde_json::{Value, json};
use support::{Asked, Reply, Server, field, reply, resources, source};
use wire::{Wire, WireError};

/// Pools with users in them (paged lists, children, an `absent` code), jobs of a batch, alarms made once for a region,
/// settings of a region, and a service with one endpoint.
const MANIFEST: &str = r#"
about = "for the tests"
[operations.ListPools]
action = ["mq:ListPools"]
send = { Max = 2 }
[operations.ListUsers]
action = ["mq:ListUsers"]
[operations.GetLogging]
action = ["mq:GetLogging"]
[operations.BatchGetTags]
action = ["mq:BatchGetTags"]
[operations.DescribeAlarms]
action = ["mq:DescribeAlarms"]
[operations.GetSettings]
action = ["mq:GetSettings"]

[[kinds]]
kind = "aws.mq.pool"
title = "Pools"
list = "ListPools"
items = "Pools[]"
id = "arn:{partition}:mq:{region}:{account}:{Id}"
absent = ["NotSubscribedException"]
[kinds.calls.GetLogging]
with = { PoolId = "{Id}" }
absent = ["LoggingNotFoundException"]
[kinds.calls.BatchGetTags]
batch = { input = "Ids", of = "{Id}", size = 2, items = "Tagged[]", key = "{Id}" }
[kinds.calls.DescribeAlarms]
once = true
many = true
items = "Alarms[]"
key = "{PoolId}"
to = "{Id}"
[kinds.fields]
name = { at = "Name", about = "its name" }
created_at = { at = "CreatedAt", about = "when it was created" }
bucket = { from = "GetLogging", at = "Bucket", about = "where it logs to, or null" }
logs = { from = "GetLogging", at = "Bucket", as = "present", about = "true if it logs" }
tags = { from = "BatchGetTags", at = "Tags", as = "tags", default = {}, about = "tags" }
alarms = { from = "DescribeAlarms", at = "[].Name", about = "names of its alarms" }

[[kinds]]
kind = "aws.mq.user"
title = "Users of pools"
list = "ListUsers"
items = "Users[]"
each = "aws.mq.pool"
with = { PoolId = "{parent.Id}" }
id = "{parent_id}/{Name}"
[kinds.fields]
pool = { at = "{parent.Name}", about = "name of its pool" }

[[kinds]]
kind = "aws.mq.region"
title = "Settings of a region"
list = "region"
id = "{account}/{region}"
[kinds.calls.GetSettings]
[kinds.fields]
encrypted = { from = "GetSettings", at = "Encrypted", about = "true if all is encrypted" }
"#;

fn described() -> String {
    let text = |names: &[&str]| {
        names.iter().map(|n| ((*n).to_owned(), json!({"is": "text"}))).collect::<serde_json::Map<_, _>>()
    };
    let list = |of: &Value| json!({"is": {"list": {"of": of}}});
    let pool = json!({"struct": {"Id": {"is": "text"}, "Name": {"is": "text"}, "CreatedAt": {"is": "time"}}});
    let tagged = json!({"struct": {"Id": {"is": "text"}, "Tags": {"is": {"map": {"of": "text"}}}}});
    let call = |input: &Value, output: Value, paging: &Value| json!({"method": "POST", "path": "/", "input": input, "output": output, "paging": paging});
    let token = json!({"send": ["NextToken"], "take": ["NextToken"]});
    let page = |name: &str, of: &Value| json!({name: list(of), "NextToken": {"is": "text"}});
    let alarm = json!({"struct": text(&["Name", "PoolId"])});
    json!({
        "client": "mq", "id": "mq", "protocol": "json", "version": "1", "signing": "mq", "target": "Mq", "json": "1.1",
        "hosts": {"aws": {
            "plain": {"host": "mq.{region}.amazonaws.com", "except": {"eu-west-9": {"host": "mq-nine.amazonaws.com"}}},
            "fips": {"host": "mq-fips.{region}.amazonaws.com", "except": {"eu-west-9": null}},
            "lacking": ["ap-east-1"],
        }},
        "operations": {
            "ListPools": call(&json!({"Max": {"is": "int"}, "NextToken": {"is": "text"}}), page("Pools", &pool), &token),
            "ListUsers": call(&json!(text(&["PoolId"])), json!({"Users": list(&json!({"struct": text(&["Name"])}))}), &Value::Null),
            "GetLogging": call(&json!(text(&["PoolId"])), json!(text(&["Bucket"])), &Value::Null),
            "BatchGetTags": call(&json!({"Ids": list(&json!("text"))}), json!({"Tagged": list(&tagged)}), &Value::Null),
            "DescribeAlarms": call(&json!({"NextToken": {"is": "text"}}), page("Alarms", &alarm), &token),
            "ListOpen": call(&json!({"NextToken": {"is": "text"}}), page("Open", &json!("text")), &json!({"first": true, "send": ["NextToken"], "take": ["NextToken"]})),
            "GetSettings": call(&json!({}), json!({"Encrypted": {"is": "bool"}}), &Value::Null),
        },
    })
    .to_string()
}

/// What belongs to one region and is listed in all, and what belongs to the account.
const OF_THE_ACCOUNT: &str = r#"
[[kinds]]
kind = "aws.mq.alarm"
title = "Alarms that every region lists"
list = "DescribeAlarms"
items = "Alarms[]"
home = "PoolId"
id = "{Name}"
[kinds.fields]
name = { at = "Name", about = "its name" }

[[kinds]]
kind = "aws.mq.account"
title = "Settings of the account"
list = "account"
id = "{account}"
[kinds.calls.GetSettings]
[kinds.calls.ListOpen]
[kinds.fields]
encrypted = { from = "GetSettings", at = "Encrypted", about = "true if all is encrypted" }
open = { from = "ListOpen", at = "Open", as = "count", always = true, about = "how many findings are open" }

[operations.ListOpen]
action = ["mq:ListOpen"]
paging = "first"
"#;

fn connector() -> Extended {
    connector_of(MANIFEST.to_owned())
}

fn connector_of(manifest: String) -> Extended {
    let texts = [("mq.toml", manifest), ("described/mq.json", described())];
    Extended::new(texts.map(|(name, text)| (name.to_owned(), text)).into()).unwrap()
}

fn everything(connector: &Extended) -> Plan {
    let specs: Vec<_> = connector.kinds().into_iter().filter(|s| s.kind.as_str().starts_with("aws.mq.")).collect();
    Plan::everything(&specs)
}

/// What a good server answers.
fn good(asked: &Asked<'_>) -> Reply {
    let body: Value = serde_json::from_slice(asked.request.body()).unwrap_or_default();
    let said = |value: Value| reply(200, value.to_string());
    match asked.operation {
        "sts:GetCallerIdentity" => reply(200, IDENTITY),
        "mq:ListPools" if body.get("NextToken").is_none() => said(json!({"NextToken": "two", "Pools": [
            {"Id": "a", "Name": "Alpha", "CreatedAt": 1_795_485_600.25}, {"Id": "b", "Name": "Beta"}]})),
        "mq:ListPools" => said(json!({"Pools": [{"Id": "c", "Name": "Gamma", "Unknown": [1]}]})),
        "mq:ListUsers" if body["PoolId"] == "c" => said(json!({"Users": []})),
        "mq:ListUsers" => said(json!({"Users": [{"Name": "alice"}]})),
        "mq:GetLogging" if body["PoolId"] == "a" => said(json!({"Bucket": "logs"})),
        "mq:GetLogging" => reply(400, r#"{"__type": "x#LoggingNotFoundException", "message": "none"}"#),
        "mq:BatchGetTags" => {
            let tagged = body["Ids"].as_array().unwrap().iter().map(|id| json!({"Id": id, "Tags": {"id": id}}));
            said(json!({"Tagged": tagged.rev().collect::<Vec<_>>()}))
        }
        "mq:DescribeAlarms" if body.get("NextToken").is_none() => {
            said(json!({"NextToken": "2", "Alarms": [{"Name": "one", "PoolId": "a"}]}))
        }
        "mq:DescribeAlarms" => said(json!({"Alarms": [{"Name": "two", "PoolId": "a"}, {"Name": "x", "PoolId": "z"}]})),
        "mq:ListOpen" if body.get("NextToken").is_none() => said(json!({"Open": [], "NextToken": "full"})),
        "mq:ListOpen" if body["NextToken"] == "full" => said(json!({"Open": ["one"], "NextToken": "more"})),
        "mq:GetSettings" => said(json!({"Encrypted": true})),
        "ec2:DescribeRegions" => reply(200, REGIONS),
        other => panic!("{other} was asked"),
    }
}

const IDENTITY: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn>\
    <UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
const REGIONS: &str = "<DescribeRegionsResponse><regionInfo><item><regionName>eu-west-1</regionName></item><item>\
    <regionName>us-east-1</regionName></item></regionInfo></DescribeRegionsResponse>";

async fn collect(
    server: &Server,
    settings: &Value,
    answer: impl Fn(&Asked<'_>) -> Option<Reply> + Send + Sync + 'static,
) -> Result<Collected, collect::Error> {
    collect_with(connector(), server, settings, answer).await
}

async fn collect_with(
    connector: Extended,
    server: &Server,
    settings: &Value,
    answer: impl Fn(&Asked<'_>) -> Option<Reply> + Send + Sync + 'static,
) -> Result<Collected, collect::Error> {
    let transport = server.transport(move |asked| answer(asked).unwrap_or_else(|| good(asked)));
    let wire = Wire::recorded(transport, "2026-11-24T02:00:00Z".parse().unwrap());
    let session = connector.open(&source(settings), Access::Recorded).await?;
    let sink = Sink::default();
    session.collect(&everything(&connector), &wire, &sink).await?;
    Ok(sink.finish())
}

/// The population of a kind: items and whether it is complete.
fn population(collected: &Collected, kind: &str) -> (u64, bool) {
    let found = collected.populations.iter().find(|p| p.kind.as_str() == kind).unwrap();
    (found.items, found.complete)
}

#[tokio::test]
async fn lists_calls_batches_joins_and_children_become_resources() {
    let server = Server::default();
    let found = collect(&server, &json!({"region": "eu-west-1"}), |_| None).await.unwrap();
    assert_eq!(found.gaps, []);
    let all = resources(&found);
    let pool = &all["aws.mq.pool arn:aws:mq:eu-west-1:123456789012:a"];
    assert!(pool.gaps.is_empty() && !pool.exchanges.is_empty());
    let value = serde_json::to_value(&pool.fields).unwrap();
    assert_eq!(
        value,
        json!({"name": "Alpha", "created_at": "2026-11-24T02:00:00.25Z", "bucket": "logs", "logs": true,
        "tags": {"id": "a"}, "alarms": ["one", "two"], "region": "eu-west-1"})
    );
    let other = &all["aws.mq.pool arn:aws:mq:eu-west-1:123456789012:c"];
    for (name, expected) in
        [("bucket", Value::Null), ("logs", json!(false)), ("alarms", json!([])), ("created_at", Value::Null)]
    {
        assert_eq!(field(other, name), Some(&expected), "{name}");
    }
    let user = &all["aws.mq.user arn:aws:mq:eu-west-1:123456789012:b/alice"];
    assert_eq!(field(user, "pool"), Some(&json!("Beta")));
    assert_eq!(population(&found, "aws.mq.pool"), (3, true));
    assert_eq!(population(&found, "aws.mq.user"), (2, true));
    assert_eq!(population(&found, "aws.mq.region"), (1, true));
    assert_eq!(found.seen[0].regions, ["eu-west-1"]);
    let counts = server.counts();
    assert_eq!(
        (counts["mq:ListPools"], counts["mq:BatchGetTags"], counts["mq:DescribeAlarms"]),
        (2, 2, 2),
        "{counts:?}"
    );
}

#[tokio::test]
async fn a_reply_that_is_not_the_answer_is_a_gap_and_never_an_empty_list() {
    for body in [
        "",
        "{}",
        "[]",
        "null",
        "{\"Pools\": null}",
        "{\"Pools\": {}}",
        "{\"Pools\": [",
        "<html></html>",
        "{\"Pools\": [{\"Name\": 3.5}]}",
    ] {
        let answer = move |asked: &Asked<'_>| (asked.operation == "mq:ListPools").then(|| reply(200, body));
        let found = collect(&Server::default(), &json!({}), answer).await.unwrap();
        for kind in ["aws.mq.pool", "aws.mq.user"] {
            assert!(!population(&found, kind).1, "{body}: {kind} is said to be complete");
            let gap = found.gaps.iter().find(|gap| gap.kind.as_str() == kind).unwrap();
            assert_eq!(gap.cause, Cause::BadReply, "{body}");
        }
        assert_eq!(population(&found, "aws.mq.region"), (1, true));
    }
}

#[tokio::test]
async fn pages_that_go_round_or_break_off_leave_the_list_incomplete() {
    let rounds = |asked: &Asked<'_>| {
        let page = r#"{"NextToken": "same", "Pools": [{"Id": "a", "Name": "Alpha"}]}"#;
        (asked.operation == "mq:ListPools").then(|| reply(200, page))
    };
    let found = collect(&Server::default(), &json!({}), rounds).await.unwrap();
    assert!(!population(&found, "aws.mq.pool").1);
    assert!(found.gaps.iter().any(|gap| gap.message.contains("points back")), "{:?}", found.gaps);
    let breaks = |asked: &Asked<'_>| {
        let second = asked.operation == "mq:ListPools" && String::from_utf8_lossy(asked.request.body()).contains("two");
        second.then(|| reply(400, r#"{"__type": "ThrottlingException"}"#))
    };
    let found = collect(&Server::default(), &json!({}), breaks).await.unwrap();
    assert_eq!(population(&found, "aws.mq.pool"), (2, false), "what the first page said is kept");
    assert!(
        found.gaps.iter().any(|gap| gap.cause == Cause::Throttled && gap.permission.as_deref() == Some("mq:ListPools"))
    );
}

#[tokio::test]
async fn refusals_are_gaps_of_what_was_asked_with_cause_and_permission() {
    for (operation, status, body, cause) in [
        ("mq:GetLogging", 403, r#"{"__type": "AccessDeniedException", "message": "no"}"#, Cause::Denied),
        (
            "mq:GetLogging",
            400,
            r#"{"__type": "AccessDeniedException", "message": "Mq is not enabled."}"#,
            Cause::NotEnabled,
        ),
        ("mq:GetLogging", 400, r#"{"__type": "PoolNotFoundException"}"#, Cause::Transient),
        ("mq:BatchGetTags", 400, r#"{"__type": "UnknownOperationException"}"#, Cause::Unsupported),
        ("mq:BatchGetTags", 200, r#"{"Tagged": []}"#, Cause::BadReply),
        ("mq:DescribeAlarms", 500, "<html>", Cause::Unsupported),
        ("mq:DescribeAlarms", 200, "{}", Cause::BadReply),
        ("mq:GetSettings", 200, r#"{"Encrypted": "perhaps"}"#, Cause::BadReply),
    ] {
        let answer = move |asked: &Asked<'_>| (asked.operation == operation).then(|| reply(status, body));
        let found = collect(&Server::default(), &json!({}), answer).await.unwrap();
        assert!(found.gaps.is_empty(), "{operation}: {:?}", found.gaps);
        let gaps: Vec<_> = resources(&found).into_values().flat_map(|r| r.gaps.into_values()).collect();
        assert!(!gaps.is_empty(), "{operation} {body}");
        for gap in gaps {
            assert_eq!(gap.cause, cause, "{operation} {body}: {}", gap.message);
            assert_eq!(gap.permission.as_deref(), Some(operation), "the permission is named like the call here");
        }
        assert_eq!(population(&found, "aws.mq.pool"), (3, true), "the list itself is whole");
    }
}

#[tokio::test]
async fn a_code_that_says_there_is_none_is_an_observation() {
    let answer = |asked: &Asked<'_>| {
        (asked.operation == "mq:ListPools").then(|| reply(400, r#"{"__type": "NotSubscribedException"}"#))
    };
    let found = collect(&Server::default(), &json!({}), answer).await.unwrap();
    assert_eq!(found.gaps, []);
    assert_eq!(population(&found, "aws.mq.pool"), (0, true));
    assert_eq!(population(&found, "aws.mq.user"), (0, true));
}

fn no_connection() -> Reply {
    Err(WireError::Failed(Failure { kind: FailureKind::Connect, message: "no such host".to_owned() }))
}

#[tokio::test]
async fn one_region_costs_its_own_and_a_region_without_the_service_costs_nothing() {
    let settings = json!({"region": "us-east-1", "regions": ["us-east-1", "eu-west-1", "ap-east-1", "eu-west-9"]});
    let answer = |asked: &Asked<'_>| match asked.host() {
        "mq.ap-east-1.amazonaws.com" => Some(no_connection()),
        "mq.eu-west-1.amazonaws.com" => Some(reply(403, r#"{"__type": "UnrecognizedClientException"}"#)),
        "mq.us-east-1.amazonaws.com" | "mq-nine.amazonaws.com" | "sts.us-east-1.amazonaws.com" => None,
        other => panic!("{other} was asked"),
    };
    let found = collect(&Server::default(), &settings, answer).await.unwrap();
    assert_eq!(population(&found, "aws.mq.pool"), (6, false));
    assert!(found.gaps.iter().all(|gap| gap.message.contains("eu-west-1")), "{:?}", found.gaps);
    assert!(found.gaps.iter().all(|gap| gap.cause == Cause::NotEnabled));
    let all = resources(&found);
    assert!(!all.keys().any(|key| key.contains("ap-east-1")));
    assert!(all.contains_key("aws.mq.region 123456789012/eu-west-9"));
    assert_eq!(population(&found, "aws.mq.region"), (3, true), "not the region without the service");
    assert_eq!(found.seen[0].regions, ["ap-east-1", "eu-west-1", "eu-west-9", "us-east-1"]);
}

#[tokio::test]
async fn what_every_region_lists_is_taken_once() {
    let settings = json!({"region": "us-east-1", "regions": ["eu-west-1", "us-east-1"]});
    let alarms = json!({"Alarms": [
        {"Name": "here", "PoolId": "us-east-1"}, {"Name": "there", "PoolId": "eu-west-1"},
        {"Name": "elsewhere", "PoolId": "ap-south-1"}]});
    let answer =
        move |asked: &Asked<'_>| (asked.operation == "mq:DescribeAlarms").then(|| reply(200, alarms.to_string()));
    let connector = connector_of(format!("{MANIFEST}{OF_THE_ACCOUNT}"));
    let found = collect_with(connector, &Server::default(), &settings, answer).await.unwrap();
    assert_eq!(found.gaps, []);
    assert_eq!(population(&found, "aws.mq.account"), (1, true));
    assert_eq!(population(&found, "aws.mq.alarm"), (3, true));
    let all = resources(&found);
    for (name, region) in [("here", "us-east-1"), ("there", "eu-west-1"), ("elsewhere", "ap-south-1")] {
        assert_eq!(field(&all[&format!("aws.mq.alarm {name}")], "region"), Some(&json!(region)), "{name}");
    }
}

#[tokio::test]
async fn a_list_for_all_regions_is_asked_where_it_is_kept() {
    let everywhere = OF_THE_ACCOUNT.replace("home = \"PoolId\"", "global = true");
    let answer = |asked: &Asked<'_>| match (asked.operation, asked.host()) {
        ("mq:DescribeAlarms", "mq.us-east-1.amazonaws.com") => Some(reply(200, r#"{"Alarms": [{"Name": "one"}]}"#)),
        (other, "mq.us-east-1.amazonaws.com") => panic!("{other} was asked in a region that nobody named"),
        _ => None,
    };
    let settings = json!({"region": "eu-west-1", "regions": ["eu-west-1"]});
    let connector = connector_of(format!("{MANIFEST}{everywhere}"));
    let found = collect_with(connector, &Server::default(), &settings, answer).await.unwrap();
    assert_eq!(found.gaps, []);
    assert_eq!(population(&found, "aws.mq.alarm"), (1, true));
}

#[tokio::test]
async fn an_empty_page_is_not_taken_for_an_empty_list_where_one_page_is_enough() {
    let connector = || connector_of(format!("{MANIFEST}{OF_THE_ACCOUNT}"));
    // The third page would stop the test: the second holds something.
    let found = collect_with(connector(), &Server::default(), &json!({}), |_| None).await.unwrap();
    let id = "aws.mq.account 123456789012";
    assert_eq!(field(&resources(&found)[id], "open"), Some(&json!(1)));
    let lacking = |asked: &Asked<'_>| (asked.operation == "mq:ListOpen").then(|| reply(200, "{}"));
    let found = collect_with(connector(), &Server::default(), &json!({}), lacking).await.unwrap();
    let account = &resources(&found)[id];
    assert_eq!(field(account, "open"), None);
    assert!(account.gaps.values().any(|gap| gap.cause == Cause::BadReply && gap.message.contains("lacks it")));
}

#[tokio::test]
async fn an_empty_list_names_the_replies_that_it_was_read_from() {
    let none = |asked: &Asked<'_>| (asked.operation == "mq:ListPools").then(|| reply(200, r#"{"Pools": []}"#));
    let found = collect(&Server::default(), &json!({}), none).await.unwrap();
    let pools = found.populations.iter().find(|p| p.kind.as_str() == "aws.mq.pool").unwrap();
    assert_eq!((pools.items, pools.complete, pools.exchanges.len()), (0, true, 1));
    let users = found.populations.iter().find(|p| p.kind.as_str() == "aws.mq.user").unwrap();
    assert_eq!(users.exchanges, pools.exchanges, "no pool, so no users");
}

#[tokio::test]
async fn a_listed_region_that_does_not_answer_is_a_gap() {
    let answer = |asked: &Asked<'_>| (asked.operation != "sts:GetCallerIdentity").then(no_connection);
    let found = collect(&Server::default(), &json!({}), answer).await.unwrap();
    assert_eq!(population(&found, "aws.mq.pool"), (0, false));
    assert!(found.gaps.iter().all(|gap| gap.cause == Cause::Transient));
}

#[tokio::test]
async fn enabled_regions_are_asked_of_the_account() {
    let settings = json!({"region": "us-east-1", "regions": "enabled"});
    let found = collect(&Server::default(), &settings, |_| None).await.unwrap();
    assert_eq!(population(&found, "aws.mq.pool"), (6, true));
    let refused = |asked: &Asked<'_>| {
        let body = "<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>";
        (asked.operation == "ec2:DescribeRegions").then(|| reply(403, body))
    };
    let found = collect(&Server::default(), &settings, refused).await.unwrap();
    assert_eq!(population(&found, "aws.mq.pool"), (3, false));
    let gap = &found.gaps[0];
    assert_eq!((gap.cause, gap.permission.as_deref()), (Cause::Denied, Some("ec2:DescribeRegions")));
}

#[tokio::test]
async fn endpoints_follow_the_settings() {
    for (settings, host) in [
        (json!({"use_fips": true}), "mq-fips.us-east-1.amazonaws.com"),
        (json!({"endpoints": {"mq": "https://mq.example.org"}}), "mq.example.org"),
        (
            json!({"endpoint": "https://all.example.org", "endpoints": {"mq": "https://mq.example.org"}}),
            "mq.example.org",
        ),
    ] {
        let answer = move |asked: &Asked<'_>| {
            assert!(asked.operation.starts_with("sts:") || asked.host() == host, "{}", asked.host());
            None
        };
        let found = collect(&Server::default(), &settings, answer).await.unwrap();
        assert_eq!(population(&found, "aws.mq.pool"), (3, true), "{settings}");
    }
    let nowhere = json!({"use_fips": true, "region": "eu-west-9"});
    let found = collect(&Server::default(), &nowhere, |_| None).await.unwrap();
    assert!(
        found.gaps.iter().all(|gap| gap.cause == Cause::Unsupported && gap.message.contains("FIPS")),
        "{:?}",
        found.gaps
    );
    assert!(!population(&found, "aws.mq.pool").1);
}

#[tokio::test]
async fn only_what_is_wanted_is_asked() {
    let server = Server::default();
    let wire = Wire::recorded(server.transport(good), "2026-11-24T02:00:00Z".parse().unwrap());
    let session = connector().open(&source(&json!({})), Access::Recorded).await.unwrap();
    let sink = Sink::default();
    session.collect(&support::plan(&[("aws.mq.user", &[])]), &wire, &sink).await.unwrap();
    let asked: Vec<_> = server.counts().into_keys().collect();
    assert_eq!(asked, ["mq:ListPools", "mq:ListUsers", "sts:GetCallerIdentity"]);
    assert!(sink.finish().resources.iter().all(|(key, _)| key.kind.as_str() == "aws.mq.user"));
}

#[tokio::test]
async fn a_recording_without_the_answer_stops_the_run() {
    let answer = |asked: &Asked<'_>| {
        let missing = || WireError::NotRecorded { request: String::new(), operation: asked.operation.to_owned() };
        (asked.operation == "mq:GetLogging").then(|| Err(missing()))
    };
    let error = collect(&Server::default(), &json!({}), answer).await.unwrap_err();
    assert!(matches!(error, collect::Error::Wire(WireError::NotRecorded { .. })), "{error}");
}

#[test]
fn facts_that_do_not_fit_the_manifest_are_named() {
    let texts: BTreeMap<String, String> = BTreeMap::from([("mq.toml".to_owned(), MANIFEST.replace("title", "titel"))]);
    assert!(Extended::new(texts).unwrap_err().contains("mq.toml"));
}
