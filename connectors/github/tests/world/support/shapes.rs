//! Replies in the shapes that GitHub documents. `contract/` checks each against GitHub's own
//! OpenAPI description once it stands in a fixture.

use serde_json::{Value, json};

const API: &str = "https://api.github.com";
const WEB: &str = "https://github.com";

/// A person, as lists show one.
pub fn person(login: &str, id: u64) -> Value {
    let user = format!("{API}/users/{login}");
    json!({
        "login": login, "id": id, "node_id": format!("U_{id}"), "avatar_url": format!("https://avatars.example/{id}"),
        "gravatar_id": "", "url": user, "html_url": format!("{WEB}/{login}"), "followers_url": format!("{user}/followers"),
        "following_url": format!("{user}/following{{/other_user}}"), "gists_url": format!("{user}/gists{{/gist_id}}"),
        "starred_url": format!("{user}/starred{{/owner}}{{/repo}}"), "subscriptions_url": format!("{user}/subscriptions"),
        "organizations_url": format!("{user}/orgs"), "repos_url": format!("{user}/repos"),
        "events_url": format!("{user}/events{{/privacy}}"), "received_events_url": format!("{user}/received_events"),
        "type": "User", "site_admin": false,
    })
}

/// The caller, as `GET /user` shows one.
pub fn caller(login: &str) -> Value {
    let mut user = person(login, 10);
    let more = json!({
        "user_view_type": "public", "name": login, "company": null, "blog": "", "location": null, "email": null,
        "hireable": null, "bio": null, "public_repos": 0, "public_gists": 0, "followers": 0, "following": 0,
        "created_at": "2024-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
    });
    extend(&mut user, more);
    user
}

/// The organisation `acme`, as its owners see it.
pub fn organization(public: u64, private: u64) -> Value {
    let mut org = stranger_organization(public);
    let more = json!({
        "total_private_repos": private, "owned_private_repos": private, "private_gists": 0, "disk_usage": 100,
        "collaborators": 1, "billing_email": "billing@acme.example", "default_repository_permission": "read",
        "members_can_create_repositories": true, "two_factor_requirement_enabled": true,
        "members_can_create_public_repositories": false, "members_can_create_private_repositories": true,
        "members_can_create_internal_repositories": true, "members_can_fork_private_repositories": false,
        "members_can_delete_repositories": false, "members_can_change_repo_visibility": false,
        "web_commit_signoff_required": true, "advanced_security_enabled_for_new_repositories": false,
        "dependabot_alerts_enabled_for_new_repositories": true,
        "dependabot_security_updates_enabled_for_new_repositories": true,
        "dependency_graph_enabled_for_new_repositories": true,
        "secret_scanning_enabled_for_new_repositories": true,
        "secret_scanning_push_protection_enabled_for_new_repositories": false,
    });
    extend(&mut org, more);
    org
}

/// The organisation `acme`, as everybody sees it.
pub fn stranger_organization(public: u64) -> Value {
    let org = format!("{API}/orgs/acme");
    json!({
        "login": "acme", "id": 1, "node_id": "O_1", "url": org, "repos_url": format!("{org}/repos"),
        "events_url": format!("{org}/events"), "hooks_url": format!("{org}/hooks"), "issues_url": format!("{org}/issues"),
        "members_url": format!("{org}/members{{/member}}"), "public_members_url": format!("{org}/public_members{{/member}}"),
        "avatar_url": "https://avatars.example/1", "description": "Sample", "name": "Acme",
        "blog": "https://acme.example", "is_verified": true,
        "has_organization_projects": true, "has_repository_projects": true, "public_repos": public, "public_gists": 0,
        "followers": 0, "following": 0, "html_url": format!("{WEB}/acme"), "created_at": "2024-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z", "archived_at": null, "type": "Organization",
    })
}

/// A repository of `acme`, as the list shows one.
pub fn repository(name: &str, id: u64, admin: bool) -> Value {
    let url = format!("{API}/repos/acme/{name}");
    let mut repository = json!({
        "id": id, "node_id": format!("R_{id}"), "name": name, "full_name": format!("acme/{name}"),
        "owner": person("acme", 1), "private": true, "visibility": "private", "html_url": format!("{WEB}/acme/{name}"),
        "description": null, "fork": false, "url": url, "archived": false, "disabled": false, "default_branch": "main",
        "git_url": format!("git:github.com/acme/{name}.git"), "ssh_url": format!("git@github.com:acme/{name}.git"),
        "created_at": "2025-01-01T00:00:00Z", "pushed_at": "2026-10-01T00:00:00Z", "updated_at": "2026-10-01T00:00:00Z",
        "permissions": {"admin": admin, "maintain": admin, "push": true, "triage": true, "pull": true},
    });
    for (member, tail) in LINKS {
        repository[member] = json!(format!("{url}{tail}"));
    }
    if admin {
        let on = json!({"status": "enabled"});
        repository["security_and_analysis"] = json!({
            "advanced_security": {"status": "disabled"}, "secret_scanning": on, "secret_scanning_push_protection": on,
            "dependabot_security_updates": {"status": "disabled"},
        });
    }
    repository
}

const LINKS: [(&str, &str); 36] = [
    ("archive_url", "/{archive_format}{/ref}"),
    ("assignees_url", "/assignees{/user}"),
    ("blobs_url", "/git/blobs{/sha}"),
    ("branches_url", "/branches{/branch}"),
    ("collaborators_url", "/collaborators{/collaborator}"),
    ("comments_url", "/comments{/number}"),
    ("commits_url", "/commits{/sha}"),
    ("compare_url", "/compare/{base}...{head}"),
    ("contents_url", "/contents/{+path}"),
    ("contributors_url", "/contributors"),
    ("deployments_url", "/deployments"),
    ("downloads_url", "/downloads"),
    ("events_url", "/events"),
    ("forks_url", "/forks"),
    ("git_commits_url", "/git/commits{/sha}"),
    ("git_refs_url", "/git/refs{/sha}"),
    ("git_tags_url", "/git/tags{/sha}"),
    ("hooks_url", "/hooks"),
    ("issue_comment_url", "/issues/comments{/number}"),
    ("issue_events_url", "/issues/events{/number}"),
    ("issues_url", "/issues{/number}"),
    ("keys_url", "/keys{/key_id}"),
    ("labels_url", "/labels{/name}"),
    ("languages_url", "/languages"),
    ("merges_url", "/merges"),
    ("milestones_url", "/milestones{/number}"),
    ("notifications_url", "/notifications{?since,all,participating}"),
    ("pulls_url", "/pulls{/number}"),
    ("releases_url", "/releases{/id}"),
    ("stargazers_url", "/stargazers"),
    ("statuses_url", "/statuses/{sha}"),
    ("subscribers_url", "/subscribers"),
    ("subscription_url", "/subscription"),
    ("tags_url", "/tags"),
    ("teams_url", "/teams"),
    ("trees_url", "/git/trees{/sha}"),
];

/// An answer to the GraphQL page query, with one repository: `None` for an empty one.
pub fn page(name: &str, branch: Option<&str>, codeowners: bool) -> Value {
    let file = codeowners.then(|| json!({"__typename": "Blob"}));
    json!({"data": {"nodes": [{
        "__typename": "Repository", "nameWithOwner": format!("acme/{name}"), "isEmpty": branch.is_none(),
        "defaultBranchRef": branch.map(|branch| json!({ "name": branch })),
        "codeownersGithub": file, "codeownersRoot": null, "codeownersDocs": null,
    }]}})
}

/// Classic protection of a branch of `acme/api` with everything on that makes it stricter.
pub fn strict_classic(branch: &str) -> Value {
    let url = format!("{API}/repos/acme/api/branches/{branch}/protection");
    let mut classic = bare_classic(branch);
    let more = json!({
        "required_status_checks": {
            "url": format!("{url}/required_status_checks"), "strict": true, "contexts": ["build", "test"],
            "contexts_url": format!("{url}/required_status_checks/contexts"),
            "checks": [{"context": "build", "app_id": null}, {"context": "test", "app_id": 15368}],
        },
        "required_pull_request_reviews": {
            "url": format!("{url}/required_pull_request_reviews"), "dismiss_stale_reviews": true,
            "require_code_owner_reviews": true, "require_last_push_approval": true, "required_approving_review_count": 2,
        },
        "enforce_admins": {"url": format!("{url}/enforce_admins"), "enabled": true},
        "required_linear_history": {"enabled": true},
        "allow_force_pushes": {"enabled": false},
        "allow_deletions": {"enabled": false},
    });
    extend(&mut classic, more);
    classic
}

/// Classic protection of a branch of `acme/api` that requires nothing and forbids nothing.
pub fn bare_classic(branch: &str) -> Value {
    let url = format!("{API}/repos/acme/api/branches/{branch}/protection");
    let off = json!({"enabled": false});
    json!({
        "url": url, "required_signatures": {"url": format!("{url}/required_signatures"), "enabled": false},
        "enforce_admins": {"url": format!("{url}/enforce_admins"), "enabled": false},
        "required_linear_history": off, "allow_force_pushes": {"enabled": true}, "allow_deletions": {"enabled": true},
        "block_creations": off, "required_conversation_resolution": off, "lock_branch": off, "allow_fork_syncing": off,
    })
}

/// A ruleset: where it is from decides what it is called.
pub struct Ruleset {
    pub id: u64,
    pub of_organization: bool,
    pub enforcement: &'static str,
    /// `None`: the caller is not shown them.
    pub bypass_actors: Option<Value>,
}

impl Ruleset {
    pub fn new(id: u64) -> Self {
        Self { id, of_organization: false, enforcement: "active", bypass_actors: Some(json!([])) }
    }

    fn origin(&self) -> (&str, &str) {
        if self.of_organization { ("Organization", "acme") } else { ("Repository", "acme/api") }
    }

    /// As the list of rulesets shows it.
    pub fn listed(&self) -> Value {
        let (source_type, source) = self.origin();
        json!({
            "id": self.id, "name": format!("ruleset {}", self.id), "target": "branch", "source_type": source_type,
            "source": source, "enforcement": self.enforcement, "node_id": format!("RRS_{}", self.id),
            "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
        })
    }

    /// As it shows itself.
    pub fn detailed(&self) -> Value {
        let mut detailed = self.listed();
        detailed["conditions"] = json!({"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}});
        if self.of_organization {
            detailed["conditions"]["repository_name"] = json!({"include": ["~ALL"], "exclude": [], "protected": true});
        }
        detailed["rules"] = json!([{"type": "deletion"}, {"type": "non_fast_forward"}]);
        if let Some(actors) = &self.bypass_actors {
            detailed["bypass_actors"] = actors.clone();
        }
        detailed
    }

    /// Its rules on a branch: all that the policies ask for.
    pub fn strict_rules(&self) -> Vec<Value> {
        let reviews = json!({
            "required_approving_review_count": 1, "dismiss_stale_reviews_on_push": true, "require_code_owner_review": true,
            "require_last_push_approval": true, "required_review_thread_resolution": true,
            "allowed_merge_methods": ["squash"],
        });
        let checks = json!({
            "strict_required_status_checks_policy": true,
            "required_status_checks": [{"context": "build", "integration_id": 15368}],
        });
        let rules = [
            ("deletion", None),
            ("non_fast_forward", None),
            ("pull_request", Some(reviews)),
            ("required_status_checks", Some(checks)),
        ];
        let (source_type, source) = self.origin();
        let rules = rules.into_iter().map(|(kind, parameters)| {
            let mut rule = json!({
                "type": kind, "ruleset_source_type": source_type, "ruleset_source": source, "ruleset_id": self.id,
            });
            if let Some(parameters) = parameters {
                rule["parameters"] = parameters;
            }
            rule
        });
        rules.collect()
    }
}

/// Adds the members of `more` to `value`.
pub fn extend(value: &mut Value, more: Value) {
    let Value::Object(more) = more else { panic!("not an object") };
    value.as_object_mut().unwrap().extend(more);
}
