//! `assize key`: make signing keys, and show their public half.

use std::path::{Path, PathBuf};

use ::seal::{Algorithm, PrivateKey, write_key_file};
use secrecy::ExposeSecret;

use crate::args::{Format, KeyAlgorithm, KeyCommand};
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::seal::{password, private_key};
use crate::world::random;

/// Passwords shorter than this are refused: the file may be copied and guessed at leisure.
const SHORTEST_PASSWORD: usize = 8;

/// `assize key`.
pub(crate) fn key(command: KeyCommand, screen: &Screen) -> Result<Exit, Problem> {
    match command {
        KeyCommand::Generate { output, algorithm, no_password, format } => {
            generate(&output, algorithm, no_password, format, screen)
        }
        KeyCommand::Public { key, format } => {
            let key = private_key(&key)?;
            let (pem, hint) = (key.public_key().to_pem(), key.public_key().hint());
            match format {
                Format::Json => screen.json(&serde_json::json!({ "public_key": pem, "fingerprint": hint }))?,
                _ => screen.result(|out| out.write_all(pem.as_bytes()))?,
            }
            Ok(Exit::Pass)
        }
    }
}

fn generate(
    output: &Path,
    algorithm: KeyAlgorithm,
    no_password: bool,
    format: Format,
    screen: &Screen,
) -> Result<Exit, Problem> {
    let public_path = PathBuf::from(format!("{}.pub", output.display()));
    for path in [output, &public_path] {
        if path.exists() {
            return Err(Problem::new(format!("{} exists already; a key is never overwritten", path.display()))
                .hint("name another file with --output"));
        }
    }
    let algorithm = match algorithm {
        KeyAlgorithm::P256 => Algorithm::EcdsaP256,
        KeyAlgorithm::Ed25519 => Algorithm::Ed25519,
    };
    let key = PrivateKey::generate(algorithm, &random()?);
    let refuse = |e: ::seal::KeyError| Problem::new(format!("cannot write the key {}", output.display())).because(e);
    let pem = if no_password {
        key.to_plain_pem().map_err(refuse)?
    } else {
        let password = password("Password for the new key: ")?;
        if password.expose_secret().len() < SHORTEST_PASSWORD {
            return Err(Problem::new(format!("the password is shorter than {SHORTEST_PASSWORD} characters"))
                .hint("choose a longer one, or use --no-password and let a secret store protect the file"));
        }
        key.to_encrypted_pem(&password, &random()?, random()?).map_err(refuse)?
    };
    write_key_file(output, &pem).map_err(refuse)?;
    std::fs::write(&public_path, key.public_key().to_pem())
        .map_err(|e| Problem::new(format!("cannot write {}", public_path.display())).because(e))?;
    if format == Format::Json {
        screen.json(&serde_json::json!({
            "private_key_file": output.display().to_string(),
            "public_key_file": public_path.display().to_string(),
            "fingerprint": key.public_key().hint(),
        }))?;
        return Ok(Exit::Pass);
    }
    screen.result(|out| {
        writeln!(out, "private key  {}  (keep it secret, keep a copy)", output.display())?;
        writeln!(out, "public key   {}  (give it to your auditor)", public_path.display())?;
        writeln!(out, "fingerprint  {}", key.public_key().hint())
    })?;
    Ok(Exit::Pass)
}
