//! The `assize` program.

fn main() -> std::process::ExitCode {
    cli::main()
}
