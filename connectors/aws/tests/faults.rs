//! Whatever an operation answers instead of its answer, nothing that was observed before may be
//! observed otherwise: it becomes a gap, or the run stops.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::collections::BTreeSet;

use collect::Collected;
use model::{Cause, Failure, FailureKind, Gap};
use serde_json::json;
use support::estate::{self, OPERATIONS};
use support::{Reply, Server, collect, everything, field, kinds, refusal_for, reply, resources};
use wire::WireError;

async fn whole() -> Collected {
    collect(Server::default().transport(estate::answer), &json!({}), &everything()).await.unwrap()
}

/// The estate, where `operation` answers with `bad`.
async fn with(operation: &'static str, bad: impl Fn() -> Reply + Send + Sync + 'static) -> Collected {
    let answer = move |asked: &support::Asked<'_>| {
        if asked.operation == operation { bad() } else { estate::answer(asked) }
    };
    collect(Server::default().transport(answer), &json!({}), &everything()).await.unwrap()
}

fn all_gaps(collected: &Collected) -> Vec<Gap> {
    let of_resources = resources(collected).into_values().flat_map(|r| r.gaps.into_values());
    collected.gaps.iter().cloned().chain(of_resources).collect()
}

/// Holds that `spoilt` says nothing that `good` does not say, and does not hide that it says less.
fn says_less(good: &Collected, spoilt: &Collected, what: &str) {
    let good_resources = resources(good);
    for (key, resource) in resources(spoilt) {
        let before = good_resources.get(&key).unwrap_or_else(|| panic!("{what}: {key} came out of nothing"));
        for (name, value) in &resource.fields {
            assert_eq!(before.fields.get(name), Some(value), "{what}: {key} {name}");
        }
        for name in before.fields.keys().filter(|name| !resource.fields.contains_key(name)) {
            assert!(resource.gaps.contains_key(name), "{what}: {key} {name} went without a gap");
        }
    }
    for population in &good.populations {
        let listed = spoilt.populations.iter().find(|p| p.kind == population.kind).unwrap();
        if listed.items < population.items {
            assert!(!listed.complete, "{what}: {} lost items and calls itself complete", population.kind);
            let gap = spoilt.gaps.iter().any(|g| g.kind == population.kind && g.field.is_none());
            assert!(gap, "{what}: {} lost items without a gap", population.kind);
        }
    }
    assert!(!all_gaps(spoilt).is_empty(), "{what}: nothing is missing");
}

#[tokio::test]
async fn the_whole_estate_has_no_gap() {
    let good = whole().await;
    assert_eq!(all_gaps(&good), []);
    assert!(good.populations.iter().all(|p| p.complete), "{:?}", good.populations);
    assert_eq!(good.populations.len(), kinds().len());
    // Every declared field of every kind is observed somewhere.
    for spec in kinds() {
        let mut of_kind = resources(&good).into_values().filter(|r| r.kind == spec.kind).peekable();
        assert!(of_kind.peek().is_some(), "no {}", spec.kind);
        for resource in of_kind {
            for declared in &spec.fields {
                assert!(resource.fields.contains_key(&declared.name), "{} {}", resource.id, declared.name);
            }
            assert!(!resource.exchanges.is_empty() || resource.kind.as_str() == "aws.s3.account", "{}", resource.id);
        }
    }
}

#[tokio::test]
async fn a_body_that_is_not_the_answer_is_a_gap() {
    let good = whole().await;
    let deep = "<a>".repeat(1024 * 1024 * 10 / 3);
    let json_deep = "[".repeat(1024 * 1024 * 10);
    for operation in OPERATIONS {
        for body in ["", "<html><body>Sign in</body></html>", "<Response/>", "{}", "null", &deep, &json_deep] {
            let bytes = body.to_owned();
            let spoilt = with(operation, move || reply(200, bytes.clone())).await;
            let what = format!("{operation} with {:?}", body.chars().take(30).collect::<String>());
            says_less(&good, &spoilt, &what);
            assert!(all_gaps(&spoilt).iter().all(|g| g.cause == Cause::BadReply), "{what}: {:?}", all_gaps(&spoilt));
        }
    }
}

#[tokio::test]
async fn an_answer_cut_short_anywhere_is_a_gap() {
    let good = whole().await;
    for operation in OPERATIONS {
        for tenth in 1..10 {
            let answer = move |asked: &support::Asked<'_>| {
                let mut answer = estate::answer(asked)?;
                if asked.operation == operation {
                    let half = answer.body().len() * tenth / 10;
                    *answer.body_mut() = answer.body().slice(..half);
                }
                Ok(answer)
            };
            let spoilt = collect(Server::default().transport(answer), &json!({}), &everything()).await.unwrap();
            says_less(&good, &spoilt, &format!("{operation} cut at {tenth} tenths"));
        }
    }
}

#[tokio::test]
async fn a_refusal_names_a_permission_that_is_declared() {
    let good = whole().await;
    let all = kinds();
    let declared: BTreeSet<&str> = all
        .iter()
        .flat_map(|k| k.permissions.iter().chain(k.fields.iter().flat_map(|f| &f.permissions)))
        .map(String::as_str)
        .collect();
    let mut named = BTreeSet::new();
    for operation in OPERATIONS {
        let spoilt = with(operation, move || refusal_for(operation, 403, "AccessDenied")).await;
        says_less(&good, &spoilt, operation);
        for gap in all_gaps(&spoilt) {
            assert_eq!(gap.cause, Cause::Denied, "{operation}: {gap:?}");
            assert!(gap.exchange.is_some(), "{operation}: {gap:?}");
            assert!(gap.message.contains("AccessDenied"), "{operation}: {}", gap.message);
            // Everybody may ask who they are; there is no permission to name.
            if operation != "sts:GetCallerIdentity" {
                named.insert(gap.permission.unwrap_or_else(|| panic!("{operation}: no permission")));
            }
        }
    }
    for permission in &named {
        assert!(declared.contains(permission.as_str()), "{permission} is named and not declared");
    }
    // Only the location is declared and not asked: here the list tells the region.
    let unnamed: Vec<_> = declared.iter().filter(|p| !named.contains(**p)).collect();
    assert_eq!(unnamed, [&"s3:GetBucketLocation"]);
}

#[tokio::test]
async fn other_failures_are_gaps_with_their_cause() {
    let good = whole().await;
    for operation in OPERATIONS {
        for (status, code, cause) in [
            (400, "Throttling", Cause::Throttled),
            (503, "SlowDown", Cause::Throttled),
            (500, "InternalFailure", Cause::Transient),
            (400, "InvalidAction", Cause::Unsupported),
        ] {
            let spoilt = with(operation, move || refusal_for(operation, status, code)).await;
            says_less(&good, &spoilt, operation);
            assert!(all_gaps(&spoilt).iter().all(|g| g.cause == cause), "{operation} {code}: {:?}", all_gaps(&spoilt));
        }
        let page = "<!DOCTYPE html><html>not implemented</html>";
        let spoilt = with(operation, move || reply(500, page)).await;
        says_less(&good, &spoilt, operation);
        assert!(all_gaps(&spoilt).iter().all(|g| g.cause == Cause::Unsupported), "{operation}");
    }
}

#[tokio::test]
async fn no_reply_is_a_gap_and_no_recording_stops_the_run() {
    let good = whole().await;
    for operation in OPERATIONS {
        for (kind, cause) in [
            (FailureKind::Timeout, Cause::Transient),
            (FailureKind::Connect, Cause::Transient),
            (FailureKind::TooLarge, Cause::BadReply),
        ] {
            let failure = move || Err(WireError::Failed(Failure { kind, message: "it did not work".into() }));
            let spoilt = with(operation, failure).await;
            says_less(&good, &spoilt, operation);
            assert!(all_gaps(&spoilt).iter().all(|g| g.cause == cause && g.message.contains("it did not work")));
        }
        let answer = move |asked: &support::Asked<'_>| {
            let missing = || WireError::NotRecorded { request: "X".into(), operation: operation.into() };
            if asked.operation == operation { Err(missing()) } else { estate::answer(asked) }
        };
        let error = collect(Server::default().transport(answer), &json!({}), &everything()).await.unwrap_err();
        assert!(
            matches!(&error, collect::Error::Wire(WireError::NotRecorded { operation: o, .. }) if o == operation),
            "{operation}: {error}"
        );
    }
}

#[tokio::test]
async fn expired_credentials_are_said_to_be_expired_and_the_run_goes_on() {
    let spoilt = with("sts:GetCallerIdentity", || refusal_for("sts:GetCallerIdentity", 403, "ExpiredToken")).await;
    assert_eq!(spoilt.gaps.len(), kinds().len(), "one gap for each kind asked");
    assert!(spoilt.gaps.iter().all(|g| g.cause == Cause::Denied && g.message.contains("the credentials have expired")));
    assert!(spoilt.populations.iter().all(|p| !p.complete) && spoilt.populations.len() == kinds().len());
    assert!(spoilt.resources.is_empty() && spoilt.seen.is_empty());
}

#[tokio::test]
async fn a_part_that_lacks_is_not_made_up() {
    let good = whole().await;
    for (operation, part) in [
        ("iam:GetAccountPasswordPolicy", "RequireSymbols"),
        ("iam:GetAccountPasswordPolicy", "AllowUsersToChangePassword"),
        ("iam:GetAccountPasswordPolicy", "MinimumPasswordLength"),
        ("iam:GetAccountAuthorizationDetails", "IsTruncated"),
        ("iam:GetAccountAuthorizationDetails", "Arn"),
        ("iam:GetAccountAuthorizationDetails", "IsDefaultVersion"),
        ("iam:GetAccountAuthorizationDetails", "AssumeRolePolicyDocument"),
        ("iam:ListVirtualMFADevices", "SerialNumber"),
        ("iam:ListServerCertificates", "Expiration"),
        ("s3:GetBucketEncryption", "SSEAlgorithm"),
        ("s3:GetBucketOwnershipControls", "ObjectOwnership"),
        ("s3:GetBucketLifecycleConfiguration", "Status"),
        ("s3:GetBucketReplication", "Bucket"),
        ("s3:GetBucketReplication", "Status"),
        ("s3:GetBucketAcl", "Permission"),
        ("s3:GetBucketLogging", "TargetBucket"),
        ("s3:GetPublicAccessBlock", "BlockPublicPolicy"),
        ("s3:GetBucketPolicyStatus", "IsPublic"),
        ("s3:ListBuckets", "Name"),
    ] {
        let answer = move |asked: &support::Asked<'_>| {
            let mut answer = estate::answer(asked)?;
            if asked.operation == operation {
                let whole = std::str::from_utf8(answer.body()).unwrap();
                *answer.body_mut() = without(whole, part).into();
            }
            Ok(answer)
        };
        let spoilt = collect(Server::default().transport(answer), &json!({}), &everything()).await.unwrap();
        says_less(&good, &spoilt, &format!("{operation} without {part}"));
    }
}

/// `text` without the elements of this name.
fn without(text: &str, name: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut parts = text.split(open.as_str());
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |out, part| out + part.split_once(close.as_str()).unwrap().1)
}

#[tokio::test]
async fn what_is_not_set_is_observed_to_be_absent() {
    let good = resources(&whole().await);
    let bare = &good["aws.s3.bucket arn:aws:s3:::bare-bucket"];
    for name in [
        "encryption",
        "public_access_block",
        "policy",
        "policy_status",
        "ownership",
        "logging",
        "lifecycle",
        "object_lock",
        "replication",
    ] {
        assert_eq!(field(bare, name), Some(&json!(null)), "{name}");
    }
    assert_eq!(field(bare, "tags"), Some(&json!({})));
    assert_eq!(field(bare, "versioning"), Some(&json!({"status": "Never", "mfa_delete": false})));
    let none = with("iam:GetAccountPasswordPolicy", || refusal_for("iam", 404, "NoSuchEntity")).await;
    let none = resources(&none);
    let account = &none["aws.iam.account arn:aws:iam::123456789012:root"];
    assert_eq!(field(account, "password_policy"), Some(&json!(null)));
}
