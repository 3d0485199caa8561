//! OAuth apps out of the audit log: the last decision counts, nothing of people is recorded, and
//! what could not be read is never an absence.

use std::sync::Arc;

use collect::Collected;
use model::{Cause, Reply};
use serde_json::{Value, json};
use wire::{Recorder, Replay, Secrets, Wire};

use crate::support::shapes::{caller, organization};
use crate::support::{AS_OF, World, collect_over, field, gap, only, plan, refusal, reply, resources, run, with};

const OAUTH_APP: &str = "github.org.oauth_app";
const FIELDS: [&str; 4] = ["name", "state", "decided_at", "log_reaches_days"];
/// 2026-10-01T00:00:00Z in milliseconds.
const OCTOBER: i64 = 1_790_812_800_000;

/// The question for one decision.
pub(crate) fn log_of(decision: &str) -> String {
    let phrase = format!("action%3Aorg.oauth_app_access_{decision}%20created%3A%3E%3D2008-01-01");
    format!("GET /orgs/acme/audit-log?phrase={phrase}&per_page=100")
}

/// An event as GitHub shows one, with all that it tells of the person.
fn event(decision: &str, app: &str, at: i64) -> Value {
    json!({
        "@timestamp": at, "_document_id": format!("doc-{app}-{at}"), "action": format!("org.oauth_app_access_{decision}"),
        "actor": "planted-actor", "actor_id": 990_001, "actor_ip": "203.0.113.77", "created_at": at,
        "actor_location": {"country_code": "ZZ", "city": "Plantedville", "location": {"lat": 53.990_002, "lon": 0.141}},
        "hashed_token": "cGxhbnRlZC1oYXNoZWQtdG9rZW4=", "token_id": 990_003, "user_agent": "PlantedAgent/1",
        "external_identity_nameid": "planted@acme.example", "org": "acme", "org_id": 1,
        "operation_type": "modify", "oauth_application_name": app, "url": "https://planted.example/settings",
        "data": {"device_cookie": "planted-cookie", "actor_session": 990_004},
    })
}

fn world() -> World {
    let base = World::default()
        .on("GET /user", reply(200, caller("auditor")))
        .on("GET /orgs/acme", reply(200, organization(1, 1)));
    ["denied", "blocked", "unblocked", "approved"]
        .iter()
        .fold(base, |world, decision| world.on(&log_of(decision), reply(200, json!([]))))
}

fn with_log(world: World, decision: &str, events: &[Value]) -> World {
    world.instead(&log_of(decision), reply(200, json!(events)))
}

fn collect(world: &World) -> Collected {
    world.collect(&plan(OAUTH_APP, &FIELDS))
}

/// Name, state and moment of each app.
fn apps(collected: &Collected) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let row =
        |app: &model::Resource| (text(field(app, "name")), text(field(app, "state")), text(field(app, "decided_at")));
    resources(collected).values().map(row).collect()
}

#[test]
fn the_last_decision_on_each_app_counts() {
    let world = with_log(
        with_log(
            world(),
            "approved",
            &[
                event("approved", "Robot", OCTOBER + 3),
                event("approved", "Robot", OCTOBER),
                event("approved", "Drawer", OCTOBER),
            ],
        ),
        "denied",
        &[event("denied", "Drawer", OCTOBER + 1), event("denied", "Robot", OCTOBER + 2)],
    );
    let world = with_log(world, "blocked", &[event("blocked", "Both", OCTOBER)]);
    let collected = collect(&with_log(world, "unblocked", &[event("unblocked", "Both", OCTOBER)]));
    let row = |name: &str, state: &str, at: &str| (name.to_owned(), state.to_owned(), at.to_owned());
    assert_eq!(
        apps(&collected),
        [
            row("Both", "unblocked", "2026-10-01T00:00:00Z"),
            row("Drawer", "denied", "2026-10-01T00:00:00.001Z"),
            row("Robot", "approved", "2026-10-01T00:00:00.003Z"),
        ],
        "of two decisions at one moment the one that gives access"
    );
    let population = &collected.populations[0];
    assert_eq!((population.pages, population.items, population.complete), (4, 3, true));
    assert_eq!(population.exchanges.len(), 4);
    assert!(collected.gaps.is_empty());
    let robot = resources(&collected).remove(&(OAUTH_APP.to_owned(), "acme/Robot".to_owned())).unwrap();
    assert_eq!(robot.exchanges.len(), 4, "that nothing came later rests on the other lists");
    assert_eq!(field(&robot, "log_reaches_days"), &json!(180));
    let world = self::world();
    world.collect(&plan("github.org.organization", &["verified"]));
    assert!(!world.requests().iter().any(|request| request.contains("audit-log")), "only who wants it asks");
}

#[test]
fn a_server_of_ones_own_keeps_its_log_as_long_as_it_is_told() {
    let mut own = event("approved", "Robot", OCTOBER);
    own.as_object_mut().unwrap().remove("oauth_application_name");
    own["data"]["oauth_application_name"] = json!("Robot");
    let listed = with(reply(200, json!([own])), "x-github-enterprise-version", "3.19.0");
    let empty = with(reply(200, json!([])), "x-github-enterprise-version", "3.19.0");
    let world = world().instead(&log_of("approved"), listed).instead(&log_of("denied"), empty);
    let app = only(&collect(&world), OAUTH_APP);
    assert_eq!((field(&app, "name"), field(&app, "log_reaches_days")), (&json!("Robot"), &Value::Null));
}

#[test]
fn every_page_is_read_and_a_loop_is_trouble() {
    let next = "https://api.github.com/organizations/1/audit-log?phrase=x&per_page=100&after=MTc5";
    let linked = |app: &str| {
        with(
            reply(200, json!([event("approved", app, OCTOBER)])),
            "link",
            &format!("<{next}>; rel=\"next\", <https://api.github.com/organizations/1/audit-log>; rel=\"first\""),
        )
    };
    let second = "GET /organizations/1/audit-log?phrase=x&per_page=100&after=MTc5";
    let first = world().instead(&log_of("approved"), linked("Robot"));
    let whole = collect(&first.clone().on(second, reply(200, json!([event("approved", "Drawer", OCTOBER)]))));
    assert_eq!(apps(&whole).len(), 2);
    assert_eq!((whole.populations[0].pages, whole.populations[0].complete), (5, true));
    for (second_page, cause) in [
        (linked("Drawer"), Cause::BadReply),
        (refusal(502, "bad gateway"), Cause::Transient),
        (refusal(403, "API rate limit exceeded"), Cause::Throttled),
    ] {
        let part = collect(&first.clone().on(second, second_page));
        assert!(!part.populations[0].complete);
        assert_eq!((part.gaps.len(), part.gaps[0].cause), (1, cause));
        let robot = resources(&part).remove(&(OAUTH_APP.to_owned(), "acme/Robot".to_owned())).unwrap();
        assert_eq!(field(&robot, "name"), &json!("Robot"));
        assert_eq!(gap(&robot, "state").cause, cause, "a later page may hold a later decision");
    }
}

#[test]
fn an_empty_log_is_a_whole_list_of_decisions() {
    let collected = collect(&world());
    assert!(collected.resources.is_empty() && collected.gaps.is_empty());
    let population = &collected.populations[0];
    assert_eq!((population.pages, population.items, population.complete), (4, 0, true));
}

#[test]
fn a_refusal_is_a_gap_with_its_cause_and_asked_once() {
    let plan_of = |name: Value| {
        let mut org = organization(1, 1);
        org["plan"] = json!({"name": name, "space": 1, "private_repos": 1});
        org
    };
    for (org, answer, cause, says) in [
        (
            organization(1, 1),
            refusal(404, "Not Found"),
            Cause::Denied,
            "without Enterprise Cloud GitHub answers the same",
        ),
        (plan_of(json!("enterprise")), refusal(404, "Not Found"), Cause::Denied, "scope read:audit_log"),
        (plan_of(json!(["team"])), refusal(404, "Not Found"), Cause::Denied, "answered 404"),
        (plan_of(json!("team")), refusal(404, "Not Found"), Cause::NotEnabled, "the plan team has no audit log API"),
        (plan_of(json!("free")), refusal(403, "Must be an owner"), Cause::NotEnabled, "the plan free"),
        (plan_of(json!("team")), refusal(403, "API rate limit exceeded"), Cause::Throttled, "rate limit"),
        (plan_of(json!("team")), refusal(500, "oops"), Cause::Transient, "500"),
        (organization(1, 1), refusal(403, "Resource not accessible"), Cause::Denied, "Resource not accessible"),
        (organization(1, 1), refusal(401, "Bad credentials"), Cause::Denied, "Bad credentials"),
    ] {
        let world = world().instead("GET /orgs/acme", reply(200, org)).instead(&log_of("denied"), answer);
        let collected = collect(&world);
        assert!(collected.resources.is_empty() && !collected.populations[0].complete);
        assert_eq!(collected.gaps.len(), 1, "{:?}", collected.gaps);
        let gap = &collected.gaps[0];
        assert_eq!((gap.cause, gap.field.is_none()), (cause, true), "{}", gap.message);
        assert!(gap.message.contains(says), "{}", gap.message);
        let named =
            (cause == Cause::Denied && says != "Bad credentials").then_some("organization administration: read");
        assert_eq!(gap.permission.as_deref(), named);
        assert!(gap.exchange.is_some(), "the gap shows the refusal");
        assert_eq!(world.requests().iter().filter(|request| request.contains("audit-log")).count(), 1);
    }
    let fine = with(refusal(403, "no"), "x-accepted-github-permissions", "organization_administration=read");
    let collected = collect(&world().instead(&log_of("denied"), fine));
    assert_eq!(collected.gaps[0].permission.as_deref(), Some("organization_administration=read"));
}

#[test]
fn hostile_events_and_pages_are_gaps() {
    let good = event("approved", "Robot", OCTOBER);
    for odd in [
        json!(null),
        json!(5),
        json!([]),
        json!({}),
        event("requested", "Robot", OCTOBER),
        event("approved", "", OCTOBER),
        event("approved", "Robot", OCTOBER / 1000),
        json!({"action": 7, "created_at": OCTOBER, "oauth_application_name": "Robot"}),
        json!({"action": good["action"], "created_at": [OCTOBER], "oauth_application_name": "Robot"}),
        json!({"action": good["action"], "created_at": OCTOBER, "oauth_application_name": 5}),
    ] {
        let collected = collect(&with_log(world(), "approved", &[good.clone(), odd.clone()]));
        assert_eq!((collected.gaps.len(), collected.gaps[0].cause), (1, Cause::BadReply), "{odd}");
        assert!(!collected.populations[0].complete && collected.gaps[0].exchange.is_some(), "{odd}");
        assert_eq!(gap(&only(&collected, OAUTH_APP), "state").cause, Cause::BadReply, "{odd}");
    }
    for page in [json!({"message": "no list"}), json!("text"), json!(null)] {
        let collected = collect(&world().instead(&log_of("approved"), reply(200, page)));
        assert_eq!(collected.gaps[0].cause, Cause::BadReply);
    }
}

/// All bytes of a recording.
fn written(folder: &std::path::Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        all.push_str(&if entry.is_dir() { written(&entry) } else { std::fs::read_to_string(entry).unwrap() });
    }
    all
}

#[test]
fn nothing_of_people_reaches_a_record_and_a_replay_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let recording = folder.path().join("recording");
    let clock: wire::Clock = Arc::new(|| AS_OF.parse().unwrap());
    let recorder = Recorder::create(&recording, clock.clone(), Secrets::default()).unwrap();
    let world = with_log(world(), "approved", &[event("approved", "Robot", OCTOBER)]);
    let wire = Wire::live(recorder.transport(&"github".parse().unwrap(), world.transport()), clock);
    let wanted = plan(OAUTH_APP, &FIELDS);
    let collected = run(collect_over(&wire, &wanted, json!({}))).unwrap();
    recorder.finish().unwrap();
    assert_eq!(apps(&collected).len(), 1, "{:?}", collected.gaps);
    let text = written(&recording);
    assert!(text.contains("Robot") && text.contains("doc-Robot"), "the decision itself is evidence");
    for planted in ["lanted", "203.0.113.77", "cGxhbnRl", "990001", "990003", "990004", "53.99", "ZZ", "\"lon\":0"] {
        assert!(!text.contains(planted), "{planted} was recorded");
    }
    assert!(text.contains("[redacted:withheld]"));
    let replay = Replay::open(&recording).unwrap();
    let wire = Wire::recorded(replay.transport(&"github".parse().unwrap()), AS_OF.parse().unwrap());
    assert_eq!(run(collect_over(&wire, &wanted, json!({}))).unwrap(), collected);
}

#[test]
fn what_is_no_json_is_withheld_whole() {
    let folder = tempfile::tempdir().unwrap();
    let clock: wire::Clock = Arc::new(|| AS_OF.parse().unwrap());
    let recorder = Recorder::create(&folder.path().join("recording"), clock.clone(), Secrets::default()).unwrap();
    let cut =
        Reply { body: Some(model::Body::Text { text: "[{\"actor\": \"planted".to_owned() }), ..reply(200, json!([])) };
    let world = world().instead(&log_of("denied"), cut);
    let wire = Wire::live(recorder.transport(&"github".parse().unwrap(), world.transport()), clock);
    let collected = run(collect_over(&wire, &plan(OAUTH_APP, &FIELDS), json!({}))).unwrap();
    recorder.finish().unwrap();
    assert_eq!(collected.gaps[0].cause, Cause::BadReply);
    assert!(!written(folder.path()).contains("planted"));
}
