//! The role that reads an account: the IAM policy of exactly the actions wanted, and templates that
//! make the role in many accounts. Everything is a function of the actions: nothing is asked, and no
//! action is ever added that was not wanted.

mod cloudformation;
mod terraform;

use std::collections::BTreeSet;

use serde_json::{Value, json};

pub use cloudformation::cloudformation;
pub use terraform::terraform;

/// Characters of a managed policy, white space not counted (IAM quotas, "Managed policies").
pub const LONGEST_POLICY: usize = 6_144;

/// What every collection asks before anything else.
pub const ALWAYS: [&str; 1] = ["sts:GetCallerIdentity"];

/// The IAM policies that allow these actions, sorted, each short enough for a managed policy.
/// All reads, and no resource is left out: what is not listed cannot be counted.
pub fn policies(actions: &BTreeSet<&str>) -> Vec<Value> {
    let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
    for action in actions {
        if let Some(part) = parts.last_mut() {
            part.push(action);
            if length(&policy(part)) > LONGEST_POLICY && part.len() > 1 {
                part.pop();
                parts.push(vec![action]);
            }
        }
    }
    parts.iter().filter(|part| !part.is_empty()).map(|part| policy(part)).collect()
}

fn policy(actions: &[&str]) -> Value {
    let statement = json!({"Sid": "AssizeReads", "Effect": "Allow", "Action": actions, "Resource": "*"});
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

/// The length that IAM counts. No action holds white space.
fn length(policy: &Value) -> usize {
    policy.to_string().chars().filter(|c| !c.is_whitespace()).count()
}

/// What the identity that collects from many accounts needs itself: to list the organisation's accounts
/// if `organization`, and to assume `roles` (ARNs, `*` for the account).
pub fn collector(organization: bool, roles: &BTreeSet<String>) -> Value {
    let mut statements = Vec::new();
    if organization {
        let list = json!({
            "Sid": "AssizeListsAccounts", "Effect": "Allow",
            "Action": ["organizations:ListAccounts"], "Resource": "*",
        });
        statements.push(list);
    }
    if !roles.is_empty() {
        statements.push(json!({
            "Sid": "AssizeAssumesRoles", "Effect": "Allow",
            "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": roles,
        }));
    }
    json!({"Version": "2012-10-17", "Statement": statements})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_holds_exactly_the_actions_sorted() {
        let policies = policies(&BTreeSet::from(["s3:ListAllMyBuckets", "iam:GetAccountSummary"]));
        assert_eq!(policies.len(), 1);
        assert_eq!(policies[0]["Statement"][0]["Action"], json!(["iam:GetAccountSummary", "s3:ListAllMyBuckets"]));
        assert!(super::policies(&BTreeSet::new()).is_empty(), "nothing is wanted, so nothing is allowed");
    }

    #[test]
    fn a_long_policy_is_split_and_nothing_is_lost_or_doubled() {
        let names: Vec<String> = (0..700).map(|n| format!("service{n:03}:DescribeSomethingWithALongName")).collect();
        let wanted: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let policies = policies(&wanted);
        assert!(policies.len() > 4, "{}", policies.len());
        for policy in &policies {
            assert!(length(policy) <= LONGEST_POLICY);
        }
        let printed: Vec<&str> = policies
            .iter()
            .flat_map(|p| p["Statement"][0]["Action"].as_array().unwrap())
            .map(|action| action.as_str().unwrap())
            .collect();
        assert_eq!(printed, wanted.into_iter().collect::<Vec<_>>());
        for pair in policies.windows(2) {
            let next = pair[1]["Statement"][0]["Action"][0].to_string().len() + 1;
            assert!(length(&pair[0]) + next > LONGEST_POLICY, "a policy was closed while there was room");
        }
    }
}
