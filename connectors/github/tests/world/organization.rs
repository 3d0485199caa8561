//! The organisation, its people, webhooks and Apps.

use model::Cause;
use serde_json::{Value, json};

use crate::support::shapes::{caller, organization, person, stranger_organization};
use crate::support::{World, field, gap, only, plan, refusal, reply, resources, with};

const ORGANIZATION: &str = "github.org.organization";
const MEMBER: &str = "github.org.member";
const ADMINS: &str = "GET /orgs/acme/members?role=admin&per_page=100";
const OTHERS: &str = "GET /orgs/acme/members?role=member&per_page=100";
const WEAK: &str = "GET /orgs/acme/members?filter=2fa_disabled&per_page=100";

fn world() -> World {
    World::default()
        .on("GET /user", reply(200, caller("auditor")))
        .on("GET /orgs/acme", reply(200, organization(1, 1)))
        .on(ADMINS, reply(200, json!([person("bob", 2), person("alice", 1)])))
        .on(OTHERS, reply(200, json!([person("carol", 3)])))
        .on(WEAK, reply(200, json!([person("carol", 3)])))
}

fn fields(names: &[&str]) -> model::Plan {
    plan(ORGANIZATION, names)
}

#[test]
fn an_owner_sees_the_settings() {
    let rights = json!({"default_workflow_permissions": "read", "can_approve_pull_request_reviews": false});
    let world = world()
        .on(
            "GET /orgs/acme/actions/permissions",
            reply(
                200,
                json!({"enabled_repositories": "all", "allowed_actions": "selected", "sha_pinning_required": true}),
            ),
        )
        .on("GET /orgs/acme/actions/permissions/workflow", reply(200, rights.clone()));
    let names = [
        "two_factor_required",
        "default_repository_permission",
        "members_can_create_public_repositories",
        "verified",
        "owners",
        "members_without_two_factor",
        "actions",
        "workflow_permissions",
        "security_defaults",
        "web_commit_signoff_required",
        "members_can_delete_repositories",
    ];
    let collected = world.collect(&fields(&names));
    let found = only(&collected, ORGANIZATION);
    assert!(found.gaps.is_empty() && collected.gaps.is_empty(), "{:?}", found.gaps);
    assert_eq!(found.id, "acme");
    assert_eq!(field(&found, "two_factor_required"), &json!(true));
    assert_eq!(field(&found, "default_repository_permission"), &json!("read"));
    assert_eq!(field(&found, "members_can_create_public_repositories"), &json!(false));
    assert_eq!(field(&found, "owners"), &json!(["alice", "bob"]));
    assert_eq!(field(&found, "members_without_two_factor"), &json!(["carol"]));
    assert_eq!(field(&found, "actions")["allowed_actions"], json!("selected"));
    assert_eq!(field(&found, "workflow_permissions"), &rights);
    assert_eq!(field(&found, "security_defaults")["push_protection_for_new"], json!(false));
    assert_eq!(found.exchanges.len(), 5, "the organisation, two lists, two settings");
    assert_eq!(collected.seen[0].account.as_deref(), Some("acme"));
    assert_eq!(collected.seen[0].identity.as_deref(), Some("auditor"));
}

#[test]
fn a_stranger_is_shown_little_and_it_is_said() {
    let mut null = stranger_organization(1);
    null["two_factor_requirement_enabled"] = json!(null);
    for org in [stranger_organization(1), null] {
        let world = world()
            .instead("GET /orgs/acme", reply(200, org))
            .instead(WEAK, refusal(422, "Only owners can use this filter."));
        let names = [
            "two_factor_required",
            "default_repository_permission",
            "security_defaults",
            "members_without_two_factor",
            "verified",
        ];
        let found = only(&world.collect(&fields(&names)), ORGANIZATION);
        assert_eq!(field(&found, "verified"), &json!(true));
        for hidden in ["two_factor_required", "default_repository_permission", "security_defaults"] {
            let gap = gap(&found, hidden);
            assert_eq!(gap.cause, Cause::Denied, "{hidden}");
            assert_eq!(gap.permission.as_deref(), Some("organization administration: read"));
            assert!(gap.exchange.is_some(), "{hidden}: the gap shows the reply");
        }
        assert_eq!(gap(&found, "members_without_two_factor").cause, Cause::Denied);
    }
}

#[test]
fn members_have_a_role_and_perhaps_two_factors() {
    let collected = world().collect(&plan(MEMBER, &["role", "two_factor"]));
    let people: Vec<_> = resources(&collected)
        .into_values()
        .map(|person| (person.id.clone(), field(&person, "role").clone(), field(&person, "two_factor").clone()))
        .collect();
    let expected = [("alice", "admin", true), ("bob", "admin", true), ("carol", "member", false)];
    assert_eq!(people, expected.map(|(login, role, two)| (login.to_owned(), json!(role), json!(two))));
    let population = &collected.populations[0];
    assert_eq!((population.pages, population.items, population.complete), (2, 3, true));
    let hidden = world().instead(WEAK, refusal(422, "Only owners can use this filter."));
    for person in resources(&hidden.collect(&plan(MEMBER, &["role", "two_factor"]))).into_values() {
        assert_eq!(gap(&person, "two_factor").cause, Cause::Denied);
        assert!(!field(&person, "role").is_null());
    }
}

#[test]
fn the_public_members_are_not_the_members() {
    let public = with(reply(302, Value::Null), "location", "https://api.github.com/orgs/acme/public_members");
    let classic = with(reply(200, json!([person("carol", 3)])), "x-oauth-scopes", "repo, user");
    for answer in [public, classic] {
        let world = world().instead(OTHERS, answer.clone()).instead(ADMINS, answer);
        let collected = world.collect(&plan(MEMBER, &["role"]));
        assert!(!collected.populations[0].complete);
        assert!(collected.gaps.iter().any(|gap| gap.cause == Cause::Denied), "{:?}", collected.gaps);
        assert!(!world.requests().iter().any(|request| request.contains("public_members")));
        let owners = only(&world.collect(&fields(&["owners"])), ORGANIZATION);
        assert_eq!(gap(&owners, "owners").cause, Cause::Denied);
    }
}

#[test]
fn outside_collaborators() {
    let world = world()
        .on(
            "GET /orgs/acme/outside_collaborators?per_page=100",
            reply(200, json!([person("dave", 4), person("erin", 5)])),
        )
        .on(
            "GET /orgs/acme/outside_collaborators?filter=2fa_disabled&per_page=100",
            reply(200, json!([person("erin", 5)])),
        );
    let collected = world.collect(&plan("github.org.outside_collaborator", &["two_factor"]));
    let two: Vec<_> = resources(&collected).into_values().map(|person| field(&person, "two_factor").clone()).collect();
    assert_eq!(two, [json!(true), json!(false)]);
}

#[test]
fn installations_are_counted_by_github_as_well() {
    let installation = |slug: &str, suspended: Value| {
        json!({
            "id": 1, "app_slug": slug, "repository_selection": "all", "permissions": {"contents": "write"},
            "events": [], "suspended_at": suspended,
        })
    };
    let listed = [installation("ci", Value::Null), installation("old", json!("2026-01-01T00:00:00Z"))];
    let ask = "GET /orgs/acme/installations?per_page=100";
    let wanted = plan("github.org.installation", &["app_slug", "repository_selection", "permissions", "suspended"]);
    let collected = world().on(ask, reply(200, json!({"total_count": 2, "installations": listed}))).collect(&wanted);
    let suspended: Vec<_> = resources(&collected).into_values().map(|app| field(&app, "suspended").clone()).collect();
    assert_eq!(suspended, [json!(false), json!(true)]);
    assert_eq!((collected.populations[0].independent_count, collected.populations[0].complete), (Some(2), true));
    let short = world().on(ask, reply(200, json!({"total_count": 3, "installations": listed}))).collect(&wanted);
    assert_eq!((short.populations[0].independent_count, short.populations[0].complete), (Some(3), false));
}

#[test]
fn webhooks_of_the_organisation() {
    let hook = json!({
        "id": 7, "active": false, "events": ["*"], "type": "Organization", "name": "web",
        "config": {"url": "http://user:pw@ci.example.com/x", "content_type": "form", "insecure_ssl": "1"},
    });
    let world = world().on("GET /orgs/acme/hooks?per_page=100", reply(200, json!([hook])));
    let names = ["url", "active", "insecure_ssl", "content_type", "secret_set", "events"];
    let found = only(&world.collect(&plan("github.org.webhook", &names)), "github.org.webhook");
    assert_eq!(found.id, "acme/hooks/7");
    let values: Vec<_> = names.iter().map(|name| field(&found, name).clone()).collect();
    let shown = ["http://ci.example.com/x"];
    assert_eq!(values, [json!(shown[0]), json!(false), json!(true), json!("form"), json!(false), json!(["*"])]);
}
