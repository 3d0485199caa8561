//! Rebuilds the program when a file is added to a folder that is built into it.

fn main() {
    for folder in ["policies", "frameworks", "fixtures/acme"] {
        println!("cargo:rerun-if-changed=../../{folder}");
    }
}
