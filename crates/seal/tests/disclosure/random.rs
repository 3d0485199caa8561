//! Any payload, any part of it: it verifies, and shows exactly what was chosen.

use std::collections::BTreeMap;

use proptest::prelude::*;
use seal::disclosure::{Content, Selection, Show};
use serde_json::{Map, Value};

use crate::support::disclose::{check, disclose, sealed};
use crate::support::item;

/// Pointers that random objects can have.
const POINTERS: [&str; 5] = ["/a", "/a/a", "/b", "/b/~0~1", "/c/b/a"];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            object(inner, 0..4).prop_map(Value::from),
        ]
    })
}

fn object(
    inner: impl Strategy<Value = Value>,
    size: std::ops::Range<usize>,
) -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::btree_map(prop_oneof!["[abc]", Just("~/".to_owned()), any::<String>()], inner, size)
        .prop_map(|map| map.into_iter().collect())
}

fn line() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        8 => object(value(), 0..5).prop_map(|map| model::canonical_line(&map).unwrap()),
        1 => "[ -~]{0,20}\n".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>().prop_filter("a line", |b| *b != b'\n'), 0..9).prop_map(|mut b| { b.push(b'\n'); b }),
    ]
}

fn show() -> impl Strategy<Value = Option<Show>> {
    let pointers = prop::collection::btree_set(prop::sample::select(&POINTERS[..]).prop_map(str::to_owned), 0..3);
    prop::option::of((prop::option::of(pointers.clone()), pointers).prop_map(|(only, without)| Show { only, without }))
}

/// The fields of an object by pointer, by a way of its own.
fn leaves(value: &Value, pointer: &str, found: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, inner) in map {
                leaves(inner, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        other => drop(found.insert(pointer.to_owned(), other.clone())),
    }
}

fn within(pointer: &str, set: &std::collections::BTreeSet<String>) -> bool {
    set.iter().any(|p| pointer == p || pointer.starts_with(&format!("{p}/")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_part_of_any_payload_verifies_and_is_all_that_is_shown(
        files in prop::collection::vec(prop::collection::vec((line(), show()), 1..8), 1..4),
        whole in any::<Vec<u8>>(),
        show_whole in any::<bool>(),
    ) {
        let mut items = vec![item("data/whole", &whole)];
        let mut selection = Selection::new();
        let mut expected = 0;
        for (n, file) in files.iter().enumerate() {
            let path = format!("data/{n}.jsonl");
            items.push(item(&path, &file.iter().flat_map(|(line, _)| line.clone()).collect::<Vec<u8>>()));
            let chosen = (1..).zip(file).filter_map(|(n, (_, show))| show.clone().map(|show| (n, show)));
            selection.insert(path, chosen.collect());
        }
        if show_whole {
            selection.insert("data/whole".to_owned(), [(0, Show::default())].into());
        }
        let (_folder, bundle) = sealed(items);
        let (bytes, counts) = disclose(&bundle, &selection).unwrap();
        let (verified, shown) = check(&bytes).unwrap();
        for entry in &shown {
            expected += 1;
            let Some((_, lines)) = entry.path.strip_prefix("data/").and_then(|p| p.split_once('.')).map(|(n, _)| {
                let n: usize = n.parse().unwrap();
                (n, &files[n])
            }) else {
                prop_assert_eq!(&entry.content, &Content::Full(whole.clone()));
                continue;
            };
            let (line, show) = &lines[usize::try_from(entry.line).unwrap() - 1];
            let show = show.as_ref().expect("nothing is shown that was not chosen");
            match &entry.content {
                Content::Full(found) => prop_assert_eq!(found, line),
                Content::Part { object, hidden } => {
                    let (mut all, mut found) = (BTreeMap::new(), BTreeMap::new());
                    leaves(&serde_json::from_slice(line).unwrap(), "", &mut all);
                    leaves(object, "", &mut found);
                    let total = all.len();
                    all.retain(|p, _| show.only.as_ref().is_none_or(|o| within(p, o)) && !within(p, &show.without));
                    prop_assert_eq!(&found, &all);
                    prop_assert_eq!(usize::try_from(*hidden).unwrap(), total - all.len());
                }
            }
        }
        prop_assert_eq!(verified.entries, expected);
        prop_assert_eq!(expected + counts.left_out.len() as u64, selection.values().map(|l| l.len() as u64).sum::<u64>());
        seal::disclosure::recompute(&bundle.reader, &bundle.statement.predicate.disclosure).unwrap();
    }
}
