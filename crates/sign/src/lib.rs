//! Services that sign and stamp: key services, Sigstore, time-stamp authorities.
//!
//! Everything here asks the world, so it runs above the pure steps, called by the command line alone.
//! Never records what it asks: these exchanges carry credentials and are no evidence. Never hands out
//! an answer that it has not checked.

mod ask;
mod error;
pub mod kms;
pub mod sigstore;
pub mod tsa;

pub use error::Error;
