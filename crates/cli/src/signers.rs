//! Who signs a bundle, and who stamps it: key files, keys in AWS KMS, an identity of the CI, time-stamp
//! authorities. Whatever can be checked before the night's work is checked then.
//!
//! A missing time-stamp never loses a night: the bundle is written, and the caller is told.

use std::sync::Arc;

use ::seal::keyless::{Identity, Root};
use ::seal::{Attestation, Attested, PrivateKey, PublicKey, Signed, Signer, ToSign, Trust};
use sign::kms::{self, Place};
use sign::sigstore::{Services, Session, Token};
use wire::{Secrets, Wire};

use crate::args::SealArgs;
use crate::assets::read_text;
use crate::config::{Config, SealSection};
use crate::live;
use crate::problem::{Exit, Problem};
use crate::seal::private_key;
use crate::stamps::Stamper;
use crate::world;

/// One signer.
enum One {
    File(PrivateKey),
    Kms { place: Place, public: PublicKey },
    Identity { services: Services, token: Option<String>, root: Arc<Root> },
}

/// All of them, the first signer first.
pub(crate) struct Signers {
    all: Vec<One>,
    stamper: Stamper,
    transport: Option<wire::Transport>,
}

/// What the signers gave.
pub(crate) struct Given {
    pub(crate) attested: Vec<Attested>,
    /// Who signed and stamped: what the new bundle is verified under.
    pub(crate) trust: Trust,
    /// Time-stamps that could not be had, in words; each once.
    pub(crate) unstamped: Vec<String>,
}

impl Signers {
    /// Opens every key and reads every file; `None` if nobody is to sign.
    pub(crate) fn prepare(args: &SealArgs, config: &Config) -> Result<Option<Self>, Problem> {
        let section = &config.seal;
        let specs = if args.key.is_empty() { section.keys()? } else { args.key.clone() };
        let keyless = args.keyless || section.keyless;
        if specs.is_empty() && !keyless {
            return Ok(None);
        }
        let remote = keyless || specs.iter().any(|spec| spec.starts_with(kms::SCHEME));
        let transport = remote.then(|| live::transport(&config.network, &world::clock())).transpose()?;
        let mut signers = Self { all: Vec::new(), stamper: Stamper::prepare(args, config)?, transport };
        for spec in &specs {
            let one = if spec.starts_with(kms::SCHEME) { signers.kms(spec)? } else { One::File(private_key(spec)?) };
            signers.add(one)?;
        }
        if keyless {
            let one = signers.identity(section)?;
            signers.add(one)?;
        }
        Ok(Some(signers))
    }

    fn add(&mut self, one: One) -> Result<(), Problem> {
        let twice = one.key().is_some_and(|key| self.all.iter().any(|other| other.key() == Some(key)));
        if twice {
            return Err(Problem::new("one key is given twice").hint("each signer signs once; name another key"));
        }
        self.all.push(one);
        Ok(())
    }

    /// A wire that nobody records: what goes over it carries credentials and is no evidence.
    fn wire(&self) -> Result<Wire, Problem> {
        let transport = self.transport.clone().ok_or_else(|| Problem::new("there is no client for the signer"))?;
        Ok(Wire::live(transport, world::clock()))
    }

    fn kms(&self, spec: &str) -> Result<One, Problem> {
        let variable = world::environment();
        let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
        let endpoint = variable("AWS_ENDPOINT_URL_KMS").or_else(|| variable("AWS_ENDPOINT_URL"));
        let failed = |e: sign::Error| Problem::new(format!("the key {spec} cannot be used")).because(e);
        let place = Place::parse(spec, region.as_deref(), endpoint.as_deref()).map_err(failed)?;
        let public = world::block_on(async { Ok(open(self.wire()?, &place).await?.public_key().clone()) })?;
        Ok(One::Kms { place, public })
    }

    fn identity(&self, section: &SealSection) -> Result<One, Problem> {
        let sigstore = section.sigstore.clone().unwrap_or_default();
        let public = Services::default();
        let services = Services {
            fulcio: sigstore.fulcio.unwrap_or(public.fulcio),
            rekor: sigstore.rekor.unwrap_or(public.rekor),
        };
        let Some(path) = sigstore.root else {
            return Err(Problem::new("sealing by identity needs the trusted root of its services").hint(
                "name the file: root = \"trusted_root.json\" in [seal.sigstore]; `cosign trusted-root create` writes it,\n\
                 for the public services it is also in the repository sigstore/root-signing",
            ));
        };
        let root = Root::from_json(&read_text(&path)?)
            .map_err(|e| Problem::new(format!("the trusted root {} cannot be used", path.display())).because(e))?;
        let one = One::Identity { services, token: sigstore.token, root: Arc::new(root) };
        // The token that signs is fetched when it is time; this one shows that there is one to be had.
        world::block_on(async { one.token(&self.wire()?).await })?;
        Ok(one)
    }

    /// True if a missing time-stamp is a failure.
    pub(crate) fn stamps_required(&self) -> bool {
        self.stamper.required()
    }

    /// Lets everybody sign, and stamps what they signed.
    pub(crate) fn sign(&self, to_sign: &[ToSign]) -> Result<Given, Problem> {
        let work = async {
            let keys: Vec<PublicKey> = self.all.iter().filter_map(|one| one.key().cloned()).collect();
            let mut trust = Trust { authorities: self.stamper.authorities().to_vec(), ..Trust::of_keys(&keys) };
            let mut attested = Vec::new();
            for (i, one) in self.all.iter().enumerate() {
                let wanted = to_sign.iter().filter(|wanted| i == 0 || wanted.name == Attestation::Evidence);
                attested.extend(self.by(one, wanted.collect(), &mut trust).await?);
            }
            let unstamped = self.stamp(&mut attested).await;
            Ok(Given { attested, trust, unstamped })
        };
        world::block_on(work).map_err(|problem| match problem.exit {
            Exit::Interrupted => problem,
            _ => problem.exit(Exit::Refused),
        })
    }

    async fn by(&self, one: &One, wanted: Vec<&ToSign>, trust: &mut Trust) -> Result<Vec<Attested>, Problem> {
        let failed = |e: sign::Error| Problem::new("the bundle cannot be signed").because(e);
        let mut attested = Vec::new();
        let mut add = |name, signer, signature| {
            attested.push(Attested { name, signed: Signed { signer, signature, timestamps: Vec::new() } });
        };
        match one {
            One::File(key) => {
                for ToSign { name, pae } in wanted {
                    let signature = key.sign(pae);
                    let signature = signature.map_err(|e| Problem::new("the bundle cannot be signed").because(e))?;
                    add(*name, Signer::Key(key.public_key().clone()), signature);
                }
            }
            One::Kms { place, public } => {
                let key = open(self.wire()?, place).await?;
                if key.public_key() != public {
                    return Err(Problem::new(format!("the key {} is another one than at the start", place.key)));
                }
                for ToSign { name, pae } in wanted {
                    add(*name, Signer::Key(public.clone()), key.sign(pae).await.map_err(failed)?);
                }
            }
            One::Identity { services, root, .. } => {
                let token = one.token(&self.wire()?).await?;
                let session = Session::open(self.wire()?, services.clone(), &token, &world::random()?).await;
                let session = session.map_err(failed)?;
                for wanted in wanted {
                    let signed = session.sign(wanted.payload()).await.map_err(failed)?;
                    add(wanted.name, Signer::Certificate(signed.certificate), signed.signature);
                }
                // Who exactly it is stands in the certificate; here it matters that the services vouch for it.
                let (issuer, subject) = (token.issuer().to_owned(), "*".to_owned());
                trust.identities.push(Identity { issuer, subject, root: root.clone() });
            }
        }
        Ok(attested)
    }

    async fn stamp(&self, attested: &mut [Attested]) -> Vec<String> {
        let mut missing: Vec<String> = Vec::new();
        for one in attested {
            for url in self.stamper.urls() {
                match self.stamper.stamp(url, &one.signed.signature).await {
                    Ok(stamp) => one.signed.timestamps.push(stamp.response),
                    Err(text) if !missing.contains(&text) => missing.push(text),
                    Err(_) => {}
                }
            }
        }
        missing
    }
}

impl One {
    fn key(&self) -> Option<&PublicKey> {
        match self {
            Self::File(key) => Some(key.public_key()),
            Self::Kms { public, .. } => Some(public),
            Self::Identity { .. } => None,
        }
    }

    async fn token(&self, wire: &Wire) -> Result<Token, Problem> {
        let named = match self {
            Self::Identity { token, .. } => token.as_deref(),
            _ => None,
        };
        let variable = world::environment();
        let token = Token::ambient(wire, &|name: &str| variable(name), named).await;
        token.map_err(|e| Problem::new("there is no identity to seal with").because(e))
    }
}

async fn open(wire: Wire, place: &Place) -> Result<kms::Key, Problem> {
    let failed = || Problem::new(format!("the key {} cannot be used", place.key));
    let credentials = aws::credentials(&place.region, &wire, &Secrets::default()).await;
    let credentials = credentials.map_err(|e| failed().cause(e))?;
    kms::Key::open(wire, credentials, place.clone()).await.map_err(|e| failed().because(e))
}
