//! Names of entries: which are safe on every system, and what the set of them must obey.
//!
//! A name never holds anything observed (resource names, account names): those stay inside JSON.

use crate::refusal::{Reason, Refusal, refuse};

/// Longest segment of a path.
pub(crate) const SEGMENT_BYTES: usize = 100;
/// Longest path, without the top folder.
pub(crate) const PATH_BYTES: usize = 240;
/// Most segments of a path, without the top folder.
pub(crate) const PATH_DEPTH: usize = 10;

/// The envelope of the first signer.
pub(crate) const ENVELOPE: &str = "attestations/evidence.sigstore.json";
/// The envelopes over the evidence statement: the first signer's, then those of co-signers.
pub(crate) const ENVELOPES: [&str; 9] = [
    ENVELOPE,
    "attestations/evidence-2.sigstore.json",
    "attestations/evidence-3.sigstore.json",
    "attestations/evidence-4.sigstore.json",
    "attestations/evidence-5.sigstore.json",
    "attestations/evidence-6.sigstore.json",
    "attestations/evidence-7.sigstore.json",
    "attestations/evidence-8.sigstore.json",
    "attestations/evidence-9.sigstore.json",
];
/// The envelope over the test result.
pub(crate) const TEST_RESULT: &str = "attestations/test-result.sigstore.json";
/// The proof that the bundle stands in a ledger.
pub(crate) const PROOF: &str = "attestations/ledger.tlog-proof";
pub(crate) const BAG_INFO: &str = "bag-info.txt";
pub(crate) const BAGIT: &str = "bagit.txt";
pub(crate) const MANIFEST: &str = "manifest-sha256.txt";
pub(crate) const HOW_TO: &str = "VERIFY.txt";
pub(crate) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
/// The bag's own files, which follow the payload in this order. The attestations follow them.
pub(crate) const BAG: [&str; 5] = [BAG_INFO, BAGIT, MANIFEST, HOW_TO, TAG_MANIFEST];
/// The tag files that the tag manifest covers, in its order (by code point).
pub(crate) const TAGGED: [&str; 4] = [HOW_TO, BAG_INFO, BAGIT, MANIFEST];
pub(crate) const PAYLOAD: &str = "data/";

/// Why `path` (or a top folder) may not be used, if it may not.
///
/// # Errors
/// `path_traversal` or `unsafe_name`.
pub fn check_path(path: &str) -> Result<(), Refusal> {
    let shown = || path.escape_default().to_string();
    if path.starts_with('/') || path.contains('\\') || path.contains(':') {
        return refuse(Reason::PathTraversal, format!("{} is absolute or has a \\ or : in it", shown()));
    }
    if path.len() > PATH_BYTES || path.split('/').count() > PATH_DEPTH {
        let most = format!("longer than {PATH_BYTES} bytes or deeper than {PATH_DEPTH} folders");
        return refuse(Reason::UnsafeName, format!("{} is {most}", shown()));
    }
    for segment in path.split('/') {
        if segment == ".." || segment == "." {
            return refuse(Reason::PathTraversal, format!("{} has a segment {segment:?}", shown()));
        }
        if let Some(rule) = unsafe_segment(segment) {
            return refuse(Reason::UnsafeName, format!("{}: a segment {rule}", shown()));
        }
    }
    Ok(())
}

/// Checks a name as it stands in the archive: a top folder and a path.
///
/// # Errors
/// `path_traversal` or `unsafe_name`.
pub(crate) fn check_full(name: &str) -> Result<(), Refusal> {
    match name.split_once('/') {
        Some(("", _)) => refuse(Reason::PathTraversal, format!("{} is absolute", name.escape_default())),
        Some((root, path)) => check_path(root).and_then(|()| check_path(path)),
        None => check_path(name),
    }
}

fn unsafe_segment(segment: &str) -> Option<&'static str> {
    let stem = segment.split('.').next().unwrap_or(segment).to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.chars().all(|c| matches!(c, '1'..='9')))
    };
    if segment.is_empty() {
        Some("is empty")
    } else if segment.len() > SEGMENT_BYTES {
        Some("is longer than 100 bytes")
    } else if !segment.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')) {
        Some("has a character other than a-z, A-Z, 0-9, '.', '_' and '-'")
    } else if segment.starts_with(['.', '-']) || segment.ends_with('.') {
        Some("starts with '.' or '-' or ends with '.'")
    } else if matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt") {
        Some("is a device name on Windows")
    } else {
        None
    }
}

/// Checks what no single name shows: doubles, names equal but for case, files that are folders.
///
/// # Errors
/// `duplicate_entry`, `case_collision` or `name_conflict`.
pub(crate) fn check_set(names: &[&str]) -> Result<(), Refusal> {
    let mut order: Vec<&str> = names.to_vec();
    order.sort_unstable_by(|a, b| folded(a).cmp(folded(b)).then_with(|| a.cmp(b)));
    order.windows(2).try_for_each(|pair| match pair {
        [a, b] => check_neighbours(a, b),
        _ => Ok(()),
    })
}

/// A name as it is sorted here: without case, and with `/` before everything else. So whatever lies
/// in a folder stands together, right after a file of the folder's name, and comparing neighbours
/// is enough. (No safe name holds a NUL.)
fn folded(name: &str) -> impl Iterator<Item = u8> + '_ {
    name.bytes().map(|b| if b == b'/' { 0 } else { b.to_ascii_lowercase() })
}

fn check_neighbours(a: &str, b: &str) -> Result<(), Refusal> {
    if a == b {
        return refuse(Reason::DuplicateEntry, format!("{a} is there twice"));
    }
    if a.eq_ignore_ascii_case(b) {
        return refuse(Reason::CaseCollision, format!("{a} and {b}"));
    }
    let alike = a.bytes().zip(b.bytes()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    if alike == a.len() && b.as_bytes().get(alike) == Some(&b'/') {
        return refuse(Reason::NameConflict, format!("{a} is a file and a folder"));
    }
    let shared = a.get(..alike).and_then(|start| start.rfind('/')).unwrap_or(0);
    if a.get(..shared) != b.get(..shared) {
        return refuse(Reason::CaseCollision, format!("folders of {a} and {b}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_paths_are_named() {
        for (path, reason) in [
            ("../x", Reason::PathTraversal),
            ("data/../../x", Reason::PathTraversal),
            ("/etc/passwd", Reason::PathTraversal),
            ("C:/x", Reason::PathTraversal),
            ("data\\x", Reason::PathTraversal),
            ("data//x", Reason::UnsafeName),
            ("data/", Reason::UnsafeName),
            ("data/CON.txt", Reason::UnsafeName),
            ("data/lpt1", Reason::UnsafeName),
            ("data/x.", Reason::UnsafeName),
            ("data/.x", Reason::UnsafeName),
            ("data/-rf", Reason::UnsafeName),
            ("data/a b", Reason::UnsafeName),
            ("data/\u{e9}", Reason::UnsafeName),
            ("data/a\0b", Reason::UnsafeName),
            ("", Reason::UnsafeName),
        ] {
            assert_eq!(check_path(path).unwrap_err().reason, reason, "{path:?}");
        }
        assert!(check_path("data/policies/aws/s3/bucket_encrypted.rego").is_ok());
        assert!(check_path("data/console").is_ok(), "only whole device names are devices");
        assert!(check_path(&format!("data/{}", "a".repeat(101))).is_err());
    }

    #[test]
    fn sets_are_checked_for_what_one_name_cannot_show() {
        let reason = |names: &[&str]| check_set(names).map_err(|r| r.reason);
        assert_eq!(reason(&["data/a", "data/b"]), Ok(()));
        assert_eq!(reason(&["data/a", "data/b", "data/a"]), Err(Reason::DuplicateEntry));
        assert_eq!(reason(&["data/A", "data/b", "data/a"]), Err(Reason::CaseCollision));
        assert_eq!(reason(&["data/P/x", "data/p/y"]), Err(Reason::CaseCollision));
        assert_eq!(reason(&["data/p", "data/p.x", "data/p/y"]), Err(Reason::NameConflict));
        assert_eq!(reason(&["data/P", "data/p/y"]), Err(Reason::NameConflict));
        assert_eq!(reason(&["data/p-", "data/p.x", "data/p/y", "data/P/z"]), Err(Reason::CaseCollision));
        assert_eq!(reason(&["A/x/b", "a/y"]), Err(Reason::CaseCollision));
        assert_eq!(reason(&["data/p-x", "data/p/y", "data/p.x", "data/pq"]), Ok(()));
    }
}
