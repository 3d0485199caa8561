//! The role that reads an account: the IAM policy of exactly the actions wanted, and templates that
//! make the role in many accounts. Everything is a function of the actions: nothing is asked, and no
//! action is ever added that was not wanted.

mod cloudformation;
mod terraform;

use std::collections::BTreeSet;

use model::Source;
use serde_json::{Value, json};

use crate::settings::Settings;

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
/// if a source finds them there, and to assume the role in each.
///
/// # Errors
/// When a setting of a source is wrong, or none of them stands for many accounts.
pub fn collector(sources: &[Source]) -> Result<Value, String> {
    let (mut organization, mut roles) = (false, BTreeSet::new());
    for source in sources.iter().filter(|source| source.connector == "aws") {
        let settings = Settings::of(source).map_err(|why| format!("source {}: {why}", source.id))?;
        let Some(many) = &settings.many else { continue };
        organization |= many.organization;
        let partition = match settings.region.as_str() {
            region if region.starts_with("cn-") => "aws-cn",
            region if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        };
        let accounts = if many.organization { BTreeSet::from(["*".to_owned()]) } else { many.named.clone() };
        roles.extend(accounts.iter().map(|account| many.role(partition, account)));
    }
    if roles.is_empty() {
        return Err("no source stands for many accounts".to_owned());
    }
    let mut statements = Vec::new();
    if organization {
        let list = json!({
            "Sid": "AssizeListsAccounts", "Effect": "Allow",
            "Action": ["organizations:ListAccounts"], "Resource": "*",
        });
        statements.push(list);
    }
    statements.push(json!({
        "Sid": "AssizeAssumesRoles", "Effect": "Allow",
        "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": roles,
    }));
    Ok(json!({"Version": "2012-10-17", "Statement": statements}))
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
    fn whoever_collects_may_assume_the_roles_and_no_others() {
        let source = |settings: Value| -> Source {
            serde_json::from_value(json!({"id": "aws", "connector": "aws", "settings": settings})).unwrap()
        };
        let found = source(json!({"organization": true, "role_name": "assize"}));
        let named = source(json!({"accounts": ["111122223333"], "role_name": "x", "region": "cn-north-1"}));
        let policy = collector(&[found, named.clone()]).unwrap();
        assert_eq!(policy["Statement"][0]["Action"], json!(["organizations:ListAccounts"]));
        let roles = json!(["arn:aws-cn:iam::111122223333:role/x", "arn:aws:iam::*:role/assize"]);
        assert_eq!(policy["Statement"][1]["Resource"], roles);
        assert_eq!(
            collector(&[named]).unwrap()["Statement"].as_array().unwrap().len(),
            1,
            "nobody asks the organisation"
        );
        assert!(collector(&[source(json!({}))]).unwrap_err().contains("many accounts"));
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
