//! How credentials are found. They come from the environment, which a test cannot change for itself;
//! so each test runs itself again as a child with the environment it needs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use aws::Aws;
use collect::{Access, Connector, Error};
use model::{Failure, FailureKind};
use serde_json::{Value, json};
use support::child::{SECRET, in_child};
use support::{Asked, Reply, Server, refusal, reply, source};
use wire::{Secrets, Wire, WireError};

const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", SECRET)];

struct Opened {
    result: Result<(), Error>,
    secrets: Secrets,
    /// What was asked: hosts and how often.
    hosts: BTreeMap<String, usize>,
}

async fn open(settings: &Value, answer: impl Fn(&Asked<'_>) -> Reply + Send + Sync + 'static) -> Opened {
    let secrets = Secrets::default();
    let hosts = Arc::new(std::sync::Mutex::new(BTreeMap::new()));
    let seen = Arc::clone(&hosts);
    let transport = Server::default().transport(move |asked| {
        *seen.lock().unwrap().entry(asked.host().to_owned()).or_default() += 1;
        answer(asked)
    });
    let wire = Wire::live(transport, Arc::new(|| "2026-11-24T02:00:00Z".parse().unwrap()));
    let access = Access::Live {
        wire,
        environment: Arc::new(|_| None),
        secrets: secrets.clone(),
        run: "0123456789abcdef".into(),
    };
    let result = Aws.open(&source(settings), access).await.map(drop);
    let hosts = hosts.lock().unwrap().clone();
    Opened { result, secrets, hosts }
}

fn unreachable(_: &Asked<'_>) -> Reply {
    Err(WireError::Failed(Failure { kind: FailureKind::Connect, message: "no route".into() }))
}

fn assume_role(_: &Asked<'_>) -> Reply {
    reply(
        200,
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>\
         <AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>assumed-secret-key</SecretAccessKey>\
         <SessionToken>assumed-session-token</SessionToken><Expiration>2026-11-24T03:00:00Z</Expiration></Credentials>\
         <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/audit/assize</Arn><AssumedRoleId>A:assize\
         </AssumedRoleId></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>",
    )
}

#[tokio::test]
async fn keys_of_the_environment_are_found_and_told_to_the_recorder() {
    if in_child("keys_of_the_environment_are_found_and_told_to_the_recorder", &KEYS) {
        let opened = open(&json!({}), unreachable).await;
        opened.result.unwrap();
        assert!(opened.hosts.is_empty(), "{:?}", opened.hosts);
        assert!(!opened.secrets.scrub(&format!("x{SECRET}x")).unwrap().contains(SECRET));
    }
}

#[tokio::test]
async fn a_profile_is_found_by_its_name() {
    if in_child("a_profile_is_found_by_its_name", &[]) {
        let opened = open(&json!({"profile": "audit", "imds": false}), unreachable).await;
        opened.result.unwrap();
        assert!(opened.secrets.scrub(SECRET).is_some());
    }
}

#[tokio::test]
async fn a_role_is_assumed_over_the_wire_and_its_secrets_are_told() {
    if in_child("a_role_is_assumed_over_the_wire_and_its_secrets_are_told", &KEYS) {
        let settings =
            json!({"role_arn": "arn:aws:iam::123456789012:role/audit", "external_id": "x-1", "region": "eu-west-1"});
        let opened = open(&settings, |asked| {
            assert_eq!(asked.form("ExternalId").as_deref(), Some("x-1"));
            assume_role(asked)
        })
        .await;
        opened.result.unwrap();
        assert_eq!(opened.hosts, BTreeMap::from([("sts.eu-west-1.amazonaws.com".to_owned(), 1)]));
        for secret in [SECRET, "assumed-secret-key", "assumed-session-token"] {
            assert!(opened.secrets.scrub(secret).is_some(), "{secret}");
        }
    }
}

#[tokio::test]
async fn a_role_is_assumed_where_the_settings_say() {
    if in_child("a_role_is_assumed_where_the_settings_say", &KEYS) {
        for (more, host) in [
            (json!({"use_fips": true}), "sts-fips.eu-west-1.amazonaws.com"),
            (json!({"use_dualstack": true}), "sts.eu-west-1.api.aws"),
            (json!({"endpoints": {"sts": "https://sts.acme.example"}}), "sts.acme.example"),
        ] {
            let mut settings = json!({"role_arn": "arn:aws:iam::123456789012:role/audit", "region": "eu-west-1"});
            settings.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let opened = open(&settings, assume_role).await;
            opened.result.unwrap();
            assert_eq!(opened.hosts, BTreeMap::from([(host.to_owned(), 1)]));
        }
    }
}

#[tokio::test]
async fn a_role_that_is_refused_is_named() {
    if in_child("a_role_that_is_refused_is_named", &KEYS) {
        let settings = json!({"role_arn": "arn:aws:iam::123456789012:role/audit"});
        let opened = open(&settings, |_| refusal(403, "AccessDenied")).await;
        let error = opened.result.unwrap_err().to_string();
        assert!(error.contains("role/audit cannot be assumed"), "{error}");
        assert!(
            error.contains("AccessDenied") || error.contains("not authorized") || error.contains(": no"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn no_credentials_names_the_places_and_asks_metadata_only_if_it_may() {
    if in_child("no_credentials_names_the_places_and_asks_metadata_only_if_it_may", &[]) {
        let opened = open(&json!({"imds": false}), unreachable).await;
        let error = opened.result.unwrap_err();
        assert!(matches!(error, Error::Credential { .. }), "{error}");
        assert!(error.to_string().contains("no AWS credentials found; looked in the environment"), "{error}");
        assert!(error.to_string().contains("imds = false"), "{error}");
        assert!(opened.hosts.is_empty(), "{:?}", opened.hosts);

        let opened = open(&json!({}), unreachable).await;
        assert!(opened.result.unwrap_err().to_string().contains("instance metadata"));
        assert!(opened.hosts.contains_key("169.254.169.254"), "{:?}", opened.hosts);
    }
}

#[tokio::test]
async fn a_recording_needs_no_credentials_and_a_wrong_setting_is_refused() {
    let opened =
        Aws.open(&source(&json!({"role_arn": "arn:aws:iam::123456789012:role/audit"})), Access::Recorded).await;
    assert!(opened.is_ok(), "the recorded settings open a recording as they are");
    let Err(error) = Aws.open(&source(&json!({"regoin": "eu-west-1"})), Access::Recorded).await else {
        panic!("a typo was taken")
    };
    assert!(error.to_string().contains("source aws: unknown setting \"regoin\""), "{error}");
}
