//! Prints what the connector makes of a test server: resources, gaps and populations as lines of JSON.
//!
//! `resources ENDPOINT [--manifests DIR] [--kind GLOB-PREFIX] [REGION…]`
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "a tool for the test servers")]

use std::collections::BTreeMap;
use std::sync::Arc;

use aws::{Aws, Extended};
use collect::{Access, Connector, Sink};
use model::{Plan, Timestamp};
use serde_json::json;
use wire::{Live, LiveOptions, Secrets, Wire};

fn texts(folder: &std::path::Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (place, prefix) in [(folder.to_owned(), ""), (folder.join("described"), "described/")] {
        for entry in std::fs::read_dir(place).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "toml" || e == "json") {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                texts.insert(format!("{prefix}{name}"), std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    texts
}

#[tokio::main]
async fn main() {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let mut option = |name: &str| {
        let at = words.iter().position(|word| word == name)?;
        words.remove(at);
        Some(words.remove(at))
    };
    let (manifests, prefix) = (option("--manifests"), option("--kind").unwrap_or_default());
    let endpoint = words.remove(0);
    let connector: Box<dyn Connector> = match manifests {
        Some(folder) => Box::new(Extended::new(texts(folder.as_ref())).unwrap()),
        None => Box::new(Aws),
    };
    let specs: Vec<_> = connector.kinds().into_iter().filter(|k| k.kind.as_str().starts_with(&prefix)).collect();
    let regions = if words.is_empty() { vec!["us-east-1".to_owned()] } else { words };
    let settings = json!({"endpoint": endpoint, "imds": false, "region": regions.first(), "regions": regions});
    let source = serde_json::from_value(json!({"id": "aws", "connector": "aws", "settings": settings})).unwrap();
    let live = Live::new(&LiveOptions::default()).unwrap();
    let wire = Wire::live(wire::per_host(live.transport(), 16), Arc::new(Timestamp::now));
    let environment = Arc::new(|name: &str| std::env::var(name).ok());
    let access =
        Access::Live { wire: wire.clone(), environment, secrets: Secrets::default(), run: "example".to_owned() };
    let sink = Sink::default();
    let session = connector.open(&source, access).await.unwrap();
    session.collect(&Plan::everything(&specs), &wire, &sink).await.unwrap();
    let found = sink.finish();
    for (_, line) in found.resources.iter() {
        println!("{}", String::from_utf8_lossy(line).trim_end());
    }
    for gap in &found.gaps {
        println!("{}", json!({"gap": gap}));
    }
    for population in &found.populations {
        println!("{}", json!({"population": population}));
    }
    println!("{}", json!({"seen": found.seen}));
}
