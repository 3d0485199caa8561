//! One bucket: only the wanted settings are asked, each by its own call, in the bucket's region. A
//! reply that points to another region is followed once. "Not set" is an observation only for the
//! codes that S3 documents for it; a bucket that is gone is a gap.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::{Mutex, PoisonError};

use aws_sdk_s3::Client;
use aws_sdk_s3::types::Bucket as Listed;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use collect::Error;
use model::ExchangeId;
use serde_json::{Value, json};

use super::fields;
use super::region::Clients;
use crate::context::{Asked, Context, Draft, needed, time};
use crate::fault::Fault;
use crate::settings::{Settings, is_region};

/// A bucket being read.
pub(super) struct Bucket<'c> {
    context: &'c Context<'c>,
    settings: &'c Settings,
    clients: &'c Clients,
    listed: &'c Listed,
    name: &'c str,
    /// Where requests go; changes if a reply says so.
    region: Mutex<String>,
}

/// An observation of a setting, with what it means if S3 answers with one of the codes.
struct Unset {
    codes: &'static [&'static str],
    means: Value,
}

fn null_if(codes: &'static [&'static str]) -> Unset {
    Unset { codes, means: Value::Null }
}

impl<'c> Bucket<'c> {
    pub(super) fn new(
        context: &'c Context<'c>,
        settings: &'c Settings,
        clients: &'c Clients,
        listed: &'c Listed,
    ) -> Self {
        let region = listed.bucket_region().filter(|region| is_region(region)).unwrap_or(&clients.home).to_owned();
        let name = listed.name().unwrap_or_default();
        Self { context, settings, clients, listed, name, region: Mutex::new(region) }
    }

    /// Reads the wanted fields and hands the bucket over.
    pub(super) async fn collect(self, page: &BTreeSet<ExchangeId>) -> Result<(), Error> {
        let id = format!("arn:{}:s3:::{}", self.context.partition, self.name);
        let Some(mut draft) = self.context.draft("aws.s3.bucket", id) else { return Ok(()) };
        draft.rests_on(page);
        draft.set("name", Value::from(self.name));
        match needed(self.listed.creation_date(), "the creation date").and_then(|moment| time(Some(moment))) {
            Ok(created) => draft.set("created_at", created),
            Err(fault) => draft.gap("created_at", &fault, None, page.last()),
        }
        self.locate(&mut draft).await?;
        let mut deciding = BTreeMap::new();
        for (field, permission) in FIELDS {
            if draft.wants(field) {
                let asked = self.answer(field, &mut deciding).await?;
                draft.observe(field, asked, permission);
            }
        }
        self.context.put(&draft)
    }

    /// Asks for one of [`FIELDS`], unless another answer leaves nothing to ask.
    async fn answer(
        &self,
        field: &'static str,
        deciding: &mut BTreeMap<&'static str, Asked<Value>>,
    ) -> Result<Asked<Value>, Error> {
        if let Some(asked) = deciding.get(field) {
            return Ok(asked.clone());
        }
        if let Some(other) = decided_by(field) {
            if !deciding.contains_key(other) {
                // Whether it is wanted or not, so that a recording serves every choice of policies.
                deciding.insert(other, self.field(other).await?);
            }
            if let Some(asked) = deciding.get(other).filter(|asked| asked.result.as_ref().is_ok_and(rules_out)) {
                return Ok(Asked { result: Ok(Value::Null), exchanges: asked.exchanges.clone() });
            }
        }
        let asked = self.field(field).await?;
        if ["policy", "versioning"].contains(&field) {
            deciding.insert(field, asked.clone());
        }
        Ok(asked)
    }

    /// Finds the region, if the list did not tell it. Behind an own endpoint there is one server for
    /// all regions, so there it is asked only if it is wanted.
    async fn locate(&self, draft: &mut Draft<'_>) -> Result<(), Error> {
        if let Some(region) = self.listed.bucket_region().filter(|region| is_region(region)) {
            draft.set("region", Value::from(region));
            return Ok(());
        }
        let elsewhere = self.settings.endpoint.is_none() && FIELDS.iter().any(|(field, _)| draft.wants(field));
        if !draft.wants("region") && !elsewhere {
            return Ok(());
        }
        let name = self.name;
        let call = |client: Client| client.get_bucket_location().bucket(name).send();
        let asked = self.ask("s3:GetBucketLocation", call).await?.read(|reply| fields::location(&reply));
        if let Ok(Value::String(region)) = &asked.result {
            region.clone_into(&mut self.region.lock().unwrap_or_else(PoisonError::into_inner));
        }
        draft.observe("region", asked, "s3:GetBucketLocation");
        Ok(())
    }

    fn region(&self) -> String {
        self.region.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes a call in the bucket's region, and once more if the reply names another.
    async fn ask<T, E, F>(&self, operation: &str, call: impl Fn(Client) -> F) -> Result<Asked<T>, Error>
    where
        T: Send,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send,
        E: ProvideErrorMetadata + std::error::Error + Send + 'static,
    {
        let region = self.region();
        let mut asked = self.context.ask(operation, call(self.clients.of(&region))).await?;
        let other = asked.result.as_ref().err().and_then(|fault| fault.region.clone());
        if let Some(other) = other.filter(|other| *other != region && is_region(other)) {
            other.clone_into(&mut self.region.lock().unwrap_or_else(PoisonError::into_inner));
            let again = self.context.ask(operation, call(self.clients.of(&other))).await?;
            asked.result = again.result;
            asked.exchanges.extend(again.exchanges);
        }
        Ok(asked)
    }

    async fn observe<T, E, F>(
        &self,
        operation: &str,
        unset: Unset,
        call: impl Fn(Client) -> F,
        read: impl FnOnce(T) -> Result<Value, Fault>,
    ) -> Result<Asked<Value>, Error>
    where
        T: Send,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send,
        E: ProvideErrorMetadata + std::error::Error + Send + 'static,
    {
        let mut asked = self.ask(operation, call).await?.read(read);
        if asked.result.as_ref().is_err_and(|fault| unset.codes.contains(&fault.code.as_str())) {
            asked.result = Ok(unset.means);
        }
        Ok(asked)
    }
}

/// Fields that take a call each, with the permission of the call.
const FIELDS: [(&str, &str); 12] = [
    ("encryption", "s3:GetEncryptionConfiguration"),
    ("versioning", "s3:GetBucketVersioning"),
    ("public_access_block", "s3:GetBucketPublicAccessBlock"),
    ("policy", "s3:GetBucketPolicy"),
    ("policy_status", "s3:GetBucketPolicyStatus"),
    ("acl", "s3:GetBucketAcl"),
    ("ownership", "s3:GetBucketOwnershipControls"),
    ("logging", "s3:GetBucketLogging"),
    ("lifecycle", "s3:GetLifecycleConfiguration"),
    ("object_lock", "s3:GetBucketObjectLockConfiguration"),
    ("replication", "s3:GetReplicationConfiguration"),
    ("tags", "s3:GetBucketTagging"),
];

/// The field without which another cannot be set: a status is that of the policy, and object lock and
/// replication are only where versions are kept (S3 User Guide, "Locking objects with Object Lock" and
/// "Requirements and considerations for replication"). Versioning cannot be taken back to never.
pub(crate) fn decided_by(field: &str) -> Option<&'static str> {
    match field {
        "policy_status" => Some("policy"),
        "object_lock" | "replication" => Some("versioning"),
        _ => None,
    }
}

/// There is no policy, or versions were never kept.
fn rules_out(deciding: &Value) -> bool {
    deciding.is_null() || deciding["status"] == "Never"
}

impl Bucket<'_> {
    /// Asks for one of [`FIELDS`].
    async fn field(&self, field: &str) -> Result<Asked<Value>, Error> {
        match field {
            "encryption" | "versioning" | "public_access_block" | "object_lock" | "replication" | "lifecycle" => {
                self.protection(field).await
            }
            _ => self.access(field).await,
        }
    }

    async fn protection(&self, field: &str) -> Result<Asked<Value>, Error> {
        let b = self.name;
        match field {
            "encryption" => {
                let unset = null_if(&["ServerSideEncryptionConfigurationNotFoundError"]);
                let call = |c: Client| c.get_bucket_encryption().bucket(b).send();
                self.observe("s3:GetBucketEncryption", unset, call, |r| fields::encryption(&r)).await
            }
            "versioning" => {
                let call = |c: Client| c.get_bucket_versioning().bucket(b).send();
                self.observe("s3:GetBucketVersioning", null_if(&[]), call, |r| fields::versioning(&r)).await
            }
            "public_access_block" => {
                let unset = null_if(&["NoSuchPublicAccessBlockConfiguration"]);
                let call = |c: Client| c.get_public_access_block().bucket(b).send();
                self.observe("s3:GetPublicAccessBlock", unset, call, fields::public_access_block).await
            }
            "object_lock" => {
                let unset = null_if(&["ObjectLockConfigurationNotFoundError"]);
                let call = |c: Client| c.get_object_lock_configuration().bucket(b).send();
                self.observe("s3:GetObjectLockConfiguration", unset, call, |r| fields::object_lock(&r)).await
            }
            "replication" => {
                let unset = null_if(&["ReplicationConfigurationNotFoundError"]);
                let call = |c: Client| c.get_bucket_replication().bucket(b).send();
                self.observe("s3:GetBucketReplication", unset, call, |r| fields::replication(&r)).await
            }
            _ => {
                let unset = null_if(&["NoSuchLifecycleConfiguration"]);
                let call = |c: Client| c.get_bucket_lifecycle_configuration().bucket(b).send();
                self.observe("s3:GetBucketLifecycleConfiguration", unset, call, |r| fields::lifecycle(&r)).await
            }
        }
    }

    async fn access(&self, field: &str) -> Result<Asked<Value>, Error> {
        let b = self.name;
        match field {
            "policy" => {
                let call = |c: Client| c.get_bucket_policy().bucket(b).send();
                self.observe("s3:GetBucketPolicy", null_if(&["NoSuchBucketPolicy"]), call, |r| fields::policy(&r)).await
            }
            "policy_status" => {
                let unset = null_if(&["NoSuchBucketPolicy"]);
                let call = |c: Client| c.get_bucket_policy_status().bucket(b).send();
                self.observe("s3:GetBucketPolicyStatus", unset, call, |r| fields::policy_status(&r)).await
            }
            "acl" => {
                let call = |c: Client| c.get_bucket_acl().bucket(b).send();
                self.observe("s3:GetBucketAcl", null_if(&[]), call, |r| fields::acl(&r)).await
            }
            "ownership" => {
                let unset = null_if(&["OwnershipControlsNotFoundError"]);
                let call = |c: Client| c.get_bucket_ownership_controls().bucket(b).send();
                self.observe("s3:GetBucketOwnershipControls", unset, call, |r| fields::ownership(&r)).await
            }
            "logging" => {
                let call = |c: Client| c.get_bucket_logging().bucket(b).send();
                self.observe("s3:GetBucketLogging", null_if(&[]), call, |r| fields::logging(&r)).await
            }
            _ => {
                let unset = Unset { codes: &["NoSuchTagSet"], means: json!({}) };
                let call = |c: Client| c.get_bucket_tagging().bucket(b).send();
                self.observe("s3:GetBucketTagging", unset, call, |r| Ok(fields::tags(&r))).await
            }
        }
    }
}
