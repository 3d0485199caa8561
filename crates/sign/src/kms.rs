//! Signs with a key that never leaves AWS KMS: `GetPublicKey` and `Sign`, by signed requests in the JSON 1.1
//! protocol. Never sends a digest (what is signed is then not what was asked in every implementation), and never
//! hands out a signature that the public key does not accept.

use std::time::{Duration, SystemTime};

use aws_credential_types::provider::{ProvideCredentials as _, SharedCredentialsProvider};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::Request;
use seal::PublicKey;
use serde_json::{Value, json};
use wire::Wire;

use crate::{Error, ask};

/// The longest message that KMS signs in one piece (`Sign`, parameter `Message`).
pub const MOST: usize = 4096;
/// What a key of this service is named with: `awskms:KEY`.
pub const SCHEME: &str = "awskms:";
const SERVICE: &str = "AWS KMS";

/// Where a key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The ARN, id, or alias of the key.
    pub key: String,
    /// Its region.
    pub region: String,
    /// The address of the service.
    pub endpoint: String,
}

impl Place {
    /// Reads `awskms:KEY`, where KEY is an ARN, a key id, or `alias/NAME`. An ARN names its region itself; others are
    /// in `region`. `endpoint` stands for the service's own address.
    ///
    /// # Errors
    /// When the key or its region is missing.
    pub fn parse(text: &str, region: Option<&str>, endpoint: Option<&str>) -> Result<Self, Error> {
        let key = text.strip_prefix(SCHEME).unwrap_or(text).trim_start_matches('/');
        let mut parts = key.split(':');
        let (partition, region) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("arn"), Some(partition), Some("kms"), Some(region)) => (partition, Some(region)),
            (Some("arn"), ..) => return Err(Error::Credentials(format!("{key} is no ARN of a KMS key"))),
            _ => ("aws", region),
        };
        if key.is_empty() {
            return Err(Error::Credentials("awskms: names no key; write awskms:ARN or awskms:alias/NAME".into()));
        }
        let named = region.filter(|name| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        });
        let Some(region) = named else {
            let why = format!("the region of the key {key} is not known; name the key by its ARN, or set AWS_REGION");
            return Err(Error::Credentials(why));
        };
        let domain = if partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
        let own = || format!("https://kms.{region}.{domain}");
        let endpoint = endpoint.map_or_else(own, |given| given.trim_end_matches('/').to_owned());
        Ok(Self { key: key.to_owned(), region: region.to_owned(), endpoint })
    }
}

/// A key in KMS whose public half is known.
#[derive(Debug)]
pub struct Key {
    wire: Wire,
    credentials: SharedCredentialsProvider,
    place: Place,
    /// The full ARN: an alias may be pointed at another key between two signatures.
    arn: String,
    public: PublicKey,
}

impl Key {
    /// Fetches the public half of a key and checks that the key can seal.
    ///
    /// # Errors
    /// When it cannot be fetched, or the key is of another sort.
    pub async fn open(wire: Wire, credentials: SharedCredentialsProvider, place: Place) -> Result<Self, Error> {
        let body = json!({ "KeyId": place.key });
        let reply = call(&wire, &credentials, &place, "GetPublicKey", &body).await?;
        let text = |name: &str| reply.get(name).and_then(Value::as_str).unwrap_or_default();
        // The older name of the same field is what some stand-ins give.
        let spec = if text("KeySpec").is_empty() { text("CustomerMasterKeySpec") } else { text("KeySpec") };
        let usage = text("KeyUsage");
        if (spec, usage) != ("ECC_NIST_P256", "SIGN_VERIFY") {
            let found = ask::shown(format!("of the spec {spec} for {usage}").as_bytes(), "");
            return Err(Error::WrongKey { key: place.key, found });
        }
        let spki = BASE64.decode(text("PublicKey")).map_err(|e| ask::bad(SERVICE, format!("the public key: {e}")))?;
        let public = PublicKey::from_spki(&spki).map_err(|e| ask::bad(SERVICE, e.to_string()))?;
        let arn = ask::shown(text("KeyId").as_bytes(), "");
        if arn.is_empty() {
            return Err(ask::bad(SERVICE, "it does not name the key"));
        }
        Ok(Self { wire, credentials, place, arn, public })
    }

    /// The public half.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// The key's full name.
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// ECDSA P-256 with SHA-256 over `message`, as DER with a low s.
    ///
    /// # Errors
    /// When the message is too long, the service refuses, or its signature does not fit the key.
    pub async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        // The service's own limit; not every stand-in for it holds it.
        if message.len() > MOST {
            return Err(Error::TooLong(message.len()));
        }
        let body = json!({
            "KeyId": self.arn,
            "Message": BASE64.encode(message),
            "MessageType": "RAW",
            "SigningAlgorithm": "ECDSA_SHA_256",
        });
        let reply = call(&self.wire, &self.credentials, &self.place, "Sign", &body).await?;
        let signature = reply.get("Signature").and_then(Value::as_str).unwrap_or_default();
        let signature = BASE64.decode(signature).map_err(|e| ask::bad(SERVICE, format!("the signature: {e}")))?;
        let signature = self.public.normalise(&signature);
        if self.public.verify(message, &signature) {
            Ok(signature)
        } else {
            Err(Error::BadSignature { service: SERVICE.to_owned(), key: self.arn.clone() })
        }
    }
}

async fn call(
    wire: &Wire,
    credentials: &SharedCredentialsProvider,
    place: &Place,
    operation: &'static str,
    body: &Value,
) -> Result<Value, Error> {
    let request = signed(wire, credentials, place, operation, body).await?;
    let reply = ask::send(wire, SERVICE, &format!("kms:{operation}"), request).await?;
    if !reply.status().is_success() {
        let error: Value = serde_json::from_slice(reply.body()).unwrap_or_default();
        let text =
            |names: [&str; 2]| names.iter().find_map(|n| error.get(n)).and_then(Value::as_str).unwrap_or_default();
        let code = text(["__type", "code"]).rsplit('#').next().unwrap_or_default();
        if code.starts_with("AccessDenied") {
            let permission = if operation == "Sign" { "kms:Sign" } else { "kms:GetPublicKey" };
            let said = ask::shown(text(["message", "Message"]).as_bytes(), "");
            return Err(Error::Denied { permission, key: place.key.clone(), said });
        }
    }
    let body = ask::accepted(SERVICE, reply, "")?;
    serde_json::from_slice(&body).map_err(|e| ask::bad(SERVICE, e.to_string()))
}

async fn signed(
    wire: &Wire,
    credentials: &SharedCredentialsProvider,
    place: &Place,
    operation: &str,
    body: &Value,
) -> Result<Request<Bytes>, Error> {
    let unusable = |e: &dyn std::fmt::Display| Error::Credentials(format!("the AWS credentials cannot be used: {e}"));
    let found = credentials.provide_credentials().await.map_err(|e| unusable(&e))?;
    let mut request = Request::post(format!("{}/", place.endpoint))
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", format!("TrentService.{operation}"))
        .body(Bytes::from(body.to_string()))
        .map_err(|_| Error::Address(place.endpoint.clone()))?;
    let identity = found.into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(&place.region)
        .name("kms")
        .time(SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(wire.now().as_second()).unwrap_or_default()))
        .settings(SigningSettings::default())
        .build()
        .map_err(|e| unusable(&e))?
        .into();
    let headers = request.headers().iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let uri = request.uri().to_string();
    let signable =
        SignableRequest::new("POST", uri, headers, SignableBody::Bytes(request.body())).map_err(|e| unusable(&e))?;
    let (instructions, _) = sign(signable, &parameters).map_err(|e| unusable(&e))?.into_parts();
    instructions.apply_to_request_http1x(&mut request);
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read() {
        let arn = "arn:aws:kms:eu-west-1:123456789012:key/0f0f";
        let place = Place::parse(&format!("awskms:{arn}"), Some("us-east-1"), None).unwrap();
        assert_eq!((place.key.as_str(), place.region.as_str()), (arn, "eu-west-1"));
        assert_eq!(place.endpoint, "https://kms.eu-west-1.amazonaws.com");
        assert_eq!(Place::parse(&format!("awskms:///{arn}"), None, None).unwrap().key, arn);
        let cn = Place::parse("arn:aws-cn:kms:cn-north-1:1:key/a", None, None).unwrap();
        assert_eq!(cn.endpoint, "https://kms.cn-north-1.amazonaws.com.cn");
        let alias = Place::parse("awskms:alias/seal", Some("eu-west-1"), Some("http://127.0.0.1:1/")).unwrap();
        assert_eq!((alias.key.as_str(), alias.endpoint.as_str()), ("alias/seal", "http://127.0.0.1:1"));
        for (bad, region) in [
            ("awskms:", Some("eu-west-1")),
            ("awskms:alias/seal", None),
            ("awskms:alias/seal", Some("")),
            ("awskms:alias/seal", Some("evil.example/")),
            ("awskms:arn:aws:s3:::bucket", Some("eu-west-1")),
            ("awskms:arn:aws:kms:a/b:1:key/x", None),
        ] {
            assert!(Place::parse(bad, region, None).is_err(), "{bad}");
        }
    }
}
