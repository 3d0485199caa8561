//! Approved exceptions: read from TOML, checked, and written onto the failures they cover.
//! A waiver never changes an outcome, never hides a finding, never outlives its date, and never covers
//! a policy other than the one that was looked at when it was approved.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Digest, Finding, Outcome, Policy, PolicyId, SourceId, Timestamp, Waiver};
use serde::Deserialize;
use toml::Spanned;

use crate::Error;
use crate::error::{Place, Text};

/// The fewest characters that a reason may have; shorter ones explain nothing.
const SHORTEST_REASON: usize = 20;

/// The waivers of a run, with what each has covered so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waivers {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    policy: PolicyId,
    source: Option<SourceId>,
    resource: String,
    waiver: Waiver,
    /// Whether somebody approved it.
    approved: bool,
    /// The policy that was looked at when it was written.
    digest: Digest,
    /// The policy that judges, once it is known.
    current: Option<Digest>,
    covered: u64,
}

/// A waiver and what became of it in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiverUse {
    /// The policy.
    pub policy: PolicyId,
    /// The source it is limited to.
    pub source: Option<SourceId>,
    /// The selector: `*` is any run of characters, `?` any one.
    pub resource: String,
    /// Its reason, people and dates. The approver is empty while nobody has approved it.
    pub waiver: Waiver,
    /// Whether it was in force.
    pub state: WaiverState,
    /// The failures it was written onto.
    pub covered: u64,
}

/// Whether a waiver is in force at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaiverState {
    /// In force.
    InForce,
    /// Created later than that.
    NotYet,
    /// Void: its date has come.
    Expired,
    /// Void: nobody has approved it.
    Unapproved,
    /// Void: the policy is no longer the one that it was written for.
    PolicyChanged,
}

impl WaiverState {
    /// The words that people read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InForce => "in force",
            Self::NotYet => "not yet in force",
            Self::Expired => "expired",
            Self::Unapproved => "not approved",
            Self::PolicyChanged => "void: the policy changed",
        }
    }
}

impl WaiverUse {
    /// How many whole or begun days of the time from `from` to `to` it was dated for.
    pub fn days_within(&self, from: Timestamp, to: Timestamp) -> i64 {
        let (start, end) = (self.waiver.created.max(from), self.waiver.expires.min(to));
        let seconds = end.duration_since(start).as_secs();
        if seconds <= 0 { 0 } else { (seconds + 86_399) / 86_400 }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    waiver: Vec<Spanned<Raw>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    policy: PolicyId,
    source: Option<SourceId>,
    resource: Spanned<String>,
    reason: Spanned<String>,
    author: Spanned<String>,
    approver: Option<Spanned<String>>,
    policy_digest: Spanned<String>,
    created: Spanned<toml::Value>,
    expires: Spanned<toml::Value>,
}

impl Waivers {
    /// Reads `[[waiver]]` tables. A date without a time means the first moment of that day in UTC.
    ///
    /// # Errors
    /// When the TOML is wrong, a reason is shorter than 20 characters, author and approver are the
    /// same, the digest is none, or a waiver expires before it is created. One without an approver is
    /// read, and void.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let text = Text::new(name, text)?;
        let file: File = text.parse()?;
        let rules = file.waiver.into_iter().map(|raw| raw.into_inner().check(&text)).collect::<Result<_, _>>()?;
        Ok(Self { rules })
    }

    /// Adds the waivers of a later file.
    pub fn extend(&mut self, later: Self) {
        self.rules.extend(later.rules);
    }

    /// Tells the waivers which policies judge: those that were written for another text are void.
    pub fn hold_to(&mut self, policies: &[Policy]) {
        let digests: BTreeMap<&PolicyId, &Digest> =
            policies.iter().map(|policy| (&policy.id, &policy.digest)).collect();
        for rule in &mut self.rules {
            rule.current = digests.get(&rule.policy).map(|digest| (*digest).clone());
        }
    }

    /// Writes the first waiver that is in force at `as_of` and covers it onto a failure. Other
    /// outcomes are left alone: nobody can accept what has not been seen.
    pub fn apply(&mut self, finding: &mut Finding, as_of: Timestamp) {
        if finding.outcome != Outcome::Fail {
            return;
        }
        let covering =
            self.rules.iter_mut().find(|rule| rule.state(as_of) == WaiverState::InForce && rule.covers(finding));
        if let Some(rule) = covering {
            rule.covered += 1;
            finding.waiver = Some(rule.waiver.clone());
        }
    }

    /// Every waiver, also those that are void or cover nothing, in the order of the files.
    pub fn uses(&self, as_of: Timestamp) -> Vec<WaiverUse> {
        let used = |rule: &Rule| WaiverUse {
            policy: rule.policy.clone(),
            source: rule.source.clone(),
            resource: rule.resource.clone(),
            waiver: rule.waiver.clone(),
            state: rule.state(as_of),
            covered: rule.covered,
        };
        self.rules.iter().map(used).collect()
    }
}

impl Rule {
    fn state(&self, as_of: Timestamp) -> WaiverState {
        if !self.approved {
            WaiverState::Unapproved
        } else if self.current.as_ref().is_some_and(|current| *current != self.digest) {
            WaiverState::PolicyChanged
        } else if as_of >= self.waiver.expires {
            WaiverState::Expired
        } else if as_of < self.waiver.created {
            WaiverState::NotYet
        } else {
            WaiverState::InForce
        }
    }

    fn covers(&self, finding: &Finding) -> bool {
        self.policy == finding.policy
            && self.source.as_ref().is_none_or(|source| *source == finding.source)
            && finding.resource.as_deref().is_some_and(|id| glob(&self.resource, id))
    }
}

impl Raw {
    fn check(self, text: &Arc<Text>) -> Result<Rule, Error> {
        let resource = filled(text, self.resource, "resource")?;
        let place = Place::new(text, self.reason.span());
        let reason = filled(text, self.reason, "reason")?;
        if reason.chars().count() < SHORTEST_REASON {
            return Err(place.fault(format!("a reason has at least {SHORTEST_REASON} characters")));
        }
        let author = filled(text, self.author, "author")?;
        let approver = match self.approver {
            None => None,
            Some(approver) => {
                let place = Place::new(text, approver.span());
                let approver = filled(text, approver, "approver")?;
                if author.to_lowercase() == approver.to_lowercase() {
                    return Err(place.fault("the approver is the author; somebody else must approve"));
                }
                Some(approver)
            }
        };
        let place = Place::new(text, self.policy_digest.span());
        let digest = self.policy_digest.get_ref().trim_start_matches("sha256:").parse().map_err(|_| {
            place.fault("policy_digest is the digest of the policy, which `assize policy explain` prints: sha256:…")
        })?;
        let created = moment(text, &self.created)?;
        let expires = moment(text, &self.expires)?;
        if expires <= created {
            return Err(Place::new(text, self.expires.span()).fault("the waiver expires before it is created"));
        }
        let by_somebody = approver.is_some();
        let waiver = Waiver { reason, author, approver: approver.unwrap_or_default(), created, expires };
        let (policy, source) = (self.policy, self.source);
        Ok(Rule { policy, source, resource, waiver, approved: by_somebody, digest, current: None, covered: 0 })
    }
}

fn filled(text: &Arc<Text>, value: Spanned<String>, key: &str) -> Result<String, Error> {
    let place = Place::new(text, value.span());
    let value = value.into_inner().trim().to_owned();
    if value.is_empty() { Err(place.fault(format!("{key} is empty"))) } else { Ok(value) }
}

/// A TOML date-time with offset, a TOML date, or either as a string.
fn moment(text: &Arc<Text>, value: &Spanned<toml::Value>) -> Result<Timestamp, Error> {
    let written = match value.get_ref() {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(moment) => moment.to_string(),
        other => other.to_string(),
    };
    let midnight = if written.len() == "2026-01-31".len() { format!("{written}T00:00:00Z") } else { written };
    midnight.parse().map_err(|_| {
        Place::new(text, value.span())
            .fault("write a date, or a time with its offset: 2026-01-31, 2026-01-31T12:00:00Z")
    })
}

/// True if `pattern` matches all of `text`. `*` is any run of characters, `?` any one, and every
/// other character itself. Goes back only to the last `*`, so it takes at most one step for each
/// pair of pattern and text characters.
fn glob(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(&c) = text.get(t) {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == c => (p, t) = (p + 1, t + 1),
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    (p, t) = (at + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|&c| c == '*')
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn a_star_crosses_every_separator() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("arn:aws:s3:::acme-public-*", "arn:aws:s3:::acme-public-a/b", true),
            ("arn:aws:s3:::acme-public-*", "arn:aws:s3:::acme-private", false),
            ("acme/*/keys/?", "acme/site/keys/7", true),
            ("acme/*/keys/?", "acme/site/keys/77", false),
            ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXbXb", false),
            ("acme", "acme2", false),
            ("", "x", false),
        ] {
            assert_eq!(glob(pattern, text), expected, "{pattern} on {text}");
        }
    }
}
