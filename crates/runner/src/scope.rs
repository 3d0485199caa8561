//! Which sources a run asks: each is opened, those that stand for many accounts are taken apart, and of
//! several runs that share the work only one asks each. A source that cannot be opened is a gap of its
//! own; it must never cost the others anything.

use std::collections::{BTreeMap, BTreeSet};

use collect_crate::{Access, Connector, Parts, Session};
use futures::StreamExt as _;
use model::{Accounts, Run, Seen, Shard, Source, SourceId};
use wire::{Secrets, Wire};

use crate::Error;
use crate::collect::{Connectors, World};

/// Accounts opened at once.
const OPENED_AT_ONCE: usize = 16;

/// What became of opening a source.
pub(crate) enum Opening {
    /// It can be asked.
    Session(Box<dyn Session>),
    /// It cannot; why stands in the source.
    Unavailable,
    /// It stands for its accounts, which are sources of their own.
    Whole,
}

/// The sources of a run.
#[derive(Default)]
pub(crate) struct Scope {
    pub(crate) sources: Vec<(Source, Opening)>,
    pub(crate) accounts: BTreeMap<SourceId, Accounts>,
    pub(crate) seen: Vec<Seen>,
    pub(crate) shard: Option<Shard>,
}

/// What opening needs of the run.
pub(crate) struct Opener<'a> {
    pub(crate) connectors: &'a Connectors,
    pub(crate) world: &'a World,
    pub(crate) secrets: &'a Secrets,
    pub(crate) run: &'a str,
    /// The wire of a source; what goes over it is evidence.
    pub(crate) wire: &'a (dyn Fn(&SourceId) -> Wire + 'a),
}

impl Opener<'_> {
    /// Opens every source. A wrong setting stops the run, because only a person can mend it.
    pub(crate) async fn open(&self, sources: Vec<Source>, shard: Option<Shard>) -> Result<Scope, Error> {
        let mut scope = Scope { shard, ..Scope::default() };
        for source in sources {
            self.source(source, &mut scope).await?;
        }
        scope.somebody_answers()?;
        Ok(scope)
    }

    async fn source(&self, mut source: Source, scope: &mut Scope) -> Result<(), Error> {
        let opened = connector(self.connectors, &source)?.open(&source, self.access()).await;
        let Some(session) = self.or_unavailable(&mut source, opened)? else {
            scope.add(source, Opening::Unavailable);
            return Ok(());
        };
        let parts = session.parts(&(self.wire)(&source.id)).await;
        match self.or_unavailable(&mut source, parts)? {
            None => scope.add(source, Opening::Unavailable),
            Some(None) => scope.add(source, Opening::Session(session)),
            Some(Some(parts)) => self.parts(source, session.as_ref(), parts, scope).await?,
        }
        Ok(())
    }

    /// Opens the accounts of a source.
    async fn parts(&self, whole: Source, session: &dyn Session, parts: Parts, scope: &mut Scope) -> Result<(), Error> {
        let asked: BTreeSet<String> = parts.asked.keys().cloned().collect();
        scope.accounts.insert(whole.id.clone(), Accounts { asked, left_out: parts.left_out });
        scope.seen.push(parts.seen);
        scope.sources.push((whole, Opening::Whole));
        let mine: Vec<Source> = parts.asked.into_values().filter(|part| scope.mine(&part.id)).collect();
        let open = |part: Source| async move {
            let opened = session.open_part(&part, self.access()).await;
            (part, opened)
        };
        let mut opening = futures::stream::iter(mine.into_iter().map(open)).buffered(OPENED_AT_ONCE);
        while let Some((mut part, opened)) = opening.next().await {
            let opening = match self.or_unavailable(&mut part, opened)? {
                Some(session) => Opening::Session(session),
                None => Opening::Unavailable,
            };
            scope.sources.push((part, opening));
        }
        Ok(())
    }

    fn access(&self) -> Access {
        Access::Live {
            wire: Wire::live(self.world.transport.clone(), self.world.clock.clone()),
            environment: self.world.environment.clone(),
            secrets: self.secrets.clone(),
            run: self.run.to_owned(),
        }
    }

    /// One without a credential costs its own findings, not the night.
    fn or_unavailable<T>(
        &self,
        source: &mut Source,
        result: Result<T, collect_crate::Error>,
    ) -> Result<Option<T>, Error> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(collect_crate::Error::Credential { message, .. }) => {
                source.unavailable = Some(self.secrets.scrub(&message).unwrap_or(message));
                Ok(None)
            }
            Err(other) => Err(other.into()),
        }
    }
}

impl Scope {
    /// Takes a source up, if this run is the one that asks it.
    fn add(&mut self, source: Source, opening: Opening) {
        if self.mine(&source.id) {
            self.sources.push((source, opening));
        }
    }

    /// True if this run asks the source; otherwise it is noted who does.
    fn mine(&mut self, source: &SourceId) -> bool {
        match &mut self.shard {
            Some(shard) if !shard.holds(source) => {
                shard.elsewhere.insert(source.clone());
                false
            }
            _ => true,
        }
    }

    fn somebody_answers(&self) -> Result<(), Error> {
        let nobody = self.sources.iter().all(|(_, opening)| matches!(opening, Opening::Unavailable));
        if !nobody || (self.sources.is_empty() && self.shard.is_some()) {
            return Ok(());
        }
        let why = |s: &Source| format!("{}: {}", s.id, s.unavailable.as_deref().unwrap_or("not opened"));
        Err(Error::NothingToAsk(self.sources.iter().map(|(source, _)| why(source)).collect()))
    }
}

/// The connector of a source.
pub(crate) fn connector<'a>(connectors: &'a Connectors, source: &Source) -> Result<&'a dyn Connector, Error> {
    connectors
        .iter()
        .map(AsRef::as_ref)
        .find(|c| c.name() == source.connector)
        .ok_or_else(|| Error::NoConnector { origin: source.id.to_string(), connector: source.connector.clone() })
}

/// Finds the accounts of a source once more, from the recording, and holds them against the run record:
/// an account that was dropped or added since would otherwise go unnoticed.
pub(crate) async fn same_accounts(
    session: &dyn Session,
    source: &Source,
    accounts: &Accounts,
    run: &Run,
    wire: &Wire,
) -> Result<Seen, Error> {
    let other = |what: String| Error::OtherAccounts { origin: source.id.to_string(), what };
    let Some(parts) = session.parts(wire).await? else {
        return Err(other("it stands for itself".to_owned()));
    };
    if let Some(account) = parts.asked.keys().find(|account| !accounts.asked.contains(*account)) {
        return Err(other(format!("the run record lacks {account}")));
    }
    if let Some(account) = accounts.asked.iter().find(|account| !parts.asked.contains_key(*account)) {
        return Err(other(format!("the run record adds {account}")));
    }
    if parts.left_out != accounts.left_out {
        return Err(other("other accounts were left out".to_owned()));
    }
    for part in parts.asked.values() {
        let elsewhere = run.shard.as_ref().is_some_and(|shard| shard.elsewhere.contains(&part.id));
        let recorded = run.sources.iter().find(|source| source.id == part.id);
        let same = recorded.is_some_and(|source| Source { unavailable: None, ..source.clone() } == *part);
        if elsewhere == recorded.is_some() || !(elsewhere || same) {
            return Err(other(format!("{} was asked otherwise", part.id)));
        }
    }
    Ok(parts.seen)
}
