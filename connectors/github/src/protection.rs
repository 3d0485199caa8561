//! What protects a branch: classic protection and rulesets, merged into one statement. A pure
//! function of replies; it must never take a setting that a reply does not mention for one that is off.
//!
//! Classic protection and rulesets apply together, so the effective value of each setting is the
//! stricter one (docs.github.com, "About rulesets", "Rule layering").

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// A rule that applies to the branch, as `GET /repos/{owner}/{repo}/rules/branches/{branch}` gives
/// it. That operation leaves out rulesets that are disabled or only evaluated.
pub(crate) type Rule = Value;

/// What is known of an active ruleset beyond its rules.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Detail {
    pub(crate) name: Option<String>,
    /// `None` if the caller may not read them.
    pub(crate) bypass_actors: Option<Vec<Value>>,
}

/// Everything that was read about one branch.
#[derive(Debug, Clone, Default)]
pub(crate) struct Input {
    /// The classic protection; `None` if it was observed to be absent.
    pub(crate) classic: Option<Value>,
    /// The rules of active rulesets.
    pub(crate) rules: Vec<Rule>,
    /// By ruleset id.
    pub(crate) details: BTreeMap<u64, Detail>,
    /// Rulesets that only watch, as `{id, name}`.
    pub(crate) evaluate_only: Vec<Value>,
}

/// The `protection` field: `null` if nothing protects the branch.
///
/// `admins_enforced` and `bypass_actors` are left out of it when a ruleset's bypass list cannot be
/// read and nothing else settles them.
///
/// # Errors
/// When the replies do not say something that a verdict would rest on; the text names it.
pub(crate) fn merge(input: &Input) -> Result<Value, String> {
    let rulesets = rulesets(input)?;
    if input.classic.is_none() && rulesets.is_empty() {
        return Ok(Value::Null);
    }
    let classic = Classic::read(input.classic.as_ref())?;
    let rules = Rules::read(&input.rules)?;
    let either = |name: &str, classic: Option<bool>, rule: bool| match (classic, rule) {
        (_, true) => Ok(true),
        (Some(on), false) => Ok(on),
        (None, false) => Err(format!("the branch protection does not say {name}")),
    };
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| out.insert(name.to_owned(), value);
    put("classic", json!(input.classic.is_some()));
    put("pull_request_required", json!(classic.pull_request || rules.pull_request));
    put("required_approvals", json!(classic.approvals.max(rules.approvals)));
    put("dismiss_stale_reviews", json!(classic.dismiss_stale || rules.dismiss_stale));
    put("require_code_owner_review", json!(classic.code_owner || rules.code_owner));
    put("require_last_push_approval", json!(classic.last_push || rules.last_push));
    put("required_status_checks", json!(classic.checks.union(&rules.checks).collect::<Vec<_>>()));
    put("strict_status_checks", json!(classic.strict || rules.strict));
    put("force_push_blocked", json!(either("allow_force_pushes", classic.force_push_blocked, rules.force_push)?));
    put("deletion_blocked", json!(either("allow_deletions", classic.deletion_blocked, rules.deletion)?));
    put("signatures_required", json!(either("required_signatures", classic.signatures, rules.signatures)?));
    put("linear_history_required", json!(either("required_linear_history", classic.linear, rules.linear)?));
    if let Some(enforced) = admins_enforced(&classic, &rulesets) {
        put("admins_enforced", json!(enforced));
    }
    if let Some(actors) = bypass_actors(&classic, &rulesets) {
        put("bypass_actors", json!(actors));
    }
    put("evaluate_only", json!(input.evaluate_only));
    put("rulesets", rulesets.into_iter().map(|ruleset| ruleset.value).collect());
    Ok(Value::Object(out))
}

/// An active ruleset with rules on the branch.
struct Ruleset {
    value: Value,
    carries_pull_request: bool,
    bypass_actors: Option<Vec<Value>>,
}

fn rulesets(input: &Input) -> Result<Vec<Ruleset>, String> {
    let mut found: BTreeMap<u64, Ruleset> = BTreeMap::new();
    for rule in &input.rules {
        let id = ruleset_id(rule).ok_or("a rule does not say which ruleset it is from")?;
        let is_pull_request = rule_type(rule)? == "pull_request";
        let ruleset = found.entry(id).or_insert_with(|| {
            let detail = input.details.get(&id).cloned().unwrap_or_default();
            let value = json!({
                "id": id,
                "name": detail.name,
                "source_type": rule.get("ruleset_source_type"),
                "source": rule.get("ruleset_source"),
                "enforcement": "active",
                "bypass_actors": detail.bypass_actors.as_ref().map(|actors| actors.iter().map(actor).collect::<Vec<_>>()),
            });
            Ruleset { value, carries_pull_request: false, bypass_actors: detail.bypass_actors }
        });
        ruleset.carries_pull_request |= is_pull_request;
    }
    Ok(found.into_values().collect())
}

/// The ruleset that a rule is from.
pub(crate) fn ruleset_id(rule: &Rule) -> Option<u64> {
    rule.get("ruleset_id").and_then(Value::as_u64)
}

fn rule_type(rule: &Rule) -> Result<&str, String> {
    rule.get("type").and_then(Value::as_str).ok_or_else(|| "a rule has no type".to_owned())
}

fn actor(value: &Value) -> Value {
    json!({
        "actor_type": value.get("actor_type"),
        "actor_id": value.get("actor_id"),
        "bypass_mode": value.get("bypass_mode").cloned().unwrap_or_else(|| json!("always")),
    })
}

/// Administrators are held if the classic protection that requires pull requests says so, or if
/// nobody may bypass any of the rulesets that require them. Where nothing requires pull requests, all
/// that protects the branch is asked instead. `None`: not known.
fn admins_enforced(classic: &Classic, rulesets: &[Ruleset]) -> Option<bool> {
    let any_carries = classic.pull_request || rulesets.iter().any(|ruleset| ruleset.carries_pull_request);
    if classic.enforce_admins && (classic.pull_request || !any_carries) {
        return Some(true);
    }
    let mut carriers = rulesets.iter().filter(|ruleset| ruleset.carries_pull_request || !any_carries).peekable();
    if carriers.peek().is_none() {
        return Some(false);
    }
    let mut all_known = true;
    for ruleset in carriers {
        match &ruleset.bypass_actors {
            Some(actors) if !actors.is_empty() => return Some(false),
            Some(_) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(true)
}

/// Everybody who may go around a rule. `None`: nobody is known to, but not every list could be read.
fn bypass_actors(classic: &Classic, rulesets: &[Ruleset]) -> Option<Vec<Value>> {
    let mut actors = classic.bypass.clone();
    for listed in rulesets.iter().filter_map(|ruleset| ruleset.bypass_actors.as_ref()).flatten() {
        let listed = actor(listed);
        if !actors.contains(&listed) {
            actors.push(listed);
        }
    }
    let all_known = rulesets.iter().all(|ruleset| ruleset.bypass_actors.is_some());
    (all_known || !actors.is_empty()).then_some(actors)
}

/// Classic protection. `None` in a toggle: the reply does not mention it, as old servers do not.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "GitHub's settings are independent of each other")]
struct Classic {
    pull_request: bool,
    approvals: u64,
    dismiss_stale: bool,
    code_owner: bool,
    last_push: bool,
    checks: BTreeSet<String>,
    strict: bool,
    force_push_blocked: Option<bool>,
    deletion_blocked: Option<bool>,
    signatures: Option<bool>,
    linear: Option<bool>,
    enforce_admins: bool,
    bypass: Vec<Value>,
}

impl Classic {
    fn read(reply: Option<&Value>) -> Result<Self, String> {
        let Some(reply) = reply else {
            let off = Some(false);
            return Ok(Self {
                force_push_blocked: off,
                deletion_blocked: off,
                signatures: off,
                linear: off,
                ..Self::default()
            });
        };
        if !reply.is_object() {
            return Err("the branch protection is no object".to_owned());
        }
        let toggle = |name: &str| reply.get(name).and_then(|setting| setting.get("enabled")).and_then(Value::as_bool);
        let mut classic = Self {
            force_push_blocked: toggle("allow_force_pushes").map(|allowed| !allowed),
            deletion_blocked: toggle("allow_deletions").map(|allowed| !allowed),
            signatures: toggle("required_signatures"),
            linear: toggle("required_linear_history"),
            enforce_admins: toggle("enforce_admins").ok_or("the branch protection does not say enforce_admins")?,
            ..Self::default()
        };
        if let Some(reviews) = present(reply, "required_pull_request_reviews") {
            classic.read_reviews(reviews)?;
        }
        if let Some(checks) = present(reply, "required_status_checks") {
            classic.checks = contexts(checks.get("checks"));
            let plain = checks.get("contexts").and_then(Value::as_array).into_iter().flatten();
            classic.checks.extend(plain.filter_map(Value::as_str).map(str::to_owned));
            classic.strict = flag(checks, "strict");
        }
        Ok(classic)
    }

    fn read_reviews(&mut self, reviews: &Value) -> Result<(), String> {
        self.pull_request = true;
        let count = reviews.get("required_approving_review_count").and_then(Value::as_u64);
        self.approvals = count.ok_or("the branch protection does not say required_approving_review_count")?;
        self.dismiss_stale = flag(reviews, "dismiss_stale_reviews");
        self.code_owner = flag(reviews, "require_code_owner_reviews");
        self.last_push = flag(reviews, "require_last_push_approval");
        let allowances = reviews.get("bypass_pull_request_allowances");
        for (list, actor_type) in [("users", "User"), ("teams", "Team"), ("apps", "Integration")] {
            let actors = allowances.and_then(|all| all.get(list)).and_then(Value::as_array).into_iter().flatten();
            self.bypass.extend(
                actors.map(
                    |actor| json!({"actor_type": actor_type, "actor_id": actor.get("id"), "bypass_mode": "always"}),
                ),
            );
        }
        Ok(())
    }
}

/// The union of all active rules.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "GitHub's settings are independent of each other")]
struct Rules {
    pull_request: bool,
    approvals: u64,
    dismiss_stale: bool,
    code_owner: bool,
    last_push: bool,
    checks: BTreeSet<String>,
    strict: bool,
    force_push: bool,
    deletion: bool,
    signatures: bool,
    linear: bool,
}

impl Rules {
    fn read(rules: &[Rule]) -> Result<Self, String> {
        let mut all = Self::default();
        for rule in rules {
            let kind = rule_type(rule)?;
            let parameters = || rule.get("parameters").ok_or_else(|| format!("a {kind} rule has no parameters"));
            match kind {
                "pull_request" => all.read_pull_request(parameters()?)?,
                "required_status_checks" => {
                    let parameters = parameters()?;
                    all.checks.extend(contexts(parameters.get("required_status_checks")));
                    all.strict |= flag(parameters, "strict_required_status_checks_policy");
                }
                "non_fast_forward" => all.force_push = true,
                "deletion" => all.deletion = true,
                "required_signatures" => all.signatures = true,
                "required_linear_history" => all.linear = true,
                // Others restrict in ways that no field here speaks of.
                _ => {}
            }
        }
        Ok(all)
    }

    fn read_pull_request(&mut self, parameters: &Value) -> Result<(), String> {
        let count = parameters.get("required_approving_review_count").and_then(Value::as_u64);
        let count = count.ok_or("a pull_request rule does not say required_approving_review_count")?;
        self.pull_request = true;
        self.approvals = self.approvals.max(count);
        self.dismiss_stale |= flag(parameters, "dismiss_stale_reviews_on_push");
        self.code_owner |= flag(parameters, "require_code_owner_review");
        self.last_push |= flag(parameters, "require_last_push_approval");
        Ok(())
    }
}

/// A member that is there and not null.
fn present<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.get(name).filter(|member| !member.is_null())
}

/// A setting that GitHub leaves out while it is off.
fn flag(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool).unwrap_or(false)
}

fn contexts(checks: Option<&Value>) -> BTreeSet<String> {
    let checks = checks.and_then(Value::as_array).into_iter().flatten();
    checks.filter_map(|check| check.get("context")).filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
#[path = "protection_tests.rs"]
mod tests;
