//! The smallest program that can be a sandbox's child. The tests of this crate start it.

fn main() -> Result<(), evaluate::Error> {
    evaluate::child_main(std::io::stdin(), std::io::stdout())
}
