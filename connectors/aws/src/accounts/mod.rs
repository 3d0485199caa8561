//! Many accounts in one source: which there are, and which of them are asked. It must never call a list
//! of accounts whole that was not read to its end, and never leave one out without a reason.

mod organization;
mod settings;

use std::collections::BTreeMap;

use collect::{Error, Parts};
use model::{Seen, Source};
use wire::Wire;

use crate::http::Fatal;
use crate::session::{AwsSession, who};

pub(crate) use settings::{KNOWN, Many, Mark, is_account};

/// The accounts that `session` stands for; `None` if it is one account.
///
/// # Errors
/// When nobody says who we are or which accounts there are.
pub(crate) async fn parts(session: &AwsSession, wire: &Wire) -> Result<Option<Parts>, Error> {
    let Some(many) = &session.settings.many else { return Ok(None) };
    let refused = |message: String| Error::Credential { origin: session.source.to_string(), message };
    let fatal = Fatal::default();
    let config = session.config(wire, &fatal);
    let caller = who(&config, session.settings.endpoints.get("sts"), &fatal)
        .await?
        .result
        .map_err(|fault| refused(fault.message))?;
    let found = if many.organization {
        organization::accounts(session, &caller.partition, wire).await?.map_err(refused)?
    } else {
        many.named.iter().map(|account| (account.clone(), None)).collect()
    };
    let (mut asked, mut left_out) = (BTreeMap::new(), BTreeMap::new());
    for (account, state) in found {
        if let Some(why) = many.why_not(&account, state.as_deref()) {
            left_out.insert(account, why);
            continue;
        }
        let id = session.source.of_account(&account).map_err(|e| refused(e.to_string()))?;
        // The role stands in the other accounts; our own we see with the identity that we have.
        let role = (account != caller.account).then(|| many.role(&caller.partition, &account));
        let part = Source {
            id,
            connector: "aws".to_owned(),
            settings: settings::of_part(&session.asked, &account, role),
            unavailable: None,
        };
        asked.insert(account, part);
    }
    for account in many.include.iter().filter(|account| !asked.contains_key(*account)) {
        left_out.entry(account.clone()).or_insert_with(|| "it is not in the organisation".to_owned());
    }
    if asked.is_empty() {
        return Err(refused(format!("of {} accounts, none is left to ask", left_out.len())));
    }
    let seen = Seen {
        source: session.source.clone(),
        account: Some(caller.account),
        identity: Some(caller.arn),
        regions: Vec::new(),
    };
    Ok(Some(Parts { seen, asked, left_out }))
}
