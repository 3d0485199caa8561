//! The account's block of public access. It belongs to S3 control, whose answer has the form of the
//! bucket's; so the bucket's operation is sent to the account's address.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use collect::Error;
use serde_json::Value;
use wire::Operation;

use super::fields;
use super::region::Clients;
use crate::context::Context;
use crate::settings::Settings;

const PATH: &str = "/v20180820/configuration/publicAccessBlock";
const PERMISSION: &str = "s3:GetAccountPublicAccessBlock";
const OPERATION: &str = "s3control:GetPublicAccessBlock";

pub(super) async fn collect(context: &Context<'_>, settings: &Settings, clients: &Clients) -> Result<(), Error> {
    let Some(mut draft) = context.draft("aws.s3.account", context.account.as_str()) else { return Ok(()) };
    if draft.wants("public_access_block") {
        let url = url(context, settings);
        let account = context.account.clone();
        let client = clients.of(&settings.region);
        // The SDK wants a bucket to make the request; the request then goes elsewhere.
        let call = client.get_public_access_block().bucket("account").customize().mutate_request(move |request| {
            readdress(request, &url, &account);
        });
        let mut asked = context.ask(OPERATION, call.send()).await?.read(fields::public_access_block);
        if asked.result.as_ref().is_err_and(|fault| fault.code == "NoSuchPublicAccessBlockConfiguration") {
            asked.result = Ok(Value::Null);
        }
        draft.observe("public_access_block", asked, PERMISSION);
    }
    context.put(&draft)?;
    context.population("aws.s3.account", 1, 1, None, true, &draft.resource.exchanges);
    Ok(())
}

fn url(context: &Context<'_>, settings: &Settings) -> String {
    if let Some(endpoint) = settings.endpoints.get("s3control").or(settings.endpoint.as_ref()) {
        return format!("{endpoint}{PATH}");
    }
    let suffix = match context.partition.as_str() {
        "aws-cn" => "amazonaws.com.cn",
        "aws-eusc" => "amazonaws.eu",
        _ => "amazonaws.com",
    };
    let fips = if settings.fips { "-fips" } else { "" };
    let dual = if settings.dual_stack { ".dualstack" } else { "" };
    format!("https://{}.s3-control{fips}{dual}.{}.{suffix}{PATH}", context.account, settings.region)
}

fn readdress(request: &mut HttpRequest, url: &str, account: &str) {
    // The URL is made of a checked endpoint, region and account. Were it refused, the request would
    // go to a bucket, and its answer, under this operation's name, would still be no observation.
    if request.set_uri(url.to_owned()).is_ok() {
        request.headers_mut().insert("x-amz-account-id", account.to_owned());
        request.add_extension(Operation(OPERATION.to_owned()));
    }
}
