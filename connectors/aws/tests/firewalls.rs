//! The firewalls' lists against hand-made replies: pages, which no server of the tests has.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use serde_json::{Value, json};
use support::{Asked, Server, collect, plan, reply};

const IDENTITY: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn>\
    <UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

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
