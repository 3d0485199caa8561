//! Each cell of the merge: classic, rules, both, neither, and what cannot be read.

use proptest::prelude::*;

use super::*;

fn classic() -> Value {
    json!({
        "enforce_admins": {"enabled": false},
        "required_signatures": {"enabled": false},
        "required_linear_history": {"enabled": false},
        "allow_force_pushes": {"enabled": true},
        "allow_deletions": {"enabled": true},
    })
}

fn rule(kind: &str, ruleset: u64, parameters: Value) -> Value {
    let mut rule = json!({
        "type": kind, "ruleset_id": ruleset, "ruleset_source_type": "Repository", "ruleset_source": "acme/api",
    });
    if !parameters.is_null() {
        rule["parameters"] = parameters;
    }
    rule
}

fn pull_request(ruleset: u64, approvals: u64) -> Value {
    let parameters = json!({
        "required_approving_review_count": approvals, "dismiss_stale_reviews_on_push": false,
        "require_code_owner_review": false, "require_last_push_approval": false,
        "required_review_thread_resolution": false,
    });
    rule("pull_request", ruleset, parameters)
}

fn detail(actors: Option<Vec<Value>>) -> Detail {
    Detail { name: Some("main".to_owned()), bypass_actors: actors }
}

fn team() -> Value {
    json!({"actor_type": "Team", "actor_id": 7, "bypass_mode": "always"})
}

fn merged(classic: Option<Value>, rules: Vec<Value>, details: &[(u64, Detail)]) -> Value {
    merge(&Input { classic, rules, details: details.iter().cloned().collect(), evaluate_only: vec![] }).unwrap()
}

#[test]
fn nothing_is_null_even_with_rulesets_that_only_watch() {
    assert_eq!(merged(None, vec![], &[]), Value::Null);
    let watching = Input { evaluate_only: vec![json!({"id": 9, "name": "trial"})], ..Input::default() };
    assert_eq!(merge(&watching).unwrap(), Value::Null);
}

#[test]
fn watching_rulesets_are_named_beside_real_protection() {
    let watching = vec![json!({"id": 9, "name": "trial"})];
    let input = Input { classic: Some(classic()), evaluate_only: watching.clone(), ..Input::default() };
    let merged = merge(&input).unwrap();
    assert_eq!(merged["evaluate_only"], json!(watching));
    assert_eq!(merged["rulesets"], json!([]));
    assert_eq!(merged["pull_request_required"], json!(false), "what only watches requires nothing");
}

#[test]
fn classic_toggles_stand_alone() {
    let mut reply = classic();
    let plain = merged(Some(reply.clone()), vec![], &[]);
    for off in ["force_push_blocked", "deletion_blocked", "signatures_required", "linear_history_required"] {
        assert_eq!(plain[off], json!(false), "{off}");
    }
    assert_eq!(plain["classic"], json!(true));
    assert_eq!(plain["admins_enforced"], json!(false));
    assert_eq!(plain["bypass_actors"], json!([]));
    for (setting, on, field) in [
        ("allow_force_pushes", false, "force_push_blocked"),
        ("allow_deletions", false, "deletion_blocked"),
        ("required_signatures", true, "signatures_required"),
        ("required_linear_history", true, "linear_history_required"),
        ("enforce_admins", true, "admins_enforced"),
    ] {
        reply[setting]["enabled"] = json!(on);
        assert_eq!(merged(Some(reply.clone()), vec![], &[])[field], json!(true), "{field}");
    }
}

#[test]
fn classic_reviews_and_checks() {
    let mut reply = classic();
    reply["required_pull_request_reviews"] = json!({
        "required_approving_review_count": 2, "dismiss_stale_reviews": true, "require_code_owner_reviews": true,
        "require_last_push_approval": true,
        "bypass_pull_request_allowances": {"users": [{"id": 1}], "teams": [{"id": 2}], "apps": [{"id": 3}]},
    });
    reply["required_status_checks"] =
        json!({"strict": true, "contexts": ["build"], "checks": [{"context": "build"}, {"context": "test"}]});
    let merged = merged(Some(reply), vec![], &[]);
    assert_eq!(merged["required_approvals"], json!(2));
    for on in ["pull_request_required", "dismiss_stale_reviews", "require_code_owner_review"] {
        assert_eq!(merged[on], json!(true), "{on}");
    }
    assert_eq!(merged["require_last_push_approval"], json!(true));
    assert_eq!(merged["strict_status_checks"], json!(true));
    assert_eq!(merged["required_status_checks"], json!(["build", "test"]));
    let types: Vec<_> = merged["bypass_actors"].as_array().unwrap().iter().map(|a| a["actor_type"].clone()).collect();
    assert_eq!(types, ["User", "Team", "Integration"]);
}

#[test]
fn each_rule_sets_its_field_and_no_other() {
    for (kind, field) in [
        ("non_fast_forward", "force_push_blocked"),
        ("deletion", "deletion_blocked"),
        ("required_signatures", "signatures_required"),
        ("required_linear_history", "linear_history_required"),
    ] {
        let merged = merged(None, vec![rule(kind, 1, Value::Null)], &[(1, detail(Some(vec![])))]);
        let fields = ["force_push_blocked", "deletion_blocked", "signatures_required", "linear_history_required"];
        for other in fields {
            assert_eq!(merged[other], json!(other == field), "{kind}: {other}");
        }
        assert_eq!(merged["classic"], json!(false));
        assert_eq!(merged["pull_request_required"], json!(false));
    }
    let unknown = merged(None, vec![rule("max_file_size", 1, json!({"max_file_size": 5}))], &[]);
    assert_eq!(unknown["pull_request_required"], json!(false));
    assert_eq!(unknown["rulesets"][0]["id"], json!(1), "it is a ruleset all the same");
}

#[test]
fn status_check_rules() {
    let parameters = json!({
        "required_status_checks": [{"context": "lint"}, {"context": "build", "integration_id": 3}],
        "strict_required_status_checks_policy": true,
    });
    let mut reply = classic();
    reply["required_status_checks"] = json!({"strict": false, "contexts": ["test"], "checks": []});
    let merged = merged(Some(reply), vec![rule("required_status_checks", 1, parameters)], &[]);
    assert_eq!(merged["required_status_checks"], json!(["build", "lint", "test"]));
    assert_eq!(merged["strict_status_checks"], json!(true));
}

#[test]
fn the_stricter_side_wins() {
    let mut reply = classic();
    reply["required_pull_request_reviews"] = json!({
        "required_approving_review_count": 1, "dismiss_stale_reviews": true, "require_code_owner_reviews": false,
    });
    let rules = vec![pull_request(1, 3), pull_request(2, 2)];
    let details = [(1, detail(Some(vec![]))), (2, detail(Some(vec![])))];
    let merged = merged(Some(reply), rules, &details);
    assert_eq!(merged["required_approvals"], json!(3));
    assert_eq!(merged["dismiss_stale_reviews"], json!(true));
    assert_eq!(merged["rulesets"].as_array().unwrap().len(), 2);
    assert_eq!(merged["rulesets"][0]["name"], json!("main"));
    assert_eq!(merged["admins_enforced"], json!(true));
}

#[test]
fn who_may_bypass_decides_whether_admins_are_held() {
    let bound =
        |details: &[(u64, Detail)]| merged(None, vec![pull_request(1, 1), rule("deletion", 2, Value::Null)], details);
    let (nobody, somebody) = (detail(Some(vec![])), detail(Some(vec![team()])));
    let all_clear = bound(&[(1, nobody.clone()), (2, nobody.clone())]);
    assert_eq!((&all_clear["admins_enforced"], &all_clear["bypass_actors"]), (&json!(true), &json!([])));
    let through = bound(&[(1, somebody.clone()), (2, nobody.clone())]);
    assert_eq!((&through["admins_enforced"], &through["bypass_actors"]), (&json!(false), &json!([team()])));
    let elsewhere = bound(&[(1, nobody.clone()), (2, somebody.clone())]);
    assert_eq!(elsewhere["admins_enforced"], json!(true), "the ruleset with the pull request rule has no way around");
    assert_eq!(elsewhere["bypass_actors"], json!([team()]));
}

#[test]
fn an_unreadable_bypass_list_is_not_an_empty_one() {
    let hidden = merged(None, vec![pull_request(1, 1)], &[(1, detail(None))]);
    assert_eq!(hidden["rulesets"][0]["bypass_actors"], Value::Null);
    assert!(hidden.get("admins_enforced").is_none() && hidden.get("bypass_actors").is_none());
    let never_asked = merged(None, vec![pull_request(1, 1)], &[]);
    assert!(never_asked.get("admins_enforced").is_none());
    // What is known to be bad stays bad, whatever else is hidden.
    let rules = vec![pull_request(1, 1), pull_request(2, 1)];
    let partly = merged(None, rules.clone(), &[(1, detail(None)), (2, detail(Some(vec![team()])))]);
    assert_eq!((&partly["admins_enforced"], &partly["bypass_actors"]), (&json!(false), &json!([team()])));
    // Classic protection that holds administrators settles the first, not the second.
    let mut reply = classic();
    reply["enforce_admins"]["enabled"] = json!(true);
    reply["required_pull_request_reviews"] = json!({"required_approving_review_count": 1});
    let both = merged(Some(reply), rules, &[]);
    assert_eq!(both["admins_enforced"], json!(true));
    assert!(both.get("bypass_actors").is_none());
}

#[test]
fn classic_protection_holds_admins_only_to_what_it_requires() {
    let mut reply = classic();
    reply["enforce_admins"]["enabled"] = json!(true);
    let porous = [(1, detail(Some(vec![team()])))];
    let through = merged(Some(reply.clone()), vec![pull_request(1, 1)], &porous);
    assert_eq!(through["admins_enforced"], json!(false), "pull requests come from the ruleset that can be bypassed");
    assert_eq!(merged(Some(reply.clone()), vec![], &[])["admins_enforced"], json!(true));
    let hidden = merged(Some(reply), vec![pull_request(1, 1)], &[(1, detail(None))]);
    assert!(hidden.get("admins_enforced").is_none());
}

#[test]
fn what_a_reply_leaves_out_is_an_error_unless_rules_settle_it() {
    for (setting, kind) in [
        ("allow_force_pushes", "non_fast_forward"),
        ("allow_deletions", "deletion"),
        ("required_signatures", "required_signatures"),
        ("required_linear_history", "required_linear_history"),
    ] {
        let mut reply = classic();
        reply.as_object_mut().unwrap().remove(setting);
        let input = Input { classic: Some(reply), ..Input::default() };
        let error = merge(&input).unwrap_err();
        assert!(error.contains(setting), "{error}");
        let settled = Input { rules: vec![rule(kind, 1, Value::Null)], ..input };
        assert!(merge(&settled).is_ok(), "{setting}");
    }
}

#[test]
fn broken_replies_are_errors() {
    let mut no_count = classic();
    no_count["required_pull_request_reviews"] = json!({"dismiss_stale_reviews": true});
    let mut no_admins = classic();
    no_admins.as_object_mut().unwrap().remove("enforce_admins");
    for reply in [no_count, no_admins, json!([]), json!("x"), json!(null)] {
        assert!(merge(&Input { classic: Some(reply.clone()), ..Input::default() }).is_err(), "{reply}");
    }
    for rule in [
        json!({"type": "deletion"}),
        json!({"ruleset_id": 1}),
        json!({"type": "pull_request", "ruleset_id": 1}),
        json!({"type": "pull_request", "ruleset_id": 1, "parameters": {}}),
        json!(5),
    ] {
        assert!(merge(&Input { rules: vec![rule.clone()], ..Input::default() }).is_err(), "{rule}");
    }
}

proptest! {
    /// Adding rules never makes a branch less protected than classic protection alone.
    #[test]
    fn rules_only_add(
        toggles in proptest::array::uniform5(any::<bool>()),
        approvals in 0u64..7,
        kinds in proptest::collection::vec(0usize..5, 0..6),
        more in 0u64..11,
    ) {
        let names =
            ["enforce_admins", "required_signatures", "required_linear_history", "allow_force_pushes", "allow_deletions"];
        let mut reply = classic();
        for (name, on) in names.iter().zip(toggles) {
            reply[*name]["enabled"] = json!(on);
        }
        reply["required_pull_request_reviews"] = json!({"required_approving_review_count": approvals});
        let before = merged(Some(reply.clone()), vec![], &[]);
        let rules = kinds.iter().map(|kind| match kind {
            0 => rule("non_fast_forward", 1, Value::Null),
            1 => rule("deletion", 2, Value::Null),
            2 => rule("required_signatures", 1, Value::Null),
            3 => rule("required_linear_history", 3, Value::Null),
            _ => pull_request(1, more),
        });
        let after = merged(Some(reply), rules.collect(), &[]);
        for (name, value) in before.as_object().unwrap() {
            if value == &json!(true) {
                prop_assert_eq!(&after[name], &json!(true), "{}", name);
            }
        }
        prop_assert!(after["required_approvals"].as_u64() >= before["required_approvals"].as_u64());
    }
}
