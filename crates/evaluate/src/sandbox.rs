//! Runs policies in a child process of the same program, with limits on memory, time and stack.

use std::path::PathBuf;

use crate::Error;
use crate::judge::{Unit, Verdict};
use crate::place::{Ask, Bench, Join};

/// Limits of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Address space in bytes, stack included.
    pub memory: u64,
    /// CPU seconds of one child.
    pub cpu: u64,
    /// Wall-clock seconds for one policy on one resource.
    pub wall: u64,
}

/// How to start a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sandbox {
    /// The program to start: usually the running one.
    pub program: PathBuf,
    /// Arguments that make it call [`crate::child_main`].
    pub args: Vec<String>,
    /// Its limits.
    pub limits: Limits,
}

pub(crate) struct Child;

impl Child {
    pub(crate) fn start(_: Sandbox, _: Vec<Unit>, _: String) -> Result<Self, Error> {
        Err(Error::Child(std::io::Error::other("not yet")))
    }
}

impl Bench for Child {
    fn source(&mut self, _: &Join<'_, '_>) -> Result<(), Error> {
        Ok(())
    }

    fn ask(&mut self, _: &[Ask<'_>]) -> Result<Vec<Vec<(usize, Verdict)>>, Error> {
        Ok(Vec::new())
    }
}
