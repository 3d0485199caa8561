//! Signing keys: made, written, read and used. ECDSA P-256 and Ed25519, nothing else.
//!
//! Never draws randomness (the caller gives it), never writes a private key where a file already
//! stands, and never hands out a signature that it has not verified itself.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::Signer as _;
use p256::ecdsa::signature::Verifier as _;
use pkcs8::der::{Decode as _, SecretDocument};
use pkcs8::pkcs5::{self, pbes2};
use pkcs8::spki::{DecodePublicKey as _, SubjectPublicKeyInfoRef};
use pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncryptedPrivateKeyInfoRef, LineEnding, PrivateKeyInfoRef};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

const OID_EC: &str = "1.2.840.10045.2.1";
const OID_P256: &str = "1.2.840.10045.3.1.7";
const OID_ED25519: &str = "1.3.101.112";

/// scrypt at N = 2^14, r = 8, p = 5: 16 MiB, the most that `OpenSSL` reads without being told to
/// spend more memory, and as strong as N = 2^17, p = 1 by the OWASP password storage list.
const SCRYPT_LOG_N: u8 = 14;
const SCRYPT_R: u32 = 8;
const SCRYPT_P: u32 = 5;

/// Foreign key files may ask for at most this much work: it bounds time and memory before the
/// password is even tried.
const MOST_SCRYPT_BYTES: u64 = 256 << 20;
const MOST_PBKDF2_ROUNDS: u32 = 10_000_000;

/// A PEM text longer than this is no key file.
const MOST_PEM: usize = 16 << 10;

/// What a key can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256; the signature is ASN.1 DER with a low s.
    EcdsaP256,
    /// Ed25519; the signature is 64 raw bytes.
    Ed25519,
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::EcdsaP256 => "ecdsa-p256",
            Self::Ed25519 => "ed25519",
        })
    }
}

/// What can go wrong with a key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The text holds no key of the wanted sort.
    #[error("this is not a {wanted}: {why}")]
    NotAKey {
        /// What was wanted.
        wanted: &'static str,
        /// What stands there instead.
        why: String,
    },
    /// A key, but not one that seals.
    #[error("keys of type {0} are not supported; use ECDSA P-256 or Ed25519 (`assize key generate`)")]
    UnsupportedAlgorithm(String),
    /// The key is encrypted and no password was given.
    #[error("the key is protected by a password and none was given")]
    PasswordNeeded,
    /// The password does not open the key.
    #[error("the password does not open the key")]
    WrongPassword,
    /// The key's encryption asks for more work than any honest key file.
    #[error("the key's encryption asks for too much work ({0}); write it anew with `openssl pkcs8 -topk8`")]
    TooMuchWork(String),
    /// The key cannot be written down.
    #[error("the key cannot be encoded: {0}")]
    Encode(String),
    /// A key file already stands there.
    #[error("{0} exists already; a key is never overwritten, choose another name")]
    Exists(String),
    /// The key file cannot be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file.
        path: String,
        /// The system's words.
        source: std::io::Error,
    },
    /// The signature just made does not verify: the key or the machine is broken.
    #[error("a signature just made does not verify; nothing was sealed")]
    SelfCheck,
}

enum Private {
    P256(p256::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
}

/// A private key. Its memory is wiped when it is dropped; it prints as its public half only.
pub struct PrivateKey {
    inner: Private,
    public: PublicKey,
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PrivateKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl PrivateKey {
    /// The key that `seed` (32 bytes of the system's randomness) determines.
    pub fn generate(algorithm: Algorithm, seed: &[u8; 32]) -> Self {
        match algorithm {
            Algorithm::Ed25519 => Self::from_ed25519(ed25519_dalek::SigningKey::from_bytes(seed)),
            Algorithm::EcdsaP256 => {
                let mut candidate = Zeroizing::new(*seed);
                loop {
                    // About one seed in 2^32 is no scalar of the group; its hash is the next try.
                    if let Ok(key) = p256::ecdsa::SigningKey::from_slice(candidate.as_slice()) {
                        return Self::from_p256(key);
                    }
                    *candidate = Sha256::digest(candidate.as_slice()).into();
                }
            }
        }
    }

    fn from_p256(key: p256::ecdsa::SigningKey) -> Self {
        let public = PublicKey::from_p256(*key.verifying_key());
        Self { inner: Private::P256(key), public }
    }

    fn from_ed25519(key: ed25519_dalek::SigningKey) -> Self {
        let public = PublicKey::from_ed25519(key.verifying_key());
        Self { inner: Private::Ed25519(key), public }
    }

    /// Reads a PKCS#8 PEM, encrypted (PBES2 with scrypt or PBKDF2) or plain.
    ///
    /// # Errors
    /// When it is no key, not a supported one, or the password is missing or wrong.
    pub fn from_pem(pem: &str, password: Option<&SecretString>) -> Result<Self, KeyError> {
        let (label, der) = read_pem(pem, "private key")?;
        match label.as_str() {
            "PRIVATE KEY" => Self::from_pkcs8(der.as_bytes()),
            "ENCRYPTED PRIVATE KEY" => {
                let password = password.ok_or(KeyError::PasswordNeeded)?;
                Self::from_pkcs8(decrypt(der.as_bytes(), password)?.as_bytes())
            }
            "EC PRIVATE KEY" => Err(KeyError::NotAKey {
                wanted: "PKCS#8 private key",
                why: "it is in the older SEC 1 form; convert it with `openssl pkcs8 -topk8`".into(),
            }),
            other => Err(KeyError::NotAKey { wanted: "private key", why: format!("it is a PEM {other}") }),
        }
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let info = PrivateKeyInfoRef::from_der(der)
            .map_err(|e| KeyError::NotAKey { wanted: "private key", why: format!("no PKCS#8 structure ({e})") })?;
        let bad = |e: pkcs8::Error| KeyError::NotAKey { wanted: "private key", why: e.to_string() };
        match name_of(&info.algorithm)? {
            Algorithm::EcdsaP256 => Ok(Self::from_p256(p256::ecdsa::SigningKey::from_pkcs8_der(der).map_err(bad)?)),
            Algorithm::Ed25519 => Ok(Self::from_ed25519(ed25519_dalek::SigningKey::from_pkcs8_der(der).map_err(bad)?)),
        }
    }

    /// The key as PKCS#8 PEM under `password`: PBES2 with scrypt and AES-256-CBC, readable by
    /// `openssl pkey`.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn to_encrypted_pem(
        &self,
        password: &SecretString,
        salt: &[u8; 16],
        iv: [u8; 16],
    ) -> Result<Zeroizing<String>, KeyError> {
        let encode = |e: &dyn std::fmt::Display| KeyError::Encode(e.to_string());
        let params = pkcs5::scrypt::Params::new(SCRYPT_LOG_N, SCRYPT_R, SCRYPT_P).map_err(|e| encode(&e))?;
        let scheme = pbes2::Parameters::generate_scrypt_aes256cbc(params, salt, iv).map_err(|e| encode(&e))?;
        let der = self.to_pkcs8_der()?;
        let info = PrivateKeyInfoRef::from_der(der.as_bytes()).map_err(|e| encode(&e))?;
        let sealed = info.encrypt_with_params(scheme, password.expose_secret().as_bytes()).map_err(|e| encode(&e))?;
        sealed.to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF).map_err(|e| encode(&e))
    }

    /// The key as plain PKCS#8 PEM, for a place that protects it by other means.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn to_plain_pem(&self) -> Result<Zeroizing<String>, KeyError> {
        self.to_pkcs8_der()?.to_pem("PRIVATE KEY", LineEnding::LF).map_err(|e| KeyError::Encode(e.to_string()))
    }

    fn to_pkcs8_der(&self) -> Result<SecretDocument, KeyError> {
        match &self.inner {
            Private::P256(key) => key.to_pkcs8_der().map_err(|e| KeyError::Encode(e.to_string())),
            Private::Ed25519(key) => {
                // Version 1, without the public key: OpenSSL 3.0 does not read version 2.
                let der = Zeroizing::new([&ED25519_PKCS8_HEAD[..], key.as_bytes()].concat());
                SecretDocument::try_from(der.as_slice()).map_err(|e| KeyError::Encode(e.to_string()))
            }
        }
    }

    /// The public half.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// Signs `message`; the same key and message give the same signature (RFC 6979, RFC 8032).
    ///
    /// # Errors
    /// When the signature does not verify against the public half.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let signature = match &self.inner {
            Private::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.normalize_s().to_der().as_bytes().to_vec()
            }
            Private::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
        };
        if self.public.verify(message, &signature) { Ok(signature) } else { Err(KeyError::SelfCheck) }
    }
}

#[derive(Clone, PartialEq, Eq)]
enum Public {
    P256(p256::ecdsa::VerifyingKey),
    Ed25519(ed25519_dalek::VerifyingKey),
}

/// A public key that a verifier trusts. The algorithm is the key's, never the bundle's.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    inner: Public,
    spki: Vec<u8>,
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({} {})", self.algorithm(), self.hint())
    }
}

impl PublicKey {
    fn from_p256(key: p256::ecdsa::VerifyingKey) -> Self {
        // Encoded by hand from the uncompressed point: one key has one SPKI, so one hint.
        let mut spki = P256_SPKI_HEAD.to_vec();
        spki.extend_from_slice(key.to_sec1_point(false).as_bytes());
        Self { inner: Public::P256(key), spki }
    }

    fn from_ed25519(key: ed25519_dalek::VerifyingKey) -> Self {
        let mut spki = ED25519_SPKI_HEAD.to_vec();
        spki.extend_from_slice(key.as_bytes());
        Self { inner: Public::Ed25519(key), spki }
    }

    /// Reads a public key in PEM (`BEGIN PUBLIC KEY`, `SubjectPublicKeyInfo`).
    ///
    /// # Errors
    /// When it is no public key or not a supported one.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let (label, der) = read_pem(pem, "public key")?;
        if label != "PUBLIC KEY" {
            return Err(KeyError::NotAKey { wanted: "public key", why: format!("it is a PEM {label}") });
        }
        Self::from_spki(der.as_bytes())
    }

    /// Reads a DER `SubjectPublicKeyInfo`.
    ///
    /// # Errors
    /// When it is no public key or not a supported one.
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        let bad = |why: String| KeyError::NotAKey { wanted: "public key", why };
        let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|e| bad(e.to_string()))?;
        match name_of(&info.algorithm)? {
            Algorithm::EcdsaP256 => {
                let key = p256::ecdsa::VerifyingKey::from_public_key_der(der).map_err(|e| bad(e.to_string()))?;
                Ok(Self::from_p256(key))
            }
            Algorithm::Ed25519 => {
                let key = ed25519_dalek::VerifyingKey::from_public_key_der(der).map_err(|e| bad(e.to_string()))?;
                if key.is_weak() {
                    return Err(bad("the point is of small order: it would accept forged signatures".into()));
                }
                Ok(Self::from_ed25519(key))
            }
        }
    }

    /// The key as PEM.
    pub fn to_pem(&self) -> String {
        let body = BASE64.encode(&self.spki);
        let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
        for (i, c) in body.chars().enumerate() {
            if i > 0 && i % 64 == 0 {
                pem.push('\n');
            }
            pem.push(c);
        }
        pem.push_str("\n-----END PUBLIC KEY-----\n");
        pem
    }

    /// The DER `SubjectPublicKeyInfo`.
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// What the key can do.
    pub fn algorithm(&self) -> Algorithm {
        match self.inner {
            Public::P256(_) => Algorithm::EcdsaP256,
            Public::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    /// The key's name in a bundle: base64 of the SHA-256 of its `SubjectPublicKeyInfo`.
    pub fn hint(&self) -> String {
        BASE64.encode(Sha256::digest(&self.spki))
    }

    /// True if `signature` is this key's over `message`, in its one accepted spelling: DER with a
    /// low s for ECDSA, strict RFC 8032 for Ed25519.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.inner {
            Public::P256(key) => p256::ecdsa::Signature::from_der(signature).is_ok_and(|parsed| {
                parsed.normalize_s() == parsed
                    && parsed.to_der().as_bytes() == signature
                    && key.verify(message, &parsed).is_ok()
            }),
            Public::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|parsed| key.verify_strict(message, &parsed).is_ok()),
        }
    }

    /// `signature` in the accepted spelling: signers such as key services give a high s half of the
    /// time. Bytes that are no signature come back as they are and will not verify.
    pub fn normalise(&self, signature: &[u8]) -> Vec<u8> {
        match &self.inner {
            Public::P256(_) => p256::ecdsa::Signature::from_der(signature)
                .map_or_else(|_| signature.to_vec(), |s| s.normalize_s().to_der().as_bytes().to_vec()),
            Public::Ed25519(_) => signature.to_vec(),
        }
    }
}

/// RFC 5480: SEQUENCE { SEQUENCE { id-ecPublicKey, secp256r1 }, BIT STRING (65 bytes) }.
const P256_SPKI_HEAD: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
/// RFC 8410: SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING (32 bytes) }.
pub(crate) const ED25519_SPKI_HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// RFC 8410, section 7: version 0, id-Ed25519, an OCTET STRING in an OCTET STRING (32 bytes).
const ED25519_PKCS8_HEAD: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

fn name_of(algorithm: &pkcs8::AlgorithmIdentifierRef<'_>) -> Result<Algorithm, KeyError> {
    let oid = algorithm.oid.to_string();
    match oid.as_str() {
        OID_ED25519 => Ok(Algorithm::Ed25519),
        OID_EC => match algorithm.parameters_oid() {
            Ok(curve) if curve.to_string() == OID_P256 => Ok(Algorithm::EcdsaP256),
            Ok(curve) => Err(KeyError::UnsupportedAlgorithm(format!("EC on curve {curve}"))),
            Err(_) => Err(KeyError::UnsupportedAlgorithm("EC without a named curve".into())),
        },
        "1.2.840.113549.1.1.1" => Err(KeyError::UnsupportedAlgorithm("RSA".into())),
        _ => Err(KeyError::UnsupportedAlgorithm(oid)),
    }
}

fn read_pem(pem: &str, wanted: &'static str) -> Result<(String, SecretDocument), KeyError> {
    if pem.len() > MOST_PEM {
        return Err(KeyError::NotAKey { wanted, why: format!("it is longer than {MOST_PEM} bytes") });
    }
    if !pem.contains("-----BEGIN ") {
        return Err(KeyError::NotAKey { wanted, why: "there is no PEM block in it".into() });
    }
    let (label, der) = SecretDocument::from_pem(pem.trim_start())
        .map_err(|e| KeyError::NotAKey { wanted, why: format!("the PEM block is damaged ({e})") })?;
    Ok((label.to_owned(), der))
}

fn decrypt(der: &[u8], password: &SecretString) -> Result<SecretDocument, KeyError> {
    let info = EncryptedPrivateKeyInfoRef::from_der(der).map_err(|e| KeyError::NotAKey {
        wanted: "private key",
        why: format!("its encryption is damaged or of a kind other than PBES2 ({e})"),
    })?;
    let pkcs5::EncryptionScheme::Pbes2(scheme) = &info.encryption_algorithm else {
        return Err(KeyError::NotAKey { wanted: "private key", why: "its encryption is not PBES2".into() });
    };
    bound_work(&scheme.kdf)?;
    let plain = scheme.decrypt(password.expose_secret().as_bytes(), info.encrypted_data.as_bytes());
    let plain = Zeroizing::new(plain.map_err(|_| KeyError::WrongPassword)?);
    // A wrong password passes the padding check once in 256 times; then the plain text is noise.
    SecretDocument::try_from(plain.as_slice()).map_err(|_| KeyError::WrongPassword)
}

fn bound_work(kdf: &pbes2::Kdf) -> Result<(), KeyError> {
    match kdf {
        pbes2::Kdf::Scrypt(p) => {
            let bytes = p.cost_parameter.saturating_mul(128).saturating_mul(u64::from(p.block_size));
            let total = bytes.saturating_mul(u64::from(p.parallelization));
            if !p.cost_parameter.is_power_of_two() || p.cost_parameter < 2 || bytes == 0 || total == 0 {
                return Err(KeyError::NotAKey {
                    wanted: "private key",
                    why: "its scrypt parameters make no sense".into(),
                });
            }
            if bytes > MOST_SCRYPT_BYTES || total > MOST_SCRYPT_BYTES.saturating_mul(4) {
                return Err(KeyError::TooMuchWork(format!("scrypt over {total} bytes")));
            }
        }
        pbes2::Kdf::Pbkdf2(p) => {
            if p.iteration_count > MOST_PBKDF2_ROUNDS {
                return Err(KeyError::TooMuchWork(format!("{} rounds of PBKDF2", p.iteration_count)));
            }
        }
        _ => return Err(KeyError::UnsupportedAlgorithm("an unknown key derivation".into())),
    }
    Ok(())
}

/// Writes a new key file that only its owner can read (mode 0600 where modes exist).
///
/// # Errors
/// [`KeyError::Exists`] if something stands there already; when it cannot be written, after which
/// no file is left.
pub fn write_key_file(path: &Path, pem: &str) -> Result<(), KeyError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let shown = path.display().to_string();
    let mut file = options.open(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::AlreadyExists => KeyError::Exists(shown.clone()),
        _ => KeyError::Write { path: shown.clone(), source },
    })?;
    let written = file.write_all(pem.as_bytes()).and_then(|()| file.sync_all());
    written.map_err(|source| {
        // Half a key is worse than none; the first error is the one worth telling.
        let _ = std::fs::remove_file(path);
        KeyError::Write { path: shown, source }
    })
}
