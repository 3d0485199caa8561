//! Time-stamp authorities: which are asked, and whether one must answer.
//!
//! What they are asked and what they answer is no evidence and is not recorded.

use ::seal::time::Authority;
use sign::tsa::{self, Stamp};
use wire::Wire;

use crate::args::SealArgs;
use crate::assets::read_text;
use crate::config::Config;
use crate::live;
use crate::problem::Problem;
use crate::world;

/// The authorities to ask.
pub(crate) struct Stamper {
    urls: Vec<String>,
    authorities: Vec<Authority>,
    required: bool,
    transport: Option<wire::Transport>,
}

impl Stamper {
    /// Reads the authorities' certificates; asks nobody yet.
    pub(crate) fn prepare(args: &SealArgs, config: &Config) -> Result<Self, Problem> {
        let section = &config.seal;
        let urls = if args.timestamp.is_empty() { &section.timestamps } else { &args.timestamp };
        let paths = if args.timestamp_authority.is_empty() {
            &section.timestamp_authorities
        } else {
            &args.timestamp_authority
        };
        let read = |path: &std::path::PathBuf| {
            let name = path.display().to_string();
            Authority::from_pem(&name, &read_text(path)?)
                .map_err(|e| Problem::new(format!("the authority {name} cannot be used")).because(e))
        };
        let authorities: Vec<Authority> = paths.iter().map(read).collect::<Result<_, _>>()?;
        if !urls.is_empty() && authorities.is_empty() {
            return Err(Problem::new("time-stamps are asked for, and no authority is trusted").hint(
                "a time-stamp that nobody can check proves nothing: name the authority's certificates with\n\
                 --timestamp-authority FILE, or timestamp_authorities = [\"tsa.pem\"] in [seal]",
            ));
        }
        let transport = (!urls.is_empty()).then(|| live::transport(&config.network, &world::clock())).transpose()?;
        Ok(Self { urls: urls.clone(), authorities, required: section.timestamps_required.unwrap_or(true), transport })
    }

    /// The authorities that are trusted.
    pub(crate) fn authorities(&self) -> &[Authority] {
        &self.authorities
    }

    /// Where to ask.
    pub(crate) fn urls(&self) -> &[String] {
        &self.urls
    }

    /// True if a missing time-stamp is a failure.
    pub(crate) fn required(&self) -> bool {
        self.required
    }

    /// A time-stamp of `bytes` by the authority at `url`; in words, why there is none.
    pub(crate) async fn stamp(&self, url: &str, bytes: &[u8]) -> Result<Stamp, String> {
        let transport = self.transport.clone().ok_or("there is no client for time-stamps")?;
        let wire = Wire::live(transport, world::clock());
        let nonce = world::random().map_err(|problem| problem.in_one_line())?;
        let stamped = tsa::stamp(&wire, url, bytes, u64::from_le_bytes(nonce), &self.authorities).await;
        stamped.map_err(|e| e.to_string())
    }
}
