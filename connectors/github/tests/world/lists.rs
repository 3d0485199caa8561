//! Paging: to the end, on one host, never for ever, and honest about where it stopped.

use model::{Cause, Reply};
use serde_json::{Value, json};

use crate::support::scenarios::{LIST, PAGE, world_of};
use crate::support::shapes::{organization, page as facts, repository};
use crate::support::{REPOSITORY, World, field, plan, refusal, reply, resources, with};

fn wanted() -> model::Plan {
    plan(REPOSITORY, &["archived"])
}

fn base() -> World {
    world_of(json!({}), None)
}

fn page(first: u64, count: u64) -> Value {
    (first..first + count).map(|id| repository(&format!("r{id:04}"), id, true)).collect()
}

fn linked(body: Value, next: &str) -> Reply {
    with(reply(200, body), "link", &format!("<{next}>; rel=\"next\", <https://api.github.com/x>; rel=\"last\""))
}

#[test]
fn every_page_is_read_and_counted() {
    let world = base()
        .instead("GET /orgs/acme", reply(200, organization(50, 200)))
        .instead(LIST, linked(page(0, 100), "https://api.github.com/organizations/1/repos?per_page=100&page=2"))
        .on(
            "GET /organizations/1/repos?per_page=100&page=2",
            linked(page(100, 100), "https://api.github.com/organizations/1/repos?per_page=100&page=3"),
        )
        .on("GET /organizations/1/repos?per_page=100&page=3", reply(200, page(200, 50)));
    let collected = world.collect(&wanted());
    let population = &collected.populations[0];
    assert_eq!((population.pages, population.items, population.independent_count), (3, 250, Some(250)));
    assert!(population.complete && collected.gaps.is_empty());
    assert_eq!(collected.resources.len(), 250);
    let operations: Vec<_> = world.asked.lock().unwrap().iter().map(|e| e.operation.clone()).collect();
    assert_eq!(operations.iter().filter(|operation| *operation == "GET /orgs/{org}/repos").count(), 3);
    let first = resources(&collected).into_values().next().unwrap();
    assert_eq!(first.exchanges.len(), 1, "a repository rests on its own page");
}

#[test]
fn a_count_that_differs_makes_the_list_incomplete() {
    let world = base().instead("GET /orgs/acme", reply(200, organization(1, 2))).instead(LIST, reply(200, page(0, 2)));
    let population = world.collect(&wanted()).populations.remove(0);
    assert_eq!((population.items, population.independent_count, population.complete), (2, Some(3), false));
}

#[test]
fn a_broken_page_keeps_what_came_before_it() {
    let next = "https://api.github.com/organizations/1/repos?page=2";
    for (second, cause) in [
        (refusal(502, "bad gateway"), Cause::Transient),
        (refusal(403, "API rate limit exceeded"), Cause::Throttled),
        (reply(200, json!({"message": "no list"})), Cause::BadReply),
    ] {
        let world = base().instead(LIST, linked(page(0, 100), next)).on("GET /organizations/1/repos?page=2", second);
        let collected = world.collect(&wanted());
        assert_eq!((collected.populations[0].items, collected.populations[0].complete), (100, false));
        assert_eq!(collected.gaps.len(), 1);
        assert_eq!((collected.gaps[0].cause, collected.gaps[0].field.is_none()), (cause, true));
    }
}

#[test]
fn next_pages_elsewhere_and_loops_are_refused() {
    let itself = "https://api.github.com/organizations/1/repos?page=2";
    for (next, second) in [
        ("https://evil.example/repos?page=2", None),
        ("http://api.github.com/repos?page=2", None),
        ("https://api.github.com@evil.example/repos", None),
        ("not a url", None),
        (itself, Some(linked(page(100, 1), itself))),
    ] {
        let mut world = base().instead(LIST, linked(page(0, 1), next));
        if let Some(second) = second {
            world = world.on("GET /organizations/1/repos?page=2", second);
        }
        let collected = world.collect(&wanted());
        assert!(!collected.populations[0].complete, "{next}");
        assert_eq!(collected.gaps[0].cause, Cause::BadReply, "{next}");
        assert!(world.requests().len() <= 4, "{:?}", world.requests());
    }
}

#[test]
fn what_is_listed_twice_is_kept_once() {
    let next = "https://api.github.com/organizations/1/repos?page=2";
    let world = base()
        .instead("GET /orgs/acme", reply(200, organization(0, 3)))
        .instead(LIST, linked(page(0, 2), next))
        .on("GET /organizations/1/repos?page=2", reply(200, page(1, 2)));
    let collected = world.collect(&wanted());
    assert_eq!(collected.resources.len(), 3);
    assert_eq!((collected.gaps.len(), collected.gaps[0].cause), (1, Cause::BadReply));
    assert!(collected.gaps[0].message.contains("acme/r0001 is listed twice"));
}

#[test]
fn strange_items_are_gaps() {
    for odd in [json!(null), json!(5), json!({}), json!({"full_name": "a/b/c"}), json!({"full_name": "/"})] {
        let collected = base().instead(LIST, reply(200, json!([odd]))).collect(&wanted());
        assert!(collected.resources.is_empty());
        assert_eq!((collected.gaps.len(), collected.gaps[0].cause), (1, Cause::BadReply), "{odd}");
    }
}

#[test]
fn a_classic_token_without_the_scope_sees_a_part() {
    for (scopes, whole) in [("repo, read:org", true), ("public_repo", false), ("", false)] {
        let listed = with(reply(200, page(0, 1)), "x-oauth-scopes", scopes);
        let collected = base().instead(LIST, listed).collect(&wanted());
        assert_eq!(collected.populations[0].complete, whole, "{scopes}");
        assert_eq!(collected.gaps.is_empty(), whole);
        assert_eq!(collected.resources.len(), 1, "what is seen is judged all the same");
    }
}

/// The facts of these repositories as GraphQL answers them; every second has a CODEOWNERS file.
fn facts_of(first: u64, count: u64) -> Reply {
    let node = |id: u64| facts(&format!("r{id:04}"), Some("main"), id.is_multiple_of(2))["data"]["nodes"][0].clone();
    reply(200, json!({"data": {"nodes": (first..first + count).map(node).collect::<Vec<_>>()}}))
}

#[test]
fn graphql_is_asked_once_for_a_hundred_repositories() {
    let more = |page: u64| format!("https://api.github.com/organizations/1/repos?per_page=100&page={page}");
    let world = base()
        .instead("GET /orgs/acme", reply(200, organization(0, 250)))
        .instead(LIST, linked(page(0, 100), &more(2)))
        .on("GET /organizations/1/repos?per_page=100&page=2", linked(page(100, 100), &more(3)))
        .on("GET /organizations/1/repos?per_page=100&page=3", reply(200, page(200, 50)))
        .instead(PAGE, facts_of(0, 100))
        .on(PAGE, facts_of(100, 100))
        .on(PAGE, facts_of(200, 50));
    let collected = world.collect(&plan(REPOSITORY, &["codeowners"]));
    assert_eq!(world.requests().iter().filter(|request| request.starts_with("POST")).count(), 3);
    let all = resources(&collected);
    assert_eq!((all.len(), collected.gaps.len()), (250, 0));
    for ((_, id), repository) in all {
        let number: u64 = id.rsplit('r').next().unwrap().parse().unwrap();
        assert_eq!(field(&repository, "codeowners"), &json!(number.is_multiple_of(2)), "{id}");
    }
}

/// GitHub Enterprise Server has its REST API under `/api/v3` and GraphQL beside it.
#[test]
fn an_enterprise_server_is_asked_at_its_own_address_only() {
    let next = "https://github.example.com/api/v3/organizations/1/repos?page=2";
    let world = World::default()
        .on("GET /api/v3/user", reply(200, json!({"login": "auditor", "id": 1})))
        .on("GET /api/v3/orgs/acme", reply(200, organization(0, 2)))
        .on(&LIST.replace("/orgs", "/api/v3/orgs"), linked(page(0, 1), next))
        .on("GET /api/v3/organizations/1/repos?page=2", reply(200, page(1, 1)))
        .on(PAGE, facts_of(0, 2));
    let settings = json!({"endpoint": "https://github.example.com/api/v3"});
    let collected = world.try_collect(&plan(REPOSITORY, &["codeowners"]), settings).unwrap();
    assert_eq!((resources(&collected).len(), collected.gaps.len()), (2, 0), "{:?}", collected.gaps);
    let requests = world.requests();
    assert!(requests.contains(&"POST https://github.example.com/api/graphql".to_owned()), "{requests:?}");
    assert!(requests.iter().all(|request| request.contains(" https://github.example.com/api/")), "{requests:?}");
}
