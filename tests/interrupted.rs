//! Runs that are cut off: by a signal, by a full disk, by a place that cannot be written. Nothing
//! half-written is left, and what was there stays.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::server::{Say, serve};
use support::{assize, code, err, expect, files, key, run};

/// Sends a signal with the shell's own tool, so that no unsafe code is needed.
fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill").args([format!("-{name}"), pid.to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_signal_in_the_middle_leaves_nothing_half_written() {
    for name in ["INT", "TERM"] {
        let here = tempfile::tempdir().unwrap();
        let temporary = here.path().join("tmp");
        std::fs::create_dir(&temporary).unwrap();
        let (private, _) = key(here.path(), "p256");
        let server = serve(|_| Say::Hang);
        let text = format!(
            "[[source]]\nconnector = \"aws\"\nendpoint = \"{}\"\nregion = \"us-east-1\"\nservices = [\"iam\", \"s3\"]\n",
            server.url
        );
        std::fs::write(here.path().join("assize.toml"), text).unwrap();
        let mut child = assize(here.path())
            .args(["run", "--output", "evidence/", "--key"])
            .arg(&private)
            .env("TMPDIR", &temporary)
            .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY0")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let patience = Instant::now();
        while server.count.load(std::sync::atomic::Ordering::SeqCst) == 0 {
            assert!(patience.elapsed() < Duration::from_secs(30), "the run never asked anything");
            std::thread::sleep(Duration::from_millis(20));
        }
        signal(name, child.id());
        let _ = child.wait().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 130, "{}", err(&output));
        assert!(err(&output).contains(&format!("SIG{name}")), "{}", err(&output));
        assert!(files(&here.path().join("evidence")).is_empty(), "a bundle was left");
        assert!(files(&temporary).is_empty(), "temporary files were left: {:?}", files(&temporary));
    }
}

/// Runs the program under a limit on the size of files, which stands in for a full disk.
fn with_little_room(directory: &std::path::Path, args: &str, blocks: u32) -> std::process::Output {
    let program = env!("CARGO_BIN_EXE_assize");
    // Without the trap the system would kill the program instead of refusing the write.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {program} {args}");
    Command::new("bash").arg("-c").arg(script).current_dir(directory).output().unwrap()
}

#[test]
fn a_full_disk_leaves_no_bundle_and_says_so() {
    let here = tempfile::tempdir().unwrap();
    key(here.path(), "p256");
    for blocks in [1, 32, 200] {
        let output = with_little_room(here.path(), "run --fixtures acme --key p256.key --output a.zip", blocks);
        assert!([2, 4].contains(&code(&output)), "{blocks} blocks: {}", err(&output));
        assert!(err(&output).contains("error:") && !err(&output).contains("panicked"), "{}", err(&output));
        let way_out = err(&output).contains("free some space");
        assert!(way_out && err(&output).contains("File too large"), "{blocks} blocks: {}", err(&output));
        let left: Vec<_> = files(here.path()).into_iter().filter(|f| !f.to_string_lossy().contains("p256")).collect();
        assert!(left.is_empty(), "{blocks} blocks: {left:?}");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let here = tempfile::tempdir().unwrap();
    key(here.path(), "p256");
    std::fs::write(here.path().join("file"), "").unwrap();
    let output = run(here.path(), &["run", "--fixtures", "acme", "--key", "p256.key", "--output", "file/a.zip"]);
    assert!([2, 4].contains(&code(&output)), "{}", err(&output));
    assert!(err(&output).contains("file/a.zip"), "{}", err(&output));
    let output = run(here.path(), &["collect", "--source", "aws", "--output", "file"]);
    expect(&output, 2);
    assert!(err(&output).contains("exists already"), "{}", err(&output));
}

/// A key service that gives its key and then refuses to sign.
fn key_service(public: &str) -> support::server::Server {
    let der: String = public.lines().filter(|line| !line.starts_with("-----")).collect();
    serve(move |asked| {
        if asked.body.contains("Message") {
            return Say::json(400, r#"{"__type":"AccessDeniedException","message":"no"}"#);
        }
        let key = serde_json::json!({
            "KeyId": "arn:aws:kms:us-east-1:123456789012:key/seal", "KeySpec": "ECC_NIST_P256",
            "KeyUsage": "SIGN_VERIFY", "PublicKey": der, "SigningAlgorithms": ["ECDSA_SHA_256"],
        });
        Say::json(200, key.to_string())
    })
}

#[test]
fn a_night_that_cannot_be_sealed_is_kept_and_sealed_later() {
    let work = tempfile::tempdir().unwrap();
    let estate = support::estate::Estate::start(&[]);
    let (private, public) = key(work.path(), "p256");
    let service = key_service(&std::fs::read_to_string(&public).unwrap());
    let night = estate
        .assize(work.path())
        .env("AWS_ENDPOINT_URL_KMS", &service.url)
        .args([
            "run",
            "--select",
            "aws.iam.user_console_mfa",
            "--key",
            "awskms:arn:aws:kms:us-east-1:123456789012:key/seal",
        ])
        .args(["--output", "evidence/"])
        .output()
        .unwrap();
    expect(&night, 4);
    let said = err(&night);
    assert!(said.contains("kms:Sign"), "the missing permission is named: {said}");
    let kept = said.split("`assize evaluate ").nth(1).and_then(|rest| rest.split(' ').next());
    let kept = kept.unwrap_or_else(|| panic!("the way out is named: {said}"));
    let later = assize(work.path())
        .args(["evaluate", kept, "--select", "aws.iam.user_console_mfa", "--key"])
        .arg(&private)
        .args(["--output", "night.zip", "--format", "json"])
        .output()
        .unwrap();
    assert!(work.path().join("night.zip").is_file(), "{}", err(&later));
    let judged = support::json(&later);
    assert!(judged["findings"].as_array().unwrap().iter().any(|f| f["outcome"] == "fail"), "bob has no MFA");
    let verified =
        assize(work.path()).args(["verify", "night.zip", "--replay", "--key"]).arg(&public).output().unwrap();
    expect(&verified, 0);
}
