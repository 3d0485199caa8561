//! Signed notes (C2SP signed-note) and the keys that verify them, Ed25519 only: signatures of a log
//! (type 0x01) and timestamped cosignatures of witnesses (type 0x04, C2SP tlog-cosignature).
//!
//! A note's text is worth nothing before a signature of a trusted key fits; this file only says
//! which fit.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use model::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::keys::{Algorithm, ED25519_SPKI_HEAD, PrivateKey, PublicKey};
use crate::refusal::{Reason, Refusal, refuse};

/// The longest note; an intent carries a whole leaf.
pub const NOTE_BYTES: u64 = 256 * 1024;
/// Most signature lines of a note; C2SP signed-note demands at least 16.
const MOST_SIGNATURES: usize = 64;
/// The longest name of a key or origin.
const LONGEST_NAME: usize = 255;

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKeyKind {
    /// Notes, as a log does.
    Log = 0x01,
    /// Checkpoints of a log that somebody else keeps.
    Cosigner = 0x04,
}

/// A verifier key of C2SP signed-note: `<name>+<8 hex digits>+<base64>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteKey {
    name: String,
    kind: NoteKeyKind,
    key: PublicKey,
    raw: [u8; 32],
}

impl NoteKey {
    /// The key named `name`.
    ///
    /// # Errors
    /// `vkey_malformed` if the name cannot be one or the key is not Ed25519.
    pub fn new(name: &str, kind: NoteKeyKind, key: &PublicKey) -> Result<Self, Refusal> {
        check_name(name)?;
        let raw = key.spki().strip_prefix(&ED25519_SPKI_HEAD).and_then(|raw| <[u8; 32]>::try_from(raw).ok());
        match raw {
            Some(raw) if key.algorithm() == Algorithm::Ed25519 => {
                Ok(Self { name: name.to_owned(), kind, key: key.clone(), raw })
            }
            _ => refuse(Reason::VkeyMalformed, format!("the key of {name} is {}, not Ed25519", key.algorithm())),
        }
    }

    /// Reads a verifier key.
    ///
    /// # Errors
    /// `vkey_malformed`, also if its id is not that of its key.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let malformed = |why: &str| Refusal::new(Reason::VkeyMalformed, format!("{}: {why}", shown(text)));
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(body)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(malformed("it is not <name>+<8 hex digits>+<base64>"));
        };
        check_name(name)?;
        let bytes = BASE64.decode(body).map_err(|_| malformed("its key is not base64"))?;
        let (kind, raw) = match bytes.split_first() {
            Some((1, raw)) => (NoteKeyKind::Log, raw),
            Some((4, raw)) => (NoteKeyKind::Cosigner, raw),
            _ => return Err(malformed("it is of a kind other than Ed25519 (1) or Ed25519 cosigner (4)")),
        };
        if raw.len() != 32 {
            return Err(malformed("its key has not 32 bytes"));
        }
        let key = PublicKey::from_spki(&[&ED25519_SPKI_HEAD, raw].concat()).map_err(|e| malformed(&e.to_string()))?;
        let parsed = Self::new(name, kind, &key)?;
        if hex::encode(parsed.id()) == id { Ok(parsed) } else { Err(malformed("its id is not that of its key")) }
    }

    /// True if it is the same key, under whatever name and for whatever use.
    pub(crate) fn same_key(&self, other: &Self) -> bool {
        self.raw == other.raw
    }

    /// The name: of a log, its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    pub fn kind(&self) -> NoteKeyKind {
        self.kind
    }

    /// First four bytes of the SHA-256 of name, line feed, kind and key.
    pub fn id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', self.kind as u8])
            .chain_update(self.raw)
            .finalize();
        hash.first_chunk().copied().unwrap_or_default()
    }
}

impl std::fmt::Display for NoteKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body = BASE64.encode([&[self.kind as u8][..], &self.raw].concat());
        write!(f, "{}+{}+{body}", self.name, hex::encode(self.id()))
    }
}

/// Refuses two keys of one name and id: which of them signed could not be told.
///
/// # Errors
/// `key_id_collision`.
pub fn check_distinct(keys: &[NoteKey]) -> Result<(), Refusal> {
    for (at, key) in keys.iter().enumerate() {
        let twin = keys.iter().skip(at + 1).find(|k| k.name == key.name && k.id() == key.id() && k.raw != key.raw);
        if let Some(twin) = twin {
            return refuse(Reason::KeyIdCollision, format!("{key} and {twin}"));
        }
    }
    Ok(())
}

/// A name that a key, and so an origin, can have: no spaces, no `+`, no control characters.
fn check_name(name: &str) -> Result<(), Refusal> {
    let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    if name.is_empty() || name.len() > LONGEST_NAME || name.contains(bad) {
        return refuse(
            Reason::VkeyMalformed,
            format!("the name {} has a space or a + in it, or is no name", shown(name)),
        );
    }
    Ok(())
}

fn shown(text: &str) -> String {
    text.chars().take(120).collect::<String>().escape_debug().to_string()
}

/// A log's private key and its name.
#[derive(Debug)]
pub struct NoteSigner {
    key: PrivateKey,
    public: NoteKey,
}

impl NoteSigner {
    /// The signer of the log `origin`.
    ///
    /// # Errors
    /// `vkey_malformed` if the origin cannot be a key's name or the key is not Ed25519.
    pub fn new(origin: &str, key: PrivateKey) -> Result<Self, Refusal> {
        let public = NoteKey::new(origin, NoteKeyKind::Log, key.public_key())?;
        Ok(Self { key, public })
    }

    /// Its public half.
    pub fn public(&self) -> &NoteKey {
        &self.public
    }

    /// A signature line over `text`, which ends in a line feed.
    ///
    /// # Errors
    /// When the key does not work.
    pub(crate) fn line(&self, text: &str) -> Result<String, Refusal> {
        let signature = self.key.sign(text.as_bytes());
        let signature = signature.map_err(|e| Refusal::new(Reason::BadCheckpointSignature, e.to_string()))?;
        let body = BASE64.encode([&self.public.id()[..], &signature].concat());
        Ok(format!("\u{2014} {} {body}\n", self.public.name))
    }

    /// The note of `text`.
    ///
    /// # Errors
    /// When the key does not work.
    pub fn sign(&self, text: &str) -> Result<String, Refusal> {
        Ok(format!("{text}\n{}", self.line(text)?))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    name: String,
    id: [u8; 4],
    signature: Vec<u8>,
}

/// A note whose signatures have not been looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    lines: Vec<Line>,
}

impl Note {
    /// Takes a note apart.
    ///
    /// # Errors
    /// `note_malformed`, `note_signature_twice`.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let malformed = |why: String| Refusal::new(Reason::NoteMalformed, why);
        if bytes.len() as u64 > NOTE_BYTES {
            return Err(malformed(format!("it is longer than {NOTE_BYTES} bytes")));
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| malformed("it is not UTF-8".into()))?;
        if whole.contains(|c: char| c < ' ' && c != '\n') {
            return Err(malformed("it has control characters".into()));
        }
        let Some((text, signatures)) = whole.rfind("\n\n").and_then(|at| whole.split_at_checked(at + 1)) else {
            return Err(malformed("it has no empty line before its signatures".into()));
        };
        let signatures = signatures.strip_prefix('\n').and_then(|s| s.strip_suffix('\n'));
        let Some(signatures) = signatures.filter(|s| !s.is_empty()) else {
            return Err(malformed("it has no signatures, or does not end in a line feed".into()));
        };
        let mut lines: Vec<Line> = Vec::new();
        for line in signatures.split('\n') {
            let line = parse_line(line).ok_or_else(|| malformed(format!("the signature line {}", shown(line))))?;
            if lines.iter().any(|l| l.name == line.name && l.id == line.id) {
                return refuse(Reason::NoteSignatureTwice, format!("{} {}", line.name, hex::encode(line.id)));
            }
            lines.push(line);
            if lines.len() > MOST_SIGNATURES {
                return Err(malformed(format!("it has more than {MOST_SIGNATURES} signatures")));
            }
        }
        Ok(Self { text: text.to_owned(), lines })
    }

    /// What is signed; ends in a line feed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Who signed, by name and id, whether trusted or not.
    pub fn signers(&self) -> impl Iterator<Item = (&str, [u8; 4])> {
        self.lines.iter().map(|line| (line.name.as_str(), line.id))
    }

    /// True if the log's `key` signed; false if there is no line of it.
    ///
    /// # Errors
    /// `bad_checkpoint_signature` if there is a line of it that does not fit.
    pub fn signed_by(&self, key: &NoteKey) -> Result<bool, Refusal> {
        let Some(line) = self.line_of(key) else { return Ok(false) };
        if key.kind == NoteKeyKind::Log && key.key.verify(self.text.as_bytes(), &line.signature) {
            return Ok(true);
        }
        refuse(Reason::BadCheckpointSignature, format!("by {} {}", key.name, hex::encode(key.id())))
    }

    /// When the witness `key` cosigned; `None` if there is no line of it.
    ///
    /// # Errors
    /// `bad_cosignature` if there is a line of it that does not fit.
    pub fn cosigned_by(&self, key: &NoteKey) -> Result<Option<Timestamp>, Refusal> {
        let Some(line) = self.line_of(key) else { return Ok(None) };
        let bad = || Refusal::new(Reason::BadCosignature, format!("by {} {}", key.name, hex::encode(key.id())));
        let (seconds, signature) = line.signature.split_first_chunk::<8>().ok_or_else(bad)?;
        let seconds = i64::try_from(u64::from_be_bytes(*seconds)).map_err(|_| bad())?;
        let time = Timestamp::from_second(seconds).map_err(|_| bad())?;
        let message = format!("cosignature/v1\ntime {seconds}\n{}", self.text);
        if key.kind == NoteKeyKind::Cosigner && key.key.verify(message.as_bytes(), signature) {
            Ok(Some(time))
        } else {
            Err(bad())
        }
    }

    fn line_of(&self, key: &NoteKey) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == key.name && line.id == key.id())
    }
}

fn parse_line(line: &str) -> Option<Line> {
    let (name, body) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    check_name(name).ok()?;
    let bytes = BASE64.decode(body).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    (!signature.is_empty()).then(|| Line { name: name.to_owned(), id: *id, signature: signature.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::{NoteKey, check_distinct};
    use crate::refusal::Reason;

    /// Found among 337,112 points: an id has 32 bits only.
    const TWINS: [&str; 2] = [
        "acme.example/evidence+2e3c9b71+AQJtZewRoPGubQH0UmLoI1chzzcuMXvE0t/MlR3rXuMh",
        "acme.example/evidence+2e3c9b71+AfRUF6RECG6J9sd/WxqHPJGM++I1ksqoCgzPYkKPZtj1",
    ];

    #[test]
    fn two_keys_of_one_id_are_refused() {
        let [one, other] = TWINS.map(|text| NoteKey::parse(text).unwrap());
        assert_eq!(one.id(), other.id());
        assert_eq!(check_distinct(&[one.clone(), other]).unwrap_err().reason, Reason::KeyIdCollision);
        assert!(check_distinct(&[one.clone(), one]).is_ok(), "the same key twice is no collision");
    }
}
