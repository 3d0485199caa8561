//! S3 of one account: its block of public access, and all its buckets in all regions.

mod account;
mod bucket;
mod buckets;
mod fields;
mod region;

use aws_config::SdkConfig;
use collect::Error;

pub(crate) use self::bucket::decided_by;
use crate::context::Context;
use crate::settings::Settings;

/// Collects what is wanted of S3.
pub(crate) async fn collect(context: &Context<'_>, settings: &Settings, config: &SdkConfig) -> Result<(), Error> {
    let clients = region::Clients::new(settings, config);
    if context.plan.wants_kind("aws.s3.account") {
        account::collect(context, settings, &clients).await?;
    }
    if context.plan.wants_kind("aws.s3.bucket") {
        buckets::collect(context, settings, &clients).await?;
    }
    Ok(())
}
