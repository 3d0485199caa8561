//! Settings of the whole account: the summary, the password policy and the virtual MFA devices.

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_account_summary::GetAccountSummaryOutput;
use aws_sdk_iam::types::{PasswordPolicy, User, VirtualMfaDevice};
use collect::Error;
use serde_json::{Map, Value, json};

use crate::context::{Asked, Context, Draft, needed, time};
use crate::fault::Fault;
use crate::pages::Pages;

/// What the summary counts, if it was fetched. Its count of policies is not here: it leaves out
/// those of AWS, so it counts another set than the sweep lists.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) users: Option<u64>,
    pub(super) groups: Option<u64>,
    pub(super) roles: Option<u64>,
}

/// Fetches the wanted settings into `account`.
pub(super) async fn settings(context: &Context<'_>, iam: &Client, account: &mut Draft<'_>) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    if account.wants("summary") {
        let asked = context.ask("iam:GetAccountSummary", iam.get_account_summary().send()).await?;
        let asked = asked.read(|reply| summary(&reply));
        if let Ok(summary) = &asked.result {
            let count = |name: &str| summary.get(name).and_then(Value::as_u64);
            counts = Counts { users: count("users"), groups: count("groups"), roles: count("roles") };
        }
        account.observe("summary", asked, "iam:GetAccountSummary");
    }
    if account.wants("password_policy") {
        let call = iam.get_account_password_policy().send();
        let mut asked = context
            .ask("iam:GetAccountPasswordPolicy", call)
            .await?
            .read(|reply| password_policy(needed(reply.password_policy(), "the password policy")?));
        if asked.result.as_ref().is_err_and(|fault| fault.code == "NoSuchEntity") {
            asked.result = Ok(Value::Null);
        }
        account.observe("password_policy", asked, "iam:GetAccountPasswordPolicy");
    }
    if account.wants("virtual_mfa_devices") {
        let asked = virtual_mfa_devices(context, iam).await?;
        account.observe("virtual_mfa_devices", asked, "iam:ListVirtualMFADevices");
    }
    if account.wants("organization_features") {
        let asked = organization_features(context, iam).await?;
        account.observe("organization_features", asked, "iam:ListOrganizationsFeatures");
    }
    Ok(counts)
}

/// The central features for root users that the organisation has switched on. `null` where the account cannot say:
/// it is in no organisation, or is neither its management account nor a delegate.
async fn organization_features(context: &Context<'_>, iam: &Client) -> Result<Asked<Value>, Error> {
    let call = iam.list_organizations_features().send();
    let mut asked = context.ask("iam:ListOrganizationsFeatures", call).await?.read(|reply| {
        let features = reply.enabled_features().iter().map(|feature| Value::from(feature.as_str()));
        Ok(Value::Array(features.collect()))
    });
    let code = asked.result.as_ref().err().map(|fault| fault.code.as_str()).unwrap_or_default();
    match code.trim_end_matches("Exception") {
        "AccountNotManagementOrDelegatedAdministrator"
        | "OrganizationNotFound"
        | "OrganizationNotInAllFeaturesMode" => {
            asked.result = Ok(Value::Null);
        }
        // Without trusted access for IAM the features are off.
        "ServiceAccessNotEnabled" => asked.result = Ok(json!([])),
        _ => {}
    }
    Ok(asked)
}

fn summary(reply: &GetAccountSummaryOutput) -> Result<Value, Fault> {
    let mut out = Map::new();
    for (key, value) in needed(reply.summary_map(), "the summary")? {
        let name = snake_case(key.as_str());
        let flag = name.starts_with("account_");
        let value = match (flag, *value) {
            (true, 0) => Value::Bool(false),
            (true, 1) => Value::Bool(true),
            (true, other) => return Err(Fault::bad_reply(format!("{key} is {other}, not 0 or 1"))),
            (false, count) if count < 0 => return Err(Fault::bad_reply(format!("{key} is {count}"))),
            (false, count) => Value::from(count),
        };
        out.insert(name, value);
    }
    Ok(Value::Object(out))
}

/// `AccountMFAEnabled` as `account_mfa_enabled`: a word ends before a capital that follows a small
/// letter, and before the last of several capitals if a small letter follows it.
fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| letters.get(i));
        let after = letters.get(at + 1);
        let starts = letter.is_ascii_uppercase()
            && before.is_some_and(|b| !b.is_ascii_uppercase() || after.is_some_and(char::is_ascii_lowercase));
        if starts {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

fn password_policy(policy: &PasswordPolicy) -> Result<Value, Fault> {
    Ok(json!({
        "minimum_password_length": needed(policy.minimum_password_length(), "MinimumPasswordLength")?,
        "require_symbols": policy.require_symbols(),
        "require_numbers": policy.require_numbers(),
        "require_uppercase_characters": policy.require_uppercase_characters(),
        "require_lowercase_characters": policy.require_lowercase_characters(),
        "allow_users_to_change_password": policy.allow_users_to_change_password(),
        "hard_expiry": policy.hard_expiry().unwrap_or(false),
        "max_password_age": policy.max_password_age(),
        "password_reuse_prevention": policy.password_reuse_prevention(),
    }))
}

/// All devices, or the fault of the page that could not be read: half a list is no observation.
async fn virtual_mfa_devices(context: &Context<'_>, iam: &Client) -> Result<Asked<Value>, Error> {
    let mut pages = Pages::default();
    let (mut devices, mut exchanges, mut marker) = (Vec::new(), std::collections::BTreeSet::new(), None);
    loop {
        let call = iam.list_virtual_mfa_devices().max_items(1000).set_marker(marker);
        let asked = context.ask("iam:ListVirtualMFADevices", call.send()).await?;
        exchanges.extend(asked.exchanges);
        let next = asked.result.and_then(|page| {
            for device in page.virtual_mfa_devices() {
                devices.push(virtual_mfa_device(device)?);
            }
            pages.next(page.is_truncated(), page.marker())
        });
        match next {
            Ok(None) => return Ok(Asked { result: Ok(Value::Array(devices)), exchanges }),
            Ok(more) => marker = more,
            Err(fault) => return Ok(Asked { result: Err(fault), exchanges }),
        }
    }
}

fn virtual_mfa_device(device: &VirtualMfaDevice) -> Result<Value, Fault> {
    let serial = needed(Some(device.serial_number()).filter(|s| !s.is_empty()), "a SerialNumber")?;
    let user = device.user().map(User::arn).filter(|arn| !arn.is_empty());
    Ok(json!({"serial_number": serial, "user_arn": user, "enabled_at": time(device.enable_date())?}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_summary_become_words() {
        for (key, name) in [
            ("AccountMFAEnabled", "account_mfa_enabled"),
            ("MFADevicesInUse", "mfa_devices_in_use"),
            ("Users", "users"),
            ("AccessKeysPerUserQuota", "access_keys_per_user_quota"),
            ("AccountAccessKeysPresent", "account_access_keys_present"),
        ] {
            assert_eq!(snake_case(key), name);
        }
    }
}
