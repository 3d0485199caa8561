//! Encrypting a file to age recipients. age says nothing about the sender; the seal inside does.

use std::io::Write;
use std::path::PathBuf;

use age::x25519;

use crate::assets::read_text;
use crate::problem::Problem;

/// How a file that age encrypted begins: in bytes, or in text.
const MAGIC: [&[u8]; 2] = [b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----"];

/// True if a file that begins with `head` is encrypted with age.
pub(crate) fn is_encrypted(head: &[u8]) -> bool {
    MAGIC.iter().any(|magic| head.starts_with(magic))
}

/// The recipients given by flags and files.
pub(crate) fn recipients(given: &[String], files: &[PathBuf]) -> Result<Vec<x25519::Recipient>, Problem> {
    let mut all = given.iter().map(|text| recipient(text)).collect::<Result<Vec<_>, _>>()?;
    for file in files {
        let text = read_text(file)?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let found = lines.map(recipient).collect::<Result<Vec<_>, _>>()?;
        if found.is_empty() {
            return Err(Problem::new(format!("{} names no recipient", file.display())));
        }
        all.extend(found);
    }
    Ok(all)
}

fn recipient(text: &str) -> Result<x25519::Recipient, Problem> {
    if text.to_ascii_uppercase().starts_with("AGE-SECRET-KEY-") {
        return Err(Problem::new("an age identity (a secret key) is given as recipient")
            .hint("give the public half, which begins with age1; `age-keygen -y FILE` prints it"));
    }
    text.parse().map_err(|why: &str| {
        let shown: String = text.chars().take(80).collect();
        Problem::new(format!("{shown:?} is no age recipient")).cause(why).hint("a recipient begins with age1")
    })
}

/// Copies `plain` into `out`, encrypted to `recipients`.
pub(crate) fn encrypt(
    recipients: &[x25519::Recipient],
    plain: &mut impl std::io::Read,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let each = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(each).map_err(std::io::Error::other)?;
    let mut stream = encryptor.wrap_output(out)?;
    std::io::copy(plain, &mut stream)?;
    stream.finish()?.flush()
}

#[cfg(test)]
mod tests {
    use age::secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn recipients_are_checked_and_secrets_not_repeated() {
        let identity = x25519::Identity::generate();
        let text = identity.to_public().to_string();
        assert_eq!(recipients(&[text], &[]).unwrap().len(), 1);
        let secret = identity.to_string().expose_secret().to_owned();
        let problem = recipients(std::slice::from_ref(&secret), &[]).err().unwrap().to_string();
        assert!(problem.contains("secret key") && !problem.contains(&secret), "{problem}");
        assert!(recipients(&["age1xyz".to_owned()], &[]).is_err());
    }

    #[test]
    fn what_is_encrypted_is_known_by_its_first_bytes() {
        let identity = x25519::Identity::generate();
        let mut sealed = Vec::new();
        encrypt(&[identity.to_public()], &mut &b"shown"[..], &mut sealed).unwrap();
        assert!(is_encrypted(&sealed) && !sealed.windows(5).any(|w| w == b"shown"));
        assert!(!is_encrypted(b"PK\x03\x04") && !is_encrypted(b"{\"assize\""));
        assert_eq!(age::decrypt(&identity, &sealed).unwrap(), b"shown");
    }
}
