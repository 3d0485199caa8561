//! The check of a set of names against a plain, slow one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use proptest::prelude::*;
use seal::{Algorithm, Draft, Error, Existing, Limits};
use support::{facts, item, key};

/// True if some two names clash: equal without case, or a file where a folder is, or folders that
/// differ in case only.
fn clash(paths: &[String]) -> bool {
    let folders =
        |path: &str| -> Vec<String> { path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect() };
    paths.iter().enumerate().any(|(i, a)| {
        paths.iter().enumerate().any(|(j, b)| {
            let same = i != j && a.eq_ignore_ascii_case(b);
            let folder = folders(b).iter().any(|f| f.eq_ignore_ascii_case(a));
            let spelled = folders(a).iter().any(|f| folders(b).iter().any(|g| f.eq_ignore_ascii_case(g) && f != g));
            same || folder || spelled
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_set_is_sealed_unless_names_clash(paths in prop::collection::vec("data(/[aAb][.-]?[aB]?){1,3}", 1..7)) {
        let paths: Vec<String> = paths.into_iter().map(|p| p.replace("./", "/").trim_end_matches('.').to_owned()).collect();
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("b.zip");
        let items = paths.iter().map(|path| item(path, b"x")).collect();
        let draft = Draft::pack(items, &facts(), &target, Existing::Keep, &Limits::default());
        match draft {
            Ok(draft) => {
                prop_assert!(!clash(&paths), "{paths:?}");
                let key = key(Algorithm::Ed25519);
                let attested = seal::sign_with(std::slice::from_ref(&key), &draft.to_sign()).unwrap();
                prop_assert!(draft.finish(attested).is_ok());
            }
            Err(Error::WouldBeRefused(refusal)) => prop_assert!(clash(&paths), "{paths:?}: {refusal}"),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
