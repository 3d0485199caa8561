//! Arguments about runs that share the accounts between them. Nothing here acts.

use std::path::PathBuf;

use clap::Args;
use model::Shard;

use super::{OutputArgs, SealArgs};

const EXAMPLES: &str = "\
Examples:
  assize run --shard 1/2 --key assize.key --output one.assize.zip       on one machine
  assize run --shard 2/2 --key assize.key --output two.assize.zip       on another
  assize merge one.assize.zip two.assize.zip --trust-key assize.key.pub --key assize.key -o all.assize.zip
  assize verify all.assize.zip --key assize.key.pub --replay

Refused by name: a part that is missing or stands twice, parts of different configurations, policies or
versions, parts that saw different accounts, and parts that began more than a day apart.";

/// `assize merge`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct MergeArgs {
    /// The bundles of all parts.
    #[arg(required = true, value_name = "BUNDLE")]
    pub(crate) bundles: Vec<PathBuf>,

    /// A public key that you trust to have sealed the parts: a PEM file. May be repeated.
    #[arg(long, value_name = "FILE", required_unless_present = "trust", conflicts_with = "trust")]
    pub(crate) trust_key: Vec<PathBuf>,

    /// Whom you trust to have sealed the parts, in TOML, as for `assize verify`.
    #[arg(long, value_name = "FILE")]
    pub(crate) trust: Option<PathBuf>,

    /// Configuration file [default: assize.toml, if it is there]: how to seal, and the store.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) seal: SealArgs,

    #[command(flatten)]
    pub(crate) result: OutputArgs,
}

/// Most runs that share the accounts.
const MOST: u32 = 10_000;

/// Reads `i/n`.
pub(super) fn shard(text: &str) -> Result<Shard, String> {
    let part = text.split_once('/').and_then(|(index, of)| {
        let of = of.parse().ok().filter(|of| *of <= MOST)?;
        Shard::new(index.parse().ok()?, of)
    });
    part.ok_or_else(|| "write it as i/n, such as 2/4: the second of four parts".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_from_one() {
        assert_eq!(shard("2/4").map(|s| (s.index, s.of)), Ok((2, 4)));
        for bad in ["0/4", "5/4", "1/0", "2", "a/b", "1/99999999", "-1/2", "1/4/2"] {
            assert!(shard(bad).unwrap_err().contains("2/4"), "{bad}");
        }
    }
}
