//! A server of the tests' own: it answers by operation, counts what it was asked, and can be told
//! to answer an operation otherwise.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]
#![allow(dead_code, reason = "each test binary uses a part")]

pub(crate) mod child;
pub(crate) mod estate;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws::Aws;
use bytes::Bytes;
use collect::{Access, Collected, Connector, Error, Sink};
use http::{Request, Response};
use model::{KindSpec, Plan, Resource, Source};
use serde_json::{Value, json};
use wire::{Operation, Transport, Wire, WireError, exchange_id, note_exchange};

pub(crate) type Reply = Result<Response<Bytes>, WireError>;

/// What a test may look at: the operation and the request.
pub(crate) struct Asked<'a> {
    pub(crate) operation: &'a str,
    pub(crate) request: &'a Request<Bytes>,
}

impl Asked<'_> {
    /// A value of the form that IAM's operations are asked with.
    pub(crate) fn form(&self, name: &str) -> Option<String> {
        let body = std::str::from_utf8(self.request.body()).unwrap();
        body.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).map(str::to_owned)
    }

    pub(crate) fn host(&self) -> &str {
        self.request.uri().host().unwrap()
    }
}

#[allow(clippy::unnecessary_wraps, reason = "it stands where a failure may stand")]
pub(crate) fn reply(status: u16, body: impl Into<Bytes>) -> Reply {
    Ok(Response::builder().status(status).body(body.into()).unwrap())
}

pub(crate) fn refusal(status: u16, code: &str) -> Reply {
    reply(status, format!("<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"))
}

/// The same for S3, which wraps errors otherwise.
pub(crate) fn refusal_for(operation: &str, status: u16, code: &str) -> Reply {
    if operation.starts_with("s3:") {
        reply(status, format!("<Error><Code>{code}</Code><Message>no</Message></Error>"))
    } else {
        refusal(status, code)
    }
}

/// The server. Clones share the log.
#[derive(Clone, Default)]
pub(crate) struct Server {
    pub(crate) log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// How often each operation was asked.
    pub(crate) fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for operation in self.log.lock().unwrap().iter() {
            *counts.entry(operation.clone()).or_default() += 1;
        }
        counts
    }

    /// A transport that answers with `answer`.
    pub(crate) fn transport(&self, answer: impl Fn(&Asked<'_>) -> Reply + Send + Sync + 'static) -> Transport {
        let (log, answer) = (Arc::clone(&self.log), Arc::new(answer));
        Transport::new(tower::service_fn(move |request: Request<Bytes>| {
            let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
            async move {
                let operation = request.extensions().get::<Operation>().map_or("", |o| &o.0).to_owned();
                log.lock().unwrap().push(operation.clone());
                let key = format!("{operation} {} {:?}", request.uri(), request.body());
                note_exchange(&exchange_id(&"aws".parse().unwrap(), &key, 1));
                answer(&Asked { operation: &operation, request: &request })
            }
        }))
    }
}

pub(crate) fn source(settings: &Value) -> Source {
    serde_json::from_value(json!({"id": "aws", "connector": "aws", "settings": settings})).unwrap()
}

/// A plan for fields of kinds: `("aws.iam.user", &["name"])`.
pub(crate) fn plan(wanted: &[(&str, &[&str])]) -> Plan {
    let mut plan = Plan::default();
    for (kind, fields) in wanted {
        plan.want(kind.parse().unwrap()).extend(fields.iter().map(|f| f.parse().unwrap()));
    }
    plan
}

pub(crate) fn everything() -> Plan {
    Plan::everything(&kinds())
}

/// The kinds that are asked through the SDK. Those with a manifest are proven in `engine.rs`.
pub(crate) fn kinds() -> Vec<KindSpec> {
    let own = |spec: &KindSpec| ["aws.iam.", "aws.s3."].iter().any(|area| spec.kind.as_str().starts_with(area));
    Aws.kinds().into_iter().filter(own).collect()
}

/// Collects over `transport`, as from a recording.
pub(crate) async fn collect(transport: Transport, settings: &Value, plan: &Plan) -> Result<Collected, Error> {
    let wire = Wire::recorded(transport, "2026-11-24T02:00:00Z".parse().unwrap());
    let session = Aws.open(&source(settings), Access::Recorded).await?;
    let sink = Sink::default();
    session.collect(plan, &wire, &sink).await?;
    Ok(sink.finish())
}

pub(crate) fn resources(collected: &Collected) -> BTreeMap<String, Resource> {
    let all = collected.resources.iter();
    all.map(|(key, line)| (format!("{} {}", key.kind, key.id), serde_json::from_slice(line).unwrap())).collect()
}

pub(crate) fn field<'r>(resource: &'r Resource, name: &str) -> Option<&'r Value> {
    resource.fields.get(&name.parse().unwrap())
}

/// True if a value is what a schema of the SDK's kinds says: types, items and alternatives.
fn fits(schema: &Value, value: &Value) -> bool {
    if let Some(any) = schema["anyOf"].as_array() {
        return any.iter().any(|one| fits(one, value));
    }
    let items = || value.as_array().unwrap().iter().all(|item| fits(&schema["items"], item));
    match schema["type"].as_str().unwrap() {
        "string" if schema["format"] == "date-time" => {
            value.as_str().is_some_and(|text| text.parse::<model::Timestamp>().is_ok())
        }
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64(),
        "array" => value.is_array() && items(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        other => panic!("{other}"),
    }
}

/// Panics at a field that is not what its schema says; answers how many were looked at.
pub(crate) fn fit_their_schemas(collected: &Collected) -> usize {
    let mut looked = 0;
    for resource in resources(collected).values() {
        let schema = Aws.schema(&resource.kind).unwrap();
        for (name, value) in &resource.fields {
            let said = &schema["properties"][name.as_str()];
            assert!(said.is_object() && fits(said, value), "{}.{name}: {value}\n{said}", resource.kind);
            looked += 1;
        }
    }
    looked
}
