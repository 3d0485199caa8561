//! What a verifier accepts: keys, identities, time-stamp authorities, ledgers, and how many are
//! needed. FORMAT.md, section 9.
//!
//! Comes from elsewhere than the bundle. Opens no file itself: the caller gives the means to read
//! those that the trust file names.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use toml::Spanned;

use crate::keyless::{Identity, Root};
use crate::keys::PublicKey;
use crate::names;
use crate::time::Authority;

/// Kinds of verifier keys: of a ledger (C2SP signed-note), of a witness (C2SP tlog-cosignature).
const LOG: u8 = 1;
const WITNESS: u8 = 4;

/// What a verifier accepts.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Keys whose signatures count.
    pub keys: Vec<PublicKey>,
    /// Identities whose certificates count.
    pub identities: Vec<Identity>,
    /// Authorities whose timestamps count.
    pub authorities: Vec<Authority>,
    /// Signers that must count; at least 1.
    pub minimum_signatures: usize,
    /// Authorities that must have stamped a signature that counts.
    pub minimum_timestamps: usize,
    /// Ledgers whose proofs count.
    pub ledgers: Vec<TrustedLedger>,
}

/// A ledger that a verifier trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedLedger {
    /// The verifier key of its checkpoints, as signed-note writes it.
    pub key: String,
    /// Verifier keys of witnesses.
    pub witnesses: Vec<String>,
    /// Witnesses that must have signed the checkpoint too.
    pub minimum_witnesses: usize,
    /// If a bundle without a proof from this ledger is refused.
    pub required: bool,
}

/// A trust file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct TrustError {
    /// Which bytes of the text are wrong.
    pub at: Range<usize>,
    /// Their line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    minimum_signatures: Option<Spanned<usize>>,
    minimum_timestamps: Option<Spanned<usize>>,
    #[serde(default)]
    key: Vec<Spanned<PemTable>>,
    #[serde(default)]
    identity: Vec<Spanned<IdentityTable>>,
    #[serde(default)]
    authority: Vec<Spanned<PemTable>>,
    #[serde(default)]
    ledger: Vec<Spanned<LedgerTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PemTable {
    pem: Option<String>,
    file: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IdentityTable {
    issuer: Spanned<String>,
    subject: Spanned<String>,
    root: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerTable {
    key: Spanned<String>,
    #[serde(default)]
    witnesses: Vec<Spanned<String>>,
    minimum_witnesses: Option<Spanned<usize>>,
    #[serde(default)]
    required: bool,
}

/// Reads a file that a trust file names: gives its text, or what is wrong.
type ReadFile<'a> = dyn FnMut(&str) -> Result<String, String> + 'a;

impl Trust {
    /// One signature, by any of these keys.
    pub fn of_keys(keys: &[PublicKey]) -> Self {
        Self {
            keys: keys.to_vec(),
            identities: Vec::new(),
            authorities: Vec::new(),
            minimum_signatures: 1,
            minimum_timestamps: 0,
            ledgers: Vec::new(),
        }
    }

    /// Reads a trust file. `read_file` gives the text of a file that it names, relative to the trust
    /// file.
    ///
    /// # Errors
    /// Unknown fields, files that cannot be used, nothing to trust, an entry twice, and minimums that
    /// the entries could never reach.
    pub fn parse(text: &str, read_file: &mut ReadFile<'_>) -> Result<Self, TrustError> {
        let parse = Parse { text };
        let file: File = toml::from_str(text).map_err(|e| parse.wrong(e.span().unwrap_or(0..0), e.message()))?;
        if file.key.is_empty() && file.identity.is_empty() {
            return Err(parse.wrong(0..0, "it trusts nobody: add a [[key]] or an [[identity]]"));
        }
        let (least_signatures, least_timestamps) = (file.minimum_signatures, file.minimum_timestamps);
        let trust = Self {
            keys: parse.each(file.key, |table, at| parse.key(table, at, read_file))?,
            identities: parse.each(file.identity, |table, _| parse.identity(table, read_file))?,
            authorities: parse.each(file.authority, |table, at| parse.authority(table, at, read_file))?,
            minimum_signatures: least_signatures.as_ref().map_or(1, |n| *n.get_ref()),
            minimum_timestamps: least_timestamps.as_ref().map_or(0, |n| *n.get_ref()),
            ledgers: parse.each(file.ledger, |table, _| parse.ledger(table))?,
        };
        let signers = (trust.keys.len() + trust.identities.len()).min(names::ENVELOPES.len());
        parse.check_least("minimum_signatures", least_signatures.as_ref(), 1..=signers)?;
        parse.check_least("minimum_timestamps", least_timestamps.as_ref(), 0..=trust.authorities.len())?;
        Ok(trust)
    }
}

/// A trust file being read.
struct Parse<'a> {
    text: &'a str,
}

impl Parse<'_> {
    fn wrong(&self, at: Range<usize>, message: impl Into<String>) -> TrustError {
        let line = self.line(&at);
        TrustError { at, line, message: message.into() }
    }

    fn line(&self, at: &Range<usize>) -> usize {
        self.text.get(..at.start).unwrap_or(self.text).matches('\n').count() + 1
    }

    /// Reads the tables of one kind. `read` gives the thing and what makes it different from others;
    /// the same thing twice is refused.
    fn each<T, U>(
        &self,
        tables: Vec<Spanned<T>>,
        mut read: impl FnMut(T, &Range<usize>) -> Result<(U, String), TrustError>,
    ) -> Result<Vec<U>, TrustError> {
        let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
        for table in tables {
            let at = table.span();
            let (one, same) = read(table.into_inner(), &at)?;
            if !seen.insert(same) {
                return Err(self.wrong(at, "this is listed already; it counts once"));
            }
            all.push(one);
        }
        Ok(all)
    }

    /// The text of a table with `pem` or `file`, where it stands, and what to call it.
    fn pem(
        &self,
        table: PemTable,
        at: &Range<usize>,
        read_file: &mut ReadFile<'_>,
    ) -> Result<(String, Range<usize>, String), TrustError> {
        match (table.pem, table.file) {
            (Some(pem), None) => Ok((pem, at.clone(), format!("line {}", self.line(at)))),
            (None, Some(file)) => Ok((self.file(&file, read_file)?, file.span(), file.into_inner())),
            _ => Err(self.wrong(at.clone(), "give either pem or file")),
        }
    }

    fn file(&self, name: &Spanned<String>, read_file: &mut ReadFile<'_>) -> Result<String, TrustError> {
        read_file(name.get_ref()).map_err(|why| self.wrong(name.span(), why))
    }

    fn key(
        &self,
        table: PemTable,
        at: &Range<usize>,
        read_file: &mut ReadFile<'_>,
    ) -> Result<(PublicKey, String), TrustError> {
        let (pem, at, _) = self.pem(table, at, read_file)?;
        let key = PublicKey::from_pem(&pem).map_err(|e| self.wrong(at, e.to_string()))?;
        let hint = key.hint();
        Ok((key, hint))
    }

    fn authority(
        &self,
        table: PemTable,
        at: &Range<usize>,
        read_file: &mut ReadFile<'_>,
    ) -> Result<(Authority, String), TrustError> {
        let (pem, at, name) = self.pem(table, at, read_file)?;
        let authority = Authority::from_pem(&name, &pem).map_err(|e| self.wrong(at, e.to_string()))?;
        Ok((authority, pem))
    }

    fn identity(&self, table: IdentityTable, read_file: &mut ReadFile<'_>) -> Result<(Identity, String), TrustError> {
        if table.issuer.get_ref().is_empty() {
            let message = "name the issuer, such as https://token.actions.githubusercontent.com";
            return Err(self.wrong(table.issuer.span(), message));
        }
        if table.subject.get_ref().chars().all(|c| c == '*') {
            let message = "this would trust everybody whom the issuer knows; say whom";
            return Err(self.wrong(table.subject.span(), message));
        }
        let root = Root::from_json(&self.file(&table.root, read_file)?);
        let root = root.map_err(|e| self.wrong(table.root.span(), e.to_string()))?;
        let (issuer, subject) = (table.issuer.into_inner(), table.subject.into_inner());
        let same = format!("{issuer}\n{subject}");
        Ok((Identity { issuer, subject, root: Arc::new(root) }, same))
    }

    fn ledger(&self, table: LedgerTable) -> Result<(TrustedLedger, String), TrustError> {
        let key = table.key.get_ref().clone();
        let mut seen = BTreeSet::from([self.check_vkey(&table.key, LOG)?]);
        for witness in &table.witnesses {
            // A witness is somebody else: not the ledger's keeper, and not another witness under a second name.
            if !seen.insert(self.check_vkey(witness, WITNESS)?) {
                return Err(self.wrong(witness.span(), "this key is listed already; it counts once"));
            }
        }
        let most = table.witnesses.len();
        self.check_least("minimum_witnesses", table.minimum_witnesses.as_ref(), 0..=most)?;
        let ledger = TrustedLedger {
            key: table.key.into_inner(),
            witnesses: table.witnesses.into_iter().map(Spanned::into_inner).collect(),
            minimum_witnesses: table.minimum_witnesses.map_or(0, Spanned::into_inner),
            required: table.required,
        };
        Ok((ledger, key))
    }

    /// The key itself, without its name.
    fn check_vkey(&self, text: &Spanned<String>, kind: u8) -> Result<Vec<u8>, TrustError> {
        let Some(bytes) = vkey(text.get_ref()) else {
            let message = "this is not a verifier key (NAME+KEYID+BASE64) whose key id fits";
            return Err(self.wrong(text.span(), message));
        };
        match bytes.split_first() {
            Some((found, key)) if *found == kind && key.len() == 32 => Ok(key.to_vec()),
            Some((&LOG, _)) => {
                Err(self.wrong(text.span(), "this is a ledger's own key; a witness has a key of kind 4"))
            }
            Some((&WITNESS, _)) => {
                Err(self.wrong(text.span(), "this is a witness's key; a ledger has a key of kind 1"))
            }
            _ => Err(self.wrong(text.span(), "this is no Ed25519 key of a ledger (kind 1) or of a witness (kind 4)")),
        }
    }

    fn check_least(
        &self,
        name: &str,
        given: Option<&Spanned<usize>>,
        possible: std::ops::RangeInclusive<usize>,
    ) -> Result<(), TrustError> {
        match given {
            Some(n) if !possible.contains(n.get_ref()) => {
                let (least, most) = possible.into_inner();
                let message =
                    format!("{name} must be {least} to {most} here: the entries could never reach {}", n.get_ref());
                Err(self.wrong(n.span(), message))
            }
            _ => Ok(()),
        }
    }
}

/// Kind and key of a signed-note verifier key whose key id fits (C2SP signed-note, "Verifier keys").
fn vkey(text: &str) -> Option<Vec<u8>> {
    let mut parts = text.splitn(3, '+');
    let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
    let key = BASE64.decode(key).ok()?;
    let expected = Sha256::new().chain_update(name).chain_update(b"\n").chain_update(&key).finalize();
    let fits = expected.get(..4).is_some_and(|head| hex::encode(head) == id);
    (!name.is_empty() && !name.contains(char::is_whitespace) && key.len() > 1 && fits).then_some(key)
}
