//! Facts that REST does not give, or gives only one repository at a time: 100 repositories a
//! query. GraphQL answers 200 with data and errors side by side; what an error touches is a gap.

use std::collections::BTreeMap;

use collect::Error;
use model::{Cause, ExchangeId};
use serde_json::{Value, json};

use crate::client::Client;
use crate::errors::{Asked, Trouble, refused};
use crate::kinds::REPO_CONTENTS;

/// The most ids that GitHub takes in one `nodes` query.
pub(crate) const BATCH: usize = 100;

/// Who asks. Works for users and for Apps, which `GET /user` refuses.
const VIEWER: &str = include_str!("viewer.graphql");

/// Facts about repositories by their node ids. A CODEOWNERS file is looked for in the places that
/// GitHub itself looks in (docs.github.com, "About code owners").
const REPOSITORY_PAGE: &str = include_str!("repository_page.graphql");

const CODEOWNERS_PLACES: [&str; 3] = ["codeownersGithub", "codeownersRoot", "codeownersDocs"];
const OPERATION: &str = "POST /graphql RepositoryPage";

/// What is known of one repository.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Facts {
    /// The default branch; `None` if the repository has no commits.
    pub(crate) default_branch: Result<Option<String>, Trouble>,
    /// True if a CODEOWNERS file exists.
    pub(crate) codeowners: Result<bool, Trouble>,
}

impl Facts {
    fn unknown(trouble: &Trouble) -> Self {
        Self { default_branch: Err(trouble.clone()), codeowners: Err(trouble.clone()) }
    }

    /// The same, with each trouble pointing at the exchange it came with.
    fn at(self, exchange: Option<&ExchangeId>) -> Self {
        Self {
            default_branch: self.default_branch.map_err(|trouble| trouble.at(exchange)),
            codeowners: self.codeowners.map_err(|trouble| trouble.at(exchange)),
        }
    }
}

/// The login of the caller.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn viewer(client: &Client) -> Result<Option<String>, Error> {
    let reply = client.post_graphql("POST /graphql Viewer", &json!({ "query": VIEWER })).await?;
    let answer = reply.and_then(|reply| reply.parse("POST /graphql Viewer"));
    let login = |answer: Value| answer.pointer("/data/viewer/login").and_then(Value::as_str).map(str::to_owned);
    Ok(answer.ok().and_then(login))
}

/// Facts about up to [`BATCH`] repositories, given as (node id, owner/name), in the same order.
///
/// # Errors
/// When the run cannot go on.
pub(crate) async fn facts(
    client: &Client,
    repositories: &[(String, String)],
    codeowners: bool,
) -> Result<Vec<Facts>, Error> {
    let ids: Vec<&str> = repositories.iter().map(|(id, _)| id.as_str()).collect();
    let body = json!({ "query": REPOSITORY_PAGE, "variables": { "ids": ids, "codeowners": codeowners } });
    let (answer, exchange) = match page(client, &body).await? {
        Ok(page) => page,
        Err(trouble) => return Ok(vec![Facts::unknown(&trouble); repositories.len()]),
    };
    let of_each = repositories.iter().enumerate();
    Ok(of_each.map(|(index, (_, name))| answer.facts(index, name).at(exchange.as_ref())).collect())
}

async fn page(client: &Client, body: &Value) -> Asked<(Answer, Option<ExchangeId>)> {
    let reply = match client.post_graphql(OPERATION, body).await? {
        Ok(reply) => reply,
        Err(trouble) => return Ok(Err(trouble)),
    };
    if !reply.status.is_success() {
        let trouble = refused(OPERATION, REPO_CONTENTS, reply.status, &reply.headers, &reply.body);
        return Ok(Err(trouble.at(reply.exchange.as_ref())));
    }
    let answer = reply.parse(OPERATION).and_then(|value| Answer::read(&value));
    Ok(match answer {
        Ok(answer) => Ok((answer, reply.exchange)),
        Err(trouble) => Err(trouble.at(reply.exchange.as_ref())),
    })
}

/// An answer with its errors sorted by the node they touch.
struct Answer {
    nodes: Vec<Value>,
    /// By index: whether the error touches CODEOWNERS only, and the error.
    errors: BTreeMap<usize, Vec<(bool, Trouble)>>,
}

impl Answer {
    fn read(value: &Value) -> Result<Self, Trouble> {
        let mut errors: BTreeMap<usize, Vec<(bool, Trouble)>> = BTreeMap::new();
        for error in value.get("errors").and_then(Value::as_array).into_iter().flatten() {
            let trouble = trouble_of(error);
            let path = error.get("path").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let [_, index, rest @ ..] = path else { return Err(trouble) };
            let Some(index) = index.as_u64().and_then(|index| usize::try_from(index).ok()) else { return Err(trouble) };
            let place = rest.first().and_then(Value::as_str);
            let only_codeowners = place.is_some_and(|place| CODEOWNERS_PLACES.contains(&place));
            errors.entry(index).or_default().push((only_codeowners, trouble));
        }
        match value.pointer("/data/nodes").and_then(Value::as_array) {
            Some(nodes) => Ok(Self { nodes: nodes.clone(), errors }),
            None => Err(Trouble::bad_reply(format!("{OPERATION}: the answer holds no repositories"))),
        }
    }

    fn facts(&self, index: usize, full_name: &str) -> Facts {
        let errors = self.errors.get(&index).map(Vec::as_slice).unwrap_or_default();
        if let Some((_, trouble)) = errors.iter().find(|(only_codeowners, _)| !only_codeowners) {
            return Facts::unknown(trouble);
        }
        let bad = |what: &str| Trouble::bad_reply(format!("{OPERATION}: {what} {full_name}"));
        let node = self.nodes.get(index).filter(|node| node.is_object());
        let Some(node) = node else { return Facts::unknown(&bad("the answer leaves out")) };
        let name = node.get("nameWithOwner").and_then(Value::as_str).unwrap_or_default();
        if !name.eq_ignore_ascii_case(full_name) {
            return Facts::unknown(&bad("the answer is about something other than"));
        }
        let default_branch =
            match (node.get("isEmpty").and_then(Value::as_bool), node.pointer("/defaultBranchRef/name")) {
                (Some(true), _) => Ok(None),
                (Some(false), Some(Value::String(branch))) => Ok(Some(branch.clone())),
                _ => Err(bad("the answer names no default branch of")),
            };
        let codeowners = match errors.first() {
            Some((_, trouble)) => Err(trouble.clone()),
            None => codeowners(node).ok_or_else(|| bad("the answer does not speak of CODEOWNERS in")),
        };
        Facts { default_branch, codeowners }
    }
}

/// True if one of the places holds a file; `None` if the answer leaves one out.
fn codeowners(node: &Value) -> Option<bool> {
    let places: Option<Vec<&Value>> = CODEOWNERS_PLACES.iter().map(|place| node.get(place)).collect();
    // A directory of that name is a Tree, not a file.
    let is_file = |place: &&Value| place.get("__typename").and_then(Value::as_str) == Some("Blob");
    Some(places?.iter().any(is_file))
}

/// Error types: docs.github.com gives none, these are the ones GitHub sends.
fn trouble_of(error: &Value) -> Trouble {
    let words = error.get("message").and_then(Value::as_str).unwrap_or("no reason given");
    let words: String = words.chars().take(200).collect();
    let message = format!("{OPERATION}: {words}");
    match error.get("type").and_then(Value::as_str) {
        Some("FORBIDDEN" | "INSUFFICIENT_SCOPES" | "NOT_FOUND" | "UNAUTHENTICATED") => {
            Trouble::denied(REPO_CONTENTS, message)
        }
        Some("RATE_LIMITED" | "RATE_LIMIT") => Trouble::new(Cause::Throttled, message),
        Some("MAX_NODE_LIMIT_EXCEEDED") => Trouble::bad_reply(message),
        // "Something went wrong while executing your query" carries no type.
        _ => Trouble::new(Cause::Transient, message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str, empty: bool, branch: &Value) -> Value {
        json!({
            "__typename": "Repository", "nameWithOwner": name, "isEmpty": empty, "defaultBranchRef": branch,
            "codeownersGithub": {"__typename": "Blob"}, "codeownersRoot": null, "codeownersDocs": null,
        })
    }

    fn answer(nodes: &Value, errors: &Value) -> Answer {
        Answer::read(&json!({ "data": { "nodes": nodes }, "errors": errors })).unwrap()
    }

    #[test]
    fn facts_come_from_the_node_of_the_same_name() {
        let answer = answer(
            &json!([node("acme/api", false, &json!({"name": "main"})), node("acme/web", true, &json!(null))]),
            &json!(null),
        );
        let api = answer.facts(0, "acme/API");
        assert_eq!((api.default_branch, api.codeowners), (Ok(Some("main".to_owned())), Ok(true)));
        assert_eq!(answer.facts(1, "acme/web").default_branch, Ok(None));
        assert_eq!(answer.facts(1, "acme/other").default_branch.unwrap_err().cause, Cause::BadReply);
        assert_eq!(answer.facts(2, "acme/gone").default_branch.unwrap_err().cause, Cause::BadReply);
    }

    #[test]
    fn a_directory_is_no_codeowners_file() {
        let mut tree = node("acme/api", false, &json!({"name": "main"}));
        tree["codeownersGithub"] = json!({"__typename": "Tree"});
        assert_eq!(answer(&json!([tree]), &json!(null)).facts(0, "acme/api").codeowners, Ok(false));
        let mut silent = node("acme/api", false, &json!({"name": "main"}));
        silent.as_object_mut().unwrap().remove("codeownersDocs");
        assert!(answer(&json!([silent]), &json!(null)).facts(0, "acme/api").codeowners.is_err());
    }

    #[test]
    fn what_an_error_touches_is_not_known() {
        let both = json!([
            node("acme/api", false, &json!({"name": "main"})),
            node("acme/web", false, &json!({"name": "main"}))
        ]);
        let errors = json!([
            {"type": "FORBIDDEN", "path": ["nodes", 0, "codeownersRoot"], "message": "Resource not accessible"},
            {"type": "NOT_FOUND", "path": ["nodes", 1], "message": "Could not resolve to a node"},
        ]);
        let answer = answer(&both, &errors);
        let api = answer.facts(0, "acme/api");
        assert_eq!(api.default_branch, Ok(Some("main".to_owned())), "the error is about CODEOWNERS only");
        assert_eq!(api.codeowners.unwrap_err().cause, Cause::Denied);
        assert_eq!(answer.facts(1, "acme/web").default_branch.unwrap_err().cause, Cause::Denied);
    }

    #[test]
    fn an_error_without_a_path_spoils_the_page() {
        let page =
            json!({"data": {"nodes": []}, "errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]});
        assert_eq!(Answer::read(&page).err().unwrap().cause, Cause::Throttled);
        let timeout = json!({"data": null, "errors": [{"message": "Something went wrong"}]});
        assert_eq!(Answer::read(&timeout).err().unwrap().cause, Cause::Transient);
        for broken in [json!({}), json!([]), json!({"data": null}), json!({"data": {"nodes": 5}})] {
            assert_eq!(Answer::read(&broken).err().unwrap().cause, Cause::BadReply, "{broken}");
        }
    }
}
