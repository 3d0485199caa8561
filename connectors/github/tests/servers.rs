//! The connector against servers that nobody here wrote: GitHub's own OpenAPI description behind
//! Prism, real recorded GitHub traffic, and a stateful emulator. Where such a server lacks an
//! operation, a shim in front of it answers; each test says which.
//!
//! The variables name running servers; `tests/servers/` starts them. A missing one is a failure,
//! because a test that is skipped in silence proves nothing.
#![allow(clippy::disallowed_methods, reason = "tests read the addresses of servers from the environment")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panics"
)]

#[path = "world/support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use collect::{Access, Collected, Connector, Sink};
use github::GitHub;
use http::{HeaderValue, Request, Response};
use model::{Cause, Plan, Resource};
use serde_json::{Value, json};
use support::{REPOSITORY, everything, field, gap, only, plan, resources, run, source};
use tower::{Service, ServiceExt};
use wire::{Live, LiveOptions, Operation, Secrets, Transport, Wire};

/// Every REST operation that the connector asks for.
const OPERATIONS: [&str; 25] = [
    "GET /user",
    "GET /orgs/{org}",
    "GET /orgs/{org}/actions/permissions",
    "GET /orgs/{org}/actions/permissions/workflow",
    "GET /orgs/{org}/audit-log",
    "GET /orgs/{org}/hooks",
    "GET /orgs/{org}/installations",
    "GET /orgs/{org}/members",
    "GET /orgs/{org}/outside_collaborators",
    "GET /orgs/{org}/repos",
    "GET /orgs/{org}/rulesets/{ruleset_id}",
    "GET /repos/{owner}/{repo}/actions/permissions",
    "GET /repos/{owner}/{repo}/actions/permissions/workflow",
    "GET /repos/{owner}/{repo}/branches/{branch}/protection",
    "GET /repos/{owner}/{repo}/code-scanning/analyses",
    "GET /repos/{owner}/{repo}/code-scanning/default-setup",
    "GET /repos/{owner}/{repo}/hooks",
    "GET /repos/{owner}/{repo}/keys",
    "GET /repos/{owner}/{repo}/private-vulnerability-reporting",
    "GET /repos/{owner}/{repo}/rules/branches/{branch}",
    "GET /repos/{owner}/{repo}/rulesets",
    "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}",
    "GET /repos/{owner}/{repo}/vulnerability-alerts",
    // Asked over the wire that records nothing, to become an App's installation.
    "GET /orgs/{org}/installation",
    "POST /app/installations/{installation_id}/access_tokens",
];

fn server(variable: &str, what: &str) -> String {
    let found = std::env::var(variable);
    found.unwrap_or_else(|_| {
        panic!("{variable} must hold the address of {what}; `eval \"$(tests/servers/up)\"` starts it")
    })
}

fn live() -> Transport {
    Live::new(&LiveOptions { system_proxy: false, ..LiveOptions::default() }).unwrap().transport()
}

async fn send(transport: &Transport, request: Request<Bytes>) -> Response<Bytes> {
    transport.clone().ready().await.unwrap().call(request).await.unwrap()
}

/// What a shim answers before the server is asked, and what it changes in the server's answer.
struct Shim {
    answers: BTreeMap<String, Value>,
    change_request: fn(&mut Request<Bytes>),
    change_reply: fn(&str, &mut Response<Bytes>),
}

type Log = Arc<Mutex<Vec<(String, Response<Bytes>)>>>;

/// The live client with `shim` over it, and the log of (operation, the server's own reply).
fn shimmed(shim: Shim) -> (Transport, Log) {
    let (log, shim, below) = (Log::default(), Arc::new(shim), live());
    let kept = log.clone();
    let transport = Transport::new(tower::service_fn(move |mut request: Request<Bytes>| {
        let (log, shim, below) = (kept.clone(), shim.clone(), below.clone());
        async move {
            let Operation(operation) = request.extensions().get::<Operation>().expect("an operation").clone();
            let here = shim.answers.get(&operation).or_else(|| shim.answers.get(request.uri().path()));
            if let Some(answer) = here {
                return Ok(Response::new(Bytes::from(answer.to_string())));
            }
            (shim.change_request)(&mut request);
            let mut reply = send(&below, request).await;
            log.lock().unwrap().push((operation.clone(), reply.clone()));
            (shim.change_reply)(&operation, &mut reply);
            Ok(reply)
        }
    }));
    (transport, log)
}

fn wire_over(transport: Transport) -> Wire {
    let now = support::AS_OF.parse().unwrap();
    Wire::live(transport, Arc::new(move || now))
}

/// Collects as one does live, with a token.
fn collect(url: &str, organization: &str, transport: Transport, wanted: &Plan) -> Collected {
    let wire = wire_over(transport);
    let access = Access::Live {
        wire: wire.clone(),
        environment: Arc::new(|name| (name == "GITHUB_TOKEN").then(|| "test_token_user1".to_owned())),
        secrets: Secrets::default(),
        run: "0123456789abcdef".into(),
    };
    let settings = json!({ "endpoint": url, "organization": organization });
    run(async {
        let session = GitHub.open(&source(settings), access).await.unwrap();
        let sink = Sink::default();
        session.collect(wanted, &wire, &sink).await.unwrap();
        sink.finish()
    })
}

/// GraphQL is not in GitHub's OpenAPI description. Prism's Link headers name `api.github.com`, which
/// the connector rightly refuses. One answer is turned so that what hangs on it is asked as well.
#[test]
fn every_request_keeps_to_githubs_own_description() {
    let url = server("ASSIZE_TEST_PRISM", "Prism with GitHub's OpenAPI description");
    let shim = Shim {
        answers: BTreeMap::from([(
            "POST /graphql RepositoryPage".to_owned(),
            page("octocat/Hello-World", "feature/a b"),
        )]),
        change_request: |_| {},
        change_reply: |operation, reply| {
            reply.headers_mut().remove("link");
            if operation.ends_with("default-setup") {
                let text = String::from_utf8(reply.body().to_vec()).unwrap();
                *reply.body_mut() = Bytes::from(text.replace("\"configured\"", "\"not-configured\""));
            }
        },
    };
    let (transport, log) = shimmed(shim);
    let collected = collect(&url, "my-org", transport, &everything());
    let mut asked = BTreeSet::new();
    for (operation, reply) in log.lock().unwrap().iter() {
        asked.insert(operation.clone());
        let violations = reply.headers().get("sl-violations").map_or("", |value| value.to_str().unwrap());
        assert!(!violations.contains("\"request\""), "{operation}: {violations}");
        assert!(reply.status().is_success(), "{operation}: {} {:?}", reply.status(), reply.body());
    }
    let missing: Vec<_> = OPERATIONS[..23].iter().filter(|operation| !asked.contains(**operation)).collect();
    assert_eq!(missing, Vec::<&&str>::new(), "were not asked");
    assert_eq!(asked.len(), 23, "{asked:?}");
    // GitHub's example of branch protection leaves this out, so nothing can be said of it.
    let repository = only(&collected, REPOSITORY);
    assert!(gap(&repository, "protection").message.contains("required_signatures"));
    assert_eq!(repository.gaps.len(), 1, "{:?}", repository.gaps);
    // Its example of an audit log holds other events than those asked for.
    let log = collected.gaps.iter().find(|gap| gap.kind.as_str() == "github.org.oauth_app").unwrap();
    assert!(log.cause == Cause::BadReply && log.message.contains("which was asked for"), "{log:?}");
    for kind in ["member", "outside_collaborator", "webhook", "installation", "organization"] {
        let kind = format!("github.org.{kind}");
        assert!(resources(&collected).keys().any(|(found, _)| *found == kind), "{kind}");
    }
}

/// Prism's own Link header names `api.github.com`: a real server that sends us elsewhere.
#[test]
fn a_real_link_to_another_host_is_refused() {
    let url = server("ASSIZE_TEST_PRISM", "Prism with GitHub's OpenAPI description");
    let collected = collect(&url, "my-org", live(), &plan(REPOSITORY, &["archived"]));
    assert!(!collected.populations[0].complete);
    assert!(collected.gaps.iter().any(|gap| gap.cause == Cause::BadReply && gap.message.contains("another host")));
}

#[test]
fn the_way_to_an_app_token_keeps_to_githubs_own_description() {
    let url = server("ASSIZE_TEST_PRISM", "Prism with GitHub's OpenAPI description");
    for (method, path) in [("GET", "/orgs/acme/installation"), ("POST", "/app/installations/1/access_tokens")] {
        let request = Request::builder().method(method).uri(format!("{url}{path}"));
        let request = request.header("accept", "application/vnd.github+json").header("authorization", "Bearer jwt");
        let reply = run(send(&live(), request.body(Bytes::new()).unwrap()));
        assert!(reply.status().is_success(), "{path}: {}", reply.status());
        let body: Value = serde_json::from_slice(reply.body()).unwrap();
        let read = if method == "GET" {
            body["id"].is_u64()
        } else {
            body["token"].is_string() && body["expires_at"].is_string()
        };
        assert!(read, "{path}: {body}");
    }
}

/// The shim lists one repository, which the emulator cannot list, and answers what it does not have:
/// GraphQL and rulesets. The protection itself is the emulator's.
#[test]
fn protection_follows_what_is_put_on_a_stateful_server() {
    let url = server("ASSIZE_TEST_EMULATE", "the emulate package with its github service");
    let call = |method: &str, path: &str, body: Value| {
        let request = Request::builder().method(method).uri(format!("{url}{path}"));
        let request =
            request.header("authorization", "Bearer test_token_user1").header("content-type", "application/json");
        run(send(&live(), request.body(Bytes::from(body.to_string())).unwrap()))
    };
    let name = format!("protected-{}", std::process::id());
    let made = call("POST", "/user/repos", json!({"name": name, "auto_init": true}));
    let made: Value = serde_json::from_slice(made.body()).unwrap();
    let full_name = made["full_name"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    let owner = full_name.split('/').next().unwrap();
    let branch = made["default_branch"].as_str().unwrap();
    let path = format!("/repos/{full_name}/branches/{branch}/protection");
    let seen = || {
        let answers = [
            ("GET /orgs/{org}/repos", json!([made])),
            ("POST /graphql RepositoryPage", page(&full_name, branch)),
            ("GET /repos/{owner}/{repo}/rules/branches/{branch}", json!([])),
            ("GET /repos/{owner}/{repo}/rulesets", json!([])),
        ];
        let answers = answers.map(|(name, value)| (name.to_owned(), value)).into();
        let (transport, _) = shimmed(Shim { answers, change_request: |_| {}, change_reply: |_, _| {} });
        only(&collect(&url, owner, transport, &plan(REPOSITORY, &["protection"])), REPOSITORY)
    };
    let put = |approvals: u64, admins: bool, contexts: &[&str]| {
        let checks = (!contexts.is_empty()).then(|| json!({"strict": true, "contexts": contexts}));
        let reply = call(
            "PUT",
            &path,
            json!({
                "required_status_checks": checks, "enforce_admins": admins, "restrictions": null,
                "required_pull_request_reviews": {"required_approving_review_count": approvals},
                "allow_force_pushes": false, "allow_deletions": false, "required_linear_history": true,
            }),
        );
        assert!(reply.status().is_success(), "{:?}", reply.body());
    };
    assert_eq!(field(&seen(), "protection"), &Value::Null, "its administrator is told that there is none");
    put(2, true, &["build"]);
    let first = seen();
    let first = field(&first, "protection");
    assert_eq!((&first["required_approvals"], &first["admins_enforced"]), (&json!(2), &json!(true)));
    assert_eq!(first["required_status_checks"], json!(["build"]));
    put(1, false, &[]);
    let second = seen();
    let second = field(&second, "protection");
    assert_eq!((&second["required_approvals"], &second["admins_enforced"]), (&json!(1), &json!(false)));
    assert_eq!(second["required_status_checks"], json!([]));
    assert!(call("DELETE", &path, Value::Null).status().is_success());
    assert_eq!(field(&seen(), "protection"), &Value::Null);
}

/// Real answers of GitHub, recorded by others without page sizes and filters: the shim leaves these
/// out of the requests, lists one repository and answers GraphQL and rulesets, which were not recorded.
fn recorded(full_name: &str, branch: &str, admin: bool) -> (Resource, Log) {
    let url = server("ASSIZE_TEST_PYGITHUB", "the replay of the recordings in PyGithub's source archive");
    let permissions = json!({ "admin": admin });
    let listed = json!([{
        "full_name": full_name, "node_id": "R_1", "default_branch": branch, "permissions": permissions,
    }]);
    let answers = BTreeMap::from([
        ("GET /orgs/{org}/repos".to_owned(), listed),
        ("POST /graphql RepositoryPage".to_owned(), page(full_name, branch)),
        ("GET /repos/{owner}/{repo}/rules/branches/{branch}".to_owned(), json!([])),
        ("GET /repos/{owner}/{repo}/rulesets".to_owned(), json!([])),
    ]);
    let (transport, log) = shimmed(Shim { answers, change_request: bare, change_reply: |_, _| {} });
    let organization = full_name.split('/').next().unwrap();
    let wanted = plan(REPOSITORY, &["protection", "dependabot_alerts"]);
    (only(&collect(&url, organization, transport, &wanted), REPOSITORY), log)
}

#[test]
fn recorded_protection_is_read_as_it_was() {
    let (found, _) = recorded("curvewise-forks/PyGithub", "master", true);
    let found = field(&found, "protection");
    assert_eq!((&found["classic"], &found["required_approvals"]), (&json!(true), &json!(1)));
    assert_eq!(found["required_status_checks"], json!(["build (3.10)"]));
    for on in ["pull_request_required", "strict_status_checks", "force_push_blocked", "deletion_blocked"] {
        assert_eq!(found[on], json!(true), "{on}");
    }
    for on in ["linear_history_required", "admins_enforced"] {
        assert_eq!(found[on], json!(true), "{on}");
    }
    for off in ["signatures_required", "dismiss_stale_reviews", "require_code_owner_review"] {
        assert_eq!(found[off], json!(false), "{off}");
    }
}

/// Recorded while the protection was changed and then removed; the replay goes through that once
/// and stays at the last answer, "Branch not protected".
#[test]
fn recorded_changes_are_followed_to_their_end() {
    let read = |_| field(&recorded("jacquev6/PyGithub", "integrations", false).0, "protection").clone();
    let history: Vec<Value> = (0..3).map(read).collect();
    assert_eq!(history.last(), Some(&Value::Null), "GitHub says so even to a stranger");
    for before in history.iter().filter(|before| !before.is_null()) {
        assert_eq!(before["required_status_checks"], json!([]));
        assert_eq!((&before["required_approvals"], &before["require_last_push_approval"]), (&json!(2), &json!(true)));
    }
}

#[test]
fn what_old_recordings_do_not_say_is_not_known() {
    let (old, log) = recorded("PyGithub/PyGithub", "master", true);
    assert_eq!(gap(&old, "protection").cause, Cause::BadReply, "an answer of 2018 says nothing of force pushes");
    let log = log.lock().unwrap();
    let (_, alerts) = log.iter().find(|(operation, _)| operation.ends_with("/vulnerability-alerts")).unwrap();
    assert_eq!(field(&old, "dependabot_alerts"), &json!(alerts.status() == 204), "switched off in a later recording");
    // What was never recorded is answered with 404: hidden from a stranger.
    assert_eq!(gap(&recorded("acme/nothing", "main", false).0, "protection").cause, Cause::Denied);
}

#[test]
fn a_recorded_organisation_is_read_as_it_was() {
    let url = server("ASSIZE_TEST_PYGITHUB", "the replay of the recordings in PyGithub's source archive");
    let (transport, log) = shimmed(Shim { answers: BTreeMap::new(), change_request: bare, change_reply: |_, _| {} });
    let collected = collect(&url, "BeaverSoftware", transport, &everything());
    let population =
        |kind: &str| collected.populations.iter().find(|population| population.kind.as_str() == kind).unwrap();
    assert_eq!(population(REPOSITORY).items, 2);
    assert!(population("github.org.installation").complete);
    assert_eq!(population("github.org.installation").independent_count, Some(1));
    assert_eq!(population("github.org.webhook").items, 1);
    let people = resources(&collected).into_keys().filter(|(kind, _)| kind == "github.org.member");
    assert_eq!(people.map(|(_, login)| login).collect::<Vec<_>>(), ["Lyloa", "cjuniet", "jacquev6"]);
    // The shim makes the lists of administrators and of others the same: that is noticed, not hidden.
    assert!(collected.gaps.iter().any(|gap| gap.message.contains("listed Lyloa twice")), "{:?}", collected.gaps);
    // A webhook of 2012 does not say whether certificates are checked.
    assert_eq!(gap(&only(&collected, "github.org.webhook"), "insecure_ssl").cause, Cause::BadReply);
    for repository in resources(&collected).into_values().filter(|resource| resource.kind.as_str() == REPOSITORY) {
        assert_eq!(field(&repository, "visibility"), &json!("public"));
        assert_eq!(field(&repository, "viewer_is_admin"), &json!(true));
        assert!(repository.gaps.keys().any(|name| name.as_str() == "protection"), "rulesets were never recorded");
    }
    assert!(log.lock().unwrap().len() > 20);
}

/// Without the query, as the recordings were made.
fn bare(request: &mut Request<Bytes>) {
    let uri = request.uri().clone();
    let path = uri.path().to_owned();
    let mut parts = uri.into_parts();
    parts.path_and_query = Some(path.parse().unwrap());
    *request.uri_mut() = http::Uri::from_parts(parts).unwrap();
    request.headers_mut().insert("accept", HeaderValue::from_static("application/json"));
}

/// An answer to the page query with one repository.
fn page(full_name: &str, branch: &str) -> Value {
    json!({"data": {"nodes": [{
        "__typename": "Repository", "nameWithOwner": full_name, "isEmpty": false, "defaultBranchRef": {"name": branch},
        "codeownersGithub": null, "codeownersRoot": null, "codeownersDocs": null,
    }]}})
}
