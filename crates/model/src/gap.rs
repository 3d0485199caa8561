//! What could not be seen, and how much of a kind was seen.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ExchangeId, FieldName, Kind, SourceId};

/// Something that was asked for and not learnt. A finding that needed it is `unknown`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The source asked.
    pub source: SourceId,
    /// The kind concerned.
    pub kind: Kind,
    /// The resource concerned; `None` when the whole kind, or one field of all of its resources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The field concerned; `None` when the list of resources itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldName>,
    /// The class of reason.
    pub cause: Cause,
    /// The permission that would close the gap, in the API's own words: `iam:GetCredentialReport`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// One sentence for people.
    pub message: String,
    /// The exchange that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<ExchangeId>,
}

/// Why something could not be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The caller may not ask this.
    Denied,
    /// The API kept refusing for rate.
    Throttled,
    /// It failed and might work later: network, 5xx, timeout.
    Transient,
    /// The feature or plan that would answer is off.
    NotEnabled,
    /// The server does not know the operation.
    Unsupported,
    /// The reply cannot be read, contradicts itself or breaks a limit.
    BadReply,
    /// The source lacks a setting or a credential.
    NotConfigured,
}

impl Cause {
    /// The word used in records and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Throttled => "throttled",
            Self::Transient => "transient",
            Self::NotEnabled => "not_enabled",
            Self::Unsupported => "unsupported",
            Self::BadReply => "bad_reply",
            Self::NotConfigured => "not_configured",
        }
    }
}

/// All resources of one kind in one source, and whether the list was followed to its end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// The kind listed.
    pub kind: Kind,
    /// The source asked.
    pub source: SourceId,
    /// Pages read.
    pub pages: u32,
    /// Resources counted.
    pub items: u64,
    /// A second count that the API gives independently of the list, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub independent_count: Option<u64>,
    /// True only if the last page said it was the last, and no count contradicts the list.
    pub complete: bool,
    /// Replies that the list was read from, [`Population::MOST_EXCHANGES`] at most. An empty list has
    /// no resource that could name them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub exchanges: BTreeSet<ExchangeId>,
}

impl Population {
    /// Exchanges that a population names at most.
    pub const MOST_EXCHANGES: usize = 50;

    /// Names replies that the list was read from, as many as there is room for.
    #[must_use]
    pub fn resting_on<'e>(mut self, exchanges: impl IntoIterator<Item = &'e ExchangeId>) -> Self {
        for exchange in exchanges {
            if self.exchanges.len() >= Self::MOST_EXCHANGES {
                break;
            }
            self.exchanges.insert(exchange.clone());
        }
        self
    }
}
