//! What the fuzzers trust: the keys of the test vectors, and all that these keys have signed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::sync::LazyLock;

use model::Digest;

use crate::envelope::Envelope;
use crate::statement::Statement;
use crate::time::Authority;
use crate::{PublicKey, Trust, disclosure, names, verify};

/// Public keys of the test vectors.
pub(super) const KEYS: [&str; 4] = [
    include_str!("../../../../fixtures/bundles/p256.pub"),
    include_str!("../../../../fixtures/bundles/ed25519.pub"),
    include_str!("../../../../fixtures/bundles/cosigner.pub"),
    include_str!("../../../../fixtures/disclosures/ed25519.pub"),
];
const BUNDLES: [&[u8]; 3] = [
    include_bytes!("../../../../fixtures/bundles/good-p256.assize.zip"),
    include_bytes!("../../../../fixtures/bundles/good-ed25519.assize.zip"),
    include_bytes!("../../../../fixtures/bundles/good-two-signers.assize.zip"),
];
const DISCLOSURE: &[u8] = include_bytes!("../../../../fixtures/disclosures/good.jsonl");
/// An authority made for the seeds; its keys are gone.
pub(super) const AUTHORITY: &str = include_str!("../../../../fuzz/known/authority.pem");
/// What the seeds' tokens are over.
pub(super) const STAMPED: &[u8] = b"the bytes of a signature";
/// When, and under which number.
pub(super) const STAMP: (&str, &str) = ("2026-11-25T04:49:46Z", "02");

pub(super) struct Known {
    pub(super) trust: Trust,
    /// Of the bundles that are good.
    pub(super) bundles: BTreeSet<Digest>,
    /// Of every statement that a known key signed.
    pub(super) payloads: BTreeSet<Digest>,
    /// A bundle taken apart.
    pub(super) root: String,
    pub(super) files: Vec<(String, Vec<u8>)>,
    pub(super) statement: Statement,
    /// Entries of the known disclosure that it shows in full.
    pub(super) entries: BTreeMap<(String, u64), Vec<u8>>,
}

pub(super) static KNOWN: LazyLock<Known> = LazyLock::new(read);

fn read() -> Known {
    let keys: Vec<PublicKey> = KEYS.iter().map(|pem| PublicKey::from_pem(pem).unwrap()).collect();
    let mut trust = Trust::of_keys(&keys);
    trust.authorities.push(Authority::from_pem("acme", AUTHORITY).unwrap());
    let (mut bundles, mut payloads, mut entries) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
    let mut statement = None;
    for bytes in BUNDLES {
        let verified = verify::judge(super::open(bytes).unwrap(), &trust).unwrap();
        bundles.insert(verified.statement_sha256.clone());
        payloads.insert(verified.statement_sha256);
        let result = verified.reader.read(names::TEST_RESULT, u64::MAX).unwrap();
        payloads.insert(Digest::of(&Envelope::parse(&result).unwrap().payload));
        statement = Some(verified.statement);
    }
    let mut see = |entry: disclosure::Shown| {
        if let disclosure::Content::Full(bytes) = entry.content {
            entries.insert((entry.path, entry.line), bytes);
        }
    };
    let shown = disclosure::verify(DISCLOSURE, &trust, &mut see).unwrap();
    payloads.insert(Digest::of(&shown.statement.to_bytes().unwrap()));
    let archive = super::open(BUNDLES[2]).unwrap();
    let file = |entry| {
        let mut content = Vec::new();
        archive.reader(entry, None).read_to_end(&mut content).unwrap();
        (archive.path(entry).to_owned(), content)
    };
    let files = archive.entries.iter().map(file).collect();
    let root = archive.root.clone();
    Known { trust, bundles, payloads, root, files, statement: statement.unwrap(), entries }
}
