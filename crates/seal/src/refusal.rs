//! Why a bundle is refused: one stable name for each reason. FORMAT.md lists them all.
//!
//! A name never changes its meaning. What a person reads beside it may.

/// A refused bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", reason.name())]
pub struct Refusal {
    /// Which rule it breaks.
    pub reason: Reason,
    /// Where, and what stands there.
    pub detail: String,
}

impl Refusal {
    pub(crate) fn new(reason: Reason, detail: impl Into<String>) -> Self {
        let mut detail: String = detail.into();
        if detail.len() > 400 {
            detail = detail.chars().take(400).collect();
        }
        Self { reason, detail }
    }

    /// The reason's stable name, such as `digest_mismatch`.
    pub fn name(&self) -> &'static str {
        self.reason.name()
    }
}

pub(crate) fn refuse<T>(reason: Reason, detail: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::new(reason, detail))
}

macro_rules! reasons {
    ($($variant:ident $name:literal $why:literal)*) => {
        /// The rules that a bundle can break.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Reason {
            $(#[doc = $why] $variant,)*
        }

        impl Reason {
            /// Every reason, in the order of FORMAT.md.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The rule in a sentence.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $why,)* }
            }
        }
    };
}

reasons! {
    Unreadable "unreadable" "The file cannot be opened or read."
    NotABundle "not_a_bundle" "The file is not a ZIP archive."
    Truncated "truncated" "The archive begins like one but its end is missing."
    TrailingData "trailing_data" "Bytes stand after the end of the archive."
    PrependedData "prepended_data" "Bytes stand before the first entry."
    HiddenData "hidden_data" "Bytes stand between entries, where no entry owns them."
    Overlap "overlap" "Two entries share bytes, or an entry reaches into the directory."
    Comment "comment" "The archive or an entry carries a comment."
    MultiDisk "multi_disk" "The archive claims to be spread over several disks."
    ContainerMalformed "container_malformed" "A structure of the archive cannot be parsed."
    BundleTooLarge "bundle_too_large" "The file is larger than the limit."
    TooManyEntries "too_many_entries" "The archive has more entries than the limit."
    EntryTooLarge "entry_too_large" "An entry is larger than the limit."
    TotalTooLarge "total_too_large" "All entries together are larger than the limit."
    RatioExceeded "ratio_exceeded" "An entry unpacks to far more than it takes: a zip bomb."
    EncryptedEntry "encrypted_entry" "An entry is encrypted inside the archive."
    UnsupportedCompression "unsupported_compression" "An entry is packed by a method other than stored or deflate."
    DataDescriptor "data_descriptor" "An entry hides its sizes in a data descriptor."
    Symlink "symlink" "An entry is a symbolic link."
    SpecialEntry "special_entry" "An entry is a directory, device or anything but a plain file."
    HeaderNotCanonical "header_not_canonical" "A directory record differs from the one spelling the format allows."
    LocalHeaderMismatch "local_header_mismatch" "An entry's own header says something else than the directory."
    PathTraversal "path_traversal" "An entry's name leads out of its folder."
    UnsafeName "unsafe_name" "An entry's name is not safe on every system."
    DuplicateEntry "duplicate_entry" "Two entries have the same name."
    CaseCollision "case_collision" "Two names differ only in upper and lower case."
    NameConflict "name_conflict" "A name is both a file and a folder."
    ForeignRoot "foreign_root" "An entry lies outside the bundle's one top folder."
    UnexpectedEntry "unexpected_entry" "An entry stands where the format knows none."
    WrongOrder "wrong_order" "The entries are not in the format's order."
    MissingEntry "missing_entry" "An entry that the format or the manifest names is not there."
    ExtraEntry "extra_entry" "A payload entry is not in the manifest."
    CorruptData "corrupt_data" "An entry's packed bytes cannot be unpacked."
    SizeMismatch "size_mismatch" "An entry unpacks to another size than it declares."
    CrcMismatch "crc_mismatch" "An entry's checksum does not fit its bytes."
    NoSignature "no_signature" "The bundle is not signed."
    TwoSignatures "two_signatures" "The envelope holds more than one signature."
    EnvelopeMalformed "envelope_malformed" "The signature envelope is not in its one allowed spelling."
    UnsupportedEnvelope "unsupported_envelope" "The envelope is of another media type or version."
    PayloadDiffers "payload_differs" "A co-signer signed another statement than the first signer."
    SignerTwice "signer_twice" "Two envelopes are of the same signer."
    OtherSigner "other_signer" "The test result is not signed by the evidence's first signer."
    WrongPayloadType "wrong_payload_type" "The envelope signs something other than an in-toto statement."
    UnknownKey "unknown_key" "The bundle names a key that is not among the trusted ones."
    BadSignature "bad_signature" "The signature does not fit the statement and the key."
    TooFewSignatures "too_few_signatures" "Fewer trusted signers signed than the verifier asks for."
    TooFewTimestamps "too_few_timestamps" "Fewer trusted authorities stamped the signatures than the verifier asks for."
    StatementTooLarge "statement_too_large" "The statement is longer than the limit."
    StatementMalformed "statement_malformed" "The statement is not in its one allowed spelling."
    WrongStatementType "wrong_statement_type" "The statement is not an in-toto Statement v1."
    WrongPredicateType "wrong_predicate_type" "The statement speaks of something other than it must."
    UnsupportedVersion "unsupported_version" "The bundle is of a version that this program does not know."
    SubjectMismatch "subject_mismatch" "A manifest is not the one that was signed."
    RunIdMismatch "run_id_mismatch" "The folder, the bag and the statement name different runs."
    TagMismatch "tag_mismatch" "A file of the bag itself is not the one in the tag manifest."
    ManifestMalformed "manifest_malformed" "A manifest is not in its one allowed spelling."
    BagMalformed "bag_malformed" "bagit.txt or bag-info.txt is not in its one allowed spelling."
    OxumMismatch "payload_oxum_mismatch" "Payload-Oxum does not fit the payload."
    DigestMismatch "digest_mismatch" "A payload entry is not the one in the manifest."
    SummaryMismatch "summary_mismatch" "A digest in the statement does not fit the payload it names."
    TestResultMismatch "test_result_mismatch" "The test result says something else than the evidence."
    ProofMalformed "proof_malformed" "The ledger's proof is not in its one allowed spelling."
    NoLedgerProof "no_ledger_proof" "The verifier asks for a ledger's proof, and none that it can check is there."

    NotADisclosure "not_a_disclosure" "The file is not a disclosure."
    EncryptedFile "encrypted_file" "The file is encrypted with age and must be opened first."
    DisclosureMalformed "disclosure_malformed" "A line of a disclosure is not in its one allowed spelling."
    DisclosureUnsupported "disclosure_unsupported" "The disclosure is of a version that this program does not know."
    DisclosureTooLarge "disclosure_too_large" "A line of a disclosure, or their number, is over the limit."
    DisclosureTruncated "disclosure_truncated" "A disclosure ends before it has shown what its header announces."
    DisclosureTrailing "disclosure_trailing" "A disclosure goes on after what its header announces."
    DisclosureDuplicate "disclosure_duplicate" "A disclosure shows an entry twice."
    DisclosureOrder "disclosure_order" "The entries of a disclosure are not in their order."
    DisclosureIndex "disclosure_index" "An entry stands beyond the end of the signed tree."
    DisclosureProof "disclosure_proof" "A proof has another length than its place in the tree demands."
    DisclosureFields "disclosure_fields" "The fields shown of an entry cannot stand in one object."
    DisclosureMismatch "disclosure_mismatch" "An entry does not lead to the signed root: it is not what was signed."
    DisclosureKeyMalformed "disclosure_key_malformed" "The seed of a bundle's salts is missing or is not in its one allowed spelling."
    DisclosureRootMismatch "disclosure_root_mismatch" "The signed tree is not that of the payload."
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Reason;

    #[test]
    fn names_are_unique_and_documented() {
        let format = include_str!("../FORMAT.md");
        let mut seen = BTreeSet::new();
        for reason in Reason::ALL {
            assert!(seen.insert(reason.name()), "{} twice", reason.name());
            let row = format!("| `{}` | {} |", reason.name(), reason.explanation());
            assert!(format.contains(&row), "FORMAT.md lacks the row {row}");
        }
    }
}
