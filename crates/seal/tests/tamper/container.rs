//! Cheating with the archive: structure, headers and names. No key is needed for any of these.

use seal::Reason as R;

use crate::Case;
use crate::support::forge::{Forged, Raw};

const RUN: &str = "data/run.json";

fn first(f: &mut Forged) -> &mut Raw {
    &mut f.entries[0]
}

fn rename(f: &mut Forged, name: &str) {
    f.entry(RUN).name = name.as_bytes().to_vec();
}

fn rename_in(f: &mut Forged, path: &str) {
    let name = format!("{}/{path}", f.root());
    rename(f, &name);
}

fn deflate_run(f: &mut Forged) -> &mut Raw {
    let plain = f.text("data/exchanges.jsonl");
    let root = f.root();
    let entry = f.entry("data/exchanges.jsonl");
    *entry = Raw::deflated(&format!("{root}/data/exchanges.jsonl"), plain.as_bytes());
    entry
}

pub(crate) const CASES: &[Case] = &[
    ("cut off one byte", R::Truncated, |f| f.cut = 1),
    ("cut off the end record", R::Truncated, |f| f.cut = 22),
    ("cut off the directory", R::Truncated, |f| f.cut = 600),
    ("append a byte", R::TrailingData, |f| f.after = b"x".to_vec()),
    ("append another archive's worth", R::TrailingData, |f| f.after = vec![b'P'; 40_000]),
    ("prepend bytes, offsets adjusted", R::PrependedData, |f| f.before = b"MZ self-extracting".to_vec()),
    ("first entry not at the start", R::PrependedData, |f| first(f).gap = b"PK\x03\x04".to_vec()),
    ("bytes between entries", R::HiddenData, |f| f.entry(RUN).gap = b"hidden".to_vec()),
    ("bytes before the directory", R::HiddenData, |f| f.before_directory = b"hidden".to_vec()),
    ("an entry that the directory does not list", R::HiddenData, |f| {
        let mut ghost = Forged { entries: vec![first(f).clone()], ..Forged::default() }.build();
        ghost.truncate(ghost.len() / 2);
        f.before_directory = ghost;
    }),
    ("two records for the same bytes", R::Overlap, |f| f.entries[3].offset = Some(0)),
    ("an entry inside another's bytes", R::Overlap, |f| f.entries[1].offset = Some(40)),
    ("archive comment", R::Comment, |f| f.comment = b"see also".to_vec()),
    ("entry comment", R::Comment, |f| f.entry(RUN).comment = b"see also".to_vec()),
    ("another disk", R::MultiDisk, |f| f.disk = 1),
    ("entry on another disk", R::MultiDisk, |f| f.entry(RUN).disk = 2),
    ("count one too low", R::ContainerMalformed, |f| f.count = Some(u16::try_from(f.entries.len()).unwrap() - 1)),
    ("count one too high", R::ContainerMalformed, |f| f.count = Some(u16::try_from(f.entries.len()).unwrap() + 1)),
    ("count that asks for a 64-bit record", R::ContainerMalformed, |f| f.count = Some(0xffff)),
    ("encrypted entry", R::EncryptedEntry, |f| f.entry(RUN).flags = 1),
    ("strongly encrypted entry", R::EncryptedEntry, |f| f.entry(RUN).flags = 0x41),
    ("data descriptor", R::DataDescriptor, |f| f.entry(RUN).flags = 8),
    ("zstd", R::UnsupportedCompression, |f| f.entry(RUN).method = 93),
    ("bzip2", R::UnsupportedCompression, |f| f.entry(RUN).method = 12),
    ("symbolic link", R::Symlink, |f| f.entry(RUN).mode = 0o120_777 << 16),
    ("directory by mode", R::SpecialEntry, |f| f.entry(RUN).mode = 0o040_755 << 16),
    ("directory by name", R::SpecialEntry, |f| rename_in(f, "data/run/")),
    ("directory by DOS attribute", R::SpecialEntry, |f| f.entry(RUN).mode |= 0x10),
    ("device", R::SpecialEntry, |f| f.entry(RUN).mode = 0o020_644 << 16),
    ("other date", R::HeaderNotCanonical, |f| f.entry(RUN).date = 0x22),
    ("other time", R::HeaderNotCanonical, |f| f.entry(RUN).time = 1),
    ("executable", R::HeaderNotCanonical, |f| f.entry(RUN).mode = 0o100_755 << 16),
    ("UTF-8 flag", R::HeaderNotCanonical, |f| f.entry(RUN).flags = 0x800),
    ("other version needed", R::HeaderNotCanonical, |f| f.entry(RUN).needed = 63),
    ("other maker", R::HeaderNotCanonical, |f| f.entry(RUN).made_by = 0x0014),
    ("internal attribute", R::HeaderNotCanonical, |f| f.entry(RUN).internal = 1),
    ("a second name in a Unicode extra field", R::HeaderNotCanonical, |f| {
        f.entry(RUN).extra = b"\x75\x70\x09\x00\x01\0\0\0\0evil".to_vec();
    }),
    ("64-bit sizes where none are needed", R::HeaderNotCanonical, |f| {
        f.entry(RUN).extra = [&[1, 0, 16, 0][..], &[0; 16]].concat();
    }),
    ("other name in the local header", R::LocalHeaderMismatch, |f| {
        f.entry(RUN).with_local(|local| local.name[40] ^= 1);
    }),
    ("other size in the local header", R::LocalHeaderMismatch, |f| f.entry(RUN).with_local(|local| local.size = 9)),
    ("other method in the local header", R::LocalHeaderMismatch, |f| f.entry(RUN).with_local(|local| local.method = 8)),
    ("other checksum in the local header", R::LocalHeaderMismatch, |f| f.entry(RUN).with_local(|local| local.crc = 0)),
    ("encryption flag in the local header only", R::LocalHeaderMismatch, |f| {
        f.entry(RUN).with_local(|local| local.flags = 1);
    }),
    ("a zip bomb", R::RatioExceeded, |f| {
        f.entries[0] = Raw::deflated(&format!("{}/data/bomb", f.root()), &vec![0; 64 << 20]);
    }),
    ("packed bytes that are noise", R::CorruptData, |f| deflate_run(f).body = vec![0xff; 40]),
    ("packed bytes cut short", R::CorruptData, |f| {
        deflate_run(f).body.pop();
    }),
    ("bytes hidden behind the packed ones", R::CorruptData, |f| deflate_run(f).body.extend_from_slice(b"hidden")),
    ("unpacks to more than declared", R::SizeMismatch, |f| deflate_run(f).size -= 1),
    ("unpacks to less than declared", R::SizeMismatch, |f| deflate_run(f).size += 1),
    ("stored with two sizes", R::SizeMismatch, |f| f.entry(RUN).size += 1),
    ("wrong checksum", R::CrcMismatch, |f| f.entry(RUN).crc ^= 1),
    ("directory in another order than the file", R::WrongOrder, |f| f.swapped = Some((1, 2))),
    ("two payload entries swapped", R::WrongOrder, |f| f.entries.swap(1, 2)),
    ("envelope before the manifest", R::WrongOrder, |f| {
        let last = f.entries.len() - 1;
        f.entries.swap(last, last - 3);
    }),
];

pub(crate) const NAMES: &[Case] = &[
    ("leads up", R::PathTraversal, |f| rename(f, "../../etc/cron.d/x")),
    ("leads up from inside", R::PathTraversal, |f| rename_in(f, "data/../../x")),
    ("a dot as a segment", R::PathTraversal, |f| rename_in(f, "data/./run.json")),
    ("absolute", R::PathTraversal, |f| rename(f, "/etc/cron.d/x")),
    ("a Windows drive", R::PathTraversal, |f| rename(f, "C:\\x")),
    ("backslashes", R::PathTraversal, |f| rename_in(f, "data\\..\\..\\x")),
    ("an alternate data stream", R::PathTraversal, |f| rename_in(f, "data/run.json:x")),
    ("a NUL", R::UnsafeName, |f| rename_in(f, "data/run.json\0.txt")),
    ("right-to-left override", R::UnsafeName, |f| rename_in(f, "data/\u{202e}nosj.nur")),
    ("a letter that composes", R::UnsafeName, |f| rename_in(f, "data/re\u{301}sume\u{301}")),
    ("bytes that are no text", R::UnsafeName, |f| f.entry(RUN).name = b"r/data/\xff\xfe".to_vec()),
    ("a Windows device", R::UnsafeName, |f| rename_in(f, "data/AUX.json")),
    ("a trailing dot", R::UnsafeName, |f| rename_in(f, "data/run.json.")),
    ("a hidden file", R::UnsafeName, |f| rename_in(f, "data/.run.json")),
    ("looks like an option", R::UnsafeName, |f| rename_in(f, "data/--checkpoint-action=x")),
    ("an empty segment", R::UnsafeName, |f| rename_in(f, "data//run.json")),
    ("far too long", R::UnsafeName, |f| rename_in(f, &format!("data/{}", "a".repeat(400)))),
    ("longer than all others together", R::ContainerMalformed, |f| {
        rename_in(f, &format!("data/{}", "a".repeat(60_000)));
    }),
    ("far too deep", R::UnsafeName, |f| rename_in(f, &format!("data/{}x", "a/".repeat(20)))),
    ("the same name twice", R::DuplicateEntry, |f| {
        let copy = f.entry(RUN).clone();
        let at = f.at(RUN);
        f.entries.insert(at + 1, copy);
    }),
    ("the same name twice, far apart", R::DuplicateEntry, |f| {
        let copy = f.entry("manifest-sha256.txt").clone();
        f.entries.insert(0, copy);
    }),
    ("the same name but for case", R::CaseCollision, |f| f.insert_after(RUN, "data/RUN.json", b"{}")),
    ("the same folder but for case", R::CaseCollision, |f| {
        f.insert_after(RUN, "data/Policies/aws/s3/bucket_encrypted.rego", b"");
    }),
    ("a file where a folder is", R::NameConflict, |f| f.insert_after(RUN, "data/policies", b"")),
    ("outside the top folder", R::ForeignRoot, |f| rename(f, "elsewhere/data/run.json")),
    ("beside the top folder", R::ForeignRoot, |f| rename(f, "README")),
    ("an unknown folder", R::UnexpectedEntry, |f| f.insert_after(RUN, "extra/run.json", b"{}")),
    ("a second envelope", R::UnexpectedEntry, |f| {
        f.insert_after("tagmanifest-sha256.txt", "attestations/aaa.sigstore.json", b"{}");
    }),
    ("an unknown bag file", R::UnexpectedEntry, |f| f.insert_after(RUN, "fetch.txt", b"")),
];
