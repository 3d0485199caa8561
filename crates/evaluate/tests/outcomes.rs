//! The outcome rules, one by one, on real policies and hand-made observations.

#[cfg(test)]
mod common;

use common::{Estate, HONEST, brief, bucket, bucket_policy, catalogue, gap, population, resource, samples, source};
use evaluate::{Error, Place, PolicySet, Selection};
use serde_json::json;

#[cfg(test)]
fn one(body: &str) -> PolicySet {
    PolicySet::load([bucket_policy("p", body)], &catalogue()).unwrap()
}

#[cfg(test)]
fn judged(estate: &Estate, set: &PolicySet) -> Vec<String> {
    brief(&estate.judge(set, &Place::in_process()).unwrap().0)
}

#[test]
fn pass_and_fail_come_from_their_own_rules() {
    let estate = Estate::buckets(&[bucket("a", "AES256"), bucket("b", "none")]);
    let (findings, tallies) = estate.judge(&one(HONEST), &Place::in_process()).unwrap();
    assert_eq!(brief(&findings), ["p a pass", "p b fail not AES256"]);
    let tally = tallies.values().next().unwrap();
    assert_eq!((tally.pass, tally.fail, tally.unknown, tally.not_applicable), (1, 1, 0, 0));
    assert_eq!(findings[0].exchanges.len(), 1, "a finding names what it rests on");
}

#[test]
fn no_verdict_is_unknown_and_never_pass() {
    let set = one("pass if input.encryption == 1\n\nfail contains \"x\" if input.encryption == 2");
    let estate = Estate::buckets(&[bucket("a", "AES256")]);
    assert_eq!(judged(&estate, &set), ["p a unknown the policy reached no verdict"]);
}

#[test]
fn a_type_error_is_unknown_and_told_of_the_policy() {
    let set =
        one("pass if count(input.encryption.algorithm) > 0\n\nfail contains \"x\" if count(input.encryption.n) == 0");
    let mut estate = Estate::buckets(&[bucket("a", "AES256")]);
    estate.resources.insert(&resource("aws.s3.bucket", "aws", "b", &json!({"encryption": {"algorithm": 1}}))).unwrap();
    let (findings, tallies) = estate.judge(&set, &Place::in_process()).unwrap();
    assert_eq!(brief(&findings)[0], "p a pass");
    assert!(brief(&findings)[1].starts_with("p b unknown the policy did not work"), "{:?}", brief(&findings));
    assert!(tallies.values().next().unwrap().error.as_ref().unwrap().contains("count"), "{tallies:?}");
}

#[test]
fn saying_two_things_is_unknown_and_told_of_the_policy() {
    let both =
        ("pass if input.encryption\n\nfail contains \"x\" if input.encryption.algorithm == \"b\"", "pass and fail");
    let neither = (
        "pass if input.encryption == 1\n\nfail contains \"x\" if input.encryption.algorithm == \"b\"\n\nnot_applicable contains \"y\" if input.encryption",
        "fail and not_applicable",
    );
    for ((body, what), first) in [(both, "p a pass"), (neither, "p a not_applicable y")] {
        let estate = Estate::buckets(&[bucket("a", "a"), bucket("b", "b")]);
        let (findings, tallies) = estate.judge(&one(body), &Place::in_process()).unwrap();
        // One odd resource costs neither the night nor the verdicts on others.
        let why = format!("p b unknown the policy did not work: it says both {what} of b");
        assert_eq!(brief(&findings), [first.to_owned(), why]);
        assert_eq!(tallies.values().next().unwrap().error, Some(format!("it says both {what} of b")));
    }
}

#[test]
fn a_field_that_was_not_observed_is_unknown_with_its_gap() {
    let mut denied = bucket("a", "AES256");
    denied.fields.clear();
    denied
        .gaps
        .insert("encryption".parse().unwrap(), gap("aws.s3.bucket", "aws", Some("a"), Some("encryption"), "denied a"));
    let mut silent = bucket("b", "AES256");
    silent.fields.clear();
    let mut estate = Estate::buckets(&[denied, silent]);
    assert_eq!(judged(&estate, &one(HONEST)), ["p a unknown denied a", "p b unknown encryption was not observed"]);
    estate.gaps.push(gap("aws.s3.bucket", "aws", None, Some("encryption"), "denied for all"));
    assert_eq!(judged(&estate, &one(HONEST)), ["p a unknown denied a; denied for all", "p b unknown denied for all"]);
    let (findings, _) = estate.judge(&one(HONEST), &Place::in_process()).unwrap();
    assert_eq!(findings[1].gaps[0].permission.as_deref(), Some("s3:GetEncryptionConfiguration"));
}

#[test]
fn a_gap_on_a_field_outweighs_a_value_in_it() {
    let mut estate = Estate::buckets(&[bucket("a", "AES256")]);
    estate.gaps.push(gap("aws.s3.bucket", "aws", Some("a"), Some("encryption"), "contradicted"));
    assert_eq!(judged(&estate, &one(HONEST)), ["p a unknown contradicted"]);
}

#[test]
fn lists_that_are_not_whole_are_said_to_be_so() {
    let mut estate = Estate::buckets(&[bucket("a", "AES256")]);
    estate.populations[0].complete = false;
    assert_eq!(judged(&estate, &one(HONEST)), ["p * unknown the list was not read to its end", "p a pass"]);
    estate.populations.clear();
    assert_eq!(judged(&estate, &one(HONEST)), ["p * unknown the list was not read", "p a pass"]);
    estate.populations.push(population("aws.s3.bucket", "aws", 3, true));
    assert_eq!(judged(&estate, &one(HONEST)), ["p * unknown the list counts 3 and 1 were read", "p a pass"]);
    estate.gaps.push(gap("aws.s3.bucket", "aws", None, None, "may not list"));
    assert_eq!(judged(&estate, &one(HONEST)), ["p * unknown may not list", "p a pass"]);
}

#[test]
fn an_empty_list_is_not_applicable_only_if_it_is_whole() {
    let mut estate = Estate::buckets(&[]);
    assert_eq!(judged(&estate, &one(HONEST)), ["p * not_applicable the list was read to its end and is empty"]);
    estate.populations[0].complete = false;
    assert_eq!(judged(&estate, &one(HONEST)), ["p * unknown the list was not read to its end"]);
}

#[test]
fn a_resource_that_could_not_be_built_has_its_own_finding() {
    let mut estate = Estate::buckets(&[bucket("b", "AES256")]);
    estate.gaps.push(gap("aws.s3.bucket", "aws", Some("a"), None, "half a reply"));
    assert_eq!(judged(&estate, &one(HONEST)), ["p a unknown half a reply", "p b pass"]);
}

#[test]
fn other_kinds_must_be_whole_and_observed() {
    let only = Selection { ids: vec!["*blocks_public*".to_owned()], ..Selection::default() };
    let set = samples().select(&only).unwrap();
    let on = json!({"block_public_acls": true, "ignore_public_acls": true, "block_public_policy": true, "restrict_public_buckets": true});
    let mut estate = Estate::buckets(&[resource("aws.s3.bucket", "aws", "a", &json!({"public_access_block": null}))]);
    let name = "bucket_blocks_public_access a";
    assert_eq!(judged(&estate, &set), [format!("{name} unknown the list was not read")]);
    estate.populations.push(population("aws.s3.account", "aws", 1, true));
    estate.resources.insert(&resource("aws.s3.account", "aws", "1", &json!({"public_access_block": on}))).unwrap();
    assert_eq!(judged(&estate, &set), [format!("{name} pass")]);
    let (findings, _) = estate.judge(&set, &Place::in_process()).unwrap();
    assert_eq!(findings[0].exchanges.len(), 2, "the account's exchange is part of the evidence");
    estate.gaps.push(gap("aws.s3.account", "aws", None, Some("public_access_block"), "denied"));
    assert_eq!(judged(&estate, &set), [format!("{name} unknown denied")]);
}

#[test]
fn sources_do_not_see_each_other() {
    let set = samples().select(&Selection { asked: vec!["aws".to_owned()], ..Selection::default() }).unwrap();
    let on = json!({"public_access_block": {"block_public_acls": true, "ignore_public_acls": true, "block_public_policy": true, "restrict_public_buckets": true}});
    let mut estate = Estate { sources: vec![source("b-prod", "aws"), source("a-dev", "aws")], ..Estate::default() };
    for (name, fields) in [("a-dev", on), ("b-prod", json!({"public_access_block": null}))] {
        for kind in ["aws.s3.account", "aws.s3.bucket", "aws.iam.access_key"] {
            estate.populations.push(population(kind, name, u64::from(kind != "aws.iam.access_key"), true));
        }
        estate.resources.insert(&resource("aws.s3.account", name, name, &fields)).unwrap();
        estate
            .resources
            .insert(&resource("aws.s3.bucket", name, "x", &json!({"public_access_block": null, "encryption": null})))
            .unwrap();
    }
    let (findings, _) = estate.judge(&set, &Place::in_process()).unwrap();
    let said: Vec<String> =
        findings.iter().map(|f| format!("{} {} {}", f.kind, f.source, f.outcome.as_str())).collect();
    assert_eq!(
        said,
        [
            "aws.iam.access_key a-dev not_applicable",
            "aws.iam.access_key b-prod not_applicable",
            "aws.s3.bucket a-dev pass",
            "aws.s3.bucket a-dev fail",
            "aws.s3.bucket b-prod fail",
            "aws.s3.bucket b-prod fail",
        ]
    );
}

#[test]
fn every_selected_policy_has_a_tally() {
    let (findings, tallies) = Estate::default().judge(&samples(), &Place::in_process()).unwrap();
    assert!(findings.is_empty());
    assert_eq!(tallies.len(), samples().len());
}

#[test]
fn parameters_reach_the_policy_and_the_finding() {
    let mut set = samples().select(&Selection { ids: vec!["aws.iam.*".to_owned()], ..Selection::default() }).unwrap();
    let key =
        resource("aws.iam.access_key", "aws", "k", &json!({"active": true, "last_rotated": "2026-01-31T00:00:00Z"}));
    let mut estate = Estate { sources: vec![source("aws", "aws")], ..Estate::default() };
    estate.resources.insert(&key).unwrap();
    estate.populations.push(population("aws.iam.access_key", "aws", 1, true));
    assert_eq!(judged(&estate, &set), ["access_key_rotated k pass"]);
    let overrides =
        |value| [("aws.iam.access_key_rotated".to_owned(), [("max_age_days".to_owned(), value)].into())].into();
    set.set_params(&overrides(json!(30))).unwrap();
    let (findings, _) = estate.judge(&set, &Place::in_process()).unwrap();
    assert_eq!(brief(&findings), ["access_key_rotated k fail the key is 60 days old, more than 30"]);
    assert_eq!(findings[0].params["max_age_days"], json!(30));
    assert!(matches!(set.set_params(&overrides(json!("30"))), Err(Error::ParamType { .. })));
}

#[test]
fn tables_are_made_anew_for_each_source_and_their_errors_are_told() {
    let head = "# METADATA\n# title: T\n# description: D\n# custom:\n#   kind: aws.s3.bucket\n\
                #   needs: [aws.s3.account/public_access_block]\n#   severity: low\n\
                #   requirements: {soc2: [CC6.1]}\n#   remediation: R\npackage aws.s3.p\n\nimport rego.v1\n\n";
    let body = "sizes := {account.id: count(account.public_access_block) |\n\tsome account in data.resources[\"aws.s3.account\"]\n}\n\n\
                pass if sizes[input.source] == 1\n\nfail contains \"none\" if sizes[input.source] == 0\n";
    let set = PolicySet::load([("aws/s3/p.rego".to_owned(), format!("{head}{body}"))], &catalogue()).unwrap();
    let mut estate = Estate::default();
    for (name, block) in [("a", json!([1])), ("b", json!([])), ("c", json!(3))] {
        estate.sources.push(source(name, "aws"));
        for (kind, id) in [("aws.s3.account", name), ("aws.s3.bucket", "x")] {
            let fields = if kind == "aws.s3.account" { json!({ "public_access_block": block }) } else { json!({}) };
            estate.resources.insert(&resource(kind, name, id, &fields)).unwrap();
            estate.populations.push(population(kind, name, 1, true));
        }
    }
    let said = judged(&estate, &set);
    assert_eq!(said[..2], ["p x pass", "p x fail none"]);
    assert!(said[2].starts_with("p x unknown the policy did not work: aws/s3/p.rego:14:36"), "{said:?}");
}

/// A policy of buckets that reads every repository of every GitHub source.
#[cfg(test)]
fn joining() -> PolicySet {
    let text = "# METADATA\n# title: T\n# description: D\n# custom:\n#   kind: aws.s3.bucket\n\
                #   needs: [name, github.repo.repository/archived]\n#   severity: low\n\
                #   requirements: {soc2: [CC6.1]}\n#   remediation: R\npackage aws.s3.joined\n\nimport rego.v1\n\n\
                archived := {repository.id | some repository in data.resources[\"github.repo.repository\"]; repository.archived == true}\n\n\
                pass if {\n\tis_string(input.name)\n\tnot input.name in archived\n}\n\n\
                fail contains \"its repository is archived\" if input.name in archived\n";
    PolicySet::load([("aws/s3/joined.rego", text)], &catalogue()).unwrap()
}

#[test]
fn a_kind_of_another_connector_is_seen_in_all_its_sources_and_only_when_all_were_read() {
    let named = |id: &str| resource("aws.s3.bucket", "aws", id, &json!({ "name": id }));
    let mut estate = Estate::buckets(&[named("one"), named("three"), named("two")]);
    estate.sources.extend([source("gh-a", "github"), source("gh-b", "github")]);
    for (from, id) in [("gh-a", "one"), ("gh-b", "two")] {
        let repository = resource("github.repo.repository", from, id, &json!({ "archived": true }));
        estate.resources.insert(&repository).unwrap();
        estate.populations.push(population("github.repo.repository", from, 1, true));
    }
    let (findings, _) = estate.judge(&joining(), &Place::in_process()).unwrap();
    let fails = "joined one fail its repository is archived";
    assert_eq!(brief(&findings), [fails, "joined three pass", "joined two fail its repository is archived"]);
    estate.populations.pop();
    let (findings, _) = estate.judge(&joining(), &Place::in_process()).unwrap();
    assert!(findings.iter().all(|f| f.outcome == model::Outcome::Unknown), "{:?}", brief(&findings));
    estate.sources.truncate(1);
    let (findings, _) = estate.judge(&joining(), &Place::in_process()).unwrap();
    assert!(brief(&findings)[0].contains("unknown no source of github was asked"), "{:?}", brief(&findings));
}

#[test]
fn a_policy_is_chosen_only_when_every_connector_that_it_reads_is_asked() {
    let chosen = |asked: &[&str]| {
        let asked = asked.iter().map(|c| (*c).to_owned()).collect();
        joining().select(&Selection { asked, ..Selection::default() }).is_ok()
    };
    assert!(chosen(&["aws", "github"]) && !chosen(&["aws"]) && !chosen(&["github"]));
}

/// A policy of a kind on request, and one of a kind that is not.
#[cfg(test)]
fn with_one_on_request() -> PolicySet {
    let rules = "pass if count(input.rules) > 0\n\nfail contains \"none\" if count(input.rules) == 0";
    let (_, text) = bucket_policy("old", rules);
    let text = text.replace("aws.s3.bucket", "aws.waf.web_acl").replace("[encryption]", "[rules]");
    let old = ("aws/waf/old.rego".to_owned(), text.replace("aws.s3.old", "aws.waf.old"));
    PolicySet::load([old, bucket_policy("plain", HONEST)], &catalogue()).unwrap()
}

#[test]
fn what_is_on_request_is_chosen_planned_and_judged_only_where_its_service_is_named() {
    let set = with_one_on_request();
    let old: model::PolicyId = "aws.waf.old".parse().unwrap();
    let choose = |asked: Vec<String>| set.select(&Selection { asked, ..Selection::default() }).unwrap();
    let mut named = source("named", "aws");
    named.settings.insert("services".to_owned(), json!(["default", "waf"]));
    let unnamed = source("unnamed", "aws");
    assert_eq!(choose(unnamed.asked()).policies().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["aws.s3.plain"]);
    let both = choose([named.asked(), unnamed.asked()].concat());
    let services = both.get(&old).map(|policy| both.on_request(policy)).unwrap();
    assert_eq!(services.into_iter().collect::<Vec<_>>(), ["aws.waf"]);
    let wants = |source: &model::Source| both.plan().of(source).wants("aws.waf.web_acl", "rules");
    assert!(wants(&named) && !wants(&unnamed));
    assert!(both.plan().of(&unnamed).wants("aws.s3.bucket", "encryption"));

    // Whoever names it and gets no answer is told unknown; of whoever does not, nothing is said.
    let estate = Estate { sources: vec![named, unnamed], ..Estate::default() };
    let (findings, _) = estate.judge(&both, &Place::in_process()).unwrap();
    let said: Vec<_> = findings.iter().filter(|f| f.policy == old).map(|f| (f.source.as_str(), f.outcome)).collect();
    assert_eq!(said, [("named", model::Outcome::Unknown)]);
}
