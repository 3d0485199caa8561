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
    /// A refusal for `reason`; of the detail, the first 400 characters are kept.
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
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
    LedgerMissing "ledger_missing" "An object that the ledger must have is not there."
    LedgerTooLarge "ledger_too_large" "An object of the ledger, or the ledger, is larger than the limit."
    VkeyMalformed "vkey_malformed" "A verifier key is not in its one spelling, or cannot be used for this."
    KeyIdCollision "key_id_collision" "Two trusted keys have the same name and id."
    NoteMalformed "note_malformed" "A signed note is not in its one allowed spelling."
    NoteSignatureTwice "note_signature_twice" "A signed note has two signatures of one name and id."
    CheckpointMalformed "checkpoint_malformed" "A checkpoint is not in its one allowed spelling, or not where it belongs."
    CheckpointExtension "checkpoint_extension" "A checkpoint has lines that the format does not know."
    OtherOrigin "other_origin" "A checkpoint or key is of another ledger."
    CheckpointUnsigned "checkpoint_unsigned" "A checkpoint is not signed by the ledger's key, or by none that is trusted."
    BadCheckpointSignature "bad_checkpoint_signature" "A signature of the ledger's key does not fit its note."
    BadCosignature "bad_cosignature" "A cosignature of a trusted witness does not fit the checkpoint."
    TooFewWitnesses "too_few_witnesses" "Fewer trusted witnesses cosigned the checkpoint than are wanted."
    TileMalformed "tile_malformed" "A tile does not hold as many hashes as its name says."
    TileMismatch "tile_mismatch" "A tile is not the one that the entries lead to."
    EntriesMalformed "entries_malformed" "A bundle of entries does not hold as many as its name says."
    RootMismatch "root_mismatch" "What stands in the ledger does not hash to the root that was signed."
    LedgerRolledBack "ledger_rolled_back" "The ledger is shorter than a head of it that was signed before."
    LedgerForked "ledger_forked" "Two signed heads of the same size have different roots: a split view."
    LedgerRewritten "ledger_rewritten" "A head that was signed before is no prefix of the ledger."
    LeafMalformed "leaf_malformed" "A leaf is not in its one allowed spelling."
    LeafOutOfOrder "leaf_out_of_order" "A leaf was written before the one that it follows."
    LeafBackDated "leaf_back_dated" "A leaf's times contradict each other or a trusted time."
    PreviousMismatch "previous_mismatch" "A leaf does not name the leaf before it."
    DuplicateRun "duplicate_run" "Two leaves are of the same run."
    NoScope "no_scope" "The first leaf does not say what is in scope."
    RotationUnsigned "rotation_unsigned" "A new key did not sign the checkpoint it begins with."
    IntentRefused "intent_refused" "The intent of the next leaf is not one of this ledger's writers."
    PeriodMalformed "period_malformed" "A period is empty or has too many intervals."
    UnknownLedger "unknown_ledger" "A stapled proof is of a ledger that is not trusted."
    InclusionFailed "inclusion_failed" "A stapled proof does not lead from its leaf to its checkpoint."
    ProofOfAnotherLeaf "proof_of_another_leaf" "A stapled proof is about something other than this bundle."
    BundleDiffers "bundle_differs" "A bundle is not the one whose envelope the ledger names."
    TimestampTooLarge "timestamp_too_large" "A time-stamp is larger than the limit."
    TimestampMalformed "timestamp_malformed" "A time-stamp cannot be parsed strictly."
    TimestampNotGranted "timestamp_not_granted" "The authority refused to give a time-stamp."
    TimestampSigners "timestamp_signers" "A time-stamp has not exactly one signer."
    TimestampAlgorithm "timestamp_algorithm" "A time-stamp uses an algorithm that is not accepted."
    TimestampImprint "timestamp_imprint" "A time-stamp is over something else than the signature."
    TimestampNonce "timestamp_nonce" "A time-stamp answers another request."
    TimestampNoCertificate "timestamp_no_certificate" "The certificate of a time-stamp's signer is not at hand."
    TimestampCertificate "timestamp_certificate" "A time-stamp names another certificate than its signer's."
    TimestampSignature "timestamp_signature" "The signature of a time-stamp does not fit."
    TimestampUsage "timestamp_usage" "The certificate of a time-stamp's signer is not for time-stamping alone."
    TimestampExpired "timestamp_expired" "A certificate of the time-stamp's chain had expired at the time it names."
    TimestampNotYetValid "timestamp_not_yet_valid" "A certificate of the time-stamp's chain was not yet valid at the time it names."
    TimestampAuthorityUnknown "timestamp_authority_unknown" "A time-stamp is by no authority that is trusted."
    TimestampChain "timestamp_chain" "The chain of a time-stamp's certificates does not hold."
    KeylessMalformed "keyless_malformed" "A keyless envelope is not in its one allowed spelling."
    KeylessChain "keyless_chain" "The signer's certificate does not lead to a trusted root."
    KeylessExpired "keyless_expired" "The signer's certificate was not valid when it signed."
    KeylessSct "keyless_sct" "Nothing proves that the signer's certificate was published."
    KeylessLog "keyless_log" "Nothing proves that the signature stands in the transparency log."
    KeylessLogMismatch "keyless_log_mismatch" "The log entry is about something else."
    KeylessTime "keyless_time" "Nothing trusted says when the envelope was signed."
    WrongIdentity "wrong_identity" "The envelope is signed by an identity that is not trusted."

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
