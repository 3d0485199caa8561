//! AWS services by manifest: what to call, how, and what the replies mean, said in data. The engine
//! must never call what no manifest declares, nor call empty what was not read.

mod described;
mod manifest;
mod names;
mod services;

pub(crate) use self::services::Services;
