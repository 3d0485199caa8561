//! What a time-stamp reply says, parsed strictly (RFC 3161 section 2.4.2, RFC 5652 section 5, RFC 5816).
//!
//! Only parses. Whether any of it is true is decided in `verify.rs`.

use der::Tag;
use der::asn1::ObjectIdentifier as Oid;
use model::Timestamp;

use super::der::{Element, Fields, Result, context, context_primitive, only};
use super::{Accuracy, oid};
use crate::refusal::{Reason, Refusal, refuse};

/// Certificates that a token may carry.
const MOST_CERTIFICATES: usize = 16;
/// Other things in a set: attributes, signers, algorithms.
const MOST_MEMBERS: usize = 32;

/// A parsed reply. Borrowed from its bytes.
#[derive(Debug, Clone)]
pub(super) struct Parsed<'a> {
    pub(super) info: Info<'a>,
    /// The bytes of `TSTInfo`, which the signed attributes name by digest.
    pub(super) content: &'a [u8],
    /// Certificates that came along; none is trusted.
    pub(super) certificates: Vec<&'a [u8]>,
    pub(super) signer: Signer<'a>,
}

/// `TSTInfo`.
#[derive(Debug, Clone)]
pub(super) struct Info<'a> {
    pub(super) policy: Oid,
    pub(super) imprint_algorithm: Oid,
    pub(super) imprint: &'a [u8],
    /// The serial number's bytes, big-endian, as in DER.
    pub(super) serial: &'a [u8],
    pub(super) at: Timestamp,
    pub(super) accuracy: Option<Accuracy>,
    /// The nonce, as whole DER.
    pub(super) nonce: Option<&'a [u8]>,
}

/// `SignerInfo`.
#[derive(Debug, Clone)]
pub(super) struct Signer<'a> {
    pub(super) name: SignerName<'a>,
    pub(super) digest: Oid,
    /// The signed attributes as they are signed: with the tag of a SET (RFC 5652 section 5.4).
    pub(super) signed: Vec<u8>,
    pub(super) message_digest: &'a [u8],
    /// Digest algorithm and digest of the signer's certificate (RFC 5035 section 3).
    pub(super) certificate_digest: (Oid, &'a [u8]),
    pub(super) algorithm: Element<'a>,
    pub(super) signature: &'a [u8],
}

/// Which certificate the signer names.
#[derive(Debug, Clone)]
pub(super) enum SignerName<'a> {
    /// Whole DER of the issuer's name, and bytes of the serial number.
    Issued { issuer: &'a [u8], serial: &'a [u8] },
    /// The subject key identifier.
    Key(&'a [u8]),
}

/// Parses a whole `TimeStampResp`.
pub(super) fn parse(response: &[u8]) -> std::result::Result<Parsed<'_>, Refusal> {
    let malformed = |why: String| Refusal::new(Reason::TimestampMalformed, why);
    let outer = only(response, Tag::Sequence, "the reply").map_err(malformed)?;
    let mut fields = outer.fields().map_err(malformed)?;
    let status = fields.take(Tag::Sequence, "status").map_err(malformed)?;
    let code = status_code(&status).map_err(malformed)?;
    // 0 granted, 1 granted with modifications: whatever was modified is checked here like the rest.
    if code > 1 {
        return refuse(Reason::TimestampNotGranted, format!("the authority answered with status {code}"));
    }
    let token = fields.take(Tag::Sequence, "token").map_err(malformed)?;
    fields.done("the reply").map_err(malformed)?;
    let signed_data = content(&token, oid::SIGNED_DATA).map_err(malformed)?;
    let signed_data = only(signed_data.value, Tag::Sequence, "signed data").map_err(malformed)?;
    signed(&signed_data)
}

fn status_code(status: &Element<'_>) -> Result<u8> {
    let mut fields = status.fields()?;
    let code = fields.take(Tag::Integer, "status")?.read::<u8>("status")?;
    fields.maybe(Tag::Sequence, "status text")?;
    fields.maybe(Tag::BitString, "failure")?;
    fields.done("status")?;
    Ok(code)
}

/// The `[0]` of a `ContentInfo` of the type `wanted`.
fn content<'a>(element: &Element<'a>, wanted: Oid) -> Result<Element<'a>> {
    let mut fields = element.fields()?;
    let found = fields.take(Tag::ObjectIdentifier, "content type")?.read::<Oid>("content type")?;
    if found != wanted {
        return Err(format!("the content is of type {found}, not {wanted}"));
    }
    let content = fields.take(context(0), "content")?;
    fields.done("content info")?;
    Ok(content)
}

fn signed<'a>(element: &Element<'a>) -> std::result::Result<Parsed<'a>, Refusal> {
    let malformed = |why: String| Refusal::new(Reason::TimestampMalformed, why);
    let (parts, signers) = signed_parts(element).map_err(malformed)?;
    let [signer] = signers.as_slice() else {
        return refuse(Reason::TimestampSigners, format!("the token has {} signers", signers.len()));
    };
    let signer = signer_info(signer).map_err(malformed)?;
    if parts.digests != [signer.digest] {
        return refuse(Reason::TimestampMalformed, "the digest algorithms are not the signer's one");
    }
    Ok(Parsed {
        info: info(parts.content).map_err(malformed)?,
        content: parts.content,
        certificates: parts.certificates,
        signer,
    })
}

struct Parts<'a> {
    digests: Vec<Oid>,
    content: &'a [u8],
    certificates: Vec<&'a [u8]>,
}

fn signed_parts<'a>(element: &Element<'a>) -> Result<(Parts<'a>, Vec<Element<'a>>)> {
    let mut fields = element.fields()?;
    version(&mut fields, "signed data", 3)?;
    let digests = fields.take(Tag::Set, "digest algorithms")?.all("digest algorithms", MOST_MEMBERS)?;
    let digests = digests.iter().map(algorithm).collect::<Result<_>>()?;
    let encapsulated = fields.take(Tag::Sequence, "encapsulated content")?;
    let wrapped = content(&encapsulated, oid::TST_INFO)?;
    let content = only(wrapped.value, Tag::OctetString, "time-stamp info")?.value;
    let certificates = match fields.maybe(context(0), "certificates")? {
        // The members of this set should be sorted; OpenSSL writes them as they come, so order is not asked for.
        Some(set) => set.all("certificates", MOST_CERTIFICATES)?.iter().map(|c| c.whole).collect(),
        None => Vec::new(),
    };
    fields.maybe(context(1), "revocation lists")?;
    let signers = fields.take(Tag::Set, "signers")?.all("signers", MOST_MEMBERS)?;
    fields.done("signed data")?;
    Ok((Parts { digests, content, certificates }, signers))
}

fn version(fields: &mut Fields<'_>, what: &str, wanted: u8) -> Result<()> {
    let found = fields.take(Tag::Integer, what)?.read::<u8>(what)?;
    if found == wanted { Ok(()) } else { Err(format!("{what}: version {found}, not {wanted}")) }
}

/// The digest algorithm in an `AlgorithmIdentifier`, whose parameters are absent or NULL.
fn algorithm(element: &Element<'_>) -> Result<Oid> {
    let mut fields = element.fields()?;
    let found = fields.take(Tag::ObjectIdentifier, "algorithm")?.read("algorithm")?;
    if let Some(null) = fields.maybe(Tag::Null, "parameters")?
        && !null.value.is_empty()
    {
        return Err("an algorithm's NULL parameters are not empty".into());
    }
    fields.done("algorithm")?;
    Ok(found)
}

fn signer_info<'a>(element: &Element<'a>) -> Result<Signer<'a>> {
    let mut fields = element.fields()?;
    let version = fields.take(Tag::Integer, "signer")?.read::<u8>("signer")?;
    let name = match (version, fields.any("signer's name")?) {
        (1, named) if named.tag == Tag::Sequence => {
            let mut fields = named.fields()?;
            let issuer = fields.take(Tag::Sequence, "issuer")?.whole;
            let serial = fields.take(Tag::Integer, "serial number")?.value;
            fields.done("signer's name")?;
            SignerName::Issued { issuer, serial }
        }
        (3, key) if key.tag == context_primitive(0) => SignerName::Key(key.value),
        (version, name) => return Err(format!("a signer of version {version} is named by a {}", name.tag)),
    };
    let digest = algorithm(&fields.take(Tag::Sequence, "digest algorithm")?)?;
    let attributes = fields.take(context(0), "signed attributes")?;
    let algorithm = fields.take(Tag::Sequence, "signature algorithm")?;
    let signature = fields.take(Tag::OctetString, "signature")?.value;
    // Not signed, so nothing in them is read.
    fields.maybe(context(1), "unsigned attributes")?;
    fields.done("signer")?;
    let mut signed = attributes.whole.to_vec();
    if let Some(tag) = signed.first_mut() {
        *tag = 0x31;
    }
    let attributes = Attributes::read(&attributes)?;
    Ok(Signer {
        name,
        digest,
        signed,
        message_digest: attributes.message_digest,
        certificate_digest: attributes.certificate,
        algorithm,
        signature,
    })
}

struct Attributes<'a> {
    message_digest: &'a [u8],
    certificate: (Oid, &'a [u8]),
}

impl<'a> Attributes<'a> {
    fn read(element: &Element<'a>) -> Result<Self> {
        let mut found: Vec<(Oid, Element<'a>)> = Vec::new();
        for attribute in element.all("signed attributes", MOST_MEMBERS)? {
            let mut fields = attribute.fields()?;
            let kind = fields.take(Tag::ObjectIdentifier, "attribute")?.read::<Oid>("attribute")?;
            let values = fields.take(Tag::Set, "attribute")?.all("attribute", MOST_MEMBERS)?;
            fields.done("attribute")?;
            let [value] = values.as_slice() else {
                return Err(format!("attribute {kind} has {} values", values.len()));
            };
            if found.iter().any(|(other, _)| *other == kind) {
                return Err(format!("attribute {kind} stands there twice"));
            }
            found.push((kind, *value));
        }
        let get = |kind: Oid| found.iter().find(|(other, _)| *other == kind).map(|(_, value)| value);
        let kind = get(oid::CONTENT_TYPE).ok_or("the attribute content-type is missing")?;
        if kind.read::<Oid>("content-type")? != oid::TST_INFO {
            return Err("the signed content type is not a time-stamp's".into());
        }
        let digest = get(oid::MESSAGE_DIGEST).ok_or("the attribute message-digest is missing")?;
        if digest.tag != Tag::OctetString {
            return Err("message-digest is no octet string".into());
        }
        let certificate = match (get(oid::SIGNING_CERTIFICATE_V2), get(oid::SIGNING_CERTIFICATE)) {
            (Some(newer), _) => certificate_id(newer, true)?,
            (None, Some(older)) => certificate_id(older, false)?,
            (None, None) => return Err("the attribute signing-certificate is missing".into()),
        };
        Ok(Self { message_digest: digest.value, certificate })
    }
}

/// Digest algorithm and digest in the first `ESSCertID` (SHA-1) or `ESSCertIDv2` (SHA-256 if it does not say).
fn certificate_id<'a>(element: &Element<'a>, newer: bool) -> Result<(Oid, &'a [u8])> {
    let what = "signing-certificate";
    let mut fields = only(element.whole, Tag::Sequence, what)?.fields()?;
    let mut ids = fields.take(Tag::Sequence, what)?.fields()?;
    fields.maybe(Tag::Sequence, what)?;
    fields.done(what)?;
    let mut first = ids.take(Tag::Sequence, what)?.fields()?;
    let kind = match first.maybe(Tag::Sequence, what)? {
        Some(named) if newer => algorithm(&named)?,
        Some(_) => return Err(format!("{what}: an old one names no algorithm")),
        None if newer => oid::SHA256,
        None => oid::SHA1,
    };
    let digest = first.take(Tag::OctetString, what)?.value;
    // Issuer and serial number: the digest says more.
    first.maybe(Tag::Sequence, what)?;
    first.done(what)?;
    Ok((kind, digest))
}

fn info(bytes: &[u8]) -> Result<Info<'_>> {
    let what = "time-stamp info";
    let mut fields = only(bytes, Tag::Sequence, what)?.fields()?;
    version(&mut fields, what, 1)?;
    let policy = fields.take(Tag::ObjectIdentifier, "policy")?.read("policy")?;
    let mut imprint = fields.take(Tag::Sequence, "imprint")?.fields()?;
    let imprint_algorithm = algorithm(&imprint.take(Tag::Sequence, "imprint")?)?;
    let digest = imprint.take(Tag::OctetString, "imprint")?.value;
    imprint.done("imprint")?;
    let serial = integer(&fields.take(Tag::Integer, "serial number")?, "serial number")?.value;
    let at = moment(fields.take(Tag::GeneralizedTime, "time")?.value)?;
    let accuracy = fields.maybe(Tag::Sequence, "accuracy")?.map(|a| accuracy(&a)).transpose()?;
    if let Some(ordering) = fields.maybe(Tag::Boolean, "ordering")? {
        ordering.read::<bool>("ordering")?;
    }
    let nonce = fields.maybe(Tag::Integer, "nonce")?.map(|n| integer(&n, "nonce")).transpose()?.map(|n| n.whole);
    fields.maybe(context(0), "name of the authority")?;
    if let Some(extensions) = fields.maybe(context(1), "extensions")? {
        no_critical(&extensions)?;
    }
    fields.done(what)?;
    Ok(Info { policy, imprint_algorithm, imprint: digest, serial, at, accuracy, nonce })
}

/// An integer of any size, which must be in its shortest form.
fn integer<'a>(element: &Element<'a>, what: &str) -> Result<Element<'a>> {
    element.read::<der::asn1::IntRef<'a>>(what)?;
    Ok(*element)
}

fn no_critical(extensions: &Element<'_>) -> Result<()> {
    for extension in extensions.all("extensions", MOST_MEMBERS)? {
        let mut fields = extension.fields()?;
        let kind = fields.take(Tag::ObjectIdentifier, "extension")?.read::<Oid>("extension")?;
        if let Some(critical) = fields.maybe(Tag::Boolean, "extension")?
            && critical.read::<bool>("extension")?
        {
            return Err(format!("the token has the critical extension {kind}, which is not understood"));
        }
    }
    Ok(())
}

fn accuracy(element: &Element<'_>) -> Result<Accuracy> {
    let what = "accuracy";
    let mut fields = element.fields()?;
    let seconds = fields.maybe(Tag::Integer, what)?.map(|e| e.read::<u32>(what)).transpose()?.unwrap_or(0);
    let mut micros = 0;
    for (number, factor) in [(0, 1000), (1, 1)] {
        let Some(part) = fields.maybe(context_primitive(number), what)? else { continue };
        let value = match *part.value {
            [low] if low > 0 && low < 0x80 => u32::from(low),
            [high, low] if high < 4 => u32::from(high) * 256 + u32::from(low),
            _ => return Err(format!("{what}: not between 1 and 999")),
        };
        if !(1..=999).contains(&value) {
            return Err(format!("{what}: not between 1 and 999"));
        }
        micros += value * factor;
    }
    fields.done(what)?;
    Ok(Accuracy { seconds, micros })
}

/// A `GeneralizedTime` in UTC, with a fraction of at most nine digits that does not end in 0 (RFC 3161 section 2.4.2).
fn moment(bytes: &[u8]) -> Result<Timestamp> {
    let wrong = || format!("the time {:?} is not in the form YYYYMMDDhhmmss[.s…]Z", String::from_utf8_lossy(bytes));
    let text = std::str::from_utf8(bytes).ok().and_then(|t| t.strip_suffix('Z')).ok_or_else(wrong)?;
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 14 || !digits(whole) {
        return Err(wrong());
    }
    if fraction.is_some_and(|f| !digits(f) || f.len() > 9 || f.ends_with('0')) {
        return Err(wrong());
    }
    let part = |range: std::ops::Range<usize>| whole.get(range).unwrap_or_default();
    let dot = fraction.map(|f| format!(".{f}")).unwrap_or_default();
    let written =
        format!("{}-{}-{}T{}:{}:{}{dot}Z", part(0..4), part(4..6), part(6..8), part(8..10), part(10..12), part(12..14));
    written.parse().map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_one_spelling() {
        assert_eq!(moment(b"20261124100025Z").unwrap().to_string(), "2026-11-24T10:00:25Z");
        assert_eq!(moment(b"20261124100025.034Z").unwrap().to_string(), "2026-11-24T10:00:25.034Z");
        for bad in [
            "20261124100025",
            "202611241000Z",
            "20261124100025.Z",
            "20261124100025.50Z",
            "20261124100025,5Z",
            "20261324100025Z",
            "20261124100025+0100",
            "2026112410002éZ",
            "20261124100025.1234567891Z",
        ] {
            assert!(moment(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
