//! Identity providers and server certificates: short lists, each its own operation.

use std::collections::BTreeSet;

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_open_id_connect_provider::GetOpenIdConnectProviderOutput;
use aws_sdk_iam::types::ServerCertificateMetadata;
use collect::Error;
use model::ExchangeId;
use serde_json::{Value, json};

use crate::context::{Asked, Context, needed, time};
use crate::fault::Fault;
use crate::pages::Pages;

const SAML: &str = "aws.iam.saml_provider";
const OIDC: &str = "aws.iam.oidc_provider";
const CERTIFICATE: &str = "aws.iam.server_certificate";
const LIST_SAML: &str = "iam:ListSAMLProviders";
const LIST_OIDC: &str = "iam:ListOpenIDConnectProviders";
const GET_OIDC: &str = "iam:GetOpenIDConnectProvider";
const LIST_CERTIFICATES: &str = "iam:ListServerCertificates";

/// Collects those that are wanted.
pub(super) async fn collect(context: &Context<'_>, iam: &Client) -> Result<(), Error> {
    if context.plan.wants_kind(SAML) {
        saml(context, iam).await?;
    }
    if context.plan.wants_kind(OIDC) {
        oidc(context, iam).await?;
    }
    if context.plan.wants_kind(CERTIFICATE) {
        certificates(context, iam).await?;
    }
    Ok(())
}

/// The list could not be read at all.
fn unread(context: &Context<'_>, kind: &str, fault: &Fault, permission: &str, exchange: Option<&ExchangeId>) {
    context.list_gap(kind, fault, Some(permission), exchange);
    context.population(kind, 0, 0, None, false, &exchange.cloned().into_iter().collect());
}

async fn saml(context: &Context<'_>, iam: &Client) -> Result<(), Error> {
    let asked = context.ask(LIST_SAML, iam.list_saml_providers().send()).await?;
    let list = match &asked.result {
        Ok(list) => list,
        Err(fault) => {
            unread(context, SAML, fault, LIST_SAML, asked.exchange());
            return Ok(());
        }
    };
    let (mut items, mut complete) = (0, true);
    for provider in list.saml_provider_list() {
        let arn = match needed(provider.arn(), "the ARN of a SAML provider") {
            Ok(arn) => arn,
            Err(fault) => {
                context.list_gap(SAML, &fault, None, asked.exchange());
                complete = false;
                continue;
            }
        };
        items += 1;
        let Some(mut draft) = context.draft(SAML, arn) else { continue };
        let moments = [("valid_until", provider.valid_until()), ("created_at", provider.create_date())];
        for (name, moment) in moments {
            match time(moment) {
                Ok(value) => draft.set(name, value),
                Err(fault) => draft.gap(name, &fault, None, asked.exchange()),
            }
        }
        draft.rests_on(&asked.exchanges);
        context.put(&draft)?;
    }
    context.population(SAML, 1, items, None, complete, &asked.exchanges);
    Ok(())
}

async fn oidc(context: &Context<'_>, iam: &Client) -> Result<(), Error> {
    let asked = context.ask(LIST_OIDC, iam.list_open_id_connect_providers().send()).await?;
    let list = match &asked.result {
        Ok(list) => list,
        Err(fault) => {
            unread(context, OIDC, fault, LIST_OIDC, asked.exchange());
            return Ok(());
        }
    };
    let (mut items, mut complete) = (0, true);
    for provider in list.open_id_connect_provider_list() {
        let arn = match needed(provider.arn(), "the ARN of an OIDC provider") {
            Ok(arn) => arn,
            Err(fault) => {
                context.list_gap(OIDC, &fault, None, asked.exchange());
                complete = false;
                continue;
            }
        };
        items += 1;
        let Some(mut draft) = context.draft(OIDC, arn) else { continue };
        draft.rests_on(&asked.exchanges);
        if ["url", "client_ids", "thumbprints"].iter().any(|field| draft.wants(field)) {
            let call = iam.get_open_id_connect_provider().open_id_connect_provider_arn(arn).send();
            let got = context.ask(GET_OIDC, call).await?;
            for (field, read) in OIDC_FIELDS {
                let result = got.result.as_ref().map_err(Clone::clone).and_then(read);
                draft.observe(field, Asked { result, exchanges: got.exchanges.clone() }, GET_OIDC);
            }
        }
        context.put(&draft)?;
    }
    context.population(OIDC, 1, items, None, complete, &asked.exchanges);
    Ok(())
}

type ReadOidc = fn(&GetOpenIdConnectProviderOutput) -> Result<Value, Fault>;

const OIDC_FIELDS: [(&str, ReadOidc); 3] = [
    ("url", |provider| needed(provider.url(), "the URL of the provider").map(Value::from)),
    ("client_ids", |provider| Ok(json!(provider.client_id_list()))),
    ("thumbprints", |provider| Ok(json!(provider.thumbprint_list()))),
];

async fn certificates(context: &Context<'_>, iam: &Client) -> Result<(), Error> {
    let mut pages = Pages::default();
    let mut exchanges = BTreeSet::new();
    let (mut items, mut complete, mut marker) = (0, true, None);
    loop {
        let call = iam.list_server_certificates().max_items(1000).set_marker(marker);
        let asked = context.ask(LIST_CERTIFICATES, call.send()).await?;
        exchanges.extend(asked.exchanges.iter().cloned());
        let exchange = asked.exchanges.last();
        let next = match asked.result {
            Ok(page) => {
                for certificate in page.server_certificate_metadata_list() {
                    if certificate.arn().is_empty() {
                        let fault = Fault::bad_reply("the reply lacks the ARN of a server certificate");
                        context.list_gap(CERTIFICATE, &fault, None, exchange);
                        complete = false;
                        continue;
                    }
                    items += 1;
                    put_certificate(context, certificate, &asked.exchanges)?;
                }
                pages.next(page.is_truncated(), page.marker())
            }
            Err(fault) => Err(fault),
        };
        match next {
            Ok(None) => break,
            Ok(more) => marker = more,
            Err(fault) => {
                context.list_gap(CERTIFICATE, &fault, Some(LIST_CERTIFICATES), exchange);
                complete = false;
                break;
            }
        }
    }
    context.population(CERTIFICATE, pages.count, items, None, complete, &exchanges);
    Ok(())
}

fn put_certificate(
    context: &Context<'_>,
    certificate: &ServerCertificateMetadata,
    exchanges: &std::collections::BTreeSet<ExchangeId>,
) -> Result<(), Error> {
    let Some(mut draft) = context.draft(CERTIFICATE, certificate.arn()) else { return Ok(()) };
    draft.rests_on(exchanges);
    draft.set("name", Value::from(certificate.server_certificate_name()));
    let moments = [("uploaded_at", certificate.upload_date()), ("expires_at", certificate.expiration())];
    for (name, moment) in moments {
        let value = needed(moment, name).and_then(|moment| time(Some(moment)));
        match value {
            Ok(value) => draft.set(name, value),
            Err(fault) => draft.gap(name, &fault, None, exchanges.last()),
        }
    }
    context.put(&draft)
}
