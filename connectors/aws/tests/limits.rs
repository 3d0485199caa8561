//! The limits of an account: no more requests are under way at a time than its settings allow.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws::Aws;
use bytes::Bytes;
use collect::{Access, Connector, Sink};
use http::{Request, Response};
use serde_json::{Value, json};
use support::{plan, source};
use wire::{Transport, Wire, WireError, exchange_id, note_exchange};

const IDENTITY: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn>\
    <UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

/// Requests under way: now, and the most there were, in all and to one host.
#[derive(Default)]
struct Gauge {
    now: BTreeMap<String, usize>,
    most: usize,
    most_of_one: usize,
}

impl Gauge {
    fn enter(&mut self, host: &str) {
        let of_one = self.now.entry(host.to_owned()).or_default();
        *of_one += 1;
        self.most_of_one = self.most_of_one.max(*of_one);
        self.most = self.most.max(self.now.values().sum());
    }
}

/// Forty topics, forty queues; each answer lets the others go first.
async fn most(settings: &Value) -> (usize, usize) {
    let gauge = Arc::new(Mutex::new(Gauge::default()));
    let seen = Arc::clone(&gauge);
    let transport = Transport::new(tower::service_fn(move |request: Request<Bytes>| {
        let seen = Arc::clone(&seen);
        async move {
            let host = request.uri().host().unwrap().to_owned();
            note_exchange(&exchange_id(&"aws".parse().unwrap(), &format!("{:?}", request.body()), 1));
            seen.lock().unwrap().enter(&host);
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            *seen.lock().unwrap().now.get_mut(&host).unwrap() -= 1;
            let text = String::from_utf8_lossy(request.body()).into_owned();
            let many = |one: &dyn Fn(usize) -> String| (0..40).map(one).collect::<Vec<_>>();
            let body = if text.contains("GetCallerIdentity") {
                IDENTITY.to_owned()
            } else if text.contains("ListTopics") {
                let topics = many(&|n| format!("<member><TopicArn>arn:aws:sns:r:1:t{n}</TopicArn></member>")).concat();
                format!(
                    "<ListTopicsResponse><ListTopicsResult><Topics>{topics}</Topics></ListTopicsResult></ListTopicsResponse>"
                )
            } else if host.starts_with("sns.") {
                "<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes/></GetTopicAttributesResult></GetTopicAttributesResponse>".to_owned()
            } else if text.contains("QueueUrl") {
                json!({"Attributes": {}}).to_string()
            } else {
                json!({"QueueUrls": many(&|n| format!("https://sqs/1/q{n}"))}).to_string()
            };
            Ok::<_, WireError>(Response::new(Bytes::from(body)))
        }
    }));
    let wire = Wire::recorded(transport, "2026-11-24T02:00:00Z".parse().unwrap());
    let session = Aws.open(&source(settings), Access::Recorded).await.unwrap();
    let sink = Sink::default();
    let wanted = plan(&[("aws.sns.topic", &["policy"]), ("aws.sqs.queue", &["policy"])]);
    session.collect(&wanted, &wire, &sink).await.unwrap();
    assert_eq!(sink.finish().resources.len(), 80);
    let gauge = gauge.lock().unwrap();
    (gauge.most, gauge.most_of_one)
}

#[tokio::test]
async fn requests_under_way_stay_within_the_limits_of_account_and_address() {
    let (all, of_one) = most(&json!({})).await;
    assert!(all > 16 && of_one == 16, "without settings {all} and {of_one} were under way");
    assert_eq!(most(&json!({"service_requests": 3})).await, (6, 3));
    let (all, of_one) = most(&json!({"account_requests": 2})).await;
    assert!(all == 2 && of_one <= 2, "{all} and {of_one} were under way");
}
