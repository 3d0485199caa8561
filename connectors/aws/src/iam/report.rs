//! Fetches the credential report, and the resources that come from it alone: access keys.
//! Making a report takes IAM some seconds, so it is asked again until it is ready, a bounded
//! number of times.

use std::time::Duration;

use aws_sdk_iam::Client;
use collect::Error;
use model::Cause;
use serde_json::Value;

use crate::context::{Asked, Context, Draft};
use crate::credential_report::{self, Key, Report, stamp};
use crate::fault::Fault;

const GENERATE: &str = "iam:GenerateCredentialReport";
const GET: &str = "iam:GetCredentialReport";

/// Times that the state is asked. With the waits between them, a bit more than a minute.
const MOST_ASKED: u64 = 12;

/// The report or why there is none, and the permission of the call that decided.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) report: Asked<Report>,
    permission: &'static str,
}

/// Fetches the report, if something wanted needs it.
pub(super) async fn fetch(context: &Context<'_>, iam: &Client) -> Result<Option<Fetched>, Error> {
    let wanted = context.plan.wants("aws.iam.account", "root_credentials")
        || context.plan.wants("aws.iam.user", "credentials")
        || context.plan.wants_kind("aws.iam.access_key");
    if !wanted {
        return Ok(None);
    }
    if let Some(report) = generate(context, iam).await? {
        return Ok(Some(Fetched { report, permission: GENERATE }));
    }
    let asked = context.ask(GET, iam.get_credential_report().send()).await?;
    let report = asked.read(|reply| {
        let csv = reply.content().map(AsRef::as_ref).unwrap_or_default();
        credential_report::read(csv).map_err(Fault::bad_reply)
    });
    Ok(Some(Fetched { report, permission: GET }))
}

/// Waits until a report is ready; answers why there will be none otherwise.
async fn generate(context: &Context<'_>, iam: &Client) -> Result<Option<Asked<Report>>, Error> {
    for asked_before in 0..MOST_ASKED {
        // IAM takes a second or two; a large account longer.
        context.wire.pause(Duration::from_secs(asked_before.min(10))).await;
        let asked = context.ask(GENERATE, iam.generate_credential_report().send()).await?;
        let exchanges = asked.exchanges;
        let fault = match asked.result {
            Ok(reply) => match reply.state().map(aws_sdk_iam::types::ReportStateType::as_str) {
                Some("COMPLETE") => return Ok(None),
                Some("STARTED" | "INPROGRESS") if asked_before + 1 < MOST_ASKED => continue,
                Some("STARTED" | "INPROGRESS") => {
                    Fault::new(Cause::Transient, format!("{GENERATE}: still not ready after {MOST_ASKED} questions"))
                }
                _ => Fault::bad_reply(format!("{GENERATE}: the report is in no known state")),
            },
            Err(fault) => fault,
        };
        return Ok(Some(Asked { result: Err(fault), exchanges }));
    }
    Ok(None)
}

impl Fetched {
    /// The field `root_credentials` of the account.
    pub(super) fn root(&self, account: &mut Draft<'_>) {
        let row = |report: &Report| match &report.root {
            Some(Ok(row)) => Ok(row.root_credentials()),
            Some(Err(why)) => Err(Fault::bad_reply(format!("the root user's row of the credential report: {why}"))),
            None => Err(Fault::bad_reply("the credential report has no row for the root user")),
        };
        if account.wants("root_credentials") {
            account.observe("root_credentials", self.about(row), self.permission);
        }
    }

    /// The field `credentials` of a user. True unless the report was read and does not know the user.
    pub(super) fn user(&self, arn: &str, user: &mut Draft<'_>) -> bool {
        let known = self.report.result.as_ref().map_or(true, |report| report.users.contains_key(arn));
        let row = |report: &Report| {
            let bad = |why: &str| Fault::bad_reply(format!("the user's row of the credential report: {why}"));
            match report.users.get(arn) {
                Some(Ok(row)) => row.credentials().map_err(|why| bad(&why)),
                Some(Err(why)) => Err(bad(why)),
                None => Err(Fault::bad_reply("the credential report has no row for this user")),
            }
        };
        if user.wants("credentials") {
            user.observe("credentials", self.about(row), self.permission);
        }
        known
    }

    fn about(&self, read: impl FnOnce(&Report) -> Result<Value, Fault>) -> Asked<Value> {
        let result = self.report.result.as_ref().map_err(Clone::clone).and_then(read);
        Asked { result, exchanges: self.report.exchanges.clone() }
    }
}

/// Access keys. `unreported`: how many users of the sweep have no row, if there was a sweep.
pub(super) fn access_keys(context: &Context<'_>, fetched: &Fetched, unreported: Option<u64>) -> Result<(), Error> {
    let kind = "aws.iam.access_key";
    let exchange = fetched.report.exchange();
    let report = match &fetched.report.result {
        Ok(report) => report,
        Err(fault) => {
            context.list_gap(kind, fault, Some(fetched.permission), exchange);
            context.population(kind, 0, 0, None, false, &fetched.report.exchanges);
            return Ok(());
        }
    };
    let (mut items, mut complete) = (0, true);
    for (arn, row) in &report.users {
        let Ok(row) = row else {
            let fault = Fault::bad_reply(format!("the row of {arn} in the credential report cannot be read"));
            context.list_gap(kind, &fault, None, exchange);
            complete = false;
            continue;
        };
        for (number, key) in (1_u8..).zip(&row.keys).filter(|(_, key)| key.exists()) {
            items += 1;
            let Some(mut draft) = context.draft(kind, format!("{arn}/access_key_{number}")) else { continue };
            access_key(&mut draft, &row.user, number, key);
            draft.rests_on(&fetched.report.exchanges);
            context.put(&draft)?;
        }
    }
    if let Some(unreported @ 1..) = unreported {
        let fault = Fault::bad_reply(format!("the credential report lacks {unreported} of the listed users"));
        context.list_gap(kind, &fault, None, exchange);
        complete = false;
    }
    context.population(kind, 1, items, None, complete, &fetched.report.exchanges);
    Ok(())
}

fn access_key(draft: &mut Draft<'_>, user: &str, number: u8, key: &Key) {
    draft.set("user", Value::from(user));
    draft.set("number", Value::from(number));
    draft.set("active", Value::Bool(key.active));
    draft.set("last_rotated", stamp(key.last_rotated));
    draft.set("last_used", stamp(key.last_used));
    draft.set("last_used_service", key.last_used_service.clone().map_or(Value::Null, Value::String));
}
