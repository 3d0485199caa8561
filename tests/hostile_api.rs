//! APIs that lie, stall, refuse or drown us. Whatever they do: no pass, no panic, the right code,
//! and a gap that says why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::path::Path;
use std::process::Output;

use support::server::{Asked, Say, Server, serve};
use support::{assize, code, err, json, out};

/// Deep enough to overflow the stack of a parser that recurses: more than 10 MB of either document.
const DEEP: usize = 3_500_000;

fn config(directory: &Path, source: &str) {
    let text = format!("[network]\nattempts = 2\ntimeout_seconds = 5\n\n[[source]]\n{source}\n");
    std::fs::write(directory.join("assize.toml"), text).unwrap();
}

fn ask_aws(directory: &Path, url: &str) -> Output {
    config(
        directory,
        &format!(
            "connector = \"aws\"\nendpoint = \"{url}\"\nregion = \"us-east-1\"\nimds = false\nservices = [\"iam\", \"s3\"]"
        ),
    );
    assize(directory)
        .args(["run", "--format", "json"])
        .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY0")
        .output()
        .unwrap()
}

fn ask_github(directory: &Path, url: &str) -> Output {
    config(directory, &format!("connector = \"github\"\norganization = \"acme\"\nendpoint = \"{url}\""));
    assize(directory)
        .args(["run", "--format", "json"])
        .env("GITHUB_TOKEN", "ghp_0123456789abcdefghijABCDEFGHIJ012345")
        .output()
        .unwrap()
}

/// Nothing was learnt, so nothing passes or fails, and every gap has one of these causes.
fn nothing_learnt(what: &str, output: &Output, causes: &[&str]) {
    assert_eq!(code(output), 3, "{what}: {}{}", out(output), err(output));
    assert!(!err(output).contains("panicked"), "{what}: {}", err(output));
    let report = json(output);
    let tallies = report["tallies"].as_object().unwrap();
    assert!(tallies.len() > 10, "{what}: policies are missing from the report");
    for (policy, tally) in tallies {
        assert_eq!(tally["pass"], 0, "{what}: {policy} passes on nothing");
        assert_eq!(tally["fail"], 0, "{what}: {policy} fails on nothing");
        assert_eq!(tally["not_applicable"], 0, "{what}: {policy} takes silence for an empty list");
        assert!(tally["unknown"].as_u64().unwrap() > 0, "{what}: {policy} is not accounted for");
    }
    let gaps = report["gaps"].as_array().unwrap();
    assert!(!gaps.is_empty(), "{what}: no gap is told");
    for gap in gaps {
        assert!(causes.contains(&gap["cause"].as_str().unwrap()), "{what}: {gap}");
    }
}

fn deep_xml() -> Vec<u8> {
    let mut body = b"<GetCallerIdentityResponse>".to_vec();
    body.extend(b"<a>".repeat(DEEP));
    body
}

fn deep_json() -> Vec<u8> {
    let mut body = b"{\"a\":".to_vec();
    body.extend(b"[".repeat(DEEP * 3));
    body
}

fn against_aws(what: &str, causes: &[&str], say: impl Fn(&Asked) -> Say + Send + Sync + 'static) {
    let here = tempfile::tempdir().unwrap();
    let server = serve(say);
    nothing_learnt(what, &ask_aws(here.path(), &server.url), causes);
}

fn against_github(what: &str, causes: &[&str], say: impl Fn(&Asked) -> Say + Send + Sync + 'static) {
    let here = tempfile::tempdir().unwrap();
    let server = serve(say);
    nothing_learnt(what, &ask_github(here.path(), &server.url), causes);
}

const UNREADABLE: [&str; 3] = ["bad_reply", "unsupported", "transient"];

#[test]
fn aws_answers_a_web_page() {
    against_aws("web page with 200", &UNREADABLE, |_| Say::html(200));
    against_aws("web page with 404", &UNREADABLE, |_| Say::html(404));
}

#[test]
fn aws_answers_nothing_readable() {
    against_aws("empty body", &UNREADABLE, |_| Say::xml(200, ""));
    against_aws("JSON where XML is due", &UNREADABLE, |_| Say::json(200, "{}"));
    against_aws("half a document", &UNREADABLE, |_| Say::xml(200, "<GetCallerIdentityResponse><GetCaller"));
    against_aws("half a reply", &UNREADABLE, |_| Say::Half { kind: "text/xml", body: b"<GetCallerIdentity".to_vec() });
}

#[test]
fn aws_answers_endless_nesting() {
    against_aws("deep nesting", &UNREADABLE, |_| Say::xml(200, deep_xml()));
}

#[test]
fn aws_refuses() {
    let error = |status, code: &'static str| {
        move |_: &Asked| {
            let body = format!(
                "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error>\
                 <RequestId>1</RequestId></ErrorResponse>"
            );
            Say::xml(status, body)
        }
    };
    against_aws("access denied", &["denied"], error(403, "AccessDenied"));
    against_aws("expired credentials", &["denied"], error(403, "ExpiredToken"));
    against_aws("throttled for ever", &["throttled"], error(400, "Throttling"));
    against_aws("broken server", &["transient"], error(500, "InternalFailure"));
}

/// Whoever is no longer known lacks no permission, and is told what to do.
#[test]
fn expired_credentials_are_told_with_the_way_out() {
    let here = tempfile::tempdir().unwrap();
    let aws = serve(|_| {
        Say::xml(403, "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>no</Message></Error></ErrorResponse>")
    });
    let github = serve(|_| Say::json(401, "{\"message\":\"Bad credentials\"}"));
    for output in [ask_aws(here.path(), &aws.url), ask_github(here.path(), &github.url)] {
        nothing_learnt("expired credentials", &output, &["denied"]);
        for gap in json(&output)["gaps"].as_array().unwrap() {
            assert!(gap["message"].as_str().unwrap().contains("run again"), "{gap}");
            assert!(gap.get("permission").is_none_or(serde_json::Value::is_null), "{gap}");
        }
    }
}

#[test]
fn nobody_answers() {
    let here = tempfile::tempdir().unwrap();
    // A port that was free a moment ago and that nobody listens on.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}");
    nothing_learnt("no AWS", &ask_aws(here.path(), &url), &["transient"]);
    nothing_learnt("no GitHub", &ask_github(here.path(), &url), &["transient"]);
}

#[test]
fn github_answers_nothing_readable() {
    against_github("web page with 200", &UNREADABLE, |_| Say::html(200));
    against_github("JSON that says it is XML", &UNREADABLE, |_| Say::xml(200, "{\"login\": \"acme\", \"id\": 1}"));
    against_github("half a document", &UNREADABLE, |_| Say::json(200, "{\"login\": \"acme\", \"two_fac"));
    against_github("empty body", &UNREADABLE, |_| Say::json(200, ""));
    against_github("a number", &UNREADABLE, |_| Say::json(200, "42"));
    against_github("deep nesting", &UNREADABLE, |_| Say::json(200, deep_json()));
}

#[test]
fn github_refuses() {
    let message =
        |status, text: &'static str| move |_: &Asked| Say::json(status, format!("{{\"message\":\"{text}\"}}"));
    against_github("bad credentials", &["denied"], message(401, "Bad credentials"));
    against_github("forbidden", &["denied"], message(403, "Resource not accessible by integration"));
    against_github("rate limited for ever", &["throttled"], message(429, "You have exceeded a secondary rate limit"));
    against_github("broken server", &["transient"], message(502, "Server Error"));
}

/// How often a list may be asked for its next page before it is called endless.
const PATIENCE: u64 = 2_000;

/// The repositories of an organisation, each page of which leads to one more.
fn endless_repositories(next: fn(usize) -> usize) -> Server {
    serve(move |asked| {
        let page = |text: &str| text.parse::<usize>().unwrap_or(1);
        match asked.target.split_once("/orgs/acme/repos") {
            Some((_, query)) => {
                let next = next(query.strip_prefix("?page=").map_or(1, page));
                Say::Page { body: b"[]".to_vec(), next: format!("/orgs/acme/repos?page={next}") }
            }
            None => Say::json(404, "{\"message\":\"Not Found\"}"),
        }
    })
}

#[test]
fn a_list_of_github_that_never_ends_is_given_up() {
    // Always the same page, then always a new one.
    for (next, most) in [((|_| 2) as fn(usize) -> usize, 40), (|page| page + 1, PATIENCE + 40)] {
        let here = tempfile::tempdir().unwrap();
        let server = endless_repositories(next);
        let output = ask_github(here.path(), &server.url);
        assert_eq!(code(&output), 3, "{}", err(&output));
        let asked = server.count.load(std::sync::atomic::Ordering::SeqCst);
        assert!(asked < most, "asked {asked} times");
        let asked = server.asked.lock().unwrap().iter().any(|asked| asked.target.ends_with("repos?page=2"));
        assert!(asked, "the next page was never asked for");
        let report = json(&output);
        let tally = &report["tallies"]["github.repo.secret_scanning"];
        assert_eq!(
            (&tally["pass"], &tally["not_applicable"]),
            (&0.into(), &0.into()),
            "an endless list is not an empty one"
        );
        let endless = |g: &serde_json::Value| g["message"].as_str().unwrap().contains("the pages do not end");
        assert!(report["gaps"].as_array().unwrap().iter().any(endless), "{}", report["gaps"]);
    }
}

#[test]
fn a_list_of_aws_that_never_ends_is_given_up() {
    let here = tempfile::tempdir().unwrap();
    let page = |asked: &Asked| {
        if asked.body.contains("GetCallerIdentity") {
            return Say::xml(
                200,
                "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
                 <Arn>arn:aws:iam::123456789012:user/x</Arn><UserId>X</UserId><Account>123456789012</Account>\
                 </GetCallerIdentityResult></GetCallerIdentityResponse>",
            );
        }
        if asked.body.contains("GetAccountAuthorizationDetails") {
            return Say::xml(
                200,
                "<GetAccountAuthorizationDetailsResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\
                 <GetAccountAuthorizationDetailsResult><IsTruncated>true</IsTruncated><Marker>again</Marker>\
                 <UserDetailList/><GroupDetailList/><RoleDetailList/><Policies/>\
                 </GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>",
            );
        }
        Say::xml(403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>")
    };
    let server = serve(page);
    let output = ask_aws(here.path(), &server.url);
    assert_eq!(code(&output), 3, "{}", err(&output));
    assert!(server.count.load(std::sync::atomic::Ordering::SeqCst) < PATIENCE);
    let report = json(&output);
    assert_eq!(
        report["tallies"]["aws.iam.user_console_mfa"]["not_applicable"], 0,
        "an endless list is not an empty one"
    );
    let loops = |g: &serde_json::Value| g["kind"] == "aws.iam.user" && g["cause"] == "bad_reply";
    assert!(report["gaps"].as_array().unwrap().iter().any(loops), "{}", report["gaps"]);
}
