//! Sorts leaves in bounded memory: what does not fit goes to temporary files.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};

use super::Hash;

/// Leaves held in memory: 32 MiB.
const HELD: usize = 1 << 20;

/// Leaves on their way into order.
pub(super) struct Sorter {
    held: Vec<Hash>,
    most: usize,
    runs: Vec<File>,
}

impl Default for Sorter {
    fn default() -> Self {
        Self { held: Vec::new(), most: HELD, runs: Vec::new() }
    }
}

impl Sorter {
    /// Takes a leaf.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub(super) fn push(&mut self, leaf: Hash) -> io::Result<()> {
        if self.held.len() >= self.most {
            self.spill()?;
        }
        self.held.push(leaf);
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.held.sort_unstable();
        let mut out = BufWriter::new(tempfile::tempfile()?);
        self.held.iter().try_for_each(|leaf| out.write_all(leaf))?;
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        self.held.clear();
        Ok(())
    }

    /// Gives all leaves in order.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub(super) fn each(mut self, mut take: impl FnMut(Hash)) -> io::Result<()> {
        self.held.sort_unstable();
        let mut runs: Vec<BufReader<File>> = self.runs.into_iter().map(BufReader::new).collect();
        let mut heads = BinaryHeap::new();
        for (at, run) in runs.iter_mut().enumerate() {
            heads.extend(next(run)?.map(|leaf| Reverse((leaf, at))));
        }
        let mut held = self.held.into_iter().peekable();
        while let Some(Reverse((leaf, at))) = heads.pop() {
            while let Some(before) = held.next_if(|held| *held <= leaf) {
                take(before);
            }
            take(leaf);
            if let Some(run) = runs.get_mut(at) {
                heads.extend(next(run)?.map(|leaf| Reverse((leaf, at))));
            }
        }
        held.for_each(take);
        Ok(())
    }
}

fn next(run: &mut BufReader<File>) -> io::Result<Option<Hash>> {
    let mut leaf = [0; 32];
    match run.read_exact(&mut leaf) {
        Ok(()) => Ok(Some(leaf)),
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(e) => Err(e),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_spilled_comes_back_in_order(values in prop::collection::vec(any::<u16>(), 0..60), most in 1_usize..9) {
            let mut sorter = Sorter { most, ..Sorter::default() };
            let mut leaves: Vec<Hash> = values.iter().map(|n| { let mut h = [0; 32]; h[..2].copy_from_slice(&n.to_be_bytes()); h }).collect();
            for leaf in &leaves {
                sorter.push(*leaf).unwrap();
            }
            prop_assert_eq!(sorter.runs.len(), leaves.len().saturating_sub(1) / most);
            let mut found = Vec::new();
            sorter.each(|leaf| found.push(leaf)).unwrap();
            leaves.sort_unstable();
            prop_assert_eq!(found, leaves);
        }
    }
}
