//! What a server may answer instead of an answer. Each becomes a gap with its cause, none an absence.

use model::{Cause, Reply};
use serde_json::json;

use crate::support::scenarios::{CLASSIC, LIST, PAGE, RULES, RULESETS, protected_by, world_of};
use crate::support::shapes::{Ruleset, page, repository, strict_classic};
use crate::support::{REPOSITORY, World, field, gap, only, plan, raw, refusal, reply, with};

fn protection() -> model::Plan {
    plan(REPOSITORY, &["protection"])
}

fn strict() -> World {
    protected_by(true, reply(200, strict_classic("main")), vec![], &[])
}

fn cause_of(request: &str, answer: Reply) -> Cause {
    let repository = only(&strict().instead(request, answer).collect(&protection()), REPOSITORY);
    gap(&repository, "protection").cause
}

#[test]
fn each_refusal_of_each_question_is_a_gap() {
    let upgrade = "Upgrade to GitHub Pro or make this repository public to enable this feature.";
    for request in [CLASSIC, RULES, RULESETS] {
        for (answer, expected) in [
            (refusal(401, "Bad credentials"), Cause::Denied),
            (refusal(403, "Must have admin rights to Repository."), Cause::Denied),
            (refusal(403, upgrade), Cause::NotEnabled),
            (refusal(403, "API rate limit exceeded for installation ID 1."), Cause::Throttled),
            (with(refusal(403, "Forbidden"), "x-ratelimit-remaining", "0"), Cause::Throttled),
            (with(refusal(403, "Forbidden"), "retry-after", "60"), Cause::Throttled),
            (with(refusal(403, "Resource protected"), "x-github-sso", "required; url=https://x"), Cause::Denied),
            (refusal(410, "Gone"), Cause::NotEnabled),
            (refusal(422, "Validation Failed"), Cause::Unsupported),
            (refusal(429, "Slow down"), Cause::Throttled),
            (refusal(451, "Repository access blocked"), Cause::Denied),
            (refusal(500, "Server Error"), Cause::Transient),
            (raw(502, "text/html", "<html>Unicorn!</html>"), Cause::Transient),
            (raw(200, "text/html", "<html>Sign in</html>"), Cause::BadReply),
            (raw(200, "application/json", "{\"url\": \"https://"), Cause::BadReply),
            (raw(200, "application/json", ""), Cause::BadReply),
            (raw(200, "text/plain", "[]"), Cause::BadReply),
            (raw(200, "application/json", &"[".repeat(200_000)), Cause::BadReply),
            (reply(200, json!("a text")), Cause::BadReply),
            (reply(200, json!(null)), Cause::BadReply),
        ] {
            let named = format!("{request}: {answer:?}");
            assert_eq!(cause_of(request, answer), expected, "{}", &named[..named.len().min(200)]);
        }
    }
}

#[test]
fn a_404_that_is_no_github_reply_is_not_an_absence() {
    let proxy = raw(404, "text/html", "<html>no such page</html>");
    assert_eq!(cause_of(CLASSIC, proxy), Cause::Denied);
    assert_eq!(cause_of(CLASSIC, refusal(404, "Branch not found")), Cause::BadReply);
}

#[test]
fn the_missing_permission_is_named_by_the_reply_or_by_us() {
    let named = with(refusal(403, "Resource not accessible"), "x-accepted-github-permissions", "administration=read");
    let repository = only(&strict().instead(CLASSIC, named).collect(&protection()), REPOSITORY);
    assert_eq!(gap(&repository, "protection").permission.as_deref(), Some("administration=read"));
    let silent = only(&strict().instead(CLASSIC, refusal(403, "no")).collect(&protection()), REPOSITORY);
    let gap = gap(&silent, "protection");
    assert_eq!(gap.permission.as_deref(), Some("repository administration: read"));
    assert!(gap.message.contains("/protection answered 403: no"), "{}", gap.message);
}

#[test]
fn trouble_with_one_ruleset_is_not_an_empty_bypass_list() {
    let ruleset = Ruleset::new(42);
    let world = protected_by(true, refusal(404, "Branch not protected"), ruleset.strict_rules(), &[&ruleset]);
    let detail = "GET /repos/acme/api/rulesets/42?includes_parents=true";
    let hidden = only(&world.clone().instead(detail, refusal(404, "Not Found")).collect(&protection()), REPOSITORY);
    let merged = field(&hidden, "protection");
    assert!(merged["rulesets"][0]["bypass_actors"].is_null());
    assert!(merged.get("bypass_actors").is_none() && merged.get("admins_enforced").is_none());
    assert_eq!(merged["rulesets"][0]["name"], json!("ruleset 42"), "the list names it all the same");
    let broken = only(&world.instead(detail, refusal(503, "try later")).collect(&protection()), REPOSITORY);
    assert_eq!(gap(&broken, "protection").cause, Cause::Transient);
}

#[test]
fn redirects_are_followed_on_the_same_host_only() {
    let moved = |target: &str| with(reply(301, json!({"message": "Moved Permanently"})), "location", target);
    let target = "https://api.github.com/repositories/100/branches/trunk/protection";
    let world = strict().instead(CLASSIC, moved(target));
    let world = world.on("GET /repositories/100/branches/trunk/protection", reply(200, strict_classic("trunk")));
    let followed = only(&world.collect(&protection()), REPOSITORY);
    assert_eq!(field(&followed, "protection")["required_approvals"], json!(2));
    assert!(!world.requests().iter().any(|request| request.contains("evil")));
    for bad in ["https://evil.example/protection", "//evil.example/x", "http://api.github.com/x", "x", ""] {
        assert_eq!(cause_of(CLASSIC, moved(bad)), Cause::BadReply, "{bad}");
    }
    let itself = "https://api.github.com/repos/acme/api/branches/main/protection";
    assert_eq!(cause_of(CLASSIC, moved(itself)), Cause::BadReply);
}

#[test]
fn graphql_trouble_leaves_rest_facts_standing() {
    let wanted = plan(REPOSITORY, &["empty", "default_branch", "codeowners", "protection", "archived"]);
    let something = json!({"errors": [{"message": "Something went wrong while executing your query"}], "data": null});
    for (answer, cause) in [
        (reply(200, something), Cause::Transient),
        (refusal(401, "Bad credentials"), Cause::Denied),
        (raw(502, "text/html", "<html>"), Cause::Transient),
        (reply(200, json!({"data": {"nodes": [null]}})), Cause::BadReply),
    ] {
        let repository = only(&strict().instead(PAGE, answer).collect(&wanted), REPOSITORY);
        for unknown in ["empty", "default_branch", "codeowners"] {
            assert_eq!(gap(&repository, unknown).cause, cause);
        }
        assert_eq!(field(&repository, "archived"), &json!(false));
        assert_eq!(field(&repository, "protection")["classic"], json!(true), "the branch that the list names is there");
    }
}

#[test]
fn partial_graphql_answers_are_partly_used() {
    let wanted = plan(REPOSITORY, &["default_branch", "codeowners"]);
    let mut partial = page("api", Some("main"), false);
    partial["errors"] = json!([{
        "type": "FORBIDDEN", "path": ["nodes", 0, "codeownersRoot"], "message": "Resource not accessible by integration",
    }]);
    let world = world_of(repository("api", 100, true), Some("main")).instead(PAGE, reply(200, partial));
    let repository = only(&world.collect(&wanted), REPOSITORY);
    assert_eq!(field(&repository, "default_branch"), &json!("main"));
    let gap = gap(&repository, "codeowners");
    assert_eq!((gap.cause, gap.permission.as_deref()), (Cause::Denied, Some("repository contents: read")));
    assert!(gap.exchange.is_some(), "the gap shows the answer");
}

#[test]
fn a_hole_in_the_recording_stops_the_run() {
    let error = World::default().try_collect(&protection(), json!({})).unwrap_err();
    assert!(matches!(error, collect::Error::Wire(wire::WireError::NotRecorded { .. })), "{error}");
    let world = world_of(repository("api", 100, true), Some("main"));
    let error = world.try_collect(&protection(), json!({})).unwrap_err();
    assert!(error.to_string().contains("/protection"), "{error}");
    assert!(
        world
            .requests()
            .iter()
            .any(|request| request.contains(LIST.split_once(' ').unwrap().1.split('?').next().unwrap()))
    );
}
