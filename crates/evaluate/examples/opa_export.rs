//! Writes an export of the sample policies over generated resources, and of every expression in
//! `tests/opa/expressions.txt`, for `tests/opa/differential.py`:
//! `cargo run -p assize-evaluate --example opa_export > export.jsonl`.

#[path = "../tests/common/mod.rs"]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "shared with the tests")]
mod common;

use std::io::Write;

use common::{Estate, bucket, bucket_policy, catalogue, mixed, samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout());
    evaluate::export(&samples(), &mixed(400).inputs(), &mut out)?;
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/opa/expressions.txt");
    let body = |expression: &str| {
        format!(
            "pass if input.encryption == 1\n\nfail contains sprintf(\"= %v\", [value]) if {{\n\tvalue := {expression}\n\tinput.encryption\n}}"
        )
    };
    let text = std::fs::read_to_string(root)?;
    let policies = text.lines().zip(1..).map(|(expression, i)| bucket_policy(&format!("e{i}"), &body(expression)));
    let set = evaluate::PolicySet::load(policies, &catalogue()).map_err(|found| format!("{found:#?}"))?;
    evaluate::export(&set, &Estate::buckets(&[bucket("a", "AES256")]).inputs(), &mut out)?;
    Ok(out.flush()?)
}
