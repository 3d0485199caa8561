//! A forger's workshop: takes a good bundle apart and writes it again with any field changed, with
//! or without the sealing key. Independent of the crate's own container code.

use std::io::{Read as _, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use seal::PrivateKey;
use serde_json::{Value, json};

/// One entry, every header field in the open.
#[derive(Clone)]
pub(crate) struct Raw {
    pub name: Vec<u8>,
    pub body: Vec<u8>,
    pub made_by: u16,
    pub needed: u16,
    pub flags: u16,
    pub method: u16,
    pub time: u16,
    pub date: u16,
    pub crc: u32,
    pub size: u32,
    pub disk: u16,
    pub internal: u16,
    pub mode: u32,
    pub extra: Vec<u8>,
    pub comment: Vec<u8>,
    /// The local header, where it differs.
    pub local: Option<Box<Raw>>,
    /// Bytes before the local header.
    pub gap: Vec<u8>,
    /// The offset in the directory, where it is not the true one.
    pub offset: Option<u32>,
}

impl Raw {
    pub(crate) fn stored(name: &str, body: &[u8]) -> Self {
        let mut crc = flate2::Crc::new();
        crc.update(body);
        Self {
            name: name.as_bytes().to_vec(),
            body: body.to_vec(),
            made_by: 0x032d,
            needed: 20,
            flags: 0,
            method: 0,
            time: 0,
            date: 0x21,
            crc: crc.sum(),
            size: u32::try_from(body.len()).unwrap(),
            disk: 0,
            internal: 0,
            mode: 0o100_644 << 16,
            extra: Vec::new(),
            comment: Vec::new(),
            local: None,
            gap: Vec::new(),
            offset: None,
        }
    }

    pub(crate) fn deflated(name: &str, plain: &[u8]) -> Self {
        let mut raw = Self::stored(name, plain);
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(plain).unwrap();
        raw.body = encoder.finish().unwrap();
        raw.method = 8;
        raw
    }

    /// Other bytes, with sizes and checksum to match.
    pub(crate) fn set(&mut self, body: &[u8]) {
        *self = Self { mode: self.mode, ..Self::stored(std::str::from_utf8(&self.name).unwrap(), body) };
    }

    /// The same entry with another local header.
    pub(crate) fn with_local(&mut self, edit: impl Fn(&mut Self)) {
        let mut local = self.clone();
        edit(&mut local);
        self.local = Some(Box::new(local));
    }

    fn common(&self, out: &mut Vec<u8>) {
        for field in [self.needed, self.flags, self.method, self.time, self.date] {
            out.extend_from_slice(&field.to_le_bytes());
        }
        for field in [self.crc, u32::try_from(self.body.len()).unwrap(), self.size] {
            out.extend_from_slice(&field.to_le_bytes());
        }
        for field in [&self.name, &self.extra] {
            out.extend_from_slice(&u16::try_from(field.len()).unwrap().to_le_bytes());
        }
    }

    fn local(&self, out: &mut Vec<u8>) {
        let header = self.local.as_deref().unwrap_or(self);
        out.extend_from_slice(b"PK\x03\x04");
        header.common(out);
        out.extend_from_slice(&header.name);
        out.extend_from_slice(&header.extra);
        out.extend_from_slice(&self.body);
    }

    fn central(&self, offset: u32, out: &mut Vec<u8>) {
        out.extend_from_slice(b"PK\x01\x02");
        out.extend_from_slice(&self.made_by.to_le_bytes());
        self.common(out);
        for field in [u16::try_from(self.comment.len()).unwrap(), self.disk, self.internal] {
            out.extend_from_slice(&field.to_le_bytes());
        }
        out.extend_from_slice(&self.mode.to_le_bytes());
        out.extend_from_slice(&self.offset.unwrap_or(offset).to_le_bytes());
        for field in [&self.name, &self.extra, &self.comment] {
            out.extend_from_slice(field);
        }
    }
}

/// A whole archive.
#[derive(Clone, Default)]
pub(crate) struct Forged {
    pub entries: Vec<Raw>,
    pub before: Vec<u8>,
    pub before_directory: Vec<u8>,
    pub after: Vec<u8>,
    pub comment: Vec<u8>,
    pub disk: u16,
    pub count: Option<u16>,
    /// Lists these two entries the other way round in the directory.
    pub swapped: Option<(usize, usize)>,
    /// Cut this many bytes off the end.
    pub cut: usize,
}

impl Forged {
    /// The entries of a good bundle, stored, in its order.
    pub(crate) fn of(bundle: &Path) -> Self {
        let mut archive = zip::ZipArchive::new(std::fs::File::open(bundle).unwrap()).unwrap();
        let mut entries = Vec::new();
        for i in 0..archive.len() {
            let mut file = archive.by_index(i).unwrap();
            let mut body = Vec::new();
            file.read_to_end(&mut body).unwrap();
            let name = file.name().unwrap().into_owned();
            entries.push(Raw::stored(&name, &body));
        }
        Self { entries, ..Self::default() }
    }

    pub(crate) fn root(&self) -> String {
        let name = std::str::from_utf8(&self.entries.last().unwrap().name).unwrap();
        name.split('/').next().unwrap().to_owned()
    }

    pub(crate) fn at(&self, path: &str) -> usize {
        let name = format!("{}/{path}", self.root());
        self.entries.iter().position(|entry| entry.name == name.as_bytes()).expect(path)
    }

    pub(crate) fn entry(&mut self, path: &str) -> &mut Raw {
        let at = self.at(path);
        &mut self.entries[at]
    }

    pub(crate) fn text(&self, path: &str) -> String {
        String::from_utf8(self.entries[self.at(path)].body.clone()).unwrap()
    }

    /// Puts an entry of this name (without the top folder) behind `path`.
    pub(crate) fn insert_after(&mut self, path: &str, name: &str, body: &[u8]) {
        let at = self.at(path);
        self.entries.insert(at + 1, Raw::stored(&format!("{}/{name}", self.root()), body));
    }

    /// The bytes of the archive.
    pub(crate) fn build(&self) -> Vec<u8> {
        let mut out = self.before.clone();
        let mut offsets = Vec::new();
        for entry in &self.entries {
            out.extend_from_slice(&entry.gap);
            offsets.push(u32::try_from(out.len()).unwrap());
            entry.local(&mut out);
        }
        out.extend_from_slice(&self.before_directory);
        let directory_at = out.len();
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        if let Some((a, b)) = self.swapped {
            order.swap(a, b);
        }
        for i in order {
            self.entries[i].central(offsets[i], &mut out);
        }
        let directory_len = out.len() - directory_at;
        out.extend_from_slice(b"PK\x05\x06");
        let count = self.count.unwrap_or_else(|| u16::try_from(self.entries.len()).unwrap());
        for field in [self.disk, self.disk, count, count] {
            out.extend_from_slice(&field.to_le_bytes());
        }
        for field in [directory_len, directory_at] {
            out.extend_from_slice(&u32::try_from(field).unwrap().to_le_bytes());
        }
        out.extend_from_slice(&u16::try_from(self.comment.len()).unwrap().to_le_bytes());
        out.extend_from_slice(&self.comment);
        out.extend_from_slice(&self.after);
        out.truncate(out.len() - self.cut);
        out
    }

    /// The first envelope as JSON, changed by `edit`, written canonically.
    pub(crate) fn edit_envelope(&mut self, edit: impl Fn(&mut Value)) {
        self.edit_envelope_at(ENVELOPE, edit);
    }

    pub(crate) fn edit_envelope_at(&mut self, path: &str, edit: impl Fn(&mut Value)) {
        let mut envelope: Value = serde_json::from_str(&self.text(path)).unwrap();
        edit(&mut envelope);
        self.entry(path).set(&model::canonical_json(&envelope).unwrap());
    }

    /// The evidence statement as it was signed.
    pub(crate) fn statement(&self) -> Value {
        self.statement_at(ENVELOPE)
    }

    pub(crate) fn statement_at(&self, path: &str) -> Value {
        let envelope: Value = serde_json::from_str(&self.text(path)).unwrap();
        let payload = BASE64.decode(envelope["dsseEnvelope"]["payload"].as_str().unwrap()).unwrap();
        serde_json::from_slice(&payload).unwrap()
    }

    /// An insider's work: the tag manifest and the statement made to fit what now lies in the
    /// archive, changed by `edit`, and signed with the true key.
    pub(crate) fn resign(&mut self, key: &PrivateKey, edit: impl Fn(&mut Value)) {
        let lines = ["VERIFY.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt"]
            .map(|path| format!("{}  {path}\n", model::Digest::of(self.text(path).as_bytes())));
        self.entry("tagmanifest-sha256.txt").set(lines.concat().as_bytes());
        self.sign(key, edit);
    }

    /// As [`Forged::resign`], with the tag manifest left as it is.
    pub(crate) fn sign(&mut self, key: &PrivateKey, edit: impl Fn(&mut Value)) {
        let mut statement = self.statement();
        for (i, path) in ["manifest-sha256.txt", "tagmanifest-sha256.txt"].into_iter().enumerate() {
            statement["subject"][i]["digest"]["sha256"] = json!(model::Digest::of(self.text(path).as_bytes()));
        }
        edit(&mut statement);
        self.sign_bytes(key, &model::canonical_json(&statement).unwrap());
        // The test result follows, so that only what `edit` did is wrong.
        let mut result = self.statement_at(TEST_RESULT);
        result["subject"] = statement["subject"].clone();
        let digests = &statement["predicate"]["digests"];
        let parts = ["policies", "frameworks", "params"].iter().filter_map(|part| digests.get(part));
        let descriptors = parts.map(|part| json!({"digest": {"sha256": part["sha256"]}, "name": part["path"]}));
        result["predicate"]["configuration"] = descriptors.collect();
        self.sign_bytes_at(TEST_RESULT, key, &model::canonical_json(&result).unwrap());
    }

    /// The test result changed by `edit` and signed.
    pub(crate) fn sign_result(&mut self, key: &PrivateKey, edit: impl Fn(&mut Value)) {
        let mut result = self.statement_at(TEST_RESULT);
        edit(&mut result);
        self.sign_bytes_at(TEST_RESULT, key, &model::canonical_json(&result).unwrap());
    }

    /// Signs any payload at all as the evidence.
    pub(crate) fn sign_bytes(&mut self, key: &PrivateKey, payload: &[u8]) {
        self.sign_bytes_at(ENVELOPE, key, payload);
    }

    /// A further envelope over the evidence: `evidence-<number>`, with this payload, or the true one.
    pub(crate) fn cosign(&mut self, number: usize, key: &PrivateKey, payload: Option<&[u8]>) {
        let evidence = model::canonical_json(&self.statement()).unwrap();
        let path = format!("attestations/evidence-{number}.sigstore.json");
        let copy = self.text(ENVELOPE);
        let before = self.at(TEST_RESULT);
        self.entries.insert(before, Raw::stored(&format!("{}/{path}", self.root()), copy.as_bytes()));
        self.sign_bytes_at(&path, key, payload.unwrap_or(&evidence));
    }

    pub(crate) fn sign_bytes_at(&mut self, path: &str, key: &PrivateKey, payload: &[u8]) {
        let signature = key.sign(&seal::pae(payload)).unwrap();
        let hint = key.public_key().hint();
        self.edit_envelope_at(path, |envelope| {
            let dsse = &mut envelope["dsseEnvelope"];
            dsse["payload"] = json!(BASE64.encode(payload));
            dsse["signatures"] = json!([{"keyid": hint, "sig": BASE64.encode(&signature)}]);
            envelope["verificationMaterial"]["publicKey"]["hint"] = json!(hint);
        });
    }

    /// Changes the text of one file and lets sizes and checksum follow.
    pub(crate) fn edit(&mut self, path: &str, edit: impl Fn(String) -> String) {
        let text = edit(self.text(path));
        self.entry(path).set(text.as_bytes());
    }
}

pub(crate) const ENVELOPE: &str = "attestations/evidence.sigstore.json";
pub(crate) const TEST_RESULT: &str = "attestations/test-result.sigstore.json";
pub(crate) const PROOF: &str = "attestations/ledger.tlog-proof";
