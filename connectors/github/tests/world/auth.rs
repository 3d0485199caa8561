//! Credentials: where they are looked for, what is told to the secrets, how an App's token is renewed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine;
use bytes::Bytes;
use collect::{Access, Connector, Session, Sink};
use github::GitHub;
use model::Timestamp;
use serde_json::{Value, json};
use wire::{Secrets, Transport, Wire};

use crate::support::shapes::{caller, organization};
use crate::support::{World, plan, reply, run, source};

type Log = Arc<Mutex<Vec<(String, String)>>>;

/// A server that hands out numbered tokens, and the log of (request, authorization).
fn server(log: &Log, clock: &Arc<Mutex<Timestamp>>, status: u16) -> Wire {
    let (log, time) = (log.clone(), clock.clone());
    let transport = Transport::new(tower::service_fn(move |request: http::Request<Bytes>| {
        let header = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
        let mut log = log.lock().unwrap();
        log.push((format!("{} {}", request.method(), request.uri().path()), header.unwrap_or_default()));
        let body = match request.uri().path() {
            "/orgs/acme/installation" => json!({"id": 77}),
            "/app/installations/77/access_tokens" => {
                let expires = *time.lock().unwrap() + jiff::SignedDuration::from_hours(1);
                json!({"token": format!("ghs_installation_{}", log.len()), "expires_at": expires})
            }
            other => panic!("unexpected {other}"),
        };
        let reply = http::Response::builder().status(status).body(Bytes::from(body.to_string())).unwrap();
        async move { Ok(reply) }
    }));
    let time = clock.clone();
    Wire::live(transport, Arc::new(move || *time.lock().unwrap()))
}

fn open(
    settings: Value,
    environment: &[(&str, String)],
    wire: Wire,
    secrets: &Secrets,
) -> Result<Box<dyn Session>, String> {
    let environment: BTreeMap<String, String> =
        environment.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let access = Access::Live {
        wire,
        environment: Arc::new(move |name| environment.get(name).cloned()),
        secrets: secrets.clone(),
        run: "0123456789abcdef".into(),
    };
    run(GitHub.open(&source(settings), access)).map_err(|error| error.to_string())
}

fn clock() -> Arc<Mutex<Timestamp>> {
    Arc::new(Mutex::new("2026-11-01T03:00:00Z".parse().unwrap()))
}

fn nowhere() -> Wire {
    server(&Log::default(), &clock(), 500)
}

/// An RSA key made for this test, in PEM.
fn pem() -> String {
    let der = KeyPair::generate(KeySize::Rsa2048).unwrap().as_der().unwrap();
    let text = base64::engine::general_purpose::STANDARD.encode(der.as_ref());
    format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n")
}

/// The Authorization headers with which `session` asks.
fn headers_of(session: &dyn Session) -> Vec<String> {
    let world = World::default()
        .on("GET /user", reply(200, caller("auditor")))
        .on("POST /graphql Viewer", reply(200, json!({"data": {"viewer": {"login": "auditor[bot]"}}})))
        .on("GET /orgs/acme", reply(200, organization(0, 0)));
    let wanted = plan("github.org.organization", &["verified"]);
    run(session.collect(&wanted, &world.wire(), &Sink::default())).unwrap();
    let headers = world.headers.lock().unwrap();
    let values = headers.iter().map(|headers| headers.get("authorization").expect("a credential"));
    values.map(|value| value.to_str().unwrap().to_owned()).collect()
}

#[test]
fn a_token_comes_from_the_first_place_that_has_one() {
    let named = |name, value: &str| (name, value.to_owned());
    let both = [named("GITHUB_TOKEN", "token-number-one"), named("GH_TOKEN", "token-number-two")];
    for (settings, environment, expected) in [
        (json!({}), &both[..], "token-number-one"),
        (json!({}), &both[1..], "token-number-two"),
        (json!({"token_env": "OTHER"}), &[named("OTHER", " token-number-three\n")][..], "token-number-three"),
    ] {
        let secrets = Secrets::default();
        let session = open(settings, environment, nowhere(), &secrets).unwrap();
        let bearer = format!("Bearer {expected}");
        assert!(headers_of(session.as_ref()).iter().all(|header| *header == bearer));
        assert!(secrets.scrub(&bearer).unwrap().contains("redacted"));
    }
}

#[test]
fn no_token_says_where_it_was_looked_for() {
    let empty = [("GITHUB_TOKEN", "  ".to_owned())];
    for (settings, places) in [(json!({}), "GITHUB_TOKEN, GH_TOKEN"), (json!({"token_env": "OTHER"}), "OTHER")] {
        let error = open(settings, &empty, nowhere(), &Secrets::default()).err().unwrap();
        assert!(error.contains(places) && error.contains("source github"), "{error}");
    }
    let session = run(GitHub.open(&source(json!({})), Access::Recorded));
    assert!(session.is_ok(), "a recording needs no credential");
}

#[test]
fn an_app_exchanges_its_key_and_renews_in_time() {
    let (log, time, secrets) = (Log::default(), clock(), Secrets::default());
    let settings = json!({"app_id": 12, "app_key_env": "KEY"});
    let key = pem().replace('\n', "\\n");
    let session = open(settings, &[("KEY", key)], server(&log, &time, 200), &secrets).unwrap();
    assert_eq!(headers_of(session.as_ref()), ["Bearer ghs_installation_2"; 2]);
    *time.lock().unwrap() += jiff::SignedDuration::from_mins(50);
    assert_eq!(headers_of(session.as_ref()), ["Bearer ghs_installation_2"; 2], "ten minutes are left");
    *time.lock().unwrap() += jiff::SignedDuration::from_mins(6);
    assert_eq!(headers_of(session.as_ref()), ["Bearer ghs_installation_4"; 2], "four are not enough");
    let log = log.lock().unwrap();
    assert_eq!(log[0].0, "GET /orgs/acme/installation");
    assert_eq!(log[1].0, "POST /app/installations/77/access_tokens");
    let proof = log[0].1.strip_prefix("Bearer ").unwrap();
    let claims = proof.split('.').nth(1).unwrap();
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["iss"], json!(12));
    assert!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap() <= 600);
    for secret in [proof, "ghs_installation_2", "ghs_installation_4"] {
        assert!(secrets.scrub(secret).is_some(), "{secret} was told");
    }
}

#[test]
fn a_fixed_installation_is_not_looked_for() {
    let (log, time) = (Log::default(), clock());
    let settings = json!({"app_id": 12, "app_key_env": "KEY", "installation_id": 77});
    open(settings, &[("KEY", pem())], server(&log, &time, 201), &Secrets::default()).unwrap();
    assert_eq!(log.lock().unwrap().len(), 1);
}

#[test]
fn app_trouble_is_named_without_the_key() {
    let settings = json!({"app_id": 12, "app_key_env": "KEY"});
    let error = open(settings.clone(), &[], nowhere(), &Secrets::default()).err().unwrap();
    assert!(error.contains("KEY"), "{error}");
    let bad = [("KEY", "-----BEGIN-MY-SECRET".to_owned())];
    let error = open(settings.clone(), &bad, nowhere(), &Secrets::default()).err().unwrap();
    assert!(error.contains("not an RSA key") && !error.contains("MY-SECRET"), "{error}");
    let refused = server(&Log::default(), &clock(), 401);
    let error = open(settings, &[("KEY", pem())], refused, &Secrets::default()).err().unwrap();
    assert!(error.contains("answered 401"), "{error}");
    let file = json!({"app_id": 12, "app_key_file": "no/such/file.pem"});
    let error = open(file, &[], nowhere(), &Secrets::default()).err().unwrap();
    assert!(error.contains("no/such/file.pem"), "{error}");
}

#[test]
fn every_request_says_what_it_accepts_and_who_sends_it() {
    let world = World::default()
        .on("GET /user", reply(200, caller("auditor")))
        .on("GET /orgs/acme", reply(200, organization(0, 0)));
    world.collect(&plan("github.org.organization", &["verified"]));
    for headers in world.headers.lock().unwrap().iter() {
        assert_eq!(headers.get_all("accept").iter().collect::<Vec<_>>(), ["application/vnd.github+json"]);
        assert_eq!(headers["x-github-api-version"], "2022-11-28");
        assert!(headers["user-agent"].to_str().unwrap().starts_with("assize/"));
        assert!(!headers.contains_key("authorization"), "a recording is asked without a credential");
    }
}
