//! The firewalls' lists against hand-made replies: pages, which no server of the tests has, and WAF Classic, which none
//! knows and AWS itself ends.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use aws::Aws;
use collect::Connector;
use model::Cause;
use serde_json::{Value, json};
use support::{Asked, Reply, Server, collect, field, plan, reply, resources};

const IDENTITY: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn>\
    <UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

fn answer(asked: &Asked<'_>) -> Reply {
    let body: Value = serde_json::from_slice(asked.request.body()).unwrap_or_default();
    let log = |id: &str| json!({"ResourceArn": format!("arn:aws:waf::123456789012:webacl/{id}"), "LogDestinationConfigs": ["arn:f"]});
    let said = |value: Value| reply(200, value.to_string());
    let Some((_, operation)) = asked.operation.split_once(':') else { panic!("a request without a name") };
    match operation {
        "GetCallerIdentity" => reply(200, IDENTITY),
        "ListWebACLs" => said(json!({"WebACLs": [{"WebACLId": "a", "Name": "A"}, {"WebACLId": "b", "Name": "B"}]})),
        "ListLoggingConfigurations" if body.get("NextMarker").is_none() => {
            said(json!({"NextMarker": "2", "LoggingConfigurations": [log("z")]}))
        }
        "ListLoggingConfigurations" => said(json!({"LoggingConfigurations": [log("a")]})),
        "GetWebACL" if body["WebACLId"] == "a" => {
            said(json!({"WebACL": {"Rules": [{"RuleId": "1", "Type": "GROUP"}]}}))
        }
        "GetWebACL" => said(json!({"WebACL": {"Rules": []}})),
        "ListRules" => said(json!({"Rules": [{"RuleId": "1", "Name": "one"}]})),
        "GetRule" => said(json!({"Rule": {"RuleId": "1"}})),
        "ListRuleGroups" => said(json!({"RuleGroups": [{"RuleGroupId": "g", "Name": "group"}]})),
        "ListActivatedRulesInRuleGroup" => said(json!({"ActivatedRules": []})),
        other => panic!("{other} was asked"),
    }
}

const FIELDS: [(&str, &[&str]); 6] = [
    ("aws.waf.web_acl", &["log_destinations", "rules"]),
    ("aws.waf.rule", &["predicates"]),
    ("aws.waf.rule_group", &["rules"]),
    ("aws.waf_regional.web_acl", &["log_destinations", "rules"]),
    ("aws.waf_regional.rule", &["predicates"]),
    ("aws.waf_regional.rule_group", &["rules"]),
];

#[tokio::test]
async fn classic_lists_rules_and_groups_are_read_once_for_all_regions_and_once_for_each() {
    let server = Server::default();
    let regions = json!({"region": "eu-west-1", "regions": ["eu-central-1", "eu-west-1"]});
    let found = collect(server.transport(answer), &regions, &plan(&FIELDS)).await.unwrap();
    let all = resources(&found);
    assert_eq!(all.len(), 4 + 2 * 4, "{:?}", all.keys());
    for prefix in
        ["waf.{} arn:aws:waf::123456789012:", "waf_regional.{} arn:aws:waf-regional:eu-central-1:123456789012:"]
    {
        let of = |kind: &str, id: &str| &all[&format!("aws.{}{id}", prefix.replace("{}", kind))];
        let (logged, silent) = (of("web_acl", "webacl/a"), of("web_acl", "webacl/b"));
        assert_eq!(field(logged, "log_destinations"), Some(&json!(["arn:f"])));
        assert_eq!(field(logged, "rules"), Some(&json!([{"rule_id": "1", "type": "GROUP"}])));
        assert_eq!(field(silent, "log_destinations"), Some(&json!([])));
        assert_eq!(field(silent, "rules"), Some(&json!([])));
        assert_eq!(field(of("rule_group", "rulegroup/g"), "rules"), Some(&json!([])));
        // The API always names the conditions: a reply without them says nothing.
        let rule = of("rule", "rule/1");
        assert_eq!(field(rule, "predicates"), None);
        assert_eq!(rule.gaps[&"predicates".parse().unwrap()].cause, Cause::BadReply);
    }
    let counts = server.counts();
    assert_eq!((counts["waf:ListWebACLs"], counts["waf-regional:ListWebACLs"]), (1, 2));
    assert_eq!(counts["waf:ListLoggingConfigurations"], 2, "two pages for all lists together");
}

#[tokio::test]
async fn where_classic_has_gone_nothing_is_taken_for_an_empty_list() {
    let gone = |asked: &Asked<'_>| match asked.operation {
        "sts:GetCallerIdentity" => reply(200, IDENTITY),
        _ => reply(400, r#"{"__type": "WAFBadRequestException", "message": "AWS WAF Classic support has ended"}"#),
    };
    let found = collect(Server::default().transport(gone), &json!({}), &plan(&FIELDS)).await.unwrap();
    assert_eq!(found.resources.len(), 0);
    for (kind, _) in FIELDS {
        let population = found.populations.iter().find(|p| p.kind.as_str() == kind).unwrap();
        assert!(!population.complete, "{kind}");
        assert!(found.gaps.iter().any(|gap| gap.kind.as_str() == kind && gap.message.contains("ended")), "{kind}");
    }
}

#[tokio::test]
async fn web_acls_are_followed_to_the_last_page() {
    let pages = |asked: &Asked<'_>| {
        let body: Value = serde_json::from_slice(asked.request.body()).unwrap_or_default();
        let list = |id: &str| json!({"WebACLs": [{"ARN": id, "Name": id, "Id": id}]});
        match (asked.operation, body.get("NextMarker")) {
            ("sts:GetCallerIdentity", _) => reply(200, IDENTITY),
            ("wafv2:ListWebACLs", None) => {
                let mut first = list("a");
                first["NextMarker"] = json!("a");
                reply(200, first.to_string())
            }
            ("wafv2:ListWebACLs", Some(_)) => reply(200, list("b").to_string()),
            (other, _) => panic!("{other} was asked"),
        }
    };
    let plan = plan(&[("aws.wafv2.web_acl", &["name"])]);
    let found = collect(Server::default().transport(pages), &json!({}), &plan).await.unwrap();
    assert_eq!((found.resources.len(), found.populations[0].items, found.populations[0].complete), (2, 2, true));
}

#[test]
fn waf_classic_alone_is_on_request() {
    let kinds = Aws.kinds();
    let on_request = |classic: bool| {
        let of = |kind: &str| kind.starts_with("aws.waf.") || kind.starts_with("aws.waf_regional.");
        kinds.iter().filter(|spec| of(spec.kind.as_str()) == classic).map(|spec| spec.on_request).collect::<Vec<_>>()
    };
    assert_eq!(on_request(true), [true; 6]);
    assert!(!on_request(false).contains(&true));
}
