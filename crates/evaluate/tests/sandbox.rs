//! Policies that try to take the run down, in a real child process.

#[cfg(test)]
mod common;

use std::path::PathBuf;

use common::{Estate, HONEST, brief, bucket, bucket_policy, catalogue, population, resource, samples, source};
use evaluate::{Limits, Place, PolicySet, Sandbox};
use serde_json::json;

#[cfg(test)]
fn child(limits: Limits) -> Place {
    let mut program: PathBuf = std::env::current_exe().unwrap();
    program.pop();
    program.pop();
    Place::Child(Sandbox { program: program.join("examples/policy_child"), args: Vec::new(), limits })
}

const SMALL: Limits = Limits { memory: 1 << 30, cpu: 30, wall: 1 };

/// Runs an honest policy before and after a bad one; returns what is said and the bad one's error.
#[cfg(test)]
fn beside(body: &str, limits: Limits) -> (Vec<String>, String) {
    let policies = [bucket_policy("a_honest", HONEST), bucket_policy("bad", body), bucket_policy("z_honest", HONEST)];
    let set = PolicySet::load(policies, &catalogue()).unwrap();
    let estate = Estate::buckets(&[bucket("a", "AES256"), bucket("b", "none")]);
    let (findings, tallies) = estate.judge(&set, &child(limits)).unwrap();
    assert_eq!(tallies[&"aws.s3.a_honest".parse().unwrap()].error, None);
    assert_eq!(tallies[&"aws.s3.z_honest".parse().unwrap()].error, None);
    let bad = &tallies[&"aws.s3.bad".parse().unwrap()];
    assert_eq!(bad.unknown, 2, "each of its resources is accounted for");
    let said = brief(&findings);
    let honest: Vec<&String> = said.iter().filter(|line| line.contains("honest")).collect();
    assert_eq!(
        honest,
        ["a_honest a pass", "z_honest a pass", "a_honest b fail not AES256", "z_honest b fail not AES256"]
    );
    (said, bad.error.clone().unwrap())
}

#[test]
fn a_child_and_this_process_say_the_same() {
    let mut estate = Estate { sources: vec![source("aws", "aws"), source("gh", "github")], ..Estate::default() };
    for i in 0..300 {
        let fields = json!({
            "encryption": if i % 3 == 0 { json!(null) } else { json!({"algorithm": "AES256"}) },
            "public_access_block": if i % 2 == 0 { json!(null) } else { json!({"block_public_acls": true}) },
        });
        estate.resources.insert(&resource("aws.s3.bucket", "aws", &format!("b{i:03}"), &fields)).unwrap();
        let fields = json!({"archived": i % 5 == 0, "protection": {"force_push_blocked": i % 2 == 0}});
        estate.resources.insert(&resource("github.repo.repository", "gh", &format!("acme/r{i:03}"), &fields)).unwrap();
    }
    estate
        .resources
        .insert(&resource("aws.s3.account", "aws", "1", &json!({"public_access_block": {"ignore_public_acls": true}})))
        .unwrap();
    estate.populations.extend([
        population("aws.s3.bucket", "aws", 300, true),
        population("aws.s3.account", "aws", 1, true),
        population("github.repo.repository", "gh", 300, true),
    ]);
    let here = estate.judge(&samples(), &Place::in_process()).unwrap();
    let there = estate.judge(&samples(), &child(Limits::default())).unwrap();
    assert_eq!(here, there);
    let outcomes: std::collections::BTreeSet<_> = here.0.iter().map(|f| f.outcome).collect();
    assert_eq!(outcomes.len(), 4, "the estate shows every outcome");
}

#[test]
fn an_endless_loop_is_stopped_by_the_timer_and_named() {
    let body = "ns := numbers.range(1, 3000)\n\npass if {\n\tsome a in ns\n\tsome b in ns\n\tsome c in ns\n\ta + b + c == 0 - input.encryption.n\n}\n\nfail contains \"x\" if input.encryption.n";
    let body = body.replace("input.encryption.n\n}", "count(input.encryption.algorithm)\n}");
    let (_, error) = beside(&body, SMALL);
    assert_eq!(error, "it took longer than 1 s on one resource");
}

#[test]
fn a_built_in_that_eats_memory_kills_the_child_and_only_its_policy() {
    let range =
        "pass if count(numbers.range(1, 2000000000)) == count(input.encryption)\n\nfail contains \"x\" if false";
    let (said, error) = beside(range, SMALL);
    assert!(error.contains("ran out of memory"), "{error}");
    assert!(said.contains(&"bad a unknown the policy did not work: it ran out of memory".to_owned()), "{said:?}");
}

#[test]
fn text_that_doubles_without_end_is_stopped() {
    let double = |i| format!("s{i} := concat(\"\", [s{0}, s{0}])\n\n", i - 1);
    let doubles: Vec<String> = (1..40).map(double).collect();
    let start = "s0 := concat(\"\", [input.encryption.algorithm, \"0123456789abcdef\"])\n\n";
    let mut body = format!("{start}{}", doubles.concat());
    body.push_str("pass if count(s39) == 1\n\nfail contains \"x\" if false");
    let (_, error) = beside(&body, SMALL);
    assert!(error.contains("ran out of memory") || error.contains("longer than"), "{error}");
}

#[test]
fn a_program_that_is_no_child_is_an_error_of_the_run() {
    let estate = Estate::buckets(&[bucket("a", "AES256")]);
    for program in ["/bin/cat", "/bin/true", "/does/not/exist"] {
        let place = Place::Child(Sandbox { program: program.into(), args: Vec::new(), limits: Limits::default() });
        let error = estate.judge(&samples(), &place).unwrap_err();
        assert!(matches!(error, evaluate::Error::Child(_)), "{error}");
    }
}
