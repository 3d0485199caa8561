//! Lists the buckets of all regions, page by page, and reads each page's buckets a bounded number
//! at a time.

use std::collections::BTreeSet;

use aws_sdk_s3::types::Bucket as Listed;
use collect::Error;
use futures::{FutureExt, StreamExt, TryStreamExt, stream};

use super::bucket::Bucket;
use super::region::Clients;
use crate::context::Context;
use crate::fault::Fault;
use crate::pages::Pages;
use crate::settings::Settings;

const KIND: &str = "aws.s3.bucket";
const LIST: &str = "s3:ListAllMyBuckets";

pub(super) async fn collect(context: &Context<'_>, settings: &Settings, clients: &Clients) -> Result<(), Error> {
    let client = clients.of(&clients.home);
    let mut pages = Pages::default();
    let mut exchanges = BTreeSet::new();
    let (mut items, mut complete, mut token) = (0, true, None);
    loop {
        let call = client.list_buckets().max_buckets(1000).set_continuation_token(token);
        let asked = context.ask("s3:ListBuckets", call.send()).await?;
        let exchange = asked.exchanges.last().cloned();
        exchanges.extend(asked.exchanges.iter().cloned());
        let next = match asked.result {
            Ok(page) => {
                let (named, unnamed): (Vec<&Listed>, Vec<&Listed>) =
                    page.buckets().iter().partition(|bucket| bucket.name().is_some_and(|name| !name.is_empty()));
                if !unnamed.is_empty() {
                    complete = false;
                    let fault = Fault::bad_reply(format!("the reply lacks the names of {} buckets", unnamed.len()));
                    context.list_gap(KIND, &fault, None, exchange.as_ref());
                }
                items += u64::try_from(named.len()).unwrap_or(u64::MAX);
                let mut reads = Vec::with_capacity(named.len());
                for listed in named {
                    reads.push(Bucket::new(context, settings, clients, listed).collect(&asked.exchanges).boxed());
                }
                stream::iter(reads).buffer_unordered(settings.concurrency).try_collect::<()>().await?;
                let token = page.continuation_token();
                pages.next(token.is_some(), token)
            }
            Err(fault) => Err(fault),
        };
        match next {
            Ok(None) => break,
            Ok(more) => token = more,
            Err(fault) => {
                context.list_gap(KIND, &fault, Some(LIST), exchange.as_ref());
                complete = false;
                break;
            }
        }
    }
    context.population(KIND, pages.count, items, None, complete, &exchanges);
    Ok(())
}
