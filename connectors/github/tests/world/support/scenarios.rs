//! Branch protection as it is met: one small world each, with what the policies must say of it.
#![allow(clippy::needless_pass_by_value, reason = "worlds read better without borrows")]

use serde_json::{Value, json};

use super::shapes::{Ruleset, bare_classic, caller, extend, organization, page, repository, strict_classic};
use super::{World, refusal, reply};

/// A world, what `protection` must be (`None`: not known), and the policies' outcomes.
pub struct Scenario {
    pub name: &'static str,
    pub world: World,
    pub protected: Option<bool>,
    /// Of the policies on branches, reviews, status checks, history and bypassing, in this order.
    pub outcomes: [&'static str; 5],
}

pub const CLASSIC: &str = "GET /repos/acme/api/branches/main/protection";
pub const RULES: &str = "GET /repos/acme/api/rules/branches/main?per_page=100";
pub const RULESETS: &str = "GET /repos/acme/api/rulesets?includes_parents=true&per_page=100";
pub const LIST: &str = "GET /orgs/acme/repos?type=all&sort=full_name&direction=asc&per_page=100";
pub const PAGE: &str = "POST /graphql RepositoryPage";

const PASS: [&str; 5] = ["pass"; 5];
const FAIL: [&str; 5] = ["fail"; 5];
const UNKNOWN: [&str; 5] = ["unknown"; 5];
const NOT_APPLICABLE: [&str; 5] = ["not_applicable"; 5];

/// `acme` with the repository `acme/api`, listed as `listed`, whose default branch is `branch`.
pub fn world_of(listed: Value, branch: Option<&str>) -> World {
    World::default()
        .on("GET /user", reply(200, caller("auditor")))
        .on("GET /orgs/acme", reply(200, organization(0, 1)))
        .on(LIST, reply(200, json!([listed])))
        .on(PAGE, reply(200, page("api", branch, true)))
}

/// `acme/api` with these answers about its default branch `main`.
pub fn protected_by(admin: bool, classic: model::Reply, rules: Vec<Value>, rulesets: &[&Ruleset]) -> World {
    let world = world_of(repository("api", 100, admin), Some("main"));
    guarded(world, classic, rules, rulesets)
}

fn guarded(world: World, classic: model::Reply, rules: Vec<Value>, rulesets: &[&Ruleset]) -> World {
    let listed: Vec<Value> = rulesets.iter().map(|ruleset| ruleset.listed()).collect();
    let world = world.on(CLASSIC, classic).on(RULES, reply(200, json!(rules))).on(RULESETS, reply(200, json!(listed)));
    rulesets.iter().filter(|ruleset| ruleset.enforcement == "active").fold(world, |world, ruleset| {
        let path = if ruleset.of_organization {
            format!("GET /orgs/acme/rulesets/{}", ruleset.id)
        } else {
            format!("GET /repos/acme/api/rulesets/{}?includes_parents=true", ruleset.id)
        };
        world.on(&path, reply(200, ruleset.detailed()))
    })
}

fn not_protected() -> model::Reply {
    refusal(404, "Branch not protected")
}

fn team() -> Value {
    json!([{"actor_id": 7, "actor_type": "Team", "bypass_mode": "always"}])
}

/// All of them.
pub fn all() -> Vec<Scenario> {
    let mut all = by_classic();
    all.extend(by_rulesets());
    all.extend(unseen());
    all.extend(special());
    all
}

fn by_classic() -> Vec<Scenario> {
    let mut weak = bare_classic("main");
    let url = "https://api.github.com/repos/acme/api/branches/main/protection/required_pull_request_reviews";
    let reviews = json!({
        "url": url, "dismiss_stale_reviews": false, "require_code_owner_reviews": false,
        "require_last_push_approval": false, "required_approving_review_count": 0,
    });
    extend(&mut weak, json!({ "required_pull_request_reviews": reviews }));
    vec![
        Scenario {
            name: "classic-only",
            world: protected_by(true, reply(200, strict_classic("main")), vec![], &[]),
            protected: Some(true),
            outcomes: PASS,
        },
        Scenario {
            name: "classic-weak",
            world: protected_by(true, reply(200, weak), vec![], &[]),
            protected: Some(true),
            outcomes: ["pass", "fail", "fail", "fail", "fail"],
        },
    ]
}

fn by_rulesets() -> Vec<Scenario> {
    let plain = Ruleset::new(42);
    let organization = Ruleset { of_organization: true, ..Ruleset::new(43) };
    let trial = Ruleset { enforcement: "evaluate", ..Ruleset::new(44) };
    let porous = Ruleset { bypass_actors: Some(team()), ..Ruleset::new(45) };
    let hidden = Ruleset { bypass_actors: None, ..Ruleset::new(46) };
    let scenario = |name, world, protected, outcomes| Scenario { name, world, protected: Some(protected), outcomes };
    vec![
        scenario("ruleset-only", protected_by(true, not_protected(), plain.strict_rules(), &[&plain]), true, PASS),
        scenario(
            "ruleset-of-organization",
            protected_by(true, not_protected(), organization.strict_rules(), &[&organization]),
            true,
            PASS,
        ),
        scenario(
            "classic-and-ruleset",
            protected_by(true, reply(200, bare_classic("main")), plain.strict_rules(), &[&plain]),
            true,
            PASS,
        ),
        scenario("ruleset-only-evaluates", protected_by(true, not_protected(), vec![], &[&trial]), false, FAIL),
        scenario(
            "ruleset-with-bypass",
            protected_by(true, not_protected(), porous.strict_rules(), &[&porous]),
            true,
            ["pass", "pass", "pass", "pass", "fail"],
        ),
        scenario(
            "ruleset-with-hidden-bypass",
            protected_by(false, not_protected(), hidden.strict_rules(), &[&hidden]),
            true,
            ["pass", "pass", "pass", "pass", "unknown"],
        ),
    ]
}

fn unseen() -> Vec<Scenario> {
    let forbidden = refusal(403, "Resource not accessible by personal access token");
    vec![
        Scenario {
            name: "unprotected-seen-by-admin",
            world: protected_by(true, refusal(404, "Not Found"), vec![], &[]),
            protected: Some(false),
            outcomes: FAIL,
        },
        Scenario {
            name: "unprotected-in-so-many-words",
            world: protected_by(false, not_protected(), vec![], &[]),
            protected: Some(false),
            outcomes: FAIL,
        },
        Scenario {
            name: "not-found-without-admin",
            world: world_of(repository("api", 100, false), Some("main")).on(CLASSIC, refusal(404, "Not Found")),
            protected: None,
            outcomes: UNKNOWN,
        },
        Scenario {
            name: "forbidden",
            world: world_of(repository("api", 100, true), Some("main")).on(CLASSIC, forbidden),
            protected: None,
            outcomes: UNKNOWN,
        },
    ]
}

fn special() -> Vec<Scenario> {
    let mut archived = repository("api", 100, true);
    archived["archived"] = json!(true);
    let mut renamed = repository("api", 100, true);
    renamed["default_branch"] = json!("master");
    vec![
        Scenario {
            name: "archived",
            world: guarded(world_of(archived, Some("main")), not_protected(), vec![], &[]),
            protected: Some(false),
            outcomes: NOT_APPLICABLE,
        },
        Scenario {
            name: "empty",
            world: world_of(repository("api", 100, true), None),
            protected: Some(false),
            outcomes: NOT_APPLICABLE,
        },
        // The list still says master; the branch was renamed to main before the rest was asked.
        Scenario {
            name: "default-branch-renamed",
            world: guarded(world_of(renamed, Some("main")), reply(200, strict_classic("main")), vec![], &[]),
            protected: Some(true),
            outcomes: PASS,
        },
    ]
}
