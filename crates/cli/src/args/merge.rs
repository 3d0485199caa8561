//! Arguments about runs that share the accounts between them. Nothing here acts.

use model::Shard;

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
