//! What this connector delivers, with the permissions each part needs (in the words of GitHub's
//! fine-grained permissions). It holds names only and must never hold logic.

use model::{FieldSpec, KindSpec};

/// A kind: name, title, permissions of its list, fields as (name, about, permissions).
type Row = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str, &'static [&'static str])],
);

pub(crate) const ORGANIZATION: &str = "github.org.organization";
pub(crate) const MEMBER: &str = "github.org.member";
pub(crate) const OUTSIDE_COLLABORATOR: &str = "github.org.outside_collaborator";
pub(crate) const ORG_WEBHOOK: &str = "github.org.webhook";
pub(crate) const INSTALLATION: &str = "github.org.installation";
pub(crate) const OAUTH_APP: &str = "github.org.oauth_app";
pub(crate) const REPOSITORY: &str = "github.repo.repository";
pub(crate) const DEPLOY_KEY: &str = "github.repo.deploy_key";
pub(crate) const REPO_WEBHOOK: &str = "github.repo.webhook";

pub(crate) const ORG_ADMIN: &str = "organization administration: read";
pub(crate) const ORG_MEMBERS: &str = "organization members: read";
pub(crate) const ORG_HOOKS: &str = "organization webhooks: read";
pub(crate) const REPO_METADATA: &str = "repository metadata: read";
pub(crate) const REPO_ADMIN: &str = "repository administration: read";
pub(crate) const REPO_CONTENTS: &str = "repository contents: read";
pub(crate) const REPO_HOOKS: &str = "repository webhooks: read";
pub(crate) const REPO_CODE_SCANNING: &str = "repository code scanning alerts: read";

const WEBHOOK_FIELDS: [(&str, &str, &[&str]); 6] = [
    ("url", "Where events are sent, without user, password and query.", &[]),
    ("active", "True if events are sent.", &[]),
    ("insecure_ssl", "True if the receiver's certificate is not checked.", &[]),
    ("content_type", "json or form.", &[]),
    ("secret_set", "True if deliveries are signed with a secret.", &[]),
    ("events", "Names of the events sent.", &[]),
];

const REPO_WEBHOOK_FIELDS: [(&str, &str, &[&str]); 7] = {
    let [a, b, c, d, e, f] = WEBHOOK_FIELDS;
    [("repository", "The repository it belongs to: owner/name.", &[]), a, b, c, d, e, f]
};

const TABLE: &[Row] = &[
    (
        ORGANIZATION,
        "A GitHub organisation",
        &[],
        &[
            ("two_factor_required", "True if members must use two-factor authentication.", &[ORG_ADMIN]),
            (
                "default_repository_permission",
                "What every member may do in every repository: none, read, write or admin.",
                &[ORG_ADMIN],
            ),
            ("members_can_create_public_repositories", "Bool.", &[ORG_ADMIN]),
            ("members_can_delete_repositories", "Bool.", &[ORG_ADMIN]),
            ("members_can_change_repo_visibility", "Bool.", &[ORG_ADMIN]),
            ("members_can_fork_private_repositories", "Bool.", &[ORG_ADMIN]),
            ("web_commit_signoff_required", "Bool.", &[ORG_ADMIN]),
            ("verified", "True if the organisation has a verified domain.", &[]),
            ("owners", "Logins of the organisation's owners, sorted.", &[ORG_MEMBERS]),
            (
                "members_without_two_factor",
                "Logins of members without two-factor authentication, sorted.",
                &[ORG_MEMBERS],
            ),
            (
                "actions",
                "Which Actions may run where: {enabled_repositories, allowed_actions, sha_pinning_required}.",
                &[ORG_ADMIN],
            ),
            ("workflow_permissions", "{default_workflow_permissions, can_approve_pull_request_reviews}.", &[ORG_ADMIN]),
            ("security_defaults", "Which security features new repositories get: {…_for_new: bool}.", &[ORG_ADMIN]),
        ],
    ),
    (
        MEMBER,
        "A member of the organisation",
        &[ORG_MEMBERS],
        &[
            ("role", "admin or member.", &[]),
            ("two_factor", "True if the member uses two-factor authentication.", &[ORG_MEMBERS]),
        ],
    ),
    (
        OUTSIDE_COLLABORATOR,
        "Somebody with access to repositories who is no member",
        &[ORG_MEMBERS],
        &[("two_factor", "True if the collaborator uses two-factor authentication.", &[ORG_MEMBERS])],
    ),
    (ORG_WEBHOOK, "A webhook of the organisation", &[ORG_HOOKS], &WEBHOOK_FIELDS),
    (
        INSTALLATION,
        "A GitHub App installed in the organisation",
        &[ORG_ADMIN],
        &[
            ("app_slug", "The App's name in URLs.", &[]),
            ("repository_selection", "all or selected.", &[]),
            ("permissions", "Permission to level: {contents: write}.", &[]),
            ("suspended", "True if the installation is suspended.", &[]),
        ],
    ),
    (
        OAUTH_APP,
        "An OAuth app on which the organisation decided, as far back as its audit log reaches",
        &[ORG_ADMIN],
        &[
            ("name", "The app's name in the audit log. Apps of one name are one here.", &[]),
            (
                "state",
                "The last decision in the log: approved, denied, blocked or unblocked. After unblocked the log does not say whether the app has access.",
                &[],
            ),
            ("decided_at", "When that was; RFC 3339, UTC.", &[]),
            (
                "log_reaches_days",
                "How far back the log reaches; null on GitHub Enterprise Server, which has a setting for it. What was decided before, and what members granted while the organisation restricted no app, is not seen.",
                &[],
            ),
        ],
    ),
    (
        REPOSITORY,
        "A repository",
        &[REPO_METADATA],
        &[
            ("visibility", "public, private or internal.", &[]),
            ("archived", "True if it is read-only.", &[]),
            ("fork", "True if it is a fork.", &[]),
            ("empty", "True if it has no commits.", &[]),
            ("default_branch", "Name of the default branch; null if the repository is empty.", &[]),
            ("created_at", "RFC 3339, UTC.", &[]),
            ("pushed_at", "RFC 3339, UTC; null if nothing was ever pushed.", &[]),
            ("viewer_is_admin", "True if the caller is an administrator of it.", &[]),
            (
                "protection",
                "What protects the default branch, classic protection and rulesets together; null if nothing does.",
                &[REPO_ADMIN],
            ),
            (
                "security",
                "State of its security features: {secret_scanning, push_protection, …: enabled, disabled or null}.",
                &[REPO_ADMIN],
            ),
            ("dependabot_alerts", "True if Dependabot alerts are on.", &[REPO_ADMIN]),
            (
                "code_scanning",
                "{default_setup: state, analyses: whether any was uploaded; null if the default setup runs}.",
                &[REPO_ADMIN, REPO_CODE_SCANNING],
            ),
            (
                "workflow_permissions",
                "{default_workflow_permissions, can_approve_pull_request_reviews}.",
                &[REPO_ADMIN],
            ),
            ("actions", "{enabled: bool, allowed_actions}.", &[REPO_ADMIN]),
            (
                "private_vulnerability_reporting",
                "Bool; null if the repository is not public, where it does not exist.",
                &[],
            ),
            (
                "codeowners",
                "True if a CODEOWNERS file is in one of its three places on the default branch.",
                &[REPO_CONTENTS],
            ),
        ],
    ),
    (
        DEPLOY_KEY,
        "A deploy key of a repository",
        &[REPO_ADMIN],
        &[
            ("repository", "The repository it opens: owner/name.", &[]),
            ("title", "Its title.", &[]),
            ("read_only", "True if it cannot push.", &[]),
            ("created_at", "RFC 3339, UTC.", &[]),
            ("last_used", "RFC 3339, UTC; null if never.", &[]),
            ("verified", "Bool.", &[]),
        ],
    ),
    (REPO_WEBHOOK, "A webhook of a repository", &[REPO_HOOKS], &REPO_WEBHOOK_FIELDS),
];

/// All kinds of this connector.
pub(crate) fn all() -> Vec<KindSpec> {
    let texts = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let specs = TABLE.iter().filter_map(|(kind, title, permissions, fields)| {
        let fields = fields.iter().filter_map(|(name, about, permissions)| {
            Some(FieldSpec { name: name.parse().ok()?, about: (*about).to_owned(), permissions: texts(permissions) })
        });
        Some(KindSpec {
            kind: kind.parse().ok()?,
            title: (*title).to_owned(),
            permissions: texts(permissions),
            on_request: false,
            fields: fields.collect(),
        })
    });
    specs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_good_kind_with_good_fields() {
        let specs = all();
        assert_eq!(specs.len(), TABLE.len());
        for (spec, row) in specs.iter().zip(TABLE) {
            assert_eq!(spec.fields.len(), row.3.len(), "{}", spec.kind);
        }
    }
}
