//! `assize registers seed`: suppliers that a recording shows and the register does not, as entries to
//! fill in. It proposes and never writes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use collect::Collected;
use model::{Plan, Resource};
use serde_json::{Value, json};
use toml_edit::DocumentMut;

use crate::args::Format;
use crate::command::run::open_recording;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::register_folder::{of_kind, read, set};
use crate::{sources, world};

const SUPPLIER: &str = "registers.supply.supplier";
/// The kinds that show suppliers, with the field that does.
const SEEN_IN: [(&str, &str); 6] = [
    ("github.org.installation", "app_slug"),
    ("github.org.oauth_app", "name"),
    ("aws.iam.role", "trust_policy"),
    ("aws.s3.bucket", "policy"),
    ("aws.iam.saml_provider", "created_at"),
    ("aws.iam.oidc_provider", "url"),
];

/// The accounts of the estate itself, which are nobody's supplier.
const HOME: &str = "aws.s3.account";

/// `assize registers seed`.
pub(crate) fn seed(recording: &str, folder: &Path, format: Format, screen: &Screen) -> Result<Exit, Problem> {
    let recording = open_recording(recording)?;
    let connectors = sources::connectors();
    let mut plan = Plan::default();
    for (kind, field) in SEEN_IN.iter().chain(&[("github.org.oauth_app", "state")]) {
        let wrong = |e: model::IdError| Problem::new("a kind is wrong").because(e);
        plan.want(kind.parse().map_err(wrong)?).insert(field.parse().map_err(wrong)?);
    }
    plan.want(HOME.parse().map_err(|e: model::IdError| Problem::new("a kind is wrong").because(e))?);
    let collected = world::block_on(async {
        runner::collect::again(&connectors, &recording, &plan).await.map_err(|e| {
            Problem::new("the recording does not show suppliers").because(e).hint("record with --everything")
        })
    })?;
    for gap in collected.gaps.iter().filter(|gap| SEEN_IN.iter().any(|(kind, _)| gap.kind.as_str() == *kind)) {
        screen.note(format!("not all of {} was seen: {}", gap.kind, gap.message));
    }
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let homes = homes(&collected)?;
    for (kind, field) in SEEN_IN {
        for resource in of_kind(&collected, kind)? {
            for identity in identities(kind, field, &resource, &homes) {
                seen.entry(identity).or_default().insert(resource.id.clone());
            }
        }
    }
    let listed = listed(folder)?;
    seen.retain(|identity, _| !listed.contains(&identity.to_lowercase()));
    if format == Format::Json {
        screen.json(&json!({ "not_listed": seen }))?;
    } else {
        screen.result(|out| write!(out, "{}", proposal(&seen)))?;
    }
    Ok(if seen.is_empty() { Exit::Pass } else { Exit::Fail })
}

/// Identities that the register lists already, in lower case. A folder that is not there lists none.
fn listed(folder: &Path) -> Result<BTreeSet<String>, Problem> {
    if !folder.is_dir() {
        return Ok(BTreeSet::new());
    }
    let suppliers = of_kind(&read(folder, &[SUPPLIER])?, SUPPLIER)?;
    let lists = suppliers.iter().filter_map(|supplier| field(supplier, "identities")?.as_array());
    Ok(lists.flatten().filter_map(Value::as_str).map(str::to_lowercase).collect())
}

fn field<'r>(resource: &'r Resource, name: &str) -> Option<&'r Value> {
    resource.fields.iter().find(|(field, _)| field.as_str() == name).map(|(_, value)| value)
}

/// The accounts that were asked themselves.
fn homes(collected: &Collected) -> Result<BTreeSet<String>, Problem> {
    Ok(of_kind(collected, HOME)?.into_iter().map(|account| account.id).collect())
}

/// The identities that a resource shows, as the policies of `registers.supply` spell them.
fn identities(kind: &str, policy: &str, resource: &Resource, homes: &BTreeSet<String>) -> Vec<String> {
    let text = |name: &str| field(resource, name).and_then(Value::as_str);
    match kind {
        "github.org.installation" => text("app_slug").map(|slug| format!("github-app:{slug}")).into_iter().collect(),
        // One that was denied since is no supplier; one whose state is not known may be.
        "github.org.oauth_app" if matches!(text("state"), Some("denied" | "blocked")) => vec![],
        "github.org.oauth_app" => text("name").map(|name| format!("github-oauth-app:{name}")).into_iter().collect(),
        "aws.iam.saml_provider" => vec![format!("saml:{}", resource.id)],
        "aws.iam.oidc_provider" => {
            text("url").map(|url| format!("oidc:{}", url.trim_start_matches("https://"))).into_iter().collect()
        }
        _ => accounts(resource, policy)
            .into_iter()
            .filter(|account| !homes.contains(account))
            .map(|account| format!("aws-account:{account}"))
            .collect(),
    }
}

/// The accounts that the policy of a role or a bucket allows, but for the one in its own name.
fn accounts(resource: &Resource, policy: &str) -> BTreeSet<String> {
    let home = resource.id.split(':').nth(4).unwrap_or_default();
    let statements = field(resource, policy).and_then(|policy| policy.get("Statement")?.as_array());
    let allowed = statements.into_iter().flatten().filter(|s| s.get("Effect") == Some(&json!("Allow")));
    let principals = allowed.filter_map(|s| s.get("Principal")?.get("AWS")?.as_array()).flatten();
    let account = |principal: &str| match principal.split(':').nth(4) {
        Some(account) => account.to_owned(),
        None => principal.to_owned(),
    };
    let twelve = |account: &String| account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    principals.filter_map(Value::as_str).map(account).filter(|a| twelve(a) && a != home).collect()
}

/// Entries to fill in: what cannot be seen is left for people.
fn proposal(seen: &BTreeMap<String, BTreeSet<String>>) -> String {
    if seen.is_empty() {
        return "# every supplier that was seen is in the register\n".to_owned();
    }
    let mut out =
        "# Seen by the connectors and not in the register of suppliers. Fill in, assess, or remove what is your own.\n"
            .to_owned();
    for (n, (identity, places)) in seen.iter().enumerate() {
        let mut entry = DocumentMut::new();
        set(&mut entry, "id", format!("seen-{}", n + 1));
        set(&mut entry, "identities", [identity.as_str()].into_iter().collect::<toml_edit::Array>());
        let places: Vec<&str> = places.iter().map(String::as_str).take(5).collect();
        // An id that an API made up must not become a line of its own.
        let places = places.join(", ").replace(|c: char| c.is_control(), " ");
        let needed = "# name, service, contact, criticality, data_access, owner and the three dates are needed.";
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\n# seen in {places}\n[[supplier]]\n{entry}{needed}");
    }
    out
}
