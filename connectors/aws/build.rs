//! Rebuilds the connector when a manifest is added to the folder that is built into it.

fn main() {
    println!("cargo:rerun-if-changed=services");
}
