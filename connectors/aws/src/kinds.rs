//! The kinds that this connector delivers, each field with the IAM actions that reading it needs.
//! Every action an operation needs must stand here: the least-privilege policy is printed from it.

use model::{FieldSpec, KindSpec};

const SWEEP: &[&str] = &["iam:GetAccountAuthorizationDetails"];
const REPORT: &[&str] = &["iam:GenerateCredentialReport", "iam:GetCredentialReport"];

type Field = (&'static str, &'static str, &'static [&'static str]);
type KindRow = (&'static str, &'static str, &'static [&'static str], &'static [Field]);

/// All kinds.
pub(crate) fn all() -> Vec<KindSpec> {
    let rows = IAM.iter().chain(S3);
    rows.filter_map(spec).collect()
}

/// A row as a declaration. The names are constants; a test says that each of them parses.
fn spec((kind, title, permissions, fields): &KindRow) -> Option<KindSpec> {
    let owned = |list: &[&str]| list.iter().map(|p| (*p).to_owned()).collect();
    let field = |(name, about, permissions): &Field| {
        Some(FieldSpec { name: name.parse().ok()?, about: (*about).to_owned(), permissions: owned(permissions) })
    };
    Some(KindSpec {
        kind: kind.parse().ok()?,
        title: (*title).to_owned(),
        permissions: owned(permissions),
        on_request: false,
        fields: fields.iter().map(field).collect::<Option<_>>()?,
    })
}

const ATTACHED: Field = ("attached_policies", "managed policies attached: [{name, arn}]", &[]);
const INLINE: Field = ("inline_policies", "inline policies: [{name, document}], documents normalised", &[]);
const TAGS: Field = ("tags", "tags: {key: value}", &[]);
const CREATED: Field = ("created_at", "when it was created, RFC 3339", &[]);
const NAME: Field = ("name", "its name", &[]);
const BOUNDARY: Field = ("permissions_boundary", "ARN of the permissions boundary, or null", &[]);
const ADMIN: Field = (
    "is_admin",
    "true if its policies, its groups', denials and boundary together let it take over the account without condition",
    &[],
);
const RIGHTS: Field = (
    "rights",
    "what leads to more rights: {admin: yes|conditional|no, conditions: [key], via: [policy], actions: [action]|null, \
     conditional_actions: {action: [key]}|null, passes_to: [service]|null}; the last three null for an administrator; \
     actions count on all resources of their type or on itself; control policies of the organisation are not seen",
    &[],
);
const SERVICES_LAST_USED: Field = (
    "services_last_used",
    "of bedrock and sagemaker, those that a policy allows by name: {service: when it was last used, or null}",
    &["iam:GenerateServiceLastAccessedDetails", "iam:GetServiceLastAccessedDetails"],
);

const IAM: &[KindRow] = &[
    (
        "aws.iam.account",
        "IAM settings of an AWS account",
        &[],
        &[
            (
                "summary",
                "counts and flags of the account, in snake_case; the flags are booleans",
                &["iam:GetAccountSummary"],
            ),
            ("password_policy", "the password policy, or null if none is set", &["iam:GetAccountPasswordPolicy"]),
            ("root_credentials", "the root user's row of the credential report", REPORT),
            (
                "virtual_mfa_devices",
                "virtual MFA devices: [{serial_number, user_arn|null, enabled_at|null}]",
                &["iam:ListVirtualMFADevices"],
            ),
            ("support_role_attached", "true if AWSSupportAccess is attached to a user, group or role", SWEEP),
            (
                "aws_policy_holders",
                "who has AWSCloudShellFullAccess, AWSSupportAccess, SecurityAudit: {policy: {users, groups, roles}}",
                SWEEP,
            ),
            (
                "organization_features",
                "central features for root users that are on: [name]; null if the account does not manage an organisation",
                &["iam:ListOrganizationsFeatures"],
            ),
        ],
    ),
    (
        "aws.iam.user",
        "IAM users",
        SWEEP,
        &[
            NAME,
            CREATED,
            TAGS,
            ("groups", "names of the user's groups", &[]),
            INLINE,
            ATTACHED,
            BOUNDARY,
            (
                "credentials",
                "{password_enabled, password_last_used|null, password_last_changed|null, mfa_active, created_at}",
                REPORT,
            ),
            ADMIN,
            RIGHTS,
            SERVICES_LAST_USED,
        ],
    ),
    (
        "aws.iam.access_key",
        "Access keys of IAM users, from the credential report",
        REPORT,
        &[
            ("user", "name of the user", &[]),
            ("number", "1 or 2", &[]),
            ("active", "true if it can be used", &[]),
            ("last_rotated", "when it was created or last rotated, or null", &[]),
            ("last_used", "when it was last used, or null", &[]),
            ("last_used_service", "the service it was last used for, or null", &[]),
        ],
    ),
    (
        "aws.iam.group",
        "IAM groups",
        SWEEP,
        &[NAME, CREATED, INLINE, ATTACHED, ("members", "names of the users in it", &[])],
    ),
    (
        "aws.iam.role",
        "IAM roles",
        SWEEP,
        &[
            NAME,
            ("path", "its path", &[]),
            CREATED,
            ("trust_policy", "who may assume it; document normalised", &[]),
            INLINE,
            ATTACHED,
            BOUNDARY,
            ("last_used", "when it was last used, or null", &[]),
            TAGS,
            ("service_linked", "true if an AWS service owns it", &[]),
            ADMIN,
            RIGHTS,
            SERVICES_LAST_USED,
        ],
    ),
    (
        "aws.iam.policy",
        "Managed policies: the customer's, and those of AWS in use",
        SWEEP,
        &[
            NAME,
            ("aws_managed", "true if AWS keeps it", &[]),
            ("attachment_count", "to how many users, groups and roles it is attached", &[]),
            ("document", "its default version, normalised", &[]),
        ],
    ),
    (
        "aws.iam.saml_provider",
        "SAML identity providers",
        &["iam:ListSAMLProviders"],
        &[("valid_until", "when its metadata expires, or null", &[]), CREATED],
    ),
    (
        "aws.iam.oidc_provider",
        "OpenID Connect identity providers",
        &["iam:ListOpenIDConnectProviders"],
        &[
            ("url", "its URL", &["iam:GetOpenIDConnectProvider"]),
            ("client_ids", "the audiences it may name", &["iam:GetOpenIDConnectProvider"]),
            ("thumbprints", "thumbprints of its certificates", &["iam:GetOpenIDConnectProvider"]),
        ],
    ),
    (
        "aws.iam.server_certificate",
        "Server certificates kept in IAM",
        &["iam:ListServerCertificates"],
        &[NAME, ("uploaded_at", "when it was uploaded", &[]), ("expires_at", "when it expires", &[])],
    ),
];

const S3: &[KindRow] = &[
    (
        "aws.s3.account",
        "S3 settings of an AWS account",
        &[],
        &[(
            "public_access_block",
            "the account's block of public access, or null if none is set",
            &["s3:GetAccountPublicAccessBlock"],
        )],
    ),
    (
        "aws.s3.bucket",
        "S3 buckets",
        &["s3:ListAllMyBuckets"],
        &[
            NAME,
            ("region", "its region", &["s3:GetBucketLocation"]),
            CREATED,
            (
                "encryption",
                "default encryption: null or {algorithm, kms_key_id|null, bucket_key_enabled}",
                &["s3:GetEncryptionConfiguration"],
            ),
            ("versioning", "{status: Enabled|Suspended|Never, mfa_delete}", &["s3:GetBucketVersioning"]),
            ("public_access_block", "the bucket's block of public access, or null", &["s3:GetBucketPublicAccessBlock"]),
            ("policy", "the bucket policy, normalised, or null", &["s3:GetBucketPolicy"]),
            ("policy_status", "null or {is_public}", &["s3:GetBucketPolicyStatus"]),
            ("acl", "{owner_id, grants: [{grantee, type, permission}]}", &["s3:GetBucketAcl"]),
            ("ownership", "object ownership, or null if none is set", &["s3:GetBucketOwnershipControls"]),
            ("logging", "null or {target_bucket, target_prefix}", &["s3:GetBucketLogging"]),
            ("lifecycle", "null or the rules", &["s3:GetLifecycleConfiguration"]),
            (
                "object_lock",
                "null or {enabled, mode|null, days|null, years|null}",
                &["s3:GetBucketObjectLockConfiguration"],
            ),
            ("replication", "null or the rules", &["s3:GetReplicationConfiguration"]),
            ("tags", "tags: {key: value}", &["s3:GetBucketTagging"]),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_is_a_declaration_and_no_name_stands_twice() {
        let specs = all();
        assert_eq!(specs.len(), IAM.len() + S3.len(), "a kind or field name does not parse");
        let kinds: BTreeSet<_> = specs.iter().map(|s| &s.kind).collect();
        assert_eq!(kinds.len(), specs.len());
        for spec in &specs {
            let fields: BTreeSet<_> = spec.fields.iter().map(|f| &f.name).collect();
            assert_eq!(fields.len(), spec.fields.len(), "{}", spec.kind);
        }
    }

    #[test]
    fn every_permission_is_an_iam_action() {
        for spec in all() {
            let fields = spec.fields.iter().flat_map(|f| &f.permissions);
            for permission in spec.permissions.iter().chain(fields) {
                let (service, action) = permission.split_once(':').unwrap();
                assert!(matches!(service, "iam" | "s3"), "{permission}");
                assert!(action.starts_with(|c: char| c.is_ascii_uppercase()), "{permission}");
            }
        }
    }
}
