//! Signs without a lasting key: an identity token of the CI becomes a certificate of some minutes (Fulcio v2), and
//! each signature is entered in a public log (Rekor v1). Never writes the token or the key anywhere, and uses one key for
//! one session only.
//!
//! The public services publish the identity and the payload's digest for ever: whoever uses them must want that.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::{Request, StatusCode, header};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use seal::keyless::{Certificate, log_request};
use seal::{Algorithm, PrivateKey};
use serde_json::{Value, json};
use wire::Wire;

use crate::{Error, ask};

/// The audience that Fulcio wants a token to be for.
pub const AUDIENCE: &str = "sigstore";
/// Most characters of a token.
const MOST_TOKEN: usize = 16 << 10;

/// The services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Services {
    /// Fulcio's address.
    pub fulcio: String,
    /// The address of a Rekor v1 log.
    pub rekor: String,
}

impl Default for Services {
    /// The public services.
    fn default() -> Self {
        Self { fulcio: "https://fulcio.sigstore.dev".into(), rekor: "https://rekor.sigstore.dev".into() }
    }
}

/// An identity token. Shows nothing of itself.
#[derive(Clone)]
pub struct Token {
    text: String,
    /// What the proof of possession is over: the e-mail address if there is one, else the subject.
    name: String,
    issuer: String,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

impl Token {
    /// Reads a token (JWT). Its signature is for Fulcio to check.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = || Error::Credentials("the identity token is no JWT with a subject and an issuer".into());
        let text = text.trim();
        if text.len() > MOST_TOKEN || !text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
            return Err(wrong());
        }
        let claims = text.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok()).ok_or_else(wrong)?;
        let claims: Value = serde_json::from_slice(&claims).map_err(|_| wrong())?;
        let claim = |name: &str| claims.get(name).and_then(Value::as_str).filter(|value| !value.is_empty());
        let name = claim("email").or_else(|| claim("sub")).ok_or_else(wrong)?;
        let issuer = claim("iss").ok_or_else(wrong)?;
        Ok(Self { text: text.to_owned(), name: name.to_owned(), issuer: issuer.to_owned() })
    }

    /// Who issued it. The certificate will name the same.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The token of the CI that this runs in: from the variable `named` if given; from GitHub's service, if the job may
    /// ask it; from `SIGSTORE_ID_TOKEN`, which GitLab sets. `variable` reads the environment.
    ///
    /// # Errors
    /// When there is none, or it cannot be fetched.
    pub async fn ambient(
        wire: &Wire,
        variable: &(dyn Fn(&str) -> Option<String> + Sync),
        named: Option<&str>,
    ) -> Result<Self, Error> {
        if let Some(name) = named {
            let text = variable(name)
                .ok_or_else(|| Error::Credentials(format!("the identity token's variable {name} is not set")))?;
            return Self::parse(&text);
        }
        if let (Some(url), Some(bearer)) =
            (variable("ACTIONS_ID_TOKEN_REQUEST_URL"), variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN"))
        {
            return Self::from_github(wire, &url, &bearer).await;
        }
        match variable("SIGSTORE_ID_TOKEN") {
            Some(text) => Self::parse(&text),
            None => Err(Error::Credentials(
                "no identity token was found; in GitHub Actions give the job `permissions: id-token: write`, in GitLab CI \
                 an `id_tokens: SIGSTORE_ID_TOKEN` with `aud: sigstore`, elsewhere name a variable that holds one"
                    .into(),
            )),
        }
    }

    async fn from_github(wire: &Wire, url: &str, bearer: &str) -> Result<Self, Error> {
        let service = "GitHub's token service";
        let joint = if url.contains('?') { '&' } else { '?' };
        let request = Request::get(format!("{url}{joint}audience={AUDIENCE}"))
            .header(header::AUTHORIZATION, format!("bearer {bearer}"))
            .header(header::ACCEPT, "application/json")
            .body(Bytes::new())
            // The address carries a part of the credential.
            .map_err(|_| Error::Address("ACTIONS_ID_TOKEN_REQUEST_URL".to_owned()))?;
        let reply = ask::send(wire, service, "GET identity token", request).await?;
        let body = ask::accepted(service, reply, bearer)?;
        let body: Value = serde_json::from_slice(&body).map_err(|_| ask::bad(service, "it is not JSON"))?;
        let text = body.get("value").and_then(Value::as_str).ok_or_else(|| ask::bad(service, "it holds no token"))?;
        Self::parse(text)
    }
}

/// A key with its certificate, for some minutes.
#[derive(Debug)]
pub struct Session {
    wire: Wire,
    services: Services,
    key: PrivateKey,
    certificate: Vec<u8>,
}

/// A signature and what stands for its key.
#[derive(Debug, Clone)]
pub struct Signed {
    /// ECDSA P-256, DER.
    pub signature: Vec<u8>,
    /// Certificate and log entry.
    pub certificate: Certificate,
}

impl Session {
    /// Gets a certificate for a new key made from `seed`, which must be random and used once.
    ///
    /// # Errors
    /// When Fulcio does not give one.
    pub async fn open(wire: Wire, services: Services, token: &Token, seed: &[u8; 32]) -> Result<Self, Error> {
        let service = format!("Fulcio at {}", services.fulcio);
        let key = PrivateKey::generate(Algorithm::EcdsaP256, seed);
        let proof = key.sign(token.name.as_bytes()).map_err(seal::Error::from)?;
        let body = json!({
            "credentials": { "oidcIdentityToken": token.text },
            "publicKeyRequest": {
                "publicKey": { "algorithm": "ECDSA", "content": key.public_key().to_pem() },
                "proofOfPossession": BASE64.encode(proof),
            },
        });
        let url = format!("{}/api/v2/signingCert", services.fulcio.trim_end_matches('/'));
        let request = json_request(&url, body.to_string().into_bytes())?;
        let reply = ask::send(&wire, &service, "POST /api/v2/signingCert", request).await?;
        let body = ask::accepted(&service, reply, &token.text)?;
        let certificate = certificate(&body).map_err(|why| ask::bad(&service, why))?;
        Ok(Self { wire, services, key, certificate })
    }

    /// Signs the statement `payload` and enters it in the log.
    ///
    /// # Errors
    /// When the log does not take it.
    pub async fn sign(&self, payload: &[u8]) -> Result<Signed, Error> {
        let service = format!("Rekor at {}", self.services.rekor);
        let signature = self.key.sign(&seal::pae(payload)).map_err(seal::Error::from)?;
        let url = format!("{}/api/v1/log/entries", self.services.rekor.trim_end_matches('/'));
        let request = json_request(&url, log_request(payload, &signature, &self.certificate)?)?;
        let mut reply = ask::send(&self.wire, &service, "POST /api/v1/log/entries", request).await?;
        if reply.status() == StatusCode::CONFLICT {
            // A first try whose reply was lost had been entered; the log says where.
            let entry = reply.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
            let entry =
                entry.and_then(|at| at.rsplit('/').next()).filter(|id| id.chars().all(|c| c.is_ascii_hexdigit()));
            let entry = entry.ok_or_else(|| ask::bad(&service, "it has the entry already and does not say where"))?;
            let request = Request::get(format!("{url}/{entry}")).header(header::ACCEPT, "application/json");
            let request = request.body(Bytes::new()).map_err(|_| Error::Address(url.clone()))?;
            reply = ask::send(&self.wire, &service, "GET /api/v1/log/entries/{uuid}", request).await?;
        }
        let body = ask::accepted(&service, reply, "")?;
        let certificate =
            Certificate::from_log(&self.certificate, &body).map_err(|e| ask::bad(&service, e.to_string()))?;
        Ok(Signed { signature, certificate })
    }
}

fn json_request(url: &str, body: Vec<u8>) -> Result<Request<Bytes>, Error> {
    Request::post(url)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json")
        .body(Bytes::from(body))
        .map_err(|_| Error::Address(url.to_owned()))
}

/// The first certificate of Fulcio's answer, as DER.
fn certificate(body: &[u8]) -> Result<Vec<u8>, String> {
    let answer: Value = serde_json::from_slice(body).map_err(|e| e.to_string())?;
    let Some(pem) = answer.pointer("/signedCertificateEmbeddedSct/chain/certificates/0").and_then(Value::as_str) else {
        return Err("it holds no certificate with an embedded SCT".into());
    };
    let der = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|e| e.to_string())?;
    Ok(der.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_and_never_shown() {
        let jwt = |claims: &str| format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims));
        let token =
            Token::parse(&format!(" {}\n", jwt(r#"{"sub":"repo:acme/evidence","iss":"https://ci.example"}"#))).unwrap();
        assert_eq!((token.name.as_str(), token.issuer()), ("repo:acme/evidence", "https://ci.example"));
        assert_eq!(format!("{token:?}"), "Token(..)");
        assert_eq!(
            Token::parse(&jwt(r#"{"sub":"1","email":"a@acme.example","iss":"i"}"#)).unwrap().name,
            "a@acme.example"
        );
        for bad in ["", "a.b", &jwt("{}"), &jwt(r#"{"sub":1}"#), "x y.e30.z", "e30.!.x", &"a".repeat(20_000)] {
            let told = Token::parse(bad).unwrap_err().to_string();
            assert_eq!(told, "the identity token is no JWT with a subject and an issuer");
        }
    }
}
