//! What is asked of repositories, and what of the answers becomes which field.

use model::Cause;
use serde_json::{Value, json};

use crate::support::scenarios::{CLASSIC, LIST, PAGE, RULES, RULESETS, protected_by, world_of};
use crate::support::shapes::{Ruleset, organization, page, repository, strict_classic};
use crate::support::{REPOSITORY, World, everything, field, gap, only, plan, raw, refusal, reply, resources};

const DEFAULT_SETUP: &str = "GET /repos/acme/api/code-scanning/default-setup";
const ANALYSES: &str = "GET /repos/acme/api/code-scanning/analyses?per_page=1";
const ALERTS: &str = "GET /repos/acme/api/vulnerability-alerts";

fn api(admin: bool) -> World {
    world_of(repository("api", 100, admin), Some("main"))
}

fn one(world: &World, name: &str) -> model::Resource {
    only(&world.collect(&plan(REPOSITORY, &[name])), REPOSITORY)
}

#[test]
fn only_what_the_plan_wants_is_asked() {
    let world = api(true);
    world.collect(&plan(REPOSITORY, &["archived", "visibility", "security"]));
    let asked = world.requests();
    assert_eq!(asked.len(), 3, "caller, organisation, list: {asked:?}");
    let ruleset = Ruleset::new(42);
    let world = protected_by(true, reply(200, strict_classic("main")), ruleset.strict_rules(), &[&ruleset]);
    world.collect(&plan(REPOSITORY, &["protection"]));
    assert_eq!(world.requests().len(), 8, "and facts, classic, rules, rulesets, one ruleset");
}

#[test]
fn listed_fields_come_from_the_list() {
    let mut listed = repository("api", 100, true);
    listed["pushed_at"] = json!(null);
    listed["created_at"] = json!("2025-01-01T02:00:00+02:00");
    let names = ["visibility", "archived", "fork", "created_at", "pushed_at", "viewer_is_admin", "security"];
    let found = only(&world_of(listed.clone(), None).collect(&plan(REPOSITORY, &names)), REPOSITORY);
    assert_eq!(field(&found, "visibility"), &json!("private"));
    assert_eq!(field(&found, "created_at"), &json!("2025-01-01T00:00:00Z"));
    assert_eq!(field(&found, "pushed_at"), &json!(null));
    assert_eq!(field(&found, "security")["secret_scanning"], json!("enabled"));
    assert_eq!(field(&found, "security")["code_security"], json!(null), "the reply does not mention it");
    for lost in ["visibility", "archived", "security_and_analysis", "permissions"] {
        listed.as_object_mut().unwrap().remove(lost);
    }
    let found = only(&world_of(listed, None).collect(&plan(REPOSITORY, &names)), REPOSITORY);
    assert_eq!(gap(&found, "visibility").cause, Cause::BadReply);
    assert_eq!(gap(&found, "security").cause, Cause::Denied, "only administrators are shown it");
    assert_eq!(gap(&found, "viewer_is_admin").cause, Cause::Denied);
}

#[test]
fn dependabot_alerts_are_off_only_if_github_may_say_so() {
    let nothing = || model::Reply { status: 204, headers: std::collections::BTreeMap::new(), body: None };
    assert_eq!(field(&one(&api(true).on(ALERTS, nothing()), "dependabot_alerts"), "dependabot_alerts"), &json!(true));
    for (admin, words) in [(true, "Not Found"), (false, "Vulnerability alerts are disabled.")] {
        let found = one(&api(admin).on(ALERTS, refusal(404, words)), "dependabot_alerts");
        assert_eq!(field(&found, "dependabot_alerts"), &json!(false), "{words}");
    }
    for answer in [refusal(404, "Not Found"), refusal(403, "Must have admin rights")] {
        let found = one(&api(false).on(ALERTS, answer), "dependabot_alerts");
        assert_eq!(gap(&found, "dependabot_alerts").cause, Cause::Denied);
    }
    let proxy = one(&api(true).on(ALERTS, raw(404, "text/html", "<html>")), "dependabot_alerts");
    assert_eq!(gap(&proxy, "dependabot_alerts").cause, Cause::Denied);
}

#[test]
fn code_scanning_is_the_default_setup_or_uploaded_analyses() {
    let setup = |state: &str| api(true).on(DEFAULT_SETUP, reply(200, json!({ "state": state, "languages": [] })));
    let read = |world: &World| field(&one(world, "code_scanning"), "code_scanning").clone();
    assert_eq!(read(&setup("configured")), json!({"default_setup": "configured", "analyses": null}));
    let off = setup("not-configured");
    let none = off.clone().on(ANALYSES, refusal(404, "no analysis found"));
    assert_eq!(read(&none)["analyses"], json!(false));
    assert_eq!(read(&off.clone().on(ANALYSES, reply(200, json!([{"id": 1}]))))["analyses"], json!(true));
    assert_eq!(read(&off.clone().on(ANALYSES, reply(200, json!([]))))["analyses"], json!(false));
    let hidden = one(&off.on(ANALYSES, refusal(404, "Not Found")), "code_scanning");
    assert_eq!(gap(&hidden, "code_scanning").cause, Cause::Denied);
    let words = "Advanced Security must be enabled for this repository to use code scanning.";
    let disabled = one(&api(true).on(DEFAULT_SETUP, refusal(403, words)), "code_scanning");
    assert_eq!(gap(&disabled, "code_scanning").cause, Cause::NotEnabled);
}

#[test]
fn private_reporting_is_asked_of_public_repositories_only() {
    let name = "private_vulnerability_reporting";
    assert_eq!(field(&one(&api(true), name), name), &json!(null));
    let mut public = repository("api", 100, true);
    public["visibility"] = json!("public");
    let world = world_of(public, Some("main"));
    let world = world.on("GET /repos/acme/api/private-vulnerability-reporting", reply(200, json!({"enabled": true})));
    assert_eq!(field(&one(&world, name), name), &json!(true));
}

#[test]
fn actions_and_workflow_rights() {
    let rights = json!({"default_workflow_permissions": "write", "can_approve_pull_request_reviews": true});
    let world = api(true)
        .on("GET /repos/acme/api/actions/permissions", reply(200, json!({"enabled": true, "allowed_actions": "all"})))
        .on("GET /repos/acme/api/actions/permissions/workflow", reply(200, rights.clone()));
    let found = only(&world.collect(&plan(REPOSITORY, &["actions", "workflow_permissions"])), REPOSITORY);
    assert_eq!(field(&found, "actions"), &json!({"enabled": true, "allowed_actions": "all"}));
    assert_eq!(field(&found, "workflow_permissions"), &rights);
    let off = api(true).on("GET /repos/acme/api/actions/permissions", reply(200, json!({"enabled": false})));
    assert_eq!(field(&one(&off, "actions"), "actions"), &json!({"enabled": false, "allowed_actions": null}));
}

#[test]
fn branch_names_are_data_in_the_path() {
    let classic = "GET /repos/acme/api/branches/release%2F1.0%3Fx%23/protection";
    let rules = "GET /repos/acme/api/rules/branches/release%2F1.0%3Fx%23?per_page=100";
    let world = world_of(repository("api", 100, true), Some("release/1.0?x#"))
        .on(classic, reply(200, strict_classic("x")))
        .on(rules, reply(200, json!([])))
        .on(RULESETS, reply(200, json!([])));
    assert_eq!(field(&one(&world, "protection"), "protection")["classic"], json!(true));
    let climbing = world_of(repository("api", 100, true), Some(".."));
    let climbing = climbing
        .on("GET /repos/acme/api/branches/%2E%2E/protection", refusal(404, "Branch not protected"))
        .on("GET /repos/acme/api/rules/branches/%2E%2E?per_page=100", reply(200, json!([])))
        .on(RULESETS, reply(200, json!([])));
    assert_eq!(field(&one(&climbing, "protection"), "protection"), &Value::Null);
}

/// An organisation's ruleset is read once, and every repository that it covers rests on that reading.
#[test]
fn an_organisation_ruleset_is_read_once_for_all() {
    let ruleset = Ruleset { of_organization: true, ..Ruleset::new(43) };
    let mut world = World::default()
        .on("GET /user", refusal(403, "Resource not accessible by integration"))
        .on("POST /graphql Viewer", reply(200, json!({"data": {"viewer": {"login": "auditor[bot]"}}})))
        .on("GET /orgs/acme", reply(200, organization(0, 30)))
        .on("GET /orgs/acme/rulesets/43", reply(200, ruleset.detailed()));
    let names: Vec<String> = (0..30).map(|n| format!("r{n:02}")).collect();
    let nodes = names.iter().map(|name| page(name, Some("main"), true)["data"]["nodes"][0].clone());
    world = world.on(PAGE, reply(200, json!({"data": {"nodes": nodes.collect::<Vec<_>>()}})));
    let list: Vec<_> = names.iter().zip(1..).map(|(name, id)| repository(name, id, true)).collect();
    world = world.on(LIST, reply(200, json!(list)));
    for name in &names {
        let here = |path: &str| path.replace("/api/", &format!("/{name}/"));
        world = world
            .on(&here(CLASSIC), refusal(404, "Branch not protected"))
            .on(&here(RULES), reply(200, json!(ruleset.strict_rules())))
            .on(&here(RULESETS), reply(200, json!([ruleset.listed()])));
    }
    let collected = world.collect(&plan(REPOSITORY, &["protection"]));
    let detail = {
        let asked = world.asked.lock().unwrap();
        let mut detail = asked.iter().filter(|e| e.operation == "GET /orgs/{org}/rulesets/{ruleset_id}");
        let id = detail.next().unwrap().id.clone();
        assert!(detail.next().is_none(), "asked once");
        id
    };
    let all = resources(&collected);
    assert_eq!(all.len(), 30);
    for repository in all.values() {
        assert_eq!(field(repository, "protection")["bypass_actors"], json!([]));
        assert!(repository.exchanges.contains(&detail), "{} rests on the ruleset", repository.id);
        assert_eq!(repository.exchanges.len(), 6, "list, facts, classic, rules, rulesets, ruleset");
    }
    assert_eq!(collected.seen[0].identity.as_deref(), Some("auditor[bot]"));
}

#[test]
fn keys_and_webhooks_of_repositories() {
    let hook = json!({
        "type": "Repository", "id": 5, "name": "web", "active": true, "events": ["push"],
        "config": {"url": "https://ci.example.com/hook?token=hidden", "content_type": "json", "insecure_ssl": "0", "secret": "********"},
    });
    let key = json!({
        "id": 9, "key": "ssh-ed25519 AAAA", "url": "https://api.github.com/x", "title": "deploy", "verified": true,
        "created_at": "2025-01-01T00:00:00Z", "read_only": false, "last_used": null,
    });
    let world = api(true)
        .on("GET /repos/acme/api/keys?per_page=100", reply(200, json!([key])))
        .on("GET /repos/acme/api/hooks?per_page=100", reply(200, json!([hook])));
    let mut wanted = plan("github.repo.deploy_key", &["repository", "read_only", "last_used", "created_at"]);
    let fields = ["repository", "url", "insecure_ssl", "secret_set", "events"];
    wanted.want("github.repo.webhook".parse().unwrap()).extend(fields.map(|field| field.parse().unwrap()));
    let collected = world.collect(&wanted);
    let key = only(&collected, "github.repo.deploy_key");
    assert_eq!(key.id, "acme/api/keys/9");
    assert_eq!(field(&key, "read_only"), &json!(false));
    let hook = only(&collected, "github.repo.webhook");
    assert_eq!((hook.id.as_str(), field(&hook, "url")), ("acme/api/hooks/5", &json!("https://ci.example.com/hook")));
    assert_eq!(field(&hook, "secret_set"), &json!(true));
    assert!(collected.populations.iter().all(|population| population.complete && population.items == 1));
    let denied = api(true).on("GET /repos/acme/api/keys?per_page=100", refusal(404, "Not Found"));
    let collected = denied.collect(&plan("github.repo.deploy_key", &["title"]));
    assert!(!collected.populations[0].complete);
    assert!(collected.gaps[0].message.starts_with("acme/api: "), "{:?}", collected.gaps);
    assert_eq!(collected.gaps[0].cause, Cause::Denied);
}

#[test]
fn settings_choose_repositories() {
    let list = json!([repository("api", 1, true), repository("docs", 2, true), repository("web", 3, true)]);
    let world = api(true).instead(LIST, reply(200, list));
    let wanted = plan(REPOSITORY, &["archived"]);
    let ids = |settings| {
        let collected = world.try_collect(&wanted, settings).unwrap();
        assert_eq!(collected.populations[0].independent_count, None, "a part has no count of its own");
        resources(&collected).into_keys().map(|(_, id)| id).collect::<Vec<_>>()
    };
    assert_eq!(ids(json!({"repositories": ["web", "acme/api"]})), ["acme/api", "acme/web"]);
    assert_eq!(ids(json!({"exclude_repositories": ["web"]})), ["acme/api", "acme/docs"]);
}

/// The whole plan in a world that refuses everything: gaps everywhere, nothing made up.
#[test]
fn a_world_that_refuses_everything_gives_gaps_only() {
    let no = || refusal(403, "Resource not accessible by personal access token");
    let world = World::default()
        .on("GET /user", no())
        .on("POST /graphql Viewer", no())
        .on("GET /orgs/acme", no())
        .on("GET /orgs/acme/members?role=admin&per_page=100", no())
        .on("GET /orgs/acme/members?role=member&per_page=100", no())
        .on("GET /orgs/acme/members?filter=2fa_disabled&per_page=100", no())
        .on("GET /orgs/acme/outside_collaborators?per_page=100", no())
        .on("GET /orgs/acme/outside_collaborators?filter=2fa_disabled&per_page=100", no())
        .on("GET /orgs/acme/hooks?per_page=100", no())
        .on("GET /orgs/acme/installations?per_page=100", no())
        .on(&crate::oauth_apps::log_of("denied"), no())
        .on(LIST, no());
    let collected = world.collect(&everything());
    assert!(collected.resources.is_empty());
    assert_eq!(collected.populations.len(), 9);
    assert!(collected.populations.iter().all(|population| !population.complete && population.items == 0));
    let kinds: std::collections::BTreeSet<_> = collected.gaps.iter().map(|gap| gap.kind.to_string()).collect();
    assert_eq!(kinds.len(), 9, "{:?}", collected.gaps);
    assert!(collected.gaps.iter().all(|gap| gap.cause == Cause::Denied && gap.permission.is_some()));
    assert_eq!((&collected.seen[0].account, &collected.seen[0].identity), (&None, &None));
}
