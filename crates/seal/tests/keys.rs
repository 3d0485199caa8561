//! Keys: written, read, refused; openssl as the other opinion.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::path::Path;
use std::process::Command;

use seal::{Algorithm, KeyError, PrivateKey, PublicKey};
use secrecy::SecretString;
use support::key;

const BOTH: [Algorithm; 2] = [Algorithm::EcdsaP256, Algorithm::Ed25519];

fn password(text: &str) -> SecretString {
    SecretString::from(text)
}

/// Runs openssl; gives its standard output, or panics with what it said.
fn openssl(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("openssl").args(arguments).current_dir(folder).output().expect("openssl is needed");
    assert!(output.status.success(), "openssl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn an_encrypted_key_comes_back_with_its_password_only() {
    for algorithm in BOTH {
        let key = key(algorithm);
        let pem = key.to_encrypted_pem(&password("correct horse"), &[1; 16], [2; 16]).unwrap();
        assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        let back = PrivateKey::from_pem(&pem, Some(&password("correct horse"))).unwrap();
        assert_eq!(back.public_key(), key.public_key());
        assert_eq!(back.sign(b"m").unwrap(), key.sign(b"m").unwrap());
        assert!(matches!(PrivateKey::from_pem(&pem, None), Err(KeyError::PasswordNeeded)));
        assert!(matches!(PrivateKey::from_pem(&pem, Some(&password("wrong"))), Err(KeyError::WrongPassword)));
        assert!(!format!("{back:?}").contains("seed"), "only the public half is shown");
    }
}

#[test]
fn openssl_reads_our_keys() {
    let folder = tempfile::tempdir().unwrap();
    for algorithm in BOTH {
        let key = key(algorithm);
        let pem = key.to_encrypted_pem(&password("correct horse"), &[1; 16], [2; 16]).unwrap();
        let file = format!("{algorithm}.pem");
        seal::write_key_file(&folder.path().join(&file), &pem).unwrap();
        let public = openssl(folder.path(), &["pkey", "-in", &file, "-passin", "pass:correct horse", "-pubout"]);
        assert_eq!(public, key.public_key().to_pem());
    }
}

#[test]
fn we_read_openssls_keys() {
    let folder = tempfile::tempdir().unwrap();
    let make = [["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"].as_slice(), &["-algorithm", "ED25519"]];
    for (algorithm, arguments) in BOTH.into_iter().zip(make) {
        openssl(folder.path(), &[&["genpkey", "-out", "plain.pem"], arguments].concat());
        openssl(folder.path(), &["pkcs8", "-topk8", "-in", "plain.pem", "-out", "sealed.pem", "-passout", "pass:pw"]);
        let public = PublicKey::from_pem(&openssl(folder.path(), &["pkey", "-in", "plain.pem", "-pubout"])).unwrap();
        assert_eq!(public.algorithm(), algorithm);
        let read = |file: &str| std::fs::read_to_string(folder.path().join(file)).unwrap();
        for key in [
            PrivateKey::from_pem(&read("plain.pem"), None).unwrap(),
            PrivateKey::from_pem(&read("sealed.pem"), Some(&password("pw"))).unwrap(),
        ] {
            assert_eq!(*key.public_key(), public);
            assert!(public.verify(b"message", &key.sign(b"message").unwrap()));
        }
    }
}

#[test]
fn what_is_no_usable_key_is_named() {
    let folder = tempfile::tempdir().unwrap();
    openssl(folder.path(), &["genpkey", "-algorithm", "RSA", "-out", "rsa.pem"]);
    openssl(folder.path(), &["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "sec1.pem"]);
    let curve = ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", "p384.pem"];
    openssl(folder.path(), &curve);
    let read = |file: &str| std::fs::read_to_string(folder.path().join(file)).unwrap();
    let told = |pem: &str| PrivateKey::from_pem(pem, None).unwrap_err().to_string();
    assert!(told(&read("rsa.pem")).contains("RSA are not supported"));
    assert!(told(&read("p384.pem")).contains("are not supported"));
    assert!(told(&read("sec1.pem")).contains("openssl pkcs8 -topk8"));
    assert!(told("").contains("no PEM block"));
    assert!(told("-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----\n").contains("damaged"));
    assert!(told(&key(Algorithm::Ed25519).public_key().to_pem()).contains("PUBLIC KEY"));
    assert!(told(&"x".repeat(100_000)).contains("longer than"));
    let rsa = openssl(folder.path(), &["pkey", "-in", "rsa.pem", "-pubout"]);
    assert!(matches!(PublicKey::from_pem(&rsa), Err(KeyError::UnsupportedAlgorithm(name)) if name == "RSA"));
    assert!(PublicKey::from_pem(&read("rsa.pem")).unwrap_err().to_string().contains("PRIVATE KEY"));
}

#[test]
fn weak_and_malleable_things_are_refused() {
    // The neutral point: with it, one signature fits every message.
    let mut spki = key(Algorithm::Ed25519).public_key().spki().to_vec();
    let at = spki.len() - 32;
    spki[at..].fill(0);
    spki[at] = 1;
    assert!(PublicKey::from_spki(&spki).unwrap_err().to_string().contains("small order"));

    let key = key(Algorithm::EcdsaP256);
    let low = p256::ecdsa::Signature::from_der(&key.sign(b"m").unwrap()).unwrap();
    let high = p256::ecdsa::Signature::from_scalars(low.r().to_bytes(), (-*low.s()).to_bytes()).unwrap();
    assert_ne!(low, high);
    assert!(key.public_key().verify(b"m", low.to_der().as_bytes()));
    assert!(!key.public_key().verify(b"m", high.to_der().as_bytes()), "a second spelling of one signature");
    let normal = key.public_key().normalise(high.to_der().as_bytes());
    assert_eq!(normal, low.to_der().as_bytes());
}

#[test]
fn a_key_that_asks_for_too_much_work_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    openssl(folder.path(), &["genpkey", "-algorithm", "ED25519", "-out", "plain.pem"]);
    let rounds =
        ["pkcs8", "-topk8", "-in", "plain.pem", "-out", "slow.pem", "-passout", "pass:pw", "-iter", "20000000"];
    openssl(folder.path(), &rounds);
    let pem = std::fs::read_to_string(folder.path().join("slow.pem")).unwrap();
    assert!(matches!(PrivateKey::from_pem(&pem, Some(&password("pw"))), Err(KeyError::TooMuchWork(_))));
}

#[test]
fn a_key_file_is_private_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    seal::write_key_file(&path, "first").unwrap();
    assert!(matches!(seal::write_key_file(&path, "second"), Err(KeyError::Exists(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "first");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(matches!(seal::write_key_file(&folder.path().join("no/such/folder"), "x"), Err(KeyError::Write { .. })));
}
