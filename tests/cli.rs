//! The command line as a newcomer meets it: help, mistakes, keys, configuration.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;

use support::{PASSWORD, assize, code, err, expect, key, out, run};

#[test]
fn help_tells_exit_codes_and_examples() {
    let here = tempfile::tempdir().unwrap();
    let help = run(here.path(), &["--help"]);
    expect(&help, 0);
    for part in ["Exit codes:", "130", "assize run --fixtures acme", "verify", "completions"] {
        assert!(out(&help).contains(part), "help lacks {part:?}");
    }
    for command in [
        "run",
        "collect",
        "evaluate",
        "verify",
        "report",
        "policy",
        "frameworks",
        "key",
        "record",
        "init",
        "crosswalk",
        "scope",
        "assess",
    ] {
        expect(&run(here.path(), &[command, "--help"]), 0);
    }
}

#[test]
fn misuse_is_code_2_and_says_what_to_write_instead() {
    let here = tempfile::tempdir().unwrap();
    for (args, part) in [
        (vec!["verfy"], "verify"),
        (vec!["run", "--fixture", "acme"], "--fixtures"),
        (vec!["run", "--format", "yaml"], "markdown"),
        (vec!["run", "--fixtures", "nowhere"], "acme"),
        (vec!["run", "--source", "azure"], "aws, github"),
        (vec!["run", "--source", "github"], "github:ORGANISATION"),
        (vec!["run"], "--fixtures acme"),
        (vec!["policy", "explain", "aws.iam.root_mfaa"], "aws.iam.root_mfa"),
        (vec!["run", "--fixtures", "acme", "--select", "azure.*"], "policy list"),
        (vec!["run", "--fixtures", "acme", "--framework", "soc3"], "soc3"),
        (vec!["policy", "list", "--framework", "soc3"], "soc2"),
        (vec!["run", "--fixtures", "acme", "--output", "x.zip"], "key generate"),
        (vec!["run", "--fixtures", "acme", "--policies", "missing"], "missing"),
        (vec!["verify", "missing.zip", "--key", "missing.pub"], "missing.pub"),
    ] {
        let output = run(here.path(), &args);
        assert_eq!(code(&output), 2, "{args:?}: {}", err(&output));
        assert!(err(&output).contains("error:"), "{args:?}: {}", err(&output));
        assert!(err(&output).contains(part), "{args:?} should mention {part:?}: {}", err(&output));
    }
}

#[test]
fn init_writes_a_file_that_is_accepted_and_is_never_overwritten() {
    let here = tempfile::tempdir().unwrap();
    expect(&run(here.path(), &["init"]), 0);
    let again = run(here.path(), &["init"]);
    expect(&again, 2);
    assert!(err(&again).contains("exists already"), "{}", err(&again));
    // The file is read by the real parser: what stops the run now is the missing credential.
    let used = run(here.path(), &["run"]);
    expect(&used, 2);
    assert!(err(&used).contains("GITHUB_TOKEN"), "{}", err(&used));
}

#[test]
fn a_typo_in_the_configuration_is_pointed_at() {
    let here = tempfile::tempdir().unwrap();
    for (text, place, word) in [
        ("[polices]\nselect = []\n", "assize.toml:1:2", "polices"),
        ("[[source]]\nconnector = \"asw\"\n", "assize.toml:2:13", "asw"),
        ("[policies.params.\"aws.iam.access_key_rotation\"]\nmax_age_days = \n", "assize.toml:2:16", "max_age_days"),
    ] {
        fs::write(here.path().join("assize.toml"), text).unwrap();
        let output = run(here.path(), &["run"]);
        expect(&output, 2);
        assert!(err(&output).contains(place), "{place}: {}", err(&output));
        assert!(err(&output).contains(word), "{word}: {}", err(&output));
    }
}

/// What only a connector or a policy knows to be wrong is pointed at too, before anything is asked.
#[test]
fn a_wrong_setting_or_parameter_is_pointed_at() {
    let here = tempfile::tempdir().unwrap();
    let aws = "[[source]]\nconnector = \"aws\"\n";
    let github = "[[source]]\nconnector = \"github\"\norganization = \"acme\"\n";
    let registers = "[[source]]\nconnector = \"registers\"\n";
    for command in [vec!["run"], vec!["collect", "-o", "recording"], vec!["plan"], vec!["preflight"]] {
        for (text, place, words) in [
            (format!("{aws}regoin = \"x\"\n"), "assize.toml:3:1:", ["regoin", "region"]),
            (format!("{aws}region = \"x/\"\n"), "assize.toml:3:1:", ["region", "eu-west-1"]),
            (format!("{aws}services = [\"s33\"]\n"), "assize.toml:3:1:", ["s33", "must be a list of"]),
            (format!("{github}app_idd = 1\n"), "assize.toml:4:1:", ["app_idd", "app_id,"]),
            (
                format!("{aws}[[source]]\nconnector = \"aws\"\nname = \"b\"\nimds = 1\n"),
                "assize.toml:6:1:",
                ["source b", "true or false"],
            ),
            (format!("{registers}folder = \"x\"\n"), "assize.toml:3:1:", ["folder", "directory"]),
        ] {
            fs::write(here.path().join("assize.toml"), &text).unwrap();
            let output = run(here.path(), &command);
            expect(&output, 2);
            assert!(err(&output).contains(place), "{command:?} {text}: {}", err(&output));
            assert!(words.iter().all(|word| err(&output).contains(word)), "{text}: {}", err(&output));
        }
    }
    for (text, place, word) in [
        ("[policies.params.\"aws.iam.access_key_rotation\"]\nmax_agee = 1\n", "assize.toml:2:1:", "max_agee"),
        (
            "[policies.params.\"aws.iam.access_key_rotation\"]\nmax_age_days = \"x\"\n",
            "assize.toml:2:1:",
            "whole number",
        ),
        (
            "[policies.params.\"aws.iam.acces_key_rotation\"]\nmax_age_days = 1\n",
            "assize.toml:1:18:",
            "access_key_rotation?",
        ),
    ] {
        fs::write(here.path().join("assize.toml"), text).unwrap();
        let output = run(here.path(), &["run", "--fixtures", "acme"]);
        expect(&output, 2);
        assert!(err(&output).contains(place) && err(&output).contains(word), "{text}: {}", err(&output));
    }
}

#[test]
fn keys_are_private_protected_and_never_overwritten() {
    let here = tempfile::tempdir().unwrap();
    let bare = run(here.path(), &["key", "generate"]);
    expect(&bare, 2);
    assert!(err(&bare).contains("ASSIZE_KEY_PASSWORD"), "no terminal, no password: {}", err(&bare));
    assert!(!here.path().join("assize.key").exists(), "nothing is left of a key that was not made");
    let made = assize(here.path()).args(["key", "generate"]).env("ASSIZE_KEY_PASSWORD", PASSWORD).output().unwrap();
    expect(&made, 0);
    let pem = fs::read_to_string(here.path().join("assize.key")).unwrap();
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"), "{pem}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let rights = fs::metadata(here.path().join("assize.key")).unwrap().permissions().mode();
        assert_eq!(rights & 0o777, 0o600, "only the owner may read a private key");
    }
    let again = assize(here.path()).args(["key", "generate"]).env("ASSIZE_KEY_PASSWORD", PASSWORD).output().unwrap();
    expect(&again, 2);
    let short = assize(here.path())
        .args(["key", "generate", "--output", "b.key"])
        .env("ASSIZE_KEY_PASSWORD", "short")
        .output()
        .unwrap();
    expect(&short, 2);
    let wrong =
        assize(here.path()).args(["key", "public", "assize.key"]).env("ASSIZE_KEY_PASSWORD", "x").output().unwrap();
    expect(&wrong, 2);
    let public = assize(here.path())
        .args(["key", "public", "env:SIGNING_KEY"])
        .env("SIGNING_KEY", &pem)
        .env("ASSIZE_KEY_PASSWORD", PASSWORD)
        .output()
        .unwrap();
    expect(&public, 0);
    assert_eq!(out(&public), fs::read_to_string(here.path().join("assize.key.pub")).unwrap());
}

#[test]
fn a_wrong_key_is_known_before_anything_is_collected() {
    let here = tempfile::tempdir().unwrap();
    let (_, public) = key(here.path(), "p256");
    let output = assize(here.path())
        .args(["run", "--fixtures", "acme", "--output", "x.zip", "--key"])
        .arg(&public)
        .output()
        .unwrap();
    expect(&output, 2);
    assert!(err(&output).contains("PUBLIC KEY"), "{}", err(&output));
    assert!(!here.path().join("x.zip").exists());
}

#[test]
fn completions_are_made_for_every_shell() {
    let here = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(here.path(), &["completions", shell]);
        expect(&script, 0);
        assert!(out(&script).contains("fixtures"), "{shell} completion lacks the flags");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::Stdio;
    let here = tempfile::tempdir().unwrap();
    let mut child = assize(here.path())
        .args(["policy", "list", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    expect(&output, 0);
    assert_eq!(err(&output), "", "nothing is said about a closed pipe");
}

#[test]
fn machine_readable_output_is_there_for_every_command_that_tells_something() {
    let here = tempfile::tempdir().unwrap();
    let key = run(here.path(), &["key", "generate", "--no-password", "--format", "json"]);
    expect(&key, 0);
    let fingerprint = support::json(&key)["fingerprint"].as_str().unwrap().to_owned();
    let public = support::json(&run(here.path(), &["key", "public", "assize.key", "--format", "json"]));
    assert_eq!(public["fingerprint"], fingerprint.as_str());
    let sealed = ["run", "--fixtures", "acme", "--key", "assize.key", "--output", "a.zip", "--format", "json"];
    assert_eq!(support::json(&run(here.path(), &sealed))["seal"]["key"], fingerprint.as_str());
    fs::write(here.path().join("none.toml"), "").unwrap();
    for args in [
        vec!["init", "--format", "json"],
        vec!["frameworks", "--format", "json"],
        vec!["policy", "explain", "aws.iam.root_mfa", "--format", "json"],
        vec!["policy", "explain", "aws.s3.*", "--format", "json"],
        vec!["policy", "coverage", "--against", "prowler", "--format", "json"],
        vec!["kinds", "aws.s3", "--format", "json"],
        vec!["plan", "--source", "aws", "--format", "json"],
        vec!["permissions", "github", "--format", "json"],
        vec!["frameworks", "gaps", "--format", "json"],
        vec!["crosswalk", "--format", "json"],
        vec!["scope", "--questions", "--format", "json"],
        vec!["waivers", "none.toml", "--format", "json"],
        vec!["verify", "a.zip", "--key", "assize.key.pub", "--format", "json"],
        vec!["report", "a.zip", "--key", "assize.key.pub", "--format", "json"],
        vec!["evaluate", "acme", "--format", "json"],
    ] {
        let output = run(here.path(), &args);
        let value = support::json(&output);
        assert!(value.is_object() || value.is_array(), "{args:?}");
    }
    std::fs::write(here.path().join("a.zip"), "no bundle").unwrap();
    let refused = run(here.path(), &["verify", "a.zip", "--key", "assize.key.pub", "--format", "json"]);
    expect(&refused, 4);
    assert_eq!(support::json(&refused)["verified"], false);
    assert!(!support::json(&refused)["refused"].as_str().unwrap().is_empty());
}
