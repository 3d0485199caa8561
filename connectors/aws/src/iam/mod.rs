//! IAM of one account: settings, credential report, one sweep of all entities, identity providers
//! and certificates. Each operation is called only if something wanted needs it, and never once
//! per user: the number of calls grows with pages. The one exception is when a service was last used,
//! which AWS tells only per identity: it is asked of those who may use one of a few services.

mod account;
mod facts;
mod grants;
mod identities;
mod last_used;
mod providers;
mod report;
mod rights;
mod sweep;

use aws_sdk_iam::Client;
use collect::Error;

use crate::context::Context;

/// The permission of the sweep.
const SWEEP: &str = "iam:GetAccountAuthorizationDetails";

/// Collects what is wanted of IAM.
pub(crate) async fn collect(context: &Context<'_>, iam: &Client) -> Result<(), Error> {
    let root = format!("arn:{}:iam::{}:root", context.partition, context.account);
    let mut account = context.draft("aws.iam.account", root);
    let counts = match account.as_mut() {
        Some(account) => account::settings(context, iam, account).await?,
        None => account::Counts::default(),
    };
    let report = report::fetch(context, iam).await?;
    let swept = sweep::collect(context, iam, report.as_ref(), &counts).await?;
    if let Some(report) = &report {
        report::access_keys(context, report, swept.as_ref().map(|s| s.unreported))?;
    }
    if let Some(mut account) = account {
        if let Some(report) = &report {
            report.root(&mut account);
        }
        if let Some(swept) = swept {
            account.observe("support_role_attached", swept.support, SWEEP);
            account.observe("aws_policy_holders", swept.holders, SWEEP);
        }
        context.put(&account)?;
        context.population("aws.iam.account", 1, 1, None, true, &account.resource.exchanges);
    }
    providers::collect(context, iam).await
}
