//! Turns S3's replies into fields. What a reply leaves out that it should hold is a bad reply.

use aws_sdk_s3::operation::get_bucket_acl::GetBucketAclOutput;
use aws_sdk_s3::operation::get_bucket_encryption::GetBucketEncryptionOutput;
use aws_sdk_s3::operation::get_bucket_lifecycle_configuration::GetBucketLifecycleConfigurationOutput;
use aws_sdk_s3::operation::get_bucket_location::GetBucketLocationOutput;
use aws_sdk_s3::operation::get_bucket_logging::GetBucketLoggingOutput;
use aws_sdk_s3::operation::get_bucket_ownership_controls::GetBucketOwnershipControlsOutput;
use aws_sdk_s3::operation::get_bucket_policy::GetBucketPolicyOutput;
use aws_sdk_s3::operation::get_bucket_policy_status::GetBucketPolicyStatusOutput;
use aws_sdk_s3::operation::get_bucket_replication::GetBucketReplicationOutput;
use aws_sdk_s3::operation::get_bucket_tagging::GetBucketTaggingOutput;
use aws_sdk_s3::operation::get_bucket_versioning::GetBucketVersioningOutput;
use aws_sdk_s3::operation::get_object_lock_configuration::GetObjectLockConfigurationOutput;
use aws_sdk_s3::operation::get_public_access_block::GetPublicAccessBlockOutput;
use aws_sdk_s3::types::{Grant, LifecycleRule, ReplicationRule};
use serde_json::{Map, Value, json};

use crate::context::{needed, said};
use crate::documents;
use crate::fault::Fault;
use crate::settings::is_region;

type Read = Result<Value, Fault>;

/// The region; an empty constraint is the first region, `EU` the old name of Ireland.
pub(super) fn location(reply: &GetBucketLocationOutput) -> Read {
    let region = match reply.location_constraint().map(aws_sdk_s3::types::BucketLocationConstraint::as_str) {
        None | Some("") => "us-east-1",
        Some("EU") => "eu-west-1",
        Some(region) => region,
    };
    if is_region(region) {
        Ok(Value::from(region))
    } else {
        Err(Fault::bad_reply("the location of the bucket is not a region"))
    }
}

pub(super) fn encryption(reply: &GetBucketEncryptionOutput) -> Read {
    let configuration = needed(reply.server_side_encryption_configuration(), "the encryption configuration")?;
    let rule = needed(configuration.rules().first(), "an encryption rule")?;
    // A rule may only block a type of encryption; then no default is set.
    let Some(default) = rule.apply_server_side_encryption_by_default() else { return Ok(Value::Null) };
    Ok(json!({
        "algorithm": said(default.sse_algorithm().as_str(), "SSEAlgorithm")?,
        "kms_key_id": default.kms_master_key_id(),
        "bucket_key_enabled": rule.bucket_key_enabled().unwrap_or(false),
    }))
}

pub(super) fn versioning(reply: &GetBucketVersioningOutput) -> Read {
    let status = match reply.status().map(aws_sdk_s3::types::BucketVersioningStatus::as_str) {
        None => "Never",
        Some(status @ ("Enabled" | "Suspended")) => status,
        Some(_) => return Err(Fault::bad_reply("the versioning status is neither Enabled nor Suspended")),
    };
    let mfa_delete = reply.mfa_delete().is_some_and(|mfa| mfa.as_str() == "Enabled");
    Ok(json!({"status": status, "mfa_delete": mfa_delete}))
}

pub(super) fn public_access_block(reply: GetPublicAccessBlockOutput) -> Read {
    let block = needed(reply.public_access_block_configuration, "the block of public access")?;
    Ok(json!({
        "block_public_acls": needed(block.block_public_acls, "BlockPublicAcls")?,
        "ignore_public_acls": needed(block.ignore_public_acls, "IgnorePublicAcls")?,
        "block_public_policy": needed(block.block_public_policy, "BlockPublicPolicy")?,
        "restrict_public_buckets": needed(block.restrict_public_buckets, "RestrictPublicBuckets")?,
    }))
}

pub(super) fn policy(reply: &GetBucketPolicyOutput) -> Read {
    documents::plain(reply.policy().unwrap_or_default()).map_err(|e| Fault::bad_reply(format!("bucket policy: {e}")))
}

pub(super) fn policy_status(reply: &GetBucketPolicyStatusOutput) -> Read {
    let public = needed(reply.policy_status().and_then(aws_sdk_s3::types::PolicyStatus::is_public), "IsPublic")?;
    Ok(json!({"is_public": public}))
}

pub(super) fn acl(reply: &GetBucketAclOutput) -> Read {
    let owner = needed(reply.owner().and_then(|owner| owner.id()), "the owner of the bucket")?;
    let grants = reply.grants().iter().map(grant).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({"owner_id": owner, "grants": grants}))
}

fn grant(grant: &Grant) -> Read {
    let grantee = needed(grant.grantee(), "a grantee")?;
    let name = grantee.uri().or(grantee.id()).or(grantee.email_address());
    Ok(json!({
        "grantee": needed(name, "the name of a grantee")?,
        "type": said(grantee.r#type().as_str(), "the type of a grantee")?,
        "permission": needed(grant.permission(), "the permission of a grant")?.as_str(),
    }))
}

pub(super) fn ownership(reply: &GetBucketOwnershipControlsOutput) -> Read {
    let rule = needed(reply.ownership_controls().and_then(|c| c.rules().first()), "an ownership rule")?;
    said(rule.object_ownership().as_str(), "ObjectOwnership").map(Value::from)
}

pub(super) fn logging(reply: &GetBucketLoggingOutput) -> Read {
    let target = |to: &aws_sdk_s3::types::LoggingEnabled| {
        let bucket = said(to.target_bucket(), "TargetBucket")?;
        Ok(json!({"target_bucket": bucket, "target_prefix": to.target_prefix()}))
    };
    reply.logging_enabled().map_or(Ok(Value::Null), target)
}

pub(super) fn lifecycle(reply: &GetBucketLifecycleConfigurationOutput) -> Read {
    let rule = |rule: &LifecycleRule| {
        Ok(json!({
            "id": rule.id(),
            "status": said(rule.status().as_str(), "the status of a lifecycle rule")?,
            "expiration_days": rule.expiration().and_then(aws_sdk_s3::types::LifecycleExpiration::days),
            "noncurrent_expiration_days": rule.noncurrent_version_expiration().and_then(aws_sdk_s3::types::NoncurrentVersionExpiration::noncurrent_days),
            "abort_incomplete_days": rule.abort_incomplete_multipart_upload().and_then(aws_sdk_s3::types::AbortIncompleteMultipartUpload::days_after_initiation),
            "transitions": rule.transitions().len(),
        }))
    };
    reply.rules().iter().map(rule).collect::<Result<_, _>>().map(Value::Array)
}

pub(super) fn object_lock(reply: &GetObjectLockConfigurationOutput) -> Read {
    let lock = needed(reply.object_lock_configuration(), "the object lock configuration")?;
    let default = lock.rule().and_then(|rule| rule.default_retention());
    Ok(json!({
        "enabled": lock.object_lock_enabled().is_some_and(|enabled| enabled.as_str() == "Enabled"),
        "mode": default.and_then(|d| d.mode()).map(aws_sdk_s3::types::ObjectLockRetentionMode::as_str),
        "days": default.and_then(aws_sdk_s3::types::DefaultRetention::days),
        "years": default.and_then(aws_sdk_s3::types::DefaultRetention::years),
    }))
}

pub(super) fn replication(reply: &GetBucketReplicationOutput) -> Read {
    let rules = needed(reply.replication_configuration(), "the replication configuration")?.rules();
    let rule = |rule: &ReplicationRule| {
        let destination = needed(rule.destination(), "the destination of a replication rule")?;
        Ok(
            json!({"id": rule.id(), "status": said(rule.status().as_str(), "the status of a replication rule")?, "destination_bucket": said(destination.bucket(), "the destination of a replication rule")?}),
        )
    };
    rules.iter().map(rule).collect::<Result<_, _>>().map(Value::Array)
}

pub(super) fn tags(reply: &GetBucketTaggingOutput) -> Value {
    let entries = reply.tag_set().iter().map(|tag| (tag.key().to_owned(), Value::from(tag.value())));
    Value::Object(entries.collect::<Map<_, _>>())
}
