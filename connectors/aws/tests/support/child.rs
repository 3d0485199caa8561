//! Runs a test again as a child process with an environment of its own.

use std::process::Command;

const CHILD: &str = "ASSIZE_TEST_CHILD";
/// The secret key of the profile `audit`, which every child finds in its configuration file.
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// True in the child.
pub(crate) fn is_child() -> bool {
    #[allow(clippy::disallowed_methods, reason = "the mark of the child is not the program's business")]
    std::env::var(CHILD).is_ok()
}

/// True in the child. Otherwise runs `test` as a child with this environment and nothing else of AWS.
pub(crate) fn in_child(test: &str, environment: &[(&str, &str)]) -> bool {
    if is_child() {
        return true;
    }
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config");
    let profile = format!("[profile audit]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = {SECRET}\n");
    std::fs::write(&config, profile).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test])
        .env_clear()
        .env(CHILD, "1")
        .env("HOME", home.path())
        .env("AWS_CONFIG_FILE", &config)
        .env("AWS_SHARED_CREDENTIALS_FILE", home.path().join("none"))
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    false
}
