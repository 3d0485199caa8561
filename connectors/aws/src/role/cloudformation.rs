//! The role as a `CloudFormation` template, for a stack or a stack set. JSON, which is a template as
//! much as YAML is, and is written without a thought about quoting.

use serde_json::{Map, Value, json};

/// The template of a role with these policies.
pub fn cloudformation(policies: &[Value]) -> Value {
    let mut resources = Map::new();
    let mut attached = Vec::new();
    for (n, policy) in (1..).zip(policies) {
        let name = format!("Reads{n}");
        attached.push(json!({"Ref": name}));
        let about = format!("What Assize reads, part {n} of {}", policies.len());
        resources.insert(
            name,
            json!({
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {"Description": about, "PolicyDocument": policy},
            }),
        );
    }
    resources.insert(
        "Role".to_owned(),
        json!({
            "Type": "AWS::IAM::Role",
            "Properties": {
                "RoleName": {"Ref": "RoleName"},
                "Description": "Lets Assize read the configuration of this account",
                "MaxSessionDuration": 3600,
                "ManagedPolicyArns": attached,
                "AssumeRolePolicyDocument": trust(),
            },
        }),
    );
    json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "A read-only role for Assize. Deploy it to every account as a stack set.",
        "Parameters": parameters(),
        "Resources": resources,
        "Outputs": {"RoleArn": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}},
    })
}

/// Who may assume the role: an identity of one account that also knows the external id. Session tags
/// are allowed by a statement of their own, because the external id is no condition of that action.
fn trust() -> Value {
    let principal = json!({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${CollectorAccount}:root"}});
    let by = json!({"aws:PrincipalArn": {"Ref": "CollectorArn"}});
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Assume", "Effect": "Allow", "Principal": principal.clone(), "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}, "ArnLike": by.clone()},
            },
            {
                "Sid": "Tag", "Effect": "Allow", "Principal": principal, "Action": "sts:TagSession",
                "Condition": {"ArnLike": by},
            },
        ],
    })
}

fn parameters() -> Value {
    json!({
        "CollectorAccount": {
            "Type": "String", "AllowedPattern": "[0-9]{12}",
            "Description": "The account that Assize runs in",
        },
        "CollectorArn": {
            "Type": "String", "Default": "arn:*:iam::*:*", "MinLength": 1,
            "Description": "The role or user of that account that collects, as an ARN; * stands for anything",
        },
        "ExternalId": {
            "Type": "String", "MinLength": 2, "MaxLength": 1224, "AllowedPattern": "[\\w+=,.@:/-]*",
            "Description": "external_id of the source in assize.toml",
        },
        "RoleName": {
            "Type": "String", "Default": "assize", "MaxLength": 64, "AllowedPattern": "[\\w+=,.@-]+",
            "Description": "role_name of the source in assize.toml",
        },
    })
}
