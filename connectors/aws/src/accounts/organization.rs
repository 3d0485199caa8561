//! Which accounts an organisation has: `organizations:ListAccounts`, followed to its end. One signed
//! request a page in the JSON 1.1 protocol.

use std::time::{Duration, SystemTime};

use aws_credential_types::provider::ProvideCredentials as _;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use bytes::Bytes;
use collect::Error;
use http::{Request, Response};
use serde_json::{Value, json};
use wire::{Idempotent, Operation, Wire, WireError};

use super::settings::is_account;
use crate::engine::Place;
use crate::pages::Pages;
use crate::session::AwsSession;

const OPERATION: &str = "organizations:ListAccounts";
const TARGET: &str = "AWSOrganizationsV20161128.ListAccounts";
/// Longest text of a server that is repeated, in characters.
const SHOWN: usize = 300;

/// An account and its state, if that is told.
type Account = (String, Option<String>);

/// All accounts of the organisation, or why they are not known.
pub(super) async fn accounts(
    session: &AwsSession,
    partition: &str,
    wire: &Wire,
) -> Result<Result<Vec<Account>, String>, Error> {
    let (mut pages, mut found, mut token) = (Pages::default(), Vec::new(), None);
    loop {
        let request = match request(session, partition, token.as_deref(), wire).await {
            Ok(request) => request,
            Err(why) => return Ok(Err(refused(&why))),
        };
        let reply = match wire.call(request).await {
            Ok(reply) => reply,
            Err(WireError::Failed(failure)) => return Ok(Err(refused(&failure.message))),
            Err(other) => return Err(Error::Wire(other)),
        };
        let next = page(&reply).and_then(|(accounts, next)| {
            found.extend(accounts);
            pages.next(next.is_some(), next.as_deref()).map_err(|fault| fault.message)
        });
        match next {
            Ok(None) => return Ok(Ok(found)),
            Ok(more) => token = more,
            Err(why) => return Ok(Err(refused(&why))),
        }
    }
}

fn refused(why: &str) -> String {
    format!("the accounts of the organisation cannot be listed ({OPERATION}): {why}")
}

fn page(reply: &Response<Bytes>) -> Result<(Vec<Account>, Option<String>), String> {
    let body: Value = serde_json::from_slice(reply.body()).unwrap_or_default();
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    if !reply.status().is_success() {
        let code = text(&body, "__type").unwrap_or_default();
        let code = code.rsplit('#').next().unwrap_or_default();
        let message = text(&body, "Message").or(text(&body, "message")).unwrap_or_default();
        let all = format!("HTTP {} {code} {message}", reply.status().as_u16());
        return Err(all.chars().filter(|c| !c.is_control()).take(SHOWN).collect());
    }
    let list = body.get("Accounts").and_then(Value::as_array).ok_or("the reply holds no list of accounts")?;
    let account = |one: &Value| {
        let id = text(one, "Id").filter(|id| is_account(id)).ok_or("an account has no id of 12 digits")?;
        // `State` stands in place of `Status`, which may go.
        Ok((id, text(one, "State").or(text(one, "Status"))))
    };
    let accounts = list.iter().map(account).collect::<Result<_, &str>>()?;
    Ok((accounts, text(&body, "NextToken").filter(|token| !token.is_empty())))
}

async fn request(
    session: &AwsSession,
    partition: &str,
    token: Option<&str>,
    wire: &Wire,
) -> Result<Request<Bytes>, String> {
    let unusable = |e: &dyn std::fmt::Display| format!("the request cannot be signed: {e}");
    let Place { url: address, region } = session.services.place("organizations", &session.settings, partition)?;
    let body = token.map_or_else(|| json!({}), |token| json!({"NextToken": token}));
    let mut request = Request::post(format!("{address}/"))
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", TARGET)
        .body(Bytes::from(body.to_string()))
        .map_err(|e| unusable(&e))?;
    let identity = session.credentials.provide_credentials().await.map_err(|e| unusable(&e))?.into();
    let seconds = u64::try_from(wire.now().as_second()).unwrap_or_default();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(&region)
        .name("organizations")
        .time(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .settings(SigningSettings::default())
        .build()
        .map_err(|e| unusable(&e))?
        .into();
    let headers = request.headers().iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let uri = request.uri().to_string();
    let signable =
        SignableRequest::new("POST", uri, headers, SignableBody::Bytes(request.body())).map_err(|e| unusable(&e))?;
    let (instructions, _) = sign(signable, &parameters).map_err(|e| unusable(&e))?.into_parts();
    instructions.apply_to_request_http1x(&mut request);
    request.extensions_mut().insert(Operation(OPERATION.to_owned()));
    request.extensions_mut().insert(Idempotent);
    Ok(request)
}
