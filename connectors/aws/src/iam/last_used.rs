//! When identities last used a service. AWS works the answer out as a job per identity, so it is asked
//! only of those whose policies allow anything of a service that policies ask after.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_sdk_iam::Client;
use aws_sdk_iam::types::{JobStatusType, ServiceLastAccessed};
use collect::Error;
use futures::{FutureExt, StreamExt, TryStreamExt, stream};
use model::Cause;
use serde_json::{Map, Value};

use super::grants::SERVICES;
use crate::context::{Asked, Context, needed, time};
use crate::fault::Fault;
use crate::pages::Pages;

/// The field filled here.
pub(super) const FIELD: &str = "services_last_used";
const GENERATE: &str = "iam:GenerateServiceLastAccessedDetails";
const GET: &str = "iam:GetServiceLastAccessedDetails";

/// Jobs that run at a time.
const AT_A_TIME: usize = 8;
/// Times that a job is asked for. With the waits between them, a bit more than a minute.
const MOST_ASKED: u64 = 12;

/// What became of a job, and the permission of the call that decided.
#[derive(Debug)]
pub(super) struct Use {
    pub(super) asked: Asked<Value>,
    pub(super) permission: &'static str,
}

/// Looks the identities up, each with the services that concern it.
pub(super) async fn look_up(
    context: &Context<'_>,
    iam: &Client,
    concerned: Vec<(String, BTreeSet<&'static str>)>,
) -> Result<BTreeMap<String, Use>, Error> {
    let mut jobs = Vec::with_capacity(concerned.len());
    for (arn, services) in concerned {
        jobs.push(
            async move {
                let asked = one(context, iam, &arn, &services).await?;
                Ok::<_, Error>((arn, asked))
            }
            .boxed(),
        );
    }
    stream::iter(jobs).buffer_unordered(AT_A_TIME).try_collect().await
}

async fn one(context: &Context<'_>, iam: &Client, arn: &str, services: &BTreeSet<&'static str>) -> Result<Use, Error> {
    let asked = context.ask(GENERATE, iam.generate_service_last_accessed_details().arn(arn).send()).await?;
    let asked = asked.read(|reply| {
        let job = reply.job_id().filter(|job| !job.is_empty()).map(str::to_owned);
        needed(job, "the job")
    });
    let mut exchanges = asked.exchanges;
    let job = match asked.result {
        Ok(job) => job,
        Err(fault) => return Ok(Use { asked: Asked { result: Err(fault), exchanges }, permission: GENERATE }),
    };
    let mut found = Map::new();
    let (mut pages, mut marker, mut waited, mut listed) = (Pages::default(), None, 0, 0);
    let result = loop {
        let call = iam.get_service_last_accessed_details().job_id(&job).max_items(1000).set_marker(marker.clone());
        let asked = context.ask(GET, call.send()).await?;
        exchanges.extend(asked.exchanges);
        let reply = match asked.result {
            Ok(reply) => reply,
            Err(fault) => break Err(fault),
        };
        match reply.job_status() {
            JobStatusType::Completed => {}
            JobStatusType::InProgress if waited + 1 < MOST_ASKED => {
                waited += 1;
                context.wire.pause(Duration::from_secs(waited.min(10))).await;
                continue;
            }
            JobStatusType::InProgress => {
                break Err(Fault::new(Cause::Transient, format!("{GET}: not ready after {MOST_ASKED} questions")));
            }
            _ => break Err(Fault::bad_reply(format!("{GET}: the job failed"))),
        }
        listed += reply.services_last_accessed().len();
        let next = note(reply.services_last_accessed(), services, &mut found)
            .and_then(|()| pages.next(reply.is_truncated(), reply.marker()));
        match next {
            // Whoever is asked about has at least one service by its policies.
            Ok(None) if listed == 0 => break Err(Fault::bad_reply(format!("{GET}: the reply lists no service"))),
            Ok(None) => break Ok(Value::Object(found)),
            Ok(more) => marker = more,
            Err(fault) => break Err(fault),
        }
    };
    Ok(Use { asked: Asked { result, exchanges }, permission: GET })
}

/// Takes those of the services that AWS, too, says are allowed.
fn note(
    list: &[ServiceLastAccessed],
    services: &BTreeSet<&'static str>,
    found: &mut Map<String, Value>,
) -> Result<(), Fault> {
    for service in list {
        let name = service.service_namespace();
        if services.contains(name) && SERVICES.contains(&name) {
            found.insert(name.to_owned(), time(service.last_authenticated())?);
        }
    }
    Ok(())
}
