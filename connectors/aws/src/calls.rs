//! The calls that a plan needs of an AWS source: those of the SDK, told from the declarations of its kinds,
//! those of the manifests, and those that find out who and where we are.

use std::collections::BTreeMap;

use collect::{Call, Once};
use model::{KindSpec, Plan};

use crate::engine::Services;
use crate::kinds;
use crate::s3::decided_by;
use crate::settings::{Regions, Settings};

/// Permissions of S3 that are named otherwise than the calls that need them.
const NAMED_OTHERWISE: [(&str, &str); 7] = [
    ("s3:GetAccountPublicAccessBlock", "s3control:GetPublicAccessBlock"),
    ("s3:GetBucketObjectLockConfiguration", "s3:GetObjectLockConfiguration"),
    ("s3:GetBucketPublicAccessBlock", "s3:GetPublicAccessBlock"),
    ("s3:GetEncryptionConfiguration", "s3:GetBucketEncryption"),
    ("s3:GetLifecycleConfiguration", "s3:GetBucketLifecycleConfiguration"),
    ("s3:GetReplicationConfiguration", "s3:GetBucketReplication"),
    ("s3:ListAllMyBuckets", "s3:ListBuckets"),
];

/// Calls that are made once for an account, whatever kind wants them, and told in pages or when they are ready.
const REPEATS: [&str; 7] = [
    "iam:GenerateCredentialReport",
    "iam:GetAccountAuthorizationDetails",
    "iam:GetServiceLastAccessedDetails",
    "iam:ListServerCertificates",
    "iam:ListVirtualMFADevices",
    "organizations:ListAccounts",
    "s3:ListBuckets",
];

/// The calls, sorted by how often they are made.
pub(crate) fn calls(settings: &Settings, services: &Services, plan: &Plan) -> Vec<Call> {
    let mut all = services.calls(plan);
    let mut own: BTreeMap<(String, Once), Call> = BTreeMap::new();
    let mut add = |permission: &str, once: Once| {
        let other = NAMED_OTHERWISE.iter().find(|(name, _)| *name == permission);
        let operation = other.map_or(permission, |(_, operation)| operation).to_owned();
        let repeats = REPEATS.contains(&operation.as_str());
        let call = Call { operation: operation.clone(), permissions: vec![permission.to_owned()], once, repeats };
        own.insert((operation, call.once.clone()), call);
    };
    if plan.iter().any(|(kind, _)| kind.connector() == "aws") {
        add("sts:GetCallerIdentity", Once::Account);
    }
    if let Some(many) = &settings.many {
        add("sts:GetCallerIdentity", Once::Source);
        if many.organization {
            add("organizations:ListAccounts", Once::Source);
        }
    }
    if settings.many.is_some() || settings.role_arn.is_some() {
        add("sts:AssumeRole", Once::Account);
    }
    if settings.regions == Regions::Enabled && services.asks_regions(plan) {
        add("ec2:DescribeRegions", Once::Account);
    }
    let specs = kinds::all();
    let shared = account_wide(&specs);
    for spec in specs.iter().filter(|spec| plan.wants_kind(spec.kind.as_str())) {
        for permission in &spec.permissions {
            add(permission, Once::Account);
        }
        for (permission, once) in of_fields(spec, plan, &shared) {
            add(permission, once);
        }
    }
    all.extend(own.into_values());
    all.sort_by(|a, b| (&a.once, &a.operation).cmp(&(&b.once, &b.operation)));
    all
}

/// Permissions of calls that tell of a whole account at once.
fn account_wide(specs: &[KindSpec]) -> Vec<String> {
    let of_account = specs.iter().filter(|spec| spec.kind.as_str().ends_with(".account"));
    let fields = of_account.flat_map(|spec| &spec.fields).flat_map(|field| &field.permissions);
    fields.chain(specs.iter().flat_map(|spec| &spec.permissions)).cloned().collect()
}

fn of_fields<'s>(spec: &'s KindSpec, plan: &Plan, shared: &[String]) -> Vec<(&'s str, Once)> {
    let is_wanted = |name: &str| plan.wants(spec.kind.as_str(), name);
    // Some fields of a bucket are asked only after another, wanted or not, that may leave nothing to ask.
    let decides = |name: &str| spec.fields.iter().any(|f| is_wanted(f.name.as_str()) && decides(f.name.as_str(), name));
    let asked = spec.fields.iter().filter(|field| is_wanted(field.name.as_str()) || decides(field.name.as_str()));
    let of_one = || Once::Resource { kind: spec.kind.clone() };
    let once = |permission: &String| if shared.contains(permission) { Once::Account } else { of_one() };
    asked.flat_map(|field| &field.permissions).map(|permission| (permission.as_str(), once(permission))).collect()
}

fn decides(field: &str, other: &str) -> bool {
    decided_by(field) == Some(other)
}
