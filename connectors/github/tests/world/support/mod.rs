//! A world made by hand: answers to requests, and what was asked. An unexpected request is an
//! error that names it, so a test also proves that nothing else is asked.
#![allow(dead_code, unreachable_pub, clippy::needless_pass_by_value, reason = "each test program uses a part of it")]

pub mod scenarios;
pub mod shapes;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use collect::{Access, Collected, Connector, Sink};
use github::GitHub;
use model::{Body, Exchange, Gap, Plan, Reply, Resource, Source};
use serde_json::{Value, json};
use wire::{Transport, Wire, WireError};

pub const ORIGIN: &str = "https://api.github.com";
pub const AS_OF: &str = "2026-11-01T03:00:00Z";
pub const REPOSITORY: &str = "github.repo.repository";

/// Answers to requests, by method and path with query.
#[derive(Clone, Default)]
pub struct World {
    answers: BTreeMap<String, VecDeque<Reply>>,
    /// What was asked, with its answer.
    pub asked: Arc<Mutex<Vec<Exchange>>>,
    /// The headers of each request.
    pub headers: Arc<Mutex<Vec<http::HeaderMap>>>,
}

impl World {
    /// Answers `request` (`GET /orgs/acme`, `POST /graphql RepositoryPage`) with `reply`; a second
    /// answer to the same request is given the second time.
    #[must_use]
    pub fn on(mut self, request: &str, reply: Reply) -> Self {
        self.answers.entry(request.to_owned()).or_default().push_back(reply);
        self
    }

    /// Replaces the answers to `request`.
    #[must_use]
    pub fn instead(mut self, request: &str, reply: Reply) -> Self {
        assert!(self.answers.remove(request).is_some(), "nothing to replace: {request}");
        self.on(request, reply)
    }

    /// The requests so far, in order.
    pub fn requests(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|exchange| format!("{} {}", exchange.request.method, exchange.request.url)).collect()
    }

    /// What answers in this world.
    pub fn transport(&self) -> Transport {
        let world = Arc::new(Mutex::new(self.answers.clone()));
        let (asked, headers) = (self.asked.clone(), self.headers.clone());
        Transport::new(tower::service_fn(move |request: http::Request<Bytes>| {
            let (world, asked, headers) = (world.clone(), asked.clone(), headers.clone());
            async move {
                let operation = request.extensions().get::<wire::Operation>().cloned().expect("an operation").0;
                headers.lock().unwrap().push(request.headers().clone());
                let path = request.uri().path_and_query().unwrap().to_string();
                let key =
                    if request.body().is_empty() { format!("{} {path}", request.method()) } else { operation.clone() };
                let mut exchange = exchange_of(&request, &operation);
                let reply = {
                    let mut world = world.lock().unwrap();
                    let queue = world.get_mut(&key);
                    let Some(queue) = queue else { return Err(WireError::NotRecorded { request: key, operation }) };
                    if queue.len() > 1 { queue.pop_front().unwrap() } else { queue.front().unwrap().clone() }
                };
                exchange.reply = Some(reply.clone());
                wire::note_exchange(&exchange.id);
                asked.lock().unwrap().push(exchange);
                Ok(response(&reply))
            }
        }))
    }

    /// A recorded wire to this world.
    pub fn wire(&self) -> Wire {
        Wire::recorded(self.transport(), AS_OF.parse().unwrap())
    }

    /// Collects `plan` from `acme` in this world.
    pub fn collect(&self, plan: &Plan) -> Collected {
        self.try_collect(plan, json!({})).unwrap()
    }

    pub fn try_collect(&self, plan: &Plan, settings: Value) -> Result<Collected, collect::Error> {
        run(collect_over(&self.wire(), plan, settings))
    }
}

/// Runs to the end on one thread.
pub fn run<F: Future>(work: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

pub fn source(settings: Value) -> Source {
    let mut all = json!({ "organization": "acme" });
    all.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    let settings = serde_json::from_value(all).unwrap();
    Source { id: "github".parse().unwrap(), connector: "github".to_owned(), settings, unavailable: None }
}

pub async fn collect_over(wire: &Wire, plan: &Plan, settings: Value) -> Result<Collected, collect::Error> {
    let session = GitHub.open(&source(settings), Access::Recorded).await?;
    let sink = Sink::default();
    session.collect(plan, wire, &sink).await?;
    Ok(sink.finish())
}

/// A plan of one kind.
pub fn plan(kind: &str, fields: &[&str]) -> Plan {
    let mut plan = Plan::default();
    plan.want(kind.parse().unwrap()).extend(fields.iter().map(|field| field.parse().unwrap()));
    plan
}

/// Everything the connector offers.
pub fn everything() -> Plan {
    Plan::everything(&GitHub.kinds())
}

/// All resources, by kind and id.
pub fn resources(collected: &Collected) -> BTreeMap<(String, String), Resource> {
    let lines = collected.resources.iter();
    lines.map(|(key, line)| ((key.kind.to_string(), key.id.clone()), serde_json::from_slice(line).unwrap())).collect()
}

/// The only resource of a kind.
pub fn only(collected: &Collected, kind: &str) -> Resource {
    let mut found: Vec<_> = resources(collected).into_iter().filter(|((k, _), _)| k == kind).map(|(_, r)| r).collect();
    assert_eq!(found.len(), 1, "one {kind}, gaps {:?}", collected.gaps);
    found.remove(0)
}

/// A field that must have been observed.
pub fn field<'a>(resource: &'a Resource, name: &str) -> &'a Value {
    let found = resource.fields.iter().find(|(field, _)| field.as_str() == name);
    found.map_or_else(|| panic!("{name} is not observed: {:?}", resource.gaps), |(_, value)| value)
}

/// The gap of a field that must not have been observed.
pub fn gap<'a>(resource: &'a Resource, name: &str) -> &'a Gap {
    assert!(!resource.fields.keys().any(|field| field.as_str() == name), "{name} is observed: {:?}", resource.fields);
    let found = resource.gaps.iter().find(|(field, _)| field.as_str() == name);
    found.map_or_else(|| panic!("{name} has no gap"), |(_, gap)| gap)
}

/// A reply with a JSON body.
pub fn reply(status: u16, json: Value) -> Reply {
    let headers = BTreeMap::from([("content-type".to_owned(), "application/json; charset=utf-8".to_owned())]);
    Reply { status, headers, body: Some(Body::Json { json }) }
}

/// A reply as it comes.
pub fn raw(status: u16, content_type: &str, text: &str) -> Reply {
    let headers = BTreeMap::from([("content-type".to_owned(), content_type.to_owned())]);
    Reply { status, headers, body: Some(Body::Text { text: text.to_owned() }) }
}

/// GitHub's error body.
pub fn refusal(status: u16, message: &str) -> Reply {
    let documentation = "https://docs.github.com/rest";
    reply(status, json!({ "message": message, "documentation_url": documentation, "status": status.to_string() }))
}

/// `reply` with one more header.
pub fn with(mut reply: Reply, header: &str, value: &str) -> Reply {
    reply.headers.insert(header.to_owned(), value.to_owned());
    reply
}

fn exchange_of(request: &http::Request<Bytes>, operation: &str) -> Exchange {
    let headers = ["accept", "content-type", "x-github-api-version"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), request.headers().get(name)?.to_str().ok()?.to_owned())));
    let request = model::Request {
        method: request.method().to_string(),
        url: wire::canonical_url(&request.uri().to_string()),
        headers: headers.collect(),
        body: serde_json::from_slice(request.body()).ok().map(|json| Body::Json { json }),
    };
    let source = "github".parse().unwrap();
    let id = wire::exchange_id(&source, &wire::key_of(&request).unwrap(), 1);
    let operation = operation.to_owned();
    Exchange {
        id,
        source,
        operation,
        request,
        reply: None,
        failure: None,
        attempts: 1,
        fetched_at: AS_OF.parse().unwrap(),
    }
}

fn response(reply: &Reply) -> http::Response<Bytes> {
    let body = match &reply.body {
        Some(Body::Json { json }) => Bytes::from(model::canonical_json(json).unwrap()),
        Some(Body::Text { text }) => Bytes::from(text.clone()),
        _ => Bytes::new(),
    };
    let mut response = http::Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(name, value);
    }
    response.body(body).unwrap()
}
