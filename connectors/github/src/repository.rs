//! One repository: each field by the question that answers it. A refusal is that field's gap.

use std::collections::BTreeSet;

use collect::Error;
use model::ExchangeId;
use serde_json::{Map, Value, json};

use crate::client::{Ask, segment};
use crate::context::Context;
use crate::draft::{Draft, Wanted, flag, optional_text, optional_time, text, time};
use crate::errors::{Asked, Trouble, message_of, refused};
use crate::integrations::put_webhook;
use crate::kinds::{REPO_ADMIN, REPO_CODE_SCANNING, REPO_HOOKS, REPO_METADATA};
use crate::organization::{ask_and, workflow_permissions};
use crate::paging::{Item, List, list};
use crate::repositories::{Listed, Wants};
use crate::rulesets::{Branch, OrgRulesets, protection};

/// Member of `security` → member of GitHub's `security_and_analysis`.
const SECURITY: [(&str, &str); 7] = [
    ("advanced_security", "/advanced_security/status"),
    ("code_security", "/code_security/status"),
    ("secret_scanning", "/secret_scanning/status"),
    ("push_protection", "/secret_scanning_push_protection/status"),
    ("non_provider_patterns", "/secret_scanning_non_provider_patterns/status"),
    ("validity_checks", "/secret_scanning_validity_checks/status"),
    ("dependabot_security_updates", "/dependabot_security_updates/status"),
];

/// How much of a list that is spread over the repositories was seen.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) pages: u32,
    pub(crate) items: u64,
    pub(crate) complete: bool,
    /// The replies that it was read from.
    pub(crate) exchanges: BTreeSet<ExchangeId>,
}

impl Default for Part {
    fn default() -> Self {
        Self { pages: 0, items: 0, complete: true, exchanges: BTreeSet::new() }
    }
}

impl Part {
    pub(crate) fn add(&mut self, other: &Self) {
        self.exchanges.extend(other.exchanges.iter().cloned());
        self.pages = self.pages.saturating_add(other.pages);
        self.items += other.items;
        self.complete &= other.complete;
    }
}

/// Looks at one repository; returns what was seen of its deploy keys and webhooks.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn visit(
    context: &Context<'_>,
    wants: Wants<'_>,
    listed: &Listed,
    cache: &OrgRulesets,
) -> Result<(Part, Part), Error> {
    let visit = Visit { context, listed, path: repository_path(&listed.full_name) };
    if let Some(wanted) = wants.repository {
        let mut draft = context.draft(wanted, &listed.full_name);
        draft.rests_on(&listed.exchanges);
        visit.put_listed(&mut draft);
        let (outcome, exchanges) = wire::traced(visit.put_asked(&mut draft, wanted, cache)).await;
        outcome?;
        draft.rests_on(&exchanges);
        draft.finish(context.out)?;
    }
    let mut parts = (Part::default(), Part::default());
    if let Some(wanted) = wants.deploy_key {
        parts.0 = visit.deploy_keys(wanted).await?;
    }
    if let Some(wanted) = wants.webhook {
        parts.1 = visit.webhooks(wanted).await?;
    }
    Ok(parts)
}

fn repository_path(full_name: &str) -> String {
    let parts: Vec<String> = full_name.split('/').map(segment).collect();
    format!("/repos/{}", parts.join("/"))
}

struct Visit<'a> {
    context: &'a Context<'a>,
    listed: &'a Listed,
    path: String,
}

impl Visit<'_> {
    fn ask(&self, operation: &'static str, tail: &str, permission: &'static str) -> Ask {
        Ask { operation, path: format!("{}{tail}", self.path), permission }
    }

    fn viewer_is_admin(&self) -> Result<bool, Trouble> {
        let admin = self.listed.value.pointer("/permissions/admin").and_then(Value::as_bool);
        admin.ok_or_else(|| Trouble::denied(REPO_METADATA, "the list does not say what the caller may do here"))
    }

    /// The fields that the list and the batch gave.
    fn put_listed(&self, draft: &mut Draft<'_>) {
        let value = &self.listed.value;
        draft.put("visibility", text(value, "/visibility"));
        draft.put("archived", flag(value, "/archived"));
        draft.put("fork", flag(value, "/fork"));
        draft.put("created_at", time(value, "/created_at"));
        draft.put("pushed_at", optional_time(value, "/pushed_at"));
        draft.put("viewer_is_admin", self.viewer_is_admin().map(|admin| json!(admin)));
        draft.put("security", self.security());
        let branch = self.default_branch();
        draft.put("empty", branch.as_ref().map(|branch| json!(branch.is_none())).map_err(Clone::clone));
        draft.put("default_branch", branch.map(|branch| json!(branch)));
        let codeowners = self.listed.facts.as_ref().map(|facts| facts.codeowners.clone());
        draft.put("codeowners", codeowners.unwrap_or_else(|| Err(no_facts())).map(|found| json!(found)));
    }

    /// The default branch, `None` if the repository is empty.
    fn default_branch(&self) -> Result<Option<String>, Trouble> {
        self.listed.facts.as_ref().map_or_else(|| Err(no_facts()), |facts| facts.default_branch.clone())
    }

    fn security(&self) -> Result<Value, Trouble> {
        let Some(block) = self.listed.value.get("security_and_analysis").filter(|block| block.is_object()) else {
            let message = "the list does not show security_and_analysis to this caller";
            return Err(Trouble::denied(REPO_ADMIN, message).at(self.listed.exchange.as_ref()));
        };
        let states = SECURITY.map(|(name, pointer)| Ok((name.to_owned(), optional_text(block, pointer)?)));
        Ok(Value::Object(states.into_iter().collect::<Result<Map<_, _>, Trouble>>()?))
    }

    /// The fields that take a question of their own.
    async fn put_asked(&self, draft: &mut Draft<'_>, wanted: Wanted<'_>, cache: &OrgRulesets) -> Result<(), Error> {
        if wanted.has("protection") {
            draft.put("protection", self.protection(cache).await?);
        }
        if wanted.has("dependabot_alerts") {
            draft.put("dependabot_alerts", self.dependabot_alerts().await?);
        }
        if wanted.has("code_scanning") {
            draft.put("code_scanning", self.code_scanning().await?);
        }
        if wanted.has("workflow_permissions") {
            let operation = "GET /repos/{owner}/{repo}/actions/permissions/workflow";
            let ask = self.ask(operation, "/actions/permissions/workflow", REPO_ADMIN);
            draft.put("workflow_permissions", ask_and(self.context, &ask, workflow_permissions).await?);
        }
        if wanted.has("actions") {
            let ask = self.ask("GET /repos/{owner}/{repo}/actions/permissions", "/actions/permissions", REPO_ADMIN);
            draft.put("actions", ask_and(self.context, &ask, actions).await?);
        }
        if wanted.has("private_vulnerability_reporting") {
            draft.put("private_vulnerability_reporting", self.private_reporting().await?);
        }
        Ok(())
    }

    async fn protection(&self, cache: &OrgRulesets) -> Asked<Value> {
        let listed = self.listed.value.get("default_branch").and_then(Value::as_str);
        let name = match (self.default_branch(), listed) {
            (Ok(None), _) => return Ok(Ok(Value::Null)),
            (Ok(Some(name)), _) => name,
            // Whether it is empty is not known, but a branch that GitHub knows settles that.
            (Err(_), Some(name)) => name.to_owned(),
            (Err(trouble), None) => return Ok(Err(trouble)),
        };
        let viewer_is_admin = self.viewer_is_admin().unwrap_or(false);
        let branch = Branch { repository: &self.path, name: &name, viewer_is_admin };
        protection(self.context, &branch, cache).await
    }

    /// 204 is on. 404 is off only to an administrator, or in GitHub's own words.
    async fn dependabot_alerts(&self) -> Asked<Value> {
        let operation = "GET /repos/{owner}/{repo}/vulnerability-alerts";
        let ask = self.ask(operation, "/vulnerability-alerts", REPO_ADMIN);
        let reply = match self.context.client.send(&ask).await? {
            Ok(reply) => reply,
            Err(trouble) => return Ok(Err(trouble)),
        };
        match reply.status.as_u16() {
            204 => return Ok(Ok(json!(true))),
            404 => {
                let off = message_of(&reply.body) == "Vulnerability alerts are disabled.";
                if off || (self.viewer_is_admin() == Ok(true) && reply.parse(operation).is_ok()) {
                    return Ok(Ok(json!(false)));
                }
            }
            _ => {}
        }
        let trouble = refused(operation, REPO_ADMIN, reply.status, &reply.headers, &reply.body);
        Ok(Err(trouble.at(reply.exchange.as_ref())))
    }

    async fn code_scanning(&self) -> Asked<Value> {
        let operation = "GET /repos/{owner}/{repo}/code-scanning/default-setup";
        let ask = self.ask(operation, "/code-scanning/default-setup", REPO_ADMIN);
        let state = match ask_and(self.context, &ask, |reply| text(reply, "/state")).await? {
            Ok(state) => state,
            Err(trouble) => return Ok(Err(trouble)),
        };
        if state == json!("configured") {
            return Ok(Ok(json!({ "default_setup": state, "analyses": null })));
        }
        let operation = "GET /repos/{owner}/{repo}/code-scanning/analyses";
        let ask = self.ask(operation, "/code-scanning/analyses?per_page=1", REPO_CODE_SCANNING);
        let reply = match self.context.client.send(&ask).await? {
            Ok(reply) => reply,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let analyses = match reply.status.as_u16() {
            404 if message_of(&reply.body) == "no analysis found" => Ok(false),
            _ => reply.json(&ask).and_then(|page| match page.as_array() {
                Some(page) => Ok(!page.is_empty()),
                None => Err(Trouble::bad_reply(format!("{operation}: the page holds no list"))),
            }),
        };
        Ok(analyses.map(|analyses| json!({ "default_setup": state, "analyses": analyses })))
    }

    /// It exists for public repositories only.
    async fn private_reporting(&self) -> Asked<Value> {
        match self.listed.value.get("visibility").and_then(Value::as_str) {
            Some("public") => {}
            Some(_) => return Ok(Ok(Value::Null)),
            None => return Ok(Err(Trouble::bad_reply("the list does not say whether the repository is public"))),
        }
        let operation = "GET /repos/{owner}/{repo}/private-vulnerability-reporting";
        let ask = self.ask(operation, "/private-vulnerability-reporting", REPO_METADATA);
        ask_and(self.context, &ask, |reply| flag(reply, "/enabled")).await
    }

    async fn deploy_keys(&self, wanted: Wanted<'_>) -> Result<Part, Error> {
        let ask = self.ask("GET /repos/{owner}/{repo}/keys", "/keys?per_page=100", REPO_ADMIN);
        let keys = list(&self.context.client, &ask, None).await?;
        self.put_items(wanted, &keys, "keys", |draft, key| {
            draft.put("title", text(key, "/title"));
            draft.put("read_only", flag(key, "/read_only"));
            draft.put("created_at", time(key, "/created_at"));
            draft.put("last_used", optional_time(key, "/last_used"));
            draft.put("verified", flag(key, "/verified"));
        })
    }

    async fn webhooks(&self, wanted: Wanted<'_>) -> Result<Part, Error> {
        let ask = self.ask("GET /repos/{owner}/{repo}/hooks", "/hooks?per_page=100", REPO_HOOKS);
        let hooks = list(&self.context.client, &ask, None).await?;
        self.put_items(wanted, &hooks, "hooks", put_webhook)
    }

    fn put_items(
        &self,
        wanted: Wanted<'_>,
        list: &List,
        noun: &str,
        put: fn(&mut Draft<'_>, &Value),
    ) -> Result<Part, Error> {
        let gap = |trouble: &Trouble| {
            let message = format!("{}: {}", self.listed.full_name, trouble.message);
            self.context.list_gap(wanted.kind, &Trouble { message, ..trouble.clone() });
        };
        let mut complete = list.complete();
        for Item { value, exchange } in &list.items {
            let Some(id) = value.get("id").and_then(Value::as_u64) else {
                gap(&Trouble::bad_reply(format!("one of its {noun} has no id")).at(exchange.as_ref()));
                complete = false;
                continue;
            };
            let mut draft = self.context.draft(wanted, &format!("{}/{noun}/{id}", self.listed.full_name));
            draft.rests_on(exchange);
            draft.put("repository", Ok(json!(self.listed.full_name)));
            put(&mut draft, value);
            draft.finish(self.context.out)?;
        }
        if let Some(trouble) = &list.trouble {
            gap(trouble);
        }
        Ok(Part { pages: list.pages, items: list.items.len() as u64, complete, exchanges: list.exchanges.clone() })
    }
}

fn no_facts() -> Trouble {
    Trouble::bad_reply("the list gives the repository no node_id, so nothing more could be asked about it")
}

fn actions(reply: &Value) -> Result<Value, Trouble> {
    Ok(json!({
        "enabled": flag(reply, "/enabled")?,
        "allowed_actions": optional_text(reply, "/allowed_actions")?,
    }))
}
